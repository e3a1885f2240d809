#include "directory/gate/gate.h"

#include <algorithm>

#include "base/async/executor.h"
#include "base/crypto/random.h"
#include "base/log.h"
#include "base/text/opaque_string.h"
#include "directory/gate/gate_texts.h"
#include "directory/gate/sql_gate.h"
#include "directory/people/address.h"
#include "policies/password/age.h"

namespace directory {

namespace {

constexpr int kPairsOfABlock = 4;                       // failures of a /24 or /48 as a multiple of lockout_failures
constexpr std::size_t kMaxPassword = 4096;              // octets; what base::verify_password looks at
constexpr std::chrono::seconds kWhileOthersAreOpen{2};  // guesses at the limit, whose outcome is not known yet
constexpr std::chrono::hours kNoteNetworkEvery{12};     // a known network is noted again

// An unknown login counts under one name however it was written, as a known one does.
std::string complete_login(const DirectoryView& view, std::string_view login) {
  const auto split = split_address(login);
  if (!split || view.domains().empty()) return std::string(login);
  if (split->domain.empty() || view.is_local_domain(split->domain)) return split->local + "@" + view.domains().front();
  return split->whole();
}

}  // namespace

base::Result<std::unique_ptr<Gate>> Gate::open(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                               GateSettings settings) {
  const base::Argon2Cost cost{static_cast<unsigned>(settings.argon2_memory_kib),
                              static_cast<unsigned>(settings.argon2_passes)};
  auto checker = PasswordChecker::make(cost);
  if (!checker) return std::move(checker).error();
  auto out = std::make_unique<SqlGate>(directory, clock, ids, std::move(settings), std::move(*checker));
  if (auto loaded = out->load(); !loaded) return std::move(loaded).error();
  return std::unique_ptr<Gate>(std::move(out));
}

namespace {

Lockouts::Settings lockout_settings(const GateSettings& settings) {
  const std::chrono::minutes wait(settings.lockout_minutes);
  Lockouts::Settings out;
  out.pair = {settings.lockout_failures, wait, false};
  out.wide = {settings.lockout_failures * kPairsOfABlock, wait, true};
  out.account = {settings.account_failures, wait, true};
  out.source = {settings.source_failures, wait, true};
  return out;
}

}  // namespace

SqlGate::SqlGate(Directory& directory, const base::Clock& clock, base::IdMaker& ids, GateSettings settings,
                 std::unique_ptr<PasswordChecker> checker)
    : directory_(directory),
      clock_(clock),
      ids_(ids),
      settings_(std::move(settings)),
      checker_(std::move(checker)),
      lockouts_(lockout_settings(settings_)),
      trail_(ids, {}),
      question_key_(base::random_bytes(32)),
      subscription_(directory.on_change([this](const DirectoryView& view) { watches_.directory_changed(view); })),
      queue_({settings_.hash_threads, settings_.hash_queue}) {}

base::Co<bool> SqlGate::read_account(base::AccountId account, Knock& out) {
  struct Found {
    std::optional<Credential> credential;
    std::vector<KnownNetwork> networks;
  };
  // Asked also for nobody (id 0): an unknown login takes the same way.
  const base::Timestamp since = clock_.now() - std::chrono::hours(24 * settings_.known_network_days);
  auto query = [account, since](base::SqlSnapshot& snapshot) -> base::Result<Found> {
    Found found;
    auto credential = read_credential(snapshot, account);
    if (!credential) return std::move(credential).error();
    found.credential = std::move(*credential);
    auto networks = read_known_networks(snapshot, account, since);
    if (!networks) return std::move(networks).error();
    found.networks = std::move(*networks);
    return found;
  };
  auto found = co_await directory_.database().read(query);
  if (!found) {
    base::log(base::LogLevel::error, "GATE-0001", "credentials cannot be read",
              {{"error", base::describe(found.error())}});
    co_return false;
  }
  out.credential = std::move(found->credential);
  out.networks = std::move(found->networks);
  co_return true;
}

base::Co<SqlGate::Knock> SqlGate::knock(std::string login, std::string password, base::PeerAddress peer) {
  Knock out;
  out.view = directory_.view();
  out.account = out.view->find_login(login);
  out.network = network_of(peer);
  out.subjects = Lockouts::subjects(out.account, complete_login(*out.view, login), out.network);
  out.wait = lockouts_.remaining(out.subjects.pair, clock_.now());
  if (out.wait.count() > 0) {
    out.step = Step::locked;
    co_return out;
  }
  const auto normal = base::opaque_string(password);
  const bool sound = normal && normal->size() <= kMaxPassword;
  // What can be nobody's password costs a hash all the same: a guess is never cheap.
  out.password = sound ? *normal : std::string("?");
  const base::AccountId asked = out.account ? out.account->id : base::AccountId();
  const bool read = co_await read_account(asked, out);
  if (!read) {
    out.step = Step::busy;
    co_return out;
  }
  const Acquaintance acquaintance = directory::acquaintance(out.networks, out.network);
  out.wait = lockouts_.wait(out.subjects, acquaintance, clock_.now());
  if (out.wait.count() > 0) {
    out.step = Step::locked;
    co_return out;
  }
  const bool usable = sound && out.account && out.credential;
  // (Behind the locks: else whoever is locked could try passwords for nothing.)
  if (usable && recent_.matches(asked, out.credential->version, out.password, clock_.steady())) {
    out.step = Step::right;
    co_return out;
  }
  co_await check_password(usable, acquaintance, out);
  if (out.step == Step::right)
    recent_.remember(out.account->id, out.credential->version, out.password, clock_.steady());
  if (out.step == Step::wrong) log_locks(out, peer);
  co_return out;
}

base::Co<void> SqlGate::check_password(bool usable, Acquaintance acquaintance, Knock& out) {
  HashQueue::Ticket ticket;
  ticket.known = acquaintance == Acquaintance::known;
  ticket.share = ticket.known ? out.subjects.account : out.network.queue_share();
  const std::string version = out.credential ? std::to_string(out.credential->version) : std::string();
  ticket.same =
      base::to_hex(base::hmac_sha256(question_key_, out.subjects.pair + '\n' + version + '\n' + out.password));
  // Counted before it is hashed, so that guesses side by side are no more than guesses in a row. The same guess asked
  // twice at once (a client that opens five connections) is one guess.
  std::optional<Lockouts::Attempt> attempt;
  if (!queue_.is_asked(ticket.same)) {
    attempt = lockouts_.begin(out.subjects, acquaintance, clock_.now());
    if (!attempt) {
      out.step = Step::locked;
      out.wait = std::max(lockouts_.wait(out.subjects, acquaintance, clock_.now()), kWhileOthersAreOpen);
      co_return;
    }
  }
  const std::string encoded = usable ? out.credential->hash : std::string();
  const bool may_rehash = usable && !out.credential->is_one_time();
  // Named, not written inside the co_await: g++ 12 destroys the captures of such a temporary twice.
  auto job = [this, given = out.password, encoded, may_rehash]() -> base::Result<PasswordChecker::Answer> {
    return checker_->check(given, encoded, may_rehash);
  };
  auto checked = co_await queue_.run(std::move(ticket), job);
  if (!checked) {
    out.step = Step::busy;
    co_return;
  }
  out.step = checked->right ? Step::right : Step::wrong;
  out.rehashed = std::move(checked->rehashed);
  if (out.step == Step::wrong && attempt) out.counted = attempt->failed(clock_.now());
}

void SqlGate::log_locks(const Knock& knock, const base::PeerAddress& peer) const {
  for (const Lockouts::Outcome& outcome : knock.counted) {
    if (!outcome.locked_now) continue;
    base::log(base::LogLevel::warning, "GATE-0002", "too many failed sign-ins; locked for a while",
              {{"account", knock.account ? knock.account->address : "unknown"},
               {"subject", outcome.subject},
               {"peer", peer.ip}});
  }
}

AuditEntry SqlGate::audit_entry(AuditVerb what, std::string_view actor, const Knock& knock,
                                const base::PeerAddress& peer) const {
  AuditEntry entry;
  entry.id = ids_.make<base::EventId>();
  entry.at = clock_.now();
  entry.what = what;
  entry.actor = knock.account ? knock.account->address : std::string(actor);
  if (knock.account) entry.account = knock.account->id;
  entry.peer = peer.ip;
  return entry;
}

void SqlGate::choose_rows(Record& record, const Knock& knock) {
  if (record.entry.what == AuditVerb::refused) {
    record.rows = trail_.take(record.entry, knock.subjects.pair);
  } else {
    record.rows = {record.entry};
  }
  for (const Lockouts::Outcome& outcome : record.counted) {
    // A lock of an account is always written; names that nobody has, strangers make up as they like.
    if (!outcome.locked_now || (!knock.account && !trail_.allow(record.entry.at))) continue;
    AuditEntry locked = record.entry;
    locked.id = ids_.make<base::EventId>();
    locked.what = AuditVerb::locked;
    const bool source = outcome.subject.starts_with("source:");
    const std::size_t at = outcome.subject.find(source ? ':' : '@');
    locked.detail = source ? "source" : "account";
    if (at != std::string::npos) locked.detail += " " + outcome.subject.substr(at + 1);
    record.rows.push_back(std::move(locked));
  }
}

base::Co<void> SqlGate::write_record(Record record) {
  const bool nothing = record.rows.empty() && record.counted.empty() && record.forgotten.empty() && !record.signed_in &&
                       record.network.empty() && !record.rehashed;
  if (nothing) co_return;
  auto unit = [record = std::move(record)](base::SqlTransaction& tx) -> base::Result<void> {
    if (auto step = write_audit(tx, record.rows); !step) return step;
    for (const Lockouts::Outcome& outcome : record.counted) {
      if (auto step = Lockouts::store_row(tx, outcome.subject, outcome.state); !step) return step;
    }
    if (!record.forgotten.empty()) {
      if (auto step = Lockouts::forget_row(tx, record.forgotten); !step) return step;
    }
    if (record.signed_in) {
      if (auto step = note_sign_in(tx, record.entry.account, record.entry.at); !step) return step;
    }
    if (!record.network.empty()) {
      if (auto step = note_known_network(tx, record.entry.account, record.network, record.entry.at); !step) return step;
    }
    if (record.rehashed)
      return rehash_credential(tx, record.rehashed->account, record.rehashed->version, record.rehashed->hash);
    return {};
  };
  auto done = co_await directory_.database().write(unit);
  // A full disk must not keep people from reading their mail: the line goes to the log instead.
  if (!done) {
    base::log(base::LogLevel::error, "GATE-0003", "the audit trail could not be written",
              {{"error", base::describe(done.error())}});
  }
}

std::string SqlGate::network_to_note(const Knock& knock) const {
  for (const KnownNetwork& seen : knock.networks) {
    if (seen.network == knock.network.near && clock_.now() - seen.seen < kNoteNetworkEvery) return {};
  }
  return knock.network.near;
}

SignInAnswer SqlGate::answer_for(const Knock& knock) const {
  SignInAnswer out;
  const auto say = [&](SignInVerdict verdict, const base::Sentence& text) {
    out.verdict = verdict;
    out.text = text;
  };
  const base::Timestamp now = clock_.now();
  const Credential& credential = *knock.credential;
  const auto age = policies::password::check_age(credential.changed_at, now, settings_.maximum_age_days,
                                                 settings_.warn_days, credential.early_days);
  const bool ages = credential.state == PasswordState::healthy;
  if (!knock.account->active) {
    say(SignInVerdict::disabled, disabled_text());
  } else if (credential.one_time_expired(now)) {
    say(SignInVerdict::password_change_required, one_time_expired_text());
  } else if (credential.is_one_time()) {
    say(SignInVerdict::password_change_required, change_required_text(false, settings_.password_page_url));
  } else if (ages && age.age == policies::password::Age::expired) {
    say(SignInVerdict::password_change_required, change_required_text(true, settings_.password_page_url));
  } else {
    say(SignInVerdict::accepted, accepted_text(ages && age.age == policies::password::Age::warn ? age.days_left : 0,
                                               settings_.password_page_url));
    out.account = knock.account->id;
    out.credential_version = credential.version;
    out.address = knock.account->address;
  }
  if (out.verdict == SignInVerdict::password_change_required) out.url = settings_.password_page_url;
  return out;
}

// Nobody acts as somebody else; the same account under another name is fine.
bool SqlGate::acts_for_himself(const Knock& knock, const SignInRequest& request) {
  return request.identity.empty() || request.identity == request.login ||
         knock.view->find_login(request.identity) == knock.account;
}

base::Co<SignInAnswer> SqlGate::sign_in(SignInRequest request) {
  SignInAnswer answer;
  const auto say = [&answer](SignInVerdict verdict, const base::Sentence& text) {
    answer.verdict = verdict;
    answer.text = text;
  };
  Knock who;
  if (!request.tls && !(settings_.demo && request.peer.loopback)) {
    say(SignInVerdict::insecure, insecure_text());
  } else {
    who = co_await knock(request.login, std::move(request.password), request.peer);
    switch (who.step) {
      case Step::right:
        if (acts_for_himself(who, request)) {
          answer = answer_for(who);
        } else {
          say(SignInVerdict::another_identity, another_identity_text());
        }
        break;
      case Step::wrong: say(SignInVerdict::wrong, wrong_text()); break;
      case Step::busy: say(SignInVerdict::busy, busy_text()); break;
      case Step::locked:
        say(SignInVerdict::locked, locked_text(who.wait));
        answer.retry_after = who.wait;
        break;
    }
  }
  const bool accepted = answer.verdict == SignInVerdict::accepted;
  Record record;
  record.entry = audit_entry(accepted ? AuditVerb::sign_in : AuditVerb::refused, request.login, who, request.peer);
  record.entry.door = to_string(request.door);
  record.entry.mechanism = request.mechanism;
  record.entry.session = request.session;
  if (!accepted) record.entry.detail = to_string(answer.verdict);
  record.counted = std::move(who.counted);
  record.signed_in = accepted;
  if (who.step == Step::right && lockouts_.forget(who.subjects.pair)) record.forgotten = who.subjects.pair;
  if (accepted) record.network = network_to_note(who);
  if (who.rehashed) {
    record.rehashed = who.credential;
    record.rehashed->hash = *who.rehashed;
  }
  choose_rows(record, who);
  co_await write_record(std::move(record));
  if (who.step != Step::right && answer.verdict != SignInVerdict::insecure) co_await delay_refusal();
  co_return answer;
}

base::Co<void> SqlGate::delay_refusal() const {
  if (settings_.failure_delay.count() > 0) co_await base::sleep_for(settings_.failure_delay);
}

std::unique_ptr<Gate::Watch> SqlGate::watch(base::AccountId account, std::int64_t credential_version,
                                            std::function<void()> on_drop) {
  return watches_.add(account, credential_version, std::move(on_drop), *directory_.view());
}

}  // namespace directory
