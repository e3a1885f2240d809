// Rights by another's hand as rows: they come back in the view and in the actor, end by their dates, stay when ended.
#include "directory/people/access_grants.h"

#include "directory/people/actor.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"

namespace {

using namespace directory;
namespace access = policies::access;

constexpr auto kDay = std::chrono::hours(24);

struct People {
  explicit People(tests::SmallOffice& office) : office(office) {
    chairman = office.person("Mai Đình Lâm", Role::leader, "chutich");
    deputy = office.person("Lê Thị Phương", Role::leader, "phuong");
    binh = office.person("Trần Văn Bình", Role::staff, "binh");
  }
  AccessGrant grant(GrantKind kind, base::AccountId who, int from, int until) const {
    AccessGrant out;
    out.id = office.ids.next();
    out.kind = kind;
    out.office = office.root;
    out.account = who;
    out.from = tests::kStart + kDay * from;
    if (until != 0) out.until = tests::kStart + kDay * until;
    out.set_by = "chutich@bimson.example";
    out.set_at = tests::kStart;
    if (kind == GrantKind::substitute) out.for_account = chairman;
    return out;
  }
  void give(const AccessGrant& grant) const {
    tests::must(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      return insert_access_grant(tx, grant, office.ids.make<base::EventId>());
    }));
    tests::must(office.directory->reload());
  }
  void end(const AccessGrant& grant, base::Timestamp at) const {
    tests::must(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      return end_access_grant(tx, grant.id, at, "vanthu", office.ids.make<base::EventId>());
    }));
    tests::must(office.directory->reload());
  }
  access::Decision closes(base::AccountId who, base::Timestamp at) const {
    const auto view = office.directory->view();
    access::Party task;
    task.office = office.root;
    task.assigner = chairman;
    task.fields = {"VX"};
    return access::may(actor_of(*view, *view->find_account(who)), task, access::Action::close, at);
  }
  tests::SmallOffice& office;
  base::AccountId chairman, deputy, binh;
};

void with_people(const std::function<void(People&)>& body) {
  tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
    tests::SmallOffice office(std::move(db));
    People people(office);
    body(people);
  });
}

}  // namespace

TEST_CASE("directory/access grants: a substitute between two days, in the leader's name, until it is taken back") {
  with_people([](People& people) {
    const AccessGrant grant = people.grant(GrantKind::substitute, people.binh, 1, 5);
    const auto before = people.office.directory->view()->version();
    people.give(grant);
    const auto view = people.office.directory->view();
    CHECK(view->version() == before + 1);
    REQUIRE(view->access_grants().size() == 1);
    const AccessGrant& read = view->access_grants().front();
    CHECK(read.id == grant.id);
    CHECK(read.from == grant.from);
    CHECK(read.until == grant.until);
    CHECK(read.set_by == grant.set_by);
    CHECK_FALSE(people.closes(people.binh, tests::kStart));
    CHECK(people.closes(people.binh, tests::kStart + kDay).in_name_of == people.chairman);
    CHECK_FALSE(people.closes(people.binh, tests::kStart + kDay * 5));
    CHECK(substitutes_of(*view, people.chairman, tests::kStart + kDay * 2).size() == 1);
    CHECK(substitutes_of(*view, people.chairman, tests::kStart).empty());
    CHECK(may_write_for(*view, people.binh, "chutich@bimson.example", tests::kStart + kDay * 2));
    CHECK_FALSE(may_write_for(*view, people.binh, "phuong@bimson.example", tests::kStart + kDay * 2));
    CHECK_FALSE(may_write_for(*view, people.binh, "chutich@bimson.example", tests::kStart));
    people.end(grant, tests::kStart + kDay * 2);
    CHECK(people.office.directory->view()->access_grants().size() == 1);
    CHECK(people.closes(people.binh, tests::kStart + kDay));
    CHECK_FALSE(people.closes(people.binh, tests::kStart + kDay * 2));
    people.end(grant, tests::kStart + kDay * 3);  // it has ended
    CHECK(*end_of(people.office.directory->view()->access_grants().front()) == tests::kStart + kDay * 2);
    CHECK(people.office.audit(AuditVerb::access_granted).size() == 1);
    CHECK(people.office.audit(AuditVerb::access_withdrawn).size() == 1);
  });
}

TEST_CASE("directory/access grants: it ends with the leader's post, and reaches no further than he does") {
  with_people([](People& people) {
    people.give(people.grant(GrantKind::substitute, people.binh, 0, 5));
    AccessGrant fields = people.grant(GrantKind::fields, people.chairman, 1, 2);
    fields.fields = {"KT", "NV"};
    people.give(fields);
    CHECK(people.office.directory->view()->access_grants().back().fields == fields.fields);
    CHECK(people.closes(people.binh, tests::kStart));
    const auto outside = people.closes(people.deputy, tests::kStart + kDay);
    CHECK(outside);  // another leader has no limits
    access::Party other;
    other.office = people.office.root;
    other.assigner = people.deputy;
    other.fields = {"VX"};
    const auto view = people.office.directory->view();
    const auto binh = actor_of(*view, *view->find_account(people.binh));
    CHECK(access::may(binh, other, access::Action::close, tests::kStart));
    CHECK_FALSE(access::may(binh, other, access::Action::close, tests::kStart + kDay));
    CHECK(access::may(binh, other, access::Action::close, tests::kStart + kDay * 2));
    tests::must(people.office.admin->set_role(people.chairman, Role::staff, "test"));
    CHECK_FALSE(people.closes(people.binh, tests::kStart));
  });
}

TEST_CASE("directory/access grants: a deputy's fields limit him while they last") {
  with_people([](People& people) {
    AccessGrant fields = people.grant(GrantKind::fields, people.deputy, 1, 3);
    fields.fields = {"KT"};
    people.give(fields);
    CHECK(people.closes(people.deputy, tests::kStart));
    CHECK_FALSE(people.closes(people.deputy, tests::kStart + kDay));
    CHECK(people.closes(people.deputy, tests::kStart + kDay * 3));
    people.end(fields, tests::kStart + kDay * 2);
    CHECK(people.closes(people.deputy, tests::kStart + kDay * 2));
  });
}

TEST_CASE("directory/access grants: who enters does not become a specialist, and a leader is refused") {
  with_people([](People& people) {
    const auto hoa = people.office.person("Trần Thị Hoa", Role::clerk, "hoa");
    people.give(people.grant(GrantKind::enter, hoa, 0, 0));
    const auto view = people.office.directory->view();
    const auto actor = actor_of(*view, *view->find_account(hoa));
    access::Party task;
    task.office = people.office.root;
    task.assigner = people.chairman;
    CHECK(access::may(actor, task, access::Action::assign, tests::kStart).in_name_of == people.chairman);
    CHECK_FALSE(access::may(actor, task, access::Action::draft, tests::kStart));
    CHECK_FALSE(access::may(actor, task, access::Action::close, tests::kStart));
    CHECK(gives_for(*view, *view->find_account(hoa), tests::kStart).size() == 2);
    CHECK(enterers_for(*view, people.chairman, tests::kStart).size() == 1);
    CHECK(
        refuse_grant(*view, view->access_grants(), people.grant(GrantKind::enter, people.deputy, 0, 0), tests::kStart));
    CHECK(refuse_grant(*view, view->access_grants(), people.grant(GrantKind::enter, hoa, 1, 2), tests::kStart));
    CHECK_FALSE(
        refuse_grant(*view, view->access_grants(), people.grant(GrantKind::enter, people.binh, 1, 2), tests::kStart));
  });
}
