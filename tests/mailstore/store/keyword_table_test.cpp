// Sets of keywords are kept while a view names them, and no longer.
#include "mailstore/store/keyword_table.h"

#include <random>

#include "mailstore/store/owner/store_inside.h"
#include "tests/mailstore/mail_office.h"

using base::Uid;
using mailstore::KeywordTable;
using tests::MailOffice;

namespace {

std::vector<std::string> words(std::size_t count) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back("k" + std::to_string(1000 + i) + std::string(90, 'x'));
  return out;
}

std::string some_of(const std::vector<std::string>& all, std::size_t count, std::mt19937& random) {
  std::vector<std::string> out = all;
  std::shuffle(out.begin(), out.end(), random);
  out.resize(count);
  return mailstore::join_keywords(out);
}

}  // namespace

TEST_CASE("store/keyword_table: what is in use stays, what is being made stays, the rest goes") {
  KeywordTable table;
  const std::uint32_t few = table.intern("a b"), many = table.intern(mailstore::join_keywords(words(50)));
  const std::uint32_t unused = table.intern("c");
  CHECK(*table.get(few) == std::vector<std::string>{"a", "b"});
  CHECK(*table.get(many) == words(50));
  CHECK(table.intern(mailstore::join_keywords(words(50))) == many);
  CHECK(table.get(0)->empty());
  std::optional<KeywordTable::Making> making;
  making.emplace(table);
  const std::uint32_t made = table.intern("d"), found_again = table.intern("a b");
  const std::uint64_t begun = table.begin_sweep();
  making.reset();
  const std::uint32_t later = table.intern("e");
  table.sweep(begun, {many});
  CHECK(*table.get(few) == std::vector<std::string>{"a", "b"});
  CHECK(found_again == few);
  CHECK(table.get(many)->size() == 50);
  CHECK(table.get(unused)->empty());
  CHECK(table.get(made)->size() == 1);
  CHECK(table.get(later)->size() == 1);
  // A number is not given again.
  CHECK(table.intern("c") > later);
  table.sweep(table.begin_sweep(), {});
  CHECK(table.bytes() == 0);
}

TEST_CASE("store/keyword_table: another combination with every STORE does not grow for ever") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    office.append(inbox.id, "Subject: x\r\n\r\nx\r\n");
    office.append(inbox.id, "Subject: y\r\n\r\ny\r\n", 0, {"stays"});
    const auto all = words(150);
    std::mt19937 random(1);
    KeywordTable& table = mailstore::StoreInside::of(*office.store).keywords;
    const auto first = office.view(inbox.id);
    std::vector<std::string> last;
    std::size_t most = 0;
    for (int i = 0; i < 12'000; ++i) {
      // As STORE does it, without a commit each.
      const KeywordTable::Making making(table);
      last = mailstore::split_keywords(some_of(all, 90, random));
      (void)table.intern(mailstore::join_keywords(last));
      if (i % 100 == 0) (void)office.view(inbox.id);
      most = std::max(most, table.bytes());
    }
    CHECK(most < (5u << 20));
    for (int i = 0; i < 3; ++i) {
      last = mailstore::split_keywords(some_of(all, 90, random));
      office.run(office.store->selected().store_flags(
          {inbox.id, {Uid(1)}, mailstore::FlagChange::replace, {0, last}, std::nullopt}));
    }
    const auto view = office.view(inbox.id);
    table.sweep(table.begin_sweep(), mailstore::StoreInside::of(*office.store).views.keyword_sets());
    CHECK(*office.store->selected().keywords(view->at(0).keyword_set) == last);
    CHECK(*office.store->selected().keywords(view->at(1).keyword_set) == std::vector<std::string>{"stays"});
    CHECK(*office.store->selected().keywords(first->at(1).keyword_set) == std::vector<std::string>{"stays"});
  });
}
