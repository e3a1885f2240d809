#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/config/settings.h"
#include "base/text/edit_distance.h"
#include "base/text/file_text.h"

namespace base {

namespace {

Error bad(std::string_view file, const toml::source_region& where, const std::string& vi, const std::string& en) {
  std::string text(file);
  if (where.begin.line > 0) text += ":" + std::to_string(where.begin.line);
  return Error::permanent(ErrorCode::bad_input,
                          {text + ": " + vi + " Chưa thay đổi gì; hãy sửa tệp rồi thử lại.",
                           text + ": " + en + " Nothing was changed; correct the file and try again."});
}

// Reads one value per call and remembers which keys exist; the first mistake wins.
class Reader final : public SettingVisitor {
 public:
  Reader(std::string_view file, const toml::table& root) : file_(file), root_(root) {}

  void section(std::string_view name, std::string_view) override {
    section_ = name;
    known_.insert(section_);
  }
  void integer(std::string_view key, std::int64_t& field, std::int64_t least, std::int64_t most, std::string_view unit,
               std::string_view) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
      const std::string from = std::to_string(least), to = std::to_string(most);
      return fail(*node, full(key) + " nhận số nguyên từ " + from + " đến " + to + ".",
                  full(key) + " takes a whole number from " + from + " to " + to +
                      (unit.empty() ? "" : " (" + std::string(unit) + ")") + ".");
    }
    field = *value;
  }
  void boolean(std::string_view key, bool& field, std::string_view) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    auto value = node->value_exact<bool>();
    if (!value) return fail(*node, full(key) + " nhận true hoặc false.", full(key) + " takes true or false.");
    field = *value;
  }
  void text(std::string_view key, std::string& field, std::string_view) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    auto value = node->value_exact<std::string>();
    if (!value)
      return fail(*node, full(key) + " nhận một chuỗi trong ngoặc kép.", full(key) + " takes a text in quotes.");
    field = *value;
  }
  void words(std::string_view key, std::vector<std::string>& field, std::string_view) override {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const std::string vi = full(key) + " nhận một danh sách chuỗi, ví dụ [\"a\", \"b\"].";
    const std::string want = full(key) + " takes a list of texts, for example [\"a\", \"b\"].";
    const toml::array* list = node->as_array();
    if (list == nullptr) return fail(*node, vi, want);
    std::vector<std::string> values;
    for (const toml::node& item : *list) {
      auto value = item.value_exact<std::string>();
      if (!value) return fail(item, vi, want);
      values.push_back(*value);
    }
    field = std::move(values);
  }

  void former(std::string_view key) override { former_.insert(full(key)); }

  Result<void> finish() {
    if (mistake_) return *mistake_;
    for (auto&& [section, node] : root_) {
      std::string name(section.str());
      if (!known_.contains(name)) return unknown(name, node);
      const toml::table* table = node.as_table();
      if (table == nullptr)
        return bad(file_, node.source(), name + " là một mục: hãy ghi [" + name + "].",
                   name + " is a section: write [" + name + "].");
      for (auto&& [key, value] : *table) {
        std::string whole = name + "." + std::string(key.str());
        if (!known_.contains(whole) && !former_.contains(whole)) return unknown(whole, value);
      }
    }
    return {};
  }

 private:
  std::string full(std::string_view key) const { return section_ + "." + std::string(key); }
  const toml::node* find(std::string_view key) {
    known_.insert(full(key));
    const toml::table* table = root_[section_].as_table();
    return table == nullptr ? nullptr : table->get(key);
  }
  void fail(const toml::node& node, const std::string& vi, const std::string& en) {
    if (!mistake_) mistake_ = bad(file_, node.source(), vi, en);
  }
  Error unknown(const std::string& name, const toml::node& node) const {
    auto nearest = std::min_element(known_.begin(), known_.end(), [&](const auto& a, const auto& b) {
      return edit_distance(name, a) < edit_distance(name, b);
    });
    const bool near = nearest != known_.end();
    return bad(file_, node.source(),
               "không có khóa cấu hình " + name + "." + (near ? " Có phải là " + *nearest + "?" : ""),
               "there is no setting " + name + "." + (near ? " Did you mean " + *nearest + "?" : ""));
  }

  std::string file_;
  const toml::table& root_;
  std::string section_;
  std::set<std::string> known_, former_;
  std::optional<Error> mistake_;
};

}  // namespace

Result<void> read_settings(std::string_view file, std::string_view toml_text, const DescribeSettings& describe) {
  toml::table root;
  try {
    root = toml::parse(text_of_file(toml_text));
  } catch (const toml::parse_error& error) {
    return bad(file, error.source(), "tệp không đúng cú pháp TOML.",
               "this is not TOML: " + std::string(error.description()) + ".");
  }
  Reader reader(file, root);
  describe(reader);
  return reader.finish();
}

}  // namespace base
