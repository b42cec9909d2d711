"""Writes train.safetensors and test.safetensors beside this file from scikit-learn's digits.

    pip install scikit-learn==1.9.1 numpy==2.4.6
    python3 convert.py
"""

import json
import pathlib
import struct

import numpy
import sklearn.datasets

TEST_EXAMPLES = 384  # a multiple of the batch sizes 32, 64 and 128: no remainder is dropped
DTYPES = {"float32": "F32", "int32": "I32"}


def write_safetensors(path, tensors):
    """8-byte header length, JSON header padded to 8 bytes, elements; little-endian, row-major."""
    header, data = {}, b""
    for name, tensor in sorted(tensors.items()):
        begin = len(data)
        data += tensor.astype(tensor.dtype.newbyteorder("<")).tobytes()
        header[name] = {"dtype": DTYPES[tensor.dtype.name], "shape": tensor.shape, "data_offsets": [begin, len(data)]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def main():
    digits = sklearn.datasets.load_digits()
    x = (digits.data / 16).astype("float32")  # 64 grey values of 0 to 16 each
    y = digits.target.astype("int32")
    order = numpy.random.default_rng(0).permutation(len(x))
    folder = pathlib.Path(__file__).parent
    for name, part in [("test", order[:TEST_EXAMPLES]), ("train", order[TEST_EXAMPLES:])]:
        write_safetensors(folder / f"{name}.safetensors", {"x": x[part], "y": y[part]})


main()
