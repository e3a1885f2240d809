// For the tests of mailstore/signing: an authority, signers, and messages and PDFs made on the spot.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/cms.h"
#include "base/mime/builder.h"
#include "base/text/encoding.h"
#include "mailstore/signing/message_verdict.h"

namespace signing_test {

using base::SignatureOutcome;
using base::SignatureReason;
using base::Timestamp;
using mailstore::signing::Finding;

inline constexpr Timestamp kNow = Timestamp::from_seconds(1795000000);
inline Timestamp days_later(int days) { return Timestamp::from_seconds(kNow.seconds() + days * 86400LL); }

struct Office {
  base::CertificateAndKey authority;
  base::CertificateAndKey seal;    // vanthu@bimson.example
  base::CertificateAndKey leader;  // chutich@bimson.example
  base::TrustStore trust;
  base::CmsSigner sealer() const { return {seal.certificate_pem, seal.key_pem}; }
  base::CmsSigner chair() const { return {leader.certificate_pem, leader.key_pem}; }
};

inline Office make_office(int days = 365, Timestamp since = kNow) {
  const auto authority = base::make_authority("Gốc thử nghiệm", since, 3650);
  REQUIRE(authority);
  const auto seal =
      base::make_signing_certificate(*authority, "UBND thị xã Bỉm Sơn", {"vanthu@bimson.example"}, since, days);
  const auto leader =
      base::make_signing_certificate(*authority, "Mai Đình Lâm", {"chutich@bimson.example"}, since, days);
  REQUIRE(seal);
  REQUIRE(leader);
  const auto trust = base::TrustStore::open(authority->certificate_pem);
  REQUIRE(trust);
  return Office{*authority, *seal, *leader, *trust};
}

inline const Office& office() {
  static const Office one = make_office();
  return one;
}

inline base::OutgoingMail heading() {
  base::OutgoingMail mail;
  base::Address from;
  from.mailbox = "vanthu";
  from.host = "bimson.example";
  mail.from = {from};
  from.mailbox = "vanthu";
  from.host = "sotttt.example";
  mail.to = {from};
  mail.subject = "[VB 147/BC-UBND] Kết quả";
  mail.date = kNow;
  mail.message_id = "1@bimson.example";
  return mail;
}

inline std::string signed_mail(const std::string& entity, const std::vector<base::CmsSigner>& signers,
                               Timestamp at = kNow) {
  const auto signed_entity = mailstore::signing::sign_entity(entity, signers, at, "seed");
  REQUIRE(signed_entity);
  return base::build_message_from_entity(heading(), *signed_entity);
}

inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

inline bool has(const std::vector<Finding>& findings, Finding finding) {
  return std::find(findings.begin(), findings.end(), finding) != findings.end();
}
inline bool has(const std::vector<SignatureReason>& reasons, SignatureReason reason) {
  return std::find(reasons.begin(), reasons.end(), reason) != reasons.end();
}

// A small PDF of one page; `extra_objects` go in before the end. No cross-reference streams, no compression.
inline std::string small_pdf(const std::string& text) {
  std::string out = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> offsets;
  const auto object = [&](const std::string& body) {
    offsets.push_back(out.size());
    out += std::to_string(offsets.size()) + " 0 obj\n" + body + "\nendobj\n";
  };
  const std::string content = "BT /F1 12 Tf 72 720 Td (" + text + ") Tj ET";
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>");
  object("<< /Length " + std::to_string(content.size()) + " >>\nstream\n" + content + "\nendstream");
  const std::size_t xref = out.size();
  out += "xref\n0 5\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets) {
    char line[32];
    std::snprintf(line, sizeof line, "%010zu 00000 n \n", offset);
    out += line;
  }
  out += "trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n" + std::to_string(xref) + "\n%%EOF\n";
  return out;
}

// Where the last cross-reference table of the file begins.
inline std::size_t last_table(const std::string& pdf) {
  const std::size_t at = pdf.rfind("startxref\n");
  REQUIRE(at != std::string::npos);
  return std::stoul(pdf.substr(at + 10));
}

// Adds a signature as an incremental update (ISO 32000-1 §7.5.6): signature dictionary, field and a new catalog.
inline std::string sign_pdf(const std::string& pdf, const base::CmsSigner& signer, int object_number = 10,
                            Timestamp at = kNow, const std::string& sub_filter = "adbe.pkcs7.detached",
                            const std::string& extra = "", const std::string& fields = "") {
  constexpr std::size_t kRoom = 8192;  // bytes of the signature
  std::string out = pdf;
  const std::string number = std::to_string(object_number), field = std::to_string(object_number + 1);
  const std::size_t dictionary_at = out.size();
  out += number + " 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /" + sub_filter +
         " /Name (Van thu \\(UBND\\)) /M (D:20261118105640+07'00')\n" + extra + "/ByteRange [";
  const std::size_t range_at = out.size();
  out += std::string(50, ' ') + "]\n/Contents ";
  const std::size_t contents_at = out.size();
  out += "<" + std::string(kRoom * 2, '0') + ">";
  const std::size_t contents_end = out.size();
  out += " >>\nendobj\n";
  const std::size_t field_at = out.size();
  out += field + " 0 obj\n<< /FT /Sig /T (Signature" + number + ") /V " + number + " 0 R >>\nendobj\n";
  const std::size_t catalog_at = out.size();
  out += "1 0 obj\n<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [" + fields + field +
         " 0 R] /SigFlags 3 >> >>\nendobj\n";
  const std::size_t xref = out.size();
  char lines[160];
  std::snprintf(lines, sizeof lines, "xref\n1 1\n%010zu 00000 n \n%d 2\n%010zu 00000 n \n%010zu 00000 n \n", catalog_at,
                object_number, dictionary_at, field_at);
  out += lines;
  out += "trailer\n<< /Size " + std::to_string(object_number + 2) + " /Root 1 0 R /Prev " +
         std::to_string(last_table(pdf)) + " >>\nstartxref\n" + std::to_string(xref) + "\n%%EOF\n";
  const std::string range = "0 " + std::to_string(contents_at) + " " + std::to_string(contents_end) + " " +
                            std::to_string(out.size() - contents_end);
  out.replace(range_at, range.size(), range);
  const auto der = base::sign_detached(out.substr(0, contents_at) + out.substr(contents_end), {signer}, at);
  REQUIRE(der);
  const std::string hex = base::hex_encode(*der);
  REQUIRE(hex.size() <= kRoom * 2);
  out.replace(contents_at + 1, hex.size(), hex);
  return out;
}

// A directory of its own, gone at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "vanthu-signing-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()));
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  void write(const std::string& name, const std::string& bytes) const {
    std::ofstream(file(name), std::ios::binary) << bytes;
  }
  std::string read(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(file(name), std::ios::binary).rdbuf();
    return out.str();
  }
  // Runs `command` inside the folder; true when it ended with 0.
  bool run(const std::string& command) const {
    return std::system(("cd '" + path_ + "' && " + command + " >out.txt 2>err.txt").c_str()) == 0;
  }

 private:
  std::string path_;
};

inline bool openssl_present() {
  static const bool present = std::system("openssl version >/dev/null 2>&1") == 0;
  return present;
}

}  // namespace signing_test
