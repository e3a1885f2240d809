"""What the tests of the command line share: the program, a small office, one person, some mail."""
import argparse
import csv
import imaplib
import os
import shutil
import smtplib
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from named_tests import play  # noqa: E402
from office import Office, free_port_base  # noqa: E402

DOMAIN = "lenh.example"
PASSWORD = "Song-Ma.17Xanh"
STORY_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story", "data")


class CliCase:
    def __init__(self, binary, work):
        self.binary, self.work = os.path.abspath(binary), work

    def vanthu(self, *arguments, stdin=None, cwd=None):
        return subprocess.run(
            [self.binary, *arguments], capture_output=True, text=True, input=stdin, timeout=300, cwd=cwd
        )

    def office(self, name, extra=()):
        office = Office(self.binary, os.path.join(self.work, name), free_port_base(32000))
        office.init(DOMAIN, "UBND xã Thử", extra)
        return office

    @staticmethod
    def staff(path, rows, encoding="utf-8", separator=","):
        with open(path, "w", encoding=encoding, newline="") as f:
            writer = csv.writer(f, delimiter=separator)
            writer.writerow(["full_name", "title", "unit", "phone", "address", "role"])
            writer.writerows(rows)

    def one_person(self, office, address="an"):
        path = os.path.join(self.work, f"staff-{os.path.basename(office.data)}.csv")
        self.staff(path, [["Nguyễn Văn An", "Chuyên viên", "ROOT", "", address, "staff"]])
        office.run("staff", "import", path, "--slips", path + ".slips")
        office.run("account", "set-password", f"{address}@{DOMAIN}", "--stdin", "--no-change", stdin=PASSWORD + "\n")

    @staticmethod
    def deliver(office, count, start=0):
        with smtplib.SMTP("127.0.0.1", office.base + 25, timeout=30) as client:
            for i in range(start, start + count):
                client.sendmail(
                    "x@ngoai.example",
                    [f"an@{DOMAIN}"],
                    f"From: x@ngoai.example\r\nSubject: thu {i}\r\nMessage-ID: <{i}@l>\r\n\r\nnoi dung {i}\r\n",
                )

    @staticmethod
    def uid_validity(office):
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=30)
        client.login(f"an@{DOMAIN}", PASSWORD)
        _, data = client.status("INBOX", "(UIDVALIDITY)")
        client.logout()
        return int(data[0].rsplit(b" ", 1)[1].rstrip(b")"))

    @staticmethod
    def bodies(office):
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=30)
        client.login(f"an@{DOMAIN}", PASSWORD)
        client.select("INBOX", readonly=True)
        _, data = client.fetch("1:*", "(UID BODY.PEEK[])")
        client.logout()
        return [item for item in data if isinstance(item, tuple)]


def run(case):
    """Plays the tests of the class; the words on the command line choose among them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-cli-")
    passed = failed = 0
    try:
        passed, failed = play(case(arguments.binary, work), "test_", arguments.words)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
