'use strict';

// The page says everything without this script: it adds sorting, filtering and copying.
(() => {
  const table = document.getElementById('list');
  if (!table) {
    return;
  }
  const body = table.tBodies[0];
  const headers = [...table.tHead.rows[0].cells];
  const keys = headers.map((header) => header.dataset.key);
  const form = document.getElementById('filter');
  const text = form.elements.text;
  const selects = [...form.querySelectorAll('select')];
  const count = document.getElementById('count');
  const none = document.getElementById('none');
  const said = document.getElementById('said');

  // A finding's reason is its summary: what to do about it is no part of what is sorted and searched.
  const textOf = (cell) => (cell.querySelector('summary') ?? cell).textContent;

  const firstText = (row, key) => row.cells[keys.indexOf(key)]?.firstChild?.data ?? '';

  const entries = Array.from(body.rows, (row, index) => ({
    row,
    index,
    verdict: [row.className],
    control: (row.dataset.control ?? '').split(' '),
    account: [firstText(row, 'account')],
    region: [firstText(row, 'region')],
    file: [firstText(row, 'file')],
  }));

  const wordsOf = (entry) => {
    entry.words ??= Array.from(entry.row.cells, textOf).join(' ').toLowerCase();
    return entry.words;
  };

  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = selects.filter((select) => select.value);
    let shown = 0;
    for (const entry of entries) {
      const matches =
        chosen.every((select) => entry[select.name].includes(select.value)) &&
        words.every((word) => wordsOf(entry).includes(word));
      if (entry.row.hidden === matches) {
        entry.row.hidden = !matches;
      }
      shown += matches ? 1 : 0;
    }
    const all = `${entries.length} ${entries.length === 1 ? 'cluster' : 'clusters'}`;
    count.textContent = shown === entries.length ? all : `${shown} of ${all}`;
    none.hidden = shown > 0;
  };

  // Each filter's value by its name; those that are not named are off.
  const choose = (values) => {
    text.value = '';
    selects.forEach((select) => {
      select.value = values[select.name] ?? '';
    });
    filter();
  };

  // Equal texts share a rank: comparing numbers is cheap, comparing texts as people do is not.
  const collator = new Intl.Collator('en', { numeric: true });
  const ranks = new Map();
  const ranksOf = (key) => {
    if (!ranks.has(key)) {
      const column = keys.indexOf(key);
      const texts = entries.map((entry) => textOf(entry.row.cells[column]));
      const order = new Map([...new Set(texts)].sort(collator.compare).map((value, rank) => [value, rank]));
      // The rows came with the worst first, which is more than the verdict's name tells.
      ranks.set(key, key === 'verdict' ? entries.map((entry) => entry.index) : texts.map((value) => order.get(value)));
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
    // All out, then all in: moving thousands of rows one by one inside the page takes ten times as long.
    body.replaceChildren();
    const fragment = document.createDocumentFragment();
    sorted.forEach((entry) => fragment.append(entry.row));
    body.append(fragment);
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
  headers[keys.indexOf('verdict')].setAttribute('aria-sort', 'ascending');

  text.addEventListener('input', filter);
  selects.forEach((select) => select.addEventListener('change', filter));
  form.addEventListener('submit', (event) => event.preventDefault());
  document.getElementById('clear').addEventListener('click', () => choose({}));
  form.hidden = false;
  // A browser may keep what was typed when it loads a page again.
  filter();

  // A cell of the map, or a figure, shows its clusters alone.
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
        said.textContent = `Copied: ${code.textContent}`;
      } catch {
        element.textContent = 'Not copied';
        said.textContent = 'The browser does not let this page copy.';
      }
    };
    // Made when it is first seen: thousands of buttons would be slow.
    const offer = (event) => {
      const command = event.target.querySelector('pre');
      if (command && !command.querySelector('button')) {
        const element = button('Copy', () => copy(command.querySelector('code'), element));
        command.append(element);
      }
    };
    body.addEventListener('toggle', offer, true);
  }

  // Where the style sheet cannot open what is closed on paper.
  if (!CSS.supports('selector(::details-content)')) {
    addEventListener('beforeprint', () => body.querySelectorAll('details').forEach((details) => (details.open = true)));
  }
})();
