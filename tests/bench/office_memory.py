#!/usr/bin/env python3
"""Memory of the server with an office of 500 accounts of which 50 are at work (mark: at most 512 MiB resident).

Every account has mail; 50 people are signed in with four sessions each (selected INBOX, IDLE), read, search and get mail all the time.
  office_memory.py --binary build/release/vanthu --load build/release/tests/bench/bench_mail_load [--accounts 500] [--active 50]
"""
import argparse
import imaplib
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import side_by_side as bench  # noqa: E402


def resident_mib(pid):
    """VmRSS and VmHWM of the process, MiB."""
    with open(f"/proc/{pid}/status") as f:
        fields = {line.split(":")[0]: line.split()[1] for line in f if line.startswith(("VmRSS:", "VmHWM:"))}
    return int(fields["VmRSS"]) / 1024, int(fields["VmHWM"]) / 1024


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--load", required=True)
    parser.add_argument("--accounts", type=int, default=500)
    parser.add_argument("--active", type=int, default=50)
    arguments = parser.parse_args()
    people = [f"u{i}" for i in range(arguments.accounts)]
    active = people[:arguments.active]
    bench.USERS = people
    work = tempfile.mkdtemp(prefix="vanthu-memory-", dir=os.environ.get("VANTHU_BENCH_DIR"))
    side = bench.Vanthu(os.path.abspath(arguments.binary), work)
    side.with_passwords = active
    load = os.path.abspath(arguments.load)
    holders = []

    def show(what):
        now, peak = resident_mib(side.office.process.pid)
        print(f"{what}: {now:.0f} MiB resident, {peak:.0f} MiB at most so far", flush=True)

    try:
        side.start()
        show(f"{len(people)} accounts, nobody there")
        addresses = [f"{u}@{bench.DOMAIN}" for u in people]
        subprocess.run([load, "deliver", str(side.smtp), "20", str(10 * len(people)), "10240", *addresses], check=True, capture_output=True)
        show("ten messages for everybody")
        subprocess.run([load, "deliver", str(side.smtp), "20", str(100 * len(active)), "4096", *addresses[:len(active)]], check=True, capture_output=True)
        for user in active:
            holders.append(subprocess.Popen([load, "hold", str(side.imap), f"{user}@{bench.DOMAIN}", bench.PASSWORD, "4", "INBOX"],
                                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
        for holder in holders:
            holder.stdout.readline()
        show(f"{len(active)} people with four sessions each")
        for round_ in range(3):
            for user in active:
                client = imaplib.IMAP4("127.0.0.1", side.imap)
                client.login(f"{user}@{bench.DOMAIN}", bench.PASSWORD)
                client.select("INBOX")
                client.search(None, "BODY", '"bao cao"')
                client.fetch("1:*", "(FLAGS ENVELOPE BODYSTRUCTURE)")
                client.fetch("1:*", "(BODY.PEEK[])")
                client.logout()
            subprocess.run([load, "deliver", str(side.smtp), "20", "1000", "10240", *addresses], check=True, capture_output=True)
            show(f"round {round_ + 1}: everybody searches and reads, 1,000 messages come")
        time.sleep(20)
        show("20 s later")
    finally:
        for holder in holders:
            holder.communicate(input="")
        side.stop()
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
