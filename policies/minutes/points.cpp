#include "policies/minutes/points.h"

#include <algorithm>
#include <optional>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/minutes/marks.h"
#include "policies/phrases/words.h"

namespace policies::minutes {

namespace {

std::string joined(const std::string& above, std::string_view below) {
  return above + (above.empty() || below.empty() ? "" : "\n") + std::string(below);
}

// "Các đơn vị báo cáo …", "Trên đây là …": said of all points, behind the last one.
bool is_closing(std::string_view line) {
  const phrases::Words words = phrases::split_words(line, 8);
  return phrases::match_longest(words, 0,
                                {"các đơn vị", "các đồng chí", "yêu cầu các", "đề nghị các", "trên đây", "thừa lệnh",
                                 "nhận được", "thủ trưởng các", "trong quá trình", "văn phòng thông báo", "all units",
                                 "giao văn phòng đôn đốc", "căn cứ thông báo", "trân trọng", "các cơ quan"}) > 0;
}

// A line that was broken by the mail program goes on with a space, another with a line end.
std::string_view joint(std::string_view above, std::string_view below) {
  const auto line = above.rfind('\n');
  const std::string_view last = line == std::string_view::npos ? above : above.substr(line + 1);
  if (last.empty()) return "";
  const bool ended = std::string_view(".:;!?").find(last.back()) != std::string_view::npos;
  const bool small = phrases::split_words(below, 1).empty() || begins_small(below);
  return !ended && (small || base::code_point_count(last) >= 50) ? " " : "\n";
}

// Headings of columns: "STT | Nội dung công việc | Đơn vị chủ trì | Thời hạn".
std::vector<Column> columns_of_heading(const std::vector<std::string>& cells) {
  std::vector<Column> out;
  int known = 0;
  for (const std::string& cell : cells) {
    const phrases::Words words = phrases::split_words(cell, 8);
    Column column = Column::unknown;
    auto any = [&](std::initializer_list<std::string_view> list) {
      for (std::size_t at = 0; at < words.size(); ++at) {
        if (phrases::match_longest(words, at, list) > 0) return true;
      }
      return false;
    };
    if (words.size() > 7) column = Column::unknown;  // words of a work
    else if (any({"stt", "tt", "số", "no"})) column = Column::label;
    else if (any({"phối hợp", "cùng làm", "cooperating"})) column = Column::cooperating;
    else if (any({"hạn", "thời gian", "ngày", "deadline", "due", "hoàn thành"})) column = Column::due;
    else if (any({"nội dung", "nhiệm vụ", "công việc", "việc", "task", "work", "content", "yêu cầu"}))
      column = Column::work;
    else if (any({"đơn vị", "người", "cơ quan", "phòng", "chủ trì", "phụ trách", "thực hiện", "unit", "who", "lead"}))
      column = Column::who;
    else if (any({"ghi chú", "kết quả", "sản phẩm", "note", "notes"})) column = Column::other;
    known += column == Column::unknown ? 0 : 1;
    out.push_back(column);
  }
  if (known < 2 || known + 1 < static_cast<int>(cells.size())) return {};
  return out;
}

struct Level {
  int style = 0;
  std::size_t indent = 0;
};

class Reader {
 public:
  explicit Reader(std::string_view text) : lines_(lines_of(text)) {}

  Minutes read() {
    find_tables();
    for (at_ = 0; at_ < lines_.size(); ++at_) line();
    if (marked_ < 2) return bare();
    take_closing();
    return std::move(out_);
  }

 private:
  struct Line {
    std::string text;  // trimmed
    std::size_t indent = 0;
    std::optional<Mark> mark;
    std::vector<std::string> cells;
  };

  // "*Phòng Kinh tế:* báo cáo": bold text as Gmail writes it; "* Phòng Kinh tế" is a point.
  static std::string without_bold(std::string text) {
    if (std::count(text.begin(), text.end(), '*') >= 2) std::erase(text, '*');
    return trimmed(text);
  }

  static std::vector<Line> lines_of(std::string_view text) {
    std::vector<Line> out;
    const std::string shown = phrases::visible(base::utf8_prefix_bytes(text, kMaxMinutesText));
    for (std::string_view rest = shown; !rest.empty();) {
      const auto end = rest.find('\n');
      const std::string_view raw = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      Line line;
      line.indent = indent_of(raw);
      line.text = without_bold(trimmed(raw));
      line.mark = read_mark(line.text);
      line.cells = cells_of(line.mark ? std::string_view(line.text).substr(line.mark->end) : line.text);
      out.push_back(std::move(line));
    }
    return out;
  }

  // Lines of cells are a table when there are two of them, or a heading.
  void find_tables() {
    std::size_t rows = 0;
    for (const Line& line : lines_) rows += line.cells.size() >= 2 ? 1U : 0U;
    tables_ = rows >= 2;
  }

  bool is_row(const Line& line) const { return tables_ && line.cells.size() >= 2; }

  bool next_is_marked() const {
    for (std::size_t next = at_ + 1; next < lines_.size(); ++next) {
      if (!lines_[next].text.empty()) return lines_[next].mark.has_value() && !is_row(lines_[next]);
    }
    return false;
  }

  void line() {
    const Line& line = lines_[at_];
    if (line.text.empty()) {
      blank_ = true;
      return;
    }
    const bool full = out_.items.size() >= kMostItems;
    if (is_row(line) && !full) row(line);
    else if (line.mark && !full) marked(line);
    else if (line.text.ends_with(':') && next_is_marked() && !full) title(line.text);
    else words(line.text);
    blank_ = false;
  }

  void row(const Line& line) {
    if (auto columns = columns_of_heading(line.cells); !columns.empty()) {
      columns_ = std::move(columns);
      columns_have_label_ = !columns_.empty() && columns_.front() == Column::label;
      return;
    }
    Item item;
    item.cells = line.cells;
    item.columns.assign(item.cells.size(), Column::unknown);
    std::size_t shift = 0;
    if (line.mark) item.label = line.mark->label;
    if (line.mark && columns_have_label_) shift = 1;  // its number was the first cell
    for (std::size_t i = 0; i < item.cells.size(); ++i) {
      if (i + shift < columns_.size()) item.columns[i] = columns_[i + shift];
    }
    if (!line.mark && is_number(item.cells.front())) {
      item.label = item.cells.front();
      item.cells.erase(item.cells.begin());
      item.columns.erase(item.columns.begin());
    }
    for (const std::string& cell : item.cells) item.text += (item.text.empty() ? "" : " | ") + cell;
    push(std::move(item), kRowStyle, line.indent);
  }

  void marked(const Line& line) {
    Item item;
    item.label = line.mark->label;
    item.text = trimmed(std::string_view(line.text).substr(line.mark->end));
    push(std::move(item), line.mark->style, line.indent);
  }

  void title(const std::string& text) {
    Item item;
    item.text = text;
    item.title = true;
    levels_.clear();
    push(std::move(item), kTitleStyle, 0);
    --marked_;  // no mark
  }

  void push(Item item, int style, std::size_t indent) {
    const auto known = std::find_if(levels_.begin(), levels_.end(), [&](const Level& level) {
      return level.style == style && (!is_dash(style) || indent < level.indent + 2);
    });
    levels_.erase(known, levels_.end());
    levels_.push_back({style, indent});
    item.depth = static_cast<int>(levels_.size()) - 1;
    out_.items.push_back(std::move(item));
    ++marked_;
    last_is_loose_ = false;
  }

  void words(const std::string& text) {
    if (out_.items.empty()) {
      out_.introduction = joined(out_.introduction, text);
      return;
    }
    if (last_is_loose_ || blank_ || is_closing(text)) {  // the next mark tells
      last_is_loose_ = true;
      loose_.push_back({out_.items.size() - 1, text});
      return;
    }
    Item& item = out_.items.back();
    item.text += std::string(joint(item.text, text)) + text;
  }

  // Paragraphs behind the last item close the text; those before another item belong to the one above them.
  void take_closing() {
    for (const auto& [item, text] : loose_) {
      if (item + 1 == out_.items.size()) out_.closing = joined(out_.closing, text);
      else out_.items[item].text += "\n" + text;
    }
  }

  // No marks: each line may be a point.
  Minutes bare() {
    Minutes out;
    out.bare = true;
    bool broken = false;
    for (const Line& line : lines_) {
      if (line.text.empty()) {
        broken = false;
        continue;
      }
      if (broken && begins_small(line.text)) {
        Item& above = out.items.back();
        above.text += " " + line.text;
      } else if (out.items.size() < kMostItems) {
        Item item;
        item.text = line.text;
        out.items.push_back(std::move(item));
      }
      broken = !out.items.empty();
    }
    return out;
  }

  std::vector<Line> lines_;
  std::size_t at_ = 0;
  bool tables_ = false, blank_ = false, columns_have_label_ = false, last_is_loose_ = false;
  std::vector<Column> columns_;
  std::vector<Level> levels_;
  int marked_ = 0;
  Minutes out_;
  std::vector<std::pair<std::size_t, std::string>> loose_;
};

// The tree of the items, from their depths.
class Chooser {
 public:
  Chooser(const Minutes& minutes, const std::vector<Own>& own) : items_(minutes.items), own_(own) {
    out_.introduction = minutes.introduction;
    out_.closing = minutes.closing;
    ends_.resize(items_.size());
    names_.resize(items_.size());
    std::vector<std::size_t> open;
    auto close = [&](std::size_t at, int depth) {
      while (!open.empty() && items_[open.back()].depth >= depth) {
        ends_[open.back()] = at;
        open.pop_back();
      }
    };
    for (std::size_t i = 0; i < items_.size(); ++i) {
      close(i, items_[i].depth);
      open.push_back(i);
    }
    close(items_.size(), 0);
    for (std::size_t i = items_.size(); i-- > 0;) {
      names_[i] = own_[i] == Own::work || (own_[i] == Own::only_who && ends_[i] > i + 1);
      for (std::size_t child = i + 1; child < ends_[i] && !names_[i]; child = ends_[child]) names_[i] = names_[child];
    }
  }

  Points choose() {
    level(0, items_.size(), "", {});
    return std::move(out_);
  }
  Points choose_bare() {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (own_[i] == Own::work) add(i, "", {});
      else if (out_.points.empty()) out_.introduction = joined(out_.introduction, items_[i].text);
      else if (is_closing(items_[i].text) || !out_.closing.empty()) out_.closing = joined(out_.closing, items_[i].text);
      else {
        Point& above = out_.points.back();
        above.text = joined(above.text, items_[i].text);
        above.own = joined(above.own, items_[i].text);
      }
    }
    return std::move(out_);
  }

 private:
  void level(std::size_t from, std::size_t to, const std::string& heading, std::optional<std::size_t> who) {
    for (std::size_t i = from; i < to; i = ends_[i]) {
      const bool nested = ends_[i] > i + 1;
      if (own_[i] == Own::only_who) {
        // Who of an outer heading is not meant where a nearer one says it.
        if (nested) level(i + 1, ends_[i], heading, i);
      } else if (own_[i] == Own::nobody && nested && names_[i]) {
        level(i + 1, ends_[i], joined(heading, items_[i].text), who);
      } else if (own_[i] == Own::nobody && nested && !who && own_[i + 1] == Own::only_who) {
        // "Thành phần:" and those who were there: no point.
      } else {
        add(i, heading, own_[i] == Own::work ? std::nullopt : who);
      }
    }
  }

  void add(std::size_t i, const std::string& heading, std::optional<std::size_t> who) {
    Point point;
    point.label = items_[i].label;
    point.own = items_[i].text;
    point.text = items_[i].text;
    for (std::size_t below = i + 1; below < ends_[i]; ++below) {
      const std::string& label = items_[below].label;
      point.text += "\n" + (label.empty() ? std::string("- ") : label + ") ") + items_[below].text;
    }
    point.heading = heading;
    point.item = i;
    point.inherits = who.has_value();
    point.parent = who.value_or(0);
    out_.points.push_back(std::move(point));
  }

  const std::vector<Item>& items_;
  const std::vector<Own>& own_;
  std::vector<std::size_t> ends_;  // the first item behind it and what is nested in it
  std::vector<bool> names_;        // somebody to act stands in it
  Points out_;
};

}  // namespace

Minutes read_minutes(std::string_view text) { return Reader(text).read(); }

Points points_of(const Minutes& minutes, const std::vector<Own>& own) {
  Chooser chooser(minutes, own);
  return minutes.bare ? chooser.choose_bare() : chooser.choose();
}

}  // namespace policies::minutes
