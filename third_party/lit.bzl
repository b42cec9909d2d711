"""File tests: one Bazel test per folder of .mlir files, run by lit and checked by FileCheck."""

def lit_tests(name = "lit", srcs = None, data = [], tools = ["//tools:skein-opt"], size = "medium", **kwargs):
    """Runs the RUN lines of every .mlir and .test file in this package.

    A second test, `NAME_round_trip`, checks that .mlir files print as they parse.

    Args:
      name: of the test.
      srcs: the test files; by default all .mlir and .test files of the package.
      data: files that the tests read.
      tools: binaries that RUN lines call by name.
      size: as for every Bazel test.
      **kwargs: passed to sh_test.
    """
    if srcs == None:
        srcs = native.glob(["*.mlir", "*.test"])
    native.sh_test(
        name = name,
        srcs = ["//tests:run-lit.sh"],
        args = [native.package_name()],
        data = srcs + data + tools + ["//tests:lit.cfg.py"],
        size = size,
        **kwargs
    )
    if [source for source in srcs if source.endswith(".mlir")]:
        round_trip_test(
            name = name + "_round_trip",
            data = srcs + data,
        )

def round_trip_test(name, data, folder = None):
    """Checks that every .mlir file of a package prints as it parses, and twice the same.

    Args:
      name: of the test.
      data: those files, and what their RUN lines read.
      folder: the package; by default this one.
    """
    native.sh_test(
        name = name,
        srcs = ["//tests:round-trip.sh"],
        args = [folder or native.package_name()],
        data = data + ["//tools:skein-opt"],
        size = "medium",
    )
