// Who writes to the office chooses where an answer goes. A member's harmless word to somebody else, whose Reply-To is
// our task address, is no decision: it is put to him, and only his yes does it.
#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// How the stranger's mail leads the answer to us.
struct Bait {
  const char* name;
  bool token;          // Reply-To is the task's own reply address; else the task mailbox, the number in the subject
  std::string parent;  // Message-ID of the stranger's mail; "": it had none
  bool our_id_in_references;
};

Letter answer_to(OfficeTown& town, const std::string& who, const Found& card, const Bait& bait,
                 const std::string& words) {
  Letter letter;
  letter.from = who;
  letter.to = {bait.token ? card.reply_to() : OfficeTown::at("giaoviec")};
  letter.subject = "Re: [" + town.tasks()[0].head.number + "] Cảm ơn anh";
  if (!bait.parent.empty()) {
    letter.extra = "In-Reply-To: <" + bait.parent +
                   ">\r\nReferences: " + (bait.our_id_in_references ? "<" + card.id() + "> " : std::string()) + "<" +
                   bait.parent + ">\r\n";
  }
  letter.text = words + "\r\n\r\nOn Mon, 23 Nov 2026 at 09:00, someone wrote:\r\n> nhờ anh xem giúp";
  return letter;
}

const Bait kBaits[] = {
    {"the task's address", true, "bait@stranger.example", false},
    {"the task's address, our id among the references", true, "bait@stranger.example", true},
    {"the task's address, a mail without Message-ID", true, "", false},
    {"the task mailbox and the number", false, "bait@stranger.example", false},
    {"the task mailbox, the number and our id", false, "bait@stranger.example", true},
    {"the task mailbox, a mail without Message-ID", false, "", false},
    {"a Message-ID like those of the morning's mail", false, "nhac.1.1@bimson.example", false},
};

}  // namespace

TEST_CASE("office/foreign answer: a word to somebody else takes no step of a task, the same word to us does") {
  for (const Bait& bait : kBaits) {
    with_town([&](OfficeTown& town) {
      INFO(bait.name);
      good(town.submit(assignment()));
      good(town.answer("duc", town.last("giaoviec.lamson"), "NHẬN"));
      good(town.answer("duc", town.last("duc"), "GIA HẠN 25/12 chờ số liệu của các xã"));
      const Found asked = town.last("chutich");
      const auto before = town.tasks()[0].due();
      for (const std::string words : {"OK em", "Đồng ý", "Đồng ý em nhé", "Được, anh đồng ý."}) {
        INFO(words);
        const std::size_t mails = town.inbox("chutich").size();
        good(town.submit(answer_to(town, "chutich", asked, bait, words)));
        CHECK(town.tasks()[0].due() == before);
        REQUIRE(town.tasks()[0].parties[0].pending_extension() != nullptr);
        REQUIRE(town.inbox("chutich").size() > mails);  // he is told, in full
        CHECK(has(town.last("chutich").text(), "25/12"));
      }
      good(town.answer("chutich", asked, "ĐỒNG Ý"));
      CHECK(town.tasks()[0].due() != before);
    });
  }
}

TEST_CASE("office/foreign answer: his yes does what was put to him; to a stranger it is no yes either") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    good(town.answer("duc", town.last("giaoviec.lamson"), "NHẬN"));
    good(town.answer("duc", town.last("duc"), "GIA HẠN 25/12 chờ số liệu của các xã"));
    const Found card = town.last("chutich");
    const auto before = town.tasks()[0].due();
    good(town.submit(answer_to(town, "chutich", card, kBaits[0], "Đồng ý")));
    const Found asked = town.last("chutich");
    Letter letter = answer_to(town, "chutich", asked, kBaits[1], "ĐÚNG");
    letter.to = {asked.reply_to()};
    letter.subject = "Re: " + asked.subject();
    good(town.submit(letter));
    CHECK(town.tasks()[0].due() == before);
    CHECK(has(town.last("chutich").text(), "không trả lời đúng thư hỏi"));
    good(town.answer("chutich", asked, "ĐÚNG"));
    CHECK(town.tasks()[0].due() != before);
  });
}

TEST_CASE("office/foreign answer: a new mail with the number typed by hand is his own word") {
  with_town([](OfficeTown& town) {
    good(town.submit(assignment()));
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("giaoviec.lamson")};
    letter.subject = "[NV-2026-000001]";
    letter.text = "NHẬN";
    good(town.submit(letter));
    CHECK(state_of(town) == tasks::State::in_progress);
  });
}
