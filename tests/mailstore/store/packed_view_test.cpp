// Packed entries, and the packed copy of a view: what goes in comes out, and nothing else is taken for one.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "base/crypto/hash.h"
#include "mailstore/store/view_copy.h"
#include "tests/mailstore/store/random_entries.h"

using mailstore::Entry;
using mailstore::EntryChunk;
using mailstore::MailboxView;
using tests::random_entries;
using tests::same;

namespace {

std::vector<Entry> entries_of(const MailboxView& view) {
  std::vector<Entry> out;
  for (const auto& chunk : view.chunks()) {
    for (const Entry& entry : *chunk) out.push_back(entry);
  }
  return out;
}

void check_same(const std::vector<Entry>& a, const std::vector<Entry>& b) {
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(same(a[i], b[i]));
}

mailstore::MailboxInfo info_of(const std::vector<Entry>& entries) {
  mailstore::MailboxInfo info;
  info.id = base::MailboxId(77);
  info.uid_validity = 123456;
  info.uid_next = base::Uid(entries.empty() ? 1 : entries.back().uid.value + 1);
  for (const Entry& entry : entries) info.highest_modseq = std::max(info.highest_modseq, entry.modseq);
  return info;
}

// The digest made anew, so that the reader itself is asked.
std::string with_digest(std::string copy) { return copy.replace(8, 32, base::to_bytes(base::sha256(copy.substr(40)))); }

}  // namespace

TEST_CASE("store/view: packed entries come out as they went in") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    const bool wild = round % 2 == 1;
    const auto entries = random_entries(random, 1 + random() % EntryChunk::kMaxEntries, wild, round % 5 == 0 ? 300 : 3);
    const auto chunk = EntryChunk::make(entries);
    REQUIRE(chunk->size() == entries.size());
    std::size_t unseen = 0, deleted = 0;
    base::ModSeq highest;
    std::set<std::uint32_t> sets;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      CHECK(same((*chunk)[i], entries[i]));
      CHECK(chunk->uid(i) == entries[i].uid);
      CHECK(chunk->modseq(i) == entries[i].modseq);
      CHECK(chunk->flags(i) == entries[i].system_flags);
      CHECK(chunk->lower_bound(entries[i].uid) == i);
      unseen += (entries[i].system_flags & mailstore::flag::kSeen) == 0 ? 1 : 0;
      deleted += (entries[i].system_flags & mailstore::flag::kDeleted) != 0 ? 1 : 0;
      highest = std::max(highest, entries[i].modseq);
      sets.insert(entries[i].keyword_set);
    }
    CHECK(chunk->unseen() == unseen);
    CHECK(chunk->deleted() == deleted);
    CHECK(chunk->highest_modseq() == highest);
    CHECK(std::set<std::uint32_t>(chunk->keyword_sets().begin(), chunk->keyword_sets().end()) == sets);
    CHECK(chunk->lower_bound(base::Uid(0)) == 0);
    CHECK(chunk->lower_bound(base::Uid(UINT32_MAX)) == entries.size());
  }
}

TEST_CASE("store/view: an entry of an ordinary mailbox takes half of what it would take unpacked") {
  std::mt19937_64 random(8);
  const auto entries = random_entries(random, 20'000, false, 3);
  const auto view = MailboxView::make(info_of(entries), entries);
  CHECK(view->bytes() < entries.size() * 36);
  CHECK(sizeof(Entry) >= 64);
}

TEST_CASE("store/view: what a view says of itself is what its entries say") {
  std::mt19937_64 random(9);
  auto entries = random_entries(random, 3000, false, 4);
  for (std::size_t i = 0; i < 1000; ++i) entries[i].system_flags |= mailstore::flag::kSeen;
  entries[700].system_flags = 0;
  const auto view = MailboxView::make(info_of(entries), entries);
  CHECK(view->first_unseen() == 700);
  const auto unseen = std::count_if(entries.begin(), entries.end(),
                                    [](const Entry& e) { return (e.system_flags & mailstore::flag::kSeen) == 0; });
  CHECK(view->unseen() == static_cast<std::size_t>(unseen));
  CHECK(view->keyword_sets() == std::vector<std::uint32_t>{1, 2, 3});
  for (Entry& entry : entries) entry.system_flags = mailstore::flag::kSeen;
  CHECK(MailboxView::make({}, entries)->first_unseen() == MailboxView::npos);
}

TEST_CASE("store/view copy: a view comes back, with its keywords, in another process") {
  std::mt19937_64 random(10);
  for (const std::size_t size : {0u, 1u, 255u, 257u, 5000u}) {
    mailstore::KeywordTable before, after;
    const std::uint32_t a = before.intern("$Forwarded Gap"), b = before.intern("Viec");
    (void)after.intern("another");  // numbers are those of a process
    auto entries = random_entries(random, size, size % 2 == 1, 3);
    for (Entry& entry : entries) entry.keyword_set = entry.keyword_set == 1 ? a : entry.keyword_set == 2 ? b : 0;
    const auto view = MailboxView::make(info_of(entries), entries);
    const auto copy = mailstore::decode_view_copy(mailstore::encode_view_copy(*view, 4711, before), after);
    REQUIRE(copy.has_value());
    CHECK(copy->token == 4711);
    CHECK(copy->mailbox == view->info().id);
    CHECK(copy->uid_validity == view->info().uid_validity);
    CHECK(copy->uid_next == view->info().uid_next);
    CHECK(copy->highest_modseq == view->info().highest_modseq);
    auto back = entries_of(*MailboxView::make(view->info(), copy->chunks));
    REQUIRE(back.size() == entries.size());
    for (std::size_t i = 0; i < back.size(); ++i) {
      CHECK(*after.get(back[i].keyword_set) == *before.get(entries[i].keyword_set));
      back[i].keyword_set = entries[i].keyword_set;
    }
    check_same(back, entries);
  }
}

TEST_CASE("store/view copy: no damage goes unnoticed") {
  std::mt19937_64 random(11);
  mailstore::KeywordTable keywords;
  const auto entries = random_entries(random, 300, false, 1);
  const std::string good = mailstore::encode_view_copy(*MailboxView::make(info_of(entries), entries), 1, keywords);
  REQUIRE(mailstore::decode_view_copy(good, keywords).has_value());
  for (std::size_t at = 0; at < good.size(); at += 1 + at / 20) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (at % 8)));
    CHECK_FALSE(mailstore::decode_view_copy(bad, keywords).has_value());
    CHECK_FALSE(mailstore::decode_view_copy(good.substr(0, at), keywords).has_value());
  }
  CHECK_FALSE(mailstore::decode_view_copy(good + "x", keywords).has_value());
  CHECK_FALSE(mailstore::decode_view_copy("", keywords).has_value());
}

TEST_CASE("store/view copy: also with the right checksum only a sound view is taken") {
  std::mt19937_64 random(12);
  mailstore::KeywordTable keywords;
  const auto entries = random_entries(random, 300, false, 1);
  const std::string good = mailstore::encode_view_copy(*MailboxView::make(info_of(entries), entries), 1, keywords);
  std::size_t refused = 0, taken = 0;
  for (std::size_t at = 40; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ (1 << (random() % 8)));
    const auto copy = mailstore::decode_view_copy(with_digest(bad), keywords);
    if (!copy) {
      ++refused;
      continue;
    }
    ++taken;  // an id, a date: no reader can know
    base::Uid last;
    bool sound = true;
    for (const auto& chunk : copy->chunks) {
      for (const Entry& entry : *chunk) {
        sound = sound && entry.uid > last && entry.uid < copy->uid_next && entry.modseq <= copy->highest_modseq &&
                entry.keyword_set == 0;
        last = entry.uid;
      }
    }
    CHECK(sound);
  }
  CHECK(refused > 100);
  CHECK(taken > 1000);
  // Another version is not read.
  std::string newer = good;
  newer[40] = 2;
  CHECK_FALSE(mailstore::decode_view_copy(with_digest(newer), keywords).has_value());
}
