#!/usr/bin/env python3
"""Hostile mail, commands and connections against a running server: every finding of the security reading, and its kind.
  hostile_test.py --binary build/release/vanthu [word of a scene …]
Scenes stand in hostile_*.py beside this file, as functions `scene_…(binary, work)` that raise when something does not hold.
"""
import argparse
import glob
import importlib
import os
import shutil
import sys
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)


def scenes():
    for path in sorted(glob.glob(os.path.join(HERE, "hostile_*.py"))):
        name = os.path.basename(path)[:-3]
        if name in ("hostile_test", "hostile_office"):
            continue
        module = importlib.import_module(name)
        for attribute in list(vars(module)):
            if attribute.startswith("scene_"):
                yield f"{name.removeprefix('hostile_')}/{attribute.removeprefix('scene_')}", getattr(module, attribute)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    passed = failed = 0
    for name, scene in scenes():
        if arguments.words and not any(word in name for word in arguments.words):
            continue
        work = tempfile.mkdtemp(prefix="vanthu-hostile-")
        began = time.monotonic()
        try:
            scene(os.path.abspath(arguments.binary), work)
            passed += 1
            print(f"ok      {name} ({time.monotonic() - began:.1f} s)", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED  {name} ({time.monotonic() - began:.1f} s)\n{traceback.format_exc()}", flush=True)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
