#!/usr/bin/env python3
"""The contract of the command line: exit codes, errors that help, help, settings, plans.
  cli_test.py --binary build/release/vanthu
"""
import json
import os
import re
import stat
import sys

from cli_case import DOMAIN, PASSWORD, CliCase, run  # noqa: E402


class Words(CliCase):
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

    def test_choices_are_set_shown_and_taken_away(self):
        office = self.office("choices")
        self.one_person(office)
        office.run("preference", "set", "english", "có", "--unit", "ROOT")
        office.run("preference", "set", "reminders", "no", "--account", f"an@{DOMAIN}")
        rows = office.json("preference", "list")["preferences"]
        shown = [(row["scope"], row["subject"], row["preference"], row["value"]) for row in rows]
        assert shown == [("unit", "ROOT", "english", "yes"), ("account", f"an@{DOMAIN}", "reminders", "no")], rows
        office.run("preference", "set", "english", "default", "--unit", "ROOT")
        assert len(office.json("preference", "list")["preferences"]) == 1
        for words, code in ((["english", "yes"], 64), (["english", "perhaps", "--unit", "ROOT"], 64), (["frobnicate", "yes", "--unit", "ROOT"], 64),
                            (["english", "yes", "--unit", "NOWHERE"], 65), (["head-inbox", "no", "--account", f"an@{DOMAIN}"], 65)):
            done = self.vanthu("preference", "set", *words, "--config", office.config)
            assert done.returncode == code and " / " in done.stderr, (words, done)
        assert len(office.json("preference", "list")["preferences"]) == 1

    def test_the_page_of_each_role_is_printed_and_its_commands_exist(self):
        office = self.office("pages")
        for role in ("leader", "head", "specialist", "clerk", "admin"):
            page = office.run("guide", "print", "--role", role).stdout
            assert "size:A4" in page and f"giaoviec@{DOMAIN}" in page and 'lang="en">' not in page, page
            assert 'lang="en">' in office.run("guide", "print", "--role", role, "--english").stdout
            assert "<" not in office.run("guide", "print", "--role", role, "--text").stdout
        commands = re.findall(r"^    vanthu ([a-z]+(?: [a-z-]+)?)", office.run("guide", "print", "--role", "admin", "--text").stdout, re.M)
        assert len(commands) >= 8, commands
        for command in commands:
            words = command.split()
            if words[0] in ("backup", "verify"):
                words = words[:1]
            assert self.vanthu(*words, "--help").returncode == 0, command
        assert self.vanthu("guide", "print", "--role", "king", "--config", office.config).returncode == 64

    def test_no_change_only_in_a_demonstration(self):
        office = self.office("demo")
        self.one_person(office)
        report = office.json("report", "accounts")
        assert report[0]["password"] == "no-change", report
        lines = {line.split("\t")[0]: line.split("\t")[1:] for line in office.run("account", "list").stdout.splitlines()}
        assert lines[f"an@{DOMAIN}"] == ["cá nhân / person", "Nguyễn Văn An", "ROOT", "chuyên viên / staff"], lines
        assert lines[f"vanthu@{DOMAIN}"][0] == "hộp thư vai trò / role", lines
        said = office.run("report", "accounts").stdout
        assert "\tmật khẩu trình diễn, không phải đổi / no-change\t" in said and "chưa đăng nhập lần nào / never signed in" in said, said
        with open(office.config, encoding="utf-8") as f:
            text = f.read()
        with open(office.config, "w", encoding="utf-8") as f:
            f.write(text.replace("demo = true", "demo = false"))
        done = self.vanthu("account", "set-password", f"an@{DOMAIN}", "--stdin", "--no-change", "--config", office.config, stdin=PASSWORD)
        assert done.returncode == 77, done


if __name__ == "__main__":
    sys.exit(run(Words))
