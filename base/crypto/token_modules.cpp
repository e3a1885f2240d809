// PKCS#11 through libp11 (its own floor below OpenSSL's deprecated ENGINE interface; no engine is loaded).
#include "base/crypto/token_modules.h"

#include <fcntl.h>
#include <libp11.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "base/crypto/signing_key_impl.h"

namespace base {

using namespace ossl;

namespace {

// libp11's newest entry in the error queue for the log (a CKR_ word, never a PIN), with our own code.
Error token_error(ErrorCode code, bool temporary, Sentence what) {
  Error out = openssl_error(std::move(what));
  out.code = code;
  out.temporary = temporary;
  return out;
}

// A PIN that is wiped.
struct Pin {
  std::string text;
  Pin() = default;
  explicit Pin(std::string from) : text(std::move(from)) {}
  Pin(const Pin&) = delete;
  Pin& operator=(const Pin&) = delete;
  Pin(Pin&&) = default;
  ~Pin() { OPENSSL_cleanse(text.data(), text.size()); }
};

Result<Pin> read_pin_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat facts {};
  if (fd < 0 || ::fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    if (fd >= 0) ::close(fd);
    return Error::permanent(ErrorCode::not_found, {"Không đọc được tệp chứa mã PIN (pin-source).",
                                                   "The file with the PIN (pin-source) cannot be read."});
  }
  char buffer[1024];
  const ssize_t size = ::read(fd, buffer, sizeof buffer);
  ::close(fd);
  Pin out(std::string(buffer, size > 0 ? static_cast<std::size_t>(size) : 0));
  OPENSSL_cleanse(buffer, sizeof buffer);
  if ((facts.st_mode & 0027) != 0) {
    return Error::permanent(
        ErrorCode::no_permission,
        {"Người khác đọc hoặc sửa được tệp chứa mã PIN (pin-source): hãy đặt quyền 0600.",
         "The file with the PIN (pin-source) may be read or changed by others: set its mode to 0600."});
  }
  out.text.resize(std::min(out.text.find_first_of("\r\n"), out.text.size()));
  return out;
}

bool matches(std::string_view wanted, const char* there) {
  return wanted.empty() || (there != nullptr && wanted == there);
}

std::string certificate_of(PKCS11_KEY* key) {
  PKCS11_CERT* found = PKCS11_find_certificate(key);
  std::string out = found != nullptr && found->x509 != nullptr ? print_certificate(found->x509) : std::string();
  ERR_clear_error();
  return out;
}

}  // namespace

// One library. Slots are listed once and kept: releasing a slot closes every session of this process with its token.
class TokenModule {
 public:
  static Result<std::unique_ptr<TokenModule>> load(const std::string& path) {
    std::unique_ptr<TokenModule> out(new TokenModule);
    if (out->context_ == nullptr || PKCS11_CTX_load(out->context_, path.c_str()) != 0) {
      return token_error(ErrorCode::unavailable, true,
                         {"Không nạp được thư viện PKCS#11.", "The PKCS#11 library cannot be loaded."});
    }
    out->loaded_ = true;
    return out;
  }
  ~TokenModule() {
    for (const List& list : lists_) PKCS11_release_all_slots(context_, list.slots, list.count);
    if (loaded_) PKCS11_CTX_unload(context_);
    if (context_ != nullptr) PKCS11_CTX_free(context_);
    ERR_clear_error();
  }

  Result<TokenModules::Impl::Found> find_key(const Pkcs11Uri& uri) {
    if (lists_.empty() || stale_) {
      if (auto listed = list_slots(); !listed) return std::move(listed).error();
    }
    auto slot = find_slot(uri);
    if (!slot && slot.error().code == ErrorCode::not_found) {  // put in since
      if (auto listed = list_slots(); !listed) return std::move(listed).error();
      slot = find_slot(uri);
    }
    if (!slot) return std::move(slot).error();
    if (auto opened = log_in(*slot, uri); !opened) return std::move(opened).error();
    return find_in(*slot, uri);
  }

  void set_stale() { stale_ = true; }

 private:
  struct List {
    PKCS11_SLOT* slots = nullptr;
    unsigned count = 0;
  };

  TokenModule() : context_(PKCS11_CTX_new()) {}

  Result<void> list_slots() {
    List list;
    if (PKCS11_enumerate_slots(context_, &list.slots, &list.count) != 0) {
      return token_error(
          ErrorCode::unavailable, true,
          {"Thư viện PKCS#11 không liệt kê được các thiết bị (token).", "The PKCS#11 library cannot list its tokens."});
    }
    lists_.push_back(list);
    stale_ = false;
    return {};
  }

  Result<PKCS11_SLOT*> find_slot(const Pkcs11Uri& uri) {
    const List& list = lists_.back();
    PKCS11_SLOT* found = nullptr;
    for (unsigned i = 0; i < list.count; ++i) {
      PKCS11_SLOT* slot = &list.slots[i];
      const PKCS11_TOKEN* token = slot->token;
      if (token == nullptr || !token->initialized) continue;
      if (!matches(uri.token, token->label) || !matches(uri.serial, token->serialnr) ||
          !matches(uri.model, token->model) || !matches(uri.manufacturer, token->manufacturer)) {
        continue;
      }
      if (uri.slot_id && *uri.slot_id != PKCS11_get_slotid_from_slot(slot)) continue;
      if (found != nullptr)
        return Error::permanent(ErrorCode::bad_input,
                                {"Nhiều thiết bị (token) cùng khớp: hãy ghi nhãn hoặc số sê-ri của thiết bị.",
                                 "Several tokens fit: name the token by its label or serial number."});
      found = slot;
    }
    if (found == nullptr)
      return Error::transient(ErrorCode::not_found, {"Không thấy thiết bị giữ khóa (token); hãy cắm lại thiết bị.",
                                                     "The token with the key is not there."});
    return found;
  }

  Result<void> log_in(PKCS11_SLOT* slot, const Pkcs11Uri& uri) {
    if (!slot->token->loginRequired) return {};
    Pin pin(uri.pin_value);
    if (!uri.pin_source.empty()) {
      auto read = read_pin_file(uri.pin_source);
      if (!read) return std::move(read).error();
      pin.text = read->text;
    }
    if (pin.text.empty() && !slot->token->secureLogin) {
      return Error::permanent(ErrorCode::auth_failed,
                              {"Thiết bị (token) đòi mã PIN: hãy ghi pin-source hoặc pin-value.",
                               "The token wants a PIN: give pin-source or pin-value."});
    }
    if (PKCS11_login(slot, 0, pin.text.empty() ? nullptr : pin.text.c_str()) == 0) return {};
    constexpr int kFirstPinError = 0xA0, kLastPinError = 0xA4;  // CKR_PIN_INCORRECT … CKR_PIN_LOCKED
    const int reason = ERR_GET_REASON(ERR_peek_error());
    if (reason >= kFirstPinError && reason <= kLastPinError) {
      return token_error(ErrorCode::auth_failed, false,
                         {"Thiết bị (token) từ chối mã PIN (mã sai, hoặc đã bị khóa).",
                          "The token refused the PIN (it is wrong, or locked)."});
    }
    return token_error(ErrorCode::unavailable, true,
                       {"Không mở được thiết bị (token).", "The token cannot be opened."});
  }

  Result<TokenModules::Impl::Found> find_in(PKCS11_SLOT* slot, const Pkcs11Uri& uri) {
    PKCS11_KEY* keys = nullptr;
    unsigned count = 0;
    if (PKCS11_enumerate_keys(slot->token, &keys, &count) != 0) {
      return token_error(ErrorCode::unavailable, true,
                         {"Thiết bị (token) không liệt kê được các khóa.", "The token cannot list its keys."});
    }
    PKCS11_KEY* found = nullptr;
    for (unsigned i = 0; i < count; ++i) {
      const std::string_view id(reinterpret_cast<const char*>(keys[i].id), keys[i].id_len);
      if (!matches(uri.object, keys[i].label) || (!uri.id.empty() && uri.id != id)) continue;
      if (found != nullptr)
        return Error::permanent(ErrorCode::bad_input,
                                {"Nhiều khóa trong thiết bị (token) cùng khớp: hãy chọn một bằng object hoặc id.",
                                 "Several keys of the token fit: name one by object or id."});
      found = &keys[i];
    }
    if (found == nullptr)
      return Error::permanent(ErrorCode::not_found,
                              {"Thiết bị (token) không có khóa bí mật này.", "The token holds no such private key."});
    TokenModules::Impl::Found out;
    out.key.reset(PKCS11_get_private_key(found));
    if (!out.key)
      return token_error(ErrorCode::unsupported, false,
                         {"Loại khóa trong thiết bị (token) không được hỗ trợ (chỉ RSA và EC).",
                          "The kind of the key in the token is not supported (RSA and EC are)."});
    out.certificate_pem = certificate_of(found);
    return out;
  }

  PKCS11_CTX* context_;
  bool loaded_ = false;
  bool stale_ = false;
  std::vector<List> lists_;  // the last is the one in use
};

TokenModules::Impl::Impl() = default;
TokenModules::Impl::~Impl() = default;
TokenModules::TokenModules() : impl_(std::make_shared<Impl>()) {}
TokenModules::~TokenModules() = default;

Result<TokenModules::Impl::Found> TokenModules::Impl::find_key(const Pkcs11Uri& uri, const std::string& module_path) {
  const MutexLock one_at_a_time(mutex);
  auto there = by_path.find(module_path);
  if (there == by_path.end()) {
    auto loaded = TokenModule::load(module_path);
    if (!loaded) return std::move(loaded).error();
    there = by_path.emplace(module_path, std::move(*loaded)).first;
  }
  return there->second->find_key(uri);
}

void TokenModules::Impl::set_stale() {
  for (auto& [path, module] : by_path) module->set_stale();
}

Result<SigningKey> SigningKey::from_token(TokenModules& modules, std::string_view uri, std::string_view certificate_pem,
                                          std::string_view default_module) {
  auto parsed = parse_pkcs11_uri(uri);
  if (!parsed) return std::move(parsed).error();
  Pin given(std::move(parsed->pin_value));
  parsed->pin_value = given.text;
  const std::string module_path = parsed->module_path.empty() ? std::string(default_module) : parsed->module_path;
  if (module_path.empty()) {
    return Error::permanent(ErrorCode::bad_input,
                            {"Chưa ghi thư viện PKCS#11 của thiết bị (token): hãy ghi module-path.",
                             "It is not said which PKCS#11 library the token needs: give module-path."});
  }
  auto found = modules.impl()->find_key(*parsed, module_path);
  OPENSSL_cleanse(parsed->pin_value.data(), parsed->pin_value.size());
  if (!found) return std::move(found).error();
  const std::string certificates = certificate_pem.empty() ? found->certificate_pem : std::string(certificate_pem);
  if (certificates.empty()) {
    return Error::permanent(
        ErrorCode::bad_input,
        {"Thiết bị (token) không có chứng thư số đi cùng khóa: hãy để chứng thư trong một tệp riêng.",
         "The token holds no certificate beside the key: put it into a file of its own."});
  }
  auto impl = make_signing_key(certificates, std::move(found->key));
  if (!impl) return std::move(impl).error();
  (*impl)->modules = modules.impl();
  return SigningKey(std::move(*impl));
}

}  // namespace base
