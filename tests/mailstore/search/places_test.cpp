// "in:" knows the mailboxes of an account by their paths and by what they are for.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "mailstore/search/hit_rows.h"

using mailstore::SpecialUse;
using namespace mailstore::search;

namespace {

bool in(const std::string& typed, const Place& place, bool negated = false) {
  Condition condition;
  condition.node.kind = NodeKind::mailbox;
  condition.node.mailbox = typed;
  condition.negated = negated;
  return holds(condition, HitRow{}, place);
}

const std::vector<Place>& places() {
  static const std::vector<Place> all = {make_place(base::MailboxId(1), "INBOX", SpecialUse::none),
                                         make_place(base::MailboxId(2), "A", SpecialUse::sent),
                                         make_place(base::MailboxId(3), "B", SpecialUse::drafts),
                                         make_place(base::MailboxId(4), "C", SpecialUse::junk),
                                         make_place(base::MailboxId(5), "D", SpecialUse::trash),
                                         make_place(base::MailboxId(6), "E", SpecialUse::archive),
                                         make_place(base::MailboxId(7), "F", SpecialUse::none)};
  return all;
}

// The numbers of the mailboxes that the word means.
std::string meant(const std::string& word) {
  std::string out;
  for (const Place& place : places()) {
    if (in(word, place)) out += std::to_string(place.mailbox.value);
    CHECK(in(word, place) != in(word, place, true));
  }
  return out;
}

}  // namespace

TEST_CASE("search/places: the words of both languages mean the mailbox of that use, whatever its name") {
  const std::pair<const char*, const char*> rows[] = {
      {"INBOX", "1"},   {"hộp thư đến", "1"}, {"đến", "1"},       {"Sent", "2"},    {"đã gửi", "2"},
      {"Drafts", "3"},  {"nháp", "3"},        {"Thư nháp", "3"},  {"Junk", "4"},    {"spam", "4"},
      {"thư rác", "4"}, {"Trash", "5"},       {"thùng rác", "5"}, {"đã xóa", "5"},  {"Archive", "6"},
      {"lưu trữ", "6"}, {"LUU TRU", "6"},     {"f", "7"},         {"không có", ""}, {"", ""},
  };
  for (const auto& [word, wanted] : rows) {
    CAPTURE(word);
    CHECK(meant(word) == wanted);
  }
}

TEST_CASE("search/places: a path means the mailbox and what is below it, in any spelling of its letters") {
  const Place deep = make_place(base::MailboxId(8), "Công việc/2026", SpecialUse::none);
  for (const char* path : {"Công việc", "cong viec", "CÔNG VIỆC/", "Công việc/2026", "cong viec/2026/"}) {
    CAPTURE(path);
    CHECK(in(path, deep));
  }
  for (const char* path : {"Công", "Công việc/202", "2026", "Công việc/2026/a", "inbox"}) {
    CAPTURE(path);
    CHECK_FALSE(in(path, deep));
  }
}
