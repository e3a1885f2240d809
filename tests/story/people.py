"""People at their mail programs: what a leader, clerk or specialist does with an office, by SMTP submission and IMAP alone.

    chair = Person(office, "ngochb@bimson.example", "password", "Hoàng Bích Ngọc")
    chair.send(["giaoviec@bimson.example", "giaoviec.lamson@bimson.example"], "Báo cáo kết quả", "Hạn 20/12/2026.")
    mail = ward.wait("[NV-2026-000001]", box="Shared/giaoviec.lamson@bimson.example/INBOX")
    ward.answer(mail, "nhận")
"""
import email
import email.header
import email.policy
import email.utils
import imaplib
import smtplib
import time
from email.message import EmailMessage

import keys


class NoSuchMail(Exception):
    pass


def utf7(name):
    """A mailbox name as IMAP writes it (RFC 3501 §5.1.3); ours here are ASCII but for '&'."""
    return '"' + name.replace("&", "&-").replace("\\", "\\\\").replace('"', '\\"') + '"'


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def text_of(message):
    part = message.get_body(("plain",))
    return part.get_content() if part is not None else ""


class Person:
    def __init__(self, office, address, password, name=""):
        self.office, self.address, self.password, self.name = office, address, password, name
        self._imap = None

    # --- reading ---
    def imap(self):
        try:
            if self._imap is not None:
                self._imap.noop()
                return self._imap
        except (OSError, imaplib.IMAP4.error):
            pass
        self._imap = self.office.imap()
        self._imap.login(self.address, self.password)
        return self._imap

    def close(self):
        if self._imap is not None:
            try:
                self._imap.logout()
            except (OSError, imaplib.IMAP4.error):
                pass
            self._imap = None

    def newest(self, words, box="INBOX", last=40):
        """Raw bytes of the newest message whose subject has these words; nothing when there is none among the last ones."""
        client = self.imap()
        status, data = client.select(utf7(box), readonly=True)
        if status != "OK":
            raise NoSuchMail(f"{self.address} has no mailbox {box}: {data}")
        count = int(data[0])
        if count == 0:
            return None
        _, items = client.fetch(f"{max(1, count - last + 1)}:{count}", "(BODY.PEEK[])")
        bodies = [item[1] for item in items if isinstance(item, tuple)]
        for raw in reversed(bodies):
            if words in str(read(raw)["Subject"] or ""):
                return raw
        return None

    def wait(self, words, box="INBOX", seconds=20, text=""):
        """The same, when it comes: what an office writes follows within a second. `text`: the plain text has these words too."""
        deadline = time.monotonic() + seconds
        while True:
            raw = self.newest(words, box)
            if raw is not None and (not text or text in text_of(read(raw))):
                return raw
            if time.monotonic() > deadline:
                raise NoSuchMail(f"{self.address} waits in {box} for a message with “{words}”" + (f" and “{text}”" if text else ""))
            time.sleep(0.05)

    def count(self, box="INBOX"):
        status, data = self.imap().select(utf7(box), readonly=True)
        return int(data[0]) if status == "OK" else 0

    # --- writing ---
    def submit(self, raw, to, sender=None):
        """Raw bytes through the submission port."""
        client = self.office.submission()
        try:
            client.login(self.address, self.password)
            client.sendmail(sender or self.address, to, raw, mail_options=["BODY=8BITMIME"])
        finally:
            try:
                client.quit()
            except (OSError, smtplib.SMTPException):
                pass

    def send(self, to, subject, text, cc=(), sender=None, in_reply_to=None):
        message = EmailMessage()
        message["From"] = email.utils.formataddr((self.name, sender or self.address))
        message["To"] = ", ".join(to)
        if cc:
            message["Cc"] = ", ".join(cc)
        message["Subject"] = subject
        message["Date"] = email.utils.formatdate(localtime=True)
        message["Message-ID"] = email.utils.make_msgid(domain="client.example")
        if in_reply_to:
            message["In-Reply-To"] = message["References"] = in_reply_to
        message.set_content(text)
        self.submit(message.as_bytes(policy=email.policy.SMTP), [*to, *cc])
        return str(message["Message-ID"])

    def answer(self, raw, text):
        """As a mail program answers: to Reply-To or From, In-Reply-To set, the original quoted below."""
        original = read(raw)
        to = email.utils.getaddresses([str(original["Reply-To"] or original["From"])])[0][1]
        quoted = "\n".join("> " + line for line in text_of(original).splitlines())
        subject = str(original["Subject"])
        return self.send([to], subject if subject.startswith("Re: ") else "Re: " + subject, f"{text}\n\nVào {original['Date']}, đã viết:\n{quoted}\n",
                         in_reply_to=str(original["Message-ID"]))

    def dispatch(self, records, to, subject, entity, *signers):
        """A document from the records mailbox, signed; without signers it is not."""
        raw = keys.signed_message({"From": records, "To": ", ".join(to), "Subject": subject}, entity, *signers)
        self.submit(raw, to, records)
        return raw
