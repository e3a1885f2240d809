#!/usr/bin/env python3
"""What an administrator meets after a bad disk or a careless hand: a redo log damaged in its middle, an index taken away while the
server runs.
  damage_test.py --binary build/release/vanthu
"""
import imaplib
import json
import os
import shutil
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cli_case import DOMAIN, PASSWORD, CliCase, run  # noqa: E402


class Damage(CliCase):
    def test_a_damaged_redo_log_is_refused_and_kept(self):
        office = self.office("redo")
        self.one_person(office)
        office.start()
        self.deliver(office, 20)
        validity = self.uid_validity(office)
        office.kill()
        redo = os.path.join(office.data, "vanthu.db-redo")
        with open(redo, "rb") as f:
            log = bytearray(f.read())
        places = [i for i in range(len(log)) if log.startswith(b"VRD1", i)]
        assert len(places) > 20, len(places)
        log[places[-8] + 60] ^= 4
        with open(redo, "wb") as f:
            f.write(log)
        for words in (("serve",), ("verify",), ("account", "list")):
            done = self.vanthu(*words, "--config", office.config)
            assert done.returncode == 65, (words, done)
            for said in ("bị hỏng ở giữa", "Chưa thay đổi gì", "is damaged in its middle", "Nothing was changed", "verify --accept-loss"):
                assert said in done.stderr, (said, done.stderr)
            with open(redo, "rb") as f:
                assert f.read() == bytes(log), words
        done = self.vanthu("verify", "--accept-loss", "--config", office.config)
        assert done.returncode == 0 and "SQL-0008" in done.stderr, done
        with open(redo + ".damaged-1", "rb") as f:
            assert f.read() == bytes(log)
        office.start()
        assert 5 <= len(self.bodies(office)) < 20, len(self.bodies(office))
        renewed = self.uid_validity(office)
        assert renewed > validity and "STO-0007" in done.stderr, (validity, renewed, done)
        self.deliver(office, 3, start=100)
        office.stop()
        office.run("verify")
        office.start()
        assert self.uid_validity(office) == renewed
        office.stop()

    def test_search_says_when_its_index_is_half_made(self):
        office = self.office("search")
        self.one_person(office)
        office.start()
        self.deliver(office, 30)
        answer = {}
        for _ in range(100):
            answer = office.json("search", f"an@{DOMAIN}", "noi")
            if answer["complete"]:
                break
            assert answer["indexed"] < answer["messages"], answer
            time.sleep(0.1)
        assert (answer["total"], answer["messages"], answer["indexed"], answer["complete"]) == (30, 30, 30, True), answer
        assert "Not complete" not in office.run("search", f"an@{DOMAIN}", "noi").stdout

    def test_indexes_removed_while_it_runs_come_back(self):
        office = self.office("removed")
        self.one_person(office)
        office.start()
        self.deliver(office, 5)
        for name in ("search", "substring"):
            shutil.rmtree(os.path.join(office.data, name))
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=30)
        client.login(f"an@{DOMAIN}", PASSWORD)
        client.select("INBOX", readonly=True)
        deadline = time.time() + 90
        while time.time() < deadline:
            assert client.search(None, "BODY", '"dung 3"')[1] == [b"4"]
            there = all(os.path.exists(os.path.join(office.data, *path)) for path in (("search", "manifest"), ("substring", "store")))
            found = self.vanthu("search", f"an@{DOMAIN}", "noi", "--json", "--config", office.config)
            if there and found.returncode == 0 and json.loads(found.stdout)["total"] == 5:
                break
            time.sleep(1)
        else:
            raise AssertionError("they did not come back")
        client.logout()
        office.stop()


if __name__ == "__main__":
    sys.exit(run(Damage))
