#include "mailstore/delivery/prepare/placement.h"

#include <doctest/doctest.h>

#include "mailstore/delivery/delivery_parts.h"
#include "mailstore/delivery/queue/job_rows.h"
#include "mailstore/delivery/queue/queue_rows.h"
#include "tests/mailstore/verified.h"

using mailstore::FanOut;
using mailstore::LocalBox;
using mailstore::Placement;
using tests::MailOffice;
using tests::sample_mail;

namespace {

std::size_t messages(MailOffice& office, base::AccountId account, const std::string& path) {
  return office.view(office.mailbox(account, path).id)->size();
}

// A letter on its way: routed and placed, its unit still to run.
struct OnItsWay {
  OnItsWay(MailOffice& of, const std::vector<std::string>& to, const std::string& subject)
      : office(of), parts(*of.store, *of.people, of.clock, of.ids, of.parse, settings()) {
    auto message = office.run(parts.preparer.prepare(sample_mail(subject)));
    unit = parts.plan(MailOffice::letter(to, sample_mail(subject)), std::move(message));
    office.run(parts.place(unit->boxes));
  }
  void write() {
    auto work = [this](base::SqlTransaction& tx) -> base::Result<mailstore::DeliveryUnit::Answer> {
      return unit->run(tx, parts.core, parts.preparer);
    };
    const auto answer = office.run(parts.preparer.commit({unit->message}, work));
    CHECK(answer.boxes == unit->boxes.size());
  }
  static mailstore::DeliverySettings settings() {
    mailstore::DeliverySettings out;
    out.hostname = "mail.bimson.example";
    return out;
  }

  MailOffice& office;
  mailstore::DeliveryParts parts;
  std::shared_ptr<mailstore::DeliveryUnit> unit;
};

void number(std::string& out, std::int64_t value) {
  for (int i = 0; i < 8; ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF);
}
void text(std::string& out, const std::string& value) {
  number(out, static_cast<std::int64_t>(value.size()));
  out += value;
}

// As commit 6052c5c wrote it: version 1, the sub-address in the place of the placement.
std::string fan_out_of_6052c5c(const FanOut& job) {
  std::string out(1, '\1');
  text(out, job.trace.prefix);
  text(out, job.trace.reverse_path);
  text(out, job.trace.envid);
  number(out, job.trace.return_headers_only ? 1 : 0);
  number(out, job.content_size);
  number(out, static_cast<std::int64_t>(job.boxes.size()));
  for (const LocalBox& box : job.boxes) {
    number(out, box.account.value);
    number(out, box.email.value);
    text(out, box.detail);
    text(out, box.recipient.address);
    text(out, box.recipient.original);
    number(out, mailstore::encode_notify(box.recipient.notify));
  }
  return out;
}

// Leaves a job for these boxes, with a payload made by `pack`, and lets it be done.
void fan_out(MailOffice& office, const std::string& subject, const std::vector<LocalBox>& boxes,
             const std::function<std::string(const FanOut&)>& pack) {
  OnItsWay letter(office, {"chung@bimson.example"}, subject);
  letter.write();
  const auto size = letter.unit->message->size;
  const auto content = office.view(office.mailbox(office.person("chung"), "INBOX").id)->at(0).content;
  tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) {
    const mailstore::JobRow job{
        office.ids.make<mailstore::JobId>(),          mailstore::JobKind::fan_out, content, 0, office.clock.now(),
        pack(FanOut{letter.unit->trace, size, boxes})};
    return mailstore::insert_job(tx, letter.parts.core, job);
  }));
  tests::good(office.door->recover());
}

LocalBox box_for(MailOffice& office, const std::string& person, const std::string& detail) {
  LocalBox box;
  box.account = office.person(person);
  box.email = office.ids.make<base::EmailId>();
  box.detail = detail;
  box.recipient.address = person + (detail.empty() ? "" : "+" + detail) + "@bimson.example";
  return box;
}

}  // namespace

TEST_CASE("delivery/placement: decided before the unit; sub-addresses by folded name, the first mailboxes too") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), moi = office.person("moi");
    office.run(office.store->mailboxes().create(an, "Báo cáo/Tháng"));
    OnItsWay letter(office,
                    {"an+bao cao/thang@bimson.example", "moi+sent@bimson.example", "chung@bimson.example",
                     "binh+khong co@bimson.example"},
                    "mot");
    CHECK(letter.unit->boxes.size() == 2);  // chung and binh are not there yet
    office.person("chung");
    office.person("binh");
    OnItsWay all(office,
                 {"an+bao cao/thang@bimson.example", "moi+sent@bimson.example", "chung@bimson.example",
                  "binh+khong co@bimson.example"},
                 "mot");
    std::vector<Placement> placed;
    for (const LocalBox& box : all.unit->boxes) {
      CHECK(box.detail.empty());
      placed.push_back(box.placement);
    }
    CHECK(placed == std::vector<Placement>{{"Báo cáo/Tháng", 0, {}}, {"Sent", 0, {}}, {}, {}});
    all.write();
    CHECK(messages(office, an, "Báo cáo/Tháng") == 1);
    CHECK(messages(office, moi, "Sent") == 1);  // whose mailboxes the unit made
    CHECK(messages(office, office.person("chung"), "INBOX") == 1);
    CHECK(messages(office, office.person("binh"), "INBOX") == 1);
    tests::check_sound(office);
  });
}

TEST_CASE("delivery/placement: a mailbox renamed or deleted meanwhile loses nothing: INBOX") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh"), chi = office.person("chi");
    for (const auto account : {an, binh, chi}) office.run(office.store->mailboxes().create(account, "Việc"));
    OnItsWay letter(office, {"an+viec@bimson.example", "binh+viec@bimson.example", "chi+viec@bimson.example"}, "mot");
    office.run(office.store->mailboxes().rename(an, "Việc", "Việc cũ"));
    office.run(office.store->mailboxes().remove(binh, "Việc"));
    office.run(office.store->mailboxes().remove(chi, "Việc"));
    office.run(office.store->mailboxes().create(chi, "Việc"));  // of that name again
    letter.write();
    CHECK(messages(office, an, "INBOX") == 1);
    CHECK(messages(office, an, "Việc cũ") == 0);
    CHECK(messages(office, binh, "INBOX") == 1);
    CHECK(messages(office, chi, "Việc") == 1);
    tests::check_sound(office);
  });
}

TEST_CASE("delivery/placement: fan-out keeps what was placed, flags and keywords too") {
  tests::with_office([](MailOffice& office) {
    office.person("chung");
    const auto an = office.person("an"), binh = office.person("binh");
    office.run(office.store->mailboxes().create(an, "Việc"));
    LocalBox first = box_for(office, "an", ""), second = box_for(office, "binh", "");
    first.placement = {"Việc", mailstore::flag::kSeen | mailstore::flag::kFlagged, {"$Work", "viec"}};
    second.placement = {"Đã mất", mailstore::flag::kDeleted | 1U << 20, {"not a\rkeyword"}};  // nobody's bits, no word
    const auto pack = [](const FanOut& job) {
      const std::string payload = mailstore::pack(job);
      CHECK(payload[0] == 2);
      const FanOut again = tests::good(mailstore::unpack_fan_out(payload));
      REQUIRE(again.boxes.size() == job.boxes.size());
      for (std::size_t i = 0; i < job.boxes.size(); ++i) {
        CHECK(again.boxes[i].placement == job.boxes[i].placement);
        CHECK(again.boxes[i].recipient.address == job.boxes[i].recipient.address);
      }
      for (std::size_t size = 0; size < payload.size(); ++size)
        CHECK_FALSE(mailstore::unpack_fan_out(payload.substr(0, size)));
      CHECK_FALSE(mailstore::unpack_fan_out('\3' + payload.substr(1)));
      CHECK_FALSE(mailstore::unpack_fan_out('\0' + payload.substr(1)));
      return payload;
    };
    fan_out(office, "mot", {first, second}, pack);
    REQUIRE(messages(office, an, "Việc") == 1);
    const auto entry = office.view(office.mailbox(an, "Việc").id)->at(0);
    CHECK(entry.system_flags == (mailstore::flag::kSeen | mailstore::flag::kFlagged));
    CHECK(*office.store->selected().keywords(entry.keyword_set) == std::vector<std::string>{"$Work", "viec"});
    REQUIRE(messages(office, binh, "INBOX") == 1);
    CHECK(office.view(office.mailbox(binh, "INBOX").id)->at(0).system_flags == mailstore::flag::kDeleted);
    tests::check_sound(office);
  });
}

TEST_CASE("delivery/placement: fan-out jobs that commit 6052c5c left are done as it would have done them") {
  tests::with_office([](MailOffice& office) {
    office.person("chung");
    const auto an = office.person("an"), binh = office.person("binh"), chi = office.person("chi");
    office.run(office.store->mailboxes().create(an, "Việc"));
    fan_out(office, "cu", {box_for(office, "an", "viec"), box_for(office, "binh", "khac"), box_for(office, "chi", "")},
            fan_out_of_6052c5c);
    CHECK(messages(office, an, "Việc") == 1);
    CHECK(messages(office, binh, "INBOX") == 1);
    CHECK(messages(office, chi, "INBOX") == 1);
    tests::check_sound(office);
  });
}

TEST_CASE("delivery/placement: of a message to many, those behind the first unit are placed as well") {
  tests::with_office([](MailOffice& office) {
    std::vector<std::string> to;
    for (int i = 0; i < 130; ++i) {
      const std::string name = "p" + std::to_string(i);
      if (i % 10 == 0) office.run(office.store->mailboxes().create(office.person(name), "Việc"));
      office.person(name);
      to.push_back(name + "+viec@bimson.example");
    }
    office.run(office.door->deliver(MailOffice::letter(to, sample_mail("mot"))));
    tests::good(office.door->recover());
    for (int i = 0; i < 130; ++i) {
      const auto account = office.person("p" + std::to_string(i));
      CHECK(messages(office, account, "INBOX") == (i % 10 == 0 ? 0 : 1));
      if (i % 10 == 0) CHECK(messages(office, account, "Việc") == 1);
    }
  });
}
