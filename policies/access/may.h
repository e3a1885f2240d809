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
  base::AccountId holder_account;  // … or the person. Both empty: nobody yet
  bool informed_only = false;      // the holder got it for information
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
  // the holder's side
  accept,
  progress,
  submit,
  ask_extension,
  reassign,
  refuse,
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
  explicit operator bool() const { return allowed; }
};

Decision may(const Actor& actor, const Party& party, Action action, base::Timestamp at);

// What the actor is to the party at that time: the rows of the table. Several may be true.
struct Relation {
  bool assigner = false;       // gave the task himself, and still leads or heads in the owning office
  bool leader = false;         // leads the owning office
  bool head = false;           // heads the unit concerned (`unit`; nobody does when it is empty)
  bool clerk = false;          // clerk of the owning office
  bool admin = false;          // administrator (of any office: accounts are kept centrally)
  bool member = false;         // any other member of the owning office
  bool holder = false;         // the person who must act
  bool holder_head = false;    // leads or heads the unit that must act
  bool holder_member = false;  // specialist of the unit that must act
  bool holder_clerk = false;   // clerk of the unit that must act
  // Decides on the work of others: a deputy who must act himself does not accept his own result.
  bool decides() const { return assigner || (leader && !holder); }
};
Relation relation_of(const Actor& actor, const Party& party, base::Timestamp at);

}  // namespace policies::access
