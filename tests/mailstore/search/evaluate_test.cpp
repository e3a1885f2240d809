// Questions compared with a plain reading of every document, wherever the documents lie: fresh, in shards, merged.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>

#include "mailstore/search/document_reader.h"
#include "mailstore/search/index_reader.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using namespace mailstore::search;
using tests::mail;
using tests::MailHouse;
using tests::must;

namespace {

struct Plain {
  base::ContentId content;
  std::vector<WordForm> subject, body;
};

bool word_fits(const Node& node, std::size_t i, const WordForm& word) {
  const WordForm& wanted = node.words[i];
  if (node.exact) return word.exact == wanted.exact;
  const bool beginning = node.prefix && i + 1 == node.words.size();
  return beginning ? word.folded.starts_with(wanted.folded) : word.folded == wanted.folded;
}

bool in_words(const Node& node, const std::vector<WordForm>& words) {
  for (std::size_t at = 0; at + node.words.size() <= words.size(); ++at) {
    bool all = true;
    for (std::size_t i = 0; all && i < node.words.size(); ++i) all = word_fits(node, i, words[at + i]);
    if (all) return true;
  }
  return false;
}

bool fits(const Node& node, const Plain& plain) {
  switch (node.kind) {
    case NodeKind::words:
      return (node.field != Field::body && in_words(node, plain.subject)) ||
             (node.field != Field::subject && in_words(node, plain.body));
    case NodeKind::both:
      return std::all_of(node.children.begin(), node.children.end(), [&](const Node& n) { return fits(n, plain); });
    case NodeKind::either:
      return std::any_of(node.children.begin(), node.children.end(), [&](const Node& n) { return fits(n, plain); });
    case NodeKind::negation: return !fits(node.children.front(), plain);
    default: return true;
  }
}

const std::vector<std::string> kWords = {"công", "cong", "cộng", "văn", "vân", "van",  "hoà", "hòa",
                                         "hoa",  "số",   "so",   "ba",  "bà",  "bàng", "a",   "kế_hoạch"};

std::string some_words(std::mt19937& random, unsigned count) {
  std::string out;
  for (unsigned i = 0; i < count; ++i) out += (i == 0 ? "" : " ") + kWords[random() % kWords.size()];
  return out;
}

std::string some_question(std::mt19937& random, int depth) {
  switch (random() % (depth > 2 ? 5 : 8)) {
    case 0: return kWords[random() % kWords.size()];
    case 1: return "\"" + some_words(random, 2 + random() % 2) + "\"";
    case 2: return "subject:\"" + some_words(random, 1 + random() % 2) + "\"";
    case 3: return kWords[random() % kWords.size()].substr(0, 1) == "b" ? "b*" : "body:co*";
    case 4: return "body:" + kWords[random() % kWords.size()] + "." + kWords[random() % kWords.size()];  // in a row
    case 5: return "-(" + some_question(random, depth + 1) + ")";
    case 6: return "(" + some_question(random, depth + 1) + " OR " + some_question(random, depth + 1) + ")";
    default: return "(" + some_question(random, depth + 1) + " " + some_question(random, depth + 1) + ")";
  }
}

}  // namespace

TEST_CASE("search/evaluate: any question finds what a plain reading finds, for who holds it") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  MailHouse house(engine, dir / "blobs");
  std::mt19937 random(11);
  std::vector<std::pair<std::string, std::string>> texts;
  std::vector<std::string> messages;
  for (int i = 0; i < 150; ++i) {
    texts.emplace_back(some_words(random, 1 + random() % 3), some_words(random, 1 + random() % 12));
    messages.push_back(mail(texts.back().first, texts.back().second, "Z <z@z.example>", "e" + std::to_string(i)));
  }
  for (int person = 0; person < 2; ++person) {  // each holds two thirds, one third both
    const MailboxInfo inbox = house.mailbox(person);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (i % 3 != static_cast<std::size_t>(person)) house.append(inbox, messages[i]);
    }
  }
  std::vector<Plain> all;
  std::vector<std::set<base::ContentId>> held(2);
  HolderSets holders(*house.db);
  for (int person = 0; person < 2; ++person) {
    const base::AccountId account = house.person(person);
    for (base::ContentId content : *must(holders.of({&account, 1})))
      held[static_cast<std::size_t>(person)].insert(content);
  }
  CHECK(held[0].size() == 100);
  CHECK(held[1].size() == 100);
  std::vector<base::ContentId> contents(held[0].begin(), held[0].end());
  for (base::ContentId content : held[1]) {
    if (!held[0].contains(content)) contents.push_back(content);
  }
  std::sort(contents.begin(), contents.end());
  REQUIRE(contents.size() == 150);

  DocumentReader reader(*house.db, *house.blobs);
  const DocumentReader::Read read = must(reader.read(contents, {}));
  REQUIRE(read.documents.size() == 150);
  must(house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    for (base::ContentId content : contents) {
      const ContentWords words = must(read_content_words(snapshot, *house.blobs, content));
      all.push_back({content, word_forms(words.subject), word_forms(words.words.text)});
    }
    return {};
  }));
  ShardSet set(base::make_file_system(), dir / "search");
  bool changed = false;
  must(set.lock(changed));
  must(set.begin_anew("one"));
  // 0 … 79 in shards out of order, to be merged; 80 … 99 in two; 100 … 149 fresh.
  for (int part : {3, 0, 7, 1, 2, 6, 5, 4}) {
    must(set.seal(Documents(read.documents.begin() + 10 * part, read.documents.begin() + 10 * (part + 1))));
  }
  CHECK(must(set.merge()));
  must(set.seal(Documents(read.documents.begin() + 90, read.documents.begin() + 100)));
  must(set.seal(Documents(read.documents.begin() + 80, read.documents.begin() + 90)));
  set.add_fresh(Documents(read.documents.begin() + 100, read.documents.end()));
  CHECK(set.view()->shards.size() == 3);

  const IndexReader index(set);
  std::size_t hits = 0;
  for (int round = 0; round < 600; ++round) {
    const std::string question = some_question(random, 0);
    INFO(question);
    const Node tree = must(parse_query(question, base::Timestamp{0}));
    std::vector<base::AccountId> accounts;
    for (int person = 0; person < 2; ++person) {
      if (round % 3 != person) accounts.push_back(house.person(person));
    }
    std::vector<base::ContentId> wanted;
    for (const Plain& plain : all) {
      const bool mine =
          (round % 3 != 0 && held[0].contains(plain.content)) || (round % 3 != 1 && held[1].contains(plain.content));
      if (mine && fits(tree, plain)) wanted.push_back(plain.content);
    }
    std::vector<base::ContentId> found = must(index.match({Literal{tree, false}}, *must(holders.of(accounts))));
    std::sort(found.begin(), found.end());
    CHECK(found == wanted);
    hits += wanted.size();
  }
  CHECK(hits > 10000);
}

TEST_CASE("search/holder_sets: follow what is delivered, copied and given up") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    tests::TempDirectory dir;
    MailHouse house(engine, dir / "blobs");
    HolderSets holders(*house.db);
    const base::AccountId me = house.person(0), other = house.person(1);
    const std::vector<base::AccountId> both = {me, other};
    CHECK(must(holders.of({&me, 1}))->empty());
    const MailboxInfo inbox = house.mailbox(0);
    for (int i = 0; i < 5; ++i)
      house.append(inbox, mail("a" + std::to_string(i), "x", "A <a@b.example>", "h" + std::to_string(i)));
    CHECK(must(holders.of({&me, 1}))->size() == 5);
    CHECK(must(holders.of({&other, 1}))->empty());
    house.append(house.mailbox(1), mail("a0", "x", "A <a@b.example>", "h0"));  // an old content for a new account
    house.append(house.mailbox(1), mail("neu", "y"));
    CHECK(must(holders.of({&other, 1}))->size() == 2);
    CHECK(must(holders.of(both))->size() == 6);
    StoreFlagsRequest request;
    request.mailbox = inbox.id;
    request.uids = {house.append(inbox, mail("letzte", "z"))};
    request.change = FlagChange::add;
    request.flags.system = flag::kFlagged;
    must(house.store->selected().store_flags(request));
    CHECK(must(holders.of({&me, 1}))->size() == 6);
    request.flags.system = flag::kDeleted;
    must(house.store->selected().store_flags(request));
    (void)must(house.store->selected().expunge(inbox.id, std::nullopt));
    CHECK(must(holders.of({&me, 1}))->size() >= 5);
    HolderSets later(*house.db);
    CHECK(must(later.of({&me, 1}))->size() == 5);
    CHECK(must(later.of(both))->size() == 6);
  });
}
