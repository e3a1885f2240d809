"""Scenes of imap_conformance.py: APPEND, FETCH, STORE, EXPUNGE, COPY, MOVE."""
from imap_walk import BINH, Scene, Walk, holds, mail, same


class Messages(Scene):
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
