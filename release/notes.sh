#!/usr/bin/env bash
# Prints the section of a version in CHANGELOG.md without its heading: release/notes.sh 0.1.0 [CHANGELOG]. Fails if the section
# does not exist or is empty.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. release/common.sh

version=${1:-}
changelog=${2:-CHANGELOG.md}
require_version "$version"
require_file "$changelog" 'It contains the release notes.'

# The section ends at the next heading of its level, or at the link definitions at the end of the file.
notes=$(awk -v heading="## [$version]" '
  /^## / || /^\[[^]]+\]: / { inside = 0 }
  inside { print }
  index($0, heading) == 1 { inside = 1 }
' "$changelog")
[[ $notes == *[![:space:]]* ]] ||
  fail "$changelog has no section \"## [$version]\", or it is empty. Rename the section \"Unreleased\" and add the date."
# Without empty lines at the start. The command substitution has removed those at the end.
printf '%s\n' "$notes" | sed '/./,$!d'
