#include "policies/access/may.h"

#include <array>

namespace policies::access {

namespace {

struct ActionName {
  Action action;
  const char* word;
  base::Sentence doing;  // "phê duyệt gia hạn" / "approve an extension"
};

const std::array<ActionName, kActionCount>& names() {
  static const std::array<ActionName, kActionCount> table{{
      {Action::assign, "assign", {"giao nhiệm vụ", "assign tasks"}},
      {Action::approve_extension, "approve_extension", {"đồng ý gia hạn", "approve an extension"}},
      {Action::refuse_extension, "refuse_extension", {"từ chối gia hạn", "refuse an extension"}},
      {Action::close, "close", {"xác nhận hoàn thành và đóng nhiệm vụ", "accept the result and close the task"}},
      {Action::give_back, "give_back", {"trả lại kết quả", "return a result"}},
      {Action::answer_refusal, "answer_refusal", {"trả lời việc từ chối nhiệm vụ", "answer the refusal of a task"}},
      {Action::cancel, "cancel", {"hủy nhiệm vụ", "cancel the task"}},
      {Action::suspend, "suspend", {"tạm hoãn nhiệm vụ", "suspend the task"}},
      {Action::resume, "resume", {"cho tiếp tục nhiệm vụ", "resume the task"}},
      {Action::change_due, "change_due", {"đổi thời hạn", "change the deadline"}},
      {Action::accept, "accept", {"nhận nhiệm vụ", "accept the task"}},
      {Action::progress, "progress", {"báo cáo tiến độ", "report progress"}},
      {Action::submit, "submit", {"báo cáo hoàn thành", "report the task as done"}},
      {Action::ask_extension, "ask_extension", {"xin gia hạn", "ask for an extension"}},
      {Action::reassign, "reassign", {"chuyển nhiệm vụ", "pass the task on"}},
      {Action::refuse, "refuse", {"từ chối nhiệm vụ", "refuse the task"}},
      {Action::comment, "comment", {"ghi ý kiến vào nhiệm vụ", "comment on the task"}},
      {Action::reserve_number, "reserve_number", {"xin số văn bản", "reserve a document number"}},
      {Action::void_number, "void_number", {"hủy số văn bản", "void a document number"}},
      {Action::register_document, "register_document", {"vào sổ văn bản", "register a document"}},
      {Action::seal, "seal", {"ký số của cơ quan", "seal for the office"}},
      {Action::dispatch, "dispatch", {"phát hành văn bản", "dispatch a document"}},
      {Action::return_document, "return_document", {"trả lại văn bản cho nơi gửi", "return a document to its sender"}},
      {Action::direct, "direct", {"cho ý kiến chỉ đạo", "give a direction"}},
      {Action::assign_person, "assign_person", {"phân công người xử lý", "assign a person"}},
      {Action::draft, "draft", {"soạn văn bản", "draft a document"}},
      {Action::sign, "sign", {"ký văn bản", "sign a document"}},
      {Action::read, "read", {"xem hồ sơ này", "read this record"}},
      {Action::manage_accounts, "manage_accounts", {"quản lý tài khoản và đơn vị", "manage accounts and units"}},
      {Action::manage_calendar,
       "manage_calendar",
       {"quản lý lịch làm việc và danh mục", "manage calendars and code lists"}},
  }};
  return table;
}

const ActionName& name_of(Action action) { return names()[static_cast<std::size_t>(action)]; }

bool valid_at(const Grant& grant, base::Timestamp at) {
  return (!grant.from || *grant.from <= at) && (!grant.until || at < *grant.until);
}

// Who may do it, in words, for the refusal.
struct Rule {
  bool allowed = false;
  base::Sentence who;
};

Rule assigner_rule(const Relation& is) {
  return {is.decides(),
          {"người giao hoặc lãnh đạo cơ quan giao việc", "the assigner or a leader of the assigning office"}};
}

Rule holder_rule(const Relation& is, bool holder_unit) {
  if (!holder_unit) return {is.holder, {"người được giao nhiệm vụ", "the person to whom the task was given"}};
  return {is.holder || is.holder_head || is.holder_member,
          {"lãnh đạo, phụ trách hoặc chuyên viên của đơn vị được giao",
           "a leader, head or specialist of the unit to which the task was given"}};
}

Rule holder_head_rule(const Relation& is, bool holder_unit) {
  if (!holder_unit) return holder_rule(is, false);
  return {is.holder || is.holder_head,
          {"lãnh đạo hoặc phụ trách của đơn vị được giao", "a leader or head of the unit to which the task was given"}};
}

bool may_sign_for(const Actor& actor, const Party& party, base::Timestamp at) {
  for (const auto& grant : actor.grants) {
    if (valid_at(grant, at) && grant.role == Role::unit_head && grant.may_sign_for && grant.office == party.office)
      return true;
  }
  return false;
}

Rule rule_of(Action action, const Relation& is, const Actor& actor, const Party& party, base::Timestamp at) {
  const base::Sentence clerk{"văn thư của cơ quan", "the records clerk of the office"};
  const base::Sentence leaders{"lãnh đạo cơ quan hoặc phụ trách đơn vị (trong đơn vị mình)",
                               "a leader of the office, or a unit head within the unit"};
  const bool held_by_unit = static_cast<bool>(party.holder_unit);
  switch (action) {
    case Action::assign:
    case Action::direct:
    case Action::assign_person: return {is.leader || is.head, leaders};
    case Action::approve_extension:
    case Action::refuse_extension:
    case Action::close:
    case Action::give_back:
    case Action::answer_refusal:
    case Action::cancel:
    case Action::suspend:
    case Action::resume:
    case Action::change_due: return assigner_rule(is);
    case Action::accept:
    case Action::progress:
    case Action::submit:
    case Action::ask_extension: return holder_rule(is, held_by_unit);
    case Action::reassign:
    case Action::refuse: return holder_head_rule(is, held_by_unit);
    case Action::comment: {
      Rule rule{
          is.assigner || is.leader || is.head || is.holder || is.holder_head || is.holder_member || is.holder_clerk,
          {"người giao và những người được giao", "the assigner and those to whom the task was given"}};
      return rule;
    }
    case Action::reserve_number:
    case Action::void_number:
    case Action::register_document:
    case Action::seal:
    case Action::dispatch:
    case Action::return_document: return {is.clerk, clerk};
    case Action::draft:
      return {is.leader || is.head || is.member,
              {"lãnh đạo, phụ trách và chuyên viên của cơ quan", "leaders, heads and specialists of the office"}};
    case Action::sign:
      return {is.leader || may_sign_for(actor, party, at),
              {"lãnh đạo cơ quan hoặc người được ủy quyền ký",
               "a leader of the office or a head who is authorised to sign"}};
    case Action::read:
      return {is.assigner || is.leader || is.head || is.clerk || is.holder || is.holder_head || is.holder_member ||
                  is.holder_clerk,
              {"lãnh đạo, văn thư và những người liên quan", "leaders, the records clerk and those concerned"}};
    case Action::manage_accounts:
    case Action::manage_calendar: return {is.admin, {"quản trị viên", "an administrator"}};
  }
  return {};
}

}  // namespace

const char* to_string(Action action) { return name_of(action).word; }

const char* to_string(Role role) {
  constexpr std::array<const char*, 5> words{"specialist", "unit_head", "leader", "clerk", "admin"};
  return words.at(static_cast<std::size_t>(role));
}

Relation relation_of(const Actor& actor, const Party& party, base::Timestamp at) {
  Relation is;
  if (!actor.account) return is;
  is.holder = actor.account == party.holder_account;
  for (const auto& grant : actor.grants) {
    if (!valid_at(grant, at)) continue;
    if (grant.role == Role::admin) {
      is.admin = true;  // runs accounts; no part in the office's own work
      continue;
    }
    if (party.office && grant.office == party.office) {
      if (grant.role == Role::leader || grant.role == Role::unit_head) is.assigner = actor.account == party.assigner;
      if (grant.role == Role::leader) is.leader = true;
      if (grant.role == Role::clerk) is.clerk = true;
      if (grant.role == Role::unit_head) {
        is.member = true;
        if (party.unit && grant.unit == party.unit) is.head = true;
      }
      if (grant.role == Role::specialist) is.member = true;
    }
    if (!party.holder_unit || (grant.unit != party.holder_unit && grant.office != party.holder_unit)) continue;
    const bool own = grant.unit == party.holder_unit;
    if (grant.role == Role::leader || (grant.role == Role::unit_head && own)) is.holder_head = true;
    if (grant.role == Role::specialist || (grant.role == Role::unit_head && !own)) is.holder_member = true;
    if (grant.role == Role::clerk) is.holder_clerk = true;
  }
  return is;
}

Decision may(const Actor& actor, const Party& party, Action action, base::Timestamp at) {
  const Relation is = relation_of(actor, party, at);
  const base::Sentence& doing = name_of(action).doing;
  const bool holder_step = action >= Action::accept && action <= Action::refuse;
  if (holder_step && party.informed_only) {
    return {false,
            {"Anh/Chị được gửi nhiệm vụ này để biết nên không thể " + doing.vi + "; có thể gửi ý kiến.",
             "You got this task for information only, so you cannot " + doing.en + "; comments are welcome."}};
  }
  const Rule rule = rule_of(action, is, actor, party, at);
  if (rule.allowed) return {true, {}};
  return {false,
          {"Anh/Chị không có quyền " + doing.vi + "; việc này dành cho " + rule.who.vi + ".",
           "You may not " + doing.en + "; this is for " + rule.who.en + "."}};
}

}  // namespace policies::access
