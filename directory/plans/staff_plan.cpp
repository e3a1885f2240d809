// Staff from a spreadsheet: read, matched with the people there are, checked, turned into steps. Format: README.md.
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "directory/people/address.h"
#include "directory/people/naming.h"
#include "directory/plans/columns.h"
#include "directory/plans/provisioning.h"

namespace directory {

namespace {

constexpr std::size_t kMaxName = 120, kMaxTitle = 200, kMaxPhone = 40, kMaxStaffCode = 40;  // characters

// One row on its way through the checks.
struct Draft {
  const base::CsvRow* row = nullptr;
  Account account;  // as it shall be
  const Account* present = nullptr;
  std::string wanted_address;  // complete; "" = keep or make one
  bool failed = false;
  base::Sentence why, note;
};

std::string one_space(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) out += c;
    if (space && !out.empty() && out.back() != ' ') out += ' ';
  }
  return out;
}

std::string person_key(const std::string& name, base::UnitId unit, const std::string& phone) {
  return base::lower_form(name) + "\n" + std::to_string(unit.value) + "\n" + phone_key(phone);
}

class StaffPlanner {
 public:
  StaffPlanner(const DirectoryView& view, base::IdMaker& ids, const base::CsvTable& table, Columns columns)
      : view_(view), ids_(ids), table_(table), columns_(std::move(columns)) {}

  StaffPlan plan() {
    index_present();
    drafts_.reserve(table_.rows.size());
    for (const base::CsvRow& row : table_.rows) read_row(row);
    for (Draft& draft : drafts_) match(draft);
    for (Draft& draft : drafts_) settle_given_address(draft);
    for (Draft& draft : drafts_) make_missing_address(draft);
    return finish();
  }

 private:
  void fail(Draft& draft, std::string vi, std::string en) {
    if (draft.failed) return;
    draft.failed = true;
    draft.why = {std::move(vi), std::move(en)};
  }

  void index_present() {
    for (const Unit& unit : view_.units()) {
      units_by_code_.emplace(base::lower_form(unit.code), &unit);
      for (const std::string& text : {unit.name, unit.symbol}) {
        if (text.empty()) continue;
        const auto [known, fresh] = units_by_name_.emplace(base::fold(text), &unit);
        if (!fresh && known->second != &unit) known->second = nullptr;  // two of that name: nobody
      }
    }
    for (const Account& account : view_.accounts()) {
      if (account.kind != AccountKind::person) continue;
      if (!account.staff_code.empty()) by_staff_code_.emplace(base::lower_form(account.staff_code), &account);
      by_person_.emplace(person_key(account.full_name, account.unit, account.phone), &account);
      by_name_.emplace(person_key(account.full_name, account.unit, ""), &account);
    }
  }

  const Unit* find_unit(const std::string& text) const {
    if (const auto found = units_by_code_.find(base::lower_form(text)); found != units_by_code_.end())
      return found->second;
    const auto found = units_by_name_.find(base::fold(text));
    return found == units_by_name_.end() ? nullptr : found->second;
  }

  void read_row(const base::CsvRow& row) {
    Draft draft;
    draft.row = &row;
    Account& account = draft.account;
    account.full_name = one_space(columns_.cell(row, "full_name"));
    account.title = one_space(columns_.cell(row, "title"));
    account.phone = columns_.cell(row, "phone");
    account.staff_code = columns_.cell(row, "staff_code");
    const std::string& unit_word = columns_.cell(row, "unit");
    if (row.too_many) fail(draft, "Dòng có nhiều ô hơn dòng tiêu đề.", "The row has more cells than the heading.");
    if (account.full_name.empty()) fail(draft, "Thiếu họ và tên.", "The full name is missing.");
    if (base::code_point_count(account.full_name) > kMaxName || base::code_point_count(account.title) > kMaxTitle ||
        base::code_point_count(account.phone) > kMaxPhone ||
        base::code_point_count(account.staff_code) > kMaxStaffCode) {
      fail(draft, "Họ tên, chức vụ, điện thoại hoặc mã cán bộ quá dài.",
           "Name, title, phone or staff code is too long.");
    }
    if (unit_word.empty()) fail(draft, "Thiếu đơn vị.", "The unit is missing.");
    if (const Unit* unit = find_unit(unit_word)) {
      account.unit = unit->id;
      account.office = unit->office;
    } else {
      fail(draft, "Không có đơn vị \"" + unit_word + "\".", "There is no unit \"" + unit_word + "\".");
    }
    if (const auto role = role_from_word(columns_.cell(row, "role"))) {
      account.role = *role;
    } else {
      fail(draft,
           "Không hiểu vai trò \"" + columns_.cell(row, "role") + "\" (chuyên viên, lãnh đạo, văn thư, quản trị).",
           "Unknown role \"" + columns_.cell(row, "role") + "\" (staff, leader, clerk, admin).");
    }
    read_address(draft);
    drafts_.push_back(std::move(draft));
  }

  void read_address(Draft& draft) {
    const std::string& text = columns_.cell(*draft.row, "address");
    if (text.empty()) return;
    auto split = split_address(text);
    if (split && split->domain.empty() && !view_.domains().empty()) split->domain = view_.domains().front();
    if (!split || !split->detail.empty() || !is_usable_local_part(split->local)) {
      return fail(draft, "Địa chỉ \"" + text + "\" không dùng được: chỉ chữ a-z, số, dấu chấm, gạch nối, gạch dưới.",
                  "The address \"" + text + "\" is not usable: a-z, digits, dot, hyphen, underline only.");
    }
    if (!view_.is_local_domain(split->domain)) {
      return fail(draft, "Tên miền \"" + split->domain + "\" không phải của cơ quan.",
                  "The domain \"" + split->domain + "\" is not ours.");
    }
    draft.wanted_address = split->whole();
  }

  // By staff code, else by address, else by name, unit and phone.
  void match(Draft& draft) {
    if (draft.failed) return;
    const Account* by_code = nullptr;
    if (!draft.account.staff_code.empty()) {
      const auto found = by_staff_code_.find(base::lower_form(draft.account.staff_code));
      if (found != by_staff_code_.end()) by_code = found->second;
      if (!claim(draft, "code:" + base::lower_form(draft.account.staff_code), "Mã cán bộ", "The staff code")) return;
    }
    const Account* by_address = draft.wanted_address.empty() ? nullptr : view_.find_address(draft.wanted_address);
    if (by_address && by_address->kind != AccountKind::person) {
      return fail(draft, "Địa chỉ này là hộp thư chung.", "The address belongs to a role mailbox.");
    }
    if (by_code && by_address && by_code != by_address) {
      return fail(draft, "Mã cán bộ là của " + by_code->address + ", địa chỉ là của người khác.",
                  "The staff code belongs to " + by_code->address + ", the address to someone else.");
    }
    draft.present = by_code ? by_code : by_address;
    if (!draft.present && draft.wanted_address.empty()) match_by_name(draft);
    if (draft.failed) return;
    if (draft.present) {
      if (!claim(draft, "id:" + std::to_string(draft.present->id.value), "Người này", "This person")) return;
      keep_what_is_not_said(draft);
    } else {
      draft.account.id = ids_.make<base::AccountId>();
    }
  }

  void match_by_name(Draft& draft) {
    const Account& account = draft.account;
    const auto found = by_person_.find(person_key(account.full_name, account.unit, account.phone));
    // Someone who has a staff code is known by it alone.
    if (found != by_person_.end() && (account.staff_code.empty() || found->second->staff_code.empty())) {
      draft.present = found->second;
    } else if (const auto namesake = by_name_.find(person_key(account.full_name, account.unit, ""));
               namesake != by_name_.end()) {
      draft.note = {"trùng tên với " + namesake->second->address, "same name as " + namesake->second->address};
    }
    if (account.staff_code.empty()) {
      claim(draft, "name:" + person_key(account.full_name, account.unit, account.phone),
            "Người cùng họ tên, đơn vị, điện thoại", "A person of the same name, unit and phone");
    }
  }

  // One row each. False when another row was first.
  bool claim(Draft& draft, const std::string& key, const std::string& vi, const std::string& en) {
    const auto [first, fresh] = claimed_.emplace(key, draft.row->line);
    if (fresh) return true;
    const std::string line = std::to_string(first->second);
    fail(draft, vi + " đã có ở dòng " + line + ".", en + " is already on line " + line + ".");
    return false;
  }

  // An absent column changes nothing; neither does an empty staff code or address.
  void keep_what_is_not_said(Draft& draft) {
    Account& account = draft.account;
    const Account& present = *draft.present;
    account.id = present.id;
    account.kind = present.kind;
    account.address = present.address;
    account.active = present.active;
    account.quota_bytes = present.quota_bytes;
    if (!columns_.has("title")) account.title = present.title;
    if (!columns_.has("phone")) account.phone = present.phone;
    if (!columns_.has("role")) account.role = present.role;
    if (account.staff_code.empty()) account.staff_code = present.staff_code;
  }

  void settle_given_address(Draft& draft) {
    if (draft.failed || draft.wanted_address.empty()) return;
    if (!claim(draft, "address:" + draft.wanted_address, "Địa chỉ này", "The address")) return;
    const Account* owner = view_.find_address(draft.wanted_address);
    if (owner && owner == draft.present) return;  // also one of the person's aliases: the primary address stays
    if (view_.is_taken(draft.wanted_address)) {
      return fail(draft, "Địa chỉ " + draft.wanted_address + " đã có người dùng.",
                  "The address " + draft.wanted_address + " is taken.");
    }
    draft.account.address = draft.wanted_address;
    planned_.insert(draft.wanted_address);
  }

  void make_missing_address(Draft& draft) {
    if (draft.failed || draft.present || !draft.wanted_address.empty()) return;
    draft.account.address = make_address(draft.account.full_name, view_, planned_);
    if (draft.account.address.empty()) {
      return fail(draft, "Không tạo được địa chỉ từ họ tên; hãy ghi địa chỉ.",
                  "No address can be made from the name; please give one.");
    }
    planned_.insert(draft.account.address);
  }

  static std::string changed_fields(const Account& a, const Account& b) {
    std::string out;
    const auto add = [&](bool differs, std::string_view name) {
      if (differs) out += (out.empty() ? "" : ", ") + std::string(name);
    };
    add(a.full_name != b.full_name, "full_name");
    add(a.title != b.title, "title");
    add(a.unit != b.unit, "unit");
    add(a.phone != b.phone, "phone");
    add(a.address != b.address, "address");
    add(a.role != b.role, "role");
    add(a.staff_code != b.staff_code, "staff_code");
    return out;
  }

  StaffPlan finish() const {
    StaffPlan out;
    out.view_version = view_.version();
    for (const Draft& draft : drafts_) {
      PlanRow row;
      row.line = draft.row->line;
      row.what = draft.account.full_name;
      if (!draft.account.address.empty()) row.what += " <" + draft.account.address + ">";
      if (draft.failed) {
        row.action = PlanAction::error;
        row.reason = draft.why;
      } else if (!draft.present) {
        row.action = PlanAction::create;
        row.reason = {"người mới", "new person"};
        if (!draft.note.empty()) row.reason.vi += ", " + draft.note.vi, row.reason.en += ", " + draft.note.en;
        out.steps.push_back({true, draft.account});
      } else if (const std::string fields = changed_fields(*draft.present, draft.account); !fields.empty()) {
        row.action = PlanAction::change;
        row.reason = {"đổi: " + fields, "changes: " + fields};
        out.steps.push_back({false, draft.account});
      } else {
        row.reason = {"không đổi", "nothing to change"};
      }
      out.rows.push_back(std::move(row));
    }
    if (out.counts().error > 0) out.steps.clear();
    return out;
  }

  const DirectoryView& view_;
  base::IdMaker& ids_;
  const base::CsvTable& table_;
  const Columns columns_;
  std::vector<Draft> drafts_;
  std::unordered_map<std::string, const Unit*> units_by_code_, units_by_name_;
  std::unordered_map<std::string, const Account*> by_staff_code_, by_person_, by_name_;
  std::unordered_map<std::string, int> claimed_;  // what → line
  std::unordered_set<std::string> planned_;       // addresses of this file
};

}  // namespace

base::Result<StaffPlan> plan_staff(const DirectoryView& view, base::IdMaker& ids, std::string_view file) {
  auto table = base::parse_csv(
      file, [](const std::vector<std::string>& row) { return Columns::is_heading(row, staff_columns()); });
  if (!table) return std::move(table).error();
  auto columns = Columns::match(table->heading, staff_columns(), table->heading_line);
  if (!columns) return std::move(columns).error();
  return StaffPlanner(view, ids, *table, std::move(*columns)).plan();
}

}  // namespace directory
