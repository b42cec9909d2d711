"""Runs the commands of a Markdown page as printed and compares what they print.

    readme.py PAGE FOLDER_OF_TOOLS

Every block that opens with ```console is a session: lines after `$ ` are run, in
the root of the project's files, and the lines below are what they have to print.
`...` stands for any text within a line, and alone on a line for any lines.
Results go to $XML_OUTPUT_FILE, a case for each command.
"""

import os
import re
import subprocess
import sys
import xml.sax.saxutils


def sessions(page):
    """Pairs of command and expected output, in order."""
    steps = []
    for block in re.findall(r"^```console\n(.*?)^```", page, re.DOTALL | re.MULTILINE):
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append((line[2:], []))
            elif line.startswith("> ") and not steps[-1][1]:
                steps[-1] = (steps[-1][0] + "\n" + line[2:], [])
            else:
                steps[-1][1].append(line)
    return steps


def pattern(lines):
    text = ""
    for line in lines:
        if line.strip() == "...":
            text += r"(?:.*\n)*?"
        else:
            text += r".*?".join(re.escape(part) for part in line.split("...")) + r"\n"
    return text


def main():
    page, tools = sys.argv[1:3]
    environment = dict(os.environ, PATH=f"{os.path.abspath(tools)}:{os.environ['PATH']}")
    with open(page) as file:
        steps = sessions(file.read())
    cases, failures = [], 0
    for command, expected in steps:
        run = subprocess.run(["bash", "-euc", command], env=environment, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        fault = ""
        if run.returncode:
            fault = f"exit status {run.returncode}, output:\n{run.stdout}"
        elif expected and not re.fullmatch(pattern(expected), run.stdout):
            fault = "expected:\n" + "\n".join(expected) + f"\nactual:\n{run.stdout}"
        print(("FAIL" if fault else "PASS") + f": {command}\n{fault}")
        failures += bool(fault)
        name = xml.sax.saxutils.quoteattr(command)
        failure = f"<failure>{xml.sax.saxutils.escape(fault)}</failure>" if fault else ""
        cases.append(f"<testcase name={name}>{failure}</testcase>")
    if "XML_OUTPUT_FILE" in os.environ:
        with open(os.environ["XML_OUTPUT_FILE"], "w") as file:
            file.write("<testsuites><testsuite name=\"README\">" + "".join(cases) + "</testsuite></testsuites>\n")
    return 1 if failures or not steps else 0


sys.exit(main())
