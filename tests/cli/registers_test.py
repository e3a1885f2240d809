#!/usr/bin/env python3
"""Registers and tasks are only a fold over the journals: every projection row is deleted, a new process makes them again, and they
are what they were. And the reports as text, CSV, JSON and pages to print.
  registers_test.py --binary build/release/vanthu [--keep DIR] [--database mysql://… (its rows are lost)]
"""
import argparse
import csv
import imaplib
import io
import json
import os
import re
import shutil
import smtplib
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import CommandFailed, Office, free_port_base  # noqa: E402

DOMAIN = "so.example"
PASSWORD = "Song-Ma.17Xanh"
TABLES = ["task", "task_party", "book_number", "outgoing_recipient", "incoming_document", "dispatched_file", "task_hand", "question", "said_once", "task_series"]
UNITS = [["code", "name", "symbol", "parent", "kind", "mail"],
         ["BS", "UBND thị xã Bỉm Sơn", "UBND", "", "office", ""],
         ["LS", "UBND phường Lam Sơn", "UBND", "BS", "office", "lamson"]]
STAFF = [["full_name", "title", "unit", "phone", "address", "role"],
         ["Mai Đình Lâm", "Chủ tịch", "BS", "", "chutich", "leader"],
         ["Lê Hồng Nhung", "Văn thư", "BS", "", "nhung", "clerk"],
         ["Vũ Minh Đức", "Chủ tịch", "LS", "", "duc", "leader"]]
PEOPLE = [row[4] for row in STAFF[1:]]


def write_csv(path, rows):
    with open(path, "w", encoding="utf-8", newline="") as f:
        csv.writer(f).writerows(rows)


class Database:
    """The rows behind the program's back: SQLite's file, or MariaDB by its own client."""

    def __init__(self, office, url):
        self.file, self.url = os.path.join(office.data, "vanthu.db"), url

    def mariadb(self, statement, schema=True):
        parts = urllib.parse.urlsplit(self.url)
        place = urllib.parse.parse_qs(parts.query).get("socket", [""])[0]
        words = ["mariadb", "--no-defaults", f"--user={parts.username}", f"--password={parts.password}", f"--socket={place}", "--batch", "--skip-column-names"]
        done = subprocess.run([*words, *([parts.path[1:]] if schema else []), "-e", statement], capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout.splitlines()

    def run(self, statement):
        if self.url:
            return self.mariadb(statement)
        db = sqlite3.connect(self.file, isolation_level=None)
        try:
            return list(map(repr, db.execute(statement).fetchall()))
        finally:
            db.close()   # the program does not open what another one has open

    def dump(self):
        return {table: sorted(self.run(f"SELECT * FROM {table}")) for table in TABLES}


def send(office, who, to, subject, text, in_reply_to=None):
    lines = [f"From: <{who}@{DOMAIN}>", f"To: {', '.join(to)}", f"Subject: {subject}", f"Message-ID: <{time.time_ns()}@khach.example>"]
    if in_reply_to:
        lines.append(f"In-Reply-To: {in_reply_to}")
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text, ""]
    with office.submission() as client:
        client.login(f"{who}@{DOMAIN}", PASSWORD)
        client.sendmail(f"{who}@{DOMAIN}", [re.sub(r"[<>]", "", address) for address in to], "\r\n".join(lines).encode(), ["SMTPUTF8", "BODY=8BITMIME"])


def newest(office, who, wanted, seconds=30):
    """Header fields of the newest message in somebody's INBOX whose subject holds `wanted` (plain ASCII)."""
    for _ in range(seconds * 5):
        client = office.imap()
        try:
            client.login(f"{who}@{DOMAIN}", PASSWORD)
            client.select("INBOX", readonly=True)
            _, data = client.search(None, "SUBJECT", f'"{wanted}"')
            if data and data[0]:
                _, found = client.fetch(data[0].split()[-1], "(BODY.PEEK[HEADER])")
                text = re.sub(r"\r\n[ \t]+", " ", found[0][1].decode("utf-8", "replace"))
                return {name.lower(): value for name, value in re.findall(r"(?m)^([!-9;-~]+):[ \t]*(.*?)\r?$", text)}
        finally:
            client.logout()
        time.sleep(0.2)
    raise AssertionError(f"{who} got nothing with {wanted}")


def begin(binary, work, url):
    office = Office(binary, os.path.join(work, "data"), free_port_base(33000))
    if url:
        Database(office, url).mariadb(f"DROP DATABASE IF EXISTS {urllib.parse.urlsplit(url).path[1:]}", schema=False)
    office.init(DOMAIN, "UBND thị xã Bỉm Sơn", ["--database", url] if url else [])
    units, staff = os.path.join(work, "units.csv"), os.path.join(work, "staff.csv")
    write_csv(units, UNITS)
    write_csv(staff, STAFF)
    office.run("unit", "import", units)
    office.run("staff", "import", staff, "--slips", os.path.join(work, "slips.csv"))
    for who in PEOPLE:
        office.run("account", "set-password", f"{who}@{DOMAIN}", "--stdin", "--no-change", stdin=PASSWORD + "\n")
    return office


def a_day_of_mail(office):
    send(office, "chutich", [f"giaoviec@{DOMAIN}", f"giaoviec.lamson@{DOMAIN}"], "Bao cao su dung phan mem", "Đề nghị báo cáo, trong 20 ngày làm việc.")
    send(office, "chutich", [f"giaoviec@{DOMAIN}", f"nhung@{DOMAIN}"], "Ra soat van ban", "Rà soát giúp tôi.")
    card = newest(office, "nhung", "NV-2")
    for answer in ("nhận", "tiến độ 50%", "xong"):
        send(office, "nhung", [card.get("reply-to", card["from"]).split("<")[-1].strip("<> ")], "Re: " + "NV", answer, card["message-id"])
    for kind in ("BC", "QĐ", "SY", "TB"):
        send(office, "nhung", [f"vanthu@{DOMAIN}"], "xin so", f"XIN SỐ {kind}")
    given = newest(office, "nhung", "TB-UBND")
    send(office, "nhung", [f"vanthu@{DOMAIN}"], "Re: [SỐ 03/TB-UBND] Đã cấp số văn bản", "HỦY ghi nhầm loại", given["message-id"])
    with smtplib.SMTP("127.0.0.1", office.base + 25, timeout=30) as client:
        client.sendmail("vanthu@stttt.example", [f"vanthu@{DOMAIN}"],
                        ("From: So TTTT <vanthu@stttt.example>\r\nTo: <vanthu@%s>\r\nSubject: [VB 1132/STTTT-CNTT] V/v bao cao\r\n"
                         "Message-ID: <vb1132@stttt.example>\r\n\r\nKinh gui.\r\n" % DOMAIN).encode())
    send(office, "nhung", [f"vanthu@{DOMAIN}"], "Re: [VB 1132/STTTT-CNTT] V/v bao cao", "VÀO SỔ", "<vb1132@stttt.example>")


def check_reports(office, keep):
    tasks = office.run("report", "tasks", "--csv").stdout.splitlines()
    assert tasks[0] == "unit_code,total,done_on_time,done_late,open_in_time,open_near_due,open_overdue,no_deadline,returned,extended,on_time_pct,due_changed,name", tasks
    assert tasks[-1].startswith("TOTAL,2,"), tasks
    as_json = office.json("report", "tasks", "--from", "01/01/2020")
    assert as_json["total"]["total"] == 2 and len(as_json["rows"]) == 2, as_json
    assert office.json("report", "tasks", "--to", "2020-12-31")["total"]["total"] == 0
    rows = list(csv.DictReader(io.StringIO(office.run("report", "dispatch", "--book", "out", "--csv").stdout)))
    assert [row["number_symbol"] for row in rows] == ["01/BC-UBND", "02/QĐ-UBND", "03/TB-UBND"], rows
    assert rows[2]["note"] == "Số hủy: ghi nhầm loại" and rows[0]["note"] == "Đã cấp số, chưa phát hành", rows
    books = office.json("report", "dispatch")
    assert [(b["office"], b["book"], len(b["rows"])) for b in books] == [("BS", "out", 3), ("BS", "copies", 1), ("BS", "in", 1)], books
    assert books[0]["rows"][2]["state"] == "void" and books[2]["rows"][0]["arrival_number"] == "01", books
    follow = office.json("report", "dispatch", "--book", "followup", "--office", "BS")
    assert "1132/STTTT-CNTT" in follow[0]["rows"][0]["document"], follow
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN" in office.run("report", "dispatch").stdout
    for words in (["tasks", "--from", "2026-13-01"], ["dispatch", "--to", "hôm nay"], ["tasks", "--from", "2026-12-02", "--to", "01/12/2026"],
                  ["dispatch", "--book", "bia"]):
        done = office.run("report", *words, allowed=(64,))
        assert done.returncode == 64 and words[-1].split("/")[0] in done.stderr, done
    assert office.run("report", "tasks", "--office", "KHONG", allowed=(65,)).returncode == 65
    for name, words in (("tasks", ["tasks"]), ("dispatch", ["dispatch"]), ("followup", ["dispatch", "--book", "followup"])):
        page = office.run("report", *words, "--html").stdout
        assert page.startswith("<!DOCTYPE html>") and "A4 landscape" in page and "<script" not in page
        if keep:
            with open(os.path.join(keep, name + ".html"), "w", encoding="utf-8") as f:
                f.write(page)


def run(binary, work, keep, url):
    office = begin(binary, work, url)
    db = Database(office, url)
    office.start()
    try:
        a_day_of_mail(office)
        newest(office, "nhung", " 01] ")   # registered
        assert office.json("rebuild", "registers", "--check")["difference_count"] == 0   # inside the daemon
        check_reports(office, keep)
    finally:
        office.stop()
    before = db.dump()
    assert all(before[table] for table in TABLES if table not in ("outgoing_recipient", "dispatched_file", "task_hand", "question", "said_once", "task_series")), before
    for table in TABLES:
        db.run(f"DELETE FROM {table}")
    assert not any(db.dump().values())
    done = office.run("rebuild", "registers", "--check", allowed=(65,))
    assert done.returncode == 65 and "book_number" in done.stdout and not any(db.dump().values()), done
    done = office.run("rebuild", "registers")
    assert db.dump() == before, "the rebuilt rows differ from the live ones"
    done = office.run("rebuild", "registers", "--check")
    assert "No difference" in done.stdout, done
    db.run("UPDATE book_number SET state = 1 WHERE number = 3")
    done = office.run("rebuild", "registers", "--check", "--json", allowed=(65,))
    differences = json.loads(done.stdout)["differences"]
    assert [(d["table"], d["column"], d["live"], d["rebuilt"]) for d in differences] == [("book_number", "state", "1", "2")], differences
    office.run("rebuild", "registers")
    assert db.dump() == before
    report = office.json("verify")
    assert report["ok"], report
    # A journal that lost an event: verify and the rebuild say so, and nothing is changed.
    db.run("DELETE FROM mailbox_email WHERE email = (SELECT email FROM journal_event WHERE seq = 3 LIMIT 1)")
    done = office.run("rebuild", "registers", allowed=(65,))
    assert done.returncode == 65 and "seq 3" in done.stderr, done
    assert db.dump() == before
    done = office.run("verify", "--quick", allowed=(65,))
    assert "journal of office" in done.stdout, done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--keep", help="a directory for the printed pages")
    parser.add_argument("--database", help="mysql://… instead of SQLite; the schema is dropped first")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-registers-")
    try:
        run(os.path.abspath(arguments.binary), work, arguments.keep, arguments.database)
    except (AssertionError, CommandFailed, OSError, imaplib.IMAP4.error, KeyError, ValueError, smtplib.SMTPException, sqlite3.Error, subprocess.SubprocessError) as failure:
        print(f"{type(failure).__name__}: {str(failure)[:3000]}")
        return 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("1 passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
