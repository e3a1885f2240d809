#include <algorithm>
#include <thread>

#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/listed_content.h"
#include "tests/mailstore/verified.h"

using mailstore::FlagChange;
using mailstore::MailboxView;
using mailstore::StoreFlagsRequest;
using mailstore::TextField;
using mailstore::TextQuery;
using mailstore::Want;
using tests::MailOffice;
using tests::sample_mail;

namespace {

StoreFlagsRequest change(base::MailboxId mailbox, std::vector<base::Uid> uids, FlagChange how, std::uint32_t flags,
                         std::vector<std::string> keywords = {}) {
  StoreFlagsRequest request;
  request.mailbox = mailbox;
  request.uids = std::move(uids);
  request.change = how;
  request.flags = {flags, std::move(keywords)};
  return request;
}

std::vector<base::Uid> search(MailOffice& office, base::MailboxId id, TextField field, const std::string& needle,
                              const std::string& header = "") {
  const auto view = office.view(id);
  std::vector<mailstore::Entry> entries;
  for (std::size_t i = 0; i < view->size(); ++i) entries.push_back(view->at(i));
  return office.run(office.store->selected().match(id, entries, TextQuery{field, header, needle}));
}

}  // namespace

TEST_CASE("store/messages: what is appended is read back byte for byte, lone LF as CRLF") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    const std::string mail = sample_mail("Công văn số 147/BC-UBND");
    const auto uid = office.append(inbox.id, mail, mailstore::flag::kSeen, {"$Forwarded", "viec"});
    CHECK(uid == base::Uid(1));
    auto view = office.view(inbox.id);
    REQUIRE(view->size() == 1);
    const mailstore::Entry entry = view->at(0);
    CHECK(entry.size == static_cast<std::int64_t>(mail.size()));
    CHECK(*office.store->selected().keywords(entry.keyword_set) == std::vector<std::string>{"$Forwarded", "viec"});
    CHECK(office.read(inbox.id, entry) == mail);
    CHECK(office.run(office.store->selected().read_message(entry, "", 5, 10)) == mail.substr(5, 10));
    CHECK(office.run(office.store->selected().read_message(entry, "", 1 << 20, 10)).empty());
    office.append(inbox.id, "Subject: x\n\nhai\r\nba\n");
    view = office.view(inbox.id);
    CHECK(office.read(inbox.id, view->at(1)) == "Subject: x\r\n\r\nhai\r\nba\r\n");
    office.append(inbox.id, "");
    CHECK(office.view(inbox.id)->at(2).size == 0);
    const auto info = office.mailbox(an, "INBOX");
    CHECK(info.messages == 3);
    CHECK(info.unseen == 2);
    CHECK(info.uid_next == base::Uid(4));
  });
}

TEST_CASE("store/messages: ready structures come in the order asked") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    for (int i = 0; i < 25; ++i) office.append(inbox.id, sample_mail("thu " + std::to_string(i)));
    const auto view = office.view(inbox.id);
    std::vector<mailstore::Entry> entries;
    for (std::size_t i = view->size(); i-- > 0;) entries.push_back(view->at(i));
    const auto metas = office.run(office.store->selected().meta(inbox.id, entries, static_cast<unsigned>(Want::list)));
    REQUIRE(metas.size() == 25);
    CHECK(metas[0].list->parts().envelope.find("thu 24") != std::string::npos);
    CHECK(metas[24].list->parts().envelope.find("thu 0") != std::string::npos);
    CHECK(metas[3].list->parts().body_structure.starts_with("("));
    CHECK(metas[3].body.empty());
  });
}

TEST_CASE("store/messages: flags, keywords and UNCHANGEDSINCE") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    for (int i = 0; i < 10; ++i) office.append(inbox.id, sample_mail("thu " + std::to_string(i)));
    const auto before = office.view(inbox.id);
    auto answer = office.run(office.store->selected().store_flags(change(
        inbox.id, {base::Uid(2), base::Uid(3), base::Uid(99)}, FlagChange::add, mailstore::flag::kSeen, {"Gap"})));
    CHECK(answer.changed == std::vector<base::Uid>{base::Uid(2), base::Uid(3)});
    auto after = office.view(inbox.id);
    CHECK(after->info().unseen == 8);
    CHECK(mailstore::difference(*before, *after).changed == answer.changed);
    CHECK(after->at(1).modseq == answer.modseq);
    CHECK(after->info().highest_modseq == answer.modseq);
    // The same again writes nothing; another spelling is the first one.
    answer = office.run(office.store->selected().store_flags(
        change(inbox.id, {base::Uid(2)}, FlagChange::add, mailstore::flag::kSeen, {"GAP"})));
    CHECK(answer.changed.empty());
    answer = office.run(
        office.store->selected().store_flags(change(inbox.id, {base::Uid(4)}, FlagChange::replace, 0, {"GAP"})));
    CHECK(*office.store->selected().keywords(office.view(inbox.id)->at(3).keyword_set) ==
          std::vector<std::string>{"Gap"});
    auto request = change(inbox.id, {base::Uid(1), base::Uid(2)}, FlagChange::add, mailstore::flag::kFlagged);
    request.unchanged_since = before->info().highest_modseq;
    answer = office.run(office.store->selected().store_flags(request));
    CHECK(answer.changed == std::vector<base::Uid>{base::Uid(1)});
    CHECK(answer.modified == std::vector<base::Uid>{base::Uid(2)});
    answer = office.run(office.store->selected().store_flags(
        change(inbox.id, {base::Uid(2)}, FlagChange::remove, mailstore::flag::kSeen, {"gap"})));
    CHECK(office.view(inbox.id)->at(1).keyword_set == 0);
    CHECK(office.view(inbox.id)->info().unseen == 9);
  });
}

TEST_CASE("store/messages: expunge leaves tombstones, COPY makes new emails, MOVE keeps them") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX"), trash = office.mailbox(an, "Trash");
    for (int i = 0; i < 8; ++i) office.append(inbox.id, sample_mail("thu " + std::to_string(i)));
    const auto before = office.view(inbox.id);
    const auto copied = office.run(office.store->selected().copy(inbox.id, {base::Uid(1), base::Uid(5)}, trash.id));
    REQUIRE(copied.uids.size() == 2);
    CHECK(copied.uids[1] == std::pair(base::Uid(5), base::Uid(2)));
    CHECK(office.view(trash.id)->at(0).email != before->at(0).email);
    CHECK(office.view(trash.id)->at(0).content == before->at(0).content);
    const auto moved = office.run(office.store->selected().move(inbox.id, {base::Uid(2)}, trash.id));
    CHECK(moved.uids == std::vector<std::pair<base::Uid, base::Uid>>{{base::Uid(2), base::Uid(3)}});
    CHECK(office.view(trash.id)->at(2).email == before->at(1).email);
    office.run(office.store->selected().store_flags(
        change(inbox.id, {base::Uid(3), base::Uid(4), base::Uid(8)}, FlagChange::add, mailstore::flag::kDeleted)));
    auto gone =
        office.run(office.store->selected().expunge(inbox.id, std::vector<base::Uid>{base::Uid(3), base::Uid(5)}));
    CHECK(gone.uids == std::vector<base::Uid>{base::Uid(3)});
    gone = office.run(office.store->selected().expunge(inbox.id, std::nullopt));
    CHECK(gone.uids == std::vector<base::Uid>{base::Uid(4), base::Uid(8)});
    const auto after = office.view(inbox.id);
    CHECK(after->size() == 4);
    CHECK(after->info().messages == 4);
    CHECK(after->info().deleted == 0);
    CHECK(mailstore::difference(*before, *after).expunged == std::vector<std::size_t>{7, 3, 2, 1});
    const auto vanished = office.run(office.store->selected().vanished_since(inbox.id, before->info().highest_modseq));
    CHECK(vanished.complete);
    CHECK(vanished.uids == std::vector<base::Uid>{base::Uid(2), base::Uid(3), base::Uid(4), base::Uid(8)});
    // A session that still shows an expunged message can read it.
    CHECK(office.read(inbox.id, before->at(2)) == sample_mail("thu 2"));
    CHECK(office.run(office.store->mailboxes().quota(an)).used_messages == 7);
  });
}

TEST_CASE("store/messages: another account's mailbox may be the target of COPY and MOVE") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an"), binh = office.person("binh");
    const auto from = office.mailbox(an, "INBOX"), to = office.mailbox(binh, "INBOX");
    for (int i = 0; i < 3; ++i) office.append(from.id, sample_mail("thu " + std::to_string(i)), 0, {"Viec"});
    office.run(office.store->selected().copy(from.id, {base::Uid(1)}, to.id));
    office.run(office.store->selected().move(from.id, {base::Uid(2), base::Uid(3)}, to.id));
    CHECK(office.view(from.id)->size() == 1);
    CHECK(office.view(to.id)->size() == 3);
    CHECK(office.read(to.id, office.view(to.id)->at(2)) == sample_mail("thu 2"));
    CHECK(office.run(office.store->mailboxes().quota(an)).used_messages == 1);
    CHECK(office.run(office.store->mailboxes().quota(binh)).used_messages == 3);
  });
}

TEST_CASE("store/messages: a MOVE that stops half way says what has been moved") {
  tests::with_office([](MailOffice& office) {
    std::vector<mailstore::AppendMessage> messages(620);
    for (mailstore::AppendMessage& message : messages) message.bytes = sample_mail("thư");
    const auto size = static_cast<std::int64_t>(messages[0].bytes.size());
    const auto an = office.person("an"), binh = office.person("binh", 550 * size);
    const auto from = office.mailbox(an, "INBOX"), to = office.mailbox(binh, "INBOX");
    office.run(office.door->append(from.id, messages));
    office.append(to.id, messages[0].bytes);  // from here on the store knows the quota
    std::vector<base::Uid> uids;
    for (std::uint32_t uid = 1; uid <= 620; ++uid) uids.emplace_back(uid);
    const auto moved = office.run(office.store->selected().move(from.id, uids, to.id));
    REQUIRE(moved.stopped.has_value());
    CHECK(moved.stopped->code == base::ErrorCode::over_quota);
    CHECK(moved.uids.size() == 500);
    CHECK(moved.uid_validity == to.uid_validity);
    CHECK(office.view(from.id)->size() == 120);
    CHECK(office.view(to.id)->size() == 501);
    CHECK(office.view(from.id)->uid(0) == base::Uid(501));
    // Nothing moved: an error like any other.
    const auto none =
        base::run_blocking(office.store->selected().move(from.id, {uids.begin() + 500, uids.end()}, to.id));
    REQUIRE_FALSE(none.has_value());
    CHECK(none.error().code == base::ErrorCode::over_quota);
    tests::check_sound(office);
  });
}

TEST_CASE("store/messages: STORE writes rows together, and each as it would be written alone") {
  tests::with_office([](MailOffice& office) {
    const auto box = office.mailbox(office.person("an"), "INBOX");
    std::vector<mailstore::AppendMessage> messages(2300);
    for (std::size_t i = 0; i < messages.size(); ++i) {
      messages[i].bytes = sample_mail("thư");
      messages[i].flags = {i % 3 == 0 ? mailstore::flag::kSeen : 0, {}};
      if (i % 7 == 0) messages[i].flags.keywords = {"Viec"};
    }
    office.run(office.door->append(box.id, messages));
    office.run(office.store->selected().store_flags(
        change(box.id, {base::Uid(5), base::Uid(6), base::Uid(9)}, FlagChange::add, mailstore::flag::kDeleted)));
    office.run(office.store->selected().expunge(box.id, std::nullopt));
    // A long set with holes, with UIDs that are gone, some of whose messages have the flag already.
    std::vector<base::Uid> uids, gone, expected;
    for (std::uint32_t uid = 1; uid <= 2300; ++uid) {
      if (uid % 10 == 4) continue;
      uids.emplace_back(uid);
      if (uid == 5 || uid == 6 || uid == 9) {
        gone.emplace_back(uid);
      } else if ((uid - 1) % 3 != 0) {
        expected.emplace_back(uid);
      }
    }
    const auto before = office.view(box.id);
    const auto answer =
        office.run(office.store->selected().store_flags(change(box.id, uids, FlagChange::add, mailstore::flag::kSeen)));
    CHECK(answer.changed == expected);
    CHECK(answer.gone == gone);
    const auto view = office.view(box.id);
    const auto fresh =
        tests::good(mailstore::MailStore::open({*office.db, *office.blobs, office.clock, office.ids, office.files}));
    const auto rows = office.run(fresh->selected().view(box.id));
    REQUIRE(view->size() == rows->size());
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < view->size(); ++i) {
      const mailstore::Entry was = before->at(i), kept = view->at(i), row = rows->at(i);
      const bool touched = std::binary_search(expected.begin(), expected.end(), was.uid);
      const bool good =
          kept.uid == row.uid && kept.system_flags == row.system_flags && kept.modseq == row.modseq &&
          row.system_flags == (was.system_flags | (touched ? mailstore::flag::kSeen : 0)) &&
          (row.modseq != was.modseq) == touched &&
          *office.store->selected().keywords(kept.keyword_set) == *fresh->selected().keywords(row.keyword_set) &&
          fresh->selected().keywords(row.keyword_set)->size() == ((was.uid.value - 1) % 7 == 0 ? 1u : 0u);
      wrong += good ? 0 : 1;
    }
    CHECK(wrong == 0);
    tests::check_sound(office);
  });
}

TEST_CASE("store/messages: search is exact in marks, blind to case and to NFC or NFD") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    office.append(inbox.id, sample_mail("CÔNG VĂN số 147/BC-UBND", "Về việc giao đất ở.\r\n"));
    office.append(inbox.id, sample_mail("Cong van khac", "Khong co gi.\r\n"));
    office.append(inbox.id, sample_mail("=?UTF-8?Q?B=C3=A1o_c=C3=A1o?=", "x\r\n"));
    using Uids = std::vector<base::Uid>;
    CHECK(search(office, inbox.id, TextField::subject, "công văn") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::subject, "Co\xcc\x82ng va\xcc\x86n") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::subject, "cong VAN") == Uids{base::Uid(2)});
    CHECK(search(office, inbox.id, TextField::subject, "báo cáo") == Uids{base::Uid(3)});
    CHECK(search(office, inbox.id, TextField::body, "GIAO ĐẤT") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::text, "bc-ubnd") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::from, "trần thị").size() == 3);
    CHECK(search(office, inbox.id, TextField::header, "outside", "message-id").size() == 3);
    CHECK(search(office, inbox.id, TextField::header, "", "X-None").empty());
    CHECK(search(office, inbox.id, TextField::cc, "").empty());
    CHECK(search(office, inbox.id, TextField::to, "").size() == 3);
  });
}

TEST_CASE("store/messages: \\Recent belongs to the first who asks, and what a watcher took stays taken") {
  tests::with_office([](MailOffice& office) {
    using Share = mailstore::RecentShare;
    const auto claim = [&](base::MailboxId id) { return office.run(office.store->selected().claim_recent(id)); };
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    office.append(inbox.id, sample_mail("mot"));
    CHECK(claim(inbox.id) == Share{base::Uid(1), base::Uid(2)});
    CHECK(claim(inbox.id) == Share{base::Uid(2), base::Uid(2)});
    office.append(inbox.id, sample_mail("hai"));
    office.append(inbox.id, sample_mail("ba"));
    CHECK(office.run(office.store->selected().unclaimed_recent(inbox.id)).messages == 2);
    CHECK(office.run(office.store->selected().unclaimed_recent(inbox.id, base::Uid(3))).messages == 1);
    office.run(office.store->selected().settle_recent(inbox.id, base::Uid(3)));
    CHECK(claim(inbox.id) == Share{base::Uid(3), base::Uid(4)});
    office.run(
        office.store->selected().settle_recent(inbox.id, base::Uid(100)));  // never beyond what there is, never back
    office.run(office.store->selected().settle_recent(inbox.id, base::Uid(1)));
    CHECK(claim(inbox.id) == Share{base::Uid(4), base::Uid(4)});
  });
}

TEST_CASE("store/messages: replies share a thread, whichever comes first; sort keys are ready") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    const auto mail = [](const std::string& id, const std::string& refs, const std::string& subject) {
      return "From: <zeta@x.example>\r\nSubject: " + subject + "\r\nMessage-ID: <" + id + "@x>\r\n" +
             (refs.empty() ? "" : "References: " + refs + "\r\n") + "\r\nx\r\n";
    };
    office.append(inbox.id, mail("c", "<a@x> <b@x>", "Re: Họp"));
    office.append(inbox.id, mail("a", "", "Họp"));
    office.append(inbox.id, mail("b", "<a@x>", "Re: Họp"));
    office.append(inbox.id, mail("d", "<a@x>", "Viec khac"));
    const auto view = office.view(inbox.id);
    CHECK(view->at(0).thread == view->at(1).thread);
    CHECK(view->at(1).thread == view->at(2).thread);
    CHECK(view->at(3).thread != view->at(2).thread);
    const auto keys = office.run(office.store->selected().sort_keys(inbox.id, {view->at(0), view->at(1)}));
    CHECK(keys[0].base_subject == keys[1].base_subject);
    const auto threads = office.run(office.store->selected().mail_keys(view, mailstore::MailKeys::Kind::threads));
    CHECK(threads->replies[0]);
    CHECK_FALSE(threads->replies[1]);
    CHECK(threads->subjects[0] == threads->subjects[1]);
    CHECK(threads->subjects[3] != threads->subjects[1]);
    const auto references = threads->references(0);
    CHECK(std::vector<std::uint64_t>(references.begin(), references.end()) ==
          std::vector<std::uint64_t>{threads->ids[1], threads->ids[2]});
    CHECK(threads->references(1).empty());
    CHECK(keys[1].sent == view->at(1).received);
    CHECK(keys[1].from == "ZETA");
  });
}

TEST_CASE("store/messages: a long plain text is found although it lies in the message alone") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    using Uids = std::vector<base::Uid>;
    std::string text;
    while (text.size() < 6000) text += "Căn cứ kế hoạch sử dụng đất.\r\n";
    const std::string head = "From: a@outside.example\r\nSubject: dài\r\nContent-Type: text/plain; charset=utf-8\r\n";
    office.append(inbox.id, head + "\r\n" + text + "Thời hạn\r\n\r\nhai tuần.\r\n");
    office.append(inbox.id, head + "Content-Transfer-Encoding: 8bit\r\n\r\n" + text + "Thời hạn ba tuần.\r\n");
    office.append(inbox.id,
                  head + "Content-Disposition: attachment; filename=x.txt\r\n\r\n" + text + "Thời hạn bốn tuần.\r\n");
    CHECK(search(office, inbox.id, TextField::body, "KẾ HOẠCH") == Uids{base::Uid(1), base::Uid(2), base::Uid(3)});
    CHECK(search(office, inbox.id, TextField::body, "hai tuần") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::body, "Thời hạn\n\nhai") == Uids{base::Uid(1)});  // LF, as in stored text
    CHECK(search(office, inbox.id, TextField::text, "hạn ba") == Uids{base::Uid(2)});
    CHECK(search(office, inbox.id, TextField::text, "bốn tuần") == Uids{base::Uid(3)});
    CHECK(search(office, inbox.id, TextField::body, "năm tuần").empty());
    CHECK(search(office, inbox.id, TextField::body, "text/plain").empty());  // the header is no body
    const auto content = office.view(inbox.id)->at(0).content;
    CHECK(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto words = mailstore::read_content_words(snapshot, *office.blobs, content);
      if (!words) return words.error();
      CHECK(words->words.text_in_content);
      CHECK(words->words.text.ends_with("Thời hạn\n\nhai tuần."));
      CHECK(words->words.header.find("Subject: dài\n") != std::string::npos);
      return {};
    }));
  });
}

TEST_CASE("store/messages: a mailbox read in portions while it changes is never half a mailbox") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    for (int i = 0; i < 30; ++i) office.append(inbox.id, sample_mail("thu " + std::to_string(i)));
    std::thread writer([&] {
      for (std::uint32_t uid = 1; uid <= 20; ++uid) {
        office.append(inbox.id, sample_mail("moi " + std::to_string(uid)));
        (void)base::run_blocking(office.store->selected().store_flags(
            change(inbox.id, {base::Uid(31 - uid)}, FlagChange::add, mailstore::flag::kFlagged)));
        (void)base::run_blocking(office.store->selected().store_flags(
            change(inbox.id, {base::Uid(uid)}, FlagChange::add, mailstore::flag::kDeleted)));
        (void)base::run_blocking(office.store->selected().expunge(inbox.id, std::nullopt));
      }
    });
    const auto look = [&](std::size_t portion) {
      mailstore::MailStore fresh({*office.db, *office.blobs, office.clock, office.ids, office.files});
      fresh.selected().set_view_portion(portion);
      return office.run(fresh.selected().view(inbox.id));
    };
    for (int i = 0; i < 40; ++i) {
      const auto view = look(3);
      CHECK(static_cast<std::int64_t>(view->size()) == view->info().messages);
      for (std::size_t k = 1; k < view->size(); ++k) CHECK(view->at(k - 1).uid < view->at(k).uid);
    }
    writer.join();
    const auto portions = look(3), whole = look(1000);
    REQUIRE(portions->size() == 30);
    REQUIRE(whole->size() == 30);
    for (std::size_t k = 0; k < 30; ++k) {
      CHECK(portions->at(k).uid == whole->at(k).uid);
      CHECK(portions->at(k).modseq == whole->at(k).modseq);
      CHECK(portions->at(k).system_flags == whole->at(k).system_flags);
    }
    // A view that has fallen far behind is read anew.
    office.store->selected().set_view_portion(4);
    CHECK(office.view(inbox.id)->size() == 30);
    for (int i = 0; i < 9; ++i) office.append(inbox.id, sample_mail("sau " + std::to_string(i)));
    CHECK(office.view(inbox.id)->size() == 39);
  });
}

TEST_CASE("store/messages: long plain texts are searched as decoded, whatever their charset") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    const std::string filler = [] {
      std::string out;
      while (out.size() < 5000) out += "a line of filler that says nothing at all\r\n";
      return out;
    }();
    auto put = [&](const std::string& type, const std::string& text) {
      return office.append(inbox.id, "Subject: onlyinheader\r\n" + type + "\r\n" + filler + text + "\r\n");
    };
    using Uids = std::vector<base::Uid>;
    const auto plain = put("", "Nothing but ASCII, endmark  ");
    const auto utf8 =
        put("Content-Type: text/plain; charset=\"UTF-8\"\r\n", "h\xe1\xbb\x8dp b\xc3\xa0n c\xc3\xb4ng v\xc4\x83n");
    const auto latin = put("Content-Type: text/plain; charset=iso-8859-1\r\n", "caf\xe9 latin");
    const auto japanese =
        put("Content-Type: text/plain; charset=ISO-2022-JP\r\n", "\x1b$BF|K\\\x1b(B, \x1b$B#A#B#C\x1b(B");
    const auto utf7 = put("Content-Type: text/plain; charset=utf-7\r\n", "caf+AOk- seven");
    const auto odd = put("Content-Type: text/plain; charset*=us-ascii''utf-7\r\n", "odd");
    const auto guessed = put("Content-Type: text/plain\r\n", "na\xefve");
    const auto nul = put("", std::string("ab\0cd", 5));
    auto body = [&](const std::string& needle) { return search(office, inbox.id, TextField::body, needle); };
    CHECK(body("ENDMARK") == Uids{plain});
    CHECK(body("endmark  ") == Uids{plain});  // blanks at the end stand in the message
    CHECK(body("endmark   ").empty());
    CHECK(body("onlyinheader").empty());
    CHECK(search(office, inbox.id, TextField::text, "onlyinheader").size() == 8);
    CHECK(body("C\xc3\x94NG V\xc4\x82N") == Uids{utf8});
    CHECK(body("co\xcc\x82ng va\xcc\x86n") == Uids{utf8});
    CHECK(body("caf\xc3\xa9") == Uids{latin, utf7});
    CHECK(body("\xe6\x97\xa5\xe6\x9c\xac") == Uids{japanese});
    CHECK(body("abc") == Uids{japanese, nul});  // full-width letters are the same letters, RFC 5051
    CHECK(body("na\xc3\xafve") == Uids{guessed});
    CHECK(body("odd") == Uids{odd});
    CHECK(body("all\na line").size() == 8);
    CHECK(body("no such words").empty());
  });
}

TEST_CASE("store/messages: a search of many messages goes through all of them, in their order") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX");
    for (int i = 0; i < 30; ++i) office.append(inbox.id, sample_mail(i % 3 == 0 ? "needle" : "hay"));
    const auto view = office.view(inbox.id);
    std::vector<mailstore::Entry> entries;
    std::vector<base::Uid> wanted;
    for (int round = 0; round < 60; ++round) {  // 1,800 entries
      for (std::size_t i = 0; i < view->size(); ++i) {
        entries.push_back(view->at(i));
        if (i % 3 == 0) wanted.push_back(view->at(i).uid);
      }
    }
    CHECK(office.run(office.store->selected().match(inbox.id, entries, TextQuery{TextField::subject, "", "NEEDLE"})) ==
          wanted);
    CHECK(office
              .run(office.store->selected().match(inbox.id, entries,
                                                  TextQuery{TextField::body, "", "zzyzx no such words"}))
              .empty());
    CHECK(
        office.run(office.store->selected().match(inbox.id, {}, TextQuery{TextField::subject, "", "needle"})).empty());
  });
}
