#!/usr/bin/env python3
"""Every .cpp and .h is laid out as .clang-format says: `git ls-files '*.cpp' '*.h' | xargs clang-format -i` does it."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    files = subprocess.run(["git", "ls-files", "*.cpp", "*.h"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    files = [f for f in files if os.path.exists(os.path.join(ROOT, f))]
    wrong = set()
    for at in range(0, len(files), 100):
        run = subprocess.run(["clang-format", "--dry-run", *files[at:at + 100]], cwd=ROOT, capture_output=True, text=True)
        if run.returncode != 0:
            wrong.add(run.stderr.strip()[-300:])
        wrong |= {line.split(":")[0] for line in run.stderr.splitlines() if "-Wclang-format-violations" in line}
    for name in sorted(wrong):
        print(f"{name}: not laid out as .clang-format says (clang-format -i {name})")
    print(f"{len(files) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong or not files else 0


if __name__ == "__main__":
    sys.exit(main())
