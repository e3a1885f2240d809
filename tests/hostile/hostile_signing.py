"""Signatures from outside: what strangers make the server reckon delays nobody else's mail."""
import base64
import os
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "story"))
from hostile_office import AN, BINH, MIB, HostileOffice, Smtp, holds  # noqa: E402
from keys import make_certificate, make_root, openssl  # noqa: E402

SIGNATURES = 32
DIGESTS = ("sha3-512", "sha3-384", "sha3-256", "sha512", "sha384", "sha256")    # each signature by six signers, each its own


def members(der):
    """The members of a DER value, each whole."""
    def head(at):
        size = der[at + 1]
        if size < 0x80:
            return at + 2, size
        octets = size & 0x7F
        return at + 2 + octets, int.from_bytes(der[at + 2:at + 2 + octets], "big")
    at, out = head(0)[0], []
    while at < len(der):
        begin, size = head(at)
        out.append(der[at:begin + size])
        at = begin + size
    return out


def value(tag, *parts):
    inside = b"".join(parts)
    size = len(inside).to_bytes(4, "big").lstrip(b"\0") or b"\0"
    return bytes([tag]) + (size if len(inside) < 0x80 else bytes([0x80 | len(size)]) + size) + inside


def with_all_signers(made):
    """One CMS with the signers of all of them, which no tool makes."""
    kind, content = members(made[0])
    version, _, encapsulated, certificates, _ = members(members(content)[0])
    parts = [members(members(members(one)[1])[0]) for one in made]
    digests = value(0x31, *[members(one[1])[0] for one in parts])
    signers = value(0x31, *[members(one[4])[0] for one in parts])
    return value(0x30, kind, value(0xA0, value(0x30, version, digests, encapsulated, certificates, signers)))


def pdf_of_many_signatures(work, size):
    """Every signature stands at the head of the file and covers all of it six times; none is right, which is found out only by reckoning."""
    directory = os.path.join(work, "keys")
    os.makedirs(directory)
    signer = make_certificate(directory, make_root(directory), "Người lạ", "la@stranger.example", kind="rsa")
    who = ("-signer", signer.certificate, "-inkey", signer.key)
    made = [openssl("cms", "-sign", "-binary", "-outform", "DER", "-md", digest, *who, stdin=b"something else") for digest in DIGESTS]
    cms = with_all_signers(made)
    contents = b"<" + cms.hex().encode() + b">"
    total = size
    out = bytearray(b"%PDF-1.7\n")
    for number in range(SIGNATURES):
        out += b"%d 0 obj\n<< /Type /Sig /SubFilter /adbe.pkcs7.detached /Contents " % (number + 1)
        begin, end = len(out), len(out) + len(contents)
        out += contents + b" /ByteRange [0 %d %d %d] >>\nendobj\n" % (begin, end, total - end)
    return bytes(out + b"%" + b"x" * (total - len(out) - 2) + b"\n")


def mail_with(pdf):
    lines = b"\r\n".join(base64.b64encode(pdf[at:at + 57]) for at in range(0, len(pdf), 57))
    return (b"From: x@stranger.example\r\nTo: " + AN.encode() + b"\r\nSubject: van ban\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf\r\n"
            b"Content-Transfer-Encoding: base64\r\n\r\n" + lines + b"\r\n--b--\r\n")


ALTERNATIVE = (b"From: friend@other.example\r\nTo: " + BINH.encode() + b"\r\nSubject: hai dang\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
               b"--b\r\nContent-Type: text/plain\r\n\r\nxin chao\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>xin chao</p>\r\n--b--\r\n")


def scene_many_signatures(binary, work):
    """P13: two mails with a PDF of 32 signatures; a multipart mail of somebody else does not wait for them, and the work is bounded."""
    office = HostileOffice(binary, work)
    office.open()
    try:
        mail = mail_with(pdf_of_many_signatures(work, 12 * MIB))
        answers, before = [], office.cpu()
        with office.attack("PDF of many signatures", size=2 * len(mail)) as seen:
            def send():
                client = Smtp(office)
                answers.append(client.mail(mail))
                client.close()
            attackers = [threading.Thread(target=send, daemon=True) for _ in range(2)]
            for thread in attackers:
                thread.start()
            slowest = 0.0
            while any(thread.is_alive() for thread in attackers):
                began = time.monotonic()
                client = Smtp(office, hello="friend.other.example")
                code, text = client.mail(ALTERNATIVE, to=BINH, sender="friend@other.example")
                client.close()
                holds(code == 250, f"a plain multipart mail was answered {code} {text}")
                slowest = max(slowest, time.monotonic() - began)
                time.sleep(0.05)
        spent = office.cpu() - before
        print(seen.check(database=False), f"multipart mail of another {slowest * 1000:.0f} ms, processor {spent:.1f} s")
        holds([code for code, _ in answers] == [250, 250], f"the large mails were answered {answers}")
        holds(slowest <= 3, f"a plain multipart mail waited {slowest:.1f} s")
        holds(spent <= 8, f"the signatures took {spent:.1f} s of processor time")
    finally:
        office.stop()
