"""The shipped systemd unit as data: its settings, and the system calls its filter leaves, as systemd itself would work them out."""
import errno
import functools
import os
import shutil
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHIPPED = os.path.join(ROOT, "packaging", "systemd", "vanthu.service")


class UnitWrong(Exception):
    pass


@functools.lru_cache(maxsize=None)
def group(name):
    """The calls of one of systemd's groups (systemd.exec(5)), nested ones opened."""
    if not shutil.which("systemd-analyze"):
        raise UnitWrong("systemd-analyze is not installed, so nobody can tell what the unit's filter forbids: packaging/install-packages.sh test")
    run = subprocess.run(["systemd-analyze", "syscall-filter", name], capture_output=True, text=True, timeout=60)
    if run.returncode != 0:
        raise UnitWrong(f"systemd-analyze syscall-filter {name}: {run.stderr}")
    calls = set()
    for line in run.stdout.splitlines()[1:]:
        word = line.split("#", 1)[0].strip()
        if word:
            calls |= group(word) if word.startswith("@") else {word}
    return frozenset(calls)


class UnitFile:
    def __init__(self, path=SHIPPED):
        self.path = path
        self.values = {}   # (section, key) → values in order; an empty assignment forgets what stood before
        section = ""
        with open(path, encoding="utf-8") as f:
            for line in f.read().replace("\\\n", " ").splitlines():
                line = line.strip()
                if not line or line[0] in "#;":
                    continue
                if line[0] == "[":
                    section = line.strip("[]")
                    continue
                key, value = (part.strip() for part in line.split("=", 1))
                kept = self.values.setdefault((section, key), [])
                kept.append(value)
                if not value:
                    kept.clear()

    def all(self, key, section="Service"):
        return self.values.get((section, key), [])

    def one(self, key, default="", section="Service"):
        return (self.all(key, section) or [default])[-1]

    def yes(self, key):
        return self.one(key).lower() in ("yes", "true", "on", "1")

    def words(self, key):
        return " ".join(self.all(key)).split()

    def start_words(self, binary, data):
        """ExecStart with the places of this test in place of the installed ones."""
        state = "/var/lib/" + self.one("StateDirectory")
        words = self.one("ExecStart").split()
        if words[0] != "/usr/bin/vanthu" or not any(word.startswith(state + "/") for word in words):
            raise UnitWrong(f"ExecStart is not the installed program with a file of {state}: {words}")
        return [binary, *(word.replace(state, data) for word in words[1:])]

    def denial(self):
        """What a forbidden call comes to: an error number, or None when the process is killed."""
        word = self.one("SystemCallErrorNumber", "kill")
        return None if word == "kill" else int(word) if word.isdigit() else getattr(errno, word)

    def allowed_calls(self):
        """None when there is no filter. The first line decides between a list of what is allowed and one of what is not."""
        lines = self.all("SystemCallFilter")
        if not lines:
            return None
        if lines[0].startswith("~"):
            raise UnitWrong("the filter begins by forbidding: everything else would be allowed")
        allowed = set(group("@default"))
        for line in lines:
            calls = set()
            for word in line.lstrip("~").split():
                calls |= group(word) if word.startswith("@") else {word}
            allowed = allowed - calls if line.startswith("~") else allowed | calls
        return allowed

    def bytes_of(self, key):
        """A size of the unit, or None."""
        word = self.one(key)
        if not word or word == "infinity":
            return None
        scale = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}.get(word[-1], 1)
        return int(word.rstrip("KMGT")) * scale
