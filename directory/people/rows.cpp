#include "directory/people/rows.h"

#include <vector>

#include "directory/people/insert_many.h"

namespace directory {

namespace {

base::Result<void> ignore_count(base::Result<std::int64_t> result) {
  if (!result) return std::move(result).error();
  return {};
}

struct OfficeMailbox {
  std::string_view word, display;
  AccountKind kind;
  std::string_view purpose;
};
constexpr OfficeMailbox kOfficeMailboxes[] = {
    {kRecordsWord, "Văn thư", AccountKind::role_mailbox, kRecords},
    {kTaskWord, "Giao việc", AccountKind::role_mailbox, kTasks},
    {kJournalWord, "Nhật ký", AccountKind::journal, ""},
};

}  // namespace

base::Result<void> put_unit(base::SqlTransaction& tx, const Unit& unit, base::Timestamp now, bool create) {
  auto done = create
                  ? tx.execute("INSERT INTO unit (id, created_us, closed_us) VALUES (?, ?, 0)", {unit.id.value, now.us})
                  : tx.execute("UPDATE unit_term SET valid_to_us = ? WHERE unit = ? AND valid_to_us = 0",
                               {now.us, unit.id.value});
  if (!done) return std::move(done).error();
  // A second change in the same microsecond replaces the term that never was in force.
  done = tx.execute("DELETE FROM unit_term WHERE unit = ? AND valid_from_us >= ?", {unit.id.value, now.us});
  if (!done) return std::move(done).error();
  return ignore_count(tx.execute(
      "INSERT INTO unit_term (unit, valid_from_us, valid_to_us, parent, office, kind, code, name, symbol, mail) "
      "VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
      {unit.id.value, now.us, unit.parent.value, unit.office.value, static_cast<int>(unit.kind), unit.code, unit.name,
       unit.symbol, unit.mail}));
}

base::Result<void> insert_accounts(base::SqlTransaction& tx, std::span<const Account> accounts, base::Timestamp now) {
  auto done = insert_many(
      tx,
      "INSERT INTO account (id, kind, unit, office, shard, role, purpose, address, full_name, title, phone, staff_code, active, "
      "quota_bytes, created_us, closed_us) VALUES ",
      16, accounts.size(), [&](std::size_t i, std::vector<base::SqlParam>& out) {
        const Account& a = accounts[i];
        out.insert(out.end(), {a.id.value, static_cast<int>(a.kind), a.unit.value, a.office.value, 0,
                               static_cast<int>(a.role), a.purpose, a.address, a.full_name, a.title, a.phone,
                               a.staff_code, a.active, a.quota_bytes, now.us, 0});
      });
  if (!done) return done;
  return insert_many(
      tx, "INSERT INTO address (address, valid_from_us, valid_to_us, target_kind, target, is_primary) VALUES ", 6,
      accounts.size(), [&](std::size_t i, std::vector<base::SqlParam>& out) {
        out.insert(out.end(), {accounts[i].address, now.us, 0, 0, accounts[i].id.value, true});
      });
}

base::Result<void> insert_account(base::SqlTransaction& tx, const Account& account, base::Timestamp now) {
  return insert_accounts(tx, std::span(&account, 1), now);
}

base::Result<void> update_account(base::SqlTransaction& tx, const Account& account) {
  return ignore_count(tx.execute(
      "UPDATE account SET unit = ?, office = ?, role = ?, full_name = ?, title = ?, phone = ?, staff_code = ?, quota_bytes = ? "
      "WHERE id = ?",
      {account.unit.value, account.office.value, static_cast<int>(account.role), account.full_name, account.title,
       account.phone, account.staff_code, account.quota_bytes, account.id.value}));
}

base::Result<void> insert_address(base::SqlTransaction& tx, std::string_view address, base::AccountId account,
                                  bool primary, base::Timestamp now, base::Timestamp until) {
  return ignore_count(tx.execute(
      "INSERT INTO address (address, valid_from_us, valid_to_us, target_kind, target, is_primary) VALUES (?, ?, ?, 0, ?, ?)",
      {address, now.us, until.us, account.value, primary}));
}

std::string office_local_part(std::string_view word, const Unit& office) {
  return office.parent ? std::string(word) + "." + office.mail : std::string(word);
}

base::Result<void> insert_office_mailboxes(base::SqlTransaction& tx, const Unit& office, std::string_view domain,
                                           base::Timestamp now, base::IdMaker& ids) {
  for (const OfficeMailbox& mailbox : kOfficeMailboxes) {
    Account account;
    account.id = ids.make<base::AccountId>();
    account.kind = mailbox.kind;
    account.purpose = mailbox.purpose;
    account.address = office_local_part(mailbox.word, office) + "@" + std::string(domain);
    account.full_name = std::string(mailbox.display) + " - " + office.name;
    if (account.full_name.size() > 255) account.full_name = std::string(mailbox.display) + " - " + office.code;
    account.unit = account.office = office.id;
    if (auto done = insert_account(tx, account, now); !done) return done;
  }
  return {};
}

base::Result<void> insert_section_mailbox(base::SqlTransaction& tx, const Unit& section, std::string_view domain,
                                          base::Timestamp now, base::IdMaker& ids) {
  Account account;
  account.id = ids.make<base::AccountId>();
  account.kind = AccountKind::role_mailbox;
  account.purpose = kSectionTasks;
  account.address = office_local_part(kTaskWord, section) + "@" + std::string(domain);
  account.full_name = "Giao việc - " + section.name;
  if (account.full_name.size() > 255) account.full_name = "Giao việc - " + section.code;
  account.unit = section.id;
  account.office = section.office;
  return insert_account(tx, account, now);
}

// The same join says who belongs in and who does not.
base::Result<void> sync_role_members(base::SqlTransaction& tx, base::Timestamp now) {
  auto done = tx.execute(
      "DELETE FROM role_member WHERE automatic = 1 AND NOT EXISTS ("
      "SELECT 1 FROM account r JOIN account p ON p.office = r.office "
      "WHERE r.id = role_member.role_mailbox AND p.id = role_member.member AND p.kind = 0 AND p.active = 1 AND "
      "((r.purpose = 'records' AND p.role = 2) OR (r.purpose = 'tasks' AND p.role = 1) OR (r.purpose = 'section' AND p.unit = r.unit)))",
      {});
  if (!done) return std::move(done).error();
  return ignore_count(tx.execute(
      "INSERT INTO role_member (role_mailbox, member, automatic, granted_us) "
      "SELECT r.id, p.id, 1, ? FROM account r JOIN account p ON p.office = r.office "
      "WHERE r.kind = 1 AND p.kind = 0 AND p.active = 1 AND "
      "((r.purpose = 'records' AND p.role = 2) OR (r.purpose = 'tasks' AND p.role = 1) OR (r.purpose = 'section' AND p.unit = r.unit)) "
      "AND NOT EXISTS ("
      "SELECT 1 FROM role_member m WHERE m.role_mailbox = r.id AND m.member = p.id)",
      {now.us}));
}

}  // namespace directory
