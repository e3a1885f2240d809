#!/usr/bin/env python3
"""Every header compiles alone."""
import concurrent.futures
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def check(path):
    run = subprocess.run(["g++", "-std=c++20", "-fsyntax-only", "-w", "-I", ROOT, "-x", "c++", path],
                         capture_output=True, text=True)
    return path, run.returncode, run.stderr


def main():
    headers = []
    for top in ("base", "policies", "directory", "mailstore", "webmail", "server"):
        for directory, _, files in os.walk(os.path.join(ROOT, top)):
            headers += [os.path.join(directory, f) for f in files if f.endswith(".h")]
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for path, code, errors in pool.map(check, sorted(headers)):
            if code != 0:
                failed += 1
                print(os.path.relpath(path, ROOT) + "\n" + errors[:2000])
    print(f"{len(headers) - failed} passed, {failed} failed")
    return 1 if failed or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
