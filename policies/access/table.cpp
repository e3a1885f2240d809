// Who may do what: the data, and the same as rows for people.
#include <array>

#include "policies/access/rules.h"

namespace policies::access {

namespace {

constexpr std::uint32_t of() { return 0; }
template <class... Rest>
constexpr std::uint32_t of(Standing first, Rest... rest) {
  return bit(first) | of(rest...);
}

using S = Standing;

constexpr std::uint32_t kDecider = of(S::decider);
constexpr std::uint32_t kCorrects = of(S::decider, S::entered);
constexpr std::uint32_t kHolders = of(S::holder, S::holder_head, S::holder_member);
constexpr std::uint32_t kHolderHeads = of(S::holder, S::holder_head);
constexpr std::uint32_t kBothSides = of(S::assigner, S::leader, S::head, S::monitor, S::holder, S::holder_head,
                                        S::holder_member, S::holder_clerk, S::hand);

constexpr const char* kDeciderVi = "người giao, người thay người giao hoặc lãnh đạo cơ quan giao việc";
constexpr const char* kDeciderEn = "the assigner, whoever stands in for him, or a leader of the assigning office";
constexpr const char* kCorrectsVi =
    "người giao, người thay người giao, lãnh đạo cơ quan giao việc, hoặc văn phòng với nhiệm vụ do mình nhập";
constexpr const char* kCorrectsEn =
    "the assigner, whoever stands in for him, a leader of the assigning office, or the committee office for what it entered";
constexpr const char* kHoldersVi =
    "người được giao nhiệm vụ; nếu giao cho đơn vị: lãnh đạo, phụ trách hoặc chuyên viên của đơn vị";
constexpr const char* kHoldersEn = "the person to whom the task was given; of a unit: its leader, head or specialists";
constexpr const char* kHolderHeadsVi =
    "người được giao nhiệm vụ; nếu giao cho đơn vị: lãnh đạo hoặc phụ trách của đơn vị";
constexpr const char* kHolderHeadsEn = "the person to whom the task was given; of a unit: its leader or head";
constexpr const char* kClerkVi = "văn thư của cơ quan";
constexpr const char* kClerkEn = "the records clerk of the office";
constexpr const char* kLeadersVi = "lãnh đạo cơ quan hoặc phụ trách đơn vị (trong đơn vị mình)";
constexpr const char* kLeadersEn = "a leader of the office, or a unit head within the unit";

constexpr std::array<Rule, kActionCount> kRules{{
    {Action::assign, "assign", "giao nhiệm vụ", "assign tasks", of(S::leader, S::head, S::monitor),
     "lãnh đạo cơ quan, phụ trách đơn vị (trong đơn vị mình), hoặc văn phòng nhập thay lãnh đạo",
     "a leader of the office, a unit head within the unit, or the committee office in a leader's name"},
    {Action::approve_extension, "approve_extension", "đồng ý gia hạn", "approve an extension", kDecider, kDeciderVi,
     kDeciderEn},
    {Action::refuse_extension, "refuse_extension", "từ chối gia hạn", "refuse an extension", kDecider, kDeciderVi,
     kDeciderEn},
    {Action::close, "close", "xác nhận hoàn thành và đóng nhiệm vụ", "accept the result and close the task", kDecider,
     kDeciderVi, kDeciderEn},
    {Action::give_back, "give_back", "trả lại kết quả", "return a result", kDecider, kDeciderVi, kDeciderEn},
    {Action::answer_refusal, "answer_refusal", "trả lời việc từ chối nhiệm vụ", "answer the refusal of a task",
     kDecider, kDeciderVi, kDeciderEn},
    {Action::cancel, "cancel", "hủy nhiệm vụ", "cancel the task", kCorrects, kCorrectsVi, kCorrectsEn},
    {Action::suspend, "suspend", "tạm hoãn nhiệm vụ", "suspend the task", kDecider, kDeciderVi, kDeciderEn},
    {Action::resume, "resume", "cho tiếp tục nhiệm vụ", "resume the task", kDecider, kDeciderVi, kDeciderEn},
    {Action::change_due, "change_due", "đổi thời hạn", "change the deadline", kCorrects, kCorrectsVi, kCorrectsEn},
    {Action::change_parties, "change_parties", "thêm hoặc bớt đơn vị thực hiện", "add or remove parties", kCorrects,
     kCorrectsVi, kCorrectsEn},
    {Action::change_lead, "change_lead", "đổi đơn vị chủ trì", "change the lead", kCorrects, kCorrectsVi, kCorrectsEn},
    {Action::add_text, "add_text", "bổ sung nội dung chỉ đạo", "add to the direction", kCorrects, kCorrectsVi,
     kCorrectsEn},
    {Action::change_priority, "change_priority", "đổi độ khẩn", "change the urgency", kCorrects, kCorrectsVi,
     kCorrectsEn},
    {Action::urge, "urge", "đôn đốc", "urge", of(S::decider, S::monitor),
     "người giao, người thay người giao, lãnh đạo cơ quan giao việc hoặc văn phòng",
     "the assigner, whoever stands in for him, a leader of the assigning office, or the committee office"},
    {Action::accept, "accept", "nhận nhiệm vụ", "accept the task", kHolders, kHoldersVi, kHoldersEn, true},
    {Action::progress, "progress", "báo cáo tiến độ", "report progress", kHolders, kHoldersVi, kHoldersEn, true},
    {Action::submit, "submit", "báo cáo hoàn thành", "report the task as done", kHolders, kHoldersVi, kHoldersEn, true},
    {Action::ask_extension, "ask_extension", "xin gia hạn", "ask for an extension", kHolders, kHoldersVi, kHoldersEn,
     true},
    {Action::reassign, "reassign", "chuyển nhiệm vụ", "pass the task on", kHolderHeads, kHolderHeadsVi, kHolderHeadsEn},
    {Action::refuse, "refuse", "từ chối nhiệm vụ", "refuse the task", kHolderHeads, kHolderHeadsVi, kHolderHeadsEn},
    {Action::give_hand, "give_hand", "giao việc cho người trong đơn vị", "give work to people of the unit",
     of(S::holder_head, S::holder_leads), "lãnh đạo hoặc phụ trách của đơn vị được giao",
     "a leader or head of the unit to which the task was given"},
    {Action::work_hand, "work_hand", "báo cáo phần việc được giao trong đơn vị",
     "report on a part given inside the unit", of(S::hand), "người được phụ trách đơn vị giao phần việc này",
     "the person to whom the unit's head gave this part"},
    {Action::comment, "comment", "ghi ý kiến vào nhiệm vụ", "comment on the task", kBothSides,
     "người giao và những người được giao", "the assigner and those to whom the task was given"},
    {Action::reserve_number, "reserve_number", "xin số văn bản", "reserve a document number", of(S::clerk), kClerkVi,
     kClerkEn},
    {Action::void_number, "void_number", "hủy số văn bản", "void a document number", of(S::clerk), kClerkVi, kClerkEn},
    {Action::register_document, "register_document", "vào sổ văn bản", "register a document", of(S::clerk), kClerkVi,
     kClerkEn},
    {Action::seal, "seal", "ký số của cơ quan", "seal for the office", of(S::clerk), kClerkVi, kClerkEn},
    {Action::dispatch, "dispatch", "phát hành văn bản", "dispatch a document", of(S::clerk), kClerkVi, kClerkEn},
    {Action::return_document, "return_document", "trả lại văn bản cho nơi gửi", "return a document to its sender",
     of(S::clerk), kClerkVi, kClerkEn},
    {Action::direct, "direct", "cho ý kiến chỉ đạo", "give a direction", of(S::leader, S::head), kLeadersVi,
     kLeadersEn},
    {Action::assign_person, "assign_person", "phân công người xử lý", "assign a person", of(S::leader, S::head),
     kLeadersVi, kLeadersEn},
    {Action::draft, "draft", "soạn văn bản", "draft a document", of(S::leader, S::head, S::member),
     "lãnh đạo, phụ trách và chuyên viên của cơ quan", "leaders, heads and specialists of the office"},
    {Action::sign, "sign", "ký văn bản", "sign a document", of(S::leader, S::signs),
     "lãnh đạo cơ quan hoặc người được ủy quyền ký", "a leader of the office or a head who is authorised to sign"},
    {Action::read, "read", "xem hồ sơ này", "read this record", kBothSides | of(S::clerk),
     "lãnh đạo, văn thư và những người liên quan", "leaders, the records clerk and those concerned"},
    {Action::manage_accounts, "manage_accounts", "quản lý tài khoản và đơn vị", "manage accounts and units",
     of(S::admin), "quản trị viên", "an administrator"},
    {Action::manage_calendar, "manage_calendar", "quản lý lịch làm việc và danh mục", "manage calendars and code lists",
     of(S::admin), "quản trị viên", "an administrator"},
}};

constexpr bool in_order() {
  for (int i = 0; i < kActionCount; ++i) {
    if (static_cast<int>(kRules[static_cast<std::size_t>(i)].action) != i) return false;
  }
  return true;
}
static_assert(in_order(), "a row for each action, in the order of Action");

}  // namespace

const Rule& rule_of(Action action) { return kRules.at(static_cast<std::size_t>(action)); }

const char* to_string(Action action) { return rule_of(action).word; }

base::Sentence describe(Standing standing) {
  switch (standing) {
    case Standing::decider:
      return {
          "người giao, người thay người giao, hoặc lãnh đạo cơ quan giao việc (không phải người phải thực hiện)",
          "the assigner, whoever stands in for him, or a leader of the assigning office (who need not act himself)"};
    case Standing::assigner:
      return {"người giao, khi còn là lãnh đạo hoặc phụ trách ở cơ quan giao việc",
              "the assigner, while leading or heading there"};
    case Standing::leader:
      return {"lãnh đạo cơ quan, trong lĩnh vực được phân công", "a leader of the office, in his fields"};
    case Standing::head: return {"phụ trách đơn vị liên quan", "head of the unit concerned"};
    case Standing::monitor:
      return {"văn phòng được giao nhập và theo dõi nhiệm vụ", "the committee office that enters and follows tasks"};
    case Standing::entered:
      return {"văn phòng, với nhiệm vụ do mình nhập", "the committee office, for what it entered"};
    case Standing::clerk: return {"văn thư của cơ quan", "records clerk of the office"};
    case Standing::admin: return {"quản trị viên", "administrator"};
    case Standing::member: return {"phụ trách và chuyên viên của cơ quan", "heads and specialists of the office"};
    case Standing::signs: return {"phụ trách được ủy quyền ký (TL.)", "a head who signs by authority (TL.)"};
    case Standing::holder: return {"người được giao nhiệm vụ", "the person to whom the task was given"};
    case Standing::holder_leads:
      return {"người được giao nhiệm vụ mà phụ trách một đơn vị", "the person to whom it was given, who heads a unit"};
    case Standing::holder_head:
      return {"lãnh đạo hoặc phụ trách của đơn vị được giao", "leader or head of the unit that must act"};
    case Standing::holder_member: return {"chuyên viên của đơn vị được giao", "specialist of the unit that must act"};
    case Standing::holder_clerk: return {"văn thư của đơn vị được giao", "records clerk of the unit that must act"};
    case Standing::hand:
      return {"người được giao phần việc trong đơn vị", "the person who has the part in hand inside the unit"};
  }
  return {};
}

std::vector<TableRow> table() {
  std::vector<TableRow> rows;
  for (const Rule& rule : kRules) {
    TableRow row;
    row.action = rule.action;
    row.doing = {rule.doing_vi, rule.doing_en};
    for (int i = 0; i < kStandingCount; ++i) {
      if ((rule.standings & bit(static_cast<Standing>(i))) != 0) row.standings.push_back(static_cast<Standing>(i));
    }
    row.who = {rule.who_vi, rule.who_en};
    if (rule.head_only_with_hands) {
      row.except = {"khi đơn vị đã giao việc cho người của mình: chỉ lãnh đạo hoặc phụ trách của đơn vị",
                    "once the unit has given the work to people of its own: only its leader or head"};
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace policies::access
