#!/usr/bin/env python3
"""Writes stores/NAME.tar.xz and stores/NAME.json with a released binary. Done once for each release, never again for an old one.
  make_store.py --binary vanthu --name 0.1-6052c5c
"""
import argparse
import json
import os
import shutil
import sys
import tarfile
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "story"))
from kept_store import write  # noqa: E402
from office import free_port_base  # noqa: E402


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--name", required=True)
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-store-")
    try:
        found = write(arguments.binary, os.path.join(work, "office"), free_port_base(46000), work)
        with open(os.path.join(HERE, "stores", arguments.name + ".json"), "w", encoding="utf-8") as f:
            json.dump(found, f, ensure_ascii=False, indent=0, sort_keys=True)
        with tarfile.open(os.path.join(HERE, "stores", arguments.name + ".tar.xz"), "w:xz") as tar:
            tar.add(os.path.join(work, "office"), "office", filter=lambda entry: None if entry.name.endswith(("server.log", ".sock", "/lock", "staff.csv")) else entry)
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
