#!/usr/bin/env bash
# Builds the archives of the command line: release/archive.sh VERSION OUT writes daxguard-VERSION.tar.gz and
# daxguard-VERSION.zip into the folder OUT. Equal inputs result in equal bytes. Requires GNU tar, gzip, zip, unzip and
# Java, which writes the man pages and completion scripts.
#
# Environment variables:
#   JAVA_HOME          The Java installation. Default: java on the PATH.
#   DAXGUARD_JAR       The jar to archive. Default: cli/target/daxguard.jar.
#   DAXGUARD_BIN       The folder of the launcher. Default: bin.
#   SOURCE_DATE_EPOCH  The time of all files. Default: project.build.outputTimestamp in pom.xml.
set -euo pipefail
out=${2:?Usage: release/archive.sh VERSION OUT}
mkdir -p -- "$out"
out=$(cd -- "$out" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. release/common.sh

version=$1
require_version "$version"
jar=${DAXGUARD_JAR:-cli/target/daxguard.jar}
bin=${DAXGUARD_BIN:-bin}
require_file "$jar" 'Build it with: ./mvnw -pl cli -am -DskipTests package'
require_file "$bin/daxguard" 'It is the launcher.'
require_file "$bin/daxguard.bat" 'It is the launcher for Windows.'
epoch=${SOURCE_DATE_EPOCH:-}
if [[ -z $epoch ]]; then
  epoch=$(date -u -d "$(sed -n 's|.*<project.build.outputTimestamp>\(.*\)</.*|\1|p' pom.xml)" +%s)
fi

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
name=daxguard-$version
root=$work/$name
mkdir -p "$root/bin" "$root/lib" "$root/licenses" "$work/jar/META-INF"
install -m 755 "$bin/daxguard" "$root/bin/daxguard"
install -m 644 "$bin/daxguard.bat" "$root/bin/daxguard.bat"
install -m 644 "$jar" "$root/lib/daxguard.jar"
install -m 644 LICENSE "$root/LICENSE"
install -m 644 release/README.md "$root/README.md"
# The licenses and notices of the libraries in the jar.
unzip -q -o "$jar" 'META-INF/*LICENSE*' 'META-INF/*NOTICE*' 'META-INF/licenses/*' -d "$work/jar" 2>/dev/null || {
  # 11: one of the patterns has no match.
  status=$?
  ((status == 11)) || fail "unzip failed with exit code $status for $jar."
}
cp -R "$work/jar/META-INF/." "$root/licenses"
"${JAVA_HOME:+$JAVA_HOME/bin/}java" -cp "$root/lib/daxguard.jar" io.github.daxguard.cli.ReleaseFiles "$root" \
  "$(date -u -d "@$epoch" +%F)"
find "$root/licenses" "$root/share" -type f -exec chmod 644 {} +
find "$root" -type d -exec chmod 755 {} +
find "$root" -exec touch -h -d "@$epoch" {} +

cd "$work"
rm -f -- "$out/$name.tar.gz" "$out/$name.zip"
tar --create --format=ustar --sort=name --mtime="@$epoch" --owner=0 --group=0 --numeric-owner "$name" |
  gzip -9 -n >"$out/$name.tar.gz"
# -X: without owners and other local attributes. The times in a zip file have no time zone.
find "$name" -type f | LC_ALL=C sort | TZ=UTC0 zip -q -9 -X -D "$out/$name.zip" -@
