#!/bin/bash
# usage: train-on-two.sh <scratch> <below> <architecture> <flags...>
#
# One step of a small model, run for real: two devices get the numbers of one.
# Then the simulator's word on four. Tokens and labels are less than <below>.
set -eu
here=$(dirname "$0") scratch=$1 below=$2
shift 2
skein-model "$@" --batch=4 --dtype=f64 -o "$scratch.mlir"
python3 "$here/random-inputs.py" "$scratch.mlir" "$scratch.safetensors" \
  "$below" segments=2 follows=2
for devices in 1 2 4; do
  skein-opt "$scratch.mlir" --skein-distribute="mesh=data:$devices" \
    -o "$scratch.$devices.mlir" 2> /dev/null
done
skein-run "$scratch.2.mlir" --inputs="$scratch.safetensors" --steps=1 \
  --check-against="$scratch.1.mlir" --tolerance=1e-8
skein-sim "$scratch.4.mlir" --cluster="$here/../../../examples/clusters/host4.yaml"
