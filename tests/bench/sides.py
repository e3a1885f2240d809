"""The two servers that are measured: Vanthu and Dovecot (sdbox, quota, acl), each in a private directory on loopback, with what the rows ask of both:
start, stop, a restart with a warm page cache, CPU and written bytes of all processes, and when they are at rest."""
import os
import pwd
import shutil
import smtplib
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import Office, free_port_base  # noqa: E402

DOMAIN = "so.example"
PASSWORD = "Song-Ma.17Xanh"
READERS = ["small", "large", "a0", "a1", "a2", "a3"]  # who signs in
RECEIVERS = [f"d{i}" for i in range(20)]  # who only gets mail

DOVECOT = """base_dir = {work}/run
instance_name = bench
protocols = imap lmtp
log_path = {work}/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = sdbox:{work}/mail/%n
mail_fsync = {fsync}
mail_plugins = quota acl
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
default_internal_user = dovecot
default_login_user = dovenull
default_vsz_limit = 4G
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={work}/mail/%n
}}
plugin {{
  quota = count:User quota
  quota_rule = *:storage=100G
  quota_vsizes = yes
  acl = vfile
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
  process_min_avail = 2
  service_count = 0
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
  process_min_avail = 5
  process_limit = 40
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
namespace inbox {{
  inbox = yes
}}
protocol imap {{
  mail_plugins = $mail_plugins imap_quota imap_acl
  mail_max_userip_connections = 3000
}}
"""


def cpu_of(pid):
    """CPU of a process so far, its ended threads included, in seconds; exact to the nanosecond."""
    try:
        return time.clock_gettime((~int(pid) << 3) | 2)
    except OSError:
        return 0.0


def written_by(pid):
    try:
        with open(f"/proc/{pid}/io") as f:
            return next(int(line.split()[1]) for line in f if line.startswith("write_bytes:"))
    except (OSError, StopIteration):
        return 0


def disk_use(path):
    """Bytes allocated below a folder."""
    total = 0
    for folder, _, files in os.walk(path):
        for name in files:
            try:
                total += os.lstat(os.path.join(folder, name)).st_blocks * 512
            except OSError:
                pass
    return total


def descendants(pid):
    out, todo = [], [str(pid)]
    while todo:
        one = todo.pop()
        out.append(one)
        try:
            for task in os.listdir(f"/proc/{one}/task"):
                with open(f"/proc/{one}/task/{task}/children") as f:
                    todo += f.read().split()
        except OSError:
            pass
    return out


class Written:
    """Bytes that a side's processes have written since this began: sampled, so that processes which end are counted until shortly before."""

    def __init__(self, side):
        self.side, self.first, self.last, self.done = side, {}, {}, threading.Event()
        for pid in side.pids():
            self.first[pid] = written_by(pid)
        self.thread = threading.Thread(target=self._watch, daemon=True)
        self.thread.start()

    def _sample(self):
        for pid in self.side.pids():
            self.last[pid] = max(self.last.get(pid, 0), written_by(pid))

    def _watch(self):
        while not self.done.wait(0.05):
            self._sample()

    def end(self):
        self.done.set()
        self.thread.join()
        self._sample()
        return sum(value - self.first.get(pid, 0) for pid, value in self.last.items())


class Side:
    def cpu(self):
        return sum(cpu_of(pid) for pid in self.pids())

    def warm(self):
        """Every file into the page cache: a first answer waits for the program, not for the disk."""
        for folder, _, files in os.walk(self.data):
            for name in files:
                path = os.path.join(folder, name)
                if os.path.isfile(path) and not os.path.islink(path):
                    with open(path, "rb", buffering=0) as f:
                        while f.read(1 << 20):
                            pass

    def restart(self):
        self.stop()
        self.warm()
        self.start()

    def settle(self, limit=7200):
        """Waits until the work behind the acknowledgements is done; seconds it took."""
        began, quiet = time.monotonic(), 0
        while quiet < 3 and time.monotonic() - began < limit:
            before = self.cpu()
            time.sleep(0.5)
            quiet = quiet + 1 if self.cpu() - before < 0.02 and not self._wants_to_run() else 0
        return time.monotonic() - began - 1.5

    def _wants_to_run(self):
        for pid in self.pids():
            try:
                for task in os.listdir(f"/proc/{pid}/task"):
                    with open(f"/proc/{pid}/task/{task}/stat") as f:
                        if f.read().rsplit(")", 1)[1].split()[0] in "RD":
                            return True
            except OSError:
                pass
        return False


class Vanthu(Side):
    name = "Vanthu"
    settings = "defaults: SQLite WAL with synchronous=FULL, segment files fsynced before each commit, plain text on loopback (demo)"
    protocol = "smtp"

    def __init__(self, binary, work, people):
        self.data, self.people, self.known = (
            os.path.join(work, "vanthu"),
            people,
            os.path.exists(os.path.join(work, "vanthu", "vanthu.toml")),
        )
        base = None
        if self.known:  # a store that --keep left: its ports stand in its settings
            with open(os.path.join(self.data, "bench-port"), encoding="ascii") as f:
                base = int(f.read())
        self.office = Office(binary, self.data, base or free_port_base(50000))
        self.office.domain = DOMAIN
        self.door, self.imap = self.office.base + 25, self.office.base + 143

    def start(self):
        if self.known:
            return self.office.start(timeout=1800)
        self.office.init(DOMAIN, "Bench")
        with open(os.path.join(self.data, "bench-port"), "w", encoding="ascii") as f:
            f.write(str(self.office.base))
        self.office.give(self.data)
        self.office.set("smtp", "messages_per_source = 0\nrecipients_per_source = 0")
        self.office.set("quota", "default = 0")
        self.office.start()
        self.office.hire({local: f"Người {local}" for local in [*READERS, *RECEIVERS, *self.people]})
        for user in READERS:
            self.office.run(
                "account", "set-password", self.address(user), "--stdin", "--no-change", stdin=PASSWORD + "\n"
            )
        self.known = True
        return None

    def stop(self):
        self.office.stop(timeout=600)

    def pids(self):
        return [str(self.office.process.pid)]

    @staticmethod
    def address(user):
        return f"{user}@{DOMAIN}"

    def deliver(self, user, text):
        with smtplib.SMTP("127.0.0.1", self.door, "elsewhere.example", timeout=600) as client:
            client.sendmail("outside@elsewhere.example", [self.address(user)], text)

    def space(self):
        """Bytes on disk by kind."""
        out = {
            "database": 0,
            "blobs": disk_use(os.path.join(self.data, "blobs")),
            "index": disk_use(os.path.join(self.data, "search")),
        }
        out["database"] = sum(
            os.lstat(os.path.join(self.data, name)).st_blocks * 512 for name in os.listdir(self.data) if ".db" in name
        )
        return out


class Dovecot(Side):
    name = "Dovecot"
    protocol = "lmtp"

    def __init__(self, work, fsync="always"):
        self.data = os.path.join(work, "dovecot")
        self.conf = os.path.join(self.data, "dovecot.conf")
        self.fsync = fsync
        base = free_port_base(40000)
        self.door, self.imap = base + 25, base + 143

    @property
    def settings(self):
        return f"sdbox, quota (count), acl (vfile), mail_fsync = {self.fsync}, LMTP straight into it, plain text on loopback"

    @staticmethod
    def installed():
        return os.path.exists("/usr/sbin/dovecot") and os.path.exists("/usr/lib/dovecot/lmtp") and os.geteuid() == 0

    def start(self):
        for folder in ("run", "mail"):
            os.makedirs(os.path.join(self.data, folder), exist_ok=True)
        for folder in (os.path.dirname(self.data), self.data):
            os.chmod(folder, 0o755)
        owner = pwd.getpwnam("mail")
        shutil.chown(os.path.join(self.data, "mail"), owner.pw_uid, owner.pw_gid)
        with open(self.conf, "w", encoding="ascii") as f:
            f.write(
                DOVECOT.format(
                    work=self.data,
                    fsync=self.fsync,
                    uid=owner.pw_uid,
                    gid=owner.pw_gid,
                    password=PASSWORD,
                    imap=self.imap,
                    lmtp=self.door,
                )
            )
        subprocess.run(["dovecot", "-c", self.conf], check=True)
        for _ in range(100):
            if os.path.exists(os.path.join(self.data, "run/master.pid")):
                break
            time.sleep(0.1)
        time.sleep(1)

    def stop(self):
        pid_file = os.path.join(self.data, "run/master.pid")
        subprocess.run(["doveadm", "-c", self.conf, "stop"], capture_output=True)
        for _ in range(300):
            if not os.path.exists(pid_file):
                return
            time.sleep(0.1)

    def pids(self):
        try:
            with open(os.path.join(self.data, "run/master.pid"), encoding="ascii") as f:
                return descendants(f.read().strip())
        except OSError:
            return []

    @staticmethod
    def address(user):
        return f"{user}@{DOMAIN}"

    def deliver(self, user, text):
        with smtplib.LMTP("127.0.0.1", self.door, "elsewhere.example", timeout=600) as client:
            client.sendmail("outside@elsewhere.example", [self.address(user)], text)

    def space(self):
        return {"mail and indexes": disk_use(os.path.join(self.data, "mail"))}
