#include "base/crypto/local_authority.h"

#include <arpa/inet.h>
#include <openssl/ec.h>

#include "base/crypto/openssl_objects.h"

namespace base {

using namespace ossl;

namespace {

// An address and its mask as name constraints hold them; every address of the family with `everything`.
bool push_address(STACK_OF(GENERAL_SUBTREE) * &list, const unsigned char* address, std::size_t size, bool everything) {
  unsigned char bytes[32];
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = everything ? 0 : address[i];
    bytes[size + i] = everything ? 0 : 0xFF;
  }
  ASN1_OCTET_STRING* value = ASN1_OCTET_STRING_new();
  std::unique_ptr<GENERAL_SUBTREE, Freer<GENERAL_SUBTREE_free>> entry(GENERAL_SUBTREE_new());
  if (!value || !entry || ASN1_OCTET_STRING_set(value, bytes, static_cast<int>(2 * size)) != 1) {
    ASN1_OCTET_STRING_free(value);
    return false;
  }
  GENERAL_NAME_set0_value(entry->base, GEN_IPADD, value);
  if (!list) list = sk_GENERAL_SUBTREE_new_null();
  if (!list || sk_GENERAL_SUBTREE_push(list, entry.get()) == 0) return false;
  entry.release();
  return true;
}

bool push_name(STACK_OF(GENERAL_SUBTREE) * &list, const std::string& name) {
  ASN1_IA5STRING* value = ASN1_IA5STRING_new();
  std::unique_ptr<GENERAL_SUBTREE, Freer<GENERAL_SUBTREE_free>> entry(GENERAL_SUBTREE_new());
  if (!value || !entry || ASN1_STRING_set(value, name.data(), static_cast<int>(name.size())) != 1) {
    ASN1_IA5STRING_free(value);
    return false;
  }
  GENERAL_NAME_set0_value(entry->base, GEN_DNS, value);
  if (!list) list = sk_GENERAL_SUBTREE_new_null();
  if (!list || sk_GENERAL_SUBTREE_push(list, entry.get()) == 0) return false;
  entry.release();
  return true;
}

// RFC 5280 §4.2.1.10. A family of addresses of which none is permitted is excluded whole: constraints bind only kinds
// of names that they name.
bool constrain(X509* cert, const std::vector<std::string>& permitted) {
  const std::unique_ptr<NAME_CONSTRAINTS, Freer<NAME_CONSTRAINTS_free>> constraints(NAME_CONSTRAINTS_new());
  if (!constraints) return false;
  unsigned char four[4] = {}, six[16] = {};
  bool addresses = false, good = true;
  for (const std::string& name : permitted) {
    if (inet_pton(AF_INET, name.c_str(), four) == 1)
      good = push_address(constraints->permittedSubtrees, four, 4, false) && good;
    else if (inet_pton(AF_INET6, name.c_str(), six) == 1)
      good = push_address(constraints->permittedSubtrees, six, 16, false) && good;
    else {
      good = push_name(constraints->permittedSubtrees, name) && good;
      continue;
    }
    addresses = true;
  }
  if (!addresses) {
    good = push_address(constraints->excludedSubtrees, four, 4, true) &&
           push_address(constraints->excludedSubtrees, six, 16, true) && good;
  }
  return good && X509_add1_ext_i2d(cert, NID_name_constraints, constraints.get(), 1, 0) == 1;
}

}  // namespace

Result<CertificateAndKey> make_local_authority(std::string_view common_name, const std::vector<std::string>& permitted,
                                               Timestamp now, int days) {
  if (common_name.empty() || permitted.empty() || days < 1 || days > 36500) {
    return Error::permanent(
        ErrorCode::bad_input,
        {"Cơ quan chứng thực (CA) nội bộ cần có tên, các tên miền được cấp, và thời hạn từ 1 đến 36500 ngày.",
         "A local certificate authority needs a name, names it is good for, and 1 to 36500 days."});
  }
  const Key key(EVP_EC_gen("P-256"));
  const Cert cert(X509_new());
  if (!key || !cert) return openssl_error({"Không tạo được khóa.", "The key could not be made."});
  X509_NAME* name = X509_get_subject_name(cert.get());
  if (X509_set_version(cert.get(), X509_VERSION_3) != 1 || !set_serial(cert.get()) ||
      !set_validity(cert.get(), now, days) || !set_common_name(name, cut_common_name(common_name)) ||
      X509_set_issuer_name(cert.get(), name) != 1 || X509_set_pubkey(cert.get(), key.get()) != 1 ||
      !add_extension(cert.get(), cert.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0") ||
      !add_extension(cert.get(), cert.get(), NID_key_usage, "critical,keyCertSign,cRLSign") ||
      !add_extension(cert.get(), cert.get(), NID_ext_key_usage, "serverAuth") || !constrain(cert.get(), permitted) ||
      !add_extension(cert.get(), cert.get(), NID_subject_key_identifier, "hash") ||
      X509_sign(cert.get(), key.get(), EVP_sha256()) == 0) {
    return openssl_error(
        {"Không tạo được cơ quan chứng thực (CA) nội bộ.", "The local certificate authority could not be made."});
  }
  return print_pair(cert.get(), key.get());
}

}  // namespace base
