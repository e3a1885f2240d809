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
