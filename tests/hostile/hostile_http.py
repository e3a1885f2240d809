"""The web door under attack by people who have not signed in: large bodies, drips, foreign names."""
import socket
import ssl
import threading
import time

from hostile_office import HostileOffice, MIB, holds


class Https:
    """A bare client of the web door: sends octets, reads what comes."""

    def __init__(self, office, timeout=60):
        raw = socket.create_connection(("127.0.0.1", office.base + 443), timeout=timeout)
        self.socket = office.tls().wrap_socket(raw, server_hostname="localhost")

    def send(self, data):
        """False when the server wants no more."""
        try:
            self.socket.sendall(data if isinstance(data, bytes) else data.encode())
            return True
        except (OSError, ssl.SSLError):
            return False

    def rest(self):
        """All until the server ends the connection."""
        out = b""
        try:
            while piece := self.socket.recv(1 << 16):
                out += piece
        except (OSError, ssl.SSLError):
            pass
        return out

    def close(self):
        self.socket.close()


def request(method, path, *fields, host="localhost"):
    return "".join(f"{line}\r\n" for line in (f"{method} {path} HTTP/1.1", f"Host: {host}", *fields, ""))


def several(count, work):
    threads = [threading.Thread(target=work, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def open_office(binary, work, settings=()):
    office = HostileOffice(binary, work)
    office.open(settings)
    return office


def answer_to(office, text):
    client = Https(office, timeout=10)
    client.send(text)
    answer = client.rest()
    client.close()
    return answer


def status_of(office, text):
    answer = answer_to(office, text)
    return int(answer.split(b" ")[1]) if answer else 0


def scene_large_bodies_are_refused_at_the_head(binary, work):
    """40 times 25 MiB to a page that takes 16 KiB: 413 before the body, and no memory for it."""
    office = open_office(binary, work)
    answers = []

    def upload():
        client = Https(office)
        client.send(request("POST", "/password", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {25 * MIB}"))
        piece = b"a" * (256 * 1024)
        for _ in range(99):                        # all but the last piece
            if not client.send(piece):
                break
        client.socket.settimeout(10)
        answers.append(client.rest())
        client.close()

    try:
        with office.attack("40 large bodies", size=0) as seen:
            several(40, upload)
        print("       ", seen.check(), flush=True)
        # Whether the answer or the break of the connection is seen first is up to the kernel when a client goes on sending.
        refused = [answer for answer in answers if answer]
        holds(all(answer.startswith(b"HTTP/1.1 413 ") for answer in refused), f"answered: {refused[:1]}")
        for expect in ((), ("Expect: 100-continue",)):
            began = time.monotonic()
            client = Https(office, timeout=10)
            client.send(request("POST", "/api/password", f"Content-Length: {25 * MIB}", *expect))
            answer = client.rest()
            holds(answer.startswith(b"HTTP/1.1 413 "), f"the head alone is answered {answer[:60]!r}")
            holds(b"100 Continue" not in answer, "the client was asked to go on")
            holds(time.monotonic() - began < 8, "the answer waited for the body")
            client.close()
        # In chunks nobody knows it before: the chunk that is too much ends it.
        client = Https(office, timeout=10)
        client.send(request("POST", "/password", "Transfer-Encoding: chunked") + "4000\r\n" + "a" * 0x4000 + "\r\n1\r\n")
        holds(client.rest().startswith(b"HTTP/1.1 413 "), "chunks over the limit")
        client.close()
        status, _, _ = office.https("GET", "/password")
        holds(status == 200, f"the page answers {status} behind it")
    finally:
        office.stop()


def scene_a_dripping_body_is_ended(binary, work):
    """An octet a second of a body of 1,000, and of a head: both are ended in bounded time, 408, while others are served."""
    office = open_office(binary, work)
    ended = {}

    def drip(name, first, piece):
        client = Https(office, timeout=60)
        client.send(first)
        began = time.monotonic()
        client.socket.settimeout(1)
        while time.monotonic() - began < 30:
            client.send(piece)
            try:
                answer = client.socket.recv(1 << 16)
            except TimeoutError:
                continue
            except (OSError, ssl.SSLError):
                answer = b""
            ended[name] = (time.monotonic() - began, answer)
            break
        client.close()

    form = "Content-Type: application/x-www-form-urlencoded"
    drips = {"body": (request("POST", "/password", form, "Content-Length: 1000"), "a"),
             "chunks": (request("POST", "/password", form, "Transfer-Encoding: chunked") + "3e8\r\n", "a"),
             "head": ("GET /password HTTP/1.1\r\nHost: localhost\r\n", "A: b\r\n")}
    try:
        with office.attack("drips", size=0) as seen:
            threads = [threading.Thread(target=drip, args=(name, *what), daemon=True) for name, what in drips.items()]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        for name in drips:
            holds(name in ended, f"the drip of a {name} is still served after 30 s")
            holds(ended[name][1].startswith(b"HTTP/1.1 408 "), f"the drip of a {name} ends with {ended[name][1][:60]!r}")
            holds(ended[name][0] < 20, f"the drip of a {name} lasted {ended[name][0]:.0f} s")
        print("       ", seen.check(database=False), ", ".join(f"{name} {ended[name][0]:.0f} s" for name in drips), flush=True)
    finally:
        office.stop()


def scene_only_our_names_are_answered(binary, work):
    """A page of another name that points here (DNS rebinding) is not served as ours: 421. Ours are."""
    office = open_office(binary, work)

    try:
        close = "Connection: close"
        for host in ("localhost", f"localhost:{office.base + 443}", "127.0.0.1", "[::1]", "hostile.example", "HOSTILE.example."):
            holds(status_of(office, request("GET", "/password", close, host=host)) == 200, f"{host} is one of our names")
        for host in ("evil.example", "hostile.example.evil.example", "localhost.evil.example", "192.0.2.7", "a b", ""):
            holds(status_of(office, request("GET", "/password", close, host=host)) in (400, 421), f"{host!r} is none of our names")
        foreign = request("POST", "/api/password", close, "Origin: https://evil.example", "Content-Length: 2", host="evil.example") + "{}"
        holds(status_of(office, foreign) == 421, "a foreign page under its own name")
        absolute = f"GET https://evil.example/password HTTP/1.1\r\nHost: localhost\r\n{close}\r\n\r\n"
        holds(status_of(office, absolute) == 421, "the target names another host than the Host field")
    finally:
        office.stop()


def scene_the_settings_of_the_web_door_count(binary, work):
    """[http] hosts, the host of page_url, and a shorter patience with slow bodies."""
    office = open_office(binary, work, [("http", 'hosts = ["thu.hostile.example"]\nbody_window = 1\nmax_requests = 2'),
                                        ("passwords", 'page_url = "https://cong.hostile.example:8443/password"')])
    try:
        close = "Connection: close"
        for host in ("thu.hostile.example", "THU.hostile.example:443", "cong.hostile.example:8443", "localhost"):
            holds(status_of(office, request("GET", "/password", close, host=host)) == 200, f"{host} is one of our names")
        holds(status_of(office, request("GET", "/password", close, host="khac.hostile.example")) == 421, "another one is not")
        began = time.monotonic()
        answer = answer_to(office, request("POST", "/password", "Content-Length: 1000") + "a")
        holds(answer.startswith(b"HTTP/1.1 408 "), f"a stalled body: {answer[:60]!r}")
        holds(time.monotonic() - began < 6, "body_window did not count")
        answer = answer_to(office, request("GET", "/health") * 3)
        holds(answer.count(b"HTTP/1.1 200") == 2, "max_requests did not count")
    finally:
        office.stop()
