"""Hostile mail and commands that nobody thought of one by one: made by chance (mail_maker.py, command_maker.py), each held
to the limits of hostile_office.py.

The same seed makes the same set. VANTHU_HOSTILE_SEED (a number, or "new") and VANTHU_HOSTILE_ROUNDS (messages and batches
of commands of each scene) make another or a longer one; a failure names its seed and number, and
`hostile_generated.py --write SEED NUMBER` writes the message down.
"""
import os
import random
import re
import sys

from command_maker import CommandMaker
from hostile_office import AN, MIB, HostileOffice, Imap, Smtp, holds
from mail_maker import Maker

SEED = os.environ.get("VANTHU_HOSTILE_SEED", "1")
ROUNDS = int(os.environ.get("VANTHU_HOSTILE_ROUNDS", "16"))


def chosen_seed():
    return str(random.SystemRandom().randrange(10**9)) if SEED == "new" else SEED


def scene_messages(binary, work):
    """Generated mail through port 25: taken or refused in words, byte for byte, and nobody waits for it."""
    office, seed = HostileOffice(binary, work), chosen_seed()
    office.open()
    taken = 0
    try:
        for number in range(ROUNDS):
            name = f"message {number} of seed {seed}"
            mail = Maker(f"{seed}/{number}").message(MIB if number % 4 else 6 * MIB)
            with office.attack(name, size=len(mail)) as seen:
                smtp = Smtp(office)
                code, text = smtp.mail(mail)
                smtp.close()
                holds(code == 250 or (code // 100 in (4, 5) and len(text) > 12), f"{name}: {code} {text}")
                if code == 250:
                    taken += 1
                    read_back(office, mail, name)
            seen.check()
        print(f"    {taken} of {ROUNDS} were taken")
        holds(taken >= ROUNDS // 2, "most generated mail should be taken, else nothing is tried")
        office.run("verify")
    finally:
        office.stop()


def read_back(office, mail, name):
    """The newest message of AN is the one that was sent, and can be described."""
    imap = Imap(office, AN)
    imap.do("SELECT INBOX")
    described = sum(len(line) for line in imap.do("FETCH * (ENVELOPE BODY BODYSTRUCTURE RFC822.SIZE)"))
    holds(described <= 2 * len(mail) + 2 * MIB, f"{name}: it is described in {described} octets")
    imap.do("SEARCH TEXT xyzzy")
    imap.send("b FETCH * BODY.PEEK[]\r\n")
    size = int(re.search(rb"\{(\d+)\}$", imap.line()).group(1))
    while len(imap.buffer) < size:
        piece = imap.socket.recv(1 << 20)
        holds(piece, f"{name}: the connection ended within the message")
        imap.buffer += piece
    want = mail if mail.endswith(b"\r\n") else mail + b"\r\n"
    holds(imap.buffer[:size].endswith(want), f"{name}: the bytes are not those that were sent")
    imap.close()


def scene_commands(binary, work):
    """Generated IMAP commands in a mailbox of odd mail: each is answered, and no other session feels it."""
    office, seed = HostileOffice(binary, work), chosen_seed()
    office.open()
    try:
        smtp = Smtp(office)
        for number in range(12):
            smtp.mail(Maker(f"box/{number}").message(20000))
        smtp.close()
        imap = fresh(office)
        for batch in range(ROUNDS):
            maker = CommandMaker(f"{seed}/c{batch}")
            commands = [maker.command(maker.size(60000)).encode() for _ in range(12)]
            with office.attack(f"commands {batch} of seed {seed}", size=sum(map(len, commands))) as seen:
                for number, command in enumerate(commands):
                    if not answered(imap, command, f"command {number} of batch {batch}, seed {seed}: {command[:80]!r}"):
                        imap.close()
                        imap = fresh(office)
            seen.check(database=False)
        imap.close()
        office.run("verify")
    finally:
        office.stop()


def fresh(office):
    imap = Imap(office, AN)
    imap.do("SELECT INBOX")
    return imap


def answered(imap, command, name):
    """Waits for the tagged answer; False when the session was ended with a BYE that says why."""
    imap.number += 1
    tag = f"t{imap.number}".encode()
    try:
        imap.send(tag + b" " + command + b"\r\n")
        while True:
            line = imap.line()
            if line.startswith(b"* BYE "):
                return False
            if line.startswith(tag + b" "):
                holds(line.split(b" ")[1] in (b"OK", b"NO", b"BAD"), f"{name}: {line[:80]!r}")
                return True
            literal = re.search(rb"\{(\d+)\}$", line)
            while literal and len(imap.buffer) < int(literal.group(1)):
                piece = imap.socket.recv(1 << 20)
                holds(piece, f"{name}: the connection ended within a literal")
                imap.buffer += piece
            if literal:
                imap.buffer = imap.buffer[int(literal.group(1)) :]
            if line.startswith(b"+"):
                imap.send(b"\r\n")
    except (EOFError, ConnectionError) as lost:
        holds(
            b"BYE" in bytes(str(lost), "utf-8") or isinstance(lost, ConnectionError),
            f"{name}: the connection ended without a word",
        )
        return False


def scene_smtp_commands(binary, work):
    """Generated SMTP command lines: each is answered with a code and words, or the connection ends with 421."""
    office, seed = HostileOffice(binary, work), chosen_seed()
    office.open()
    try:
        maker = Maker(f"{seed}/smtp")
        lines = []
        for _ in range(ROUNDS * 12):
            size = maker.size(4000)
            lines.append(
                maker.pick(
                    b"MAIL FROM:<" + maker.noise(size) + b">",
                    b"MAIL FROM:<a@b.example>" + b" SIZE=1" * (size // 7),
                    b"RCPT TO:<" + b"@a," * (size // 3) + b":an@hostile.example>",
                    b"RCPT TO:<an@hostile.example> ORCPT=rfc822;" + b"+41" * (size // 3),
                    b"EHLO " + b"x." * (size // 2),
                    b"HELO [" + b"1" * size + b"]",
                    maker.pick(
                        b"BDAT " + b"9" * maker.random.randint(20, 40), b"BDAT 0 LAST LAST", b"BDAT -1", b"BDAT 4\r\nNO"
                    ),
                    b"VRFY " + maker.noise(size),
                    b"AUTH PLAIN " + b"A" * size,
                    b"NOOP " + maker.noise(size),
                    b"RSET",
                    b'MAIL FROM:<"' + b'\\"' * (size // 2) + b'"@b.example>',
                    b"STARTTLS x",
                    b"HELP " + b"\xff" * size,
                    maker.noise(size) or b"x",
                    b"RCPT TO:<an@hostile.example> NOTIFY=" + b"SUCCESS," * (size // 8),
                )
            )
        with office.attack(f"SMTP commands of seed {seed}", size=sum(map(len, lines))) as seen:
            smtp = Smtp(office)
            for number, line in enumerate(lines):
                try:
                    code, text = smtp.say(line)
                    holds(200 <= code < 600 and text, f"line {number} of seed {seed}: {code} {text}")
                except (EOFError, ConnectionError):
                    code = 421
                if code in (221, 421):
                    smtp.close()
                    smtp = Smtp(office)
            smtp.close()
        print("   ", seen.check(database=False))
    finally:
        office.stop()


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] != "--write":
        sys.exit("hostile_generated.py --write SEED NUMBER > message.eml")
    sys.stdout.buffer.write(Maker(f"{sys.argv[2]}/{sys.argv[3]}").message(MIB if int(sys.argv[3]) % 4 else 6 * MIB))
