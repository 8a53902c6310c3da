#!/usr/bin/env bash
# Collects the files of a release: release/assets.sh VERSION REPOSITORY OUT. Requires the packages of the modules cli and lambda,
# and their SBOMs. Writes SHA256SUMS last, so that it contains every other file.
#
# Environment variables, in addition to those of release/archive.sh:
#   DAXGUARD_LAMBDA_ZIP  The package of the functions. Default: lambda/target/daxguard-lambda.zip.
#   DAXGUARD_SBOM        The folder of the SBOMs. Default: target/sbom.
set -euo pipefail
out=${3:?Usage: release/assets.sh VERSION REPOSITORY OUT}
mkdir -p -- "$out"
out=$(cd -- "$out" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. release/common.sh

version=$1
repository=$2
require_version "$version"
zip=${DAXGUARD_LAMBDA_ZIP:-lambda/target/daxguard-lambda.zip}
sbom=${DAXGUARD_SBOM:-target/sbom}
require_file "$zip" 'Build it with: ./mvnw -pl lambda -am -DskipTests package'
for module in cli lambda; do
  require_file "$sbom/$module.cdx.json" 'Build it with: release/sbom.sh'
done
[[ -z $(ls -A -- "$out") ]] || fail "$out is not empty. Otherwise, SHA256SUMS would contain other files."

release/archive.sh "$version" "$out"
install -m 644 "$zip" "$out/daxguard-lambda-$version.zip"
install -m 644 "$sbom/cli.cdx.json" "$out/daxguard-$version.cdx.json"
install -m 644 "$sbom/lambda.cdx.json" "$out/daxguard-lambda-$version.cdx.json"
release/formula.sh "$version" "$repository" "$out/daxguard-$version.tar.gz" >"$out/daxguard.rb"
cd "$out"
sums=$(LC_ALL=C sha256sum -- *)
printf '%s\n' "$sums" >SHA256SUMS
