#include "directory/people/loader.h"

#include <algorithm>

#include "directory/people/access_grants.h"

namespace directory {

using base::Result;
using base::SqlRow;

Result<std::int64_t> read_directory_version(base::SqlReader& reader) {
  return reader.query_i64("SELECT version FROM directory_state WHERE one = 1", {}, 0);
}

Result<std::shared_ptr<const DirectoryView>> DirectoryLoader::load(base::SqlReader& reader, base::Timestamp now) {
  DirectoryLoader loader(reader, now);
  if (auto done = loader.read_all(); !done) return std::move(done).error();
  return std::shared_ptr<const DirectoryView>(std::move(loader.view_));
}

Result<void> DirectoryLoader::read_all() {
  auto version = read_directory_version(reader_);
  if (!version) return std::move(version).error();
  view_->version_ = *version;
  for (const auto step :
       {&DirectoryLoader::read_domains, &DirectoryLoader::read_units, &DirectoryLoader::read_accounts,
        &DirectoryLoader::read_addresses, &DirectoryLoader::read_groups, &DirectoryLoader::read_role_members,
        &DirectoryLoader::read_grants, &DirectoryLoader::read_preferences}) {
    if (auto done = (this->*step)(); !done) return done;
  }
  choose_administrators();
  return {};
}

bool DirectoryLoader::is_valid(std::int64_t from_us, std::int64_t to_us) {
  const auto edge = [&](std::int64_t us) {
    if (view_->next_edge_.us == 0 || us < view_->next_edge_.us) view_->next_edge_ = base::Timestamp(us);
  };
  if (from_us > now_.us) {
    edge(from_us);
    return false;
  }
  if (to_us == 0) return true;
  if (to_us <= now_.us) return false;
  edge(to_us);
  return true;
}

Result<void> DirectoryLoader::read_domains() {
  return reader_.query("SELECT name, valid_from_us, valid_to_us FROM domain ORDER BY position, name", {},
                       [&](const SqlRow& row) {
                         if (is_valid(row.i64(1), row.i64(2))) view_->domains_.push_back(row.str(0));
                         return true;
                       });
}

Result<void> DirectoryLoader::read_units() {
  auto done = reader_.query(
      "SELECT unit, valid_from_us, valid_to_us, parent, office, kind, code, name, symbol, mail FROM unit_term ORDER BY code, unit",
      {}, [&](const SqlRow& row) {
        if (!is_valid(row.i64(1), row.i64(2))) return true;
        Unit unit;
        unit.id = base::UnitId(row.i64(0));
        unit.parent = base::UnitId(row.i64(3));
        unit.office = base::UnitId(row.i64(4));
        unit.kind = row.i64(5) == 0 ? UnitKind::office : UnitKind::section;
        unit.code = row.str(6);
        unit.name = row.str(7);
        unit.symbol = row.str(8);
        unit.mail = row.str(9);
        view_->units_.push_back(std::move(unit));
        return true;
      });
  if (!done) return done;
  // Sorted here again: an engine's collation may order bytes in its own way.
  std::sort(view_->units_.begin(), view_->units_.end(), [](const Unit& a, const Unit& b) { return a.code < b.code; });
  for (std::size_t i = 0; i < view_->units_.size(); ++i) view_->unit_index_[view_->units_[i].id.value] = i;
  return {};
}

Result<void> DirectoryLoader::read_accounts() {
  auto done = reader_.query(
      "SELECT id, kind, unit, office, role, purpose, address, full_name, title, phone, staff_code, active, quota_bytes "
      "FROM account",
      {}, [&](const SqlRow& row) {
        Account account;
        account.id = base::AccountId(row.i64(0));
        account.kind = static_cast<AccountKind>(row.i64(1));
        account.unit = base::UnitId(row.i64(2));
        account.office = base::UnitId(row.i64(3));
        account.role = static_cast<Role>(row.i64(4));
        account.purpose = row.str(5);
        account.address = row.str(6);
        account.full_name = row.str(7);
        account.title = row.str(8);
        account.phone = row.str(9);
        account.staff_code = row.str(10);
        account.active = row.i64(11) != 0;
        account.quota_bytes = row.i64(12);
        view_->accounts_.push_back(std::move(account));
        return true;
      });
  if (!done) return done;
  std::sort(view_->accounts_.begin(), view_->accounts_.end(),
            [](const Account& a, const Account& b) { return a.address < b.address; });
  for (std::size_t i = 0; i < view_->accounts_.size(); ++i) {
    const Account& account = view_->accounts_[i];
    view_->account_index_[account.id.value] = i;
    if (account.kind == AccountKind::role_mailbox && !account.purpose.empty()) {
      view_->role_mailboxes_.try_emplace({account.office.value, account.purpose}, account.id);
    }
    if (account.kind == AccountKind::journal) {
      view_->journals_[account.office.value] = account.id;
      view_->reserved_.insert(account.address);
    }
  }
  return {};
}

Result<void> DirectoryLoader::read_addresses() {
  return reader_.query(
      "SELECT address, valid_from_us, valid_to_us, target_kind, target, is_primary FROM address ORDER BY address", {},
      [&](const SqlRow& row) {
        if (!is_valid(row.i64(1), row.i64(2)) || row.i64(3) != 0) return true;
        const base::AccountId id(row.i64(4));
        const Account* account = view_->find_account(id);
        if (!account) return true;
        std::vector<std::string>& all = view_->addresses_of_[id.value];
        all.insert(row.i64(5) != 0 ? all.begin() : all.end(), row.str(0));
        if (account->kind == AccountKind::journal) {
          view_->reserved_.insert(row.str(0));  // nobody writes to a journal from outside
        } else {
          view_->addresses_[row.str(0)].accounts = {id};
        }
        return true;
      });
}

Result<void> DirectoryLoader::read_groups() {
  auto groups = reader_.query("SELECT address FROM mail_group", {}, [&](const SqlRow& row) {
    view_->addresses_[row.str(0)].is_group = true;
    return true;
  });
  if (!groups) return groups;
  return reader_.query("SELECT g.address, m.member FROM mail_group g JOIN group_member m ON m.mail_group = g.id", {},
                       [&](const SqlRow& row) {
                         view_->addresses_[row.str(0)].accounts.push_back(base::AccountId(row.i64(1)));
                         return true;
                       });
}

Result<void> DirectoryLoader::read_role_members() {
  return reader_.query("SELECT role_mailbox, member FROM role_member ORDER BY role_mailbox, member", {},
                       [&](const SqlRow& row) {
                         view_->role_members_[row.i64(0)].push_back(base::AccountId(row.i64(1)));
                         view_->roles_of_[row.i64(1)].push_back(base::AccountId(row.i64(0)));
                         return true;
                       });
}

Result<void> DirectoryLoader::read_grants() {
  auto grants = read_access_grants(reader_, {});
  if (!grants) return std::move(grants).error();
  view_->access_grants_ = std::move(*grants);
  return {};
}

Result<void> DirectoryLoader::read_preferences() {
  return reader_.query("SELECT scope, subject, name, value FROM preference", {}, [&](const SqlRow& row) {
    const auto name = parse_preference(row.str(2));  // nothing: the word of a newer program
    if (name) view_->preferences_[{static_cast<PreferenceScope>(row.i64(0)), row.i64(1), *name}] = row.str(3);
    return true;
  });
}

// Active administrators; an office that has none yet must still take mail for postmaster (RFC 5321 §4.5.1): its records
// desk.
void DirectoryLoader::choose_administrators() {
  for (const Account& account : view_->accounts_) {
    if (account.kind == AccountKind::person && account.active && account.role == Role::admin) {
      view_->administrators_.push_back(account.id);
    }
  }
  const Unit* root = view_->root();
  if (view_->administrators_.empty() && root) {
    for (const Account& account : view_->accounts_) {
      if (account.office == root->id && account.purpose == kRecords) view_->administrators_.push_back(account.id);
    }
  }
  std::sort(view_->administrators_.begin(), view_->administrators_.end());
}

}  // namespace directory
