#!/usr/bin/env python3
"""SIGTERM while a long command runs in the server: the server stops in its usual time, the command says what was done and how to
go on, and doing so makes the work whole with nothing twice.
  stop_test.py --binary build/release/vanthu
"""
import argparse
import imaplib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import Office, free_port_base  # noqa: E402

DOMAIN = "dung.example"
ADDRESS = f"an@{DOMAIN}"
PASSWORD = "Song-Ma.17Xanh"
MESSAGES = 200000       # an import of many times USUAL, so that a job that looks at nothing is found out
MAILS = 60000
USUAL = 8               # seconds; nobody is signed in, so there is nothing to wait for


class Stop:
    def __init__(self, binary, work):
        self.work = work
        self.office = Office(binary, os.path.join(work, "office"), free_port_base(33000))
        self.office.init(DOMAIN, "UBND xã Thử")
        staff = os.path.join(work, "staff.csv")
        with open(staff, "w", encoding="utf-8") as f:
            f.write("full_name,title,unit,phone,address,role\nNguyễn Văn An,Chuyên viên,ROOT,,an,staff\nTrần Thị Bình,Chuyên viên,ROOT,,binh,staff\n")
        self.office.run("staff", "import", staff, "--slips", os.path.join(work, "slips.csv"))
        self.office.run("account", "set-password", ADDRESS, "--stdin", "--no-change", stdin=PASSWORD + "\n")

    def command(self, *words):
        return subprocess.Popen([self.office.binary, *words, "--config", self.office.config, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def count(self, mailbox):
        client = imaplib.IMAP4("127.0.0.1", self.office.base + 143, timeout=60)
        client.login(ADDRESS, PASSWORD)
        status, data = client.select(mailbox, readonly=True)
        client.logout()
        return int(data[0]) if status == "OK" else 0

    def stop_during(self, running, mailbox, least=300):
        """SIGTERM when `least` messages have come; answers the command's exit code, words and how long the server took."""
        deadline = time.monotonic() + 60
        while self.count(mailbox) < least:
            assert running.poll() is None, ("it ended too early", running.communicate())
            assert time.monotonic() < deadline, "nothing comes in"
            time.sleep(0.1)
        began = time.monotonic()
        self.office.stop()
        seconds = time.monotonic() - began
        out, err = running.communicate(timeout=20)
        assert seconds < USUAL, f"the server took {seconds:.1f} s to stop"
        return running.returncode, out, err

    def test_import_goes_on_after_a_stop(self):
        path = os.path.join(self.work, "box")
        with open(path, "w", encoding="utf-8") as f:
            for i in range(MESSAGES):
                f.write(f"From a@x Mon Nov 23 16:32:00 2026\nSubject: thư {i}\nMessage-ID: <{i}@dung>\n\nnội dung {i}\n\n")
        self.office.start()
        code, out, err = self.stop_during(self.command("mail", "import", ADDRESS, "Cu", path), "Cu")
        report = json.loads(out)
        assert code == 75 and report["stopped"] and 0 < report["imported"] < MESSAGES and "chạy lại" in err and "again" in err, (code, report, err)
        with open(path, encoding="utf-8") as f:   # the rest of a box of that size takes long: what was there and a little more
            wanted = report["imported"] + 500
            text = f.read().split("From a@x")[: wanted + 1]
        with open(path, "w", encoding="utf-8") as f:
            f.write("From a@x".join(text))
        self.office.start()
        assert self.count("Cu") == report["imported"]
        again = self.office.json("mail", "import", ADDRESS, "Cu", path)
        assert again["known"] == report["imported"] and again["imported"] == wanted - report["imported"] and not again["stopped"], (report, again)
        assert self.count("Cu") == wanted
        assert self.office.json("verify", "--quick")["ok"]
        self.office.stop()

    def test_replay_goes_on_after_a_stop(self):
        path = os.path.join(self.work, "mails.jsonl")
        lines = []
        for i in range(MAILS):
            message = f"From: {ADDRESS}\nTo: {ADDRESS}\nSubject: thu {i}\nMessage-ID: <{i}@gui>\n\nnoi dung\n"
            lines.append(json.dumps({"at": "2026-03-01T08:00:00+07:00", "from": ADDRESS, "to": [ADDRESS], "message": message}))
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        self.office.start()
        before = self.count("INBOX")
        code, out, err = self.stop_during(self.command("mail", "replay", path), "INBOX", before + 100)
        report = json.loads(out)
        following = report["next_line"]
        assert code == 75 and 1 < following < MAILS and f"--from-line {following}" in err and "chạy lại" in err, (code, following, err)
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines[: following + 50]) + "\n")
        self.office.start()
        again = self.office.json("mail", "replay", path, "--from-line", str(following))
        assert again["next_line"] == 0, again
        assert self.count("INBOX") == before + following + 50
        assert self.office.run("mail", "replay", path, "--from-line", "x", allowed=(64,)).returncode == 64
        self.office.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-stop-")
    stop = Stop(arguments.binary, work)
    passed = failed = 0
    for name in sorted(n for n in dir(Stop) if n.startswith("test_")):
        if arguments.words and not any(w in name for w in arguments.words):
            continue
        began = time.monotonic()
        try:
            getattr(stop, name)()
            passed += 1
            print(f"ok      {name} ({time.monotonic() - began:.1f} s)", flush=True)
        except Exception:
            failed += 1
            print(f"FAILED  {name}\n{traceback.format_exc()}", flush=True)
            stop.office.kill()
    stop.office.kill()
    if failed:
        print(f"the data stays in {work}")
    else:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
