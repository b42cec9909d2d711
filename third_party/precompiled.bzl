"""MLIR's headers, parsed once: a file that uses them then compiles in a third of the time."""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "CPP_COMPILE_ACTION_NAME")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

# For the `copts` of every target that depends on @llvm//:mlir.
MLIR_COPTS = select({
    "//third_party:layering": [],
    "//conditions:default": ["-include-pch", "$(BINDIR)/third_party/mlir.pch"],
})

def _precompiled_header(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.features,
        unsupported_features = ctx.disabled_features + ["layering_check"],
    )

    # Clang refuses a precompiled header that was made with other flags than the file that includes it.
    flags = cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = CPP_COMPILE_ACTION_NAME,
        variables = cc_common.create_compile_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            user_compile_flags = ctx.fragments.cpp.copts + ctx.fragments.cpp.cxxopts,
            use_pic = True,
        ),
    )
    output = ctx.actions.declare_file(ctx.label.name + ".pch")
    ctx.actions.run(
        executable = toolchain.compiler_executable,
        arguments = flags + [
            "-fpch-instantiate-templates",
            "-Xclang",
            "-fno-pch-timestamp",
            "-x",
            "c++-header",
            # An installed file, because one of ours has another path, and so another result, in each checkout.
            ctx.attr.folder + "/" + ctx.attr.headers[0],
            "-o",
            output.path,
        ] + ["-include" + header for header in ctx.attr.headers[1:]],
        inputs = depset(ctx.files.version, transitive = [toolchain.all_files]),
        outputs = [output],
        mnemonic = "CppPrecompile",
    )
    return [CcInfo(compilation_context = cc_common.create_compilation_context(headers = depset([output])))]

precompiled_header = rule(
    implementation = _precompiled_header,
    attrs = {
        "folder": attr.string(doc = "an absolute path, where the compiler finds the headers"),
        "headers": attr.string_list(doc = "as an #include would name them"),
        "version": attr.label(allow_files = True, doc = "files that change when the headers do"),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    doc = "Headers and all that they include, as the compiler's own file NAME.pch.",
)
