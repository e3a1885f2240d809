#!/usr/bin/env python3
"""Every RFC cited in the source stands in tests/rfc_index.tsv, and every "yes" there is cited somewhere."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CITE = re.compile(r"RFC[ -]?(\d{3,5})")


def main():
    index = {}
    with open(os.path.join(ROOT, "tests", "rfc_index.tsv"), encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            if line.startswith("#") or not line.strip():
                continue
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3 or fields[1] not in ("yes", "partial", "no"):
                print(f"tests/rfc_index.tsv:{number}: want number<TAB>yes|partial|no<TAB>title")
                return 1
            index[int(fields[0])] = fields[1]
    cited = {}
    for top in ("base", "policies", "directory", "mailstore", "webmail", "server"):
        for directory, _, files in os.walk(os.path.join(ROOT, top)):
            for name in files:
                if name.endswith((".h", ".cpp", ".md")):
                    path = os.path.join(directory, name)
                    with open(path, encoding="utf-8") as f:
                        for rfc in CITE.findall(f.read()):
                            cited.setdefault(int(rfc), os.path.relpath(path, ROOT))
    wrong = [f"RFC {n} is cited in {p} and not listed" for n, p in sorted(cited.items()) if n not in index]
    wrong += [f"RFC {n} is listed as yes and cited nowhere" for n, s in sorted(index.items()) if s == "yes" and n not in cited]
    for line in wrong:
        print(line)
    print(f"{len(cited)} RFCs cited")
    print(f"{0 if wrong else 1} passed, {1 if wrong else 0} failed")
    return 1 if wrong or not cited else 0


if __name__ == "__main__":
    sys.exit(main())
