#include "mailstore/office/reading/task_mail.h"

#include <algorithm>
#include <cctype>

#include "base/text/case.h"
#include "mailstore/office/reading/access_mail.h"
#include "mailstore/office/reading/reader_rights.h"
#include "mailstore/office/reading/reply_text.h"

namespace mailstore::office {

namespace {

using policies::tasks::Task;

// What the envelope says of a task.
struct Addressed {
  const directory::Account* tasks_box = nullptr;
  const directory::Account* section_box = nullptr;  // the task mailbox of a section, of any office
  bool others_tasks = false;  // the task mailbox of a section of his office, or of an office below it
  std::optional<ReplyToken> token;
  bool reply_address = false;
  bool several = false;  // tokens of more than one task or party
};

bool is_below(const MailInHand& hand, const directory::Account& role) {
  const base::UnitId own = hand.head.author.office;
  if (role.purpose == directory::kSectionTasks) return role.office == own;
  const directory::Unit* office = hand.tools.view.find_unit(role.office);
  return role.purpose == directory::kTasks && office != nullptr && office->parent == own;
}

Addressed addressed(const MailInHand& hand) {
  Addressed out;
  for (const std::string& recipient : hand.mail.recipients) {
    if (is_reply_address(hand.tools.view, recipient)) {
      out.reply_address = true;
      const auto read = hand.tools.keys.read_local_part(recipient.substr(0, recipient.rfind('@')));
      out.several = out.several || (out.token && read && *read != *out.token);
      if (!out.token) out.token = read;
      continue;
    }
    const directory::Account* role = hand.tools.view.role_at(recipient);
    out.others_tasks = out.others_tasks || (role != nullptr && is_below(hand, *role));
    if (role != nullptr && role->purpose == directory::kSectionTasks && out.section_box == nullptr)
      out.section_box = role;
    // His own office's mailbox makes it an assignment; another office's is one of the parties.
    if (role != nullptr && role->purpose == directory::kTasks &&
        (out.tasks_box == nullptr || role->office == hand.head.author.office))
      out.tasks_box = role;
  }
  return out;
}

bool acts_for_assigner(const IntakeHead& head, const Task& task);

// Whom an answer without a token is about: the party at this address, the author's own, else the lead for the assigner.
std::optional<ReplyToken> token_for(const Task& task, const IntakeHead& head, const std::string& attendee) {
  const directory::Account& author = head.author;
  const auto& parties = task.parties;
  auto place = [&](auto is) -> std::optional<ReplyToken> {
    const auto found = std::find_if(parties.begin(), parties.end(), is);
    if (found == parties.end()) return std::nullopt;
    return ReplyToken{task.head.task, static_cast<int>(found - parties.begin())};
  };
  if (!attendee.empty()) {
    if (auto named = place([&](const auto& party) { return base::to_ascii_lower(party.address) == attendee; }))
      return named;
  }
  if (auto own = place([&](const auto& party) {
        if (party.removed()) return false;
        return party.account == author.id || party.open_hand_of(author.id) >= 0 ||
               (party.unit && (party.unit == author.unit || party.unit == author.office));
      }))
    return own;
  if (task.head.assigner != author.id && !acts_for_assigner(head, task)) return std::nullopt;
  return ReplyToken{task.head.task, task.is_each() ? kWholeCard : task.lead_index()};
}

// Where a task's number stands: "[NV-2026-000123]", "nv.lamson-2026-000123". Length 0: nowhere.
struct NumberAt {
  std::size_t begin = 0, length = 0;
};
NumberAt find_number(std::string_view text) {
  const std::string upper = base::to_ascii_upper(text.substr(0, 4000));
  for (auto at = upper.find("NV"); at != std::string::npos; at = upper.find("NV", at + 1)) {
    const bool inside_word = at > 0 && std::isalnum(static_cast<unsigned char>(upper[at - 1])) != 0;
    std::size_t end = at + 2;
    while (end < upper.size() &&
           (std::isalnum(static_cast<unsigned char>(upper[end])) != 0 || upper[end] == '-' || upper[end] == '.'))
      ++end;
    while (end > at && (upper[end - 1] == '.' || upper[end - 1] == '-')) --end;
    const std::string_view number = std::string_view(upper).substr(at, end - at);
    const auto dash = number.rfind('-');
    const bool fits = !inside_word && number.size() > 9 && (number[2] == '-' || number[2] == '.') &&
                      dash != std::string_view::npos && number.size() - dash == 7;
    if (fits) return {at, end - at};
  }
  return {};
}
std::string number_in(std::string_view text) {
  const NumberAt at = find_number(text);
  return at.length == 0 ? std::string() : base::to_ascii_upper(text.substr(at.begin, at.length));
}

// Somebody who gives tasks: a leader, a head within his section, whoever stands in or enters for a leader.
bool may_assign(const IntakeHead& head) {
  return policies::access::gives_tasks(head.actor, head.author.office, head.author.unit, head.at);
}

// The same by a right of his own: whoever only stands in or enters for others writes letters past the task mailbox.
bool gives_of_his_own(const IntakeHead& head) {
  policies::access::Actor own = head.actor;
  std::erase_if(own.grants, [](const policies::access::Grant& grant) {
    return static_cast<bool>(grant.for_account) || grant.may_enter;
  });
  return policies::access::gives_tasks(own, head.author.office, head.author.unit, head.at);
}

// In whose name he may act on this task, when he did not give it himself.
bool acts_for_assigner(const IntakeHead& head, const Task& task) {
  const auto names = policies::access::names_given(head.actor, task.head.office, head.at);
  return std::any_of(names.begin(), names.end(),
                     [&](base::AccountId name) { return !name || name == task.head.assigner; });
}

// Is anybody written to who could be given a task?
bool names_parties(const MailInHand& hand) {
  auto is_party = [&](const HeaderRecipient& to) {
    const directory::Account* account = hand.tools.view.find_address(to.address);
    const bool no_unit_below = account != nullptr && account->purpose == directory::kTasks && !is_below(hand, *account);
    return account != nullptr && !no_unit_below && account->id != hand.head.author.id;
  };
  return std::any_of(hand.head.to.begin(), hand.head.to.end(), is_party);
}

std::string_view first_line(std::string_view text) { return text.substr(0, text.find('\n')); }

// The words without the number that they begin with.
void take_out_number(const MailInHand& hand, Intake& intake) {
  std::string& text = intake.head.text.text;
  const NumberAt at = find_number(first_line(text));
  if (at.length == 0) return;
  std::size_t begin = at.begin, end = at.begin + at.length;
  if (begin > 0 && text[begin - 1] == '[' && end < text.size() && text[end] == ']') {
    --begin;
    ++end;
  }
  if (begin != 0) return;
  for (bool more = true; more && end < text.size();) {
    more = std::string_view(" :,.-\t").find(text[end]) != std::string_view::npos;
    if (more) ++end;
    else if (text.compare(end, 3, "–") == 0) {
      end += 3;
      more = true;
    }
  }
  if (end >= text.size() || text[end] == '\n') return;
  text.erase(0, end);
  std::get<ReplyAsk>(intake.ask).reply =
      policies::replies::parse_reply(text, {hand.tools.calendar, hand.head.at, std::nullopt});
}

// What he may not see is as if it were not there: neither the answer nor where it comes from tells that it is.
bool may_see(const MailInHand& hand, const Task& task, const ReplyToken& token) {
  const int card = card_of(token);
  if (card >= static_cast<int>(task.parties.size())) return false;
  return may_read(hand.tools.view, hand.head.actor, hand.head.author.id, task,
                  card == policies::tasks::kWholeTask ? task.lead_index() : card, hand.head.at);
}

std::string number_meant(const MailInHand& hand) {
  std::string number = number_in(hand.head.subject);
  // "NV-2026-000012: hạn mới 18/12" to the task mailbox alone.
  if (number.empty() && !names_parties(hand)) number = number_in(first_line(hand.head.text.text));
  return number;
}

// The task of an answer that bears no token. Of somebody who gives tasks, without a command and to others, it is a new
// task that cites the old one.
TaskLookup::Answer task_answered(const MailInHand& hand) {
  if (hand.itip) return hand.tools.tasks.by_id(hand.itip->task);
  const std::string number = number_meant(hand);
  const bool comment = hand.reply.intent == policies::replies::Intent::comment;
  if (number.empty() || (comment && may_assign(hand.head) && names_parties(hand))) return std::optional<Task>();
  return hand.tools.tasks.by_number(number);
}

// It belongs to the office of its task and is kept in that one's task mailbox. A token whose task is gone stays where
// it was: said so in the author's own office.
void file_with_task(const directory::DirectoryView& view, base::UnitId office, Intake& intake) {
  if (!office) return;
  intake.head.office = office;
  const directory::Account* box = view.role_mailbox(office, directory::kTasks);
  if (box == nullptr) return;
  intake.filing.box = box->id;
  std::erase_if(intake.filing.keep, [&](const std::string& address) {
    const directory::Account* account = view.find_address(address);
    return account != nullptr && account->id == box->id;
  });
}

Intake reply_of(const MailInHand& hand, const ReplyToken& token) {
  Intake intake;
  intake.head = hand.head;
  ReplyAsk& ask = intake.ask.emplace<ReplyAsk>();
  ask.token = token;
  ask.reply = hand.reply;
  if (hand.itip) ask.sequence = hand.itip->sequence;
  ask.encrypted = hand.encrypted;
  ask.has_files = hand.has_files;
  return intake;
}

base::Result<std::optional<Intake>> reply_by_token(const MailInHand& hand, const Addressed& to) {
  Intake intake = reply_of(hand, to.token.value_or(ReplyToken{}));
  std::get<ReplyAsk>(intake.ask).several_tasks = to.several;
  intake.head.office = to.tasks_box != nullptr ? to.tasks_box->office : hand.head.author.office;
  for (const std::string& recipient : hand.mail.recipients) {
    if (!is_reply_address(hand.tools.view, recipient)) intake.filing.keep.push_back(recipient);
  }
  if (!to.token) return std::optional<Intake>(std::move(intake));
  auto task = hand.tools.tasks.by_id(to.token->task);
  if (!task) return task.error();
  if (*task && may_see(hand, **task, *to.token)) file_with_task(hand.tools.view, (*task)->head.office, intake);
  return std::optional<Intake>(std::move(intake));
}

Intake reply_without_token(const MailInHand& hand, const directory::Account& tasks_box, const Task& task,
                           const ReplyToken& token) {
  Intake intake = reply_of(hand, token);
  std::get<ReplyAsk>(intake.ask).by_name = true;
  if (!hand.itip) take_out_number(hand, intake);
  intake.head.office = tasks_box.office;
  intake.filing.box = tasks_box.id;
  intake.filing.keep = hand.mail.recipients;  // whoever else was written to gets it
  file_with_task(hand.tools.view, task.head.office, intake);
  return intake;
}

// Recipients who stand neither in To nor in Cc get the assignment as an ordinary copy.
void keep_blind_copies(const MailInHand& hand, Intake& intake) {
  for (const std::string& recipient : hand.mail.recipients) {
    const directory::Account* account = hand.tools.view.find_address(recipient);
    if (account != nullptr && account->id == intake.filing.box) continue;
    auto named = [&](const HeaderRecipient& to) { return base::equals_ignoring_case(to.address, recipient); };
    if (std::any_of(intake.head.to.begin(), intake.head.to.end(), named) ||
        std::any_of(intake.head.cc.begin(), intake.head.cc.end(), named))
      continue;
    intake.filing.keep.push_back(recipient);
  }
}

// Every party gets a message of its own.
Intake assignment_of(const MailInHand& hand, const directory::Account& tasks_box) {
  Intake intake;
  intake.head = hand.head;
  intake.head.office = tasks_box.office;
  AssignmentAsk& ask = intake.ask.emplace<AssignmentAsk>();
  ask.quoted = quoted_below(hand.inside, hand.inside_bytes);
  ask.encrypted = hand.encrypted;
  ask.reply = hand.reply;
  ask.has_files = hand.has_files;
  ask.listed = listed_text(hand.inside, hand.inside_bytes);
  intake.filing.box = tasks_box.id;
  keep_blind_copies(hand, intake);
  return intake;
}

// About a task in which he has no part: nothing of it is told to him, not even that it is there.
Intake letter_about_others(const MailInHand& hand, const directory::Account& box) {
  Intake intake;
  intake.head = hand.head;
  intake.head.office = hand.head.author.office;
  RemarkAsk& ask = intake.ask.emplace<RemarkAsk>();
  ask.rule = "not-a-party";
  ask.from_tasks = true;
  const std::string whose = box.full_name.empty() ? box.address : box.full_name;
  ask.what = {
      "Số nhiệm vụ ghi trong thư không phải nhiệm vụ mà Anh/Chị giao hay được giao, nên thư chưa được ghi vào nhiệm vụ nào "
      "và không có gì thay đổi. Thư được giữ ở hộp thư " +
          whose +
          " như thư thường. Muốn góp ý hoặc trao đổi, xin viết thẳng cho người giao hoặc đơn vị thực hiện; muốn được tham "
          "gia, xin đề nghị người giao THÊM Anh/Chị vào nhiệm vụ.",
      "The task number in your mail is not of a task that you gave or were given, so your mail was not put into any task and "
      "nothing was changed. It is kept in the mailbox " +
          whose +
          " as ordinary mail. To comment, please write to who gave the task or to the unit that does it; to take part, ask "
          "who gave it to ADD you."};
  intake.filing.keep = hand.mail.recipients;
  return intake;
}

// A leader who writes to a section's or ward's task mailbox gives it a task, though his own was left out. With a
// deadline it is one; without, it goes as the mail that it is, and he is asked.
std::optional<Intake> assignment_past_us(const MailInHand& hand) {
  const directory::Account* own = hand.tools.view.role_mailbox(hand.head.author.office, directory::kTasks);
  if (own == nullptr || hand.encrypted || !hand.head.answers.empty() || !gives_of_his_own(hand.head))
    return std::nullopt;
  Intake intake = assignment_of(hand, *own);
  const auto deadline =
      policies::phrases::find_deadline(hand.head.subject, hand.head.text.text, hand.tools.calendar, hand.head.at);
  const auto period =
      policies::phrases::find_period(hand.head.subject, hand.head.text.text, hand.tools.calendar, hand.head.at);
  if (deadline.verdict != policies::phrases::DeadlineVerdict::none ||
      period.verdict == policies::phrases::PeriodVerdict::understood)
    return intake;
  std::get<AssignmentAsk>(intake.ask).perhaps = true;
  intake.filing.box = {};
  intake.filing.keep = hand.mail.recipients;
  return intake;
}

}  // namespace

std::vector<std::string> task_numbers_in(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kMostChoices; ++i) {
    const NumberAt at = find_number(text);
    if (at.length == 0) break;
    std::string number = base::to_ascii_upper(text.substr(at.begin, at.length));
    if (std::find(out.begin(), out.end(), number) == out.end()) out.push_back(std::move(number));
    text.remove_prefix(at.begin + at.length);
  }
  return out;
}

std::optional<int> card_for(const Task& task, const IntakeHead& head) {
  const auto token = token_for(task, head, "");
  return token ? std::optional<int>(card_of(*token)) : std::nullopt;
}

Intake reply_about(const MailInHand& hand, const directory::Account& tasks_box, const Task& task, int card) {
  return reply_without_token(hand, tasks_box, task, ReplyToken{task.head.task, token_party(card)});
}

base::Result<std::optional<Intake>> read_task_mail(const MailInHand& hand) {
  Addressed to = addressed(hand);
  const directory::Account* ours = to.tasks_box != nullptr ? to.tasks_box : to.section_box;
  if (!to.token && hand.head.answered && ours != nullptr) to.token = hand.head.answered->token;
  if (to.token || to.reply_address) return reply_by_token(hand, to);
  if (ours == nullptr) {
    if (!to.others_tasks || hand.itip) return std::optional<Intake>();
    return assignment_past_us(hand);
  }
  auto task = task_answered(hand);
  if (!task) return task.error();
  if (*task) {
    const auto token = token_for(**task, hand.head, hand.itip ? hand.itip->attendee : "");
    if (token && may_see(hand, **task, *token))
      return std::optional<Intake>(reply_without_token(hand, *ours, **task, *token));
  }
  // One sentence for what is not there and for what he has no part in.
  const bool new_task = may_assign(hand.head) && names_parties(hand);
  if (!hand.itip && !new_task && !number_meant(hand).empty())
    return std::optional<Intake>(letter_about_others(hand, *ours));
  if (to.tasks_box == nullptr) {
    if (!to.others_tasks || hand.itip) return std::optional<Intake>();
    return assignment_past_us(hand);
  }
  // Another office's task mailbox takes no assignments but those of its own people and of an office above, which come
  // in the author's own; a calendar program gives none.
  if (hand.itip) return std::optional<Intake>();
  if (to.tasks_box->office != hand.head.author.office) {
    if (!to.others_tasks) return std::optional<Intake>();
    return assignment_past_us(hand);
  }
  Intake intake = assignment_of(hand, *to.tasks_box);
  if (auto access = delegation_in(hand)) {
    access->otherwise = std::get<AssignmentAsk>(intake.ask);
    if (access->to_people.empty()) {  // whoever is in Cc gets it as it is
      intake.filing.keep.clear();
      for (const std::string& recipient : hand.mail.recipients) {
        const directory::Account* account = hand.tools.view.find_address(recipient);
        if (account == nullptr || account->id != intake.filing.box) intake.filing.keep.push_back(recipient);
      }
    }
    intake.ask = std::move(*access);
  }
  return std::optional<Intake>(std::move(intake));
}

}  // namespace mailstore::office
