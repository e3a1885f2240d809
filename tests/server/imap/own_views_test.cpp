// Views that a session makes for itself: what its client knows when expunges may not be told, or when only some
// messages were read again. Keywords that nothing else names any more stay as long as such a view is held.
#include <doctest/doctest.h>

#include "mailstore/store/owner/store_inside.h"
#include "tests/server/imap/raw_client.h"
#include "tests/server/imap/transcript.h"

namespace {

struct Scene {
  Scene() : house(open()), client(house) {
    const auto mailbox = must(base::run_blocking(house.store->mailboxes().find(house.binh, "INBOX")));
    inbox = mailbox.id;
    std::vector<mailstore::AppendMessage> list(3);
    for (std::size_t i = 0; i < list.size(); ++i) list[i].bytes = "Subject: " + std::to_string(i) + "\r\n\r\nx\r\n";
    uids = must(base::run_blocking(house.delivery->append(inbox, std::move(list)))).uids;
    client.send(std::string("a LOGIN binh@bimson.example ") + tests::kPassword + "\r\nb SELECT INBOX\r\n");
    REQUIRE(client.until("b OK").find("b OK") != std::string::npos);
  }
  std::unique_ptr<base::Database> open() {
    engine.options.url = "sqlite:" + folder / "vanthu.db";
    return engine.open();
  }
  template <class T>
  static T must(base::Result<T> result) {
    if (!result) FAIL(base::describe(result.error()));
    return std::move(*result);
  }

  // Another session.
  void keyword(const std::string& word) {
    (void)must(base::run_blocking(house.store->selected().store_flags(
        {inbox, {uids[0]}, mailstore::FlagChange::replace, {0, {word}}, std::nullopt})));
  }
  void expunge(base::Uid uid) {
    (void)must(base::run_blocking(house.store->selected().store_flags(
        {inbox, {uid}, mailstore::FlagChange::add, {mailstore::flag::kDeleted, {}}, std::nullopt})));
    (void)must(base::run_blocking(house.store->selected().expunge(inbox, std::vector<base::Uid>{uid})));
  }
  void sweep() {
    (void)must(base::run_blocking(house.store->selected().view(inbox)));  // the newest one names only the newest set
    auto& core = mailstore::StoreInside::of(*house.store);
    core.keywords.sweep(core.keywords.begin_sweep(), core.views.keyword_sets());
  }

  tests::TempDirectory folder;
  tests::StorageEngine engine{"sqlite", {}};
  tests::ImapHouse house;
  tests::RawClient client;
  base::MailboxId inbox;
  std::vector<base::Uid> uids;
};

// Whether a line of FETCH tells the first message's flags with this word.
bool tells(std::string_view answer, std::string_view word) {
  while (!answer.empty()) {
    const std::string_view line = answer.substr(0, answer.find('\n'));
    answer.remove_prefix(std::min(line.size() + 1, answer.size()));
    if (line.starts_with("* 1 FETCH") && line.find(word) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("imap/own_views: keywords of a view without its expunges stay") {
  Scene scene;
  scene.keyword("truoc");
  scene.expunge(scene.uids[2]);
  scene.client.send("c SEARCH ALL\r\n");
  CHECK(tells(scene.client.until("c OK"), "truoc"));
  scene.keyword("sau");
  scene.sweep();
  scene.client.send("d FETCH 1 (FLAGS)\r\n");
  const std::string told = scene.client.until("d OK");
  CHECK(tells(told, "truoc"));
  CHECK(tells(told, "sau"));  // what came meanwhile is told behind it
}

TEST_CASE("imap/own_views: keywords of messages that were read again stay") {
  Scene scene;
  scene.keyword("truoc");
  scene.expunge(scene.uids[2]);
  // A STORE of the same message reads it again; the expunge may not be told, so the view stays the session's own.
  scene.client.send("c STORE 1 +FLAGS (\\Seen)\r\n");
  CHECK(tells(scene.client.until("c OK"), "truoc"));
  scene.keyword("sau");
  scene.sweep();
  scene.client.send("d FETCH 1 (FLAGS)\r\n");
  CHECK(tells(scene.client.until("d OK"), "truoc"));
}
