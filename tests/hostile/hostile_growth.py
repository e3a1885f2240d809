"""Mail that is nearly nothing but what a server keeps beside the message: addresses, parameters, parts, references, long subjects.

Some dozens of a kind through port 25 (VANTHU_HOSTILE_GROWTH: another number), counted when the server has stopped and everything
lies in its files: the database, the views and the dictionaries of SEARCH each grow by no more than twice the mail. 192 KiB is what
an office's files may grow by on their own between two starts. The index of words has an entry for each word that nobody ever wrote
before, and no way around it: it may take six times what such a word takes.
"""
import os
import random
import time

from hostile_office import MIB, HostileOffice, Smtp, holds

COUNT = int(os.environ.get("VANTHU_HOSTILE_GROWTH", "40"))
SIZE = 16000
TIMES = {"index": 6}  # else 2
ROOM = 192 << 10
HEAD = b"From: x@stranger.example\r\n"
MIXED = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"


def word(chance, length):
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=length)).encode()


def pieces(chance, piece):
    out, size = [], 0
    while size < SIZE:
        out.append(piece(chance))
        size += len(out[-1])
    return out


def header(name, piece):
    """One field, folded."""

    def make(chance):
        lines = [name]
        for one in pieces(chance, piece):
            if len(lines[-1]) + len(one) > 900:
                lines.append(b" ")
            lines[-1] += one
        return HEAD + b"X-Number: " + word(chance, 12) + b"\r\n" + b"\r\n".join(lines) + b"\r\n\r\nx\r\n"

    return make


def body(before, piece):
    return lambda chance: HEAD + b"X-Number: " + word(chance, 12) + b"\r\n" + before + b"".join(pieces(chance, piece)) + b"\r\n"


KINDS = {
    "addresses without a name": header(b"To: ", lambda c: b"a,"),
    "addresses": header(b"Cc: ", lambda c: word(c, 2) + b"@" + word(c, 2) + b", "),
    "names": header(b"To: ", lambda c: b'"' + word(c, 12) + b'" <' + word(c, 6) + b"@x.example>, "),
    "references": header(b"References: ", lambda c: b"<" + word(c, 30) + b"@x> "),
    "subject": header(b"Subject: ", lambda c: word(c, 9) + b" "),
    "encoded words": header(b"Subject: ", lambda c: b"=?utf-8?q?=C3=B4" + word(c, 12) + b"?= "),
    "keywords": header(b"Keywords: ", lambda c: word(c, 5) + b", "),
    "parameters": header(b"Content-Type: text/plain", lambda c: b"; " + word(c, 4) + b"=" + word(c, 20)),
    "fields": body(b"", lambda c: b"X-" + word(c, 6) + b": " + word(c, 4) + b"\r\n"),
    "parts": body(MIXED, lambda c: b"--b\r\n\r\n"),
    "named parts": body(MIXED, lambda c: b"--b\r\nContent-Type: a/b; name=" + word(c, 9) + b"\r\n\r\n"),
    "messages": body(MIXED, lambda c: b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a,b,c\r\nSubject: " + word(c, 6) + b"\r\n\r\nx\r\n"),
    "page": body(b"Content-Type: text/html\r\n\r\n", lambda c: b"<a href='" + word(c, 30) + b"'>" + word(c, 8) + b"</a>\r\n"),
}


def sizes(office):
    """Octets of each thing that grows with mail."""

    def of(name):
        path = os.path.join(office.data, name)
        return sum(os.path.getsize(os.path.join(at, file)) for at, _, files in os.walk(path) for file in files)

    return {"database": office.database(), "views": of("views"), "dictionaries": of("substring"), "index": of("search")}


def rest(office, seconds=60):
    """Waits until the server does nothing any more."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        before = office.cpu()
        time.sleep(0.5)
        if office.cpu() - before < 0.03:
            return


def too_large(grown, sent):
    return [f"{name} +{more / MIB:.1f} MiB for {sent / MIB:.1f}" for name, more in grown.items() if more > TIMES.get(name, 2) * sent + ROOM]


def scene_files_grow_with_the_mail(binary, work):
    office, chance = HostileOffice(binary, work), random.Random(8)
    office.open()
    wrong, all_sent, before_all = [], 0, None
    try:
        for kind, make in KINDS.items():
            office.stop()
            before = sizes(office)
            before_all = before_all or before
            office.start()
            smtp, sent = Smtp(office), 0
            for _ in range(COUNT):
                mail = make(chance)
                code, text = smtp.mail(mail)
                holds(code == 250, f"{kind}: {code} {text}")
                sent += len(mail)
            smtp.close()
            rest(office)
            office.stop()
            grown = {name: size - before[name] for name, size in sizes(office).items()}
            said = ", ".join(f"{name} {more / sent:.2f}" for name, more in grown.items())
            print(f"    {kind}: {sent / MIB:.1f} MiB sent, times the mail: {said}", flush=True)
            wrong += [f"{kind}: {what}" for what in too_large(grown, sent) if not what.startswith("dictionaries")]
            all_sent += sent
            office.start()
        # A dictionary is made of two hundred messages, whatever kind they are.
        wrong += too_large({name: size - before_all[name] for name, size in sizes(office).items()}, all_sent)
        holds(not wrong, "; ".join(wrong))
        office.run("verify")
    finally:
        office.stop()
