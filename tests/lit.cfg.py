"""Configuration of the file tests, read by lit: every .mlir and .test file with RUN lines is a case."""

import os

import lit.formats

config.name = "skein"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(lit_config.params.get("scratch", "/tmp"), "lit")

workspace = os.path.dirname(config.test_source_root)
config.environment["PATH"] = os.pathsep.join(
    [os.path.join(workspace, "tools"), "/usr/lib/llvm-22/bin", "/usr/bin", "/bin"])
config.substitutions.append(("%examples", os.path.join(workspace, "examples")))
config.substitutions.append(("%tests", config.test_source_root))
