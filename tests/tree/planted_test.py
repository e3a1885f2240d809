#!/usr/bin/env python3
"""The list of planted faults (tests/planted) fits the tree: each old text stands exactly once in its file, is one line and differs from the new one;
enough faults, in every area; the tests they name are there. Whether the tests find them is asked by tests/planted/run."""
import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, "tests", "planted"))
from fault_list import area_of, problems_of, problems_of_list, read_faults  # noqa: E402

GOOD = {"id": "imap-a", "file": "server/imap/a.cpp", "old": "a < b", "new": "a <= b", "harm": "One.", "tests": ["t"]}


def check_samples():
    """The test can fail: this is what it is for."""
    text = "if (a < b) return;\n"
    wrong = [
        (GOOD, None),
        (GOOD, text * 2),
        (GOOD, "if (a > b) return;\n"),
        ({**GOOD, "new": " a < b"}, text),
        ({**GOOD, "old": "a < b) return;\n"}, text),
        ({**GOOD, "file": "base/a.cpp"}, text),
        ({**GOOD, "id": "store-a"}, text),
        ({**GOOD, "tests": ["nobody"]}, text),
        ({**GOOD, "harm": ""}, text),
    ]
    out = [f"the sample {fault} passes" for fault, file in wrong if not problems_of(fault, file, {"t"})]
    if problems_of(GOOD, text, {"t"}):
        out.append("the good sample does not pass")
    if not problems_of_list([GOOD]):
        out.append("a list of one passes")
    return out


def main():
    faults = read_faults()
    problems = check_samples() + problems_of_list(faults)
    print("\n".join(problems))
    print(f"{len(faults)} faults in {len({area_of(fault) for fault in faults})} areas")
    print(f"{0 if problems else 1} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
