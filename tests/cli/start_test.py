#!/usr/bin/env python3
"""How the server starts, and what is said when it cannot: whose files they are, who may read them, which addresses there are.
  start_test.py --binary build/release/vanthu [WORD …]
Cases that need another user or a network of their own run as root only (as they do in a fresh container); others run for everybody.
"""
import argparse
import email.message
import imaplib
import os
import pwd
import re
import shutil
import smtplib
import stat
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "story"), os.path.join(HERE, "..", "packaging")]
from named_tests import play  # noqa: E402
from office import Office, free_port_base  # noqa: E402
from rogue_database import RogueDatabase  # noqa: E402

DOMAIN = "moi.example"
PASSWORD = "Song-Ma.17Xanh"
AN = f"an@{DOMAIN}"
SERVICE = "nobody"
ROOT_ONLY = "needs root" if os.geteuid() != 0 else None
CAGE = [sys.executable, os.path.join(HERE, "..", "packaging", "cage.py"), "--state", "{data}", "--"]


def open_to_others(folder):
    found = []
    for place, folders, files in os.walk(folder):
        for name in [".", *files]:
            path = os.path.normpath(os.path.join(place, name))
            if os.lstat(path).st_mode & 0o077:
                found.append(f"{path} {stat.filemode(os.lstat(path).st_mode)}")
    return found


def foreign(folder, user):
    return [os.path.join(place, name) for place, folders, files in os.walk(folder) for name in [*folders, *files]
            if os.lstat(os.path.join(place, name)).st_uid != pwd.getpwnam(user).pw_uid]


def give(folder, user):
    entry = pwd.getpwnam(user)
    os.chown(folder, entry.pw_uid, entry.pw_gid)


class Start:
    def __init__(self, binary, work):
        self.offices = []
        self.binary, self.work = os.path.abspath(binary), work

    def office(self, name, wrapper=(), extra=(), owner=None):
        office = Office(self.binary, os.path.join(self.work, name), free_port_base(36000), wrapper)
        self.offices.append(office)
        if owner:
            os.makedirs(office.data, 0o755)
            give(office.data, owner)
        office.init(DOMAIN, "UBND xã Thử", extra)
        return office

    def replace(self, office, old, new):
        with open(office.config, encoding="utf-8") as f:
            text = f.read()
        assert old in text, (old, text)
        with open(office.config, "w", encoding="utf-8") as f:
            f.write(text.replace(old, new, 1))

    def listen(self, office, words):
        with open(office.config, encoding="utf-8") as f:
            text, count = re.subn(r"(?m)^(# *)?listen = .*$", f"listen = {words}", f.read(), count=1)
        assert count == 1, text
        with open(office.config, "w", encoding="utf-8") as f:
            f.write(text)

    def refused(self, office, code, *said, wrapper=()):
        """Serving fails with that exit code, and every expression is in what is said, in two languages."""
        words = [word.replace("{data}", office.data) for word in wrapper]
        done = subprocess.run([*words, self.binary, "serve", "--config", office.config], capture_output=True, text=True, timeout=60)
        assert done.returncode == code and " / " in done.stderr, (done.returncode, done.stderr)
        for expression in said:
            assert re.search(expression, done.stderr), (expression, done.stderr)

    def use(self, office):
        """One person, a mail delivered and one appended, both indexed."""
        office.hire({"an": "Trần Văn An"}, PASSWORD)
        office.start()
        with smtplib.SMTP("127.0.0.1", office.base + 25, timeout=30) as client:
            client.sendmail("x@ngoai.example", [AN], "From: x@ngoai.example\r\nSubject: mot hai\r\n\r\nba bon nam\r\n")
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=30)
        client.login(AN, PASSWORD)
        client.append("INBOX", None, None, b"Subject: sau\r\n\r\nba bay " + b"tam " * 30000 + b"\r\n")
        client.logout()
        deadline = time.monotonic() + 60
        while office.json("search", AN, "ba")["total"] < 2:
            assert time.monotonic() < deadline, "not indexed"
            time.sleep(0.1)

    # --- whose files ---
    def test_nobody_else_reads_what_is_made(self):
        """umask 022 and a data directory that `adduser` made 0755."""
        before = os.umask(0o022)
        try:
            data = os.path.join(self.work, "modes")
            os.makedirs(data, 0o755)
            office = self.office("modes")
            assert not open_to_others(data), open_to_others(data)
            self.use(office)
            os.unlink(os.path.join(self.work, "modes", "hired.csv"))    # the test's own, with the log
            os.chmod(os.path.join(data, "server.log"), 0o600)
            assert not open_to_others(data), open_to_others(data)
            backup = os.path.join(self.work, "modes-backup")
            office.run("backup", backup)
            office.run("mail", "export", AN, "ALL", os.path.join(self.work, "modes-export"))
            assert not open_to_others(backup) and not open_to_others(os.path.join(self.work, "modes-export"))
            office.stop()
            # A house of an earlier version, whose files others could read.
            os.chmod(data, 0o755)
            for name in os.listdir(data):
                if name.startswith("vanthu.db"):
                    os.chmod(os.path.join(data, name), 0o644)
            office.start()
            office.json("account", "list")
            os.chmod(os.path.join(data, "server.log"), 0o600)
            assert not open_to_others(data), open_to_others(data)
            office.stop()
        finally:
            os.umask(before)

    def test_root_leaves_nothing_behind_that_the_service_cannot_open(self):
        if ROOT_ONLY:
            return ROOT_ONLY
        office = self.office("roots", CAGE, owner=SERVICE)
        assert not foreign(office.data, SERVICE), foreign(office.data, SERVICE)
        # Commands while nothing serves; their own files lie where only root looks.
        private = os.path.join(self.work, "roots-private")
        os.mkdir(private, 0o700)
        with open(os.path.join(private, "staff.csv"), "w", encoding="utf-8") as f:
            f.write("full_name,title,unit,phone,address,role\nTrần Văn An,Chuyên viên,ROOT,,an,staff\n")
        slips = os.path.join(private, "slips.csv")
        office.run("staff", "import", os.path.join(private, "staff.csv"), "--slips", slips)
        assert os.stat(slips).st_uid == 0 and stat.S_IMODE(os.stat(slips).st_mode) == 0o600, os.stat(slips)
        office.run("account", "set-password", AN, "--stdin", "--no-change", stdin=PASSWORD + "\n")
        office.run("rebuild", "search")
        office.run("search", AN, "x")
        assert not foreign(office.data, SERVICE), foreign(office.data, SERVICE)
        office.start()
        office.run("account", "list")
        office.stop()
        # What an earlier version's root did leave is named before anything is opened.
        office.run("account", "list")
        for path in (os.path.join(office.data, "vanthu.db"), os.path.join(office.data, "search")):
            os.chown(path, 0, 0)
        os.chmod(os.path.join(office.data, "search"), 0o700)
        self.refused(office, 77, "vanthu.db", f"chown -R {SERVICE}: {office.data}", wrapper=CAGE)
        done = office.run("account", "list", allowed=(77,))
        assert "chown -R" in done.stderr, done.stderr

    def test_the_service_runs_as_its_own_user_whoever_starts_it(self):
        if ROOT_ONLY:
            return ROOT_ONLY
        office = self.office("whoever", owner=SERVICE)
        office.start()
        with open(f"/proc/{office.process.pid}/status") as f:
            users = re.search(r"^Uid:\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", f.read(), re.M).groups()
        assert set(users) == {str(pwd.getpwnam(SERVICE).pw_uid)}, users
        office.stop()
        assert not [path for path in foreign(office.data, SERVICE) if not path.endswith("server.log")]

    def test_somebody_else_is_told_whose_it_is(self):
        if ROOT_ONLY:
            return ROOT_ONLY
        office = self.office("whose", owner=SERVICE)
        binary = shutil.copy(self.binary, os.path.join(self.work, "vanthu"))
        other = pwd.getpwnam("daemon")
        for words in (["account", "list"], ["serve"]):
            done = subprocess.run([binary, *words, "--config", office.config], capture_output=True, text=True, timeout=60, user=other.pw_uid, group=other.pw_gid, extra_groups=[])
            assert done.returncode == 77 and SERVICE in done.stderr and "daemon" in done.stderr and " / " in done.stderr, (words, done)

    def test_a_closed_folder_above_is_said(self):
        if ROOT_ONLY:
            return ROOT_ONLY
        office = self.office("deep/down", owner=SERVICE)
        os.chmod(os.path.dirname(office.data), 0o700)
        done = office.run("account", "list", allowed=(77,))
        assert "namei -l" in done.stderr and " / " in done.stderr, done.stderr
        os.chmod(os.path.dirname(office.data), 0o755)
        office.run("account", "list")

    # --- what the service may read and write ---
    def test_a_key_that_cannot_be_read_is_said(self):
        office = self.office("key")
        shutil.copy(os.path.join(office.data, "tls", "server.key"), os.path.join(self.work, "good.key"))
        for line, text, code, said in (("missing.key", None, 78, "Không có tệp|không có tệp"), ("empty.key", "", 78, "PEM"), ("other.key", "-----BEGIN PRIVATE KEY-----\nx\n", 78, "PEM")):
            path = os.path.join(self.work, line)
            if text is not None:
                with open(path, "w") as f:
                    f.write(text)
            self.replace(office, "[server]\n", f'[server]\nkey = "{path}"\n')
            self.refused(office, code, said, re.escape(path))
            self.replace(office, f'key = "{path}"\n', "")
        if ROOT_ONLY:
            return
        letsencrypt = os.path.join(self.work, "letsencrypt")
        os.mkdir(letsencrypt, 0o700)
        path = shutil.copy(os.path.join(self.work, "good.key"), letsencrypt)
        give(office.data, SERVICE)
        for folder, folders, files in os.walk(office.data):
            for name in [*folders, *files]:
                give(os.path.join(folder, name), SERVICE)
        self.replace(office, "[server]\n", f'[server]\nkey = "{path}"\n')
        self.refused(office, 77, f"người dùng {SERVICE} không đọc được", "may not read", "0600")

    def test_folders_the_service_cannot_use_are_said(self):
        if ROOT_ONLY:
            return ROOT_ONLY
        office = self.office("folders", CAGE, owner=SERVICE)
        office.hire({"an": "Trần Văn An"}, PASSWORD)
        office.start()
        message = email.message.EmailMessage()
        message["Subject"], message["From"] = "một", "x@ngoai.example"
        message.set_content("hai\n")
        mine = os.path.join(self.work, "mail")      # below the /tmp of the caller: the service has one of its own
        os.makedirs(mine)
        with open(os.path.join(mine, "1.eml"), "wb") as f:
            f.write(bytes(message))
        for words in (["backup", os.path.join(self.work, "backup")], ["backup", "/var/backups/vanthu-test"], ["backup", "/root/vanthu-test"], ["mail", "import", AN, "INBOX", mine],
                      ["mail", "export", AN, "ALL", os.path.join(self.work, "export")]):
            done = office.run(*words, allowed=(77,))
            assert "ReadWritePaths" in done.stderr and office.data in done.stderr and " / " in done.stderr, (words, done.stderr)
        assert not os.path.exists(os.path.join(self.work, "backup")) and not os.path.exists("/var/backups/vanthu-test")
        # Below the data directory all of it works.
        shutil.copytree(mine, os.path.join(office.data, "import"))
        office.give(os.path.join(office.data, "import"))
        assert office.json("mail", "import", AN, "INBOX", os.path.join(office.data, "import"))["imported"] == 1
        office.run("mail", "export", AN, "ALL", os.path.join(office.data, "export"))
        office.run("backup", os.path.join(office.data, "backup"))
        office.stop()
        # Step 8 of the README: a folder of its own, named in the unit.
        own = tempfile.mkdtemp(prefix="vanthu-own-", dir="/srv" if os.path.isdir("/srv") else "/var")
        try:
            give(own, SERVICE)
            unit = os.path.join(self.work, "own.service")
            with open(os.path.join(HERE, "..", "..", "packaging", "systemd", "vanthu.service"), encoding="utf-8") as f:
                text = f.read()
            with open(unit, "w", encoding="utf-8") as f:
                f.write(text.replace("ProtectSystem=", f"ReadWritePaths={own}\nProtectSystem="))
            closed = office.wrapper
            office.start()
            office.run("backup", os.path.join(own, "one"), allowed=(77,))
            office.stop()
            office.wrapper = [word.replace("{data}", office.data) for word in [*CAGE[:2], "--unit", unit, *CAGE[2:]]]
            office.start()
            office.run("backup", os.path.join(own, "one"))
            office.stop()
            office.wrapper = closed
        finally:
            shutil.rmtree(own, ignore_errors=True)
        # A folder that only root may read, while nothing serves: the command works as the service's user and says so too.
        os.mkdir(os.path.join(self.work, "closed"), 0o700)
        done = office.run("backup", os.path.join(self.work, "closed", "backup"), allowed=(77,))
        assert SERVICE in done.stderr, done.stderr

    # --- addresses ---
    def alone(self, ipv6):
        """Words that start a command in a network of its own, under the unit, with or without IPv6."""
        unit = os.path.join(self.work, f"unit-{ipv6}.service")
        with open(os.path.join(HERE, "..", "..", "packaging", "systemd", "vanthu.service"), encoding="utf-8") as f:
            text = f.read()
        with open(unit, "w", encoding="utf-8") as f:
            f.write(text if ipv6 else text.replace("AF_INET AF_INET6 AF_UNIX", "AF_INET AF_UNIX"))
        return ["unshare", "-n", sys.executable, CAGE[1], "--unit", unit, *CAGE[2:]]

    def test_a_machine_without_ipv6_serves_what_it_has(self):
        """The standard ports, below 1024, by a user that is not root."""
        if ROOT_ONLY:
            return ROOT_ONLY
        office = self.office("six", self.alone(False), ["--port-base", "0"], SERVICE)
        office.start()
        office.stop()
        with open(os.path.join(office.data, "server.log"), encoding="utf-8") as f:
            log = f.read()
        assert log.count("SRV-0008") == 1 and "IPv6" in log and "SRV-0001" in log, log
        self.listen(office, '["::"]')                  # nothing else is left
        self.refused(office, 78, "listen", "::", wrapper=self.alone(False))
        self.listen(office, '["127.0.0.1", "::1"]')    # written out: necessary
        self.refused(office, 78, "::1", wrapper=self.alone(False))
        self.listen(office, '["0.0.0.0", "::"]')
        os.truncate(os.path.join(office.data, "server.log"), 0)
        office.wrapper = [word.replace("{data}", office.data) for word in self.alone(True)]
        office.start()
        office.stop()
        with open(os.path.join(office.data, "server.log"), encoding="utf-8") as f:
            assert "SRV-0008" not in f.read()

    def test_a_demonstration_is_for_this_machine(self):
        office = self.office("demo")
        self.listen(office, '["127.0.0.1", "0.0.0.0"]')
        self.refused(office, 78, "demo", "0.0.0.0", "TLS")
        self.replace(office, "demo = true", "demo = false")
        self.listen(office, '["127.0.0.1"]')
        office.start()
        client = imaplib.IMAP4("127.0.0.1", office.base + 143, timeout=30)
        try:
            client.login(AN, PASSWORD)
            raise AssertionError("signed in without TLS")
        except imaplib.IMAP4.error as answer:
            assert "TLS" in str(answer), answer
        client.shutdown()
        office.stop()

    def test_a_database_elsewhere_wants_to_be_checked(self):
        never = os.path.join(self.work, "never")
        done = subprocess.run([self.binary, "init", "--data", never, "--domain", DOMAIN, "--org", "X", "--database", "mysql://u:geheim@db.example/v"], capture_output=True, text=True, timeout=60)
        assert done.returncode == 64 and "ssl_ca" in done.stderr and "geheim" not in done.stderr and not os.path.exists(never), done
        office = self.office("elsewhere")
        with open(office.config, encoding="utf-8") as f:
            assert "[database]" in f.read()
        for url in ("mysql://u:geheim@db.example/vanthu", "mysql://u:geheim@192.0.2.9:3306/vanthu", "mysql://u:geheim@127.0.0.1.evil.example/vanthu"):
            self.replace(office, "[database]\n", f'[database]\nurl = "{url}"\n')
            self.refused(office, 78, "ssl_ca", "plaintext=yes")
            done = office.run("account", "list", allowed=(78,))
            assert "geheim" not in done.stderr, done.stderr
            self.replace(office, f'url = "{url}"\n', "")

    def test_a_database_gets_no_file_of_ours(self):
        office = self.office("rogue")
        secret = os.path.join(office.data, "tls", "server.key")
        with RogueDatabase(secret) as rogue:
            self.replace(office, "[database]\n", f'[database]\nurl = "mysql://u:p@127.0.0.1:{rogue.port}/vanthu"\n')
            subprocess.run([self.binary, "account", "list", "--config", office.config], capture_output=True, timeout=120)
        assert rogue.asked and not rogue.got, (rogue.asked, rogue.got)

    def test_the_local_authority_vouches_for_this_office_only(self):
        office = self.office("authority")
        tls, work = os.path.join(office.data, "tls"), os.path.join(self.work, "forged")
        os.makedirs(work)

        def openssl(*words):
            return subprocess.run(["openssl", *words], capture_output=True, text=True, timeout=60, cwd=work)
        for name, good in ((f"chat.{DOMAIN}", True), ("www.bank.example", False)):
            openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem", "-out", "req.pem", "-subj", f"/CN={name}",
                    "-addext", f"subjectAltName=DNS:{name}")
            made = openssl("x509", "-req", "-in", "req.pem", "-CA", os.path.join(tls, "ca.pem"), "-CAkey", os.path.join(tls, "ca.key"), "-copy_extensions", "copy", "-days", "30", "-out", "cert.pem")
            assert made.returncode == 0, made
            seen = openssl("verify", "-CAfile", os.path.join(tls, "ca.pem"), "-purpose", "sslserver", "-verify_hostname", name, "cert.pem")
            assert (seen.returncode == 0) == good, (name, seen)
        own = openssl("verify", "-CAfile", os.path.join(tls, "ca.pem"), "-purpose", "sslserver", "-verify_hostname", "localhost", os.path.join(tls, "server.pem"))
        assert own.returncode == 0, own

    # --- files that are gone ---
    def test_mail_without_its_database_is_no_new_office(self):
        office = self.office("gone")
        self.use(office)
        office.stop()
        database = os.path.join(office.data, "vanthu.db")
        for how in ("missing", "empty"):
            os.rename(database, database + ".kept")
            if how == "empty":
                open(database, "w").close()
            for command in (("verify",), ("serve",)):
                told = office.run(*command, allowed=(65,)).stderr
                assert "is missing or empty" in told and "không có hoặc rỗng" in told, (how, command, told)
            assert not os.path.exists(database) or os.path.getsize(database) == 0, how
            os.rename(database + ".kept", database)
        office.run("verify")

    def test_a_database_without_its_mail_files_is_not_served(self):
        office = self.office("files")
        self.use(office)
        office.stop()
        blobs = os.path.join(office.data, "blobs")
        os.rename(blobs, blobs + ".kept")
        told = office.run("serve", allowed=(65,)).stderr
        assert "are missing or belong to another database" in told and "chưa thay đổi gì" in told, told
        shutil.rmtree(blobs, ignore_errors=True)
        os.rename(blobs + ".kept", blobs)
        office.run("verify")

    # --- words ---
    def test_search_speaks_to_people_and_to_machines(self):
        office = self.office("words")
        self.use(office)
        done = office.run("search", AN, "mot hai")
        assert not done.stdout.startswith("{") and "mot hai" in done.stdout and "1 found" in done.stdout, done.stdout
        assert "Không tìm thấy" in office.run("search", AN, "khongcogi").stdout
        assert office.json("search", AN, "mot hai")["results"][0]["subject"] == "mot hai"
        told = subprocess.run([self.binary, "search", "--help"], capture_output=True, text=True, timeout=60).stdout
        for field in ("tu:", "truoc:", "co:", "la:", "from:", "before:"):
            assert f" {field}" in told, (field, told)
        for query in ("thang:10/2026", "xyz:abc"):
            done = office.run("search", AN, query, allowed=(65,))
            assert "tieude: (subject:)" in done.stderr and query.split(":")[0] + ":" in done.stderr, done.stderr
        for query in ("10:30", "https://a.example/b", "Re: mot", "Re:mot"):
            office.run("search", AN, query)
        office.stop()

    def test_disabled_and_locked_are_two_things(self):
        office = self.office("locked")
        self.use(office)
        off, on = office.run("account", "disable", AN).stderr, None
        assert "ngừng hoạt động" in off and "khóa" not in off, off
        assert "ngừng hoạt động" in office.run("account", "list").stdout
        on = office.run("account", "enable", AN).stderr
        assert "account unlock" in on and "đăng nhập lại được" not in on and "may sign in" not in on, on
        office.stop()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-start-")
    os.chmod(work, 0o755)
    tests = Start(arguments.binary, work)
    try:
        passed, failed = play(tests, "test_", arguments.words, label="FAILED ", show=True)
    finally:
        for office in tests.offices:      # a case that failed leaves none behind
            office.kill()
    if not failed:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
