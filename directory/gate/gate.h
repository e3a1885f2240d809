// The one gate: every door (SMTP, IMAP, HTTP, later ManageSieve, JMAP) asks here who may sign in. Thread-safe.
// Rules: domain.md 10.2; answers: design.md section 6. Every sign-in and refusal goes into the audit trail.
// A wrong password costs the same time whether or not the account exists. Argon2id runs behind a fair queue (full:
// `busy`; hash_queue.h); a password that was right lately for the same credential version is known by an HMAC under a
// key of this process: clients that reconnect cost no Argon2. Nobody locks others out (lockouts.h). A refusal is
// answered after a delay, here and so at every door; the session is parked meanwhile and holds no thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/async/stream.h"
#include "base/result.h"
#include "base/sentence.h"
#include "directory/gate/account_lock.h"
#include "directory/people/directory.h"
#include "policies/password/rules.h"

namespace directory {

enum class Door { imap, smtp, http, managesieve };

struct SignInRequest {
  Door door = Door::imap;
  std::string mechanism;  // "PLAIN", "LOGIN", "LOGIN command", "form"
  std::string identity;   // whom the client wants to act as (SASL authorization identity); "" = the login's own
  std::string login;      // as the client sent it
  std::string password;   // as the client sent it, any bytes
  base::PeerAddress peer;
  bool tls = false;
  std::string session;  // session id for the audit trail
};

enum class SignInVerdict {
  accepted,
  wrong,                     // IMAP [AUTHENTICATIONFAILED], SMTP 535 5.7.8, HTTP 401
  locked,                    // the same codes, with "wait N minutes"; HTTP 429 with Retry-After
  password_change_required,  // right password but initial, reset or expired: IMAP [EXPIRED], SMTP 535 5.7.8, HTTP 403
  disabled,                  // right password, account closed: IMAP [CONTACTADMIN], SMTP 535 5.7.8, HTTP 403
  insecure,                  // no TLS where TLS is demanded: IMAP [PRIVACYREQUIRED], SMTP 538 5.7.11
  busy,                      // hashing queue full: IMAP [UNAVAILABLE], SMTP 454 4.7.0, HTTP 503
  another_identity,  // right password, acts as somebody else: IMAP [AUTHORIZATIONFAILED], SMTP 535 5.7.8, HTTP 403
};

struct SignInAnswer {
  SignInVerdict verdict = SignInVerdict::wrong;
  base::AccountId account;              // set when accepted
  std::int64_t credential_version = 0;  // of the password that was accepted
  std::string address;                  // primary address, when accepted
  base::Sentence text;                  // for the person; names the page where a change is made
  std::string url;                      // of the password page, when a change is required
  std::chrono::seconds retry_after{0};  // when locked
};

// rule ("length", "classes", "history", "contains-name", "dictionary", "sequence", …) and its sentence.
using FailedRule = policies::password::FailedRule;

enum class ChangeVerdict { changed, wrong, locked, refused, disabled, busy };

struct ChangeRequest {
  std::string address, current, next;
  base::PeerAddress peer;
  std::string session;
};

struct ChangeAnswer {
  ChangeVerdict verdict = ChangeVerdict::wrong;
  std::vector<FailedRule> failed;       // when refused
  std::chrono::seconds retry_after{0};  // when locked
};

struct GateSettings {
  int minimum_length = 8;  // characters; persons. 6 … 128
  int minimum_length_admin = 12;
  int classes = 4;            // of lower, upper, digit, other. 1 … 4
  int history = 3;            // last passwords that may not return. 0 … 24
  int maximum_age_days = 90;  // 0 = never
  int warn_days = 14;
  int lockout_failures = 5;     // of one account from one network, until it waits there. 1 … 1000
  int lockout_minutes = 15;     // that wait, and the longest of the growing ones. 1 … 1440
  int account_failures = 100;   // of one account from anywhere, until networks it does not know wait. 1 … 100000
  int source_failures = 50;     // from one network over all accounts, until it waits. 1 … 100000
  int known_network_days = 30;  // how long a network stays known behind a sign-in. 1 … 365
  std::chrono::milliseconds failure_delay{2000};  // before a wrong password is answered, at every door. 0 … 30000
  int audit_refusal_days = 90;  // how long audit rows of refusals are kept; others stay. 0 = for ever, … 3650
  int one_time_hours = 72;      // life of an initial or reset password
  std::vector<std::string> forbidden_words = {"123456", "Abc@123"};
  std::string password_page_url;  // "https://mail.example:10443/password"
  bool demo = false;              // allows sign-in without TLS from loopback, and --no-change
  int argon2_memory_kib = 19456;  // 8192 … 1048576
  int argon2_passes = 2;
  unsigned hash_threads = 2;
  std::size_t hash_queue = 256;       // waiting sign-ins from networks not known
  double minimum_strength_bits = 30;  // of a new password, by zxcvbn. 0 = not asked
};

class Gate {
 public:
  static base::Result<std::unique_ptr<Gate>> open(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                                  GateSettings settings);
  virtual ~Gate() = default;

  virtual base::Co<SignInAnswer> sign_in(SignInRequest request) = 0;
  virtual base::Co<ChangeAnswer> change_password(ChangeRequest request) = 0;

  // An administrator's reset: the next sign-in must change it (unless `no_change`, demo only, audited). Blocking.
  // `password` empty: a random one-time password is made. Returns it.
  virtual base::Result<std::string> reset_password(base::AccountId account, std::string password, bool no_change,
                                                   std::string_view actor) = 0;

  // Ends all waits of an account that failed sign-ins brought on, at once; audited. Returns what was ended. Blocking.
  virtual base::Result<std::vector<AccountLock>> unlock(base::AccountId account, std::string_view actor) = 0;
  // The waits that are on now: of one account, or with no account of all. From memory.
  virtual std::vector<AccountLock> locks(base::AccountId account) const = 0;

  // What must happen once a minute: sums of refusals go into the audit trail, rows whose time is over leave. Blocking.
  virtual base::Result<void> keep_house() = 0;

  // Open sessions of an account are dropped when its password changes or it is disabled: the session registers a
  // callback (called once, on any thread, must be short: notify a Signal) and keeps the returned token alive.
  class Watch {
   public:
    virtual ~Watch() = default;
  };
  virtual std::unique_ptr<Watch> watch(base::AccountId account, std::int64_t credential_version,
                                       std::function<void()> on_drop) = 0;
  virtual const GateSettings& settings() const = 0;

 protected:
  Gate() = default;
};

}  // namespace directory
