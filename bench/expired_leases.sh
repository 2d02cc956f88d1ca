#!/usr/bin/env bash
# Claim latency on a busy Redis, normally and while many leases end in one moment:
#   bench/expired_leases.sh [leases=10000] [sweeping processes=8] [claiming slots=4]
set -euo pipefail
home=$(cd -P "$(dirname "$0")/.." && pwd)
jar=$(find "$home/system-tests/target" -maxdepth 1 -name '*-exec.jar' -print -quit 2>/dev/null || true)
[ -n "$jar" ] || { echo "Build it first: ./starmap chaos --help" >&2; exit 1; }
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Dloader.main=starmap.bench.ExpiredLeases -Dlogging.level.root=WARN \
  -cp "$jar" org.springframework.boot.loader.launch.PropertiesLauncher "$@"
