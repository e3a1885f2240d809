"""Demonstration keys, made at run time by the openssl program, and S/MIME messages signed by it as a clerk's mail program would.

    root = make_root(directory)                                        # trust add root.certificate
    clerk = make_certificate(directory, root, "UBND thị xã", "vanthu@d.example")   # cert add vanthu@d.example clerk.certificate
    write_seal(os.path.join(data, "seals", "ROOT.pem"), clerk)         # the office's own seal
    entity = mixed_entity("Kính gửi …", [("van-ban.pdf", "application/pdf", pdf_bytes)])
    mail = signed_message({"From": "vanthu@d.example", "To": "…", "Subject": "[VB 147/BC-UBND] …"}, entity, clerk)
    client.sendmail(sender, receivers, mail)                           # bytes, CRLF throughout

The same by hand stands in directory/README.md. Nothing here is secret and nothing is for a real office.
"""
import base64
import email.header
import email.mime.multipart
import email.mime.text
import email.policy
import email.utils
import hashlib
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass

ROOT_EXTENSIONS = """basicConstraints=critical,CA:TRUE,pathlen:0
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
"""
SIGNER_EXTENSIONS = """basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,nonRepudiation
extendedKeyUsage=emailProtection
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid:always
subjectAltName=email:{address}
"""


@dataclass
class Key:
    """Paths of a certificate and its private key, both PEM."""
    name: str
    certificate: str
    key: str


def _cnf(text):
    """A value in OpenSSL's configuration syntax."""
    return re.sub(r"([\\\\'\"$#])", r"\\\1", text)


def openssl(*arguments, cwd=None, stdin=None):
    run = subprocess.run(["openssl", *arguments], capture_output=True, cwd=cwd, input=stdin, timeout=120)
    if run.returncode != 0:
        raise RuntimeError(f"openssl {arguments[0]}: {run.stderr.decode(errors='replace')}")
    return run.stdout


KINDS = {"ec": ("EC", "ec_paramgen_curve:P-256"), "rsa": ("RSA", "rsa_keygen_bits:2048")}


def _new_key(directory, stem, kind="ec"):
    path = os.path.join(directory, stem + ".key")
    algorithm, option = KINDS[kind]
    openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", option, "-out", path)
    os.chmod(path, 0o600)
    return path


def make_root(directory, name="Gốc chứng thực thử nghiệm", stem="root", days=3650):
    """An authority: what `trust add` takes."""
    os.makedirs(directory, exist_ok=True)
    key, certificate = _new_key(directory, stem), os.path.join(directory, stem + ".pem")
    with open(os.path.join(directory, stem + ".cnf"), "w", encoding="utf-8") as f:
        f.write("[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\nx509_extensions=ext\n"
                f"[dn]\nCN={_cnf(name)}\n[ext]\n{ROOT_EXTENSIONS}")
    openssl("req", "-x509", "-new", "-utf8", "-config", f.name, "-key", key, "-days", str(days), "-out", certificate)
    return Key(name, certificate, key)


def make_certificate(directory, root, name, address, stem=None, days=365, not_before=None, not_after=None, kind="ec"):
    """A certificate for signing mail, for a person or an office; kind: "ec" or "rsa". not_before, not_after: "20260101000000Z", for certificates that
    have expired or are not valid yet."""
    os.makedirs(directory, exist_ok=True)
    stem = stem or address.split("@")[0].replace("/", "_")
    key, certificate, request = _new_key(directory, stem, kind), *(os.path.join(directory, stem + end) for end in (".pem", ".csr"))
    with open(os.path.join(directory, stem + ".cnf"), "w", encoding="utf-8") as f:
        f.write("[req]\ndistinguished_name=dn\nprompt=no\nutf8=yes\nstring_mask=utf8only\n[dn]\nCN=" + _cnf(name) + "\n"
                "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\ndefault_md=sha256\npolicy=p\nunique_subject=no\n"
                "[p]\ncommonName=supplied\n[ext]\n" + SIGNER_EXTENSIONS.format(address=address))
    openssl("req", "-new", "-utf8", "-config", f.name, "-key", key, "-out", request)
    with tempfile.TemporaryDirectory() as work:
        open(os.path.join(work, "index"), "w").close()
        dates = ["-startdate", not_before] if not_before else []
        dates += ["-enddate", not_after] if not_after else ["-days", str(days)]
        openssl("ca", "-batch", "-notext", "-config", os.path.abspath(f.name), "-extensions", "ext", "-cert", os.path.abspath(root.certificate),
                "-keyfile", os.path.abspath(root.key), "-in", os.path.abspath(request), "-out", os.path.abspath(certificate), *dates, cwd=work)
    return Key(name, certificate, key)


def make_crl(directory, root, revoked=(), stem="crl", days=30):
    """A revocation list of the root that lists these certificates: what `trust add` takes too."""
    path = os.path.abspath(os.path.join(directory, stem + ".pem"))
    with tempfile.TemporaryDirectory() as work:
        open(os.path.join(work, "index"), "w").close()
        with open(os.path.join(work, "cnf"), "w") as f:
            f.write("[ca]\ndefault_ca=d\n[d]\ndatabase=index\ndefault_md=sha256\nrand_serial=yes\n")
        common = ["ca", "-config", "cnf", "-cert", os.path.abspath(root.certificate), "-keyfile", os.path.abspath(root.key)]
        for one in revoked:
            openssl(*common, "-revoke", os.path.abspath(one.certificate), cwd=work)
        openssl(*common, "-gencrl", "-crldays", str(days), "-out", path, cwd=work)
    return path


def write_seal(path, key):
    """The seal file of an office: certificate and key in one PEM file that nobody else may read."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        for part in (key.certificate, key.key):
            with open(part, "rb") as f:
                out.write(f.read())
    os.chmod(path, 0o600)


def canonical(text):
    """CRLF line ends (RFC 8551 §3.1.1)."""
    data = text.encode() if isinstance(text, str) else text
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def mixed_entity(text, attachments=()):
    """A MIME entity, header and body: the text, then files as (name, media type, bytes)."""
    body = email.mime.text.MIMEText(text, "plain", "utf-8")
    del body["MIME-Version"]
    if not attachments:
        return canonical(body.as_bytes(policy=email.policy.SMTP))
    boundary = "p" + hashlib.sha256(text.encode() + b"".join(a[2] for a in attachments)).hexdigest()[:30]
    out = [f'Content-Type: multipart/mixed; boundary="{boundary}"'.encode(), b"", b"--" + boundary.encode(), canonical(body.as_bytes(policy=email.policy.SMTP)).rstrip(b"\r\n")]
    for name, media_type, data in attachments:
        file_name = email.utils.encode_rfc2231(name, "utf-8")
        out += [b"--" + boundary.encode(), f"Content-Type: {media_type}".encode(), b"Content-Transfer-Encoding: base64",
                f"Content-Disposition: attachment; filename*={file_name}".encode(), b"",
                canonical(base64.encodebytes(data)).rstrip(b"\r\n")]
    out += [b"--" + boundary.encode() + b"--", b""]
    return b"\r\n".join(out)


def sign_smime(entity, *signers):
    """multipart/signed around an entity, as another entity (RFC 8551 §3.5.3)."""
    entity = canonical(entity)
    arguments = []
    for signer in signers:
        arguments += ["-signer", signer.certificate, "-inkey", signer.key]
    der = openssl("cms", "-sign", "-binary", "-md", "sha256", "-outform", "DER", *arguments, stdin=entity)
    boundary = ("s" + hashlib.sha256(entity).hexdigest()[:30]).encode()
    return b"\r\n".join([
        b'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;', b' boundary="' + boundary + b'"', b"",
        b"This is a signed message in MIME form.", b"--" + boundary, entity, b"--" + boundary,
        b"Content-Type: application/pkcs7-signature; name=smime.p7s", b"Content-Transfer-Encoding: base64",
        b"Content-Disposition: attachment; filename=smime.p7s", b"", canonical(base64.encodebytes(der)).rstrip(b"\r\n"),
        b"--" + boundary + b"--", b""])


def signed_message(headers, entity, *signers):
    """A whole message: the header fields (a dict; other than ASCII is encoded, Date and Message-ID are added when missing) and the
    signed entity. Without signers it is not signed."""
    fields = dict(headers)
    fields.setdefault("Date", email.utils.formatdate(localtime=True))
    fields.setdefault("Message-ID", email.utils.make_msgid(domain="clerk.example"))
    lines = []
    for name, value in fields.items():
        if not value.isascii():
            value = email.header.Header(value, "utf-8", header_name=name).encode(linesep="\r\n")
        lines.append(f"{name}: {value}".encode())
    lines.append(b"MIME-Version: 1.0")
    body = sign_smime(entity, *signers) if signers else canonical(entity)
    return b"\r\n".join(lines) + b"\r\n" + body
