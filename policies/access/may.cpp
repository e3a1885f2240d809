#include "policies/access/may.h"

#include <algorithm>
#include <array>

#include "policies/access/rules.h"

namespace policies::access {

namespace {

bool valid_at(const Grant& grant, base::Timestamp at) {
  return (!grant.from || *grant.from <= at) && (!grant.until || at < *grant.until);
}

// A deputy decides only in the fields that were given to him.
bool in_field(const Grant& grant, const Party& party) {
  if (grant.fields.empty()) return true;
  return std::any_of(grant.fields.begin(), grant.fields.end(), [&](const std::string& field) {
    return std::find(party.fields.begin(), party.fields.end(), field) != party.fields.end();
  });
}

void add_owning_office(Relation& is, const Actor& actor, const Party& party, const Grant& grant) {
  const bool in_name = static_cast<bool>(grant.for_account);
  if (grant.may_enter && (!in_name || grant.for_account == party.assigner)) {
    is.monitor = true;
    is.entered = is.entered || (party.entered_by && party.entered_by == actor.account);
  }
  switch (grant.role) {
    case Role::leader:
      if (in_name) is.substitute = is.substitute || grant.for_account == party.assigner;
      else if (actor.account == party.assigner) is.assigner = true;
      if (in_field(grant, party)) is.leader = true;
      if (in_field(grant, party) && !in_name) is.leads = true;
      break;
    case Role::unit_head:
      if (actor.account == party.assigner) is.assigner = true;
      is.member = true;
      if (party.unit && grant.unit == party.unit) is.head = true;
      if (grant.may_sign_for) is.signs = true;
      break;
    case Role::specialist: is.member = true; break;
    case Role::clerk: is.clerk = true; break;
    case Role::admin: break;
  }
}

void add_holding_unit(Relation& is, const Party& party, const Grant& grant) {
  const bool own = grant.unit == party.holder_unit;
  if (own && !grant.for_account && grant.role != Role::leader) is.own_unit = true;
  if (!own && grant.office != party.holder_unit) return;
  if (grant.role == Role::leader || (grant.role == Role::unit_head && own)) is.holder_head = true;
  if (grant.role == Role::specialist || (grant.role == Role::unit_head && !own)) is.holder_member = true;
  if (grant.role == Role::clerk) is.holder_clerk = true;
}

base::Sentence refusal_of(const Rule& rule, const Actor& actor, const Party& party, base::Timestamp at) {
  const base::Sentence no{std::string("Anh/Chị không có quyền ") + rule.doing_vi,
                          std::string("You may not ") + rule.doing_en};
  const bool by_leaders = (rule.standings & (bit(Standing::decider) | bit(Standing::leader))) != 0;
  for (const Grant& grant : actor.grants) {
    if (!by_leaders || grant.role != Role::leader || grant.office != party.office || !valid_at(grant, at)) continue;
    if (in_field(grant, party)) continue;
    std::string fields;
    for (const std::string& field : grant.fields) fields += (fields.empty() ? "" : ", ") + field;
    return {no.vi + "; việc này ngoài lĩnh vực được phân công cho Anh/Chị (" + fields + ").",
            no.en + "; this lies outside the fields given to you (" + fields + ")."};
  }
  return {no.vi + "; việc này dành cho " + rule.who_vi + ".", no.en + "; this is for " + rule.who_en + "."};
}

// In whose name: nobody's when something that is the actor's own allows it.
base::AccountId name_used(const Relation& is, const Actor& actor, const Party& party, Action action,
                          base::Timestamp at) {
  if (action > Action::urge || is.assigner) return {};
  bool leads = false;  // by a grant of his own
  base::AccountId stands_in_for;
  for (const Grant& grant : actor.grants) {
    if (!valid_at(grant, at) || grant.office != party.office || grant.role != Role::leader) continue;
    if (!grant.for_account) leads = leads || in_field(grant, party);
    else if (!stands_in_for || grant.for_account == party.assigner) stands_in_for = grant.for_account;
  }
  if (action == Action::assign) {
    // The caller says in whose name it is meant.
    if (party.assigner && party.assigner != actor.account && (is.substitute || is.monitor)) return party.assigner;
    return leads || is.head ? base::AccountId() : stands_in_for;
  }
  if (leads && !is.holder) return {};
  return is.substitute || is.monitor ? party.assigner : stands_in_for;
}

}  // namespace

const char* to_string(Role role) {
  constexpr std::array<const char*, 5> words{"specialist", "unit_head", "leader", "clerk", "admin"};
  return words.at(static_cast<std::size_t>(role));
}

Relation relation_of(const Actor& actor, const Party& party, base::Timestamp at) {
  Relation is;
  if (!actor.account) return is;
  is.holder = actor.account == party.holder_account;
  is.hand = actor.account == party.hand_account;
  for (const auto& grant : actor.grants) {
    if (!valid_at(grant, at)) continue;
    if (grant.role == Role::admin) {
      is.admin = true;  // runs accounts; no part in the office's own work
      continue;
    }
    if (party.office && grant.office == party.office) add_owning_office(is, actor, party, grant);
    // What is held is held by its people: nobody holds in another's name.
    if (grant.for_account && grant.may_enter) continue;
    if (is.holder && (grant.role == Role::leader || grant.role == Role::unit_head)) is.holder_leads = true;
    if (party.holder_unit) add_holding_unit(is, party, grant);
  }
  return is;
}

bool stands(const Relation& is, Standing standing) {
  switch (standing) {
    case Standing::decider: return is.decides();
    case Standing::assigner: return is.assigner;
    case Standing::leader: return is.leader;
    case Standing::head: return is.head;
    case Standing::monitor: return is.monitor;
    case Standing::entered: return is.entered;
    case Standing::clerk: return is.clerk;
    case Standing::admin: return is.admin;
    case Standing::member: return is.member;
    case Standing::signs: return is.signs;
    case Standing::holder: return is.holder;
    case Standing::holder_leads: return is.holder_leads;
    case Standing::holder_head: return is.holder_head;
    case Standing::holder_member: return is.holder_member;
    case Standing::holder_clerk: return is.holder_clerk;
    case Standing::hand: return is.hand;
  }
  return false;
}

bool gives_tasks(const Actor& actor, base::UnitId office, base::UnitId unit, base::Timestamp at) {
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const Grant& grant) {
    if (!valid_at(grant, at) || grant.office != office) return false;
    return grant.role == Role::leader || (grant.role == Role::unit_head && grant.unit == unit) || grant.may_enter;
  });
}

std::vector<base::AccountId> names_given(const Actor& actor, base::UnitId office, base::Timestamp at) {
  std::vector<base::AccountId> out;
  for (const Grant& grant : actor.grants) {
    if (!valid_at(grant, at) || grant.office != office || (!grant.for_account && !grant.may_enter)) continue;
    if (std::find(out.begin(), out.end(), grant.for_account) == out.end()) out.push_back(grant.for_account);
  }
  return out;
}

Decision may(const Actor& actor, const Party& party, Action action, base::Timestamp at) {
  const Relation is = relation_of(actor, party, at);
  const Rule& rule = rule_of(action);
  const bool holder_step = action >= Action::accept && action <= Action::work_hand;
  if (holder_step && party.informed_only) {
    return {
        false,
        {std::string("Anh/Chị được gửi nhiệm vụ này để biết nên không thể ") + rule.doing_vi + "; có thể gửi ý kiến.",
         std::string("You got this task for information only, so you cannot ") + rule.doing_en +
             "; comments are welcome."},
        {}};
  }
  bool allowed = false;
  for (int i = 0; i < kStandingCount; ++i) {
    const auto standing = static_cast<Standing>(i);
    if ((rule.standings & bit(standing)) == 0 || !stands(is, standing)) continue;
    if (standing == Standing::holder_member && rule.head_only_with_hands && party.has_hands) continue;
    // An office enters in somebody's name: in whose must be known.
    if (standing == Standing::monitor && action == Action::assign && !party.assigner) continue;
    allowed = true;
  }
  if (allowed) return {true, {}, name_used(is, actor, party, action, at)};
  if (rule.head_only_with_hands && party.has_hands && is.holder_member) {
    return {false,
            {std::string("Anh/Chị không có quyền ") + rule.doing_vi +
                 " thay đơn vị: việc đã được giao cho người trong đơn vị, lãnh đạo hoặc phụ trách của đơn vị gửi lên.",
             std::string("You may not ") + rule.doing_en +
                 " for the unit: the work was given to people of the unit, and its leader or head sends it up."},
            {}};
  }
  return {false, refusal_of(rule, actor, party, at), {}};
}

}  // namespace policies::access
