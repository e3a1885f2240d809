#include "policies/password/rules.h"

#include <algorithm>
#include <set>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/password/dictionary.h"
#include "policies/password/folding.h"
#include "policies/password/sequences.h"
#include "policies/password/strength.h"

namespace policies::password {

namespace {

constexpr std::size_t kShortestPart = 3;  // shorter parts of names occur by chance
constexpr std::size_t kPhoneRun = 5;      // so many digits in a row of one's phone number
constexpr std::size_t kFreeLetters = 4;   // so many letters beside common words make a word list useless

int count_classes(std::string_view password) {
  bool lower = false, upper = false, digit = false, other = false;
  for (std::size_t at = 0; at < password.size();) {
    const std::size_t start = at;
    const char32_t c = base::next_code_point(password, at);
    const std::string_view character = password.substr(start, at - start);
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (const std::string folded = base::fold(character); c < 0x80 && (folded[0] < 'a' || folded[0] > 'z')) {
      other = true;
    } else if (base::lower_form(character) != base::clean_letters(character)) {
      upper = true;
    } else {
      lower = true;  // letters without case (other scripts) count here
    }
  }
  return lower + upper + digit + other;
}

bool holds_account_name(const Folded& password, const Person& person) {
  std::vector<std::string> addresses = person.aliases;
  addresses.push_back(person.address);
  for (const std::string& address : addresses) {
    const std::string_view local = std::string_view(address).substr(0, address.find('@'));
    const std::string name = base::fold(local);
    if (name.size() >= kShortestPart && holds(password, name)) return true;
    if (const std::string joined = fold_word(local); joined.size() >= kShortestPart && holds(password, joined))
      return true;
  }
  const std::string code = fold_word(person.staff_code);
  return code.size() >= 4 && holds(password, code);
}

bool holds_person_name(const Folded& password, const Person& person) {
  const std::vector<std::string> parts = fold_words(person.full_name);
  // Three letters only where they stand alone: "Văn" shall not refuse "Vàng" and "Vạn".
  const std::vector<std::string> plain = letter_runs(password.plain), leet = letter_runs(password.leet_i);
  const auto stands_alone = [&](const std::string& part) {
    return std::find(plain.begin(), plain.end(), part) != plain.end() ||
           std::find(leet.begin(), leet.end(), part) != leet.end();
  };
  for (const std::string& part : parts) {
    if (part.size() == kShortestPart ? stands_alone(part) : part.size() > kShortestPart && holds(password, part))
      return true;
  }
  // Short syllables count when joined with the next one, either way round: "An Lê" in "lean" and "anle".
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    for (const std::string& joined : {parts[i] + parts[i + 1], parts[i + 1] + parts[i]}) {
      if (joined.size() >= kShortestPart && holds(password, joined)) return true;
    }
  }
  return false;
}

bool holds_unit(const Folded& password, const Person& person) {
  std::set<std::string> runs;
  for (const std::string& run : letter_runs(password.plain)) runs.insert(run);
  for (const std::string& text : {person.unit_code, person.unit_symbol, person.unit_mail}) {
    std::vector<std::string> words = fold_words(text);
    words.push_back(fold_word(text));
    for (const std::string& word : words) {
      if (word.size() == 2 ? runs.contains(word) : word.size() > 2 && holds(password, word)) return true;
    }
  }
  for (const std::string& name : {person.unit_name, person.office_name}) {
    const std::vector<std::string> words = fold_words(name);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      const std::string joined = words[i] + words[i + 1];
      if (joined.size() >= 5 && holds(password, joined)) return true;
    }
  }
  return false;
}

bool holds_birth_date(const Folded& password, std::string_view birth_date) {
  if (birth_date.size() != 10) return false;
  const std::string y(birth_date.substr(0, 4)), m(birth_date.substr(5, 2)), d(birth_date.substr(8, 2));
  const auto bare = [](const std::string& two) { return two[0] == '0' ? two.substr(1) : two; };
  const std::string yy = y.substr(2);
  for (const std::string& form : {y, d + m + yy, yy + m + d, m + d + yy, bare(d) + bare(m) + y, d + m + y}) {
    if (password.digits.find(form) != std::string::npos) return true;
  }
  return false;
}

bool holds_phone(const Folded& password, std::string_view phone) {
  std::string digits = digits_of(phone);
  if (digits.starts_with("84") && digits.size() > 10) digits = "0" + digits.substr(2);
  for (std::size_t at = 0; at + kPhoneRun <= digits.size(); ++at) {
    if (password.digits.find(std::string_view(digits).substr(at, kPhoneRun)) != std::string::npos) return true;
  }
  return false;
}

// True when what is left beside common words is too little.
bool is_dictionary(const std::string& form) {
  const std::vector<std::string> runs = letter_runs(form);
  std::string all;
  std::size_t covered = 0;
  for (const std::string& run : runs) {
    all += run;
    if (is_common_word(run)) covered += run.size();
  }
  if (is_common_word(all)) return true;
  // Two common words written together, as in "xinchaovietnam".
  for (std::size_t cut = 3; covered == 0 && cut + 3 <= all.size(); ++cut) {
    const std::string_view view = all;
    if (is_common_word(view.substr(0, cut)) && is_common_word(view.substr(cut))) return true;
  }
  return covered > 0 && all.size() - covered < kFreeLetters;
}

bool is_forbidden(std::string_view password, const Folded& folded, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    const std::string plain = base::fold(word);
    if (plain.empty()) continue;
    if (plain.size() >= 4 ? folded.plain.find(plain) != std::string::npos : folded.plain == plain) return true;
    if (password == word) return true;
  }
  return false;
}

std::vector<std::string> words_about(const Person& person) {
  std::vector<std::string> out = fold_words(person.full_name);
  for (const std::string& text : {person.unit_name, person.office_name, person.unit_code, person.unit_symbol}) {
    for (std::string& word : fold_words(text)) out.push_back(std::move(word));
  }
  out.push_back(person.address.substr(0, person.address.find('@')));
  return out;
}

}  // namespace

std::vector<FailedRule> check_new_password(std::string_view password, const Person& person,
                                           const RuleSettings& settings,
                                           const std::function<bool(std::string_view)>& used_before) {
  std::vector<FailedRule> failed;
  const auto fail = [&](std::string_view rule) { failed.push_back(rule_text(rule, settings, person.administrator)); };
  const std::size_t length = base::code_point_count(password);
  const int minimum =
      person.administrator ? std::max(settings.minimum_length_admin, settings.minimum_length) : settings.minimum_length;
  if (length < static_cast<std::size_t>(minimum)) fail("length");
  if (length > kMaxLength) {
    fail("too-long");
    return failed;  // the checks below are not made for texts without end
  }
  if (count_classes(password) < settings.classes) fail("classes");
  const Folded folded = fold_password(password);
  if (holds_account_name(folded, person)) fail("contains-account");
  if (holds_person_name(folded, person)) fail("contains-name");
  if (holds_unit(folded, person)) fail("contains-unit");
  if (holds_birth_date(folded, person.birth_date)) fail("contains-birth-date");
  if (holds_phone(folded, person.phone)) fail("contains-phone");
  if (has_sequence(folded.plain)) fail("sequence");
  if (is_dictionary(folded.plain) || is_dictionary(folded.leet_i) || is_dictionary(folded.leet_l)) fail("dictionary");
  if (is_forbidden(password, folded, settings.forbidden_words)) fail("forbidden-word");
  if (failed.empty() && settings.minimum_strength_bits > 0 &&
      strength_bits(password, words_about(person)) < settings.minimum_strength_bits) {
    fail("strength");
  }
  if (failed.empty() && used_before && used_before(password)) fail("history");
  return failed;
}

}  // namespace policies::password
