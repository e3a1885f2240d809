#!/usr/bin/env python3
"""Many IMAP clients on shared accounts do random things to the same mailboxes for some seconds. Each replays all it is told
(imap_wire.py); what any of them learns must agree with what the others learned, and in the end with the server:
  - UIDs ascend, are never given twice, and always name the same bytes; sequence maps and flags replay, also after QRESYNC;
  - one MODSEQ of one message means one set of flags, for every client;
  - a message that nobody deletes is there as often as it was appended and copied, byte for byte;
  - `vanthu verify` finds nothing.
  imap_stress.py --binary build/release/vanthu [--seconds 8] [--clients 12] [--seed N] [--database mysql://…]
"""
import argparse
import hashlib
import os
import random
import re
import shutil
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "story")]
from imap_wire import Connection, Picture, Violation, uid_list  # noqa: E402
from office import Office, free_port_base  # noqa: E402

DOMAIN, PASSWORD = "dong.example", "Song-Ma.17Xanh"
PEOPLE = ["an", "binh", "cuong"]
BOXES = ["INBOX", "Kho", "Viec"]
FLAGS = [r"\Seen", r"\Flagged", r"\Answered", "$Forwarded", "gap"]


def message(key):
    """The bytes of message `key`: only the key decides them. "keep" messages are never deleted."""
    state = hashlib.sha256(key.encode()).digest()
    size = state[0] * (120 if state[1] < 16 else 8)
    body = (state.hex() + "\r\n") * (size // 64 + 1)
    return f"Subject: stress {key}\r\nMessage-ID: <{key}@stress>\r\n\r\n{body}".encode()


class Truth:
    """What all clients together have learned. A message may be copied on before the client that appended it has read its answer:
    what a copy is follows from where it came from, whenever that becomes known."""

    def __init__(self):
        self.lock = threading.Lock()
        self.appended = {}      # (account, mailbox, validity, uid) → key
        self.origin = {}        # place of a copied or moved message → the place it came from
        self.moves = set()      # those of them that are no further copy
        self.flags = {}         # (account, mailbox, uid, modseq) → flags
        self.operations = {}

    def fresh(self, place, how):
        if place in self.appended or place in self.origin:
            raise Violation(f"{place} was given to {self.appended.get(place) or self.origin.get(place)} and again by {how}")

    def born(self, place, key):
        with self.lock:
            self.fresh(place, f"APPEND of {key}")
            self.appended[place] = key

    def transferred(self, source, place, verb):
        with self.lock:
            self.fresh(place, f"{verb} of {source}")
            self.origin[place] = source
            if verb == "MOVE":
                self.moves.add(place)

    def key(self, place):
        """None while nobody has learned it."""
        with self.lock:
            while place in self.origin:
                place = self.origin[place]
            return self.appended.get(place)

    def kept(self):
        """(account, key) → how often it must be there in the end."""
        counts = {}
        for place in [*self.appended, *(p for p in self.origin if p not in self.moves)]:
            key = self.key(place)
            if key and key.startswith("keep"):
                counts[place[0], key] = counts.get((place[0], key), 0) + 1
        return counts

    def same_flags(self, place, flags):
        with self.lock:
            before = self.flags.setdefault(place, flags)
        if before != flags:
            raise Violation(f"{place}: one MODSEQ, flags {sorted(before)} and {sorted(flags)}")


class Client:
    def __init__(self, office, truth, index, seed):
        self.office, self.truth, self.index = office, truth, index
        self.random = random.Random(f"{seed}.{index}")
        self.account = PEOPLE[index % len(PEOPLE)]
        self.style = ("plain", "condstore", "qresync")[index // len(PEOPLE) % 3]
        self.made, self.doing = 0, "connecting"
        self.left = {}          # mailbox → picture when it was left, for QRESYNC
        self.connect()

    def connect(self):
        self.connection = Connection(self.office.base + 143)
        self.connection.on_flags = lambda picture, uid, modseq, flags: self.truth.same_flags((self.account, picture.name, uid, modseq), flags)
        self.connection.command(f'LOGIN {self.account}@{DOMAIN} "{PASSWORD}"')
        if self.style != "plain":
            self.connection.command("ENABLE " + self.style.upper())
            self.connection.qresync = self.style == "qresync"
        self.select(self.random.choice(BOXES))

    @property
    def picture(self):
        return self.connection.picture

    def place(self, uid, box=None, validity=None):
        return (self.account, box or self.picture.name, validity or self.picture.validity, uid)

    # --- selecting ---
    def select(self, name):
        if self.picture and self.picture.highest:
            self.left[self.picture.name] = self.picture
        before = self.left.get(name) if self.style == "qresync" else None
        picture = self.connection.picture = Picture(name)
        resync = f" (QRESYNC ({before.validity} {before.highest}))" if before else ""
        answer = self.connection.command(f"SELECT {name}{resync}")
        picture.validity = int(answer.code_of(b"UIDVALIDITY")[0])
        picture.highest = int(answer.code_of(b"HIGHESTMODSEQ")[0])
        if before and before.validity == picture.validity:
            # VANISHED and FETCH alone must lead from the old picture to the new one.
            told = {uid for uid, _ in answer.fetched}
            known = sorted((set(before.messages) - set(answer.earlier) - {None}) | told)
            if None not in before.messages and len(known) != len(picture.messages):
                self.learn(1)
                there, old = set(picture.messages), set(before.messages)
                raise Violation(f"QRESYNC of {name} since {before.highest} leads to {len(known)} messages, {len(there)} are there; "
                                f"never told {sorted(there - set(known) - old)}, not told gone {sorted(set(known) - there)}, told gone {sorted(there & old - set(known))}")
            flags = {**before.flags, **picture.flags}
            modseqs = {**before.modseq, **picture.modseq}
            if None not in before.messages:
                picture.messages = known
            picture.flags = {uid: flags[uid] for uid in known if uid in flags}
            picture.modseq = {uid: modseqs[uid] for uid in known if uid in modseqs}
        expected = dict(picture.flags)
        self.learn(1)
        self.settle()
        for uid in picture.messages if before else ():
            if uid in expected and picture.modseq.get(uid, 0) <= picture.highest and picture.flags.get(uid) != expected[uid]:
                raise Violation(f"after QRESYNC flags of {uid} are {sorted(expected[uid])}, truly {sorted(picture.flags[uid])}")

    def learn(self, first):
        """Asks who the messages from number `first` on are."""
        if len(self.picture.messages) >= first:
            modseq = "" if self.style == "plain" else " MODSEQ"
            self.connection.command(f"FETCH {first}:{len(self.picture.messages)} (UID FLAGS{modseq})")

    def settle(self):
        """No number without a UID: a later VANISHED could not be understood."""
        while None in self.picture.messages:    # more may have come with the answer
            self.learn(self.picture.messages.index(None) + 1)

    # --- what a client does ---
    def new_key(self):
        self.made += 1
        return f"{'keep' if self.made % 2 else 'free'}-{self.index}-{self.made}"

    def append(self):
        box = self.random.choice(BOXES)
        keys = [self.new_key() for _ in range(self.random.choice([1, 1, 1, 3]))]
        answer = self.connection.command(f"APPEND {box} " + " ".join([r"(\Seen) %s"] * len(keys)), *map(message, keys))
        validity, uids = answer.code_of(b"APPENDUID")
        uids = uid_list(uids)
        if len(uids) != len(keys) or uids != sorted(uids):
            raise Violation(f"APPENDUID {uids} for {len(keys)} messages")
        for uid, key in zip(uids, keys):
            self.truth.born(self.place(uid, box, int(validity)), key)

    def some(self, free_only=False):
        """Up to five UIDs of the picture."""
        uids = [u for u in self.picture.messages if u]
        if free_only:
            uids = [u for u in uids if (self.truth.key(self.place(u)) or "keep").startswith("free")]
        return sorted(self.random.sample(uids, min(len(uids), self.random.randint(1, 5))))

    def named(self, uids, command, rest, want=("OK", "NO")):
        """The command by UID or by number."""
        if self.random.random() < 0.5:
            return self.connection.command(f"UID {command} {','.join(map(str, uids))} {rest}", want=want)
        numbers = [self.picture.messages.index(u) + 1 for u in uids]
        return self.connection.command(f"{command} {','.join(map(str, numbers))} {rest}", want=want)

    def store(self):
        delete = self.random.random() < 0.3
        uids = self.some(free_only=delete)
        if not uids:
            return
        flags = r"\Deleted" if delete else " ".join(self.random.sample(FLAGS, self.random.randint(0, 3)))
        sign = "+" if delete else self.random.choice(["+", "-", ""])
        if not delete and sign == "":
            uids = [u for u in uids if (self.truth.key(self.place(u)) or "keep").startswith("keep")] or uids
        silent = ".SILENT" if self.random.random() < 0.3 else ""
        since = ""
        if self.style != "plain" and self.random.random() < 0.3:
            since = f"(UNCHANGEDSINCE {max(self.picture.modseq.get(u, 0) for u in uids)}) "
        if silent:
            self.believe(uids, sign, None if since else frozenset(f.encode() for f in flags.split()))
        self.named(uids, "STORE", f"{since}{sign}FLAGS{silent} ({flags})")
        self.picture.believed = set()

    def believe(self, uids, sign, flags):
        """After a silent STORE a mail program shows what it asked for; whether a condition held it cannot know."""
        for uid in uids:
            before = self.picture.flags.pop(uid, None)
            if flags is not None and (before is not None or sign == ""):
                self.picture.flags[uid] = {"+": lambda: before | flags, "-": lambda: before - flags, "": lambda: flags}[sign]()
                self.picture.believed.add(uid)

    def copy(self):
        self.transfer("COPY")

    def move(self):
        self.transfer("MOVE")

    def transfer(self, verb):
        uids = self.some()
        if not uids:
            return
        box = self.random.choice(BOXES)
        answer = self.named(uids, verb, box)
        pairs = answer.code_of(b"COPYUID")
        if not pairs:
            return
        validity, sources, targets = int(pairs[0]), uid_list(pairs[1]), uid_list(pairs[2])
        if len(sources) != len(targets) or not set(sources) <= set(uids) or targets != sorted(targets):
            raise Violation(f"{verb} of {uids}: COPYUID {sources} {targets}")
        name = self.picture.name
        for source, target in zip(sources, targets):
            self.truth.transferred(self.place(source, name), self.place(target, box, validity), verb)

    def expunge(self):
        free = self.some(free_only=True)
        if free and self.random.random() < 0.5:
            self.connection.command(f"UID EXPUNGE {','.join(map(str, free))}")
        else:
            self.connection.command("EXPUNGE")

    def search(self):
        by_uid = self.random.random() < 0.5
        words = self.random.choice(["ALL", "SEEN", "UNFLAGGED", "KEYWORD gap", f"SUBJECT stress-{self.index}", "SUBJECT keep", "TEXT stress", "LARGER 900"])
        # Numbers of a UID SEARCH may be of messages told only after it; those of SEARCH never are.
        known = set(self.picture.messages)
        answer = self.connection.command(("UID " if by_uid else "") + "SEARCH " + words)
        found = answer.search or []
        if found != sorted(set(found)):
            raise Violation(f"SEARCH answers {found}")
        if not by_uid and found and found[-1] > max(len(known), len(self.picture.messages)):
            raise Violation(f"SEARCH finds {found[-1]} of {len(self.picture.messages)}")
        if by_uid and not set(found) <= known | set(self.picture.messages) and None not in self.picture.messages:
            raise Violation(f"UID SEARCH finds {sorted(set(found) - known)[:5]}, never told")

    def fetch(self):
        uids = self.some()
        if not uids:
            return
        what = self.random.choice(["(UID BODY.PEEK[])", "(UID FLAGS RFC822.SIZE BODY.PEEK[])", "(UID ENVELOPE BODYSTRUCTURE INTERNALDATE)", "(UID FLAGS)"])
        answer = self.named(uids, "FETCH", what)
        for uid, items in answer.fetched:
            body = items.get(b"BODY[]")
            if body is None:
                continue
            key = self.truth.key(self.place(uid)) or re.search(rb"Subject: stress (\S+)", body).group(1).decode()
            if body != message(key):
                raise Violation(f"UID {uid} should be {key} and is not: {body[:80]!r}")
            if b"RFC822.SIZE" in items and int(items[b"RFC822.SIZE"]) != len(body):
                raise Violation(f"RFC822.SIZE of UID {uid} is {items[b'RFC822.SIZE']!r}, {len(body)} octets came")

    def changed_since(self):
        if self.style != "qresync" or not self.picture.highest or None in self.picture.messages:
            return
        answer = self.connection.command(f"UID FETCH 1:* (FLAGS) (CHANGEDSINCE {self.picture.highest} VANISHED)")
        there = set(self.picture.messages) & set(answer.earlier)
        if there:
            raise Violation(f"VANISHED (EARLIER) names {sorted(there)[:5]}, which are there")

    def idle(self):
        self.connection.idle(self.random.choice([0.01, 0.1, 0.3]))

    def noop(self):
        self.connection.command(self.random.choice(["NOOP", "CHECK"]))

    def reselect(self):
        if self.random.random() < 0.3:
            self.left[self.picture.name] = self.picture
            self.connection.command(self.random.choice(["CLOSE", "UNSELECT"]))
            if self.picture.name in self.left and self.random.random() < 0.5:
                del self.left[self.picture.name]     # CLOSE expunges without a word
        self.select(self.random.choice(BOXES))

    def reconnect(self):
        self.left = {} if self.random.random() < 0.5 else {**self.left, self.picture.name: self.picture}
        if self.random.random() < 0.5:
            self.connection.command("LOGOUT")
        self.connection.close()
        self.connect()

    def step(self):
        acts = [self.append] * 6 + [self.store] * 8 + [self.fetch] * 6 + [self.search] * 3 + [self.copy] * 2 + [self.move] * 3
        acts += [self.expunge] * 2 + [self.idle, self.noop, self.noop, self.reselect, self.changed_since]
        act = self.random.choice(acts) if self.random.random() > 0.01 else self.reconnect
        self.doing = act.__name__
        act()
        self.settle()
        with self.truth.lock:
            self.truth.operations[act.__name__] = self.truth.operations.get(act.__name__, 0) + 1


def run(clients, seconds, problems):
    end = time.monotonic() + seconds

    def work(client):
        try:
            while time.monotonic() < end and not problems:
                client.step()
        except Exception as failure:  # noqa: BLE001 - any failure of any client is the finding
            problems.append(f"client {client.index} ({client.account}, {client.style}, {client.doing}): {type(failure).__name__}: {failure}")
    threads = [threading.Thread(target=work, args=(c,), daemon=True) for c in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 120)
    if any(t.is_alive() for t in threads):
        problems.append("a client hangs")


def judge(office, truth, clients):
    """The state after the storm, read by fresh sessions, against what was learned."""
    problems, real, counts = [], {}, {}
    for account in PEOPLE:
        connection = Connection(office.base + 143)
        connection.command(f'LOGIN {account}@{DOMAIN} "{PASSWORD}"')
        for box in BOXES:
            picture = connection.picture = Picture(box)
            validity = int(connection.command(f"SELECT {box}").code_of(b"UIDVALIDITY")[0])
            rows = connection.command("UID FETCH 1:* (UID FLAGS RFC822.SIZE BODY.PEEK[])").fetched if picture.messages else []
            real[account, box] = (list(picture.messages), dict(picture.flags))
            for uid, items in rows:
                body = items[b"BODY[]"]
                key = re.search(rb"Subject: stress (\S+)", body).group(1).decode()
                known = truth.key((account, box, validity, uid))
                if body != message(key) or int(items[b"RFC822.SIZE"]) != len(body):
                    problems.append(f"{account}/{box}/{uid} came back changed")
                if known != key:
                    problems.append(f"{account}/{box}/{uid} is {key}, known as {known}")
                counts[account, key] = counts.get((account, key), 0) + 1
        connection.close()
    for place, wanted in truth.kept().items():
        if counts.get(place, 0) != wanted:
            problems.append(f"{place} is there {counts.get(place, 0)} times, not {wanted}")
    for client in clients:
        client.connection.command("NOOP")
        client.settle()
        uids, flags = real[client.account, client.picture.name]
        if client.picture.messages != uids:
            problems.append(f"client {client.index} ends with other messages than {client.picture.name} has")
        for uid, told in client.picture.flags.items():
            if flags.get(uid) != told:
                problems.append(f"client {client.index} believes {sorted(told)} of {client.picture.name}/{uid}, truly {sorted(flags.get(uid, []))}")
        client.connection.close()
    return problems, sum(len(u) for u, _ in real.values())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--clients", type=int, default=12)
    parser.add_argument("--seed", default=os.environ.get("VANTHU_SEED", "stress"))
    parser.add_argument("--database", help="mysql://… of an empty database instead of the embedded default")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-stress-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(40000))
    problems, there = [], 0
    truth = Truth()
    try:
        office.init(DOMAIN, "UBND xã Thử", ["--database", arguments.database] if arguments.database else [])
        office.hire({name: f"Nguyễn Văn {name.title()}" for name in PEOPLE}, PASSWORD)
        office.start()
        for name in PEOPLE:
            first = Connection(office.base + 143)
            first.command(f'LOGIN {name}@{DOMAIN} "{PASSWORD}"')
            for box in BOXES[1:]:
                first.command(f"CREATE {box}")
            first.close()
        clients = [Client(office, truth, i, arguments.seed) for i in range(arguments.clients)]
        run(clients, arguments.seconds, problems)
        if not problems:
            found, there = judge(office, truth, clients)
            problems += found
        office.stop()
        problems += [f"verify: {p['where']}: {p['what']}" for p in office.json("verify", allowed=(0, 65))["problems"]]
    except Exception as failure:  # noqa: BLE001
        problems.append(f"{type(failure).__name__}: {failure}")
    finally:
        office.kill()
        if problems:
            print(f"the data stays in {work}; seed {arguments.seed}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    for problem in problems[:20]:
        print(problem, flush=True)
    done = " ".join(f"{name} {count}" for name, count in sorted(truth.operations.items()))
    print(f"{sum(truth.operations.values())} operations ({done}); {there} messages in the end")
    print(f"{0 if problems else 1} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
