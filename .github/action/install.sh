#!/usr/bin/env bash
# Provides daxguard for the action, and writes the path of the program to the output "program". The first of these is used:
#
#   ACTION_PATH     A launcher or a jar that exists on the runner.
#   ACTION_VERSION  A release. The archive is downloaded from ACTION_RELEASES, the URL of the releases of
#                     ACTION_REPOSITORY, and verified: with ACTION_SHA256, or with its attestation.
#   otherwise         The source of the action is built. This requires JDK 17 or newer.
set -euo pipefail

fail() {
  printf '::error::%s\n' "$1"
  exit 1
}

program=
if [[ -n ${ACTION_PATH:-} ]]; then
  [[ $ACTION_PATH != *$'\n'* && -f $ACTION_PATH ]] ||
    fail 'daxguard-path: the file does not exist. Expected: the path of bin/daxguard or daxguard.jar.'
  program=$(cd -- "$(dirname -- "$ACTION_PATH")" && pwd)/$(basename -- "$ACTION_PATH")
elif [[ -n ${ACTION_VERSION:-} ]]; then
  [[ $ACTION_VERSION =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] ||
    fail 'version: invalid value. Expected: three numbers separated by dots, such as 0.1.0.'
  [[ ${ACTION_REPOSITORY:-} =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] ||
    fail 'repository: invalid value. Expected: OWNER/NAME.'
  folder=$RUNNER_TEMP/daxguard-release
  archive=daxguard-$ACTION_VERSION.tar.gz
  url=${ACTION_RELEASES:-https://github.com/$ACTION_REPOSITORY/releases}/download/v$ACTION_VERSION/$archive
  mkdir -p "$folder"
  curl --fail --silent --show-error --location --retry 3 --output "$folder/$archive" "$url" ||
    fail "version: $url cannot be downloaded. Select a published release, or omit version to build the source."
  if [[ -n ${ACTION_SHA256:-} ]]; then
    [[ $ACTION_SHA256 =~ ^[0-9a-f]{64}$ ]] || fail 'sha256: invalid value. Expected: 64 hexadecimal digits.'
    printf '%s  %s\n' "$ACTION_SHA256" "$folder/$archive" | sha256sum --check --status ||
      fail "sha256: the checksum of $archive differs. Compare it with SHA256SUMS of the release."
  else
    gh attestation verify "$folder/$archive" --repo "$ACTION_REPOSITORY" \
      --signer-workflow "$ACTION_REPOSITORY/.github/workflows/release.yml" >/dev/null ||
      fail "version: the attestation of $archive cannot be verified. Specify sha256 from a trusted source."
  fi
  tar --extract --gzip --file "$folder/$archive" --directory "$folder"
  program=$folder/daxguard-$ACTION_VERSION/bin/daxguard
else
  cd "$(dirname "${BASH_SOURCE[0]}")/../.."
  ./mvnw --batch-mode --no-transfer-progress --quiet -pl cli -am -DskipTests package
  program=$PWD/bin/daxguard
fi
printf 'program=%s\n' "$program" >>"$GITHUB_OUTPUT"
