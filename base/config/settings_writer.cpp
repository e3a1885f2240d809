#include <map>

#include "base/config/settings.h"

namespace base {

namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    out += c;
  }
  return out + '"';
}

// Turns each call into one with everything as text.
class Printer : public SettingVisitor {
 public:
  void section(std::string_view name, std::string_view sentence) override {
    section_ = name;
    begin(name, sentence);
  }
  void integer(std::string_view key, std::int64_t& field, std::int64_t least, std::int64_t most, std::string_view unit,
               std::string_view sentence) override {
    std::string range = std::to_string(least) + " … " +
                        (most == std::numeric_limits<std::int64_t>::max() ? "any" : std::to_string(most));
    if (!unit.empty()) range += " " + std::string(unit);
    setting(key, std::to_string(field), range, sentence);
  }
  void boolean(std::string_view key, bool& field, std::string_view sentence) override {
    setting(key, field ? "true" : "false", "true or false", sentence);
  }
  void text(std::string_view key, std::string& field, std::string_view sentence) override {
    setting(key, quoted(field), "text", sentence);
  }
  void words(std::string_view key, std::vector<std::string>& field, std::string_view sentence) override {
    std::string list = "[";
    for (const std::string& word : field) list += (list.size() > 1 ? ", " : "") + quoted(word);
    setting(key, list + "]", "list of texts", sentence);
  }

 protected:
  virtual void begin(std::string_view name, std::string_view sentence) = 0;
  virtual void setting(std::string_view key, std::string value, std::string range, std::string_view sentence) = 0;
  std::string section_;
};

class Collector final : public Printer {
 public:
  std::map<std::string, std::string> values;

 private:
  void begin(std::string_view, std::string_view) override {}
  void setting(std::string_view key, std::string value, std::string, std::string_view) override {
    values[section_ + "." + std::string(key)] = std::move(value);
  }
};

class FileWriter final : public Printer {
 public:
  explicit FileWriter(const std::map<std::string, std::string>& defaults) : defaults_(defaults) {}
  std::string out = "# Settings of Vanthu. A line that is commented out shows the default.\n";

 private:
  void begin(std::string_view name, std::string_view sentence) override {
    out += "\n# " + std::string(sentence) + "\n[" + std::string(name) + "]\n";
  }
  void setting(std::string_view key, std::string value, std::string range, std::string_view sentence) override {
    auto standard = defaults_.find(section_ + "." + std::string(key));
    bool same = standard != defaults_.end() && standard->second == value;
    out += "# " + std::string(sentence) + " (" + range + ")\n";
    out += (same ? "# " : "") + std::string(key) + " = " + value + "\n";
  }
  const std::map<std::string, std::string>& defaults_;
};

class ManualWriter final : public Printer {
 public:
  std::string out;

 private:
  void begin(std::string_view name, std::string_view sentence) override {
    out += "\n## [" + std::string(name) + "]\n\n" + std::string(sentence) +
           "\n\n| setting | default | range | meaning |\n|---|---|---|---|\n";
  }
  void setting(std::string_view key, std::string value, std::string range, std::string_view sentence) override {
    out += "| `" + std::string(key) + "` | `" + value + "` | " + range + " | " + std::string(sentence) + " |\n";
  }
};

}  // namespace

std::string write_settings(const DescribeSettings& describe, const DescribeSettings& defaults) {
  Collector standard;
  defaults(standard);
  FileWriter writer(standard.values);
  describe(writer);
  return writer.out;
}

std::string settings_manual(const DescribeSettings& describe) {
  ManualWriter writer;
  describe(writer);
  return writer.out;
}

}  // namespace base
