// Units from a spreadsheet: read, matched by code, checked as a tree, turned into steps. Format: README.md.
#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "directory/people/address.h"
#include "directory/people/naming.h"
#include "directory/people/rows.h"
#include "directory/people/setup.h"
#include "directory/plans/columns.h"
#include "directory/plans/provisioning.h"
#include "directory/plans/unit_code.h"

namespace directory {

namespace {

constexpr std::size_t kMaxCode = 32, kMaxName = 200, kMaxSymbol = 32;  // characters

// One row on its way through the checks.
struct Draft {
  const base::CsvRow* row = nullptr;
  Unit unit;  // as it shall be
  const Unit* present = nullptr;
  std::string parent;  // as written
  base::Sentence note;
  bool failed = false;
  base::Sentence why;
};

class UnitPlanner {
 public:
  UnitPlanner(const DirectoryView& view, base::IdMaker& ids, const base::CsvTable& table, Columns columns)
      : view_(view), ids_(ids), table_(table), columns_(std::move(columns)) {}

  UnitPlan plan() {
    for (const Unit& unit : view_.units()) {
      units_.emplace(unit.id.value, unit);
      by_key_.emplace(base::lower_form(unit.code), unit.id);
    }
    for (const base::CsvRow& row : table_.rows) read_row(row);
    find_root();
    for (Draft& draft : drafts_) match(draft);
    for (Draft& draft : drafts_) place(draft);
    refuse_circles();
    for (Draft& draft : drafts_) settle_kind(draft);
    settle_offices();
    for (Draft& draft : drafts_) check_office_addresses(draft);
    return finish();
  }

 private:
  void fail(Draft& draft, std::string vi, std::string en) {
    if (draft.failed) return;
    draft.failed = true;
    draft.why = {std::move(vi), std::move(en)};
  }

  void read_row(const base::CsvRow& row) {
    Draft draft;
    draft.row = &row;
    draft.unit.code = columns_.cell(row, "code");
    draft.unit.name = columns_.cell(row, "name");
    draft.unit.symbol = columns_.cell(row, "symbol");
    draft.unit.mail = base::fold(columns_.cell(row, "mail"));
    draft.parent = columns_.cell(row, "parent");
    if (row.too_many) fail(draft, "Dòng có nhiều ô hơn dòng tiêu đề.", "The row has more cells than the heading.");
    if (draft.unit.code.empty()) fail(draft, "Thiếu mã đơn vị.", "The code is missing.");
    if (draft.unit.name.empty()) fail(draft, "Thiếu tên đơn vị.", "The name is missing.");
    if (base::code_point_count(draft.unit.code) > kMaxCode || base::code_point_count(draft.unit.name) > kMaxName ||
        base::code_point_count(draft.unit.symbol) > kMaxSymbol) {
      fail(draft, "Mã, tên hoặc ký hiệu quá dài (32, 200, 32 ký tự).",
           "Code, name or symbol is too long (32, 200, 32 characters).");
    }
    const auto [seen, fresh] = line_of_.emplace(base::lower_form(draft.unit.code), row.line);
    if (!fresh && !draft.unit.code.empty()) {
      fail(draft, "Mã này đã có ở dòng " + std::to_string(seen->second) + ".",
           "The code is already on line " + std::to_string(seen->second) + ".");
    }
    drafts_.push_back(std::move(draft));
  }

  // Which row, if any, is the root office: by its code; else, while the root still has the code `init` gave it, the row
  // without a parent that has the root's name, or the only one without a parent. Never a row with the code of another
  // unit.
  void find_root() {
    const Unit* root = view_.root();
    if (!root || root->code != kAutomaticRootCode) return;
    Draft* only = nullptr;
    int without_parent = 0;
    for (Draft& draft : drafts_) {
      if (!draft.parent.empty() || draft.failed || by_key_.contains(base::lower_form(draft.unit.code))) continue;
      ++without_parent;
      only = &draft;
      if (base::fold(draft.unit.name) == base::fold(root->name)) {
        root_row_ = &draft;
        return;
      }
    }
    const bool has_children = only && std::any_of(drafts_.begin(), drafts_.end(), [&](const Draft& draft) {
                                return base::lower_form(draft.parent) == base::lower_form(only->unit.code);
                              });
    if (without_parent == 1 && has_children) root_row_ = only;
  }

  void match(Draft& draft) {
    if (draft.failed) return;
    const Unit* root = view_.root();
    const auto found = by_key_.find(base::lower_form(draft.unit.code));
    if (&draft == root_row_) {
      draft.present = root;
    } else if (found != by_key_.end()) {
      draft.present = view_.find_unit(found->second);
    }
    if (!draft.present) {
      draft.unit.id = ids_.make<base::UnitId>();
    } else {
      draft.unit.id = draft.present->id;
      draft.unit.kind = draft.present->kind;
      if (!columns_.has("symbol")) draft.unit.symbol = draft.present->symbol;
    }
    by_key_[base::lower_form(draft.unit.code)] = draft.unit.id;
    draft_of_[draft.unit.id.value] = &draft;
    check_code(draft);
  }

  // A code that is there already is no matter of this file.
  void check_code(Draft& draft) {
    const bool known = draft.present && base::lower_form(draft.present->code) == base::lower_form(draft.unit.code);
    if (known || is_usable_unit_code(draft.unit.code)) return;
    fail(
        draft,
        "Mã \"" + draft.unit.code +
            "\" không dùng được: chỉ chữ, số, dấu chấm, gạch nối, gạch dưới (không dấu cách, không / ; = %); bắt đầu bằng chữ hoặc số, "
            "không kết thúc bằng dấu chấm, không có hai dấu chấm liền nhau.",
        "The code \"" + draft.unit.code +
            "\" is not usable: letters, digits, dots, hyphens, underscores only (no spaces, no / ; = %); a letter or digit first, "
            "no dot at the end, no two dots in a row.");
  }

  // The parent by code, else by name.
  base::UnitId find_unit(const std::string& text) const {
    if (const auto found = by_key_.find(base::lower_form(text)); found != by_key_.end()) return found->second;
    base::UnitId out;
    int hits = 0;
    const std::string name = base::fold(text);
    for (const auto& [id, unit] : units_) {
      if (!draft_of_.contains(id) && base::fold(unit.name) == name) out = base::UnitId(id), ++hits;
    }
    for (const auto& [id, draft] : draft_of_) {
      if (base::fold(draft->unit.name) == name) out = base::UnitId(id), ++hits;
    }
    return hits == 1 ? out : base::UnitId();
  }

  void place(Draft& draft) {
    if (draft.failed) return;
    const Unit* root = view_.root();
    if (!root)
      return fail(draft, "Chưa có cơ quan gốc; hãy chạy lệnh init trước.",
                  "There is no root office yet; run init first.");
    const bool is_root = draft.unit.id == root->id;
    if (is_root) {
      if (!draft.parent.empty() && find_unit(draft.parent) != root->id) {
        fail(draft, "Cơ quan gốc không thể trực thuộc đơn vị khác.", "The root office cannot have a parent.");
      }
    } else if (draft.parent.empty() && !columns_.has("parent") && draft.present) {
      draft.unit.parent = draft.present->parent;
    } else if (draft.parent.empty()) {
      draft.unit.parent = root->id;
    } else {
      draft.unit.parent = find_unit(draft.parent);
      if (!draft.unit.parent) {
        fail(draft, "Không tìm thấy đơn vị cấp trên \"" + draft.parent + "\".",
             "There is no parent unit \"" + draft.parent + "\".");
      } else if (draft.unit.parent == draft.unit.id) {
        fail(draft, "Đơn vị không thể là cấp trên của chính nó.", "A unit cannot be its own parent.");
      }
    }
    if (!draft.failed) units_[draft.unit.id.value] = draft.unit;
  }

  // Rows whose parent failed, or whose line of parents comes back to them.
  void refuse_circles() {
    for (bool again = true; again;) {
      again = false;
      for (Draft& draft : drafts_) {
        if (draft.failed || !draft.unit.parent) continue;
        const auto parent = draft_of_.find(draft.unit.parent.value);
        if (parent != draft_of_.end() && parent->second->failed && !parent->second->present) {
          fail(draft, "Đơn vị cấp trên (dòng " + std::to_string(parent->second->row->line) + ") có lỗi.",
               "The parent unit (line " + std::to_string(parent->second->row->line) + ") has an error.");
          units_.erase(draft.unit.id.value);
          again = true;
        }
      }
    }
    for (Draft& draft : drafts_) {
      if (draft.failed) continue;
      base::UnitId at = draft.unit.parent;
      std::size_t steps = 0;
      while (at && at != draft.unit.id && steps++ <= units_.size()) {
        const auto unit = units_.find(at.value);
        at = unit == units_.end() ? base::UnitId() : unit->second.parent;
      }
      if (at)
        fail(draft, "Các đơn vị trực thuộc lẫn nhau thành vòng tròn.",
             "These units are each other's parents in a circle.");
    }
  }

  void settle_kind(Draft& draft) {
    if (draft.failed) return;
    const std::string& word = columns_.cell(*draft.row, "kind");
    const bool is_root = !draft.unit.parent;
    const auto said = unit_kind_from_word(word);
    if (!word.empty() && !said) {
      return fail(draft, "Không hiểu loại đơn vị \"" + word + "\" (cơ quan hoặc phòng).",
                  "Unknown kind \"" + word + "\" (office or section).");
    }
    const std::string folded = base::fold(draft.unit.name);
    if (is_root) {
      draft.unit.kind = UnitKind::office;
    } else if (said) {
      draft.unit.kind = *said;
    } else if (!draft.present) {
      const bool named_so = folded.starts_with("ubnd ") || folded.starts_with("uy ban nhan dan ");
      draft.unit.kind = named_so || !draft.unit.mail.empty() ? UnitKind::office : UnitKind::section;
      if (draft.unit.kind == UnitKind::office) draft.note = {"coi là cơ quan", "taken as an office"};
    }
    if (draft.present && draft.present->kind != draft.unit.kind) {
      return fail(draft, "Không đổi được loại đơn vị bằng cách nhập tệp.",
                  "The kind of an existing unit cannot be changed by import.");
    }
    settle_mail(draft, is_root);
    if (!draft.failed) units_[draft.unit.id.value] = draft.unit;
  }

  void settle_mail(Draft& draft, bool is_root) {
    if (is_root) {
      draft.unit.mail.clear();
      return;
    }
    const bool section = draft.unit.kind == UnitKind::section;  // has a task mailbox only when a word is given
    if (draft.unit.mail.empty() && draft.present) draft.unit.mail = draft.present->mail;
    if (draft.unit.mail.empty() && section) return;
    if (draft.unit.mail.empty()) draft.unit.mail = mail_word_from_unit_name(draft.unit.name);
    const bool had_one = draft.present && !(section && draft.present->mail.empty());
    if (had_one && draft.present->mail != draft.unit.mail) {
      fail(draft, "Không đổi được tên thư của đơn vị bằng cách nhập tệp.",
           "The mail word of an existing unit cannot be changed by import.");
    } else if (!is_usable_local_part(draft.unit.mail) || draft.unit.mail.size() > 50) {
      fail(draft, "Tên thư \"" + draft.unit.mail + "\" không dùng được: chỉ chữ a-z, số, dấu chấm, gạch nối.",
           "The mail word \"" + draft.unit.mail + "\" is not usable: a-z, digits, dots, hyphens only.");
    }
  }

  // An office is its own, a section belongs to the nearest office above.
  void settle_offices() {
    for (auto& [id, unit] : units_) {
      const Unit* at = &unit;
      // A circle has been refused already, but is still here.
      for (std::size_t steps = 0; at->kind != UnitKind::office && at->parent && steps <= units_.size(); ++steps) {
        const auto above = units_.find(at->parent.value);
        if (above == units_.end()) break;
        at = &above->second;
      }
      unit.office = at->id;
    }
    for (Draft& draft : drafts_) {
      if (!draft.failed) draft.unit.office = units_.at(draft.unit.id.value).office;
    }
  }

  void check_office_addresses(Draft& draft) {
    const bool section = draft.unit.kind == UnitKind::section;
    const bool has_mailboxes = draft.present && !(section && draft.present->mail.empty());
    if (draft.failed || has_mailboxes || (section && draft.unit.mail.empty()) || view_.domains().empty()) return;
    for (const std::string_view word : kOfficeWords) {
      if (section && word != kTaskWord) continue;
      const std::string address = office_local_part(word, draft.unit) + "@" + view_.domains().front();
      if (view_.is_taken(address) || !addresses_.insert(address).second) {
        return fail(draft, "Địa chỉ " + address + " đã có; hãy ghi tên thư khác ở cột mail.",
                    "The address " + address + " is taken; write another word into the column mail.");
      }
    }
  }

  static std::vector<std::string> changed_fields(const Unit& a, const Unit& b) {
    std::vector<std::string> out;
    if (a.code != b.code) out.push_back("code");
    if (a.name != b.name) out.push_back("name");
    if (a.symbol != b.symbol) out.push_back("symbol");
    if (a.parent != b.parent) out.push_back("parent");
    if (a.mail != b.mail) out.push_back("mail");
    return out;
  }

  PlanRow row_of(const Draft& draft) const {
    PlanRow out;
    out.line = draft.row->line;
    out.what = draft.unit.code + " " + draft.unit.name;
    if (draft.failed) {
      out.action = PlanAction::error;
      out.reason = draft.why;
    } else if (!draft.present) {
      out.action = PlanAction::create;
      const bool office = draft.unit.kind == UnitKind::office;
      out.reason = office ? base::Sentence("cơ quan mới", "new office") : base::Sentence("bộ phận mới", "new section");
      if (!draft.note.empty()) out.reason.vi += " (" + draft.note.vi + ")", out.reason.en += " (" + draft.note.en + ")";
    } else if (const auto fields = changed_fields(*draft.present, draft.unit); !fields.empty()) {
      out.action = PlanAction::change;
      std::string list;
      for (const std::string& field : fields) list += (list.empty() ? "" : ", ") + field;
      out.reason = {"đổi: " + list, "changes: " + list};
    } else {
      out.reason = {"không đổi", "nothing to change"};
    }
    return out;
  }

  int depth_of(const Unit& unit) const {
    int depth = 0;
    for (base::UnitId at = unit.parent; at && depth < 1000; ++depth) {
      const auto above = units_.find(at.value);
      at = above == units_.end() ? base::UnitId() : above->second.parent;
    }
    return depth;
  }

  UnitPlan finish() const {
    UnitPlan out;
    out.view_version = view_.version();
    for (const Draft& draft : drafts_) out.rows.push_back(row_of(draft));
    if (out.counts().error > 0) return out;
    // Also units that are not in the file: a new parent above them may bring a new office.
    std::multimap<std::pair<int, std::int64_t>, UnitStep> ordered;
    for (const auto& [id, unit] : units_) {
      const Unit* present = view_.find_unit(unit.id);
      if (present && changed_fields(*present, unit).empty() && present->office == unit.office) continue;
      ordered.emplace(std::make_pair(depth_of(unit), id), UnitStep{present == nullptr, unit});
    }
    for (auto& [key, step] : ordered) out.steps.push_back(std::move(step));
    return out;
  }

  const DirectoryView& view_;
  base::IdMaker& ids_;
  const base::CsvTable& table_;
  const Columns columns_;
  std::vector<Draft> drafts_;
  Draft* root_row_ = nullptr;
  std::unordered_map<std::int64_t, Unit> units_;          // the whole tree as it shall be
  std::unordered_map<std::string, base::UnitId> by_key_;  // lower-case code → unit, present and planned
  std::unordered_map<std::int64_t, Draft*> draft_of_;
  std::unordered_map<std::string, int> line_of_;
  std::unordered_set<std::string> addresses_;
};

}  // namespace

base::Result<UnitPlan> plan_units(const DirectoryView& view, base::IdMaker& ids, std::string_view file) {
  auto table = base::parse_csv(
      file, [](const std::vector<std::string>& row) { return Columns::is_heading(row, unit_columns()); });
  if (!table) return std::move(table).error();
  auto columns = Columns::match(table->heading, unit_columns(), table->heading_line);
  if (!columns) return std::move(columns).error();
  return UnitPlanner(view, ids, *table, std::move(*columns)).plan();
}

}  // namespace directory
