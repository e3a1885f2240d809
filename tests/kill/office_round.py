"""One round of a working office: clerks take numbers, a leader assigns, wards answer, documents go out and are registered, until the
server dies. What was sent and not acknowledged is sent again in a later round, byte for byte, as mail programs do."""
import email.utils
import itertools
import queue
import random
import smtplib
import threading
import time

import keys
from small_town import DOMAIN, PASSWORD, at

CLERKS = ["nhung", "ha"]
WARDS = {"lamson": ("lan", "duc"), "dongson": ("hai", "mai")}   # clerk, leader


def plain_mail(sender, to, subject, text, message_id, in_reply_to=None):
    lines = [f"From: <{at(sender)}>", f"To: {', '.join(f'<{a}>' for a in to)}", f"Subject: {subject}", f"Message-ID: <{message_id}>"]
    lines += [f"In-Reply-To: <{in_reply_to}>"] if in_reply_to else []
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "", text, ""]
    return "\r\n".join(lines).encode()


class Mail:
    """One thing to do: its kind and key, and the mail that asks for it."""

    def __init__(self, kind, key, local, raw, to, sender=None):
        self.kind, self.key, self.local, self.raw, self.to, self.sender = kind, key, local, raw, to, sender or at(local)


def number_mails(clerk, name):
    for i in itertools.count():
        key = f"so.{name}.{i}@kill"
        yield Mail("number", key, clerk, plain_mail(clerk, [at("vanthu")], "xin số", "XIN SỐ BC", key), [at("vanthu")])


def task_mails(name):
    to = [at("giaoviec"), at("giaoviec.lamson"), at("giaoviec.dongson")]
    for i in itertools.count():
        key = f"viec-{name}-{i}"
        yield Mail("task", key, "chutich", plain_mail("chutich", to, f"Rà soát {key}", "Đề nghị thực hiện.", key + "@kill"), to)


def document_mail(clerk, number, key):
    to = [at(f"vanthu.{ward}") for ward in WARDS]
    entity = keys.mixed_entity(f"Văn bản {number}\n", [("a.pdf", "application/pdf", b"%PDF-1.4 " + number.encode())])
    raw = keys.signed_message({"From": at("vanthu"), "To": ", ".join(to), "Subject": f"[VB {number}] Thử"}, entity, key)
    return Mail("document", number, clerk, raw, to, at("vanthu"))


def answer_mail(kind, local, mail, text):
    """An answer to a message that was found in a mailbox; the key is the answer's own Message-ID."""
    key = f"{kind}.{local}.{mail.message_id.split('@')[0]}@kill"   # both wards have the same document
    to = [email.utils.parseaddr(mail.reply_to)[1]]
    return Mail(kind, key, local, plain_mail(local, to, "Re: " + mail.subject, text, key, mail.message_id), to)


class Round:
    """Everybody works until the server dies. `test` gets what was tried, acknowledged, refused, and what waits to be sent again."""

    def __init__(self, test, number):
        self.test, self.office, self.number = test, test.office, number
        self.stop = threading.Event()
        self.lock = threading.Lock()
        self.broken = []                     # connections that broke before the server died
        self.signed_in = 0

    def connect(self, local):
        client = smtplib.SMTP("127.0.0.1", self.office.base + 587, timeout=20)
        client.ehlo("client.example")
        client.login(at(local), PASSWORD)
        return client

    def send(self, client, mail):
        with self.lock:
            self.test.tried[mail.kind].add(mail.key)
            self.test.unsure[mail.key] = mail
        try:
            client.sendmail(mail.sender, mail.to, mail.raw, mail_options=["BODY=8BITMIME"])
        except smtplib.SMTPDataError as refused:
            with self.lock:
                self.test.refused.append((mail.kind, mail.key, str(refused)))
                del self.test.unsure[mail.key]
            client.rset()
            return
        with self.lock:
            self.test.acknowledged[mail.kind].add(mail.key)
            del self.test.unsure[mail.key]
            if random.random() < 0.1:
                self.test.replayed.append(mail)

    def work(self, local, mails):
        try:
            client = self.connect(local)
            with self.lock:
                self.signed_in += 1
            for mail in mails:
                if self.stop.is_set():
                    return
                self.send(client, mail)
        except (OSError, smtplib.SMTPException) as broken:
            if not self.stop.is_set():
                with self.lock:
                    self.broken.append(f"{local}: {broken!r}")

    def from_queue(self, waiting):
        while True:
            try:
                yield waiting.get_nowait()()
            except queue.Empty:
                return

    def run(self, seconds):
        test = self.test
        # Sent again: what nobody acknowledged, and some of what was.
        again = [mail for mail in test.unsure.values() if random.random() < 0.8] + test.replayed[-20:]
        test.replayed.clear()
        jobs = [("chutich", task_mails(f"{self.number}-{i}")) for i in range(2)]
        jobs += [(clerk, number_mails(clerk, f"{self.number}.{clerk}.{i}")) for clerk in CLERKS for i in range(3)]
        jobs += [(local, self.from_queue(waiting)) for local, waiting in test.to_do.items()]
        jobs += [(local, [mail for mail in again if mail.local == local]) for local in {mail.local for mail in again}]
        threads = [threading.Thread(target=self.work, args=job, daemon=True) for job in jobs]
        for thread in threads:
            thread.start()
        deadline = time.monotonic() + 30     # signing in is slow by design, on a busy machine very slow
        while self.signed_in < len(threads) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(seconds)
        self.stop.set()
        self.office.kill()
        for thread in threads:
            thread.join(30)


__all__ = ["CLERKS", "DOMAIN", "WARDS", "Round", "answer_mail", "document_mail"]
