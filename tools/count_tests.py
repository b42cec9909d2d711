"""Counts the test cases of one Bazel run: count_tests.py EVENTS.json

EVENTS.json is what --build_event_json_file wrote. Every test target leaves a
JUnit file, from GoogleTest, lit or Bazel itself, whose cases are counted. A
target without results counts as one failed case. Exits 1 unless at least one
case passed and none failed.
"""

import json
import sys
import urllib.parse
import xml.etree.ElementTree


def outcomes(path):
    """Outcome of every case in one JUnit file."""
    for case in xml.etree.ElementTree.parse(path).getroot().iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            yield "failed"
        elif (case.find("skipped") is not None or case.get("status") == "notrun"
              or case.get("result") == "skipped"):
            yield "skipped"
        else:
            yield "passed"


def main():
    results, expected = {}, set()
    with open(sys.argv[1]) as events:
        for line in events:
            event = json.loads(line)
            identity = event["id"]
            if "pattern" not in identity and "targetConfigured" in identity:
                if event.get("configured", {}).get("testSize"):
                    expected.add(identity["targetConfigured"]["label"])
            if "testResult" in event:
                files = {file["name"]: file["uri"] for file in event["testResult"].get("testActionOutput", [])}
                shards = results.setdefault(identity["testResult"]["label"], {})
                shards[identity["testResult"].get("shard", 1)] = files.get("test.xml")

    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for label in sorted(expected | results.keys()):
        cases = []
        for _, uri in sorted(results.get(label, {}).items()):
            cases += list(outcomes(urllib.parse.unquote(urllib.parse.urlparse(uri).path))) if uri else ["failed"]
        for outcome in cases or ["failed"]:
            counts[outcome] += 1
        if not cases:
            print(f"{label}: no result")
        elif "failed" in cases:
            print(f"{label}: {cases.count('failed')} of {len(cases)} failed")
    print(f"{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 0 if counts["passed"] and not counts["failed"] else 1


sys.exit(main())
