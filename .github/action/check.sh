#!/usr/bin/env bash
# Runs check-template for the action. Writes the reports to RUNNER_TEMP, the job summary, and the outputs "exit-code", "json"
# and "sarif". Ends with 0 if there are findings, so that the next step can upload the report.
#
# Environment variables, whose names differ from those that the command line reads:
#   ACTION_PROGRAM     A launcher or a jar.
#   ACTION_FILES       Files and folders, one per line.
#   ACTION_PARAMETERS  Values of template parameters, NAME=VALUE, one per line.
#   ACTION_BASELINE    A previous report in JSON.
#   ACTION_FAIL_ON     non-compliant, error or never.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

fail() {
  printf '::error::%s\n' "$1"
  exit 1
}

arguments=()
case ${ACTION_FAIL_ON:-non-compliant} in
  non-compliant | error | never) arguments+=("--fail-on=${ACTION_FAIL_ON:-non-compliant}") ;;
  *) fail 'fail-on: invalid value. Expected: non-compliant, error or never.' ;;
esac
[[ -z ${ACTION_BASELINE:-} ]] || arguments+=("--baseline=$ACTION_BASELINE")
while IFS= read -r parameter; do
  parameter=${parameter%$'\r'}
  [[ -z $parameter ]] || arguments+=("--parameter=$parameter")
done <<<"${ACTION_PARAMETERS:-}"
files=()
while IFS= read -r file; do
  file=${file%$'\r'}
  # The command line reads arguments from a file whose name follows @.
  [[ $file != @* ]] || file=./$file
  [[ -z $file ]] || files+=("$file")
done <<<"${ACTION_FILES:-}"
((${#files[@]} > 0)) || fail 'files: no value. Expected: files and folders, one per line.'

json=$RUNNER_TEMP/daxguard.json
sarif=$RUNNER_TEMP/daxguard.sarif
rm -f -- "$json" "$sarif"
command=("$ACTION_PROGRAM")
[[ $ACTION_PROGRAM != *.jar ]] || command=(java -jar "$ACTION_PROGRAM")

# Lines of the table cannot be commands of the workflow.
token=$(od -A n -N 16 -t x1 /dev/urandom | tr -d ' \n')
printf '::stop-commands::%s\n' "$token"
status=0
"${command[@]}" check-template "${arguments[@]}" --format=table --output=- \
  --format=json "--output=$json" --format=sarif "--output=$sarif" -- "${files[@]}" </dev/null || status=$?
printf '::%s::\n' "$token"

printf 'exit-code=%d\n' "$status" >>"$GITHUB_OUTPUT"
if [[ -s $json ]]; then
  printf 'json=%s\n' "$json" >>"$GITHUB_OUTPUT"
  jq --raw-output --from-file "$here/summary.jq" "$json" >>"$GITHUB_STEP_SUMMARY"
fi
[[ ! -s $sarif ]] || printf 'sarif=%s\n' "$sarif" >>"$GITHUB_OUTPUT"
