// What a new password must be (domain.md 10.2). Pure: time is a parameter, the history is asked through a predicate.
// Thread-safe. The password comes in its OpaqueString form (base/text/opaque_string.h); lengths count characters.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/sentence.h"

namespace policies::password {

struct FailedRule {
  std::string rule;  // see rule_texts.cpp and README.md: "length", "classes", "contains-name", …
  base::Sentence text;
};

struct RuleSettings {
  int minimum_length = 8;         // 6 … 128
  int minimum_length_admin = 12;  // 6 … 128
  int classes = 4;                // of lower, upper, digit, other. 1 … 4
  int history = 3;                // only for the sentence; the predicate looks back
  std::vector<std::string> forbidden_words;
  double minimum_strength_bits = 30;  // by zxcvbn. 0 = not asked
};

// What is known of the person; everything may be empty.
struct Person {
  std::string address;  // "binhnv@bimson.example"
  std::vector<std::string> aliases;
  std::string full_name;  // "Nguyễn Văn Bình"
  std::string phone;      // any writing
  std::string staff_code;
  std::string unit_code, unit_symbol, unit_mail, unit_name, office_name;
  std::string birth_date;  // "1985-02-17"; empty when not known
  bool administrator = false;
};

inline constexpr std::size_t kMaxLength = 256;  // characters

// Every rule that failed, in the order of the table; empty = good. `used_before` is called last and only when nothing
// else failed (it is slow); it may be empty.
std::vector<FailedRule> check_new_password(std::string_view password, const Person& person,
                                           const RuleSettings& settings,
                                           const std::function<bool(std::string_view)>& used_before);

// The rules in words, for the page where a password is chosen: one sentence per rule.
std::vector<FailedRule> describe_rules(const RuleSettings& settings, bool administrator);

// The sentence of one rule by its id, for rules which only a caller can test ("one-time-expired", "repeat").
FailedRule rule_text(std::string_view rule, const RuleSettings& settings, bool administrator);

}  // namespace policies::password
