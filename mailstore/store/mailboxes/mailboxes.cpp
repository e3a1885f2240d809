// Names of mailboxes: making, renaming, deleting, subscribing.
#include "mailstore/store/mailboxes/mailboxes.h"

#include <functional>
#include <optional>

#include "mailstore/store/account_change.h"
#include "mailstore/store/mailbox_names.h"
#include "mailstore/store/selected/message_units.h"
#include "mailstore/store/selected/selected_mail.h"

namespace mailstore {
namespace {

using Done = base::Result<bool>;

base::Error no_mailbox() {
  return base::Error::permanent(base::ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."});
}
base::Error already_there() {
  return base::Error::permanent(base::ErrorCode::exists,
                                {"Đã có hộp thư tên này.", "A mailbox of that name is already there."});
}

// The mailbox of that name within the unit; also waits for a mailbox of that name that other units make.
base::Result<MailboxRow*> named(base::SqlTransaction& tx, AccountChange& change, std::string_view path) {
  auto row = read_mailbox(tx, change.account(), mailbox_name_key(path));
  if (!row) return row.error();
  if (!*row) return no_mailbox();
  return change.mailbox((*row)->info.id);
}

base::Error too_many(std::int64_t most, const char* vietnamese, const char* english) {
  const std::string number = std::to_string(most);
  return base::Error::permanent(base::ErrorCode::limit,
                                {std::string("Đã có ") + number + " " + vietnamese + ", hãy xóa bớt",
                                 "There are " + number + " " + english + " already, remove some first"});
}

// One mailbox more than the account has.
base::Result<MailboxRow*> create(base::SqlTransaction& tx, std::int64_t most, AccountChange& change,
                                 const std::string& path, SpecialUse use) {
  auto there = tx.query_i64("SELECT COUNT(*) FROM mailbox WHERE account = ? AND state = 0", {change.account().value});
  if (!there) return there.error();
  if (*there >= most) return too_many(most, "hộp thư", "mailboxes");
  return change.create(path, use);
}

base::Result<void> make_parents(base::SqlTransaction& tx, std::int64_t most, AccountChange& change,
                                std::string_view path) {
  for (const std::string& parent : parent_paths(path)) {
    auto there = named(tx, change, parent);
    if (there) continue;
    if (there.error().code != base::ErrorCode::not_found) return there.error();
    auto made = create(tx, most, change, parent, SpecialUse::none);
    if (!made) return made.error();
  }
  return {};
}

base::Result<MailboxRow*> make_mailbox(base::SqlTransaction& tx, std::int64_t most, AccountChange& change,
                                       const std::string& path, SpecialUse use) {
  auto there = named(tx, change, path);
  if (there) return already_there();
  if (there.error().code != base::ErrorCode::not_found) return there.error();
  auto parents = make_parents(tx, most, change, path);
  if (!parents) return parents.error();
  return create(tx, most, change, path, use);
}

base::Result<void> set_name(base::SqlTransaction& tx, AccountChange& change, base::MailboxId id,
                            const std::string& path) {
  auto done = tx.execute("UPDATE mailbox SET path = ?, name_key = ?, changed_modseq = ? WHERE id = ?",
                         {path, mailbox_name_key(path), change.modseq().value, id.value});
  if (!done) return done.error();
  return {};
}

Done rename_in_unit(base::SqlTransaction& tx, StoreCore& core, std::int64_t most, base::AccountId account,
                    const std::string& from, const std::string& to) {
  auto change = AccountChange::begin(tx, core, account);
  if (!change) return change.error();
  auto source = named(tx, *change, from);
  if (!source) return source.error();
  auto target = named(tx, *change, to);
  if (target) return already_there();
  if (target.error().code != base::ErrorCode::not_found) return target.error();
  auto parents = make_parents(tx, most, *change, to);
  if (!parents) return parents.error();
  auto all = list_mailboxes(tx, account);
  if (!all) return all.error();
  for (const MailboxRow& row : *all) {
    if (row.info.path != from && !is_child_path(row.info.path, from)) continue;
    auto named_anew = set_name(tx, *change, row.info.id, to + row.info.path.substr(from.size()));
    if (!named_anew) return named_anew.error();
  }
  auto finished = change->finish();
  if (!finished) return finished.error();
  return true;
}

// From here on the name is free and nobody finds the mailbox; its messages go in chunks.
base::Result<base::MailboxId> begin_deletion(base::SqlTransaction& tx, StoreCore& core, base::AccountId account,
                                             const std::string& path) {
  auto change = AccountChange::begin(tx, core, account);
  if (!change) return change.error();
  auto row = named(tx, *change, path);
  if (!row) return row.error();
  auto all = list_mailboxes(tx, account);
  if (!all) return all.error();
  for (const MailboxRow& other : *all) {
    if (is_child_path(other.info.path, path)) {
      return base::Error::permanent(base::ErrorCode::exists,
                                    {"Hộp thư còn có hộp thư con; hãy xóa các hộp thư con trước.",
                                     "The mailbox has mailboxes below it; delete them first."});
    }
  }
  const base::MailboxId id = (*row)->info.id;
  auto marked = tx.execute(
      "UPDATE mailbox SET state = ?, special_use = 0, name_key = ?, changed_modseq = ? WHERE id = ?",
      {static_cast<int>(MailboxState::dying), "\x01" + std::to_string(id.value), change->modseq().value, id.value});
  if (!marked) return marked.error();
  auto gone = tx.execute("INSERT INTO mailbox_gone (account, modseq, mailbox) VALUES (?, ?, ?)",
                         {account.value, change->modseq().value, id.value});
  if (!gone) return gone.error();
  auto finished = change->finish();
  if (!finished) return finished.error();
  return id;
}

}  // namespace

base::Co<base::Result<void>> Mailboxes::make_account(base::AccountId account) {
  auto unit = [this, account](base::SqlTransaction& tx) -> base::Result<void> {
    auto change = AccountChange::begin(tx, core_, account);
    if (!change) return change.error();
    return change->finish();
  };
  co_return co_await core_.db.write(unit);
}

base::Co<base::Result<std::vector<MailboxInfo>>> Mailboxes::list(base::AccountId account) {
  auto query = [account](base::SqlSnapshot& snapshot) -> base::Result<std::vector<MailboxRow>> {
    return list_mailboxes(snapshot, account);
  };
  auto rows = co_await core_.db.read(query);
  if (rows && rows->empty()) {
    auto made = co_await make_account(account);
    if (!made) co_return made.error();
    rows = co_await core_.db.read(query);
  }
  if (!rows) co_return rows.error();
  std::vector<MailboxInfo> out;
  for (MailboxRow& row : *rows) out.push_back(std::move(row.info));
  co_return out;
}

base::Co<base::Result<MailboxInfo>> Mailboxes::find(base::AccountId account, std::string path) {
  auto normal = normal_mailbox_path(path);
  if (!normal) co_return no_mailbox();
  auto query = [account, name = mailbox_name_key(*normal)](
                   base::SqlSnapshot& snapshot) -> base::Result<std::optional<MailboxRow>> {
    return read_mailbox(snapshot, account, name);
  };
  auto row = co_await core_.db.read(query);
  if (row && !*row && parent_paths(*normal).empty()) {  // perhaps one of those every account has
    auto made = co_await make_account(account);
    if (!made) co_return made.error();
    row = co_await core_.db.read(query);
  }
  if (!row) co_return row.error();
  if (!*row) co_return no_mailbox();
  co_return std::move((*row)->info);
}

base::Co<base::Result<MailboxInfo>> Mailboxes::find(base::MailboxId id) {
  auto query = [id](base::SqlSnapshot& snapshot) -> base::Result<std::optional<MailboxRow>> {
    return read_mailbox(snapshot, id);
  };
  auto row = co_await core_.db.read(query);
  if (!row) co_return row.error();
  if (!*row || (*row)->state != MailboxState::live) co_return no_mailbox();
  co_return std::move((*row)->info);
}

base::Co<base::Result<MailboxInfo>> Mailboxes::create(base::AccountId account, std::string path, SpecialUse use) {
  auto normal = normal_mailbox_path(path);
  if (!normal) co_return normal.error();
  auto unit = [this, account, use, name = *normal](base::SqlTransaction& tx) -> base::Result<MailboxInfo> {
    auto change = AccountChange::begin(tx, core_, account);
    if (!change) return change.error();
    auto row = make_mailbox(tx, settings_.max_mailboxes, *change, name, use);
    if (!row) return row.error();
    const MailboxInfo info = (*row)->info;
    auto finished = change->finish();
    if (!finished) return finished.error();
    return info;
  };
  co_return co_await core_.db.write(unit);
}

base::Co<base::Result<void>> Mailboxes::rename(base::AccountId account, std::string from, std::string to) {
  auto old_name = normal_mailbox_path(from);
  if (!old_name) co_return no_mailbox();
  auto new_name = normal_mailbox_path(to);
  if (!new_name) co_return new_name.error();
  if (*new_name == *old_name) co_return already_there();
  if (*old_name == "INBOX") {
    // RFC 9051 §6.3.6: INBOX stays, its messages move to the new name; mailboxes below INBOX stay too.
    auto source = co_await find(account, *old_name);
    if (!source) co_return source.error();
    auto target = co_await create(account, *new_name, SpecialUse::none);
    if (!target) co_return target.error();
    auto all = co_await selected_.view(source->id);
    if (!all) co_return all.error();
    std::vector<base::Uid> uids;
    for (const auto& chunk : (*all)->chunks()) {
      for (const Entry& entry : *chunk) uids.push_back(entry.uid);
    }
    auto moved = co_await selected_.move(source->id, std::move(uids), target->id);
    if (!moved) co_return moved.error();
    if (moved->stopped) co_return *moved->stopped;
    co_return base::Result<void>();
  }
  if (is_child_path(*new_name, *old_name)) {
    co_return base::Error::permanent(base::ErrorCode::bad_input, {"Không thể chuyển hộp thư vào bên dưới chính nó.",
                                                                  "A mailbox cannot be moved below itself."});
  }
  auto unit = [this, account, a = *old_name, b = *new_name](base::SqlTransaction& tx) -> Done {
    return rename_in_unit(tx, core_, settings_.max_mailboxes, account, a, b);
  };
  auto done = co_await core_.db.write(unit);
  if (!done) co_return done.error();
  // Views carry the path in their info.
  auto now_there = co_await list(account);
  if (!now_there) co_return now_there.error();
  for (const MailboxInfo& info : *now_there) {
    if (info.path == *new_name || is_child_path(info.path, *new_name)) core_.views.drop(info.id);
  }
  co_return base::Result<void>();
}

base::Co<base::Result<void>> Mailboxes::remove(base::AccountId account, std::string path) {
  auto normal = normal_mailbox_path(path);
  if (!normal) co_return no_mailbox();
  if (*normal == "INBOX")
    co_return base::Error::permanent(base::ErrorCode::no_permission,
                                     {"Không thể xóa INBOX.", "INBOX cannot be deleted."});
  auto begin = [this, account, name = *normal](base::SqlTransaction& tx) -> base::Result<base::MailboxId> {
    return begin_deletion(tx, core_, account, name);
  };
  auto id = co_await core_.db.write(begin);
  if (!id) co_return id.error();
  core_.views.drop(*id);
  for (;;) {
    auto chunk = [this, mailbox = *id](base::SqlTransaction& tx) -> Done {
      return empty_dying_mailbox(tx, core_, mailbox);
    };
    auto gone = co_await core_.db.write(chunk);
    if (!gone) co_return gone.error();
    if (*gone) co_return base::Result<void>();
  }
}

base::Co<base::Result<void>> Mailboxes::subscribe(base::AccountId reader, std::string name, bool subscribed) {
  auto normal = normal_mailbox_path(name);
  if (!normal) co_return normal.error();
  const std::int64_t most = 2 * settings_.max_mailboxes;
  auto unit = [reader, subscribed, most, path = *normal](base::SqlTransaction& tx) -> base::Result<void> {
    if (!subscribed) {
      auto done = tx.execute("DELETE FROM subscription WHERE reader = ? AND name = ?", {reader.value, path});
      if (!done) return done.error();
      return {};
    }
    auto there = tx.query_i64("SELECT COUNT(*) FROM subscription WHERE reader = ?", {reader.value});
    if (!there) return there.error();
    if (*there >= most) {
      auto known =
          tx.query_i64("SELECT COUNT(*) FROM subscription WHERE reader = ? AND name = ?", {reader.value, path});
      if (!known) return known.error();
      if (*known == 0) return too_many(most, "hộp thư được theo dõi", "subscriptions");
      return {};
    }
    auto done = tx.execute("INSERT INTO subscription (reader, name) VALUES (?, ?)", {reader.value, path});
    if (!done && done.error().code != base::ErrorCode::exists) return done.error();
    return {};
  };
  co_return co_await core_.db.write(unit);
}

base::Co<base::Result<std::vector<std::string>>> Mailboxes::subscriptions(base::AccountId reader) {
  using Names = std::vector<std::string>;
  auto query = [reader](base::SqlSnapshot& snapshot) -> base::Result<Names> {
    Names names;
    auto read = snapshot.query("SELECT name FROM subscription WHERE reader = ? ORDER BY name", {reader.value},
                               [&](const base::SqlRow& row) {
                                 names.push_back(row.str(0));
                                 return true;
                               });
    if (!read) return read.error();
    return names;
  };
  co_return co_await core_.db.read(query);
}

base::Result<void> Mailboxes::finish_removals() {
  std::vector<base::MailboxId> dying;
  auto read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) {
    dying.clear();
    return snapshot.query("SELECT id FROM mailbox WHERE state = 1", {}, [&](const base::SqlRow& row) {
      dying.emplace_back(row.i64(0));
      return true;
    });
  });
  if (!read) return read;
  for (const base::MailboxId mailbox : dying) {
    for (bool gone = false; !gone;) {
      auto done = core_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
        auto step = empty_dying_mailbox(tx, core_, mailbox);
        if (!step) return step.error();
        gone = *step;
        return {};
      });
      if (!done) return done;
    }
  }
  return {};
}

}  // namespace mailstore
