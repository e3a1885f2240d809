"""Rows of what a client shows first: header fields, headers, bodies, envelopes, structures; SELECT, SORT, THREAD, STORE."""
import random
import re
import time

from imap_timing import Imap, answered, found
from sides import PASSWORD
from stage import Mark, Row, Timed

FIELDS = {
    "mutt": "DATE FROM SENDER SUBJECT TO CC MESSAGE-ID REFERENCES CONTENT-TYPE CONTENT-DESCRIPTION IN-REPLY-TO REPLY-TO LINES LIST-POST LIST-SUBSCRIBE LIST-UNSUBSCRIBE X-LABEL X-ORIGINAL-TO",
    "Thunderbird": "From To Cc Bcc Subject Date Message-ID Priority X-Priority References Newsgroups In-Reply-To Content-Type Reply-To",
    "mbsync": "X-TUID MESSAGE-ID",
    "a field nobody keeps": "From Subject X-Nobody-Keeps-This",
}


def other_orders(fields, count):
    """The same list in other orders: another question each time, as from another client."""
    words, out = fields.split(), []
    for turn in range(count):
        shuffled = words[:]
        random.Random(turn + 1).shuffle(shuffled)
        out.append(" ".join(shuffled))
    return out


def fetch_fields(stage, side):
    out = {}
    size = stage.sizes["small"]
    for client_name, fields in FIELDS.items():

        def check(command, answer):
            stage.right(command, answered(answer), (size, size + 1000))

        with stage.fresh(side, "small") as client:
            out[f"{client_name}, first"] = stage.once(client, f"FETCH 1:* BODY.PEEK[HEADER.FIELDS ({fields})]", check)
            commands = [
                f"FETCH 1:* BODY.PEEK[HEADER.FIELDS ({order})]" for order in other_orders(fields, stage.repeats)
            ]
            out[f"{client_name}, later"] = stage.repeat(side, "small", client, commands, check)
    return out


def fetch_texts(stage, side):
    size = stage.sizes["small"]
    with stage.fresh(side, "small") as client:
        have = client.select()
        out = {
            "headers": stage.repeat(
                side,
                "small",
                client,
                [
                    "FETCH 1:* BODY.PEEK[HEADER]",
                    "FETCH 1:* (UID BODY.PEEK[HEADER])",
                    "FETCH 1:* (BODY.PEEK[HEADER] FLAGS)",
                ],
                lambda c, a: stage.right(c, answered(a), (size, size + 1000)),
                3,
            )
        }
        wanted = min(1000, size // 2)
        commands = []
        for turn in range(stage.repeats):
            numbers = random.Random(turn).sample(range(1, have + 1), wanted)
            commands.append(f"UID FETCH {','.join(map(str, numbers))} BODY.PEEK[]")
        out["random bodies"] = stage.repeat(
            side, "small", client, commands, lambda c, a: stage.right(c, answered(a), wanted)
        )
    return out


def select_large(stage, side):
    size = stage.sizes["large"]
    newest = min(50, size)
    changes = min(100, size // 4)
    out = {}

    def opened(client, command):
        seconds, cpu, answer = client.timed(command)
        have = int(re.search(rb"\* (\d+) EXISTS", answer).group(1))
        stage.right(f"{command}: EXISTS", have, (size, size + 2000))
        unseen = re.search(rb"\[UNSEEN (\d+)\]", answer)
        stage.right(f"{command}: first unseen", int(unseen.group(1)) if unseen else 0, 1)
        return seconds, cpu, have

    times, flags = Timed([], []), Timed([], [])
    for _ in range(1 if stage.quick else 3):
        side.restart()
        with stage.client(side, "large") as client:
            seconds, cpu, have = opened(client, "SELECT INBOX")
            more, cpu_more, answer = client.timed(f"FETCH {have - newest + 1}:{have} (FLAGS ENVELOPE)")
            stage.right("newest", answered(answer), newest)
            times.seconds.append(seconds + more)
            times.cpu.append(cpu + cpu_more)
            seconds, cpu, answer = client.timed("UID FETCH 1:* FLAGS")
            stage.right("UID FETCH 1:* FLAGS", answered(answer), have)
            flags.seconds.append(seconds)
            flags.cpu.append(cpu)
    out["SELECT and newest 50, first"], out["UID FETCH 1:* FLAGS behind it"] = times, flags

    with stage.client(side, "large") as client:
        answer = client.ask("SELECT INBOX (CONDSTORE)")
        validity, modseq = (
            int(re.search(word + rb" (\d+)", answer).group(1)) for word in (rb"UIDVALIDITY", rb"HIGHESTMODSEQ")
        )
        step = max(1, size // changes)
        sign = "-" if modseq % 2 else "+"
        client.ask(f"STORE {','.join(str(1 + i * step) for i in range(changes))} {sign}FLAGS.SILENT (k{modseq % 7})")
        now = int(re.search(rb"HIGHESTMODSEQ (\d+)", client.ask("STATUS INBOX (HIGHESTMODSEQ)")).group(1))
        changed = changes if now > modseq and sign == "+" else 0
    side.restart()
    with stage.client(side, "large") as client:
        client.ask("ENABLE QRESYNC")
        seconds, cpu, answer = client.timed(f"SELECT INBOX (QRESYNC ({validity} {modseq}))")
        stage.right("QRESYNC changes", answered(answer), (changed, changes))
        out["QRESYNC SELECT with 100 changes, first"] = Timed([seconds], [cpu])
    later = Timed([], [])
    for _ in range(stage.repeats):
        stage.new_mail(side, "large")
        with stage.client(side, "large") as client:
            seconds, cpu, _ = opened(client, "SELECT INBOX")
            later.seconds.append(seconds)
            later.cpu.append(cpu)
    out["SELECT, later"] = later
    return out


def fetch_part_of_large(stage, side):
    size = stage.sizes["large"]
    many = max(1, size // 10)
    out = {}
    with stage.fresh(side, "large") as client:
        for label, items in (
            ("HEADER.FIELDS", "BODY.PEEK[HEADER.FIELDS (From To Subject Date Message-ID)]"),
            ("ENVELOPE", "ENVELOPE"),
            ("BODYSTRUCTURE", "BODYSTRUCTURE"),
        ):
            ranges = [
                f"{1 + turn * many}:{(turn + 1) * many}" for turn in range(stage.repeats)
            ]  # others each time: memory does not hold them all
            out[label] = stage.repeat(
                side,
                "large",
                client,
                [f"FETCH {r} {items}" for r in ranges],
                lambda c, a: stage.right(c, answered(a), many),
            )
    return out


def sort_and_thread(stage, side):
    size = stage.sizes["large"]
    out = {}
    for label, first, later in (
        (
            "SORT",
            "UID SORT (REVERSE DATE) UTF-8 ALL",
            [
                "UID SORT (REVERSE DATE) UTF-8 ALL",
                "SORT (REVERSE DATE) UTF-8 ALL",
                "UID SORT (REVERSE DATE) US-ASCII UNDELETED",
            ],
        ),
        (
            "THREAD",
            "UID THREAD REFERENCES UTF-8 ALL",
            [
                "UID THREAD REFERENCES UTF-8 ALL",
                "THREAD REFERENCES UTF-8 ALL",
                "UID THREAD REFERENCES US-ASCII UNDELETED",
            ],
        ),
    ):

        def check(command, answer):
            have = (
                found(answer)
                if "SORT" in command
                else len(
                    re.findall(
                        rb"\d+",
                        answer[answer.index(b"* THREAD") : answer.rindex(b"\r\nT") if b"\r\nT" in answer else None],
                    )
                )
            )
            stage.right(command, have, (size, size + 2000))

        with stage.fresh(side, "large") as client:
            out[f"{label}, first"] = stage.once(client, first, check)
            out[f"{label}, after a new mail"] = stage.repeat(side, "large", client, later, check, 3)
    return out


def store_many(stage, side):
    size = stage.sizes["small"]
    half = size // 2
    out = {}
    with stage.client(side, "small") as client:
        client.select()
        commands = [
            f"STORE 1:{size} {'+' if turn % 2 == 0 else '-'}FLAGS (\\Flagged)" for turn in range(stage.repeats + 1)
        ]
        out["STORE 1:*"] = stage.repeat(side, "small", client, commands)
        deleted = Timed([], [])
        for turn in range(stage.repeats):
            stage.new_mail(side, "small", client)
            first = 1 + turn
            seconds, cpu, _ = client.timed(f"STORE {first}:{first + half - 1} +FLAGS.SILENT (\\Deleted)")
            deleted.seconds.append(seconds)
            deleted.cpu.append(cpu)
            stage.right("deleted", found(client.ask("SEARCH DELETED")), half)
            client.ask("STORE 1:* -FLAGS.SILENT (\\Deleted)")
        out["\\Deleted on half"] = deleted
    return out


ROWS = [
    Row(
        "fetch_fields",
        "FETCH 1:* BODY.PEEK[HEADER.FIELDS (…)] of 10,000",
        fetch_fields,
        {
            **{f"{name}, later": Mark(15, 28) for name in ("mutt", "Thunderbird", "mbsync")},
            **{f"{name}, first": Mark(60, 28) for name in ("mutt", "Thunderbird", "mbsync")},
            "a field nobody keeps, later": Mark(224, 28, note="no slower than before"),
            "a field nobody keeps, first": Mark(224, 28, note="no slower than before"),
        },
        "small",
        minutes="1",
    ),
    Row(
        "fetch_texts",
        "FETCH of whole headers and bodies, 10,000",
        fetch_texts,
        {"headers": Mark(75, 151), "random bodies": Mark(90, 185)},
        "small",
        minutes="1",
    ),
    Row(
        "select",
        "200,000 after a restart",
        select_large,
        {
            "SELECT and newest 50, first": Mark(
                50, note="ms bind: a new session here does what the peer's cache file holds"
            ),
            "UID FETCH 1:* FLAGS behind it": Mark(500),
            "QRESYNC SELECT with 100 changes, first": Mark(100),
            "SELECT, later": Mark(1),
        },
        "large",
        minutes="2",
    ),
    Row(
        "fetch_large",
        "FETCH 1:20000 of 200,000",
        fetch_part_of_large,
        {"HEADER.FIELDS": Mark(60, 196), "ENVELOPE": Mark(60, 300), "BODYSTRUCTURE": Mark(40, 148)},
        "large",
        minutes="1",
    ),
    Row(
        "sort_thread",
        "SORT and THREAD of 200,000",
        sort_and_thread,
        {
            "SORT, after a new mail": Mark(100, 409),
            "THREAD, after a new mail": Mark(300, 1631),
            "SORT, first": Mark(500, 409),
            "THREAD, first": Mark(900, 1631),
        },
        "large",
        minutes="2",
    ),
    Row(
        "store",
        "STORE of 10,000 / \\Deleted on 5,000, synced",
        store_many,
        {
            "STORE 1:*": Mark(60, note="ms bind: the peer's first figures were not synced"),
            "\\Deleted on half": Mark(30),
        },
        "small",
        minutes="1",
    ),
]
