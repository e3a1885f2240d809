#!/usr/bin/env python3
"""The shipped systemd unit holds what it promises, and the server lives under it: the whole story is played behind the unit's own walls.

  unit_test.py --binary build/release/vanthu [--unit FILE] [SCENE …]
"""
import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "story")]
from office import Office, free_port_base  # noqa: E402
from unit_file import SHIPPED, UnitFile, UnitWrong, group  # noqa: E402

MIB = 1 << 20


class Wrong(Exception):
    pass


def holds(condition, what):
    if not condition:
        raise Wrong(what)


def caged(unit, *more):
    return [sys.executable, os.path.join(HERE, "cage.py"), "--unit", unit.path, "--state", "{data}", *more, "--"]


class Watch(threading.Thread):
    """Peak memory and threads of whatever process names itself in a file."""

    def __init__(self, pid_file):
        super().__init__(daemon=True)
        self.pid_file, self.ended = pid_file, threading.Event()
        self.memory = self.threads = 0
        self.start()

    def run(self):
        while not self.ended.wait(0.2):
            try:
                with open(self.pid_file) as f:
                    pid = int(f.read())
                with open(f"/proc/{pid}/status") as f:
                    status = dict(line.split(":", 1) for line in f.read().splitlines())
                if status["Name"].strip() != "vanthu":
                    continue
                self.memory = max(self.memory, int(status["VmHWM"].split()[0]) * 1024)
                self.threads = max(self.threads, int(status["Threads"]))
            except (OSError, ValueError, KeyError):
                continue


class UnitTest:
    def __init__(self, binary, unit_path, work):
        self.binary, self.unit_path, self.work = os.path.abspath(binary), unit_path, work

    @property
    def unit(self):
        return UnitFile(self.unit_path)

    def scene_systemd_reads_it(self):
        """systemd itself finds nothing to say about the file (the program stands where this build has it)."""
        copy = os.path.join(self.work, "vanthu.service")
        with open(self.unit_path, encoding="utf-8") as f:
            text = f.read().replace("/usr/bin/vanthu", self.binary)
        with open(copy, "w", encoding="utf-8") as f:
            f.write(text)
        holds(shutil.which("systemd-analyze"), "systemd-analyze is not installed: packaging/install-packages.sh test")
        run = subprocess.run(["systemd-analyze", "verify", copy], capture_output=True, text=True, timeout=60)
        said = [line for line in run.stderr.splitlines() if "vanthu" in line]
        holds(run.returncode == 0 and not said, f"systemd-analyze verify: {said or run.stderr}")
        # The cage understands every line that could stand in the server's way.
        unit, silent = self.unit, {"ProtectProc", "ProtectControlGroups", "ProtectKernelTunables", "RemoveIPC"}
        told = open(os.path.join(HERE, "cage.py"), encoding="utf-8").read() + open(os.path.join(HERE, "unit_file.py"), encoding="utf-8").read()
        walls = [key for section, key in unit.values if re.match("Protect|Restrict[^P]|Private|SystemCall(Filter|Error)|Memory[DM]|Lock|NoNew|.*Paths$|.*Capabilit", key)]
        missing = [key for key in walls if key not in silent and f'"{key}"' not in told and not key.startswith("Memory")]
        holds(len(walls) > 15 and not missing, f"cage.py does not lay {missing}")
        return f"nothing to complain of; {len(walls)} walls"

    def scene_the_filter_is_a_filter(self):
        """The wall stands: what it forbids is refused and what it allows works."""
        unit, state = self.unit, os.path.join(self.work, "wall")
        os.makedirs(state)
        allowed = unit.allowed_calls()
        for call in ("ptrace", "mount", "reboot", "init_module", "chroot"):
            holds(call not in allowed, f"the filter allows {call}")
        holds(group("@default") <= allowed and "setpriority" in allowed, "the filter forbids what the server needs")
        script = "import os,socket\n" \
                 "def refused(what):\n" \
                 "    try: what()\n" \
                 "    except (OSError, PermissionError): return\n" \
                 "    raise SystemExit('not refused')\n" \
                 "refused(lambda: os.chroot('/'))\n" \
                 "refused(lambda: socket.socket(socket.AF_PACKET))\n" \
                 "refused(lambda: os.chmod(STATE, 0o4700))\n" \
                 "refused(lambda: open('/etc/vanthu-was-here', 'w'))\n" \
                 "os.setpriority(os.PRIO_PROCESS, 0, 5)\n" \
                 "socket.socket(socket.AF_INET6)\n" \
                 "open(STATE + '/mine', 'w').close()\n" \
                 "raise SystemExit(17)\n"
        wrapper = [word.replace("{data}", state) for word in caged(unit)]
        run = subprocess.run([*wrapper, "/usr/bin/python3", "-c", script.replace("STATE", repr(state))], capture_output=True, text=True, timeout=60)
        holds(run.returncode == 17, f"ended with {run.returncode}: {run.stderr or run.stdout}")
        return f"{len(allowed)} calls; forbidden: {'the process is killed' if unit.denial() is None else 'refused'}"

    def scene_it_starts_and_stops(self):
        """The unit exactly as it stands, its own answer to forbidden calls included."""
        office = Office(self.binary, os.path.join(self.work, "plain"), free_port_base(44000), caged(self.unit))
        office.init("unit.example", "UBND xã Thử")
        holds(self.unit.start_words(office.binary, office.data) == [office.binary, "serve", "--config", office.config], "ExecStart is not how the tests start the server")
        office.hire({"an": "Trần Văn An"}, "Song-Ma.17Xanh")
        office.start()
        client = office.imap()
        client.login("an@unit.example", "Song-Ma.17Xanh")
        client.append("INBOX", None, None, b"Subject: mot\r\n\r\nhai ba bon\r\n")
        client.logout()
        deadline = time.monotonic() + 60
        while office.json("search", "an@unit.example", "hai ba bon")["total"] == 0:
            holds(time.monotonic() < deadline, "the indexer does not index")
            time.sleep(0.1)
        code = office.stop()
        holds(code == 0, f"the server ended with {code}" + (" (SIGSYS: a forbidden call)" if code == -signal.SIGSYS else ""))
        return "started, took mail, made it searchable, ended with 0"

    def scene_the_story(self):
        """Everything the server does, and a forbidden call is death: so code and filter cannot drift apart unseen."""
        pid_file = os.path.join(self.work, "pid")
        watch = Watch(pid_file)
        wrapper = caged(self.unit, "--strict", "--pid-file", pid_file)
        story = os.path.join(HERE, "..", "story", "story.py")
        try:
            run = subprocess.run([sys.executable, story, "--binary", self.binary, "--once", "--wrapper", shlex.join(wrapper)],
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", timeout=1200)
        finally:
            watch.ended.set()
        holds(run.returncode == 0 and "All steps held." in run.stdout, run.stdout[-6000:])
        unit = self.unit
        holds(watch.threads > 5, "nobody was watched")
        holds(2 * watch.threads <= int(unit.one("TasksMax", "0")), f"{watch.threads} threads, TasksMax={unit.one('TasksMax')}")
        holds(2 * watch.memory <= (unit.bytes_of("MemoryHigh") or 0), f"{watch.memory // MIB} MiB, MemoryHigh={unit.one('MemoryHigh')}")
        return f"{run.stdout.count('  ok  ')} steps; {watch.threads} threads, {watch.memory // MIB} MiB at most"

    def scene_the_figures_fit_the_settings(self):
        """MemoryHigh holds what the settings, as shipped, let the server hold at one time; TasksMax the most threads they accept."""
        manual = subprocess.run([self.binary, "settings", "--manual"], capture_output=True, text=True, timeout=60, check=True).stdout
        rows, section = {}, ""
        for line in manual.splitlines():
            if line.startswith("## ["):
                section = line[4:-1]
            cells = re.match(r"\| `(\w+)` \| `([^`]*)` \| (?:(\S+) … (\S+))?", line)
            if cells:
                rows[section, cells.group(1)] = (cells.group(2), cells.group(4))
        value = lambda section, key: int(rows[section, key][0])     # noqa: E731
        most = lambda section, key: int(rows[section, key][1])      # noqa: E731
        held = MIB * (value("server", "receive_memory") + 2 * 4 * value("smtp", "max_message"))
        held += 1024 * value("passwords", "argon2_memory") * value("passwords", "hash_threads") + 500 * MIB
        unit = self.unit
        high, top = unit.bytes_of("MemoryHigh"), unit.bytes_of("MemoryMax")
        holds(high and top and held <= high < top, f"the settings let the server hold {held // MIB} MiB; MemoryHigh={unit.one('MemoryHigh')} MemoryMax={unit.one('MemoryMax')}")
        threads = most("server", "loops") + most("database", "readers") + most("database", "writers") + most("passwords", "hash_threads") + 30
        holds(threads <= int(unit.one("TasksMax", "0")), f"the settings accept {threads} threads; TasksMax={unit.one('TasksMax')}")
        return f"{held // MIB} MiB, {threads} threads"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--unit", default=SHIPPED)
    parser.add_argument("scenes", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-unit-")
    os.chmod(work, 0o711)   # the service's user passes through
    test = UnitTest(arguments.binary, os.path.abspath(arguments.unit), work)
    passed = failed = 0
    try:
        for name in [n for n in vars(UnitTest) if n.startswith("scene_") and (not arguments.scenes or any(w in n for w in arguments.scenes))]:
            began = time.monotonic()
            try:
                detail = getattr(test, name)()
                passed += 1
                print(f"ok      {name}: {detail} ({time.monotonic() - began:.1f} s)", flush=True)
            except Exception as wrong:   # any way of failing is a failed scene
                failed += 1
                print(f"FAILED  {name}: {type(wrong).__name__}: {wrong}", flush=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
