#!/usr/bin/env python3
"""Every folder that is built, and its parents, has a README.md; every file and folder that a README names exists."""
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NAMED = re.compile(r"`([\w./-]+\.(?:cpp|h|py|md|sh|toml|tsv|cmake|service)|[\w-]+(?:/[\w-]+)+/?)`")
# What a README may name that is not in the tree: files of a data directory, of other programs, of the user.
ELSEWHERE = re.compile(r"^(vanthu\.toml|vanthu-flags\.tsv|units\.csv|staff\.csv|slips\.csv|tls/|seals/|blobs/|search/|run/|backup/|build/|DIR/|etc/|lib/|var/|usr/|tmp/|text/|multipart/|message/|application/|image/|Shared/|cur/|new/)")


def folders():
    with open(os.path.join(ROOT, "CMakeLists.txt"), encoding="utf-8") as f:
        listed = re.search(r"set\(VANTHU_FOLDERS\s+([^)]*)\)", f.read()).group(1).split()
    out = set()
    for folder in listed:
        while folder:
            out.add(folder)
            folder = os.path.dirname(folder)
    return sorted(out)


def main():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    known = set(files) | {os.path.dirname(f) for f in files}
    parents = set(known)
    for path in known:
        while path:
            parents.add(path)
            path = os.path.dirname(path)
    tops = {f.split("/")[0] for f in files if "/" in f}
    names = {os.path.basename(f) for f in files}
    wrong = [f"{folder}: no README.md" for folder in folders() if not os.path.exists(os.path.join(ROOT, folder, "README.md"))]
    checked = 0
    for readme in [f for f in files if f.endswith("README.md")]:
        here = os.path.dirname(readme)
        with open(os.path.join(ROOT, readme), encoding="utf-8") as f:
            for number, line in enumerate(f, 1):
                for name in NAMED.findall(line):
                    checked += 1
                    plain = name.rstrip("/")
                    if "." not in os.path.basename(plain) and plain.split("/")[0] not in tops:
                        continue            # no path: "147/BC-UBND", "dd/mm/yyyy"
                    if plain + ".h" in parents:
                        continue            # a module
                    if ELSEWHERE.match(name) or os.path.normpath(os.path.join(here, plain)) in parents or plain in parents or ("/" not in plain and plain in names):
                        continue
                    if any(p.endswith("/" + plain) for p in parents):
                        continue
                    wrong.append(f"{readme}:{number}: names {name}, which is not there")
    print("\n".join(wrong))
    print(f"{checked} names checked\n{0 if wrong else 1} passed, {1 if wrong else 0} failed")
    return 1 if wrong or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
