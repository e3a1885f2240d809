// An answer to one of our task messages: the token names task and party, the submission proves who speaks, may() decides
// whether he may, the task's state what it means. What is not applied is answered, and changes nothing.
#include <algorithm>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "mailstore/office/ruling.h"
#include "policies/tasks/reply_grammar.h"
#include "policies/tasks/task_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;

namespace {

constexpr std::size_t kMaxComment = 4000;   // bytes kept of a comment in the event; the mail itself is kept whole

// The task and the party as may() wants them. A party that is another shared mailbox is held by its members.
access::Party right_about(const directory::DirectoryView& view, const Intake& intake, const tasks::Task& task, const tasks::TaskParty& party) {
  access::Party about;
  about.office = task.head.office;
  about.assigner = task.head.assigner;
  about.holder_unit = party.unit;
  if (!party.unit) {
    const auto members = view.members_of(party.account);
    const bool member = std::find(members.begin(), members.end(), intake.author.id) != members.end();
    about.holder_account = member ? intake.author.id : party.account;
  }
  about.informed_only = party.role == tasks::PartyRole::informed;
  return about;
}

struct Case {
  const RulingTools& tools;
  const Intake& intake;
  const tasks::Task& task;
  int party;
  tasks::Side side;

  const tasks::TaskParty& party_value() const { return task.parties[static_cast<std::size_t>(party)]; }
  Ruling refuse(const char* rule, const tasks::Sentence& why) const {
    const tasks::MessageText text = tasks::refusal_message(task, party, side, why, intake.at);
    Event event = answer_of(intake, rule, text.subject, text.text);
    auto& answered = std::get<Answered>(event.body);
    answered.task = task.head.task;
    answered.party = party;
    return Ruling{{std::move(event)}, std::nullopt};
  }
  Ruling apply(tasks::TaskEvent event) const {
    event.at = intake.at;
    event.actor = intake.author.id;
    return Ruling{{event_of(intake, TaskStep{task.head.task, std::move(event)})}, std::nullopt};
  }
};

// A section of the office by its name or code, with a mailbox of its own, or a person by the full name when only one has it.
const directory::Account* named_in(const directory::DirectoryView& view, base::UnitId office, const std::string& target) {
  const std::string wanted = base::fold(target);
  const directory::Account* found = nullptr;
  for (const directory::Account& account : view.accounts()) {
    if (account.office != office || !account.active) continue;
    const directory::Unit* unit = view.find_unit(account.unit);
    const bool section = account.kind == directory::AccountKind::role_mailbox && account.purpose == directory::kSectionTasks && unit != nullptr &&
                         (base::fold(unit->name) == wanted || base::fold(unit->code) == wanted);
    const bool person = account.kind == directory::AccountKind::person && base::fold(account.full_name) == wanted;
    if (!section && !person) continue;
    if (found != nullptr) return nullptr;   // two of that name: nothing is guessed
    found = &account;
  }
  return found;
}

// The account a reassignment names: a person or an office's mailbox inside the holder's own scope.
base::Result<std::optional<tasks::TaskParty>> new_holder(const Case& c, const std::string& target) {
  const base::UnitId scope = c.party_value().unit ? c.party_value().unit : c.intake.author.office;
  const directory::Account* account = c.tools.view.find_address(target);
  if (account == nullptr) account = named_in(c.tools.view, scope, target);
  if (account == nullptr || !account->active) return std::optional<tasks::TaskParty>();
  if (account->office != scope) return std::optional<tasks::TaskParty>();
  tasks::TaskParty party;
  party.account = account->id;
  party.address = account->address;
  party.name = account->full_name;
  if (const directory::Unit* unit = c.tools.view.find_unit(account->unit)) party.unit_code = unit->code;
  return std::optional<tasks::TaskParty>(std::move(party));
}

tasks::Sentence nothing_written(const Intake& intake) {
  if (intake.text.text_below) {
    return {"Phần trả lời nằm dưới thư gốc hoặc chữ ký nên không được đọc là lệnh. Xin ghi lệnh ở dòng đầu tiên, phía trên thư gốc và chữ ký.",
            "Your words stand below the quoted message or the signature and are not read as a command. Write the command in the first line, above both."};
  }
  return {"Thư trả lời không có nội dung mới của Anh/Chị.", "The reply has no new text of yours."};
}

tasks::Sentence stale() {
  return {"Nhiệm vụ đã thay đổi sau thư mà Anh/Chị trả lời. Xin xem trạng thái dưới đây rồi trả lời thư này.",
          "The task has changed since the message you answered. Please see where it stands and answer this message instead."};
}

base::Result<Ruling> rule_command(const Case& c, const tasks::Reply& reply) {
  tasks::Meaning meaning = tasks::meaning_of(reply, c.task, c.party, c.side);
  if (!meaning.event) return c.refuse("not-possible", meaning.refusal);
  tasks::TaskEvent& event = *meaning.event;
  const auto may = access::may(c.intake.actor, right_about(c.tools.view, c.intake, c.task, c.party_value()), tasks::action_of(event.kind), c.intake.at);
  if (!may) return c.refuse("no-permission", may.refusal);
  if (c.intake.answered) {
    auto changed = changed_by_others(c.tools.reader, c.task.head.task, c.party, c.intake.author.id);
    if (!changed) return changed.error();
    if (*changed > c.intake.answered->seq && c.intake.answered->token == ReplyToken{c.task.head.task, c.party}) return c.refuse("stale", stale());
  }
  // RFC 5546 §2.1.5: of a calendar's answer SEQUENCE says which state it saw.
  if (c.intake.itip && c.intake.itip->sequence && *c.intake.itip->sequence < c.task.events) {
    auto last = last_changed_by(c.tools.reader, c.task.head.task, c.party);
    if (!last) return last.error();
    if (*last && *last != c.intake.author.id) return c.refuse("stale", stale());
  }
  if (event.kind == tasks::EventKind::reassigned) {
    auto holder = new_holder(c, reply.target);
    if (!holder) return holder.error();
    if (!*holder) {
      return c.refuse("unknown-target", {"Không có “" + reply.target + "” trong phạm vi đơn vị của Anh/Chị, hoặc có nhiều người cùng tên. Xin ghi địa chỉ thư của người nhận.",
                                         "There is no “" + reply.target + "” within your office, or several have that name. Please give the mail address of the one who takes over."});
    }
    event.new_party = std::move(**holder);
  }
  event.at = c.intake.at;
  event.actor = c.intake.author.id;
  const tasks::Applied applied = tasks::apply(c.task, event);
  if (!applied.ok) return c.refuse("not-possible", applied.refusal);
  return c.apply(std::move(event));
}

}  // namespace

base::Result<Ruling> rule_task_reply(const RulingTools& tools, const Intake& intake) {
  auto found = read_task(tools.reader, intake.token.task);
  if (!found) return found.error();
  if (!*found || intake.token.party >= static_cast<int>((*found)->parties.size())) {
    return Ruling{{answer_of(intake, "no-such-task", "Re: " + intake.subject,
                             both_languages({"Không tìm thấy nhiệm vụ của thư này. Không có gì thay đổi.",
                                             "The task of this message was not found. Nothing was changed."}))},
                  std::nullopt};
  }
  const tasks::Task& task = **found;
  const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(intake.token.party)];
  const auto relation = access::relation_of(intake.actor, right_about(tools.view, intake, task, party), intake.at);
  Case c{tools, intake, task, intake.token.party, {}};
  c.side.assigner = relation.assigner || relation.leader;
  c.side.holder = relation.holder || relation.holder_head || relation.holder_member;

  if (intake.text.text.empty()) return c.refuse("nothing-written", nothing_written(intake));
  const tasks::Reply reply = tasks::parse_reply(intake.text.text, {tools.calendar, intake.at, party.due});
  if (reply.intent == tasks::Intent::comment || reply.intent == tasks::Intent::register_document ||
      reply.intent == tasks::Intent::reserve_number) {
    const auto may = access::may(intake.actor, right_about(tools.view, intake, task, party), access::Action::comment, intake.at);
    if (!may) return c.refuse("no-permission", may.refusal);
    tasks::TaskEvent event;
    event.kind = tasks::EventKind::commented;
    event.party = c.party;
    event.reason = std::string(base::utf8_prefix_bytes(intake.text.text, kMaxComment));
    return c.apply(std::move(event));
  }
  if (reply.problem != tasks::ReplyProblem::none) return c.refuse("incomplete", tasks::describe(reply));
  return rule_command(c, reply);
}

}  // namespace mailstore::office
