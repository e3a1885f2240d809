"""Hostile mail through port 25: header fields, addresses and structures by the hundred thousand, and senders that look like one of us."""
import base64
import os
import re
import time

from hostile_office import AN, MIB, HostileOffice, Imap, Smtp, holds

HEAD = b"From: x@stranger.example\r\nTo: an@hostile.example\r\nMessage-ID: <%d.%d@stranger.example>\r\n"


def message_id(number):
    return HEAD % (os.getpid(), number)


def opened(binary, work):
    office = HostileOffice(binary, work)
    office.open()
    return office


def sent(office, mail, want, **how):
    smtp = Smtp(office)
    code, text = smtp.mail(mail, **how)
    smtp.close()
    holds(code in want, f"{code} {text}")
    return code, text


def from_bomb(fields):
    return (b"From: " + b"a," * 9998 + b"\r\n") * fields + b"\r\nbody\r\n"


def envelopes(parts):
    """message/rfc822 parts whose From and To hold nearly 10,000 addresses each."""
    one = b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: " + b"a," * 9998 + b"\r\nTo: " + b"a," * 9998 + b"\r\nSubject: s\r\n\r\nx\r\n"
    return message_id(parts) + b"Subject: envelopes\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + one * parts + b"--b--\r\n"


def scene_from_bomb(binary, work):
    """Many From fields of many addresses: refused in words, and nobody waits for it."""
    office = opened(binary, work)
    try:
        mail = from_bomb(629)
        with office.attack("From bomb", size=len(mail)) as seen:
            code, text = sent(office, mail, (554, 550))
            holds("From" in text and text.startswith("5."), f"the refusal says why: {code} {text}")
        print("   ", seen.check())
        # One field of the same size, folded.
        mail = b"From: " + b"a,a,a,a,a,a,a,a,\r\n " * 500000 + b"a\r\n\r\nbody\r\n"
        with office.attack("one From field", size=len(mail)) as seen:
            sent(office, mail, (554, 550))
        print("   ", seen.check())
        # Fields without end, and one that is looked for at their end.
        mail = message_id(1) + b"A:\r\n" * (3 * MIB) + b"Received: x\r\n\r\nbody\r\n"
        # The mark is 112 MiB; 105 to 122 were seen, with the release before too.
        with office.attack("header of many fields", size=len(mail), more=32 * MIB) as seen:
            sent(office, mail, (250,))
        print("   ", seen.check())
    finally:
        office.stop()


def fetch_size(office, item):
    imap = Imap(office, AN)
    imap.do("SELECT INBOX")
    lines = imap.do(f"FETCH * ({item})")
    imap.close()
    return sum(len(line) + 2 for line in lines)


def scene_envelope_bomb(binary, work):
    """Embedded messages with lists of addresses: neither memory nor the database nor an answer grows by a multiple of the mail."""
    office = opened(binary, work)
    try:
        for parts in (150, 500):
            mail = envelopes(parts)
            with office.attack(f"envelopes in {parts} parts", size=len(mail)) as seen:
                sent(office, mail, (250,))
            print("   ", seen.check())
            for item in ("ENVELOPE", "BODY", "BODYSTRUCTURE"):
                size = fetch_size(office, item)
                holds(size <= 2 * MIB, f"{item} of {parts} parts has {size / MIB:.1f} MiB")
        mail = message_id(2) + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + (
            b"--b\r\nContent-Type: a/b" + b";c=d" * 199 + b"\r\nContent-Language: " + b"a," * 99 + b"a\r\nContent-Description: " + b'"' * 2000 + b"\r\n\r\nx\r\n") * 950 + b"--b--\r\n"
        with office.attack("parameters", size=len(mail)) as seen:
            sent(office, mail, (250,))
        print("   ", seen.check())
        holds(fetch_size(office, "BODYSTRUCTURE") <= 2 * MIB, "BODYSTRUCTURE of parameters")
    finally:
        office.stop()


FORGED = [
    'From: an@hostile.example',
    'From: "an@hostile.example"',
    'From: an@hostile.example (An)',
    'From: =?utf-8?q?an=40hostile=2Eexample?=',
    'From: <an@=?utf-8?q?hostile.example?=>',
    'From: an@ｈｏｓｔｉｌｅ．ｅｘａｍｐｌｅ',
    'From: an@hostile。example',
    'From: an@HOSTILE.example.',
    'From: an@hos\u00adtile.example',
    'From: "an@hostile.example" <a@evil.example>',
    'From: "An =?utf-8?b?YW5AaG9zdGlsZS5leGFtcGxl?=" <a@evil.example>',
    'From: =?utf-8?b?YW5AaG9zdGlsZS5leGFtcGxl?= <a@evil.example>',
    'From: Tran Van An <an@hostile.example> <a@evil.example>',
    'From: a@evil.example (an@hostile.example)',
    'From: an@hostile.example: a@evil.example;',
    'From: "an@hostile.example"@evil.example',
    'From: a@evil.example, "an＠hostile.example"',
    'From: a@evil.example\r\nSender: an@hostile.example',
    'From: a@evil.example\r\nSender: =?utf-8?q?an=40hostile=2Eexample?=',
    'From: ' + ", ".join(f"a{i}@e.example" for i in range(99)) + ", an@hostile.example",
]
UNREADABLE = [
    'Subject: no From at all',
    'Sender: an@hostile.example',
    'Fr\u00f6m: a@evil.example\r\nSender: an@hostile.example',
    'From: an@[127.0.0.1]',
    'From: a@evil.example, an@[IPv6:::1]',
    'From: a@evil.example\r\nFrom: b@evil.example',
    'From: Giam Doc',
    'From: "Giam Doc" <>',
    'From: nobody:;',
    'From: a@=?utf-8?q?b?=',
    'From: a@evil.example\r\nSender: b@evil.example\r\nSender: c@evil.example',
    'From:' + ",".join(" a" for _ in range(10100)) + ", an@hostile.example",
    'From: ' + "(x)" * 8000 + " a@evil.example",
]
HONEST = [
    ('From: "Ông Trần" <tran@other.example>', "tran@other.example"),
    ('From: =?utf-8?b?w5RuZyBUcuG6p24=?= <tran@other.example>', "tran@other.example"),
    ('From: tran@hostile.example.org', "x@other.example"),
    ('From: tran@not-hostile.example', "x@other.example"),
    ('From: Ban bien tap: tran@other.example, le@other.example;', "x@other.example"),
    ('From: a@x.example, b@y.example\r\nSender: a@x.example', "a@x.example"),
    ('From: "An via Danh sach" <list@lists.example>\r\nReply-To: an@hostile.example', "list-bounces@lists.example"),
    ('From: "an@hostile.example via Danh sach" <list@lists.example>', "list-bounces@lists.example"),
    ('From: MAILER-DAEMON@other.example (Mail Delivery System)', ""),
    ('From: MAILER-DAEMON (Mail Delivery System)', ""),
    ('From: Postmaster', ""),
    ('From: nguyen@đơn-vị.example', "x@other.example"),
    ('From : tran@other.example', "x@other.example"),
]


def scene_senders_that_look_like_ours(binary, work):
    office = opened(binary, work)
    try:
        accepted = []

        def deliver(header, number, sender="x@evil.example"):
            smtp = Smtp(office)
            code, text = smtp.mail(f"{header}\r\nTo: {AN}\r\nMessage-ID: <{number}.{os.getpid()}@evil.example>\r\n\r\nbody {number}\r\n".encode(), sender=sender)
            smtp.close()
            return code, text

        for number, header in enumerate(FORGED + UNREADABLE):
            for sender in ("x@evil.example", ""):
                code, text = deliver(header, number, sender)
                if code not in (550, 554) or not re.match(r"5\.\d\.\d .*(From|Sender)", text):
                    accepted.append((header[:80], sender, code, text))
        holds(not accepted, "not refused in words:\n" + "\n".join(map(repr, accepted)))
        for number, (header, sender) in enumerate(HONEST, 100):
            code, text = deliver(header, number, sender)
            holds(code == 250, f"an honest mail was refused: {header!r}: {code} {text}")
        imap = Imap(office, AN)
        holds(any(f" {len(HONEST)} EXISTS".encode() in line for line in imap.do("SELECT INBOX")), "each honest mail arrived once")
        imap.close()
    finally:
        office.stop()


def scene_memory_comes_back(binary, work):
    """Thousands of small values and megabytes of a file: freed, and given back. (No text: the index would hold its words for a while.)"""
    office = opened(binary, work)
    try:
        before = office.resident()
        peak = 0
        for number in range(3):
            sent(office, envelopes(300 + number), (250,))
            sent(office, message_id(1000 + number) + b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(os.urandom(24 * MIB)).replace(b"\n", b"\r\n"), (250,))
            peak = max(peak, office.resident())
        deadline = time.monotonic() + 60
        while office.resident() - before > 48 * MIB and time.monotonic() < deadline:
            time.sleep(0.5)
        left = office.resident() - before
        print(f"    {before / MIB:.0f} MiB before, {peak / MIB:.0f} seen, {left / MIB:+.0f} after {time.monotonic() - deadline + 60:.0f} s")
        holds(left <= 48 * MIB, f"{left / MIB:.0f} MiB stay after a minute")
    finally:
        office.stop()


def scene_structures_of_odd_mail(binary, work):
    """What other programs got wrong: comments behind parameters, times that cannot be, messages inside in base64, bounces of 8-bit mail."""
    office = opened(binary, work)
    try:
        inner = "From: Lò Đạt <dat@x.example>\r\nSubject: bên trong\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nchữlạbêntrong\r\n"
        mails = [
            "Subject: comment\r\nContent-Type: multipart/mixed; boundary=R(of parts)\r\n\r\n--R\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.b64encode("<p>trangmạng</p>".encode()).decode() + "\r\n--R--\r\n",
            "Subject: good\r\nDate: Thu, 4 Mar 2021 08:13:42 -0700\r\n\r\nx\r\n",
            "Subject: bad\r\nDate: Thu, 4 Mar 2021 27:61:00 -0700\r\n\r\nx\r\n",
            "Subject: inside\r\nContent-Type: multipart/mixed; boundary=O\r\n\r\n--O\r\n\r\none\r\n--O\r\nContent-Type: message/global\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + base64.encodebytes(inner.encode()).decode().replace("\n", "\r\n") + "--O--\r\n",
        ]
        imap = Imap(office, AN)
        for mail in mails:
            data = ("From: a@x.example\r\n" + mail).encode()
            imap.send(f'a APPEND INBOX "01-Jan-2020 00:00:00 +0000" {{{len(data)}+}}\r\n'.encode() + data + b"\r\n")
            while not imap.line().startswith(b"a OK"):
                pass
        imap.do("SELECT INBOX")

        def found(command):
            return [line for line in imap.do(command) if line.startswith((b"* SEARCH", b"* SORT"))][0]

        def search(word):
            data = word.encode()
            imap.send(b"b UID SEARCH CHARSET UTF-8 BODY {%d+}\r\n%s\r\n" % (len(data), data))
            out = imap.line()
            imap.line()
            return out

        structure = b"".join(imap.do("FETCH 1 BODYSTRUCTURE"))
        holds(b'("boundary" "R")' in structure and b'"html"' in structure, structure)
        holds(search("trangmạng") == b"* SEARCH 1", "the HTML part is searched")
        holds(found("SEARCH SENTON 4-Mar-2021") == b"* SEARCH 2 3", "SENTON")
        holds(found("SEARCH SENTBEFORE 1-Jan-2022") == b"* SEARCH 2 3", "SENTBEFORE")
        holds(found("SORT (DATE) UTF-8 2:3") == b"* SORT 3 2", "SORT (DATE)")
        structure = b"\n".join(imap.do("FETCH 4 BODYSTRUCTURE"))
        holds(b'"dat" "x.example"' in structure, structure)
        holds(search("chữlạbêntrong") == b"* SEARCH 4", "the message inside is searched")
        holds("chữlạbêntrong".encode() in b"\n".join(imap.do("FETCH 4 BODY.PEEK[2.1]")), "BODY[2.1] is decoded")
        holds(base64.b64encode(inner.encode())[:40] in b"\n".join(imap.do("FETCH 4 BODY.PEEK[2]")), "BODY[2] is as it stands")
        holds("Subject: bên trong".encode() in b"\n".join(imap.do("FETCH 4 BODY.PEEK[2.HEADER.FIELDS (Subject)]")), "BODY[2.HEADER.FIELDS]")
        imap.close()
    finally:
        office.stop()
