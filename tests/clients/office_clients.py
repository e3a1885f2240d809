#!/usr/bin/env python3
"""An office at work by mail alone, with programs nobody here wrote: tasks driven by swaks, by Python's libraries and by mutt; documents
signed by `openssl cms`, `openssl smime` and `pdfsig`; bad signatures refused. On SQLite, and on MariaDB when VANTHU_TEST_MYSQL_URL is set.
  office_clients.py --binary build/release/vanthu
"""
import argparse
import email.header
import email.utils
import json
import os
import shutil
import smtplib
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
import keys  # noqa: E402
import pdf_signer  # noqa: E402
from named_tests import play as run_tests, print_log  # noqa: E402
from office import Office, free_port_base  # noqa: E402
from office_pdf import PdfDocuments  # noqa: E402
from office_story import day, today  # noqa: E402
from people import read, text_of  # noqa: E402
from small_town import DOMAIN, PASSWORD, SmallTown, at, box  # noqa: E402


def run(*command, stdin=None, timeout=60, cwd=None):
    done = subprocess.run(command, capture_output=True, input=stdin, timeout=timeout, cwd=cwd)
    assert done.returncode == 0, f"{command[0]} exit {done.returncode}: {(done.stdout + done.stderr)[-1500:].decode('utf-8', 'replace')}"
    return done.stdout


def encoded(text):
    return email.header.Header(text, "utf-8").encode()


class Swaks:
    """Sends by swaks; what came is looked up by IMAP."""

    def __init__(self, test, local):
        self.test, self.person = test, test.town.person(local)

    def send(self, to, subject, text, in_reply_to=""):
        extra = ["--h-In-Reply-To", in_reply_to, "--h-References", in_reply_to] if in_reply_to else []
        run("swaks", "--server", f"localhost:{self.test.office.base + 587}", "-tls", "--auth", "PLAIN", "--auth-user", self.person.address,
            "--auth-password", PASSWORD, "--from", self.person.address, "--to", ",".join(to), "--h-Subject", encoded(subject),
            "--h-From", f"<{self.person.address}>", "--add-header", "MIME-Version: 1.0", "--add-header", "Content-Type: text/plain; charset=utf-8",
            "--add-header", "Content-Transfer-Encoding: 8bit", "--body", text, *extra)

    def answer(self, raw, text):
        original = read(raw)
        to = email.utils.getaddresses([str(original["Reply-To"] or original["From"])])[0][1]
        self.send([to], "Re: " + str(original["Subject"]), text, str(original["Message-ID"]))


class Mutt:
    """Sends by mutt in batch mode, from a draft as an editor leaves it."""

    def __init__(self, test, local):
        self.test, self.person, self.drafts = test, test.town.person(local), 0
        self.rc = os.path.join(test.work, f"muttrc-{local}")
        base, address = test.office.base, self.person.address
        with open(self.rc, "w", encoding="utf-8") as f:
            f.write(f"""set from = "{address}"
set realname = "{self.person.name}"
set charset = "utf-8"
set ssl_ca_certificates_file = "{os.path.join(test.office.data, 'tls', 'ca.pem')}"
set smtp_url = "smtps://{address.replace('@', '%40')}@localhost:{base + 465}"
set smtp_pass = "{PASSWORD}"
set certificate_file = "{os.path.join(test.work, 'mutt-certificates')}"
set copy = no
set hostname = "{DOMAIN}"
""")

    def draft(self, header, text):
        self.drafts += 1
        path = os.path.join(self.test.work, f"draft-{self.person.address}-{self.drafts}")
        with open(path, "w", encoding="utf-8") as f:
            f.write(header + "\n" + text + "\n")
        done = subprocess.run(["mutt", "-F", self.rc, "-H", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
                              env=dict(os.environ, LANG="C.UTF-8", LC_ALL="C.UTF-8"))
        assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace")[-800:]

    def send(self, to, subject, text):
        self.draft(f"To: {', '.join(to)}\nSubject: {subject}\n", text)

    def answer(self, raw, text):
        original = read(raw)
        to = email.utils.getaddresses([str(original["Reply-To"] or original["From"])])[0][1]
        quoted = "\n".join("> " + line for line in text_of(original).splitlines())
        self.draft(f"To: {to}\nSubject: Re: {original['Subject']}\nIn-Reply-To: {original['Message-ID']}\nReferences: {original['Message-ID']}\n",
                   f"{text}\n\nOn {original['Date']}, {original['From']} wrote:\n\n{quoted}")


class OfficeClients(PdfDocuments):
    def __init__(self, office, work):
        self.office, self.work = office, work
        self.town = SmallTown(office, work)
        self.town.make()
        self.keys = self.town.make_keys()
        self.tasks = 0

    # --- tasks ---
    def cycle(self, make):
        """Assigned, accepted, reported, extended, refused a wrong word, done, given back, done again, closed."""
        chair, ward = make("chutich"), make("duc")
        title = f"Rà soát thủ tục bằng {type(chair).__name__}"
        chair.send([at("giaoviec"), at("giaoviec.lamson")], title, f"Đề nghị rà soát, hạn {day(12)}.")
        reader, leader = self.town.person("duc"), self.town.person("chutich")
        room = box("giaoviec.lamson")
        first = reader.wait(title, room)
        number = str(read(first)["Subject"]).split("]")[0] + "]"
        assert number.startswith("[NV-"), number
        ward.answer(first, "nhận")
        leader.wait(number, text="đã nhận nhiệm vụ")
        ward.answer(reader.wait(number, room, text="đã nhận"), "Tiến độ 40%")
        ward.answer(reader.wait(number, room, text="Tiến độ: 40%"), f"gia hạn {day(20)} vì chờ số liệu")
        chair.answer(leader.wait(number, text="vì chờ số liệu"), "Đồng ý")
        ward.answer(reader.wait(number, room, text="đồng ý gia hạn"), "đóng")          # a word of the other side
        ward.answer(reader.wait(number, text="lệnh dành cho người giao"), "XONG")
        chair.answer(leader.wait(number, text="chờ xác nhận"), "trả lại thiếu phụ lục")
        ward.answer(reader.wait(number, room, text="thiếu phụ lục"), "Hoàn thành.")
        chair.answer(leader.wait(number, text="ĐÓNG – chấp nhận kết quả"), "Đóng")
        reader.wait(number, room, text="đã chấp nhận kết quả")
        report = self.office.json("report", "tasks")["total"]
        self.tasks += 1
        assert report["total"] == report["done_on_time"] == report["returned"] == report["extended"] == self.tasks, report

    def test_a_task_by_python(self):
        self.cycle(self.town.person)

    def test_a_task_by_swaks(self):
        self.cycle(lambda local: Swaks(self, local))

    def test_a_task_by_mutt(self):
        self.cycle(lambda local: Mutt(self, local))

    def test_what_is_unclear_is_asked_back(self):
        chair = self.town.person("chutich")
        chair.send([at("giaoviec"), at("giaoviec.lamson")], "Hai thời hạn", f"Hạn {day(5)}, chậm nhất {day(9)}.")
        asked = text_of(read(chair.wait("Cần làm rõ: Hai thời hạn")))
        assert "Chưa giao việc nào" in asked, asked
        self.town.person("an").send([at("giaoviec"), at("giaoviec.lamson")], "Không phải lãnh đạo", "làm đi")
        self.town.person("an").wait("Không phải lãnh đạo", text="Không có gì thay đổi")
        assert self.town.person("duc").newest("Hai thời hạn", box("giaoviec.lamson")) is None
        assert self.office.json("report", "tasks")["total"]["total"] == self.tasks

    # --- documents ---
    def number(self, wish="XIN SỐ BC"):
        clerk = self.town.person("nhung")
        sent = clerk.send([at("vanthu")], "xin số", wish)
        for _ in range(400):
            raw = clerk.newest("[SỐ ", last=5)
            if raw is not None and str(read(raw)["In-Reply-To"]) == sent:
                return str(read(raw)["Subject"]).split("]")[0][len("[SỐ "):]
            time.sleep(0.05)
        raise AssertionError("no number came")

    def signed_by_openssl(self, tool, number, *options, key=None, entity=None):
        """The whole message as the openssl program writes it."""
        key = key or self.town.town_key
        entity = entity or keys.mixed_entity("Kính gửi các phường.\n", [("van-ban.pdf", "application/pdf", b"%PDF-1.4 x")])
        subject = encoded(f"[VB {number}] Thử {tool} {' '.join(options)}").replace("\n", "")
        made = run("openssl", tool, "-sign", "-md", "sha256", "-signer", key.certificate, "-inkey", key.key, "-from", at("vanthu"),
                   "-to", f"{at('vanthu.lamson')}, {at('vanthu.dongson')}", "-subject", subject, *options, stdin=entity)
        head, body = made.replace(b"\r\n", b"\n").split(b"\n\n", 1)
        lines = head.split(b"\n")
        at_type = next(i for i, line in enumerate(lines) if line.lower().startswith((b"mime-version", b"content-")))
        own = [f"Date: {email.utils.formatdate(localtime=True)}".encode(), f"Message-ID: {email.utils.make_msgid(domain='client.example')}".encode()]
        return (b"\n".join(lines[:at_type] + own + lines[at_type:]) + b"\n\n" + body).replace(b"\n", b"\r\n")

    def submit(self, raw):
        self.town.person("nhung").submit(raw, [at("vanthu.lamson"), at("vanthu.dongson")], at("vanthu"))

    def dispatched(self, tool, *options):
        number = self.number()
        raw = self.signed_by_openssl(tool, number, *options)
        self.submit(raw)
        receipt = text_of(read(self.town.person("nhung").wait(f"[TT] {number}")))
        assert receipt.count(": 01 ") >= 2, receipt
        clerk = self.town.person("lan")
        got = clerk.wait(f"[VB {number}]", box("vanthu.lamson"))
        assert "smime=pass" in str(read(got)["Authentication-Results"]), read(got)["Authentication-Results"]
        clerk.answer(got, "VÀO SỔ")
        self.town.person("nhung").wait(f"[TT 03] {number}", box("vanthu"))
        self.town.person("hai").answer(self.town.person("hai").wait(f"[VB {number}]", box("vanthu.dongson")), "từ chối không đúng thẩm quyền")
        self.town.person("nhung").wait(f"[TT 02] {number}", box("vanthu"), text="không đúng thẩm quyền")

    def test_document_by_openssl_cms(self):
        self.dispatched("cms")

    def test_document_by_openssl_smime(self):
        self.dispatched("smime")

    def test_opaque_document_by_openssl(self):
        self.dispatched("cms", "-nodetach")

    def refused(self, what, raw, number):
        """Answered 5xx, told in a mail, seen by nobody else, and the number is still free."""
        try:
            self.submit(raw)
            raise AssertionError(f"{what}: dispatched")
        except smtplib.SMTPDataError as answer:
            assert 500 <= answer.smtp_code < 600, answer
        self.town.person("nhung").wait("Chưa phát hành văn bản")
        for ward, clerk in (("lamson", "lan"), ("dongson", "hai")):
            assert self.town.person(clerk).newest(f"[VB {number}]", box(f"vanthu.{ward}")) is None, what
        (table,) = self.office.json("report", "dispatch", "--office", "TX", "--book", "out")
        row = next(row for row in table["rows"] if row["number_symbol"] == number)
        assert row["state"] == "reserved", (what, row)

    def test_bad_signatures_are_refused(self):
        number = self.number()
        good = self.signed_by_openssl("cms", number)
        self.refused("a changed byte", good.replace(b"application/pdf", b"application/pDf", 1), number)
        other = keys.make_certificate(self.keys, self.town.root, "Người lạ", "la@xa.example")
        self.refused("a signer of nobody", self.signed_by_openssl("cms", number, key=other), number)
        specialist = keys.make_certificate(self.keys, self.town.root, "Trần Văn An", at("an"))
        assert [notice["code"] for notice in self.office.json("cert", "add", at("an"), specialist.certificate)["notices"]] == ["not_a_leader"]
        self.refused("a specialist, who does not speak for the office", self.signed_by_openssl("cms", number, key=specialist), number)
        foreign = keys.make_root(self.keys, "Gốc lạ", "foreign")
        stranger = keys.make_certificate(self.keys, foreign, "UBND thị xã Thử", at("vanthu"), "vanthu-foreign")
        self.refused("an authority of nobody", self.signed_by_openssl("smime", number, key=stranger), number)
        old = keys.make_certificate(self.keys, self.town.root, "UBND thị xã Thử", at("vanthu"), "vanthu-old", not_before="20200101000000Z", not_after="20210101000000Z")
        self.office.run("cert", "add", at("vanthu"), old.certificate)
        self.refused("an expired certificate", self.signed_by_openssl("cms", number, key=old), number)
        self.refused("unsigned", self.message(number, keys.mixed_entity("x", [("a.pdf", "application/pdf", b"%PDF-1.4 x")])), number)
        signed = keys.sign_smime(keys.mixed_entity("Kính gửi.\n"), self.town.town_key)
        beside = (b'Content-Type: multipart/mixed; boundary="m"\r\n\r\n--m\r\n' + signed + b"\r\n--m\r\nContent-Type: application/pdf; name=them.pdf\r\n"
                  b"Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=them.pdf\r\n\r\nJVBERi0xLjQK\r\n--m--\r\n")
        self.refused("an unsigned part beside", self.message(number, beside), number)
        self.submit(good)                 # the right one still goes
        self.town.person("nhung").wait(f"[TT] {number}")
        self.submit_again(good, number)

    def submit_again(self, raw, number):
        """The same mail again is known: taken, and sent to nobody once more."""
        before = self.town.person("lan").count(box("vanthu.lamson"))
        self.submit(raw)
        assert self.town.person("lan").count(box("vanthu.lamson")) == before

    def message(self, number, entity):
        return keys.signed_message({"From": at("vanthu"), "To": f"{at('vanthu.lamson')}, {at('vanthu.dongson')}", "Subject": f"[VB {number}] x"}, entity)

    # --- commands ---
    def exit_code(self, *words, config=None):
        done = subprocess.run([self.office.binary, *words, "--config", config or self.office.config], capture_output=True, text=True, timeout=60)
        assert done.returncode == 0 or done.stderr.strip(), (words, done)
        return done.returncode

    def test_x_book_goes_on_behind_the_old_one(self):
        assert self.exit_code("book", "open", "TX", "out", "--last", "5") == 65            # it has given numbers
        assert self.exit_code("book", "open", "TX.VP", "out", "--last", "5") == 65         # a section has no book
        for wrong in (["--last", "0"], ["--last", "x"], [], ["--last", "5", "--date", "31/2/2026"], ["--last", "5", "--year", "1999"]):
            assert self.exit_code("book", "open", "LS", "in", *wrong) == 64, wrong
        assert self.exit_code("book", "open", "LS", "thu", "--last", "5") == 64
        assert self.exit_code("book", "open", "LS", "in", "--last", "5", "--date", "2001-05-05") == 65      # that book is closed
        opened = self.office.json("book", "open", "DS", "in", "--last", "1131")
        assert opened["next"] == 1132, opened
        (table,) = self.office.json("report", "dispatch", "--office", "DS", "--book", "in")
        assert [(row["arrival_number"], row["note"]) for row in table["rows"]] == [("1131", "Số 01–1131 ở sổ cũ")], table

    def test_replay_is_for_demonstrations(self):
        lines = os.path.join(self.work, "replay.jsonl")
        mail = {"at": "2026-01-05T08:00:00+07:00", "from": at("chutich"), "to": [at("an")], "message": f"From: <{at('chutich')}>\nSubject: cũ\n\nx\n"}
        with open(lines, "w", encoding="utf-8") as f:
            f.write(json.dumps(mail) + "\n\n" + json.dumps(dict(mail, to=["khongco@" + DOMAIN])) + "\n")
        report = self.office.json("mail", "replay", lines, allowed=(65,))
        assert (report["delivered"], report["refused"], report["results"][1]["line"]) == (1, 1, 3), report
        assert "05 Jan 2026" in str(read(self.town.person("an").wait("cũ"))["Date"])
        for wrong in ("{", "[]", json.dumps(dict(mail, at="2026-01-05T08:00:00")), json.dumps(dict(mail, at="2026-02-30T08:00:00Z")), json.dumps(dict(mail, to="x")),
                      json.dumps(dict(mail, message="")), json.dumps({"at": mail["at"], "from": mail["from"], "answers": {"account": at("an")}, "text": "x"})):
            with open(lines, "w", encoding="utf-8") as f:
                f.write(json.dumps(mail) + "\n" + wrong + "\n")
            before = self.town.person("an").count()
            assert self.exit_code("mail", "replay", lines) == 65, wrong
            assert self.town.person("an").count() == before, wrong
        real = os.path.join(self.work, "real")
        run(self.office.binary, "init", "--data", real, "--domain", "that.example", "--org", "UBND xã Thật", "--port-base", "0")
        assert self.exit_code("mail", "replay", lines, config=os.path.join(real, "vanthu.toml")) == 77

    def test_y_the_year_changes(self):
        """The server lives through 31 December: numbers and tasks begin anew, the old year's unused number becomes void."""
        library = next((path for path in pdf_signer.FAKETIME if os.path.exists(path)), None)
        if library is None:
            print("skipped the year change: faketime is not installed")
            return
        asked, told = {}, {}
        clerk, chair = self.town.person("nhung"), self.town.person("chutich")
        this, after = str(today().year), str(today().year + 1)
        for moment in (f"{this}-12-31 09:00:00", f"{after}-01-04 08:00:00"):
            self.town.close()
            self.office.stop()
            self.office.start(environment={"LD_PRELOAD": library, "FAKETIME": "@" + moment, "TZ": "Asia/Ho_Chi_Minh"})
            year = moment[:4]
            asked[year] = self.number("XIN SỐ TB")
            chair.send([at("giaoviec"), at("giaoviec.lamson")], f"Việc năm {year}", "làm ngay")
            told[year] = str(read(self.town.person("duc").wait(f"Việc năm {year}", box("giaoviec.lamson")))["Subject"])
        assert asked[after] == "01/TB-UBND" and told[after].startswith(f"[NV-{after}-000001]") and told[this].startswith(f"[NV-{this}-"), (asked, told)
        assert self.number("XIN SỐ TB") == "02/TB-UBND"
        (old,) = self.office.json("report", "dispatch", "--office", "TX", "--book", "out", "--from", f"{this}-12-31", "--to", f"{this}-12-31")
        assert old["rows"][-1]["number_symbol"] == asked[this], old
        self.town.close()
        self.office.stop()
        self.office.start()

    def test_z_the_registers_fold(self):
        report = self.office.json("rebuild", "registers", "--check")
        assert report["difference_count"] == 0 and report["events"] > 30, report
        assert self.office.json("verify")["ok"]


def fresh_database(url, name):
    parts = urllib.parse.urlsplit(url)
    socket_path = urllib.parse.parse_qs(parts.query).get("socket", [""])[0]
    run("mariadb", "--no-defaults", f"--user={parts.username}", f"--password={parts.password}", f"--socket={socket_path}", "-e", f"DROP DATABASE IF EXISTS {name}")
    return url.replace(parts.path, "/" + name, 1)


def play(binary, engine, database, words):
    work = tempfile.mkdtemp(prefix="vanthu-office-clients-")
    office = Office(binary, os.path.join(work, "office"), free_port_base(26000))
    passed = failed = 0
    try:
        office.init(DOMAIN, "UBND thị xã Thử", ["--database", database] if database else [])
        office.start()
        test = OfficeClients(office, work)
        passed, failed = run_tests(test, "test_", words, label=engine + ": ", tools=("swaks", "mutt", "openssl", "pdfsig"))
        test.town.close()
        office.stop()
    finally:
        office.kill()
        if failed:
            print_log(os.path.join(office.data, "server.log"))
        shutil.rmtree(work, ignore_errors=True)
    return passed, failed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    url = os.environ.get("VANTHU_TEST_MYSQL_URL")
    engines = [("SQLite", None)] + ([("MariaDB", fresh_database(url, "vanthu_office_clients"))] if url else [])
    passed = failed = 0
    for engine, database in engines:
        p, f = play(arguments.binary, engine, database, arguments.words)
        print(f"{engine}: {p} passed, {f} failed")
        passed, failed = passed + p, failed + f
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
