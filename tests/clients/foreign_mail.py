#!/usr/bin/env python3
"""Foreign mail: the corpus beside the project (skipped without it) and thousands of broken, odd and huge messages made here, brought in by SMTP and
by APPEND, fetched back byte for byte. ENVELOPE, BODY and BODYSTRUCTURE are read by the strict grammar of imap_strict.py, every part they name
is fetched and measured, and the whole is compared with what Python's email makes of the message.
  foreign_mail.py --binary build/release/vanthu [--made 300] [--seed 1] [--every 8]     (--every 1: the whole corpus)
"""
import argparse
import email
import os
import random
import re
import shutil
import smtplib
import sys
import tarfile
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import Office, free_port_base  # noqa: E402
import imap_strict  # noqa: E402
from imap_walk import BINH, DOMAIN, PASSWORD, Walk, Wrong  # noqa: E402

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared", "corpus", "easy-ham.tar.xz")


def crlf(data):
    """RFC 5321 and 9051 line ends, as the server makes them of lone ones."""
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\n", b"\r\n")


def corpus():
    if not os.path.exists(CORPUS):
        print("the corpus beside the project is not there: skipped")
        return
    with tarfile.open(CORPUS) as tar:
        for member in tar:
            if member.isfile():
                data = tar.extractfile(member).read()
                if data.startswith(b"From "):
                    data = data.split(b"\n", 1)[1]
                yield member.name, crlf(data)


# --- odd messages by hand ---
def nested(depth, kind=b"mixed"):
    out = b""
    for i in range(depth):
        out += b"Content-Type: multipart/%s; boundary=b%d\r\n\r\n--b%d\r\n" % (kind, i, i)
    return out + b"\r\nthe middle\r\n" + b"".join(b"--b%d--\r\n" % i for i in reversed(range(depth)))


def nested_messages(depth):
    return b"".join(b"Subject: level %d\r\nContent-Type: message/rfc822\r\n\r\n" % i for i in range(depth)) + b"Subject: last\r\n\r\nend\r\n"


def by_hand():
    yield "nested 300", b"Subject: deep\r\n" + nested(300)
    yield "nested 1000", b"Subject: deeper\r\n" + nested(1000)
    yield "rfc822 300", nested_messages(300)
    yield "3000 parts", b"Content-Type: multipart/mixed; boundary=p\r\n\r\n" + b"--p\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 3000 + b"--p--\r\n"
    yield "20000 parts", b"Content-Type: multipart/mixed; boundary=p\r\n\r\n" + b"--p\r\n\r\nx\r\n" * 20000 + b"--p--\r\n"
    yield "40 MB", (b"Subject: big\r\nContent-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n\r\nsee\r\n--z\r\nContent-Type: application/octet-stream; name=big.bin\r\n"
                    b"Content-Transfer-Encoding: base64\r\n\r\n" + (b"QUJD" * 19 + b"\r\n") * (40 * 1024 * 1024 // 78) + b"--z--\r\n")
    heads = [
        b"Content-Type: text", b"Content-Type:", b"Content-Type: ;;;", b"Content-Type: /", b"Content-Type: text/", b"Content-Type: multipart/mixed",
        b"Content-Type: multipart/mixed; boundary=", b'Content-Type: multipart/mixed; boundary=""', b'Content-Type: multipart/mixed; boundary=" "',
        b'Content-Type: multipart/mixed; boundary="a b "', b"Content-Type: multipart/mixed; boundary=(x)y", b"Content-Type: multipart/mixed; boundary=x; boundary=y",
        b"Content-Type: text/plain; charset", b"Content-Type: text/plain; charset=", b'Content-Type: text/plain; charset="utf-8', b"Content-Type: text/plain; =x; ; a=b",
        b"Content-Type: TEXT/Plain; CHARSET=uTf-8", b"Content-Type: text/plain (a comment (nested) \\) x); charset=(c)utf-8(d)",
        b"Content-Type: text/plain; name*=utf-8'vi'C%C3%B4ng%20v%C4%83n.pdf", b"Content-Type: text/plain; name*0*=utf-8''a%20; name*1=b; name*2*=%C3%B4",
        b"Content-Type: text/plain; name*1=b; name*0=a; name=c", b"Content-Type: text/plain; name*=broken%zz'%", b"Content-Type: text/plain; name=\xc3\xb4ng.pdf",
        b"Content-Type: text/plain; name=\"\xe1\xff\"", b"Content-Type: text/plain\r\nContent-Type: text/html", b"Content-Type: message/rfc822", b"Content-Type: message/partial; id=x; number=1",
        b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64", b"Content-Type: message/delivery-status", b"Content-Type: multipart/digest; boundary=d",
        b"Content-Transfer-Encoding: nonsense", b"Content-Transfer-Encoding: BASE64 (x)", b"Content-Transfer-Encoding:", b"Content-Disposition:", b"Content-Disposition: ;filename=x",
        b"Content-Disposition: attachment; filename=\"a\\\"b\\\\c\"", b"Content-Disposition: attachment; filename*=UTF-8''%e2%82%ac", b"Content-ID: no brackets <", b"Content-Language: vi,,en,(x) ;",
        b"Content-Location: http://x/\"y", b"Content-Description: =?utf-8?q?=C3=B4?= \"quoted\" \xc3\xb4", b"Content-MD5: \"\\", b"MIME-Version: (x) 1 . 0",
        b"From: ", b"From: @", b"From: <>", b"From: a", b"From: \"unclosed <a@b>", b"From: a@b, , c@d,", b"From: group: a@b, c@d;", b"From: undisclosed-recipients:;",
        b"From: a:b:c;;@x", b"From: <@route,@r2:a@b>", b"From: (comment) a@b (name (nested))", b"From: \"\\\"q\\\\\" <\"lo cal\"@d>", b"From: =?utf-8?B?Tmd1eeG7hW4=?= <a@b>",
        b"From: =?utf-8?B?broken", b"From: \xc3\x94ng <\xc3\xb4@b.example>", b"From: \xff\xfe <a@b>", b"From: a@b c@d", b"From: <a@b> <c@d>", b"From: a@[127.0.0.1]", b"From: a @ b . c",
        b"From: x:;, y: z@w;, a@b", b"To: " + b", ".join(b"n%d@x.example" % i for i in range(5000)), b"To: " + b"(" * 2000, b"To: " + b"\"" * 999, b"To: " + b"<" * 500,
        b"Subject:" + b" =?utf-8?q?=C3=B4?=" * 3000, b"Subject: =?x-unknown?q?=80?=", b"Subject: =?utf-8?x?zz?=", b"Subject: =?utf-8*vi?q?a?=", b"Subject: =?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=",
        b"Subject: \"quotes\" and \\backslash", b"Subject: " + b"x" * 200000, b"Subject: tab\there\r\n\tfolded\r\n  twice", b"Subject:no blank", b"Subject : blank before", b"SUBJECT: a\r\nsubject: b",
        b"Date: nonsense", b"Date: Mon, 99 Foo 2026 99:99:99 +9999", b"Date: 1 Jan 70", b"Message-ID: nonsense", b"Message-ID: <a b@c> (d)", b"In-Reply-To: \"x\" <a@b> <c@d>",
        b"References: " + b" ".join(b"<r%d@x>" % i for i in range(3000)), b"no colon here", b": empty name", b" leading blank", b"\xff\xff: x", b"X-" + b"n" * 5000 + b": x",
        b"\r\n".join(b"X-%d: y" % i for i in range(30000)), b"X: \x01\x02\x7f", b"X: " + bytes(range(128, 256)),
    ]
    bodies = [b"", b"x\r\n", b"--\r\n--x\r\n--x--\r\n--\r\n", b"--d\r\n\r\nSubject: in a digest\r\n\r\nx\r\n--d\r\nnot a header\r\n--d--", b"PGI+\r\n=\r\n==\r\n=3D=\r\n", b"\xc3\xb4\xff\r\n"]
    for i, head in enumerate(heads):
        yield f"head {i}", head + b"\r\n\r\n" + bodies[i % len(bodies)]
    for i, text in enumerate([b"\r\n", b"\r\n\r\n", b"x", b"x\r\n", b"\r\nx", b":", b"\t\r\n", b".\r\n", b"\r\n.\r\n..\r\n...\r\n", b"Subject: x", b"Subject: x\r\n", b"a" * 900000 + b"\r\n",
                              b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--", b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--xy\r\n--x \t\r\n\r\n--x--y",
                              b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\na\r\n--x--\r\n--x--\r\n",
                              b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=xx\r\n\r\n--xx\r\n\r\na\r\n--x\r\n\r\nb\r\n--xx--\r\n"]):
        yield f"text {i}", text
    for charset in ("utf-7", "utf-16", "gb18030", "big5", "iso-2022-jp", "koi8-r", "windows-1258", "windows-1252", "viscii", "tcvn5712", "x-none", "us-ascii", "utf-8; x", "'utf-8'", "unicode-1-1-utf-7"):
        yield charset, f"Subject: c\r\nContent-Type: text/plain; charset={charset}\r\n\r\n".encode() + bytes(range(128, 256)) + b"\r\n+AOk- \x1b$B%F\r\n"


def made(count, seed):
    """Whole messages cut, mixed and bitten."""
    chance = random.Random(seed)
    pool = [m for _, m in by_hand() if len(m) < 3000]
    for i in range(count):
        message = bytearray(chance.choice(pool))
        for _ in range(chance.randrange(1, 6)):
            at = chance.randrange(len(message) + 1)
            message[at:at + chance.choice((0, 0, 1, 5))] = chance.choice((b"\r\n", b"\"", b"\\", b"(", b")", b";", b"=", b"--x\r\n", b"\xff", b"\xc3\xb4", b"Content-Type: multipart/mixed; boundary=x\r\n", b"<", b">", b",",
                                                                        b":", b"=?utf-8?q?", b"\t", b" ", b"{5}", b"*", bytes([chance.randrange(1, 256)])))
        yield f"made {i}", crlf(bytes(message)) or b"\r\n"


# --- what the answers must say ---
def part_numbers(body, prefix=""):
    """(number, part) of every part as FETCH BODY[…] names them (RFC 9051 §6.4.5.1)."""
    if "parts" in body:
        for i, part in enumerate(body["parts"], 1):
            number = f"{prefix}{i}"
            yield number, part
            if "parts" in part:
                yield from part_numbers(part, number + ".")
            elif "body" in part:
                yield from inside(part, number)
    else:
        yield prefix + "1", body
        if "body" in body:
            yield from inside(body, prefix + "1")


def inside(part, number):
    inner = part["body"]
    yield from part_numbers(inner, number + ".")


def raw_header(parsed, name):
    """The first field as ENVELOPE tells it: unfolded, without blanks around."""
    for key, value in parsed._headers:  # noqa: SLF001 - the unparsed field
        if key.lower() == name:
            return value
    return None


def shape(parsed):
    """Type and children of what Python's email made of it."""
    kind = parsed.get_content_type()
    if parsed.is_multipart() and kind.startswith("multipart/"):
        return kind, [shape(p) for p in parsed.get_payload()]
    if kind == "message/rfc822" and parsed.is_multipart():
        return kind, [shape(parsed.get_payload(0))]
    return kind, []


def our_shape(body):
    kind = (body["type"] + b"/" + body["subtype"]).decode("ascii", "replace").lower()
    if "parts" in body:
        return kind, [our_shape(p) for p in body["parts"]]
    return kind, [our_shape(body["body"])] if "body" in body else []


PLAIN_TYPE = re.compile(r"\s*[A-Za-z0-9-]+/[A-Za-z0-9.+-]+\s*(;|$)")


def doubtful(parsed):
    """Python complains, or keeps a Content-Type that is none as it stands (RFC 2045 §5.2 makes it text/plain)."""
    return any(part.defects or any(not PLAIN_TYPE.match(str(value)) for value in part.get_all("content-type", [])) for part in parsed.walk())


class Check:
    def __init__(self):
        self.faults, self.compared, self.parts = [], 0, 0

    def fault(self, name, what):
        self.faults.append(f"{name}: {what}")

    def answers(self, name, message, items):
        if items["BODY[]"] != message:
            got = items["BODY[]"]
            at = next((i for i, (a, b) in enumerate(zip(got, message)) if a != b), min(len(got), len(message)))
            self.fault(name, f"came back changed at {at} of {len(message)} ({len(got)}): {got[max(0, at - 20):at + 20]!r}, not {message[max(0, at - 20):at + 20]!r}")
        if items["RFC822.SIZE"] != len(items["BODY[]"]):
            self.fault(name, f"RFC822.SIZE {items['RFC822.SIZE']} of {len(items['BODY[]'])}")
        if our_shape(items["BODY"]) != our_shape(items["BODYSTRUCTURE"]):
            self.fault(name, "BODY and BODYSTRUCTURE differ")
        if items["BODY[HEADER]"] + items["BODY[TEXT]"] != items["BODY[]"]:
            self.fault(name, "HEADER + TEXT is not the message")

    def python(self, name, message, items):
        """Where Python's email finds nothing wrong, we must see the same tree and the same fields."""
        if len(message) > 1 << 20 or b"\0" in message:
            return
        try:
            parsed = email.message_from_bytes(message)
            if doubtful(parsed) or len(list(parsed.walk())) > 90:
                return
        except (RecursionError, ValueError, LookupError, IndexError, AttributeError, TypeError):
            return
        mine, theirs = our_shape(items["BODYSTRUCTURE"]), shape(parsed)
        if mine != theirs:
            self.fault(name, f"structure {mine}, Python reads {theirs}")
        self.compared += 1
        subject = raw_header(parsed, "subject")
        told = items["ENVELOPE"]["subject"]
        if isinstance(subject, str) and subject.isascii() and subject.isprintable() and (told or b"").decode("latin-1").split() != subject.split():
            self.fault(name, f"subject {told!r}, Python reads {subject!r}")

    def every_part(self, walk, name, number, items):
        parts = list(part_numbers(items["BODYSTRUCTURE"]))[:60]
        query = " ".join(f"BODY.PEEK[{n}] BODY.PEEK[{n}.MIME]" for n, _ in parts)
        got = walk.do(f"FETCH {number} ({query})").fetched()[number]
        for n, part in parts:
            octets = got[f"BODY[{n}]"]
            self.parts += 1
            if octets is None:
                self.fault(name, f"BODY[{n}] is NIL, but BODYSTRUCTURE names it")
                continue
            if "parts" not in part and len(octets) != part["size"]:
                self.fault(name, f"BODY[{n}] has {len(octets)} octets, BODYSTRUCTURE says {part['size']}")
            if "lines" in part and part["lines"] not in (octets.count(b"\n"), octets.count(b"\n") + (not octets.endswith(b"\n") and len(octets) > 0)):
                self.fault(name, f"lines of BODY[{n}]: {part['lines']} for {octets[-30:]!r}")
            if octets not in items["BODY[]"]:
                self.fault(name, f"BODY[{n}] is no piece of the message")


ITEMS = "(UID RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE BODY.PEEK[] BODY.PEEK[HEADER] BODY.PEEK[TEXT])"


def read_back(walk, check, number, name, message, every_part):
    items = walk.do(f"FETCH {number} {ITEMS}").fetched()[number]
    check.answers(name, message, items)
    check.python(name, items["BODY[]"], items)
    if every_part:
        check.every_part(walk, name, number, items)


def by_append(office, messages, check):
    walk = Walk(office)
    walk.do("CREATE Foreign")
    walk.do("SELECT Foreign")
    for number, (name, message) in enumerate(messages, 1):
        try:
            walk.do("APPEND Foreign %s", message)
        except Wrong as refused:
            raise Wrong(f"{name} ({len(message)} octets): {refused}") from None
        try:
            read_back(walk, check, number, name, message, True)
        except imap_strict.GrammarError as broken:
            check.fault(name, f"the answer breaks the grammar: {broken}")
    walk.close()


def by_smtp(office, messages, check):
    """Port 25, the envelope of a stranger; what the server puts on top is cut off before the comparison."""
    walk = Walk(office, login=BINH)
    walk.do("SELECT INBOX")
    taken, refused = [], []
    sender = smtplib.SMTP("localhost", office.base + 25, timeout=120)
    sender.ehlo("stranger.example")
    for name, message in messages:
        message = message if message.endswith(b"\r\n") else message + b"\r\n"
        if not re.search(rb"(?im)^from[ \t]*:", re.split(rb"(?:^|\r?\n)\r?\n", message, maxsplit=1)[0]):
            message = b"From: x@stranger.example\r\n" + message       # port 25 wants one
        if sender.mail("x@stranger.example", ["BODY=8BITMIME"])[0] != 250:
            refused.append((name, "MAIL"))
            continue
        sender.rcpt(BINH)
        sender.send(b"BDAT %d LAST\r\n" % len(message) + message)
        code, answer = sender.getreply()
        if code == 250:
            taken.append((name, message))
        else:
            refused.append((name, f"{code} {answer!r}"))
            sender.rset()
    sender.quit()
    walk.do("NOOP")
    if walk.exists != len(taken):
        check.fault("SMTP", f"{walk.exists} in the box of {len(taken)} taken")
    for number, (name, message) in enumerate(taken, 1):
        got = walk.do(f"FETCH {number} (UID RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE BODY.PEEK[])").fetched()[number]
        whole = got["BODY[]"]
        if not whole.endswith(message) or not whole.startswith(b"Return-Path: <x@stranger.example>\r\n"):
            check.fault(name, f"by SMTP: came back changed: {whole[:400]!r} for {message[:200]!r}")
        if got["RFC822.SIZE"] != len(whole):
            check.fault(name, "by SMTP: RFC822.SIZE")
    walk.close()
    return refused


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--database", help="mysql://… of an empty database instead of the embedded default")
    parser.add_argument("--made", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=8)
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-foreign-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(35000))
    check = Check()
    refused = []
    count = 0
    try:
        office.init(DOMAIN, "UBND xã Thử", ["--database", arguments.database] if arguments.database else [])
        office.start()
        office.hire({"an": "Nguyễn Văn An", "binh": "Lê Thị Bình"}, PASSWORD)
        messages = [(n, crlf(m)) for n, m in by_hand()] + list(made(arguments.made, arguments.seed)) + list(corpus())[::arguments.every]
        count = len(messages)
        by_append(office, messages, check)
        refused = by_smtp(office, messages, check)
    except Exception as failure:  # noqa: BLE001
        check.fault("the run", f"{type(failure).__name__}: {str(failure)[:1000]}")
    finally:
        office.kill()
        shutil.rmtree(work, ignore_errors=True)
    for fault in check.faults[:40]:
        print(fault[:1200])
    for name, why in refused[:40]:
        print(f"refused by SMTP: {name}: {why[:200]}")
    print(f"{count} messages, {check.parts} parts measured, {check.compared} compared with Python's email, {len(refused)} refused by SMTP, {len(check.faults)} faults")
    print(f"{0 if check.faults else 1} passed, {1 if check.faults else 0} failed")
    return 1 if check.faults else 0


if __name__ == "__main__":
    sys.exit(main())
