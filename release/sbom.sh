#!/usr/bin/env bash
# Writes the CycloneDX SBOMs of the command line and the functions: target/sbom/cli.cdx.json and target/sbom/lambda.cdx.json.
# Arguments are passed to Maven. They contain the libraries in the packages, and not those of tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

./mvnw "$@" -pl cli,lambda -am -DskipTests package org.cyclonedx:cyclonedx-maven-plugin:2.9.3:makeBom \
  -DoutputFormat=json -DincludeProvidedScope=false -DincludeTestScope=false
mkdir -p target/sbom
for module in cli lambda; do
  install -m 644 "$module/target/bom.json" "target/sbom/$module.cdx.json"
done
