// What an answer changes in a point, and what is still unclear in it.
#include <algorithm>

#include "base/text/fold.h"
#include "mailstore/office/ruling/drafting/draft_parts.h"
#include "mailstore/office/ruling/minutes/point_changes.h"
#include "mailstore/office/ruling/minutes/point_parts.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;
namespace minutes = policies::minutes;

namespace {

std::string point_example(const TaskDraft& draft, const char* words) {
  return "“" + std::to_string(draft.point) + ": " + words + "”";
}

// "tên: …", "nội dung: …"
std::string new_title(const std::string& words) {
  const phrases::Words cut = phrases::split_words(words, 12);
  const std::size_t n = phrases::match_longest(
      cut, 0, {"tên :", "tên việc :", "tiêu đề :", "nội dung :", "việc :", "title :", "sửa thành :", "đổi thành :"});
  return n == 0 ? "" : tasks::title_of(phrases::shortened(words.substr(cut[n - 1].end), tasks::kMaxPointTitle));
}

// "bỏ Phòng Tư pháp", "không cần Công an": who goes.
bool take_out(const ReadNames& read, const std::string& words, const RulingTools& tools, const IntakeHead& answer,
              TaskDraft& draft) {
  const phrases::Words cut = phrases::split_words(words, 12);
  if (phrases::match_longest(cut, 0, {"bỏ", "không cần", "thôi", "drop", "remove", "bớt"}) == 0) return false;
  bool used = false;
  for (const NamedParty& named : read.named) {
    if (named.account == nullptr) continue;
    const tasks::TaskParty party = party_of_account(tools.view, *named.account, answer.office);
    used = std::erase_if(draft.assignment.parties,
                         [&](const tasks::TaskParty& other) {
                           return other.unit == party.unit && other.account == party.account;
                         }) > 0 ||
           used;
  }
  const std::string folded = base::fold(words);
  used =
      std::erase_if(draft.unknown,
                    [&](const std::string& name) { return folded.find(base::fold(name)) != std::string::npos; }) > 0 ||
      used;
  return used;
}

// Names in an answer: who leads takes the place of the lead, who cooperates comes besides.
bool take_names(const RulingTools& tools, const IntakeHead& answer, const std::string& words, TaskDraft& draft) {
  const ReadNames read = read_one(tools, answer, words, true);
  if (take_out(read, words, tools, answer, draft)) return true;
  const bool known = std::any_of(read.actors.roles.begin(), read.actors.roles.end(),
                                 [](minutes::Acting acting) { return acting != minutes::Acting::no; });
  if (!known && read.actors.groups.empty()) return false;
  TaskDraft changed = draft;
  if (!read.actors.leads() || says_any(words, {"thêm", "bổ sung", "add"})) {
    for (std::size_t i = 0; i < read.named.size(); ++i) {
      if (read.actors.roles[i] == minutes::Acting::no && !says_any(words, {"thêm", "bổ sung"})) continue;
      if (read.named[i].account == nullptr) {
        changed.several.push_back(words.substr(read.named[i].begin, read.named[i].end - read.named[i].begin));
        continue;
      }
      tasks::TaskParty party = party_of_account(tools.view, *read.named[i].account, answer.office);
      std::erase_if(changed.assignment.parties, [&](const tasks::TaskParty& other) {
        return other.unit == party.unit && other.account == party.account && other.role != tasks::PartyRole::lead;
      });
      if (has_party(changed.assignment.parties, party)) continue;
      party.role =
          changed.assignment.mode == tasks::Mode::each ? tasks::PartyRole::part : tasks::PartyRole::cooperating;
      changed.assignment.parties.push_back(std::move(party));
    }
    if (has_lead(changed)) changed.unknown.clear();
    draft = std::move(changed);
    return true;
  }
  std::vector<tasks::TaskParty> cooperating;
  for (const tasks::TaskParty& party : draft.assignment.parties) {
    if (party.role == tasks::PartyRole::cooperating) cooperating.push_back(party);
  }
  take_actors(tools, answer, words, read, changed);
  if (changed.assignment.mode == tasks::Mode::joint) {
    for (tasks::TaskParty& party : cooperating) {
      if (!has_party(changed.assignment.parties, party)) changed.assignment.parties.push_back(std::move(party));
    }
  }
  draft = std::move(changed);
  return true;
}

}  // namespace

bool confirm_point(TaskDraft& draft) {
  if (draft.deadline_open && draft.deadline_candidate) {
    take_candidate(draft);
    draft.doubt = {};
    return true;
  }
  if (!has_lead(draft) || draft.unknown.empty()) return false;
  draft.unknown.clear();  // without those whom nobody knows
  return true;
}

bool change_point(const RulingTools& tools, const IntakeHead& answer, const std::string& words, TaskDraft& draft) {
  TaskDraft changed = draft;
  if (std::string title = new_title(words); !title.empty()) {
    draft.assignment.title = std::move(title);
    return true;
  }
  if (changed.mode_open) {
    const bool each = says_each(words) || says_any(words, {"từng", "mỗi", "riêng", "each"});
    const bool joint = says_one_leads(words) || says_any(words, {"chung", "joint"});
    if (each != joint && read_one(tools, answer, words).named.empty()) {
      set_mode(changed, each ? tasks::Mode::each : tasks::Mode::joint);
      draft = std::move(changed);
      return true;
    }
  }
  phrases::DeadlineAnswer deadline;
  const bool dated = take_said_deadline(tools, words, answer.at, changed, deadline);
  if (dated) changed.doubt = changed.deadline_open ? doubt_of(deadline) : base::Sentence();
  const bool named = take_names(tools, answer, words, changed);
  if (!dated && !named) return false;
  changed.information = false;
  draft = std::move(changed);
  return true;
}

std::vector<base::Sentence> unclear_in(const RulingTools& tools, const IntakeHead& head, const TaskDraft& draft) {
  std::vector<base::Sentence> out;
  if (draft.information) return out;
  const bool lead = has_lead(draft);
  for (const std::string& name : draft.unknown) {
    const std::string shown = phrases::one_line(name);
    if (lead)
      out.push_back({"không có đơn vị hoặc người nào tên “" + shown + "”; giao không có nơi này thì trả lời " +
                         point_example(draft, "đúng"),
                     "nobody is called “" + shown + "”; to go on without, reply " + point_example(draft, "yes")});
    else
      out.push_back({"không có đơn vị hoặc người nào tên “" + shown + "”; xin ghi tên khác hoặc địa chỉ thư, ví dụ " +
                         point_example(draft, "Phòng Kinh tế chủ trì"),
                     "nobody is called “" + shown + "”; please give another name or an address, for example " +
                         point_example(draft, "Phòng Kinh tế chủ trì")});
  }
  for (const std::string& name : draft.several) {
    const std::string shown = phrases::one_line(name);
    out.push_back({"có nhiều đơn vị hoặc người tên “" + shown + "”; xin ghi địa chỉ thư",
                   "several are called “" + shown + "”; please give the mail address"});
  }
  if (!lead && draft.unknown.empty() && draft.several.empty())
    out.push_back({"ai chủ trì? Ví dụ " + point_example(draft, "Phòng Kinh tế chủ trì"),
                   "who leads? For example " + point_example(draft, "Phòng Kinh tế chủ trì")});
  if (draft.assignment.title.empty())
    out.push_back({"việc gì? Ví dụ " + point_example(draft, "tên: Báo cáo thu ngân sách"),
                   "what is to be done? For example " + point_example(draft, "title: Report of revenue")});
  if (draft.deadline_open) {
    base::Sentence line{"thời hạn" + (draft.doubt.vi.empty() ? "" : ": " + draft.doubt.vi),
                        "the deadline" + (draft.doubt.en.empty() ? "" : ": " + draft.doubt.en)};
    if (draft.deadline_candidate) {
      const base::Sentence day = phrases::describe(*draft.deadline_candidate);
      line.vi += "; nếu là " + day.vi + ", trả lời " + point_example(draft, "đúng");
      line.en += "; if " + day.en + " is meant, reply " + point_example(draft, "yes");
    } else {
      line.vi += "; ví dụ " + point_example(draft, "hạn 20/12");
      line.en += "; for example " + point_example(draft, "by 20/12");
    }
    out.push_back(std::move(line));
  }
  if (draft.mode_open)
    out.push_back(
        {"làm chung hay mỗi nơi một kết quả? " + point_example(draft, "TỪNG ĐƠN VỊ") + " hoặc " +
             point_example(draft, "CHỦ TRÌ"),
         "one result or one each? " + point_example(draft, "EACH UNIT") + " or " + point_example(draft, "LEAD")});
  const tasks::Assignment& given = draft.assignment;
  const base::AccountId leader = given.entered_by ? given.assigner : base::AccountId();
  if (auto refused = may_not_give(tools, head, leader, given.parties)) out.push_back(std::move(*refused));
  return out;
}

tasks::PointRow row_of(const RulingTools& tools, const IntakeHead& head, const TaskDraft& draft) {
  tasks::PointRow row = tasks::point_row(draft.assignment);
  row.number = draft.point;
  row.information = draft.information;
  row.unclear = unclear_in(tools, head, draft);
  if (draft.deadline_open) row.due = {"chưa rõ", "not clear"};
  return row;
}

}  // namespace mailstore::office
