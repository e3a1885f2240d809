#include "directory/people/directory_view.h"

#include <doctest/doctest.h>

#include "directory/people/address.h"
#include "directory/people/naming.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"

namespace {

using directory::ResolveOutcome;
using directory::Role;
using tests::must;
using tests::SmallOffice;

TEST_CASE("directory/setup: the root office has its mailboxes, and only one root is made") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto view = office.directory->view();
    REQUIRE(view->root());
    CHECK(view->root()->name == "UBND thị xã Bỉm Sơn");
    CHECK(view->root()->symbol == "UBND");
    CHECK(view->root()->office == view->root()->id);
    CHECK(view->domains() == std::vector<std::string>{"bimson.example", "old.bimson.example"});
    CHECK(view->find_address("vanthu@bimson.example")->purpose == directory::kRecords);
    CHECK(view->find_address("giaoviec@bimson.example")->purpose == directory::kTasks);
    REQUIRE(view->journal_of(office.root));
    CHECK(view->journal_of(office.root)->address == "nhatky@bimson.example");
    CHECK(view->resolve("nhatky@bimson.example").outcome == ResolveOutcome::unknown_user);
    CHECK(view->resolve("nhatky@old.bimson.example").outcome == ResolveOutcome::unknown_user);
    CHECK(view->is_taken("nhatky@bimson.example"));
    CHECK_FALSE(directory::create_root(*office.directory, office.clock, office.ids, "X", {"x.example"}));
  });
}

TEST_CASE("directory/setup: unusable names and domains are refused") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    base::FakeClock clock(tests::kStart);
    base::IdMaker ids(clock);
    must(db->migrate(directory::migrations()));
    auto directory = must(directory::Directory::open(*db, clock, ids));
    CHECK(directory->view()->root() == nullptr);
    CHECK(directory->view()->resolve("postmaster@x.example").outcome == ResolveOutcome::foreign_domain);
    const auto make = [&](std::string name, std::vector<std::string> domains) {
      return bool(directory::create_root(*directory, clock, ids, name, domains));
    };
    CHECK_FALSE(make("", {"a.example"}));
    CHECK_FALSE(make("A", {}));
    CHECK_FALSE(make("A", {"localhost"}));
    CHECK_FALSE(make("A", {"a b.example"}));
    CHECK_FALSE(make("A", {"-a.example"}));
    CHECK_FALSE(make("A", {"a..example"}));
    CHECK_FALSE(make("A", {"a.example", "A.example"}));
    CHECK(make("A", {"A.example"}));
    CHECK(directory->view()->domains().front() == "a.example");
  });
}

TEST_CASE("directory/view: where mail for an address goes") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto binh = office.person("Nguyễn Văn Bình", Role::leader);
    const auto hoa = office.person("Trần Thị Hoa", Role::clerk);
    const auto admin = office.person("Lê Minh Quân", Role::admin);
    must(office.admin->add_alias(binh, "chutich", std::nullopt, "test"));
    must(office.admin->create_group("tatca@bimson.example", "Tất cả", "test"));
    must(office.admin->add_to_group("tatca@bimson.example", hoa, "test"));
    must(office.admin->add_to_group("tatca@bimson.example", binh, "test"));
    auto view = office.directory->view();
    const auto vanthu = view->find_address("vanthu@bimson.example")->id;
    struct Row {
      const char* address;
      ResolveOutcome outcome;
      std::vector<base::AccountId> accounts;
      const char* detail;
    };
    const Row rows[] = {
        {"binhnv@bimson.example", ResolveOutcome::local, {binh}, ""},
        {"BINHNV@BimSon.Example", ResolveOutcome::local, {binh}, ""},
        {"binhnv@bimson.example.", ResolveOutcome::local, {binh}, ""},
        {"\"binhnv\"@bimson.example", ResolveOutcome::local, {binh}, ""},
        {"binhnv+Du.An@bimson.example", ResolveOutcome::local, {binh}, "Du.An"},
        {"binhnv@old.bimson.example", ResolveOutcome::local, {binh}, ""},
        {"chutich@bimson.example", ResolveOutcome::local, {binh}, ""},
        {"tatca@bimson.example", ResolveOutcome::local, {binh, hoa}, ""},
        {"vanthu@bimson.example", ResolveOutcome::local, {vanthu}, ""},
        {"postmaster@bimson.example", ResolveOutcome::local, {admin}, ""},
        {"Postmaster", ResolveOutcome::local, {admin}, ""},
        {"abuse@old.bimson.example", ResolveOutcome::local, {admin}, ""},
        {"nobody@bimson.example", ResolveOutcome::unknown_user, {}, ""},
        {"binhnv", ResolveOutcome::unknown_user, {}, ""},
        {"@bimson.example", ResolveOutcome::unknown_user, {}, ""},
        {"", ResolveOutcome::unknown_user, {}, ""},
        {"binhnv@sub.bimson.example", ResolveOutcome::foreign_domain, {}, ""},
        {"a@b@other.example", ResolveOutcome::foreign_domain, {}, ""},
    };
    for (const Row& row : rows) {
      CAPTURE(row.address);
      const auto got = view->resolve(row.address);
      CHECK(got.outcome == row.outcome);
      CHECK(got.accounts == row.accounts);
      CHECK(got.detail == row.detail);
    }
    must(office.admin->disable(binh, "test"));
    view = office.directory->view();
    CHECK(view->resolve("binhnv@bimson.example").outcome == ResolveOutcome::disabled_user);
    CHECK(view->resolve("tatca@bimson.example").accounts == std::vector<base::AccountId>{hoa});
    must(office.admin->remove_from_group("tatca@bimson.example", hoa, "test"));
    must(office.admin->delete_group("tatca@bimson.example", "test"));
    CHECK(office.directory->view()->resolve("tatca@bimson.example").outcome == ResolveOutcome::unknown_user);
    must(office.admin->disable(admin, "test"));  // mail for postmaster still finds someone
    CHECK(office.directory->view()->resolve("postmaster@bimson.example").accounts ==
          std::vector<base::AccountId>{vanthu});
  });
}

TEST_CASE("directory/view: who may send as whom") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto binh = office.person("Nguyễn Văn Bình", Role::leader);
    const auto hoa = office.person("Trần Thị Hoa", Role::clerk);
    must(office.admin->add_alias(binh, "chutich@bimson.example", std::nullopt, "test"));
    const auto view = office.directory->view();
    const auto right = [&](base::AccountId who, const char* address) {
      const auto got = view->may_send_as(who, address);
      return std::string(got.allowed ? "yes" : "no") + (got.on_behalf ? " on behalf" : "");
    };
    CHECK(right(binh, "binhnv@bimson.example") == "yes");
    CHECK(right(binh, "BinhNV+x@old.bimson.example") == "yes");
    CHECK(right(binh, "chutich@bimson.example") == "yes");
    CHECK(right(hoa, "chutich@bimson.example") == "no");
    CHECK(right(hoa, "vanthu@bimson.example") == "yes on behalf");
    CHECK(right(binh, "vanthu@bimson.example") == "no");
    CHECK(right(binh, "giaoviec@bimson.example") == "yes on behalf");
    CHECK(right(hoa, "nhatky@bimson.example") == "no");
    CHECK(right(hoa, "postmaster@bimson.example") == "no");
    CHECK(right(hoa, "x@other.example") == "no");
    CHECK(view->role_mailboxes_of(hoa).size() == 1);
    CHECK(view->members_of(view->find_address("vanthu@bimson.example")->id) == std::vector<base::AccountId>{hoa});
  });
}

TEST_CASE("directory/admin: role members follow roles, those named by hand stay") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto hoa = office.person("Trần Thị Hoa", Role::clerk);
    const auto lan = office.person("Phạm Thị Lan");
    const auto vanthu = office.directory->view()->find_address("vanthu@bimson.example")->id;
    const auto members = [&] { return office.directory->view()->members_of(vanthu); };
    must(office.admin->add_member(vanthu, lan, "test"));
    CHECK(members() == std::vector<base::AccountId>{hoa, lan});
    must(office.admin->set_role(hoa, Role::staff, "test"));
    CHECK(members() == std::vector<base::AccountId>{lan});
    CHECK_FALSE(office.admin->remove_member(vanthu, hoa, "test"));
    must(office.admin->remove_member(vanthu, lan, "test"));
    CHECK(members().empty());
    must(office.admin->set_role(lan, Role::clerk, "test"));
    must(office.admin->disable(lan, "test"));
    CHECK(members().empty());
    must(office.admin->enable(lan, "test"));
    CHECK(members() == std::vector<base::AccountId>{lan});
    const auto team = must(office.admin->create_role_mailbox(office.root, "tochucnhansu", "Tổ chức nhân sự", "test"));
    must(office.admin->add_member(team, hoa, "test"));
    CHECK(office.directory->view()->may_send_as(hoa, "tochucnhansu@bimson.example").on_behalf);
  });
}

TEST_CASE("directory/admin: addresses end and begin with their dates") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto binh = office.person("Nguyễn Văn Bình");
    must(office.admin->add_alias(binh, "tam", office.clock.now() + std::chrono::hours(48), "test"));
    must(office.admin->change_address(binh, "nguyenvanbinh", std::nullopt, "test"));
    auto view = office.directory->view();
    CHECK(view->find_account(binh)->address == "nguyenvanbinh@bimson.example");
    CHECK(view->addresses_of(binh) ==
          std::vector<std::string>{"nguyenvanbinh@bimson.example", "binhnv@bimson.example", "tam@bimson.example"});
    CHECK(view->find_login("binhnv") == view->find_account(binh));
    CHECK(view->next_edge() == office.clock.now() + std::chrono::hours(48));
    office.clock.advance(std::chrono::hours(49));
    must(office.directory->reload());
    view = office.directory->view();
    CHECK(view->resolve("tam@bimson.example").outcome == ResolveOutcome::unknown_user);
    CHECK(view->next_edge().us == 0);
    must(office.admin->remove_alias("binhnv", "test") ? base::Result<void>()
                                                      : office.admin->remove_alias("binhnv@bimson.example", "test"));
    CHECK(office.directory->view()->resolve("binhnv@bimson.example").outcome == ResolveOutcome::unknown_user);
    CHECK_FALSE(office.admin->remove_alias("nguyenvanbinh@bimson.example", "test"));
    // The name is free again, for its old owner too.
    must(office.admin->add_alias(binh, "tam", std::nullopt, "test"));
    CHECK(office.directory->view()->resolve("tam@bimson.example").outcome == ResolveOutcome::local);
  });
}

TEST_CASE("directory/admin: what cannot be is refused") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto binh = office.person("Nguyễn Văn Bình");
    for (const char* bad :
         {"vanthu", "postmaster", "nhatky", "binhnv", "có dấu", "a b", ".a", "a..b", "x@other.example", "a+b", ""}) {
      CAPTURE(bad);
      CHECK_FALSE(office.admin->add_alias(binh, bad, std::nullopt, "test"));
    }
    CHECK_FALSE(office.admin->create_group("vanthu", "x", "test"));
    CHECK_FALSE(office.admin->disable(office.directory->view()->journal_of(office.root)->id, "test"));
    CHECK_FALSE(office.admin->disable(base::AccountId(1), "test"));
    CHECK_FALSE(office.admin->set_quota(binh, -1, "test"));
    CHECK_FALSE(office.admin->move(binh, base::UnitId(1), "test"));
    CHECK_FALSE(office.gate->reset_password(office.directory->view()->find_address("vanthu@bimson.example")->id, "",
                                            false, "test"));
  });
}

TEST_CASE("directory/admin: two Directories on one database see each other's changes") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    auto other = must(directory::Directory::open(*office.db, office.clock, office.ids));
    directory::AccountAdmin other_admin(*other, office.clock, office.ids);
    const auto binh = office.person("Nguyễn Văn Bình");
    CHECK(other->view()->find_account(binh) == nullptr);
    must(other_admin.set_quota(binh, 5, "other") ? base::Result<void>() : base::Result<void>());
    CHECK(other->view()->find_account(binh) != nullptr);  // a stale view is read again before it decides
    must(office.directory->reload());
    CHECK(office.directory->view()->find_account(binh)->quota_bytes == 5);
  });
}

TEST_CASE("directory/naming: addresses and mail words from names") {
  using directory::local_part_from_name;
  CHECK(local_part_from_name("Nguyễn Văn Bình") == "binhnv");
  CHECK(local_part_from_name("Đỗ Thị Ánh Đào") == "daodta");
  CHECK(local_part_from_name("  LÊ   AN ") == "anl");
  CHECK(local_part_from_name("Y") == "y");
  CHECK(local_part_from_name("H'Hen Niê").starts_with("nie"));
  CHECK(local_part_from_name("王").empty());
  CHECK(directory::mail_word_from_unit_name("UBND phường Lam Sơn") == "lamson");
  CHECK(directory::mail_word_from_unit_name("Ủy ban nhân dân xã Hà Lan") == "halan");
  CHECK(directory::mail_word_from_unit_name("Văn phòng HĐND và UBND") == "vaubnd");
  CHECK(directory::mail_word_from_unit_name("UBND") == "ubnd");
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    office.person("Nguyễn Văn Bình");
    office.person("Nguyễn Văn Bình");
    office.person("Nông Vũ Bính");
    const auto view = office.directory->view();
    CHECK(view->find_login("binhnv2"));
    CHECK(view->find_login("binhnv3")->full_name == "Nông Vũ Bính");
  });
}

}  // namespace
