#!/usr/bin/env python3
"""What must survive: backup and restore across engines, a full disk, a read-only directory, MariaDB stopped and started again, export and import.
With VANTHU_TEST_MYSQL_URL set the steps that need MariaDB run too.
  backup_test.py --binary build/release/vanthu
"""
import imaplib
import os
import shutil
import smtplib
import stat
import subprocess
import sys
import time
import urllib.parse

from cli_case import DOMAIN, PASSWORD, CliCase, run  # noqa: E402
from office import Office, free_port_base  # noqa: E402


class Kept(CliCase):
    def test_restore_into_what_init_made(self):
        """The machine is lost: `init` on a new one with another name, a first start, and then the backup."""
        office = self.office("lost")
        self.one_person(office)
        office.start()
        self.deliver(office, 5)
        backup = os.path.join(self.work, "backup-lost")
        office.run("backup", backup)
        before, validity = self.bodies(office), self.uid_validity(office)
        office.stop()
        found = Office(self.binary, os.path.join(self.work, "found"), office.base)
        found.init("khac.example", "UBND xã Khác")
        found.start()
        found.stop()
        found.run("restore", backup)
        found.start()
        try:
            assert self.bodies(found) == before
            assert self.uid_validity(found) > validity  # of mail after the backup UIDs are known to clients
            assert [one["address"] for one in found.json("account", "list")] == [
                one["address"] for one in office.json("account", "list")
            ]
            deadline = time.monotonic() + 20
            while found.json("search", f"an@{DOMAIN}", "noi dung")["total"] != 5:
                assert time.monotonic() < deadline, "search does not find the restored mail"
                time.sleep(0.3)
        finally:
            found.stop()
        assert found.json("verify")["ok"]
        used = self.vanthu("restore", backup, "--config", found.config)
        assert used.returncode == 65 and "vanthu init" in used.stderr, used

    def test_backup_and_restore(self, url=None):
        office = self.office("source" + ("-m" if url else ""))
        self.one_person(office)
        office.start()
        self.deliver(office, 30)
        backup = os.path.join(self.work, "backup" + ("-m" if url else ""))
        office.run("backup", backup)
        assert stat.S_IMODE(os.stat(os.path.join(backup, "secrets")).st_mode) == 0o600
        before = self.bodies(office)
        office.stop()
        target = os.path.join(self.work, "target" + ("-m" if url else ""))
        shutil.copytree(
            office.data, target, ignore=shutil.ignore_patterns("*.db*", "blobs", "search", "lock", "run", "server.log")
        )
        os.makedirs(os.path.join(target, "run"), exist_ok=True)
        restored = Office(self.binary, target, office.base)
        if url:
            restored.set("database", f'url = "{url}"')
        restored.run("restore", backup)
        assert restored.json("verify")["ok"]
        restored.start()
        try:
            assert self.bodies(restored) == before
            deadline = time.monotonic() + 20
            while restored.json("search", f"an@{DOMAIN}", "noi dung")["total"] != 30:
                assert time.monotonic() < deadline, "search does not find the restored mail"
                time.sleep(0.3)
        finally:
            restored.stop()
        done = self.vanthu("restore", backup, "--config", restored.config)
        assert done.returncode == 65, done
        if url:  # and the way back
            second = os.path.join(self.work, "backup-back")
            restored.run("backup", second)
            back = os.path.join(self.work, "target-back")
            shutil.copytree(
                office.data,
                back,
                ignore=shutil.ignore_patterns("*.db*", "blobs", "search", "lock", "run", "server.log"),
            )
            os.makedirs(os.path.join(back, "run"), exist_ok=True)
            home = Office(self.binary, back, office.base)
            home.run("restore", second)
            home.start()
            try:
                assert self.bodies(home) == before
            finally:
                home.stop()

    def test_mysql_backup_and_restore_across_engines(self):
        url = os.environ.get("VANTHU_TEST_MYSQL_URL")
        if not url:
            return "no MariaDB"
        self.test_backup_and_restore(self.fresh_database(url, "vanthu_cli_restore"))

    @staticmethod
    def fresh_database(url, name):
        """Another database on the same server, empty. url: mysql://user:password@host/name?socket=PATH"""
        parts = urllib.parse.urlsplit(url)
        socket_path = urllib.parse.parse_qs(parts.query).get("socket", [""])[0]
        command = ["mariadb", "--no-defaults", f"--user={parts.username}", f"--password={parts.password}"]
        command += (
            [f"--socket={socket_path}"] if socket_path else [f"--host={parts.hostname}", f"--port={parts.port or 3306}"]
        )
        subprocess.run([*command, "-e", f"DROP DATABASE IF EXISTS {name}"], check=True, capture_output=True)
        return urllib.parse.urlunsplit(parts._replace(path="/" + name))

    def test_mariadb_stopped_and_started_again(self):
        if not os.environ.get("VANTHU_TEST_MYSQL_URL"):
            return "no MariaDB"
        script, home = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "mariadb.sh"), os.path.join(
            self.work, "mariadb"
        )
        os.makedirs(home)
        os.chmod(self.work, 0o755)
        os.chmod(home, 0o755)

        def server(action):
            return subprocess.run(
                ["sh", script, action, home], capture_output=True, text=True, timeout=120, check=True
            ).stdout

        url = self.fresh_database(server("start").strip().splitlines()[-1], "vanthu_stopped")
        office = None
        try:
            office = self.office("stopped", ("--database", url))
            self.one_person(office)
            office.start()
            self.deliver(office, 5)
            server("stop")
            try:
                self.deliver(office, 1, 100)
                raise AssertionError("accepted without a database")
            except smtplib.SMTPRecipientsRefused as refused:
                assert all(code == 451 for code, _ in refused.recipients.values()), refused
            except smtplib.SMTPDataError as refused:
                assert refused.smtp_code == 451, refused
            server("start")
            self.deliver(office, 5, 200)
            assert len(self.bodies(office)) == 10
            assert office.stop() == 0
            assert office.json("verify")["ok"]
        finally:
            if office:
                office.kill()
            server("stop")

    def test_full_disk_refuses_mail_and_still_serves(self):
        if os.geteuid() != 0:
            return "needs root for a small disk"
        disk = os.path.join(self.work, "disk")
        os.makedirs(disk)
        if (
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=110m", "tmpfs", disk], capture_output=True).returncode
            != 0
        ):
            return "no mount here"
        office = Office(self.binary, os.path.join(disk, "full"), free_port_base(32000))
        try:
            office.init(DOMAIN, "UBND xã Thử")
            self.one_person(office)
            office.start()
            sent = 0
            try:
                with smtplib.SMTP("127.0.0.1", office.base + 25, timeout=30) as client:
                    while sent < 4000:
                        client.sendmail(
                            "x@ngoai.example",
                            [f"an@{DOMAIN}"],
                            b"From: x@ngoai.example\r\nSubject: x\r\n\r\n" + os.urandom(20000).hex().encode() + b"\r\n",
                        )
                        sent += 1
                raise AssertionError("the disk did not fill")
            except (smtplib.SMTPDataError, smtplib.SMTPRecipientsRefused) as refused:
                code = getattr(refused, "smtp_code", None) or next(iter(refused.recipients.values()))[0]
                assert code == 452, refused
            client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=30)
            client.login(f"an@{DOMAIN}", PASSWORD)
            status, data = client.select("INBOX")
            assert status == "OK" and int(data[0]) == sent, (status, data, sent)
            status, data = client.fetch("1", "(RFC822.SIZE BODY[])")
            assert status == "OK" and len(data[0][1]) > 40000
            status, _ = client.append("INBOX", None, None, b"Subject: y\r\n\r\nz\r\n")
            assert status == "NO"
            subprocess.run(["mount", "-o", "remount,size=300m", disk], check=True)
            self.deliver(office, 1)
            assert office.stop() == 0
            assert office.json("verify")["ok"]
        finally:
            office.kill()
            subprocess.run(["umount", "--lazy", disk], capture_output=True)

    def test_read_only_directory_says_so(self):
        if os.geteuid() == 0 and not shutil.which("setpriv"):
            return "needs setpriv"
        office = self.office("readonly")
        subprocess.run(["chmod", "-R", "a-w", office.data], check=True)
        command = [self.binary, "serve", "--config", office.config]
        if os.geteuid() == 0:
            subprocess.run(["chmod", "-R", "a+rX", self.work], check=True)
            command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30)
        subprocess.run(["chmod", "-R", "u+w", office.data], check=True)
        assert done.returncode in (69, 75, 77, 78) and done.stderr, done

    def test_export_and_import_again(self):
        office = self.office("export")
        self.one_person(office)
        office.start()
        try:
            self.deliver(office, 12)
            client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=20)
            client.login(f"an@{DOMAIN}", PASSWORD)
            client.select("INBOX")
            client.store("1:5", "+FLAGS", r"(\Seen \Flagged dac-biet)")
            client.logout()
            for form in ("maildir", "mbox", "eml"):
                out = os.path.join(self.work, "out-" + form)
                office.run("mail", "export", f"an@{DOMAIN}", "INBOX", out, "--format", form)
                report = office.json("mail", "import", f"an@{DOMAIN}", "Từ " + form, out)
                assert report["imported"] == 12 and report["failed"] == 0, (form, report)
        finally:
            office.stop()


if __name__ == "__main__":
    sys.exit(run(Kept))
