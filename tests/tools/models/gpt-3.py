"""What it takes to write, read, differentiate and count GPT-3, and whether that
depends on the number of layers: processor time, memory and lines of text."""

import os
import sys

scratch = sys.argv[1]


def run(*command):
    """Processor seconds and MiB of a command that has to succeed."""
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        os.execvp(command[0], command)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        sys.exit("failed: " + " ".join(command))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(layers):
    text = "%s.%d.mlir" % (scratch, layers)
    write = run(
        "skein-model", "gpt", "--layers=%d" % layers, "--hidden=12288", "--heads=96",
        "--sequence=2048", "--vocabulary=51200", "--dtype=bf16", "-o", text)
    count = run(
        "skein-opt", text, "--skein-differentiate", "--skein-report-cost",
        "-o", os.devnull)
    return write[0] + count[0], max(write[1], count[1]), len(open(text).readlines())


# Other work on the machine only adds to the time, so the least of some is right.
rounds = [(measure(12), measure(96)) for _ in range(10)]
few, many = [min(times) for times in zip(*rounds)]
print("seconds: %.2f, of 12 layers: %.2f" % (many[0], few[0]))
print("MiB: %.0f" % many[1])
print("lines: %d, of 12 layers: %d" % (many[2], few[2]))
for wrong, what in [
        (many[0] > 2, "more than 2 s"),
        (many[0] > 1.3 * few[0], "time grows with layers"),
        (many[1] > 1024, "more than 1 GiB"),
        (many[2] != few[2], "lines grow with layers")]:
    if wrong:
        sys.exit(what)
