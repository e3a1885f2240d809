"""Hostile messages by chance, put together from what makes readers work: lists, nesting, folding, encodings,
boundaries. The same seed makes the same message."""

import base64
import random
import re

MIB = 1 << 20
WORDS = (
    "công văn báo cáo họp gấp UBND tỉnh Thanh Hoá số 147/BC-UBND ngày 23/11/2026 hạn xong trả lời "
    "the meeting report of 2026"
).split()


class Maker:
    """Pieces of messages. Each method takes about how many octets it may fill."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def size(self, top):
        """Many small, some as large as `top`."""
        return int(top ** self.random.uniform(0.3, 1.0))

    def fill(self, piece, size, limit=10**9):
        return piece * min(limit, max(1, size // max(1, len(piece))))

    def word(self):
        return self.random.choice(WORDS).encode()

    def prose(self, size):
        out = []
        while size > 0:
            line = b" ".join(self.word() for _ in range(self.random.randint(1, 14)))
            out.append(line)
            size -= len(line) + 2
        return b"\r\n".join(out) + b"\r\n"

    def noise(self, size):
        octets = self.random.randbytes(size)
        return re.sub(rb"[\r\n\0]", b"x", octets)

    # --- header fields ---
    def addresses(self, size):
        one = self.pick(
            b"a@b.c,",
            b"a,",
            b"<>,",
            b",",
            b"a@b,\r\n ",
            b'"x\\"y"@z.example,',
            b"=?utf-8?q?=C3=B4?= <a@b.c>,",
            b"g:a@b.c,c@d.e;,",
            b"(c)a@b.c(d),",
            b"g:;,",
            b"=?utf-8?b?" + base64.b64encode("Ông Trần".encode()) + b"?= <t@u.v>,",
            b"\xc3\xb4@\xc3\xb4.vn,",
            b"a@[127.0.0.1],",
            b"<@a,@b:c@d>,",
        )
        return (
            self.pick(b"To", b"Cc", b"Bcc", b"Reply-To", b"Resent-To")
            + b": "
            + self.fill(one, size)
            + b"z@z.example\r\n"
        )

    def comments(self, size):
        kind = self.pick(b"(", b"(a)", b"(\\", b"(()", b"( \r\n ")
        field = self.pick(
            b"Date: Mon, 23 Nov 2026 09:00:00 +0700 ",
            b"Content-Type: text/plain ",
            b"Message-ID: <a@b> ",
            b"MIME-Version: 1.0 ",
            b"Content-Transfer-Encoding: 7bit ",
            b"Received: by x ",
        )
        return field + self.fill(kind, size) + b"\r\n"

    def ids(self, size):
        one = self.pick(
            b"<%d@x>" % self.random.randint(1, 9),
            b"<a@b>\r\n ",
            b"<",
            b">",
            b"<>",
            b"<" + b"i" * 900 + b"@x> ",
            b'<"a b"@c> ',
            b"a b ",
        )
        return (
            self.pick(b"References", b"In-Reply-To", b"Message-ID", b"Original-Message-ID")
            + b": "
            + self.fill(one, size)
            + b"\r\n"
        )

    def subject(self, size):
        one = self.pick(
            b"=?utf-8?q?=C3=B4?= ",
            b"=?utf-8?b?w7Q=?=",
            b"=?iso-2022-jp?b?GyRC?= ",
            b"Re: ",
            b"=?",
            b"?=",
            b"\xcc\x81",
            b"\xe2\x80\x8b",
            b"x",
            b" \r\n ",
            b"=?x-unknown?q?=FF?= ",
            b"=?utf-7?q?+AGE-?= ",
            b"\xff",
        )
        return (
            self.pick(b"Subject", b"Comments", b"Content-Description", b"List-Id", b"Thread-Topic")
            + b": "
            + self.fill(one, size)
            + b"\r\n"
        )

    def many_fields(self, size):
        one = self.pick(
            b"A:\r\n",
            b"X-%d: y\r\n" % self.random.randint(1, 99),
            b"Received: from a by b; Mon, 23 Nov 2026 09:00:00 +0700\r\n",
            b"Subject: s\r\n",
            b"DKIM-Signature: v=1; a=b; d=c; bh=e; b=f\r\n",
            b"Authentication-Results: hostile.example; spf=pass\r\n",
            b"Date: x\r\n",
            b"Content-Type: text/html\r\n",
            b"To: a\r\n",
            b" folded\r\n",
            b"X:" + b" \r\n" * 30,
        )
        return self.fill(one, size, 90 if one.startswith(b"Received") else 10**9)

    def parameters(self, size):
        one = self.pick(
            b"; a=b",
            b"; a*%d=b" % self.random.randint(0, 99),
            b"; name*0*=utf-8''%C3%B4",
            b';x="' + b"\\\\" * 50 + b'"',
            b";",
            b"; boundary=b",
            b"; charset=utf-8",
            b'; filename="' + b"n" * 800 + b'"',
            b"; (c) d=e",
        )
        return (
            self.pick(
                b"Content-Type: text/plain",
                b"Content-Disposition: attachment",
                b"Content-Type: multipart/mixed; boundary=b",
            )
            + self.fill(one, size)
            + b"\r\n"
        )

    # --- bodies: each a whole entity, its own fields first ---
    def leaf(self, size):
        kind = self.pick(
            "prose",
            "token",
            "html",
            "entities",
            "css",
            "base64",
            "qp",
            "lines",
            "charset",
            "pdf",
            "signed",
            "calendar",
            "noise",
            "marks",
            "forward",
            "numbers",
        )
        if kind == "prose":
            return b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + self.prose(size)
        if kind == "token":
            return (
                b"\r\n"
                + self.fill(self.pick(b"x", b"ab1", b"\xc3\xb4", b"a.b@c/", b"1/"), min(size, MIB - 10))
                + b"\r\n"
            )
        if kind == "html":
            tag = self.pick(
                b"<div>",
                b"<table><tr><td>",
                b"<b",
                b"</p>",
                b"<!--",
                b"<a href='",
                b'<p style="',
                b"<blockquote>",
                b"<style>",
                b"<script>",
                b"<![CDATA[",
                b"<br>\r\n",
                b"<td>x",
            )
            return b"Content-Type: text/html; charset=utf-8\r\n\r\n" + self.broken(self.fill(tag, size))
        if kind == "entities":
            return b"Content-Type: text/html\r\n\r\n" + self.broken(
                self.fill(
                    self.pick(b"&amp;", b"&#x1F600;", b"&", b"&#", b"&lt;b&gt;", b"&nbsp;", b"&#99999999999;"), size
                )
            )
        if kind == "css":
            return b"Content-Type: text/html\r\n\r\n<style>" + self.broken(
                self.fill(self.pick(b"a{b:c}", b"/*", b"@media x{", b"'"), size)
            )
        if kind == "base64":
            text = base64.encodebytes(self.pick(self.prose(size // 2), self.noise(size // 2))).replace(b"\n", b"\r\n")
            return b"Content-Type: %s\r\nContent-Transfer-Encoding: base64\r\n\r\n" % self.pick(
                b"text/plain", b"text/html", b"application/octet-stream", b"message/rfc822", b"image/png"
            ) + self.pick(text, text[::2], text[:-7])
        if kind == "qp":
            return (
                b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + self.broken(self.fill(self.pick(b"=C3=B4", b"=", b"=\r\n", b"=3D", b"=ZZ", b"a= \r\n", b"=20"), size))
            )
        if kind == "lines":
            return b"\r\n" + self.fill(
                self.pick(
                    b"\r\n",
                    b"> \r\n",
                    b">>>>>>>>>>\r\n",
                    b"--b\r\n",
                    b"--\r\n",
                    b"..\r\n",
                    b" \r\n",
                    b"From x\r\n",
                    b"On x wrote:\r\n",
                    b"begin 644 x\r\n",
                ),
                size,
            )
        if kind == "charset":
            name = self.pick(
                b"utf-7",
                b"utf-16",
                b"utf-32",
                b"iso-2022-kr",
                b"gb18030",
                b"windows-1258",
                b"tcvn",
                b"viscii",
                b"big5",
                b"x" * 500,
                b"",
                b"us-ascii",
                b"hz-gb-2312",
            )
            return b'Content-Type: text/plain; charset="' + name + b'"\r\n\r\n' + self.broken(self.noise(size))
        if kind == "pdf":
            piece = self.pick(
                b"1 0 obj<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>endobj ",
                b"<<",
                b"[",
                b"(",
                b"xref 0 99999 ",
                b"/Prev 0 ",
                b"obj ",
                b"stream\r\n",
            )
            return (
                b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + base64.encodebytes(b"%PDF-1.7\n" + self.fill(piece, size // 2) + b"startxref 9 %%EOF").replace(
                    b"\n", b"\r\n"
                )
            )
        if kind == "signed":
            der = self.fill(
                self.pick(
                    b"\x30\x80",
                    b"\x30\x84\x7f\xff\xff\xff",
                    b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02",
                    b"\xa0\x82\x01\x00",
                    b"\x31\x00",
                ),
                size // 2,
            )
            return b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(
                der
            ).replace(
                b"\n", b"\r\n"
            )
        if kind == "calendar":
            return (
                b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\n"
                + self.fill(
                    self.pick(
                        b"BEGIN:VTODO\r\n",
                        b"ATTENDEE:a@b\r\n",
                        b"RRULE:FREQ=SECONDLY\r\n",
                        b"X:" + b"y" * 70 + b"\r\n z\r\n",
                    ),
                    size,
                )
                + b"END:VCALENDAR\r\n"
            )
        if kind == "marks":
            return b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + self.broken(
                self.fill(
                    self.pick(
                        b"a\xcc\x81",
                        b"\xcc\x81",
                        b"\xc2\xad",
                        b"\xe2\x80\x8b",
                        b"\xf0\x9f\x98\x80",
                        b"o\xcc\x82\xcc\xa3 ",
                        b"\xef\xbb\xbf",
                    ),
                    size,
                )
            )
        if kind == "forward":
            return b"\r\n" + self.fill(
                self.pick(
                    b"-----Original Message-----\r\nFrom: a\r\nSent: b\r\n\r\n",
                    b"Vao luc 09:00 ngay 1/1/2026, A da viet:\r\n> x\r\n",
                    b"XONG 1\r\n",
                    b"HAN 31/12\r\n",
                ),
                size,
            )
        if kind == "numbers":
            return b"\r\n" + self.fill(
                self.pick(b"147/BC-UBND ", b"1/2/3/4/5-6-", b"ngay 31/02/2026 ", b"Q\xc4\x90-", b"0000000000000"), size
            )
        return b"Content-Type: application/octet-stream\r\n\r\n" + self.broken(self.noise(size))

    def broken(self, octets, width=900):
        """In lines that a client could send."""
        return b"\r\n".join(octets[i : i + width].strip(b"\r\n") for i in range(0, len(octets), width)) + b"\r\n"

    def entity(self, size, depth=0):
        shape = (
            self.pick("leaf", "leaf", "parts", "many", "deep", "message", "alternative", "boundaries")
            if depth < 3
            else "leaf"
        )
        if shape == "leaf":
            return self.leaf(size)
        boundary = self.pick(b"b", b"-" * 70, b"b" * 70, b"=_%d" % depth, b"b b", b"--b")
        head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (
            self.pick(b"mixed", b"signed", b"related", b"digest", b"report", b"encrypted"),
            boundary,
        )
        end = self.pick(b"", b"\r\n--" + boundary + b"--\r\n", b"\r\n--" + boundary + b"--\r\nepilogue\r\n")
        line = b"\r\n--" + boundary + b"\r\n"
        if shape == "parts":
            count = self.random.randint(2, 6)
            return head + b"".join(line + self.entity(size // count, depth + 1) for _ in range(count)) + end
        if shape == "many":
            return (
                head
                + self.fill(
                    line
                    + self.pick(
                        b"\r\nx",
                        b"",
                        b"Content-Type: text/html\r\n\r\n<p>",
                        b"Content-Type: message/rfc822\r\n\r\nFrom: a,b,c\r\n\r\nx",
                        b"X: y\r\n",
                    ),
                    size,
                )
                + end
            )
        if shape == "deep":
            level = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
            return b"".join(level % (i, i) for i in range(min(size // 60 + 1, 20000))) + b"\r\nx\r\n"
        if shape == "message":
            inner = b"Content-Type: message/rfc822\r\n\r\nFrom: a@b.c\r\nSubject: s\r\n"
            return self.fill(inner, self.random.choice([60, size // 4, size])) + self.leaf(self.random.randint(0, size))
        if shape == "alternative":
            text = self.leaf(size // 2)
            return (
                b'Content-Type: multipart/alternative; boundary="' + boundary + b'"\r\n\r\n' + (line + text) * 2 + end
            )
        return (
            head
            + self.fill(
                self.pick(
                    b"\r\n--" + boundary[:-1], b"\r\n--" + boundary + b"x", b"\r\n--", b"\r\n--" + boundary + b" \t"
                ),
                size,
            )
            + end
        )

    def message(self, top):
        fields = [b"From: x@stranger.example\r\n", b"To: an@hostile.example\r\n"]
        makers = [self.addresses, self.comments, self.ids, self.subject, self.many_fields, self.parameters]
        for maker in self.random.sample(makers, self.random.choice([0, 1, 1, 2, 3])):
            fields.append(maker(self.size(top)))
        self.random.shuffle(fields)
        # A field may be as long as it likes, a line may not (1 MiB).
        head = b"".join(self.folded(field) for field in fields)
        return head.lstrip(b" ") + self.entity(self.size(top))

    def folded(self, field):
        return (
            field
            if max(map(len, field.split(b"\r\n"))) < 900000
            else b"\r\n ".join(field[i : i + 800000].strip() for i in range(0, len(field), 800000)) + b"\r\n"
        )
