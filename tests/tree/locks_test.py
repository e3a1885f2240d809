#!/usr/bin/env python3
"""Locks are base::Mutex and base::Condition (base/thread_annotations.h), so that clang sees what they guard: no product file names the standard
library's own, each mutex that is a member guards something by annotation, and clang finds nothing in any file that has to do with a lock. The build
with clang (fuzz preset) refuses the same; it does not reach every folder."""
import glob
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PRODUCT = ("base", "policies", "directory", "mailstore", "webmail", "server")
HOME = "base/thread_annotations.h"
RAW = re.compile(
    r"std::(?:(?:recursive_|shared_|timed_|recursive_timed_|shared_timed_)?mutex\b|condition_variable|lock_guard|unique_lock|scoped_lock|shared_lock)"
    r"|#include <(?:mutex|shared_mutex|condition_variable)>|\bpthread_(?:mutex|cond|rwlock|spin)_"
)
MEMBER = re.compile(r"^\s*(?:mutable )?(?:base::)?Mutex (\w+);", re.M)
LOCKS = re.compile(r"GUARDED_BY|REQUIRES_LOCK|MutexLock|\bMutex\b")
# Mutexes that guard no variable but a way through: one at a time.
GATES = {
    ("directory/certificates/certificates.cpp", "refresh_mutex_"): "one refresh at a time",
    ("directory/calendars/calendars.cpp", "refresh_mutex_"): "one refresh at a time",
    ("directory/people/directory.cpp", "reload_mutex_"): "one reload at a time",
}
FLAGS = [
    "-std=c++20",
    "-fsyntax-only",
    f"-I{ROOT}",
    "-isystem",
    "/usr/include/mariadb",
    "-Wno-everything",
    "-Wthread-safety",
    "-Werror=thread-safety",
    "-Wreturn-stack-address",
    "-Werror=return-stack-address",
]


def code_of(text):
    return re.sub(r'//[^\n]*|"(?:\\.|[^"\\\n])*"', lambda m: " " * len(m.group()), text)


def raw_locks(text):
    return [text.count("\n", 0, m.start()) + 1 for m in RAW.finditer(code_of(text))]


def unguarding(text):
    """Members that no GUARDED_BY in the same file names."""
    text = code_of(text)
    return [
        m.group(1)
        for m in MEMBER.finditer(text)
        if not re.search(r"GUARDED_BY\((?:\w+(?:\.|->))*" + m.group(1) + r"\)", text)
    ]


def clang(file):
    done = subprocess.run(
        ["clang++", *FLAGS, file], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    return "" if done.returncode == 0 else f"{file}: clang says\n{done.stdout[:2000]}"


def check_samples(problems):
    """The test can fail: this is what it is for."""
    if raw_locks("std::mutex m;\n// std::mutex\nstd::scoped_lock l(m);\n") != [1, 3]:
        problems.append("raw locks are not found in the sample")
    if unguarding("  Mutex a_;\n  mutable base::Mutex b_;\n  int c_ GUARDED_BY(b_);\n") != ["a_"]:
        problems.append("a mutex that guards nothing is not found in the sample")
    sample = '#include "base/thread_annotations.h"\nstruct S { base::Mutex m; int x GUARDED_BY(m) = 0; int f() { return x; } };\n'
    done = subprocess.run(
        ["clang++", *FLAGS, "-x", "c++", "-"],
        input=sample,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode == 0 or "requires holding mutex" not in done.stdout:
        problems.append("clang lets the sample pass:\n" + done.stdout[:2000])


def main():
    problems, with_locks, gates = [], set(), set()
    for folder in PRODUCT:
        for file in sorted(glob.glob(os.path.join(ROOT, folder, "**", "*.*"), recursive=True)):
            name = os.path.relpath(file, ROOT)
            if not name.endswith((".cpp", ".h")) or name == HOME:
                continue
            with open(file, encoding="utf-8") as f:
                text = f.read()
            problems += [
                f"{name}:{line}: use base::Mutex, MutexLock and Condition ({HOME})" for line in raw_locks(text)
            ]
            for member in unguarding(text):
                gates.add((name, member))
                if (name, member) not in GATES:
                    problems.append(f"{name}: nothing is GUARDED_BY({member})")
            if LOCKS.search(text):
                with_locks.add(
                    name[:-2] + ".cpp" if name.endswith(".h") and os.path.exists(file[:-2] + ".cpp") else name
                )
    problems += [
        f"{name}: {member} guards something now, or is gone: strike it from the list"
        for name, member in sorted(set(GATES) - gates)
    ]
    check_samples(problems)
    files = sorted(name for name in with_locks if name.endswith(".cpp"))
    if len(files) < 40:
        problems.append(f"only {len(files)} files have to do with locks: the test looks at the wrong places")
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        problems += [found for found in threads.map(clang, files) if found]
    print("\n".join(problems))
    print(f"{len(files)} files read by clang\n{0 if problems else 1} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
