#!/bin/bash
# Prints how much faster two stages are than one thread, as skein-run measures and
# skein-sim predicts it: times depend on the machine, so this is for people and no test.
# What is least disturbed by others counts; it waits up to a minute for two idle cores.
# Usage, in the root, with the tools in the PATH: tests/simulator/pipeline-speed-up.sh [cluster.yaml]
set -e
cluster=${1:-examples/clusters/host4.yaml}
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
skein-model mlp --batch=512 --inputs=512 --classes=10 --hidden=512,512,512,512 --repeat=calls -o "$work/mlp.mlir"
python3 - "$work/batch.safetensors" << 'END'
import array, json, random, struct, sys
random.seed(1)
x = array.array("f", (random.gauss(0, 1) for _ in range(1024 * 512))).tobytes()
y = array.array("i", (random.randrange(10) for _ in range(1024))).tobytes()
header = json.dumps({
    "x": {"dtype": "F32", "shape": [1024, 512], "data_offsets": [0, len(x)]},
    "y": {"dtype": "I32", "shape": [1024], "data_offsets": [len(x), len(x) + len(y)]},
}).encode()
open(sys.argv[1], "wb").write(struct.pack("<Q", len(header)) + header + x + y)
END
for mesh in data:1 pipe:2; do
  skein-opt "$work/mlp.mlir" --skein-distribute="mesh=$mesh micro-batches=8" -o "$work/$mesh.mlir" 2> /dev/null
  skein-sim "$work/$mesh.mlir" --cluster="$cluster" --json="$work/$mesh.sim.json" > /dev/null
done
waitForTwoCores() {
  python3 - << 'END'
import time
def idle():
    return int(open("/proc/stat").readline().split()[4])
for i in range(300):
    before = idle()
    time.sleep(0.2)
    if idle() - before >= 36:  # of 40 ticks of 10 ms
        break
END
}
for i in 1 2 3 4 5 6 7 8 9 10; do
  for mesh in data:1 pipe:2; do
    waitForTwoCores
    skein-run "$work/$mesh.mlir" --inputs="$work/batch.safetensors" --steps=20 \
      --timing="$work/$mesh.$i.run.json" > /dev/null 2>&1
  done
done
python3 - "$work" << 'END'
import glob, json, sys
measured, predicted = [], []
for mesh in ("data:1", "pipe:2"):
    runs = [json.load(open(name)) for name in glob.glob(f"{sys.argv[1]}/{mesh}.*.run.json")]
    measured.append(min(run["p10_step_us"] for run in runs))
    predicted.append(json.load(open(f"{sys.argv[1]}/{mesh}.sim.json"))["step_time_us"])
    print(f"{mesh}: a step measured {measured[-1] / 1e3:.2f} ms, predicted {predicted[-1] / 1e3:.2f} ms")
measured, predicted = (times[0] / times[1] for times in (measured, predicted))
print(f"speed-up: measured {measured:.3f}, predicted {predicted:.3f}, {100 * (predicted / measured - 1):+.1f} %")
END
