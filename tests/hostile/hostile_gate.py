"""Guesses at the gate: nobody locks others out or fills the hashing queue for others, and refusals fill no disk."""
import base64
import http.client
import json
import os
import socket
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from database_rows import rows  # noqa: E402
from hostile_office import AN, BINH, CHI, DOMAIN, PASSWORD, HostileOffice, Line, holds  # noqa: E402

HOME, CAFE = "127.0.0.3", "127.0.0.2"


class From(Line):
    """A submission session from a chosen address of loopback."""

    def __init__(self, office, source, timeout=60):
        self.socket = socket.create_connection(("127.0.0.1", office.base + 587), timeout, source_address=(source, 0))
        self.buffer = b""
        self.reply()
        self.say("EHLO client.example")

    def reply(self):
        while True:
            line = self.line()
            if line[3:4] != b"-":
                return int(line[:3])

    def say(self, line):
        self.send(line.encode() + b"\r\n")
        return self.reply()

    def sign_in(self, login, password):
        return self.say("AUTH PLAIN " + base64.b64encode(f"\0{login}\0{password}".encode()).decode())


def sign_in(office, source, login, password=PASSWORD):
    """(code, seconds) of one attempt on a session of its own."""
    client = From(office, source)
    try:
        began = time.monotonic()
        return client.sign_in(login, password), time.monotonic() - began
    finally:
        client.close()


def side_by_side(jobs):
    threads = [threading.Thread(target=job, daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)


def opened(binary, work):
    office = HostileOffice(binary, work)
    office.open()
    return office


def counted_in(office, question):
    return rows(office, question)[0][0]


class Storm:
    """Connections that guess unknown names without a pause, from the given addresses."""

    def __init__(self, office, sources, connections):
        self.office, self.stopped, self.tried = office, threading.Event(), 0
        self.threads = [threading.Thread(target=self._guess, args=(sources[i % len(sources)], i), daemon=True)
                        for i in range(connections)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        time.sleep(2)
        return self

    def __exit__(self, *_):
        self.stopped.set()

    def _guess(self, source, number):
        while not self.stopped.is_set():
            try:
                client = From(self.office, source)
                while not self.stopped.is_set():
                    self.tried += 1
                    if client.sign_in(f"nobody{number}.{self.tried}@{DOMAIN}", "guess") == 421:
                        break
                client.close()
            except (OSError, EOFError, ValueError):
                time.sleep(0.05)


def scene_five_guesses_lock_only_who_guessed(binary, work):
    office = opened(binary, work)
    try:
        side_by_side([lambda n=n: sign_in(office, CAFE, AN, f"wrong{n}") for n in range(5)])
        holds(sign_in(office, CAFE, AN)[0] == 535, "who guessed five times is not locked")
        holds(sign_in(office, HOME, AN)[0] == 235, "five wrong passwords of a stranger locked the right person out")
        said = office.json("account", "unlock", AN)
        holds(said["unlocked"] and [lock["network"] for lock in said["locks"]] == [CAFE], f"account unlock said {said}")
        holds(sign_in(office, CAFE, AN)[0] == 235, "account unlock did not work in the running server at once")
        holds(office.json("account", "unlock", AN) == {"address": AN, "unlocked": False, "locks": []}, "unlocked twice")
    finally:
        office.stop()


def scene_guesses_from_everywhere_leave_the_known_person(binary, work):
    office = opened(binary, work)
    try:
        holds(sign_in(office, HOME, AN)[0] == 235, "the right person cannot sign in")
        side_by_side([lambda n=n: sign_in(office, f"127.1.{n}.1", AN, f"wrong{n}") for n in range(104)])
        holds(sign_in(office, "127.2.2.2", AN)[0] == 535, "a hundred guesses from a hundred networks lock nobody")
        holds(sign_in(office, HOME, AN)[0] == 235, "strangers locked the right person out of his own network")
        office.stop()
        office.start()
        holds(sign_in(office, HOME, AN)[0] == 235, "a restart forgets known networks")
        holds(sign_in(office, "127.2.2.2", AN)[0] == 535, "a restart frees the guesser")
    finally:
        office.stop()


def scene_a_storm_of_guesses_keeps_nobody_out(binary, work):
    office = opened(binary, work)
    try:
        for sources in ([CAFE], [f"127.3.{n}.1" for n in range(12)]):
            with Storm(office, sources, 150) as storm:
                waited = []
                for number, (login, source) in enumerate(((AN, "127.0.4."), (BINH, "127.0.5."), (CHI, "127.0.6."))):
                    code, seconds = sign_in(office, f"{source}{len(sources)}", login)
                    holds(code == 235, f"{len(sources)} sources: right person {number + 1}, not seen lately, was answered {code}")
                    waited.append(seconds)
                holds(max(waited) < 12, f"{len(sources)} sources: a right person waited {max(waited):.1f} s")
                said = ", ".join(f"{s:.2f}" for s in waited)
                print(f"        {len(sources)} sources, {storm.tried} guesses: right persons waited {said} s")
            office.stop()
            office.start()   # nobody is remembered as right lately
    finally:
        office.stop()


def scene_refusals_do_not_fill_the_audit_trail(binary, work):
    office = opened(binary, work)
    try:
        before = counted_in(office, "SELECT COUNT(*) FROM audit WHERE what = 'refused'")
        side_by_side([lambda n=n: sign_in(office, CAFE, AN, f"wrong{n}") for n in range(5)])
        stop = time.monotonic() + 6
        tried = [0]

        def hammer():
            while time.monotonic() < stop:
                client = From(office, CAFE)
                try:
                    for _ in range(4):
                        client.sign_in(AN, "again")
                        tried[0] += 1
                except (OSError, EOFError):
                    pass
                finally:
                    client.close()

        side_by_side([hammer] * 40)
        holds(tried[0] >= 100, f"only {tried[0]} refusals")
        written = counted_in(office, "SELECT COUNT(*) FROM audit WHERE what = 'refused'") - before
        holds(written <= 10, f"{tried[0]} refusals wrote {written} rows")
        holds(sign_in(office, HOME, AN)[0] == 235, "the right person cannot sign in")
        holds(counted_in(office, "SELECT COUNT(*) FROM audit WHERE what = 'locked'") == 1, "the lock is not in the trail")
        holds(counted_in(office, "SELECT COUNT(*) FROM audit WHERE what = 'sign-in'") == 1, "the sign-in is not in the trail")
        office.stop()
        counted = counted_in(office, "SELECT SUM(times) FROM audit WHERE what = 'refused'")
        holds(counted == tried[0] + 5, f"{tried[0] + 5} refusals, {counted} in the trail")
    finally:
        office.stop()


def scene_every_door_thinks_before_it_refuses(binary, work):
    office = opened(binary, work)
    try:
        holds(sign_in(office, CAFE, AN, "wrong")[1] >= 1.9, "SMTP refuses at once")
        for login in (AN, f"nobody@{DOMAIN}"):
            door = http.client.HTTPSConnection("localhost", office.base + 443, context=office.tls(), timeout=60)
            began = time.monotonic()
            body = json.dumps({"address": login, "current": "wrong", "new": "x"})
            door.request("POST", "/api/password", body, {"Content-Type": "application/json"})
            status, seconds = door.getresponse().status, time.monotonic() - began
            holds(status == 401 and seconds >= 1.9, f"HTTPS answers {status} after {seconds:.2f} s")
            door.close()
    finally:
        office.stop()
