"""MLIR table generation with the installed mlir-tblgen."""

def tablegen(name, td, outs, deps = []):
    """Generates one file per entry of `outs`.

    Args:
      name: a filegroup of all generated files.
      td: the source, a .td file of this package.
      outs: file name to the mlir-tblgen flags that make it.
      deps: further .td files or filegroups that `td` includes.
    """
    for out, flags in outs.items():
        native.genrule(
            name = name + "_" + out.replace(".", "_"),
            srcs = [td, "@llvm//:td_files"] + deps,
            outs = [out],
            cmd = "/usr/lib/llvm-22/bin/mlir-tblgen %s -I external/llvm/include -I . $(location %s) -o $@" % (flags, td),
        )
    native.filegroup(name = name, srcs = outs.keys())
