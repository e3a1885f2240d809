#include "base/crypto/trust_material.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/crypto/certificate_path.h"
#include "base/crypto/hash.h"
#include "base/crypto/openssl_objects.h"
#include "base/text/case.h"
#include "base/text/encoding.h"

namespace base {

using namespace ossl;

namespace {

Error bad(std::string vi, std::string en) {
  ERR_clear_error();
  return Error::permanent(ErrorCode::bad_input, {std::move(vi), std::move(en)});
}

std::string hash_of(std::string_view bytes) { return to_hex(sha256(bytes)); }

template <class T, class Print>
std::string der_of(const T* object, Print print) {
  unsigned char* der = nullptr;
  const int size = print(object, &der);
  std::string out(reinterpret_cast<char*>(der), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(der);
  return out;
}

std::string extension_bytes(const X509_CRL* list, int nid) {
  const int at = X509_CRL_get_ext_by_NID(list, nid, -1);
  if (at < 0) return {};
  const ASN1_OCTET_STRING* value = X509_EXTENSION_get_data(X509_CRL_get_ext(list, at));
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(value)),
                     static_cast<std::size_t>(ASN1_STRING_length(value)));
}

std::string number_of(const X509_CRL* list) {
  const std::unique_ptr<ASN1_INTEGER, Freer<ASN1_INTEGER_free>> number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(list, NID_crl_number, nullptr, nullptr)));
  return number ? print_serial(number.get()) : std::string();
}

Result<TrustMaterial> take_list(const std::string& der, std::size_t position) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const Crl list(d2i_X509_CRL(nullptr, &at, static_cast<long>(der.size())));
  if (!list) {
    const std::string n = std::to_string(position);
    return bad("Mục thứ " + n + " của tệp không phải danh sách thu hồi đọc được.",
               "Item " + n + " of the file is no readable revocation list.");
  }
  RevocationListInfo info;
  info.issuer = print_name(X509_CRL_get_issuer(list.get()));
  const std::string name = der_of(X509_CRL_get_issuer(list.get()),
                                  [](const X509_NAME* n, unsigned char** o) { return i2d_X509_NAME(n, o); });
  // Lengths keep the three apart.
  const std::string key = extension_bytes(list.get(), NID_authority_key_identifier);
  const std::string scope = extension_bytes(list.get(), NID_issuing_distribution_point);
  info.series = hash_of(std::to_string(name.size()) + ":" + name + std::to_string(key.size()) + ":" + key + scope);
  auto begin = read_time(X509_CRL_get0_lastUpdate(list.get()));
  if (!begin) return std::move(begin).error();
  info.this_update = *begin;
  if (const ASN1_TIME* next = X509_CRL_get0_nextUpdate(list.get()); next != nullptr) {
    auto end = read_time(next);
    if (!end) return std::move(end).error();
    info.next_update = *end;
  }
  info.number = number_of(list.get());
  const int entries = sk_X509_REVOKED_num(X509_CRL_get_REVOKED(list.get()));
  info.entries = entries > 0 ? static_cast<std::size_t>(entries) : 0;
  info.incremental = X509_CRL_get_ext_by_NID(list.get(), NID_delta_crl, -1) >= 0;
  info.sha256_fingerprint =
      hash_of(der_of(list.get(), [](const X509_CRL* l, unsigned char** o) { return i2d_X509_CRL(l, o); }));
  TrustMaterial out;
  out.list = std::move(info);
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_X509_CRL(bio.get(), list.get()) != 1)
    return openssl_error({"Không ghi được danh sách thu hồi.", "The revocation list cannot be written."});
  out.pem = drain(bio.get());
  return out;
}

Result<TrustMaterial> take_certificate(const std::string& der, std::size_t position, bool with_aux) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const long size = static_cast<long>(der.size());
  const Cert certificate(with_aux ? d2i_X509_AUX(nullptr, &at, size) : d2i_X509(nullptr, &at, size));
  if (!certificate) {
    const std::string n = std::to_string(position);
    return bad("Mục thứ " + n + " của tệp không phải chứng thư số đọc được.",
               "Item " + n + " of the file is no readable certificate.");
  }
  auto info = certificate_info(certificate.get());
  if (!info) return std::move(info).error();
  TrustMaterial out;
  out.certificate = std::move(*info);
  out.pem = print_certificate(certificate.get());
  return out;
}

struct PemBlock {
  std::string name, der;
};

// Nothing at the end; an error where a block is broken.
Result<std::optional<PemBlock>> next_block(BIO* bio, std::size_t position) {
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
  ERR_clear_error();
  if (PEM_read_bio(bio, &name, &header, &data, &size) != 1) {
    const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    if (at_end) return std::optional<PemBlock>();
    const std::string n = std::to_string(position);
    return bad("Mục thứ " + n + " của tệp bị hỏng (PEM).", "Item " + n + " of the file is broken PEM.");
  }
  PemBlock out{name, std::string(reinterpret_cast<char*>(data), static_cast<std::size_t>(size))};
  OPENSSL_free(name);
  OPENSSL_free(header);
  OPENSSL_clear_free(data, static_cast<std::size_t>(size));  // it may be a key
  return std::optional<PemBlock>(std::move(out));
}

Result<TrustMaterialFile> read_der(std::string_view text) {
  TrustMaterialFile out;
  const std::string der(text);
  for (auto* take : {+[](const std::string& d) { return take_certificate(d, 1, false); },
                     +[](const std::string& d) { return take_list(d, 1); }}) {
    if (auto item = take(der); item) {
      ERR_clear_error();
      out.items.push_back(std::move(*item));
      return out;
    }
  }
  return bad("Tệp không có chứng thư số hay danh sách thu hồi nào (PEM hoặc DER).",
             "The file holds no certificate and no revocation list (PEM or DER).");
}

}  // namespace

Result<TrustMaterialFile> read_trust_material(std::string_view text) {
  if (text.find("-----BEGIN ") == std::string_view::npos) return read_der(text);
  TrustMaterialFile out;
  const Bio bio = reader(text);
  while (bio) {
    const std::size_t position = out.items.size() + out.private_keys + 1;
    if (position > kMaxTrustMaterial) return bad("Tệp có quá nhiều mục.", "The file holds too many items.");
    auto block = next_block(bio.get(), position);
    if (!block) return std::move(block).error();
    if (!*block) break;
    PemBlock& one = **block;
    if (one.name.ends_with("PRIVATE KEY")) {
      ++out.private_keys;
      OPENSSL_cleanse(one.der.data(), one.der.size());
      continue;
    }
    const bool is_list = one.name == PEM_STRING_X509_CRL;
    if (!is_list && one.name != PEM_STRING_X509 && one.name != PEM_STRING_X509_OLD &&
        one.name != PEM_STRING_X509_TRUSTED) {
      const std::string n = std::to_string(position);
      return bad("Mục thứ " + n + " của tệp không phải chứng thư số hay danh sách thu hồi.",
                 "Item " + n + " of the file is neither a certificate nor a revocation list.");
    }
    auto item = is_list ? take_list(one.der, position)
                        : take_certificate(one.der, position, one.name == PEM_STRING_X509_TRUSTED);
    if (!item) return std::move(item).error();
    out.items.push_back(std::move(*item));
  }
  ERR_clear_error();
  if (out.items.empty()) {
    return bad("Tệp không có chứng thư số hay danh sách thu hồi nào.",
               "The file holds no certificate and no revocation list.");
  }
  return out;
}

Result<std::vector<SignatureReason>> check_certificate(std::string_view pem, const TrustStore& trust, Timestamp at,
                                                       SignatureUse use) {
  std::vector<Cert> certificates = parse_certificates(pem);
  if (certificates.empty())
    return openssl_error({"Đây không phải chứng thư số dạng PEM.", "This is not a certificate in PEM form."});
  const std::unique_ptr<STACK_OF(X509), void (*)(STACK_OF(X509)*)> others(sk_X509_new_null(),
                                                                          [](STACK_OF(X509) * s) { sk_X509_free(s); });
  for (std::size_t i = 1; others && i < certificates.size(); ++i) sk_X509_push(others.get(), certificates[i].get());
  PathVerdict verdict = check_path(certificates.front().get(), others.get(), trust, at, at, use);
  ERR_clear_error();
  return std::move(verdict.reasons);
}

}  // namespace base
