"""A reader of IMAP answers that allows what the grammar (imap_grammar.py) allows and nothing more: `Reader.response()` gives the parsed answer, or raises a
GrammarError.
"""
import re

from imap_grammar import NUMBER, STATUS_WORDS, TAG, UNTAGGED, Cursor, GrammarError, fetch_items, status_text


class Response:
    """`tag` is "*", "+" or the command's; `kind` the word; `number` of EXISTS and its like; `value` what was parsed; `code`, `text` of status answers."""

    def __init__(self, raw, utf8=False):
        self.raw, self.number, self.value, self.code, self.text = raw, None, None, None, ""
        c = Cursor(raw, utf8)
        if c.accept(b"+"):
            self.tag, self.kind = "+", "+"
            c.expect(b" ")
            self.text = raw[c.at:]
            return
        self.tag = "*" if c.accept(b"*") else c.take(TAG, "tag").decode()
        c.expect(b" ")
        if self.tag == "*" and NUMBER.match(raw, c.at):
            self.number = c.number()
            c.expect(b" ")
        word = c.take(re.compile(rb"[A-Z]+"), "word")
        self.kind = word.decode()
        if self.number is not None:
            if word == b"FETCH":
                c.expect(b" ")
                self.value = fetch_items(c)
            elif word not in (b"EXISTS", b"RECENT", b"EXPUNGE") or (word != b"EXISTS" and word != b"RECENT" and self.number == 0):
                c.fail("a message answer")
        elif word in STATUS_WORDS:
            c.expect(b" ")
            self.code, self.text = status_text(c)
            return
        elif self.tag == "*" and word in UNTAGGED:
            self.value = UNTAGGED[word](c)
        else:
            c.fail("an answer")
        c.end()


class Reader:
    """Cuts a socket's octets into answers."""

    def __init__(self, socket):
        self.socket, self.buffer, self.utf8 = socket, b"", False

    def more(self):
        piece = self.socket.recv(1 << 18)
        if not piece:
            raise EOFError(f"the connection ended; left: {self.buffer[-200:]!r}")
        self.buffer += piece

    def response(self):
        pieces, start = [], 0
        while True:
            at = self.buffer.find(b"\r\n", start)
            while at < 0:
                start = max(0, len(self.buffer) - 1)
                self.more()
                at = self.buffer.find(b"\r\n", start)
            line, self.buffer, start = self.buffer[:at], self.buffer[at + 2:], 0
            if b"\n" in line or b"\r" in line:
                raise GrammarError(f"a lone CR or LF: {line[:200]!r}")
            pieces.append(line)
            size = re.search(rb"\{(\d+)\}$", line)
            if not size or line.startswith((b"+",)):
                break
            pieces.append(b"\r\n")
            wanted = int(size.group(1))
            got, parts = len(self.buffer), [self.buffer]
            while got < wanted:
                piece = self.socket.recv(1 << 20)
                if not piece:
                    raise EOFError("the connection ended in a literal")
                parts.append(piece)
                got += len(piece)
            self.buffer = b"".join(parts)
            pieces.append(self.buffer[:wanted])
            self.buffer = self.buffer[wanted:]
        return Response(b"".join(pieces), self.utf8)
