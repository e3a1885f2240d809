#include "mailstore/signing/seals.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>

#include "base/fs/file_system.h"
#include "base/log.h"
#include "base/text/encoding.h"
#include "base/text/file_text.h"
#include "base/thread_annotations.h"

namespace mailstore::signing {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using Moment = std::chrono::steady_clock::time_point;

constexpr std::chrono::seconds kLookAgain{1};
// After an error that may pass (the token is not plugged in). A wrong PIN is never tried again before the file changes:
// tokens lock themselves.
constexpr std::chrono::minutes kTryAgain{5};
constexpr std::chrono::seconds kSignInAgain{10};  // after a token did not sign
constexpr std::int64_t kMaxSealFile = 1 << 20;

struct FileFacts {
  bool there = false;
  unsigned mode = 0, owner = 0, group = 0;  // given to the service's user it can be read, and nothing else has changed
  std::int64_t size = 0, seconds = 0, nanoseconds = 0, inode = 0;
  bool operator==(const FileFacts&) const = default;
};

FileFacts facts_of(const std::string& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode)) return {};
  return {true,          facts.st_mode & 07777u, facts.st_uid,          facts.st_gid,
          facts.st_size, facts.st_mtim.tv_sec,   facts.st_mtim.tv_nsec, static_cast<std::int64_t>(facts.st_ino)};
}

struct Paths {
  std::string pem, p11, crt;
};

using Facts = std::array<FileFacts, 3>;

struct Seal {
  Facts facts;
  Moment looked, tried;
  std::optional<base::SigningKey> key;
  std::optional<Error> error;
};

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

// Out of its time: whoever checked what it signs now would call the signature invalid.
std::optional<Error> out_of_time(const base::CertificateInfo& certificate, base::Timestamp now) {
  if (now > certificate.not_after) {
    return Error::permanent(ErrorCode::bad_input, {"Chứng thư số của con dấu đã hết hạn: hãy thay bằng chứng thư mới.",
                                                   "The seal's certificate has expired: put a new one in its place."});
  }
  if (now < certificate.not_before) {
    return Error::transient(ErrorCode::bad_input,
                            {"Chứng thư số của con dấu chưa có hiệu lực.", "The seal's certificate is not valid yet."});
  }
  return std::nullopt;
}

Error with_name(Error error, const std::string& path) {
  const base::Sentence why = base::in_words(error);
  error.text = {"Con dấu số của cơ quan không dùng được. " + why.vi, "The office's seal cannot be used. " + why.en};
  error.detail_for_log = path + ": " + error.detail_for_log;
  return error;
}

class FolderSeals final : public Seals {
 public:
  FolderSeals(std::string directory, std::string module, const base::Clock& clock)
      : directory_(std::move(directory)), module_(std::move(module)), clock_(clock) {}

  Result<std::optional<base::SigningKey>> of(std::string_view unit_code) override;
  std::vector<std::string> unit_codes() override;

 private:
  Paths paths_of(std::string_view unit_code) const {
    const std::string start = directory_ + "/" + seal_name(unit_code);
    return {start + ".pem", start + ".p11", start + ".crt"};
  }
  void look(std::string_view unit_code, Seal& seal, const Moment& now) REQUIRES_LOCK(mutex_);
  void refuse(std::string_view unit_code, Seal& seal, Error error) REQUIRES_LOCK(mutex_);
  Result<base::SigningKey> load(const Paths& paths, const Facts& facts) REQUIRES_LOCK(mutex_);

  const std::string directory_, module_;
  const base::Clock& clock_;
  base::TokenModules modules_;
  base::Mutex mutex_;
  std::map<std::string, Seal, std::less<>> seals_ GUARDED_BY(mutex_);
};

Result<base::SigningKey> FolderSeals::load(const Paths& paths, const Facts& facts) {
  const auto& [pem, p11, crt] = facts;
  if (pem.there && p11.there) {
    return Error::permanent(ErrorCode::bad_input,
                            {"Có hai con dấu, " + paths.pem + " và " + paths.p11 + ": hãy bỏ một.",
                             "There are two seals, " + paths.pem + " and " + paths.p11 + ": remove one."});
  }
  const std::string& path = pem.there ? paths.pem : paths.p11;
  if (((pem.there ? pem.mode : p11.mode) & 0027) != 0) {
    return Error::permanent(ErrorCode::no_permission,
                            {"Người khác đọc hoặc sửa được tệp con dấu: hãy đặt quyền 0600.",
                             "Others may read or change the file of the seal: set its mode to 0600."});
  }
  const auto fs = base::make_file_system();
  auto text = base::read_file(*fs, path, kMaxSealFile);
  if (!text && text.error().code == ErrorCode::no_permission) {
    return Error::permanent(
        ErrorCode::no_permission,
        {"Máy chủ không được phép đọc tệp con dấu: hãy chuyển tệp cho người dùng chạy dịch vụ (chown).",
         "The server may not read the file of the seal: give it to the user of the service (chown)."},
        text.error().detail_for_log);
  }
  if (!text) return std::move(text).error();
  if (pem.there) return base::SigningKey::from_pem(*text, *text);
  std::string chain;
  if (crt.there) {
    auto read = base::read_file(*fs, paths.crt, kMaxSealFile);
    if (!read) return std::move(read).error();
    chain = std::move(*read);
  }
  return base::SigningKey::from_token(modules_, trimmed(base::text_of_file(*text)), chain, module_);
}

void FolderSeals::look(std::string_view unit_code, Seal& seal, const Moment& now) {
  const Paths paths = paths_of(unit_code);
  const Facts facts = {facts_of(paths.pem), facts_of(paths.p11), facts_of(paths.crt)};
  seal.looked = now;
  const bool same = facts == seal.facts;
  const bool lost = seal.key && seal.key->failed() && now - seal.tried >= kSignInAgain;
  const bool again = lost || (seal.error && seal.error->temporary && now - seal.tried >= kTryAgain);
  if (same && !again) {
    if (!seal.key) return;
    if (auto error = out_of_time(seal.key->certificate(), clock_.now())) refuse(unit_code, seal, std::move(*error));
    return;
  }
  seal.facts = facts;
  seal.tried = now;
  seal.key.reset();
  seal.error.reset();
  if (!facts[0].there && !facts[1].there) return;
  auto loaded = load(paths, facts);
  if (!loaded) return refuse(unit_code, seal, std::move(loaded).error());
  auto error = out_of_time(loaded->certificate(), clock_.now());
  if (error) return refuse(unit_code, seal, std::move(*error));
  seal.key = std::move(*loaded);
}

void FolderSeals::refuse(std::string_view unit_code, Seal& seal, Error error) {
  const Paths paths = paths_of(unit_code);
  seal.key.reset();
  seal.error = with_name(std::move(error), seal.facts[0].there ? paths.pem : paths.p11);
  base::log(base::LogLevel::error, "SEAL-0001",
            "The seal of an office cannot be used; nothing is sent unsigned in its place.",
            {{"unit", std::string(unit_code)}, {"error", base::describe(*seal.error)}});
}

Result<std::optional<base::SigningKey>> FolderSeals::of(std::string_view unit_code) {
  const Moment now = clock_.steady();
  base::MutexLock lock(mutex_);
  auto found = seals_.find(unit_code);
  const bool first = found == seals_.end();
  if (first) found = seals_.emplace(std::string(unit_code), Seal{}).first;
  Seal& seal = found->second;
  if (first || now - seal.looked >= kLookAgain) look(unit_code, seal, now);
  if (seal.error) return *seal.error;
  return seal.key;
}

std::vector<std::string> FolderSeals::unit_codes() {
  std::vector<std::string> out;
  const auto fs = base::make_file_system();
  auto names = fs->list(directory_);
  if (!names) return out;
  for (const std::string& name : *names) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos || dot == 0 || (name.substr(dot) != ".pem" && name.substr(dot) != ".p11")) continue;
    if (auto code = base::percent_decode(name.substr(0, dot)); code) out.push_back(std::move(*code));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

std::string seal_name(std::string_view unit_code) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : unit_code) {
    const auto octet = static_cast<unsigned char>(c);
    const bool escape = c == '/' || c == '%' || octet < 0x20 || octet == 0x7f || (c == '.' && out.empty());
    if (escape) out.append({'%', kHex[octet >> 4], kHex[octet & 15]});
    else out += c;
  }
  return out;
}

std::unique_ptr<Seals> Seals::open(std::string directory, std::string pkcs11_module, const base::Clock& clock) {
  return std::make_unique<FolderSeals>(std::move(directory), std::move(pkcs11_module), clock);
}

}  // namespace mailstore::signing
