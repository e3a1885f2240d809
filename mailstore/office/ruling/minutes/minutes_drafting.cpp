#include "mailstore/office/ruling/minutes/minutes_drafting.h"

#include <algorithm>
#include <map>

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "mailstore/office/ruling/drafting/draft_parts.h"
#include "mailstore/office/ruling/drafting/task_drafting.h"
#include "mailstore/office/ruling/minutes/point_parts.h"
#include "policies/dispatch/document_number.h"
#include "policies/minutes/point_actors.h"
#include "policies/minutes/points.h"
#include "policies/phrases/deadline_resolve.h"
#include "policies/phrases/deadline_words.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;
namespace minutes = policies::minutes;
using minutes::Column;

namespace {

constexpr std::size_t kMostQuotedOfAll = 256 * 1024;  // bytes of what is forwarded, over all points
constexpr std::size_t kMostTailPieces = 4;

void set_deadline(phrases::DeadlineAnswer answer, TaskDraft& draft) {
  draft.doubt = doubt_of(answer);
  take_deadline(std::move(answer), draft);
  if (!draft.deadline_open) draft.doubt = {};
}

phrases::DeadlineAnswer bare_deadline(const RulingTools& tools, const IntakeHead& head, std::string_view piece) {
  using phrases::DeadlineVerdict;
  using phrases::DeadlineWords;
  const DeadlineWords words = phrases::read_deadline_words(piece, tools.calendar, head.at);
  phrases::DeadlineAnswer out;
  if (words.kind == DeadlineWords::Kind::understood) {
    out.verdict = DeadlineVerdict::understood;
    out.found = {*words.deadline};
  } else if (words.kind == DeadlineWords::Kind::unclear) {
    out.verdict = DeadlineVerdict::unreadable;
    out.unclear = {*words.unclear};
  }
  return out;
}

// "… (Phòng Tư pháp, 20/12)", "… – Phòng Tư pháp – 20/12", "Thời gian: 20/12": a time that stands alone at the end.
phrases::DeadlineAnswer tail_deadline(const RulingTools& tools, const IntakeHead& head, const std::string& text) {
  std::vector<std::string_view> pieces;
  for (std::string_view rest = text; !rest.empty();) {
    std::size_t cut = rest.find_first_of("()[],;\n|:");
    for (const std::string_view dash : {" - ", "–"}) cut = std::min(cut, rest.find(dash));
    pieces.push_back(rest.substr(0, cut));
    if (cut == std::string_view::npos) break;
    rest.remove_prefix(cut + (rest.substr(cut).starts_with("–") ? 3 : rest[cut] == ' ' ? 3 : 1));
  }
  std::size_t looked = 0;
  for (auto piece = pieces.rbegin(); piece != pieces.rend() && looked < kMostTailPieces; ++piece) {
    const phrases::Words words = phrases::split_words(*piece, 12);
    if (words.empty()) continue;
    ++looked;
    const bool has_digit = std::any_of(
        words.begin(), words.end(), [](const phrases::Word& word) { return word.kind == phrases::Word::Kind::digits; });
    if (!has_digit || words.size() > 11) continue;
    auto answer = bare_deadline(tools, head, *piece);
    if (answer.verdict != phrases::DeadlineVerdict::none) return answer;
  }
  return {};
}

std::string cell_of(const minutes::Item& item, Column column) {
  for (std::size_t i = 0; i < item.cells.size(); ++i) {
    if (item.columns[i] == column) return item.cells[i];
  }
  return {};
}

std::string with_capital(std::string text) {
  if (!text.empty()) text[0] = base::ascii_upper(text[0]);
  if (text.starts_with("đ")) text.replace(0, std::string_view("đ").size(), "Đ");
  return text;
}

std::string_view without_marks(std::string_view text) {
  for (bool more = true; more;) {
    more = false;
    while (!text.empty() && std::string_view(" ,;:.-\t\n()|[]*_").find(text.front()) != std::string_view::npos)
      text.remove_prefix(1), more = true;
    while (!text.empty() && std::string_view(" ,;:.-\t\n(|[*_").find(text.back()) != std::string_view::npos)
      text.remove_suffix(1), more = true;
    if (text.starts_with("–")) text.remove_prefix(3), more = true;
    if (text.ends_with("–")) text.remove_suffix(3), more = true;
  }
  return text;
}

// The first sentence of the work, without its deadline where that ends or begins it.
std::string title_from(std::string_view work, const TaskDraft& draft) {
  work = without_marks(work);
  std::size_t end = work.find('\n');
  for (auto stop = work.find(". "); stop != std::string_view::npos && stop < end; stop = work.find(". ", stop + 1)) {
    const char before = work[stop - (stop > 0 ? 1 : 0)];
    if (stop > 20 && (before < 'A' || before > 'Z')) end = stop;  // not "P. Kinh tế"
  }
  work = without_marks(work.substr(0, end));
  const std::string& due = draft.assignment.due_words;
  if (!due.empty() && work.size() > due.size()) {
    if (work.ends_with(due) || work.ends_with(due + ")")) work = work.substr(0, work.rfind(due));
    else if (work.starts_with(due)) work.remove_prefix(due.size());
    work = without_marks(work);
    // "…, hoàn thành", "…; thời gian": what stood before the deadline.
    for (const std::string_view before : {"hoàn thành", "xong", "thời gian", "thời hạn", "hạn", "hoan thanh"}) {
      if (!work.ends_with(before)) continue;
      const std::string_view rest = work.substr(0, work.size() - before.size());
      if (rest.ends_with(", ") || rest.ends_with("; ")) work = without_marks(rest);
    }
  }
  return with_capital(tasks::title_of(phrases::shortened(work, tasks::kMaxPointTitle)));
}

class MailReader {
 public:
  MailReader(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask, const TaskDraft& one)
      : tools_(tools), head_(head), ask_(ask), one_(one) {}

  MinutesRead read() {
    MinutesRead own;
    for (const std::string* text : {&ask_.listed, &head_.text.text}) {
      if (text->empty()) continue;
      own = read_text(*text);
      if (own.verdict != MinutesRead::Verdict::one_task) return own;
    }
    if (ask_.quoted.empty()) return {};
    // Minutes that he forwards: perhaps he wants them shared out.
    quoted_ = true;
    own = read_text(ask_.quoted);
    if (own.verdict == MinutesRead::Verdict::several) own.verdict = MinutesRead::Verdict::perhaps;
    return own;
  }

 private:
  MinutesRead read_text(const std::string& text) {
    MinutesRead out;
    const minutes::Minutes read = minutes::read_minutes(text);
    if (read.items.size() < 2) return out;
    std::vector<std::string_view> texts;
    for (const minutes::Item& item : read.items) texts.emplace_back(item.text);
    auto named = named_parties_in_each(tools_.view, scope_of(head_), texts);
    items_.clear();
    who_texts_.clear();
    texts_of_items_.assign(texts.begin(), texts.end());
    std::vector<minutes::Own> own;
    for (std::size_t i = 0; i < read.items.size(); ++i) {
      items_.push_back(read.items[i].cells.empty() ? read_names(texts[i], std::move(named[i]))
                                                   : read_row(read.items[i]));
      own.push_back(own_of(read.items[i], items_.back()));
    }
    points_ = minutes::points_of(read, own);
    out.points = points_.points.size();
    decide(out);
    if (out.verdict == MinutesRead::Verdict::one_task) return out;
    if (points_.points.size() > kMostPoints) {
      out.verdict = out.verdict == MinutesRead::Verdict::several ? MinutesRead::Verdict::too_many
                                                                 : MinutesRead::Verdict::one_task;
      return out;
    }
    draft_all(read, out);
    return out;
  }

  // Of a line of a table the column that holds who is to act.
  ReadNames read_row(const minutes::Item& item) {
    std::string who = cell_of(item, Column::who);
    if (who.empty()) {
      for (const std::string& cell : item.cells) {
        ReadNames read = read_one(tools_, head_, cell, true);
        if (read.actors.only_who && read.actors.leads()) return read_cells(item, cell);
      }
      return read_names(item.text, std::move(named_parties_in_each(tools_.view, scope_of(head_), {item.text}).front()));
    }
    return read_cells(item, who);
  }

  ReadNames read_cells(const minutes::Item& item, const std::string& who) {
    const std::string with = cell_of(item, Column::cooperating);
    who_texts_[&item] = who + (with.empty() ? "" : " phối hợp với " + with);
    return read_one(tools_, head_, who_texts_[&item], true);
  }

  static minutes::Own own_of(const minutes::Item& item, const ReadNames& read) {
    if (!item.cells.empty())
      return read.actors.leads() || read.actors.unknown_leads ? minutes::Own::work : minutes::Own::nobody;
    if (!read.actors.leads() && !read.actors.unknown_leads) return minutes::Own::nobody;
    // "Giao các đơn vị hoàn thành trước 31/12:" introduces the points below it.
    const bool names =
        std::find(read.actors.roles.begin(), read.actors.roles.end(), minutes::Acting::lead) != read.actors.roles.end();
    if (item.title && !names && !read.actors.groups.empty()) return minutes::Own::nobody;
    return read.actors.only_who ? minutes::Own::only_who : minutes::Own::work;
  }

  const ReadNames& acting(const minutes::Point& point) const {
    return items_[point.inherits ? point.parent : point.item];
  }

  phrases::DeadlineAnswer own_deadline(const minutes::Item* row, const std::string& text) const {
    if (row != nullptr && !row->cells.empty()) {
      std::vector<std::string> cells = row->cells;
      if (const std::string due = cell_of(*row, Column::due); !due.empty()) cells = {due};
      for (auto cell = cells.rbegin(); cell != cells.rend(); ++cell) {
        auto answer = bare_deadline(tools_, head_, *cell);
        if (answer.verdict != phrases::DeadlineVerdict::none) return answer;
      }
    }
    auto answer = phrases::find_deadline("", text, tools_.calendar, head_.at);
    if (answer.verdict != phrases::DeadlineVerdict::none) return answer;
    return tail_deadline(tools_, head_, text);
  }

  void decide(MinutesRead& out) const {
    using Verdict = MinutesRead::Verdict;
    const auto& points = points_.points;
    if (points.size() < 2) return;
    std::size_t named = 0, meant = 0, dated = 0, named_dated = 0;
    std::vector<std::string> leads;
    bool one_parent = true;
    for (const minutes::Point& point : points) {
      const minutes::Actors& actors = acting(point).actors;
      const bool leads_here = actors.leads();
      const bool has_time = own_deadline(nullptr, point.text).verdict != phrases::DeadlineVerdict::none;
      named += leads_here ? 1U : 0U;
      meant += !leads_here && actors.unknown_leads ? 1U : 0U;
      dated += has_time ? 1U : 0U;
      named_dated += leads_here && has_time ? 1U : 0U;
      one_parent = one_parent && point.inherits && point.parent == points.front().parent;
      if (!leads_here) continue;
      const std::string who = lead_key(acting(point));
      if (std::find(leads.begin(), leads.end(), who) == leads.end()) leads.push_back(who);
    }
    if (named + meant == 0) return;
    const bool given = has_lead(one_);  // To has somebody already
    if (one_parent) {                   // the steps of one unit
      if (dated >= 2) out.verdict = Verdict::perhaps;
      return;
    }
    if (!given) {
      if (named >= 2) out.verdict = Verdict::several;
      else if ((named == 1 && (meant >= 1 || dated >= 2)) || meant >= 2) out.verdict = Verdict::perhaps;
      return;
    }
    if (named < 2) {
      if (named + meant >= 2) out.verdict = Verdict::perhaps;
      return;
    }
    if (leads.size() < 2) {
      if (named_dated >= 2) out.verdict = Verdict::perhaps;
      return;
    }
    const bool says_so = says_any(head_.subject + "\n" + points_.introduction,
                                  {"kết luận", "giao ban", "phân công nhiệm vụ", "giao việc", "giao nhiệm vụ",
                                   "sau họp", "biên bản", "minutes", "các việc sau", "các nhiệm vụ sau"});
    out.verdict = says_so || named_dated >= 2 ? Verdict::several : Verdict::perhaps;
  }

  static std::string lead_key(const ReadNames& read) {
    for (std::size_t i = 0; i < read.named.size(); ++i) {
      if (read.actors.roles[i] == minutes::Acting::lead)
        return read.named[i].account != nullptr ? std::to_string(read.named[i].account->id.value) : "several";
    }
    return read.actors.groups.empty() ? "" : read.actors.groups.front();
  }

  void draft_all(const minutes::Minutes& read, MinutesRead& out) {
    const std::string around = points_.introduction + (points_.closing.empty() ? "" : "\n" + points_.closing);
    const auto common = phrases::find_deadline(head_.subject, around, tools_.calendar, head_.at);
    const std::vector<int> numbers = numbers_of(points_);
    for (std::size_t i = 0; i < points_.points.size(); ++i) {
      const minutes::Point& point = points_.points[i];
      out.drafts.push_back(draft_of(read, point, common));
      out.drafts.back().point = numbers[i];
    }
    add_informed(out);
    for (const std::string& address : one_.unknown)
      out.said.push_back({"Không có đơn vị hoặc người nào ở địa chỉ " + phrases::one_line(address) + ".",
                          "There is no unit or person at " + phrases::one_line(address) + "."});
    if (!around.empty() && common.verdict == phrases::DeadlineVerdict::understood) {
      const base::Sentence due = phrases::describe(common.found.front());
      out.said.push_back({"Thời hạn chung (việc nào không ghi riêng): " + due.vi + ".",
                          "Common deadline (where a point has none of its own): " + due.en + "."});
    }
  }

  // The numbers that stand in the mail when each is there once; else 1, 2, 3 …
  static std::vector<int> numbers_of(const minutes::Points& points) {
    std::vector<int> written, counted;
    for (std::size_t i = 0; i < points.points.size(); ++i) {
      counted.push_back(static_cast<int>(i) + 1);
      const phrases::Words words = phrases::split_words(points.points[i].label, 2);
      const int number = words.size() == 1 ? phrases::number_of(words[0]) : -1;
      if (number > 0 && (written.empty() || number > written.back())) written.push_back(number);
    }
    return written.size() == points.points.size() ? written : counted;
  }

  TaskDraft draft_of(const minutes::Minutes& read, const minutes::Point& point, const phrases::DeadlineAnswer& common) {
    const minutes::Item& item = read.items[point.item];
    const ReadNames& who = acting(point);
    TaskDraft draft;
    tasks::Assignment& given = draft.assignment;
    given.office = one_.assignment.office;
    given.office_name = one_.assignment.office_name;
    given.assigner = one_.assignment.assigner;
    given.assigner_name = one_.assignment.assigner_name;
    given.entered_by = one_.assignment.entered_by;
    given.entered_by_name = one_.assignment.entered_by_name;
    const auto row = who_texts_.find(&item);
    take_actors(tools_, head_,
                row != who_texts_.end() ? row->second : read.items[point.inherits ? point.parent : point.item].text,
                who, draft);
    set_time(point, item, common, draft);
    given.title = title_of_point(point, item, who, draft);
    given.content = content_of(point);
    auto basis = policies::dispatch::find_document_number(point.text);
    if (basis) given.basis = policies::dispatch::format_document_number(*basis);
    else given.basis = common_basis();
    draft.information = !has_lead(draft) && draft.unknown.empty() && draft.several.empty() && !given.due &&
                        !minutes::begins_with_work(point.own);
    if (draft.information) set_deadline({}, draft);
    return draft;
  }

  void set_time(const minutes::Point& point, const minutes::Item& item, const phrases::DeadlineAnswer& common,
                TaskDraft& draft) const {
    phrases::DeadlineAnswer answer = own_deadline(&item, point.text);
    if (answer.verdict == phrases::DeadlineVerdict::none && point.inherits)
      answer = own_deadline(nullptr, items_text(point.parent));
    if (answer.verdict == phrases::DeadlineVerdict::none)
      answer = phrases::find_deadline("", point.heading, tools_.calendar, head_.at);
    if (answer.verdict == phrases::DeadlineVerdict::none &&
        (has_lead(draft) || !draft.unknown.empty() || !draft.several.empty()))
      answer = common;
    set_deadline(std::move(answer), draft);
  }

  std::string items_text(std::size_t item) const { return item < texts_of_items_.size() ? texts_of_items_[item] : ""; }

  std::string common_basis() const {
    auto basis = policies::dispatch::find_document_number(head_.subject);
    if (!basis) basis = policies::dispatch::find_document_number(points_.introduction);
    return basis ? policies::dispatch::format_document_number(*basis) : "";
  }

  std::string title_of_point(const minutes::Point& point, const minutes::Item& item, const ReadNames& who,
                             const TaskDraft& draft) const {
    if (!item.cells.empty()) {
      std::string work = cell_of(item, Column::work);
      const auto row = who_texts_.find(&item);
      for (const std::string& cell : item.cells) {
        const bool other = row != who_texts_.end() && row->second.starts_with(cell);
        if (cell_of(item, Column::work).empty() && !other && cell != draft.assignment.due_words &&
            cell.size() > work.size())
          work = cell;
      }
      return title_from(work, draft);
    }
    if (point.inherits) return title_from(point.own, draft);
    const std::size_t begin = std::min(who.actors.work_begin, point.own.size());
    const std::size_t end = std::min(std::max(begin, who.actors.work_end), point.own.size());
    std::string title = title_from(std::string_view(point.own).substr(begin, end - begin), draft);
    return title.empty() ? title_from(point.own, draft) : title;
  }

  std::string content_of(const minutes::Point& point) const {
    std::string out;
    auto add = [&](std::string_view part) {
      if (!part.empty()) out += (out.empty() ? "" : "\n\n") + std::string(part);
    };
    if (point.inherits) add(items_text(point.parent));
    add(point.text);
    add(point.heading);
    add(points_.introduction);
    add(points_.closing);
    if (!quoted_) add(base::utf8_prefix_bytes(ask_.quoted, kMostQuotedOfAll / points_.points.size()));
    return out;
  }

  // Cc is informed of each; so is who stands in To and is named in no point.
  void add_informed(MinutesRead& out) {
    for (const tasks::TaskParty& party : one_.assignment.parties) {
      const bool copy = party.role == tasks::PartyRole::informed;
      const bool named = std::any_of(out.drafts.begin(), out.drafts.end(), [&](const TaskDraft& draft) {
        return has_party(draft.assignment.parties, party);
      });
      if (named && !copy) continue;
      if (!copy)
        out.said.push_back({"“" + party.name + "” ở ô Đến (To) không có trong việc nào; được gửi để biết.",
                            "“" + party.name + "” stands in To and is named in no point; it is informed."});
      for (TaskDraft& draft : out.drafts) {
        if (has_party(draft.assignment.parties, party)) continue;
        draft.assignment.parties.push_back(party);
        draft.assignment.parties.back().role = tasks::PartyRole::informed;
      }
    }
  }

  const RulingTools& tools_;
  const IntakeHead& head_;
  const AssignmentAsk& ask_;
  const TaskDraft& one_;
  bool quoted_ = false;
  std::vector<ReadNames> items_;
  std::vector<std::string> texts_of_items_;
  std::map<const minutes::Item*, std::string> who_texts_;  // of lines of a table
  minutes::Points points_;
};

}  // namespace

MinutesRead minutes_of_mail(const RulingTools& tools, const IntakeHead& head, const AssignmentAsk& ask,
                            const TaskDraft& one) {
  return MailReader(tools, head, ask, one).read();
}

}  // namespace mailstore::office
