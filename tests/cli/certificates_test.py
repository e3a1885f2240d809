#!/usr/bin/env python3
"""Certificates on the command line: trust, cert and seal commands, in process and inside the daemon, on both engines.
  certificates_test.py --binary build/release/vanthu
With VANTHU_TEST_MYSQL_URL set everything runs on MariaDB too. Seals in tokens need SoftHSM (skipped without).
"""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "story"))
import keys  # noqa: E402
from named_tests import play  # noqa: E402
from office import Office, free_port_base  # noqa: E402

DOMAIN = "dau.example"
PIN = "Son-Ma.2026"
MODULES = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"]


def codes(answer):
    for notice in answer["notices"]:
        assert notice["vi"] and notice["en"], notice
    return [notice["code"] for notice in answer["notices"]]


class Certificates:
    def __init__(self, binary, work, database):
        self.binary, self.work, self.database = os.path.abspath(binary), work, database
        self.store = os.path.join(work, "keys")
        self.root = keys.make_root(self.store)
        self.seal = keys.make_certificate(self.store, self.root, "UBND xã Thử", f"vanthu@{DOMAIN}")
        self.signer = keys.make_certificate(self.store, self.root, "Nguyễn Văn An", f"an@{DOMAIN}")

    def office(self, name):
        extra = ("--database", self.fresh_database(f"vanthu_{name}")) if self.database else ()
        office = Office(self.binary, os.path.join(self.work, name), free_port_base(35000))
        office.init(DOMAIN, "UBND xã Thử", extra)
        staff = os.path.join(self.work, name + ".csv")
        with open(staff, "w", encoding="utf-8") as f:
            f.write("full_name,title,unit,phone,address,role\nNguyễn Văn An,Chủ tịch,ROOT,,an,leader\n")
        office.run("staff", "import", staff, "--slips", staff + ".slips")
        return office

    def fresh_database(self, name):
        parts = urllib.parse.urlsplit(self.database)
        socket_path = urllib.parse.parse_qs(parts.query).get("socket", [""])[0]
        subprocess.run(["mariadb", "--no-defaults", f"--user={parts.username}", f"--password={parts.password}", f"--socket={socket_path}",
                        "-e", f"DROP DATABASE IF EXISTS {name}"], check=True, capture_output=True)
        return self.database.replace(parts.path, "/" + name, 1)

    def refused(self, office, *words, code=65):
        done = subprocess.run([self.binary, *words, "--config", office.config], capture_output=True, text=True, timeout=60)
        assert done.returncode == code, (words, done)
        assert done.stderr.strip(), done
        return done.stderr

    # --- cases ---
    def test_trust(self):
        office = self.office("trust")
        for words in (("trust", "list"), ("cert", "list")):      # nothing yet: says so, and what to do; standard output stays clean
            empty = office.run(*words)
            assert not empty.stdout and f"vanthu {words[0]} add" in empty.stderr, empty
        added = office.json("trust", "add", self.root.certificate)
        assert [item["kind"] for item in added["added"]] == ["root"] and codes(added) == [], added
        again = office.json("trust", "add", self.root.certificate)
        assert again["added"] == [] and len(again["unchanged"]) == 1, again
        first = office.json("trust", "add", keys.make_crl(self.store, self.root, stem="crl1"))
        assert first["added"][0]["revoked_certificates"] == 0 and codes(first) == [], first
        gone = keys.make_certificate(self.store, self.root, "Cũ", f"cu@{DOMAIN}")
        second = office.json("trust", "add", keys.make_crl(self.store, self.root, [gone], stem="crl2"))
        assert second["added"][0]["revoked_certificates"] == 1, second
        listed = office.json("trust", "list")
        assert [item["kind"] for item in listed] == ["root", "revocation_list"], listed
        assert listed[1]["fingerprint"] == second["added"][0]["fingerprint"], listed
        assert codes(office.json("cert", "add", f"an@{DOMAIN}", gone.certificate)) == ["revoked", "other_address"]
        text = self.refused(office, "trust", "add", self.signer.certificate)
        assert "Nguyễn Văn An" in text and "cert add" in text, text
        self.refused(office, "trust", "add", office.config)
        self.refused(office, "trust", "add", self.signer.key)
        self.refused(office, "trust", "add", os.path.join(self.work, "nowhere.pem"))
        self.refused(office, "trust", "add", code=64)
        self.refused(office, "trust", "remove", "00000000")
        self.refused(office, "trust", "remove", "12")
        plain = office.run("trust", "remove", listed[0]["fingerprint"].upper())
        assert "Không còn tin cậy" in plain.stderr and plain.stderr.index("Không") < plain.stderr.index("No longer"), plain
        assert len(office.json("trust", "list")) == 1

    def test_cert(self):
        office = self.office("cert")
        added = office.json("cert", "add", f"an@{DOMAIN}", self.signer.certificate)
        assert codes(added) == ["untrusted_chain"] and not added["was_there"], added
        office.run("trust", "add", self.root.certificate)
        again = office.json("cert", "add", f"an@{DOMAIN}", self.signer.certificate)
        assert codes(again) == [] and again["was_there"], again
        office.run("cert", "add", f"vanthu@{DOMAIN}", self.seal.certificate)
        listed = office.json("cert", "list")
        assert [one["address"] for one in listed] == [f"an@{DOMAIN}", f"vanthu@{DOMAIN}"], listed
        assert listed[1]["subject"] == "CN=UBND xã Thử" and listed[1]["removed"] is None, listed
        old = keys.make_certificate(self.store, self.root, "Hết hạn", f"an@{DOMAIN}", stem="old", not_before="20200101000000Z", not_after="20210101000000Z")
        assert codes(office.json("cert", "add", f"an@{DOMAIN}", old.certificate)) == ["expired"]
        self.refused(office, "cert", "add", f"an@{DOMAIN}", self.root.certificate)
        self.refused(office, "cert", "add", f"an@{DOMAIN}", office.config)
        self.refused(office, "cert", "add", f"giaoviec@{DOMAIN}", self.signer.certificate)
        self.refused(office, "cert", "add", f"khongco@{DOMAIN}", self.signer.certificate)
        self.refused(office, "cert", "remove", f"an@{DOMAIN}", listed[1]["fingerprint"])
        removed = office.json("cert", "remove", f"an@{DOMAIN}", listed[0]["fingerprint"][:8])
        assert removed["removed"]["fingerprint"] == listed[0]["fingerprint"] and removed["removed"]["removed_by"] == "vanthu", removed
        assert len(office.json("cert", "list", f"an@{DOMAIN}")) == 1
        assert len(office.json("cert", "list", f"an@{DOMAIN}", "--all")) == 2
        assert office.json("verify") is not None

    def test_inside_the_daemon(self):
        office = self.office("daemon")
        office.start()
        try:
            office.run("trust", "add", self.root.certificate)
            office.run("cert", "add", f"vanthu@{DOMAIN}", self.seal.certificate)
            keys.write_seal(os.path.join(office.data, "seals", "ROOT.pem"), self.seal)
            checked = office.json("seal", "check")
            assert [(one["unit"], one["status"], codes(one)) for one in checked] == [("ROOT", "ok", [])], checked
            assert len(office.json("cert", "list")) == 1 and len(office.json("trust", "list")) == 1
        finally:
            assert office.stop() == 0
        assert len(office.json("trust", "list")) == 1   # and without it

    def test_seals(self):
        office = self.office("seals")
        assert [one["status"] for one in office.json("seal", "check")] == ["none"]
        place = os.path.join(office.data, "seals", "ROOT.pem")
        keys.write_seal(place, self.seal)
        checked = office.json("seal", "check", allowed=(65,))[0]
        assert checked["status"] == "broken" and codes(checked) == ["not_registered", "untrusted_chain"], checked
        office.run("trust", "add", self.root.certificate)
        office.run("cert", "add", f"vanthu@{DOMAIN}", place)
        plain = office.run("seal", "check")
        assert "dùng được / ok" in plain.stdout and "CN=UBND xã Thử" in plain.stdout and not plain.stderr, plain
        assert office.json("seal", "check", "ROOT")[0]["certificate"]["emails"] == [f"vanthu@{DOMAIN}"]
        self.refused(office, "seal", "check", "KHONG-CO")
        os.chmod(place, 0o644)
        assert codes(office.json("seal", "check", allowed=(65,))[0]) == ["no_permission"]
        os.chmod(place, 0o600)
        keys.write_seal(os.path.join(office.data, "seals", "KHAC.pem"), self.seal)
        unknown = office.json("seal", "check", allowed=(65,))
        assert [(one["unit"], one["status"]) for one in unknown] == [("KHAC", "broken"), ("ROOT", "ok")], unknown

    def test_seal_in_a_token(self):
        module = next((m for m in MODULES if os.path.exists(m)), None)
        if not module or not shutil.which("softhsm2-util"):
            return "SoftHSM (softhsm2) is not installed"
        office = self.office("token")
        home = os.path.join(self.work, "softhsm")
        shutil.rmtree(home, ignore_errors=True)
        os.makedirs(os.path.join(home, "tokens"))
        configuration = os.path.join(home, "softhsm2.conf")
        with open(configuration, "w") as f:
            f.write(f"directories.tokendir = {home}/tokens\nobjectstore.backend = file\n")
        environment = {"SOFTHSM2_CONF": configuration}
        pkcs8 = os.path.join(home, "key.pem")
        keys.openssl("pkcs8", "-topk8", "-nocrypt", "-in", self.seal.key, "-out", pkcs8)
        for command in (["--init-token", "--free", "--label", "con-dau", "--so-pin", "87654321", "--pin", PIN],
                        ["--import", pkcs8, "--token", "con-dau", "--label", "ubnd", "--id", "01", "--pin", PIN]):
            subprocess.run(["softhsm2-util", *command], check=True, capture_output=True, env=dict(os.environ, **environment))
        os.makedirs(os.path.join(office.data, "seals"))
        shutil.copy(self.seal.certificate, os.path.join(office.data, "seals", "ROOT.crt"))
        for name, text in (("ROOT.p11", "pkcs11:token=con-dau;object=ubnd?pin-source=file:" + os.path.join(home, "pin")), ("pin", PIN)):
            path = os.path.join(home if name == "pin" else os.path.join(office.data, "seals"), name)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
                f.write(text + "\n")
        office.set("office", f'pkcs11_module = "{module}"')
        office.run("trust", "add", self.root.certificate)
        office.run("cert", "add", f"vanthu@{DOMAIN}", self.seal.certificate)
        office.start(environment=environment)
        try:
            checked = office.json("seal", "check")[0]
            assert checked["status"] == "ok" and checked["in_token"], checked
            with open(os.path.join(home, "pin"), "w") as f:
                f.write("999999\n")
            with open(os.path.join(office.data, "seals", "ROOT.p11"), "a") as f:
                f.write("\n")
        finally:
            assert office.stop() == 0
        done = subprocess.run([self.binary, "seal", "check", "--json", "--config", office.config], capture_output=True, text=True, timeout=60,
                              env=dict(os.environ, **environment))
        assert done.returncode == 65 and codes(json.loads(done.stdout)[0]) == ["auth_failed"], done
        assert "999999" not in done.stdout + done.stderr, done
        with open(os.path.join(office.data, "server.log"), encoding="utf-8", errors="replace") as f:
            assert PIN not in f.read()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binary", required=True)
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    passed = failed = 0
    for database in filter(lambda d: d is not None, ("", os.environ.get("VANTHU_TEST_MYSQL_URL") or None)):
        work = tempfile.mkdtemp(prefix="vanthu-cert-")
        engine = "mariadb" if database else "sqlite"
        try:
            cases = Certificates(arguments.binary, work, database)
            p, f = play(cases, "test_", arguments.words, label=engine + ": ")
            passed, failed = passed + p, failed + f
        finally:
            shutil.rmtree(work, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
