#!/usr/bin/env python3
"""Calendars as tables: import, list, show, remove; and open deadlines counted anew, shown first and done once.
  calendar_test.py --binary build/release/vanthu [word …]
"""
import datetime
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cli_case import DOMAIN, run  # noqa: E402
from town_case import TownCase  # noqa: E402


class CalendarCase(TownCase):
    def table(self, name, text, encoding="utf-8"):
        path = os.path.join(self.work, name)
        with open(path, "w", encoding=encoding, newline="") as f:
            f.write(text)
        return path

    def test_tables_come_are_shown_and_go(self):
        office = self.town("tables")
        shown = office.run("calendar", "show", "--year", "2026").stdout
        assert "VN-2026.1" in shown and "24/11/2026" in shown and "nghỉ / off" in shown, shown
        excel = self.table("excel.csv", "\ufeffsep=;\r\nNgày;Loại;Ghi chú;\r\n03/01/2028;NGHỈ;Nghỉ bù;\r\n08/01/2028;LÀM;;\r\n")
        plan = office.run("calendar", "import", excel, "--name", "VN-2028", "--plan").stdout
        assert "chưa nhập" in plan and office.json("calendar", "list")["tables"] == [], plan
        out = office.run("calendar", "import", excel, "--name", "VN-2028").stdout
        assert "VN-2028.1" in out and "2028" in out, out
        assert "từ trước" in office.run("calendar", "import", excel, "--name", "VN-2028").stdout
        own = self.table("own.csv", "2028-01-04,OFF,Lễ hội\n")
        office.run("calendar", "import", own, "--name", "Lam Sơn", "--office", "LS")
        listed = office.json("calendar", "list")["tables"]
        assert [(t["version"], t["office"], t["days"]) for t in listed] == [("Lam Sơn.1", "LS", 1), ("VN-2028.1", None, 2)], listed
        shown = office.json("calendar", "show", "--office", "LS", "--year", "2028")
        assert shown["version"] == "Lam Sơn.1 + VN-2028.1 + VN-2026.1" or shown["version"] == "Lam Sơn.1 + VN-2026.1", shown
        assert [d["date"] for d in shown["years"][0]["days"]] == ["2028-01-04"] and shown["years"][0]["table"] == "Lam Sơn.1", shown
        assert [d["date"] for d in office.json("calendar", "show", "--year", "2028")["years"][0]["days"]] == ["2028-01-03", "2028-01-08"]
        again = self.table("again.csv", office.run("calendar", "show", "--year", "2028", "--csv").stdout)
        assert "từ trước" in office.run("calendar", "import", again, "--name", "VN-2028").stdout   # what is shown can be imported
        assert "chưa có năm 2031" in office.run("calendar", "show", "--year", "2031").stdout
        assert "Lam Sơn.1" in office.run("calendar", "remove", "Lam Sơn").stdout
        assert office.json("calendar", "show", "--office", "LS", "--year", "2028")["years"][0]["table"] == "VN-2028.1"
        assert len(office.json("calendar", "list", "--all")["tables"]) == 2 and len(office.json("calendar", "list")["tables"]) == 1

    def test_what_is_wrong_is_named_and_changes_nothing(self):
        office = self.town("wrong")
        broken = self.table("broken.csv", "date,kind,note\n2028-02-31,OFF,a\n2028-01-01,OFF,b\n2028-01-02,FREE,c\n")
        done = office.run("calendar", "import", broken, "--name", "N", allowed=(65,))
        assert done.returncode == 65 and "dòng 2" in done.stderr and "line 4" in done.stderr and "dòng 3" not in done.stderr, done
        assert len(office.run("calendar", "import", broken, "--name", "N", "--json", allowed=(65,)).stdout) > 50
        good = self.table("good.csv", "2026-12-31,OFF,Tất niên\n")
        for words, code in ((["import", good], 64), (["import", good, "--name", "x" * 61], 65), (["import", self.table("empty.csv", "\n"), "--name", "N"], 65),
                            (["import", good, "--name", "N", "--office", "KHONG"], 65), (["remove", "KHONG"], 65), (["show", "--year", "hai nghìn"], 64),
                            (["recount", "--apply", "--dry-run"], 64)):
            done = office.run("calendar", *words, allowed=(64, 65, 69))
            assert done.returncode == code and "Nothing was changed" in done.stderr.replace("nothing", "Nothing"), (words, done)
        assert office.json("calendar", "list")["tables"] == []
        # A table stands for a whole year: one that forgets the other holidays is remarked upon.
        assert "cả năm" in office.run("calendar", "import", good, "--name", "VN-2026").stderr
        assert office.json("calendar", "list")["tables"][0]["version"] == "VN-2026.2"   # .1 is the shipped one for ever

    def test_open_deadlines_move_by_a_planned_act_alone(self):
        office = self.town("recount")
        office.start()
        try:
            self.send(office, "chutich", [f"giaoviec@{DOMAIN}", f"giaoviec.lamson@{DOMAIN}"], "Ra soat ho ngheo", "Trong 5 ngày làm việc.")
            self.newest(office, "duc", "NV-2")

            def due():
                return office.json("report", "office")["sections"][0]["figures"][0]["items"][0]["due"]

            before = due()
            last, day = datetime.date.fromisoformat(before[:10]), datetime.date.today() + datetime.timedelta(days=1)
            lines = []
            while day <= last:
                lines.append(f"{day.isoformat()},OFF,Nghỉ thử\n")
                day += datetime.timedelta(days=1)
            out = office.run("calendar", "import", self.table("off.csv", "".join(lines)), "--name", "THU").stdout
            assert re.search(r"NV-\d+-000001  LS UBND phường Lam Sơn: \d\d/\d\d/\d{4} → \d\d/\d\d/\d{4}", out) and "chưa thay đổi gì" in out, out
            assert due() == before
            shown = office.json("calendar", "recount")
            assert shown["moving"] == 1 and shown["applied"] is False and shown["rows"][0]["old_due"] == before and due() == before, shown
            assert office.json("calendar", "recount", "--office", "LS", "--apply")["moving"] == 0   # the town gave it
            moved = office.json("calendar", "recount", "--apply")
            assert moved["moving"] == 1 and due() == moved["rows"][0]["new_due"] == shown["rows"][0]["new_due"] > before, moved
            assert office.json("calendar", "recount", "--apply")["moving"] == 0
            figures = {f["key"]: f["now"]["part"] for f in office.json("report", "office")["sections"][0]["figures"]}
            assert figures["tasks.recounted"] == 1 and figures["tasks.due_changed"] == 0 and figures["tasks.extended"] == 0, figures
            assert office.json("rebuild", "registers", "--check")["difference_count"] == 0
            copy = os.path.join(office.data, "copy")
            office.run("backup", copy)
        finally:
            office.stop()
        other = self.office("restored")
        other.run("restore", copy)
        assert [t["version"] for t in other.json("calendar", "list")["tables"]] == ["THU.1"]
        assert other.json("calendar", "recount")["moving"] == 0 and other.json("verify", "--quick")["ok"]


if __name__ == "__main__":
    sys.exit(run(CalendarCase))
