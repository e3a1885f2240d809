#!/usr/bin/env python3
"""Real clients against the real server: curl, swaks, mutt, mbsync both ways, openssl s_client, Python's libraries. A client that is not
installed is skipped and said so.
  clients_test.py --binary build/release/vanthu
"""
import argparse
import imaplib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from named_tests import play, print_log  # noqa: E402
from office import Office, free_port_base  # noqa: E402

DOMAIN = "thu.example"
PASSWORD = "Mật khẩu-17 Đẹp"          # blanks and marks
AN, BINH = f"an@{DOMAIN}", f"binh@{DOMAIN}"


def run(*command, stdin=None, timeout=60):
    done = subprocess.run(command, capture_output=True, input=stdin, timeout=timeout)
    assert done.returncode == 0, f"{command[0]} exit {done.returncode}: {(done.stdout + done.stderr)[-1500:].decode('utf-8', 'replace')}"
    return done.stdout


class Clients:
    def __init__(self, office, work):
        self.office, self.work = office, work
        self.ca = os.path.join(office.data, "tls", "ca.pem")

    def imap(self, address=AN, password=PASSWORD):
        client = self.office.imap()
        client._encoding = "utf-8"
        code, answer = client.authenticate("PLAIN", lambda _: f"\0{address}\0{password}".encode())
        assert code == "OK", answer
        return client

    def test_curl_submits_and_reads(self):
        mail = os.path.join(self.work, "m.eml")
        with open(mail, "wb") as f:
            f.write(f"From: {AN}\r\nTo: {BINH}\r\nSubject: by curl\r\n\r\nXin chào\r\n".encode())
        run("curl", "-sS", "--cacert", self.ca, "--url", f"smtps://localhost:{self.office.base + 465}", "--mail-from", AN, "--mail-rcpt", BINH,
            "--user", f"{AN}:{PASSWORD}", "-T", mail)
        out = run("curl", "-sS", "--cacert", self.ca, "--user", f"{BINH}:{PASSWORD}",
                  f"imaps://localhost:{self.office.base + 993}/INBOX;UID=1")
        assert "by curl" in out.decode() and "Xin chào" in out.decode()

    def test_swaks_starttls_and_refusals(self):
        run("swaks", "--server", f"localhost:{self.office.base + 587}", "-tls", "--auth", "PLAIN", "--auth-user", AN, "--auth-password", PASSWORD,
            "--from", AN, "--to", BINH, "--h-Subject", "by swaks")
        done = subprocess.run(["swaks", "--server", f"localhost:{self.office.base + 25}", "--from", AN, "--to", BINH], capture_output=True)
        assert done.returncode != 0 and b"550" in done.stdout, "port 25 took our own address without a sign-in"
        done = subprocess.run(["swaks", "--server", f"localhost:{self.office.base + 25}", "--from", "a@b.example", "--to", "c@d.example"], capture_output=True)
        assert done.returncode != 0 and (b"550" in done.stdout or b"554" in done.stdout), "port 25 relays"

    def test_mbsync_both_ways(self):
        client = self.imap()
        client.create("Dong-bo")
        for i in range(20):
            client.append("Dong-bo", r"(\Seen)" if i % 2 else None, None, f"Subject: m{i}\r\nMessage-ID: <m{i}@x>\r\n\r\ntext {i}\r\n".encode())
        local = os.path.join(self.work, "maildir")
        os.makedirs(local, exist_ok=True)
        config = os.path.join(self.work, "mbsyncrc")
        with open(config, "w", encoding="utf-8") as f:
            f.write(f"""IMAPAccount a
Host localhost
Port {self.office.base + 993}
User {AN}
PassCmd "printf '%s' '{PASSWORD}'"
SSLType IMAPS
CertificateFile {self.ca}
AuthMechs PLAIN

IMAPStore far
Account a

MaildirStore near
Path {local}/
Inbox {local}/INBOX
SubFolders Verbatim

Channel c
Far :far:
Near :near:
Patterns Dong-bo
Create Both
Expunge Both
Sync All
SyncState *
""")
        run("mbsync", "-c", config, "c")
        folder = os.path.join(local, "Dong-bo")
        files = [os.path.join(folder, d, n) for d in ("cur", "new") for n in os.listdir(os.path.join(folder, d))]
        assert len(files) == 20, len(files)
        with open(os.path.join(folder, "new", f"{int(time.time())}.1.local"), "wb") as f:
            f.write(b"Subject: from the Maildir\n\nlocal\n")
        seen = [n for n in os.listdir(os.path.join(folder, "cur")) if "S" in n.rsplit(",", 1)[-1]]
        assert len(seen) == 10, f"{len(seen)} seen"
        os.rename(os.path.join(folder, "cur", seen[0]), os.path.join(folder, "cur", seen[0].replace("S", "ST")))
        run("mbsync", "-c", config, "c")
        client.select("Dong-bo")
        _, data = client.search(None, "ALL")
        assert len(data[0].split()) == 20, data        # one more, one expunged
        _, data = client.search(None, "SUBJECT", '"from the Maildir"')
        assert len(data[0].split()) == 1, data
        client.logout()

    def test_offlineimap_both_ways(self):
        client = self.imap()
        client.create('"Ngo&AOA-i tuy&Hr8-n"')
        for i in range(15):
            client.append('"Ngo&AOA-i tuy&Hr8-n"', r"(\Seen)" if i % 3 == 0 else None, None, f"Subject: o{i}\r\nMessage-ID: <o{i}@x>\r\n\r\ntext {i}\r\n".encode())
        home = os.path.join(self.work, "offline")
        local = os.path.join(home, "mail")
        os.makedirs(local, exist_ok=True)
        with open(os.path.join(home, "rc"), "w", encoding="utf-8") as f:
            f.write(f"""[general]
accounts = a
metadata = {home}/meta
ui = basic
fsync = False
pythonfile = {home}/password.py
[Account a]
localrepository = near
remoterepository = far
[Repository near]
type = Maildir
localfolders = {local}
[Repository far]
type = IMAP
remotehost = localhost
remoteport = {self.office.base + 993}
ssl = yes
sslcacertfile = {self.ca}
remoteuser = {AN}
remotepasseval = password()
auth_mechanisms = PLAIN
folderfilter = lambda name: name.startswith('Ngo')
""")
        with open(os.path.join(home, "password.py"), "w", encoding="utf-8") as f:
            f.write(f"def password():\n    return {PASSWORD!r}\n")

        def sync():
            run("offlineimap", "-o", "-c", os.path.join(home, "rc"), timeout=120)
        sync()
        folders = [d for d in os.listdir(local) if d.startswith("Ngo")]
        assert len(folders) == 1, os.listdir(local)
        folder = os.path.join(local, folders[0])
        files = {d: os.listdir(os.path.join(folder, d)) for d in ("cur", "new")}
        assert len(files["cur"]) + len(files["new"]) == 15, files
        seen = [n for n in files["cur"] if "S" in n.rsplit(",", 1)[-1]]
        assert len(seen) == 5, files
        with open(os.path.join(folder, "new", f"{int(time.time())}.77.local"), "wb") as f:
            f.write(b"Subject: offline\nMessage-ID: <off@x>\n\nlocal\n")
        os.rename(os.path.join(folder, "cur", seen[0]), os.path.join(folder, "cur", seen[0].replace(",S", ",FS")))
        os.unlink(os.path.join(folder, "cur", seen[1]))
        sync()
        client.select('"Ngo&AOA-i tuy&Hr8-n"')
        _, data = client.search(None, "ALL")
        assert len(data[0].split()) == 15, data        # one more, one expunged
        _, data = client.search(None, "FLAGGED")
        assert len(data[0].split()) == 1, data
        _, data = client.search(None, "SUBJECT", "offline")
        assert len(data[0].split()) == 1, data
        client.logout()

    def test_mutt_sends_and_reads(self):
        """As a person does: writes in a terminal, finds it in the list, reads and flags it."""
        rc = os.path.join(self.work, "muttrc")
        read = os.path.join(self.work, "read-by-mutt")
        with open(rc, "w", encoding="utf-8") as f:
            f.write(f"""set from = "{AN}"
set realname = "Nguyễn Văn An"
set charset = "utf-8"
set ssl_ca_certificates_file = "{self.ca}"
set smtp_url = "smtps://{AN.replace('@', '%40')}@localhost:{self.office.base + 465}"
set smtp_pass = "{PASSWORD}"
set imap_user = "{AN}"
set imap_pass = "{PASSWORD}"
set folder = "imaps://localhost:{self.office.base + 993}"
set spoolfile = "+INBOX"
set record = "+Sent"
set certificate_file = "{os.path.join(self.work, 'mutt-certificates')}"
set wait_key = no
set pipe_decode = yes
unset resolve
set move = no
set mail_check = 1
""")
        body = "Kính gửi phòng Nội vụ,\nđề nghị xử lý công văn 147/BC-UBND.\n"
        run("mutt", "-F", rc, "-s", "Công văn từ mutt", "--", AN, stdin=body.encode())
        keys = f"<limit>~s mutt<enter><display-message><pipe-message>cat >{read}<enter><flag-message><exit><sync-mailbox><quit>"
        self.under_terminal(["mutt", "-F", rc, "-e", f'push "{keys}"'])
        with open(read, encoding="utf-8") as f:
            shown = f.read()
        assert "Subject: Công văn từ mutt" in shown and "147/BC-UBND" in shown, shown[-800:]
        client = self.imap()
        client.select("INBOX")
        _, data = client.search(None, "FLAGGED", "SEEN", "TEXT", '"147/BC-UBND"')
        assert len(data[0].split()) == 1, data
        status, data = client.select("Sent")
        assert status == "OK" and int(data[0]) >= 1, data      # mutt kept its copy
        client.logout()

    @staticmethod
    def under_terminal(command, timeout=60):
        """Runs a full-screen program to its end; nobody types."""
        import pty
        import select
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update(TERM="xterm", LANG="C.UTF-8", LC_ALL="C.UTF-8", LINES="40", COLUMNS="120")
            os.execvp(command[0], command)
        screen, deadline = b"", time.monotonic() + timeout
        try:
            while time.monotonic() < deadline:
                if select.select([terminal], [], [], 1)[0]:
                    piece = os.read(terminal, 65536)
                    if not piece:
                        break
                    screen += piece
            else:
                os.kill(child, 9)
                raise AssertionError(f"{command[0]} did not end; its screen: {screen[-1500:]!r}")
        except OSError:
            pass                  # the terminal is closed: it ended
        os.close(terminal)
        _, status = os.waitpid(child, 0)
        assert status == 0, f"{command[0]}: {status}; its screen: {screen[-1500:]!r}"

    def test_openssl_by_hand(self):
        script = "a1 CAPABILITY\r\na2 LOGOUT\r\n".encode()
        done = subprocess.run(["openssl", "s_client", "-quiet", "-connect", f"localhost:{self.office.base + 143}", "-starttls", "imap",
                               "-CAfile", self.ca, "-verify_return_error"], input=script, capture_output=True, timeout=30)
        assert b"a1 OK" in done.stdout and b"IMAP4rev1" in done.stdout, (done.stdout + done.stderr)[-800:]

    def test_nothing_pipelined_before_starttls_survives(self):
        for port, first, second in ((587, b"EHLO x\r\nSTARTTLS\r\nMAIL FROM:<a@b.example>\r\n", b"NOOP\r\n"), (143, b"a STARTTLS\r\nb LOGOUT\r\n", b"c NOOP\r\n")):
            raw = socket.create_connection(("localhost", self.office.base + port), timeout=20)
            raw.recv(4096)
            raw.sendall(first)
            answer = b""
            while b"220 2" not in answer and b"a OK" not in answer and b"220 R" not in answer:
                piece = raw.recv(4096)
                assert piece, answer
                answer += piece
                if b"\r\n220" in answer:
                    break
            secure = self.office.tls().wrap_socket(raw, server_hostname="localhost")
            secure.sendall(second)
            said = secure.recv(4096)
            assert said.startswith((b"250", b"c OK", b"503", b"* ")) and b"b OK" not in said and b"2.1.0" not in said, said
            secure.close()

    def test_password_in_nfd_and_wrong_ones(self):
        import unicodedata
        client = self.imap(BINH, unicodedata.normalize("NFD", PASSWORD))
        client.logout()
        for wrong in ("", " ", PASSWORD + "x", PASSWORD.lower()):
            try:
                self.imap(BINH, wrong)
                raise AssertionError(f"let in with {wrong!r}")
            except imaplib.IMAP4.error as answer:
                assert "AUTHENTICATIONFAILED" in str(answer), answer
        client = self.imap(BINH)
        client.logout()

    def test_idle_sees_mail_at_once(self):
        client = self.imap(BINH)
        client.select("INBOX")
        client.send(b"i IDLE\r\n")
        assert client.readline().startswith(b"+")
        sender = self.office.submission()
        self.plain(sender)
        began = time.monotonic()
        sender.sendmail(AN, [BINH], f"From: {AN}\r\nTo: {BINH}\r\nSubject: idle\r\n\r\nx\r\n")
        line = client.readline()
        took = time.monotonic() - began
        assert b"EXISTS" in line or b"RECENT" in line, line
        assert took < 2, took
        client.send(b"DONE\r\n")
        sender.quit()
        client.shutdown()

    @staticmethod
    def plain(sender):
        import base64
        sender.ehlo("client.example")
        code, answer = sender.docmd("AUTH", "PLAIN " + base64.b64encode(f"\0{AN}\0{PASSWORD}".encode()).decode())
        assert code == 235, answer

    def test_foreign_bytes_come_back(self):
        """Broken MIME, 8-bit headers, NULs in base64, deep nesting, a large one: byte for byte."""
        nested = b""
        for i in range(300):
            nested += f"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n".encode()
        cases = [b"\r\n", b"no header at all\r\n", b"Subject: \xe9\xff\xfe\r\n\r\n\x80\x81\r\n", nested + b"end\r\n",
                 b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nno end", b"A" * 500000 + b"\r\n", os.urandom(40 << 20).hex().encode()[:40 << 20] + b"\r\n"]
        client = self.imap()
        client.create("La")
        client.select("La")
        for number, bytes_in in enumerate(cases):
            # imaplib itself turns lone line ends into CRLF, so the cases hold none
            status, answer = client.append("La", None, None, bytes_in)
            assert status == "OK", answer
            _, data = client.select("La")
            _, data = client.fetch(data[0].decode(), "(RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[])")
            body = next(item[1] for item in data if isinstance(item, tuple) and b"BODY[]" in item[0])
            assert body == bytes_in, f"case {number} came back changed"
        client.logout()

    def test_many_idle_and_silent_connections(self):
        idle = []
        for _ in range(300):
            s = socket.create_connection(("127.0.0.1", self.office.base + 143), timeout=20)
            s.recv(200)
            idle.append(s)
        slow = socket.create_connection(("127.0.0.1", self.office.base + 25), timeout=20)
        slow.sendall(b"EH")
        client = self.imap()
        client.select("INBOX")
        client.logout()
        for s in idle:
            s.close()
        slow.close()

    def test_endless_lines_and_literals(self):
        s = socket.create_connection(("127.0.0.1", self.office.base + 143), timeout=20)
        s.recv(200)
        try:
            for _ in range(200):
                s.sendall(b"a" * 65536)
        except OSError:
            pass
        s.close()
        s = socket.create_connection(("127.0.0.1", self.office.base + 143), timeout=20)
        s.recv(200)
        s.sendall(b"a LOGIN {99999999999}\r\n")
        assert s.recv(300).startswith((b"a BAD", b"a NO", b"* BYE"))
        s.close()
        s = socket.create_connection(("127.0.0.1", self.office.base + 25), timeout=20)
        s.recv(200)
        try:
            for _ in range(100):
                s.sendall(b"b" * 65536)
            s.recv(300)
        except OSError:
            pass
        s.close()
        self.imap().logout()

    def test_stress_on_shared_accounts(self):
        errors = []

        def work(index):
            try:
                client = self.imap(AN if index % 2 else BINH)
                client.select("INBOX")
                for i in range(15):
                    client.append("INBOX", None, None, f"Subject: s{index}.{i}\r\n\r\nx\r\n".encode())
                    client.noop()
                    client.uid("SEARCH", "ALL")
                    client.uid("STORE", "1:3", "+FLAGS", rf"(k{i % 3})")
                client.logout()
            except Exception as failure:  # noqa: BLE001 - any failure of any client is the finding
                errors.append(f"{index}: {failure!r}")
        threads = [threading.Thread(target=work, args=(i,)) for i in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        assert not errors, errors[:3]

    def test_graceful_stop_and_last(self):
        client = self.imap()
        client.select("INBOX")
        _, before = client.search(None, "ALL")
        began = time.monotonic()
        assert self.office.stop() == 0
        assert time.monotonic() - began < 25
        self.office.start()
        client = self.imap()
        client.select("INBOX")
        _, after = client.search(None, "ALL")
        assert before == after
        client.logout()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-clients-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(30000))
    passed = failed = 0
    try:
        office.init(DOMAIN, "UBND xã Thử")
        office.start()
        office.hire({"an": "Nguyễn Văn An", "binh": "Lê Thị Bình"}, PASSWORD)
        clients = Clients(office, work)
        passed, failed = play(clients, "test_", arguments.words, tools=("curl", "swaks", "mbsync", "offlineimap", "mutt", "openssl"))
    finally:
        office.kill()
        if failed:
            print_log(os.path.join(office.data, "server.log"))
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
