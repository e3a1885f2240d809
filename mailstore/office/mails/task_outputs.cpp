// One structured message to each party, what was understood to the assigner; after each step one to both sides.
#include <algorithm>

#include "directory/people/access_grants.h"
#include "mailstore/office/mails/point_table_html.h"
#include "mailstore/office/mails/server_mail.h"
#include "mailstore/office/mails/task_card.h"
#include "mailstore/office/mails/task_outputs.h"
#include "policies/calendar/calendar.h"
#include "policies/tasks/texts/conversation_text.h"
#include "policies/tasks/undo.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

// Everything of one task mail, kept until it is made.
struct TaskMail {
  tasks::Task task;
  int party = 0;
  bool to_assigner = false;
  bool calendar = true;
  bool answerable = true;  // carries a reply token
  std::string to;
  tasks::MessageText text;
  std::vector<std::string> files;
};

std::string token_address(const OutputTools& tools, const tasks::Task& task, int party) {
  return tools.keys.local_part({task.head.task, token_party(party)}) + "@" + tools.domain;
}

// Several mails of one event and party differ in what stands behind the token.
std::string message_id(const OutputTools& tools, const Event& event, const TaskMail& mail, std::size_t index) {
  return tools.keys.message_id_left({mail.task.head.task, token_party(mail.party)}, event.seq) + "-" +
         std::to_string(index) + "@" + tools.domain;
}

Output output_of(const OutputTools& tools, const Event& event, TaskMail mail, std::size_t index) {
  Output out;
  out.to.push_back(mail.to);
  out.make = [&tools, event, mail = std::move(mail), index](base::SqlReader&) -> base::Result<std::string> {
    TaskCard card;
    card.task = &mail.task;
    card.party = mail.party;
    card.to_assigner = mail.to_assigner;
    card.calendar = mail.calendar;
    card.english = tools.view->says_english(mail.to);
    card.text = mail.text;
    if (mail.answerable) card.reply_address = token_address(tools, mail.task, mail.party);
    if (const directory::Account* box = tools.view->role_mailbox(event.office, directory::kTasks)) {
      card.role_address = box->address;
      card.role_name = box->full_name;
    }
    card.acting_address = event.actor_address;
    card.acting_name = event.actor_name;
    card.now = event.at;
    card.seq = event.seq;
    card.domain = tools.domain;
    card.files = mail.files;
    ServerMail header;
    header.office = event.office;
    header.to = mail.to;
    header.subject = mail.text.subject;
    header.message_id = message_id(tools, event, mail, index);
    header.in_reply_to = mail.to == event.actor_address ? event.cause_message_id : "";
    header.reply_to = card.reply_address;
    header.task = mail.task.head.task;
    header.sender = event.actor_address;
    header.structured_data = card.reply_address.empty() ? "full" : "full, action";
    header.at = event.at;
    header.answer = mail.to == event.actor_address;
    auto entity = task_entity(card, header.message_id);
    if (!entity) return entity.error();
    return build_server_mail(tools, header, *entity);
  };
  return out;
}

std::vector<std::string> files_of(const Causes& causes) {
  std::vector<std::string> files;
  auto add = [&](std::string_view mail) {
    for (std::string& file : attachment_entities(mail)) {
      const bool known = std::find(files.begin(), files.end(), file) != files.end();
      if (!known) files.push_back(std::move(file));  // the head attached once more what he got
    }
  };
  for (const std::string& mail : causes.mails) add(mail);
  add(causes.source);
  add(causes.own);
  return files;
}

policies::phrases::DeadlineAnswer answer_of(const TaskAssigned& body) {
  policies::phrases::DeadlineAnswer answer;
  if (body.deadline) {
    answer.verdict = policies::phrases::DeadlineVerdict::understood;
    answer.found.push_back(*body.deadline);
  }
  return answer;
}

// Leaders of an office, the head of a section: what comes to their unit's mailbox from outside reaches them in their
// own INBOX too, for nobody looks into a shared folder every hour.
std::vector<std::string> heads_of(const OutputTools& tools, const tasks::TaskParty& party) {
  std::vector<std::string> out;
  if (!party.unit || tools.view->preference(directory::Preference::head_inbox, party.unit) == "no") return out;
  for (const directory::Account& account : tools.view->accounts()) {
    if (account.kind == directory::AccountKind::person && account.active && account.role == directory::Role::leader &&
        account.unit == party.unit)
      out.push_back(account.address);
  }
  return out;
}

// Who stands in for the assigner now, besides whoever did it: what the leader hears reaches them too.
std::vector<std::string> substitutes(const OutputTools& tools, const Event& event, const tasks::Task& task) {
  std::vector<std::string> out;
  for (const directory::Account* one : directory::substitutes_of(*tools.view, task.head.assigner, event.at)) {
    if (one->id != event.actor) out.push_back(one->address);
  }
  return out;
}

bool is_of_assigner(tasks::EventKind kind) {
  using tasks::EventKind;
  switch (kind) {
    case EventKind::extension_approved:
    case EventKind::extension_refused:
    case EventKind::refusal_granted:
    case EventKind::refusal_denied:
    case EventKind::confirmed:
    case EventKind::given_back:
    case EventKind::cancelled:
    case EventKind::suspended:
    case EventKind::resumed:
    case EventKind::due_changed:
    case EventKind::lead_changed:
    case EventKind::party_added:
    case EventKind::party_removed:
    case EventKind::text_added:
    case EventKind::priority_changed:
    case EventKind::urged: return true;
    default: return false;
  }
}

// Parties that hear of a step, besides the assigner and whoever did it.
std::vector<int> parties_told(const tasks::Task& task, const tasks::TaskEvent& step) {
  using tasks::EventKind;
  const bool lead_cancelled = step.kind == EventKind::cancelled && !task.is_each() && step.party == task.lead_index();
  const bool all =
      step.whole || lead_cancelled || step.kind == EventKind::lead_changed || step.kind == EventKind::priority_changed;
  std::vector<int> told;
  auto add = [&](int party) {
    if (party >= 0 && std::find(told.begin(), told.end(), party) == told.end()) told.push_back(party);
  };
  if (step.kind != EventKind::party_added) add(step.party);
  if (step.kind == EventKind::party_added || step.kind == EventKind::party_removed) add(task.lead_index());
  for (int i = 0; all && i < static_cast<int>(task.parties.size()); ++i) {
    if (!task.parties[static_cast<std::size_t>(i)].removed()) add(i);
  }
  return told;
}

// People of the unit who have it in hand, or had until this step.
std::vector<const tasks::Hand*> hands_told(const tasks::TaskParty& party, const tasks::TaskEvent& step) {
  std::vector<const tasks::Hand*> out;
  for (const tasks::Hand& hand : party.hands) {
    const bool ended_now = hand.ended_at && *hand.ended_at == step.at;
    if (tasks::is_open(hand.state) || ended_now) out.push_back(&hand);
  }
  return out;
}

}  // namespace

std::vector<Output> outputs_of_assignment(const OutputTools& tools, const Event& event, const TaskAssigned& body,
                                          const tasks::Task& task, const Causes& causes) {
  std::vector<Output> out;
  const std::vector<std::string> files = files_of(causes);
  TaskMail echo;
  echo.task = task;
  echo.party = task.is_each() ? tasks::kWholeTask : task.lead_index();
  echo.to_assigner = true;
  echo.to = event.actor_address;
  // A period's task comes of the server: its assigner hears of it, for he answers for it.
  const directory::Account* assigner = tools.view->find_account(task.head.assigner);
  if (!event.actor && assigner != nullptr && assigner->active) echo.to = assigner->address;
  echo.text = tasks::understood_message(task, answer_of(body));
  const std::string author = echo.to;
  if (!author.empty() && !body.in_table) out.push_back(output_of(tools, event, std::move(echo), 0));
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    TaskMail mail;
    mail.task = task;
    mail.party = static_cast<int>(i);
    mail.to = task.parties[i].address;
    mail.text = tasks::assignment_message(task, mail.party, event.at);
    mail.files = files;
    std::vector<std::string> heads = heads_of(tools, task.parties[i]);
    std::erase(heads, author);
    Output output = output_of(tools, event, std::move(mail), i + 1);
    output.to.insert(output.to.end(), heads.begin(), heads.end());
    out.push_back(std::move(output));
  }
  // Entered in his name: he is told, and can cancel it; so is whoever stands in for him.
  std::vector<std::string> told = substitutes(tools, event, task);
  if (assigner != nullptr && assigner->active && assigner->id != event.actor)
    told.insert(told.begin(), assigner->address);
  for (std::size_t i = 0; i < told.size() && task.head.entered_by; ++i) {
    TaskMail mail;
    mail.task = task;
    mail.party = task.is_each() ? tasks::kWholeTask : task.lead_index();
    mail.to_assigner = true;
    mail.to = told[i];
    mail.text = tasks::understood_message(task, answer_of(body));
    mail.files = files;
    out.push_back(output_of(tools, event, std::move(mail), task.parties.size() + 1 + i));
  }
  return out;
}

namespace {

// The mails of one step, each address once.
class StepMails {
 public:
  StepMails(const OutputTools& tools, const Event& event, const tasks::Task& task, const tasks::TaskEvent& step,
            const Causes& causes)
      : tools_(tools), event_(event), task_(task), step_(step), files_(files_of(causes)) {
    const auto* body = std::get_if<TaskStep>(&event.body);
    std::string names;
    for (std::size_t i = 0; body != nullptr && i < body->files.size(); ++i)
      names += (i == 0 ? "" : "; ") + body->files[i];
    if (!names.empty()) note_ = {"Tệp kèm theo: " + names + ".\n", "Attached: " + names + ".\n"};
  }

  std::vector<Output> take() { return std::move(out_); }

  void tell(const std::string& to, int party, bool to_assigner, const tasks::MessageText& text,
            const std::vector<std::string>& copies = {}) {
    std::vector<std::string> all;
    for (const std::string& address : copies) add_new(address, all);
    if (!to.empty() && std::find(told_.begin(), told_.end(), to) == told_.end()) {
      told_.push_back(to);
      all.insert(all.begin(), to);
    }
    if (all.empty()) return;
    TaskMail mail;
    mail.task = task_;
    mail.party = party;
    mail.to_assigner = to_assigner;
    mail.calendar = step_.kind != tasks::EventKind::commented;
    mail.to = to.empty() ? all.front() : to;
    const bool own = to == event_.actor_address;
    mail.text = note_.vi.empty() ? text : tasks::with_note(text, note_);
    if (own && tasks::may_be_undone(step_.kind)) mail.text = tasks::with_undo_note(std::move(mail.text), event_.at);
    if (!own) mail.files = files_;  // whoever sent them has them
    Output output = output_of(tools_, event_, std::move(mail), out_.size() + 1);
    output.to = std::move(all);
    out_.push_back(std::move(output));
  }

  tasks::MessageText words(int party, tasks::Side side) const {
    tasks::TaskEvent about = step_;
    if (!tasks::is_hand_step(step_.kind) && step_.kind != tasks::EventKind::party_added &&
        step_.kind != tasks::EventKind::party_removed && step_.kind != tasks::EventKind::lead_changed)
      about.party = party;
    return tasks::step_message(task_, about, side, event_.actor_name, event_.at);
  }

  void tell_assigner() {
    const directory::Account* assigner = tools_.view->find_account(task_.head.assigner);
    const int card = step_.whole && task_.is_each() ? tasks::kWholeTask : step_.party;
    if (assigner != nullptr)
      tell(assigner->address, card, true, words(step_.party, {true, false}), substitutes(tools_, event_, task_));
  }
  void tell_party(int party) {
    const tasks::TaskParty& value = task_.parties[static_cast<std::size_t>(party)];
    const bool from_outside =
        is_of_assigner(step_.kind) || event_.actor == task_.head.assigner || step_.in_name_of == task_.head.assigner;
    std::vector<std::string> heads = from_outside ? heads_of(tools_, value) : std::vector<std::string>();
    std::erase(heads, event_.actor_address);
    tell(value.address, party, false, words(party, {false, true, !heads.empty()}), heads);
    if (!from_outside) return;
    for (const tasks::Hand* hand : hands_told(value, step_)) {
      tasks::Side side{false, true};
      side.hand = static_cast<int>(hand - value.hands.data());
      tell(hand->address, party, false, words(party, side));
    }
  }
  // Whoever heard of the step hears that it is taken back: those who were added by it, and who got a part by it too.
  void tell_undone(int party) {
    if (party < 0 || party >= static_cast<int>(task_.parties.size())) return;
    tell_party(party);
    const tasks::TaskParty& value = task_.parties[static_cast<std::size_t>(party)];
    for (const tasks::Hand* hand : hands_told(value, step_)) {
      tasks::Side side{false, true};
      side.hand = static_cast<int>(hand - value.hands.data());
      tell(hand->address, party, false, words(party, side));
    }
  }
  void tell_new_party(int party) {
    if (party < 0) return;
    const tasks::TaskParty& value = task_.parties[static_cast<std::size_t>(party)];
    std::vector<std::string> heads = heads_of(tools_, value);
    std::erase(heads, event_.actor_address);
    tell(value.address, party, false, tasks::assignment_message(task_, party, event_.at), heads);
  }
  // Inside a unit: its head, or the person.
  void tell_unit_of_hand() {
    const tasks::TaskParty& value = task_.parties[static_cast<std::size_t>(step_.party)];
    const int index = step_.hand ? *step_.hand : step_.person ? value.open_hand_of(step_.person->account) : -1;
    if (index < 0 || index >= static_cast<int>(value.hands.size())) return;
    const tasks::Hand& hand = value.hands[static_cast<std::size_t>(index)];
    using tasks::EventKind;
    if (step_.kind == EventKind::hand_given) {
      tell(hand.address, step_.party, false, tasks::hand_message(task_, step_.party, index, event_.at));
      return;
    }
    if (step_.kind == EventKind::hand_returned || step_.kind == EventKind::hand_taken_back ||
        step_.kind == EventKind::hand_extended || step_.kind == EventKind::hand_not_extended) {
      tasks::Side side{false, true};
      side.hand = index;
      tell(hand.address, step_.party, false, words(step_.party, side));
      return;
    }
    tell_giver(hand);
  }
  void tell_hand(int hand) {
    tasks::Side side{false, true};
    side.hand = hand;
    tell(task_.parties[static_cast<std::size_t>(step_.party)].hands[static_cast<std::size_t>(hand)].address,
         step_.party, false, words(step_.party, side));
  }
  // The head who gave it; when the leader named the person himself, the heads of the unit all the same: the leader sees
  // the unit, the head sees the person.
  void tell_giver(const tasks::Hand& hand) {
    const tasks::TaskParty& value = task_.parties[static_cast<std::size_t>(step_.party)];
    const directory::Account* giver = tools_.view->find_account(hand.given_by);
    const bool present = giver != nullptr && giver->active && giver->id != task_.head.assigner;
    const tasks::MessageText text = words(step_.party, {false, true, true});
    if (present) tell(giver->address, step_.party, false, text);
    else tell(value.address, step_.party, false, text, heads_of(tools_, value));
  }
  // Who acted hears it at his own address too.
  void tell_actor(tasks::Side side) {
    const int card = step_.whole && task_.is_each() && side.assigner ? tasks::kWholeTask : step_.party;
    tell(event_.actor_address, card, side.assigner, words(step_.party, side));
  }

 private:
  void add_new(const std::string& address, std::vector<std::string>& all) {
    if (std::find(told_.begin(), told_.end(), address) != told_.end()) return;
    told_.push_back(address);
    all.push_back(address);
  }

  const OutputTools& tools_;
  const Event& event_;
  const tasks::Task& task_;
  const tasks::TaskEvent& step_;
  std::vector<std::string> files_;
  base::Sentence note_;  // names of the files
  std::vector<std::string> told_;
  std::vector<Output> out_;
};

// A remark goes to the other side; of somebody who has a part in hand to his head.
void tell_comment(StepMails& mails, const tasks::Task& task, const tasks::TaskEvent& step, const Event& event) {
  const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(step.party)];
  if (step.hand && static_cast<std::size_t>(*step.hand) < party.hands.size()) {
    mails.tell_hand(*step.hand);
    return;
  }
  const bool of_hand = party.open_hand_of(event.actor) >= 0;
  if (of_hand) {
    mails.tell_giver(party.hands[static_cast<std::size_t>(party.open_hand_of(event.actor))]);
    return;
  }
  if (event.actor != task.head.assigner) mails.tell_assigner();
  if (party.address != event.actor_address) mails.tell_party(step.party);
  for (const int other : task.answerable()) {
    if (step.whole && other != step.party) mails.tell_party(other);
  }
}

}  // namespace

std::vector<Output> outputs_of_step(const OutputTools& tools, const Event& event, const TaskStep& body,
                                    const tasks::Task& task, const Causes& causes) {
  using tasks::EventKind;
  tasks::TaskEvent step = body.event;
  step.seq = event.seq;
  step.at = event.at;
  step.actor = event.actor;
  StepMails mails(tools, event, task, step, causes);
  if (step.kind == EventKind::commented) {
    tell_comment(mails, task, step, event);
    return mails.take();
  }
  const bool by_assigner = event.actor == task.head.assigner || is_of_assigner(step.kind);
  const tasks::TaskParty& party = task.parties[static_cast<std::size_t>(step.party)];
  if (tasks::is_hand_step(step.kind)) {
    const bool by_person = step.hand && party.hands.at(static_cast<std::size_t>(*step.hand)).account == event.actor;
    const bool by_leader = step.kind == EventKind::hand_given && event.actor == task.head.assigner &&
                           tools.view->find_account(event.actor) != nullptr &&
                           tools.view->find_account(event.actor)->unit != party.unit;
    tasks::Side side{by_leader, !by_leader, !by_person && !by_leader};
    if (by_person) side.hand = *step.hand;
    mails.tell_actor(side);
    mails.tell_unit_of_hand();
    if (by_leader) mails.tell_party(step.party);
    return mails.take();
  }
  if (step.kind == EventKind::undone) {
    if (!step.hand) mails.tell_assigner();  // what stayed inside the unit is taken back inside it
    for (const int told : step.parties) mails.tell_undone(told);
    mails.tell_actor(event.actor == task.head.assigner ? tasks::Side{true, false} : tasks::Side{false, true});
    return mails.take();
  }
  mails.tell_assigner();
  if (step.kind == EventKind::reassigned || step.kind == EventKind::lead_changed || step.kind == EventKind::party_added)
    mails.tell_new_party(tasks::new_party_of(task, step));  // the whole task, before the others hear of the change
  for (const int told : parties_told(task, step)) mails.tell_party(told);
  mails.tell_actor(by_assigner ? tasks::Side{true, false} : tasks::Side{false, true});
  return mails.take();
}

namespace {

// The text, and beside it the table as HTML; of what was created each number opens a mail about it.
std::string words_entity(const OutputTools& tools, const std::string& text,
                         const std::optional<tasks::PointTable>& table, const std::string& seed) {
  if (!table) return base::text_entity(text);
  const auto address_of = [&](const tasks::PointRow& row) {
    return tools.keys.local_part({row.task, row.each ? kWholeCard : 0}) + "@" + tools.domain;
  };
  return base::multipart_entity(
      "alternative", {base::text_entity(text), base::text_entity(point_table_html(*table, address_of), "html")},
      seed + "/alternative");
}

}  // namespace

std::vector<Output> outputs_of_question(const OutputTools& tools, const Event& event, const Question& body) {
  Output out;
  out.to.push_back(event.actor_address);
  out.make = [&tools, event, body](base::SqlReader&) -> base::Result<std::string> {
    const QuestionToken token{event.office.value, event.seq};
    ServerMail header;
    header.office = event.office;
    header.to = event.actor_address;
    header.subject = body.subject;
    header.in_reply_to = event.cause_message_id;
    header.at = event.at;
    header.answer = true;
    header.task = body.task;
    header.message_id = tools.keys.question_message_id_left(token) + "@" + tools.domain;
    header.reply_to = tools.keys.question_local_part(token) + "@" + tools.domain;
    return build_server_mail(tools, header, words_entity(tools, body.text, body.table, header.message_id));
  };
  std::vector<Output> all;
  all.push_back(std::move(out));
  return all;
}

std::vector<Output> outputs_of_answer(const OutputTools& tools, const Event& event, const Answered& body) {
  Output out;
  out.to.push_back(event.actor_address);
  out.make = [&tools, event, body](base::SqlReader&) -> base::Result<std::string> {
    ServerMail header;
    header.office = event.office;
    header.purpose = body.from_records ? directory::kRecords : directory::kTasks;
    header.to = event.actor_address;
    header.subject = body.subject;
    header.in_reply_to = event.cause_message_id;
    header.at = event.at;
    header.answer = true;
    header.task = body.task;
    if (body.task != 0) {
      const ReplyToken token{body.task, token_party(body.party)};
      header.message_id = tools.keys.message_id_left(token, event.seq) + "-0@" + tools.domain;
      header.reply_to = tools.keys.local_part(token) + "@" + tools.domain;
    } else {
      header.message_id =
          "vb." + std::to_string(event.office.value) + "." + std::to_string(event.seq) + ".0@" + tools.domain;
    }
    return build_server_mail(tools, header, words_entity(tools, body.text, body.table, header.message_id));
  };
  std::vector<Output> all;
  all.push_back(std::move(out));
  return all;
}

}  // namespace mailstore::office
