"""Scenes of imap_conformance.py: quota, IDLE, pipelines, literals, limits."""
import time

from imap_walk import Scene, Walk, Wrong, holds, mail, same


class Sessions(Scene):
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
