#!/usr/bin/env python3
"""Runs every test program of a build tree and the scripts beside it, and adds up the cases.

A doctest program counts each of its test cases; a fuzz replay and a script count as what they print
("N passed, N failed") or, printing nothing of that kind, as one. A crash, a time-out or a run of no case is a failure.
MariaDB is started on a private directory and socket, so that storage tests run on both engines.
"""
import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CASES = re.compile(r"\[doctest\] test cases:\s*(\d+)\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed")
PLAIN = re.compile(r"^(\d+) passed, (\d+) failed", re.M)


def discover(build):
    out = subprocess.run(["ctest", "--test-dir", build, "--show-only=json-v1"], capture_output=True, text=True, check=True)
    for test in json.loads(out.stdout)["tests"]:
        if "command" in test:
            yield test["name"], test["command"]


SCRIPTS = [
    ("tree_floors", ["python3", "tests/tree/floors_test.py"]),
    ("tree_format", ["python3", "tests/tree/format_test.py"]),
    ("tree_headers", ["python3", "tests/tree/headers_test.py"]),
    ("tree_locks", ["python3", "tests/tree/locks_test.py"]),
    ("tree_log_ids", ["python3", "tests/tree/log_ids_test.py"]),
    ("tree_loop_work", ["python3", "tests/tree/loop_work_test.py"]),
    ("tree_planted", ["python3", "tests/tree/planted_test.py"]),
    ("tree_readme", ["python3", "tests/tree/readme_test.py"]),
    ("tree_rfc_index", ["python3", "tests/tree/rfc_index_test.py"]),
    ("tree_two_languages", ["python3", "tests/tree/two_languages_test.py"]),
    ("fuzz_preset", ["python3", "tests/fuzz/run", "--seeds"]),
    ("unit", ["python3", "tests/packaging/unit_test.py", "--binary", "{build}/vanthu"]),
    ("story_once", ["python3", "tests/story/story.py", "--binary", "{build}/vanthu", "--once"]),
    ("clients", ["python3", "tests/clients/clients_test.py", "--binary", "{build}/vanthu"]),
    ("imap_conformance", ["python3", "tests/clients/imap_conformance.py", "--binary", "{build}/vanthu"]),
    ("foreign_mail", ["python3", "tests/clients/foreign_mail.py", "--binary", "{build}/vanthu"]),
    ("smtp_conformance", ["python3", "tests/clients/smtp_conformance.py", "--binary", "{build}/vanthu"]),
    ("imap_stress", ["python3", "tests/clients/imap_stress.py", "--binary", "{build}/vanthu"]),
    ("cli", ["python3", "tests/cli/cli_test.py", "--binary", "{build}/vanthu"]),
    ("cli_daemon", ["python3", "tests/cli/daemon_test.py", "--binary", "{build}/vanthu"]),
    ("cli_backup", ["python3", "tests/cli/backup_test.py", "--binary", "{build}/vanthu"]),
    ("cli_registers", ["python3", "tests/cli/registers_test.py", "--binary", "{build}/vanthu"]),
    ("cli_foreign_text", ["python3", "tests/cli/foreign_text_test.py", "--binary", "{build}/vanthu"]),
    ("cli_start", ["python3", "tests/cli/start_test.py", "--binary", "{build}/vanthu"]),
    ("cli_stop", ["python3", "tests/cli/stop_test.py", "--binary", "{build}/vanthu"]),
    ("cli_damage", ["python3", "tests/cli/damage_test.py", "--binary", "{build}/vanthu"]),
    ("cli_calendar", ["python3", "tests/cli/calendar_test.py", "--binary", "{build}/vanthu"]),
    ("cli_office_report", ["python3", "tests/cli/office_report_test.py", "--binary", "{build}/vanthu"]),
    ("cli_access", ["python3", "tests/cli/access_test.py", "--binary", "{build}/vanthu"]),
    ("cli_certificates", ["python3", "tests/cli/certificates_test.py", "--binary", "{build}/vanthu"]),
    ("kill", ["python3", "tests/kill/kill_test.py", "--binary", "{build}/vanthu"]),
    ("fanout_kill", ["python3", "tests/kill/fanout_kill.py", "--binary", "{build}/vanthu"]),
    ("views_kill", ["python3", "tests/kill/views_kill.py", "--binary", "{build}/vanthu"]),
    ("office_clients", ["python3", "tests/clients/office_clients.py", "--binary", "{build}/vanthu"]),
    ("upgrade", ["python3", "tests/upgrade/upgrade_test.py", "--binary", "{build}/vanthu"]),
    ("hostile", ["python3", "tests/hostile/hostile_test.py", "--binary", "{build}/vanthu"]),
    ("office_kill", ["python3", "tests/kill/office_kill.py", "--binary", "{build}/vanthu"]),
    ("bench_table", ["python3", "tests/bench/table_test.py", "--binary", "{build}/vanthu", "--tools", "{build}/tests/bench"]),
]

# Scripts that also run on MariaDB, each in a schema of its own.
ON_MARIADB = [
    ("story_once", "vanthu_story", []),
    ("imap_stress", "vanthu_stress", []),
    ("cli_registers", "vanthu_registers", []),
    ("office_kill", "vanthu_office_kill", ["--rounds", "4", "--requests", "60"]),
]


USUAL_LIMIT = 1500                # seconds
LIMITS = {"fuzz_preset": 3000,    # builds the product a second time, with another compiler
          "bench_table": 3000}    # waits again and again until all is at rest


def start_mariadb(directory):
    script = os.path.join(ROOT, "tests", "mariadb.sh")
    run = subprocess.run(["sh", script, "start", directory], capture_output=True, text=True, timeout=180)
    url = run.stdout.strip().splitlines()[-1] if run.stdout.strip() else ""
    if run.returncode != 0 or not url.startswith("mysql://"):
        print("MariaDB did not start; storage tests would run on SQLite alone:\n" + run.stdout + run.stderr)
        return None
    return url


def run_one(name, command, environment):
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               errors="replace", env=environment, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=LIMITS.get(name, USUAL_LIMIT))
        code = process.returncode
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        output, _ = process.communicate()
        output += f"\n(stopped after {LIMITS.get(name, USUAL_LIMIT)} s)"
        code = -1
    cases = CASES.search(output)
    plain = PLAIN.findall(output)
    if cases:
        passed, failed = int(cases.group(2)), int(cases.group(3))
        if passed + failed == 0:
            failed = 1
            output += "\n(no test case ran)"
    elif plain:
        passed, failed = map(int, plain[-1])
    else:
        passed, failed = (1, 0) if code == 0 else (0, 1)
    if code != 0 and failed == 0:
        failed = 1
    seconds = time.monotonic() - began
    print(f"{'ok    ' if failed == 0 else 'FAILED'} {name}: {passed} passed, {failed} failed ({seconds:.1f} s)", flush=True)
    if failed:
        print("\n".join("    " + line for line in output.splitlines()[-120:]), flush=True)
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    build = arguments.build if os.path.isabs(arguments.build) else os.path.join(ROOT, arguments.build)

    wanted = [(n, c) for n, c in discover(build)]
    for name, command in SCRIPTS:
        if os.path.exists(os.path.join(ROOT, command[1])):
            wanted.append((name, [part.replace("{build}", build) for part in command]))
    if arguments.words:
        wanted = [(n, c) for n, c in wanted if any(w in n for w in arguments.words)]
    environment = dict(os.environ, VANTHU_BINARY=os.path.join(build, "vanthu"))
    passed = failed = 0
    database = tempfile.mkdtemp(prefix="vanthu-mariadb-")
    os.chmod(database, 0o755)   # the server gives up root
    url = start_mariadb(database)
    if url:
        environment["VANTHU_TEST_MYSQL_URL"] = url
        print("MariaDB is up; storage tests run on both engines", flush=True)
    else:
        failed += 1
    try:
        for name, schema, extra in ON_MARIADB if url else ():
            for command in [c for n, c in wanted if n == name]:
                wanted.append((name.removesuffix("_once") + "_on_mariadb", [*command, "--database", url.replace("/vanthu_test?", f"/{schema}?"), *extra]))
        for name, command in wanted:
            p, f = run_one(name, command, environment)
            passed += p
            failed += f
    finally:
        if url:
            subprocess.run(["sh", os.path.join(ROOT, "tests", "mariadb.sh"), "stop", database], capture_output=True)
        shutil.rmtree(database, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
