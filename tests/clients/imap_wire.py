"""An IMAP client that believes nothing: it reads every answer in the order it came and replays it on its own picture of the selected
mailbox (sequence map, flags, MODSEQ), as a mail program does. What breaks the picture is a Violation. Python's imaplib sorts answers
by name and so cannot see the order; hence this one. For the stress tool.
"""
import re
import socket

TOKEN = re.compile(rb'\(|\)|"(?:[^"\\]|\\.)*"|\x00\d+\x00|[^\s()"\x00]+')
LITERAL = re.compile(rb"\{(\d+)\}$")
# RFC 9051 §7.5.1: no EXPUNGE while one of these runs; UID FETCH and its like may bring it.
WITHOUT_EXPUNGE = {"FETCH", "STORE", "SEARCH"}


class Violation(Exception):
    """The server broke the protocol."""


class Picture:
    """What a client knows of its selected mailbox. `messages` holds UIDs by sequence number, None where none was told yet."""

    def __init__(self, name):
        self.name, self.validity, self.highest = name, 0, 0
        self.messages, self.flags, self.modseq = [], {}, {}
        self.believed = set()    # UIDs of a silent STORE that runs: their flags are what it makes of them, unless told otherwise

    def exists(self, count):
        if count < len(self.messages):
            raise Violation(f"EXISTS {count} after {len(self.messages)} messages")
        self.messages += [None] * (count - len(self.messages))

    def expunge(self, number):
        if not 1 <= number <= len(self.messages):
            raise Violation(f"EXPUNGE {number} of {len(self.messages)} messages")
        self.forget(self.messages.pop(number - 1))

    def vanished(self, uids):
        for uid in uids:
            self.messages.pop(self.place_of(uid))
            self.forget(uid)

    def place_of(self, uid):
        """The index of a UID that the server names. A message of which only the number was told (EXISTS within an IDLE)
        may vanish before its UID is: then it is one of those without a UID between the neighbours."""
        if uid in self.messages:
            return self.messages.index(uid)
        for index, known in enumerate(self.messages):
            if known is None and self.may_be(index, uid):
                return index
        raise Violation(f"VANISHED {uid}, which is not there")

    def may_be(self, index, uid):
        before = next((u for u in reversed(self.messages[:index]) if u), 0)
        after = next((u for u in self.messages[index + 1:] if u), 1 << 32)
        return before < uid < after

    def forget(self, uid):
        self.flags.pop(uid, None)
        self.modseq.pop(uid, None)

    def name_uid(self, number, uid):
        if not 1 <= number <= len(self.messages):
            raise Violation(f"FETCH of message {number} of {len(self.messages)}")
        known = self.messages[number - 1]
        if uid is None:
            return known
        if known is None:
            if not self.may_be(number - 1, uid):
                raise Violation(f"message {number} has UID {uid}, which its neighbours do not allow")
            self.messages[number - 1] = uid
        elif known != uid:
            raise Violation(f"message {number} is UID {known}, now told as {uid}")
        return uid


def uid_list(text):
    """The numbers of "1:3,7"."""
    out = []
    for piece in text.split(b","):
        first, _, last = piece.partition(b":")
        low, high = sorted((int(first), int(last or first)))
        out += range(low, high + 1)
    return out


def nested(tokens, literals):
    """Tokens up to the closing parenthesis as a list of lists."""
    out = []
    for token in tokens:
        if token == b"(":
            out.append(nested(tokens, literals))
        elif token == b")":
            return out
        elif token[:1] == b"\x00":
            out.append(literals[int(token[1:-1])])
        else:
            out.append(token)
    return out


class Answer:
    def __init__(self):
        self.status, self.code, self.text = "", b"", b""
        self.codes = []                                  # of untagged OK
        self.fetched, self.search, self.earlier = [], None, []   # (UID or None, items); numbers; VANISHED (EARLIER)

    def code_of(self, name):
        """The arguments of a response code, or None."""
        for code in [self.code, *self.codes]:
            if code.split(b" ")[0] == name:
                return code.split(b" ")[1:]
        return None


class Connection:
    def __init__(self, port, context=None, timeout=60):
        self.socket = socket.create_connection(("localhost", port), timeout=timeout)
        if context:
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self.timeout, self.buffer = timeout, b""
        self.picture, self.qresync, self.count = None, False, 0
        self.on_flags = None     # called with (picture, uid, modseq, flags) when both were told in one answer
        if not self.response()[0].startswith(b"* OK"):
            raise Violation("no greeting")

    def close(self):
        self.socket.close()

    def more(self):
        piece = self.socket.recv(1 << 16)
        if not piece:
            raise Violation(f"the connection ended after {self.buffer[-200:]!r}")
        self.buffer += piece

    def take(self, size):
        while len(self.buffer) < size:
            self.more()
        out, self.buffer = self.buffer[:size], self.buffer[size:]
        return out

    def line(self):
        while b"\r\n" not in self.buffer:
            self.more()
        out, self.buffer = self.buffer.split(b"\r\n", 1)
        return out

    def response(self):
        """One answer: its text, literals replaced by marks, and the literals."""
        text, literals = b"", []
        while True:
            text += self.line()
            size = LITERAL.search(text)
            if not size:
                return text, literals
            literals.append(self.take(int(size.group(1))))
            text = text[:-len(size.group(0))] + b"\x00%d\x00" % (len(literals) - 1)

    def command(self, text, *literals, want=("OK",)):
        """Runs one command; each %s of `text` is a literal."""
        self.count += 1
        tag = b"t%d" % self.count
        pieces = text.encode().split(b"%s")
        out = tag + b" " + pieces[0]
        for piece, literal in zip(pieces[1:], literals):
            out += b"{%d+}\r\n" % len(literal) + literal + piece
        self.socket.sendall(out + b"\r\n")
        answer = self.until(tag, text)
        if answer.status not in want:
            raise Violation(f"{text[:200]}: {answer.status} {answer.code!r} {answer.text!r}")
        return answer

    def until(self, tag, text):
        answer = Answer()
        verb = text.split(" ")[0]
        while True:
            line, literals = self.response()
            if line.startswith(tag + b" "):
                match = re.match(rb"(OK|NO|BAD)(?: \[([^\]]*)\])?(.*)", line[len(tag) + 1:], re.S)
                answer.status, answer.code, answer.text = match.group(1).decode(), match.group(2) or b"", match.group(3).strip()
                return answer
            try:
                self.untagged(line, literals, verb, answer)
            except Violation as broken:
                raise Violation(f"{broken} (in answer to {text[:200]!r}; {line[:200]!r})") from None

    def idle(self, seconds):
        """IDLE until something comes or the time is over, then DONE."""
        self.count += 1
        tag = b"t%d" % self.count
        self.socket.sendall(tag + b" IDLE\r\n")
        answer = Answer()
        while True:
            line, literals = self.response()
            if line.startswith(b"+"):
                break
            self.untagged(line, literals, "IDLE", answer)
        self.socket.settimeout(seconds)
        try:
            if not self.buffer:
                self.more()
        except TimeoutError:
            pass
        self.socket.settimeout(self.timeout)
        self.socket.sendall(b"DONE\r\n")
        answer = self.until(tag, "IDLE")
        if answer.status != "OK":
            raise Violation(f"IDLE ended with {answer.status} {answer.text!r}")

    def untagged(self, line, literals, verb, answer):
        match = re.match(rb"\* (\d+) (EXISTS|EXPUNGE|RECENT|FETCH)(.*)", line, re.S)
        if match:
            number, kind = int(match.group(1)), match.group(2)
            if kind == b"EXISTS":
                self.picture.exists(number)
            elif kind == b"EXPUNGE":
                if verb in WITHOUT_EXPUNGE or self.qresync:
                    raise Violation("EXPUNGE where none may be")
                self.picture.expunge(number)
            elif kind == b"FETCH":
                self.fetched(number, nested(iter(TOKEN.findall(match.group(3))), literals)[0], answer)
            return
        match = re.match(rb"\* VANISHED (\(EARLIER\) )?(\S+)", line)
        if match:
            if not self.qresync or (verb in WITHOUT_EXPUNGE and not match.group(1)):
                raise Violation("VANISHED where none may be")
            if match.group(1):
                answer.earlier = uid_list(match.group(2))
            else:
                self.picture.vanished(uid_list(match.group(2)))
            return
        match = re.match(rb"\* SEARCH ?([\d ]*)", line)
        if match:
            answer.search = [int(n) for n in match.group(1).split()]
            return
        match = re.match(rb"\* (OK|NO|BAD|BYE) (?:\[([^\]]*)\])?", line)
        if match:
            if match.group(1) != b"OK" and verb != "LOGOUT":
                raise Violation("an untagged " + match.group(1).decode())
            answer.codes.append(match.group(2) or b"")

    def fetched(self, number, items, answer):
        pairs = {items[i].upper(): items[i + 1] for i in range(0, len(items), 2)}
        uid = self.picture.name_uid(number, int(pairs[b"UID"]) if b"UID" in pairs else None)
        modseq = int(pairs[b"MODSEQ"][0]) if b"MODSEQ" in pairs else None
        flags = frozenset(f for f in pairs[b"FLAGS"] if f != b"\\Recent") if b"FLAGS" in pairs else None
        if uid is not None:
            if modseq is not None:
                if modseq < self.picture.modseq.get(uid, 0):
                    raise Violation(f"MODSEQ of UID {uid} went back to {modseq}")
                if flags is None and modseq != self.picture.modseq.get(uid) and uid not in self.picture.believed:
                    self.picture.flags.pop(uid, None)     # changed, and not told how
                self.picture.modseq[uid] = modseq
            if flags is not None:
                self.picture.flags[uid] = flags
            if modseq is not None and flags is not None and self.on_flags:
                self.on_flags(self.picture, uid, modseq, flags)
        answer.fetched.append((uid, pairs))
