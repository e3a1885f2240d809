#!/usr/bin/env python3
"""kill -9 while an office works: clerks take numbers at once, a leader assigns, signed documents go out, and the server dies.

After each restart: every number 1..max of the book has exactly one row, every acknowledged request exactly one answer with a number of
its own, every acknowledged assignment exactly one task and one message to each party, every acknowledged dispatch one copy at each
receiver and its receipts. At the end the registers are folded anew and compared, and the store verified.
  office_kill.py --binary build/release/vanthu [--rounds 12] [--requests 200] [--database mysql://… of an empty database]
"""
import argparse
import collections
import imaplib
import os
import queue
import random
import re
import shutil
import smtplib
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
import keys  # noqa: E402
from office import CommandFailed, Office, free_port_base  # noqa: E402
from people import NoSuchMail, read  # noqa: E402
from small_town import DOMAIN, PASSWORD, SmallTown, at, box  # noqa: E402

CLERKS = ["nhung", "ha"]
WARDS = {"lamson": "lan", "dongson": "hai"}


def plain_mail(sender, to, subject, text, message_id):
    lines = [f"From: <{at(sender)}>", f"To: {', '.join(f'<{a}>' for a in to)}", f"Subject: {subject}", f"Message-ID: <{message_id}>", "MIME-Version: 1.0",
             "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text, ""]
    return "\r\n".join(lines).encode()


class Round:
    """Everybody works until the server dies."""

    def __init__(self, test, number):
        self.test, self.office, self.number = test, test.office, number
        self.stop = threading.Event()
        self.lock = threading.Lock()

    def connect(self, local):
        client = smtplib.SMTP("127.0.0.1", self.office.base + 587, timeout=20)
        client.ehlo("client.example")
        client.login(at(local), PASSWORD)
        return client

    def work(self, local, make):
        """Sends what `make` gives until the connection breaks; make() answers (kind, key, raw, to, sender), or nothing to end."""
        try:
            client = self.connect(local)
            while not self.stop.is_set():
                made = make()
                if made is None:
                    return
                kind, key, raw, to, sender = made
                with self.lock:
                    self.test.tried[kind].add(key)
                try:
                    client.sendmail(sender, to, raw, mail_options=["BODY=8BITMIME"])
                except smtplib.SMTPDataError as refused:
                    with self.lock:
                        self.test.refused.append((kind, key, str(refused)))
                    client.rset()
                    continue
                with self.lock:
                    self.test.acknowledged[kind].add(key)
        except (OSError, smtplib.SMTPException):
            pass

    def number_maker(self, clerk, index):
        counter = iter(range(10 ** 6))

        def make():
            key = f"so.{self.number}.{clerk}.{index}.{next(counter)}@kill"
            return "number", key, plain_mail(clerk, [at("vanthu")], "xin số", "XIN SỐ BC", key), [at("vanthu")], at(clerk)
        return make

    def task_maker(self, index):
        counter = iter(range(10 ** 6))

        def make():
            key = f"viec-{self.number}-{index}-{next(counter)}"
            to = [at("giaoviec"), at("giaoviec.lamson"), at("giaoviec.dongson")]
            return "task", key, plain_mail("chutich", to, f"Rà soát {key}", "Đơn vị đầu tiên chủ trì thực hiện.", key + "@kill"), to, at("chutich")
        return make

    def dispatch_maker(self):
        def make():
            try:
                number = self.test.to_dispatch.get_nowait()
            except queue.Empty:
                return None
            to = [at("vanthu.lamson"), at("vanthu.dongson")]
            entity = keys.mixed_entity(f"Văn bản {number}\n", [("a.pdf", "application/pdf", b"%PDF-1.4 " + number.encode())])
            raw = keys.signed_message({"From": at("vanthu"), "To": ", ".join(to), "Subject": f"[VB {number}] Thử"}, entity, self.test.town.town_key)
            return "document", number, raw, to, at("vanthu")
        return make

    def run(self, seconds):
        makers = [(clerk, self.number_maker(clerk, i)) for clerk in CLERKS for i in range(3)]
        makers += [("chutich", self.task_maker(i)) for i in range(2)] + [(clerk, self.dispatch_maker()) for clerk in CLERKS]
        threads = [threading.Thread(target=self.work, args=maker, daemon=True) for maker in makers]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        self.office.kill()
        self.stop.set()
        for thread in threads:
            thread.join(30)


class OfficeKill:
    def __init__(self, office, work):
        self.office = office
        self.town = SmallTown(office, work)
        self.tried = collections.defaultdict(set)
        self.acknowledged = collections.defaultdict(set)
        self.refused = []
        self.to_dispatch = queue.Queue()
        self.dispatched = set()
        self.seen = {}                       # (who, box) → highest UID read
        self.mails = collections.defaultdict(list)   # (who, box) → messages, parsed

    def prepare(self):
        self.town.make()
        self.town.make_keys()

    # --- what came ---
    def collect(self, local, mailbox="INBOX"):
        client = self.town.person(local).imap()
        status, data = client.select('"' + mailbox + '"', readonly=True)
        assert status == "OK", (local, mailbox, data)
        start = self.seen.get((local, mailbox), 0) + 1
        _, items = client.uid("FETCH", f"{start}:*", "(UID BODY.PEEK[HEADER.FIELDS (SUBJECT IN-REPLY-TO MESSAGE-ID FROM)])")
        for item in items:
            if not isinstance(item, tuple):
                continue
            uid = int(re.search(rb"UID (\d+)", item[0]).group(1))
            if uid < start:
                continue
            self.seen[local, mailbox] = max(self.seen.get((local, mailbox), 0), uid)
            message = read(item[1])
            self.mails[local, mailbox].append((str(message["Subject"] or ""), str(message["In-Reply-To"] or "").strip("<>"), str(message["Message-ID"] or "").strip("<>")))

    def collect_all(self):
        for clerk in CLERKS:
            self.collect(clerk)
        self.collect("nhung", box("vanthu"))
        self.collect("chutich")
        self.collect("chutich", box("giaoviec"))
        for ward, clerk in WARDS.items():
            self.collect(clerk, box(f"vanthu.{ward}"))
        for ward, leader in (("lamson", "duc"), ("dongson", "mai")):
            self.collect(leader, box(f"giaoviec.{ward}"))

    def register(self):
        (table,) = self.office.json("report", "dispatch", "--office", "TX", "--book", "out")
        return table["rows"]

    # --- what must hold ---
    def check_numbers(self, problems):
        rows = self.register()
        numbers = [row["number"] for row in rows]
        if numbers != list(range(1, len(numbers) + 1)):
            problems.append(f"the book is not 1..{len(numbers)}: {numbers}")
        answers = collections.defaultdict(list)
        given = collections.Counter()
        for clerk in CLERKS:
            for subject, answered, _ in self.mails[clerk, "INBOX"]:
                if subject.startswith("[SỐ "):
                    answers[answered].append(subject)
                    given[subject] += 1
        for key in self.acknowledged["number"]:
            if len(answers[key]) != 1:
                problems.append(f"request {key} was acknowledged and has {len(answers[key])} answers")
        for key, subjects in answers.items():
            if key not in self.tried["number"] or len(subjects) > 1:
                problems.append(f"request {key} has the answers {subjects}")
        for subject, times in given.items():
            if times > 1:
                problems.append(f"{subject} was given {times} times")
        if len(given) != len(numbers):
            problems.append(f"{len(numbers)} rows and {len(given)} numbers told")
        return rows

    def check_tasks(self, problems):
        numbers = collections.defaultdict(set)
        for who in (("chutich", "INBOX"), ("duc", box("giaoviec.lamson")), ("mai", box("giaoviec.dongson"))):
            found = collections.Counter()
            for subject, _, _ in self.mails[who]:
                match = re.match(r"\[(NV-\d+-\d+)\] .*(viec-\d+-\d+-\d+)$", subject)
                if match:
                    found[match.group(2)] += 1
                    numbers[match.group(2)].add(match.group(1))
            for key in self.acknowledged["task"]:
                if found[key] != 1:
                    problems.append(f"{who[0]} has {found[key]} messages of the task {key}")
            for key, times in found.items():
                if times > 1 or key not in self.tried["task"]:
                    problems.append(f"{who[0]} has {times} messages of {key}")
        for key, of in numbers.items():
            if len(of) != 1:
                problems.append(f"{key} is the tasks {sorted(of)}")
        every = sorted(number for of in numbers.values() for number in of)
        total = self.office.json("report", "tasks")["total"]["total"]
        if total != len(every) or len(set(every)) != len(every):
            problems.append(f"{total} tasks, {len(every)} told of, {len(set(every))} numbers")
        return total

    def check_documents(self, problems, rows):
        states = {row["number_symbol"]: row for row in rows}
        copies = {ward: collections.Counter() for ward in WARDS}
        receipts = collections.Counter()
        for ward, clerk in WARDS.items():
            for subject, _, _ in self.mails[clerk, box(f"vanthu.{ward}")]:
                match = re.match(r"\[VB ([^\]]+)\]", subject)
                if match:
                    copies[ward][match.group(1)] += 1
        for clerk in CLERKS:
            for subject, _, _ in self.mails[clerk, "INBOX"]:
                match = re.match(r"\[TT\] (\S+) đã phát hành", subject)
                if match:
                    receipts[match.group(1)] += 1
        for number in self.tried["document"]:
            row = states.get(number)
            used = row is not None and row["state"] == "used"
            if number in self.acknowledged["document"] and not used:
                problems.append(f"{number} was acknowledged and is {row}")
            if used and [r["status"] for r in row["receivers"]] != ["01", "01"]:
                problems.append(f"{number}: {row['receivers']}")
            if receipts[number] != (1 if used else 0):
                problems.append(f"{number} ({'used' if used else 'not used'}) has {receipts[number]} receipts")
            for ward in WARDS:
                if copies[ward][number] != (1 if used else 0):
                    problems.append(f"{number} ({'used' if used else 'not used'}) is at {ward} {copies[ward][number]} times")
            if used:
                self.dispatched.add(number)
        for kind, key, why in self.refused:
            if not (kind == "document" and "number-used" in why):     # tried again after a lost acknowledgement
                problems.append(f"{kind} {key} was refused: {why}")

    def check(self):
        problems = []
        self.collect_all()
        rows = self.check_numbers(problems)
        tasks = self.check_tasks(problems)
        self.check_documents(problems, rows)
        # Next round's documents: numbers that are reserved, those whose dispatch was cut off among them.
        self.to_dispatch = queue.Queue()
        for row in rows:
            if row["state"] == "reserved":
                self.to_dispatch.put(row["number_symbol"])
        return problems, len(rows), tasks


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--requests", type=int, default=200, help="rounds go on until so many numbers were acknowledged")
    parser.add_argument("--database", help="mysql://… of an empty database instead of the embedded default")
    arguments = parser.parse_args()
    random.seed(os.environ.get("VANTHU_SEED", "office"))
    work = tempfile.mkdtemp(prefix="vanthu-office-kill-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(28000))
    test = OfficeKill(office, work)
    passed = failed = numbers = tasks = rounds = 0
    try:
        office.init(DOMAIN, "UBND thị xã Thử", ["--database", arguments.database] if arguments.database else [])
        test.prepare()
        def more():
            return len(test.acknowledged["number"]) < arguments.requests or not test.dispatched
        while rounds < arguments.rounds or (more() and rounds < 5 * arguments.rounds):
            office.start()
            Round(test, rounds).run(random.uniform(0.3, 1.5))
            rounds += 1
            test.town.close()
            office.start()                    # what was left is done before the doors open
            problems, numbers, tasks = test.check()
            test.town.close()
            office.stop()
            passed, failed = passed + (not problems), failed + bool(problems)
            for problem in problems[:10]:
                print(f"round {rounds}: {problem}", flush=True)
        report = office.json("rebuild", "registers", "--check", allowed=(0, 65))
        whole = office.json("verify", allowed=(0, 65))
        for what, good in ((f"{report['difference_count']} differences: {report['differences'][:3]}", report["difference_count"] == 0),
                           (f"verify: {whole['problems'][:3]}", whole["ok"]),
                           (f"only {len(test.acknowledged['number'])} requests", len(test.acknowledged["number"]) >= arguments.requests),
                           (f"only {len(test.dispatched)} documents", len(test.dispatched) > 0)):
            passed, failed = passed + bool(good), failed + (not good)
            if not good:
                print(what, flush=True)
    except (CommandFailed, NoSuchMail, OSError, AssertionError, imaplib.IMAP4.error) as failure:
        print(f"{type(failure).__name__}: {failure}")
        failed += 1
    finally:
        office.kill()
        if failed:
            print(f"the data stays in {work}")
        else:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{rounds} kills: {len(test.acknowledged['number'])} numbers of {numbers}, {len(test.acknowledged['task'])} tasks of {tasks}, "
          f"{len(test.acknowledged['document'])} documents acknowledged")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
