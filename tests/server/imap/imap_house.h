// An office with its IMAP service, for the tests of server/imap: binh and an with settled passwords, day with a quota
// of 4 KiB, the role mailbox vanthu@ of which an is a member.
#pragma once

#include "server/imap/session/imap_service.h"
#include "server/net/receive_memory.h"
#include "tests/server/office.h"

namespace tests {

struct ImapHouse : MailOffice {
  explicit ImapHouse(std::unique_ptr<base::Database> database, bool demo = true)
      : MailOffice(std::move(database), gate_settings(demo)), service(parts(*gate, receive), settings()) {
    day = person("Phạm Thị Đầy", directory::Role::staff, "day@bimson.example");
    settle(day, kPassword);
    must(admin->set_quota(day, 4096, "test"));
    const auto* role = directory->view()->find_address("vanthu@bimson.example");
    REQUIRE(role != nullptr);
    must(admin->add_member(role->id, an, "test"));
  }

  static directory::GateSettings gate_settings(bool demo) {
    auto out = SmallOffice::cheap();
    out.demo = demo;
    return out;
  }
  static server::imap::ImapSettings settings() {
    server::imap::ImapSettings out;
    out.max_sign_in_failures = 3;
    out.max_bad_commands = 5;
    return out;
  }

  server::imap::ImapParts parts(directory::Gate& checked_by, base::ReceivePool& memory) {
    return {store->mailboxes(),
            store->selected(),
            store->contents(),
            store->signals(),
            *delivery,
            checked_by,
            *directory,
            clock,
            memory};
  }

  base::AccountId day;
  server::net::ReceiveMemory receive{{}};
  server::imap::ImapService service;
};

}  // namespace tests
