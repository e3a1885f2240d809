#!/usr/bin/env python3
"""Every #include "…" stays on its floor or goes below (design: section 2). Third-party headers stay where they belong."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FLOORS = {"base": 1, "policies": 2, "directory": 3, "mailstore": 4, "webmail": 5, "server": 6}
MAIL = {"mailstore/signing", "mailstore/store/contents", "mailstore/store", "mailstore/blob"}
OFFICE = {"mailstore/office", *("mailstore/office/" + room for room in ("journal", "rows", "reading", "ruling", "mails"))}
STORE = {"mailstore/store/contents", "mailstore/store", "mailstore/store/selected", "mailstore/store/mailboxes", "mailstore/store/owner"}
SEARCH = {"mailstore/search/query", "mailstore/search/shards"}
DOORS = {"server/net", "server/net/http", "server/smtp", "server/imap", "server/outbound", "server/managesieve", "server/mailauth"}
# Same-floor arrows that are allowed: folder → folders of its own floor it may include.
SAME = {
    "directory/gate": {"directory/people"},
    "directory/certificates": {"directory/people"},
    "directory/calendars": {"directory/people"},
    "directory/plans": {"directory/gate", "directory/people"},
    "mailstore/store/contents": {"mailstore/blob"},
    "mailstore/store": {"mailstore/store/contents", "mailstore/blob"},
    "mailstore/store/selected": {"mailstore/store/contents", "mailstore/store", "mailstore/blob"},
    "mailstore/store/mailboxes": {"mailstore/store/selected", "mailstore/store", "mailstore/blob"},
    "mailstore/store/owner": STORE | {"mailstore/blob"},
    "mailstore/signing": {"mailstore/store", "mailstore/blob"},
    "mailstore/office/journal": MAIL,
    "mailstore/office/rows": MAIL | {"mailstore/office/journal"},
    "mailstore/office/reading": MAIL | {"mailstore/office/rows", "mailstore/office/journal"},
    "mailstore/office/ruling": MAIL | {"mailstore/office/reading", "mailstore/office/rows", "mailstore/office/journal"},
    "mailstore/office/mails": MAIL | OFFICE - {"mailstore/office", "mailstore/office/mails"},
    "mailstore/office": MAIL | OFFICE,
    "mailstore/reports": MAIL | OFFICE,
    "mailstore/delivery": MAIL | STORE | OFFICE | {"mailstore/reports"},
    "mailstore/search/query": {"mailstore/store"},
    "mailstore/search/shards": {"mailstore/search/query", "mailstore/store/contents", "mailstore/store", "mailstore/blob"},
    "mailstore/search": STORE | SEARCH | {"mailstore/blob"},
    "mailstore/substring": STORE | {"mailstore/blob"},
    "mailstore/maintenance": MAIL | STORE | OFFICE | SEARCH | {"mailstore/search", "mailstore/delivery"},
    "policies/phrases": {"policies/calendar", "policies/access"},
    "policies/replies": {"policies/phrases", "policies/calendar", "policies/access"},
    "policies/speech": {"policies/replies", "policies/phrases", "policies/calendar", "policies/access"},
    "policies/minutes": {"policies/replies", "policies/phrases", "policies/calendar", "policies/access"},
    "policies/tasks": {"policies/speech", "policies/replies", "policies/phrases", "policies/calendar", "policies/access"},
    "policies/reminders": {"policies/tasks", "policies/phrases", "policies/calendar", "policies/access"},
    "policies/dispatch": {"policies/calendar", "policies/access"},
    "webmail/http": {"webmail/jmap"},
    "server/smtp": {"server/net", "server/mailauth"},
    "server/imap": {"server/net"},
    "server/outbound": {"server/net"},
    "server/managesieve": {"server/net"},
    "server/jobs": {"server/outbound"},
    "server/house": DOORS | {"server/jobs"},
    "server/cli": DOORS | {"server/jobs", "server/house"},
    "server/serving": DOORS | {"server/jobs", "server/house", "server/cli"},
    "server": DOORS | {"server/jobs", "server/house", "server/cli", "server/serving"},
}
# base is one floor of small folders: which of its folders each may use.
BASE = {
    "base": set(),
    "base/text": {"base"}, "base/crypto": {"base", "base/text"}, "base/fs": {"base"}, "base/async": {"base"},
    "base/mime": {"base", "base/text", "base/crypto"}, "base/sql": {"base", "base/async", "base/fs"},
    "base/http": {"base", "base/text", "base/async"}, "base/config": {"base", "base/text"},
}
THIRD_PARTY = {  # header prefix → folders that may include it
    r"xapian": {"mailstore/search/shards"},
    r"sqlite3\.h|mysql|cppconn/|Poco/Data": {"base/sql"},
    r"openssl/": {"base/crypto", "server/net"},
    r"Poco/Net": {"server/net"},
    r"unbound\.h": {"server/outbound", "server/mailauth"},
    r"argon2\.h": {"base/crypto"},
    r"libp11\.h": {"base/crypto"},
    r"zxcvbn": {"policies/password"},
    r"zstd\.h": {"base/sql", "mailstore/blob", "mailstore/store/contents", "mailstore/maintenance"},
    r"toml\+\+|toml\.hpp": {"base/config"},
    r"CLI/": {"server/cli"},
    r"libical/": {"mailstore/office/reading", "mailstore/office/mails"},
}
# Rooms inside one library, the lower first: each includes the rooms left of it and the headers that lie at the library's top, where the
# library's face is and where the rooms are wired together.
INSIDE = {
    "base/sql": ["mysql", "redo", "sqlite"],
    "mailstore/delivery": ["prepare", "queue", "unit", "jobs", "desk", "door"],
    "mailstore/office/ruling": ["rights", "drafting", "steps", "series", "minutes", "inquiries", "records"],
    "policies/tasks": ["steps", "texts", "series", "lists"],
    "server/cli": ["run", "people", "calendar", "certificates", "reports", "office", "mail", "upkeep"],
    "server/imap": ["session", "mailboxes", "messages", "fetch", "search"],
}
# What only those who wire the parts together may call: everybody else is given it.
WIRING = {r"\bshipped_calendar\(": {"policies/calendar"}}
# What only some may include though it lies below them: the inside of the store, the store as a whole, where bytes lie. Everybody else is given
# the faces it uses (mailstore/store/README.md).
STORE_INSIDE = STORE | {"mailstore/delivery", "mailstore/search", "mailstore/substring", "mailstore/maintenance"}
STORE_KEEPERS = STORE_INSIDE | {"server/jobs", "server/house", "server/cli", "server/serving"}
ONLY = {
    r"mailstore/store/(store_core|owner/store_inside|account_change)\.h": STORE_INSIDE,
    r"mailstore/store/owner/": STORE_KEEPERS,
    r"mailstore/blob/file_blob_store\.h": {"mailstore/blob", "server/house"},
}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def folder_of(path):
    """The folder whose library the file belongs to, and the room in it ("" = its top)."""
    folder = os.path.dirname(path)
    parent, room = os.path.split(folder)
    return (parent, room) if room in INSIDE.get(parent, []) else (folder, "")


def climbs(folder, room, other):
    """Whether an arrow between two rooms of a library goes up."""
    return bool(room and other) and INSIDE[folder].index(other) > INSIDE[folder].index(room)


def allowed(source, target):
    if source == target:
        return True
    source_floor, target_floor = FLOORS[source.split("/")[0]], FLOORS[target.split("/")[0]]
    if source_floor == 1 and target_floor == 1:
        return target in BASE.get(source, set())
    if target_floor < source_floor:
        return True
    return target_floor == source_floor and target in SAME.get(source, set())


def main():
    checked, wrong = 0, []
    for folder, inside in INSIDE.items():
        with open(os.path.join(ROOT, folder, "CMakeLists.txt"), encoding="utf-8") as f:
            built = re.search(r"ROOMS ([\w ]+)", f.read())
        if not built or built.group(1).split() != inside:
            wrong.append(f"{folder}: CMakeLists.txt does not build the rooms {' '.join(inside)}")
    for top in FLOORS:
        for directory, _, files in os.walk(os.path.join(ROOT, top)):
            for name in files:
                if not name.endswith((".h", ".cpp")):
                    continue
                path = os.path.relpath(os.path.join(directory, name), ROOT)
                source, room = folder_of(path)
                with open(os.path.join(ROOT, path), encoding="utf-8") as f:
                    text = f.read()
                for kind, included in INCLUDE.findall(text):
                    checked += 1
                    if kind == '"' and included.split("/")[0] in FLOORS:
                        target, other = folder_of(included)
                        if not allowed(source, target) or (source == target and climbs(source, room, other)):
                            wrong.append(f"{path}: {os.path.dirname(path)} may not include {included}")
                    elif kind == '"' and included.startswith("tests/"):
                        wrong.append(f"{path}: the product may not include {included}")
                    elif kind == '"' and "/" not in included:
                        wrong.append(f'{path}: "{included}" is not a full path from the root')
                    for pattern, homes in {**THIRD_PARTY, **ONLY}.items():
                        if re.match(pattern, included) and source not in homes:
                            wrong.append(f"{path}: <{included}> belongs in {', '.join(sorted(homes))} only")
                for call, homes in WIRING.items():
                    if re.search(call, text) and source not in homes:
                        wrong.append(f"{path}: {call} is called in {', '.join(sorted(homes))} only")
                if name.endswith(".h") and "#pragma once" not in text:
                    wrong.append(f"{path}: no #pragma once")
                if len(text.splitlines()) > 800:
                    wrong.append(f"{path}: over 800 lines")
                if re.search(r"(^|/)(util|utils|common|misc|helper|helpers|manager)[^/]*\.(h|cpp)$", path):
                    wrong.append(f"{path}: the name states no subject")
    for line in wrong:
        print(line)
    print(f"{checked} includes checked")
    print(f"{0 if wrong else 1} passed, {1 if wrong else 0} failed")
    return 1 if wrong or checked == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
