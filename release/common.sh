# Functions of the release scripts. A script that reads this file has changed to the folder of the repository.
# shellcheck shell=bash

fail() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  exit 1
}

# Fails unless the argument is a version such as 0.1.0 or 1.0.0-rc.1. It is part of file names, URLs and patterns.
require_version() {
  [[ ${1:-} =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] ||
    fail "invalid version \"${1:-}\". Expected: three numbers separated by dots, such as 0.1.0."
}

# Fails unless the argument is an existing file.
require_file() {
  [[ -f $1 ]] || fail "$1 does not exist. $2"
}
