#!/usr/bin/env python3
"""Rights on the command line: access grant, revoke and show, in process and inside the daemon.
  access_test.py --binary build/release/vanthu
"""
import csv
import datetime
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cli_case import DOMAIN, CliCase, run  # noqa: E402

UNITS = """code,name,symbol,parent,kind,mail
XT,UBND xã Thử,UBND,,office,
XT.VP,Văn phòng,VP,XT,section,
XT.KT,Phòng Kinh tế,KT,XT,section,kinhte
KHAC,UBND xã Khác,UBND,XT,office,khac
"""
STAFF = """full_name,title,unit,phone,address,role
Mai Đình Lâm,Chủ tịch,XT,,lam,leader
Lê Thị Phương,Phó Chủ tịch,XT,,phuong,leader
Trần Văn Bình,Chánh Văn phòng,XT.VP,,binh,leader
Nguyễn Văn An,Chuyên viên,XT.VP,,an,staff
Vũ Minh Đức,Chủ tịch,KHAC,,duc,leader
"""


def day(ahead):
    return (datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7))) + datetime.timedelta(days=ahead)).date()


class Access(CliCase):
    def town(self, name):
        office = self.office(name)
        for file, text, what in (("units.csv", UNITS, ("unit", "import")), ("staff.csv", STAFF, ("staff", "import"))):
            path = os.path.join(self.work, name + file)
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            office.run(*what, path, *(("--slips", path + ".slips") if what[0] == "staff" else ()))
        return office

    def refused(self, office, *arguments, says, code=64):
        done = office.run("access", "grant", *arguments, allowed=(code,))
        assert says in done.stderr, done.stderr
        assert "Nothing was changed" in done.stderr or "nothing was changed" in done.stderr, done.stderr

    def commands(self, office):
        first, last = day(1), day(3)
        between = ("--from", first.strftime("%d/%m/%Y"), "--until", last.isoformat())
        given = office.json("access", "grant", "--substitute", "binh", "--for", "lam", *between)
        assert given["kind"] == "substitute" and given["for"] == f"lam@{DOMAIN}", given
        assert (given["from"], given["until"], given["in_force"]) == (first.isoformat(), last.isoformat(), False), given
        office.run("access", "grant", "--enter", "XT.VP")
        office.run("access", "grant", "--fields", "phuong", "KT,KHAC")
        grants = office.json("access", "show")["grants"]
        assert [grant["kind"] for grant in grants] == ["substitute", "enter", "fields"], grants
        assert grants[1]["unit"] == "XT.VP" and grants[1]["in_force"], grants
        assert grants[2]["fields"] == ["XT.KT", "KHAC"], grants
        text = office.run("access", "show").stdout
        assert "Trần Văn Bình thay Chủ tịch Mai Đình Lâm" in text and "[sắp tới / coming]" in text, text
        assert "UBND xã Thử (XT)" in text and "approve an extension" in text, text
        assert office.json("access", "show", "--office", "KHAC")["grants"] == []
        table = list(csv.DictReader(io.StringIO(office.run("access", "show", "--csv").stdout)))
        assert [(row["kind"], row["fields"]) for row in table if row["row"] == "grant"] == [
            ("substitute", ""), ("enter", ""), ("fields", "XT.KT KHAC")], table
        assert any(row["row"] == "step" and row["doing_vi"] for row in table), table

        # --excel is the same table as Excel with Vietnamese settings opens it.
        for command in (["access", "show"], ["report", "office"], ["report", "tasks"], ["report", "tasks", "--people"],
                        ["report", "tasks", "--late"], ["report", "dispatch"], ["report", "accounts"],
                        ["calendar", "show"]):
            plain, excel = office.run(*command, "--csv").stdout, office.run(*command, "--excel").stdout
            assert excel.startswith("\ufeff") and ";" in excel.splitlines()[0], (command, excel[:200])
            rows = list(csv.reader(io.StringIO(plain.removeprefix("\ufeff"))))
            again = list(csv.reader(io.StringIO(excel.removeprefix("\ufeff")), delimiter=";"))
            assert rows == again and len(rows[0]) > 2, (command, plain[:300], excel[:300])

        # The code of a section is never widened to its office, whatever the command; a code that nobody has names
        # those like it.
        for command in (["access", "show"], ["report", "office"], ["report", "tasks"], ["report", "tasks", "--late"],
                        ["report", "dispatch"], ["calendar", "show"], ["calendar", "recount"],
                        ["guide", "print", "--role", "clerk"]):
            done = office.run(*command, "--office", "XT.KT", allowed=(65,))
            assert "là bộ phận của UBND xã Thử" in done.stderr and "--office XT." in done.stderr, (command, done.stderr)
            done = office.run(*command, "--office", "KHC", allowed=(65,))
            assert "gần nhất: KHAC (UBND xã Khác)" in done.stderr, (command, done.stderr)
            assert office.run(*command, "--office", "", allowed=(64, 65)).stderr, command

        self.refused(office, "--substitute", "khong", "--for", "lam", *between, says="khong", code=65)
        self.refused(office, "--substitute", "an", "--for", "binh", *between, says="không phải lãnh đạo cơ quan")
        self.refused(office, "--substitute", "an", "--for", "lam", "--from", last.isoformat(), "--until", first.isoformat(), says="trước ngày bắt đầu")
        self.refused(office, "--substitute", "an", "--for", "lam", "--from", "31/2/2027", "--until", "1/3/2027", says="31/2/2027")
        self.refused(office, "--substitute", "an", "--for", "lam", "--from", day(-2).isoformat(), "--until", last.isoformat(), says="đã qua")
        self.refused(office, "--substitute", "an", "--for", "lam", "--from", first.isoformat(), says="--until")
        self.refused(office, "--substitute", "an", *between, says="--for")
        self.refused(office, "--substitute", "an", "--enter", "an", says="đúng một")
        self.refused(office, "--fields", "phuong", says="Thiếu lĩnh vực")
        self.refused(office, "--fields", "lam", "KHONGCO", says="KHONGCO")

        revoked = office.json("access", "revoke", "--substitute", "binh", "--for", "lam")["revoked"]
        assert len(revoked) == 1, revoked
        done = office.run("access", "revoke", "--substitute", "binh", allowed=(65, 69, 70))
        assert "vanthu access show" in done.stderr, done.stderr
        assert len(office.json("access", "show")["grants"]) == 2
        office.run("access", "revoke", "--enter", "XT.VP")
        office.run("access", "revoke", "--fields", "phuong")
        assert "Nobody" in office.run("access", "show").stdout
        check = office.run("rebuild", "registers", "--check")
        assert check.returncode == 0, check.stdout

    def test_in_process(self):
        self.commands(self.town("alone"))

    def test_in_the_daemon(self):
        office = self.town("served")
        office.start()
        try:
            self.commands(office)
        finally:
            assert office.stop() == 0


if __name__ == "__main__":
    sys.exit(run(Access))
