#include "directory/columns.h"

#include <algorithm>

#include "base/text/fold.h"

namespace directory {

std::string word_key(std::string_view text) {
  std::string out = base::fold(text);
  std::erase_if(out, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
  return out;
}

base::Result<Columns> Columns::match(const std::vector<std::string>& heading, const std::vector<Column>& known) {
  Columns out;
  for (std::size_t i = 0; i < heading.size(); ++i) {
    const std::string key = word_key(heading[i]);
    for (const Column& column : known) {
      if (std::find(column.keys.begin(), column.keys.end(), key) == column.keys.end()) continue;
      if (out.has(column.name)) {
        return base::Error::permanent(base::ErrorCode::bad_input, "The column " + std::string(column.name) + " (\"" + heading[i] +
                                                                      "\") is there twice.");
      }
      out.places_.emplace_back(column.name, static_cast<int>(i));
    }
  }
  for (const Column& column : known) {
    if (column.required && !out.has(column.name)) {
      std::string wanted;
      for (const Column& each : known) wanted += (wanted.empty() ? "" : ",") + std::string(each.name);
      return base::Error::permanent(base::ErrorCode::bad_input,
                                    "The column " + std::string(column.name) + " is missing; known columns: " + wanted + ".");
    }
  }
  return out;
}

int Columns::index_of(std::string_view name) const {
  for (const auto& [column, index] : places_) {
    if (column == name) return index;
  }
  return -1;
}

const std::string& Columns::cell(const CsvRow& row, std::string_view name) const {
  static const std::string kNothing;
  const int index = index_of(name);
  return index < 0 ? kNothing : row.fields[static_cast<std::size_t>(index)];
}

const std::vector<Columns::Column>& unit_columns() {
  static const std::vector<Columns::Column> columns = {
      {"code", {"code", "unitcode", "ma", "madonvi", "madv"}, true},
      {"name", {"name", "unitname", "ten", "tendonvi", "tencoquandonvi"}, true},
      {"symbol", {"symbol", "kyhieu", "viettat", "tenviettat"}, false},
      {"parent", {"parent", "parentcode", "donvicha", "madonvicha", "captren", "donvicaptren", "macaptren", "tructhuoc"}, false},
      {"kind", {"kind", "loai", "loaidonvi", "loaihinh"}, false},
      {"mail", {"mail", "thu", "tenthu", "tuthu", "tenthudientu", "diachithu", "hopthu"}, false},
  };
  return columns;
}

const std::vector<Columns::Column>& staff_columns() {
  static const std::vector<Columns::Column> columns = {
      {"full_name", {"fullname", "name", "hovaten", "hoten", "tencanbo", "hotencanbo", "hovatencanbo"}, true},
      {"title", {"title", "position", "chucvu", "chucdanh", "chucvuchucdanh"}, false},
      {"unit", {"unit", "unitcode", "donvi", "madonvi", "phongban", "phong", "donvicongtac"}, true},
      {"phone", {"phone", "mobile", "telephone", "dienthoai", "sodienthoai", "sdt", "dtdd", "didong"}, false},
      {"address", {"address", "email", "mail", "emailaddress", "diachithu", "diachithudientu", "thudientu", "hopthu", "diachiemail",
                   "taikhoan"}, false},
      {"role", {"role", "vaitro", "quyen", "nhomquyen"}, false},
      {"staff_code", {"staffcode", "employeecode", "employeeid", "staffid", "macanbo", "macb", "manhanvien", "manv", "masocanbo",
                      "sohieu", "sohieucanbo"}, false},
  };
  return columns;
}

std::optional<Role> role_from_word(std::string_view word) {
  const std::string key = word_key(word);
  const auto is = [&](std::initializer_list<std::string_view> words) { return std::find(words.begin(), words.end(), key) != words.end(); };
  if (is({"", "staff", "specialist", "officer", "chuyenvien", "canbo", "congchuc", "vienchuc", "nhanvien", "canbocongchuc"})) {
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
  if (key == "section" || key == "phong" || key == "ban" || key == "phongban" || key == "bophan" || key == "donvi") return UnitKind::section;
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
