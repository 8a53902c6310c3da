'use strict';

// Adds sorting, filtering, folding and copying. The page has all its content without this script.
(() => {
  // Chromium and Firefox can open details for printing in the style sheet; other browsers cannot.
  if (!CSS.supports('selector(::details-content)')) {
    addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  }

  const table = document.getElementById('list');
  if (!table) {
    return;
  }
  const headers = [...table.tHead.rows[0].cells];
  const keys = headers.map((header) => header.dataset.key);
  const form = document.getElementById('filter');
  const text = form.elements.text;
  const selects = [...form.querySelectorAll('select')];
  const count = document.getElementById('count');
  const none = document.getElementById('none');
  const announcement = document.getElementById('announcement');

  // Sorting and searching use the reason of a finding, not its remediation.
  const textOf = (cell) => (cell.querySelector('summary') ?? cell).textContent;

  const firstText = (row, key) => row.cells[keys.indexOf(key)]?.firstChild?.data ?? '';

  const groups = Array.from(table.tBodies, (body) => ({
    body,
    heading: body.rows[0].cells[0],
    count: body.querySelector('.group span'),
    size: body.rows.length - 1,
  }));

  const entries = groups.flatMap((group) => Array.from(group.body.rows).slice(1).map((row) => ({ group, row }))).map(({ group, row }, index) => ({
    group,
    row,
    index,
    verdict: [group.body.className],
    control: (row.dataset.control ?? '').split(' '),
    account: [firstText(row, 'account')],
    region: [firstText(row, 'region')],
    file: [firstText(row, 'file')],
  }));

  const wordsOf = (entry) => {
    entry.words ??= Array.from(entry.row.cells, textOf).join(' ').toLowerCase();
    return entry.words;
  };

  const number = (shown, all) => {
    const clusters = `${all} ${all === 1 ? 'cluster' : 'clusters'}`;
    return shown === all ? clusters : `${shown} of ${clusters}`;
  };

  const fold = (group, isFolded) => {
    group.body.classList.toggle('closed', isFolded);
    group.heading.querySelector('button').setAttribute('aria-expanded', String(!isFolded));
  };

  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.filter((select) => select.value);
    let shown = 0;
    groups.forEach((group) => (group.shown = 0));
    for (const entry of entries) {
      const matches =
        chosen.every((select) => entry[select.name].includes(select.value)) &&
        words.every((word) => wordsOf(entry).includes(word));
      if (entry.row.hidden === matches) {
        entry.row.hidden = !matches;
      }
      shown += matches ? 1 : 0;
      entry.group.shown += matches ? 1 : 0;
    }
    for (const group of groups) {
      group.body.hidden = group.shown === 0;
      group.count.textContent = number(group.shown, group.size);
      if (words.length + chosen.length > 0 && group.shown > 0) {
        fold(group, false);
      }
    }
    count.textContent = number(shown, entries.length);
    none.hidden = shown > 0;
  };

  // Sets the filters by name, and resets the others.
  const choose = (values) => {
    text.value = '';
    selects.forEach((select) => {
      select.value = values[select.name] ?? '';
    });
    filter();
  };

  // Equal texts have the same rank, because comparing numbers is faster than comparing texts.
  const collator = new Intl.Collator('en', { numeric: true });
  const ranks = new Map();
  const ranksOf = (key) => {
    if (!ranks.has(key)) {
      const column = keys.indexOf(key);
      const texts = entries.map((entry) => textOf(entry.row.cells[column]));
      const order = new Map([...new Set(texts)].sort(collator.compare).map((value, rank) => [value, rank]));
      ranks.set(key, texts.map((value) => order.get(value)));
    }
    return ranks.get(key);
  };

  const sort = (header) => {
    const direction = header.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
    headers.forEach((other) => other.removeAttribute('aria-sort'));
    header.setAttribute('aria-sort', direction === 1 ? 'ascending' : 'descending');
    const rank = ranksOf(header.dataset.key);
    const sorted = [...entries].sort(
      (one, other) => direction * (rank[one.index] - rank[other.index]) || one.index - other.index,
    );
    // Each group is sorted separately. Moving thousands of rows one by one inside the page takes ten times as long.
    const fragments = new Map(groups.map((group) => [group, document.createDocumentFragment()]));
    groups.forEach((group) => {
      fragments.get(group).append(group.body.rows[0]);
      group.body.replaceChildren();
    });
    sorted.forEach((entry) => fragments.get(entry.group).append(entry.row));
    groups.forEach((group) => group.body.append(fragments.get(group)));
  };

  const button = (label, action) => {
    const element = document.createElement('button');
    element.type = 'button';
    element.textContent = label;
    element.addEventListener('click', action);
    return element;
  };

  for (const header of headers) {
    header.replaceChildren(button(header.textContent, () => sort(header)));
  }
  for (const group of groups) {
    const toggle = button('', () => fold(group, !group.body.classList.contains('closed')));
    toggle.append(...group.heading.childNodes);
    group.heading.append(toggle);
    // With findings, compliant clusters would be between them and the map.
    fold(group, group.body.className === 'c' && groups.length > 1);
  }

  text.addEventListener('input', filter);
  selects.forEach((select) => select.addEventListener('change', filter));
  form.addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('clear').addEventListener('click', () => choose({}));
  form.hidden = false;
  // A browser may restore the filters when it reloads the page.
  filter();

  // A cell of the map, or a total, filters the list.
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href="#clusters"]');
    if (link && Object.keys(link.dataset).length > 0) {
      choose(link.dataset);
    }
  });

  if (navigator.clipboard) {
    const copy = async (code, element) => {
      try {
        await navigator.clipboard.writeText(code.textContent);
        element.textContent = 'Copied';
        announcement.textContent = `Copied: ${code.textContent}`;
      } catch {
        element.textContent = 'Not copied';
        announcement.textContent = 'The browser does not allow this page to copy.';
      }
    };
    // Created when it is first visible, because thousands of buttons would be slow.
    const offer = (event) => {
      const command = event.target.querySelector('pre');
      if (command && !command.querySelector('button')) {
        const element = button('Copy', () => copy(command.querySelector('code'), element));
        command.append(element);
      }
    };
    table.addEventListener('toggle', offer, true);
    offer({ target: document.querySelector('.remedy') ?? table.tHead });
  }
})();
