// Who may do which step (domain.md 5.4 and structured-mail.md 5), as a pure table over values. Nothing is looked up:
// the caller fills in what the directory knows. Thread-safe. A refusal comes with a sentence in both languages.
// Identity is not decided here: the caller passes only an actor whom an authenticated submission has proven.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/sentence.h"

namespace policies::access {

enum class Role { specialist, unit_head, leader, clerk, admin };

// One role in one unit, own or delegated. A leader whose unit is an office is `leader`; whose unit is a section of an
// office is `unit_head`. `office` is the office the unit belongs to (itself when it is one).
struct Grant {
  Role role = Role::specialist;
  base::UnitId office;
  base::UnitId unit;
  std::optional<base::Timestamp> from;   // nothing: always
  std::optional<base::Timestamp> until;  // not included
  bool may_sign_for = false;             // unit head who signs by authority (TL.)
  // In whose name, when not in the actor's own: the chairman's substitute (role leader, dated) acts as that assigner.
  base::AccountId for_account{};
  // The committee office (domain.md 8.4): enters tasks in a leader's name, follows them, urges; decides nothing.
  bool may_enter = false;
  // Of a leader: the fields given to him, as unit codes or words ("VX", "BADINH", "văn xã"); empty: all.
  std::vector<std::string> fields{};
};

struct Actor {
  base::AccountId account;
  std::vector<Grant> grants;
};

// The thing the step is about: a task's party or a document. Fields that do not apply stay empty.
struct Party {
  base::UnitId office;       // office that owns the task or the document (the assigner's, the sender's, the receiver's)
  base::UnitId unit;         // the unit inside it that is concerned (for `within unit`); may be empty
  base::AccountId assigner;  // who gave the task
  base::UnitId holder_unit;  // the unit that must act …
  base::AccountId holder_account;     // … or the person. Both empty: nobody yet
  bool informed_only = false;         // the holder got it for information
  base::AccountId hand_account{};     // the person inside the unit who has this part in hand (policies/tasks/hand.h)
  bool has_hands = false;             // the unit has passed it on to people of its own
  base::AccountId entered_by{};       // who entered it in the assigner's name
  std::vector<std::string> fields{};  // what it is about: codes of its units, words of its field
};

enum class Action {
  // the assigner's side
  assign,
  approve_extension,
  refuse_extension,
  close,
  give_back,
  answer_refusal,
  cancel,
  suspend,
  resume,
  change_due,
  change_parties,
  change_lead,
  add_text,
  change_priority,
  urge,
  // the holder's side
  accept,
  progress,
  submit,
  ask_extension,
  reassign,
  refuse,
  give_hand,  // … take it back, return its result
  work_hand,  // accept, report, submit or refuse one's own part inside the unit
  comment,
  // documents
  reserve_number,
  void_number,
  register_document,
  seal,
  dispatch,
  return_document,
  direct,
  assign_person,
  draft,
  sign,
  // reading and running
  read,
  manage_accounts,
  manage_calendar,
};
inline constexpr int kActionCount = static_cast<int>(Action::manage_calendar) + 1;
const char* to_string(Action action);  // "approve_extension"
const char* to_string(Role role);

struct Decision {
  bool allowed = false;
  base::Sentence refusal;  // empty when allowed
  // Allowed only in somebody else's name (substitute, committee office): whose. The event's actor stays who did it.
  base::AccountId in_name_of{};
  explicit operator bool() const { return allowed; }
};

// `party.assigner` of assign: in whose name the actor wants to assign when not in his own.
Decision may(const Actor& actor, const Party& party, Action action, base::Timestamp at);

// What the actor is to the party at that time. Several may be true.
struct Relation {
  bool assigner = false;       // gave the task himself, and still leads or heads in the owning office
  bool substitute = false;     // stands in for the assigner now
  bool leader = false;         // leads the owning office, in this field
  bool head = false;           // heads the unit concerned (`unit`; nobody does when it is empty)
  bool monitor = false;        // of the committee office: enters and follows tasks of the owning office
  bool entered = false;        // is a monitor and entered this one
  bool clerk = false;          // clerk of the owning office
  bool admin = false;          // administrator (of any office: accounts are kept centrally)
  bool member = false;         // any other member of the owning office
  bool signs = false;          // a head of the owning office who signs by authority
  bool holder = false;         // the person who must act
  bool holder_leads = false;   // … and leads or heads a unit himself
  bool holder_head = false;    // leads or heads the unit that must act
  bool holder_member = false;  // specialist of the unit that must act
  bool holder_clerk = false;   // clerk of the unit that must act
  bool hand = false;           // has the part in hand inside that unit
  bool leads = false;          // `leader` by a grant of his own, not as a substitute
  bool own_unit = false;       // belongs to the section that must act
  // Decides on the work of others: a deputy or substitute who must act himself does not accept his own result.
  bool decides() const { return assigner || (leads && !holder) || ((leader || substitute) && !acts_himself()); }
  bool acts_himself() const { return holder || hand || own_unit; }
};
Relation relation_of(const Actor& actor, const Party& party, base::Timestamp at);

// The table that may() reads, for people (`vanthu access show`): each action once, in the order of Action.
enum class Standing {
  decider,  // Relation::decides()
  assigner,
  leader,
  head,
  monitor,
  entered,
  clerk,
  admin,
  member,
  signs,
  holder,
  holder_leads,
  holder_head,
  holder_member,
  holder_clerk,
  hand,
};
inline constexpr int kStandingCount = static_cast<int>(Standing::hand) + 1;
base::Sentence describe(Standing standing);  // "phụ trách đơn vị được giao" / "head of the unit that must act"
bool stands(const Relation& relation, Standing standing);

struct TableRow {
  Action action = Action::assign;
  base::Sentence doing;             // "phê duyệt gia hạn" / "approve an extension"
  std::vector<Standing> standings;  // any of these may
  base::Sentence who;               // the same as words
  base::Sentence except;            // when they may not after all; mostly empty
};
std::vector<TableRow> table();

// Somebody who gives tasks at all: a leader of the office, the head of this unit of it, whoever enters for a leader. To
// whom and about what he may is asked of may().
bool gives_tasks(const Actor& actor, base::UnitId office, base::UnitId unit, base::Timestamp at);
// In whose name he may give tasks of that office when not in his own; no account: of any of its leaders.
std::vector<base::AccountId> names_given(const Actor& actor, base::UnitId office, base::Timestamp at);

}  // namespace policies::access
