#!/bin/bash
# Fails when a checked-in file is stale: same-file.sh <checked in> <generated> <command that renews it>
set -eu
diff -u "$1" "$2" || { echo "$1 is stale; run $3"; exit 1; }
