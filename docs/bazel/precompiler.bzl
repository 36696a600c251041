"""pycmill as the precompiler of rules_python.

In BUILD.bazel:

    load(":precompiler.bzl", "pycmill_precompiler")
    load("@rules_python//python:py_exec_tools_toolchain.bzl", "py_exec_tools_toolchain")

    pycmill_precompiler(
        name = "precompiler",
        tool = "@pycmill//:pycmill",  # the executable, for the machine that builds
    )

    py_exec_tools_toolchain(
        name = "exec_tools",
        exec_interpreter = "@rules_python//python:none",
        precompiler = ":precompiler",
    )

    toolchain(
        name = "exec_tools_toolchain",
        toolchain = ":exec_tools",
        toolchain_type = "@rules_python//python:exec_tools_toolchain_type",
    )

In MODULE.bazel:

    register_toolchains("//:exec_tools_toolchain")

Then build with --@rules_python//python/config_settings:precompile=enabled. The rule passes the minor version alone; where the
bytes of an older release are wanted, --worker_extra_flag=PyCompile=--target=3.13.0 names it and wins.
"""

def _pycmill_precompiler_impl(ctx):
    # Under this name the command is the precompiler, without a word for that.
    executable = ctx.actions.declare_file(ctx.label.name + "/pycmill-precompile")
    ctx.actions.symlink(
        output = executable,
        target_file = ctx.executable.tool,
        is_executable = True,
    )
    return [
        DefaultInfo(
            executable = executable,
            runfiles = ctx.runfiles([ctx.executable.tool]),
        ),
        # Without these requirements Bazel starts a process for each file.
        testing.ExecutionInfo({
            "requires-worker-protocol": "json",
            "supports-multiplex-sandboxing": "1",
            "supports-multiplex-workers": "1",
            "supports-worker-cancellation": "1",
            "supports-workers": "1",
        }),
    ]

pycmill_precompiler = rule(
    implementation = _pycmill_precompiler_impl,
    executable = True,
    attrs = {
        "tool": attr.label(
            allow_single_file = True,
            cfg = "exec",
            executable = True,
            mandatory = True,
        ),
    },
)
