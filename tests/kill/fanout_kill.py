#!/usr/bin/env python3
"""kill -9 while a message to many people is on its way into their boxes: accepted with its full list and the first hundred, the rest follow in chunks.
After the restart everybody must have it exactly once when it was acknowledged, and everybody or nobody when it was not.
  fanout_kill.py --binary build/release/vanthu [--people 1000] [--rounds 8] [--seed N]
"""
import argparse
import os
import random
import shutil
import smtplib
import socket
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from database_rows import rows  # noqa: E402
from office import Office, free_port_base  # noqa: E402

DOMAIN = "dong.example"


def counts(office):
    """(people who have it, copies) of every content."""
    return {content: (people, copies) for content, people, copies in rows(office, "SELECT content, COUNT(DISTINCT account), COUNT(*) FROM email GROUP BY content")}


def one_round(office, number, people, chance):
    """Sends one message and kills the server; True when it was acknowledged."""
    client = smtplib.SMTP("localhost", office.base + 25, timeout=60)
    client.ehlo("ngoai.example")
    client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    commands = b"MAIL FROM:<a@ngoai.example>\r\n" + b"".join(b"RCPT TO:<p%d@%s>\r\n" % (i, DOMAIN.encode()) for i in range(people))
    threading.Thread(target=client.sock.sendall, args=(commands,), daemon=True).start()
    for _ in range(people + 1):
        code, answer = client.getreply()
        assert code == 250, answer
    killer = threading.Timer(chance.uniform(0, 0.02) if number % 4 == 3 else 60, office.kill)
    killer.start()
    try:
        code, answer = client.data(f"From: a@ngoai.example\r\nSubject: to all {number}\r\n\r\n{number}\r\n")
        assert code == 250, answer
        acknowledged = True
        time.sleep(chance.choice((0, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4)))
    except (OSError, smtplib.SMTPException):
        acknowledged = False
    killer.cancel()
    office.kill()
    return acknowledged


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    work = tempfile.mkdtemp(prefix="vanthu-fanout-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(56000))
    faults, in_the_middle, acknowledged = [], 0, 0
    try:
        office.init(DOMAIN, "UBND xã Đông")
        office.hire({f"p{i}": f"Người Thứ {i}" for i in range(arguments.people)})
        known = set()
        for number in range(arguments.rounds):
            office.start()
            said = one_round(office, number, arguments.people, chance)
            acknowledged += said
            now = {c: n for c, n in counts(office).items() if c not in known}
            in_the_middle += any(n[0] < arguments.people for n in now.values())
            office.start()                                     # the rest follows before the listeners open, or at once
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                now = {c: n for c, n in counts(office).items() if c not in known}
                if all(n[0] >= arguments.people for n in now.values()):
                    break
                time.sleep(0.1)
            office.stop()
            now = {c: n for c, n in counts(office).items() if c not in known}
            known |= set(now)
            right = list(now.values()) == [(arguments.people, arguments.people)] or (not said and not now)
            if not right:
                faults.append(f"round {number}, {'acknowledged' if said else 'not acknowledged'}: {now}")
        verified = office.json("verify", allowed=(0, 65))
        if not verified["ok"]:
            faults.append(f"verify: {verified['problems'][:3]}")
    except Exception as failure:  # noqa: BLE001
        faults.append(f"{type(failure).__name__}: {failure}")
    finally:
        office.kill()
        shutil.rmtree(work, ignore_errors=True)
    for fault in faults:
        print(fault)
    print(f"seed {arguments.seed}: {arguments.rounds} kills, {acknowledged} acknowledged before, {in_the_middle} in the middle of the chunks")
    print(f"{0 if faults else 1} passed, {1 if faults else 0} failed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
