"""A store as a released binary left it, and what clients and commands see of it: written down once, compared for ever.

`write` plays a small town with a binary and answers what is seen; `seen` looks at a running office. Tasks in several states, numbers
(reserved, void, used), a signed document with receipts, a letter from outside, folders, flags, keywords, tombstones, a refused sign-in, an index.
"""
import email.policy
import hashlib
import imaplib
import json
import os
import re
import smtplib
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
import keys  # noqa: E402
from office import Office  # noqa: E402
from office_story import day  # noqa: E402
from people import read  # noqa: E402
from small_town import DOMAIN, PASSWORD, PEOPLE, SmallTown, at, box  # noqa: E402

WORDS = ("bao cao", '"báo cáo"', "phụ lục", "thu le", "đồng", "so:01", "tu:nhung")


def number_of(person, sent):
    for _ in range(400):
        raw = person.newest("[SỐ ", last=5)
        if raw is not None and str(read(raw)["In-Reply-To"]) == sent:
            return str(read(raw)["Subject"]).split("]")[0][len("[SỐ "):]
        time.sleep(0.05)
    raise AssertionError("no number came")


def play_tasks(town):
    chair, duc = town.person("chutich"), town.person("duc")
    room = box("giaoviec.lamson")
    for title in ("Báo cáo thu ngân sách", "Kiểm kê tài sản", "Chuẩn bị hội nghị"):
        chair.send([at("giaoviec"), at("giaoviec.lamson"), at("giaoviec.dongson")], title, f"Đề nghị thực hiện. Hạn {day(9)}.")
    first, second, third = (duc.wait(title, room) for title in ("Báo cáo thu ngân sách", "Kiểm kê tài sản", "Chuẩn bị hội nghị"))
    duc.answer(first, "nhận")
    duc.answer(first, "tiến độ 40%")
    duc.answer(first, f"gia hạn {day(20)} vì chờ số liệu")
    duc.answer(second, "XONG")
    chair.answer(chair.wait("Kiểm kê tài sản", text="chờ xác nhận"), "đóng")
    duc.answer(third, "từ chối không đủ người")
    chair.wait("Chuẩn bị hội nghị", text="không đủ người")
    chair.send([at("giaoviec"), at("giaoviec.lamson")], "Hai thời hạn", f"Hạn {day(5)}, chậm nhất {day(9)}.")
    chair.wait("Cần làm rõ: Hai thời hạn")


def play_documents(town):
    clerk = town.person("nhung")
    first, second = (number_of(clerk, clerk.send([at("vanthu")], "xin số", wish)) for wish in ("XIN SỐ BC", "XIN SỐ CV VX"))
    clerk.answer(clerk.wait(f"[SỐ {second}]"), "HỦY viết nhầm")
    clerk.wait("Đã hủy số")
    entity = keys.mixed_entity("Kính gửi các phường.\n", [("van-ban.pdf", "application/pdf", b"%PDF-1.4 x")])
    clerk.dispatch(at("vanthu"), [at("vanthu.lamson"), at("vanthu.dongson"), "vanthu@so.example"], f"[VB {first}] Báo cáo thu lệ phí", entity, town.town_key)
    lan, hai = town.person("lan"), town.person("hai")
    lan.answer(lan.wait(f"[VB {first}]", box("vanthu.lamson")), "VÀO SỔ")
    clerk.wait(f"[TT 03] {first}", box("vanthu"))
    hai.answer(hai.wait(f"[VB {first}]", box("vanthu.dongson")), "từ chối thiếu phụ lục")
    clerk.wait(f"[TT 02] {first}", box("vanthu"))
    outside = (f"From: So Tai chinh <vanthu@so.example>\r\nTo: {at('vanthu')}\r\nSubject: 4521/STC-QLNS bao cao quyet toan\r\nMessage-ID: <l@so.example>\r\n"
               "Date: Mon, 30 Nov 2026 08:00:00 +0700\r\n\r\nKinh gui.\r\n")
    with smtplib.SMTP("127.0.0.1", town.office.base + 25, timeout=30) as client:
        client.sendmail("vanthu@so.example", [at("vanthu")], outside)
    clerk.answer(clerk.wait("4521/STC-QLNS", box("vanthu")), "VÀO SỔ")
    clerk.wait("vào sổ", text="4521")
    clerk.send([at("vanthu")], "xin số", "XIN SỐ TTr")          # stays reserved
    clerk.wait("[SỐ 03")


def play_mailboxes(office):
    client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
    client.login(at("an"), PASSWORD)
    client.create('"&AQE-n ph&Hqk-m/2026"')
    client.create("Luu")
    client.subscribe("Luu")
    big = b"x" * 400000
    for number, text in enumerate(("Tờ trình số một", "Về việc đồng áng", "đã xóa", "to gap doi " * 200, "cuối")):
        mail = f"From: b@xa.example\r\nTo: {at('an')}\r\nSubject: =?utf-8?q?{''.join(f'={b:02X}' for b in text[:20].encode())}?=\r\n".encode()
        mail += b"Message-ID: <m%d@xa.example>\r\nDate: Tue, 1 Dec 2026 10:00:00 +0700\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" % number
        client.append("INBOX", (r"\Seen", r"\Flagged", "($Forwarded \\Answered)", r"\Draft", "")[number], f'"0{number + 1}-Dec-2026 09:00:00 +0700"', mail + text.encode() + b"\r\n" + (big if number == 4 else b""))
    client.select("INBOX")
    client.store("3", "+FLAGS", r"(\Deleted)")
    client.expunge()
    client.store("2", "+FLAGS", r"(\Deleted tukhoa)")
    client.copy("1:2", "Luu")
    client.logout()
    wrong = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
    try:
        wrong.login(at("hai"), "wrong-password")
    except imaplib.IMAP4.error:
        pass
    wrong.shutdown()


def write(binary, data, port_base, work):
    office = Office(binary, data, port_base)
    office.init(DOMAIN, "UBND thị xã Thử")
    office.start()
    town = SmallTown(office, work)
    town.make()
    town.make_keys()
    play_tasks(town)
    play_documents(town)
    play_mailboxes(office)
    time.sleep(3)              # the index comes to rest
    found = seen(office)
    town.close()
    office.stop()
    return found


def mailbox_of(client, name):
    status, count = client.select(name if name.startswith('"') else f'"{name}"', readonly=True)
    assert status == "OK", name
    validity = client.response("UIDVALIDITY")[1][0].decode()
    messages = {}
    if count == [b"0"]:
        return {"uid_validity": validity, "messages": {}, "structures": ""}
    _, items = client.fetch("1:*", "(UID FLAGS INTERNALDATE RFC822.SIZE MODSEQ BODY.PEEK[])")
    for item in items:
        if not isinstance(item, tuple):
            continue
        head = item[0].decode()
        uid = re.search(r"UID (\d+)", head).group(1)
        flags = sorted(f for f in re.search(r"FLAGS \(([^)]*)\)", head).group(1).split() if f != r"\Recent")
        messages[uid] = [flags, re.search(r'INTERNALDATE "([^"]*)"', head).group(1), int(re.search(r"RFC822\.SIZE (\d+)", head).group(1)),
                         int(re.search(r"MODSEQ \((\d+)\)", head).group(1)), hashlib.sha256(item[1]).hexdigest()]
    _, items = client.fetch("1:*", "(UID ENVELOPE BODYSTRUCTURE)")
    structures = hashlib.sha256(b"".join(item if isinstance(item, bytes) else b"".join(item) for item in items)).hexdigest()
    return {"uid_validity": validity, "messages": messages, "structures": structures}


def seen(office):
    """What people and commands see, as JSON that does not depend on the hour."""
    out = {"mailboxes": {}, "search": {}}
    for local in PEOPLE:
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=60)
        client.login(at(local), PASSWORD)
        client.enable("CONDSTORE")
        _, lines = client.list('""', '"*"')
        names = sorted(re.search(rb'"/" (.*)$', line).group(1).decode().strip('"') for line in lines if line and rb"\Noselect" not in line and rb"\NonExistent" not in line)
        out["mailboxes"][local] = {name: mailbox_of(client, name) for name in names}
        client.logout()
    for words in WORDS:
        answer = office.json("search", at("nhung"), words)
        out["search"][words] = sorted((r["mailbox"], r["uid"]) for r in answer["results"])
    out["registers"] = {f"{unit} {book}": [table["rows"] for table in office.json("report", "dispatch", "--office", unit, "--book", book)]
                        for unit in ("TX", "LS", "DS") for book in ("out", "in")}
    out["tasks"] = {k: v for k, v in office.json("report", "tasks")["total"].items() if k in ("total", "done_on_time", "returned", "extended", "no_deadline")}
    out["accounts"] = sorted((a["address"], a.get("role")) for a in office.json("account", "list"))
    out["queue"] = sorted(row["recipient"] for row in office.json("queue", "list"))
    return out
