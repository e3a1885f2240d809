#!/usr/bin/env python3
"""The founding report's town on Vanthu, played through real SMTP, IMAP and HTTPS: one line a step.

Uses only ports and published commands. Exit code 0 when every step held.
  story.py --binary build/release/vanthu [--once] [--data DIR] [--database mysql://…] [--wrapper "COMMAND …"]
"""
import argparse
import base64
import csv
import email
import email.policy
import imaplib
import os
import shlex
import shutil
import signal
import smtplib
import socket
import sys
import tarfile
import tempfile
import time
from email.message import EmailMessage

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from office import CommandFailed, Office, free_port_base  # noqa: E402
from office_story import OfficeFailed, OfficeStory  # noqa: E402
from people import NoSuchMail  # noqa: E402

DOMAIN = "bimson.example"
DATA = os.path.join(HERE, "data")
CORPUS = os.path.join(HERE, "..", "..", "..", "shared", "corpus", "easy-ham.tar.xz")


class Failed(Exception):
    pass


def want(condition, what):
    if not condition:
        raise Failed(what)


class Story:
    def __init__(self, office, work):
        self.office = office
        self.work = work
        self.slips = {}      # full name → slip
        self.people = []     # rows of staff.csv
        self.passwords = {}  # address → password of their own
        self.before_kill = {}
        self.failures = 0

    def step(self, title, action):
        began = time.monotonic()
        try:
            detail = action()
            print(f"  ok      {title}: {detail} ({time.monotonic() - began:.1f} s)", flush=True)
        except (CommandFailed, OSError, imaplib.IMAP4.error, smtplib.SMTPException, AssertionError, KeyError, AttributeError, Failed,
                OfficeFailed, NoSuchMail) as failure:
            self.failures += 1
            print(f"  FAILED  {title}: {type(failure).__name__}: {failure}", flush=True)

    # --- who is who ---
    def person(self, title, unit):
        row = next(p for p in self.people if p["Chức vụ"] == title and p["Đơn vị"] == unit)
        return row["Họ và tên"], self.slips[row["Họ và tên"]]["address"]

    def login(self, address):
        client = self.office.imap()
        client.login(address, self.passwords[address])
        return client

    def own_password(self, address):
        """Gives an account a password of its own over HTTPS, once."""
        if address not in self.passwords:
            slip = next(s for s in self.slips.values() if s["address"] == address)
            new = f"Song-Ma.{len(self.passwords) + 17}Xanh"
            status, text = self.office.change_password(address, slip["one_time_password"], new)
            want(status == 204, f"change for {address} answered {status} {text}")
            self.passwords[address] = new
        return self.passwords[address]

    # --- the steps ---
    def provision(self):
        units = self.office.json("unit", "import", os.path.join(DATA, "units.csv"))
        want(units["error"] == 0 and units["applied"], units)
        slips = os.path.join(self.work, "slips.csv")
        staff = self.office.json("staff", "import", os.path.join(DATA, "staff.csv"), "--slips", slips)
        want(staff["error"] == 0 and staff["create"] == 100, staff)
        want(os.stat(slips).st_mode & 0o777 == 0o600, "the slips file is readable by others")
        with open(slips, encoding="utf-8-sig", newline="") as f:
            self.slips = {row["full_name"]: row for row in csv.DictReader(f)}
        with open(os.path.join(DATA, "staff.csv"), encoding="utf-8", newline="") as f:
            self.people = list(csv.DictReader(f))
        again = self.office.json("staff", "import", os.path.join(DATA, "staff.csv"))
        want(again["create"] == again["change"] == 0 and again["unchanged"] == 100, "the same file twice changes something")
        return f"{units['create'] + units['change']} units, {staff['create']} people, the same file again changes nothing"

    def doors_refuse(self):
        _, address = self.person("Chủ tịch UBND thị xã", "BS")
        password = next(s for s in self.slips.values() if s["address"] == address)["one_time_password"]
        refused = []
        for implicit in (True, False):
            client = self.office.imap(implicit)
            try:
                client.login(address, password)
                raise Failed("IMAP let an initial password in")
            except imaplib.IMAP4.error as answer:
                want("EXPIRED" in str(answer) and "/password" in str(answer), f"IMAP answered {answer}")
                refused.append("imaps" if implicit else "imap")
            client.shutdown()
        for implicit in (True, False):
            client = self.office.submission(implicit)
            try:
                client.login(address, password)
                raise Failed("SMTP let an initial password in")
            except smtplib.SMTPAuthenticationError as answer:
                want(answer.smtp_code == 535 and b"5.7.8" in answer.smtp_error and b"/password" in answer.smtp_error, f"SMTP answered {answer}")
                refused.append("submissions" if implicit else "submission")
            client.close()
        token = base64.b64encode(f"{address}:{password}".encode()).decode()
        status, _, text = self.office.https("GET", "/api/account", headers={"Authorization": "Basic " + token})
        want(status == 403 and "password-change-required" in text, f"HTTPS answered {status} {text}")
        refused.append("https")
        return f"{address} is sent to the password page by {', '.join(refused)}"

    def change(self):
        _, address = self.person("Chủ tịch UBND thị xã", "BS")
        slip = next(s for s in self.slips.values() if s["address"] == address)
        status, text = self.office.change_password(address, slip["one_time_password"], "12345678")
        want(status == 422 and "text_vi" in text, f"a weak password answered {status} {text}")
        for title, unit in (("Chủ tịch UBND thị xã", "BS"), ("Văn thư", "BS.VP"), ("Chánh Văn phòng", "BS.VP"),
                            ("Chủ tịch UBND phường", "LAMSON"), ("Văn thư", "LAMSON")):
            self.own_password(self.person(title, unit)[1])
        status, _ = self.office.change_password(address, slip["one_time_password"], "Another-1.Word")
        want(status == 401, f"the one-time password still answers {status}")
        return f"{len(self.passwords)} people have passwords of their own; a weak one was refused with reasons"

    def mail(self):
        name, sender = self.person("Chủ tịch UBND thị xã", "BS")
        _, reader = self.person("Chủ tịch UBND phường", "LAMSON")
        message = EmailMessage()
        message["From"] = f"{email.header.Header(name, 'utf-8').encode()} <{sender}>"
        message["To"] = f"{reader}, vanthu.lamson@{DOMAIN}"
        message["Subject"] = "Công văn đôn đốc triển khai phần mềm theo dõi nhiệm vụ"
        message["Message-ID"] = f"<story-1@{DOMAIN}>"
        message.set_content("Đề nghị UBND phường báo cáo kết quả trước thứ Sáu.\nSố 147/BC-UBND đã gửi Sở.\n", cte="8bit")
        client = self.office.submission(implicit=False)
        client.login(sender, self.passwords[sender])
        client.send_message(message)
        client.quit()
        imap = self.login(reader)
        imap.select("INBOX")
        _, found = imap.search(None, "UNSEEN", "HEADER", "Message-ID", f"<story-1@{DOMAIN}>")
        want(len(found[0].split()) == 1, "the mail is not in the reader's box")
        _, data = imap.fetch(found[0].split()[0], "(RFC822)")
        received = email.message_from_bytes(data[0][1], policy=email.policy.default)
        want(received["Subject"] == message["Subject"], received["Subject"])
        want("147/BC-UBND" in received.get_content(), "the text changed on the way")
        imap.logout()
        _, clerk = self.person("Văn thư", "LAMSON")
        imap = self.login(clerk)
        status, _ = imap.select(f"Shared/vanthu.lamson@{DOMAIN}/INBOX")
        want(status == "OK", "the role mailbox is not there for its clerk")
        _, found = imap.search(None, "ALL")
        want(found[0], "the role mailbox is empty")
        imap.logout()
        return f"{sender} → {reader} and the records mailbox of the ward, read by its clerk"

    def outside(self):
        _, sender = self.person("Văn thư", "BS.VP")
        message = EmailMessage()
        message["From"], message["To"] = sender, "vanthu@stttt.example"
        message["Subject"] = "Trả lời công văn 1132/STTTT-CNTT"
        message.set_content("Kính gửi Sở.\n")
        client = self.office.submission()
        client.login(sender, self.passwords[sender])
        client.send_message(message)
        client.quit()
        for _ in range(50):
            items = self.office.json("queue", "list")
            if items and items[0]["attempts"] >= 1:
                break
            time.sleep(0.2)
        want(len(items) == 1 and items[0]["domain"] == "stttt.example", items)
        return f"waits for stttt.example: {items[0]['recipients'][0]['diagnostic'] or 'not tried yet'}"

    def import_mail(self):
        _, address = self.person("Chánh Văn phòng", "BS.VP")
        # The daemon reads the mail itself: it must lie where the service may read.
        place = os.path.join(self.office.data, "import")
        os.makedirs(place, exist_ok=True)
        sample_file = source = shutil.copy(os.path.join(DATA, "sample.mbox"), place)
        if os.path.exists(CORPUS):
            source = os.path.join(place, "corpus")
            with tarfile.open(CORPUS, "r:xz") as archive:
                archive.extractall(source, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(source)
        self.office.give(place)
        report = self.office.json("mail", "import", address, "Lưu trữ/Thư cũ", source)
        want(report["imported"] > 0 and report["failed"] == 0, report)
        if source.endswith("corpus"):
            sample = self.office.json("mail", "import", address, "Lưu trữ/Mẫu", sample_file)
            want(sample["failed"] == 0, sample)
        again = self.office.json("mail", "import", address, "Lưu trữ/Thư cũ", source)
        want(again["imported"] == 0, "the same import again doubles mail")
        return f"{report['imported']} messages into the archive of {address}, none twice"

    def search_count(self, address, query):
        return self.office.json("search", address, query)["total"]

    def whole_search_count(self, address, query):
        """Of an answer that says it is complete: after a kill what was not yet sealed is indexed anew."""
        deadline = time.monotonic() + 400
        while time.monotonic() < deadline:
            answer = self.office.json("search", address, query)
            if answer["complete"]:
                return answer["total"]
            time.sleep(0.1)
        raise Failed("the index does not come to its end")

    def search(self):
        _, address = self.person("Chánh Văn phòng", "BS.VP")
        _, reader = self.person("Chủ tịch UBND phường", "LAMSON")
        deadline = time.monotonic() + 400   # indexing takes what others leave of the machine
        while self.search_count(address, "quyet dinh phe duyet") == 0 and time.monotonic() < deadline:
            time.sleep(0.3)
        plain, marked = self.search_count(address, "quyet dinh phe duyet"), self.search_count(address, "quyết định phê duyệt")
        want(plain > 0 and plain == marked, f"{plain} without marks, {marked} with")
        want(self.search_count(address, '"quyết định phê duyệt"') > 0, "the exact phrase is not found")
        want(self.search_count(address, '"quyet dinh phe duyet"') == 0, "quotes are not exact")
        want(self.search_count(reader, "don doc trien khai phan mem") == 1, "the ward's chairman does not find his mail")
        want(self.search_count(reader, "147/BC-UBND") == 1 and self.search_count(reader, "147") == 1, "the number is not found")
        want(self.search_count(address, "hòa giải") == self.search_count(address, "hoà giải"), "hòa is not hoà")
        want(self.search_count(reader, "quyet dinh phe duyet") == 0, "somebody reads what is not his")
        return f"{plain} hits typed without marks, as many with; quotes are exact; nobody finds what is not his"

    def census(self):
        """Every message of every box whose password is known: box → (count, uidvalidity)."""
        counts = {}
        for address in self.passwords:
            imap = self.login(address)
            _, boxes = imap.list()
            for line in boxes:
                name = line.decode().split(' "/" ', 1)[1]
                status, data = imap.status(name, "(MESSAGES UIDNEXT UIDVALIDITY)")
                if status == "OK":
                    counts[address, name] = data[0].decode().split("(", 1)[1]
            imap.logout()
        return counts

    def wait_for_greetings(self):
        """Whoever has set his own password gets one mail of the server within half a minute; then the boxes rest."""
        deadline = time.monotonic() + 120
        for address in self.passwords:
            while time.monotonic() < deadline:
                imap = self.login(address)
                imap.select("INBOX", readonly=True)
                _, found = imap.search(None, "HEADER", "Message-ID", '"@chao."')
                imap.logout()
                if found[0].split():
                    break
                time.sleep(0.5)
            else:
                raise Failed(f"{address} was not greeted")

    def kill(self):
        self.wait_for_greetings()
        self.before_kill = self.census()
        self.office.kill()
        self.office.start()
        after = self.census()
        want(after == self.before_kill, "something changed over the kill")
        _, reader = self.person("Chủ tịch UBND phường", "LAMSON")
        want(self.whole_search_count(reader, "don doc trien khai phan mem") == 1, "search lost a mail")
        want(len(self.office.json("queue", "list")) == 1, "the outgoing queue lost a mail")
        return f"kill -9, started again, {len(after)} mailboxes as before, search and queue too"

    def verify(self):
        report = self.office.json("verify")
        want(report["ok"], report)
        return f"{report['messages']} messages, {report['blobs']} blobs, every invariant and checksum good"

    def play(self):
        print("UBND thị xã Bỉm Sơn moves in:", flush=True)
        self.step("import of units and staff", self.provision)
        self.step("every door refuses the initial password", self.doors_refuse)
        self.step("the change over HTTPS", self.change)
        self.step("mail by submission and IMAP", self.mail)
        self.step("mail to an outside domain", self.outside)
        self.step("real mail is imported", self.import_mail)
        self.step("search with and without marks", self.search)
        self.step("kill -9 and restart", self.kill)
        self.step("verify", self.verify)


def invitation(story):
    office = story.office
    name, address = story.person("Chủ tịch UBND thị xã", "BS")
    ward_name, ward = story.person("Chủ tịch UBND phường", "LAMSON")
    clerk_name, clerk = story.person("Văn thư", "BS.VP")
    print(f"""
The office keeps serving; Ctrl-C stops it. To look around:
  Thunderbird   name {name}, address {address}, password {story.passwords.get(address, '(see above)')}
                IMAP  127.0.0.1 port {office.base + 993} SSL/TLS     SMTP  127.0.0.1 port {office.base + 465} SSL/TLS
                (trust {os.path.join(office.data, 'tls', 'ca.pem')} as an authority, or accept the certificate once)
  Browser       https://localhost:{office.base + 443}/   and   https://localhost:{office.base + 443}/password
  A task        as {name}: a mail to giaoviec@{DOMAIN} and giaoviec.lamson@{DOMAIN}, any subject, in the text: trong 5 ngày làm việc
                as {ward_name} ({ward}, password {story.own_password(ward)}): answer NHẬN, later XONG, in the shared mailbox giaoviec.lamson@{DOMAIN}
  A number      as {clerk_name} ({clerk}, password {story.own_password(clerk)}): a mail to vanthu@{DOMAIN}, in the text: XIN SỐ BC
  Commands      {os.path.relpath(office.binary)} help
                {os.path.relpath(office.binary)} search {address} "cong van" --config {office.config}
                {os.path.relpath(office.binary)} report tasks --from 2017-01-01 --to 2017-12-31 --config {office.config}
  Data          {office.data}; everybody's one-time passwords: {os.path.join(story.work, 'slips.csv')}""", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--data", help="where the demonstration lives (default: a temporary directory)")
    parser.add_argument("--database", help="mysql://… of an empty database instead of the embedded default")
    parser.add_argument("--wrapper", default="", help="words put before the program when it serves; {data} in them is its data directory")
    arguments = parser.parse_args()
    work = arguments.data or tempfile.mkdtemp(prefix="vanthu-story-")
    os.makedirs(work, exist_ok=True)
    if arguments.wrapper:
        os.chmod(work, 0o711)   # the service's user passes through
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(), shlex.split(arguments.wrapper))
    story = Story(office, work)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    closed = socket.socket()          # a relay host where nobody answers: outside mail stays in the queue on any machine
    closed.bind(("127.0.0.1", 0))
    try:
        office.init(DOMAIN, "UBND thị xã Bỉm Sơn", ["--database", arguments.database] if arguments.database else [])
        office.set("outbound", f'relay_host = "127.0.0.1"\nrelay_port = {closed.getsockname()[1]}')
        office.start()
        story.play()
        OfficeStory(story, DOMAIN).play()
        print(f"{'All steps held.' if story.failures == 0 else str(story.failures) + ' steps failed.'}", flush=True)
        if not arguments.once and story.failures == 0:
            invitation(story)
            while office.process.poll() is None:
                time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopping." + ("" if arguments.once and not arguments.data else f" What was written stays in {work}."), flush=True)
    except CommandFailed as failure:
        story.failures += 1
        print(f"  FAILED  {failure}")
    finally:
        try:
            office.stop(120)
        except CommandFailed as failure:
            story.failures += 1
            print(f"  FAILED  {failure}")
        if story.failures and os.path.exists(os.path.join(office.data, "server.log")):
            with open(os.path.join(office.data, "server.log"), errors="replace") as f:
                print("The server's last words:\n" + f.read()[-3000:])
        if not arguments.data and arguments.once:
            shutil.rmtree(work, ignore_errors=True)
    return 1 if story.failures else 0


if __name__ == "__main__":
    sys.exit(main())
