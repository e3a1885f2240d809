// Whose certificate counts here, and which roots are trusted: read from SQL into an immutable snapshot in memory,
// replaced whenever the directory's version moves (commands, other nodes). Changes are one audited transaction each and
// visible when the call returns. Thread-safe. Readers never block, except the first after a failed read, which tries
// again.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/cms.h"
#include "base/crypto/trust_material.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sentence.h"
#include "directory/people/directory.h"

namespace directory {

// A certificate registered for an account: of a person (then he is a signer of his office) or of an office's records
// mailbox (then it is the office's own). Removed ones stay as rows: old signatures are judged by what counted then.
struct RegisteredCertificate {
  std::int64_t id = 0;
  base::AccountId account;
  std::string sha256_fingerprint;  // 64 lower-case hex digits
  std::string subject, issuer;     // RFC 2253 form, UTF-8
  std::string serial;              // lower-case hex
  base::Timestamp not_before, not_after;
  std::string pem;  // the certificate alone
  base::Timestamp added;
  base::Timestamp removed;           // 0 = still counts
  std::string added_by, removed_by;  // who did it: an address, or "vanthu" for the command line
};

struct TrustedItem {
  enum class Kind { root, revocation_list };
  std::int64_t id = 0;
  Kind kind = Kind::root;
  std::string sha256_fingerprint;         // over the DER form, of a list too
  std::string subject;                    // of a root; of a list its issuer
  std::string serial;                     // of a root; of a list its number
  base::Timestamp not_before, not_after;  // of a list: this update, next update (0 = says none)
  std::int64_t entries = 0;               // of a list: how many certificates it revokes
  base::Timestamp added;
  std::string added_by;
};

// What an act came to, with everything that the person who did it should know.
struct Notice {
  std::string code;  // "expired", "no_issuer", "older_list" …: stable, for --json
  base::Sentence text;
};

struct TrustAdded {
  std::vector<TrustedItem> added;      // also lists that took the place of older ones
  std::vector<TrustedItem> unchanged;  // there already, or older than what is there
  std::vector<Notice> notices;
};

struct CertificateAdded {
  RegisteredCertificate certificate;
  bool was_there = false;  // registered already: nothing was changed
  std::vector<Notice> notices;
};

class Certificates {
 public:
  // REQUIRES: migrated database. The objects passed in outlive it.
  static base::Result<std::unique_ptr<Certificates>> open(Directory& directory, const base::Clock& clock,
                                                          base::IdMaker& ids);
  virtual ~Certificates() = default;

  // The trusted roots and lists of now; built once per change. Cheap to copy.
  virtual base::TrustStore trust() const = 0;
  // Accounts for which this certificate was registered at `at` (added by then, not removed by then), ascending.
  virtual std::vector<base::AccountId> holders_of(std::string_view sha256_fingerprint, base::Timestamp at) const = 0;
  // Does it speak for that office at `at`? Registered for the office's records mailbox or for an active leader who
  // belongs to the office now (of it or of a section). Other people sign for themselves. False for unknown offices.
  virtual bool registered_for(std::string_view sha256_fingerprint, base::UnitId office, base::Timestamp at) const = 0;

  // By account address and date; `account` none = all; `with_removed` = also those that no longer count.
  virtual std::vector<RegisteredCertificate> certificates(base::AccountId account = {},
                                                          bool with_removed = false) const = 0;
  virtual std::vector<TrustedItem> trusted() const = 0;  // roots first, by subject

  // Takes CA certificates and revocation lists (PEM, any number; or one in DER), all or nothing. Adding twice changes
  // nothing. Errors: bad_input: unreadable, a certificate that is no authority, an incremental list.
  virtual base::Result<TrustAdded> add_trust(std::string_view text, std::string_view actor) = 0;
  // Errors: not_found, bad_input (several begin with these digits: at least 8 of the 64 are wanted).
  virtual base::Result<TrustedItem> remove_trust(std::string_view fingerprint, std::string_view actor) = 0;

  // The first certificate of `text` (PEM, or one in DER) counts for the account from now on. Errors: not_found
  // (account), bad_input: unreadable, an authority's, or an account that is neither a person nor a records mailbox.
  virtual base::Result<CertificateAdded> add(base::AccountId account, std::string_view text,
                                             std::string_view actor) = 0;
  // It stops to count now. Errors: not_found, bad_input (as remove_trust).
  virtual base::Result<RegisteredCertificate> remove(base::AccountId account, std::string_view fingerprint,
                                                     std::string_view actor) = 0;

 protected:
  Certificates() = default;
};

}  // namespace directory
