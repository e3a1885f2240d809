#!/usr/bin/env python3
"""Every header compiles alone. Through ccache where it is: what has not changed since the last run costs nothing."""
import concurrent.futures
import os
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


CCACHE = shutil.which("ccache")
ENVIRONMENT = dict(os.environ, CCACHE_BASEDIR=ROOT, CCACHE_NOHASHDIR="1")


def check(path, work):
    command = ["g++", "-std=c++20", "-w", "-I", ROOT, "-x", "c++"]
    if CCACHE:   # it keeps objects only, and wants to be told where one goes
        result = os.path.join(work, os.path.relpath(path, ROOT).replace(os.sep, "_") + ".o")
        command = [CCACHE, *command, "-c", os.path.relpath(path, ROOT), "-o", result]
    else:
        command += ["-fsyntax-only", path]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=ENVIRONMENT)
    return path, run.returncode, run.stderr


def main():
    headers = []
    for top in ("base", "policies", "directory", "mailstore", "webmail", "server"):
        for directory, _, files in os.walk(os.path.join(ROOT, top)):
            headers += [os.path.join(directory, f) for f in files if f.endswith(".h")]
    failed = 0
    with tempfile.TemporaryDirectory(prefix="vanthu-headers-") as work, concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for path, code, errors in pool.map(lambda header: check(header, work), sorted(headers)):
            if code != 0:
                failed += 1
                print(os.path.relpath(path, ROOT) + "\n" + errors[:2000])
    print(f"{len(headers) - failed} passed, {failed} failed")
    return 1 if failed or not headers else 0


if __name__ == "__main__":
    sys.exit(main())
