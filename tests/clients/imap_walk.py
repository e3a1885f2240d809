"""One IMAP connection that checks everything it reads against the strict grammar, and the small words the scenes of imap_conformance.py are made of."""
import socket

import imap_strict

DOMAIN = "dung.example"
PASSWORD = "Mật khẩu-17 Đẹp"
AN, BINH = f"an@{DOMAIN}", f"binh@{DOMAIN}"


class Wrong(Exception):
    pass


class Answer:
    def __init__(self):
        self.untagged, self.status, self.code, self.text, self.going_on = [], "", None, "", []

    def of(self, kind):
        return [r.value if r.number is None or kind == "FETCH" else r.number for r in self.untagged if r.kind == kind]

    def fetched(self):
        return {r.number: r.value for r in self.untagged if r.kind == "FETCH"}

    def codes(self):
        return {r.code[0]: r.code[1] if len(r.code) > 1 else True for r in self.untagged if r.code}


class Walk:
    """One connection that checks everything it reads."""
    commands = 0
    show = False

    def __init__(self, office, login=AN, tls=None):
        """tls: a context; the connection is then one to the port of implicit TLS."""
        self.socket = socket.create_connection(("localhost", office.base + (993 if tls else 143)), timeout=30)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.reader = imap_strict.Reader(self.socket)
        self.exists = 0
        self.greeting = self.reader.response()
        if login:
            self.do(f'LOGIN {login} "{PASSWORD}"')

    def start_tls(self, tls):
        self.do("STARTTLS")
        self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.reader = imap_strict.Reader(self.socket)

    def send(self, data):
        self.socket.sendall(data)

    def close(self):
        self.socket.close()

    def until(self, tag, answer):
        while True:
            response = self.reader.response()
            if Walk.show:
                print("  S", response.raw[:300])
            if response.tag == tag:
                answer.status, answer.code, answer.text = response.kind, response.code, response.text
                return answer
            if response.tag == "+":
                answer.going_on.append(response)
                return answer
            if response.tag != "*":
                raise Wrong(f"an answer to {response.tag} while {tag} runs")
            if response.kind == "EXISTS":
                self.exists = response.number
            elif response.kind == "EXPUNGE":
                self.exists -= 1
            answer.untagged.append(response)

    def do(self, line, *literals, want="OK", code=None):
        """Runs a command; each literal takes the place of a %s, as LITERAL+ (bytes) or synchronising (a list of one bytes)."""
        Walk.commands += 1
        tag = f"c{Walk.commands}"
        pieces = line.encode() if isinstance(line, str) else line
        pieces = pieces.split(b"%s")
        answer = Answer()
        out = tag.encode() + b" " + pieces[0]
        for piece, literal in zip(pieces[1:], literals):
            if isinstance(literal, list):
                self.send(out + b"{%d}\r\n" % len(literal[0]))
                self.until(tag, answer)
                if answer.status:
                    break
                out = literal[0] + piece
            else:
                out += b"{%d+}\r\n" % len(literal) + literal + piece
        if Walk.show:
            print("C", out[:300])
        if not answer.status:
            self.send(out + b"\r\n")
            self.until(tag, answer)
        if want and answer.status not in want.split("|"):
            raise Wrong(f"{line!r}: {answer.status} {answer.code} {answer.text!r}, not {want}")
        if code is not None and (answer.code or ("",))[0] not in code.split("|"):
            raise Wrong(f"{line!r}: code {answer.code} {answer.text!r}, not {code}")
        return answer

    def all(self, want, lines, code=None):
        for line in lines:
            try:
                self.do(line, want=want, code=code)
            except TimeoutError:
                raise Wrong(f"{line!r}: no answer") from None

    def append(self, box, message, flags="", date=""):
        flags = f"{flags} " if flags else ""
        date = f'"{date}" ' if date else ""
        return self.do(f"APPEND {box} {flags}{date}%s", message).code[1]


def same(got, wanted, what):
    if got != wanted:
        raise Wrong(f"{what}: {got!r}, not {wanted!r}")


def holds(condition, what):
    if not condition:
        raise Wrong(what)


def mail(subject, body="x", **fields):
    lines = [f"From: An <{AN}>", f"To: {BINH}", f"Subject: {subject}"] + [f"{k.replace('_', '-')}: {v}" for k, v in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body + "\r\n").encode()


def numbers(text):
    """{1, 2, 3} of "1:3"."""
    out = []
    for piece in text.split(","):
        first, _, last = piece.partition(":")
        low, high = sorted((int(first), int(last or first)))
        out += range(low, high + 1)
    return out


class Scene:
    """What all scenes share."""

    def __init__(self, office):
        self.office = office

    def box(self, walk, name, messages=()):
        walk.do(f"CREATE {name}")
        for message in messages:
            walk.append(name, message)
        return walk.do(f"SELECT {name}")
