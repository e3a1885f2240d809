"""An office under attack, and what everybody else feels of it meanwhile.

    office = HostileOffice(binary, work); office.open()
    with office.attack("From bomb", size=len(mail)) as seen:
        … send the mail …
    seen.check()          # memory, loops, other people's NOOP and small mail, size of the database

`attack` samples the server's resident memory, asks NOOP on a session of somebody else and sends small mails through port 25 as long as it
lasts. The limits are those of the issue: memory grows by at most 4 × the size + 64 MiB and is back within a minute, no loop is held over
100 ms, NOOP and a small mail take at most 250 ms, the database grows by at most 2 × the message. On a machine that does other work besides,
waiting times are multiplied by VANTHU_HOSTILE_SLACK (4 unless told otherwise, 1 for the strict figures).
"""
import contextlib
import os
import re
import smtplib
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import Office, free_port_base  # noqa: E402

DOMAIN = "hostile.example"
PASSWORD = "Song-Ma.17Xanh"
AN, BINH, CHI = (f"{local}@{DOMAIN}" for local in ("an", "binh", "chi"))
PEOPLE = {"an": "Trần Văn An", "binh": "Lê Thị Bình", "chi": "Phạm Linh Chi"}
MIB = 1 << 20
SLACK = float(os.environ.get("VANTHU_HOSTILE_SLACK", "4"))
LIMITS = {"memory": (4, 64 * MIB), "loop_ms": 100, "noop_s": 0.25, "mail_s": 0.25, "database": 2}


class Wrong(Exception):
    pass


def holds(condition, what):
    if not condition:
        raise Wrong(what)


class Line:
    """A bare client of a line protocol: sends octets, reads lines."""

    def __init__(self, port, timeout=60):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.buffer = b""

    def line(self):
        while b"\n" not in self.buffer:
            piece = self.socket.recv(1 << 16)
            if not piece:
                raise EOFError(self.buffer)
            self.buffer += piece
        out, self.buffer = self.buffer.split(b"\n", 1)
        return out.rstrip(b"\r")

    def send(self, data):
        self.socket.sendall(data if isinstance(data, bytes) else data.encode())

    def close(self):
        self.socket.close()


class Imap(Line):
    """Signed in on the plain port. `do` answers all lines of a command; literals come as they are."""

    def __init__(self, office, login=AN, password=PASSWORD):
        super().__init__(office.base + 143)
        self.line()
        self.number = 0
        self.do(f"LOGIN {login} {password}")

    def do(self, command, want=b"OK"):
        self.number += 1
        tag = f"t{self.number}"
        self.send(f"{tag} {command}\r\n")
        lines = []
        while True:
            lines.append(self.line())
            if lines[-1].startswith(tag.encode() + b" "):
                holds(want is None or lines[-1].split(b" ")[1] == want, f"{command[:60]}: {lines[-1]!r}")
                return lines


class Smtp(Line):
    def __init__(self, office, port=25, hello="client.stranger.example"):
        super().__init__(office.base + port)
        self.reply()
        self.say(f"EHLO {hello}")

    def reply(self):
        while True:
            line = self.line()
            if line[3:4] != b"-":
                return int(line[:3]), line[4:].decode("utf-8", "replace")

    def say(self, line):
        self.send(line if isinstance(line, bytes) else line.encode())
        self.send(b"\r\n")
        return self.reply()

    def mail(self, data, to=AN, sender="x@stranger.example"):
        """Sends one message by DATA; answers the last reply."""
        for line in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{to}>"):
            code, text = self.say(line)
            if code != 250:
                return code, text
        code, text = self.say("DATA")
        if code != 354:
            return code, text
        self.send(re.sub(rb"(?m)^\.", b"..", data))
        self.send((b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n")
        return self.reply()


class HostileOffice(Office):
    def __init__(self, binary, work, preferred=41000):
        super().__init__(binary, os.path.join(work, "office"), free_port_base(preferred))
        self.org = "UBND xã Thử"

    def open(self, settings=()):
        """Initialised, three people with one password, serving. `settings`: (section, line) pairs."""
        self.init(DOMAIN, self.org)
        for section, line in settings:
            self.set(section, line)
        self.hire(PEOPLE, PASSWORD)
        self.start()

    def resident(self):
        with open(f"/proc/{self.process.pid}/statm") as f:
            return int(f.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def cpu(self):
        """Seconds of processor time the server has used."""
        with open(f"/proc/{self.process.pid}/stat") as f:
            fields = f.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def written(self):
        """Octets the server has given the kernel to write."""
        with open(f"/proc/{self.process.pid}/io") as f:
            return int(next(line for line in f if line.startswith("wchar")).split()[1])

    def database(self):
        """Octets of the database and its log."""
        return sum(os.path.getsize(os.path.join(self.data, n)) for n in os.listdir(self.data) if n.startswith("vanthu.db"))

    def held(self, since=0):
        """The longest time the server's own log says an event loop was held up, in ms, behind `since` octets of log."""
        with open(os.path.join(self.data, "server.log"), "rb") as f:
            f.seek(since)
            return max((int(ms) for ms in re.findall(rb'NET-0001[^\n]*\bms="?(\d+)', f.read())), default=0)

    def log_size(self):
        return os.path.getsize(os.path.join(self.data, "server.log"))

    @contextlib.contextmanager
    def attack(self, name, size, more=0):
        seen = Seen(self, name, size, more)
        seen.begin()
        try:
            yield seen
        finally:
            seen.end()


class Seen:
    """What was seen of the server while an attack ran."""

    def __init__(self, office, name, size, more=0):
        self.office, self.name, self.size = office, name, size
        self.more = more  # octets of memory that this one may take beyond the mark
        self.noop = self.mail = 0.0
        self.mails = self.noops = 0
        self.refused = []
        self.stopped = threading.Event()

    def begin(self):
        self.log_from = self.office.log_size()
        self.memory_before = self.peak = self.office.resident()
        self.database_before = self.office.database()
        self.sessions = [Imap(self.office, CHI) for _ in range(2)]      # on more than one loop
        self.threads = [threading.Thread(target=run, daemon=True) for run in (self._memory, self._noop, self._mail)]
        for thread in self.threads:
            thread.start()

    def _memory(self):
        while not self.stopped.wait(0.02):
            self.peak = max(self.peak, self.office.resident())

    def _noop(self):
        while not self.stopped.wait(0.02):
            for session in self.sessions:
                began = time.monotonic()
                session.do("NOOP")
                self.noop = max(self.noop, time.monotonic() - began)
                self.noops += 1

    def _mail(self):
        while not self.stopped.wait(0.1):
            began = time.monotonic()
            try:
                with smtplib.SMTP("127.0.0.1", self.office.base + 25, timeout=60) as client:
                    client.sendmail("friend@other.example", [BINH], f"From: friend@other.example\r\nTo: {BINH}\r\nSubject: {self.mails}\r\n\r\nhello\r\n")
                self.mails += 1
            except (smtplib.SMTPException, OSError) as refused:
                self.refused.append(refused)
            self.mail = max(self.mail, time.monotonic() - began)

    def end(self):
        self.stopped.set()
        for thread in self.threads:
            thread.join(120)
        for session in self.sessions:
            session.close()
        self.held = self.office.held(self.log_from)
        self.database_after = self.office.database()

    def check(self, database=True, settle=60):
        factor, room = LIMITS["memory"]
        grown = self.peak - self.memory_before
        holds(grown <= factor * self.size + room + self.more, f"{self.name}: memory grew by {grown / MIB:.0f} MiB for {self.size / MIB:.1f} MiB")
        deadline = time.monotonic() + settle
        while self.office.resident() - self.memory_before > room and time.monotonic() < deadline:
            time.sleep(0.5)
        left = self.office.resident() - self.memory_before
        holds(left <= room, f"{self.name}: {left / MIB:.0f} MiB of memory stay")
        holds(self.held <= LIMITS["loop_ms"] * SLACK, f"{self.name}: a loop was held {self.held} ms")
        holds(self.noop <= LIMITS["noop_s"] * SLACK, f"{self.name}: another session's NOOP took {self.noop:.2f} s")
        holds(self.mail <= LIMITS["mail_s"] * SLACK, f"{self.name}: a small mail took {self.mail:.2f} s")
        holds(not self.refused, f"{self.name}: small mails were refused: {self.refused[:2]}")
        if database:
            more = self.database_after - self.database_before
            holds(more <= LIMITS["database"] * self.size + 4 * MIB, f"{self.name}: the database grew by {more / MIB:.1f} MiB for {self.size / MIB:.1f} MiB")
        return self.said()

    def said(self):
        return (f"{self.name}: {self.size / MIB:.1f} MiB sent, memory +{(self.peak - self.memory_before) / MIB:.0f} MiB, loop held {self.held} ms, "
                f"NOOP {self.noop * 1000:.0f} ms, small mail {self.mail * 1000:.0f} ms, database +{(self.database_after - self.database_before) / MIB:.1f} MiB")
