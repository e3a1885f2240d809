#include "mailstore/store/mailbox_names.h"

#include "base/text/case.h"
#include "base/text/utf8.h"

namespace mailstore {
namespace {

base::Error bad_name(base::Sentence why) { return base::Error::permanent(base::ErrorCode::bad_input, std::move(why)); }

bool has_control_character(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = base::next_code_point(text, at);
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029) return true;
  }
  return false;
}

}  // namespace

base::Result<std::string> normal_mailbox_path(std::string_view path) {
  if (path.empty()) return bad_name({"Hộp thư cần có tên.", "A mailbox needs a name."});
  if (!base::is_valid_utf8(path))
    return bad_name({"Tên hộp thư không phải UTF-8 đúng.", "The mailbox name is not valid UTF-8."});
  if (has_control_character(path))
    return bad_name({"Tên hộp thư không được có ký tự điều khiển.", "A mailbox name cannot hold control characters."});
  std::string out = base::to_nfc(path);
  if (base::code_point_count(out) > kMaxMailboxPath)
    return bad_name({"Tên hộp thư quá dài.", "The mailbox name is too long."});
  if (out.front() == '/' || out.back() == '/' || out.find("//") != std::string::npos) {
    return bad_name({"Một cấp trong tên hộp thư bị trống.", "A level of the mailbox name is empty."});
  }
  if (parent_paths(out).size() >= kMaxMailboxLevels)
    return bad_name({"Tên hộp thư có quá nhiều cấp.", "The mailbox name has too many levels."});
  const std::size_t level = out.find('/');
  if (base::equals_ignoring_case(std::string_view(out).substr(0, level), "INBOX")) out.replace(0, 5, "INBOX");
  return out;
}

std::string mailbox_name_key(std::string_view normal_path) { return std::string(normal_path); }

std::vector<std::string> parent_paths(std::string_view path) {
  std::vector<std::string> out;
  for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
    out.emplace_back(path.substr(0, at));
  }
  return out;
}

bool is_child_path(std::string_view path, std::string_view parent) {
  return path.size() > parent.size() && path.starts_with(parent) && path[parent.size()] == '/';
}

}  // namespace mailstore
