// A small office in a fresh database, for the tests of directory/.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "directory/gate/gate.h"
#include "directory/people/account_admin.h"
#include "directory/people/audit.h"
#include "directory/people/setup.h"

namespace tests {

// What the rules accept as it stands.
inline constexpr const char* kGood = "Kz#8wRt!q";
inline constexpr base::Timestamp kStart = base::Timestamp::from_seconds(1795000000);  // November 2026

template <class T>
T must(base::Result<T> result) {
  if (!result) FAIL(base::describe(result.error()));
  return std::move(*result);
}
inline void must(base::Result<void> result) {
  if (!result) FAIL(base::describe(result.error()));
}

struct SmallOffice {
  explicit SmallOffice(std::unique_ptr<base::Database> database, directory::GateSettings settings = cheap())
      : db(std::move(database)) {
    must(db->migrate(directory::migrations()));
    directory = must(directory::Directory::open(*db, clock, ids));
    root = must(directory::create_root(*directory, clock, ids, "UBND thị xã Bỉm Sơn",
                                       {"bimson.example", "old.bimson.example"}));
    admin = std::make_unique<directory::AccountAdmin>(*directory, clock, ids);
    open_gate(std::move(settings));
  }

  // Hashing as cheap as the settings allow: the tests are about verdicts, not about time.
  static directory::GateSettings cheap() {
    directory::GateSettings out;
    out.argon2_memory_kib = 64;
    out.argon2_passes = 1;
    out.failure_delay = std::chrono::milliseconds(0);
    out.password_page_url = "https://mail.bimson.example/password";
    return out;
  }

  void open_gate(directory::GateSettings settings) {
    gate.reset();
    gate = must(directory::Gate::open(*directory, clock, ids, std::move(settings)));
  }

  base::AccountId person(const std::string& name, directory::Role role = directory::Role::staff,
                         const std::string& address = "") {
    directory::NewPerson fresh;
    fresh.full_name = name;
    fresh.role = role;
    fresh.unit = root;
    fresh.address = address;
    return must(admin->create_person(fresh, "test"));
  }

  directory::SignInAnswer sign_in(const std::string& login, const std::string& password,
                                  const std::string& ip = "203.0.113.7") {
    directory::SignInRequest request;
    request.login = login;
    request.password = password;
    request.tls = true;
    request.peer.ip = ip;
    request.mechanism = "PLAIN";
    request.session = "s1";
    return base::run_blocking(gate->sign_in(std::move(request)));
  }

  directory::ChangeAnswer change(const std::string& login, const std::string& current, const std::string& next) {
    directory::ChangeRequest request;
    request.address = login;
    request.current = current;
    request.next = next;
    request.peer.ip = "203.0.113.7";
    return base::run_blocking(gate->change_password(std::move(request)));
  }

  // Gives the account a password of its own.
  void settle(base::AccountId account, const std::string& password) {
    const std::string one_time = must(gate->reset_password(account, "", false, "test"));
    const std::string address = directory->view()->find_account(account)->address;
    const auto changed = change(address, one_time, password);
    std::string rules;
    for (const auto& rule : changed.failed) rules += rule.rule + " ";
    CAPTURE(rules);
    REQUIRE(changed.verdict == directory::ChangeVerdict::changed);
  }

  void fail(const std::string& login, int times, const std::string& ip) {
    for (int i = 0; i < times; ++i) (void)sign_in(login, "wrong" + std::to_string(i), ip);
  }

  // The audit trail, oldest first: of one account, or everything that was done so.
  std::vector<directory::AuditEntry> audit(base::AccountId account = {}) {
    std::vector<directory::AuditEntry> out;
    must(db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out = must(directory::read_audit(snapshot, {account, {}, {}, 10000}));
      return {};
    }));
    return out;
  }
  std::vector<directory::AuditEntry> audit(directory::AuditVerb what) {
    auto out = audit();
    std::erase_if(out, [&](const auto& entry) { return entry.what != what; });
    return out;
  }

  std::int64_t number(std::string_view sql) {
    std::int64_t out = 0;
    must(db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out = must(snapshot.query_i64(sql, {}));
      return {};
    }));
    return out;
  }

  base::FakeClock clock{kStart};
  base::IdMaker ids{clock};
  std::unique_ptr<base::Database> db;
  std::unique_ptr<directory::Directory> directory;
  base::UnitId root;
  std::unique_ptr<directory::AccountAdmin> admin;
  std::unique_ptr<directory::Gate> gate;
};

}  // namespace tests
