"""A town with one ward for the tests of office commands: people who write, and what they then find."""
import re
import time

from cli_case import DOMAIN, PASSWORD, CliCase
from office import Office, free_port_base

UNITS = [["code", "name", "symbol", "parent", "kind", "mail"],
         ["BS", "UBND thị xã Bỉm Sơn", "UBND", "", "office", ""],
         ["LS", "UBND phường Lam Sơn", "UBND", "BS", "office", "lamson"]]
STAFF = [["Mai Đình Lâm", "Chủ tịch", "BS", "", "chutich", "leader"],
         ["Lê Hồng Nhung", "Văn thư", "BS", "", "nhung", "clerk"],
         ["Vũ Minh Đức", "Chủ tịch", "LS", "", "duc", "leader"],
         ["Đỗ Thị Lan", "Văn thư", "LS", "", "lan", "clerk"]]


class TownCase(CliCase):
    def town(self, name):
        office = Office(self.binary, f"{self.work}/{name}", free_port_base(34000))
        office.init(DOMAIN, "UBND thị xã Bỉm Sơn")
        units, staff = f"{self.work}/{name}-units.csv", f"{self.work}/{name}-staff.csv"
        with open(units, "w", encoding="utf-8") as f:
            f.writelines(",".join(row) + "\n" for row in UNITS)
        self.staff(staff, STAFF)
        office.run("unit", "import", units)
        office.run("staff", "import", staff, "--slips", staff + ".slips")
        for row in STAFF[:3]:   # Lan never left her first password
            office.run("account", "set-password", f"{row[4]}@{DOMAIN}", "--stdin", "--no-change", stdin=PASSWORD + "\n")
        return office

    @staticmethod
    def send(office, who, to, subject, text, in_reply_to=None):
        lines = [f"From: <{who}@{DOMAIN}>", f"To: {', '.join(to)}", f"Subject: {subject}", f"Message-ID: <{time.time_ns()}@khach.example>"]
        if in_reply_to:
            lines.append(f"In-Reply-To: {in_reply_to}")
        lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text, ""]
        with office.submission() as client:
            client.login(f"{who}@{DOMAIN}", PASSWORD)
            client.sendmail(f"{who}@{DOMAIN}", to, "\r\n".join(lines).encode(), ["SMTPUTF8", "BODY=8BITMIME"])

    @staticmethod
    def newest(office, who, wanted, seconds=30):
        """Header fields of the newest message in somebody's INBOX whose subject holds `wanted` (plain ASCII)."""
        for _ in range(seconds * 5):
            client = office.imap()
            try:
                client.login(f"{who}@{DOMAIN}", PASSWORD)
                client.select("INBOX", readonly=True)
                _, data = client.search(None, "SUBJECT", f'"{wanted}"')
                if data and data[0]:
                    _, found = client.fetch(data[0].split()[-1], "(BODY.PEEK[HEADER])")
                    text = re.sub(r"\r\n[ \t]+", " ", found[0][1].decode("utf-8", "replace"))
                    return {name.lower(): value for name, value in re.findall(r"(?m)^([!-9;-~]+):[ \t]*(.*?)\r?$", text)}
            finally:
                client.logout()
            time.sleep(0.2)
        raise AssertionError(f"{who} got nothing with {wanted}")

    def answer(self, office, who, card, text):
        to = card.get("reply-to", card["from"]).split("<")[-1].strip("<> ")
        self.send(office, who, [to], "Re: NV", text, card["message-id"])
