"""Writes random inputs for the step @train of a program.

usage: random-inputs.py program.mlir out.safetensors [below [name=below ...]]

Integers are at least 0 and less than `below`, floats between -1 and 1.
"""

import json
import random
import re
import struct
import sys

program, out, *limits = sys.argv[1:]
limits = dict(["=" + limit if "=" not in limit else limit][0].split("=") for limit in limits)
step = re.search(r"skein.step @train\((.*?)\) ->", open(program).read()).group(1)
random.seed(1)
header, data = {}, b""
for name, dims, kind in re.findall(r"%(\w+): tensor<((?:\d+x)*)(\w+)>", step):
    shape = [int(extent) for extent in dims.split("x")[:-1]]
    count = 1
    for extent in shape:
        count *= extent
    below = int(limits.get(name, limits.get("", 2)))
    if kind == "i32":
        values = [random.randrange(below) for _ in range(count)]
    else:
        values = [random.uniform(-1, 1) for _ in range(count)]
    code = {"i32": "i", "f32": "f", "f64": "d"}[kind]
    bytes_ = struct.pack("<%d%s" % (count, code), *values)
    header[name] = {
        "dtype": kind.upper(),
        "shape": shape,
        "data_offsets": [len(data), len(data) + len(bytes_)],
    }
    data += bytes_
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
with open(out, "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
