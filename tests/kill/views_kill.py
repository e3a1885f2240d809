#!/usr/bin/env python3
"""kill -9 while the flags of a large mailbox change and while packed copies of views are written; between two starts the
copies in DIR/views are cut, changed, exchanged, set back or removed: every start shows what was acknowledged.
  views_kill.py --binary build/release/vanthu [--rounds 10]
"""
import argparse
import imaplib
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import CommandFailed, Office, free_port_base  # noqa: E402

PASSWORD = "Song-Ma.17Xanh"
DOMAIN = "kill.example"
MESSAGES = 2200   # ViewCopies::kFrom is 2,000
SHARE = 700       # messages of one command: one unit of STORE
FLAGS = ["\\Seen", "\\Flagged", "\\Answered", "\\Deleted", "Viec", "$Forwarded"]


def mail(number):
    return f"From: a@ngoai.example\r\nSubject: {number}\r\nMessage-ID: <{number}@views>\r\n\r\nx\r\n".encode()


class Client:
    """A session on INBOX that knows what has been acknowledged: UID -> flags."""

    def __init__(self, office):
        self.imap = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
        self.imap.login(f"an@{DOMAIN}", PASSWORD)
        self.imap.select("INBOX")
        self.next = int(self.imap.untagged_responses["UIDNEXT"][0])
        self.exists = int(self.imap.untagged_responses["EXISTS"][0])
        self.highest = int(self.imap.untagged_responses["HIGHESTMODSEQ"][0])

    def state(self):
        _, data = self.imap.uid("FETCH", "1:*", "(UID FLAGS)")
        out = {}
        for line in data:
            uid = int(re.search(rb"UID (\d+)", line).group(1))
            flags = re.search(rb"FLAGS \(([^)]*)\)", line).group(1).decode().split()
            out[uid] = frozenset(flags) - {"\\Recent"}
        return out


def step(client, known, number):
    """One random change: what is known once it is acknowledged, and the command."""
    after = dict(known)
    uids = sorted(known)
    kind = random.random()
    if kind < 0.1 or len(uids) < MESSAGES - 100:
        after[client.next] = frozenset(["\\Seen"])
        client.next += 1
        return after, lambda: client.imap.append("INBOX", "(\\Seen)", None, mail(number))
    if kind < 0.2:
        for uid in [uid for uid in uids if "\\Deleted" in known[uid]]:
            del after[uid]
        return after, client.imap.expunge
    first = random.randrange(len(uids))
    share = uids[first:first + random.choice([1, 40, SHARE])]
    flags = frozenset(random.sample(FLAGS[:3] + FLAGS[4:], 2))
    sign = random.choice("+- ").strip()
    if len(share) < 10 and random.random() < 0.5:
        flags = frozenset(["\\Deleted"])
        sign = "+"
    for uid in share:
        after[uid] = known[uid] | flags if sign == "+" else known[uid] - flags if sign == "-" else flags
    words = f"({' '.join(flags)})"
    return after, lambda: client.imap.uid("STORE", f"{share[0]}:{share[-1]}", sign + "FLAGS.SILENT", words)


def change(office, client, known, number):
    """Changes until the server is gone or told to go; the states that may be there afterwards."""
    done = threading.Event()
    mode = random.choice(["kill", "cut", "cut", "stop"])
    timer = threading.Timer(random.uniform(0.1, 0.6), office.kill if mode == "kill" else done.set)
    timer.start()
    states = [known]
    try:
        while not done.is_set():
            after, command = step(client, states[0], number)
            states.append(after)
            answer, _ = command()
            if answer != "OK":
                raise CommandFailed(f"a command was answered {answer}")
            states = [after]
    except (OSError, imaplib.IMAP4.abort):
        pass
    timer.join()
    if mode == "cut":   # in the middle of what it writes at its end
        office.process.send_signal(signal.SIGTERM)
        time.sleep(random.uniform(0.0, 0.12))
        office.kill()
    office.stop()
    return mode, states


def damage(views, kept):
    """Something happens to the copies. `kept`: copies of earlier rounds by name."""
    names = sorted(os.listdir(views)) if os.path.isdir(views) else []
    for name in names:
        with open(os.path.join(views, name), "rb") as f:
            kept.setdefault(name, []).append(f.read())
    names = [name for name in names if name.endswith(".view")]
    what = random.choice(["nothing", "nothing", "cut", "bit", "older", "other", "gone"])
    if not names:
        return "none there"
    path = os.path.join(views, random.choice(names))
    with open(path, "rb") as f:
        now = f.read()
    if what == "cut":
        now = now[:random.randrange(len(now) + 1)]
    elif what == "bit" and now:
        at = random.randrange(len(now))
        now = now[:at] + bytes([now[at] ^ 1 << random.randrange(8)]) + now[at + 1:]
    elif what == "older":
        now = random.choice(kept[os.path.basename(path)])
    elif what == "other":
        now = random.choice(kept[random.choice(sorted(kept))])
    if what == "gone":
        os.unlink(path)
    elif what != "nothing":
        with open(path, "r+b") as f:
            f.truncate(0)
            f.write(now)
    return what


def fill(office):
    client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
    client.login(f"an@{DOMAIN}", PASSWORD)
    for number in range(MESSAGES):
        client.append("INBOX", None, None, mail(number))
    client.select("INBOX")
    client.copy(f"1:{MESSAGES}", "Archive")   # a second large mailbox, whose copy may stand in the first one's place
    client.logout()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rounds", type=int, default=10)
    arguments = parser.parse_args()
    random.seed(os.environ.get("VANTHU_SEED", "views"))
    work = tempfile.mkdtemp(prefix="vanthu-views-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(22000))
    views = os.path.join(office.data, "views")
    passed = failed = copies = 0
    kept = {}
    try:
        office.init(DOMAIN, "UBND xã Thử")
        office.hire({"an": "Nguyễn Văn An"}, PASSWORD)
        office.start()
        fill(office)
        office.stop()
        states, highest = None, 0
        for number in range(arguments.rounds):
            was = damage(views, kept)
            office.start()
            client = Client(office)
            now = client.state()
            problems = []
            if states is not None and now not in states:
                wrong = [uid for uid in set(now) | set(states[0]) if now.get(uid) != states[0].get(uid)]
                problems.append(f"{len(wrong)} messages are not as acknowledged: {sorted(wrong)[:5]}")
            if client.exists != len(now) or client.next <= max(now) or client.highest < highest:
                problems.append("EXISTS, UIDNEXT or HIGHESTMODSEQ is wrong")
            highest = client.highest
            mode, states = change(office, client, now, number)
            copies += any(name.endswith(".view") for name in (os.listdir(views) if os.path.isdir(views) else []))
            if number % 5 == 4 or number == arguments.rounds - 1:
                report = office.json("verify", allowed=(0, 65))
                problems += [f"verify: {p['where']}: {p['what']}" for p in report["problems"]]
            passed, failed = passed + (not problems), failed + bool(problems)
            for problem in problems[:10]:
                print(f"round {number} (copies: {was}, end: {mode}): {problem}", flush=True)
        if copies < arguments.rounds // 2:
            print(f"only after {copies} of {arguments.rounds} rounds there was a copy")
            failed += 1
    except (CommandFailed, OSError, imaplib.IMAP4.error) as failure:
        print(f"{type(failure).__name__}: {failure}")
        failed += 1
    finally:
        office.kill()
        if failed:
            print(f"the data stays in {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
