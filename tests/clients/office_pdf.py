"""Documents whose signature stands in the PDF itself, made by pdfsig: dispatched, received, refused. Part of office_clients.py."""
import os
import re
import smtplib

import keys
from people import read, text_of
from pdf_signer import FAKETIME, PdfSigner, make_pdf
from small_town import at, box

FIELDS = ("LanhDao", "ConDau")


class PdfDocuments:
    def pdf_signers(self):
        """The town's chairman and its seal, both registered for the town; made once."""
        if not hasattr(self, "_pdf_signers"):
            self._pdf_signers = {}
            for who, name in (("chutich", "Mai Đình Lâm"), ("vanthu", "UBND thị xã Thử")):
                key = keys.make_certificate(self.keys, self.town.root, name, at(who), f"pdf-{who}", kind="rsa")
                self.office.run("cert", "add", at(who), key.certificate)
                self._pdf_signers[who] = self.pdf_signer(key)
        return self._pdf_signers["chutich"], self._pdf_signers["vanthu"]

    def pdf_signer(self, key, root=None):
        return PdfSigner(os.path.join(self.work, "nss-" + os.path.basename(key.certificate)), key, root or self.town.root)

    def pdf_mail(self, number, *files):
        return self.message(number, keys.mixed_entity("Kính gửi các phường.\n", [(name, kind, data) for name, kind, data in files]))

    def pdf_document(self, number, data):
        return self.pdf_mail(number, ("van-ban.pdf", "application/pdf", data))

    def received(self, number):
        return self.town.person("lan").wait(f"[VB {number}]", box("vanthu.lamson"))

    @staticmethod
    def file_of(raw):
        return next(part.get_payload(decode=True) for part in read(raw).walk() if part.get_content_type() == "application/pdf")

    def test_document_signed_in_the_pdf_by_pdfsig(self):
        leader, seal = self.pdf_signers()
        number = self.number()
        once = leader.sign(make_pdf("Bao cao", FIELDS), FIELDS[0], "-reason", "Ban hành")
        twice = seal.sign(once, FIELDS[1])
        assert leader.judge(twice).count("Signature is Valid") == 2
        self.submit(self.pdf_document(number, twice))
        receipt = text_of(read(self.town.person("nhung").wait(f"[TT] {number}")))
        assert receipt.count(": 01 ") >= 2 and "Mai Đình Lâm" in receipt and "UBND thị xã Thử" in receipt and "hợp lệ" in receipt, receipt
        got = self.received(number)
        assert self.file_of(got) == twice                          # every byte, both revisions
        self.town.person("lan").answer(got, "VÀO SỔ")
        self.town.person("nhung").wait(f"[TT 03] {number}", box("vanthu"))

    def test_document_of_one_pdfsig_signature_and_two_files(self):
        leader, _ = self.pdf_signers()
        number = self.number()
        files = [("bao-cao.pdf", "application/pdf", leader.sign(make_pdf("Bao cao", FIELDS[:1]), FIELDS[0])),
                 ("phu-luc.PDF", "application/octet-stream", leader.sign(make_pdf("Phu luc", FIELDS[:1]), FIELDS[0], "-digest", "SHA512"))]
        self.submit(self.pdf_mail(number, *files))
        self.town.person("nhung").wait(f"[TT] {number}")
        self.received(number)

    def test_a_signed_mail_around_a_pdf_of_pdfsig(self):
        leader, _ = self.pdf_signers()
        good = leader.sign(make_pdf("Bao cao", FIELDS[:1]), FIELDS[0])
        number = self.number()
        around = lambda data: keys.sign_smime(keys.mixed_entity("Kính gửi.\n", [("a.pdf", "application/pdf", data)]), self.town.town_key)  # noqa: E731
        self.refused("a changed PDF under a good signature of the mail", self.message(number, around(good.replace(b"Bao cao", b"Bao cap", 1))), number)
        self.submit(self.message(number, around(good)))
        self.town.person("nhung").wait(f"[TT] {number}")
        (table,) = self.office.json("report", "dispatch", "--office", "TX", "--book", "out")
        row = next(row for row in table["rows"] if row["number_symbol"] == number)
        assert row["signer"] == "Mai Đình Lâm; UBND thị xã Thử", row      # who signed the document, then who signed the mail

    def test_bad_signatures_in_the_pdf_by_pdfsig(self):
        leader, seal = self.pdf_signers()
        number = self.number()
        good = leader.sign(make_pdf("Bao cao 147", FIELDS), FIELDS[0])

        def bad(what, words, *files):
            self.refused(what, self.pdf_mail(number, *files) if isinstance(files[0], tuple) else self.pdf_document(number, files[0]), number)
            told = text_of(read(self.town.person("nhung").wait("Chưa phát hành văn bản", text=words)))
            assert words in told, (what, told)

        bad("a changed byte of the page", "nội dung đã bị thay đổi", good.replace(b"Bao cao 147", b"Bao cao 741", 1))
        bad("a changed byte of the second revision", "nội dung đã bị thay đổi", good.replace(b"/Type /Sig", b"/Type /sig", 1))
        bad("bytes appended", "thêm dữ liệu", good + b"\n% them\n")
        page = b"\n4 0 obj\n<< /Length 44 >>\nstream\nBT /F1 12 Tf 72 770 Td (Khac han) Tj ET\nendstream\nendobj\n"
        bad("a page replaced by a later revision", "thêm dữ liệu", good + page + b"trailer\n<< /Size 20 /Root 1 0 R >>\n%%EOF\n")
        end = re.search(rb"/ByteRange \[ ?0 +\d+ +\d+ +(\d+)", good)
        shorter = good[:end.start(1)] + b"%0*d" % (len(end[1]), int(end[1]) - 9) + good[end.end(1):]
        bad("a range that ends early", "nội dung đã bị thay đổi", shorter)
        bad("not signed at all", "ký số", make_pdf("Bao cao", FIELDS))
        bad("the signature cut out", "ký số", re.sub(rb"/Contents <[0-9a-f]+>", lambda m: b" " * len(m[0]), good, count=1))
        bad("an unsigned file beside", "không được ký", ("a.pdf", "application/pdf", good), ("b.pdf", "application/pdf", make_pdf("Phu luc")))
        bad("a text beside", "không được ký", ("a.pdf", "application/pdf", good), ("b.txt", "text/plain", b"x"))

        other = self.pdf_signer(keys.make_certificate(self.keys, self.town.root, "Trần Văn Ngoài", "ngoai@xa.example", "pdf-ngoai", kind="rsa"))
        bad("a signer of nobody", "Trần Văn Ngoài", other.sign(make_pdf("Bao cao", FIELDS[:1]), FIELDS[0]))
        foreign = keys.make_root(self.keys, "Gốc PDF lạ", "pdf-foreign-root")
        stranger = self.pdf_signer(keys.make_certificate(self.keys, foreign, "Người lạ", at("chutich"), "pdf-stranger", kind="rsa"), foreign)
        bad("an authority of nobody", "tin cậy", stranger.sign(make_pdf("Bao cao", FIELDS[:1]), FIELDS[0]))
        bad("a stranger's signature on top of a good one", "tin cậy", stranger.sign(good, FIELDS[1]))
        if any(os.path.exists(path) for path in FAKETIME):
            old = keys.make_certificate(self.keys, self.town.root, "Mai Đình Lâm", at("chutich"), "pdf-old", kind="rsa",
                                        not_before="20260101000000Z", not_after="20260801000000Z")
            self.office.run("cert", "add", at("chutich"), old.certificate)
            signer = self.pdf_signer(old)
            self.late_pdf = signer.sign(make_pdf("Bao cao", FIELDS[:1]), FIELDS[0])
            bad("signed after the certificate had expired", "hết hạn", self.late_pdf)
        self.submit(self.pdf_document(number, seal.sign(good, FIELDS[1])))
        self.town.person("nhung").wait(f"[TT] {number}")

    def from_outside(self, subject, sender, *files):
        """By port 25, from an office that has no account here; answers what the records mailbox holds."""
        entity = keys.mixed_entity("Kính gửi UBND thị xã.\n", [(f"{i}.pdf", "application/pdf", data) for i, data in enumerate(files)])
        raw = keys.signed_message({"From": "vanthu@tinh.example", "To": at("vanthu"), "Subject": subject}, entity)
        with smtplib.SMTP("localhost", self.office.base + 25, "mx.tinh.example", timeout=60) as client:
            client.sendmail(sender, [at("vanthu")], raw, mail_options=["BODY=8BITMIME"])
        return self.town.person("nhung").wait(subject.split("]")[0], box("vanthu"))

    def note_of(self, number):
        (table,) = self.office.json("report", "dispatch", "--office", "TX", "--book", "in")
        return next(row["note"] for row in table["rows"] if row["number_symbol"] == number)

    def test_documents_from_outside_signed_by_pdfsig(self):
        leader, seal = self.pdf_signers()
        good = seal.sign(leader.sign(make_pdf("Cong van", FIELDS), FIELDS[0]), FIELDS[1])
        for number, data, word, note in (("801/STC", good, "valid", "Chữ ký số hợp lệ"),
                                         ("802/STC", good.replace(b"Cong van", b"Cong vam", 1), "invalid", "Chữ ký số KHÔNG hợp lệ"),
                                         ("803/STC", good + b"% them\n", "indeterminate", "Chưa xác định được chữ ký số"),
                                         ("804/STC", make_pdf("Cong van"), "", "Không có chữ ký số")):
            # What a stranger writes into the envelope is no verdict.
            got = self.from_outside(f"[VB {number}] Công văn", '";smime=pass"@tinh.example', data)
            results = str(read(got)["Authentication-Results"] or "")
            assert (f"PDF signatures {word}: " in results) == bool(word) and "smime=pass" not in results, results
            assert self.file_of(got) == data
            self.town.person("nhung").answer(got, "VÀO SỔ")
            told = text_of(read(self.town.person("nhung").wait("[ĐẾN ", text=number)))
            assert note in told, told
            assert self.note_of(number).startswith(note), (number, self.note_of(number))

    def test_x_revoked_signer_of_pdfsig(self):
        key = keys.make_certificate(self.keys, self.town.root, "Mai Đình Lâm", at("chutich"), "pdf-revoked", kind="rsa")
        self.office.run("cert", "add", at("chutich"), key.certificate)
        data = self.pdf_signer(key).sign(make_pdf("Bao cao", FIELDS[:1]), FIELDS[0])
        number = self.number()
        self.office.run("trust", "add", keys.make_crl(self.keys, self.town.root, [key], "pdf-crl"))
        self.refused("a revoked certificate", self.pdf_document(number, data), number)
        assert "thu hồi" in text_of(read(self.town.person("nhung").wait("Chưa phát hành văn bản")))
