#include "mailstore/delivery/prepare/message_edits.h"
#include "tests/mailstore/mail_office.h"

using mailstore::EnvelopeRecipient;
using mailstore::Source;
using tests::MailOffice;
using tests::sample_mail;

namespace {

base::ErrorCode code_of(const auto& result) { return result ? base::ErrorCode::internal : result.error().code; }

std::shared_ptr<const mailstore::MailboxView> inbox_of(MailOffice& office, base::AccountId account) {
  return office.view(office.mailbox(account, "INBOX").id);
}

std::string newest(MailOffice& office, base::AccountId account) {
  const auto view = inbox_of(office, account);
  REQUIRE(!view->empty());
  return office.read(view->info().id, view->at(view->size() - 1));
}

std::int64_t count(MailOffice& office, std::string_view sql) {
  std::int64_t n = -1;
  tests::good(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto r = snapshot.query_i64(sql, {});
    if (!r) return r.error();
    n = *r;
    return {};
  }));
  return n;
}

}  // namespace

TEST_CASE("delivery/deliver: a message lies in every box once, with its prefix, kept once") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh");
    tests::good(office.admin->create_group("tatca@bimson.example", "Tất cả", "test"));
    tests::good(office.admin->add_to_group("tatca@bimson.example", an, "test"));
    tests::good(office.admin->add_to_group("tatca@bimson.example", binh, "test"));
    const std::string mail = sample_mail("Giấy mời họp");
    const auto answer = office.run(office.door->deliver(
        MailOffice::letter({"an@bimson.example", "tatca@bimson.example", "AN@bimson.example"}, mail)));
    CHECK(answer.local_boxes == 2);
    CHECK(answer.queued_recipients == 0);
    const std::string prefix =
        "Return-Path: <a@outside.example>\r\nReceived: from client.example by mail.bimson.example; "
        "Mon, 23 Nov 2026 16:32:00 +0700\r\n";
    for (const auto account : {an, binh}) {
      const auto view = inbox_of(office, account);
      REQUIRE(view->size() == 1);
      CHECK(view->at(0).size == static_cast<std::int64_t>(prefix.size() + mail.size()));
      CHECK(office.read(view->info().id, view->at(0)) == prefix + mail);
      CHECK(view->at(0).content == answer.content);
    }
    CHECK(count(office, "SELECT COUNT(*) FROM content") == 1);
    office.run(office.door->deliver(MailOffice::letter({"an@bimson.example"}, mail)));
    CHECK(inbox_of(office, an)->size() == 2);
    CHECK(count(office, "SELECT COUNT(*) FROM content") == 1);
  });
}

TEST_CASE("delivery/deliver: sub-addresses file into a mailbox of that name when there is one") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    office.run(office.store->mailboxes().create(an, "Báo cáo"));
    office.run(office.door->deliver(MailOffice::letter({"an+bao cao@bimson.example"}, sample_mail("mot"))));
    office.run(office.door->deliver(MailOffice::letter({"an+khac@bimson.example"}, sample_mail("hai"))));
    CHECK(office.view(office.mailbox(an, "Báo cáo").id)->size() == 1);
    CHECK(inbox_of(office, an)->size() == 1);
  });
}

TEST_CASE("delivery/deliver: foreign recipients are queued by domain, in the same commit") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    int told = 0;
    office.queue->on_new([&] { ++told; });
    auto request = MailOffice::letter({"x@far.example", "y@FAR.example", "z@other.example", "an@bimson.example"},
                                      sample_mail("di"));
    request.source = Source::submission;
    request.author = an;
    const auto answer = office.run(office.door->deliver(request));
    CHECK(answer.queued_recipients == 3);
    CHECK(told == 1);
    auto due = office.run(office.queue->take_due(office.clock.now(), 10, std::chrono::minutes(5)));
    REQUIRE(due.size() == 2);
    CHECK(due[0].domain == "far.example");
    REQUIRE(due[0].recipients.size() == 2);
    CHECK(due[0].recipients[1].address == "y@FAR.example");
    CHECK(office.run(office.queue->take_due(office.clock.now(), 10, std::chrono::minutes(5))).empty());
    due[0].recipients[0].state = mailstore::RecipientState::delivered;
    due[0].recipients[1].diagnostic = "451 later";
    const auto later = office.clock.now() + std::chrono::hours(1);
    office.run(office.queue->finish(due[0], later, true));
    due[1].recipients[0].state = mailstore::RecipientState::failed;
    office.run(office.queue->finish(due[1], later, true));
    auto all = office.run(office.queue->list());
    REQUIRE(all.size() == 1);
    CHECK(all[0].attempts == 1);
    CHECK(all[0].recipients[0].state == mailstore::RecipientState::delivered);
    CHECK(all[0].recipients[1].diagnostic == "451 later");
    CHECK(office.run(office.queue->next_due()) == later);
    CHECK(office.run(office.queue->retry_now({})) == 1);
    CHECK(office.run(office.queue->cancel({all[0].id})) == 1);
    due = office.run(office.queue->take_due(office.clock.now(), 10, std::chrono::minutes(5)));
    REQUIRE(due.size() == 1);
    CHECK(due[0].recipients[1].state == mailstore::RecipientState::cancelled);
    office.run(office.queue->finish(due[0], later, false));
    CHECK(office.run(office.queue->list()).empty());
    CHECK(office.run(office.queue->next_due()).us == INT64_MAX);
  });
}

TEST_CASE("delivery/deliver: a message to 350 people is there within the first unit and the jobs after it") {
  tests::with_office([](MailOffice& office) {
    std::vector<std::string> to;
    std::vector<base::AccountId> accounts;
    for (int i = 0; i < 350; ++i) {
      accounts.push_back(office.person("p" + std::to_string(i)));
      to.push_back("p" + std::to_string(i) + "@bimson.example");
    }
    const auto answer = office.run(office.door->deliver(MailOffice::letter(to, sample_mail("toàn cơ quan"))));
    CHECK(answer.local_boxes == 350);
    tests::good(office.door->recover());
    CHECK(count(office, "SELECT COUNT(*) FROM delivery_job") == 0);
    CHECK(count(office, "SELECT COUNT(*) FROM email") == 350);
    CHECK(count(office, "SELECT COUNT(DISTINCT account) FROM email") == 350);
  });
}

TEST_CASE("delivery/deliver: who stopped being known gets the sender a report") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh");
    auto request =
        MailOffice::letter({"binh@bimson.example", "khongco@bimson.example"}, sample_mail("mot"), "an@bimson.example");
    office.run(office.door->deliver(request));
    tests::good(office.door->recover());
    CHECK(inbox_of(office, binh)->size() == 1);
    const std::string report = newest(office, an);
    CHECK(report.find("Return-Path: <>") == 0);
    CHECK(report.find("multipart/report") != std::string::npos);
    CHECK(report.find("khongco@bimson.example") != std::string::npos);
    CHECK(report.find("Action: failed") != std::string::npos);
    // A report about a report goes nowhere.
    request.reverse_path = "";
    office.run(office.door->deliver(request));
    tests::good(office.door->recover());
    CHECK(inbox_of(office, an)->size() == 1);
    // To a sender outside it goes by the queue.
    request.reverse_path = "b@outside.example";
    request.recipients[0].notify.success = true;
    office.run(office.door->deliver(request));
    tests::good(office.door->recover());
    const auto queued = office.run(office.queue->list());
    REQUIRE(queued.size() == 1);
    CHECK(queued[0].domain == "outside.example");
    CHECK(queued[0].reverse_path.empty());
  });
}

TEST_CASE("delivery/deliver: a full box refuses, one warning comes before") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an", 20000), binh = office.person("binh");
    const std::string mail = sample_mail("to", std::string(4400, 'x') + "\r\n");
    for (int i = 0; i < 4; ++i)
      office.run(office.door->deliver(MailOffice::letter({"an@bimson.example"}, mail + std::to_string(i))));
    tests::good(office.door->recover());
    CHECK(inbox_of(office, an)->size() == 5);
    CHECK(newest(office, an).find("Auto-Submitted: auto-generated") != std::string::npos);
    CHECK(code_of(base::run_blocking(office.door->deliver(MailOffice::letter({"an@bimson.example"}, mail)))) ==
          base::ErrorCode::over_quota);
    CHECK(code_of(base::run_blocking(office.door->check_recipient("an@bimson.example", 5000))) ==
          base::ErrorCode::over_quota);
    CHECK(base::run_blocking(office.door->check_recipient("binh@bimson.example", 5000)));
    CHECK(code_of(base::run_blocking(office.door->check_recipient("x@far.example", 0))) ==
          base::ErrorCode::unsupported);
    CHECK(code_of(base::run_blocking(office.door->check_recipient("ai@bimson.example", 0))) ==
          base::ErrorCode::not_found);
    // With others the message is taken and the sender told.
    office.run(office.door->deliver(
        MailOffice::letter({"an@bimson.example", "binh@bimson.example"}, mail, "binh@bimson.example")));
    tests::good(office.door->recover());
    CHECK(inbox_of(office, binh)->size() == 2);
    CHECK(newest(office, binh).find("5.2.2") != std::string::npos);
    std::vector<mailstore::AppendMessage> messages(1);
    messages[0].bytes = mail;
    CHECK(code_of(base::run_blocking(office.door->append(office.mailbox(an, "INBOX").id, messages))) ==
          base::ErrorCode::over_quota);
  });
}

TEST_CASE("delivery/deliver: too many hops and too many octets are refused") {
  tests::with_office([](MailOffice& office) {
    office.person("an");
    std::string hops;
    for (int i = 0; i < 51; ++i) hops += "Received: from a by b; Mon, 23 Nov 2026 16:32:00 +0700\r\n";
    CHECK(code_of(base::run_blocking(office.door->deliver(
              MailOffice::letter({"an@bimson.example"}, hops + sample_mail("x"))))) == base::ErrorCode::limit);
    mailstore::DeliverySettings settings;
    settings.max_message_bytes = 1000;
    office.open_door(settings);
    CHECK(code_of(base::run_blocking(office.door->deliver(MailOffice::letter(
              {"an@bimson.example"}, sample_mail("x", std::string(2000, 'y')))))) == base::ErrorCode::too_large);
  });
}

TEST_CASE("delivery/append: several messages go in together or not at all") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    std::vector<mailstore::AppendMessage> messages(3);
    for (int i = 0; i < 3; ++i) messages[static_cast<std::size_t>(i)].bytes = sample_mail("m" + std::to_string(i));
    messages[1].internal_date = mailstore::InternalDate{base::Timestamp::from_seconds(1000000000), -300};
    messages[2].flags.keywords = {"co dau cach"};
    CHECK(code_of(base::run_blocking(office.door->append(inbox.id, messages))) == base::ErrorCode::bad_input);
    CHECK(office.view(inbox.id)->empty());
    messages[2].flags.keywords = {"tot"};
    const auto answer = office.run(office.door->append(inbox.id, messages));
    CHECK(answer.uid_validity == inbox.uid_validity);
    CHECK(answer.uids.size() == 3);
    const auto view = office.view(inbox.id);
    CHECK(view->at(1).received.seconds() == 1000000000);
    CHECK(view->at(1).offset_minutes == -300);
    CHECK(code_of(base::run_blocking(office.door->append(base::MailboxId(12345), messages))) ==
          base::ErrorCode::not_found);
  });
}

TEST_CASE("delivery/append: many of all sizes, prepared on two threads, keep their order and are refused together") {
  tests::with_office([](MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX").id;
    mailstore::DeliverySettings settings;
    settings.max_message_bytes = 400'000;
    office.open_door(settings);
    std::vector<mailstore::AppendMessage> messages(60);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      const std::size_t octets = i % 10 == 7 ? 150'000 : 37 * i * i;
      messages[i].bytes = sample_mail("số " + std::to_string(i), std::string(octets, static_cast<char>('a' + i % 26)));
      messages[i].flags.system = i % 3 == 0 ? mailstore::flag::kSeen : 0;
    }
    const auto answer = office.run(office.door->append(inbox, messages));
    REQUIRE(answer.uids.size() == messages.size());
    const auto view = office.view(inbox);
    REQUIRE(view->size() == messages.size());
    for (std::size_t i = 0; i < messages.size(); ++i) {
      CAPTURE(i);
      CHECK(view->at(i).uid == answer.uids[i]);
      CHECK((view->at(i).system_flags == mailstore::flag::kSeen) == (i % 3 == 0));
      CHECK(office.read(inbox, view->at(i)) == messages[i].bytes);
    }
    for (const std::size_t large : {std::size_t{0}, std::size_t{1}, std::size_t{31}, messages.size() - 1}) {
      auto some = messages;
      some[large].bytes = sample_mail("quá lớn", std::string(400'000, 'x'));
      CHECK(code_of(base::run_blocking(office.door->append(inbox, some))) == base::ErrorCode::too_large);
    }
    CHECK(office.view(inbox)->size() == messages.size());
  });
}

TEST_CASE("delivery/edits: what may change before the bytes are fixed") {
  const base::Timestamp now = base::Timestamp::from_seconds(1795000000);
  mailstore::SubmissionFacts facts;
  facts.now = now;
  facts.message_id = "1.x@bimson.example";
  const std::string full =
      "Date: Mon, 23 Nov 2026 09:00:00 +0700\r\nMessage-ID: <a@b>\r\nSubject: x\r\n\r\nBcc: in body\r\n";
  CHECK(mailstore::edit_submission(full, facts) == full);
  const std::string cut =
      mailstore::edit_submission("bcc: <secret@x.example>,\r\n <more@x.example>\r\nSubject: x\r\n\r\nbody", facts);
  CHECK(cut.find("secret") == std::string::npos);
  CHECK(cut.find("Message-ID: <1.x@bimson.example>\r\n") != std::string::npos);
  CHECK(cut.find("Date: ") == 0);
  CHECK(cut.ends_with("Subject: x\r\n\r\nbody"));
  const base::Address an = base::Address::of("Trần An", "an", "bimson.example");
  facts.sender = &an;
  const std::string acted = mailstore::edit_submission("Sender: <forged@x.example>\r\n" + full, facts);
  CHECK(acted.find("forged") == std::string::npos);
  CHECK(acted.find("<an@bimson.example>\r\n") != std::string::npos);
  const std::string results =
      "Authentication-Results: (c) MAIL.bimson.example; spf=pass\r\nAuthentication-Results: other.example;\r\n"
      " dkim=pass\r\nSubject: x\r\n\r\nbody";
  mailstore::SubmissionFacts ours;
  ours.our_id = "mail.bimson.example";
  ours.message_id = "2.x@bimson.example";
  const std::string added = "Message-ID: <2.x@bimson.example>\r\n";
  const std::string clean = mailstore::edit_received(results, ours);
  CHECK(clean.find("spf=pass") == std::string::npos);
  CHECK(clean.find("dkim=pass") != std::string::npos);
  for (const char* id : {"mail.bimson.example", "(\\() mail.bimson.example", "(a (b) c)\r\n\t(d)MAIL.BIMSON.example 1",
                         "\"mail\\.bimson.example\"", "mail.bimson.example/1", "mail.bimson.example(x)"}) {
    CAPTURE(id);
    const std::string forged = "authentication-results : " + std::string(id) + "; smime=pass\r\nSubject: x\r\n\r\nbody";
    CHECK(mailstore::edit_received(forged, ours) == added + "Subject: x\r\n\r\nbody");
    facts.our_id = "mail.bimson.example";
    CHECK(mailstore::edit_submission(forged, facts).find("smime=pass") ==
          std::string::npos);  // colleagues would believe it too
  }
  CHECK(mailstore::edit_received("Authentication-Results: (mail.bimson.example) x; spf=pass\r\n\r\n", ours)
            .find("spf=pass") != std::string::npos);
  CHECK(mailstore::edit_appended("a\nb\r\nc\n\n") == "a\r\nb\r\nc\r\n\r\n");
}

TEST_CASE("delivery/edits: a Message-ID that an answer could not name, or that is ours, is replaced") {
  mailstore::SubmissionFacts facts;
  facts.message_id = "1.x@bimson.example";
  facts.our_id = "mail.bimson.example";
  facts.now = base::Timestamp::from_seconds(1795000000);
  facts.taken = [](std::string_view id) { return id.starts_with("nv."); };
  const std::string rest = "Date: Mon, 23 Nov 2026 09:00:00 +0700\r\nSubject: x\r\n\r\nMessage-ID: <in@body>\r\n";
  const std::string fresh = "Message-ID: <1.x@bimson.example>\r\n" + rest;
  struct Row {
    std::string fields;
    bool received, submitted;  // is it replaced?
  };
  for (const Row& row :
       {Row{"Message-ID: <a@b>\r\n", false, false}, Row{"", true, true}, Row{"Message-ID: nonsense\r\n", true, false},
        Row{"Message-ID:\r\n", true, false}, Row{"Message-ID: <nv.1.2.0.x@bimson.example>\r\n", true, true},
        Row{"message-id: (c)\r\n <\"nv.1.2.0.x\"@bimson.example>\r\n", true, true},
        Row{"Message-ID: <a@b> <nv.1.2.0.x@bimson.example>\r\n", true, true},
        Row{"Message-ID: <a@b>\r\nMessage-ID: <c@d>\r\n", true, false}}) {
    CAPTURE(row.fields);
    CHECK(mailstore::edit_received(row.fields + rest, facts) == (row.received ? fresh : row.fields + rest));
    CHECK(mailstore::edit_submission(row.fields + rest, facts) == (row.submitted ? fresh : row.fields + rest));
  }
}
