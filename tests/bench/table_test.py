#!/usr/bin/env python3
"""Every row of the table once, small and without peers: it must run, and what it counts must be right. Nothing is timed.
  table_test.py --binary build/release/vanthu --tools build/release/tests/bench [--rows …]
"""
import argparse
import os
import re
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--tools", required=True)
    parser.add_argument("--rows", default="")
    arguments = parser.parse_args()
    command = [
        sys.executable,
        os.path.join(os.path.dirname(os.path.abspath(__file__)), "table.py"),
        "--binary",
        arguments.binary,
        "--tools",
        arguments.tools,
        "--size",
        "400",
        "--alone",
        "--quick",
        *(["--rows", arguments.rows] if arguments.rows else []),
    ]
    run = subprocess.run(command, capture_output=True, text=True, timeout=2900)
    told = re.search(r"^(\d+) counts right, (\d+) wrong; (\d+) rows could not be played", run.stdout, re.M)
    right, wrong, broken = map(int, told.groups()) if told else (0, 0, 1)
    failed = wrong + broken + (0 if told and right > 0 else 1)
    if failed or run.returncode != 0:
        print(run.stdout[-6000:] + run.stderr[-3000:])
    print(f"{right} passed, {max(failed, 0 if run.returncode == 0 else 1)} failed")
    return 1 if failed or run.returncode != 0 else 0


if __name__ == "__main__":
    sys.exit(main())
