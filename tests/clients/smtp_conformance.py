#!/usr/bin/env python3
"""SMTP as a hostile reviewer speaks it: wrong orders and arguments at port 25, 587 and 465, forged senders, odd chunks, smuggled line ends, limits; and
the queue towards a relay that can this and not that. Replies are read by the grammar of RFC 5321 §4.2.
  smtp_conformance.py --binary build/release/vanthu [word of a scene …]
"""
import argparse
import base64
import email
import os
import random
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from named_tests import play  # noqa: E402
from office import Office, free_port_base  # noqa: E402
from imap_walk import AN, BINH, DOMAIN, PASSWORD, Walk, Wrong, holds, same  # noqa: E402
from smtp_wire import PLAIN, STRANGER, Sink, Smtp  # noqa: E402


def mail(subject="s", sender=STRANGER, body=b"x", extra=b""):
    return f"From: {sender}\r\nTo: {BINH}\r\nSubject: {subject}\r\n".encode() + extra + b"\r\n" + body + b"\r\n"


class Scenes:
    def __init__(self, office, sink):
        self.office, self.sink = office, sink

    def last(self, login=BINH):
        """The newest message of the INBOX."""
        walk = Walk(self.office, login)
        walk.do("SELECT INBOX")
        count = walk.exists
        out = walk.do(f"FETCH {count} (ENVELOPE BODY.PEEK[])").fetched()[count] if count else None
        walk.close()
        return out, count

    def wait_for_report(self, before, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            got, count = self.last(AN)
            if count > before:
                return email.message_from_bytes(got["BODY[]"])
            time.sleep(0.1)
        raise Wrong("no report came")

    def count(self, login=AN):
        walk = Walk(self.office, login)
        walk.do("SELECT INBOX")
        walk.close()
        return walk.exists

    def scene_order_and_arguments(self):
        s = Smtp(self.office, ehlo=False)
        s.all([("MAIL FROM:<a@b.example>", 503), ("RCPT TO:<a@b.example>", 503), ("DATA", 503), ("NOOP", 250), ("NOOP with words", 250), ("EHLO", 501), ("HELO", 501),
               ("EHLO [127.0.0.1]", 250), ("EHLO [IPv6:::1]", 250), ("ehlo x", 250), ("HELO x", 250), ("RSET", 250), ("HELP", (211, 214)), ("VRFY an", (252, 502, 550))])
        s.say("MAIL FROM:<a@b.example> SIZE=1", (555, 503, 501))         # parameters need EHLO
        s.close()
        s = Smtp(self.office)
        s.all([("EXPN list", (502, 550, 252)), ("MAIL", 501), ("MAIL FROM", 501), ("MAIL FROM:", 501), ("MAIL FROM:a@b.example", 501), ("MAIL FROM:<a", 501), ("MAIL FROM:<a@>", 501),
               ("MAIL FROM:<@b>", 501), ("MAIL FROM:<a b@c.example>", 501), ("MAIL FROM:<a@b.example> NONSENSE=1", 555), ("MAIL FROM:<a@b.example> SIZE=x", 501),
               ("MAIL FROM:<a@b.example> SIZE=99999999999", 552), ("MAIL FROM:<a@b.example> BODY=9BIT", 501), ("MAIL FROM:<a@b.example> SIZE=1 SIZE=2", 501)])
        s.close()
        s = Smtp(self.office)
        s.all([("MAIL FROM:<a@b.example> RET=SOME", 501), ("MAIL FROM:<a@b.example> ENVID=+XY", 501), ("MAIL FROM:<ô@b.example>", 553),
               (b"MAIL FROM:<\xff@b.example>", (501, 553)), ("MAIL FROM:<" + "x" * 1900 + "@b.example>", (501, 553)),
               ('MAIL FROM:<"quoted local"@b.example> BODY=8BITMIME SIZE=10 RET=HDRS ENVID=a+2Bb AUTH=<>', 250), ("MAIL FROM:<a@b.example>", 503), ("RCPT TO:<>", 501), ("RCPT TO:<an>", 501),
               ("RCPT TO:<nobody@" + DOMAIN + ">", 550), ("RCPT TO:<a@elsewhere.example>", 550), (f"RCPT TO:<{BINH}> NOTIFY=SOMETIMES", 501), (f"RCPT TO:<{BINH}> NOTIFY=NEVER,DELAY", 501),
               (f"RCPT TO:<{BINH}> ORCPT=x", 501)])
        s.all([("DATA", (503, 554)), (f"RCPT TO:<@a.example,@b.example:{BINH}>", 250), (f"RCPT TO:<{BINH.upper()}> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;a+40b", 250),
               ("RCPT TO:<Postmaster>", (250, 550)), ("DATA now", 501)])
        s.data(mail("order"))
        s.all([("RCPT TO:<a@b.example>", 503), ("QUIT", 221)])
        s.close()
        s = Smtp(self.office)
        try:
            for _ in range(100):
                code, _ = s.say("NONSENSE", (500, 421))
                if code == 421:
                    break
            else:
                raise Wrong("a hundred wrong commands and no 421")
        except EOFError:
            pass
        s.close()
        s = Smtp(self.office, ehlo=False)
        s.say(b"GET / HTTP/1.1", 421)
        s.close()

    def scene_sign_in(self):
        s = Smtp(self.office, 25)
        code, text = s.say("EHLO x", 250)
        holds("AUTH" not in text and "STARTTLS" in text, f"port 25 offers no AUTH: {text}")
        s.say("AUTH PLAIN " + PLAIN, (502, 503, 504))
        s.close()
        for port in (587, 465):
            s = Smtp(self.office, port)
            s.say(f"MAIL FROM:<{AN}>", 530)
            s.all([("AUTH", 501), ("AUTH NONSENSE", 504), ("AUTH PLAIN !!!", 501), ("AUTH PLAIN =", 501), ("AUTH PLAIN", 334), ("*", 501)])
            s.say("AUTH PLAIN " + base64.b64encode(f"\0{AN}\0wrong".encode()).decode(), 535, "5.7.8")
            s.say("AUTH PLAIN " + base64.b64encode(f"{BINH}\0{AN}\0{PASSWORD}".encode()).decode(), 535)
            s.all([("AUTH LOGIN", 334), (base64.b64encode(AN.encode()).decode(), 334), (base64.b64encode(PASSWORD.encode()).decode(), 235)])
            s.say("AUTH PLAIN " + PLAIN, 503)
            s.all([(f"MAIL FROM:<{BINH}>", 550), ("MAIL FROM:<someone@else.example>", 550), ("MAIL FROM:<>", (250, 550)), ("RSET", 250)])
            for sender in (BINH, "someone@else.example", f"{AN}, {BINH}", "", "nobody", f"\"{AN}\" <{BINH}>", f"x:{BINH};"):
                s.envelope(AN)
                s.data(mail(sender=sender), (550, 554))
            s.envelope(AN)
            s.data(f"From: {AN}\r\nFrom: {BINH}\r\n\r\nx\r\n".encode(), (550, 554))
            s.envelope(AN)
            s.data(f"From: {AN}\r\nSender: {BINH}\r\n\r\nx\r\n".encode(), 550)
            s.envelope(AN)
            s.data(mail("mine", sender=AN))
            s.close()
        same(self.last()[0]["ENVELOPE"]["subject"], b"mine", "the good one came")

    def scene_starttls_forgets(self):
        for port in (25, 587):
            s = Smtp(self.office, port)
            s.socket.sendall(b"STARTTLS\r\nMAIL FROM:<evil@stranger.example>\r\nRCPT TO:<" + BINH.encode() + b">\r\nDATA\r\n")
            code, _ = s.reply()
            same(code, 220, "STARTTLS")
            s.socket = self.office.tls().wrap_socket(s.socket, server_hostname="localhost")
            s.buffer = b""
            s.all([("RCPT TO:<a@b.example>", 503), ("MAIL FROM:<a@b.example>", (503, 530)), ("EHLO x", 250), ("STARTTLS", (502, 503, 554))])
            s.close()
        s = Smtp(self.office, 587)
        s.say("STARTTLS now", 501)
        s.close()

    def scene_forged_senders(self):
        """Whatever port 25 takes: no client will show one of our addresses as the author."""
        chance = random.Random(7)
        forms = [b"From: %s", b"From: An <%s>", b"from : %s", b"From:\r\n %s", b"From:%s", b"From: x:%s;", b"From: a@b.example, %s", b"From: <%s> (c)", b"From: (c) %s", b"From: \"a\" \"b\" <%s>",
                 b"From: a@b.example\r\nFrom: %s", b"From: <@r.example:%s>", b"From: =?utf-8?q?a?= <%s>", b"From: \"unclosed <%s>", b"From: An %s", b"From: <%s", b"From: a@b.example <%s>",
                 b"X: y\r\nno colon\r\nFrom: %s", b"no colon\r\nFrom: %s", b" leading\r\nFrom: %s", b"From: ;%s", b"From: ,,%s", b"From: [%s]", b"From: \\%s", b"From: '%s'", b"From: %s.", b"From: %s>",
                 b"From: (unclosed %s", b"From: <<%s>>", b"From: a@b.example %s", b"From: x@y.example;%s", b"From: \xc3\xb4 <%s>", b"From: \"%s\" <a@b.example>", b"From: %s <a@b.example>",
                 b"From\t: %s", b"FROM: %s", b"\x00From: %s", b"From: \x00%s", b"From: a:b:%s;;", b"From: <a@b.example>\r\n\t<%s>"]
        addresses = [AN, AN.upper(), f"an@{DOMAIN}.", f"\"an\"@{DOMAIN}", f"an @ {DOMAIN}", f"an@{DOMAIN.replace('.', ' . ')}", f"an(c)@{DOMAIN}", f"an@(c){DOMAIN}", f"khong-co@{DOMAIN}"]
        s = Smtp(self.office)
        taken = refused = 0
        walk = Walk(self.office, BINH)
        walk.do("SELECT INBOX")
        cases = [form.replace(b"%s", address.encode()) for form in forms for address in addresses]
        for _ in range(400):
            case = bytearray(chance.choice(cases))
            at = chance.randrange(len(case) + 1)
            case[at:at + chance.choice((0, 1))] = chance.choice((b"\"", b"(", b")", b"<", b">", b",", b";", b":", b" ", b"\\", b"=", b"@", b"\t"))
            cases.append(bytes(case))
        for number, case in enumerate(cases):
            if number % 30 == 29:            # one connection may not be refused for ever
                s.close()
                s = Smtp(self.office)
            code, _ = s.say(f"MAIL FROM:<{STRANGER}>", 250)
            s.say(f"RCPT TO:<{BINH}>", 250)
            code, text = s.data(case + b"\r\nSubject: forged\r\n\r\nx", (250, 550, 554))
            if code != 250:
                refused += 1
                continue
            taken += 1
            walk.do("NOOP")
            shown = walk.do(f"FETCH {walk.exists} ENVELOPE").fetched()[walk.exists]["ENVELOPE"]
            for who in (shown["from"] or []):
                host = (who[3] or b"").decode("latin-1").replace(" ", "").rstrip(".").lower()
                if host == DOMAIN:
                    raise Wrong(f"taken, and shown as written by {who}: {case!r}")
        holds(refused > 200 and taken > 5, f"{taken} taken, {refused} refused")
        s.all([(f"MAIL FROM:<{AN}>", 550), (f"MAIL FROM:<{AN.upper()}>", 550), (f"MAIL FROM:<an@{DOMAIN}.>", (550, 501)), (f'MAIL FROM:<"an"@{DOMAIN}>', 550),
               (f"MAIL FROM:<nobody@{DOMAIN}>", 550), (f"MAIL FROM:<@a.example:{AN}>", 550)])
        walk.close()
        s.close()

    def scene_chunks(self):
        s = Smtp(self.office)
        for line in ("BDAT", "BDAT x", "BDAT -1", "BDAT 5 FIRST", "BDAT 99999999999999999999"):
            t = Smtp(self.office)
            t.envelope()
            t.say(line, (501, 552))
            t.close()
        s.socket.sendall(b"BDAT 5 LAST\r\nhello")
        same(s.reply()[0], 503, "BDAT without MAIL; its octets are read away")
        s.envelope()
        message = mail("chunks", body=b".\r\n..\r\n.\r\nend")
        for i in range(0, len(message), 7):
            piece = message[i:i + 7]
            s.socket.sendall(b"BDAT %d\r\n" % len(piece) + piece)
            same(s.reply()[0], 250, "chunk")
        s.all([("DATA", 503), (f"RCPT TO:<{BINH}>", 503), ("MAIL FROM:<a@b.example>", 503), ("BDAT 0 LAST", 250)])
        holds(self.last()[0]["BODY[]"].endswith(message), "dots stay as they are in chunks")
        s.envelope()
        s.socket.sendall(b"BDAT 4\r\nab\r\nBDAT 0\r\nRSET\r\nNOOP\r\n")
        same([s.reply()[0] for _ in range(4)], [250, 250, 250, 250], "pipelined chunks and RSET")
        s.say("BDAT 0 LAST", 503)
        s.envelope()
        s.say("BDAT 0 LAST", (250, 554, 550))
        s.envelope()                                           # an unfinished chunk is never a message
        before = self.count(BINH)
        s.socket.sendall(b"BDAT 100000 LAST\r\n" + b"x" * 500)
        s.close()
        time.sleep(0.3)
        same(self.count(BINH), before, "a chunk that breaks off leaves nothing")
        s = Smtp(self.office)
        s.envelope()
        s.socket.sendall(b"BDAT 60000000\r\n")
        block = b"x" * 76 + b"\r\n"
        s.socket.sendall((block * (60000000 // 78 + 1))[:60000000])
        same(s.reply()[0], 552, "a chunk over the limit")
        s.say("RSET", 250)
        s.envelope()
        s.data(mail("after the large one"))
        s.close()

    def scene_line_ends(self):
        before = self.count(BINH)
        for end in (b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b"\r\n.\r", b"\r.\r\n", b"\n.\r", b"\0.\r\n", b"\r\n\0.\r\n", b"\r\n.\0\r\n"):
            s = Smtp(self.office)
            s.envelope()
            s.say("DATA", 354)
            s.socket.sendall(mail("smuggle")[:-2] + end + b"MAIL FROM:<evil@stranger.example>\r\nRCPT TO:<" + BINH.encode() + b">\r\nDATA\r\nSubject: inner\r\n\r\nevil\r\n.\r\n")
            s.reply()
            s.say("QUIT", 221)
            s.close()
        walk = Walk(self.office, BINH)
        walk.do("SELECT INBOX")
        for item in walk.do(f"FETCH {max(before, 1)}:* ENVELOPE").fetched().values() if walk.exists else ():
            holds(item["ENVELOPE"]["subject"] != b"inner", "a second message was smuggled in")
        walk.close()
        s = Smtp(self.office)
        s.socket.sendall(b"NOOP\nNOOP\r\n")
        same([s.reply()[0], s.reply()[0]], [500, 250], "a lone LF in a command")
        s.socket.sendall(b"NOOP\rNOOP\r\n")
        same(s.reply()[0], 500, "a lone CR in a command")
        s.say("NOOP", 250)
        s.say(b"NOOP \0", (250, 500, 501))
        s.say(b"NOOP " + b"x" * 100000, 500)
        s.say("NOOP", 250)
        for port in (25, 587, 465):
            t = Smtp(self.office, port)
            try:
                for _ in range(64):
                    t.socket.sendall(b"b" * 65536)
                same(t.reply()[0], 421, "a line without end")
                holds(t.socket.recv(100) == b"", "and the connection is closed")
            except (OSError, EOFError):
                pass                                           # closed while we were still writing, or with our octets unread
            t.close()
        s.envelope()
        s.data(mail("long line", body=b"y" * 900000))
        s.envelope()
        s.data(mail("too long line", body=b"y" * 1100000), 550)
        s.envelope()
        s.data(b"", 554)                                       # an empty message: nobody wrote it
        s.envelope()
        s.data(mail("dots", body=b".\r\n..\r\n...\r\nend"))
        holds(self.last()[0]["BODY[]"].endswith(b"\r\n\r\n.\r\n..\r\n...\r\nend\r\n"), "dots come back")
        s.close()

    def scene_utf8(self):
        s = Smtp(self.office)
        s.all([("MAIL FROM:<người@stranger.example> SMTPUTF8", 250), (f"RCPT TO:<{BINH}>", 250)])
        s.data("From: Người <người@stranger.example>\r\nSubject: Công văn\r\n\r\nChào\r\n".encode())
        got = self.last()[0]
        holds("Return-Path: <người@stranger.example>".encode() in got["BODY[]"] and b"with UTF8SMTP" in got["BODY[]"], "SMTPUTF8 in the trace")
        s.all([("MAIL FROM:<a@b.example> SMTPUTF8=yes", 501), ("MAIL FROM:<a@stranger.example>", 250), (f"RCPT TO:<ô@{DOMAIN}>", (550, 553)), ("RSET", 250)])
        s.say(b"MAIL FROM:<\xc3(@b.example> SMTPUTF8", (501, 553))
        s.close()

    def scene_pipelining(self):
        s = Smtp(self.office)
        s.socket.sendall(f"MAIL FROM:<{STRANGER}>\r\nRCPT TO:<nobody@{DOMAIN}>\r\nRCPT TO:<{BINH}>\r\nDATA\r\n".encode())
        same([s.reply()[0] for _ in range(4)], [250, 550, 250, 354], "pipelined")
        s.socket.sendall(mail("piped") + b".\r\n" + f"MAIL FROM:<{STRANGER}>\r\nRCPT TO:<nobody@{DOMAIN}>\r\nDATA\r\nQUIT\r\n".encode())
        same([s.reply()[0] for _ in range(5)], [250, 250, 550, 554, 221], "pipelined twice, DATA without recipients")
        s.close()

    def scene_many_recipients(self):
        s = Smtp(self.office, 587).sign_in()
        s.say(f"MAIL FROM:<{AN}>", 250)
        s.socket.sendall(b"".join(b"RCPT TO:<r%d@away.example>\r\n" % i for i in range(1100)))
        codes = [s.reply()[0] for _ in range(1100)]
        holds(set(codes) <= {250, 452} and 452 in codes, f"the limit per hour of outside recipients: {set(codes)}")
        s.say("RSET", 250)
        s.close()
        s = Smtp(self.office, 25)
        s.say(f"MAIL FROM:<{STRANGER}>", 250)
        try:
            for i in range(300):
                code, _ = s.say(f"RCPT TO:<guess{i}@{DOMAIN}>", (550, 421))
                if code == 421:
                    break
            else:
                raise Wrong("300 guessed addresses on one connection")
        except EOFError:
            pass
        s.close()

    def scene_over_quota(self):
        s = Smtp(self.office)
        walk = Walk(self.office, BINH)
        quota = walk.do('GETQUOTA ""').of("QUOTA")[0][1]
        same(quota[0][0], "STORAGE", "a quota is set")
        big = mail("big", body=(b"y" * 76 + b"\r\n") * 100000)
        for _ in range(6):
            code, text = s.say(f"MAIL FROM:<{STRANGER}> SIZE={len(big)}", 250)
            code, text = s.say(f"RCPT TO:<{BINH}>", (250, 452, 552))
            if code != 250:
                break
            code, text = s.data(big, (250, 452))
            if code != 250:
                break
        holds(code in (452, 552) and ".2.2" in text, f"over quota: {code} {text}")
        walk.do("APPEND INBOX %s", [big], want="NO", code="OVERQUOTA")
        walk.do("SELECT INBOX")
        walk.do(r"STORE 1:* +FLAGS.SILENT (\Deleted)")
        walk.do("CLOSE")
        s.say("RSET", 250)
        s.envelope()
        s.data(mail("there is room again"))
        walk.close()
        s.close()

    # --- to other domains ---
    def submit(self, to, message, parameters="", notify=""):
        s = Smtp(self.office, 587).sign_in()
        s.say(f"MAIL FROM:<{AN}>{parameters}", 250)
        for address in to:
            s.say(f"RCPT TO:<{address}>{notify}", 250)
        s.data(message)
        s.close()

    def scene_relay(self):
        sink = self.sink
        done = len(sink.got)
        self.submit(["a@away.example", "b@away.example"], mail("out", sender=AN, body="Xin chào\r\n.\r\n..".encode()), " BODY=8BITMIME RET=HDRS ENVID=id1", " NOTIFY=SUCCESS,FAILURE")
        envelope, body = sink.wait(done + 1)
        same(len(envelope), 3, f"one message to both: {envelope}")
        holds("BODY=8BITMIME" in envelope[0] and "RET=HDRS" in envelope[0] and "ENVID=id1" in envelope[0], f"{envelope[0]}")
        holds("NOTIFY=SUCCESS,FAILURE" in envelope[1], f"{envelope[1]}")
        holds(body.endswith("\r\n\r\nXin chào\r\n.\r\n..\r\n".encode()) and b"Message-ID:" in body and b"Date:" in body and b"Bcc" not in body, f"{body!r}")
        done += 1
        self.submit(["a@away.example"], mail("blind", sender=AN, extra=b"Bcc: secret@away.example\r\n"))
        holds(b"secret" not in sink.wait(done + 1)[1], "Bcc stays at home")

    def scene_relay_refuses(self):
        sink, before = self.sink, self.count()
        done = len(sink.got)
        sink.answers = {"RCPT": ["550 5.1.1 nobody here"]}
        self.submit(["gone@away.example", "here@away.example"], mail("half", sender=AN, extra=b"Message-ID: <half@x>\r\n"), " ENVID=env7", " ORCPT=rfc822;orig@away.example")
        report = self.wait_for_report(before)
        sink.wait(done + 1)
        same(report.get_content_type(), "multipart/report", "RFC 3462")
        same(report.get_param("report-type"), "delivery-status", "RFC 3464")
        same(report["Return-Path"], "<>", "null sender")
        holds(report["Auto-Submitted"] == "auto-replied" and report["From"] and report["To"], "RFC 3834, From, To")
        parts = report.get_payload()
        same([p.get_content_type() for p in parts][:2], ["text/plain", "message/delivery-status"], "parts")
        holds(parts[2].get_content_type() in ("message/rfc822", "text/rfc822-headers"), "the message or its header")
        per_message, per_recipient = parts[1].get_payload()[0], parts[1].get_payload()[1]
        holds(per_message["Reporting-MTA"].startswith("dns;") and per_message["Original-Envelope-Id"] == "env7" and per_message["Arrival-Date"], f"{per_message}")
        same([per_recipient[name].replace(" ", "") for name in ("Final-Recipient", "Action", "Status", "Original-Recipient")],
             ["rfc822;gone@away.example", "failed", "5.1.1", "rfc822;orig@away.example"], "fields of RFC 3464")
        holds(per_recipient["Diagnostic-Code"].startswith("smtp; 550") and per_recipient["Remote-MTA"].startswith("dns;"), f"{per_recipient}")
        same(len(parts[1].get_payload()), 2, "nothing about the other recipient")
        human = parts[0].get_payload(decode=True).decode("utf-8")
        holds("gone@away.example" in human and "không" in human.lower(), f"a person can read it: {human[:300]}")

    def scene_relay_waits(self):
        sink, before = self.sink, self.count()
        done = len(sink.got)
        sink.once = True   # the answers below are to a new connection
        sink.answers = {"MAIL": ["451 4.7.1 greylisted"]}
        self.submit(["grey@away.example"], mail("grey", sender=AN))
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            waiting = self.office.json("queue", "list")
            if "greylisted" in str(waiting):
                break
            time.sleep(0.2)
        holds("greylisted" in str(waiting), f"queue list tells the reason: {waiting}")
        self.office.run("queue", "retry")
        sink.wait(done + 1)
        done += 1
        for answers in ({"DOT": ["452 4.3.1 full"]}, {"EHLO": ["421 4.3.2 busy"]}, {"DATA": [None]}, {"RCPT": [None]}):
            sink.answers = {k: list(v) for k, v in answers.items()}
            self.submit(["grey@away.example"], mail(f"wait {list(answers)[0]}", sender=AN))
            time.sleep(1)
            same(len(sink.got), done, "not yet")
            holds("grey@away.example" in str(self.office.json("queue", "list")), "it waits")
            self.office.run("queue", "retry")
            sink.wait(done + 1)
            done += 1
        same(self.count(), before, "no report for what got through")
        holds("@away.example" not in str(self.office.json("queue", "list")), "the queue is empty")
        sink.once = False

    def scene_relay_again(self):
        """Messages one after the other share a connection, which is left in good order when none comes for some seconds."""
        sink = self.sink
        sink.answers = {}
        time.sleep(7)      # what other scenes left idle is closed
        done, connections, parted = len(sink.got), sink.connections, sink.parted
        for number in range(6):
            self.submit(["a@away.example"], mail(f"again {number}", sender=AN))
            sink.wait(done + number + 1)
        same(sink.connections - connections, 1, "connections for six messages")
        holds(sink.transcript.count("RSET") >= 5, f"RSET between them: {sink.transcript[-40:]}")
        sink.once = True
        self.submit(["a@away.example"], mail("again after it hung up", sender=AN))
        sink.wait(done + 7)
        same(sink.connections - connections, 2, "a new connection at once")
        sink.once = False
        time.sleep(7)
        same(sink.parted - parted, 1, "QUIT to the one that was left")

    def scene_relay_lacks(self):
        sink, before = self.sink, self.count()
        done = len(sink.got)
        sink.answers = {}
        sink.once = True   # each connection learns the extensions of now
        sink.extensions = ["SIZE 1000000"]
        self.submit(["a@away.example"], mail("plain ascii", sender=AN))
        envelope, _ = sink.wait(done + 1)
        holds("BODY" not in envelope[0] and "SMTPUTF8" not in envelope[0] and "NOTIFY" not in envelope[1], f"no parameters for a plain relay: {envelope}")
        done += 1
        self.submit(["a@away.example"], mail("eight bits", sender=AN, body="tiếng Việt".encode()), " BODY=8BITMIME")
        report = self.wait_for_report(before)
        same((report.get_payload()[1].get_payload()[1]["Action"], report.get_payload()[1].get_payload()[1]["Status"]), ("failed", "5.6.3"), "8-bit to a relay without 8BITMIME")
        same(len(sink.got), done, "nothing was guessed")
        before = self.count()
        sink.extensions = ["8BITMIME"]
        s = Smtp(self.office, 587).sign_in()
        s.all([(f"MAIL FROM:<{AN}> SMTPUTF8", 250), ("RCPT TO:<người@away.example>", 250)])
        s.data(mail("Tiêu đề", sender=AN))
        s.close()
        report = self.wait_for_report(before)
        same(report.get_payload()[1].get_content_type(), "message/global-delivery-status", "RFC 6533 §4")
        fields = report.get_payload()[1].as_string()
        holds("Action: failed" in fields and "Status: 5.6.7" in fields and "Diagnostic-Code: smtp" not in fields, f"SMTPUTF8 to a relay without it: {fields}")
        before = self.count()
        self.submit(["a@away.example"], mail("too big", sender=AN, body=b"y" * 76), "")
        sink.wait(done + 1)
        done += 1
        sink.extensions = ["SIZE 1000", "8BITMIME"]
        self.submit(["a@away.example"], mail("too big", sender=AN, body=(b"y" * 76 + b"\r\n") * 50))
        report = self.wait_for_report(before)
        same(report.get_payload()[1].get_payload()[1]["Status"], "5.3.4", "over the relay's SIZE")
        sink.extensions = ["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE", "DSN"]
        sink.once = False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("--database", help="mysql://… of an empty database instead of the embedded default")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    work = tempfile.mkdtemp(prefix="vanthu-smtp-")
    office = Office(arguments.binary, os.path.join(work, "office"), free_port_base(39000))
    passed = failed = 0
    try:
        office.init(DOMAIN, "UBND xã Thử", ["--database", arguments.database] if arguments.database else [])
        port = office.base + 2500
        with open(office.config, encoding="utf-8") as f:
            text = f.read()
        for key, value in (("relay_host", '"127.0.0.1"'), ("relay_port", str(port)), ("default", "40")):
            text, found = re.subn(rf"(?m)^#?\s*{key} *=.*$", f"{key} = {value}", text, count=1)
            holds(found, f"the settings file has no {key}")
        with open(office.config, "w", encoding="utf-8") as f:
            f.write(text)
        sink = Sink(port)
        office.start()
        office.hire({"an": "Nguyễn Văn An", "binh": "Lê Thị Bình"}, PASSWORD)
        scenes = Scenes(office, sink)
        last = ("scene_many_recipients", "scene_over_quota")    # they spend limits
        passed, failed = play(scenes, "scene_", arguments.words, before=lambda: setattr(sink, "answers", {}), key=lambda name: (name in last, name))
    finally:
        office.kill()
        shutil.rmtree(work, ignore_errors=True)
    print(f"{Smtp.lines} lines said")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
