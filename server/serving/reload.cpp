#include "server/serving/reload.h"

#include <algorithm>
#include <array>
#include <utility>

namespace server {

namespace {

constexpr std::array<std::string_view, 4> kTakenOfServer = {"server.certificate", "server.key", "server.stop_grace",
                                                            "server.log_level"};

// Every setting as text, by its key.
class Values final : public base::SettingVisitor {
 public:
  std::vector<std::pair<std::string, std::string>> all;

  void section(std::string_view name, std::string_view) override { section_ = name; }
  void integer(std::string_view key, std::int64_t& field, std::int64_t, std::int64_t, std::string_view,
               std::string_view) override {
    add(key, std::to_string(field));
  }
  void boolean(std::string_view key, bool& field, std::string_view) override { add(key, field ? "true" : "false"); }
  void text(std::string_view key, std::string& field, std::string_view) override { add(key, field); }
  void words(std::string_view key, std::vector<std::string>& field, std::string_view) override {
    std::string joined;
    for (const std::string& word : field) joined += word + '\n';
    add(key, std::move(joined));
  }

 private:
  void add(std::string_view key, std::string value) {
    all.emplace_back(section_ + "." + std::string(key), std::move(value));
  }
  std::string section_;
};

Values values_of(Settings settings) {
  Values values;
  describe(settings)(values);
  return values;
}

}  // namespace

std::vector<std::string> changed_settings(const Settings& before, const Settings& after) {
  const Values old = values_of(before), now = values_of(after);
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < old.all.size() && i < now.all.size(); ++i) {
    if (old.all[i] != now.all[i]) keys.push_back(now.all[i].first);
  }
  return keys;
}

ChangedKeys sort_changes(const std::vector<std::string>& keys) {
  ChangedKeys out;
  for (const std::string& key : keys) {
    const bool outbound = key.starts_with("outbound.");
    const bool taken = outbound || std::find(kTakenOfServer.begin(), kTakenOfServer.end(), key) != kTakenOfServer.end();
    out.outbound = out.outbound || outbound;
    (taken ? out.taken : out.waiting).push_back(key);
  }
  return out;
}

Settings with_taken(const Settings& running, const Settings& file) {
  Settings out = running;
  out.server.certificate = file.server.certificate;
  out.server.key = file.server.key;
  out.server.stop_grace = file.server.stop_grace;
  out.server.log_level = file.server.log_level;
  out.outbound = file.outbound;
  // They follow from other settings, which wait.
  out.outbound.hostname = running.outbound.hostname;
  out.outbound.report_from = running.outbound.report_from;
  return out;
}

}  // namespace server
