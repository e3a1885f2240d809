#!/usr/bin/env python3
"""Several hundred scripted IMAP commands against the real server: right and wrong syntax, wrong states, every announced capability. Each answer
is read by the strict grammar of imap_strict.py, then compared with what the RFC asks.
  imap_conformance.py --binary build/release/vanthu [--show] [word of a scene …]
"""
import argparse
import base64
import os
import shutil
import socket
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from office import Office, free_port_base  # noqa: E402
import imap_strict  # noqa: E402

DOMAIN = "dung.example"
PASSWORD = "Mật khẩu-17 Đẹp"
AN, BINH = f"an@{DOMAIN}", f"binh@{DOMAIN}"


class Wrong(Exception):
    pass


class Answer:
    def __init__(self):
        self.untagged, self.status, self.code, self.text, self.going_on = [], "", None, "", []

    def of(self, kind):
        return [r.value if r.number is None or kind == "FETCH" else r.number for r in self.untagged if r.kind == kind]

    def fetched(self):
        return {r.number: r.value for r in self.untagged if r.kind == "FETCH"}

    def codes(self):
        return {r.code[0]: r.code[1] if len(r.code) > 1 else True for r in self.untagged if r.code}


class Walk:
    """One connection that checks everything it reads."""
    commands = 0
    show = False

    def __init__(self, office, login=AN, tls=None):
        self.socket = socket.create_connection(("localhost", office.base + 143), timeout=30)
        self.reader = imap_strict.Reader(self.socket)
        self.exists = 0
        self.greeting = self.reader.response()
        if login:
            self.do(f'LOGIN {login} "{PASSWORD}"')

    def send(self, data):
        self.socket.sendall(data)

    def close(self):
        self.socket.close()

    def until(self, tag, answer):
        while True:
            response = self.reader.response()
            if Walk.show:
                print("  S", response.raw[:300])
            if response.tag == tag:
                answer.status, answer.code, answer.text = response.kind, response.code, response.text
                return answer
            if response.tag == "+":
                answer.going_on.append(response)
                return answer
            if response.tag != "*":
                raise Wrong(f"an answer to {response.tag} while {tag} runs")
            if response.kind == "EXISTS":
                self.exists = response.number
            elif response.kind == "EXPUNGE":
                self.exists -= 1
            answer.untagged.append(response)

    def do(self, line, *literals, want="OK", code=None):
        """Runs a command; each literal takes the place of a %s, as LITERAL+ (bytes) or synchronising (a list of one bytes)."""
        Walk.commands += 1
        tag = f"c{Walk.commands}"
        pieces = line.encode() if isinstance(line, str) else line
        pieces = pieces.split(b"%s")
        answer = Answer()
        out = tag.encode() + b" " + pieces[0]
        for piece, literal in zip(pieces[1:], literals):
            if isinstance(literal, list):
                self.send(out + b"{%d}\r\n" % len(literal[0]))
                self.until(tag, answer)
                if answer.status:
                    break
                out = literal[0] + piece
            else:
                out += b"{%d+}\r\n" % len(literal) + literal + piece
        if Walk.show:
            print("C", out[:300])
        if not answer.status:
            self.send(out + b"\r\n")
            self.until(tag, answer)
        if want and answer.status not in want.split("|"):
            raise Wrong(f"{line!r}: {answer.status} {answer.code} {answer.text!r}, not {want}")
        if code is not None and (answer.code or ("",))[0] not in code.split("|"):
            raise Wrong(f"{line!r}: code {answer.code} {answer.text!r}, not {code}")
        return answer

    def all(self, want, lines, code=None):
        for line in lines:
            try:
                self.do(line, want=want, code=code)
            except TimeoutError:
                raise Wrong(f"{line!r}: no answer") from None

    def append(self, box, message, flags="", date=""):
        flags = f"{flags} " if flags else ""
        date = f'"{date}" ' if date else ""
        return self.do(f"APPEND {box} {flags}{date}%s", message).code[1]


def same(got, wanted, what):
    if got != wanted:
        raise Wrong(f"{what}: {got!r}, not {wanted!r}")


def holds(condition, what):
    if not condition:
        raise Wrong(what)


def mail(subject, body="x", **fields):
    lines = [f"From: An <{AN}>", f"To: {BINH}", f"Subject: {subject}"] + [f"{k.replace('_', '-')}: {v}" for k, v in fields.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body + "\r\n").encode()


def numbers(text):
    """{1, 2, 3} of "1:3"."""
    out = []
    for piece in text.split(","):
        first, _, last = piece.partition(":")
        low, high = sorted((int(first), int(last or first)))
        out += range(low, high + 1)
    return out


class Scenes:
    def __init__(self, office):
        self.office = office

    def box(self, walk, name, messages=()):
        walk.do(f"CREATE {name}")
        for message in messages:
            walk.append(name, message)
        return walk.do(f"SELECT {name}")

    # --- before sign-in ---
    def scene_before_sign_in(self):
        w = Walk(self.office, login=None)
        same(w.greeting.kind, "OK", "greeting")
        holds(w.greeting.code and w.greeting.code[0] == "CAPABILITY" and "IMAP4rev1" in w.greeting.code[1], "greeting with capabilities")
        capabilities = w.do("CAPABILITY").of("CAPABILITY")
        same(len(capabilities), 1, "one CAPABILITY")
        holds({"IMAP4rev1", "STARTTLS", "SASL-IR", "ID", "LITERAL+"} <= set(capabilities[0]), f"capabilities {capabilities}")
        w.all("OK", ["NOOP", "noop", 'ID NIL', 'ID ("name" "x" "version" NIL)', 'ID ()'])
        w.all("BAD", ["SELECT INBOX", "LIST \"\" *", "FETCH 1 FLAGS", "UID FETCH 1 FLAGS", "IDLE", "ENABLE CONDSTORE", "STATUS INBOX (MESSAGES)",
                      "CLOSE", "EXPUNGE", "NAMESPACE", "GETQUOTA \"\""])
        w.close()
        w = Walk(self.office, login=None)
        w.all("BAD", ["LOGIN", "LOGIN x", "LOGIN  x y", 'LOGIN "x y', 'LOGIN x "\\n"', "NOSUCH", "CAPABILITY x", "NOOP "])
        w.close()
        w = Walk(self.office, login=None)
        for line in (b"\r\n", b" \r\n", b"a\r\n", b"a \r\n", b"a+b NOOP\r\n", b"* NOOP\r\n"):
            w.send(line)
            response = w.reader.response()
            same(response.kind, "BAD", f"answer to {line!r}")
        w.do("NOOP")
        w.close()

    def scene_authenticate(self):
        plain = base64.b64encode(f"\0{AN}\0{PASSWORD}".encode()).decode()
        w = Walk(self.office, login=None)
        w.do("AUTHENTICATE SCRAM-SHA-1", want="NO")
        w.do("AUTHENTICATE PLAIN !!!!", want="BAD")
        w.do("AUTHENTICATE PLAIN =", want="BAD|NO")
        answer = w.do("AUTHENTICATE PLAIN", want="")
        same(answer.going_on[0].text, b"", "empty challenge")
        w.send(b"*\r\n")
        same(w.reader.response().kind, "BAD", "cancelled")
        wrong = base64.b64encode(f"\0{AN}\0nope".encode()).decode()
        w.do(f"AUTHENTICATE PLAIN {wrong}", want="NO", code="AUTHENTICATIONFAILED")
        other = base64.b64encode(f"{BINH}\0{AN}\0{PASSWORD}".encode()).decode()
        w.do(f"AUTHENTICATE PLAIN {other}", want="NO", code="AUTHORIZATIONFAILED")
        answer = w.do(f"AUTHENTICATE PLAIN {plain}")
        holds(answer.code[0] == "CAPABILITY" and "CONDSTORE" in answer.code[1], "capabilities with the sign-in")
        w.all("BAD", [f"LOGIN {AN} x", f"AUTHENTICATE PLAIN {plain}", "STARTTLS"])
        goodbye = w.do("LOGOUT")
        same([r.kind for r in goodbye.untagged], ["BYE"], "LOGOUT says BYE")
        w.close()
        w = Walk(self.office, login=None)
        w.do("LOGIN %s %s", AN.encode(), PASSWORD.encode())
        w.close()
        w = Walk(self.office, login=None)
        w.do("LOGIN %s %s", [AN.encode()], [PASSWORD.encode()])
        w.close()
        w = Walk(self.office, login=None)
        tag = w.do("AUTHENTICATE LOGIN", want="")
        same(base64.b64decode(tag.going_on[0].text), b"Username:", "challenge")
        w.send(base64.b64encode(AN.encode()) + b"\r\n")
        w.reader.response()
        w.send(base64.b64encode(PASSWORD.encode()) + b"\r\n")
        same(w.reader.response().kind, "OK", "AUTHENTICATE LOGIN")
        w.close()

    def scene_states(self):
        w = Walk(self.office)
        w.all("BAD", ["FETCH 1 FLAGS", "STORE 1 FLAGS ()", "COPY 1 INBOX", "MOVE 1 INBOX", "SEARCH ALL", "SORT (DATE) UTF-8 ALL", "EXPUNGE", "CLOSE"])
        w.all("BAD", ["UID FETCH 1 FLAGS", "UID EXPUNGE 1", "UNSELECT", "CHECK", "THREAD REFERENCES UTF-8 ALL"])
        w.do("NOOP")
        w.do("SELECT INBOX", code="READ-WRITE")
        w.do("SELECT nowhere", want="NO", code="NONEXISTENT")
        w.do("FETCH 1 FLAGS", want="BAD")          # RFC 9051 §6.3.2: a failed SELECT leaves none selected
        w.do("EXAMINE INBOX", code="READ-ONLY")
        holds("CLOSED" in w.do("SELECT INBOX").codes(), "CLOSED on the way to another mailbox")
        w.do("UNSELECT")
        w.do("CHECK", want="BAD")
        w.close()

    # --- mailboxes ---
    def scene_mailbox_names(self):
        w = Walk(self.office)
        for name in ("plain", '"with blank"', '"quote\\"d"', '"back\\\\slash"', '"percent%"', '"star*"', "br[acket]",
                     '"(paren)"', '"{5}"', "&AOk-t&AOk-", '"C&APQ-ng v&AQM-n &ARE-i"', "&-", '"a&-b"', "NIL-box", "nil",
                     "a/b/c/d/e", "~home", "#news", '"trailing "', '" leading"', "dot.ted", "&2D3eAA-", "+plus", "-minus", "$dollar"):
            w.do(f"CREATE {name}")
            w.do(f"SELECT {name}")
            w.do(f"STATUS {name} (MESSAGES)")
            w.do(f"SUBSCRIBE {name}")
            w.do("UNSELECT")
            w.do(f"CREATE {name}", want="NO", code="ALREADYEXISTS")
        literal = "Văn bản/đến".encode()
        w.do("CREATE %s", literal)
        w.do("SELECT %s", [literal])
        listed = [r["name"] for r in w.do('LIST "" *').of("LIST")]
        same(len(listed), len(set(listed)), "each mailbox once")
        holds(b"V&AQM-n b&HqM-n/&AREevw-n" in listed, f"the Vietnamese name in UTF-7: {listed}")
        for name in listed:                                  # every name that LIST gives can be opened as it was given
            w.do("STATUS %s (UIDNEXT)", name)
        w.do("CREATE V&AQM-n", want="OK")
        w.all("NO", ['CREATE ""', 'CREATE "/"', 'CREATE "//"', 'CREATE "/a"', 'CREATE "a//b"', "CREATE INBOX", "CREATE inbox", "CREATE InBoX",
                     'CREATE "bad&"', 'CREATE "bad&abc"', 'CREATE "&AGE-"', 'CREATE "&====-"', "CREATE Shared", "CREATE Shared/x/y"])
        w.do("CREATE %s", b"ctrl\x01", want="NO|BAD")
        w.do("CREATE %s", b"bell\x7f", want="NO|BAD")
        w.do("CREATE %s", b"\xff\xfe", want="NO|BAD")
        w.do("CREATE " + "x" * 3000, want="NO")
        w.all("BAD", ["CREATE", "CREATE a b", "CREATE (a)", "CREATE a*b", "CREATE a%b", "DELETE", "RENAME a", "SUBSCRIBE", 'STATUS plain', "STATUS plain ()",
                      "STATUS plain MESSAGES", "STATUS plain (MESSAGES) x", 'CREATE "unfinished', 'CREATE "a\\b"'])
        w.do("STATUS inbox (MESSAGES)")
        same(w.do("STATUS iNbOx (MESSAGES)").of("STATUS")[0][0], b"INBOX", "INBOX is told in capitals")
        w.close()

    def scene_create_delete_rename(self):
        w = Walk(self.office)
        w.do("CREATE tree/one/two")
        w.append("tree/one", mail("m1"))
        w.do("DELETE tree/one", want="NO", code="HASCHILDREN")
        w.do("RENAME tree/one wood/eins")
        same(sorted(r["name"] for r in w.do('LIST "" (tree* wood*)').of("LIST")), [b"tree", b"wood", b"wood/eins", b"wood/eins/two"], "after RENAME")
        same(w.do("STATUS wood/eins (MESSAGES)").of("STATUS")[0][1], {"MESSAGES": 1}, "messages went along")
        w.do("RENAME wood wood/below", want="NO")
        w.do("RENAME wood/eins tree", want="NO", code="ALREADYEXISTS")
        w.do("RENAME nowhere there", want="NO", code="NONEXISTENT")
        w.do("RENAME wood INBOX", want="NO", code="ALREADYEXISTS")
        before = w.do("STATUS wood/eins (UIDVALIDITY)").of("STATUS")[0][1]["UIDVALIDITY"]
        w.do("DELETE wood/eins/two")
        w.do("DELETE wood/eins")
        w.do("DELETE wood/eins", want="NO", code="NONEXISTENT")
        w.do("CREATE wood/eins")
        after = w.do("STATUS wood/eins (UIDVALIDITY MESSAGES)").of("STATUS")[0][1]
        holds(after["UIDVALIDITY"] > before, "a mailbox made anew has a greater UIDVALIDITY")
        same(after["MESSAGES"], 0, "and is empty")
        w.all("NO", ["DELETE INBOX", "DELETE inbox", "DELETE nowhere", 'DELETE ""'])
        # RFC 9051 §6.3.6: RENAME INBOX moves its messages
        w.append("INBOX", mail("in the inbox"))
        count = w.do("STATUS INBOX (MESSAGES)").of("STATUS")[0][1]["MESSAGES"]
        w.do("CREATE INBOX/child")
        w.do("RENAME INBOX old-inbox")
        same(w.do("STATUS INBOX (MESSAGES)").of("STATUS")[0][1]["MESSAGES"], 0, "INBOX after RENAME INBOX")
        same(w.do("STATUS old-inbox (MESSAGES)").of("STATUS")[0][1]["MESSAGES"], count, "where its messages went")
        w.do("STATUS INBOX/child (MESSAGES)")
        # the selected mailbox deleted by oneself and by another session
        w.do("CREATE doomed")
        w.do("SELECT doomed")
        w.do("DELETE doomed")
        other = Walk(self.office)
        other.do("CREATE doomed2")
        other.do("SELECT doomed2")
        w.do("DELETE doomed2")
        try:
            other.do("FETCH 1:* FLAGS", want="NO|BAD|OK")
            other.do("NOOP", want="NO|BAD|OK")
        except EOFError:
            pass                                              # RFC 2180 §3.3 allows BYE
        other.close()
        w.do("NOOP")
        w.close()

    def scene_list(self):
        w = Walk(self.office)
        for name in ("lx/a/b", "lx/c", "ly"):
            w.do(f"CREATE {name}")
        w.do("SUBSCRIBE lx/a/b")
        names = lambda a, kind="LIST": sorted(r["name"] for r in a.of(kind))  # noqa: E731
        root = w.do('LIST "" ""').of("LIST")
        same((len(root), root[0]["delimiter"], root[0]["name"]), (1, b"/", b""), 'LIST "" ""')
        same(names(w.do('LIST "" lx')), [b"lx"], "one")
        same(names(w.do('LIST "" lx/%')), [b"lx/a", b"lx/c"], "%")
        same(names(w.do('LIST "" lx/*')), [b"lx/a", b"lx/a/b", b"lx/c"], "*")
        same(names(w.do('LIST lx/ %')), [b"lx/a", b"lx/c"], "reference")
        same(names(w.do('LIST "lx/" "a/*"')), [b"lx/a/b"], "reference and pattern")
        same(names(w.do('LIST "" l%')), [b"lx", b"ly"], "l%")
        same(names(w.do('LIST "" "l%/%/b"')), [b"lx/a/b"], "%/%")
        same(names(w.do('LIST "" inbox')), [b"INBOX"], "inbox")
        same(names(w.do('LIST "" LX')), [], "case matters elsewhere")
        same(names(w.do('LIST "" (lx ly "nothing" lx)')), [b"lx", b"ly"], "several patterns, each mailbox once")
        same(names(w.do('LSUB "" lx/*'), "LSUB"), [b"lx/a/b"], "LSUB")
        lsub = w.do('LSUB "" lx/%').of("LSUB")
        same([(r["name"], "\\Noselect" in r["flags"]) for r in lsub], [(b"lx/a", True)], "LSUB % tells the parent")
        flags = {r["name"]: r["flags"] for r in w.do('LIST "" (lx ly) RETURN (CHILDREN)').of("LIST")}
        holds("\\HasChildren" in flags[b"lx"] and "\\HasNoChildren" in flags[b"ly"], f"CHILDREN {flags}")
        answer = w.do('LIST (SUBSCRIBED) "" lx*').of("LIST")
        same([(r["name"], "\\Subscribed" in r["flags"]) for r in answer], [(b"lx/a/b", True)], "SUBSCRIBED")
        answer = w.do('LIST (SUBSCRIBED RECURSIVEMATCH) "" lx').of("LIST")
        same([(r["name"], r["extra"]) for r in answer], [(b"lx", {b"CHILDINFO": [b"SUBSCRIBED"]})], "RECURSIVEMATCH")
        answer = {r["name"]: r["flags"] for r in w.do('LIST "" lx* RETURN (SUBSCRIBED CHILDREN)').of("LIST")}
        holds("\\Subscribed" in answer[b"lx/a/b"] and "\\Subscribed" not in answer[b"lx"], "RETURN (SUBSCRIBED)")
        w.do("DELETE lx/a/b")
        answer = w.do('LIST (SUBSCRIBED) "" lx*').of("LIST")
        holds(len(answer) == 1 and "\\NonExistent" in answer[0]["flags"], f"a subscribed mailbox that is gone: {answer}")
        w.do("UNSUBSCRIBE lx/a/b")
        same(w.do('LIST (SUBSCRIBED) "" lx*').of("LIST"), [], "unsubscribed")
        w.do('LIST (REMOTE) "" *')
        answer = w.do('LIST "" lx* RETURN (STATUS (MESSAGES UNSEEN UIDNEXT UIDVALIDITY HIGHESTMODSEQ SIZE))')
        same(len(answer.of("LIST")), len(answer.of("STATUS")), "LIST-STATUS")
        special = {f for r in w.do('LIST (SPECIAL-USE) "" *').of("LIST") for f in r["flags"]}
        holds({"\\Sent", "\\Drafts", "\\Trash", "\\Junk"} <= special, f"special use {special}")
        special = [r for r in w.do('LIST "" % RETURN (SPECIAL-USE)').of("LIST") if r["name"] == b"Sent"]
        holds("\\Sent" in special[0]["flags"], "RETURN (SPECIAL-USE)")
        w.do("CREATE ms (USE (\\Archive))", want="OK|NO")
        w.do("CREATE mu (USE (\\Unknown))", want="NO", code="USEATTR")
        w.all("BAD", ["LIST", 'LIST ""', 'LIST "" a b', 'LIST (RECURSIVEMATCH) "" *', 'LIST (NONSENSE) "" *', 'LIST "" * RETURN (NONSENSE)',
                      'LIST "" * RETURN', 'LIST "" ()', 'LIST (SUBSCRIBED "" *', 'LIST "" * RETURN (STATUS)', 'LIST "" * RETURN (STATUS ())', "LSUB",
                      'CREATE mv (USE', 'CREATE mv (NONSENSE)'])
        w.do('LIST "" "&"', want="NO|BAD|OK")
        began = time.monotonic()
        w.do('LIST "" ' + "%*" * 200 + "x")
        holds(time.monotonic() - began < 2, "a hostile pattern")
        w.close()

    def scene_status_items(self):
        w = Walk(self.office)
        w.do("CREATE st")
        w.append("st", mail("a"), r"(\Seen)")
        w.append("st", mail("b"), r"(\Deleted)")
        got = w.do("STATUS st (MESSAGES UNSEEN UIDNEXT RECENT DELETED SIZE)").of("STATUS")[0][1]
        same((got["MESSAGES"], got["UNSEEN"], got["UIDNEXT"], got["DELETED"]), (2, 1, 3, 1), "STATUS")
        same(got["SIZE"], len(mail("a")) + len(mail("b")), "STATUS SIZE")
        empty = w.do("STATUS Drafts (HIGHESTMODSEQ)").of("STATUS")[0][1]["HIGHESTMODSEQ"]
        holds(empty >= 0, "HIGHESTMODSEQ")
        w.do("STATUS st (MESSAGES MESSAGES)", want="OK|BAD")
        w.close()

    # --- APPEND ---
    def scene_append(self):
        w = Walk(self.office)
        w.do("CREATE ap")
        validity = w.do("STATUS ap (UIDVALIDITY)").of("STATUS")[0][1]["UIDVALIDITY"]
        same(w.append("ap", mail("1")), (validity, "1"), "APPENDUID")
        w.append("ap", mail("2"), r"(\Seen \Flagged $Forwarded Nhãn)".replace("Nhãn", "Nhan"), "17-Jul-1996 02:44:25 -0700")
        w.append("ap", mail("3"), "()", " 1-Feb-2026 00:00:00 +0700")
        w.do("SELECT ap")
        got = w.do("FETCH 1:3 (FLAGS INTERNALDATE RFC822.SIZE)").fetched()
        same(got[2]["INTERNALDATE"], "17-Jul-1996 02:44:25 -0700", "INTERNALDATE keeps its zone")
        same(got[3]["INTERNALDATE"], "01-Feb-2026 00:00:00 +0700", "a day of one digit")
        holds({b"\\Seen", b"\\Flagged", b"$Forwarded", b"Nhan"} <= set(got[2]["FLAGS"]), f"{got[2]}")
        answer = w.do("APPEND ap %s", [mail("4")])
        same([r.kind for r in answer.untagged if r.kind == "EXISTS"], ["EXISTS"], "EXISTS after APPEND into the selected mailbox")
        answer = w.do(r"APPEND ap (\Seen) %s (\Draft) %s %s", mail("5"), mail("6"), [mail("7")])
        same(answer.code[1][1], "5:7", "MULTIAPPEND")
        # all or nothing (RFC 3502 §6.3.11)
        before = w.do("STATUS ap (MESSAGES UIDNEXT)").of("STATUS")[0][1]
        w.do("APPEND ap %s %s", mail("8"), b"", want="NO|BAD")
        w.do(r"APPEND ap %s (\Nonsense) %s", mail("8"), mail("9"), want="NO|BAD")
        w.do('APPEND ap %s "not a date" %s', mail("8"), mail("9"), want="BAD")
        w.do("APPEND ap %s %s x", mail("8"), mail("9"), want="BAD")
        same(w.do("STATUS ap (MESSAGES)").of("STATUS")[0][1]["MESSAGES"], before["MESSAGES"], "a failed MULTIAPPEND leaves nothing")
        w.do("APPEND nowhere %s", [mail("x")], want="NO", code="TRYCREATE")
        w.do("APPEND nowhere %s", mail("x"), want="NO", code="TRYCREATE")
        w.do("APPEND ap %s", b"", want="NO|BAD")
        w.do("APPEND ap {99999999999}", want="NO|BAD", code="TOOBIG|")
        w.do("APPEND ap {60000000}", want="NO", code="TOOBIG")
        w.do("APPEND ap {99999999999999999999999999}", want="NO|BAD")
        w.all("BAD", ["APPEND", "APPEND ap", 'APPEND ap "text"', "APPEND ap ()", r"APPEND ap (\Seen) text"])
        w.send(b"l8 APPEND ap ~{9+}\r\nA: b\r\n\r\nx\r\n")      # a literal8
        while (last := w.reader.response()).tag != "l8":
            pass
        holds(last.kind in ("OK", "NO"), "APPEND of a literal8")
        w.do("NOOP")
        # lone line ends become CRLF, everything else is kept
        w.do("CREATE ap2")
        w.append("ap2", b"Subject: lone\n\nbody\rwith\ncr\n")
        w.append("ap2", b"no header at all")
        w.append("ap2", b"\r\n")
        w.append("ap2", bytes(range(1, 256)) + b"\r\n")
        w.do("SELECT ap2")
        got = w.do("FETCH 1:* (RFC822.SIZE BODY.PEEK[] ENVELOPE BODYSTRUCTURE BODY UID)").fetched()
        for item in got.values():
            same(item["RFC822.SIZE"], len(item["BODY[]"]), "RFC822.SIZE is the length of BODY[]")
        same(got[2]["BODY[]"], b"no header at all", "as it came")
        holds(b"\n" not in got[1]["BODY[]"].replace(b"\r\n", b""), "no lone LF")
        w.do("APPEND ap2 UTF8 (~%s)", mail("x"), want="OK|BAD|NO")
        w.do("EXAMINE ap2")
        w.append("ap2", mail("into what is examined"))
        w.close()

    # --- FETCH ---
    def scene_fetch(self):
        w = Walk(self.office)
        nested = (b"From: a@b.example\r\nSubject: outer\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=o\r\n\r\npre\r\n--o\r\nContent-Type: text/plain; charset=utf-8\r\n"
                  b"\r\none\r\ntwo\r\n--o\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n\r\nplain\r\n"
                  b"--i\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+\r\n--i--\r\n\r\n--o\r\nContent-Type: application/pdf; name=\"a b.pdf\"\r\n"
                  b"Content-Disposition: attachment; filename=\"a b.pdf\"\r\nContent-ID: <x@y>\r\nContent-Description: that\r\nContent-MD5: abc\r\nContent-Language: vi, en\r\n"
                  b"Content-Location: http://x/\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--o--\r\npost\r\n")
        self.box(w, "fe", [mail("one", "hello\r\nworld"), nested, b"\r\nonly a body\r\n", b"Subject: only a header\r\n"])
        one = mail("one", "hello\r\nworld")
        got = w.do("FETCH 1 (BODY.PEEK[] BODY.PEEK[HEADER] BODY.PEEK[TEXT] BODY.PEEK[1] BODY.PEEK[1.MIME] BODY.PEEK[2] BODY.PEEK[1.1])").fetched()[1]
        header = one[:one.index(b"\r\n\r\n") + 4]
        same(got["BODY[]"], one, "BODY[]")
        same(got["BODY[HEADER]"], header, "BODY[HEADER]")
        same(got["BODY[TEXT]"], b"hello\r\nworld\r\n", "BODY[TEXT]")
        same(got["BODY[1]"], b"hello\r\nworld\r\n", "BODY[1] of a message that is no multipart")
        same(got["BODY[1.MIME]"], header, "BODY[1.MIME] of a message that is no multipart")
        same((got["BODY[2]"], got["BODY[1.1]"]), (None, None), "parts that are not there")
        got = w.do("FETCH 1 (BODY.PEEK[]<0.10> BODY.PEEK[]<5.5> BODY.PEEK[TEXT]<2.3> BODY.PEEK[HEADER]<0.1> BODY.PEEK[]<100000.10>)").fetched()[1]
        same(got["BODY[]<0>"], one[:10], "partial")
        same(got["BODY[]<5>"], one[5:10], "partial")
        same(got["BODY[TEXT]<2>"], b"llo", "partial TEXT")
        same(got["BODY[]<100000>"], b"", "a partial behind the end is empty")
        got = w.do("FETCH 1 BODY.PEEK[]<0.4294967295>").fetched()[1]
        same(got["BODY[]<0>"], one, "a partial of everything")
        got = w.do("FETCH 1 (BODY.PEEK[HEADER.FIELDS (SUBJECT to)] BODY.PEEK[HEADER.FIELDS.NOT (Subject)])").fetched()[1]
        same(got["BODY[HEADER.FIELDS (SUBJECT to)]"], f"To: {BINH}\r\nSubject: one\r\n\r\n".encode(), "HEADER.FIELDS")
        holds(b"Subject" not in got["BODY[HEADER.FIELDS.NOT (Subject)]"] and got["BODY[HEADER.FIELDS.NOT (Subject)]"].endswith(b"\r\n\r\n"), "FIELDS.NOT")
        got = w.do("FETCH 1 BODY.PEEK[HEADER.FIELDS (X-None)]").fetched()[1]
        same(got["BODY[HEADER.FIELDS (X-None)]"], b"\r\n", "no such field: the blank line")
        got = w.do('FETCH 1 BODY.PEEK[HEADER.FIELDS ("Subject" %s)]', b"From").fetched()[1]
        same(len(got), 1, "names as strings")
        got = w.do("FETCH 2 (BODY.PEEK[1] BODY.PEEK[2] BODY.PEEK[2.HEADER] BODY.PEEK[2.TEXT] BODY.PEEK[2.1] BODY.PEEK[2.2] BODY.PEEK[2.2.MIME] BODY.PEEK[3] "
                   "BODY.PEEK[3.MIME] BODY.PEEK[TEXT] BODY.PEEK[2.HEADER.FIELDS (Subject)] BODY.PEEK[4] BODY.PEEK[1.HEADER])").fetched()[2]
        same(got["BODY[1]"], b"one\r\ntwo", "1")
        same(got["BODY[2.HEADER]"], b"Subject: inner\r\nContent-Type: multipart/alternative; boundary=i\r\n\r\n", "2.HEADER")
        same(got["BODY[2.1]"], b"plain", "2.1")
        same(got["BODY[2.2]"], b"PGI+", "2.2")
        same(got["BODY[2.2.MIME]"], b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n", "2.2.MIME")
        same(got["BODY[2]"], got["BODY[2.HEADER]"] + got["BODY[2.TEXT]"], "2 = 2.HEADER + 2.TEXT")
        same(got["BODY[3]"], b"AAAA", "3")
        same(got["BODY[2.HEADER.FIELDS (Subject)]"], b"Subject: inner\r\n\r\n", "2.HEADER.FIELDS")
        same((got["BODY[4]"], got["BODY[1.HEADER]"]), (None, None), "not there")
        structure = w.do("FETCH 2 (BODYSTRUCTURE BODY ENVELOPE)").fetched()[2]
        parts = structure["BODYSTRUCTURE"]["parts"]
        same([p["type"].lower() for p in parts], [b"text", b"message", b"application"], "types")
        same((parts[0]["size"], parts[0]["lines"]), (8, 1), "size and lines of a text")  # "one CRLF two"
        same(parts[1]["envelope"]["subject"], b"inner", "envelope inside")
        same(parts[2]["disposition"], (b"attachment", [(b"filename", b"a b.pdf")]), "disposition")
        same((parts[2]["id"], parts[2]["description"], parts[2]["md5"], parts[2]["language"]), (b"<x@y>", b"that", b"abc", [b"vi", b"en"]), "id, description, md5, language")
        got = w.do("FETCH 3 (BODY.PEEK[HEADER] BODY.PEEK[TEXT] ENVELOPE)").fetched()[3]
        same((got["BODY[HEADER]"], got["BODY[TEXT]"]), (b"\r\n", b"only a body\r\n"), "no header")
        same(got["ENVELOPE"]["from"], None, "nobody")
        got = w.do("FETCH 4 (BODY.PEEK[HEADER] BODY.PEEK[TEXT] BODY.PEEK[1])").fetched()[4]
        same(got["BODY[TEXT]"], b"", "no body")
        # \Seen
        same(w.do("FETCH 1 FLAGS").fetched()[1]["FLAGS"].count(b"\\Seen"), 0, "PEEK does not set \\Seen")
        got = w.do("FETCH 1 BODY[TEXT]").fetched()[1]
        holds(b"\\Seen" in got["FLAGS"], "BODY[] sets \\Seen and tells it")
        got = w.do("FETCH 3 RFC822.HEADER").fetched()[3]
        same(got, {"RFC822.HEADER": b"\r\n"}, "RFC822.HEADER sets nothing")
        got = w.do("FETCH 3 (RFC822 RFC822.TEXT)").fetched()[3]
        same((got["RFC822"], got["RFC822.TEXT"]), (b"\r\nonly a body\r\n", b"only a body\r\n"), "RFC822")
        for macro, items in (("ALL", {"FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"}), ("FAST", {"FLAGS", "INTERNALDATE", "RFC822.SIZE"}),
                             ("FULL", {"FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"})):
            same(set(w.do(f"FETCH 1 {macro}").fetched()[1]), items, macro)
        w.do("FETCH 1 (FLAGS FLAGS UID)")
        same(set(w.do("UID FETCH 1:* FLAGS").fetched()[1]), {"FLAGS", "UID"}, "UID FETCH tells UID")
        same(w.do("UID FETCH 900 FLAGS").fetched(), {}, "a UID that is not there")
        same(sorted(w.do("UID FETCH 900:* UID").fetched()), [4], "900:* is the last message")
        same(sorted(w.do("FETCH *:3 UID").fetched()), [3, 4], "backwards")
        same(sorted(w.do("FETCH 4,1,2:3,1 UID").fetched()), [1, 2, 3, 4], "in any order, each once")
        same(sorted(w.do("fetch 1 flags").fetched()), [1], "case")
        same(set(w.do("FETCH 1 body.peek[header.fields (subject)]").fetched()[1]), {"BODY[HEADER.FIELDS (subject)]"}, "case of sections")
        w.all("BAD", ["FETCH", "FETCH 1", "FETCH 1 ()", "FETCH 1 (FLAGS", "FETCH 1 NONSENSE", "FETCH 0 FLAGS", "FETCH 99 FLAGS", "FETCH 1: FLAGS", "FETCH ,1 FLAGS",
                      "FETCH 1,,2 FLAGS", "FETCH a FLAGS", "FETCH 1 BODY[", "FETCH 1 BODY[]<", "FETCH 1 BODY[]<0>", "FETCH 1 BODY[]<0.0>"])
        w.do("NOOP")
        w.all("BAD", ["FETCH 1 BODY[0]", "FETCH 1 BODY[1.]", "FETCH 1 BODY[MIME]", "FETCH 1 BODY[NONSENSE]", "FETCH 1 BODY[HEADER.FIELDS]", "FETCH 1 BODY[HEADER.FIELDS ()]",
                      "FETCH 1 (ALL)", "FETCH 1 ALL FLAGS", "FETCH 1  FLAGS", "FETCH 4294967296 FLAGS", "UID FETCH 1", "UID NOOP", "UID", "FETCH 1 BODY[]<-1.5>"])
        w.do("FETCH 1 (PREVIEW)")
        w.do("FETCH 1 (PREVIEW (LAZY))")
        w.close()

    def scene_fetch_read_only(self):
        w = Walk(self.office)
        self.box(w, "ro", [mail("1")])
        w.do("UNSELECT")
        w.do("EXAMINE ro")
        got = w.do("FETCH 1 BODY[]").fetched()[1]
        holds("FLAGS" not in got or b"\\Seen" not in got["FLAGS"], "EXAMINE: nothing is seen")
        w.all("NO", [r"STORE 1 +FLAGS (\Seen)", r"UID STORE 1 FLAGS ()", "EXPUNGE", "UID EXPUNGE 1", "MOVE 1 INBOX"])
        w.do("COPY 1 Archive")
        w.do("CLOSE")
        w.do("SELECT ro")
        same(w.exists, 1, "nothing was lost")
        w.close()

    # --- STORE, EXPUNGE, COPY, MOVE ---
    def scene_store(self):
        w = Walk(self.office)
        self.box(w, "so", [mail(str(i)) for i in range(4)])
        flags = lambda n: set(w.do(f"FETCH {n} FLAGS").fetched()[n]["FLAGS"]) - {b"\\Recent"}  # noqa: E731
        got = w.do(r"STORE 1 FLAGS (\Seen \Flagged key1)").fetched()[1]
        same(set(got["FLAGS"]) - {b"\\Recent"}, {b"\\Seen", b"\\Flagged", b"key1"}, "FLAGS")
        w.do(r"STORE 1 +FLAGS (\Answered Key1 $MDNSent)")
        same({f.lower() for f in flags(1)}, {b"\\seen", b"\\flagged", b"key1", b"\\answered", b"$mdnsent"}, "+FLAGS, keywords in any case")
        w.do(r"STORE 1 -FLAGS (\SEEN KEY1)")
        same({f.lower() for f in flags(1)}, {b"\\flagged", b"\\answered", b"$mdnsent"}, "-FLAGS")
        same(w.do(r"STORE 1 FLAGS.SILENT ()").fetched(), {}, "SILENT")
        same(flags(1), set(), "emptied")
        w.do(r"STORE 1:* +FLAGS \Deleted")
        same([flags(n) for n in (1, 4)], [{b"\\Deleted"}] * 2, "a flag without parentheses")
        w.do(r"STORE 1:* -FLAGS.SILENT \Deleted \Seen")
        answer = w.do(r"UID STORE 2 +FLAGS (x)").fetched()
        same((list(answer), answer[2]["UID"]), ([2], 2), "UID STORE tells UID")
        w.do("UID STORE 99 +FLAGS (x)")
        holds(any(b"x" in a.value for a in w.do("SELECT so").untagged if a.kind == "FLAGS"), "keywords in FLAGS of SELECT")
        holds(b"\\*" in w.do("SELECT so").codes()["PERMANENTFLAGS"], "new keywords are allowed")
        w.all("BAD", ["STORE", "STORE 1", "STORE 1 FLAGS", "STORE 1 FLAGS (", r"STORE 1 NONSENSE (\Seen)", r"STORE 9 FLAGS (\Seen)", r"STORE 0 FLAGS ()",
                      r"STORE 1 FLAGS (\)", "STORE 1 FLAGS (a b", "STORE 1 ++FLAGS (a)", "STORE 1 FLAGS (a]b)"])
        w.do(r"STORE 1 +FLAGS (\Nonsense)", want="NO|BAD")
        w.do("STORE 1 +FLAGS (" + "k" * 400 + ")", want="NO|BAD")
        w.do("STORE 1 +FLAGS (" + " ".join(f"k{i}" for i in range(500)) + ")", want="NO|BAD")
        other = Walk(self.office)
        other.do("SELECT so")
        w.do(r"STORE 3 +FLAGS.SILENT (\Flagged)")
        got = other.do("NOOP").fetched()
        holds(b"\\Flagged" in got[3]["FLAGS"], "the other session hears of it")
        other.close()
        w.close()

    def scene_expunge(self):
        w = Walk(self.office)
        self.box(w, "ex", [mail(str(i)) for i in range(9)])
        w.do(r"STORE 3,5,6 +FLAGS.SILENT (\Deleted)")
        w.do("EXPUNGE")                                        # Walk counts; what is left tells the order was right
        same(w.exists, 6, "count")
        w.do(r"STORE 1:* +FLAGS.SILENT (\Deleted)")
        uids = sorted(v["UID"] for v in w.do("FETCH 1:* UID").fetched().values())
        same(uids, [1, 2, 4, 7, 8, 9], "UIDs stay")
        same(sorted(w.do("UID EXPUNGE 2,4:5").of("EXPUNGE")) in ([2, 2], [2, 3]), True, "UID EXPUNGE")
        w.do("UID EXPUNGE", want="BAD")
        w.do("UID EXPUNGE 900")
        other = Walk(self.office)
        other.do("SELECT ex")
        w.do("EXPUNGE")
        same(other.do("FETCH 1:* (FLAGS)", want="OK|NO").of("EXPUNGE"), [], "no EXPUNGE while FETCH runs")
        same(other.do("SEARCH ALL").of("EXPUNGE"), [], "nor in SEARCH")
        same(other.do(r"STORE 1 FLAGS.SILENT ()", want="OK|NO").of("EXPUNGE"), [], "nor in STORE")
        same(len(other.do("NOOP").of("EXPUNGE")), 4, "but in NOOP")
        same(other.exists, 0, "empty")
        # CLOSE expunges without a word, UNSELECT does not
        for leave, left in (("UNSELECT", 1), ("CLOSE", 0)):
            w.append("ex", mail("y"))
            w.do("SELECT ex")
            w.do(r"STORE 1:* +FLAGS (\Deleted)")
            same(w.do(leave).of("EXPUNGE"), [], leave)
            same(w.do("STATUS ex (MESSAGES)").of("STATUS")[0][1]["MESSAGES"], left, leave)
            w.do("SELECT ex")
        other.close()
        w.close()

    def scene_copy_move(self):
        w = Walk(self.office)
        w.do("CREATE to")
        self.box(w, "co", [mail(str(i)) for i in range(6)])
        validity = w.do("STATUS to (UIDVALIDITY)").of("STATUS")[0][1]["UIDVALIDITY"]
        w.do(r"STORE 2 +FLAGS (\Flagged key)")
        same(w.do("COPY 2:3 to").code, ("COPYUID", (validity, "2:3", "1:2")), "COPYUID")
        same(w.do("UID COPY 6,1 to").code[1][1:] in (("1,6", "3:4"), ("6,1", "4,3"), ("6,1", "3:4")), True, "COPYUID of a set")
        w.do("COPY 1 nowhere", want="NO", code="TRYCREATE")
        w.do("MOVE 1 nowhere", want="NO", code="TRYCREATE")
        w.do("UID COPY 900 to")
        w.do("UID MOVE 900 to")
        answer = w.do("MOVE 2,4 to")
        codes = answer.codes()
        same(codes["COPYUID"], (validity, "2,4", "5:6"), "MOVE tells COPYUID")
        kinds = [r.kind for r in answer.untagged if r.kind in ("OK", "EXPUNGE")]
        same(kinds, ["OK", "EXPUNGE", "EXPUNGE"], "COPYUID before EXPUNGE")
        same(w.exists, 4, "moved")
        w.do("COPY 1:* co")                                    # into itself
        same(w.exists, 8, "copied into itself")
        w.do("MOVE 1 co")
        same(w.exists, 8, "moved into itself")
        w.all("BAD", ["COPY", "COPY 1", "COPY 99 to", "MOVE 1", "MOVE 0 to", "COPY 1 to x", "UID COPY to 1"])
        w.do("SELECT to")
        got = w.do("FETCH 1 FLAGS").fetched()[1]["FLAGS"]
        holds({b"\\Flagged", b"key"} <= set(got), "flags go along")
        w.close()

    # --- SEARCH ---
    def scene_search(self):
        w = Walk(self.office)
        w.do("CREATE se")
        messages = [
            mail("Công văn 147/BC-UBND", "Kính gửi phòng Nội vụ", Date="Mon, 02 Mar 2026 10:00:00 +0700", Cc="cc@c.example", X_Odd="strange value"),
            mail("=?UTF-8?B?" + base64.b64encode("Báo cáo tuần".encode()).decode() + "?=", "second body", Date="Tue, 03 Mar 2026 23:30:00 -0800", Bcc="hidden@b.example"),
            b"From: \"Nguy\xe1\xbb\x85n\" <nguyen@n.example>\r\nTo: x@y.example\r\nSubject: three\r\nDate: Thu, 05 Mar 2026 00:10:00 +0700\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            b"<p>Hello &amp; <b>bold</b></p>\r\n",
            b"Subject: four\r\nContent-Type: text/plain; charset=windows-1258\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nti=EA=ECng Vi=EA=F2t " + b"x" * 3000 + b"\r\n",
            b"no header\r\n",
        ]
        dates = ["02-Mar-2026 10:00:00 +0700", "04-Mar-2026 01:00:00 +0700", "05-Mar-2026 23:59:59 +0700", "06-Mar-2026 00:00:00 +0000", "07-Mar-2026 12:00:00 +0700"]
        flags = [r"(\Seen)", r"(\Answered kw)", r"(\Flagged)", r"(\Draft \Deleted)", "()"]
        for message, date, flag in zip(messages, dates, flags):
            w.append("se", message, flag, date)
        w.do("SELECT se")

        def found(query, *literals):
            return w.do("SEARCH " + query, *literals).of("SEARCH")[0][0]
        table = [
            ("ALL", [1, 2, 3, 4, 5]), ("SEEN", [1]), ("UNSEEN", [2, 3, 4, 5]), ("ANSWERED", [2]), ("UNANSWERED", [1, 3, 4, 5]), ("FLAGGED", [3]),
            ("UNFLAGGED", [1, 2, 4, 5]), ("DRAFT", [4]), ("UNDRAFT", [1, 2, 3, 5]), ("DELETED", [4]), ("UNDELETED", [1, 2, 3, 5]), ("KEYWORD kw", [2]),
            ("KEYWORD KW", [2]), ("UNKEYWORD kw", [1, 3, 4, 5]), ("KEYWORD none", []), ("SUBJECT three", [3]), ("SUBJECT THREE", [3]), ("SUBJECT \"our\"", [4]),
            ("FROM nguyen@n", [3]), ("FROM an@", [1, 2]), ("TO binh", [1, 2]), ("CC cc@c", [1]), ("BCC hidden", [2]), ("BODY second", [2]), ("BODY Hello", [3]),
            ("TEXT \"strange value\"", [1]), ("TEXT second", [2]), ("HEADER X-Odd strange", [1]), ("HEADER x-odd \"\"", [1]), ("HEADER X-None \"\"", []),
            ("HEADER Subject three", [3]), ("BEFORE 4-Mar-2026", [1]), ("ON 4-Mar-2026", [2]), ("ON 5-Mar-2026", [3]), ("ON 6-Mar-2026", [4]),
            ("SINCE 6-Mar-2026", [4, 5]), ("SINCE 06-Mar-2026", [4, 5]), ("SENTON 3-Mar-2026", [2]), ("SENTBEFORE 3-Mar-2026", [1]), ("SENTSINCE 5-Mar-2026", [3]),
            ("SINCE \"5-Mar-2026\" BEFORE 7-Mar-2026", [3, 4]), ("LARGER 2000", [4]), ("SMALLER 2000", [1, 2, 3, 5]), ("LARGER 4294967295", []), ("SMALLER 0", []),
            ("NOT SEEN", [2, 3, 4, 5]), ("NOT NOT SEEN", [1]), ("OR SEEN FLAGGED", [1, 3]), ("OR SEEN OR FLAGGED DRAFT", [1, 3, 4]), ("NOT OR SEEN FLAGGED", [2, 4, 5]),
            ("(SEEN)", [1]), ("(OR SEEN FLAGGED) UNSEEN", [3]), ("NOT (SEEN FLAGGED)", [1, 2, 3, 4, 5]), ("1", [1]), ("2:3", [2, 3]), ("*", [5]), ("1,5 UNSEEN", [5]),
            ("UID 2:3", [2, 3]), ("UID 900", []), ("UID 4:*", [4, 5]), ("SEEN UNSEEN", []), ("NEW SEEN", []), ("YOUNGER 4000000000", [1, 2, 3, 4, 5]),
            ("OLDER 4000000000", []), ("CHARSET UTF-8 SUBJECT three", [3]), ("CHARSET US-ASCII SUBJECT three", [3]), ("charset utf-8 subject three", [3]),
            ("SUBJECT \"\"", [1, 2, 3, 4]), ("BODY \"\"", [1, 2, 3, 4, 5]), ("MODSEQ 1", [1, 2, 3, 4, 5]),
        ]
        for query, wanted in table:
            same(found(query), wanted, f"SEARCH {query}")
        for needle, wanted in (("Công văn", [1]), ("CÔNG VĂN", [1]), ("cong van", []), ("Báo cáo", [2]), ("BÁO", [2])):
            same(found("CHARSET UTF-8 SUBJECT %s", needle.encode()), wanted, f"SUBJECT {needle}")
        same(found("CHARSET UTF-8 BODY %s", "phòng Nội".encode()), [1], "BODY in UTF-8")
        same(found("CHARSET UTF-8 BODY %s", ["tiếng Việt".encode()]), [4], "BODY in windows-1258, combining marks")
        same(found("CHARSET UTF-8 FROM %s", "NGUYỄN".encode()), [3], "raw UTF-8 header")
        w.do("SEARCH CHARSET KOI-NONE SUBJECT x", want="NO", code="BADCHARSET")
        w.do("UID SEARCH CHARSET X-NONE SUBJECT %s", b"\xff", want="NO", code="BADCHARSET")
        w.all("BAD", ["SEARCH", "SEARCH ", "SEARCH NONSENSE", "SEARCH SUBJECT", "SEARCH OR SEEN", "SEARCH NOT", "SEARCH (SEEN", "SEARCH SEEN)", "SEARCH ()", "SEARCH ON yesterday",
                      "SEARCH ON 31-Feb-2026", "SEARCH LARGER", "SEARCH LARGER -1", "SEARCH LARGER x"])
        w.do("NOOP")
        w.all("BAD", ["SEARCH 0", "SEARCH 99", "SEARCH UID x", "SEARCH HEADER X", "SEARCH KEYWORD", "SEARCH CHARSET", "SEARCH CHARSET UTF-8", "SEARCH  ALL", "SEARCH OLDER 0",
                      "SEARCH YOUNGER x", "SEARCH MODSEQ", 'SEARCH MODSEQ "/flags/\\\\draft" nobody 1'])
        w.do('SEARCH MODSEQ "/flags/\\\\draft" all 1')
        w.do("SEARCH " + "(" * 30 + "ALL" + ")" * 30)
        w.do("SEARCH " + "(" * 5000 + "ALL" + ")" * 5000, want="BAD")
        w.do("SEARCH " + "NOT " * 1000 + "ALL", want="BAD|OK")
        w.do("NOOP")
        # ESEARCH
        got = w.do("SEARCH RETURN (MIN MAX COUNT ALL) UNSEEN")
        same(got.of("SEARCH"), [], "no SEARCH beside ESEARCH")
        value = got.of("ESEARCH")[0]
        same((value["MIN"], value["MAX"], value["COUNT"], value["ALL"], value["UID"]), (2, 5, 4, "2:5", False), "ESEARCH")
        value = w.do("UID SEARCH RETURN (MIN COUNT) FLAGGED").of("ESEARCH")[0]
        same((value["MIN"], value["COUNT"], value["UID"], "MAX" in value), (3, 1, True, False), "UID ESEARCH")
        value = w.do("SEARCH RETURN (MIN MAX ALL COUNT) KEYWORD none").of("ESEARCH")[0]
        same({k: v for k, v in value.items() if k in ("MIN", "MAX", "ALL", "COUNT")}, {"COUNT": 0}, "nothing found")
        same(w.do("SEARCH RETURN () SEEN").of("ESEARCH")[0]["ALL"], "1", "RETURN ()")
        w.do("SEARCH RETURN (MIN MODSEQ) SEEN", want="BAD")
        w.do("SEARCH RETURN (NONSENSE) ALL", want="BAD")
        w.do("SEARCH RETURN (MIN ALL", want="BAD")
        w.do("SEARCH RETURN (ALL) CHARSET UTF-8 SUBJECT three")
        # SEARCHRES
        same(w.do("SEARCH RETURN (SAVE) UNSEEN").of("ESEARCH"), [], "SAVE alone says nothing")
        same(sorted(w.do("FETCH $ UID").fetched()), [2, 3, 4, 5], "FETCH $")
        same(sorted(w.do("UID FETCH $ FLAGS").fetched()), [2, 3, 4, 5], "UID FETCH $")
        same(found("$ FLAGGED"), [3], "SEARCH $")
        same(found("UID $ FLAGGED"), [3], "SEARCH UID $")
        same(found("NOT $"), [1], "NOT $")
        w.do("SEARCH RETURN (SAVE MIN) UNSEEN")
        same(sorted(w.do("FETCH $ UID").fetched()), [2], "SAVE MIN keeps the first")
        w.do("SEARCH RETURN (SAVE MIN MAX) UNSEEN")
        same(sorted(w.do("FETCH $ UID").fetched()), [2, 5], "SAVE MIN MAX")
        w.do("SEARCH RETURN (SAVE COUNT MIN) UNSEEN")
        w.do("SEARCH RETURN (SAVE) CHARSET X-NONE SUBJECT x", want="NO", code="BADCHARSET")
        same(w.do("FETCH $ UID").fetched(), {}, "a NO empties $ (RFC 5182 §2.1)")
        w.do("STORE $ +FLAGS (x)")
        w.do("UID COPY $ Archive")
        w.do("FETCH $,1 FLAGS", want="BAD")
        w.do("SEARCH RETURN (SAVE) DELETED")
        w.do("EXPUNGE")
        same(w.do("FETCH $ UID").fetched(), {}, "what is expunged leaves $")
        w.do("SELECT se")
        same(w.do("FETCH $ UID").fetched(), {}, "SELECT empties $")
        w.close()

    def scene_sort_thread(self):
        w = Walk(self.office)
        w.do("CREATE sr")
        rows = [("Re: banana", "c@x", "Wed, 04 Mar 2026 10:00:00 +0700", "<1@x>", ""), ("apple", "a@x", "Mon, 02 Mar 2026 10:00:00 +0700", "<2@x>", ""),
                ("[list] Fwd: Banana (fwd)", "b@x", "Tue, 03 Mar 2026 10:00:00 +0700", "<3@x>", "<1@x>"), ("cherry", "a@x", "", "<4@x>", "<gone@x>"),
                ("banana", "d@x", "Sun, 01 Mar 2026 10:00:00 +0700", "<5@x>", "<1@x> <3@x>")]
        for subject, sender, date, mid, references in rows:
            message = f"From: <{sender}>\r\nTo: t{sender}\r\nCc: c{sender}\r\nSubject: {subject}\r\nMessage-ID: {mid}\r\n"
            message += (f"Date: {date}\r\n" if date else "") + (f"References: {references}\r\n" if references else "")
            w.append("sr", (message + "\r\n" + "x" * len(subject) * 10 + "\r\n").encode(), date="05-Mar-2026 10:00:00 +0700")
        w.do("SELECT sr")

        def order(query):
            return w.do(f"SORT {query}").of("SORT")[0][0]
        same(order("(DATE) UTF-8 ALL"), [5, 2, 3, 1, 4], "SORT DATE; without a Date field INTERNALDATE counts")
        same(order("(REVERSE DATE) UTF-8 ALL"), [4, 1, 3, 2, 5], "REVERSE DATE")
        same(order("(SUBJECT) UTF-8 ALL"), [2, 1, 3, 5, 4], "SORT SUBJECT by base subject")
        same(order("(SUBJECT REVERSE DATE) UTF-8 ALL"), [2, 1, 3, 5, 4], "two keys")
        same(order("(FROM DATE) US-ASCII ALL"), [2, 4, 3, 1, 5], "FROM")
        same(order("(TO REVERSE ARRIVAL) UTF-8 ALL")[0] in (2, 4), True, "TO")
        same(order("(ARRIVAL) UTF-8 ALL"), [1, 2, 3, 4, 5], "ARRIVAL")
        same(order("(REVERSE ARRIVAL) UTF-8 ALL"), [1, 2, 3, 4, 5], "equal keys stay in sequence order, also reversed")
        same(order("(CC) UTF-8 FROM a@x"), [2, 4], "CC")
        holds(order("(SIZE) UTF-8 ALL") != [], "SIZE")
        same(w.do("UID SORT (DATE) UTF-8 FROM none").of("SORT"), [([], None)], "nothing")
        w.do("SORT (DATE) X-NONE ALL", want="NO", code="BADCHARSET")
        w.all("BAD", ["SORT", "SORT DATE UTF-8 ALL", "SORT () UTF-8 ALL", "SORT (NONSENSE) UTF-8 ALL", "SORT (DATE) ALL", "SORT (REVERSE) UTF-8 ALL", "SORT (DATE) UTF-8",
                      "SORT (DATE) UTF-8 NONSENSE", "THREAD", "THREAD REFERENCES", "THREAD REFERENCES UTF-8", "THREAD NONSENSE UTF-8 ALL"])
        w.do("NOOP")
        threads = w.do("THREAD REFERENCES UTF-8 ALL").of("THREAD")[0]
        holds([1, 3, 5] in threads and [4] in threads and [2] in threads, f"THREAD REFERENCES {threads}")
        threads = w.do("THREAD ORDEREDSUBJECT UTF-8 ALL").of("THREAD")[0]
        holds(any(t[0] == 5 for t in threads) and len(threads) == 3, f"THREAD ORDEREDSUBJECT {threads}")
        same(w.do("UID THREAD REFERENCES UTF-8 FROM none").of("THREAD"), [[]], "no threads")
        w.do("THREAD REFERENCES X-NONE ALL", want="NO", code="BADCHARSET")
        w.close()

    # --- CONDSTORE, QRESYNC ---
    def scene_condstore(self):
        w = Walk(self.office)
        answer = self.box(w, "cs", [mail(str(i)) for i in range(5)])
        highest = answer.codes()["HIGHESTMODSEQ"]
        got = w.do("FETCH 1:5 (MODSEQ)").fetched()
        same(max(v["MODSEQ"] for v in got.values()), highest, "HIGHESTMODSEQ is the greatest")
        got = w.do(r"STORE 2 +FLAGS (\Flagged)").fetched()
        second = got[2]["MODSEQ"]
        holds(second > highest, "a change raises MODSEQ, and STORE tells it")
        same(set(w.do(f"FETCH 1:* FLAGS (CHANGEDSINCE {highest})").fetched()), {2}, "CHANGEDSINCE")
        holds("MODSEQ" in w.do(f"FETCH 1:* FLAGS (CHANGEDSINCE {highest})").fetched()[2], "MODSEQ with CHANGEDSINCE")
        same(w.do(f"FETCH 1:* FLAGS (CHANGEDSINCE {second})").fetched(), {}, "nothing since")
        answer = w.do(rf"STORE 1:3 (UNCHANGEDSINCE {highest}) +FLAGS.SILENT (kk)")
        same(answer.code, ("MODIFIED", "2"), "MODIFIED")
        same(set(answer.fetched()), {1, 3}, "the others were changed, and their MODSEQ is told")
        answer = w.do(rf"UID STORE 2 (UNCHANGEDSINCE {second}) +FLAGS (kk)")
        same(answer.code, None, "unchanged since")
        answer = w.do(r"STORE 5 (UNCHANGEDSINCE 0) +FLAGS (zz)", want="OK|NO")
        same(answer.code, ("MODIFIED", "5"), "UNCHANGEDSINCE 0 always fails on a flag that exists")
        value, modseq = w.do("SEARCH MODSEQ 1").of("SEARCH")[0]
        holds(modseq and modseq >= second and len(value) == 5, "SEARCH MODSEQ tells the greatest")
        value, modseq = w.do("SEARCH MODSEQ 9223372036854775807").of("SEARCH")[0]
        same((value, modseq), ([], None), "nothing found, no MODSEQ")
        value = w.do("SEARCH RETURN (ALL) MODSEQ 1").of("ESEARCH")[0]
        holds("MODSEQ" in value, "ESEARCH with MODSEQ")
        same(len(w.do("SORT (DATE) UTF-8 MODSEQ 1").of("SORT")[0][0]), 5, "SORT MODSEQ")
        w.all("BAD", ["FETCH 1 FLAGS (CHANGEDSINCE)", "FETCH 1 FLAGS (CHANGEDSINCE x)", "FETCH 1 FLAGS (NONSENSE 1)", "STORE 1 (UNCHANGEDSINCE) FLAGS (x)",
                      "STORE 1 (NONSENSE 1) FLAGS (x)", "SELECT cs (NONSENSE)", "FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)", "SELECT cs (QRESYNC (1 1))"])
        other = Walk(self.office)
        other.do("SELECT cs (CONDSTORE)")
        w.do(r"STORE 4 +FLAGS (\Seen)")
        got = other.do("NOOP").fetched()
        holds("MODSEQ" in got[4], "changes of others come with MODSEQ")
        other.close()
        # no change, no new MODSEQ is allowed; a bare STORE of what is there must still answer
        w.do(r"STORE 4 +FLAGS (\Seen)")
        w.close()

    def scene_qresync(self):
        w = Walk(self.office)
        answer = w.do("ENABLE QRESYNC CONDSTORE NONSENSE")
        same(set(answer.of("ENABLED")[0]) >= {"QRESYNC"}, True, "ENABLED")
        same(w.do("ENABLE NONSENSE").of("ENABLED"), [[]], "nothing enabled")
        w.do("ENABLE", want="BAD")
        answer = self.box(w, "qr", [mail(str(i)) for i in range(10)])
        codes = answer.codes()
        validity, since = codes["UIDVALIDITY"], codes["HIGHESTMODSEQ"]
        w.do(r"STORE 2,4,9 +FLAGS.SILENT (\Deleted)")
        answer = w.do("EXPUNGE")
        same((answer.of("EXPUNGE"), [numbers(v[1]) for v in answer.of("VANISHED")]), ([], [[2, 4, 9]]), "VANISHED in place of EXPUNGE")
        holds(answer.code and answer.code[0] == "HIGHESTMODSEQ", "EXPUNGE tells HIGHESTMODSEQ (RFC 7162 §3.2.7)")
        w.do(r"UID STORE 5 +FLAGS (\Flagged)")
        w.do("UNSELECT")
        other = Walk(self.office)
        other.do("ENABLE QRESYNC")
        answer = other.do(f"SELECT qr (QRESYNC ({validity} {since} 1:10))")
        vanished = answer.of("VANISHED")
        same([(v[0], numbers(v[1])) for v in vanished], [(True, [2, 4, 9])], "VANISHED (EARLIER)")
        same({v["UID"] for v in answer.of("FETCH")}, {5}, "what changed")
        same(all({"UID", "FLAGS", "MODSEQ"} <= set(v) for v in answer.of("FETCH")), True, "with UID, FLAGS and MODSEQ")
        kinds = [r.kind for r in answer.untagged]
        holds(kinds.index("VANISHED") < kinds.index("FETCH"), "VANISHED before FETCH")
        answer = other.do(f"SELECT qr (QRESYNC ({validity} {since} 1:3))")
        same([numbers(v[1]) for v in answer.of("VANISHED")], [[2]], "known UIDs restrict VANISHED")
        same(answer.of("FETCH"), [], "and FETCH")
        answer = other.do(f"SELECT qr (QRESYNC ({validity} {since} 1:10 (1:2 1,3)))")
        holds({4, 9} <= set(numbers(answer.of("VANISHED")[0][1])) <= {2, 4, 9}, "message match data may only shorten what VANISHED tells")
        answer = other.do(f"SELECT qr (QRESYNC ({validity + 1} {since}))")
        same((answer.of("VANISHED"), answer.of("FETCH")), ([], []), "another UIDVALIDITY: nothing")
        answer = other.do(f"UID FETCH 1:10 (FLAGS) (CHANGEDSINCE {since} VANISHED)")
        same(([(v[0], numbers(v[1])) for v in answer.of("VANISHED")], {v["UID"] for v in answer.of("FETCH")}), ([(True, [2, 4, 9])], {5}), "UID FETCH VANISHED")
        other.do(f"UID FETCH 1:10 (FLAGS) (VANISHED)", want="BAD")
        other.do(f"FETCH 1:3 (FLAGS) (CHANGEDSINCE {since} VANISHED)", want="BAD")
        # UID in every untagged FETCH once QRESYNC is on
        w.do("SELECT qr")
        w.do(r"UID STORE 7 +FLAGS (\Seen)")
        got = other.do("NOOP").of("FETCH")
        same([("UID" in v, "MODSEQ" in v) for v in got], [(True, True)], "UID and MODSEQ in what is told unasked")
        answer = w.do("UID MOVE 1 Archive")
        same([v[1] for v in answer.of("VANISHED")], ["1"], "MOVE tells VANISHED")
        w.all("BAD", ["SELECT qr (QRESYNC)", "SELECT qr (QRESYNC ())", "SELECT qr (QRESYNC (1))", "SELECT qr (QRESYNC (0 1))", "SELECT qr (QRESYNC (1 1 *))",
                      "SELECT qr (QRESYNC (1 1 1:5 (1)))"])
        w.do("CLOSE")
        other.close()
        w.close()

    # --- the rest ---
    def scene_quota_namespace(self):
        w = Walk(self.office)
        personal = w.do("NAMESPACE").of("NAMESPACE")[0]
        same(personal[0], [(b"", b"/")], "NAMESPACE")
        root, resources = w.do('GETQUOTA ""').of("QUOTA")[0]
        same(root, b"", "quota root")
        answer = w.do("GETQUOTAROOT INBOX")
        same((answer.of("QUOTAROOT")[0][0], len(answer.of("QUOTA"))), (b"INBOX", 1), "GETQUOTAROOT")
        w.do("GETQUOTA nowhere", want="NO", code="NONEXISTENT")
        w.do("GETQUOTAROOT nowhere", want="NO", code="NONEXISTENT")
        w.do('SETQUOTA "" (STORAGE 512)', want="NO", code="NOPERM")
        w.all("BAD", ["GETQUOTA", "GETQUOTAROOT", "SETQUOTA", 'SETQUOTA ""', 'SETQUOTA "" (STORAGE)', 'SETQUOTA "" STORAGE 5', "NAMESPACE x"])
        w.do("ID %s", b"x", want="BAD")
        w.all("BAD", ["ID", "ID x", 'ID ("a")', 'ID ("a" "b"', "ID NIL x"])
        same(len(w.do('ID ("name" "test")').of("ID")), 1, "ID answers")
        w.close()

    def scene_idle(self):
        w, other = Walk(self.office), Walk(self.office)
        self.box(w, "id", [mail("1")])
        other.do("SELECT id")
        w.send(b"i1 IDLE\r\n")
        same(w.reader.response().tag, "+", "continuation")
        began = time.monotonic()
        other.append("id", mail("2"))
        kinds = {w.reader.response().kind}
        holds(time.monotonic() - began < 1, "told at once")
        w.socket.settimeout(1)
        other.do(r"STORE 1 +FLAGS (\Deleted)")
        kinds.add(w.reader.response().kind)
        other.do("EXPUNGE")
        seen = []
        while "EXPUNGE" not in seen:
            seen.append(w.reader.response().kind)
        w.socket.settimeout(30)
        w.send(b"done\r\n")
        while True:
            response = w.reader.response()
            if response.tag == "i1":
                break
        same(response.kind, "OK", "IDLE ends")
        w.send(b"i2 IDLE\r\nDONE\r\ni3 NOOP\r\n")
        got = [w.reader.response().tag for _ in range(3)]
        same(got, ["+", "i2", "i3"], "DONE at once")
        w.send(b"i4 IDLE\r\n")
        w.reader.response()
        w.send(b"i5 NOOP\r\n")
        same((w.reader.response().kind), "BAD", "a command inside IDLE")
        w.do("NOOP")
        w.do("IDLE x", want="BAD")
        for v in (w, other):
            v.close()

    def scene_pipeline(self):
        w = Walk(self.office)
        w.do("CREATE pi")
        message = mail("pipelined")
        out, count = b"p0 SELECT pi\r\n", 60
        for i in range(1, count):
            out += [b"p%d NOOP\r\n" % i, b"p%d APPEND pi {%d+}\r\n" % (i, len(message)) + message + b"\r\n", b"p%d FETCH 1:* FLAGS\r\n" % i,
                    b"p%d UID STORE 1 +FLAGS (k%d)\r\n" % (i, i), b"p%d SEARCH ALL\r\n" % i, b"p%d NONSENSE\r\n" % i if i % 12 == 5 else b"p%d STATUS INBOX (MESSAGES)\r\n" % i][i % 6]
        w.send(out)
        tags = []
        while len(tags) < count:
            response = w.reader.response()
            if response.tag not in ("*", "+"):
                tags.append(response.tag)
        same(tags, [f"p{i}" for i in range(count)], "answers in order")
        # one octet at a time
        for octet in b'o1 STATUS "pi" (MESSAGES)\r\n':
            w.send(bytes([octet]))
        while w.reader.response().tag != "o1":
            pass
        w.send(b"o2 NOOP\n")                                   # a lone LF ends a line too
        same(w.reader.response().tag, "o2", "lone LF")
        w.close()

    def scene_literals(self):
        w = Walk(self.office)
        w.do("SELECT %s", b"INBOX")
        w.do("SELECT %s", [b"INBOX"])
        w.do("SEARCH SUBJECT %s TEXT %s", [b"a"], b"b")
        w.do("STATUS %s (MESSAGES)", b"INBOX")
        w.do("SELECT {0}", want="")
        w.send(b"\r\n")
        while not (last := w.reader.response()).tag.startswith("c"):
            pass
        same(last.kind, "NO", "an empty name")
        w.do("SEARCH SUBJECT {999999999}", want="BAD|NO")
        w.do("SELECT {5x}", want="BAD")
        w.do("SELECT {}", want="BAD")
        w.do("SELECT {-5}", want="BAD")
        w.do("SELECT {5", want="BAD")
        w.do("SEARCH SUBJECT %s", b"\0", want="BAD|NO|OK")
        w.do("NOOP")
        w.close()

    def scene_utf8_accept(self):
        w = Walk(self.office)
        w.do("CREATE %s", "Hộp thư UTF8".encode())
        same(w.do("ENABLE UTF8=ACCEPT").of("ENABLED"), [["UTF8=ACCEPT"]], "ENABLED")
        w.reader.utf8 = True
        names = [r["name"] for r in w.do('LIST "" *').of("LIST")]
        holds("Hộp thư UTF8".encode() in names, f"names in UTF-8 {names}")
        w.do('SELECT "Hộp thư UTF8"')
        w.do("APPEND %s UTF8 (~{%d+}\r\n" % ("%s", len(mail("Tiêu đề"))) + mail("Tiêu đề").decode() + ")", "Hộp thư UTF8".encode())
        got = w.do("FETCH 1 (ENVELOPE BODYSTRUCTURE)").fetched()[1]
        same(got["ENVELOPE"]["subject"], "Tiêu đề".encode(), "a raw UTF-8 subject")
        same(w.do('SEARCH SUBJECT "Tiêu"').of("SEARCH")[0][0], [1], "quoted UTF-8 in SEARCH")
        w.do("SEARCH CHARSET UTF-8 ALL", want="BAD|OK")
        w.close()

    def scene_long_lines(self):
        w = Walk(self.office)
        w.do("SELECT INBOX")
        w.do("FETCH " + ",".join("1" for _ in range(500)) + " FLAGS", want="OK|BAD")
        w.do("UID FETCH " + ",".join(str(2 * i) for i in range(1, 2500)) + " FLAGS")
        w.do("SEARCH SUBJECT \"" + "x" * 8000 + "\"")
        w.send(b"l1 NOOP " + b"x" * 300000 + b"\r\n")
        same(w.reader.response().kind, "BAD", "a line that is too long")
        w.do("NOOP")
        w.close()

    def scene_many_bad_commands(self):
        w = Walk(self.office)
        try:
            for _ in range(200):
                w.do("NONSENSE", want="BAD")
        except EOFError:
            pass
        except Wrong:
            raise
        w.close()
        Walk(self.office).close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--database", help="mysql://… of an empty database instead of the embedded default")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    Walk.show = arguments.show
    work = tempfile.mkdtemp(prefix="vanthu-conformance-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(33000))
    passed = failed = 0
    try:
        office.init(DOMAIN, "UBND xã Thử", ["--database", arguments.database] if arguments.database else [])
        with open(os.path.join(work, "staff.csv"), "w", encoding="utf-8") as f:
            f.write("full_name,title,unit,phone,address,role\nNguyễn Văn An,Chuyên viên,ROOT,,an,staff\nLê Thị Bình,Chuyên viên,ROOT,,binh,staff\n")
        office.start()
        office.run("staff", "import", os.path.join(work, "staff.csv"), "--slips", os.path.join(work, "slips.csv"))
        for address in (AN, BINH):
            office.run("account", "set-password", address, "--stdin", "--no-change", stdin=PASSWORD + "\n")
        scenes = Scenes(office)
        for name in [n for n in dir(Scenes) if n.startswith("scene_")]:
            if arguments.words and not any(word in name for word in arguments.words):
                continue
            try:
                getattr(scenes, name)()
                passed += 1
            except Exception as failure:  # noqa: BLE001 - whatever breaks a scene is the finding
                failed += 1
                print(f"{name}: {type(failure).__name__}: {str(failure)[:1500]}", flush=True)
                if arguments.show:
                    import traceback
                    traceback.print_exc()
    finally:
        office.kill()
        shutil.rmtree(work, ignore_errors=True)
    print(f"{Walk.commands} commands")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
