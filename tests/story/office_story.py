"""The second half of the story: the founding report's two documents and its tasks, carried as official mail.

The department sends signed 1132/STTTT-CNTT, the town registers it, its chairman directs, two wards work, the town answers with signed
147/BC-UBND; then the 559 tasks of 2017. Ports and published commands only; keys are made on the spot by openssl.
"""
import csv
import datetime
import json
import os
import smtplib
import time

import keys
import replay_2017
from people import Person, read, text_of

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "data")
LETTER = "1132/STTTT-CNTT"
REPORT = "147/BC-UBND"


class OfficeFailed(Exception):
    pass


def want(condition, what):
    if not condition:
        raise OfficeFailed(what)


def pdf(text):
    """A file that looks like a document; nobody reads it here."""
    return b"%PDF-1.4\n% " + text.encode() + b"\n%%EOF\n"


def today():
    """In the office's zone."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))).date()


def day(ahead):
    then = today() + datetime.timedelta(days=ahead)
    return f"{then.day}/{then.month}/{then.year}"


class OfficeStory:
    """Plays on top of a Story: the same office, the same people."""

    def __init__(self, story, domain):
        self.story, self.office, self.domain = story, story.office, domain
        self.before = ""

    # --- who ---
    def at(self, local):
        return f"{local}@{self.domain}"

    def box(self, local):
        """A role mailbox as its members see it."""
        return f"Shared/{self.at(local)}/INBOX"

    def someone(self, title, unit):
        name, address = self.story.person(title, unit)
        return Person(self.office, address, self.story.own_password(address), name)

    def people(self):
        self.chairman = self.someone("Chủ tịch UBND thị xã", "BS")
        self.clerk = self.someone("Văn thư", "BS.VP")
        self.lamson = self.someone("Chủ tịch UBND phường", "LAMSON")
        self.lamson_clerk = self.someone("Văn thư", "LAMSON")
        self.dongson = self.someone("Chủ tịch UBND phường", "DONGSON")
        self.department_clerk = self.someone("Văn thư Sở", "STTTT")

    # --- the steps ---
    def department_joins(self):
        units = self.office.json("unit", "import", os.path.join(DATA, "department_units.csv"))
        want(units["error"] == 0 and units["create"] == 1, units)
        slips = os.path.join(self.story.work, "department-slips.csv")
        staff = self.office.json("staff", "import", os.path.join(DATA, "department_staff.csv"), "--slips", slips)
        want(staff["error"] == 0 and staff["create"] == 2, staff)
        with open(slips, encoding="utf-8-sig", newline="") as f:
            self.story.slips.update((row["full_name"], row) for row in csv.DictReader(f))
        with open(os.path.join(DATA, "department_staff.csv"), encoding="utf-8", newline="") as f:
            self.story.people += list(csv.DictReader(f))
        self.people()
        out = self.office.json("book", "open", "STTTT", "out", "--last", "1131")
        want(out["next"] == 1132, out)
        want(self.office.json("book", "open", "BS", "out", "--last", "146")["next"] == 147, "the town's book")
        return "an office of its own; the books go on behind the old ones: next 1132 there, 147 in the town"

    def make_keys(self):
        work = os.path.join(self.story.work, "keys")
        self.root = keys.make_root(work)
        self.town = keys.make_certificate(work, self.root, "UBND thị xã Bỉm Sơn", self.at("vanthu"))
        self.department = keys.make_certificate(work, self.root, "Sở Thông tin và Truyền thông", self.at("vanthu.sotttt"))
        self.outside = keys.make_certificate(work, self.root, "Sở Thông tin và Truyền thông", "vanthu@stttt.example", "outside")
        self.signer = keys.make_certificate(work, self.root, self.chairman.name, self.chairman.address)
        stranger_root = keys.make_root(work, "Gốc không ai biết", "other-root")
        self.stranger = keys.make_certificate(work, stranger_root, "UBND thị xã Bỉm Sơn", self.at("vanthu"), "stranger")
        self.office.run("trust", "add", self.root.certificate)
        for address, key in ((self.at("vanthu"), self.town), (self.at("vanthu.sotttt"), self.department), (self.chairman.address, self.signer)):
            added = self.office.json("cert", "add", address, key.certificate)
            want(not added["notices"], added)
        keys.write_seal(os.path.join(self.office.data, "seals", "BS.pem"), self.town)
        self.office.give(os.path.join(self.office.data, "seals"))
        self.office.run("seal", "check")
        return "a root, two offices and a signer, made by openssl; the town's own mail is sealed"

    def department_sends(self):
        self.department_clerk.send([self.at("vanthu.sotttt")], "Xin số công văn", "XIN SỐ CV CNTT\nBáo cáo kết quả triển khai các phần mềm")
        given = self.department_clerk.wait(f"[SỐ {LETTER}]")
        want(f"[VB {LETTER}]" in text_of(read(given)), text_of(read(given)))
        entity = keys.mixed_entity("Kính gửi: UBND thị xã Bỉm Sơn\n\nĐề nghị báo cáo kết quả triển khai bốn phần mềm.\n", [("1132.pdf", "application/pdf", pdf(LETTER))])
        self.letter = self.department_clerk.dispatch(self.at("vanthu.sotttt"), [self.at("vanthu")], f"[VB {LETTER}] Báo cáo kết quả triển khai phần mềm", entity, self.department)
        arrived = self.clerk.wait(f"[VB {LETTER}]", self.box("vanthu"))
        want(arrived.endswith(self.letter[self.letter.index(b"MIME-Version"):]), "the signed bytes changed on the way")
        results = str(read(arrived)["Authentication-Results"])
        want("smime=pass" in results, results)
        receipt = text_of(read(self.department_clerk.wait(f"[TT] {LETTER}")))
        want("1. UBND thị xã Bỉm Sơn" in receipt and ": 01 " in receipt, receipt)
        return f"{LETTER} reserved by mail, signed, sent; in the town's records mailbox with smime=pass; receipt 01"

    def town_registers(self):
        arrived = self.clerk.wait(f"[VB {LETTER}]", self.box("vanthu"))
        self.clerk.answer(arrived, "VÀO SỔ")
        stamp = self.clerk.wait("[ĐẾN 01]")
        want(LETTER in text_of(read(stamp)), text_of(read(stamp)))
        told = self.department_clerk.wait(f"[TT 03] {LETTER}", self.box("vanthu.sotttt"))
        want("01 (" in text_of(read(told)), text_of(read(told)))
        return "VÀO SỔ by reply: arrival number 01, the department is told 03"

    def outside_letter(self):
        """The same department on a server of its own, by port 25: shown with its verdict, registered by the clerk, never by itself."""
        entity = keys.mixed_entity("Kính gửi: UBND thị xã Bỉm Sơn\n")
        raw = keys.signed_message({"From": "vanthu@stttt.example", "To": self.at("vanthu"), "Subject": "[VB 1140/STTTT-CNTT] Nhắc báo cáo"}, entity, self.outside)
        with smtplib.SMTP("127.0.0.1", self.office.base + 25, timeout=30) as client:
            client.sendmail("vanthu@stttt.example", [self.at("vanthu")], raw)
        arrived = self.clerk.wait("[VB 1140/STTTT-CNTT]", self.box("vanthu"))
        want("smime=pass" in str(read(arrived)["Authentication-Results"]), read(arrived)["Authentication-Results"])
        rows = self.register("in")
        want(len(rows) == 1, f"port 25 made an entry by itself: {rows}")
        self.clerk.answer(arrived, "vao so")
        self.clerk.wait("[ĐẾN 02]")
        return "1140/STTTT-CNTT came by port 25, was judged and shown; only the clerk's VÀO SỔ registers it: 02"

    def chairman_directs(self):
        tasks = self.at("giaoviec")
        title = f"Báo cáo kết quả triển khai phần mềm theo {LETTER}"
        self.chairman.send([tasks, self.at("giaoviec.lamson")], title, f"Đề nghị UBND phường báo cáo, hạn {day(10)}.")
        self.at_lamson = self.lamson.wait("NV-", self.box("giaoviec.lamson"))
        self.chairman.send([tasks, self.at("giaoviec.dongson")], title, f"Đề nghị UBND phường báo cáo, hạn {day(10)}.")
        self.at_dongson = self.dongson.wait("NV-", self.box("giaoviec.dongson"))
        year = today().year
        one, two = f"[NV-{year}-000001]", f"[NV-{year}-000002]"
        want(one in str(read(self.at_lamson)["Subject"]) and two in str(read(self.at_dongson)["Subject"]), "the tasks have other numbers")
        echo = text_of(read(self.chairman.wait(f"{two} Đã giao")))
        want("UBND phường Đông Sơn" in echo and LETTER in echo, echo)
        # A specialist's mail makes no task; whoever has the right token and the wrong account moves none.
        self.numbers = one, two
        self.dongson.answer(self.at_lamson, "nhận")
        told = text_of(read(self.dongson.wait(f"Re: {one}")))
        want("Không tìm thấy nhiệm vụ" in told and "Lam Sơn" not in told, told)
        return f"two mails to {tasks} citing {LETTER} are two tasks, {one} and {two}; each ward has one message of its own"

    def wards_work(self):
        one, two = self.numbers
        self.lamson.answer(self.at_lamson, "nhận")
        self.chairman.wait(one, text="đã nhận nhiệm vụ")
        self.lamson.answer(self.lamson.wait(one, self.box("giaoviec.lamson"), text="đã nhận"), "Xong\nKết quả gửi kèm.")
        self.chairman.answer(self.chairman.wait(one, text="chờ xác nhận"), "đóng")
        self.lamson.wait(one, self.box("giaoviec.lamson"), text="đã chấp nhận kết quả")
        self.dongson.answer(self.at_dongson, f"xin gia hạn {day(17)} vì chờ số liệu")
        self.chairman.answer(self.chairman.wait(two, text="vì chờ số liệu"), "Đồng ý")
        wanted = today() + datetime.timedelta(days=17)
        self.dongson.wait(two, self.box("giaoviec.dongson"), text=wanted.strftime("%d/%m/%Y"))
        return "one ward: nhận, xong, closed by the chairman; the other: an extension asked and approved"

    def town_answers(self):
        self.clerk.send([self.at("vanthu")], "xin số", "XIN SỐ BC")
        self.clerk.wait(f"[SỐ {REPORT}]")
        records, to = self.at("vanthu"), [self.at("vanthu.sotttt"), self.at("vanthu.lamson"), self.at("vanthu.dongson")]
        subject = f"[VB {REPORT}] Kết quả triển khai phần mềm, trả lời công văn {LETTER}"
        entity = keys.mixed_entity(f"Kính gửi: Sở Thông tin và Truyền thông\n\nTrả lời công văn {LETTER}, UBND thị xã báo cáo như đính kèm.\n",
                                   [("147-BC-UBND.pdf", "application/pdf", pdf(REPORT))])
        refused = []
        for what, signers, words in (("unsigned", [], "chưa được ký"), ("a stranger's signature", [self.stranger], "")):
            try:
                self.clerk.dispatch(records, to, subject, entity, *signers)
                raise OfficeFailed(f"{what}: dispatched")
            except smtplib.SMTPDataError as answer:
                want(answer.smtp_code >= 500, answer)
                refused.append(what)
        self.clerk.wait("Chưa phát hành văn bản")
        self.clerk.dispatch(records, to, subject, entity, self.signer, self.town)
        receipt = text_of(read(self.clerk.wait(f"[TT] {REPORT}")))
        want(receipt.count(": 01 ") >= 3, receipt)
        arrived = self.department_clerk.wait(f"[VB {REPORT}]", self.box("vanthu.sotttt"))
        self.department_clerk.answer(arrived, "VÀO SỔ")
        self.clerk.wait(f"[TT 03] {REPORT}", self.box("vanthu"))
        self.lamson_clerk.answer(self.lamson_clerk.wait(f"[VB {REPORT}]", self.box("vanthu.lamson")), "VÀO SỔ")
        self.clerk.wait(f"[TT 03] {REPORT}", self.box("vanthu"), text="2. UBND phường Lam Sơn <vanthu.lamson@" + self.domain + ">: 03")
        return f"{REPORT}, signed by the chairman and the office, to three offices: 01 from all, 03 from two; {' and '.join(refused)} refused with reasons"

    # --- the registers ---
    def register(self, book, unit="BS"):
        (table,) = self.office.json("report", "dispatch", "--office", unit, "--book", book)
        return table["rows"]

    def registers(self):
        return json.dumps([self.register(book, unit) for unit in ("BS", "STTTT", "LAMSON") for book in ("out", "in", "followup")], ensure_ascii=False)

    def registers_show(self):
        out, incoming, followed = self.register("out"), self.register("in"), self.register("followup")
        want([row["number_symbol"] for row in out] == ["01–146", REPORT], out)
        want(LETTER in out[1]["note"] and len(out[1]["receivers"]) == 3, out[1])
        want([r["status"] for r in out[1]["receivers"]] == ["03", "03", "01"], out[1]["receivers"])
        want([row["number_symbol"] for row in incoming] == [LETTER, "1140/STTTT-CNTT"], incoming)
        first = followed[0]
        want(LETTER in first["document"] and REPORT in first["answer"] and "Lam Sơn" in first["recipient"], first)
        want(self.register("out", "STTTT")[1]["number_symbol"] == LETTER, "the department's book")
        text = self.office.run("report", "dispatch", "--office", "BS").stdout
        want("SỔ ĐĂNG KÝ VĂN BẢN ĐI" in text and REPORT in text, text)
        return f"outgoing, incoming and follow-up: {LETTER} is answered by {REPORT}"

    def check_registers(self):
        report = self.office.json("rebuild", "registers", "--check")
        want(report["difference_count"] == 0 and report["events"] > 0, report)
        return report

    def kill(self):
        self.before = self.registers()
        for person in (self.chairman, self.clerk, self.lamson, self.lamson_clerk, self.dongson, self.department_clerk):
            person.close()
        self.office.kill()
        self.office.start()
        want(self.registers() == self.before, "the registers changed over the kill")
        report = self.check_registers()
        self.office.run("rebuild", "registers")
        want(self.registers() == self.before, "the rebuilt registers differ")
        return f"kill -9, started again: the same registers; folded anew from {report['events']} journal events: no difference"

    def replay(self):
        leaders = [self.story.person(title, "BS")[1] for title in ("Chủ tịch UBND thị xã",)]
        holders = []
        for unit, mail in (("LAMSON", "lamson"), ("DONGSON", "dongson"), ("BACSON", "bacson"), ("BADINH", "badinh"), ("NGOCTRAO", "ngoctrao"),
                           ("PHUSON", "phuson")):
            box = self.at(f"giaoviec.{mail}")
            holders.append((box, self.story.person("Chủ tịch UBND phường", unit)[1], box))
        for unit, mail in (("HALAN", "halan"), ("QUANGTRUNG", "quangtrung")):
            box = self.at(f"giaoviec.{mail}")
            holders.append((box, self.story.person("Chủ tịch UBND xã", unit)[1], box))
        for unit in ("BS.NV", "BS.TCKH", "BS.VHTT", "BS.TP", "BS.TNMT", "BS.KT"):
            address = self.story.person("Trưởng phòng", unit)[1]
            holders.append((address, address, address))
        lines = replay_2017.lines(leaders, self.at("giaoviec"), holders)
        path = os.path.join(self.story.work, "2017.jsonl")
        with open(path, "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        began = time.monotonic()
        report = self.office.json("mail", "replay", path, allowed=(0, 65))
        took = time.monotonic() - began
        wrong = [line for line in report["results"] if line["outcome"] != "applied"]
        want(report["applied"] == len(lines) and not wrong, f"{len(wrong)} of {len(lines)} lines: {wrong[:3]}")
        return f"{len(lines)} mails of 2017, all applied, in {took:.0f} s ({len(lines) / took:.0f} a second)"

    def report(self):
        report = self.office.json("report", "tasks", "--from", "2017-03-01", "--to", "2017-08-31")
        total = report["total"]
        want((total["total"], total["done_on_time"], total["on_time_pct"]) == (replay_2017.TOTAL, replay_2017.ON_TIME, 92.5), total)
        last = self.office.run("report", "tasks", "--from", "2017-03-01", "--to", "2017-08-31", "--csv").stdout.strip().splitlines()[-1]
        want(last.startswith("TOTAL,559,517,30,0,0,12,") and last.split(",")[10] == "92.5", last)  # columns only join at the end
        return f"559 tasks, 517 on time, {total['done_late']} late, {total['open_overdue']} never done: {total['on_time_pct']} %"

    def fold(self):
        report = self.check_registers()
        return f"{report['events']} events in {report['offices']} journals, {report['rows']} rows, no difference"

    def play(self):
        step = self.story.step
        print("Signed documents and tasks:", flush=True)
        step("the department joins, books go on", self.department_joins)
        step("keys", self.make_keys)
        step(f"the department sends {LETTER}", self.department_sends)
        step("the town registers it", self.town_registers)
        step("a letter from outside", self.outside_letter)
        step("the chairman directs", self.chairman_directs)
        step("the wards work", self.wards_work)
        step(f"the town answers with {REPORT}", self.town_answers)
        step("the registers", self.registers_show)
        step("kill -9, restart, rebuild", self.kill)
        step("the tasks of 2017", self.replay)
        step("the report", self.report)
        step("rebuild registers --check", self.fold)
        step("verify", self.story.verify)
