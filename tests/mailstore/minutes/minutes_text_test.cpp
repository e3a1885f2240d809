// Minutes as offices write them: every block of minutes.txt. VANTHU_SOURCE_DIR
#include <fstream>
#include <sstream>

#include "directory/people/actor.h"
#include "mailstore/office/ruling/drafting/task_drafting.h"
#include "mailstore/office/ruling/minutes/minutes_drafting.h"
#include "tests/mailstore/minutes_town.h"

using namespace tests;
namespace office = mailstore::office;
namespace tasks = policies::tasks;

namespace {

struct Block {
  int line = 0;
  std::vector<std::string> to;
  std::string subject, text, expected;
};

std::vector<Block> read_blocks() {
  std::vector<Block> out;
  std::ifstream in(std::string(VANTHU_SOURCE_DIR) + "/tests/mailstore/minutes/minutes.txt");
  bool answer = false;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.starts_with("### to:")) {
      Block block;
      block.line = number;
      const auto bar = line.find(" | ");
      std::istringstream boxes(line.substr(7, bar - 7));
      for (std::string box; boxes >> box;) {
        if (box.ends_with(',')) box.pop_back();
        block.to.push_back(OfficeTown::at("giaoviec." + box));
      }
      block.subject = line.substr(bar + 3);
      out.push_back(block);
      answer = false;
    } else if (!out.empty()) {
      if (line.starts_with("--- ")) answer = true;
      for (std::size_t at; (at = line.find("\\t")) != std::string::npos;) line.replace(at, 2, "\t");
      if (answer && !line.empty()) out.back().expected += line + "\n";
      if (!answer) out.back().text += line + "\n";
    }
  }
  return out;
}

std::string day_of(policies::calendar::Date date) { return policies::calendar::slash_date(date).substr(0, 5); }

std::string row(const office::TaskDraft& draft) {
  const auto& given = draft.assignment;
  auto names = [&](std::initializer_list<tasks::PartyRole> roles) {
    std::string out;
    for (const auto& party : given.parties) {
      if (std::find(roles.begin(), roles.end(), party.role) != roles.end())
        out += (out.empty() ? "" : ", ") + party.name;
    }
    return out;
  };
  std::string unknown;
  for (const std::string& name : draft.unknown) unknown += (unknown.empty() ? "" : ", ") + name + "?";
  std::string due = given.due ? day_of(policies::calendar::local_date(*given.due)) : "-";
  if (draft.deadline_open) due = draft.deadline_candidate ? day_of(draft.deadline_candidate->date) + "?" : "?";
  std::string lead = names({tasks::PartyRole::lead, tasks::PartyRole::part});
  if (given.mode == tasks::Mode::each) lead = "each " + lead;
  if (draft.mode_open) lead += " (each?)";
  if (lead.empty()) lead = unknown.empty() ? "?" : unknown;
  else if (!unknown.empty()) lead += " +" + unknown;
  return std::to_string(draft.point) + " | " + (draft.information ? "info" : lead) + " | " +
         names({tasks::PartyRole::cooperating}) + " | " + due + " | " + given.title + "\n";
}

std::string shown(const office::MinutesRead& read) {
  using Verdict = office::MinutesRead::Verdict;
  std::string out = std::string("--- ") + (read.verdict == Verdict::several   ? "several\n"
                                           : read.verdict == Verdict::perhaps ? "perhaps\n"
                                                                              : "one\n");
  for (const auto& draft : read.drafts) out += row(draft);
  return out;
}

}  // namespace

TEST_CASE("office/minutes: minutes as offices write them") {
  with_minutes_town([](OfficeTown& town) {
    const auto blocks = read_blocks();
    CHECK(blocks.size() >= 30);
    for (const Block& block : blocks) {
      std::string actual;
      good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        const auto view = town.house.people->view();
        const office::RulingTools tools{snapshot, *view, policies::calendar::shipped_calendar(), town.house.ids};
        office::IntakeHead head;
        head.office = town.unit("BS");
        head.author = *view->find_account(town.account("chutich"));
        head.actor = directory::actor_of(*view, head.author);
        head.at = town.now;
        head.subject = block.subject;
        head.to.push_back({"", OfficeTown::at("giaoviec")});
        for (const std::string& to : block.to) head.to.push_back({"", to});
        head.text = policies::replies::new_text(block.text);
        office::AssignmentAsk ask;
        const auto one = office::draft_of_mail(tools, head, ask);
        actual = shown(office::minutes_of_mail(tools, head, ask, one.draft));
        return {};
      }));
      INFO("minutes.txt:" << block.line << " " << block.subject << "\n" << actual);
      CHECK(actual == block.expected);
    }
  });
}
