"""Rows of indexing by words, beside mu and notmuch on the same files in the same run."""
import os
import re
import shutil
import subprocess

from stage import Mark, Row

CORPUS = os.environ.get("VANTHU_CORPUS") or os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "..", "..", "shared", "corpus"
)


def measured(stage, messages, label):
    """What bench_search_bench prints: mails a second and octets of index, ours and the peers'."""
    work = os.path.join(stage.work, "index")
    run = subprocess.run(
        [os.path.join(stage.tools, "bench_search_bench"), work, messages], capture_output=True, text=True, timeout=36000
    )
    shutil.rmtree(work, ignore_errors=True)
    if run.returncode != 0:
        raise RuntimeError(run.stderr[-500:])
    out = {}
    for name, count, rate, size in re.findall(
        r"^(\w+): indexed (\d+) messages in [\d.]+ s: ([\d.]+)/s(?:, index ([\d.]+) MB)?", run.stdout, re.M
    ):
        out[name] = float(rate)
        out[name + " size"] = float(size) if size else None
        stage.note(f"{label}: {name}: {rate}/s" + (f", index {size} MB" if size else "") + f", {count} messages")
        if name == "ours":
            stage.right(f"{label}: indexed", int(count), (1, 10_000_000))
    return out


def index(stage, _):
    inputs = {"corpus": os.path.join(CORPUS, "easy-ham.tar.xz")}
    if not os.path.exists(inputs["corpus"]) or stage.sizes["large"] < 2000:
        inputs = {}
    generated = os.path.join(stage.work, "generated")
    count = max(50, stage.sizes["large"] // 10)
    stage.tool("bench_mail_maker", "maildir", generated, count, count)
    inputs["generated"] = os.path.join(generated, "cur")
    out = {}
    for label, messages in inputs.items():
        seen = measured(stage, messages, label)
        out[f"{label}, mails a second"] = seen["ours"]
        for peer in ("mu", "notmuch"):
            if seen.get(peer):
                out[f"{label}, times {peer}"] = seen["ours"] / seen[peer]
        if seen.get("ours size") and seen.get("mu size"):
            out[f"{label}, index ÷ mu's"] = seen["ours size"] / seen["mu size"]
    shutil.rmtree(generated, ignore_errors=True)
    return out


ROWS = [
    Row(
        "index",
        "indexing, beside mu and notmuch",
        index,
        {
            "corpus, times mu": Mark(1.5, unit="×", better="more"),
            "generated, times mu": Mark(1.5, unit="×", better="more"),
            **{f"{label}, times notmuch": Mark(unit="×", better="more") for label in ("corpus", "generated")},
            **{f"{label}, mails a second": Mark(unit="/s", better="more") for label in ("corpus", "generated")},
            **{f"{label}, index ÷ mu's": Mark(unit="×") for label in ("corpus", "generated")},
        },
        sides=("Vanthu",),
        minutes="4",
    ),
]
