#!/usr/bin/env bash
# Prints the version of a tag: release/version.sh v0.1.0. Fails if pom.xml has another version.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. release/common.sh

tag=${1:-}
version=${tag#v}
[[ $tag == v* ]] || fail "invalid tag \"$tag\". Expected: v and the version, such as v0.1.0."
require_version "$version"
pom=$(sed -n '/<artifactId>daxguard-parent</,/<version>/s|.*<version>\(.*\)</version>.*|\1|p' "${DAXGUARD_POM:-pom.xml}")
[[ $version == "$pom" ]] ||
  fail "the tag $tag and the version $pom in pom.xml differ. Set the version of all modules to $version, and tag that commit."
printf '%s\n' "$version"
