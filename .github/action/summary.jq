# Writes a JSON report of daxguard (formatVersion 2) as the Markdown of a job summary. All texts of the report are escaped:
# names in templates are chosen by the author of a pull request.

# Text in a table cell, at most 250 characters. Every character that can be Markdown, HTML or part of an address becomes a
# character reference. Control and format characters become spaces.
def text:
  tostring
  | if length > 250 then .[:247] + "..." else . end
  | gsub("[\\s\\p{Cc}\\p{Cf}]+"; " ")
  | [explode[] |
      # Letters and digits, space, comma, minus, semicolon, and all characters that are not ASCII.
      if (. >= 48 and . <= 57) or (. >= 65 and . <= 90) or (. >= 97 and . <= 122)
        or . == 32 or . == 44 or . == 45 or . == 59 or . > 127
      then [.] | implode else "&#\(.);" end]
  | join("");

def plural($count; $noun): "\($count) \($noun)\(if $count == 1 then "" else "s" end)";

# The rows of the first 100 elements. A job summary has at most 1 MiB, and a character reference has up to 6 bytes.
def rows(row; $noun):
  length as $count
  | (.[:100][] | row), (if $count > 100 then "", "\($count - 100) further \($noun) are in the report." else empty end);

def file: (.file // .name) | text;

if .format != "daxguard-report" or .formatVersion != 2 then
  error("invalid report. Expected: the output of daxguard with --format json, format version 2")
else . end
| (.controls | map({key: .id, value: .securityHubId}) | from_entries) as $ids
| [.clusters[] | . as $cluster | .evaluations[] | select(.compliance == "NON_COMPLIANT")
    | {target: $cluster.target, line: (.line // $cluster.line), name: $cluster.name, id: $ids[.control], reason, remediation}]
  as $findings
| [.targets[] | select(.gap)] as $gaps
| "## DAX encryption",
  "",
  (if .interrupted then "**Interrupted:** the run did not check all files.", "" else empty end),
  "\(plural(.totals.clusters; "cluster")): \(.totals.nonCompliant) NON_COMPLIANT, \(.totals.compliant) COMPLIANT, "
  + "\(.totals.exempt) exempt, \(.totals.notApplicable) NOT_APPLICABLE.",
  # Options that are not in the workflow, such as exemptions.
  (.configuration // empty
   | (if .file then "", "Options from \(.file | text): \(.options | map(text) | join(", "))." else empty end),
     (if (.variables | length) > 0 then
        "", "Options from environment variables: \(.variables | map(text) | join(", "))."
      else empty end)),
  (if .baseline then
     "",
     "Compared with the baseline: \(.totals.findings) new, \(.baseline.known | length) known and "
     + "\(.baseline.fixed | length) fixed \(if .totals.findings == 1 then "finding" else "findings" end)."
   else empty end),
  (if ($findings | length) > 0 then
     "", "### Findings", "", "| file | resource | control | reason | remediation |", "|---|---|---|---|---|",
     ($findings | rows(
       "| \(.target | file)\(if .line then ":\(.line)" else "" end) | \(.name | text) | \(.id | text) "
       + "| \(.reason | text) | \(.remediation | text) |"; "findings"))
   elif ($gaps | length) == 0 and (.interrupted | not) then "", "No findings."
   else empty end),
  (if ($gaps | length) > 0 then
     "", "### Files that could not be read completely", "", "| file | reason |", "|---|---|",
     ($gaps | rows("| \(.target | file) | \(.reason // "" | text) |"; "files"))
   else empty end)
