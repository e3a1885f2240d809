#!/usr/bin/env python3
"""Vanthu beside Postfix + Dovecot on one disk, in one run, median of five; ratios are what counts (design: section 7).

Peers that are not installed are skipped. Peers run from private directories on loopback ports with settings of equal durability,
which are printed. Needs root for Postfix and Dovecot.
  side_by_side.py --binary build/release/vanthu --load build/release/tests/bench/bench_mail_load [--quick]
"""
import argparse
import imaplib
import json
import os
import pwd
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import Office, free_port_base  # noqa: E402

DOMAIN = "bench.example"
PASSWORD = "Song-Ma.17Xanh"
USERS = [f"u{i}" for i in range(8)]

POSTFIX_MAIN = """compatibility_level = 3.6
queue_directory = {work}/postfix/spool
data_directory = {work}/postfix/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
meta_directory = /etc/postfix
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = loopback-only
inet_protocols = ipv4
mydestination =
myhostname = bench.example
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = bench.example
virtual_transport = lmtp:unix:{work}/dovecot/lmtp
lmtp_destination_concurrency_limit = 20
maillog_file = {work}/postfix/log
maillog_file_prefixes = /
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
message_size_limit = 0
alias_maps =
local_recipient_maps =
"""

DOVECOT = """base_dir = {work}/dovecot/run
instance_name = bench
protocols = imap lmtp
log_path = {work}/dovecot/log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{work}/dovecot/mail/%n
mail_fsync = always
mail_uid = {uid}
mail_gid = {gid}
first_valid_uid = 1
default_internal_user = {internal}
default_login_user = {login}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={work}/dovecot/mail/%n
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  process_min_avail = 2
  service_count = 0
}}
service imap {{
  process_limit = 3000
}}
service lmtp {{
  unix_listener {work}/dovecot/lmtp {{
    mode = 0666
  }}
  process_min_avail = 5
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
  mail_max_userip_connections = 3000
}}
"""


class Peer:
    """Postfix + Dovecot."""
    name = "Postfix + Dovecot"
    settings = "maildir, mail_fsync = always, LMTP from Postfix (fsync of its queue as ever), plain text on loopback"

    def __init__(self, work):
        self.work, base = work, free_port_base(40000)
        self.smtp, self.imap = base + 25, base + 143

    @staticmethod
    def installed():
        return os.path.exists("/usr/sbin/postfix") and os.path.exists("/usr/sbin/dovecot") and os.path.exists("/usr/lib/dovecot/lmtp") and os.geteuid() == 0

    def start(self):
        for folder in ("postfix/spool", "postfix/data", "postfix/conf", "dovecot/run", "dovecot/mail"):
            os.makedirs(os.path.join(self.work, folder), exist_ok=True)
        os.chmod(self.work, 0o755)
        vmail = pwd.getpwnam("mail")
        os.chown(os.path.join(self.work, "dovecot/mail"), vmail.pw_uid, vmail.pw_gid)
        shutil.chown(os.path.join(self.work, "postfix/data"), "postfix")
        conf = os.path.join(self.work, "postfix/conf")
        with open(os.path.join(conf, "main.cf"), "w") as f:
            f.write(POSTFIX_MAIN.format(work=self.work))
        with open("/usr/share/postfix/master.cf.dist") as f:
            lines = [line for line in f.read().splitlines() if not line.startswith(("smtp      inet", "#"))]
        with open(os.path.join(conf, "master.cf"), "w") as f:
            f.write(f"127.0.0.1:{self.smtp} inet n - n - - smtpd\n" + "\n".join(line.replace("      y  ", "      n  ").replace("  y       -", "  n       -") for line in lines) + "\n")
        with open(os.path.join(self.work, "dovecot.conf"), "w") as f:
            f.write(DOVECOT.format(work=self.work, uid=vmail.pw_uid, gid=vmail.pw_gid, port=self.imap, password=PASSWORD, internal="dovecot", login="dovenull"))
        subprocess.run(["dovecot", "-c", os.path.join(self.work, "dovecot.conf")], check=True)
        subprocess.run(["postfix", "-c", conf, "start"], check=True, capture_output=True)
        time.sleep(2)

    def stop(self):
        subprocess.run(["postfix", "-c", os.path.join(self.work, "postfix/conf"), "stop"], capture_output=True)
        subprocess.run(["doveadm", "-c", os.path.join(self.work, "dovecot.conf"), "stop"], capture_output=True)

    def pids(self):
        pid_file = os.path.join(self.work, "dovecot/run/master.pid")
        with open(pid_file) as f:
            master = f.read().strip()
        out = subprocess.run(["pgrep", "-P", master], capture_output=True, text=True).stdout.split()
        return [master, *out]


class Vanthu:
    name = "Vanthu"
    settings = "defaults: SQLite WAL with synchronous=FULL, segment files fsynced before each commit, plain text on loopback (demo)"

    def __init__(self, binary, work):
        self.office = Office(binary, os.path.join(work, "vanthu"), free_port_base(50000))
        self.work = work
        self.with_passwords = None   # all
        self.smtp, self.imap = self.office.base + 25, self.office.base + 143

    def start(self):
        self.office.init(DOMAIN, "Bench")
        staff = os.path.join(self.work, "staff.csv")
        with open(staff, "w", encoding="utf-8") as f:
            f.write("full_name,title,unit,phone,address,role\n" + "".join(f"Người {u},x,ROOT,,{u},staff\n" for u in USERS))
        self.office.set("smtp", "messages_per_source = 0\nrecipients_per_source = 0")
        self.office.set("quota", "default = 0")
        self.office.start()
        self.office.run("staff", "import", staff, "--slips", os.path.join(self.work, "slips.csv"))
        for user in self.with_passwords or USERS:
            self.office.run("account", "set-password", f"{user}@{DOMAIN}", "--stdin", "--no-change", stdin=PASSWORD + "\n")

    def stop(self):
        self.office.stop()

    def pids(self):
        return [str(self.office.process.pid)]


def pss_kib(pids):
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup") as f:
                total += next(int(line.split()[1]) for line in f if line.startswith("Pss:"))
        except (OSError, StopIteration):
            pass
    return total


def cpu_seconds(pids):
    ticks = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat") as f:
                ticks += sum(map(int, f.read().rsplit(")", 1)[1].split()[11:13]))
        except OSError:
            pass
    return ticks / os.sysconf("SC_CLK_TCK")


def wants_to_run(pids):
    """Whether a thread of theirs waits for a core or for the disk: on a busy machine a thread at work may get neither for a while."""
    for pid in pids:
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/stat") as f:
                    if f.read().rsplit(")", 1)[1].split()[0] in "RD":
                        return True
        except OSError:
            pass
    return False


def settle(side):
    """Waits until a side has done its work behind the acknowledgements (Vanthu: the index); answers the seconds it took."""
    began, quiet = time.monotonic(), 0
    while quiet < 3 and time.monotonic() - began < 600:
        before = cpu_seconds(side.pids())
        time.sleep(0.5)
        quiet = quiet + 1 if cpu_seconds(side.pids()) - before < 0.02 and not wants_to_run(side.pids()) else 0
    return time.monotonic() - began - 1.5


class Counter:
    """Counts the messages in boxes over sessions that are open before the clock runs: signing in is not part of a delivery."""

    def __init__(self, side, users):
        self.clients = []
        for user in users:
            client = imaplib.IMAP4("127.0.0.1", side.imap)
            client.login(f"{user}@{DOMAIN}", PASSWORD)
            self.clients.append(client)

    def count(self):
        total = 0
        for client in self.clients:
            _, data = client.status("INBOX", "(MESSAGES)")
            total += int(data[0].split(b"MESSAGES ")[1].split(b")")[0])
        return total

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for client in self.clients:
            client.logout()


class Bench:
    def __init__(self, load, quick):
        self.load, self.quick = load, quick
        self.runs = 1 if quick else 5

    def run(self, *arguments):
        return json.loads(subprocess.run([self.load, *map(str, arguments)], capture_output=True, text=True, check=True, timeout=900).stdout)

    def delivery(self, side, count):
        """Messages a second, counted when in the boxes."""
        boxes = [f"{u}@{DOMAIN}" for u in USERS]
        rates = []
        with Counter(side, USERS) as boxes_now:
            for _ in range(self.runs):
                before = boxes_now.count()
                sent = self.run("deliver", side.smtp, 20, count, 10240, *boxes)
                began = time.monotonic()
                while boxes_now.count() < before + count:
                    time.sleep(0.02)
                # The client's own clock, plus what came into the boxes after its last acknowledgement.
                rates.append(count / (sent["seconds"] + time.monotonic() - began))
        return statistics.median(rates)

    def fill(self, side, user, count):
        """A mailbox of `count` messages of about 2 KiB."""
        with Counter(side, [user]) as box:
            while (have := box.count()) < count:
                self.run("deliver", side.smtp, 20, count - have, 2048, f"{user}@{DOMAIN}")
                for _ in range(600):
                    if box.count() >= count:
                        break
                    time.sleep(0.2)

    def command(self, side, user, *commands, repeat=None):
        return self.run("command", side.imap, f"{user}@{DOMAIN}", PASSWORD, repeat or self.runs, "INBOX", *commands)["median_seconds"]

    def first_search(self, side, users, count, keys):
        """Seconds of the first SEARCH for `keys` over `count` messages that have just come in, each user once."""
        times = []
        for user in users:
            with Counter(side, [user]) as box:
                have = box.count()
                self.run("deliver", side.smtp, 20, count, 2048, f"{user}@{DOMAIN}")
                while box.count() < have + count:
                    time.sleep(0.02)
            times.append(self.command(side, user, f"SEARCH {have + 1}:* {keys}", repeat=1))
        return statistics.median(times)

    def idle_kib(self, side, sessions):
        """Memory of one more idle, selected session, KiB (Pss of all processes)."""
        before = pss_kib(side.pids())
        holder = subprocess.Popen([self.load, "hold", str(side.imap), f"{USERS[0]}@{DOMAIN}", PASSWORD, str(sessions), "INBOX"],
                                  stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        holder.stdout.readline()
        time.sleep(2)
        after = pss_kib(side.pids())
        holder.communicate(input="")
        return (after - before) / sessions


def measure(bench, side, sizes):
    results = {}

    def note(name, value, unit, better):
        results[name] = (value, unit, better)
        print(f"  {side.name}: {name}: {value:.4g} {unit}", flush=True)

    note("durable delivery, 10 KiB, 20 connections", bench.delivery(side, 400 if bench.quick else 3000), "messages/s", "more")
    user = USERS[0]
    rate = statistics.median(bench.run("append", side.imap, f"{user}@{DOMAIN}", PASSWORD, 100 if bench.quick else 500, 4096)["per_second"] for _ in range(bench.runs))
    note("APPEND, one connection, 4 KiB", rate, "messages/s", "more")
    latency = bench.run("idle-latency", side.smtp, side.imap, f"{user}@{DOMAIN}", PASSWORD, 10 if bench.quick else 30, f"{user}@{DOMAIN}")
    note("final dot to EXISTS in IDLE", latency["median_seconds"] * 1000, "ms", "less")
    for name, keys, users in (("SUBJECT", 'SUBJECT "load 3"', USERS[2:5]), ("BODY", 'BODY "zzyzx no such words"', USERS[5:8])):
        fresh = 100 if bench.quick else 1000
        note(f"first SEARCH {name}, {fresh} fresh messages", bench.first_search(side, users, fresh, keys) * 1000, "ms", "less")
    note("work behind these acknowledgements", settle(side), "s", "less")
    note("idle session", bench.idle_kib(side, 100 if bench.quick else 1000), "KiB", "less")
    for size in sizes:
        user = USERS[sizes.index(size) + 1]
        bench.fill(side, user, size)
        note(f"work behind the acknowledgements, {size} messages", settle(side), "s", "less")
        for name, command in (("FETCH FLAGS", "FETCH 1:* (FLAGS UID)"), ("FETCH ENVELOPE", "FETCH 1:* (ENVELOPE)"),
                              ("FETCH BODYSTRUCTURE", "FETCH 1:* (BODYSTRUCTURE)"), ("FETCH whole bodies", "FETCH 1:* (BODY.PEEK[])"),
                              ("SEARCH SUBJECT", 'SEARCH SUBJECT "load 3"'), ("SEARCH BODY", 'SEARCH BODY "zzyzx no such words"'),
                              ("SEARCH UNSEEN", "SEARCH UNSEEN")):
            if size > 20000 and name in ("FETCH whole bodies",):
                continue
            note(f"{name}, {size} messages", bench.command(side, user, command) * 1000, "ms", "less")
        note(f"STORE one message, {size} messages", bench.command(side, user, r"STORE 7 +FLAGS (\Flagged)", r"STORE 7 -FLAGS (\Flagged)", repeat=100) * 1000, "ms", "less")
    return results


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--load", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--large", action="store_true", help="also a mailbox of 100,000")
    arguments = parser.parse_args()
    bench = Bench(os.path.abspath(arguments.load), arguments.quick)
    sizes = [1000] if arguments.quick else [10000, 100000] if arguments.large else [10000]
    results = {}
    work = tempfile.mkdtemp(prefix="vanthu-bench-", dir=os.environ.get("VANTHU_BENCH_DIR"))
    try:
        sides = [Vanthu(os.path.abspath(arguments.binary), work)]
        if Peer.installed():
            sides.append(Peer(work))
        else:
            print("Postfix and Dovecot are not installed (or we are not root): only Vanthu is measured")
        for side in sides:
            print(f"{side.name}: {side.settings}")
            try:
                side.start()
                results[side.name] = measure(bench, side, sizes)
            finally:
                side.stop()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    ours = results["Vanthu"]
    theirs = results.get("Postfix + Dovecot", {})
    print("\n| what | Vanthu | Postfix + Dovecot | ratio (over 1: Vanthu is better) |\n|---|---|---|---|")
    for name, (value, unit, better) in ours.items():
        if name in theirs:
            other = theirs[name][0]
            ratio = value / other if better == "more" else other / value if value else float("inf")
            print(f"| {name} | {value:.4g} {unit} | {other:.4g} {unit} | {ratio:.2f} |")
        else:
            print(f"| {name} | {value:.4g} {unit} | | |")


if __name__ == "__main__":
    main()
