#!/usr/bin/env bash
# Prints the Homebrew formula: release/formula.sh VERSION REPOSITORY ARCHIVE, for example
# release/formula.sh 0.1.0 OWNER/daxguard dist/daxguard-0.1.0.tar.gz.
set -euo pipefail
archive=${3:?Usage: release/formula.sh VERSION REPOSITORY ARCHIVE}
[[ $archive == /* ]] || archive=$PWD/$archive
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. release/common.sh

version=$1
repository=$2
require_version "$version"
[[ $repository =~ ^[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+$ ]] ||
  fail "invalid repository \"$repository\". Expected: OWNER/NAME."
require_file "$archive" 'Build it with: release/archive.sh VERSION OUT'
[[ ${archive##*/} == "daxguard-$version.tar.gz" ]] ||
  fail "invalid archive \"${archive##*/}\". Expected: daxguard-$version.tar.gz."
sha256=$(sha256sum -- "$archive")
sed -e "s|@VERSION@|$version|g" -e "s|@REPOSITORY@|$repository|g" -e "s|@SHA256@|${sha256%% *}|g" \
  release/daxguard.rb.template
