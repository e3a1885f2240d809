#include "mailstore/office/ruling/steps/task_case.h"

#include <algorithm>

#include "base/text/utf8.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/rights/named_party.h"
#include "policies/phrases/words.h"
#include "policies/tasks/texts/conversation_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;
using tasks::EventKind;

namespace {

constexpr std::size_t kMaxComment = 4000;  // bytes kept of a comment in the event; the mail itself is kept whole

// Where somebody named by a command may be.
struct Scope {
  NameScope names;
  base::UnitId own_office;  // whose other mailboxes are persons, not offices
  bool holds(const directory::Account& account) const {
    if (names.section) return account.unit == names.section;
    return account.office == names.office || names.below;
  }
};

// Letters behind the name, but for politeness and the closing bracket of an address.
bool says_more(std::string_view rest) {
  for (const policies::phrases::Word& word : policies::phrases::split_words(rest, 20)) {
    if (word.kind == policies::phrases::Word::Kind::mark) continue;
    if (!policies::phrases::is_any(word, {"nhé", "nha", "ạ", "em", "anh", "chị", "giúp", "với", "xử", "lý", "làm",
                                          "thực", "hiện", "phối", "hợp", "chủ", "trì"}))
      return true;
  }
  return false;
}

// "Cao Văn Tú <tu@x>", "tu@x.", "đ/c Tú", "Phòng Tư pháp": the one account that is named at the beginning.
const directory::Account* one_named(const directory::DirectoryView& view, const Scope& scope,
                                    const std::string& target) {
  NameScope names = scope.names;
  names.bare = true;
  const auto found = named_parties(view, names, target);
  if (found.empty() || found.front().account == nullptr) return nullptr;
  const directory::Account* account = found.front().account;
  // "Mai và Dũng cùng làm", "Phòng Tư pháp và Phòng Y tế": one at a time, and nobody is dropped without a word.
  const bool another = found.size() > 1 || says_more(std::string_view(target).substr(found.front().end));
  return another || !account->active || !scope.holds(*account) ? nullptr : account;
}

base::Sentence not_found(const std::string& target) {
  return {
      "Không có “" + target +
          "” trong phạm vi của Anh/Chị, hoặc có nhiều đơn vị, nhiều người cùng tên. Mỗi lần xin ghi một đơn vị hoặc một người, hoặc địa chỉ thư.",
      "There is no “" + target +
          "” within your reach, or several have that name. Please name one unit or person at a time, or give the mail address."};
}

base::Sentence stale_words() {
  return {
      "Nhiệm vụ đã thay đổi sau thư mà Anh/Chị trả lời. Xin xem trạng thái dưới đây rồi trả lời thư này.",
      "The task has changed since the message you answered. Please see where it stands and answer this message instead."};
}

}  // namespace

TaskCase::TaskCase(const RulingTools& tools, const IntakeHead& head, tasks::Task task, int party, std::int64_t seen,
                   std::optional<int> sequence)
    : tools_(tools), head_(head), task_(std::move(task)), party_(party), seen_(seen), sequence_(sequence) {
  const access::Relation relation = access::relation_of(head_.actor, about(own_party()), head_.at);
  side_.assigner = relation.decides();
  side_.holder = relation.holder || relation.holder_head || relation.holder_member;
  side_.head = relation.holder_head || relation.holder_leads;
  side_.hand = task_.parties[static_cast<std::size_t>(own_party())].open_hand_of(head_.author.id);
  if (side_.hand >= 0) side_.holder = true;
}

access::Party TaskCase::about(int number) const { return party_about(tools_.view, head_.author.id, task_, number); }

access::Decision TaskCase::may(access::Action action, int party) const {
  return access::may(head_.actor, about(party), action, head_.at);
}

Event TaskCase::tell(std::string rule, const tasks::MessageText& text) const {
  Event event = answer_of(head_, AnswerFrom::tasks, std::move(rule), text.subject, text.in(head_.english));
  auto& answered = std::get<Answered>(event.body);
  answered.task = task_.head.task;
  answered.party = party_;
  return event;
}

Ruling TaskCase::refuse(const char* rule, const base::Sentence& why) const {
  return Ruling{{tell(rule, tasks::refusal_message(task_, party_, side_, why, head_.at))}, std::nullopt};
}

Event TaskCase::ask_for_rest(std::string rule, const tasks::MessageText& text, std::string command) const {
  Question question;
  question.rule = std::move(rule);
  question.subject = text.subject;
  question.text = text.in(head_.english);
  question.task = task_.head.task;
  question.party = party_;
  question.command = std::move(command);
  return event_of(head_, std::move(question));
}

Event TaskCase::event_of_step(tasks::TaskEvent event) const {
  event.at = head_.at;
  event.actor = head_.author.id;
  return event_of(head_, TaskStep{task_.head.task, std::move(event)});
}

Event TaskCase::comment() const {
  tasks::TaskEvent event;
  event.kind = EventKind::commented;
  event.party = own_party();
  event.whole = party_ == tasks::kWholeTask && side_.assigner;
  event.reason = std::string(base::utf8_prefix_bytes(head_.text.text, kMaxComment));
  if (side_.spoken_to >= 0) event.hand = side_.spoken_to;
  return event_of_step(std::move(event));
}

Event TaskCase::ask_to_confirm(std::vector<tasks::TaskEvent> steps, const std::vector<base::Sentence>& commands) const {
  const tasks::MessageText text = tasks::confirm_message(task_, party_, side_, head_.text.text, commands, head_.at);
  Question question;
  question.rule = "confirm-step";
  question.subject = text.subject;
  question.text = text.in(head_.english);
  question.task = task_.head.task;
  question.party = party_;
  question.steps = std::move(steps);
  return event_of(head_, std::move(question));
}

void TaskCase::take(const tasks::TaskEvent& event) {
  task_ = tasks::apply(task_, event).task;
  taken_ = true;
}

// Somebody else changed this party after what the author answered (structured-mail.md 5.3).
base::Result<std::optional<Ruling>> TaskCase::stale(int party) const {
  if (taken_) return std::optional<Ruling>();  // looked at before the first step
  if (seen_ != 0) {
    auto changed = changed_by_others(tools_.reader, task_.head.task, party, head_.author.id);
    if (!changed) return changed.error();
    if (*changed > seen_) return std::optional<Ruling>(refuse("stale", stale_words()));
  }
  if (sequence_ && *sequence_ < task_.events) {
    auto last = last_changed_by(tools_.reader, task_.head.task, party);
    if (!last) return last.error();
    if (*last && *last != head_.author.id) return std::optional<Ruling>(refuse("stale", stale_words()));
  }
  return std::optional<Ruling>();
}

// Units and persons that a command names, from the directory.
std::optional<Ruling> TaskCase::fill_in(const policies::replies::Reply& reply, tasks::TaskEvent& event) const {
  const bool assigners =
      event.kind == EventKind::party_added || (event.kind == EventKind::lead_changed && !event.to_party);
  if (!assigners && event.kind != EventKind::reassigned && event.kind != EventKind::hand_given) return std::nullopt;
  const base::UnitId holder = task_.parties[static_cast<std::size_t>(own_party())].unit;
  const directory::Unit* unit = holder ? tools_.view.find_unit(holder) : nullptr;
  const bool section = unit != nullptr && unit->kind != directory::UnitKind::office;
  Scope scope;
  if (assigners) {
    const directory::Unit* own = tools_.view.find_unit(head_.author.unit);
    // A section's head gives tasks within his section; whom he only informs may be anybody.
    const bool informs = event.new_party && event.new_party->role == tasks::PartyRole::informed;
    const bool of_section = own != nullptr && own->kind != directory::UnitKind::office && !informs;
    scope = {{task_.head.office, of_section ? own->id : base::UnitId(), !of_section}, task_.head.office};
  } else if (section) {
    scope = {{head_.author.office, holder, false}, head_.author.office};
  } else {
    const base::UnitId office = holder ? holder : head_.author.office;
    scope = {{office, {}, false}, office};
  }
  const directory::Account* account = one_named(tools_.view, scope, reply.target);
  if (account == nullptr || account->id == task_.parties[static_cast<std::size_t>(own_party())].account)
    return refuse("unknown-target", not_found(reply.target));
  if (event.kind == EventKind::hand_given) {
    if (account->kind != directory::AccountKind::person) return refuse("unknown-target", not_found(reply.target));
    tasks::Hand& person = event.person ? *event.person : event.person.emplace();
    person.account = account->id;
    person.address = account->address;
    person.name = account->full_name;
    return std::nullopt;
  }
  const bool informs = event.new_party && event.new_party->role == tasks::PartyRole::informed;
  if (assigners && !informs) {
    if (const int of = party_of_member(*account); of >= 0) return give_to_member(event, of, *account);
  }
  tasks::TaskParty party = party_of_account(tools_.view, *account, scope.own_office);
  if (event.new_party) party.role = event.new_party->role;
  const bool of_holder = account->kind == directory::AccountKind::person && holder &&
                         (account->unit == holder || account->office == holder);
  // The unit stays answerable when its head gives the work to his own people (domain.md 5.1).
  if (event.kind == EventKind::reassigned && side_.head && of_holder) event = tasks::hand_of(std::move(event), party);
  else event.new_party = std::move(party);
  return std::nullopt;
}

// The unit that works on the task and whose member the person is, -1: none.
int TaskCase::party_of_member(const directory::Account& account) const {
  if (account.kind != directory::AccountKind::person) return -1;
  for (std::size_t i = 0; i < task_.parties.size(); ++i) {
    const tasks::TaskParty& party = task_.parties[i];
    const bool works = !party.removed() && party.role != tasks::PartyRole::informed && !tasks::is_final(party.state);
    if (works && party.unit && (party.unit == account.unit || party.unit == account.office)) return static_cast<int>(i);
  }
  return -1;
}

// "Đ/c Tài chủ trì" of the section that has it: the unit stays answerable, he does the work (domain.md 5.1).
std::optional<Ruling> TaskCase::give_to_member(tasks::TaskEvent& event, int of,
                                               const directory::Account& person) const {
  const tasks::TaskParty& unit = task_.parties[static_cast<std::size_t>(of)];
  const bool leads = unit.role == tasks::PartyRole::lead || unit.role == tasks::PartyRole::part;
  const bool other = event.kind == EventKind::lead_changed && !leads;
  if (other || person.office != task_.head.office) {
    const std::string advice = other ? "CHỦ TRÌ " + unit.name : "";
    return refuse("member-of-party",
                  {person.full_name + " thuộc " + unit.name + ", đơn vị đang thực hiện nhiệm vụ này; " +
                       (other ? "muốn đơn vị đó chủ trì, xin ghi: " + advice + "."
                              : "việc phân công người do đơn vị đó quyết định."),
                   person.full_name + " belongs to " + unit.name + ", which works on this task; " +
                       (other ? "to make that unit the lead write: LEAD " + unit.name + "."
                              : "who does it there is for that unit to decide.")});
  }
  tasks::TaskEvent given;
  given.kind = EventKind::hand_given;
  given.party = of;
  given.due = event.due;
  given.reason = event.reason;
  tasks::Hand& hand = given.person.emplace();
  hand.account = person.id;
  hand.address = person.address;
  hand.name = person.full_name;
  event = std::move(given);
  return std::nullopt;
}

base::Result<Judged> TaskCase::judge(const policies::replies::Reply& reply) const {
  tasks::Meaning meaning = tasks::meaning_of(reply, task_, party_, side_);
  if (!meaning.event) {
    // Whoever stands on no side of it because his right does not reach is told that.
    const bool no_side = !side_.assigner && !side_.holder && side_.hand < 0;
    if (no_side && has_dated_right(tools_.view, head_.author)) {
      if (const auto allowed = may(access::Action::close); !allowed)
        return Judged{std::nullopt, refuse("no-permission", why_not(tools_, head_, task_, allowed.refusal))};
    }
    return Judged{std::nullopt, refuse("not-possible", meaning.refusal)};
  }
  const tasks::TaskParty& own = task_.parties[static_cast<std::size_t>(own_party())];
  if (const auto next = own.reassigned_to; next && side_.holder && !side_.assigner) {
    const std::string& name = task_.parties.at(static_cast<std::size_t>(*next)).name;
    return Judged{
        std::nullopt,
        refuse(
            "passed-on",
            {"Nhiệm vụ đã được chuyển tới " + name + " nên Anh/Chị không thực hiện được bước này; có thể gửi ý kiến.",
             "The task has been passed on to " + name + ", so this step is no longer yours; comments are welcome."})};
  }
  if (auto refused = fill_in(reply, *meaning.event)) return Judged{std::nullopt, std::move(*refused)};
  return judge(std::move(*meaning.event));
}

access::Decision TaskCase::may_take(const tasks::TaskEvent& event) const {
  const bool by_leader = event.kind == EventKind::hand_given && side_.assigner && !side_.head;
  return may(by_leader ? access::Action::assign_person : tasks::action_of(event.kind), event.party);
}

base::Result<Judged> TaskCase::judge(tasks::TaskEvent event) const {
  const auto allowed = may_take(event);
  if (!allowed) return Judged{std::nullopt, refuse("no-permission", why_not(tools_, head_, task_, allowed.refusal))};
  event.in_name_of = allowed.in_name_of;
  event.in_name = leader_name(tools_.view, allowed.in_name_of);
  auto old = stale(event.party);
  if (!old) return old.error();
  if (*old) return Judged{std::nullopt, std::move(**old)};
  event.at = head_.at;
  event.actor = head_.author.id;
  if (event.due) event.due_day_off = !tools_.calendar.is_working(policies::calendar::local_date(*event.due));
  const tasks::Applied applied = tasks::apply(task_, event);
  if (!applied.ok) return Judged{std::nullopt, refuse("not-possible", applied.refusal)};
  return Judged{std::move(event), {}};
}

}  // namespace mailstore::office
