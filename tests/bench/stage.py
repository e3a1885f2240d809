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
    now: float = None  # where no slower than before is all that is asked

    def reached(self, here, peer):
        if self.limit is None or (self.peer == 1 and not peer):  # a ratio by itself needs its peer
            return None
        if self.peer and peer:
            return (
                here / peer <= self.limit / self.peer
                if self.better == "less"
                else here / peer >= self.limit / self.peer
            )
        return here <= self.limit if self.better == "less" else here >= self.limit


@dataclasses.dataclass
class Row:
    name: str
    what: str
    play: object  # play(stage, side) -> {label: value or Timed}
    marks: dict  # label -> Mark
    box: str = ""  # mailbox it needs
    sides: tuple = ("Vanthu", "Dovecot")
    minutes: str = ""  # on two cores, both sides


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
    def __init__(self, sides, tools, work, small, large, repeats, quick, people=()):
        self.sides, self.tools, self.work, self.repeats, self.quick, self.people = (
            sides,
            tools,
            work,
            repeats,
            quick,
            list(people),
        )
        self.sizes = {"small": small, "large": large}
        self.written, self.octets, self.space, self.slices = {}, {}, {}, {}
        self.checks, self.wrong, self.new_mails = 0, [], 0
        self._facts = {}

    # --- tools ---
    def tool(self, program, *arguments):
        run = subprocess.run(
            [os.path.join(self.tools, program), *map(str, arguments)], capture_output=True, text=True, timeout=36000
        )
        if run.returncode != 0:
            raise RuntimeError(f"{program} {' '.join(map(str, arguments))[:200]}: {run.stderr}")
        return json.loads(run.stdout)

    def append(self, side, users, first, count, per, planned=None, mailbox="INBOX"):
        addresses = [side.address(u) for u in users]
        return self.tool(
            "bench_mail_feed",
            "append",
            side.imap,
            PASSWORD,
            mailbox,
            per,
            first,
            count,
            planned or self.sizes["large"],
            *addresses,
        )

    def deliver(self, side, users, first, count, connections, to_all=False):
        addresses = [side.address(u) for u in users]
        return self.tool(
            "bench_mail_feed",
            "deliver",
            side.door,
            side.protocol,
            connections,
            first,
            count,
            self.sizes["large"],
            *(["all"] if to_all else []),
            *addresses,
        )

    def facts(self, box):
        """Of 40 messages of a mailbox: planted words, Message-ID and sender, and how many messages hold each word."""
        if box not in self._facts:
            size = self.sizes[box]
            self._facts[box] = self.tool(
                "bench_mail_maker", "facts", size, size, *[k * size // 41 + k % 7 for k in range(40)]
            )
        return self._facts[box]

    def count(self, side, users):
        total = 0
        for user in users:
            with self.client(side, user) as client:
                total += int(re.search(rb"MESSAGES (\d+)", client.ask("STATUS INBOX (MESSAGES)")).group(1))
        return total

    def note(self, text):
        print(f"  … {text}", flush=True)

    # --- mailboxes ---
    def fill(self, side, box):
        """In slices, so that the CPU of the first can be compared with that of the last."""
        if (side.name, box) in self.written:
            return
        size = self.sizes[box]
        with Imap(side, box, PASSWORD) as client:
            have = client.select()
        self.written[side.name, box] = self.octets[side.name, box] = None
        if have >= size:
            return
        slice_size = min(50_000, max(1, size // 4))
        ends = sorted({end for end in (slice_size, size - slice_size, size) if end > have})
        written, before, began, octets, slices = Written(side), side.space(), time.monotonic(), 0, []
        for end in ends:
            cpu = side.cpu()
            octets += self.append(side, [box], have, end - have, 100, size)["octets"]
            side.settle()
            slices.append((end, (side.cpu() - cpu) / (end - have) * 1000))
            have = end
        self.written[side.name, box], self.octets[side.name, box], self.slices[side.name, box] = (
            written.end(),
            octets,
            slices,
        )
        self.space[side.name, box] = {kind: value - before[kind] for kind, value in side.space().items()}
        self.note(
            f"{side.name}: {box} filled with {size} messages, {octets / 1e6:.0f} MB; at rest after {time.monotonic() - began:.0f} s; CPU a mail "
            + ", ".join(f"{ms:.2f} ms up to {end}" for end, ms in slices)
        )

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
        text = (
            f"From: Lan <lan{self.new_mails}@elsewhere.example>\r\nTo: {box}@{DOMAIN}\r\nSubject: giao ban {self.new_mails}\r\n"
            f"Message-ID: <new.{self.new_mails}.{time.time_ns()}@elsewhere.example>\r\nDate: Mon, 30 Nov 2026 09:00:00 +0700\r\n\r\nlich hop tuan {self.new_mails}\r\n"
        )
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
        for command in commands[: times or self.repeats]:
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
