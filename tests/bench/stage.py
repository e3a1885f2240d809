"""What the rows play on: both servers with the same generated mailboxes, and what a row measures.

A mailbox "small" (10,000) or "large" (200,000) is filled when the first row wants it, by APPEND of 100 messages a command, and left until the index is at rest.
Its messages are 0 … size-1 of the generator with `planned` = size, so every row knows what must be found."""
import dataclasses
import json
import os
import re
import statistics
import subprocess
import time

from imap_timing import Imap
from sides import DOMAIN, PASSWORD, Written


@dataclasses.dataclass
class Mark:
    """What a line of the table must reach. `peer`: what the peer needed where the mark was set; with a peer in the same run its ratio counts, without one the value."""
    limit: float = None
    peer: float = None
    unit: str = "ms"
    better: str = "less"
    note: str = ""
    now: float = None      # where no slower than before is all that is asked

    def reached(self, here, peer):
        if self.limit is None:
            return None
        if self.peer and peer:
            return here / peer <= self.limit / self.peer if self.better == "less" else here / peer >= self.limit / self.peer
        return here <= self.limit if self.better == "less" else here >= self.limit


@dataclasses.dataclass
class Row:
    name: str
    what: str
    play: object           # play(stage, side) -> {label: value or Timed}
    marks: dict            # label -> Mark
    box: str = ""          # mailbox it needs
    sides: tuple = ("Vanthu", "Dovecot")
    minutes: str = ""      # on two cores, both sides


@dataclasses.dataclass
class Timed:
    """Several measurements of one thing."""
    seconds: list
    cpu: list

    @property
    def ms(self):
        return statistics.median(self.seconds) * 1000

    @property
    def cpu_ms(self):
        return statistics.median(self.cpu) * 1000


class WrongCount(AssertionError):
    pass


class Stage:
    def __init__(self, sides, tools, work, small, large, repeats, quick):
        self.sides, self.tools, self.work, self.repeats, self.quick = sides, tools, work, repeats, quick
        self.sizes = {"small": small, "large": large}
        self.written, self.octets, self.fill_seconds, self.fill_cpu = {}, {}, {}, {}
        self.checks, self.wrong, self.new_mails = 0, [], 0
        self._facts = {}

    # --- tools ---
    def tool(self, program, *arguments):
        run = subprocess.run([os.path.join(self.tools, program), *map(str, arguments)], capture_output=True, text=True, timeout=36000)
        if run.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(map(str, arguments))[:200]}: {run.stderr}")
        return json.loads(run.stdout)

    def append(self, side, users, first, count, per, planned=None, mailbox="INBOX"):
        addresses = [side.address(u) for u in users]
        return self.tool("bench_mail_feed", "append", side.imap, PASSWORD, mailbox, per, first, count, planned or self.sizes["large"], *addresses)

    def deliver(self, side, users, first, count, connections, to_all=False):
        addresses = [side.address(u) for u in users]
        return self.tool("bench_mail_feed", "deliver", side.door, side.protocol, connections, first, count, self.sizes["large"], *(["all"] if to_all else []), *addresses)

    def facts(self, box, number):
        """Planted words, Message-ID and sender of message `number` of a mailbox, and how many others hold them."""
        key = (box, number)
        if key not in self._facts:
            size = self.sizes[box]
            self._facts[key] = self.tool("bench_mail_maker", "facts", size, size, number)[0]
        return self._facts[key]

    def note(self, text):
        print(f"  … {text}", flush=True)

    # --- mailboxes ---
    def fill(self, side, box):
        if (side.name, box) in self.written:
            return
        size = self.sizes[box]
        with Imap(side, box, PASSWORD) as client:
            have = client.select()
        if have < size:
            written, cpu, began = Written(side), side.cpu(), time.monotonic()
            fed = self.append(side, [box], have, size - have, 100, size)
            rest = side.settle()
            self.written[side.name, box] = written.end()
            self.octets[side.name, box] = fed["octets"]
            self.fill_seconds[side.name, box] = time.monotonic() - began
            self.fill_cpu[side.name, box] = (side.cpu() - cpu) / (size - have)
            self.note(f"{side.name}: {box} filled with {size - have} messages, {fed['octets'] / 1e6:.0f} MB, in {fed['seconds']:.0f} s; at rest {rest:.0f} s later")
        else:
            self.written[side.name, box] = self.octets[side.name, box] = None

    def client(self, side, box):
        return Imap(side, box, PASSWORD)

    def fresh(self, side, box):
        """After a restart with a warm page cache: a session with the mailbox selected."""
        side.restart()
        client = self.client(side, box)
        client.select()
        return client

    def new_mail(self, side, box, client=None):
        """A new mail arrives, and the session has seen it: what was remembered of an answer is not the answer any more."""
        self.new_mails += 1
        text = (f"From: Lan <lan{self.new_mails}@elsewhere.example>\r\nTo: {box}@{DOMAIN}\r\nSubject: giao ban {self.new_mails}\r\n"
                f"Message-ID: <new.{self.new_mails}.{time.time_ns()}@elsewhere.example>\r\nDate: Mon, 30 Nov 2026 09:00:00 +0700\r\n\r\nlich hop tuan {self.new_mails}\r\n")
        side.deliver(box, text)
        if client is not None:
            for _ in range(200):
                if re.search(rb"\* \d+ EXISTS", client.ask("NOOP")):
                    return
                time.sleep(0.02)
            raise TimeoutError(f"{side.name}: a delivered mail did not show")

    def repeat(self, side, box, client, commands, check=None, times=None):
        """Times each command, a new mail before each; `commands` differ."""
        out = Timed([], [])
        for command in commands[:times or self.repeats]:
            self.new_mail(side, box, client)
            seconds, cpu, answer = client.timed(command)
            out.seconds.append(seconds)
            out.cpu.append(cpu)
            if check:
                check(command, answer)
        return out

    def once(self, client, command, check=None):
        seconds, cpu, answer = client.timed(command)
        if check:
            check(command, answer)
        return Timed([seconds], [cpu])

    def right(self, what, have, want):
        """A count that must be right; `want` may be a pair of bounds."""
        self.checks += 1
        low, high = want if isinstance(want, tuple) else (want, want)
        if not low <= have <= high:
            self.wrong.append(f"{what[:160]}: {have}, must be {want}")
            print(f"  WRONG {self.wrong[-1]}", flush=True)
