#!/usr/bin/env python3
"""Commands while the server runs: inside it and without, ports, signals, sessions that a command ends.
  daemon_test.py --binary build/release/vanthu
"""
import imaplib
import os
import shutil
import smtplib
import socket
import subprocess
import sys
import time

from cli_case import DOMAIN, PASSWORD, CliCase, run  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "clients"))
import pdf_signer  # noqa: E402
from smtp_wire import Sink  # noqa: E402


class Daemon(CliCase):
    def test_a_port_that_is_taken_is_said(self):
        office = self.office("taken")
        with socket.socket() as other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", office.base + 143))
            other.listen()
            done = self.vanthu("serve", "--config", office.config)
        assert (
            done.returncode == 69
            and "đang do chương trình khác dùng" in done.stderr
            and f"127.0.0.1:{office.base + 143}" in done.stderr
        ), done
        with open(office.config, encoding="utf-8") as f:
            text = f.read()
        with open(office.config, "w", encoding="utf-8") as f:
            f.write(
                text.replace('listen = ["127.0.0.1"]', 'listen = ["192.0.2.7"]').replace("demo = true", "demo = false")
            )
        done = self.vanthu("serve", "--config", office.config)
        assert done.returncode == 78 and "listen" in done.stderr and "192.0.2.7" in done.stderr, done

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
            relative = self.vanthu(
                "staff",
                "import",
                f"staff-{os.path.basename(office.data)}.csv",
                "--config",
                office.config,
                cwd=self.work,
            )
            assert relative.returncode == 0 and "1 unchanged" in relative.stdout, relative
        finally:
            office.stop()

    def test_a_clock_that_went_back_while_nothing_ran(self):
        """What comes afterwards is kept, found and numbered behind what was there (faketime)."""
        library = next((path for path in pdf_signer.FAKETIME if os.path.exists(path)), None)
        if library is None:
            print("skipped the clock that went back: faketime is not installed")
            return
        office = self.office("back")
        self.one_person(office)

        def letter(word):
            with office.submission() as client:
                client.login(f"an@{DOMAIN}", PASSWORD)
                text = f"From: an@{DOMAIN}\r\nTo: an@{DOMAIN}\r\nSubject: {word}\r\n\r\n{word}\r\n"
                client.sendmail(f"an@{DOMAIN}", [f"an@{DOMAIN}"], text.encode())

        def found(word):
            deadline = time.monotonic() + 30
            while time.monotonic() < deadline:
                rows = office.json("search", f"an@{DOMAIN}", word)["results"]
                if len(rows) == 1:
                    return True
                time.sleep(0.2)
            return False

        ahead = {"LD_PRELOAD": library, "FAKETIME": "+2d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        for word, environment in (("sớm", ahead), ("muộn", {})):
            office.start(environment=environment)
            try:
                letter(word)
                assert found(word), word
            finally:
                assert office.stop() == 0
        rows = [row["id"] for word in ("sớm", "muộn") for row in office.json("search", f"an@{DOMAIN}", word)["results"]]
        assert int(rows[0]) < int(rows[1]), rows
        office.run("verify")

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
            first = subprocess.run(
                ["openssl", "s_client", "-connect", f"localhost:{office.base + 993}"],
                input=b"",
                capture_output=True,
                timeout=20,
            ).stdout
            for name in ("server.pem", "server.key"):
                shutil.copy(os.path.join(office.data, "tls", name), os.path.join(self.work, name))
            run = subprocess.run(
                [
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=localhost",
                    "-keyout",
                    os.path.join(office.data, "tls", "server.key"),
                    "-out",
                    os.path.join(office.data, "tls", "server.pem"),
                ],
                capture_output=True,
            )
            assert run.returncode == 0, run.stderr
            office.process.send_signal(1)
            for _ in range(50):
                now = subprocess.run(
                    ["openssl", "s_client", "-connect", f"localhost:{office.base + 993}"],
                    input=b"",
                    capture_output=True,
                    timeout=20,
                ).stdout
                if now.split(b"-----BEGIN")[1:2] != first.split(b"-----BEGIN")[1:2]:
                    return
                time.sleep(0.1)
            raise AssertionError("the old certificate is still shown")
        finally:
            office.stop()

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
                client.sendmail(
                    f"an@{DOMAIN}", ["ban@ngoai.example"], f"From: an@{DOMAIN}\r\nSubject: cho\r\n\r\nx\r\n"
                )
            said(["OUT-0002", "waiting"])
            with open(office.config, encoding="utf-8") as f:
                text = f.read()
            with open(office.config, "w", encoding="utf-8") as f:
                f.write(
                    text.replace(f"relay_port = {office.base + 2600}", f"relay_port = {office.base + 2601}").replace(
                        "[imap]\n", "[imap]\nidle_timeout = 2000\n"
                    )
                )
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


if __name__ == "__main__":
    sys.exit(run(Daemon))
