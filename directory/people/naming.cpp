#include "directory/people/naming.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text/fold.h"
#include "directory/people/address.h"

namespace directory {

namespace {

std::vector<std::string> plain_words(std::string_view text) {
  std::vector<std::string> out;
  bool inside = false;
  for (const char c : base::fold(text)) {
    const bool usable = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (usable && !inside) out.emplace_back();
    inside = usable;
    if (usable) out.back() += c;
  }
  return out;
}

// What an office's name begins with, longest first; left out of its mail word.
constexpr std::array<std::string_view, 18> kOfficeKinds = {"uy ban nhan dan",
                                                           "hoi dong nhan dan",
                                                           "thanh pho",
                                                           "thi xa",
                                                           "thi tran",
                                                           "dac khu",
                                                           "van phong",
                                                           "trung tam",
                                                           "ubnd",
                                                           "hdnd",
                                                           "phuong",
                                                           "huyen",
                                                           "quan",
                                                           "tinh",
                                                           "phong",
                                                           "xa",
                                                           "so",
                                                           "ban"};

}  // namespace

std::string local_part_from_name(std::string_view full_name) {
  const std::vector<std::string> words = plain_words(full_name);
  if (words.empty()) return {};
  std::string out = words.back();
  for (std::size_t i = 0; i + 1 < words.size(); ++i) out += words[i].front();
  return out.substr(0, 60);
}

std::string make_address(std::string_view full_name, const DirectoryView& view,
                         const std::unordered_set<std::string>& planned) {
  const std::string local = local_part_from_name(full_name);
  if (local.empty() || view.domains().empty()) return {};
  for (int number = 1;; ++number) {
    std::string address = local + (number == 1 ? "" : std::to_string(number)) + "@" + view.domains().front();
    if (!view.is_taken(address) && !planned.contains(address)) return address;
  }
}

std::string mail_word_from_unit_name(std::string_view unit_name) {
  std::string text;
  for (const std::string& word : plain_words(unit_name)) text += (text.empty() ? "" : " ") + word;
  for (bool cut = true; cut;) {
    cut = false;
    for (const std::string_view kind : kOfficeKinds) {
      if (text.starts_with(kind) && text.size() > kind.size() && text[kind.size()] == ' ') {
        text.erase(0, kind.size() + 1);
        cut = true;
        break;
      }
    }
  }
  std::erase(text, ' ');
  return text.substr(0, 50);
}

}  // namespace directory
