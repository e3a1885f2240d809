// An answer to one of our task messages: the token names task and party, the submission proves who speaks, may()
// decides whether he may, the task's state what it means. What is not applied is answered, and changes nothing.
#include <algorithm>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "mailstore/office/rows/row_values.h"
#include "mailstore/office/ruling/step_ruling.h"
#include "policies/replies/reply_grammar.h"
#include "policies/tasks/task_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;

namespace {

constexpr std::size_t kMaxComment = 4000;  // bytes kept of a comment in the event; the mail itself is kept whole

// The task and the party as may() wants them. A party that is another shared mailbox is held by its members.
access::Party right_about(const directory::DirectoryView& view, const IntakeHead& head, const tasks::Task& task,
                          const tasks::TaskParty& party) {
  access::Party about;
  about.office = task.head.office;
  about.assigner = task.head.assigner;
  about.holder_unit = party.unit;
  if (!party.unit) {
    const auto members = view.members_of(party.account);
    const bool member = std::find(members.begin(), members.end(), head.author.id) != members.end();
    about.holder_account = member ? head.author.id : party.account;
  }
  about.informed_only = party.role == tasks::PartyRole::informed;
  return about;
}

struct Case {
  const RulingTools& tools;
  const IntakeHead& head;
  const ReplyAsk& ask;
  const tasks::Task& task;
  int party;
  tasks::Side side;

  const tasks::TaskParty& party_value() const { return task.parties[static_cast<std::size_t>(party)]; }
  Ruling refuse(const char* rule, const tasks::Sentence& why) const {
    const tasks::MessageText text = tasks::refusal_message(task, party, side, why, head.at);
    Event event = answer_of(head, AnswerFrom::tasks, rule, text.subject, text.text);
    auto& answered = std::get<Answered>(event.body);
    answered.task = task.head.task;
    answered.party = party;
    return Ruling{{std::move(event)}, std::nullopt};
  }
  Ruling apply(tasks::TaskEvent event) const {
    event.at = head.at;
    event.actor = head.author.id;
    return Ruling{{event_of(head, TaskStep{task.head.task, std::move(event)})}, std::nullopt};
  }
};

// Where a holder may pass a task on: his office, or the section that holds it.
struct Scope {
  base::UnitId office, section;
  bool holds(const directory::Account& account) const {
    return section ? account.unit == section : account.office == office;
  }
};

Scope scope_of(const Case& c) {
  const base::UnitId holder = c.party_value().unit;
  const directory::Unit* unit = holder ? c.tools.view.find_unit(holder) : nullptr;
  if (unit != nullptr && unit->kind != directory::UnitKind::office) return {c.head.author.office, holder};
  return {holder ? holder : c.head.author.office, {}};
}

// "Cao Văn Tú <tu@x>" as mail programs write it, "tu@x.": the address alone.
std::string address_in(const std::string& target) {
  const auto open = target.rfind('<'), close = target.rfind('>');
  if (open == std::string::npos || close == std::string::npos || close < open) return target;
  return target.substr(open + 1, close - open - 1);
}

// A section of the office by its name or code, with a mailbox of its own, or a person by the full name when only one
// has it.
const directory::Account* named_in(const directory::DirectoryView& view, const Scope& scope,
                                   const std::string& target) {
  const std::string wanted = base::fold(target);
  const directory::Account* found = nullptr;
  for (const directory::Account& account : view.accounts()) {
    if (!scope.holds(account) || !account.active) continue;
    const directory::Unit* unit = view.find_unit(account.unit);
    const bool section = account.kind == directory::AccountKind::role_mailbox &&
                         account.purpose == directory::kSectionTasks && unit != nullptr &&
                         (base::fold(unit->name) == wanted || base::fold(unit->code) == wanted);
    const bool person = account.kind == directory::AccountKind::person && base::fold(account.full_name) == wanted;
    if (!section && !person) continue;
    if (found != nullptr) return nullptr;  // two of that name: nothing is guessed
    found = &account;
  }
  return found;
}

// The account a reassignment names: a person or an office's mailbox inside the holder's own scope.
base::Result<std::optional<tasks::TaskParty>> new_holder(const Case& c, const std::string& target) {
  const Scope scope = scope_of(c);
  const directory::Account* account = c.tools.view.find_address(address_in(target));
  if (account == nullptr) account = named_in(c.tools.view, scope, target);
  if (account == nullptr || !account->active || !scope.holds(*account)) return std::optional<tasks::TaskParty>();
  if (account->id == c.party_value().account) return std::optional<tasks::TaskParty>();  // it has it already
  return std::optional<tasks::TaskParty>(party_of_account(c.tools.view, *account, scope.office));
}

tasks::Sentence nothing_written(const IntakeHead& head, const ReplyAsk& ask) {
  if (ask.encrypted) {
    return {
        "Thư được mã hóa nên máy chủ không đọc được lệnh. Không có gì thay đổi. Xin gửi lại không mã hóa (vẫn có thể ký số).",
        "The message is encrypted, so the server cannot read a command in it. Nothing was changed. Please send it again without encryption (signing is fine)."};
  }
  if (head.text.text_below) {
    return {
        "Phần trả lời nằm dưới thư gốc hoặc chữ ký nên không được đọc là lệnh. Xin ghi lệnh ở dòng đầu tiên, phía trên thư gốc và chữ ký.",
        "Your words stand below the quoted message or the signature and are not read as a command. Write the command in the first line, above both."};
  }
  return {"Thư trả lời không có nội dung mới của Anh/Chị.", "The reply has no new text of yours."};
}

tasks::Sentence stale() {
  return {
      "Nhiệm vụ đã thay đổi sau thư mà Anh/Chị trả lời. Xin xem trạng thái dưới đây rồi trả lời thư này.",
      "The task has changed since the message you answered. Please see where it stands and answer this message instead."};
}

base::Result<Ruling> rule_command(const Case& c, const policies::replies::Reply& reply) {
  tasks::Meaning meaning = tasks::meaning_of(reply, c.task, c.party, c.side);
  if (!meaning.event) return c.refuse("not-possible", meaning.refusal);
  tasks::TaskEvent& event = *meaning.event;
  if (const auto next = c.party_value().reassigned_to; next && c.side.holder && !c.side.assigner) {
    const std::string& name = c.task.parties.at(static_cast<std::size_t>(*next)).name;
    return c.refuse(
        "passed-on",
        {"Nhiệm vụ đã được chuyển tới " + name + " nên Anh/Chị không thực hiện được bước này; có thể gửi ý kiến.",
         "The task has been passed on to " + name + ", so this step is no longer yours; comments are welcome."});
  }
  const auto may = access::may(c.head.actor, right_about(c.tools.view, c.head, c.task, c.party_value()),
                               tasks::action_of(event.kind), c.head.at);
  if (!may) return c.refuse("no-permission", may.refusal);
  if (c.head.answered) {
    auto changed = changed_by_others(c.tools.reader, c.task.head.task, c.party, c.head.author.id);
    if (!changed) return changed.error();
    if (*changed > c.head.answered->seq && c.head.answered->token == ReplyToken{c.task.head.task, c.party})
      return c.refuse("stale", stale());
  }
  // RFC 5546 §2.1.5: of a calendar's answer SEQUENCE says which state it saw.
  if (c.ask.sequence && *c.ask.sequence < c.task.events) {
    auto last = last_changed_by(c.tools.reader, c.task.head.task, c.party);
    if (!last) return last.error();
    if (*last && *last != c.head.author.id) return c.refuse("stale", stale());
  }
  if (event.kind == tasks::EventKind::reassigned) {
    auto holder = new_holder(c, reply.target);
    if (!holder) return holder.error();
    if (!*holder) {
      return c.refuse(
          "unknown-target",
          {"Không có “" + reply.target +
               "” trong phạm vi đơn vị của Anh/Chị, hoặc có nhiều người cùng tên. Xin ghi địa chỉ thư của người nhận.",
           "There is no “" + reply.target +
               "” within your office, or several have that name. Please give the mail address of the one who takes over."});
    }
    event.new_party = std::move(**holder);
  }
  event.at = c.head.at;
  event.actor = c.head.author.id;
  const tasks::Applied applied = tasks::apply(c.task, event);
  if (!applied.ok) return c.refuse("not-possible", applied.refusal);
  return c.apply(std::move(event));
}

}  // namespace

base::Result<Ruling> rule_words(const RulingTools& tools, const IntakeHead& head, const ReplyToken& token,
                                bool encrypted) {
  ReplyAsk ask;
  ask.token = token;
  ask.reply = policies::replies::parse_reply(head.text.text, {tools.calendar, head.at, std::nullopt});
  ask.encrypted = encrypted;
  return rule_on(tools, head, ask);
}

base::Result<Ruling> rule_steps(const RulingTools& tools, const IntakeHead& head, const ReplyToken& token,
                                const std::vector<tasks::TaskEvent>& steps, std::int64_t asked_seq) {
  auto found = read_task(tools.reader, token.task);
  if (!found) return found.error();
  if (!*found) return does_not_fit("a question about a task that is not there");
  ReplyAsk ask;
  ask.token = token;
  tasks::Task task = **found;
  Ruling ruling;
  for (tasks::TaskEvent step : steps) {
    const tasks::TaskParty& party = task.parties.at(static_cast<std::size_t>(step.party));
    const auto about = right_about(tools.view, head, task, party);
    const auto relation = access::relation_of(head.actor, about, head.at);
    const Case c{tools, head, ask, task, step.party,
                 {relation.decides(), relation.holder || relation.holder_head || relation.holder_member}};
    const auto may = access::may(head.actor, about, tasks::action_of(step.kind), head.at);
    if (!may) return c.refuse("no-permission", may.refusal);
    auto changed = changed_by_others(tools.reader, task.head.task, step.party, head.author.id);
    if (!changed) return changed.error();
    if (*changed > asked_seq) return c.refuse("stale", stale());
    step.at = head.at;
    step.actor = head.author.id;
    tasks::Applied applied = tasks::apply(task, step);
    if (!applied.ok) return c.refuse("not-possible", applied.refusal);
    ruling.events.push_back(event_of(head, TaskStep{task.head.task, std::move(step)}));
    task = std::move(applied.task);
  }
  return ruling;
}

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const ReplyAsk& ask) {
  auto found = read_task(tools.reader, ask.token.task);
  if (!found) return found.error();
  if (!*found || ask.token.party >= static_cast<int>((*found)->parties.size())) {
    return Ruling{{answer_of(head, AnswerFrom::tasks, "no-such-task", "Re: " + head.subject,
                             both_languages({"Không tìm thấy nhiệm vụ của thư này. Không có gì thay đổi.",
                                             "The task of this message was not found. Nothing was changed."}))},
                  std::nullopt};
  }
  const tasks::Task& task = **found;
  const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(ask.token.party)];
  const auto relation = access::relation_of(head.actor, right_about(tools.view, head, task, party), head.at);
  Case c{tools, head, ask, task, ask.token.party, {}};
  c.side.assigner = relation.decides();
  c.side.holder = relation.holder || relation.holder_head || relation.holder_member;

  if (ask.several_tasks) {
    return c.refuse(
        "several-tasks",
        {"Thư này trả lời nhiều nhiệm vụ cùng lúc nên chưa rõ lệnh dành cho nhiệm vụ nào. Xin trả lời từng thư một.",
         "This message answers several tasks at once, so it is not clear which one is meant. Please answer each message by itself."});
  }
  if (head.text.text.empty()) return c.refuse("nothing-written", nothing_written(head, ask));
  const policies::replies::Reply reply =
      policies::replies::counted_from(ask.reply, {tools.calendar, head.at, party.due});
  if (reply.intent == policies::replies::Intent::comment ||
      reply.intent == policies::replies::Intent::register_document ||
      reply.intent == policies::replies::Intent::reserve_number) {
    const auto may =
        access::may(head.actor, right_about(tools.view, head, task, party), access::Action::comment, head.at);
    if (!may) return c.refuse("no-permission", may.refusal);
    tasks::TaskEvent event;
    event.kind = tasks::EventKind::commented;
    event.party = c.party;
    event.reason = std::string(base::utf8_prefix_bytes(head.text.text, kMaxComment));
    return c.apply(std::move(event));
  }
  if (reply.problem != policies::replies::ReplyProblem::none) return c.refuse("incomplete", tasks::describe(reply));
  return rule_command(c, reply);
}

}  // namespace mailstore::office
