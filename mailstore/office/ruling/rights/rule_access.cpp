// A leader hands over for some days, or takes it back, by mail. What is certain is done and echoed; else he is asked,
// and his answer completes it. Nobody hands over what is another's.
#include <algorithm>

#include "directory/people/access_grants.h"
#include "mailstore/office/ruling/question_ruling.h"
#include "mailstore/office/ruling/rights/access_choice.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "mailstore/office/ruling/rights/named_party.h"
#include "policies/phrases/words.h"
#include "policies/replies/yes_no.h"
#include "policies/speech/delegation.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

namespace speech = policies::speech;
using directory::Account;
using policies::replies::YesNo;
using speech::DelegationAct;

namespace {

// The people of the office whom a text names, besides its writer.
struct Named {
  std::vector<const Account*> people;
  std::vector<const Account*> several;  // who all have the name that was written
  std::vector<speech::Place> places;
};

bool is_capital(std::string_view text, const NamedParty& named) {
  const auto words = policies::phrases::split_words(text.substr(named.begin, named.end - named.begin), 1);
  return !words.empty() && words[0].exact != text.substr(named.begin + words[0].begin, words[0].end - words[0].begin);
}

void add_addresses(const RulingTools& tools, const std::string& text, Named& out) {
  constexpr std::string_view kEnds = " \t\r\n<>(),;:\"";
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    const std::size_t before = text.find_last_of(kEnds, at);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    std::size_t end = std::min(text.find_first_of(kEnds, at), text.size());
    while (end > at && text[end - 1] == '.') --end;
    const Account* account = tools.view.find_address(text.substr(begin, end - begin));
    if (account == nullptr) continue;
    out.people.push_back(account);
    out.places.push_back({begin, end});
  }
}

Named named_in(const RulingTools& tools, const IntakeHead& head, const std::string& text) {
  Named out;
  add_addresses(tools, text, out);
  const bool addressed = !out.people.empty();
  for (const bool bare : {false, true}) {
    NameScope scope;
    scope.office = head.author.office;
    scope.bare = bare;
    for (const NamedParty& named : named_parties(tools.view, scope, text)) {
      const bool unit = named.account != nullptr && named.account->kind != directory::AccountKind::person;
      if (unit || (bare && !is_capital(text, named))) continue;
      out.places.push_back({named.begin, named.end});
      if (named.account != nullptr && named.account->id == head.author.id) continue;
      if (named.account == nullptr) out.several = named.several;
      else if (std::find(out.people.begin(), out.people.end(), named.account) == out.people.end())
        out.people.push_back(named.account);
    }
    if (!out.people.empty() || !out.several.empty()) break;
  }
  if (addressed) out.several.clear();
  return out;
}

std::string known_words(const Account& author) { return author.full_name + " " + author.title; }

Ruling said(const IntakeHead& head, const char* rule, const std::string& subject, const base::Sentence& what) {
  return Ruling{{answer_of(head, AnswerFrom::tasks, rule, subject, answer_text(head, what))}, std::nullopt};
}

std::string subject_of(const IntakeHead& head) {
  return head.subject.empty() ? "Ủy quyền" : policies::tasks::without_reply_words(head.subject);
}

std::optional<Ruling> refuse_author(const RulingTools& tools, const IntakeHead& head) {
  if (!head.in_name_of && head.author.office == head.office && directory::leads_office(tools.view, head.author))
    return std::nullopt;
  return said(
      head, "no-permission", "Không ghi nhận ủy quyền: " + subject_of(head),
      {"Chưa có gì thay đổi. Chỉ lãnh đạo cơ quan ủy quyền hoặc thôi ủy quyền được, bằng thư gửi từ địa chỉ của "
       "chính mình; người được ủy quyền không ủy quyền tiếp. Quản trị viên có thể làm theo lệnh của lãnh đạo "
       "(vanthu access grant).",
       "Nothing was changed. Only a leader of the office hands over or takes back, from his own address; a "
       "substitute does not pass it on. An administrator can do it on a leader's order (vanthu access grant)."});
}

// What is understood and what is not yet.
struct Missing {
  bool person = false, until = false, unclear = false;
  std::vector<const Account*> several;
  bool any(const AccessDraft& draft) const { return person || until || unclear || draft.confirm; }
};

std::string people_list(const std::vector<const Account*>& people) {
  std::string out;
  for (const Account* one : people)
    out += (out.empty() ? "" : "; ") + one->full_name + (one->title.empty() ? "" : ", " + one->title) + " <" +
           one->address + ">";
  return out;
}

base::Sentence question_text(const AccessDraft& draft, const Missing& missing) {
  base::Sentence out{"Chưa ghi nhận ủy quyền nào vì:\n", "Nothing was handed over yet, because:\n"};
  auto line = [&](const std::string& vi, const std::string& en) {
    out.vi += "- " + vi + "\n";
    out.en += "- " + en + "\n";
  };
  if (!missing.several.empty())
    line("Có nhiều người cùng tên: " + people_list(missing.several) + "; xin ghi địa chỉ thư của một người.",
         "Several people have that name: " + people_list(missing.several) + "; please give the address of one.");
  else if (missing.person) line("Chưa rõ ủy quyền cho ai trong cơ quan.", "It is not clear to whom of the office.");
  if (missing.unclear)
    line("Có ngày không có thật, đã qua, hoặc chưa rõ là ngày nào.",
         "A day does not exist, is past, or could be another one.");
  if (missing.until) line("Chưa có ngày kết thúc.", "The last day is missing.");
  if (draft.confirm)
    line(
        "Thư còn có những lời khác; máy chủ chỉ ghi nhận việc thay lãnh đạo trong mọi công việc của hộp thư giao việc.",
        "The mail says more; the server knows only to stand in for the leader in all matters of the task mailbox.");
  const bool complete = !missing.person && !missing.until && !missing.unclear;
  const base::Sentence what = what_of(draft.right);
  if (complete) {
    const base::Sentence span = span_of(draft.right.grant);
    out.vi += "\nHiểu là: " + what.vi + ", " + span.vi + ". Nếu đúng, xin trả lời: ĐÚNG. Nếu không: KHÔNG.\n";
    out.en += "\nUnderstood: " + what.en + ", " + span.en + ". If that is right, reply YES; else NO.\n";
    return out;
  }
  if (!missing.person) {
    out.vi += "\nĐã rõ: " + what.vi + ".\n";
    out.en += "\nClear already: " + what.en + ".\n";
  }
  out.vi +=
      "\nXin trả lời thư này, chỉ cần ghi phần còn thiếu (ví dụ: “đ/c Trần Văn Bình”, “đến hết 10/12”, “từ 5/12 đến "
      "10/12”). KHÔNG: bỏ.\n";
  out.en += "\nPlease reply with the missing part alone (for example: the name, “đến hết 10/12”). NO: drop it.\n";
  return out;
}

Ruling ask(const IntakeHead& head, const AccessDraft& draft, const Missing& missing, int round) {
  Question question;
  question.rule =
      draft.confirm && !missing.person && !missing.until && !missing.unclear ? "confirm-access" : "unclear-access";
  question.subject = "Cần làm rõ: " + subject_of(head);
  question.text = answer_text(head, question_text(draft, missing));
  question.round = round;
  question.access = draft;
  return Ruling{{event_of(head, std::move(question))}, std::nullopt};
}

base::Result<Ruling> give(const RulingTools& tools, const IntakeHead& head, const AccessDraft& draft) {
  directory::AccessGrant wanted = draft.right.grant;
  if (wanted.from < head.at) wanted.from = head.at;
  auto event = give_right(tools, event_of(head, Answered()), wanted);
  if (event) return Ruling{{std::move(*event)}, std::nullopt};
  using base::ErrorCode;
  const ErrorCode code = event.error().code;
  const bool refused = code == ErrorCode::bad_input || code == ErrorCode::not_found ||
                       code == ErrorCode::no_permission || code == ErrorCode::exists;
  if (!refused) return event.error();
  return said(head, "access-refused", "Không ghi nhận ủy quyền: " + subject_of(head), event.error().text);
}

base::Result<Ruling> take_back(const RulingTools& tools, const IntakeHead& head, base::AccountId from_whom) {
  RightChoice choice;
  choice.account = from_whom;
  choice.for_account = head.author.id;
  auto events = end_rights(tools, event_of(head, Answered()), choice);
  if (!events) return events.error();
  if (!events->empty()) return Ruling{std::move(*events), std::nullopt};
  return said(head, "no-access", "Không có ủy quyền: " + subject_of(head),
              {"Hiện không có ủy quyền nào của Anh/Chị đang hoặc sắp có hiệu lực; không có gì để rút.",
               "Nobody stands in for you now or later; there is nothing to withdraw."});
}

void take_names(const RulingTools& tools, const Named& named, AccessDraft& draft, Missing& missing) {
  if (named.people.size() == 1) {
    directory::AccessGrant grant = draft.right.grant;
    grant.account = named.people.front()->id;
    draft.right = right_of_grant(tools.view, std::move(grant));
  }
  missing.person = !draft.right.grant.account;
  if (!missing.person) return;
  missing.several = named.people.size() > 1 ? named.people : named.several;
}

void take_dates(const speech::Delegation& read, AccessDraft& draft, Missing& missing) {
  directory::AccessGrant& grant = draft.right.grant;
  if (read.from) grant.from = *read.from;
  if (read.until) grant.until = *read.until;
  missing.unclear = read.unclear;
  missing.until = grant.until.us == 0;
}

}  // namespace

base::Result<Ruling> rule_on(const RulingTools& tools, const IntakeHead& head, const AccessAsk& asked) {
  const Named named = named_in(tools, head, asked.words);
  const speech::Delegation read =
      speech::read_delegation(asked.words, named.places, known_words(head.author), tools.calendar, head.at);
  // To people besides: only when it says nothing else and they are whom it names.
  const bool only_him = std::all_of(asked.to_people.begin(), asked.to_people.end(), [&](base::AccountId to) {
    return named.people.size() == 1 && named.people.front()->id == to;
  });
  if (read.act == DelegationAct::none || (!asked.to_people.empty() && (!read.whole || !only_him)))
    return rule_on(tools, head, asked.otherwise);
  if (auto refused = refuse_author(tools, head)) return std::move(*refused);
  AccessDraft draft;
  draft.confirm = !read.whole;
  draft.right.grant.for_account = head.author.id;
  draft.right = right_of_grant(tools.view, draft.right.grant);
  Missing missing;
  take_names(tools, named, draft, missing);
  if (read.act == DelegationAct::withdraw) {
    draft.withdraw = true;
    if (read.whole && missing.several.empty()) return take_back(tools, head, draft.right.grant.account);
    Question question;
    question.rule = "confirm-access";
    question.subject = "Cần làm rõ: " + subject_of(head);
    const std::string whom = draft.right.grant.account ? " của " + draft.right.name : "";
    const std::string whose = draft.right.grant.account ? " of " + draft.right.name : "";
    question.text = answer_text(
        head, {"Chưa có gì thay đổi. Có phải Anh/Chị muốn thôi ủy quyền" + whom + "? Xin trả lời ĐÚNG hoặc KHÔNG.",
               "Nothing was changed. Do you want to end the substitution" + whose + "? Please reply YES or NO."});
    question.access = draft;
    return Ruling{{event_of(head, std::move(question))}, std::nullopt};
  }
  take_dates(read, draft, missing);
  if (missing.any(draft)) return ask(head, draft, missing, 1);
  return give(tools, head, draft);
}

base::Result<Ruling> rule_access_answer(const RulingTools& tools, const IntakeHead& head, const Event& asked,
                                        const Question& question) {
  auto closing = [&](base::Result<Ruling> ruling) {
    if (ruling) {
      for (Event& event : ruling->events) event.answers = asked.seq;
    }
    return ruling;
  };
  AccessDraft draft = *question.access;
  const YesNo answer = policies::replies::read_yes_no(head.text.text);
  if (answer == YesNo::no)
    return closing(
        said(head, "withdrawn", "Re: " + question.subject,
             {"Đã bỏ theo ý Anh/Chị. Ủy quyền không thay đổi.", "Dropped as you wish. Nothing was changed."}));
  // Rights are asked when he acts.
  if (auto refused = refuse_author(tools, head)) return closing(std::move(*refused));
  if (draft.withdraw) {
    if (answer == YesNo::yes) return closing(take_back(tools, head, draft.right.grant.account));
    return said(head, "not-understood", "Re: " + question.subject,
                {"Chưa hiểu câu trả lời; ủy quyền không thay đổi. Xin trả lời ĐÚNG hoặc KHÔNG.",
                 "The answer was not understood; nothing was changed. Please reply YES or NO."});
  }
  const Named named = named_in(tools, head, head.text.text);
  Missing missing;
  const speech::Delegation anew =
      speech::read_delegation(head.text.text, named.places, known_words(head.author), tools.calendar, head.at);
  const auto dates = speech::read_delegation_dates(head.text.text, named.places, tools.calendar, head.at);
  take_names(tools, named, draft, missing);
  take_dates(anew.act == DelegationAct::give ? anew : dates, draft, missing);
  if (answer == YesNo::yes) missing.unclear = false;
  // The whole sentence again, or a yes to what was understood.
  const bool complete = !missing.person && !missing.until && !missing.unclear;
  if (complete && (answer == YesNo::yes || (anew.act == DelegationAct::give && anew.whole))) draft.confirm = false;
  if (!missing.any(draft)) return closing(give(tools, head, draft));
  if (question.round >= kMostRounds)
    return closing(
        said(head, "unclear-access", "Re: " + question.subject,
             {"Vẫn chưa đủ rõ nên chưa ghi nhận ủy quyền nào. Xin gửi thư mới ghi đủ, ví dụ: ỦY QUYỀN đ/c Trần "
              "Văn Bình từ 5/12 đến 10/12.",
              "It is still not clear; nothing was handed over. Please send a new mail with all of it, for "
              "example: ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12."}));
  return closing(ask(head, draft, missing, question.round + 1));
}

}  // namespace mailstore::office
