#!/bin/bash
# Runs the sessions of README.md: run-readme.sh <README.md>, in a copy of the runfiles so that they can write.
set -eu
cp -rL "$TEST_SRCDIR/$TEST_WORKSPACE" "$TEST_TMPDIR/project"
cd "$TEST_TMPDIR/project"
exec python3 tests/readme.py README.md tools
