#!/bin/bash
# Distributes the MLP with every list of options in the right-hand columns of a page's
# tables on what other systems call them: readme-options.sh <page> <skein-opt>
set -eu
count=0
while IFS= read -r options; do
  "$2" examples/digits/mlp.mlir --skein-distribute="mesh=data:8 $options" -o "$TEST_TMPDIR/out.mlir"
  count=$((count + 1))
done < <(sed -n '/^## What other systems call it/,$p' "$1" | grep '^|' | cut -d '|' -f 3 | grep -o '`[^`]*`' | tr -d '`')
echo "$count lists of options"
test "$count" -ge 20
