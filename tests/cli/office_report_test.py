#!/usr/bin/env python3
"""`vanthu report office`: figures with numerator, denominator and list, as text, page, CSV and JSON.
  office_report_test.py --binary build/release/vanthu [--keep DIR by VANTHU_KEEP] [word …]
"""
import csv
import datetime
import io
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cli_case import DOMAIN, run  # noqa: E402
from town_case import TownCase  # noqa: E402

HOSTILE = '=HYPERLINK("http://x.example","<b>x</b>")'


class OfficeReportCase(TownCase):
    @staticmethod
    def figures(report):
        return {figure["key"]: figure for section in report["sections"] for figure in section["figures"]}

    def test_figures_of_a_month_in_all_forms(self):
        office = self.town("month")
        office.start()
        try:
            for subject, text in (("Bao cao quy", "Trong 5 ngày làm việc."), (HOSTILE, "Trong 10 ngày làm việc.")):
                self.send(office, "chutich", [f"giaoviec@{DOMAIN}", f"giaoviec.lamson@{DOMAIN}"], subject, text)
            card, echo = self.newest(office, "duc", "000001"), self.newest(office, "chutich", "000001")
            self.answer(office, "duc", card, "xong")
            for _ in range(150):   # an answer to the card from before would be stale
                card = self.newest(office, "chutich", "000001")
                if card["message-id"] != echo["message-id"]:
                    break
                time.sleep(0.2)
            self.answer(office, "chutich", card, "ĐÓNG")
            self.newest(office, "duc", "000002")
            for _ in range(100):
                report = office.json("report", "office", "--month", datetime.date.today().strftime("%Y-%m"))
                if self.figures(report)["tasks.done"]["now"]["part"] == 1:
                    break
                time.sleep(0.1)
            figures = self.figures(report)
            ratio = {key: (figure["now"]["part"], figure["now"]["whole"]) for key, figure in figures.items()}
            assert ratio["tasks.given"] == (2, None) and ratio["tasks.done"] == (1, 2) and ratio["tasks.on_time"] == (1, 1), ratio
            # chutich and duc wrote; nhung signed in nowhere, lan never left her first password.
            assert ratio["people.worked"] == (2, 4) and ratio["people.acted"] == (2, 4), ratio
            assert figures["people.worked"]["mark_pct"] == 80 and figures["people.worked"]["now"]["pct"] == 50.0
            assert ratio["accounts.active"] == (4, 4) and ratio["accounts.first_password"] == (1, 4), ratio
            assert [item["id"] for item in figures["accounts.first_password"]["items"]] == [f"lan@{DOMAIN}"]
            assert report["units"][0]["unit_code"] == "LS" and report["units"][0]["total"] == 2, report["units"]
            assert office.json("report", "office", "--office", "LS")["office"] == "LS"
            assert self.figures(office.json("report", "office", "--office", "LS"))["tasks.given"]["now"]["part"] == 0

            text = office.run("report", "office").stdout
            assert "1. Giao trong kỳ: 2 (kỳ trước 0)" in text and "Làm việc trên hệ thống: 2/4 = 50,0 % (mốc 80 %)" in text, text
            assert f"nhung@{DOMAIN}" in text and "Cách tính:" in text, text

            table = office.run("report", "office", "--csv").stdout
            rows = list(csv.DictReader(io.StringIO(table)))
            assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@"], table
            assert any(row["about"].startswith("'=HYPERLINK") for row in rows), table
            done = next(row for row in rows if row["row"] == "figure" and row["figure"] == "tasks.done")
            assert (done["part"], done["whole"], done["pct"], done["before_part"]) == ("1", "2", "50.0", "0"), done

            page = office.run("report", "office", "--html").stdout
            assert page.startswith("<!DOCTYPE html>") and "A4" in page and "<script" not in page and "<b>x" not in page, page[:500]
            assert "Người lập biểu" in page
            for anchor in re.findall(r'href="#([^"]+)"', page):
                assert f'id="{anchor}"' in page, anchor
            if os.environ.get("VANTHU_KEEP"):
                with open(os.path.join(os.environ["VANTHU_KEEP"], "office.html"), "w", encoding="utf-8") as f:
                    f.write(page)
        finally:
            office.stop()

    def test_an_empty_month(self):
        office = self.town("empty")
        report = office.json("report", "office", "--month", "01/2020")
        assert report["period"] == {"name": "tháng 01/2020", "from": "2020-01-01", "to": "2020-01-31"} and report["before"]["name"] == "tháng 12/2019", report
        assert all(figure["now"]["part"] == 0 for key, figure in self.figures(report).items() if not key.startswith("accounts.")), report
        assert self.figures(report)["tasks.on_time"]["now"]["pct"] is None
        assert "Đúng hạn: 0/0 = –" in office.run("report", "office", "--month", "2020-01").stdout
        assert office.run("report", "office", "--month", "2020-01", "--html").stdout.endswith("</html>\n")
        assert len(list(csv.DictReader(io.StringIO(office.run("report", "office", "--month", "2020-01", "--csv").stdout)))) > 15

    def test_periods_and_their_words(self):
        office = self.town("periods")
        for words, span, before in ((["--quarter", "2020-Q1"], ("2020-01-01", "2020-03-31"), ("2019-10-01", "2019-12-31")),
                                    (["--quarter", "q4/2020"], ("2020-10-01", "2020-12-31"), ("2020-07-01", "2020-09-30")),
                                    (["--year", "2020"], ("2020-01-01", "2020-12-31"), ("2019-01-01", "2019-12-31")),
                                    (["--month", "2/2020"], ("2020-02-01", "2020-02-29"), ("2020-01-01", "2020-01-31")),
                                    (["--from", "2020-03-02", "--to", "03/03/2020"], ("2020-03-02", "2020-03-03"), ("2020-02-29", "2020-03-01"))):
            report = office.json("report", "office", *words)
            assert (report["period"]["from"], report["period"]["to"]) == span, (words, report["period"])
            assert (report["before"]["from"], report["before"]["to"]) == before, (words, report["before"])
        for words in (["--month", "tháng chạp"], ["--month", "2026-13"], ["--month", "2026-00"], ["--month", "26-12"], ["--quarter", "2026-5"], ["--quarter", "2026-Q5"],
                      ["--year", "hai nghìn"], ["--month", "2020-01", "--year", "2020"], ["--from", "2020-01-01"], ["--from", "2020-02-01", "--to", "2020-01-01"],
                      ["--month", "9998-01"]):
            done = office.run("report", "office", *words, allowed=(64,))
            assert done.returncode == 64 and "Nothing was changed" in done.stderr, (words, done)
        assert office.run("report", "office", "--office", "KHONG", allowed=(65,)).returncode == 65


if __name__ == "__main__":
    sys.exit(run(OfficeReportCase))
