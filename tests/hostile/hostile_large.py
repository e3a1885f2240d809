"""One signed-in person asks for what is large: texts that must be decoded, copies of whole mailboxes, ever new keywords. What others feel of it."""
import random
import threading
import time

from hostile_imap import append, drain, opened, settled
from hostile_office import BINH, LIMITS, MIB, SLACK, Imap, holds


class Others:
    """Small questions of somebody else, one after the other, as long as the block lasts; `longest` is the longest wait."""

    def __init__(self, office, ask):
        self.office, self.ask, self.longest, self.asked = office, ask, 0.0, 0
        self.stopped = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self):
        session = Imap(self.office, BINH)
        session.do("SELECT INBOX")
        while not self.stopped.wait(0.05):
            began = time.monotonic()
            self.ask(session, self.asked)
            self.longest = max(self.longest, time.monotonic() - began)
            self.asked += 1
        session.close()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join(120)


def large_mails(office, count, octets):
    line = b"ti\xeang \xe9\xe8 \x80\x80 abc def ghi jkl mno pqr stu vwx \xe0\r\n"
    head = b"From: a@b.vn\r\nSubject: large %d\r\nContent-Type: text/plain; charset=windows-1258\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    owner = Imap(office)
    for k in range(count):
        append(owner, [head % k + line * (octets // len(line))])
    owner.close()


def scene_search_texts(binary, work):
    """SEARCH of texts that must be decoded, by three sessions of one person: others' mail goes on, memory stays small."""
    office = opened(binary, work)
    try:
        size = 16 * MIB
        large_mails(office, 2, size)
        settled(office)
        sessions = []
        for _ in range(3):
            sessions.append(Imap(office))
            sessions[-1].do("SELECT INBOX")
        with office.attack("SEARCH of large texts", size) as seen:
            for session in sessions:
                session.send('x SEARCH BODY "zzz not there"\r\n')
            for session in sessions:
                answer, _ = drain(session, "x")
                holds(answer.startswith(b"x OK"), f"{answer!r}")
        print("   ", seen.said())
        seen.check(database=False)
        found = sessions[0].do('SEARCH CHARSET UTF-8 BODY {%d+}\r\n%s' % (len("TIÊNG éè €€ ABC".encode()), "TIÊNG éè €€ ABC"))
        holds(found[0] == b"* SEARCH 1 2", f"what is there is found: {found[:2]}")
    finally:
        office.kill()


def scene_search_texts_left(binary, work):
    """A search of large texts ends soon after its client has left."""
    office = opened(binary, work)
    try:
        large_mails(office, 4, 16 * MIB)
        settled(office)
        for _ in range(3):
            session = Imap(office)
            session.do("SELECT INBOX")
            session.send("x SEARCH " + " ".join('NOT BODY "zz %d"' % k for k in range(20)) + "\r\n")
            time.sleep(0.3)
            session.close()
        time.sleep(5)
        before = office.cpu()
        time.sleep(2)
        used = office.cpu() - before
        print(f"    {used:.2f} s of 2 s, 5 s after three clients left")
        holds(used < 0.4, f"{used:.2f} s of processor time in 2 s, 5 s after the clients left")
    finally:
        office.kill()


def copied(office, want):
    """`want` tiny mails in INBOX."""
    owner = Imap(office)
    append(owner, [b"Subject: %d\r\n\r\n" % k for k in range(1000)])
    owner.do("SELECT INBOX")
    there = 1000
    while there < want:
        more = min(there, want - there)
        owner.do(f"COPY 1:{more} INBOX")
        owner.do("NOOP")
        there += more
    return owner


def scene_copy_whole(binary, work):
    """COPY of a whole large mailbox: what others write meanwhile does not wait for it."""
    office = opened(binary, work)
    try:
        owner = copied(office, 50_000)
        owner.do("CREATE copies")
        append(Imap(office, BINH), [b"Subject: x\r\n\r\nx\r\n"])
        settled(office)
        with Others(office, lambda session, number: session.do(f"STORE 1 {'+-'[number % 2]}FLAGS (\\Flagged)")) as others:
            began = time.monotonic()
            owner.do("COPY 1:* copies")
            took = time.monotonic() - began
        print(f"    50,000 copied in {took:.1f} s; others' STORE {others.longest * 1000:.0f} ms at most of {others.asked}")
        holds(others.longest <= LIMITS["mail_s"] * SLACK, f"another's STORE waited {others.longest:.2f} s for a COPY")
        status = owner.do("STATUS copies (MESSAGES)")
        holds(b"MESSAGES 50000" in status[0], f"{status[0]!r}")
    finally:
        office.kill()


def scene_copy_killed(binary, work):
    """The server dies in the middle of a COPY: afterwards the mailbox is as it was before."""
    office = opened(binary, work)
    try:
        owner = copied(office, 20_000)
        owner.do("CREATE copies")
        append(owner, [b"Subject: was there\r\n\r\n"], "copies")
        watcher = Imap(office)
        owner.send("x COPY 1:* copies\r\n")
        half_way = 0
        while half_way <= 1:
            half_way = int(watcher.do("STATUS copies (MESSAGES)")[0].split(b"MESSAGES ")[1].rstrip(b")"))
        holds(half_way < 20_001, "the server was killed too late")
        office.kill()
        office.start()
        watcher = Imap(office)
        status = watcher.do("STATUS copies (MESSAGES)")[0]
        print(f"    killed with {half_way} of 20,001 there; then {status.decode()}")
        holds(b"MESSAGES 1)" in status, f"{status!r}")
        watcher.do("SELECT INBOX")
        watcher.do("COPY 1:* copies")
        holds(b"MESSAGES 20001)" in watcher.do("STATUS copies (MESSAGES)")[0], "a COPY after that is whole")
    finally:
        office.kill()


def scene_keywords(binary, work):
    """Ever new combinations of long keywords on one message: memory does not keep them all."""
    office = opened(binary, work)
    try:
        owner = Imap(office)
        append(owner, [b"Subject: a\r\n\r\nb"])
        owner.do("SELECT INBOX")
        words = ["k%03d" % k + "x" * 90 for k in range(300)]
        choice = random.Random(1)
        owner.do(f"STORE 1 FLAGS.SILENT ({' '.join(words[:90])})")
        for k in range(1, 4):
            owner.do(f"STORE 1 FLAGS.SILENT ({' '.join(words[k * 75:k * 75 + 75])})")
        before, count = office.resident(), 2000
        for k in range(count):
            owner.do(f"STORE 1 FLAGS.SILENT ({' '.join(choice.sample(words, 90))})")
        grown = office.resident() - before
        print(f"    memory +{grown / MIB:.1f} MiB for {count} STOREs, {grown / count / 1024:.1f} KiB each")
        holds(grown < 16 * MIB, f"memory grew by {grown / MIB:.0f} MiB for {count} STOREs")
    finally:
        office.kill()


def scene_append_known(binary, work):
    """How long an APPEND takes does not tell whether somebody else in the house has the message: as much is written."""
    office = opened(binary, work)
    try:
        choice = random.Random(3)
        mails = [b"Subject: r\r\n\r\n" + b"\r\n".join(choice.randbytes(36).hex().encode() for _ in range(8000)) + b"\r\n" for _ in range(16)]
        friend, owner = Imap(office, BINH), Imap(office)
        for mail in mails[:8]:
            append(friend, [mail])
        settled(office)

        def cost(some):
            written, cpu, began = office.written(), office.cpu(), time.monotonic()
            for mail in some:
                append(owner, [mail])
            return (office.written() - written) / MIB, office.cpu() - cpu, time.monotonic() - began

        known, fresh = cost(mails[:8]), cost(mails[8:])
        size = sum(map(len, mails[:8])) / MIB
        print("    %.1f MiB that Binh has: %.1f MiB written, %.2f s of processor time, %.2f s" % (size, *known))
        print("    %.1f MiB that nobody has: %.1f MiB written, %.2f s of processor time, %.2f s" % (size, *fresh))
        holds(known[0] > 0.7 * fresh[0], f"{known[0]:.1f} MiB were written for what somebody has, {fresh[0]:.1f} MiB for what nobody has")
    finally:
        office.kill()


def scene_append_addresses(binary, work):
    """One APPEND of many messages of thousands of addresses: what is known of them is small until the commit."""
    office = opened(binary, work)
    try:
        mails = [b"Subject: %d\r\nTo: " % k + b"a," * 9000 + b"a\r\n\r\nx\r\n" for k in range(300)]
        owner = Imap(office)
        with office.attack("APPEND of 300 messages of addresses", sum(map(len, mails))) as seen:
            append(owner, mails)
        print("   ", seen.said())
        # Most of it are the rows of one commit, which the database's log keeps until then.
        grown = (seen.peak - seen.memory_before) / MIB
        holds(grown < 115, f"memory grew by {grown:.0f} MiB for {seen.size / MIB:.1f} MiB")
    finally:
        office.kill()
