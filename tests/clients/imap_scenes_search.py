"""Scenes of imap_conformance.py: SEARCH and its kin, CONDSTORE, QRESYNC."""
import base64

from imap_walk import Scene, Walk, holds, mail, numbers, same


class Search(Scene):
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
