#include "mailstore/maintenance/manifest.h"

#include <nlohmann/json.hpp>

namespace mailstore {
namespace {

constexpr std::int64_t kMaxManifest = 16 << 20;

base::Error corrupt(const std::string& what) {
  return base::Error::permanent(base::ErrorCode::corrupt,
                                {"Bản sao lưu hỏng: manifest.json.", "The backup is damaged: manifest.json."}, what);
}

// Names are put behind the backup's directory: nothing may lead out of it.
bool is_file_name(const std::string& name) {
  return !name.empty() && name.front() != '/' && name.find("..") == std::string::npos &&
         name.find('\0') == std::string::npos;
}

}  // namespace

std::string format_manifest(const Manifest& manifest) {
  nlohmann::json files = nlohmann::json::array();
  for (const BackupFileInfo& file : manifest.files) {
    files.push_back({{"name", file.name}, {"bytes", file.bytes}, {"sha256", file.sha256}, {"items", file.items}});
  }
  const nlohmann::json out = {{"format", kBackupFormat},           {"program", "vanthu"},
                              {"created_us", manifest.created_us}, {"engine", manifest.engine},
                              {"schema", manifest.schema},         {"files", files}};
  return out.dump(1) + "\n";
}

base::Result<Manifest> parse_manifest(std::string_view text) {
  const nlohmann::json in = nlohmann::json::parse(text, nullptr, false);
  if (!in.is_object() || in.value("program", nlohmann::json()) != "vanthu") return corrupt("not our JSON");
  const auto number = [](const nlohmann::json& from, const char* key) -> std::int64_t {
    const auto it = from.find(key);
    return it != from.end() && it->is_number_integer() ? it->get<std::int64_t>() : -1;
  };
  const auto text_of = [](const nlohmann::json& from, const char* key) -> std::string {
    const auto it = from.find(key);
    return it != from.end() && it->is_string() ? it->get<std::string>() : std::string();
  };
  const std::int64_t format = number(in, "format");
  if (format > kBackupFormat) {
    return base::Error::permanent(base::ErrorCode::unsupported,
                                  {"Bản sao lưu của phiên bản mới hơn.", "The backup was made by a newer version."},
                                  "format " + std::to_string(format));
  }
  if (format < 1 || !in.contains("schema") || !in.contains("files") || !in["schema"].is_array() ||
      !in["files"].is_array())
    return corrupt("fields are missing");
  Manifest out;
  out.created_us = number(in, "created_us");
  out.engine = text_of(in, "engine");
  for (const nlohmann::json& step : in["schema"]) {
    if (!step.is_number_integer()) return corrupt("a step is no number");
    out.schema.push_back(step.get<int>());
  }
  for (const nlohmann::json& file : in["files"]) {
    if (!file.is_object()) return corrupt("a file is no object");
    BackupFileInfo info{text_of(file, "name"), number(file, "bytes"), text_of(file, "sha256"), number(file, "items")};
    if (!is_file_name(info.name) || info.bytes < 0 || info.items < 0 || info.sha256.size() != 64)
      return corrupt("a file is described wrongly");
    out.files.push_back(std::move(info));
  }
  return out;
}

base::Result<Manifest> read_manifest(base::FileSystem& fs, const std::string& directory) {
  base::Result<std::string> text = base::read_file(fs, directory + "/manifest.json", kMaxManifest);
  if (!text) {
    if (text.error().code != base::ErrorCode::not_found) return std::move(text).error();
    return base::Error::permanent(base::ErrorCode::not_found,
                                  {"Không có bản sao lưu trong " + directory +
                                       ". Chưa thay đổi gì; hãy chỉ đúng thư mục mà `vanthu backup` đã ghi.",
                                   "There is no backup in " + directory +
                                       ". Nothing was changed. Name the directory that `vanthu backup` wrote."},
                                  "no manifest.json");
  }
  return parse_manifest(*text);
}

}  // namespace mailstore
