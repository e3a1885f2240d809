// The directory's value types: offices and sections, accounts, addresses. Sources: domain.md 1, 5.4, 10; design.md
// section 4.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"

namespace directory {

enum class UnitKind { office, section };  // an office has its own books, seal and records address

struct Unit {
  base::UnitId id;
  base::UnitId parent;  // none for the root office
  base::UnitId office;  // itself for an office, else the nearest office above
  UnitKind kind = UnitKind::section;
  std::string code;    // unique, "BS", "BS.VP"
  std::string name;    // "UBND thị xã Bỉm Sơn"
  std::string symbol;  // "UBND", "VX"
  std::string mail;  // word used in role addresses: vanthu.<mail>@D; empty for the root office and for sections without
                     // a mailbox
};

enum class AccountKind { person, role_mailbox, journal };
enum class Role { staff, leader, clerk, admin };

// Role mailboxes that every office has. Clerks are members of the first, leaders of the second.
inline constexpr const char* kRecords = "records";
inline constexpr const char* kTasks = "tasks";
// A section with a mail word has a task mailbox too; everybody of the section is a member.
inline constexpr const char* kSectionTasks = "section";

struct Account {
  base::AccountId id;
  AccountKind kind = AccountKind::person;
  std::string address;    // primary, lower case, "binhnv@bimson.example"
  std::string full_name;  // NFC, "Nguyễn Văn Bình"; for role mailboxes their display name
  std::string title;      // "Chuyên viên"
  std::string phone;
  std::string staff_code;
  base::UnitId unit;
  base::UnitId office;
  Role role = Role::staff;
  bool active = true;            // false: disabled, keeps its mail, may not sign in
  std::int64_t quota_bytes = 0;  // 0 = unlimited
  std::string purpose;           // role mailboxes: kRecords (vanthu@), kTasks (giaoviec@), kSectionTasks, "" for others
  bool may_sign_in() const { return kind == AccountKind::person; }
};

// Somebody acts by another's right, or within fields (access_grants.h).
enum class GrantKind {
  substitute,  // stands in for a leader between two days
  enter,       // the committee office: enters tasks in a leader's name and follows them
  fields,      // a leader of the office decides only there
};

struct AccessGrant {
  std::int64_t id = 0;
  GrantKind kind = GrantKind::substitute;
  base::UnitId office;
  base::AccountId account;      // who; none: everybody of `unit`
  base::UnitId unit;            // of enter
  base::AccountId for_account;  // the leader; of enter none: any leader of the office
  base::Timestamp from;
  base::Timestamp until;            // not included; 0: open
  std::vector<std::string> fields;  // codes of units
  std::string set_by;               // address, or "vanthu" for a command
  base::Timestamp set_at;
  base::Timestamp withdrawn_at;  // 0: not withdrawn
  std::string withdrawn_by;
};

inline const char* to_string(Role role) {
  switch (role) {
    case Role::leader: return "leader";
    case Role::clerk: return "clerk";
    case Role::admin: return "admin";
    case Role::staff: break;
  }
  return "staff";
}

}  // namespace directory
