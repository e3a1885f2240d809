"""IMAP commands of one signed-in person, and mails from outside that wait for a client's command: what everybody else feels of them."""
import os
import time

from hostile_office import DOMAIN, LIMITS, SLACK, HostileOffice, Imap, Smtp, holds


def opened(binary, work, settings=()):
    office = HostileOffice(binary, work)
    office.open(settings)
    return office


def drain(connection, tag):
    """Reads to the tagged answer without keeping what comes; answers that line and how many octets came."""
    want, tail, count = tag.encode() + b" ", b"\r\n", 0
    while True:
        piece = connection.socket.recv(1 << 18)
        if not piece:
            raise EOFError(tail[-200:])
        count += len(piece)
        tail = (tail + piece)[-4096:]
        at = tail.rfind(b"\n" + want)
        if at >= 0 and tail.endswith(b"\n"):
            return tail[at + 1:].strip(), count


def ask(connection, command, tag):
    connection.send(f"{tag} {command}\r\n")
    return drain(connection, tag)


def scene_header_fields(binary, work):
    """P8: a mail from outside with a header of millions of fields; then lists of names, and the same list a hundred times."""
    office = opened(binary, work)
    try:
        mail = b"From: x@stranger.example\r\nSubject: fields\r\n" + b"Y: 1\r\n" * 700_000 + b"\r\nbody\r\n"
        client = Smtp(office)
        code, text = client.mail(mail)
        holds(code == 250, f"the mail was refused: {code} {text}")
        time.sleep(1)
        reader = Imap(office)
        reader.do("SELECT INBOX")
        with office.attack("FETCH HEADER.FIELDS with many names", len(mail)) as seen:
            names = " ".join(f"X{i}" for i in range(6000))
            answer, _ = ask(reader, f"FETCH 1 BODY.PEEK[HEADER.FIELDS ({names})]", "n1")
            holds(answer.startswith(b"n1 BAD"), f"6000 names: {answer!r}")
            names = " ".join(f"X{i}" for i in range(1000))
            answer, _ = ask(reader, f"FETCH 1 BODY.PEEK[HEADER.FIELDS ({names})]", "n2")
            holds(answer.startswith(b"n2 OK"), f"1000 names: {answer!r}")
        print("   ", seen.check())
        with office.attack("FETCH HEADER.FIELDS.NOT many times over", len(mail)) as seen:
            items = " ".join(["BODY.PEEK[HEADER.FIELDS.NOT (Xi)]"] * 40)
            answer, came = ask(reader, f"FETCH 1 ({items})", "n3")
            holds(answer.startswith(b"n3 OK"), f"40 items: {answer!r}")
            holds(came > 40 * 700_000 * 6, f"only {came} octets came")
        print("   ", seen.check())
        answer = reader.do("FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (Y)]")
        holds(any(line == b"Subject: fields" for line in answer), f"what is not named comes: {answer[:3]}")
    finally:
        office.kill()


def scene_list_patterns(binary, work):
    """P9: many mailboxes with long names, patterns of nothing but wildcards."""
    office = opened(binary, work)
    try:
        owner = Imap(office)
        name = "a" * 120 + "/" + "b" * 120
        owner.do(f"CREATE {name}")
        owner.send("".join(f"c CREATE {name}{i:04}\r\n" for i in range(300)))
        for _ in range(300):
            holds(owner.line().startswith(b"c OK"), "CREATE")
        pattern = "%*" * 240 + "x"
        with office.attack("LIST of wildcards", 100_000) as seen:
            ask(owner, 'LIST "" (' + " ".join([pattern] * 90) + ")", "l1")
            for i in range(5):
                answer, _ = ask(owner, 'LIST "" (' + " ".join([pattern] * 8) + ")", f"l2{i}")
                holds(b" OK" in answer, f"eight patterns: {answer!r}")
                ask(owner, 'LIST "" (' + " ".join(["*a" * 20 + "%b" * 100] * 9) + ")", f"l3{i}")
                ask(owner, 'LSUB "" ' + "%a" * 200, f"l4{i}")
        print("   ", seen.check())
    finally:
        office.kill()


def scene_mailbox_limits(binary, work):
    """What one person makes has an end, said with words: mailboxes, parents, subscriptions, keywords."""
    office = opened(binary, work, [("imap", "max_mailboxes = 100")])
    try:
        owner = Imap(office)

        def until_refused(most, command):
            for i in range(most):
                answer = owner.do(command(i), want=None)[-1]
                if b" OK" not in answer:
                    holds(b"[LIMIT]" in answer and len(answer) > 40, f"{answer!r}")
                    return i
            holds(False, f"{command(0)}: {most} times")
        made = until_refused(150, lambda i: f"CREATE box{i}")
        holds(made == 94, f"{made} mailboxes beside the first six")
        until_refused(1, lambda i: "RENAME Archive new/x/y/z")
        owner.do("DELETE box0")
        owner.do("CREATE again")
        subscribed = until_refused(250, lambda i: f"SUBSCRIBE none{i}")
        holds(190 < subscribed <= 200, f"{subscribed} subscriptions")
        owner.do("SUBSCRIBE none0")
        owner.do("UNSUBSCRIBE none0")
        owner.do("SUBSCRIBE another")
        owner.send(b"a APPEND INBOX {4+}\r\na: b\r\n")
        holds(owner.line().startswith(b"a OK"), "APPEND")
        owner.do("SELECT INBOX")
        words = until_refused(60, lambda i: "STORE 1 FLAGS.SILENT (" + " ".join(f"w{i}x{k}" for k in range(80)) + ")")
        holds(words == 25, f"{words * 80} keywords")
    finally:
        office.kill()


def scene_thread(binary, work):
    """P10: mails from outside whose References make a deep chain and then ask for its root again and again."""
    office = opened(binary, work)
    try:
        def mail(number, references):
            lines = "\r\n ".join(f"<{r}@x>" for r in references)
            return f"From: x@stranger.example\r\nMessage-ID: <m{number}@x>\r\nReferences: {lines}\r\nSubject: s{number}\r\n\r\nb\r\n".encode()
        reader = Imap(office)
        chain = [[f"d{n * 959 + i}" for i in range(960)] for n in range(14)]
        roots = [[f"r{i}", f"q{i}"] for i in range(480)]
        asking = [[x for i in range(480) for x in (f"d{13425 - i}", f"r{i}")]] * 250
        mails = [mail(number, references) for number, references in enumerate(chain + roots + asking)]
        client = Smtp(office)
        for one in mails[:10]:     # by port 25 as a stranger would, the rest by APPEND: the same store
            code, text = client.mail(one)
            holds(code == 250, f"refused: {code} {text}")
        for at in range(10, len(mails), 50):
            share = mails[at:at + 50]
            reader.send(b"a APPEND INBOX" + b"".join(f" {{{len(one)}+}}\r\n".encode() + one for one in share) + b"\r\n")
            holds(reader.line().startswith(b"a OK"), "APPEND")
        time.sleep(1)
        reader.do("SELECT INBOX")
        with office.attack("THREAD REFERENCES", sum(map(len, mails))) as seen:
            answer, came = ask(reader, "THREAD REFERENCES UTF-8 ALL", "t1")
            holds(answer.startswith(b"t1 OK") and came > len(mails), f"{answer!r}, {came} octets")
        print("   ", seen.check())
    finally:
        office.kill()


def scene_search_keys(binary, work):
    """Keys times messages: a search of ten thousand keys over a mailbox of some thousand."""
    office = opened(binary, work)
    try:
        reader = Imap(office)
        one = b"Subject: s\r\n\r\nb\r\n"
        for _ in range(20):
            part = f" {{{len(one)}+}}\r\n".encode() + one
            reader.send(b"a APPEND INBOX" + part * 300 + b"\r\n")
            holds(reader.line().startswith(b"a OK"), "APPEND")
        reader.do("SELECT INBOX")
        with office.attack("SEARCH of 9,000 keys", 60_000) as seen:
            for tag, key in (("s1", "ALL"), ("s2", "1:*"), ("s3", "UNSEEN")):
                answer, _ = ask(reader, "SEARCH " + " ".join([key] * 9000), tag)
                holds(answer.startswith(tag.encode() + b" OK"), f"{key}: {answer!r}")
        print("   ", seen.check())
    finally:
        office.kill()


def scene_role_ends(binary, work):
    """P12: who loses a role keeps nothing of the role mailbox, whatever his session has open."""
    office = opened(binary, work)
    try:
        address = f"vanthu@{DOMAIN}"
        staff = os.path.join(work, "roles.csv")

        def role(word):
            with open(staff, "w", encoding="utf-8") as f:
                f.write(f"full_name,title,unit,phone,address,role\nTrần Văn An,Chuyên viên,ROOT,,an,{word}\n")
            office.run("staff", "import", staff, "--slips", os.path.join(work, f"{word}.csv"))
        role("clerk")
        time.sleep(1.5)
        shared = f"Shared/{address}/INBOX"
        client = Smtp(office)
        client.mail(b"From: x@stranger.example\r\nSubject: secret\r\n\r\nsecret text\r\n", to=address)
        sessions = {}
        for command in ("UID FETCH 1:* BODY.PEEK[]", r"UID STORE 1:* +FLAGS (\Deleted)", "EXPUNGE", "UID COPY 1:* INBOX", "IDLE"):
            session = sessions[command] = Imap(office)
            for _ in range(50):
                lines = session.do(f"SELECT {shared}")
                if b"* 1 EXISTS" in lines:
                    break
                time.sleep(0.1)
            holds(b"* 1 EXISTS" in lines, f"the clerk sees {lines}")
        idle = sessions.pop("IDLE")
        idle.send("i IDLE\r\n")
        idle.line()
        role("staff")
        began = time.monotonic()
        said = idle.line()
        holds(said.startswith(b"* BYE"), f"IDLE: {said!r}")
        holds(time.monotonic() - began < 5, f"IDLE ended after {time.monotonic() - began:.1f} s")
        for command, session in sessions.items():
            session.send(f"x {command}\r\n")
            said = session.line()
            holds(said.startswith(b"* BYE"), f"{command}: {said!r}")
        again = Imap(office)
        holds(b"NONEXISTENT" in again.do(f"SELECT {shared}", want=None)[-1], "a new session")
        holds(b"(MESSAGES 0)" in again.do("STATUS INBOX (MESSAGES)")[0], "nothing was copied")
    finally:
        office.kill()


def append(connection, mails, mailbox="INBOX"):
    connection.send(f"a APPEND {mailbox}".encode() + b"".join(f" {{{len(one)}+}}\r\n".encode() + one for one in mails) + b"\r\n")
    said = connection.line()
    holds(said.startswith(b"a OK"), f"APPEND: {said!r}")


def settled(office, most=60):
    """Until nothing works in the background any more."""
    deadline = time.monotonic() + most
    while time.monotonic() < deadline:
        before = office.cpu()
        time.sleep(1)
        if office.cpu() - before < 0.05:
            return


def scene_fetch_unread(binary, work):
    """FETCH of large ready answers by sessions that never read: what is read ahead of them is counted in octets."""
    office = opened(binary, work)
    try:
        owner = Imap(office)
        for n in range(0, 250, 50):
            append(owner, [b"From: " + b"a," * 6700 + b"a\r\nSubject: %d\r\n\r\nx\r\n" % (n + k) for k in range(50)])
        owner.do("SELECT INBOX")
        answer, came = ask(owner, "FETCH 1:* ENVELOPE", "w1")
        holds(answer.startswith(b"w1 OK") and came > 250 * 100_000, f"{answer!r}, {came} octets")
        settled(office, 10)
        for items in ("ENVELOPE", "BODYSTRUCTURE", "(ENVELOPE BODY PREVIEW)", "BODY.PEEK[HEADER.FIELDS (From)]", "BODY[HEADER.FIELDS (From)]"):
            before, sessions = office.resident(), []
            for _ in range(6):
                session = Imap(office)
                session.do("SELECT INBOX")
                session.send(f"x FETCH 1:* {items}\r\n")
                sessions.append(session)
            settled(office, 2)
            each = (office.resident() - before) / len(sessions) / (1 << 20)
            print(f"    {items}: {each:.1f} MiB for each session that does not read")
            holds(each < 4, f"{items}: {each:.1f} MiB for each of {len(sessions)} sessions that do not read")
            for session in sessions:
                session.close()
    finally:
        office.kill()


def scene_search_left(binary, work):
    """A search of thousands of text keys ends soon after its client has left."""
    office = opened(binary, work)
    try:
        owner = Imap(office)
        for n in range(0, 3000, 1000):
            append(owner, [b"Subject: s%d\r\n\r\nhello word%d\r\n" % (k, k) for k in range(n, n + 1000)])
        settled(office)
        for key in ('NOT TEXT "q z%d"', 'NOT SENTON 1-Jan-2020 NOT BODY "hell%d ."'):
            session = Imap(office)
            session.do("SELECT INBOX")
            session.send("x SEARCH " + " ".join(key % k for k in range(3000))[:60000].rsplit(" NOT", 1)[0] + "\r\n")
            time.sleep(1)
            session.close()
            time.sleep(5)
            before = office.cpu()
            time.sleep(2)
            used = office.cpu() - before
            print(f"    {key}: {used:.2f} s of 2 s, 5 s after its client left")
            holds(used < 0.4, f"{key}: {used:.2f} s of processor time in 2 s, 5 s after its client left")
    finally:
        office.kill()


def scene_append_many(binary, work):
    """One APPEND of many messages, each just small enough to be looked at on the event loop."""
    office = opened(binary, work)
    try:
        owner = Imap(office)
        for name, mail in (("addresses", lambda k: b"Subject: %d\r\nFrom: " % k + b"a," * 6700 + b"a\r\nTo: " + b"b," * 7000 + b"b\r\nCc: " + b"c," * 7000 + b"c\r\n\r\nx\r\n"),
                           ("small", lambda k: b"Subject: %d\r\nTo: " % k + b"b," * 7900 + b"b\r\n\r\nx\r\n")):
            mails = [mail(k) for k in range(300)]
            with office.attack(f"APPEND of many messages, {name}", sum(map(len, mails))) as seen:
                append(owner, mails)
            print("   ", seen.said())
            holds(seen.held <= LIMITS["loop_ms"] * SLACK, f"{name}: a loop was held {seen.held} ms")
            holds(seen.noop <= LIMITS["noop_s"] * SLACK, f"{name}: another session's NOOP took {seen.noop:.2f} s")
    finally:
        office.kill()
