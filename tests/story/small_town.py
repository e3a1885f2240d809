"""A small town for the outside tests of office mail: an office with two sections, two wards, a department; everybody has one password.

    town = SmallTown(office, work); town.make()           # office is initialised and not started yet, or running
    town.person("chutich").send([...])
"""
import os

import keys
from people import Person

DOMAIN = "thixa.example"
PASSWORD = "Song-Ma.17Xanh"
UNITS = """code,name,symbol,parent,kind,mail
TX,UBND thị xã Thử,UBND,,office,
TX.VP,Văn phòng,VP,TX,section,
LS,UBND phường Lam Sơn,UBND,TX,office,lamson
DS,UBND phường Đông Sơn,UBND,TX,office,dongson
"""
STAFF = """full_name,title,unit,phone,address,role,staff_code
Mai Đình Lâm,Chủ tịch UBND thị xã,TX,,chutich,leader,B1
Lê Hồng Nhung,Văn thư,TX.VP,,nhung,clerk,B2
Lưu Thu Hà,Văn thư,TX.VP,,ha,clerk,B3
Trần Văn An,Chuyên viên,TX.VP,,an,staff,B4
Vũ Minh Đức,Chủ tịch UBND phường,LS,,duc,leader,L1
Đỗ Thị Lan,Văn thư,LS,,lan,clerk,L2
Ngô Thị Mai,Chủ tịch UBND phường,DS,,mai,leader,D1
Bùi Văn Hải,Văn thư,DS,,hai,clerk,D2
"""
PEOPLE = {line.split(",")[4]: line.split(",")[0] for line in STAFF.splitlines()[1:]}


def at(local):
    return f"{local}@{DOMAIN}"


def box(local):
    """A role mailbox as its members see it."""
    return f"Shared/{at(local)}/INBOX"


class SmallTown:
    def __init__(self, office, work):
        self.office, self.work = office, work
        self.people = {}

    def make(self):
        for name, text in (("units.csv", UNITS), ("staff.csv", STAFF)):
            with open(os.path.join(self.work, name), "w", encoding="utf-8") as f:
                f.write(text)
        self.office.run("unit", "import", os.path.join(self.work, "units.csv"))
        self.office.run("staff", "import", os.path.join(self.work, "staff.csv"), "--slips", os.path.join(self.work, f"slips-{os.path.basename(self.office.data)}.csv"))
        for local in PEOPLE:
            self.office.run("account", "set-password", at(local), "--stdin", "--no-change", stdin=PASSWORD + "\n")

    def make_keys(self):
        folder = os.path.join(self.work, "keys")
        self.root = keys.make_root(folder)
        self.town_key = keys.make_certificate(folder, self.root, "UBND thị xã Thử", at("vanthu"))
        self.office.run("trust", "add", self.root.certificate)
        self.office.run("cert", "add", at("vanthu"), self.town_key.certificate)
        return folder

    def person(self, local):
        if local not in self.people:
            self.people[local] = Person(self.office, at(local), PASSWORD, PEOPLE[local])
        return self.people[local]

    def close(self):
        for person in self.people.values():
            person.close()
