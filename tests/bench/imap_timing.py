"""An IMAP client for measuring: sends a command, stops the clock when its tagged line is there, looks at the answer afterwards."""
import re
import socket
import time


class Imap:
    def __init__(self, side, user, password):
        self.socket = socket.create_connection(("127.0.0.1", side.imap), timeout=3600)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.side, self.number = side, 0
        while b"\n" not in self.socket.recv(65536):
            continue
        self.ask(f'LOGIN "{side.address(user)}" "{password}"')

    def timed(self, command):
        """Seconds, CPU seconds of the server, and the whole answer. A command that is not answered OK is an error."""
        self.number += 1
        tag = b"\r\nT%d " % self.number
        cpu = self.side.cpu()
        began = time.perf_counter()
        self.socket.sendall(tag[2:] + command.encode() + b"\r\n")
        parts, tail = [], b"\r\n"
        while not (tail.endswith(b"\r\n") and tag in tail):
            part = self.socket.recv(1 << 20)
            if not part:
                raise ConnectionError(f"the server closed the connection over {command[:200]}")
            parts.append(part)
            tail = (tail + part)[-4000:]
        seconds = time.perf_counter() - began
        cpu = self.side.cpu() - cpu
        answer = b"".join(parts)
        status = tail[tail.index(tag) + len(tag) :]
        if not status.startswith(b"OK"):
            raise AssertionError(f"{command[:200]}: {status.decode('utf-8', 'replace')[:300]}")
        return seconds, cpu, answer

    def ask(self, command):
        return self.timed(command)[2]

    def select(self, mailbox="INBOX"):
        answer = self.ask(f"SELECT {mailbox}")
        return int(re.search(rb"\* (\d+) EXISTS", answer).group(1))

    def close(self):
        try:
            self.ask("LOGOUT")
        except (ConnectionError, OSError):
            pass
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def found(answer):
    """How many numbers a SEARCH, SORT or ESEARCH answer holds."""
    for line in answer.split(b"\r\n"):
        for head in (b"* SEARCH", b"* SORT"):
            if line.startswith(head):
                return len(line[len(head) :].split())
    raise AssertionError(f"no SEARCH in {answer[:200]!r}")


def answered(answer):
    """How many untagged FETCH answers there are."""
    return len(re.findall(rb"(?:^|\r\n)\* \d+ FETCH ", answer))
