#!/bin/bash
# Runs lit over one package of the runfiles tree: run-lit.sh <package>.
# Results also go to $XML_OUTPUT_FILE, case by case, where tools/test counts them.
set -eu
exec /usr/lib/llvm-22/bin/lit --verbose --order=lexical \
  --param "scratch=${TEST_TMPDIR:-/tmp}" \
  ${XML_OUTPUT_FILE:+--xunit-xml-output="$XML_OUTPUT_FILE"} \
  "$TEST_SRCDIR/$TEST_WORKSPACE/$1"
