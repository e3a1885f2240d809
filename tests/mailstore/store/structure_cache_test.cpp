#include "mailstore/store/structure_cache.h"

#include <doctest/doctest.h>

#include "mailstore/store/contents/listed_content.h"
#include "tests/mailstore/mail_office.h"

using mailstore::Entry;
using mailstore::ListedContent;
using mailstore::MessageMeta;
using mailstore::StructureCache;
using mailstore::Want;
using mailstore::Wants;

namespace {

constexpr auto kList = static_cast<Wants>(Want::list);

Entry entry(std::int64_t content) {
  Entry out{};
  out.content = base::ContentId(content);
  return out;
}

MessageMeta meta(std::int64_t content, std::string_view envelope) {
  MessageMeta out;
  out.content = base::ContentId(content);
  out.list = tests::good(ListedContent::unpack(ListedContent::pack({envelope, "(s)", {}})));
  return out;
}

std::string_view envelope_of(const MessageMeta& meta) {
  REQUIRE(meta.list != nullptr);
  return meta.list->parts().envelope;
}

}  // namespace

TEST_CASE("store/structure cache: answers what was put, and only that") {
  StructureCache cache;
  cache.put(std::vector{meta(1, "(e1)"), MessageMeta(), meta(3, "(e3)")});
  const std::vector<Entry> asked{entry(3), entry(2), entry(1)};
  std::vector<MessageMeta> out(3);
  CHECK(cache.fill(asked, out) == std::vector<std::size_t>{1});
  CHECK(envelope_of(out[0]) == "(e3)");
  CHECK(out[1].list == nullptr);
  CHECK(envelope_of(out[2]) == "(e1)");
  cache.drop(base::ContentId(3));
  cache.drop(base::ContentId(99));
  std::vector<MessageMeta> again(3);
  CHECK(cache.fill(asked, again) == std::vector<std::size_t>{0, 1});
  cache.put(std::vector{meta(3, "(e3 anew)")});
  CHECK(cache.fill(asked, again) == std::vector<std::size_t>{1});
  CHECK(envelope_of(again[0]) == "(e3 anew)");
}

TEST_CASE("store/structure cache: what is used stays, what is not goes, and no more memory is held than said") {
  StructureCache cache;
  const std::string large(64 * 1024, 'x');
  cache.put(std::vector{meta(1, "(kept)")});
  cache.put(std::vector{meta(2, "(forgotten)")});
  const auto rounds = static_cast<std::int64_t>(3 * StructureCache::kBytes / large.size());
  std::vector<Entry> all;
  for (std::int64_t i = 0; i < rounds; ++i) {
    cache.put(std::vector{meta(100 + i, large)});
    all.push_back(entry(100 + i));
    std::vector<MessageMeta> out(1);
    REQUIRE(cache.fill(std::vector{entry(1)}, out).empty());
    REQUIRE(envelope_of(out[0]) == "(kept)");
  }
  std::vector<MessageMeta> out(2);
  CHECK(cache.fill(std::vector{entry(2), entry(100)}, out).size() == 2);
  std::vector<MessageMeta> kept(all.size());
  const std::size_t held = all.size() - cache.fill(all, kept).size();
  CHECK(held * large.size() <= StructureCache::kBytes);
  CHECK(held * large.size() > StructureCache::kBytes * 9 / 10);
}

TEST_CASE("store/structure cache: what is larger than a share of it is not kept") {
  StructureCache cache;
  cache.put(std::vector{meta(1, std::string(StructureCache::kBytes / 8, 'x'))});
  std::vector<MessageMeta> out(1);
  CHECK(cache.fill(std::vector{entry(1)}, out).size() == 1);
}

TEST_CASE("store/structure cache: a second reading gives what the first gave, from the rows or from memory") {
  tests::with_office([](tests::MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    for (int i = 0; i < 5; ++i) office.append(inbox.id, tests::sample_mail("Công văn " + std::to_string(i)));
    const auto view = office.view(inbox.id);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < view->size(); ++i) entries.push_back(view->at(i));
    const auto first = office.run(office.store->selected().meta(inbox.id, {entries[1], entries[3]}, kList));
    const Wants more = kList | static_cast<Wants>(Want::prefix) | static_cast<Wants>(Want::body);
    for (int round = 0; round < 2; ++round) {
      const auto read = office.run(office.store->selected().meta(inbox.id, entries, round == 0 ? kList : more));
      REQUIRE(read.size() == entries.size());
      for (std::size_t i = 0; i < read.size(); ++i) {
        CHECK(read[i].content == entries[i].content);
        CHECK(envelope_of(read[i]).find("@outside.example") != std::string_view::npos);
        CHECK(read[i].list->parts().body_structure.starts_with("("));
        CHECK(read[i].body.starts_with("(") == (round == 1));
      }
      CHECK(envelope_of(read[3]) == envelope_of(first[1]));
    }
  });
}
