#include "policies/access/may.h"

#include <doctest/doctest.h>

#include <set>
#include <vector>

using namespace policies::access;

namespace {

const base::UnitId kTown(1), kCulture(11), kFinance(12), kWard(2);
const base::Timestamp kNow = base::Timestamp::from_seconds(1795420800);

Actor person(std::int64_t account, Role role, base::UnitId office, base::UnitId unit) {
  return Actor{base::AccountId(account), {Grant{role, office, unit, {}, {}, false}}};
}

const Actor kLeader = person(100, Role::leader, kTown, kTown);
const Actor kClerk = person(101, Role::clerk, kTown, kTown);
const Actor kHead = person(102, Role::unit_head, kTown, kCulture);
const Actor kSpecialist = person(103, Role::specialist, kTown, kCulture);
const Actor kAdmin = person(104, Role::admin, kTown, kTown);
const Actor kOther = person(105, Role::specialist, kTown, kFinance);
const Actor kWardLeader = person(200, Role::leader, kWard, kWard);
const Actor kWardClerk = person(201, Role::clerk, kWard, kWard);
const Actor kWardStaff = person(202, Role::specialist, kWard, kWard);
const Actor kNobody{};

// The town's leader gave it to a ward.
Party ward_task() {
  Party party;
  party.office = kTown;
  party.assigner = kLeader.account;
  party.holder_unit = kWard;
  return party;
}

std::string who_may(Action action, const Party& party) {
  std::string out;
  const std::vector<std::pair<const char*, const Actor*>> all{
      {"leader", &kLeader},          {"clerk", &kClerk},          {"head", &kHead},
      {"specialist", &kSpecialist},  {"admin", &kAdmin},          {"other", &kOther},
      {"ward-leader", &kWardLeader}, {"ward-clerk", &kWardClerk}, {"ward-staff", &kWardStaff},
      {"nobody", &kNobody}};
  for (const auto& [name, actor] : all) {
    const auto decision = may(*actor, party, action, kNow);
    CHECK(decision.allowed == decision.refusal.empty());
    if (decision) out += (out.empty() ? "" : " ") + std::string(name);
  }
  return out;
}

}  // namespace

TEST_CASE("access/may: a task given to a ward") {
  const std::vector<std::pair<Action, const char*>> table{
      {Action::accept, "ward-leader ward-staff"},
      {Action::progress, "ward-leader ward-staff"},
      {Action::submit, "ward-leader ward-staff"},
      {Action::ask_extension, "ward-leader ward-staff"},
      {Action::reassign, "ward-leader"},
      {Action::refuse, "ward-leader"},
      {Action::comment, "leader ward-leader ward-clerk ward-staff"},
      {Action::approve_extension, "leader"},
      {Action::refuse_extension, "leader"},
      {Action::close, "leader"},
      {Action::give_back, "leader"},
      {Action::answer_refusal, "leader"},
      {Action::cancel, "leader"},
      {Action::suspend, "leader"},
      {Action::resume, "leader"},
      {Action::change_due, "leader"},
      {Action::read, "leader clerk ward-leader ward-clerk ward-staff"},
  };
  for (const auto& [action, expect] : table) {
    CAPTURE(to_string(action));
    CHECK(who_may(action, ward_task()) == std::string(expect));
  }
}

TEST_CASE("access/may: who gave a task and has moved since decides nothing about it any more") {
  const Actor moved = person(100, Role::leader, kWard, kWard), demoted = person(100, Role::specialist, kTown, kCulture),
              head = person(100, Role::unit_head, kTown, kCulture);
  Party party = ward_task();
  party.holder_unit = kFinance;
  for (const Action action :
       {Action::approve_extension, Action::close, Action::cancel, Action::comment, Action::read}) {
    CAPTURE(to_string(action));
    CHECK_FALSE(may(moved, party, action, kNow).allowed);
    CHECK_FALSE(may(demoted, party, action, kNow).allowed);
    CHECK(may(head, party, action, kNow).allowed);
  }
}

TEST_CASE("access/may: documents and offices") {
  Party document;
  document.office = kTown;
  const std::vector<std::pair<Action, const char*>> table{
      {Action::reserve_number, "clerk"},
      {Action::void_number, "clerk"},
      {Action::register_document, "clerk"},
      {Action::seal, "clerk"},
      {Action::dispatch, "clerk"},
      {Action::return_document, "clerk"},
      {Action::direct, "leader"},
      {Action::assign, "leader"},
      {Action::draft, "leader head specialist other"},
      {Action::sign, "leader"},
      {Action::read, "leader clerk"},
      {Action::manage_accounts, "admin"},
      {Action::manage_calendar, "admin"},
  };
  for (const auto& [action, expect] : table) {
    CAPTURE(to_string(action));
    CHECK(who_may(action, document) == std::string(expect));
  }
  document.unit = kCulture;  // a head assigns within his own unit
  CHECK(who_may(Action::assign, document) == "leader head");
  CHECK(who_may(Action::assign_person, document) == "leader head");
  CHECK(who_may(Action::read, document) == "leader clerk head");
  document.unit = kFinance;
  CHECK(who_may(Action::assign, document) == "leader");
}

TEST_CASE("access/may: a task given to a person is that person's alone") {
  Party party = ward_task();
  party.holder_unit = {};
  party.holder_account = kSpecialist.account;
  CHECK(who_may(Action::accept, party) == "specialist");
  CHECK(who_may(Action::refuse, party) == "specialist");
  party.holder_account = kWardClerk.account;
  CHECK(who_may(Action::submit, party) == "ward-clerk");
}

TEST_CASE("access/may: for information only means comments only") {
  Party party = ward_task();
  party.informed_only = true;
  CHECK(who_may(Action::accept, party).empty());
  CHECK(who_may(Action::refuse, party).empty());
  CHECK(who_may(Action::comment, party) == "leader ward-leader ward-clerk ward-staff");
  const auto decision = may(kWardLeader, party, Action::accept, kNow);
  CHECK(decision.refusal.vi.find("để biết") != std::string::npos);
}

TEST_CASE("access/may: a delegation counts only while it is valid") {
  Actor deputy = kSpecialist;
  deputy.grants.push_back(Grant{Role::leader, kTown, kTown, kNow, kNow + std::chrono::hours(24), false});
  CHECK(may(deputy, ward_task(), Action::approve_extension, kNow).allowed);
  CHECK_FALSE(may(deputy, ward_task(), Action::approve_extension, kNow - std::chrono::seconds(1)).allowed);
  CHECK_FALSE(may(deputy, ward_task(), Action::approve_extension, kNow + std::chrono::hours(24)).allowed);
}

TEST_CASE("access/may: a deputy who must act himself does not decide on his own work") {
  const Actor deputy = person(106, Role::leader, kTown, kTown);
  Party task;
  task.office = kTown;
  task.assigner = kLeader.account;
  task.holder_account = deputy.account;
  CHECK(may(deputy, task, Action::submit, kNow).allowed);
  for (const Action action :
       {Action::approve_extension, Action::refuse_extension, Action::close, Action::give_back, Action::answer_refusal,
        Action::cancel, Action::suspend, Action::resume, Action::change_due}) {
    CAPTURE(to_string(action));
    CHECK_FALSE(may(deputy, task, action, kNow).allowed);
    CHECK(may(kLeader, task, action, kNow).allowed);
  }
  task.holder_account = kSpecialist.account;
  CHECK(may(deputy, task, Action::close, kNow).allowed);  // the work of others
}

TEST_CASE("access/may: a head signs only when authorised") {
  Party document;
  document.office = kTown;
  Actor head = kHead;
  CHECK_FALSE(may(head, document, Action::sign, kNow).allowed);
  head.grants[0].may_sign_for = true;
  CHECK(may(head, document, Action::sign, kNow).allowed);
}

TEST_CASE("access/may: every refusal is a sentence in both languages, every action has its word") {
  std::set<std::string> words;
  for (int i = 0; i < kActionCount; ++i) {
    const auto action = static_cast<Action>(i);
    CHECK(words.insert(to_string(action)).second);
    const auto decision = may(kNobody, Party{}, action, kNow);
    CAPTURE(to_string(action));
    CHECK_FALSE(decision.allowed);
    CHECK(decision.refusal.vi.ends_with("."));
    CHECK(decision.refusal.en.ends_with("."));
    CHECK(decision.refusal.vi.find("Anh/Chị không có quyền ") == 0);
    CHECK(decision.refusal.en.find("You may not ") == 0);
  }
  CHECK(to_string(Action::manage_calendar) == std::string("manage_calendar"));
  CHECK(to_string(Action::comment) == std::string("comment"));
  CHECK(to_string(Action::dispatch) == std::string("dispatch"));
}

TEST_CASE("access/may: the chairman's substitute decides in his name, between two days, and not on his own work") {
  Actor deputy = person(106, Role::specialist, kTown, kFinance);
  Grant grant{Role::leader, kTown, kTown, kNow, kNow + std::chrono::hours(48), false};
  grant.for_account = kLeader.account;
  deputy.grants.push_back(grant);
  const auto decision = may(deputy, ward_task(), Action::close, kNow);
  CHECK(decision.allowed);
  CHECK(decision.in_name_of == kLeader.account);
  CHECK(may(deputy, ward_task(), Action::assign, kNow).in_name_of == kLeader.account);
  CHECK_FALSE(may(kLeader, ward_task(), Action::close, kNow).in_name_of);  // who has a right of his own uses that
  CHECK_FALSE(may(deputy, ward_task(), Action::close, kNow + std::chrono::hours(48)).allowed);
  Party own = ward_task();
  own.holder_unit = {};
  own.holder_account = deputy.account;
  CHECK_FALSE(may(deputy, own, Action::close, kNow).allowed);
  CHECK(may(deputy, own, Action::submit, kNow).allowed);
  CHECK_FALSE(may(deputy, own, Action::submit, kNow).in_name_of);
  // A deputy with rights of his own acts by them, and in the other's name only where they do not reach.
  deputy.grants[0] = Grant{Role::leader, kTown, kTown, {}, {}, false};
  CHECK_FALSE(may(deputy, ward_task(), Action::close, kNow).in_name_of);
  deputy.grants[0].fields = {"DONGSON"};
  Party elsewhere = ward_task();
  elsewhere.fields = {"LAMSON"};
  CHECK(may(deputy, elsewhere, Action::close, kNow).in_name_of == kLeader.account);
}

TEST_CASE("access/may: a substitute whose own section must act leaves the decision to others") {
  Actor head = person(106, Role::unit_head, kTown, kFinance);
  Grant grant{Role::leader, kTown, kTown, {}, {}, false};
  grant.for_account = kLeader.account;
  head.grants.push_back(grant);
  Party own = ward_task();
  own.holder_unit = kFinance;
  CHECK_FALSE(may(head, own, Action::close, kNow).allowed);
  CHECK_FALSE(may(head, own, Action::approve_extension, kNow).allowed);
  CHECK(may(head, own, Action::submit, kNow).allowed);
  CHECK(may(head, ward_task(), Action::close, kNow).in_name_of == kLeader.account);
  Party hand = ward_task();
  hand.hand_account = head.account;
  CHECK_FALSE(may(head, hand, Action::close, kNow).allowed);
}

TEST_CASE("access/may: who gives tasks at all, and in whose names") {
  CHECK(gives_tasks(kLeader, kTown, kTown, kNow));
  CHECK(gives_tasks(kHead, kTown, kHead.grants[0].unit, kNow));
  CHECK_FALSE(gives_tasks(kHead, kTown, base::UnitId(999), kNow));
  CHECK_FALSE(gives_tasks(kSpecialist, kTown, kFinance, kNow));
  CHECK(names_given(kLeader, kTown, kNow).empty());
  Actor office = kSpecialist;
  office.grants[0].may_enter = true;
  office.grants[0].until = kNow + std::chrono::hours(1);
  CHECK(gives_tasks(office, kTown, kFinance, kNow));
  CHECK_FALSE(gives_tasks(office, kTown, kFinance, kNow + std::chrono::hours(1)));
  CHECK(names_given(office, kTown, kNow) == std::vector{base::AccountId()});
}

TEST_CASE("access/may: the committee office enters and follows in a leader's name and decides nothing") {
  Actor office = person(107, Role::specialist, kTown, base::UnitId(13));
  office.grants[0].may_enter = true;
  Party task = ward_task();
  for (const Action action : {Action::assign, Action::urge, Action::comment, Action::read}) {
    CAPTURE(to_string(action));
    CHECK(may(office, task, action, kNow).allowed);
  }
  CHECK(may(office, task, Action::assign, kNow).in_name_of == kLeader.account);
  CHECK(may(office, task, Action::urge, kNow).in_name_of == kLeader.account);
  for (const Action action : {Action::approve_extension, Action::close, Action::give_back, Action::suspend,
                              Action::cancel, Action::change_due, Action::change_parties}) {
    CAPTURE(to_string(action));
    CHECK_FALSE(may(office, task, action, kNow).allowed);
  }
  task.entered_by = office.account;  // what it entered wrongly it mends
  CHECK(may(office, task, Action::cancel, kNow).allowed);
  CHECK(may(office, task, Action::change_due, kNow).allowed);
  CHECK_FALSE(may(office, task, Action::close, kNow).allowed);
  task.assigner = {};  // in nobody's name nothing is entered
  CHECK_FALSE(may(office, task, Action::assign, kNow).allowed);
  office.grants[0].for_account = base::AccountId(555);  // for one leader only
  CHECK_FALSE(may(office, ward_task(), Action::assign, kNow).allowed);
}

TEST_CASE("access/may: a deputy decides only in the fields given to him") {
  Actor deputy = person(106, Role::leader, kTown, kTown);
  deputy.grants[0].fields = {"VX", "LAMSON"};
  Party task = ward_task();
  task.fields = {"LAMSON"};
  CHECK(may(deputy, task, Action::close, kNow).allowed);
  task.fields = {"DONGSON", "KT"};
  const auto refused = may(deputy, task, Action::close, kNow);
  CHECK_FALSE(refused.allowed);
  CHECK(refused.refusal.vi.find("ngoài lĩnh vực") != std::string::npos);
  CHECK(refused.refusal.vi.find("VX, LAMSON") != std::string::npos);
  CHECK_FALSE(may(deputy, task, Action::assign, kNow).allowed);
  task.assigner = deputy.account;  // what he gave himself stays his
  CHECK(may(deputy, task, Action::close, kNow).allowed);
  CHECK_FALSE(may(deputy, ward_task(), Action::close, kNow).allowed);  // of no known field
}

TEST_CASE("access/may: inside a unit the head gives, the person acts for his part only") {
  Party party = ward_task();
  party.holder_unit = kCulture;
  CHECK(who_may(Action::give_hand, party) == "head");
  CHECK(who_may(Action::submit, party) == "head specialist");
  party.has_hands = true;
  party.hand_account = kSpecialist.account;
  CHECK(who_may(Action::work_hand, party) == "specialist");
  for (const Action action : {Action::accept, Action::progress, Action::submit, Action::ask_extension}) {
    CAPTURE(to_string(action));
    CHECK(who_may(action, party) == "head");
  }
  CHECK(may(kSpecialist, party, Action::submit, kNow).refusal.vi.find("đã được giao cho người trong đơn vị") !=
        std::string::npos);
  Party own = ward_task();  // to the head himself: he may pass it on too, a specialist may not
  own.holder_unit = {};
  own.holder_account = kHead.account;
  CHECK(who_may(Action::give_hand, own) == "head");
  own.holder_account = kSpecialist.account;
  CHECK(who_may(Action::give_hand, own).empty());
}

TEST_CASE("access/table: what is printed is what may() answers") {
  // One actor for each standing, alone in it as far as that can be.
  auto actor_with = [](Standing standing, Party& party) {
    party = Party{};
    party.office = kTown;
    party.assigner = base::AccountId(999);
    Actor actor = person(300, Role::specialist, base::UnitId(77), base::UnitId(77));
    auto grant = [&](Role role, base::UnitId office, base::UnitId unit) {
      actor.grants = {Grant{role, office, unit, {}, {}, false}};
    };
    switch (standing) {
      case Standing::decider:
      case Standing::leader: grant(Role::leader, kTown, kTown); break;
      case Standing::assigner:
        grant(Role::unit_head, kTown, kFinance);
        party.assigner = actor.account;
        break;
      case Standing::head:
        grant(Role::unit_head, kTown, kCulture);
        party.unit = kCulture;
        break;
      case Standing::entered: party.entered_by = actor.account; [[fallthrough]];
      case Standing::monitor:
        grant(Role::specialist, kTown, kFinance);
        actor.grants[0].may_enter = true;
        break;
      case Standing::clerk: grant(Role::clerk, kTown, kTown); break;
      case Standing::admin: grant(Role::admin, kTown, kTown); break;
      case Standing::member: grant(Role::specialist, kTown, kFinance); break;
      case Standing::signs:
        grant(Role::unit_head, kTown, kFinance);
        actor.grants[0].may_sign_for = true;
        break;
      case Standing::holder: party.holder_account = actor.account; break;
      case Standing::holder_leads:
        grant(Role::unit_head, base::UnitId(77), base::UnitId(78));
        party.holder_account = actor.account;
        break;
      case Standing::holder_head:
        grant(Role::leader, kWard, kWard);
        party.holder_unit = kWard;
        break;
      case Standing::holder_member:
        grant(Role::specialist, kWard, kWard);
        party.holder_unit = kWard;
        break;
      case Standing::holder_clerk:
        grant(Role::clerk, kWard, kWard);
        party.holder_unit = kWard;
        break;
      case Standing::hand: party.hand_account = actor.account; break;
    }
    return actor;
  };
  const auto rows = table();
  REQUIRE(rows.size() == static_cast<std::size_t>(kActionCount));
  std::set<std::string> words;
  for (int s = 0; s < kStandingCount; ++s) {
    const auto standing = static_cast<Standing>(s);
    CHECK(words.insert(describe(standing).vi).second);
    CHECK_FALSE(describe(standing).en.empty());
    Party party;
    const Actor actor = actor_with(standing, party);
    const Relation is = relation_of(actor, party, kNow);
    REQUIRE(stands(is, standing));
    for (const TableRow& row : rows) {
      CAPTURE(to_string(row.action));
      CAPTURE(describe(standing).en);
      bool expected = false;
      for (const Standing one : row.standings) expected = expected || stands(is, one);
      CHECK(may(actor, party, row.action, kNow).allowed == expected);
    }
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(static_cast<std::size_t>(rows[i].action) == i);
    CHECK_FALSE(rows[i].standings.empty());
    CHECK_FALSE(rows[i].who.vi.empty());
    CHECK_FALSE(rows[i].who.en.empty());
  }
}
