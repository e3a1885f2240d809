#include <algorithm>

#include "base/text/fold.h"
#include "mailstore/office/ruling/drafting/draft_parts.h"
#include "mailstore/office/ruling/drafting/task_drafting.h"
#include "mailstore/office/ruling/minutes/minutes_drafting.h"
#include "mailstore/office/ruling/minutes/point_changes.h"
#include "mailstore/office/ruling/minutes_ruling.h"
#include "mailstore/office/ruling/rights/in_whose_name.h"
#include "policies/minutes/point_answers.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;
namespace minutes = policies::minutes;

namespace {

std::vector<tasks::PointRow> rows_of(const RulingTools& tools, const IntakeHead& head,
                                     const std::vector<TaskDraft>& drafts) {
  std::vector<tasks::PointRow> rows;
  for (const TaskDraft& draft : drafts) rows.push_back(row_of(tools, head, draft));
  return rows;
}

Question question_of(const IntakeHead& head, const char* rule, tasks::PointMessage message,
                     std::vector<TaskDraft> drafts, TaskDraft one) {
  Question question;
  question.rule = rule;
  question.subject = std::move(message.subject);
  question.text = message.in(head.english);
  question.table = std::move(message.table);
  question.drafts = std::move(drafts);
  question.one = std::move(one);
  return question;
}

// In whose name the points are given, when not in the author's own.
base::AccountId leader_of(const Question& question) {
  if (question.drafts.empty()) return {};
  const tasks::Assignment& given = question.drafts.front().assignment;
  return given.entered_by ? given.assigner : base::AccountId();
}

// "Mai Đình Lâm / Chủ tịch" below ĐÚNG says nothing.
bool is_signature(const IntakeHead& head, const std::string& words) {
  const std::string own = " " +
                          base::fold(head.author.full_name + " " + head.author.title + " " +
                                     head.author.address.substr(0, head.author.address.find('@'))) +
                          " ";
  for (const phrases::Word& word : phrases::split_words(words)) {
    if (word.kind != phrases::Word::Kind::letters) continue;
    if (own.find(" " + word.folded + " ") != std::string::npos) continue;
    if (!phrases::is_any(word, {"trân",  "trọng",  "kính", "chào", "chủ",    "tịch",   "phó",   "ubnd", "tm",
                                "kt",    "sent",   "from", "my",   "iphone", "ipad",   "gửi",   "từ",   "điện",
                                "thoại", "của",    "tôi",  "đt",   "tel",    "mobile", "cảm",   "ơn",   "thân",
                                "mến",   "phường", "xã",   "thị",  "trưởng", "phòng",  "thanks"}))
      return false;
  }
  return true;
}

class Answering {
 public:
  Answering(const RulingTools& tools, const IntakeHead& head, const Question& question)
      : tools_(tools), head_(head), question_(question), drafts_(question.drafts) {}

  base::Result<PointsAnswered> answer() {
    std::vector<int> numbers;
    for (const TaskDraft& draft : drafts_) numbers.push_back(draft.point);
    minutes::PointAnswers said = minutes::read_point_answers(head_.text.text, numbers);
    const bool changes = !said.answers.empty();
    if (said.drops && !said.confirms && !changes) return dropped();
    if (const auto refused = may_not_give(tools_, head_, leader_of(question_), {})) {
      const tasks::MessageText text = tasks::not_allowed_message(subject(), *refused);
      return told("no-permission", text.subject, text.in(head_.english), true);
    }
    // Once some are created the mail is no single task any more (still_open).
    const bool single = question_.one && !question_.one->assignment.content.empty();
    if (said.one && !said.several && !said.confirms && !changes && single) {
      PointsAnswered out;
      out.one = question_.one;
      return out;
    }
    for (const minutes::PointAnswer& answer : said.answers) apply(answer);
    const bool choosing = question_.rule == kSeveralOrOneRule && !said.several;
    const bool unheard = said.one || said.drops;  // with other words: what is meant?
    const bool confirmed = (said.confirms || said.several) && !choosing && !held_ && !unheard;
    if (confirmed) return create();
    if (!used_) return not_understood(choosing);
    return again(choosing && !used_);
  }

 private:
  std::string subject() const { return question_.one ? question_.one->assignment.title : question_.subject; }

  base::Result<PointsAnswered> told(const char* rule, std::string subject, std::string text, bool closes) const {
    PointsAnswered out;
    out.ruling.events.push_back(answer_of(head_, AnswerFrom::tasks, rule, std::move(subject), std::move(text)));
    out.closes = closes;
    return out;
  }

  base::Result<PointsAnswered> dropped() const {
    return told("withdrawn", "Re: " + question_.subject,
                answer_text(head_, {"Đã bỏ theo ý Anh/Chị. Không có việc nào trong bảng được giao.",
                                    "Dropped as you wish. Nothing of the table was assigned."}),
                true);
  }

  base::Result<PointsAnswered> not_understood(bool choosing) const {
    if (choosing)
      return told(
          "not-understood", "Re: " + question_.subject,
          answer_text(head_,
                      {"Chưa giao việc nào. Xin trả lời NHIỀU VIỆC (giao riêng từng việc) hoặc MỘT VIỆC (giao cả thư "
                       "thành một nhiệm vụ); HỦY để bỏ.",
                       "Nothing has been assigned. Please reply SEVERAL TASKS (each by itself) or ONE TASK (the whole "
                       "mail); CANCEL to drop it."}),
          false);
    base::Sentence what{
        "Chưa hiểu câu trả lời, chưa giao việc nào. Xin trả lời ĐÚNG, HỦY, hoặc ghi số của việc và điều cần sửa, "
        "ví dụ: “2: hạn 15/12”; “3: Phòng Kinh tế chủ trì”; “bỏ 4”.",
        "The answer was not understood; nothing has been assigned. Please reply YES, CANCEL, or the number of a "
        "point and what to change, for example: “2: by 15/12”; “3: Phòng Kinh tế chủ trì”; “drop 4”."};
    for (const base::Sentence& said : said_) {
      what.vi += "\n" + said.vi;
      what.en += "\n" + said.en;
    }
    return told("not-understood", "Re: " + question_.subject, answer_text(head_, what), false);
  }

  TaskDraft* find(int number) {
    const auto found =
        std::find_if(drafts_.begin(), drafts_.end(), [&](const TaskDraft& draft) { return draft.point == number; });
    return found == drafts_.end() ? nullptr : &*found;
  }

  void say(base::Sentence sentence) { said_.push_back(std::move(sentence)); }

  void apply(const minutes::PointAnswer& answer) {
    if (answer.points.empty() && !answer.all) return apply_unnamed(answer.words);
    std::vector<TaskDraft*> to;
    for (const int number : answer.points) {
      TaskDraft* draft = find(number);
      if (draft != nullptr) {
        to.push_back(draft);
        continue;
      }
      const std::string shown = std::to_string(number);
      say({"Không có việc số " + shown + " trong bảng.", "There is no point " + shown + " in the table."});
      held_ = true;
    }
    for (TaskDraft& draft : drafts_) {
      if (answer.all && !draft.information) to.push_back(&draft);
    }
    for (TaskDraft* draft : to) apply_to(answer, *draft);
  }

  void apply_to(const minutes::PointAnswer& answer, TaskDraft& draft) {
    const std::string number = std::to_string(draft.point);
    switch (answer.kind) {
      case minutes::PointAnswer::Kind::drop:
        draft.information = true;
        used_ = true;
        return;
      case minutes::PointAnswer::Kind::confirm:
        if (confirm_point(draft) || unclear_in(tools_, head_, draft).empty()) used_ = true;
        return;
      case minutes::PointAnswer::Kind::words: break;
    }
    if (change_point(tools_, head_, answer.words, draft)) {
      used_ = true;
      return;
    }
    unclear_points_.push_back(draft.point);
    const std::string shown = phrases::shortened(answer.words);
    say({"Việc " + number + ": chưa hiểu “" + shown + "”; việc này giữ nguyên, chưa giao.",
         "Point " + number + ": “" + shown + "” was not understood; it stays as it is and is not assigned."});
  }

  // Words without a number: of the one point that is not clear, a deadline of all that lack one; else nobody knows.
  void apply_unnamed(const std::string& words) {
    std::vector<TaskDraft*> open;
    for (TaskDraft& draft : drafts_) {
      if (!unclear_in(tools_, head_, draft).empty()) open.push_back(&draft);
    }
    if (open.size() == 1 && !is_signature(head_, words) && change_point(tools_, head_, words, *open.front())) {
      used_ = true;
      return;
    }
    if (drafts_.size() == 1 && !is_signature(head_, words) && change_point(tools_, head_, words, drafts_.front())) {
      used_ = true;
      return;
    }
    std::vector<TaskDraft*> undated;
    const bool doubts =
        std::any_of(drafts_.begin(), drafts_.end(), [](const TaskDraft& draft) { return draft.deadline_open; });
    for (TaskDraft& draft : drafts_) {
      if (!draft.information && (doubts ? draft.deadline_open : !draft.assignment.due)) undated.push_back(&draft);
    }
    TaskDraft probe;
    phrases::DeadlineAnswer deadline;
    if (!undated.empty() && take_said_deadline(tools_, words, head_.at, probe, deadline) && !probe.deadline_open) {
      for (TaskDraft* draft : undated) change_point(tools_, head_, words, *draft);
      used_ = true;
      return;
    }
    if (is_signature(head_, words)) return;
    held_ = true;
    const std::string shown = phrases::shortened(words);
    say({"Chưa hiểu “" + shown + "”; xin ghi số của việc, ví dụ “2: hạn 15/12”. Chưa giao việc nào.",
         "“" + shown +
             "” was not understood; please write the number of the point, for example “2: by 15/12”. Nothing "
             "has been assigned."});
  }

  base::Result<PointsAnswered> again(bool choose) {
    tasks::PointAsk ask;
    ask.subject = subject();
    ask.choose = choose;
    ask.one_possible = question_.one && has_lead(*question_.one);
    ask.said = said_;
    PointsAnswered out;
    auto message = tasks::ask_points(rows_of(tools_, head_, drafts_), ask);
    out.ruling.events.push_back(event_of(
        head_, question_of(head_, kMinutesRule, std::move(message), drafts_, question_.one.value_or(TaskDraft()))));
    out.closes = true;
    return out;
  }

  base::Result<PointsAnswered> create() {
    std::vector<TaskDraft> rest;
    std::vector<tasks::PointRow> created;
    std::vector<Event> events;
    bool open = false;
    for (TaskDraft& draft : drafts_) {
      const bool unheard =
          std::find(unclear_points_.begin(), unclear_points_.end(), draft.point) != unclear_points_.end();
      const bool clear = !draft.information && !unheard && unclear_in(tools_, head_, draft).empty();
      if (!clear) {
        open = open || !draft.information;
        rest.push_back(std::move(draft));
        continue;
      }
      tasks::PointRow row = row_of(tools_, head_, draft);
      auto event = create_task(tools_, head_, std::move(draft), static_cast<int>(created.size()));
      if (!event) return event.error();
      auto& body = std::get<TaskAssigned>(event->body);
      body.in_table = true;
      row.task = body.assignment.task;
      row.task_number = body.assignment.number;
      created.push_back(std::move(row));
      events.push_back(std::move(*event));
    }
    drafts_ = std::move(rest);
    if (created.empty() && !open)
      return told("nothing-left", "Re: " + question_.subject,
                  answer_text(head_, {"Không còn việc nào để giao; chưa giao việc nào từ bảng này.",
                                      "No point is left to be assigned; nothing of the table was assigned."}),
                  true);
    if (created.empty()) {
      say({"Chưa giao được việc nào vì chưa việc nào đủ rõ.", "Nothing was assigned: no point is clear enough yet."});
      return again(false);
    }
    PointsAnswered out;
    out.closes = true;
    out.ruling.events.push_back(open ? still_open(created) : all_created(created));
    for (Event& event : events) out.ruling.events.push_back(std::move(event));
    return out;
  }

  Event still_open(const std::vector<tasks::PointRow>& created) {
    const std::string many = std::to_string(created.size());
    say({"Đã giao " + many + " việc có số NV trong bảng; các việc còn lại chưa giao.",
         many + " task(s) were assigned: those with a number NV in the table; the others were not."});
    tasks::PointAsk ask;
    ask.subject = subject();
    ask.said = said_;
    std::vector<tasks::PointRow> rows = created;
    for (tasks::PointRow& row : rows_of(tools_, head_, drafts_)) rows.push_back(std::move(row));
    TaskDraft one;  // no more a single task: parts of it are given
    one.assignment.title = subject();
    Question question =
        question_of(head_, kMinutesRule, tasks::ask_points(std::move(rows), ask), drafts_, std::move(one));
    return event_of(head_, std::move(question));
  }

  Event all_created(const std::vector<tasks::PointRow>& created) {
    std::string left_out;
    for (const TaskDraft& draft : drafts_) left_out += (left_out.empty() ? "" : ", ") + std::to_string(draft.point);
    if (!left_out.empty()) say({"Không giao: việc " + left_out + ".", "Not assigned: point(s) " + left_out + "."});
    const directory::Account* box = tools_.view.role_mailbox(head_.office, directory::kTasks);
    auto message = tasks::points_created(created, subject(), box != nullptr ? box->address : "giaoviec@…", said_);
    Event event = answer_of(head_, AnswerFrom::tasks, "minutes-created", message.subject, message.in(head_.english));
    std::get<Answered>(event.body).table = std::move(message.table);
    return event;
  }

  const RulingTools& tools_;
  const IntakeHead& head_;
  const Question& question_;
  std::vector<TaskDraft> drafts_;
  std::vector<base::Sentence> said_;
  std::vector<int> unclear_points_;
  bool used_ = false, held_ = false;
};

}  // namespace

bool asks_points(const Question& question) {
  return question.rule == kMinutesRule || question.rule == kSeveralOrOneRule;
}

std::optional<Ruling> ask_about_points(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask,
                                       const TaskDraft& one) {
  if (ask.encrypted || ask.perhaps) return std::nullopt;
  MinutesRead read = minutes_of_mail(tools, head, ask, one);
  if (read.verdict == MinutesRead::Verdict::one_task) return std::nullopt;
  if (read.verdict == MinutesRead::Verdict::too_many) {
    const auto message = tasks::too_many_points(read.points, kMostPoints, head.subject);
    return Ruling{{answer_of(head, AnswerFrom::tasks, "too-many-points", message.subject, message.in(head.english))},
                  std::nullopt};
  }
  tasks::PointAsk table;
  table.subject = head.subject;
  table.choose = read.verdict == MinutesRead::Verdict::perhaps;
  table.one_possible = has_lead(one);
  table.said = std::move(read.said);
  auto message = tasks::ask_points(rows_of(tools, head, read.drafts), table);
  return Ruling{{event_of(head, question_of(head, table.choose ? kSeveralOrOneRule : kMinutesRule, std::move(message),
                                            std::move(read.drafts), one))},
                std::nullopt};
}

base::Result<PointsAnswered> answer_points(const RulingTools& tools, const IntakeHead& head, const Question& question) {
  return Answering(tools, head, question).answer();
}

}  // namespace mailstore::office
