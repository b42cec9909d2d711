#!/bin/bash
# For every .mlir file of one package (round-trip.sh <package>): parsed, printed and parsed again it
# prints the same, as text and as bytecode, and every RUN command gives the same bytes twice.
# A file of expected errors need not parse; what does not parse must be one.
set -u
cd "$TEST_SRCDIR/$TEST_WORKSPACE"
PATH=$PWD/tools:/usr/lib/llvm-22/bin:$PATH
scratch=$(mktemp -d)
failures=0

fail() {
  echo "FAIL $1"
  failures=$((failures + 1))
}

# round_trip <name> <file>: <name> is the file that it came from.
round_trip() {
  skein-opt "$2" -o "$scratch/once" 2>"$scratch/error" || return 1
  skein-opt "$scratch/once" -o "$scratch/twice" 2>>"$scratch/error" && cmp "$scratch/once" "$scratch/twice" ||
    fail "$1: printed and parsed again it prints differently"
  skein-opt "$2" --emit-bytecode -o "$scratch/bytecode" 2>>"$scratch/error" &&
    skein-opt "$scratch/bytecode" -o "$scratch/twice" 2>>"$scratch/error" && cmp "$scratch/once" "$scratch/twice" ||
    fail "$1: through bytecode it prints differently"
}

# pieces <file>: its modules, as -split-input-file would see them, one file each.
pieces() {
  rm -f "$scratch"/piece.*
  awk -v prefix="$scratch/piece." '/^\/\/ -----/ { n++ } { print > (prefix n + 0) }' "$1"
}

# same_twice <file>: the first command of each of its RUN lines, when that is skein-opt.
same_twice() {
  sed -n -e "s|%examples|examples|g; s|%tests|tests|g; s|%s|$1|g" \
    -e 's/^\/\/ RUN: \(skein-opt [^|>&]*\).*/\1/p' "$1" | sed 's/ [0-9]$//' |
    while read -r command; do
      for run in first second; do
        eval "$command" >"$scratch/$run" 2>"$scratch/$run.error"
      done
      cmp "$scratch/first" "$scratch/second" && cmp "$scratch/first.error" "$scratch/second.error" ||
        echo "FAIL $1: another run gives other bytes: $command"
    done >"$scratch/report"
  cat "$scratch/report"
  failures=$((failures + $(grep -c ^FAIL "$scratch/report")))
}

checked=0
for file in $(find -L "$1" -name '*.mlir' | LC_ALL=C sort); do
  checked=$((checked + 1))
  pieces "$file"
  for piece in "$scratch"/piece.*; do
    round_trip "$file" "$piece" || grep -q expected-error "$piece" ||
      fail "$file: does not parse: $(head -1 "$scratch/error")"
  done
  same_twice "$file"
done
echo "$checked files, $failures failures"
rm -rf "$scratch"
[ "$checked" -gt 0 ] && [ "$failures" -eq 0 ]
