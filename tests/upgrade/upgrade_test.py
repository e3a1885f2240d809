#!/usr/bin/env python3
"""Every store that a released binary wrote still opens: stores/*.tar.xz under this binary, seen by clients and commands as before.
  upgrade_test.py --binary build/release/vanthu
"""
import argparse
import email.utils
import glob
import imaplib
import json
import os
import re
import shutil
import sys
import tarfile
import tempfile
import time
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.join(HERE, "..", "story"))
from kept_store import seen  # noqa: E402
from office import Office, free_port_base  # noqa: E402
from pdf_signer import FAKETIME  # noqa: E402
from small_town import DOMAIN, PASSWORD, PEOPLE, SmallTown, at, box  # noqa: E402


def opened(binary, archive, work):
    """The store unpacked, its settings pointing at where it lies now."""
    with tarfile.open(archive) as tar:
        tar.extractall(work, filter="data")
    office = Office(binary, os.path.join(work, "office"), free_port_base(47000))
    office.domain = DOMAIN
    with open(office.config, encoding="utf-8") as f:
        text = f.read()
    # The path and the ports it was made with are those of the machine that made it.
    old = re.search(r'"(/[^"\n]*/office)/', text)
    if old:
        text = text.replace(old.group(1), office.data)
    text = re.sub(r"port_base\s*=\s*\d+", f"port_base = {office.base}", text)
    with open(office.config, "w", encoding="utf-8") as f:
        f.write(text)
    return office


def same(path, before, now):
    """What was there is there: values alike; keys and rows may be added, sentences may read better."""
    if isinstance(before, dict):
        for key, value in before.items():
            if key.startswith(("signature", "verdict")):
                continue
            assert key in now, (path, key, "is gone")
            same(f"{path}/{key}", value, now[key])
    elif isinstance(before, list) and path.startswith("/search"):
        missing = [hit for hit in before if hit not in now]
        assert not missing, (path, missing, "are not found any more")
    elif isinstance(before, list):
        assert len(before) == len(now), (path, len(before), len(now))
        for number, (a, b) in enumerate(zip(before, now)):
            same(f"{path}/{number}", a, b)
    else:
        assert before == now, (path, before, now)


def check_sent_days(office):
    """SEARCH SENTON finds every message at the day its Date field says, and only there: rows from before the column sent_offset and after."""
    found = 0
    for local in PEOPLE:
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
        client.login(at(local), PASSWORD)
        days = {}
        mails = client.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (DATE)])")[1] if client.select("INBOX", readonly=True)[1] != [b"0"] else []
        for item in mails:
            if isinstance(item, tuple) and b":" in item[1]:
                date = email.utils.parsedate_to_datetime(item[1].decode().partition(":")[2].strip())
                days.setdefault(date.strftime("%-d-%b-%Y"), []).append(int(item[0].split()[0]))
        for day, numbers in days.items():
            assert [int(n) for n in client.search(None, "SENTON", day)[1][0].split()] == numbers, (local, day, numbers)
            found += len(numbers)
        client.logout()
    assert found > 20, found


def check_lists(office):
    """The rows that lists read are made in the background: then each header field is what stands in the message, and each Message-ID finds it."""
    deadline = time.monotonic() + 60
    while True:
        with open(os.path.join(office.data, "server.log"), errors="replace") as f:
            if "lists of all older mail are ready" in f.read():
                break
        assert time.monotonic() < deadline, "no JOB-0010"
        time.sleep(0.2)
    found = 0
    names = "(FROM TO SUBJECT DATE MESSAGE-ID X-NOBODY)"
    for local in PEOPLE:
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
        client.login(at(local), PASSWORD)
        count = int(client.select("INBOX", readonly=True)[1][0])
        items = client.fetch("1:*", f"(BODY.PEEK[HEADER.FIELDS {names}])")[1] if count else []
        listed = [item[1] for item in items if isinstance(item, tuple)]
        whole = [item[1] for item in (client.fetch("1:*", "(BODY.PEEK[HEADER])")[1] if count else []) if isinstance(item, tuple)]
        for number, (fields, header) in enumerate(zip(listed, whole), 1):
            chosen = re.findall(rb"(?im)^(?:from|to|subject|date|message-id):[^\r]*\r\n(?:[ \t][^\r]*\r\n)*", header)
            assert b"".join(chosen) + b"\r\n" == fields, (local, number, fields)
            for identity in re.findall(rb"(?im)^message-id: *(<[^<>\s]+>)\r\n", fields):
                numbers = client.search(None, "HEADER", "Message-ID", '"' + identity.decode() + '"')[1][0].split()
                assert str(number).encode() in numbers, (local, number, identity, numbers)
            found += 1
        client.logout()
    assert found > 20, found


def check(binary, archive, work):
    with open(archive.replace(".tar.xz", ".json"), encoding="utf-8") as f:
        before = json.load(f)
    office = opened(binary, archive, work)
    office.run("verify")
    # The day after it was written: numbers and deadlines of then are of this year still.
    library = next(path for path in FAKETIME if os.path.exists(path))
    office.start(environment={"LD_PRELOAD": library, "FAKETIME": "@2026-12-01 08:00:00", "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
                              "TZ": "Asia/Ho_Chi_Minh"})
    try:
        same("", before, json.loads(json.dumps(seen(office))))
        office.run("rebuild", "registers", "--check")
        office.run("rebuild", "search")
        same("/search", before["search"], json.loads(json.dumps(seen(office)["search"])))
        check_lists(office)
        check_sent_days(office)
        # And it goes on: mail, an answer to a task of then, a number behind those of then.
        town = SmallTown(office, work)
        town.person("an").send([at("ha")], "Sau khi nâng cấp", "Thư mới.")
        town.person("ha").wait("Sau khi nâng cấp")
        check_sent_days(office)
        duc = town.person("duc")
        duc.answer(duc.wait("Báo cáo thu ngân sách", box("giaoviec.lamson")), "tiến độ 80%")
        town.person("chutich").wait("Báo cáo thu ngân sách", text="80%")
        town.person("nhung").send([at("vanthu")], "xin số", "XIN SỐ BC")
        town.person("nhung").wait("[SỐ 04/")
        town.close()
        check_lists(office)
        office.run("rebuild", "registers", "--check")
    except Exception:
        with open(os.path.join(office.data, "server.log"), errors="replace") as f:
            print(f.read()[-2000:])
        raise
    finally:
        office.stop()
    office.run("verify")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    arguments = parser.parse_args()
    passed = failed = 0
    for archive in sorted(glob.glob(os.path.join(HERE, "stores", "*.tar.xz"))):
        work = tempfile.mkdtemp(prefix="vanthu-upgrade-")
        try:
            check(os.path.abspath(arguments.binary), archive, work)
            passed += 1
            print(f"ok      {os.path.basename(archive)}")
        except Exception:
            failed += 1
            print(f"FAILED  {os.path.basename(archive)}\n{traceback.format_exc()}")
        finally:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
