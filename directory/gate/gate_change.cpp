// New passwords through the gate: chosen by the person, or reset by an administrator.
#include "base/crypto/random.h"
#include "base/text/opaque_string.h"
#include "directory/gate/gate_texts.h"
#include "directory/gate/sql_gate.h"
#include "directory/people/change.h"
#include "policies/password/age.h"

namespace directory {

namespace {

constexpr std::size_t kOneTimeLength = 16;  // 92 bits

}  // namespace

policies::password::RuleSettings SqlGate::rule_settings() const {
  policies::password::RuleSettings out;
  out.minimum_length = settings_.minimum_length;
  out.minimum_length_admin = settings_.minimum_length_admin;
  out.classes = settings_.classes;
  out.history = settings_.history;
  out.forbidden_words = settings_.forbidden_words;
  out.minimum_strength_bits = settings_.minimum_strength_bits;
  return out;
}

policies::password::Person SqlGate::describe_person(const Account& account, const DirectoryView& view) const {
  policies::password::Person out;
  out.address = account.address;
  out.aliases = view.addresses_of(account.id);
  out.full_name = account.full_name;
  out.phone = account.phone;
  out.staff_code = account.staff_code;
  out.administrator = account.role == Role::admin;
  if (const Unit* unit = view.find_unit(account.unit)) {
    out.unit_code = unit->code;
    out.unit_symbol = unit->symbol;
    out.unit_mail = unit->mail;
    out.unit_name = unit->name;
  }
  if (const Unit* office = view.find_unit(account.office)) out.office_name = office->name;
  return out;
}

base::Co<base::Result<SqlGate::NewPassword>> SqlGate::prepare(Knock& knock, std::string next) {
  const auto rules = rule_settings();
  const auto normal = base::opaque_string(next);
  if (!normal) {
    NewPassword refused;
    refused.failed.push_back(policies::password::rule_text(next.empty() ? "length" : "characters", rules,
                                                           knock.account->role == Role::admin));
    co_return refused;
  }
  const base::AccountId account = knock.account->id;
  const int past = settings_.history - 1;  // the present one is the first of the last N
  auto query = [account, past](base::SqlSnapshot& snapshot) -> base::Result<std::vector<std::string>> {
    return read_past_hashes(snapshot, account, past);
  };
  auto hashes = co_await directory_.database().read(query);
  if (!hashes) co_return std::move(hashes).error();
  hashes->insert(hashes->begin(), knock.credential->hash);
  const policies::password::Person person = describe_person(*knock.account, *knock.view);
  auto job = [this, rules, password = *normal, hashes = *hashes, person]() -> base::Result<NewPassword> {
    NewPassword out;
    out.failed = policies::password::check_new_password(password, person, rules, [&](std::string_view candidate) {
      for (const std::string& hash : hashes) {
        if (base::verify_password(candidate, hash)) return true;
      }
      return false;
    });
    if (!out.failed.empty()) return out;
    auto hash = base::hash_password(password, checker_->cost());
    if (!hash) return std::move(hash).error();
    out.hash = std::move(*hash);
    return out;
  };
  HashQueue::Ticket ticket;  // whoever knows the present password is no stranger
  ticket.share = knock.subjects.account;
  ticket.known = true;
  co_return co_await queue_.run(std::move(ticket), job);
}

base::Co<ChangeAnswer> SqlGate::change_password(ChangeRequest request) {
  ChangeAnswer answer;
  Knock who = co_await knock(request.address, std::move(request.current), request.peer);
  Credential next;
  if (who.step == Step::locked) {
    answer.verdict = ChangeVerdict::locked;
    answer.retry_after = who.wait;
  } else if (who.step == Step::busy) {
    answer.verdict = ChangeVerdict::busy;
  } else if (who.step == Step::right && !who.account->active) {
    answer.verdict = ChangeVerdict::disabled;
  } else if (who.step == Step::right && who.credential->one_time_expired(clock_.now())) {
    answer.verdict = ChangeVerdict::refused;
    answer.failed.push_back(policies::password::rule_text("one-time-expired", rule_settings(), false));
  } else if (who.step == Step::right) {
    auto prepared = co_await prepare(who, request.next);
    answer.verdict = !prepared                  ? ChangeVerdict::busy
                     : prepared->failed.empty() ? ChangeVerdict::changed
                                                : ChangeVerdict::refused;
    if (prepared) answer.failed = std::move(prepared->failed);
    if (prepared) next.hash = std::move(prepared->hash);
  }
  Record record;
  record.entry = audit_entry(AuditVerb::refused, request.address, who, request.peer);
  record.entry.door = "http";
  record.entry.mechanism = "password-change";
  record.entry.session = request.session;
  record.counted = std::move(who.counted);
  if (who.step == Step::right && lockouts_.forget(who.subjects.pair)) record.forgotten = who.subjects.pair;
  if (answer.verdict == ChangeVerdict::changed) {
    const base::Timestamp now = clock_.now();
    next.account = who.account->id;
    next.version = who.credential->version + 1;
    next.state = PasswordState::healthy;
    next.changed_at = now;
    next.early_days = policies::password::draw_early_days(next.account.value, next.version);
    // Who never signed in has chosen his first own password: he is greeted once, whatever was reset before.
    const bool first = who.credential->is_one_time() && who.credential->last_sign_in.us == 0;
    next.greeting = first ? 1 : 0;
    auto unit = [next, now](base::SqlTransaction& tx) -> base::Result<void> {
      return replace_credential(tx, next, now);
    };
    auto replaced = co_await directory_.database().write(unit);
    if (replaced) {
      record.entry.what = AuditVerb::password_changed;
      record.network = network_to_note(who);
      if (const auto normal = base::opaque_string(request.next)) {
        recent_.remember(next.account, next.version, *normal, clock_.steady());
      }
      watches_.password_changed(next.account, next.version);
    } else {
      answer.verdict = ChangeVerdict::busy;
    }
  }
  if (answer.verdict != ChangeVerdict::changed) {
    record.entry.detail = to_string(answer.verdict);
    for (const FailedRule& rule : answer.failed) record.entry.detail += " " + rule.rule;
  }
  choose_rows(record, who);
  co_await write_record(std::move(record));
  if (who.step != Step::right) co_await delay_refusal();
  co_return answer;
}

base::Result<std::string> SqlGate::reset_password(base::AccountId id, std::string password, bool no_change,
                                                  std::string_view actor) {
  using base::Error;
  using base::ErrorCode;
  if (no_change && !settings_.demo) {
    return Error::permanent(
        ErrorCode::no_permission,
        {"Mật khẩu không phải đổi chỉ dùng khi demo = true; chưa thay đổi gì.",
         "A password that need not be changed is only possible with demo = true. Nothing was changed."});
  }
  const std::shared_ptr<const DirectoryView> view = directory_.view();
  const Account* account = view->find_account(id);
  if (!account || !account->may_sign_in()) {
    return Error::permanent(
        ErrorCode::not_found,
        {"Không có tài khoản nào như vậy được đăng nhập (hộp thư vai trò, hoặc đã khóa); chưa thay đổi gì.",
         "There is no such account that may sign in. Nothing was changed."});
  }
  if (password.empty()) password = base::random_readable(kOneTimeLength);
  const auto normal = base::opaque_string(password);
  if (!normal) return normal.error();
  auto hash = base::hash_password(*normal, checker_->cost());
  if (!hash) return std::move(hash).error();
  const base::Timestamp now = clock_.now();
  Credential next;
  next.account = id;
  next.hash = std::move(*hash);
  next.state = no_change ? PasswordState::no_change : PasswordState::reset;
  next.changed_at = now;
  if (!no_change) next.expires_at = now + std::chrono::hours(settings_.one_time_hours);
  auto done = directory_.database().write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto present = read_credential(tx, id);
    if (!present) return std::move(present).error();
    next.version = *present ? (*present)->version + 1 : 1;
    if (auto step = replace_credential(tx, next, now); !step) return step;
    if (auto step = Lockouts::forget_account_rows(tx, id); !step) return step;
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::password_reset, actor, id, no_change ? "no-change" : ""));
  });
  if (!done) return std::move(done).error();
  lockouts_.forget_account(id);
  recent_.forget(id);
  watches_.password_changed(id, next.version);
  return password;
}

}  // namespace directory
