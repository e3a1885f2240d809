#!/usr/bin/env python3
"""The contract of the command line: exit codes, errors that help, plans, backup and restore across engines, signals, a read-only
directory, MariaDB stopped and started again.
  cli_test.py --binary build/release/vanthu
With VANTHU_TEST_MYSQL_URL set the steps that need MariaDB run too.
"""
import argparse
import csv
import imaplib
import json
import os
import re
import shutil
import smtplib
import socket
import stat
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from named_tests import play  # noqa: E402
from office import CommandFailed, Office, free_port_base  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "clients"))
from smtp_wire import Sink  # noqa: E402

DOMAIN = "lenh.example"
PASSWORD = "Song-Ma.17Xanh"
STORY_DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story", "data")


class Cli:
    def __init__(self, binary, work):
        self.binary, self.work = os.path.abspath(binary), work

    def vanthu(self, *arguments, stdin=None, cwd=None):
        return subprocess.run([self.binary, *arguments], capture_output=True, text=True, input=stdin, timeout=300, cwd=cwd)

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
                client.sendmail("x@ngoai.example", [f"an@{DOMAIN}"], f"From: x@ngoai.example\r\nSubject: thu {i}\r\nMessage-ID: <{i}@l>\r\n\r\nnoi dung {i}\r\n")

    @staticmethod
    def bodies(office):
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=30)
        client.login(f"an@{DOMAIN}", PASSWORD)
        client.select("INBOX", readonly=True)
        _, data = client.fetch("1:*", "(UID BODY.PEEK[])")
        client.logout()
        return [item for item in data if isinstance(item, tuple)]

    # --- cases ---
    def test_usage_errors_are_64_and_say_what_is_meant(self):
        for words in (["frobnicate"], ["staff", "import"], ["search", "a", "b", "c"], ["unit", "import", "x", "--no-such"],
                      ["init", "--data", "x"], ["serve", "x"]):
            done = self.vanthu(*words)
            assert done.returncode == 64, (words, done)
            assert "vanthu" in done.stderr, done.stderr
        said = self.vanthu("staff").stderr
        assert "vanthu staff import" in said and "vanthu search" not in said, said        # what begins with that word
        assert self.vanthu("help").returncode == 0
        assert "staff import" in self.vanthu("help").stdout
        assert "| `port_base` |" in self.vanthu("settings", "--manual").stdout

    def test_every_command_has_its_help(self):
        for words, said in ((["init", "--help"], "--port-base N"), (["serve", "--help"], "SIGHUP"), (["help", "serve"], "SIGHUP"), (["help", "init"], "--hostname"),
                            (["staff", "import", "--help"], "Nhập cán bộ"), (["help", "staff", "import"], "Nhập cán bộ")):
            done = self.vanthu(*words)
            assert done.returncode == 0 and said in done.stdout and "vanthu verify" not in done.stdout, (words, done)
        assert not os.path.exists("--help")
        for words in (["help", "frobnicate"], ["serve", "--config"], ["serve", "--config", "a", "b"]):
            assert self.vanthu(*words).returncode == 64, words
        nowhere = os.path.join(self.work, "nowhere", "vanthu.toml")
        spaced, joined = (self.vanthu("serve", *words) for words in (("--config", nowhere), ("--config=" + nowhere,)))
        assert joined.returncode == spaced.returncode != 64 and joined.stderr == spaced.stderr, (spaced, joined)

    def test_a_port_that_is_taken_is_said(self):
        office = self.office("taken")
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", office.base + 143))
            other.listen()
            done = self.vanthu("serve", "--config", office.config)
        assert done.returncode == 69 and "đang do chương trình khác dùng" in done.stderr and f"127.0.0.1:{office.base + 143}" in done.stderr, done
        with open(office.config, encoding="utf-8") as f:
            text = f.read()
        with open(office.config, "w", encoding="utf-8") as f:
            f.write(text.replace('listen = ["127.0.0.1"]', 'listen = ["192.0.2.7"]').replace("demo = true", "demo = false"))
        done = self.vanthu("serve", "--config", office.config)
        assert done.returncode == 78 and "listen" in done.stderr and "192.0.2.7" in done.stderr, done

    def test_wrong_values_of_options_are_64(self):
        office = self.office("values")
        nowhere = os.path.join(self.work, "not-made")
        for words in (["search", f"vanthu@{DOMAIN}", "x", "--limit", "nhiều"], ["search", f"vanthu@{DOMAIN}", "x", "--offset=-1"], ["queue", "cancel"], ["queue", "retry", "x"],
                      ["mail", "export", f"vanthu@{DOMAIN}", "ALL", nowhere, "--format", "pst"], ["book", "open", "ROOT", "out"], ["book", "open", "ROOT", "sổ đi", "--last", "5"],
                      ["report", "tasks", "--from", "hôm qua"], ["report", "dispatch", "--book", "x"]):
            done = self.vanthu(*words, "--config", office.config)
            assert done.returncode == 64 and " / " in done.stderr and not done.stdout, (words, done)
            told = self.vanthu(*words, "--config", office.config, "--json")
            assert told.returncode == 64 and json.loads(told.stdout)["error"] == "bad_input", (words, told)
        assert not os.path.exists(nowhere)

    def test_errors_are_in_two_languages(self):
        """Ours and those that come from below (a file, the database, a name that is not there)."""
        office = self.office("words-vi")
        nowhere = os.path.join(self.work, "nowhere")
        cases = ((["frobnicate"], "Không có lệnh", "There is no command"), (["search", "a"], "sai số đối số", "was given"),
                 (["account", "disable", f"ai@{DOMAIN}"], "Không có tài khoản", "There is no account"),
                 (["unit", "import", nowhere], "Không đọc được tệp", "cannot be read"), (["mail", "import", f"vanthu@{DOMAIN}", "INBOX", nowhere], "Không có tệp", "There is no"),
                 (["mail", "export", f"vanthu@{DOMAIN}", "X", nowhere, "--format", "x"], "--format nhận", "--format takes"),
                 (["mail", "export", f"vanthu@{DOMAIN}", "X", nowhere], "Không có hộp thư", "There is no mailbox"),
                 (["queue", "cancel", "7"], "Không có thư đang chờ", "No waiting mail"), (["backup", "/proc/x"], "Ổ đĩa hoặc tệp|Không|Thư mục", "."),
                 (["restore", nowhere], "Không|Bản sao lưu", "."))
        for words, vietnamese, english in cases:
            done = self.vanthu(*words, "--config", office.config)
            assert done.returncode != 0 and re.search(vietnamese, done.stderr) and re.search(english, done.stderr), (words, done)
        broken = self.vanthu("restore", nowhere, "--config", office.config, "--json")
        assert re.search("Không|Bản sao lưu", json.loads(broken.stdout)["text"]), broken

    def test_no_settings_is_78(self):
        for words in (["verify"], ["serve"], ["queue", "list"]):
            done = self.vanthu(*words, "--config", os.path.join(self.work, "nowhere", "nowhere.toml"))
            assert done.returncode == 78 and "nowhere.toml" in done.stderr and "vanthu init" in done.stderr, done
        office = self.office("wrong")
        with open(office.config, "a", encoding="utf-8") as f:
            f.write("\n[smtp2]\nmax = 1\n")
        done = self.vanthu("verify", "--config", office.config)
        assert done.returncode == 78 and "smtp2" in done.stderr and "Did you mean" in done.stderr, done
        done = self.vanthu("serve", "--config", office.config)
        assert done.returncode == 78, done

    def test_words_of_settings_that_no_range_can_check(self):
        office = self.office("words")
        with open(office.config, encoding="utf-8") as f:
            good = f.read()
        for key, value in (("log_level", '"loud"'), ("hostname", '"two words"'), ("relay_host", '"a b"'), ("listen", "[]"), ("page_url", '"javascript:x"')):
            text, found = re.subn(rf"(?m)^#?\s*{key} *=.*$", f"{key} = {value}", good, count=1)
            assert found, key
            with open(office.config, "w", encoding="utf-8") as f:
                f.write(text)
            done = self.vanthu("verify", "--config", office.config)
            assert done.returncode == 78 and key in done.stderr, (key, done)

    def test_init_twice_changes_nothing(self):
        office = self.office("twice")
        with open(office.config, encoding="utf-8") as f:
            before = f.read()
        done = self.vanthu("init", "--data", office.data, "--domain", "b.example", "--org", "B", "--port-base", "1")
        assert done.returncode == 65 and "Nothing was changed" in done.stderr, done
        with open(office.config, encoding="utf-8") as f:
            assert f.read() == before
        assert stat.S_IMODE(os.stat(os.path.join(office.data, "tls", "server.key")).st_mode) == 0o600
        assert "demo = true" in before

    def test_plans_and_bad_rows(self):
        office = self.office("plans")
        bad = os.path.join(self.work, "bad.csv")
        self.staff(bad, [["Trần Thị B", "x", "NO-SUCH", "", "", "staff"], ["Lê Văn C", "x", "ROOT", "", "", "boss"], ["", "x", "ROOT", "", "", "staff"]])
        done = self.vanthu("staff", "import", bad, "--config", office.config, "--json")
        plan = json.loads(done.stdout)
        assert done.returncode == 65 and plan["error"] == 3 and not plan["applied"], done
        assert {row["line"] for row in plan["rows"]} >= {2, 3, 4}, plan
        good = os.path.join(self.work, "good.csv")
        self.staff(good, [["Trần Thị B", "Chuyên viên", "ROOT", "", "", "staff"]], "utf-8-sig", ";")
        plan = office.json("staff", "import", good, "--plan")
        assert plan["create"] == 1 and not plan["applied"]
        assert office.json("account", "list") is not None
        done = self.vanthu("staff", "import", good, "--config", office.config)
        assert done.returncode == 65 and "--slips" in done.stderr, done
        slips = os.path.join(self.work, "slips-good.csv")
        assert office.json("staff", "import", good, "--slips", slips)["applied"]
        assert stat.S_IMODE(os.stat(slips).st_mode) == 0o600
        done = self.vanthu("staff", "import", good, "--slips", slips, "--config", office.config)
        again = office.json("staff", "import", good)
        assert again["unchanged"] == 1, again

    def test_no_change_only_in_a_demonstration(self):
        office = self.office("demo")
        self.one_person(office)
        report = office.json("report", "accounts")
        assert report[0]["password"] == "no-change", report
        with open(office.config, encoding="utf-8") as f:
            text = f.read()
        with open(office.config, "w", encoding="utf-8") as f:
            f.write(text.replace("demo = true", "demo = false"))
        done = self.vanthu("account", "set-password", f"an@{DOMAIN}", "--stdin", "--no-change", "--config", office.config, stdin=PASSWORD)
        assert done.returncode == 77, done

    def test_commands_run_inside_the_daemon_and_without(self):
        office = self.office("both")
        self.one_person(office)
        office.start()
        try:
            rows = office.json("account", "list")
            assert any(row["address"] == f"an@{DOMAIN}" for row in rows), rows
            office.run("account", "disable", f"an@{DOMAIN}")
            client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=20)
            try:
                client.login(f"an@{DOMAIN}", PASSWORD)
                raise AssertionError("a disabled account was let in")
            except imaplib.IMAP4.error:
                pass
            office.run("account", "enable", f"an@{DOMAIN}")
            client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=20)
            client.login(f"an@{DOMAIN}", PASSWORD)
            done = self.vanthu("restore", self.work, "--config", office.config)
            assert done.returncode == 75, done
            done = self.vanthu("serve", "--config", office.config)
            assert done.returncode == 75, done
            relative = self.vanthu("staff", "import", f"staff-{os.path.basename(office.data)}.csv", "--config", office.config, cwd=self.work)
            assert relative.returncode == 0 and "1 unchanged" in relative.stdout, relative
        finally:
            office.stop()

    def test_a_reset_drops_open_sessions(self):
        office = self.office("reset")
        self.one_person(office)
        office.start()
        try:
            client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=20)
            client.login(f"an@{DOMAIN}", PASSWORD)
            client.select("INBOX")
            given = office.run("account", "set-password", f"an@{DOMAIN}").stdout.strip()
            assert len(given) >= 10
            deadline = time.monotonic() + 5
            while time.monotonic() < deadline:
                try:
                    client.noop()
                    time.sleep(0.1)
                except (imaplib.IMAP4.error, OSError):
                    break
            else:
                raise AssertionError("the old session goes on after the reset")
            client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=20)
            try:
                client.login(f"an@{DOMAIN}", given)
                raise AssertionError("a reset password was let in")
            except imaplib.IMAP4.error as answer:
                assert "EXPIRED" in str(answer)
            status, text = office.change_password(f"an@{DOMAIN}", given, "Song-Ma.29Dieu")
            assert status == 204, text
        finally:
            office.stop()

    def test_sighup_reads_the_certificate_again(self):
        office = self.office("hup")
        office.start()
        try:
            first = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{office.base + 993}"], input=b"", capture_output=True, timeout=20).stdout
            for name in ("server.pem", "server.key"):
                shutil.copy(os.path.join(office.data, "tls", name), os.path.join(self.work, name))
            run = subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                                  "-keyout", os.path.join(office.data, "tls", "server.key"), "-out", os.path.join(office.data, "tls", "server.pem")], capture_output=True)
            assert run.returncode == 0, run.stderr
            office.process.send_signal(1)
            for _ in range(50):
                now = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{office.base + 993}"], input=b"", capture_output=True, timeout=20).stdout
                if now.split(b"-----BEGIN")[1:2] != first.split(b"-----BEGIN")[1:2]:
                    return
                time.sleep(0.1)
            raise AssertionError("the old certificate is still shown")
        finally:
            office.stop()

    def test_restore_into_what_init_made(self):
        """The machine is lost: `init` on a new one with another name, a first start, and then the backup."""
        office = self.office("lost")
        self.one_person(office)
        office.start()
        self.deliver(office, 5)
        backup = os.path.join(self.work, "backup-lost")
        office.run("backup", backup)
        before = self.bodies(office)
        office.stop()
        found = Office(self.binary, os.path.join(self.work, "found"), office.base)
        found.init("khac.example", "UBND xã Khác")
        found.start()
        found.stop()
        found.run("restore", backup)
        found.start()
        try:
            assert self.bodies(found) == before
            assert [one["address"] for one in found.json("account", "list")] == [one["address"] for one in office.json("account", "list")]
            deadline = time.monotonic() + 20
            while found.json("search", f"an@{DOMAIN}", "noi dung")["total"] != 5:
                assert time.monotonic() < deadline, "search does not find the restored mail"
                time.sleep(0.3)
        finally:
            found.stop()
        assert found.json("verify")["ok"]
        used = self.vanthu("restore", backup, "--config", found.config)
        assert used.returncode == 65 and "vanthu init" in used.stderr, used

    def test_sighup_takes_the_relay_and_names_what_waits(self):
        office = self.office("hup-relay")
        self.one_person(office)
        office.set("outbound", f'relay_host = "127.0.0.1"\nrelay_port = {office.base + 2600}')
        sink = Sink(office.base + 2601)
        office.start()

        def said(words):
            deadline = time.monotonic() + 20
            while time.monotonic() < deadline:
                with open(os.path.join(office.data, "server.log"), encoding="utf-8", errors="replace") as f:
                    found = [line for line in f if all(word in line for word in words)]
                if found:
                    return found[-1]
                time.sleep(0.1)
            raise AssertionError(f"the log never said {words}")

        try:
            with smtplib.SMTP("127.0.0.1", office.base + 587, timeout=30) as client:
                client.login(f"an@{DOMAIN}", PASSWORD)
                client.sendmail(f"an@{DOMAIN}", ["ban@ngoai.example"], f"From: an@{DOMAIN}\r\nSubject: cho\r\n\r\nx\r\n")
            said(["OUT-0002", "waiting"])
            with open(office.config, encoding="utf-8") as f:
                text = f.read()
            with open(office.config, "w", encoding="utf-8") as f:
                f.write(text.replace(f"relay_port = {office.base + 2600}", f"relay_port = {office.base + 2601}").replace("[imap]\n", "[imap]\nidle_timeout = 2000\n"))
            office.process.send_signal(1)
            taken = said(["SRV-0005", "outbound.relay_port"])
            assert "imap" not in taken, taken
            waiting = said(["SRV-0007", "imap.idle_timeout"])
            assert "outbound" not in waiting and "next start" in waiting, waiting
            office.run("queue", "retry")
            sink.wait(1)
            with open(office.config, "a", encoding="utf-8") as f:
                f.write("\nwrong = [\n")
            office.process.send_signal(1)
            said(["SRV-0003"])
            assert office.json("queue", "list") == []
        finally:
            office.stop()

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
        shutil.copytree(office.data, target, ignore=shutil.ignore_patterns("*.db*", "blobs", "search", "lock", "run", "server.log"))
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
        if url:   # and the way back
            second = os.path.join(self.work, "backup-back")
            restored.run("backup", second)
            back = os.path.join(self.work, "target-back")
            shutil.copytree(office.data, back, ignore=shutil.ignore_patterns("*.db*", "blobs", "search", "lock", "run", "server.log"))
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
        command += [f"--socket={socket_path}"] if socket_path else [f"--host={parts.hostname}", f"--port={parts.port or 3306}"]
        subprocess.run([*command, "-e", f"DROP DATABASE IF EXISTS {name}"], check=True, capture_output=True)
        return urllib.parse.urlunsplit(parts._replace(path="/" + name))

    def test_mariadb_stopped_and_started_again(self):
        if not os.environ.get("VANTHU_TEST_MYSQL_URL"):
            return "no MariaDB"
        script, home = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "mariadb.sh"), os.path.join(self.work, "mariadb")
        os.makedirs(home)
        os.chmod(self.work, 0o755)
        os.chmod(home, 0o755)

        def server(action):
            return subprocess.run(["sh", script, action, home], capture_output=True, text=True, timeout=120, check=True).stdout
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
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=110m", "tmpfs", disk], capture_output=True).returncode != 0:
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
                        client.sendmail("x@ngoai.example", [f"an@{DOMAIN}"], b"From: x@ngoai.example\r\nSubject: x\r\n\r\n" + os.urandom(20000).hex().encode() + b"\r\n")
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
            subprocess.run(["umount", disk], capture_output=True)

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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-cli-")
    cli = Cli(arguments.binary, work)
    passed = failed = 0
    try:
        passed, failed = play(cli, "test_", arguments.words)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
