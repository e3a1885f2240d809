// Groups: an address whose mail goes to every member. They hold accounts, never other groups, and nobody may send as
// one.
#include "base/text/utf8.h"
#include "directory/people/account_admin.h"
#include "directory/people/address.h"
#include "directory/people/change.h"

namespace directory {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using base::SqlTransaction;

Result<void> run(SqlTransaction& tx, std::string_view sql, std::initializer_list<base::SqlParam> params) {
  auto done = tx.execute(sql, params);
  if (!done) return std::move(done).error();
  return {};
}

std::string complete(const DirectoryView& view, std::string_view address) {
  auto split = split_address(address);
  if (!split) return {};
  if (split->domain.empty() && !view.domains().empty()) split->domain = view.domains().front();
  return split->whole();
}

Result<std::int64_t> find_group(SqlTransaction& tx, const std::string& address) {
  auto id = tx.query_i64("SELECT id FROM mail_group WHERE address = ?", {address});
  if (!id) return id;
  if (*id == 0)
    return Error::permanent(ErrorCode::not_found,
                            {"Không có nhóm " + address + ".", "There is no group " + address + "."});
  return id;
}

}  // namespace

Result<void> AccountAdmin::create_group(std::string_view address, std::string_view name, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const std::string whole = complete(view, address);
    const auto split = split_address(whole);
    if (!split || !is_usable_local_part(split->local) || !view.is_local_domain(split->domain)) {
      return Error::permanent(ErrorCode::bad_input,
                              {"Địa chỉ này không dùng được cho nhóm.", "The address is not usable for a group."});
    }
    if (view.is_taken(whole))
      return Error::permanent(ErrorCode::exists,
                              {"Địa chỉ " + whole + " đã có.", "The address " + whole + " is taken."});
    if (auto step = run(tx, "INSERT INTO mail_group (id, address, name, created_us) VALUES (?, ?, ?, ?)",
                        {ids_.next(), whole, base::to_nfc(name), clock_.now().us});
        !step) {
      return step;
    }
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::group_created, actor, {}, whole));
  });
}

Result<void> AccountAdmin::delete_group(std::string_view address, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const std::string whole = complete(view, address);
    auto id = find_group(tx, whole);
    if (!id) return std::move(id).error();
    if (auto step = run(tx, "DELETE FROM group_member WHERE mail_group = ?", {*id}); !step) return step;
    if (auto step = run(tx, "DELETE FROM mail_group WHERE id = ?", {*id}); !step) return step;
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::group_deleted, actor, {}, whole));
  });
}

Result<void> AccountAdmin::add_to_group(std::string_view address, base::AccountId member, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const std::string whole = complete(view, address);
    const Account* account = view.find_account(member);
    if (!account || account->kind == AccountKind::journal) {
      return Error::permanent(ErrorCode::not_found, {"Không có tài khoản này.", "There is no such account."});
    }
    auto id = find_group(tx, whole);
    if (!id) return std::move(id).error();
    if (auto step = run(tx, "DELETE FROM group_member WHERE mail_group = ? AND member = ?", {*id, member.value}); !step)
      return step;
    if (auto step = run(tx, "INSERT INTO group_member (mail_group, member) VALUES (?, ?)", {*id, member.value}); !step)
      return step;
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::group_member_added, actor, member, whole));
  });
}

Result<void> AccountAdmin::remove_from_group(std::string_view address, base::AccountId member, std::string_view actor) {
  return change_directory(directory_, [&](SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
    const std::string whole = complete(view, address);
    auto id = find_group(tx, whole);
    if (!id) return std::move(id).error();
    auto removed = tx.execute("DELETE FROM group_member WHERE mail_group = ? AND member = ?", {*id, member.value});
    if (!removed) return std::move(removed).error();
    if (*removed == 0)
      return Error::permanent(ErrorCode::not_found,
                              {"Không phải thành viên của nhóm này.", "Not a member of this group."});
    return write_audit(tx, admin_act(clock_, ids_, AuditVerb::group_member_removed, actor, member, whole));
  });
}

Result<std::vector<GroupInfo>> AccountAdmin::groups() {
  std::vector<GroupInfo> out;
  auto done = directory_.database().read_blocking([&](base::SqlSnapshot& snapshot) -> Result<void> {
    out.clear();
    auto heads =
        snapshot.query("SELECT id, address, name FROM mail_group ORDER BY address", {}, [&](const base::SqlRow& row) {
          out.push_back({row.i64(0), row.str(1), row.str(2), {}});
          return true;
        });
    if (!heads) return heads;
    for (GroupInfo& group : out) {
      auto members = snapshot.query("SELECT member FROM group_member WHERE mail_group = ? ORDER BY member", {group.id},
                                    [&](const base::SqlRow& row) {
                                      group.members.push_back(base::AccountId(row.i64(0)));
                                      return true;
                                    });
      if (!members) return members;
    }
    return {};
  });
  if (!done) return std::move(done).error();
  return out;
}

}  // namespace directory
