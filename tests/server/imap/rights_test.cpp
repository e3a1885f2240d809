// Rights are asked when acting: who loses a role loses the shared mailbox that is open, in the middle of whatever the
// session does.
#include <doctest/doctest.h>

#include "tests/server/imap/imap_house.h"
#include "tests/server/imap/transcript.h"

namespace {

constexpr const char* kOpened =
    "M m\n| Subject: to the office\n|\n| body\n"
    "S: * OK <*>\nC: a1 LOGIN binh@bimson.example Rung-Thong-88!\nS: a1 OK <*>\n"
    "C: a2 APPEND Shared/vanthu@bimson.example/INBOX {@m+}\nC@ m\nS: a2 OK <*>\n"
    "C: a3 SELECT Shared/vanthu@bimson.example/INBOX\nS~ a3 OK [READ-WRITE] <*>\n";

// What binh does with the mailbox open, the role taken away where the script says "DO role ends"; "" or what goes
// wrong.
std::string play(const std::string& rest) {
  tests::TempDirectory folder;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + folder / "vanthu.db";
  tests::ImapHouse house(engine.open());
  tests::Transcript transcript(house.service);
  const base::AccountId role = house.directory->view()->find_address("vanthu@bimson.example")->id;
  tests::must(house.admin->add_member(role, house.binh, "test"));
  transcript.on("role ends", [&] { tests::must(house.admin->remove_member(role, house.binh, "test")); });
  const std::string wrong = transcript.play(kOpened + rest);
  auto inbox = tests::must(base::run_blocking(house.store->mailboxes().find(role, "INBOX")));
  if (wrong.empty() && (inbox.messages != 1 || inbox.deleted != 0 || inbox.unseen != 1))
    return "the shared mailbox was changed";
  auto own = tests::must(base::run_blocking(house.store->mailboxes().find(house.binh, "INBOX")));
  if (wrong.empty() && own.messages != 0) return "a message was taken out of the shared mailbox";
  return wrong;
}

}  // namespace

TEST_CASE("imap/rights: no command acts on a shared mailbox once the role has ended") {
  for (const char* command :
       {"FETCH 1 BODY[]", "UID FETCH 1:* FLAGS", "STORE 1 +FLAGS (\\Deleted)", "UID STORE 1 +FLAGS.SILENT (\\Seen)",
        "EXPUNGE", "CLOSE", "COPY 1 INBOX", "UID MOVE 1 INBOX", "SEARCH TEXT office", "UID SORT (DATE) UTF-8 ALL",
        "THREAD REFERENCES UTF-8 ALL", "NOOP", "CHECK"}) {
    CAPTURE(command);
    CHECK(play(std::string("DO role ends\nC: b ") + command + "\nS: * BYE Quyền <*>\nEOF\n") == "");
  }
}

TEST_CASE("imap/rights: IDLE on a shared mailbox ends by itself when the role ends") {
  CHECK(play("C: b IDLE\nS: + idling\nDO role ends\nS: * BYE Quyền <*>\nEOF\n") == "");
}

TEST_CASE(
    "imap/rights: other mailboxes stay open; APPEND, COPY, STATUS and LIST of the shared one are refused from the next "
    "command on") {
  CHECK(play("C: b UNSELECT\nS: b OK <*>\nC: c SELECT INBOX\nS~ c OK <*>\nDO role ends\nC: d NOOP\nS: d OK <*>\n"
             "C: e APPEND Shared/vanthu@bimson.example/INBOX {@m+}\nC@ m\nS: e NO [TRYCREATE] <*>\n"
             "C: f STATUS Shared/vanthu@bimson.example/INBOX (MESSAGES)\nS: f NO [NONEXISTENT] <*>\n"
             "C: g LIST \"\" Shared*\nS: g OK <*>\nC: h SELECT Shared/vanthu@bimson.example/INBOX\nS~ h NO "
             "[NONEXISTENT] <*>\n") == "");
}
