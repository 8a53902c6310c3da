#!/usr/bin/env bash
# Prints the output of "cdk diff" as the Markdown of a job summary: diff-summary.sh FILE.
set -euo pipefail
file=${1:?Usage: diff-summary.sh FILE}

# A job summary has at most 1 MiB. The log of the job has the complete output.
readonly limit=900000
# The fence is longer than each sequence of backticks in the output.
longest=$( (grep -o '`\+' -- "$file" || true) | awk 'length > n { n = length } END { print n + 0 }')
fence=$(printf '`%.0s' $(seq "$((longest < 3 ? 3 : longest + 1))"))

printf '## Changes of the deployment\n\n%stext\n' "$fence"
head -c "$limit" -- "$file"
printf '\n%s\n' "$fence"
if (($(wc -c <"$file") > limit)); then
  printf '\nThe output is incomplete here. The log of the job contains all of it.\n'
fi
