"""A reader of IMAP answers that allows what the grammar allows and nothing more (RFC 3501 §9, RFC 9051 §9 and the extensions the server
announces): one octet out of place is a GrammarError. imap_strict.py cuts a connection into answers and uses it.
"""
import re

ATOM = re.compile(rb'[^\x00-\x20\x7f-\xff(){%*"\\\]]+')
ASTRING = re.compile(rb'[^\x00-\x20\x7f-\xff(){%*"\\]+')
NUMBER = re.compile(rb"\d+")
QUOTED = re.compile(rb'"((?:[^\x00\r\n"\\\x80-\xff]|\\["\\])*)"')
QUOTED_UTF8 = re.compile(rb'"((?:[^\x00\r\n"\\]|\\["\\])*)"')
LITERAL = re.compile(rb"~?\{(\d+)\}\r\n")
FLAG = re.compile(rb'\\?[^\x00-\x20\x7f-\xff(){%*"\\\]]+')
SET = re.compile(rb"\d+(?::\d+)?(?:,\d+(?::\d+)?)*(?![\d,:*])")
DATE_TIME = re.compile(rb'"([ \d]\d-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4} \d\d:\d\d:\d\d [+-]\d{4})"')
SECTION = re.compile(rb"\[(?:[1-9]\d*(?:\.[1-9]\d*)*)?(?:\.?(?:HEADER|TEXT|MIME|HEADER\.FIELDS(?:\.NOT)? \((?P<f>[^)]*)\)))?\]")
TAG = re.compile(rb'[^\x00-\x20\x7f-\xff(){%*"\\+]+')
# RFC 5530, RFC 3501, RFC 4315, RFC 7162, RFC 9208, RFC 7889, RFC 5182, RFC 6154, RFC 4978: codes without arguments.
PLAIN_CODES = {b"ALERT", b"PARSE", b"READ-ONLY", b"READ-WRITE", b"TRYCREATE", b"UIDNOTSTICKY", b"CLOSED", b"UNAVAILABLE", b"AUTHENTICATIONFAILED",
               b"AUTHORIZATIONFAILED", b"EXPIRED", b"PRIVACYREQUIRED", b"CONTACTADMIN", b"NOPERM", b"INUSE", b"EXPUNGEISSUED", b"CORRUPTION",
               b"SERVERBUG", b"CLIENTBUG", b"CANNOT", b"LIMIT", b"OVERQUOTA", b"ALREADYEXISTS", b"NONEXISTENT", b"NOTSAVED", b"HASCHILDREN",
               b"NOMODSEQ", b"USEATTR", b"TOOBIG", b"BADCHARSET"}
MAILBOX_FLAGS = {b"\\noselect", b"\\nonexistent", b"\\haschildren", b"\\hasnochildren", b"\\noinferiors", b"\\subscribed", b"\\remote", b"\\marked",
                 b"\\unmarked", b"\\all", b"\\archive", b"\\drafts", b"\\flagged", b"\\junk", b"\\sent", b"\\trash", b"\\important"}


class GrammarError(Exception):
    """An answer that no grammar allows."""


class Cursor:
    def __init__(self, data, utf8=False):
        self.data, self.at, self.utf8 = data, 0, utf8

    def fail(self, what):
        raise GrammarError(f"{what} at {self.at}: {self.data[max(0, self.at - 60):self.at]!r} >< {self.data[self.at:self.at + 80]!r}")

    def peek(self, text):
        return self.data.startswith(text, self.at)

    def accept(self, text):
        if not self.peek(text):
            return False
        self.at += len(text)
        return True

    def expect(self, text):
        if not self.accept(text):
            self.fail(f"{text!r} expected")

    def match(self, pattern, what):
        found = pattern.match(self.data, self.at)
        if not found:
            self.fail(f"{what} expected")
        self.at = found.end()
        return found

    def take(self, pattern, what):
        return self.match(pattern, what).group()

    def number(self, least=0, most=(1 << 32) - 1):
        text = self.take(NUMBER, "number")
        if not least <= int(text) <= most:
            self.fail(f"number out of {least}..{most}")
        return int(text)

    def quoted(self):
        inner = self.match(QUOTED_UTF8 if self.utf8 else QUOTED, "quoted string").group(1)
        if self.utf8:
            inner.decode("utf-8")
        return re.sub(rb'\\(["\\])', rb"\1", inner)

    def literal(self):
        size = int(self.match(LITERAL, "literal").group(1))
        out = self.data[self.at:self.at + size]
        self.at += size
        return out

    def string(self):
        return self.quoted() if self.peek(b'"') else self.literal()

    def nstring(self):
        return None if self.accept(b"NIL") else self.string()

    def astring(self):
        return self.string() if self.peek(b'"') or self.peek(b"{") else self.take(ASTRING, "astring")

    def listed(self, item, empty=True):
        self.expect(b"(")
        out = []
        if empty and self.accept(b")"):
            return out
        while True:
            out.append(item())
            if self.accept(b")"):
                return out
            self.expect(b" ")

    def end(self):
        if self.at != len(self.data):
            self.fail("end expected")


def flag(c):
    return c.take(FLAG, "flag")


def permanent_flag(c):
    return b"\\*" if c.accept(b"\\*") else flag(c)


def mailbox(c):
    name = c.astring()
    if not c.utf8:
        utf7(name)
    return name


def utf7(name):
    """Modified UTF-7 in its only right form (RFC 3501 §5.1.3)."""
    import base64
    if any(b > 0x7E or b < 0x20 for b in name):
        raise GrammarError(f"mailbox name with 8-bit or control octets: {name!r}")
    for run in re.findall(rb"&([^-]*)(-?)", name):
        if not run[1]:
            raise GrammarError(f"modified UTF-7 does not end: {name!r}")
        if run[0]:
            text = base64.b64decode(run[0].replace(b",", b"/") + b"=" * (-len(run[0]) % 4)).decode("utf-16-be")
            if any(0x20 <= ord(ch) <= 0x7E for ch in text):
                raise GrammarError(f"printable ASCII in base64: {name!r}")


def address(c):
    c.expect(b"(")
    out = []
    for i in range(4):
        if i:
            c.expect(b" ")
        out.append(c.nstring())
    c.expect(b")")
    return tuple(out)


def address_list(c):
    """NIL or 1*address: without blanks between."""
    if c.accept(b"NIL"):
        return None
    c.expect(b"(")
    out = [address(c)]
    while not c.accept(b")"):
        out.append(address(c))
    return out


def envelope(c):
    c.expect(b"(")
    out = {"date": c.nstring()}
    c.expect(b" ")
    out["subject"] = c.nstring()
    for name in ("from", "sender", "reply-to", "to", "cc", "bcc"):
        c.expect(b" ")
        out[name] = address_list(c)
    for name in ("in-reply-to", "message-id"):
        c.expect(b" ")
        out[name] = c.nstring()
    c.expect(b")")
    return out


def parameters(c):
    if c.accept(b"NIL"):
        return None
    flat = c.listed(c.string, empty=False)
    if len(flat) % 2:
        c.fail("parameters in pairs")
    return list(zip(flat[::2], flat[1::2]))


def disposition(c):
    if c.accept(b"NIL"):
        return None
    c.expect(b"(")
    kind = c.string()
    c.expect(b" ")
    out = (kind, parameters(c))
    c.expect(b")")
    return out


def extension(c):
    if c.peek(b"("):
        return c.listed(lambda: extension(c), empty=False)
    return c.number() if NUMBER.match(c.data, c.at) else c.nstring()


def extensions(c, part, extended):
    """body-ext: disposition, language, location, then anything. Only in BODYSTRUCTURE."""
    readers = (("disposition", disposition), ("language", lambda x: x.listed(x.string, empty=False) if x.peek(b"(") else x.nstring()),
               ("location", Cursor.nstring))
    for name, reader in readers:
        if not c.accept(b" "):
            return
        if not extended:
            c.fail("extension data in BODY")
        part[name] = reader(c)
    while c.accept(b" "):
        extension(c)


def body(c, extended, depth=0):
    if depth > 400:
        c.fail("structure too deep")
    c.expect(b"(")
    part = {}
    if c.peek(b"("):
        part["type"], part["parts"] = b"multipart", []
        while c.peek(b"("):
            part["parts"].append(body(c, extended, depth + 1))
        c.expect(b" ")
        part["subtype"] = c.string()
        if c.accept(b" "):
            if not extended:
                c.fail("extension data in BODY")
            part["parameters"] = parameters(c)
            extensions(c, part, extended)
        c.expect(b")")
        return part
    part["type"] = c.string()
    c.expect(b" ")
    part["subtype"] = c.string()
    c.expect(b" ")
    part["parameters"] = parameters(c)
    for name in ("id", "description", "encoding"):
        c.expect(b" ")
        part[name] = c.nstring() if name != "encoding" else c.string()
    c.expect(b" ")
    part["size"] = c.number()
    kind = part["type"].lower(), part["subtype"].lower()
    if kind == (b"message", b"rfc822") or kind == (b"message", b"global") and c.peek(b" ("):
        c.expect(b" ")
        part["envelope"] = envelope(c)
        c.expect(b" ")
        part["body"] = body(c, extended, depth + 1)
        c.expect(b" ")
        part["lines"] = c.number()
    elif kind[0] == b"text":
        c.expect(b" ")
        part["lines"] = c.number()
    if c.accept(b" "):
        if not extended:
            c.fail("extension data in BODY")
        part["md5"] = c.nstring()
        extensions(c, part, extended)
    c.expect(b")")
    return part


def section(c):
    found = c.match(SECTION, "section")
    label = found.group().decode()
    if c.accept(b"<"):
        label += f"<{c.number()}>"
        c.expect(b">")
    return label


def fetch_items(c):
    items = {}

    def one():
        name = c.take(re.compile(rb"[A-Z0-9.]+"), "data item").decode()
        if name == "BODY" and c.peek(b"["):
            name += section(c)
            c.expect(b" ")
            value = c.nstring()
        else:
            c.expect(b" ")
            value = {
                "FLAGS": lambda: c.listed(lambda: flag(c)), "UID": lambda: c.number(1), "RFC822.SIZE": lambda: c.number(most=(1 << 63) - 1),
                "INTERNALDATE": lambda: c.match(DATE_TIME, "date-time").group(1).decode(), "ENVELOPE": lambda: envelope(c),
                "BODY": lambda: body(c, False), "BODYSTRUCTURE": lambda: body(c, True), "RFC822": c.nstring, "RFC822.HEADER": c.nstring,
                "RFC822.TEXT": c.nstring, "PREVIEW": c.nstring, "MODSEQ": lambda: modseq(c),
            }.get(name, lambda: c.fail(f"unknown data item {name}"))()
        if name in items:
            c.fail(f"{name} twice")
        items[name] = value
    c.listed(one, empty=False)
    return items


def modseq(c):
    c.expect(b"(")
    value = c.number(1, (1 << 63) - 1)
    c.expect(b")")
    return value


def sequence(c):
    return c.take(SET, "sequence set").decode()


def code(c):
    """What stands between [ and ] of a status answer."""
    name = c.take(ATOM, "response code")
    if name in PLAIN_CODES and not c.peek(b" "):
        return (name.decode(),)
    arguments = {
        b"CAPABILITY": lambda: capability(c), b"PERMANENTFLAGS": lambda: c.listed(lambda: permanent_flag(c)), b"UIDNEXT": lambda: c.number(1),
        b"UIDVALIDITY": lambda: c.number(1), b"UNSEEN": lambda: c.number(1), b"HIGHESTMODSEQ": lambda: c.number(1, (1 << 63) - 1),
        b"APPENDUID": lambda: (c.number(1), c.accept(b" ") and sequence(c)),
        b"COPYUID": lambda: (c.number(1), c.accept(b" ") and sequence(c), c.accept(b" ") and sequence(c)),
        b"MODIFIED": lambda: sequence(c), b"BADCHARSET": lambda: c.listed(c.astring, empty=False),
    }.get(name)
    if not arguments:
        c.fail(f"unknown response code {name!r}")
    c.expect(b" ")
    value = arguments()
    return (name.decode(), value)


def capability(c):
    out = [c.take(ATOM, "capability").decode()]
    while c.accept(b" "):
        out.append(c.take(ATOM, "capability").decode())
    return out


def status_text(c):
    """resp-text: an optional code and a text that is not empty."""
    found = None
    if c.accept(b"["):
        found = code(c)
        c.expect(b"] ")
    text = c.data[c.at:]
    if not text or b"\r" in text or b"\n" in text or b"\0" in text:
        c.fail("text")
    text.decode("utf-8")
    return found, text.decode("utf-8")


def mailbox_list(c):
    flags = c.listed(lambda: flag(c))
    unknown = [f for f in flags if f.lower() not in MAILBOX_FLAGS]
    if unknown or len(set(flags)) != len(flags):
        c.fail(f"flags {flags}")
    c.expect(b" ")
    delimiter = c.nstring()
    c.expect(b" ")
    name = mailbox(c)
    extra = {}
    if c.accept(b" "):
        def pair():
            key = c.astring()
            c.expect(b" ")
            extra[key] = c.listed(c.astring)
        c.listed(pair, empty=False)
    return {"flags": {f.decode() for f in flags}, "delimiter": delimiter, "name": name, "extra": extra}


def status_items(c):
    out = {}

    def one():
        name = c.take(ATOM, "status item").decode()
        c.expect(b" ")
        out[name] = c.number(1 if name in ("UIDNEXT", "UIDVALIDITY") else 0, (1 << 63) - 1)
    c.listed(one)
    return out


def search(c):
    numbers, highest = [], None
    while c.accept(b" "):
        if c.accept(b"(MODSEQ "):
            highest = c.number(1, (1 << 63) - 1)
            c.expect(b")")
            break
        numbers.append(c.number(1))
    return numbers, highest


def esearch(c):
    out = {}
    if c.accept(b' (TAG '):
        out["TAG"] = c.string().decode()
        c.expect(b")")
    out["UID"] = c.accept(b" UID")
    while c.accept(b" "):
        name = c.take(ATOM, "result").decode()
        c.expect(b" ")
        out[name] = {"ALL": lambda: sequence(c), "MODSEQ": lambda: c.number(1, (1 << 63) - 1), "COUNT": c.number}.get(name, lambda: c.number(1))()
    return out


def thread(c):
    """thread-list: "(" members ")", a blank between members, none before nested lists."""
    c.expect(b"(")
    out = []
    if not c.peek(b"("):
        out.append(c.number(1))
        while c.accept(b" "):
            if c.peek(b"("):
                break
            out.append(c.number(1))
    nested = 0
    while c.peek(b"("):
        out.append(thread(c))
        nested += 1
    if nested == 1 and len(out) > 1:
        c.fail("one nested thread alone")
    c.expect(b")")
    return out


def quota(c):
    c.expect(b" ")
    root = c.astring()
    c.expect(b" ")

    def resource():
        name = c.take(ATOM, "resource").decode()
        c.expect(b" ")
        used = c.number(most=(1 << 63) - 1)
        c.expect(b" ")
        return name, used, c.number(most=(1 << 63) - 1)
    return root, c.listed(resource)


def namespaces(c):
    out = []
    for _ in range(3):
        c.expect(b" ")
        if c.accept(b"NIL"):
            out.append(None)
            continue
        c.expect(b"(")
        spaces = []
        while not c.accept(b")"):
            c.expect(b"(")
            prefix = c.string()
            c.expect(b" ")
            spaces.append((prefix, c.nstring()))
            c.expect(b")")
        out.append(spaces)
    return out


def identity(c):
    c.expect(b" ")
    return None if c.accept(b"NIL") else c.listed(lambda: c.nstring())


def vanished(c):
    earlier = c.accept(b" (EARLIER)")
    c.expect(b" ")
    return earlier, sequence(c)


def quota_root(c):
    out = []
    while c.accept(b" "):
        out.append(c.astring())
    return out


def thread_lists(c):
    out = []
    if c.accept(b" "):
        while c.peek(b"("):
            out.append(thread(c))
    return out


def after_space(reader):
    def read(c):
        c.expect(b" ")
        return reader(c)
    return read


def status(c):
    name = mailbox(c)
    c.expect(b" ")
    return name, status_items(c)


UNTAGGED = {b"FLAGS": after_space(lambda c: c.listed(lambda: flag(c))), b"LIST": after_space(mailbox_list), b"LSUB": after_space(mailbox_list),
            b"STATUS": after_space(status), b"SEARCH": search, b"SORT": search, b"ESEARCH": esearch, b"THREAD": thread_lists,
            b"CAPABILITY": after_space(capability), b"ENABLED": lambda c: capability(c) if c.accept(b" ") else [], b"ID": identity,
            b"NAMESPACE": namespaces, b"QUOTA": quota, b"QUOTAROOT": quota_root, b"VANISHED": vanished}
STATUS_WORDS = {b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH"}
