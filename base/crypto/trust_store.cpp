#include "base/crypto/trust_store.h"

#include <openssl/err.h>
#include <openssl/pem.h>

namespace base {

using namespace ossl;

namespace {

std::vector<Crl> read_crls(std::string_view text) {
  std::vector<Crl> out;
  if (text.find("-----BEGIN X509 CRL-----") == std::string_view::npos) {
    const auto* at = reinterpret_cast<const unsigned char*>(text.data());
    Crl one(d2i_X509_CRL(nullptr, &at, static_cast<long>(text.size())));
    if (one) out.push_back(std::move(one));
  } else {
    const Bio bio = reader(text);
    while (bio) {
      Crl next(PEM_read_bio_X509_CRL(bio.get(), nullptr, nullptr, nullptr));
      if (!next) break;
      out.push_back(std::move(next));
    }
  }
  ERR_clear_error();
  return out;
}

}  // namespace

TrustStore::TrustStore() {
  auto impl = std::make_shared<Impl>();
  impl->store.reset(X509_STORE_new());
  impl_ = std::move(impl);
}

Result<TrustStore> TrustStore::open(std::string_view roots_pem, const std::vector<std::string>& crls,
                                    std::string_view known_pem) {
  TrustStore out;
  auto impl = std::make_shared<Impl>();
  impl->store.reset(X509_STORE_new());
  if (!impl->store)
    return openssl_error({"Không tạo được danh sách gốc tin cậy.", "The list of trusted roots could not be made."});
  for (const Cert& root : parse_certificates(roots_pem)) {
    if (X509_STORE_add_cert(impl->store.get(), root.get()) != 1)
      return openssl_error({"Một gốc tin cậy không dùng được.", "A trusted root cannot be used."});
    ++impl->roots;
  }
  if (impl->roots == 0 && roots_pem.find_first_not_of(" \t\r\n") != std::string_view::npos) {
    return Error::permanent(ErrorCode::bad_input, {"Tệp gốc tin cậy không có chứng thư số dạng PEM nào.",
                                                   "The text of the trusted roots holds no certificate in PEM form."});
  }
  for (const std::string& text : crls) {
    std::vector<Crl> lists = read_crls(text);
    if (lists.empty())
      return Error::permanent(ErrorCode::bad_input, {"Đây không phải danh sách thu hồi chứng thư số.",
                                                     "This is not a certificate revocation list."});
    for (Crl& list : lists) impl->crls.push_back(std::move(list));
  }
  impl->known = parse_certificates(known_pem);
  out.impl_ = std::move(impl);
  return out;
}

std::size_t TrustStore::root_count() const { return impl_->roots; }
std::size_t TrustStore::crl_count() const { return impl_->crls.size(); }

}  // namespace base
