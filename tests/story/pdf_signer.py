"""PDF files signed by `pdfsig` (Poppler and NSS), a maker of signatures nobody here wrote. Needs pdfsig, certutil and pk12util.

    signer = PdfSigner(directory, key, root)     # key: RSA, of keys.make_certificate(..., kind="rsa"); pdfsig cannot sign with EC keys
    leader = signer.sign(make_pdf("Báo cáo", ["LanhDao", "ConDau"]), "LanhDao")
"""
import os
import subprocess

FAKETIME = [f"/usr/lib/{place}/libfaketime.so.1" for place in ("x86_64-linux-gnu/faketime", "aarch64-linux-gnu/faketime", "faketime")]


def make_pdf(text, fields=()):
    """One page with a line of ASCII text and empty signature fields (ISO 32000-1 §12.7.4.5)."""
    content = b"BT /F1 12 Tf 72 770 Td (" + text.encode("ascii") + b") Tj ET"
    widgets = b" ".join(b"%d 0 R" % (6 + i) for i in range(len(fields)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [" + widgets + b"] /SigFlags 1 /DA (/F1 10 Tf 0 g) /DR << /Font << /F1 5 0 R >> >> >> >>",
               b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
               b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [" + widgets + b"] /Resources << /Font << /F1 5 0 R >> >> >>",
               b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
               *[b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (" + name.encode("ascii") + b") /F 132 /P 3 0 R /Rect [0 0 0 0] >>" for name in fields]]
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


def _run(*command, environment=None):
    done = subprocess.run(command, capture_output=True, timeout=120, env=dict(os.environ, **(environment or {})))
    assert done.returncode == 0, f"{command[0]} exit {done.returncode}: {(done.stdout + done.stderr)[-800:].decode('utf-8', 'replace')}"
    return done.stdout.decode("utf-8", "replace")


class PdfSigner:
    """One signer with a certificate database of his own: NSS gives certificates of one subject one name."""

    def __init__(self, directory, key, root):
        self.directory = directory
        os.makedirs(directory)
        self.database = "sql:" + directory
        bundle = os.path.join(directory, "signer.p12")
        _run("certutil", "-N", "-d", self.database, "--empty-password")
        _run("certutil", "-A", "-d", self.database, "-n", "root", "-t", "C,C,C", "-i", root.certificate)
        _run("openssl", "pkcs12", "-export", "-in", key.certificate, "-inkey", key.key, "-name", "signer", "-passout", "pass:", "-out", bundle)
        _run("pk12util", "-i", bundle, "-d", self.database, "-W", "")

    def sign(self, pdf, field, *options, moment=None):
        """The file with one more signature. moment: "2020-06-01 09:00:00", the clock of the signer (needs libfaketime)."""
        before, after = os.path.join(self.directory, "in.pdf"), os.path.join(self.directory, "out.pdf")
        with open(before, "wb") as f:
            f.write(pdf)
        environment = {}
        if moment:
            environment = {"LD_PRELOAD": next(path for path in FAKETIME if os.path.exists(path)), "FAKETIME": "@" + moment}
        _run("pdfsig", "-nssdir", self.database, before, after, "-sign", field, "-nick", "signer", *options, environment=environment)
        with open(after, "rb") as f:
            return f.read()

    def judge(self, pdf):
        """What pdfsig itself says of a file."""
        path = os.path.join(self.directory, "judged.pdf")
        with open(path, "wb") as f:
            f.write(pdf)
        return _run("pdfsig", "-no-ocsp", "-nssdir", self.database, path)
