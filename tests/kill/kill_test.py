#!/usr/bin/env python3
"""kill -9 under load, many times: nothing acknowledged is lost, nothing is there twice, bytes are as sent.

Writers deliver by SMTP and APPEND by IMAP as fast as they can, remember what was acknowledged, and the server is killed at a
random moment. After the restart every acknowledged message must be there exactly once, an unacknowledged one at most once.
  kill_test.py --binary build/release/vanthu [--rounds 60]
"""
import argparse
import imaplib
import os
import random
import re
import shutil
import smtplib
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import CommandFailed, Office, free_port_base  # noqa: E402

PASSWORD = "Song-Ma.17Xanh"
DOMAIN = "kill.example"
PEOPLE = ["an", "binh", "cuong"]


class Load:
    """Writers of one round."""

    def __init__(self, office, round_number):
        self.office, self.round = office, round_number
        self.acknowledged, self.tried = {}, set()   # key → (address, body)
        self.lock = threading.Lock()
        self.stop = threading.Event()

    def message(self, key, size):
        body = "".join(random.choice("abcdefgh ijklmnop\n") for _ in range(size)).replace("\n", "\r\n")
        text = f"From: doi-tac@ngoai.example\r\nTo: x@{DOMAIN}\r\nSubject: kill {key}\r\nMessage-ID: <{key}@kill>\r\n\r\n{body}\r\n"
        return text.replace("\r\n.", "\r\nx")

    def smtp_writer(self, index):
        count = 0
        try:
            client = smtplib.SMTP("127.0.0.1", self.office.base + 25, timeout=10)
            client.ehlo("ngoai.example")
            while not self.stop.is_set():
                key = f"s{self.round}.{index}.{count}"
                count += 1
                address = f"{random.choice(PEOPLE)}@{DOMAIN}"
                text = self.message(key, random.choice([200, 3000, 40000]))
                with self.lock:
                    self.tried.add(key)
                client.sendmail("doi-tac@ngoai.example", [address], text)
                with self.lock:
                    self.acknowledged[key] = (address, text)
        except (OSError, smtplib.SMTPException):
            pass

    def imap_writer(self, index):
        count = 0
        try:
            address = f"{PEOPLE[index % len(PEOPLE)]}@{DOMAIN}"
            client = imaplib.IMAP4("127.0.0.1", self.office.base + 143, timeout=10)
            client.login(address, PASSWORD)
            while not self.stop.is_set():
                key = f"a{self.round}.{index}.{count}"
                count += 1
                text = self.message(key, random.choice([100, 5000]))
                with self.lock:
                    self.tried.add(key)
                status, _ = client.append("INBOX", None, None, text.encode())
                if status == "OK":
                    with self.lock:
                        self.acknowledged[key] = (address, text)
        except (OSError, imaplib.IMAP4.error):
            pass

    def run(self, seconds):
        threads = [threading.Thread(target=self.smtp_writer, args=(i,), daemon=True) for i in range(3)]
        threads += [threading.Thread(target=self.imap_writer, args=(i,), daemon=True) for i in range(2)]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.office.kill()
        self.stop.set()
        for thread in threads:
            thread.join(15)


def found_since(office, seen_uids):
    """address → {key: [message bytes]} of the messages with UIDs not seen before."""
    found = {}
    for name in PEOPLE:
        address = f"{name}@{DOMAIN}"
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
        client.login(address, PASSWORD)
        client.select("INBOX", readonly=True)
        start = seen_uids.get(address, 0) + 1
        _, data = client.uid("FETCH", f"{start}:*", "(UID BODY.PEEK[])")
        for item in data:
            if not isinstance(item, tuple):
                continue
            uid = int(re.search(rb"UID (\d+)", item[0]).group(1))
            if uid < start:
                continue
            seen_uids[address] = max(seen_uids.get(address, 0), uid)
            match = re.search(rb"Message-ID: <([^@>]+)@kill>", item[1])
            key = match.group(1).decode() if match else f"?{uid}"
            found.setdefault(address, {}).setdefault(key, []).append(item[1])
        client.logout()
    return found


def check(load, found):
    problems = []
    where = {key: (address, copies) for address, keys in found.items() for key, copies in keys.items()}
    for key, (address, text) in load.acknowledged.items():
        if key not in where:
            problems.append(f"{key} was acknowledged and is gone")
            continue
        there, copies = where[key]
        if there != address or len(copies) != 1:
            problems.append(f"{key} is in {there} {len(copies)} times")
        elif not copies[0].endswith(text.encode()):
            problems.append(f"{key} came back changed")
    for key, (_, copies) in where.items():
        if key not in load.tried:
            problems.append(f"{key} was never sent")
        elif len(copies) > 1:
            problems.append(f"{key} is there {len(copies)} times")
    return problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rounds", type=int, default=60)
    arguments = parser.parse_args()
    random.seed(os.environ.get("VANTHU_SEED", "kill"))
    work = tempfile.mkdtemp(prefix="vanthu-kill-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(20000))
    passed = failed = acknowledged = 0
    try:
        office.init(DOMAIN, "UBND xã Thử")
        office.hire({name: f"Nguyễn Văn {name.title()}" for name in PEOPLE}, PASSWORD)
        seen = {}
        for number in range(arguments.rounds):
            office.start()
            load = Load(office, number)
            load.run(random.uniform(0.05, 0.6))
            office.start()
            problems = check(load, found_since(office, seen))
            acknowledged += len(load.acknowledged)
            if number % 20 == 19 or number == arguments.rounds - 1:
                report = office.json("verify", allowed=(0, 65))
                problems += [f"verify: {p['where']}: {p['what']}" for p in report["problems"]]
            passed, failed = passed + (not problems), failed + bool(problems)
            for problem in problems[:10]:
                print(f"round {number}: {problem}", flush=True)
            office.stop()
    except (CommandFailed, OSError, imaplib.IMAP4.error) as failure:
        print(f"{type(failure).__name__}: {failure}")
        failed += 1
    finally:
        office.kill()
        if failed:
            print(f"the data stays in {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{acknowledged} messages were acknowledged over {passed + failed} kills")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
