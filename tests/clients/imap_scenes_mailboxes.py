"""Scenes of imap_conformance.py: sign-in, states, mailboxes and their names."""
import base64
import time

from imap_walk import AN, BINH, PASSWORD, Scene, Walk, holds, mail, same


class Mailboxes(Scene):
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

    def scene_tls(self):
        """RFC 3501 §6.2.1: STARTTLS is for connections that are not encrypted yet, and for nobody else."""
        w = Walk(self.office, login=None)
        holds("STARTTLS" in w.greeting.code[1], "STARTTLS is offered in plain")
        w.start_tls(self.office.tls())
        ways = [("after STARTTLS", w), ("on the port of TLS", Walk(self.office, login=None, tls=self.office.tls()))]
        for where, w in ways:
            capabilities = w.do("CAPABILITY").of("CAPABILITY")[0]
            holds("STARTTLS" not in capabilities, f"no STARTTLS {where}: {capabilities}")
            holds("AUTH=PLAIN" in capabilities and "LOGINDISABLED" not in capabilities, f"sign-in {where}: {capabilities}")
            w.do("STARTTLS", want="BAD")
            answer = w.do(f'LOGIN {AN} "{PASSWORD}"')
            holds(answer.code[0] == "CAPABILITY" and "STARTTLS" not in answer.code[1], f"no STARTTLS when signed in {where}")
            w.do("STARTTLS", want="BAD")
            w.do("SELECT INBOX")
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
