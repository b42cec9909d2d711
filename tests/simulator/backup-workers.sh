#!/bin/bash
# Prints how long skein-run takes and what skein-sim predicts, for 8 workers of which
# one is 10 times slower, with all gradients and with 7 of 8: times depend on the machine,
# so this is for people and no test.
# Usage, in the root, with the tools in the PATH: tests/simulator/backup-workers.sh
set -e
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
delays=(--delay=worker=50ms --delay=worker:7=450ms)
for protocol in '' ' replicas-to-aggregate=7'; do
  echo "== 8 workers,${protocol:- all gradients}"
  skein-opt examples/digits/mlp.mlir --skein-distribute="mesh=data:8 strategy=ps$protocol" -o "$work/job.mlir"
  skein-run "$work/job.mlir" --inputs=examples/digits/data/train.safetensors --steps=20 "${delays[@]}" \
    --timing="$work/run.json" > /dev/null 2>&1
  skein-sim "$work/job.mlir" --cluster=examples/clusters/host8.yaml --share-devices \
    --steps=20 "${delays[@]}" --json="$work/sim.json" > /dev/null
  python3 - "$work" << 'END'
import json, sys
run = json.load(open(sys.argv[1] + "/run.json"))
sim = json.load(open(sys.argv[1] + "/sim.json"))
# Until the fast workers end: the slow one may begin another step just before, or not.
measured = sorted(device["seconds"] for device in run["device_steps"])[6]
predicted = sorted(worker["end_us"] for worker in sim["job"]["workers"])[6] / 1e6
print(f"20 steps: measured {measured:.3f} s, predicted {predicted:.3f} s, {100 * (predicted / measured - 1):+.1f} %")
END
done
