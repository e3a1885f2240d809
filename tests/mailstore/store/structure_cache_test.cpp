#include "mailstore/store/structure_cache.h"

#include <doctest/doctest.h>

#include "tests/mailstore/mail_office.h"

using mailstore::Entry;
using mailstore::MessageMeta;
using mailstore::StructureCache;
using mailstore::Want;
using mailstore::Wants;

namespace {

constexpr auto kEnvelope = static_cast<Wants>(Want::envelope);
constexpr auto kBody = static_cast<Wants>(Want::body);
constexpr auto kStructure = static_cast<Wants>(Want::body_structure);

Entry entry(std::int64_t content) {
  Entry out{};
  out.content = base::ContentId(content);
  return out;
}

MessageMeta meta(std::int64_t content, std::string envelope, std::string structure) {
  MessageMeta out;
  out.content = base::ContentId(content);
  out.content_size = content * 10;
  out.envelope = std::move(envelope);
  out.body_structure = std::move(structure);
  return out;
}

}  // namespace

TEST_CASE("store/structure cache: answers what was put, and only that") {
  StructureCache cache;
  CHECK(StructureCache::serves(kEnvelope | kStructure));
  CHECK(!StructureCache::serves(0));
  CHECK(!StructureCache::serves(kEnvelope | static_cast<Wants>(Want::prefix)));
  const std::vector<MessageMeta> read{meta(1, "(e1)", ""), MessageMeta(), meta(3, "(e3)", "")};
  cache.put(read, kEnvelope);
  const std::vector<Entry> asked{entry(3), entry(2), entry(1)};
  std::vector<MessageMeta> out(3);
  CHECK(cache.fill(asked, kEnvelope, out) == std::vector<std::size_t>{1});
  CHECK(out[0].envelope == "(e3)");
  CHECK(out[0].content_size == 30);
  CHECK(!out[1].content);
  CHECK(out[2].envelope == "(e1)");
  CHECK(cache.fill(asked, kEnvelope | kStructure, out) == std::vector<std::size_t>{0, 1, 2});
  cache.put(std::vector{meta(3, "", "(s3)")}, kStructure);  // joins what is there
  std::vector<MessageMeta> both(3);
  CHECK(cache.fill(asked, kEnvelope | kStructure, both) == std::vector<std::size_t>{1, 2});
  CHECK(both[0].envelope == "(e3)");
  CHECK(both[0].body_structure == "(s3)");
  std::vector<MessageMeta> one(3);
  CHECK(cache.fill(asked, kStructure, one) == std::vector<std::size_t>{1, 2});
  CHECK(one[0].envelope.empty());
}

TEST_CASE("store/structure cache: what is used stays, what is not goes") {
  StructureCache cache;
  const std::string large(64 * 1024, 'x');
  cache.put(std::vector{meta(1, "(kept)", "")}, kEnvelope);
  cache.put(std::vector{meta(2, "(forgotten)", "")}, kEnvelope);
  const auto rounds = static_cast<std::int64_t>(3 * StructureCache::kGenerationBytes / large.size());
  for (std::int64_t i = 0; i < rounds; ++i) {
    cache.put(std::vector{meta(100 + i, large, "")}, kEnvelope);
    std::vector<MessageMeta> out(1);
    REQUIRE(cache.fill(std::vector{entry(1)}, kEnvelope, out).empty());
    REQUIRE(out[0].envelope == "(kept)");
  }
  std::vector<MessageMeta> out(2);
  CHECK(cache.fill(std::vector{entry(2), entry(100)}, kEnvelope, out).size() == 2);
}

TEST_CASE("store/structure cache: a second reading gives what the first gave, from the rows or from memory") {
  tests::with_office([](tests::MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    for (int i = 0; i < 5; ++i) office.append(inbox.id, tests::sample_mail("Công văn " + std::to_string(i)));
    const auto view = office.view(inbox.id);
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < view->size(); ++i) entries.push_back(view->at(i));
    const Wants all = kEnvelope | kBody | kStructure;
    const auto rows = office.run(
        office.store->selected().meta(inbox.id, entries, all | static_cast<Wants>(Want::prefix)));  // never from memory
    (void)office.run(office.store->selected().meta(inbox.id, {entries[1], entries[3]}, kStructure));
    for (int round = 0; round < 2; ++round) {
      const auto read = office.run(office.store->selected().meta(inbox.id, entries, all));
      REQUIRE(read.size() == rows.size());
      for (std::size_t i = 0; i < rows.size(); ++i) {
        CHECK(read[i].content == rows[i].content);
        CHECK(read[i].content_size == rows[i].content_size);
        CHECK(read[i].envelope == rows[i].envelope);
        CHECK(read[i].body == rows[i].body);
        CHECK(read[i].body_structure == rows[i].body_structure);
        CHECK(!read[i].body_structure.empty());
      }
    }
  });
}
