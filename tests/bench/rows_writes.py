"""Rows of what is written: APPEND beside the peer with equal durability, fsyncs waited for, bytes to the disk, space on it."""
import os
import re
import subprocess
import time

from sides import RECEIVERS, Written
from stage import Mark, Row

FAR = 5_000_000  # numbers of messages that no mailbox of the other rows holds
BEHIND = ("indexer", "shards", "sql-checkpoint", "memory", "merge")  # threads nobody waits for


def fresh_numbers(stage, count):
    stage.far = getattr(stage, "far", FAR) + count
    return stage.far - count


def append_rates(stage, side):
    few, many = max(20, stage.sizes["large"] // 200), max(40, stage.sizes["large"] // 100)
    ways = {
        "one connection": (["a0"], few, 1),
        "four connections": (["a0", "a1", "a2", "a3"], many, 1),
        "MULTIAPPEND of 100": (["a0"], max(100, many), 100),
    }

    def rates(suffix=""):
        out = {}
        for name, (users, count, per) in ways.items():
            seen = []
            for _ in range(1 if stage.quick else 3):
                side.settle()
                before = stage.count(side, users)
                seen.append(stage.append(side, users, fresh_numbers(stage, count), count, per)["per_second"])
                stage.right(f"{side.name}: appended over {name}", stage.count(side, users) - before, count)
            out[name + suffix] = sorted(seen)[len(seen) // 2]
        return out

    out = rates()
    if side.name == "Vanthu":
        out["fsyncs waited for, an APPEND"] = fsyncs_waited_for(stage, side, 20)
    elif not stage.quick:
        side.stop()
        side.fsync, always = "never", side.fsync
        side.start()
        out.update(rates(", the peer unsynced"))
        side.stop()
        side.fsync = always
        side.start()
    return out


def fsyncs_waited_for(stage, side, count):
    """By strace over `count` APPENDs one behind the other: those of threads that work behind the acknowledgement do not count."""
    side.settle()
    pid = side.pids()[0]
    trace = os.path.join(stage.work, "strace.out")
    names = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{task}/comm", encoding="utf-8") as f:
            names[task] = f.read().strip()
    watcher = subprocess.Popen(
        ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,sync_file_range,msync", "-o", trace, "-p", pid],
        stderr=subprocess.DEVNULL,
    )
    time.sleep(2)
    stage.append(side, ["a0"], fresh_numbers(stage, count), count, 1)
    watcher.terminate()
    watcher.wait()
    with open(trace, encoding="utf-8") as f:
        tasks = [line.split()[0] for line in f if re.search(r"^\d+\s+(fsync|fdatasync|sync_file_range|msync)\(", line)]
    os.unlink(trace)
    by_name = {}
    for task in tasks:
        by_name[names.get(task, "?")] = by_name.get(names.get(task, "?"), 0) + 1
    stage.note("fsyncs by thread: " + ", ".join(f"{name} {n}" for name, n in sorted(by_name.items())))
    return sum(n for name, n in by_name.items() if not name.startswith(BEHIND)) / count


def bytes_written(stage, side):
    out = {}
    count = max(50, stage.sizes["large"] // 21)  # 49 MB
    side.settle()
    written = Written(side)
    octets = stage.append(side, ["a1"], fresh_numbers(stage, count), count, 1)["octets"]
    side.settle()
    out["appended one by one"] = written.end() / octets
    count = max(50, stage.sizes["large"] // 17)  # 61 MB
    written = Written(side)
    octets = stage.deliver(side, RECEIVERS, fresh_numbers(stage, count), count, 20)["octets"]
    side.settle()
    out["delivered on 20 connections"] = written.end() / octets
    count = 1000 if stage.sizes["large"] >= 200_000 and not stage.quick else 10
    pause = 1.0 if count == 1000 else 0.1
    written = Written(side)
    for _ in range(count):
        stage.deliver(side, ["d0"], fresh_numbers(stage, 1), 1, 1)
        time.sleep(pause)
    side.settle()
    out["arriving one a second, each"] = written.end() / count / 1024
    return out


def bytes_of_fill(stage, side):
    stage.fill(side, "large")
    octets = stage.octets[side.name, "large"]
    return {"200,000 filled and indexed": stage.written[side.name, "large"] / octets} if octets else {}


def space(stage, side):
    stage.fill(side, "large")
    octets = stage.octets[side.name, "large"]
    if not octets:
        return {}
    kinds = stage.space[side.name, "large"]
    return {**{kind: value / octets for kind, value in kinds.items()}, "together": sum(kinds.values()) / octets}


def cpu_growth(stage, side):
    stage.fill(side, "large")
    slices = stage.slices.get((side.name, "large"))
    return (
        {"CPU a mail, last slice ÷ first": slices[-1][1] / slices[0][1], "CPU a mail, last slice": slices[-1][1]}
        if slices
        else {}
    )


def fan_out(stage, side):
    """Delivery on 20 connections, one receiver each and twenty each: what is ahead must stay ahead."""
    count = max(20, stage.sizes["large"] // 100)
    readers = ["a0", "a1", "a2", "a3"]
    users, out = [*readers, *RECEIVERS[:16]], {}
    for name, to_all, n in (("one receiver", False, count), ("twenty receivers", True, count // 10 or 1)):
        seen, cpu = [], []
        for _ in range(1 if stage.quick else 3):
            side.settle()
            have = stage.count(side, readers)
            before = side.cpu()
            seen.append(stage.deliver(side, users, fresh_numbers(stage, n), n, 20, to_all)["per_second"])
            side.settle()
            cpu.append((side.cpu() - before) / n * 1000)
            stage.right(
                f"{side.name}: delivered to {name}",
                stage.count(side, readers) - have,
                n * 4 if to_all else n // 20 * 4 + min(4, n % 20),
            )
        out[name] = sorted(seen)[len(seen) // 2]
        if side.name == "Vanthu":  # the peer's processes end with their sessions, and what they used with them
            out[f"{name}, CPU a mail with its index"] = sorted(cpu)[len(cpu) // 2]
    return out


PER_SECOND = {"unit": "/s", "better": "more"}
UNSYNCED = Mark(unit="/s", better="more", note="shown, never a mark")

ROWS = [
    Row(
        "append",
        "APPEND of real mail",
        append_rates,
        {
            "one connection": Mark(1.5, 1, **PER_SECOND),
            "four connections": Mark(2.5, 1, **PER_SECOND),
            "MULTIAPPEND of 100": Mark(3, 1, **PER_SECOND),
            "fsyncs waited for, an APPEND": Mark(1, unit="(strace)"),
            **{
                f"{name}, the peer unsynced": UNSYNCED
                for name in ("one connection", "four connections", "MULTIAPPEND of 100")
            },
        },
        minutes="3",
    ),
    Row(
        "deliver",
        "delivery on 20 connections (the peer by LMTP, without Postfix)",
        fan_out,
        {
            "one receiver": Mark(**PER_SECOND),
            "twenty receivers": Mark(**PER_SECOND),
            "one receiver, CPU a mail with its index": Mark(),
            "twenty receivers, CPU a mail with its index": Mark(),
        },
        minutes="3",
    ),
    Row(
        "written",
        "written to the disk until all is at rest",
        bytes_written,
        {
            "appended one by one": Mark(10, unit="× the mail"),
            "delivered on 20 connections": Mark(4, unit="× the mail"),
            "arriving one a second, each": Mark(250, unit="KiB"),
        },
        minutes="40",
    ),
    Row(
        "written_large",
        "written to the disk for 200,000",
        bytes_of_fill,
        {"200,000 filled and indexed": Mark(5, unit="× the mail")},
        minutes="15",
    ),
    Row(
        "space",
        "on the disk for 200,000 (1.06 GB)",
        space,
        {
            "together": Mark(2.0 / 1.06, unit="× the mail"),
            **{kind: Mark(unit="× the mail") for kind in ("database", "blobs", "index", "mail and indexes")},
        },
        minutes="0",
    ),
    Row(
        "cpu_growth",
        "CPU of a mail as the mailbox grows",
        cpu_growth,
        {
            "CPU a mail, last slice ÷ first": Mark(
                1.2, unit="", note="the mark is for 1,000,000 against 50,000 (--huge)"
            ),
            "CPU a mail, last slice": Mark(),
        },
        sides=("Vanthu",),
        minutes="0",
    ),
]
