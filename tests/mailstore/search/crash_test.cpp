// Killing the indexer anywhere loses nothing: afterwards the same questions get the same answers.
#include <doctest/doctest.h>

#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "mailstore/search/search.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using tests::MailHouse;
using tests::must;

namespace {

std::vector<std::string> answers(MailHouse& house, Search& search) {
  std::vector<std::string> out;
  for (const char* query : {"công", "\"số 7\"", "so:7", "chan OR le", "subject:thu", "-chan"}) {
    const SearchAnswer answer = must(search.query({house.person(0)}, query, 0, 1000));
    std::string line = std::string(query) + " " + std::to_string(answer.total);
    for (const SearchHit& hit : answer.hits) line += " " + std::to_string(hit.uid.value);
    out.push_back(line);
  }
  return out;
}

}  // namespace

TEST_CASE("search/crash: killed while indexing, rebuilding or taking up an older format, the answers stay the same") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  std::vector<std::string> before;
  {
    MailHouse house(engine, dir / "blobs");
    const MailboxInfo inbox = house.mailbox(0);
    for (int i = 0; i < 200; ++i) {
      const std::string n = std::to_string(i);
      house.append(inbox, tests::mail("thu " + n, "Công văn số " + n + "/CV-UBND " + (i % 2 ? "lẻ" : "chẵn") +
                                                      std::string(2000, ' ') + "w" + n));
    }
    auto search = must(Search::open(*house.store, house.clock, dir / "search"));
    must(search->catch_up());
    before = answers(house, *search);
    CHECK(before[0].starts_with("công 200 "));
    CHECK(before[2].starts_with("so:7 1 "));
  }
  int killed = 0;
  for (int round = 0; round < 16; ++round) {
    if (round % 4 == 1) {  // an index as format 2 left it
      std::filesystem::remove_all(dir / "search");
      for (const char* shard : {"search/2026-10", "search/2026-11"}) {
        std::filesystem::create_directories(dir / shard);
        std::ofstream(dir / (std::string(shard) + "/iamglass")) << "old";
      }
      std::ofstream(dir / "search/version") << "vanthu-search 2 abc\n";
    }
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      MailHouse house(engine, dir / "blobs");
      itimerval after{};
      after.it_value.tv_usec = 1 + round * 8000;  // its signal ends the process on the spot
      ::setitimer(ITIMER_REAL, &after, nullptr);
      auto search = Search::open(*house.store, house.clock, dir / "search");
      if (search && round % 2 == 0) (void)(*search)->rebuild(nullptr);
      if (search) (void)(*search)->catch_up();
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    MailHouse house(engine, dir / "blobs");
    auto search = must(Search::open(*house.store, house.clock, dir / "search"));
    must(search->catch_up());
    INFO("round " << round);
    CHECK(answers(house, *search) == before);
    CHECK(must(search->check()).missing == 0);
  }
  CHECK(killed > 0);
}

TEST_CASE("search/crash: killed while shards are made and merged, every mail is still found once") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  {
    MailHouse house(engine, dir / "blobs");
    (void)house.mailbox(0);
  }
  int killed = 0;
  std::int64_t before = 0;
  for (int round = 0; round < 12; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      MailHouse house(engine, dir / "blobs");
      const MailboxInfo inbox = house.mailbox(0);
      auto search = Search::open(*house.store, house.clock, dir / "search");
      itimerval after{};
      after.it_value.tv_usec = 20000 + round * 17000;
      ::setitimer(ITIMER_REAL, &after, nullptr);
      for (int i = 0; search && i < 100; ++i) {  // a shard each, of one or two mails: every eighth is merged
        const std::string n = std::to_string(round) + "x" + std::to_string(i);
        house.append(inbox, tests::mail("thu " + n, "chung w" + n, "A <a@b.example>", "crash" + n));
        if (!(*search)->catch_up()) ::_exit(1);
      }
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    CHECK((WIFSIGNALED(status) || WEXITSTATUS(status) == 0));
    MailHouse house(engine, dir / "blobs");
    auto search = must(Search::open(*house.store, house.clock, dir / "search"));
    INFO("round " << round);
    must(search->catch_up());
    const std::int64_t mails = must(house.store->selected().view(house.mailbox(0).id))->info().messages;
    CHECK(must(search->query({house.person(0)}, "chung", 0, 1)).total == mails);
    const Search::Check check = must(search->check());
    CHECK(check.missing == 0);
    CHECK(check.documents == mails);
    CHECK(mails >= before);
    before = mails;
  }
  CHECK(before > 0);
  CHECK(killed > 0);
}
