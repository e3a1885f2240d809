#!/usr/bin/env python3
"""Text as the world writes it, through the doors that people use: what `vanthu search` and IMAP SEARCH find, and files of other
programs that are imported.
  foreign_text_test.py --binary build/release/vanthu
"""
import argparse
import imaplib
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from named_tests import play, print_log  # noqa: E402
from office import Office, free_port_base  # noqa: E402

DOMAIN = "chu.example"
PASSWORD = "Song-Ma.17Xanh"
AN = f"an@{DOMAIN}"
MARK = b"\xef\xbb\xbf"


def mail(subject, body, parameters="", kind="text/plain", fields=""):
    return (f"From: nguoi.gui@ext.example\r\nTo: {AN}\r\nSubject: {subject}\r\nDate: Mon, 30 Nov 2026 10:00:00 +0700\r\n{fields}MIME-Version: 1.0\r\n"
            f"Content-Type: {kind}; charset=utf-8{parameters}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}\r\n").encode()


def alternatives(subject, plain, html):
    return (f"From: nguoi.gui@ext.example\r\nTo: {AN}\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
            f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{plain}\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}\r\n--b--\r\n").encode()


class ForeignText:
    def __init__(self, binary, work):
        self.work = work
        self.office = Office(binary, os.path.join(work, "office"), free_port_base(34000))
        self.office.init(DOMAIN, "UBND xã Thử")
        self.office.hire({"an": "Nguyễn Văn An"}, PASSWORD)
        self.office.start()

    # --- means ---
    def imap(self):
        client = imaplib.IMAP4("127.0.0.1", self.office.base + 143, timeout=120)
        client.login(AN, PASSWORD)
        return client

    def append(self, *messages, mailbox="INBOX"):
        client = self.imap()
        client.create(mailbox)
        for message in messages:
            status, answer = client.append(mailbox, None, None, message)
            assert status == "OK", answer
        client.logout()

    def imap_finds(self, mailbox, key, needle):
        """Sequence numbers."""
        client = self.imap()
        client.select(mailbox, readonly=True)
        client.literal = needle.encode()
        status, data = client.search("UTF-8", key)
        client.logout()
        assert status == "OK", data
        return data[0].split()

    def finds(self, query, total=1, seconds=30):
        deadline = time.monotonic() + seconds
        while True:
            found = self.office.json("search", AN, query)
            if found["total"] == total:
                return found
            assert time.monotonic() < deadline, (query, found["total"], "wanted", total)
            time.sleep(0.2)

    def path(self, name, content=None):
        path = os.path.join(self.work, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if content is not None:
            with open(path, "wb") as f:
                f.write(content)
        return path

    def flags_and_bytes(self, mailbox):
        client = self.imap()
        status, answer = client.select(f'"{mailbox}"', readonly=True)
        assert status == "OK", answer
        _, data = client.fetch("1:*", "(FLAGS BODY.PEEK[])")
        client.logout()
        out = []
        for item, after in zip(data, data[1:] + [b""]):
            if isinstance(item, tuple):
                flags = imaplib.ParseFlags(item[0]) or (imaplib.ParseFlags(after) if isinstance(after, bytes) else ())
                out.append((sorted(f for f in flags if f != b"\\Recent"), item[1]))
        return out

    # --- what is found ---
    def test_look_alikes_of_d(self):
        self.append(mail("eth", "Họp tại \u00d0à Lạt"), mail("africa", "Gửi \u0189à Lạt, \u0256à lạt"), mail("reference", "<p>&ETH;&agrave; Lạt</p>", kind="text/html"),
                    mail("caron", "ban vi\u00ean V\u01cen hóa \u00d0ồng Hới"))
        for query, total in (("\"Đà Lạt\"", 3), ("Đà Lạt", 3), ("da lat", 3), ("\"\u00d0à Lạt\"", 3), ("\"Văn hoá Đồng Hới\"", 1), ("van hoa dong hoi", 1)):
            self.finds(query, total)
        assert len(self.imap_finds("INBOX", "BODY", "Đà Lạt")) >= 2

    def test_html_beside_a_stub(self):
        self.append(alternatives("alt", "Please view this message as HTML.", "<p>lichcongtac</p>"))
        self.finds("lichcongtac")
        self.finds("\"view this message\"")

    def test_invisible_characters(self):
        self.append(mail("shy", "biên bản nghi\u00adệmthu lần một\u200b\u2060hai"))
        for query in ("nghiệmthu", "nghiemthu", "\"nghiệmthu\"", "mothai", "nghi\u00ademthu"):
            self.finds(query)
        for needle in ("nghiệmthu", "NGHI\u00adỆMTHU", "mộthai"):
            assert len(self.imap_finds("INBOX", "BODY", needle)) == 1, needle

    def test_character_references(self):
        self.append(mail("entities", "<p>&dstrok;&ocirc;lax n&abreve;max h&utilde;ux &Dstrok;&acirc;y &#150; &copy2026x</p>", kind="text/html"))
        for query in ("đôlax", "nămax", "hũux", "dolax", "\"Đây – ©2026x\""):
            self.finds(query)
        assert len(self.imap_finds("INBOX", "BODY", "đôlax")) == 1

    def test_flowed_lines(self):
        self.append(mail("flow", "Mã hồ sơ H26-2611 \r\n300047 xem kèm\r\nđường nghiêng \r\nngả\r\n> trích dẫn nối \r\n> liềnnhau", "; format=flowed; delsp=yes"),
                    mail("long flow", ("dòng dài \r\n" * 600) + "chữ 7788 \r\n9900", "; format=flowed; delsp=yes"))
        for query in ("2611300047", "nghiêngngả", "nốiliềnnhau", "77889900"):
            self.finds(query)
            assert len(self.imap_finds("INBOX", "BODY", query)) == 1, query

    def test_number_with_a_long_dash(self):
        self.append(mail("dash", "Căn cứ Báo cáo số 8147/BC–UBND và 8148/Q\u00d0\u2011UBND"))
        for query in ("8147/BC-UBND", "so:8147", "so:8147/bc-ubnd", "8147/BC\u2011UBND", "8148/QĐ-UBND"):
            self.finds(query)

    def test_text_behind_the_index_is_found_by_imap(self):
        long = "đầutiên\r\n" + "xin chao moi nguoi\r\n" * 250000 + "cuốicùng\r\n"
        html = "<p>" + "xin chao <b>moi</b> nguoi<br>\r\n" * 160000 + "cuối&ugrave;ng-ngo&agrave;i</p>"
        base64 = "".join(f"{i:07d} so thu\r\n" for i in range(330000)) + "cuốibase\r\n"
        import base64 as coder
        encoded = coder.encodebytes(base64.encode()).decode().replace("\n", "\r\n")
        fields = "".join(f"X-Dong-{i}: gia tri {i}\r\n" for i in range(10050)) + "X-Cuoi: cuốifield\r\n"
        people = ",\r\n ".join(f"nguoi{i} <n{i}@x.example>" for i in range(10500))
        self.append(mail("long", long), mail("html", html, kind="text/html"),
                    mail("base64", encoded).replace(b"Transfer-Encoding: 8bit", b"Transfer-Encoding: base64"),
                    mail("fields", "x", fields=fields), mail("people", "x").replace(b"To: ", f"Cc: {people}\r\nTo: ".encode()), mailbox="Long")
        for key, needle, wanted in (("BODY", "cuốicùng", [b"1"]), ("TEXT", "CUỐICÙNG", [b"1"]), ("BODY", "đầutiên", [b"1"]), ("BODY", "cuốiùng-ngoài", [b"2"]),
                                    ("BODY", "cuốibase", [b"3"]), ("TEXT", "0329999", [b"3"]), ("TEXT", "cuốifield", [b"4"]), ("HEADER X-Cuoi", "field", [b"4"]),
                                    ("BODY", "cuốifield", []), ("CC", "n10499@x", [b"5"]), ("HEADER Cc", "nguoi10499", [b"5"]), ("TO", "n10499@x", []),
                                    ("BODY", "không đâu cả", [])):
            found = self.imap_finds("Long", key, needle)
            assert found == wanted, (key, needle, found)
        self.finds("đầutiên")

    def test_a_text_of_millions_of_words_holds_nothing_up(self):
        words = "".join(f"w{i:x} " + ("\r\n" if i % 10 == 9 else "") for i in range(1, 700000))
        began = time.monotonic()
        self.append(mail("words", words), mail("small", "nhỏthôi sau thư lớn"), mailbox="Words")
        self.finds("nhỏthôi", seconds=60)
        print(f"    found {time.monotonic() - began:.1f} s after a text of {len(words) >> 20} MiB of different words")
        self.finds("w1e", seconds=60)

    # --- files of other programs ---
    def test_staff_lists(self):
        people = "Họ và tên;Chức vụ;Đơn vị;Địa chỉ thư\nTrần Thị Sáu;Chuyên viên;ROOT;sau.tran\n".encode()
        title = "UBND XÃ THỬ;;;\nDanh sách cán bộ, công chức\n\n".encode()
        for name, content in (("sep", b"sep=;\r\n" + people), ("mark", MARK + b"\"sep=;\"\n" + people), ("title", title + people), ("both", MARK + title + people),
                              ("eth", people.replace("Đơn".encode(), "\u00d0ơn".encode())), ("utf16", ("sep=;\n" + people.decode()).encode("utf-16"))):
            plan = self.office.run("staff", "import", self.path(f"staff/{name}.csv", content), "--plan")
            assert "sau.tran" in plan.stdout + plan.stderr, (name, plan.stdout, plan.stderr)
        refused = self.office.run("staff", "import", self.path("staff/bad.csv", "sep=;\nHọ tên;Điện thoại\nA;1\n".encode()), "--plan", allowed=(65,))
        assert "Đơn vị (unit)" in refused.stderr and "dòng 2" in refused.stderr and "Họ và tên" in refused.stderr, refused.stderr

    def test_settings_and_calendars_with_a_byte_order_mark(self):
        with open(self.office.config, "rb") as f:
            settings = f.read()
        for name, content in (("mark", MARK + settings), ("utf16", settings.decode().encode("utf-16"))):
            config = self.path(os.path.join(self.office.data, f"{name}.toml"), content)
            done = subprocess.run([self.office.binary, "account", "list", "--config", config], capture_output=True, text=True, timeout=60)
            assert done.returncode == 0 and AN in done.stdout, (name, done)

    def test_mbox_maildir_and_eml_come_back_as_they_were(self):
        own = b"From: a@ext.example\r\nSubject: trang thai rieng\r\nStatus: R\r\nX-Status: D\r\nX-Keywords: spamword\r\n\r\nthan thu\r\nFrom here\r\n>From there"
        marked = MARK + b"From: a@ext.example\r\nSubject: mark\r\n\r\nx\r\n"
        self.append(own, marked, mailbox="Rieng")
        client = self.imap()
        client.select("Rieng")
        client.store("2", "+FLAGS", "(\\Flagged $Work)")
        client.logout()
        before = sorted(self.flags_and_bytes("Rieng"))
        assert [flags for flags, _ in before] == [[], [b"$Work", b"\\Flagged"]], before
        for form in ("mbox", "maildir", "eml"):
            out = self.path(f"out-{form}")
            self.office.run("mail", "export", AN, "Rieng", out, "--format", form)
            done = self.office.json("mail", "import", AN, f"Lai{form}", out)
            assert done["imported"] == 2, done
            assert sorted(self.flags_and_bytes(f"Lai{form}/Rieng")) == before, form

    def test_maildirs_of_windows(self):
        for sign in "!;-":
            self.path(f"md{ord(sign)}/cur/1.a.host{sign}2,S", b"Subject: x\n\nsign " + sign.encode() + b"\n")
            os.makedirs(self.path(f"md{ord(sign)}/new"))
            self.office.run("mail", "import", AN, f"Win{ord(sign)}", self.path(f"md{ord(sign)}"))
            assert self.flags_and_bytes(f"Win{ord(sign)}")[0][0] == [b"\\Seen"], sign

    def test_eml_with_a_byte_order_mark(self):
        self.path("eml/a.eml", MARK + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>x</p>\r\n--b--\r\n")
        self.office.run("mail", "import", AN, "Dau", self.path("eml"))
        client = self.imap()
        client.select("Dau", readonly=True)
        _, data = client.fetch("1", "(BODYSTRUCTURE)")
        client.logout()
        assert b'("text" "html"' in data[0].lower() and b'"mixed"' in data[0].lower(), data


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-foreign-text-")
    try:
        subject = ForeignText(arguments.binary, work)
        try:
            passed, failed = play(subject, "test_", arguments.words)
        finally:
            subject.office.stop()
        if failed:
            print_log(os.path.join(subject.office.data, "server.log"))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
