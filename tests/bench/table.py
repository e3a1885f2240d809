#!/usr/bin/env python3
"""One table: what Vanthu needs, what its peers need in the same run with equal durability, the mark, and whether it is reached. See README.md here.

  table.py --binary build/release/vanthu --tools build/release/tests/bench [--rows fetch_fields,store] [--size 2000 | --huge] [--alone] [--keep DIR] [--quick] [--list]
"""
import argparse
import os
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import rows_index  # noqa: E402
import rows_lists  # noqa: E402
import rows_search  # noqa: E402
import rows_writes  # noqa: E402
from sides import Dovecot, Vanthu  # noqa: E402
from stage import Mark, Stage, Timed  # noqa: E402

ROWS = [*rows_lists.ROWS, *rows_search.ROWS, *rows_writes.ROWS, *rows_index.ROWS]
# The order of the table; rows without a mailbox of their own come when they come.
ORDER = [
    "fetch_fields",
    "fetch_texts",
    "search_small",
    "search_first",
    "search_later",
    "message_id",
    "select",
    "fetch_large",
    "sort_thread",
    "store",
    "append",
    "deliver",
    "written",
    "written_large",
    "space",
    "index",
    "cpu_growth",
    "questions",
]
ROWS.sort(key=lambda row: ORDER.index(row.name))


def fdatasync_ms(directory):
    """What one fdatasync of 8 KiB takes on this disk, median of 50."""
    times = []
    with tempfile.NamedTemporaryFile(dir=directory) as f:
        for _ in range(50):
            os.write(f.fileno(), b"x" * 8192)
            began = time.perf_counter()
            os.fdatasync(f.fileno())
            times.append(time.perf_counter() - began)
    return sorted(times)[25] * 1000


def shown(value, unit):
    if value is None:
        return ""
    if isinstance(value, Timed):
        return f"{value.ms:.3g} ms ({value.cpu_ms:.3g} CPU)"
    return f"{value:.4g} {unit}"


def number(value):
    return value.ms if isinstance(value, Timed) else value


class Table:
    def __init__(self, full_size):
        self.full_size, self.lines, self.missed = full_size, [], 0

    def add(self, row, ours, peers):
        for label, here in ours.items():
            peer_name, peer = next(
                ((name, answers[label]) for name, answers in peers.items() if label in answers), ("", None)
            )
            mark = row.marks.get(label, Mark())
            ratio = number(here) / number(peer) if peer is not None and number(peer) else None
            reached = mark.reached(number(here), number(peer) if peer is not None else None)
            asked = ""
            if mark.limit is not None and (mark.peer != 1 or peer is not None):
                asked = ("≤ " if mark.better == "less" else "≥ ") + (
                    f"{mark.limit / mark.peer:.2f} × peer"
                    if mark.peer and peer is not None
                    else f"{mark.limit:g} {mark.unit}"
                )
            verdict = "" if reached is None else "reached" if reached else "NOT reached"
            if reached is False:
                self.missed += 1
            self.lines.append(
                (
                    row.name,
                    label,
                    shown(here, mark.unit),
                    f"{shown(peer, mark.unit)} {peer_name}".strip() if peer is not None else "",
                    f"{ratio:.2f}" if ratio else "",
                    asked,
                    verdict if self.full_size or not verdict else f"({verdict})",
                    mark.note,
                )
            )
            print("  " + " | ".join(self.lines[-1]), flush=True)
        for name, answers in peers.items():
            for label in answers.keys() - ours.keys():  # what only the peer can show
                mark = row.marks.get(label, Mark())
                self.lines.append(
                    (row.name, label, "", f"{shown(answers[label], mark.unit)} {name}", "", "", "", mark.note)
                )
                print("  " + " | ".join(self.lines[-1]), flush=True)

    def __str__(self):
        head = "| row | what | here | peer | here ÷ peer | mark | | |\n|---|---|---|---|---|---|---|---|\n"
        return head + "\n".join("| " + " | ".join(line) + " |" for line in self.lines)


def play(row, stage, table):
    print(f"{row.name}: {row.what}", flush=True)
    answers = {}
    for side in stage.sides:
        if side.name not in row.sides:
            continue
        if row.box:
            stage.fill(side, row.box)
        answers[side.name] = row.play(stage, side)
    ours = answers.pop("Vanthu")
    table.add(row, ours, answers)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", default="build/release/vanthu")
    parser.add_argument(
        "--tools", default="build/release/tests/bench", help="folder of bench_mail_maker and bench_mail_feed"
    )
    parser.add_argument("--rows", default="", help="names, by commas; all without it")
    parser.add_argument(
        "--size",
        type=int,
        default=200_000,
        help="messages of the large mailbox; the small one has 10,000 or a quarter of it",
    )
    parser.add_argument("--huge", action="store_true", help="a large mailbox of 1,000,000")
    parser.add_argument("--alone", action="store_true", help="Vanthu without its peers")
    parser.add_argument("--quick", action="store_true", help="everything once or twice instead of five times")
    parser.add_argument("--keep", help="folder that keeps the filled stores for the next run")
    parser.add_argument("--list", action="store_true", help="the rows and how long they take")
    arguments = parser.parse_args()
    wanted = [name for name in arguments.rows.split(",") if name]
    if unknown := set(wanted) - {row.name for row in ROWS}:
        parser.error(f"no row {', '.join(sorted(unknown))}; there are {', '.join(row.name for row in ROWS)}")
    rows = [row for row in ROWS if not wanted or row.name in wanted]
    if arguments.list:
        for row in rows:
            print(f"{row.name:16} {row.box or '-':6} {row.minutes:>3} min  {row.what}")
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers are stopped on the way out
    large = 1_000_000 if arguments.huge else arguments.size
    work = (
        os.path.abspath(arguments.keep)
        if arguments.keep
        else tempfile.mkdtemp(prefix="vanthu-bench-", dir=os.environ.get("VANTHU_BENCH_DIR"))
    )
    os.makedirs(work, exist_ok=True)
    people = [f"p{i}" for i in range(500)] if arguments.huge else []
    sides = [Vanthu(os.path.abspath(arguments.binary), work, people)]
    if not arguments.alone and Dovecot.installed():
        sides.append(Dovecot(work))
    elif not arguments.alone:
        print("Dovecot is not installed (or we are not root): Vanthu alone is measured")
    stage = Stage(
        sides,
        os.path.abspath(arguments.tools),
        work,
        min(10_000, max(200, large // 4)),
        large,
        2 if arguments.quick else 5,
        arguments.quick,
        people,
    )
    table = Table(arguments.size == 200_000)
    print(f"fdatasync of 8 KiB: {fdatasync_ms(work):.2f} ms; mailboxes of {stage.sizes['small']} and {large}")
    failed = 0
    try:
        for side in sides:
            print(f"{side.name}: {side.settings}")
            side.start()
        for row in rows:
            try:
                play(row, stage, table)
            except Exception as error:  # noqa: BLE001 - a row that cannot be played must not cost the others
                failed += 1
                print(f"  FAILED {row.name}: {type(error).__name__}: {error}", flush=True)
    finally:
        for side in sides:
            side.stop()
        if not arguments.keep:
            shutil.rmtree(work, ignore_errors=True)
    print(f"\n{table}\n")
    print(
        f"{stage.checks - len(stage.wrong)} counts right, {len(stage.wrong)} wrong; {failed} rows could not be played; {table.missed} marks not reached"
    )
    return 1 if failed or stage.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
