#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "base/mime/date.h"
#include "mailstore/delivery/prepare/message_edits.h"
#include "mailstore/maintenance/eml_index.h"
#include "mailstore/maintenance/local_files.h"
#include "mailstore/maintenance/mail_source.h"
#include "mailstore/maintenance/maildir.h"
#include "mailstore/maintenance/mbox_fields.h"
#include "mailstore/maintenance/mbox_reader.h"
#include "tests/storage_engines.h"

using namespace mailstore;

namespace {

struct Read {
  std::vector<SourceMessage> messages;
  std::vector<SourceProblem> problems;
};

Read read_text(const std::string& text, MailSourceOptions options = {}, std::size_t piece = 1 << 20) {
  Read out;
  SourceVisitor visitor;
  visitor.message = [&](SourceMessage m) { return out.messages.push_back(std::move(m)), true; };
  visitor.problem = [&](SourceProblem p) { out.problems.push_back(std::move(p)); };
  const ReadAt read_at = [&](std::int64_t offset, std::size_t size) -> base::Result<std::string> {
    if (offset >= static_cast<std::int64_t>(text.size())) return std::string();
    return text.substr(static_cast<std::size_t>(offset), std::min(size, piece));
  };
  REQUIRE(read_mbox("test.mbox", read_at, options, visitor));
  return out;
}

std::string date_of(const std::optional<InternalDate>& date) {
  return date ? base::format_internal_date(date->at, date->offset_minutes) : "none";
}

void write(const std::string& path, const std::string& bytes) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("maintenance/mbox: the From_ line's dates") {
  CHECK(date_of(parse_from_line("From a@b.example Mon Nov 23 16:32:00 2026")) == "23-Nov-2026 16:32:00 +0000");
  CHECK(date_of(parse_from_line("From a b Mon Nov  3 16:32 2026 +0700")) == "03-Nov-2026 16:32:00 +0700");
  CHECK(date_of(parse_from_line("From a Mon Nov 23 16:32:00 +0700 2026")) == "23-Nov-2026 16:32:00 +0700");
  CHECK(date_of(parse_from_line("From a Mon, 23 Nov 2026 16:32:00 +0700")) == "23-Nov-2026 16:32:00 +0700");
  CHECK(date_of(parse_from_line("From here on everything is better")) == "none");
  CHECK(date_of(parse_from_line("From ")) == "none");
  CHECK(date_of(parse_from_line("from a Mon Nov 23 16:32:00 2026")) == "none");
}

TEST_CASE("maintenance/mbox: messages, quoting and flags, read in pieces of any size") {
  const std::string text =
      "From a@x Mon Nov 23 16:32:00 2026\nSubject: one\nStatus: RO\nX-Status: AF\nX-Keywords: $Work viec\n\nbody\n>From quoted\n>>From twice\nFrom here no\n\n"
      "From b@x Tue Nov 24 01:02:03 2026\nSubject: two\n\nlast line";
  for (std::size_t piece : {1u, 7u, 64u, 100000u}) {
    INFO("piece " << piece);
    const Read read = read_text(text, {}, piece);
    REQUIRE(read.messages.size() == 2);
    CHECK(read.problems.empty());
    CHECK(read.messages[0].bytes == "Subject: one\n\nbody\nFrom quoted\n>From twice\nFrom here no\n");
    CHECK(read.messages[0].flags.system == (flag::kSeen | flag::kAnswered | flag::kFlagged));
    CHECK(read.messages[0].flags.keywords == std::vector<std::string>{"$Work", "viec"});
    CHECK(date_of(read.messages[0].date) == "23-Nov-2026 16:32:00 +0000");
    CHECK(read.messages[1].bytes == "Subject: two\n\nlast line");
    CHECK(read.messages[1].offset == static_cast<std::int64_t>(text.find("From b@x")));
  }
  MailSourceOptions options;
  options.quoting = MboxQuoting::mboxo;
  CHECK(read_text(text, options).messages[0].bytes ==
        "Subject: one\n\nbody\nFrom quoted\n>>From twice\nFrom here no\n");
  options.quoting = MboxQuoting::none;
  CHECK(read_text(text, options).messages[0].bytes ==
        "Subject: one\n\nbody\n>From quoted\n>>From twice\nFrom here no\n");
}

TEST_CASE("maintenance/mbox: Content-Length is believed only when it fits") {
  const std::string body = "x\n\nFrom z@x Mon Nov 23 16:32:00 2026\ntext, no message\n>From y\n";
  const std::string good = "From a@x Mon Nov 23 16:32:00 2026\nContent-Length: " + std::to_string(body.size()) +
                           "\n\n" + body + "\nFrom b@x Mon Nov 23 16:32:00 2026\nA: b\n\nc\n";
  const Read read = read_text(good);
  REQUIRE(read.messages.size() == 2);
  CHECK(read.messages[0].bytes == "Content-Length: " + std::to_string(body.size()) + "\n\n" + body);
  const std::string wrong = "From a@x Mon Nov 23 16:32:00 2026\nContent-Length: 5\n\n" + body +
                            "\nFrom b@x Mon Nov 23 16:32:00 2026\nA: b\n\nc\n";
  CHECK(read_text(wrong).messages.size() == 3);
  CHECK(read_text("From a@x Mon Nov 23 16:32:00 2026\nContent-Length: 99999999999999999999\n\nx\n").messages.size() ==
        1);
}

TEST_CASE("maintenance/mbox: only the folder's fields are read, the message's own stay") {
  const auto one = [](const std::string& header) {
    const Read read = read_text("From a@x Mon Nov 23 16:32:00 2026\n" + header + "\nbody\n");
    REQUIRE(read.messages.size() == 1);
    return read.messages[0];
  };
  // A sender's, in the middle of his header: other programs write theirs together at its end, or at its beginning.
  const SourceMessage own = one("Subject: x\nStatus: R\nX-Status: D\nX-Keywords: spamword\nTo: b@x\n");
  CHECK(own.flags == Flags{});
  CHECK(own.bytes == "Subject: x\nStatus: R\nX-Status: D\nX-Keywords: spamword\nTo: b@x\n\nbody\n");
  const SourceMessage both =
      one("Subject: x\nStatus: R\nTo: b@x\nContent-Length: 5\nLines: 1\nX-UID: 7\nStatus: O\nX-Status: F\n");
  CHECK(both.flags.system == flag::kFlagged);
  CHECK(both.bytes == "Subject: x\nStatus: R\nTo: b@x\nContent-Length: 5\nLines: 1\n\nbody\n");
  const SourceMessage head = one("X-IMAPbase: 1 2\nStatus: RO\nSubject: x\n");
  CHECK(head.flags.system == flag::kSeen);
  CHECK(head.bytes == "Subject: x\n\nbody\n");
  // A program that wrote its own behind them: from the last Status on.
  const SourceMessage twice = one("Subject: x\nStatus: R\nX-Status: D\nX-Keywords: spamword\nStatus: O\nX-Status: A\n");
  CHECK(twice.flags.system == flag::kAnswered);
  CHECK(twice.flags.keywords.empty());
  CHECK(twice.bytes == "Subject: x\nStatus: R\nX-Status: D\nX-Keywords: spamword\n\nbody\n");
}

TEST_CASE("maintenance/mbox: what export writes is read back byte by byte") {
  const Flags flags{flag::kSeen | flag::kDraft, {"$Work", "viec"}};
  const char* header_only = "Subject: no body\r\n";
  const std::string messages[] = {
      "Subject: x\r\nStatus: R\r\nX-Status: D\r\nX-Keywords: spamword\r\n\r\nbody\r\n",
      "X-Vanthu-Own-Status: R\r\nx-vanthu-own-x-vanthu-own-X-UID : 3\r\nX-Vanthu-Mbox: 1 bare unended\r\nStatus: RO\r\n\r\nbody\r\n",
      "Subject: x\r\nX-Keywords: folded\r\n Status: no\r\n\tX-UID: no\r\n\r\nStatus: D\r\n",
      "Content-Length: 4\r\nSubject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\r\n\r\nFrom a@x Mon Nov 23 16:32:00 2026\r\n>From\r\n>>From x\r\n",
      "Subject: no line end\r\n\r\nlast",
      "Subject: blank lines\r\n\r\n\r\nx\r\n\r\n\r\n",
      "Subject: a blank unended\r\n\r\n\r\nx\r\n ",
      header_only,
      "Subject: nothing else",
      "\r\nno header\r\n",
      "Subject: empty body\r\n\r\n",
      "no field at all\r\n\r\nStatus: R\r\n",
      "Subject: cr\r\n\r\na\r\r\nb\rc\r\nFrom x\r\r\n",
      "Subject: cr at the end\r\n\r\nx\r",
      "\xEF\xBB\xBFSubject: mark\r\n\r\nx\r\n",
      "Subject: \xEF\xBB\xBF\r\n\r\n\xFF\xFE\x01\r\n",
  };
  std::string box;
  for (const std::string& message : messages)
    box += "From MAILER-DAEMON Mon Nov 23 16:32:00 2026\n" + mbox_entry(message, flags);
  for (std::size_t piece : {3u, 100000u}) {
    const Read read = read_text(box, {}, piece);
    CHECK(read.problems.empty());
    REQUIRE(read.messages.size() == std::size(messages));
    for (std::size_t i = 0; i < read.messages.size(); ++i) {
      CAPTURE(messages[i]);
      CHECK(read.messages[i].flags == flags);
      CHECK(mailstore::edit_appended(read.messages[i].bytes) == messages[i]);  // line ends as the door makes them
    }
  }
  // Others read the flags where they look for them; a sender's Content-Length cannot swallow what follows.
  CHECK(mbox_entry(messages[0], flags) ==
        "Subject: x\nX-Vanthu-Own-Status: R\nX-Vanthu-Own-X-Status: D\nX-Vanthu-Own-X-Keywords: spamword\n"
        "X-Vanthu-Mbox: 1\nStatus: RO\nX-Status: T\nX-Keywords: $Work viec\n\nbody\n\n");
  const std::string next =
      "From MAILER-DAEMON Mon Nov 23 16:32:00 2026\n" + mbox_entry("Subject: two\r\n\r\nx\r\n", {});
  std::string thief = "Content-Length: 999\r\n\r\nbody\r\n";
  thief.replace(16, 3, std::to_string(std::string("body\n\n").size() + next.size()));
  CHECK(read_text("From a@x Mon Nov 23 16:32:00 2026\n" + mbox_entry(thief, {}) + next).messages.size() == 2);
}

TEST_CASE("maintenance/mbox: a byte order mark at the head of the file or of a message is the file's") {
  const Read read = read_text(
      "\xEF\xBB\xBF"
      "From a@x Mon Nov 23 16:32:00 2026\n\xEF\xBB\xBFSubject: one\n\nx\n\nFrom a@x Mon Nov 23 16:32:00 2026\nSubject: two\n\n\xEF\xBB\xBFx\n");
  CHECK(read.problems.empty());
  REQUIRE(read.messages.size() == 2);
  CHECK(read.messages[0].bytes == "Subject: one\n\nx\n");
  CHECK(read.messages[1].bytes == "Subject: two\n\n\xEF\xBB\xBFx\n");  // inside it is the message's
}

TEST_CASE("maintenance/mbox: what programs keep in their folders for themselves is no mail") {
  const std::string from = "From MAILER-DAEMON Mon Nov 23 16:32:00 2026\n", mail = "Subject: mail\n\nx\n\n";
  const std::string own = "From: Mail System Internal Data <MAILER-DAEMON@host>\nSubject: ";
  const Read read =
      read_text(from + own + "DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\nX-IMAP: 1 2\n\nThis text\n\n" + from +
                mail + from + own + "Do not delete this message\n\nwritten by people\n\n");
  CHECK(read.problems.empty());
  REQUIRE(read.messages.size() == 2);
  CHECK(read.messages[0].bytes == "Subject: mail\n\nx\n");
  CHECK(read.messages[1].bytes.find("written by people") != std::string::npos);
}

TEST_CASE("maintenance/mbox: too long, empty and stray text are reported with their place") {
  MailSourceOptions options;
  options.max_message_bytes = 1000;
  const std::string text = "stray\n\nFrom a@x Mon Nov 23 16:32:00 2026\nA: b\n\n" + std::string(5000, 'x') +
                           "\n\nFrom a@x Mon Nov 23 16:32:00 2026\n\nFrom a@x Mon Nov 23 16:32:00 2026\nA: b\n\nok\n";
  const Read read = read_text(text, options);
  REQUIRE(read.messages.size() == 1);
  CHECK(read.messages[0].bytes == "A: b\n\nok\n");
  REQUIRE(read.problems.size() == 3);
  CHECK(read.problems[0].offset == 0);
  CHECK(read.problems[1].offset == 7);
}

TEST_CASE("maintenance/maildir: flags, folders and keywords both ways") {
  const std::vector<std::string> spelled{"$Work", "viec"};
  const Flags flags = parse_maildir_flags("1.x:2,FSab", spelled);
  CHECK(flags.system == (flag::kFlagged | flag::kSeen));
  CHECK(flags.keywords == std::vector<std::string>{"$Work", "viec"});
  std::vector<std::string> keywords;
  CHECK(format_maildir_flags(flags, keywords) == ":2,FSab");
  CHECK(keywords == spelled);
  CHECK(parse_maildir_keywords(format_maildir_keywords(spelled)) == spelled);
  CHECK(parse_maildir_flags("1.x", {}).system == 0);
  // Where file systems of Windows have no colon.
  for (const char* sign : {":", ";", "!", "-", "_", "+", "^", "\uF03A", "\uA789", "\uFF1A", "%3A"}) {
    CAPTURE(sign);
    CHECK(parse_maildir_flags(std::string("1.a.host") + sign + "2,S", {}).system == flag::kSeen);
    CHECK(parse_maildir_flags(std::string("1.a.host") + sign + "2,FSab", spelled).keywords.size() == 2);
    CHECK(parse_maildir_flags(std::string("1.a.host") + sign + "2,", {}).system == 0);
  }
  CHECK(parse_maildir_flags("1.a.host-2,S=345", {}).system == 0);  // a host's name and a size
  CHECK(parse_maildir_flags("1.a.host-2,S=345:2,F", {}).system == flag::kFlagged);
  CHECK(parse_maildir_flags("1.a.host2,S", {}).system == 0);
  CHECK(parse_maildir_flags("1.a.host!1,S", {}).system == 0);
  for (const char* path : {"Sent", "Công việc/2026", "a.b/c"})
    CHECK(parse_maildir_folder(format_maildir_folder(path)) == std::string(path));
  CHECK(!parse_maildir_folder("cur"));
  CHECK(!parse_maildir_folder(".."));
  CHECK(!parse_maildir_folder(".a..b"));
}

TEST_CASE("maintenance/source: what lies there is found out") {
  tests::TempDirectory dir;
  write(dir / "m/cur/1.a:2,S", "Subject: cur\n\nx\n");
  write(dir / "m/new/2.b", "Subject: new\n\nx\n");
  write(dir / "m/.C&APQ-ng.X/cur/3.c:2,", "Subject: sub\n\nx\n");
  std::filesystem::create_directories(dir / "m/.C&APQ-ng.X/new");
  write(dir / "e/1.eml", "Received: by x; Mon, 23 Nov 2026 16:32:00 +0700\nSubject: eml\n\nx\n");
  write(dir / "e/deep/2.txt", "Subject: deep\n\nx\n");
  write(dir / "e/box.mbox", "From a@x Mon Nov 23 16:32:00 2026\nSubject: box\n\nx\n");
  write(dir / "e/picture.png", "\x89PNG\r\n");
  const auto run = [&](const std::string& path) {
    Read out;
    SourceVisitor visitor;
    visitor.message = [&](SourceMessage m) { return out.messages.push_back(std::move(m)), true; };
    visitor.problem = [&](SourceProblem p) { out.problems.push_back(std::move(p)); };
    CHECK(read_mail_source(path, {}, visitor));
    return out;
  };
  const Read maildir = run(dir / "m");
  REQUIRE(maildir.messages.size() == 3);
  CHECK(maildir.messages[0].flags.system == flag::kSeen);
  CHECK(maildir.messages[1].flags.system == 0);
  CHECK(maildir.messages[2].folder == "Công/X");
  const Read alone = run(dir / "m/.C&APQ-ng.X/..");  // the same folder, below a directory that is a Maildir
  CHECK(alone.messages.size() == 3);
  write(dir / "one/.Sent/cur/1.a:2,S", "Subject: sent\n\nx\n");
  std::filesystem::create_directories(dir / "one/.Sent/new");
  const Read sent = run(dir / "one");  // and below one that is none, as an export of one mailbox is
  REQUIRE(sent.messages.size() == 1);
  CHECK(sent.messages[0].folder == "Sent");
  write(dir / "broken/1.eml", "no colon here\r\n\r\nx\r\n");
  CHECK(run(dir / "broken").messages.size() == 1);
  const Read mixed = run(dir / "e");
  REQUIRE(mixed.messages.size() == 3);
  CHECK(mixed.problems.size() == 1);
  CHECK(date_of(mixed.messages[0].date) == "23-Nov-2026 16:32:00 +0700");
  CHECK(mixed.messages[1].folder == "box");
  CHECK(mixed.messages[2].folder == "deep");
  SourceVisitor none{[](SourceMessage) { return true; }, [](SourceProblem) {}};
  CHECK(read_mail_source(dir / "nothing", {}, none).error().code == base::ErrorCode::not_found);
  std::filesystem::create_directories(dir / "empty");
  CHECK(read_mail_source(dir / "empty", {}, none).error().code == base::ErrorCode::bad_input);
}

TEST_CASE("maintenance/source: marks of files and flags of other programs") {
  tests::TempDirectory dir;
  const std::string mark = "\xEF\xBB\xBF",
                    multipart = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n";
  write(dir / "in/a.eml", mark + multipart);
  write(dir / "in/b", mark + "Subject: without a name of its kind\n\nx\n");
  write(dir / "in/c.eml", std::string("\xFF\xFES\0u\0b\0", 8));
  write(dir / "in/d.mbox", mark + "From a@x Mon Nov 23 16:32:00 2026\nSubject: box\n\nx\n");
  write(dir / "own/1.eml", mark + "Subject: the mark was sent\n\nx\n");
  write(dir / "own/" + std::string(kEmlIndexName),
        mark + std::string(kEmlIndexHead) + "1.eml\t01-Jan-2020 00:00:00 +0000\t\\Seen\n");
  const std::string keywords = "Subject: x\nX-Keywords: word\n\nx\n";
  write(dir / "foreign/cur/1.a.host!2,S", mark + keywords);
  std::filesystem::create_directories(dir / "foreign/new");
  write(dir / "spelled/cur/1.a:2,Sa", keywords);
  write(dir / "spelled/dovecot-keywords", mark + "0 $Work\n");
  std::filesystem::create_directories(dir / "spelled/new");
  write(dir / "ours/cur/1700000000.U1.vanthu,S=20:2,S", mark + keywords);
  std::filesystem::create_directories(dir / "ours/new");
  const auto run = [&](const std::string& path) {
    Read out;
    SourceVisitor visitor;
    visitor.message = [&](SourceMessage m) { return out.messages.push_back(std::move(m)), true; };
    visitor.problem = [&](SourceProblem p) { out.problems.push_back(std::move(p)); };
    CHECK(read_mail_source(path, {}, visitor));
    return out;
  };
  const Read in = run(dir / "in");
  REQUIRE(in.messages.size() == 3);
  CHECK(in.messages[0].bytes == multipart);
  CHECK(in.messages[1].bytes.starts_with("Subject: without"));
  CHECK(in.messages[2].folder == "d");
  REQUIRE(in.problems.size() == 1);
  CHECK(in.problems[0].what.find("UTF-16") != std::string::npos);
  const Read own = run(dir / "own");
  REQUIRE(own.messages.size() == 1);
  CHECK(
      own.messages[0].bytes.starts_with(mark + "Subject"));  // what we exported is the message, whatever it begins with
  CHECK(own.messages[0].flags.system == flag::kSeen);
  const SourceMessage foreign = run(dir / "foreign").messages.at(0);
  CHECK(foreign.bytes == keywords);
  CHECK(foreign.flags == Flags{flag::kSeen, {"word"}});
  CHECK(run(dir / "spelled").messages.at(0).flags == Flags{flag::kSeen, {"$Work"}});
  const SourceMessage ours = run(dir / "ours").messages.at(0);
  CHECK(ours.bytes == mark + keywords);
  CHECK(ours.flags == Flags{flag::kSeen, {}});
}

TEST_CASE("maintenance/eml: the index beside the files gives flags and dates, and what is wrong in it stops nothing") {
  tests::TempDirectory dir;
  const std::string head(kEmlIndexHead);
  write(dir / "box/1.eml", "Subject: one\n\nx\n");
  write(dir / "box/2.eml",
        "From a@x Mon Nov 23 16:32:00 2026\nSubject: two\n\nno mbox: the index says that it is one message\n");
  write(dir / "box/3.eml", "Subject: three\nDate: Mon, 23 Nov 2026 16:32:00 +0700\n\nx\n");
  write(dir / "box/4.eml", "Subject: four\nDate: Mon, 23 Nov 2026 16:32:00 +0700\n\nx\n");
  write(dir / "box/" + std::string(kEmlIndexName),
        head +
            "1.eml\t01-Jan-2020 00:00:00 +0000\t\\seen \\Flagged $Work viec VIEC\r\n"
            "2.eml\t02-Jan-2020 00:00:00 -0500\t\n"
            "3.eml\tyesterday\t\\Seen\n4.eml\t02-Jan-2020 00:00:00 +0000\t\\Unknown\n"
            "gone.eml\t02-Jan-2020 00:00:00 +0000\t\\Seen\n");
  Read read;
  SourceVisitor visitor;
  visitor.message = [&](SourceMessage m) { return read.messages.push_back(std::move(m)), true; };
  visitor.problem = [&](SourceProblem p) { read.problems.push_back(std::move(p)); };
  REQUIRE(read_mail_source(dir / "box", {}, visitor));
  REQUIRE(read.messages.size() == 4);
  CHECK(read.messages[0].flags == Flags{flag::kSeen | flag::kFlagged, {"$Work", "viec"}});
  CHECK(date_of(read.messages[0].date) == "01-Jan-2020 00:00:00 +0000");
  CHECK(read.messages[1].bytes.starts_with("From a@x"));
  CHECK(date_of(read.messages[1].date) == "02-Jan-2020 00:00:00 -0500");
  CHECK(read.messages[2].flags == Flags{});
  CHECK(date_of(read.messages[2].date) == "23-Nov-2026 16:32:00 +0700");
  CHECK(read.messages[3].flags == Flags{});
  REQUIRE(read.problems.size() == 2);
  CHECK(read.problems[0].file == dir / "box/" + std::string(kEmlIndexName));
  CHECK(read.problems[0].offset > 19);
  read = {};
  write(dir / "box/" + std::string(kEmlIndexName), "vanthu-eml-index 2\n1.eml\n");
  REQUIRE(read_mail_source(dir / "box", {}, visitor));
  CHECK(read.problems.size() == 1);
  CHECK(read.messages.size() == 4);
}
