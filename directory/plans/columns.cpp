#include "directory/plans/columns.h"

#include <algorithm>

#include "base/text/fold.h"

namespace directory {

std::string word_key(std::string_view text) {
  std::string out = base::fold(text);
  std::erase_if(out, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
  return out;
}

namespace {

// One letter more, less, other or two changed round: a slip of the finger.
bool nearly(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (a == b || a.size() < 5 || b.size() - a.size() > 1) return false;
  std::size_t front = 0;
  while (front < a.size() && a[front] == b[front]) ++front;
  const std::string_view x = a.substr(front), y = b.substr(front);
  if (x.size() < y.size()) return y.substr(1) == x;
  if (x.substr(1) == y.substr(1)) return true;
  return x.size() >= 2 && x[0] == y[1] && x[1] == y[0] && x.substr(2) == y.substr(2);
}

// A column that is not known is left alone (lists have many); one that is nearly known would be missed in silence.
base::Result<void> refuse_slips(const std::vector<std::string>& heading, const std::vector<Columns::Column>& known,
                                const Columns& found) {
  for (const std::string& cell : heading) {
    const std::string key = word_key(cell);
    const auto is_key = [&](const Columns::Column& column) {
      return std::find(column.keys.begin(), column.keys.end(), key) != column.keys.end();
    };
    if (std::any_of(known.begin(), known.end(), is_key)) continue;
    for (const Columns::Column& column : known) {
      const bool meant =
          std::any_of(column.keys.begin(), column.keys.end(), [&](std::string_view each) { return nearly(key, each); });
      if (!meant || found.has(column.name)) continue;
      return base::Error::permanent(base::ErrorCode::bad_input,
                                    {"Không có cột \"" + cell + "\"; có phải là " + std::string(column.name) +
                                         "? Chưa thay đổi gì. Hãy sửa tên cột, hoặc bỏ cột này.",
                                     "There is no column \"" + cell + "\"; is it " + std::string(column.name) +
                                         "? Nothing was changed. Correct the heading, or take the column out."});
    }
  }
  return {};
}

}  // namespace

bool Columns::is_heading(const std::vector<std::string>& row, const std::vector<Column>& known) {
  std::vector<std::string> keys;
  for (const std::string& cell : row) keys.push_back(word_key(cell));
  return std::all_of(known.begin(), known.end(), [&](const Column& column) {
    return !column.required || std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
      return std::find(column.keys.begin(), column.keys.end(), key) != column.keys.end();
    });
  });
}

base::Result<Columns> Columns::match(const std::vector<std::string>& heading, const std::vector<Column>& known,
                                     int line) {
  Columns out;
  for (std::size_t i = 0; i < heading.size(); ++i) {
    const std::string key = word_key(heading[i]);
    for (const Column& column : known) {
      if (std::find(column.keys.begin(), column.keys.end(), key) == column.keys.end()) continue;
      if (out.has(column.name)) {
        return base::Error::permanent(
            base::ErrorCode::bad_input,
            {"Cột " + std::string(column.name) + " (\"" + heading[i] + "\") có hai lần; chưa thay đổi gì.",
             "The column " + std::string(column.name) + " (\"" + heading[i] +
                 "\") is there twice. Nothing was changed."});
      }
      out.places_.emplace_back(column.name, static_cast<int>(i));
    }
  }
  for (const Column& column : known) {
    if (!column.required || out.has(column.name)) continue;
    std::string vi, en;
    for (const Column& each : known) {
      vi += (vi.empty() ? "" : ", ") + std::string(each.vietnamese);
      en += (en.empty() ? "" : ",") + std::string(each.name);
    }
    const std::string number = std::to_string(line), name(column.name), shown(column.vietnamese);
    return base::Error::permanent(
        base::ErrorCode::bad_input,
        {"Thiếu cột " + shown + " (" + name + ") ở dòng " + number +
             ", dòng được đọc là tên cột. Các tên cột đọc được: " + vi + ". Hãy sửa dòng tên cột; chưa thay đổi gì.",
         "The column " + name + " is missing in line " + number +
             ", which was read as the heading; known columns: " + en + ". Correct the heading. Nothing was changed."});
  }
  if (auto right = refuse_slips(heading, known, out); !right) return right.error();
  return out;
}

int Columns::index_of(std::string_view name) const {
  for (const auto& [column, index] : places_) {
    if (column == name) return index;
  }
  return -1;
}

const std::string& Columns::cell(const base::CsvRow& row, std::string_view name) const {
  static const std::string kNothing;
  const int index = index_of(name);
  return index < 0 ? kNothing : row.fields[static_cast<std::size_t>(index)];
}

const std::vector<Columns::Column>& unit_columns() {
  static const std::vector<Columns::Column> columns = {
      {"code", "Mã đơn vị", {"code", "unitcode", "ma", "madonvi", "madv"}, true},
      {"name", "Tên đơn vị", {"name", "unitname", "ten", "tendonvi", "tencoquandonvi"}, true},
      {"symbol", "Ký hiệu", {"symbol", "kyhieu", "viettat", "tenviettat"}, false},
      {"parent",
       "Đơn vị cấp trên",
       {"parent", "parentcode", "donvicha", "madonvicha", "captren", "donvicaptren", "macaptren", "tructhuoc"},
       false},
      {"kind", "Loại đơn vị", {"kind", "loai", "loaidonvi", "loaihinh"}, false},
      {"mail", "Tên thư", {"mail", "thu", "tenthu", "tuthu", "tenthudientu", "diachithu", "hopthu"}, false},
  };
  return columns;
}

const std::vector<Columns::Column>& staff_columns() {
  static const std::vector<Columns::Column> columns = {
      {"full_name",
       "Họ và tên",
       {"fullname", "name", "hovaten", "hoten", "tencanbo", "hotencanbo", "hovatencanbo"},
       true},
      {"title", "Chức vụ", {"title", "position", "chucvu", "chucdanh", "chucvuchucdanh"}, false},
      {"unit", "Đơn vị", {"unit", "unitcode", "donvi", "madonvi", "phongban", "phong", "donvicongtac"}, true},
      {"phone",
       "Điện thoại",
       {"phone", "mobile", "telephone", "dienthoai", "sodienthoai", "sdt", "dtdd", "didong"},
       false},
      {"address",
       "Địa chỉ thư",
       {"address", "email", "mail", "emailaddress", "diachithu", "diachithudientu", "thudientu", "hopthu",
        "diachiemail", "taikhoan"},
       false},
      {"role", "Vai trò", {"role", "vaitro", "quyen", "nhomquyen"}, false},
      {"staff_code",
       "Mã cán bộ",
       {"staffcode", "employeecode", "employeeid", "staffid", "macanbo", "macb", "manhanvien", "manv", "masocanbo",
        "sohieu", "sohieucanbo"},
       false},
  };
  return columns;
}

std::optional<Role> role_from_word(std::string_view word) {
  const std::string key = word_key(word);
  const auto is = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), key) != words.end();
  };
  if (is({"", "staff", "specialist", "officer", "chuyenvien", "canbo", "congchuc", "vienchuc", "nhanvien",
          "canbocongchuc"})) {
    return Role::staff;
  }
  if (is({"leader", "lanhdao", "thutruong"})) return Role::leader;
  if (is({"clerk", "vanthu", "nhanvienvanthu", "canbovanthu"})) return Role::clerk;
  if (is({"admin", "administrator", "quantri", "quantrivien", "quantrihethong"})) return Role::admin;
  return std::nullopt;
}

std::optional<UnitKind> unit_kind_from_word(std::string_view word) {
  const std::string key = word_key(word);
  if (key == "office" || key == "coquan") return UnitKind::office;
  if (key == "section" || key == "phong" || key == "ban" || key == "phongban" || key == "bophan" || key == "donvi")
    return UnitKind::section;
  return std::nullopt;
}

std::string phone_key(std::string_view phone) {
  std::string out;
  for (const char c : phone) {
    if (c >= '0' && c <= '9') out += c;
  }
  if (out.size() > 10 && out.starts_with("84")) out = "0" + out.substr(2);
  return out;
}

}  // namespace directory
