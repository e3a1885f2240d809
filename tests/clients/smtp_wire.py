"""The two ends of SMTP for smtp_conformance.py: a client that reads replies by the grammar of RFC 5321 §4.2, and a relay that can this and not that."""
import base64
import re
import socket
import threading
import time

from imap_walk import AN, BINH, PASSWORD, Wrong, holds, same

PLAIN = base64.b64encode(f"\0{AN}\0{PASSWORD}".encode()).decode()
STRANGER = "x@stranger.example"


class Smtp:
    lines = 0

    def __init__(self, office, port=25, ehlo=True):
        self.socket = socket.create_connection(("localhost", office.base + port), timeout=30)
        if port == 465:
            self.socket = office.tls().wrap_socket(self.socket, server_hostname="localhost")
        self.buffer = b""
        same(self.reply()[0], 220, "greeting")
        if ehlo:
            self.say("EHLO client.example", 250)

    def close(self):
        self.socket.close()

    def line(self):
        while b"\r\n" not in self.buffer:
            piece = self.socket.recv(65536)
            if not piece:
                raise EOFError(f"closed; left {self.buffer!r}")
            self.buffer += piece
        out, self.buffer = self.buffer.split(b"\r\n", 1)
        return out

    def reply(self):
        texts, first = [], None
        while True:
            line = self.line()
            match = re.fullmatch(rb"([2-5]\d\d)([ -])(.*)|([2-5]\d\d)", line, re.S)
            if not match or b"\n" in line or b"\r" in line or len(line) > 510:
                raise Wrong(f"no reply: {line!r}")
            code = int(line[:3])
            if first is not None and code != first:
                raise Wrong(f"two codes in one reply: {line!r}")
            first = code
            text = line[4:].decode("utf-8")
            enhanced = re.match(r"(\d)\.(\d{1,3})\.(\d{1,3}) ", text)
            if enhanced and int(enhanced.group(1)) != code // 100:
                raise Wrong(f"enhanced code of another class: {line!r}")
            texts.append(text)
            if line[3:4] != b"-":
                return code, "\n".join(texts)

    def say(self, line, want=None, text=""):
        Smtp.lines += 1
        data = line if isinstance(line, bytes) else line.encode()
        self.socket.sendall(data + b"\r\n")
        code, answer = self.reply()
        wanted = want if isinstance(want, tuple) else (want,)
        if want is not None and code not in wanted:
            raise Wrong(f"{line!r}: {code} {answer!r}, not {want}")
        if text and text not in answer:
            raise Wrong(f"{line!r}: {answer!r} has no {text}")
        return code, answer

    def sign_in(self):
        self.say("AUTH PLAIN " + PLAIN, 235)
        return self

    def envelope(self, sender=STRANGER, to=(BINH,), parameters=""):
        self.say(f"MAIL FROM:<{sender}>{parameters}", 250)
        for address in to:
            self.say(f"RCPT TO:<{address}>", 250)

    def data(self, message, want=250):
        self.say("DATA", 354)
        message = message.replace(b"\r\n.", b"\r\n..")
        return self.say(message + (b"." if not message or message.endswith(b"\r\n") else b"\r\n."), want)

    def all(self, table):
        for line, want in table:
            self.say(line, want)


class Sink:
    """A relay that records what it gets. `extensions`: what its EHLO says; `answers`: {verb: [replies to give before 250]};
    `once`: it hangs up when a connection asks for a second message; `connections`: how many there were."""

    def __init__(self, port):
        self.server = socket.create_server(("127.0.0.1", port))
        self.extensions, self.answers, self.got, self.transcript = ["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE", "DSN"], {}, [], []
        self.once, self.connections, self.parted = False, 0, 0
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        with client, client.makefile("rwb") as f:
            def say(text):
                f.write(text.encode() + b"\r\n")
                f.flush()
            say("220 sink ESMTP")
            envelope = []
            for line in f:
                line = line.decode("utf-8").rstrip("\r\n")
                self.transcript.append(line)
                verb = line.split(" ")[0].upper()
                waiting = self.answers.get(verb)
                if waiting:
                    answer = waiting.pop(0)
                    if answer is None:
                        return
                    say(answer)
                    continue
                if verb == "EHLO":
                    say("\r\n".join(["250-sink"] + ["250-" + e for e in self.extensions[:-1]] + ["250 " + self.extensions[-1]]) if self.extensions else "250 sink")
                elif verb == "DATA":
                    say("354 go")
                    body = b""
                    for piece in f:
                        if piece == b".\r\n":
                            break
                        body += piece[1:] if piece.startswith(b".") else piece
                    final = self.answers.get("DOT")
                    answer = final.pop(0) if final else "250 2.0.0 taken"
                    if answer.startswith("250"):
                        self.got.append((envelope, body))
                    say(answer)
                    envelope = []
                elif verb == "QUIT":
                    self.parted += 1
                    say("221 bye")
                    return
                elif verb == "RSET":
                    if self.once:
                        return
                    envelope = []
                    say("250 ok")
                else:
                    if verb in ("MAIL", "RCPT"):
                        envelope = envelope + [line]
                    say("250 ok")

    def wait(self, count, seconds=20):
        deadline = time.monotonic() + seconds
        while len(self.got) < count and time.monotonic() < deadline:
            time.sleep(0.05)
        holds(len(self.got) >= count, f"the relay got {len(self.got)} messages of {count}; it heard {self.transcript[-12:]}")
        return self.got[count - 1]
