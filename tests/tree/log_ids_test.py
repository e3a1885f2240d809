#!/usr/bin/env python3
"""A line in the log leads to its place in the source: every log() call has an id of the form ABC-0001, and no two calls share one."""
import collections
import glob
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ("base", "policies", "directory", "mailstore", "webmail", "server")
CALL = re.compile(r"\blog\(\s*(?:base::)?LogLevel::\w+\s*,\s*(\S+?)\s*,")
ID = re.compile(r'"[A-Z]+-\d{4}"')


def main():
    places, problems = collections.defaultdict(list), []
    for folder in FOLDERS:
        for file in sorted(glob.glob(os.path.join(ROOT, folder, "**", "*.cpp"), recursive=True)):
            with open(file, encoding="utf-8") as f:
                text = f.read()
            for call in CALL.finditer(text):
                place = f"{os.path.relpath(file, ROOT)}:{text.count(chr(10), 0, call.start()) + 1}"
                if ID.fullmatch(call.group(1)):
                    places[call.group(1)].append(place)
                else:
                    problems.append(f"{place}: {call.group(1)} is no id of a log line")
    problems += [f"{id} stands in {' and '.join(where)}" for id, where in sorted(places.items()) if len(where) > 1]
    print("\n".join(problems))
    if len(places) < 40:
        problems.append("too few log lines were found: the test looks at the wrong places")
    print(f"{len(places) - len(problems)} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
