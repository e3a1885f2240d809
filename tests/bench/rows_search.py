"""Rows of SEARCH: exact substrings by IMAP beside the peer, and the words of people through the server's own search."""
import json
import os
import socket
import time

from imap_timing import found
from stage import Mark, Row, Timed

NO_DICTIONARY = {"a blank": " ", "two hyphens": "--", "one letter": "e", "nothing": ""}
HITS = {"0 hits": None, "20 hits": "twenty", "2,000 hits": "two_thousand"}


def needle(stage, box, hits, place, turn):
    """A word that `hits` messages hold and how many that are; another one each turn."""
    if HITS[hits] is None:
        return f"vqz{'abcdefghij'[turn % 10]}{turn}q", 0
    one = stage.facts(box)[turn % len(stage.facts(box))][HITS[hits]]
    return one[place], one["hits"]


def search(stage, box, key, hits, turn):
    place = "subject" if key == "SUBJECT" else "body"
    word, want = needle(stage, box, hits, place, turn)
    return f'UID SEARCH {key} "{word}"', want


def checked(stage, wanted):
    return lambda command, answer: stage.right(command, found(answer), wanted[command])


def search_small(stage, side):
    out = {}
    with stage.fresh(side, "small") as client:
        for hits in HITS:
            wanted = dict(search(stage, "small", "BODY", hits, turn) for turn in range(stage.repeats))
            out[f"BODY, {hits}"] = stage.repeat(side, "small", client, list(wanted), checked(stage, wanted))
    return out


def search_large_first(stage, side):
    out = {}
    for turn, key in enumerate(("SUBJECT", "BODY", "TEXT")):
        for hits in ["20 hits"] if stage.quick else HITS:
            wanted = dict([search(stage, "large", key, hits, 20 + turn)])
            with stage.fresh(side, "large") as client:
                out[f"{key}, {hits}, first"] = stage.once(client, next(iter(wanted)), checked(stage, wanted))
    return out


def search_large_later(stage, side):
    out = {}
    slow = side.name != "Vanthu"  # ten to twenty seconds each there
    size = stage.sizes["large"]
    with stage.fresh(side, "large") as client:
        for turn, key in enumerate(("SUBJECT", "BODY", "TEXT")):
            for hits in HITS:
                wanted = dict(search(stage, "large", key, hits, 3 + 7 * turn + again) for again in range(stage.repeats))
                out[f"{key}, {hits}, later"] = stage.repeat(
                    side,
                    "large",
                    client,
                    list(wanted),
                    checked(stage, wanted),
                    1 if slow and key != "SUBJECT" else None,
                )
            half = stage.facts("large")[turn]["half"]
            command = f'UID SEARCH {key} "{half["subject" if key == "SUBJECT" else "body"]}"'
            out[f"{key}, half of all"] = stage.repeat(
                side, "large", client, [command], lambda c, a: stage.right(c, found(a), half["hits"])
            )
        for name, word in NO_DICTIONARY.items():
            most = (size, size + 3000) if name != "two hyphens" else (1, size + 3000)
            out[f"BODY, {name}"] = stage.repeat(
                side, "large", client, [f'UID SEARCH BODY "{word}"'], lambda c, a: stage.right(c, found(a), most)
            )
    return out


def search_message_id(stage, side):
    with stage.fresh(side, "large") as client:
        ids = [fact["message_id"] for fact in stage.facts("large")]
        whole = {f'UID SEARCH HEADER Message-ID "{i}"': 1 for i in ids[: stage.repeats]}
        part = {f'UID SEARCH HEADER Message-ID "{i[4:i.index("@") + 3]}"': 1 for i in ids[10 : 10 + stage.repeats]}
        absent = {
            f'UID SEARCH HEADER Message-ID "<nobody.{turn}@{i[-12:]}"': 0
            for turn, i in enumerate(ids[20 : 20 + stage.repeats])
        }
        return {
            "whole id": stage.repeat(side, "large", client, list(whole), checked(stage, whole)),
            "a part of one": stage.repeat(side, "large", client, list(part), checked(stage, part)),
            "an id that is not there": stage.repeat(side, "large", client, list(absent), checked(stage, absent)),
        }


def asked(side, address, question):
    """Seconds in the server from a question to the end of its answer, over the control socket as `vanthu search` asks; the answer."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s:
        s.connect(os.path.join(side.data, "run", "control.sock"))
        s.settimeout(600)
        line = json.dumps({"argv": ["search", address, question, "--json"], "cwd": "/", "terminal": False}) + "\n"
        began = time.perf_counter()
        s.sendall(line.encode())
        data = b""
        while b'"exit"' not in data.rsplit(b"\n", 2)[-2 if data.endswith(b"\n") else -1]:
            part = s.recv(1 << 20)
            if not part:
                break
            data += part
        seconds = time.perf_counter() - began
    messages = [json.loads(text) for text in data.decode().splitlines() if text]
    status = next((m["exit"] for m in messages if "exit" in m), None)
    if status != 0:
        raise AssertionError(f"search {question}: {data[:500]!r}")
    return seconds, json.loads("".join(m.get("out", "") for m in messages))


def questions(stage, side):
    if stage.people and not getattr(stage, "people_have_mail", False):  # the accounts of --huge: 200 mails each
        stage.deliver(side, stage.people, 20_000_000, 200 * len(stage.people), 20)
        side.settle()
        stage.people_have_mail = True
    kinds, times, cpu = {}, [], side.cpu()
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "questions.txt"), encoding="utf-8") as f:
        lines = [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]
    people = ["large", *stage.people[:199]]
    for turn, (kind, question) in enumerate(lines):
        user = people[0] if turn % 2 == 0 or len(people) == 1 else people[turn % len(people)]
        seconds, answer = asked(side, side.address(user), question)
        times.append(seconds)
        kinds.setdefault(kind, []).append(seconds)
        if kind == "nothing":
            stage.right(question, answer["total"], 0)
        if kind == "planted" and user == "large":
            stage.right(question, answer["total"], (1, 25))
    stage.note(
        "p95 by kind, ms: "
        + ", ".join(f"{kind} {sorted(t)[len(t) * 95 // 100] * 1000:.1f}" for kind, t in kinds.items())
    )
    times.sort()
    return {
        "p50": times[len(times) // 2] * 1000,
        "p95": times[len(times) * 95 // 100] * 1000,
        "worst": times[-1] * 1000,
        "CPU each": (side.cpu() - cpu) * 1000 / len(times),
    }


ROWS = [
    Row(
        "search_small",
        "UID SEARCH BODY, 10,000",
        search_small,
        {f"BODY, {hits}": Mark(25, 460) for hits in HITS},
        "small",
        minutes="1",
    ),
    Row(
        "search_first",
        "SEARCH in 200,000, first",
        search_large_first,
        {
            f"{key}, {hits}, first": Mark(300, peer)
            for key, peer in (("SUBJECT", 6300), ("BODY", 11200), ("TEXT", 22000))
            for hits in HITS
        },
        "large",
        minutes="6",
    ),
    Row(
        "search_later",
        "SEARCH in 200,000, later",
        search_large_later,
        {
            **{
                f"{key}, {hits}, later": Mark(limit, peer)
                for key, limit, peer in (("SUBJECT", 50, 470), ("BODY", 150, 10700), ("TEXT", 300, 22000))
                for hits in HITS
            },
            **{f"{key}, half of all": Mark(2000) for key in ("SUBJECT", "BODY", "TEXT")},
            **{f"BODY, {name}": Mark(note="no slower than before") for name in NO_DICTIONARY},
        },
        "large",
        minutes="8",
    ),
    Row(
        "message_id",
        "UID SEARCH HEADER Message-ID in 200,000",
        search_message_id,
        {"whole id": Mark(5, 700), "a part of one": Mark(150, 700), "an id that is not there": Mark(5, 700)},
        "large",
        minutes="1",
    ),
    Row(
        "questions",
        "search by words, the 200 questions",
        questions,
        {
            "p95": Mark(50, note="the mark is for 1,000,000 mails and 500 accounts (--huge)"),
            "p50": Mark(),
            "worst": Mark(),
            "CPU each": Mark(),
        },
        "large",
        sides=("Vanthu",),
        minutes="1",
    ),
]
