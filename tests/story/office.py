"""A running Vanthu for the story and the outside tests: data directory, daemon, commands, and the doors as a client sees them.

Uses only published commands and ports: the binary, SMTP, IMAP, HTTPS.
"""
import fcntl
import http.client
import imaplib
import json
import os
import queue
import signal
import smtplib
import socket
import ssl
import subprocess
import tempfile
import threading
import time

STANDARD_PORTS = (25, 587, 465, 143, 993, 443)


_taken = []   # locks held until this program ends


def _take(base):
    """False when another test program of this machine has taken the base and not yet opened its ports."""
    lock = open(os.path.join(tempfile.gettempdir(), f"vanthu-ports-{base}-{os.getuid()}"), "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return False
    _taken.append(lock)
    return True


def free_port_base(preferred=10000):
    """A base for which all ports are free, `preferred` first."""
    for base in [preferred, *range(11000, 60000, 1000)]:
        try:
            if not _take(base):
                continue
            for port in STANDARD_PORTS:
                with socket.socket() as s:
                    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                    s.bind(("127.0.0.1", base + port))
            return base
        except OSError:
            continue
    raise RuntimeError("no free ports on loopback")


class CommandFailed(Exception):
    pass


class Office:
    def __init__(self, binary, data, port_base=None, wrapper=()):
        """`wrapper`: words put before the program when it serves; {data} in them is the data directory."""
        self.binary = os.path.abspath(binary)
        self.data = os.path.abspath(data)
        self.base = port_base or free_port_base()
        self.config = os.path.join(self.data, "vanthu.toml")
        self.wrapper = [word.replace("{data}", self.data) for word in wrapper]
        self.domain = ""
        self.process = None
        self.log = None

    # --- the program ---
    def init(self, domain, organisation, extra=()):
        self.domain = domain
        self._run(["init", "--data", self.data, "--domain", domain, "--org", organisation, "--port-base", str(self.base), *extra])

    def set(self, section, text):
        """Adds lines to a section of the settings file."""
        with open(self.config, encoding="utf-8") as f:
            lines = f.read()
        marker = f"[{section}]\n"
        assert marker in lines, section
        with open(self.config, "w", encoding="utf-8") as f:
            f.write(lines.replace(marker, marker + text + "\n", 1))

    def give(self, path):
        """Hands a file or folder to the user of the service, as an administrator does with chown."""
        owner = os.stat(self.data)
        if owner.st_uid == os.getuid():
            return
        os.chown(path, owner.st_uid, owner.st_gid)
        for folder, folders, files in os.walk(path):
            for name in [*folders, *files]:
                os.lchown(os.path.join(folder, name), owner.st_uid, owner.st_gid)

    def hire(self, people, password=None, title="Chuyên viên", role="staff"):
        """Accounts for `people`, address part -> full name; with `password` they sign in with it at once."""
        staff = os.path.join(self.data, "hired.csv")
        with open(staff, "w", encoding="utf-8") as f:
            f.write("full_name,title,unit,phone,address,role\n")
            f.writelines(f"{name},{title},ROOT,,{local},{role}\n" for local, name in people.items())
        self.run("staff", "import", staff, "--slips", os.path.join(self.data, "slips.csv"))
        for local in people if password else ():
            self.run("account", "set-password", f"{local}@{self.domain}", "--stdin", "--no-change", stdin=password + "\n")

    def start(self, timeout=60, environment=None):
        self.log = open(os.path.join(self.data, "server.log"), "ab")
        self.process = subprocess.Popen([*self.wrapper, self.binary, "serve", "--config", self.config], stdout=subprocess.PIPE, stderr=self.log,
                                        text=True, env=dict(os.environ, **(environment or {})))
        lines = queue.Queue()
        threading.Thread(target=lambda: [lines.put(line) for line in self.process.stdout], daemon=True).start()
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                if lines.get(timeout=0.2).strip() == "ready":
                    return
            except queue.Empty:
                if self.process.poll() is not None:
                    break
        ended = self.process.poll()   # -31: SIGSYS, a forbidden system call
        self.kill()
        with open(os.path.join(self.data, "server.log"), errors="replace") as f:
            raise CommandFailed(f"the server did not get ready ({'still running' if ended is None else f'ended with {ended}'}):\n" + f.read()[-3000:])

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def stop(self, timeout=40):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                return self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
                raise CommandFailed(f"the server did not stop within {timeout} s of SIGTERM")
        return 0

    def _run(self, arguments, stdin=None, allowed=(0,)):
        run = subprocess.run([self.binary, *arguments], capture_output=True, text=True, input=stdin, timeout=600)
        if run.returncode not in allowed:
            raise CommandFailed(f"vanthu {' '.join(arguments)}: exit {run.returncode}\n{run.stdout}{run.stderr}")
        return run

    def run(self, *arguments, stdin=None, allowed=(0,)):
        return self._run([*arguments, "--config", self.config], stdin, allowed)

    def json(self, *arguments, allowed=(0,)):
        return json.loads(self._run([*arguments, "--config", self.config, "--json"], None, allowed).stdout)

    # --- the doors ---
    def tls(self):
        context = ssl.create_default_context(cafile=os.path.join(self.data, "tls", "ca.pem"))
        return context

    def imap(self, implicit=True):
        if implicit:
            return imaplib.IMAP4_SSL("localhost", self.base + 993, ssl_context=self.tls(), timeout=60)
        client = imaplib.IMAP4("localhost", self.base + 143, timeout=60)
        client.starttls(self.tls())
        return client

    def submission(self, implicit=True):
        if implicit:
            return smtplib.SMTP_SSL("localhost", self.base + 465, context=self.tls(), timeout=60)
        client = smtplib.SMTP("localhost", self.base + 587, timeout=60)
        client.starttls(context=self.tls())
        return client

    def https(self, method, path, body=None, headers=None):
        connection = http.client.HTTPSConnection("localhost", self.base + 443, context=self.tls(), timeout=60)
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        connection.close()
        return response.status, dict((k.lower(), v) for k, v in response.getheaders()), text

    def change_password(self, address, current, new):
        body = json.dumps({"address": address, "current": current, "new": new})
        status, _, text = self.https("POST", "/api/password", body, {"Content-Type": "application/json"})
        return status, text
