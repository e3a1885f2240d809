// What must hold in every state that a task can come to, and that every word it offers there works.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

#include "policies/tasks/texts/task_text.h"
#include "tests/policies/tasks/task_walk.h"

using namespace policies::tasks;
namespace replies = policies::replies;
namespace cal = policies::calendar;

namespace {

void check_invariants(const Task& task) {
  int leads = 0, parts = 0;
  for (std::size_t i = 0; i < task.parties.size(); ++i) {
    const TaskParty& party = task.parties[i];
    CAPTURE(party.name);
    if (party.role == PartyRole::lead) ++leads;
    if (party.role == PartyRole::part) ++parts;
    if (party.state == State::suspended) CHECK(party.suspended_from.has_value());
    CHECK((party.state == State::done) == party.confirmed_at.has_value());
    if (party.state == State::wait_confirm) CHECK(party.submitted_at.has_value());
    if (party.removed()) CHECK(party.state == State::cancelled);
    if (party.removed()) CHECK(party.role != PartyRole::lead);
    if (is_final(party.state) || party.role == PartyRole::informed) CHECK_FALSE(party.has_open_hands());
    if (party.reassigned_to) {
      CHECK(static_cast<std::size_t>(*party.reassigned_to) > i);
      CHECK(party.role == PartyRole::informed);
    }
    int pending = 0;
    for (const Extension& extension : party.extensions) {
      if (extension.decision == Extension::Decision::pending) ++pending;
      CHECK((extension.decision == Extension::Decision::pending) != extension.decided_at.has_value());
    }
    CHECK(pending <= 1);
    std::set<std::int64_t> open;
    for (const Hand& hand : party.hands) {
      if (is_open(hand.state)) CHECK(open.insert(hand.account.value).second);
      CHECK(is_open(hand.state) != hand.ended_at.has_value());
      CHECK((hand.state == HandState::submitted || hand.state == HandState::done) <= hand.submitted_at.has_value());
      if (is_open(hand.state) && hand.due && party.due) CHECK(*hand.due <= *party.due);
    }
    if (party.result_hand) CHECK(static_cast<std::size_t>(*party.result_hand) < party.hands.size());
    for (const DueChange& change : party.due_changes) CHECK(change.old_due != change.new_due);
  }
  if (task.is_each()) {
    CHECK(leads == 0);
    CHECK(parts >= 1);
    CHECK(std::none_of(task.parties.begin(), task.parties.end(),
                       [](const TaskParty& party) { return party.role == PartyRole::cooperating; }));
    // Never without anybody, unless it was cancelled.
    bool all_final = true, any_done = false;
    for (const int part : task.answerable()) {
      const State state = task.parties[static_cast<std::size_t>(part)].state;
      all_final = all_final && is_final(state);
      any_done = any_done || state == State::done;
    }
    CHECK(is_final(task.state()) == all_final);
    CHECK((task.state() == State::done) == (all_final && any_done));
  } else {
    CHECK(leads == 1);
    CHECK(parts == 0);
    CHECK(task.lead().role == PartyRole::lead);
    CHECK(task.state() == task.lead().state);
  }
}

std::string filled(std::string line) {
  const std::vector<std::pair<std::string, std::string>> arguments{
      {"<người> [hạn <ngày>] [lời]", "Mai Văn Sáu hạn 15/12 soạn báo cáo"},
      {"<person> [by <date>] [words]", "Mai Văn Sáu by 15 Dec, draft it"},
      {"<đơn vị> [phối hợp | để biết]", "Phòng Nội vụ phối hợp"},
      {"<unit> [cooperating | informed]", "Interior section cooperating"},
      {"<đơn vị> [để biết]", "Phòng Nội vụ"},
      {"<unit> [informed]", "Interior section informed"},
      {"<đơn vị> [lý do]", "@there vì không liên quan"},
      {"<unit> [reason]", "@there not concerned"},
      {"<đơn vị hoặc địa chỉ>", "Phòng Nội vụ"},
      {"<unit or address>", "Interior section"},
      {"<đơn vị>", "Phòng Nội vụ"},
      {"<unit>", "Interior section"},
      {"<người> <lý do>", "@back thiếu phụ lục"},
      {"<person> <reason>", "@back annex missing"},
      {"<người>", "@hand"},
      {"<person>", "@hand"},
      {"<ngày> <lý do>", "31/12/2027 vì bận"},
      {"<date> <reason>", "31 Dec 2027 busy"},
      {"<ngày> [lý do]", "31/12/2027 vì bận"},
      {"<date> [reason]", "31 Dec 2027 busy"},
      {"<lý do>", "vì bận"},
      {"<reason>", "busy"},
      {"[lý do]", "vì bận"},
      {"[reason]", "busy"},
      {"<nội dung>", "kèm số liệu năm 2025"},
      {"<words>", "with the figures of 2025"},
      {"[lời]", "xin báo cáo ngay"},
      {"[words]", "please report"}};
  for (const auto& [from, to] : arguments) {
    const auto at = line.find(from);
    if (at == std::string::npos) continue;
    line.replace(at, from.size(), to);
    break;
  }
  return line;
}

void put(std::string& line, const std::string& mark, const std::string& name) {
  if (const auto at = line.find(mark); at != std::string::npos) line.replace(at, mark.size(), name);
}

// Somebody who is there and can be taken out; who has a hand; whose hand can be given back.
void name_those_there(std::string& line, const Task& task, int party) {
  for (int i = static_cast<int>(task.parties.size()) - 1; i >= 0; --i) {
    const TaskParty& one = task.parties[static_cast<std::size_t>(i)];
    if (one.removed() || one.reassigned_to || one.role == PartyRole::lead || one.state == State::done) continue;
    // Two hand-overs may have come to the same unit: then the address names both.
    const auto same = std::count_if(task.parties.begin(), task.parties.end(), [&](const TaskParty& other) {
      return other.address == one.address && !other.removed() && !other.reassigned_to;
    });
    if (same > 1) continue;
    TaskEvent out;
    out.kind = EventKind::party_removed;
    out.party = i;
    out.at = base::Timestamp{std::int64_t{2} << 50};
    if (apply(task, out).ok) put(line, "@there", one.address);
  }
  if (party < 0) return;
  for (const Hand& hand : task.parties[static_cast<std::size_t>(party)].hands) {
    if (!is_open(hand.state)) continue;
    if (hand.state == HandState::submitted || hand.state == HandState::refused) put(line, "@back", hand.name);
    put(line, "@hand", hand.name);
  }
}

void check_choices(const Task& task, int card, Side side, base::Timestamp now) {
  for (const Choice& choice : reply_choices(task, card, side, now)) {
    for (const bool vietnamese : {true, false}) {
      const std::string& command = vietnamese ? choice.command.vi : choice.command.en;
      const std::string& argument = vietnamese ? choice.argument.vi : choice.argument.en;
      std::string line = filled(command + (argument.empty() ? "" : " " + argument));
      name_those_there(line, task, card);
      if (line.find("@there") != std::string::npos) continue;  // everybody there is there twice
      CAPTURE(line);
      CAPTURE(card);
      CAPTURE(side.assigner);
      CAPTURE(side.head);
      CAPTURE(side.hand);
      const int party = card < 0 ? task.lead_index() : card;
      const auto due = task.parties[static_cast<std::size_t>(party)].due;
      const replies::Reply reply = replies::parse_reply(line, {cal::shipped_calendar(), now, due});
      CHECK(std::string(replies::to_string(reply.intent)) == replies::to_string(choice.intent));
      REQUIRE(reply.applies());
      Meaning meaning = meaning_of(reply, task, card, side);
      INFO(meaning.refusal.vi);
      REQUIRE(meaning.event.has_value());
      TaskEvent& event = *meaning.event;
      CHECK(event.kind != EventKind::commented);
      event.at = now + std::chrono::minutes(1);
      const auto needs_party = event.kind == EventKind::reassigned || event.kind == EventKind::party_added ||
                               (event.kind == EventKind::lead_changed && !event.to_party);
      if (needs_party) {
        const PartyRole role = event.new_party ? event.new_party->role : PartyRole::lead;
        event.new_party = tests::TaskWalk::party(99, role);
      }
      if (event.kind == EventKind::hand_given) {
        event.person = tests::TaskWalk::person(77);
        if (event.due && task.parties[static_cast<std::size_t>(event.party)].due &&
            *event.due > *task.parties[static_cast<std::size_t>(event.party)].due)
          event.due.reset();  // the example's day may lie behind this unit's
        if (event.due && *event.due <= event.at) event.due.reset();
      }
      const Applied applied = apply(task, event);
      INFO(applied.refusal.vi);
      CHECK(applied.ok);
      // And what is said about it is said in both languages.
      if (applied.ok) {
        const Sentence said = describe_step(applied.task, event, "Nguyễn Văn Bình");
        CHECK(said.vi.ends_with("."));
        CHECK(said.en.ends_with("."));
        if (!is_final(applied.task.state()))
          CHECK_FALSE(step_message(applied.task, event, side, "Nguyễn Văn Bình", event.at).text.empty());
      }
    }
  }
}

}  // namespace

TEST_CASE("tasks/walk: every state reached is a sound one, and fold is apply step by step") {
  std::set<std::string> seen;
  for (const Mode mode : {Mode::joint, Mode::each}) {
    for (std::uint64_t seed = 1; seed <= 260; ++seed) {
      CAPTURE(seed);
      tests::TaskWalk walk(seed, mode);
      Task task = new_task(walk.head());
      std::vector<TaskEvent> events;
      int refused = 0;
      for (int i = 0; i < 120; ++i) {
        const TaskEvent event = walk.next(task);
        CAPTURE(to_string(event.kind));
        const Applied applied = apply(task, event);
        CHECK(applied.ok == applied.refusal.empty());
        CHECK(applied.refusal.vi.empty() == applied.refusal.en.empty());
        if (applied.ok) seen.insert(to_string(event.kind));
        else ++refused;
        task = applied.task;
        events.push_back(event);
        check_invariants(task);
        if (applied.ok) {
          CHECK_FALSE(describe_step(task, event, "A").vi.empty());
          const int found = new_party_of(task, event);
          if (event.kind == EventKind::party_added || event.kind == EventKind::reassigned) {
            REQUIRE(found >= 0);
            CHECK(task.parties[static_cast<std::size_t>(found)].name == event.new_party->name);
          }
        }
      }
      const Task folded = fold(walk.head(), events);
      CHECK(folded.skipped == refused);
      CHECK(folded.events == task.events);
      CHECK(folded.last_seq == task.last_seq);
      CHECK(folded.priority == task.priority);
      CHECK(folded.additions == task.additions);
      CHECK(folded.parties == task.parties);
    }
  }
  for (int k = 0; k < kEventKindCount - 1; ++k) {  // every kind was legal somewhere, but undone, which no fold takes
    const std::string word = to_string(static_cast<EventKind>(k));
    CAPTURE(word);
    CHECK(seen.count(word) == 1);
  }
}

TEST_CASE("tasks/walk: what is offered anywhere can be done") {
  for (const Mode mode : {Mode::joint, Mode::each}) {
    for (std::uint64_t seed = 1; seed <= 25; ++seed) {
      CAPTURE(seed);
      tests::TaskWalk walk(seed, mode);
      Task task = new_task(walk.head());
      for (int i = 0; i < 60; ++i) {
        task = apply(task, walk.next(task)).task;
        if (i % 5 != 0) continue;
        for (int card = kWholeTask; card < static_cast<int>(task.parties.size()); ++card) {
          check_choices(task, card, Side{true, false}, walk.now());
          if (card < 0) continue;
          check_choices(task, card, Side{false, true}, walk.now());
          check_choices(task, card, Side{false, true, true}, walk.now());
          check_choices(task, card, Side{true, true, true}, walk.now());
          const auto& hands = task.parties[static_cast<std::size_t>(card)].hands;
          for (int hand = 0; hand < static_cast<int>(hands.size()); ++hand) {
            if (is_open(hands[static_cast<std::size_t>(hand)].state))
              check_choices(task, card, Side{false, true, false, hand}, walk.now());
          }
        }
      }
    }
  }
}
