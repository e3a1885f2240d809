// IMAP SEARCH misses nothing because it was cut, or stored by older rules.
#include "base/mime/decoded_text.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/owner/store_inside.h"
#include "mailstore/store/selected/content_look.h"
#include "tests/mailstore/mail_office.h"

using mailstore::PackedText;
using mailstore::TextField;
using mailstore::TextQuery;
using tests::MailOffice;
using Uids = std::vector<base::Uid>;

namespace {

Uids search(MailOffice& office, base::MailboxId id, TextField field, const std::string& needle,
            const std::string& header = "") {
  const auto view = office.view(id);
  std::vector<mailstore::Entry> entries;
  for (std::size_t i = 0; i < view->size(); ++i) entries.push_back(view->at(i));
  return office.run(office.store->selected().match(id, entries, TextQuery{field, header, needle}));
}

std::string lines(const std::string& line, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += line;
  return out;
}

std::string mail(const std::string& fields, const std::string& body) {
  return "From: a@outside.example\r\nSubject: x\r\n" + fields + "MIME-Version: 1.0\r\n\r\n" + body;
}

// The row as version 1 wrote it: its grammar is that of version 2 without marks.
void write_old_row(MailOffice& office, base::ContentId content, const PackedText& text) {
  std::string packed = mailstore::pack_text(text);
  packed[0] = 1;
  tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto done =
        tx.execute("UPDATE content_text SET packed = ? WHERE content = ?", {base::SqlBlob{packed}, content.value});
    if (!done) return done.error();
    return {};
  }));
}

}  // namespace

TEST_CASE("store/text_match: text behind the stored four MiB is found in the message") {
  tests::with_office([](MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    const std::string filler = lines("xin chao moi nguoi\r\n", base::kMaxDecodedText + 100000);
    office.append(inbox.id,
                  mail("Content-Type: text/plain; charset=utf-8\r\n", "đầutiên\r\n" + filler + "cuốicùng\r\n"));
    office.append(inbox.id,
                  mail("Content-Type: text/html; charset=utf-8\r\n", "<p>" + filler + "cuối&dstrok;&acirc;y</p>"));
    office.append(
        inbox.id,
        mail(
            "Content-Type: multipart/mixed; boundary=b\r\n",
            "--b\r\nContent-Type: text/plain\r\n\r\n" + filler +
                "\r\n--b\r\nContent-Description: "
                "cuốimiêutả\r\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\ncuối \r\nliền\r\n--b--\r\n"));
    CHECK(search(office, inbox.id, TextField::body, "cuốicùng") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::text, "CUỐICÙNG") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::body, "đầutiên") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::body, "cuốiđây") == Uids{base::Uid(2)});
    CHECK(search(office, inbox.id, TextField::body, "cuốimiêutả") == Uids{base::Uid(3)});
    CHECK(search(office, inbox.id, TextField::text, "cuốiliền") == Uids{base::Uid(3)});
    CHECK(search(office, inbox.id, TextField::body, "chào mọi người").empty());
    CHECK(search(office, inbox.id, TextField::header, "cuối", "Content-Description").empty());
  });
}

TEST_CASE("store/text_match: parts, fields and addresses beyond the parser's limits are found in the message") {
  tests::with_office([](MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    std::string fields, people, parts;
    for (int i = 0; i < 10050; ++i) fields += "X-Dong-" + std::to_string(i) + ": gia tri\r\n";
    for (int i = 0; i < 10500; ++i)
      people += (i > 0 ? ",\r\n " : "") + ("Người " + std::to_string(i)) + " <n" + std::to_string(i) + "@x.example>";
    for (int i = 0; i < 1100; ++i) parts += "--b\r\n\r\nphần " + std::to_string(i) + "x\r\n";
    office.append(inbox.id, mail(fields + "X-Cuoi: =?utf-8?q?cu=E1=BB=91i?=\r\n", "x"));
    office.append(inbox.id, mail("Cc: " + people + "\r\nTo: ai@x.example\r\n", "x"));
    office.append(inbox.id, mail("Content-Type: multipart/mixed; boundary=b\r\n", parts + "--b--\r\n"));
    CHECK(search(office, inbox.id, TextField::header, "cuối", "X-Cuoi") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::header, "", "X-Cuoi") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::text, "cuối") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::body, "cuối").empty());
    CHECK(search(office, inbox.id, TextField::cc, "n10499@X") == Uids{base::Uid(2)});
    CHECK(search(office, inbox.id, TextField::cc, "người 10499") == Uids{base::Uid(2)});
    CHECK(search(office, inbox.id, TextField::to, "n10499@x").empty());
    CHECK(search(office, inbox.id, TextField::to, "ai@x") == Uids{base::Uid(2)});
    CHECK(search(office, inbox.id, TextField::body, "phần 1099x") == Uids{base::Uid(3)});
  });
}

TEST_CASE("store/text_match: look-alikes, invisible characters, references and flowed lines") {
  tests::with_office([](MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    office.append(inbox.id,
                  mail("Content-Type: text/plain; charset=utf-8\r\n", "Họp tại \u00D0à Nẵng, nghi\u00ADệmthu\r\n"));
    office.append(inbox.id, mail("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n",
                                 lines("dòng \r\n", 6000) + "H26-2611 \r\n300047\r\n"));
    CHECK(search(office, inbox.id, TextField::body, "ĐÀ NẴNG") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::text, "nghiệm\u200Bthu") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::body, "2611300047") ==
          Uids{base::Uid(2)});  // long: read from the message
    CHECK(search(office, inbox.id, TextField::body, "da nang").empty());
  });
}

TEST_CASE("store/text_match: people are found by names in encoded words, in every field of addresses") {
  tests::with_office([](MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    const std::string people =
        "=?UTF-8?B?Tmd1eeG7hW4gVsSDbiBCw6xuaA==?= <binhnv@x.example>,\r\n =?utf-8?q?=22Ph=C3=B2ng_H=E1=BB=8Dp=22?=: "
        "=?utf-8?q?Tr=E1=BA=A7n_Hoa?= <hoa@x.example>;\r\n";
    const std::pair<const char*, TextField> fields[] = {
        {"From", TextField::from}, {"To", TextField::to}, {"Cc", TextField::cc}, {"Bcc", TextField::bcc}};
    for (const auto& [name, field] : fields)
      office.append(inbox.id, std::string(name) + ": " + people + "Subject: " + name + "\r\n\r\nx\r\n");
    std::uint32_t uid = 0;
    for (const auto& [name, field] : fields) {
      CAPTURE(name);
      const Uids wanted{base::Uid(++uid)};
      CHECK(search(office, inbox.id, field, "nguyễn văn bình") == wanted);
      CHECK(search(office, inbox.id, field, "BÌNH <binhnv@x") == wanted);
      CHECK(search(office, inbox.id, field, "Trần Hoa") == wanted);
      CHECK(search(office, inbox.id, field, "hoa@X.example") == wanted);
      CHECK(search(office, inbox.id, field, "=?utf-8").empty());
      CHECK(search(office, inbox.id, field, "nguyen van").empty());
    }
  });
}

TEST_CASE("store/text_match: rows of older rules are completed from the message") {
  tests::with_office([](MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    const std::string html = "<p>&dstrok;&ocirc;ng &nbsp;x</p>";
    office.append(inbox.id, mail("Content-Type: text/html\r\n", html));
    office.append(inbox.id,
                  mail("Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n", "nối \r\nliền\r\n"));
    office.append(
        inbox.id,
        mail(
            "Content-Type: multipart/alternative; boundary=b\r\n",
            "--b\r\nContent-Type: text/plain\r\n\r\nstub\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>onlyhtml</p>\r\n--b--\r\n"));
    const auto view = office.view(inbox.id);
    write_old_row(office, view->at(0).content,
                  {"Content-Type: text/html\n", "&dstrok;ông x", html + "\n&dstrok;ông x\n", {}});
    write_old_row(office, view->at(1).content,
                  {"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\n", "nối \nliền", "", {}});
    write_old_row(office, view->at(2).content,
                  {"Content-Type: multipart/alternative; boundary=b\n",
                   "stub",
                   "Content-Type: text/html\n<p>onlyhtml</p>\nonlyhtml\n",
                   {}});
    CHECK(search(office, inbox.id, TextField::body, "đông") == Uids{base::Uid(1)});
    CHECK(search(office, inbox.id, TextField::body, "nốiliền") == Uids{base::Uid(2)});
    CHECK(search(office, inbox.id, TextField::body, "onlyhtml") == Uids{base::Uid(3)});
    // What a new index is made from.
    const auto words = [&](std::size_t at) {
      std::string text;
      CHECK(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        auto read = mailstore::read_content_words(snapshot, *office.blobs, view->at(at).content);
        if (!read) return read.error();
        text = read->words.text;
        return {};
      }));
      return text;
    };
    CHECK(words(0) == "đông x");
    CHECK(words(1) == "nốiliền");
    CHECK(words(2) == "stub\n\nonlyhtml");
  });
}

TEST_CASE("store/content_text: what is packed tells what it lacks, old rows by what they hold") {
  const auto unpacked = [](const PackedText& text, bool old = false) {
    std::string packed = mailstore::pack_text(text);
    if (old) packed[0] = 1;
    auto out = mailstore::unpack_text(packed);
    REQUIRE(out);
    return *out;
  };
  for (const bool body_cut : {false, true}) {
    for (const bool header_cut : {false, true}) {
      for (const std::size_t size : {std::size_t{3}, std::size_t{50000}}) {
        const PackedText text{"A: b\n", std::string(size, 'x'), "", {"tệp"}, false, body_cut, header_cut};
        const PackedText again = unpacked(text);
        CHECK(again.body_cut == body_cut);
        CHECK(again.header_cut == header_cut);
        CHECK(again.text == text.text);
        CHECK(again.attachment_names == text.attachment_names);
      }
    }
  }
  const auto lacks = [&](const std::string& header, const std::string& text) {
    return unpacked({header, text, "", {}}, true).body_cut;
  };
  CHECK_FALSE(lacks("Subject: x\n", "a & b &amp; &nbsp;&eacute;&Ograve; R&D &#7871; &a=b"));
  CHECK(lacks("", "&dstrok;"));
  CHECK(lacks("", "&abreve;"));
  CHECK(lacks("Content-Type: text/plain; Format=FLOWED\n", "x"));
  CHECK(lacks("", std::string(base::kMaxDecodedText, 'x')));
  CHECK_FALSE(mailstore::unpack_text(std::string("\x01\x10", 2)));  // marks that version 1 did not have
  CHECK_FALSE(mailstore::unpack_text(std::string("\x03\x00", 2)));
}

TEST_CASE("store/text_match: a message is looked into although its place was forgotten, or it is gone") {
  tests::with_office([](MailOffice& office) {
    const auto inbox = office.mailbox(office.person("an"), "INBOX");
    office.append(inbox.id, mail("", "kim trong rom"));
    const auto entry = office.view(inbox.id)->at(0);
    mailstore::StoreCore& core = mailstore::StoreInside::of(*office.store);
    mailstore::ContentLook look(core);
    const std::atomic<bool> stop{false};
    const auto find = [&](base::ContentId content) {
      core.blob_refs.drop(entry.content);  // as compaction and retention do, at any time
      return office.run(look.find(inbox.id, {{entry.uid, content, false, entry.size}},
                                  TextQuery{TextField::body, "", "trong"}, stop));
    };
    CHECK(find(entry.content) == Uids{entry.uid});
    CHECK(find(base::ContentId(entry.content.value + 1)).empty());
  });
}
