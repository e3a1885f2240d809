#include "directory/gate.h"

#include "base/log.h"
#include "base/text/opaque_string.h"
#include "directory/address.h"
#include "directory/gate_texts.h"
#include "directory/sql_gate.h"

namespace directory {

namespace {

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
  const base::Argon2Cost cost{static_cast<unsigned>(settings.argon2_memory_kib), static_cast<unsigned>(settings.argon2_passes)};
  auto checker = PasswordChecker::make(cost);
  if (!checker) return std::move(checker).error();
  auto out = std::make_unique<SqlGate>(directory, clock, ids, std::move(settings), std::move(*checker));
  if (auto loaded = out->load(); !loaded) return std::move(loaded).error();
  return std::unique_ptr<Gate>(std::move(out));
}

SqlGate::SqlGate(Directory& directory, const base::Clock& clock, base::IdMaker& ids, GateSettings settings,
                 std::unique_ptr<PasswordChecker> checker)
    : directory_(directory),
      clock_(clock),
      ids_(ids),
      settings_(std::move(settings)),
      checker_(std::move(checker)),
      lockouts_({{settings_.lockout_failures, std::chrono::minutes(settings_.lockout_minutes)},
                 {settings_.source_failures, std::chrono::minutes(settings_.lockout_minutes)}}),
      subscription_(directory.on_change([this](const DirectoryView& view) { watches_.directory_changed(view); })),
      pool_({"gate", settings_.hash_threads, settings_.hash_queue}) {}

base::Co<std::optional<Credential>> SqlGate::read_credential_or_stop(base::AccountId account, bool& failed) {
  // Asked also for nobody (id 0): an unknown login takes the same way.
  std::function<base::Result<std::optional<Credential>>(base::SqlSnapshot&)> query =
      [account](base::SqlSnapshot& snapshot) { return read_credential(snapshot, account); };
  auto found = co_await directory_.database().read<std::optional<Credential>>(std::move(query));
  failed = !found;
  if (!found) {
    base::log(base::LogLevel::error, "GATE-0001", "credentials cannot be read", {{"error", base::describe(found.error())}});
    co_return std::nullopt;
  }
  co_return std::move(*found);
}

base::Co<SqlGate::Knock> SqlGate::knock(std::string login, std::string password, base::PeerAddress peer) {
  Knock out;
  out.view = directory_.view();
  out.account = out.view->find_login(login);
  out.subject = Lockouts::account_subject(out.account, complete_login(*out.view, login));
  out.wait = lockouts_.remaining(out.subject, clock_.now());
  if (out.wait.count() > 0) {
    out.step = Step::locked;
    co_return out;
  }
  const auto normal = base::opaque_string(password);
  if (normal) out.password = *normal;
  bool failed = false;
  const base::AccountId asked = out.account ? out.account->id : base::AccountId();
  out.credential = co_await read_credential_or_stop(asked, failed);
  if (failed) {
    out.step = Step::busy;
    co_return out;
  }
  const bool usable = normal && out.account && out.credential;
  if (usable && recent_.matches(asked, out.credential->version, out.password, clock_.steady())) {
    out.step = Step::right;
  } else {
    out.wait = lockouts_.remaining(Lockouts::source_subject(peer), clock_.now());
    if (out.wait.count() > 0) {  // a source with too many failures: only clients that were right lately go on
      out.step = Step::locked;
      co_return out;
    }
    const std::string encoded = usable ? out.credential->hash : std::string();
    const bool may_rehash = usable && !out.credential->is_one_time();
    // Named, not written inside the co_await: g++ 12 destroys the captures of such a temporary twice.
    std::function<base::Result<PasswordChecker::Answer>()> job = [this, given = out.password, encoded, may_rehash]()
        -> base::Result<PasswordChecker::Answer> { return checker_->check(given, encoded, may_rehash); };
    auto checked = co_await pool_.run<PasswordChecker::Answer>(std::move(job));
    if (!checked) {
      out.step = Step::busy;
      co_return out;
    }
    out.step = checked->right ? Step::right : Step::wrong;
    out.rehashed = std::move(checked->rehashed);
  }
  // Guesses that ran side by side with those which locked the account learn nothing.
  out.wait = lockouts_.remaining(out.subject, clock_.now());
  if (out.wait.count() > 0) {
    out.step = Step::locked;
  } else if (out.step == Step::right) {
    recent_.remember(out.account->id, out.credential->version, out.password, clock_.steady());
  } else {
    count_failure(out, peer);
  }
  co_return out;
}

void SqlGate::count_failure(Knock& knock, const base::PeerAddress& peer) {
  for (const std::string& subject : {knock.subject, Lockouts::source_subject(peer)}) {
    auto counted = lockouts_.count_failure(subject, clock_.now());
    if (!counted) continue;
    if (counted->locked_now) {
      base::log(base::LogLevel::warning, "GATE-0002", "too many failed sign-ins; locked for a while",
                {{"account", knock.account ? knock.account->address : "unknown"}, {"subject", subject}, {"peer", peer.ip}});
    }
    knock.counted.emplace_back(subject, *counted);
  }
}

AuditEntry SqlGate::audit_entry(std::string_view what, std::string_view actor, const Knock& knock,
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

base::Co<void> SqlGate::write_record(Record record) {
  base::Database::Unit unit = [this, record = std::move(record)](base::SqlTransaction& tx) -> base::Result<void> {
    if (auto step = write_audit(tx, record.entry); !step) return step;
    for (const auto& [subject, outcome] : record.counted) {
      if (auto step = Lockouts::store_row(tx, subject, outcome.state); !step) return step;
      if (!outcome.locked_now) continue;
      AuditEntry locked = record.entry;
      locked.id = ids_.make<base::EventId>();
      locked.what = "locked";
      locked.detail = subject.substr(0, subject.find(':'));
      if (auto step = write_audit(tx, locked); !step) return step;
    }
    if (!record.forgotten.empty()) {
      if (auto step = Lockouts::forget_row(tx, record.forgotten); !step) return step;
    }
    if (record.signed_in) {
      if (auto step = note_sign_in(tx, record.entry.account, record.entry.at); !step) return step;
    }
    if (record.rehashed) return rehash_credential(tx, record.rehashed->account, record.rehashed->version, record.rehashed->hash);
    return {};
  };
  auto done = co_await directory_.database().write_unit(std::move(unit));
  // A full disk must not keep people from reading their mail: the line goes to the log instead.
  if (!done) {
    base::log(base::LogLevel::error, "GATE-0003", "the audit trail could not be written", {{"error", base::describe(done.error())}});
  }
}

SignInAnswer SqlGate::answer_for(const Knock& knock) const {
  SignInAnswer out;
  const auto say = [&](SignInVerdict verdict, const GateText& text) {
    out.verdict = verdict;
    out.text_vi = text.vi;
    out.text_en = text.en;
  };
  const base::Timestamp now = clock_.now();
  const Credential& credential = *knock.credential;
  const auto age = policies::password::check_age(credential.changed_at, now, settings_.maximum_age_days, settings_.warn_days);
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
    say(SignInVerdict::accepted,
        accepted_text(ages && age.age == policies::password::Age::warn ? age.days_left : 0, settings_.password_page_url));
    out.account = knock.account->id;
    out.credential_version = credential.version;
    out.address = knock.account->address;
  }
  if (out.verdict == SignInVerdict::password_change_required) out.url = settings_.password_page_url;
  return out;
}

base::Co<SignInAnswer> SqlGate::sign_in(SignInRequest request) {
  SignInAnswer answer;
  const auto say = [&answer](SignInVerdict verdict, const GateText& text) {
    answer.verdict = verdict;
    answer.text_vi = text.vi;
    answer.text_en = text.en;
  };
  Knock who;
  if (!request.tls && !(settings_.demo && request.peer.loopback)) {
    say(SignInVerdict::insecure, insecure_text());
  } else {
    who = co_await knock(request.login, std::move(request.password), request.peer);
    switch (who.step) {
      case Step::right: answer = answer_for(who); break;
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
  record.entry = audit_entry(accepted ? "sign-in" : "refused", request.login, who, request.peer);
  record.entry.door = to_string(request.door);
  record.entry.mechanism = request.mechanism;
  record.entry.session = request.session;
  if (!accepted) record.entry.detail = to_string(answer.verdict);
  record.counted = std::move(who.counted);
  record.signed_in = accepted;
  if (who.step == Step::right && lockouts_.forget(who.subject)) record.forgotten = who.subject;
  if (who.rehashed) {
    record.rehashed = who.credential;
    record.rehashed->hash = *who.rehashed;
  }
  co_await write_record(std::move(record));
  co_return answer;
}

std::unique_ptr<Gate::Watch> SqlGate::watch(base::AccountId account, std::int64_t credential_version, std::function<void()> on_drop) {
  return watches_.add(account, credential_version, std::move(on_drop), *directory_.view());
}

}  // namespace directory
