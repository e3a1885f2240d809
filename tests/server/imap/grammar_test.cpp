// Tables of raw bytes <-> meaning for the wire reader and the argument parsers.
#include <doctest/doctest.h>

#include "server/imap/fetch/fetch_arguments.h"
#include "server/imap/mailboxes/list_arguments.h"
#include "server/imap/search/search_arguments.h"
#include "server/imap/search/threading.h"
#include "server/imap/session/command_reader.h"
#include "server/imap/session/command_table.h"
#include "server/imap/session/mailbox_name.h"
#include "server/imap/session/message_arguments.h"
#include "server/imap/session/sequence_set.h"
#include "tests/server/imap/thread_mails.h"

using namespace server::imap;

namespace {

// Feeds bytes in pieces, accepting every literal; "text|literal|literal;" per command, "!long;" and "!flood;" for
// refusals.
std::string read_all(std::string_view bytes, std::size_t piece, std::size_t max_line = 100) {
  CommandReader reader(max_line);
  std::string out;
  while (!bytes.empty()) {
    std::string_view part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    for (auto event = reader.feed(part); event != CommandReader::Event::need_more; event = reader.feed(part)) {
      if (event == CommandReader::Event::literal) {
        reader.accept_literal();
      } else if (event == CommandReader::Event::flood) {
        return out + "!flood;";
      } else {
        const bool too_long = event == CommandReader::Event::line_too_long;
        const Command command = reader.take();
        out += too_long ? "!long" : command.text;
        for (const std::string& literal : command.literals) out += "|" + literal;
        out += ";";
      }
    }
  }
  return out;
}

template <class Parse>
std::string error_of(std::string text, const Parse& parse, std::vector<std::string> literals = {}) {
  Command command{std::move(text), std::move(literals)};
  Scanner args(command);
  parse(args);
  return args.ok() ? "" : args.error();
}

}  // namespace

TEST_CASE("imap/reader: commands are cut the same in pieces of any size") {
  struct Row {
    std::string bytes, commands;
  };
  const Row rows[] = {
      {"a NOOP\r\n", "a NOOP;"},
      {"a NOOP\nb NOOP\r\n", "a NOOP;b NOOP;"},
      {"a LOGIN {3}\r\nabc {2+}\r\nde\r\n", "a LOGIN {3}\r\n {2+}\r\n|abc|de;"},
      {"a X {0}\r\n\r\n", "a X {0}\r\n|;"},
      {"a X {4}\r\n\r\n{1}\r\n", "a X {4}\r\n}|\r\n{1;"},
      {"a X {1x}\r\n", "a X {1x};"},
      {"a X ~{2}\r\n\x01\x02)\r\n", "a X ~{2}\r\n)|\x01\x02;"},
      {"\r\n", ";"},
      {std::string(150, 'x') + "\r\na NOOP\r\n", "!long;a NOOP;"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{7}, row.bytes.size()}) {
      CHECK(read_all(row.bytes, piece) == row.commands);
    }
  }
  CHECK(read_all(std::string(3 << 20, 'x'), 4096) == "!flood;");
}

TEST_CASE("imap/reader: a literal's size never overflows") {
  LiteralHeader header;
  CHECK(ends_with_literal("x {99999999999999999999999}", header));
  CHECK(header.size == static_cast<std::uint64_t>(INT64_MAX));
  CHECK(header.synchronising);
  CHECK(ends_with_literal("{7+}", header));
  CHECK(header.size == 7);
  CHECK_FALSE(header.synchronising);
  for (const char* text : {"", "}", "{}", "{+}", "7}", "{7", "{a}", "x}"}) CHECK_FALSE(ends_with_literal(text, header));
}

TEST_CASE("imap/sequence set: text, resolution, canonical form") {
  for (const char* bad : {"", "0", "1:", ":1", "1,,2", "1,", "a", "4294967296", "1:2:3", "$,1", "**"}) {
    CAPTURE(bad);
    CHECK_FALSE(SequenceSet::parse(bad).has_value());
  }
  const auto text = [](const char* set, std::uint32_t greatest) {
    std::string out;
    for (const auto& range : SequenceSet::parse(set)->resolve(greatest)) {
      out += std::to_string(range.first) + ":" + std::to_string(range.last) + " ";
    }
    return out;
  };
  CHECK(text("4:2", 9) == "2:4 ");
  CHECK(text("1,3,2", 9) == "1:3 ");
  CHECK(text("*", 9) == "9:9 ");
  CHECK(text("12:*", 9) == "9:12 ");
  CHECK(text("*", 0).empty());
  CHECK(text("1:4294967295,7", 9) == "1:4294967295 ");
  CHECK(SequenceSet::parse("$")->saved);
  CHECK(to_text(std::vector<std::uint32_t>{1, 2, 3, 5, 7, 8}) == "1:3,5,7:8");
  CHECK(to_text(std::vector<std::uint32_t>()).empty());
  CHECK(to_text_in_order({5, 1, 2}) == "5,1:2");
  CHECK(contains(SequenceSet::parse("2:4,7")->resolve(9), 7));
  CHECK_FALSE(contains(SequenceSet::parse("2:4,7")->resolve(9), 5));
}

TEST_CASE("imap/names: wire and inside") {
  CHECK(*decode_mailbox_name("iNbOx", false) == "INBOX");
  CHECK(*decode_mailbox_name("inbox/a", false) == "INBOX/a");
  CHECK(*decode_mailbox_name("inboxes", false) == "inboxes");
  CHECK(*decode_mailbox_name("C&APQ-ng", false) == "Công");
  CHECK(*decode_mailbox_name("A&-B", false) == "A&B");
  CHECK(*decode_mailbox_name("A&B", true) == "A&B");
  CHECK(*decode_mailbox_name("Công", false) == "Công");
  CHECK(*decode_mailbox_name("Co\xCC\x82ng", false) == "Công");  // NFD
  CHECK(*decode_mailbox_name("a/", false) == "a");
  for (const char* bad : {"", "/a", "a//b", "&bad", "\xFF", "a\tb"}) {
    CAPTURE(bad);
    CHECK_FALSE(decode_mailbox_name(bad, false).has_value());
  }
  std::string out;
  append_mailbox_name(out, "Công", false);
  out += ' ';
  append_mailbox_name(out, "Công", true);
  out += ' ';
  append_mailbox_name(out, "a b", false);
  CHECK(out == "C&APQ-ng \"Công\" \"a b\"");
  CHECK(split_name("Sharedx").shared == false);
  CHECK(split_name("Shared/VanThu@D.example/inbox").owner == "vanthu@d.example");
  CHECK(split_name("Shared/vanthu@d.example/inbox/x").path == "INBOX/x");
  CHECK(shared_name("v@d", "INBOX") == "Shared/v@d/INBOX");
}

TEST_CASE("imap/fetch arguments: what is asked for and how it is named in the answer") {
  struct Row {
    const char *text, *label;
    bool seen;
  };
  const Row rows[] = {{"1 BODY[]", "BODY[]", true},
                      {"1 body.peek[1.2.mime]", "BODY[1.2.MIME]", false},
                      {"1 BODY[1]<0.5>", "BODY[1]<0>", true},
                      {"1 (BODY.PEEK[HEADER.FIELDS.NOT (To \"From\")])", "BODY[HEADER.FIELDS.NOT (To From)]", false},
                      {"1 RFC822", "RFC822", true},
                      {"1 RFC822.HEADER", "RFC822.HEADER", false},
                      {"1 BODY[2.HEADER.FIELDS (A)]", "BODY[2.HEADER.FIELDS (A)]", true}};
  for (const Row& row : rows) {
    CAPTURE(row.text);
    Command command{row.text, {}};
    Scanner args(command);
    const FetchRequest request = parse_fetch(args);
    CHECK(args.error() == "");
    REQUIRE(request.items.size() == 1);
    CHECK(request.items[0].label == row.label);
    CHECK(request.items[0].sets_seen == row.seen);
  }
  for (const char* good : {"1:* ALL", "1,2 FAST", "1 full", "1 (FLAGS UID)", "$ FLAGS",
                           "1 (MODSEQ) (CHANGEDSINCE 5 VANISHED)", "1 (PREVIEW (LAZY) BODY BODYSTRUCTURE)"}) {
    CAPTURE(good);
    CHECK(error_of(good, parse_fetch) == "");
  }
  for (const char* bad :
       {"", "1", "1 ", "1 ()", "1 NONSENSE", "1 (ALL)", "1 BODY[", "1 BODY[0]", "1 BODY[MIME]", "1 BODY[1.]",
        "1 BODY[]<5.0>", "1 BODY[]<5>", "1 FLAGS x", "1 (FLAGS", "1 BODY[HEADER.FIELDS ()]", "1 FLAGS (CHANGEDSINCE x)",
        "1 BODY[HEADER.FIELDS (a:b)]", "x FLAGS"}) {
    CAPTURE(bad);
    CHECK(error_of(bad, parse_fetch) != "");
  }
}

TEST_CASE("imap/search arguments: keys, charsets, returns, nesting") {
  for (const char* good : {"ALL", "1:3 NOT DELETED", "OR SEEN (FLAGGED ANSWERED)", "CHARSET UTF-8 TEXT x",
                           "RETURN () ALL", "RETURN (MIN MAX COUNT SAVE) UID 1:*", "SINCE 1-Feb-2026",
                           "SENTON \"1-Feb-2026\"", "HEADER Subject \"\"", "KEYWORD $Forwarded", "MODSEQ 620162338",
                           "MODSEQ \"/flags/\\\\draft\" all 5", "$ SMALLER 5", "YOUNGER 60", "UID $"}) {
    CAPTURE(good);
    CHECK(error_of(good, parse_search) == "");
  }
  for (const char* bad : {"", "NOT", "OR SEEN", "(SEEN", "SEEN)", "FROM", "SINCE 31-Feb-26", "LARGER x",
                          "RETURN (X) ALL", "OLDER 0", "CHARSET UTF-8", "ALL ", "TEXT \"a", "UID x"}) {
    CAPTURE(bad);
    CHECK(error_of(bad, parse_search) != "");
  }
  CHECK(error_of("TEXT {3}\r\n", parse_search, {"abc"}) == "");
  CHECK(error_of("TEXT {1}\r\n", parse_search, {"\xFF"}) != "");
  std::string deep;
  for (int i = 0; i < 60; ++i) deep += "NOT ";
  CHECK(error_of(deep + "ALL", parse_search) != "");
  CHECK(error_of(std::string(5000, '(') + "ALL", parse_search) != "");
  Command command{"CHARSET KOI8-R TEXT x", {}};
  Scanner args(command);
  CHECK_FALSE(parse_search(args).charset_known);
  CHECK(error_of("(REVERSE DATE SUBJECT) UTF-8 ALL", parse_sort) == "");
  CHECK(error_of("(NONSENSE) UTF-8 ALL", parse_sort) != "");
  CHECK(error_of("REFERENCES UTF-8 ALL", parse_thread) == "");
  CHECK(error_of("REFS UTF-8 ALL", parse_thread) != "");
}

TEST_CASE("imap/other arguments: good and bad") {
  CHECK(error_of("INBOX (CONDSTORE)", parse_select) == "");
  CHECK(error_of("INBOX (QRESYNC (1 2 1:5 (1,2 3,4)))", parse_select) == "");
  CHECK(error_of("INBOX (QRESYNC (1 2 (1,2 3,4)))", parse_select) == "");
  CHECK(error_of("INBOX (QRESYNC (0 2))", parse_select) != "");
  CHECK(error_of("INBOX (QRESYNC (1 2 1:*))", parse_select) != "");
  CHECK(error_of("1 +FLAGS (\\Seen $x)", parse_store) == "");
  CHECK(error_of("1 (UNCHANGEDSINCE 5) -FLAGS.SILENT \\Deleted", parse_store) == "");
  CHECK(error_of("1 FLAGS ()", parse_store) == "");
  CHECK(error_of("1 FLAGS (\\Nonsense)", parse_store) != "");
  CHECK(error_of("1 *FLAGS (\\Seen)", parse_store) != "");
  CHECK(error_of("INBOX (\\Seen) \"23-Nov-2026 10:00:00 +0700\" {1}\r\n", parse_append, {"x"}) == "");
  CHECK(error_of("INBOX {1}\r\n (\\Seen) {1}\r\n", parse_append, {"x", "y"}) == "");
  CHECK(error_of("INBOX UTF8 (~{1}\r\n)", parse_append, {"x"}) == "");
  CHECK(error_of("INBOX \"yesterday\" {1}\r\n", parse_append, {"x"}) != "");
  CHECK(error_of("INBOX", parse_append) != "");
  CHECK(error_of("\"\" % RETURN (STATUS (MESSAGES))", parse_list) == "");
  CHECK(error_of("(SUBSCRIBED) \"\" (a b*) RETURN ()", parse_list) == "");
  CHECK(error_of("(NONSENSE) \"\" *", parse_list) != "");
  CHECK(error_of("\"\" * RETURN (STATUS ())", parse_list) != "");
}

TEST_CASE("imap/commands: the table is complete and sorted") {
  for (const CommandRow& row : command_table()) CHECK(find_command(row.name) == &row);
  CHECK(find_command("XYZZY") == nullptr);
  CHECK(find_command("") == nullptr);
}

TEST_CASE("imap/threads: REFERENCES and ORDEREDSUBJECT") {
  tests::ThreadMails mails;
  mails.add("a", {}, "S");
  mails.add("b", {"a"}, "S", true);
  mails.add("c", {"a", "b"}, "S", true);
  mails.add("d", {"a"}, "S", true);
  mails.add("e", {"missing"}, "T", true);
  mails.add("f", {"missing"}, "U", true);
  const std::vector<ThreadMessage> messages = mails.messages();
  CHECK(thread_by_references(messages) == "(1 (2 3)(4))((5)(6))");
  CHECK(thread_by_subject(messages) == "(1 (2)(3)(4))(5)(6)");
  // Loops and doubled ids end.
  tests::ThreadMails loops;
  loops.add("a", {"b"});
  loops.add("b", {"a"}, "", true);
  loops.add("b", {"b", "a", "b"}, "", true);
  loops.add("d", {"a"}, "S", true);
  loops.add("e", {"missing"}, "T", true);
  loops.add("f", {"missing"}, "U", true);
  CHECK(thread_by_references(loops.messages()).size() > 6);
  CHECK(thread_by_references({}).empty());
  // A deep chain needs no stack.
  tests::ThreadMails chain;
  for (std::size_t i = 0; i < 50000; ++i) {
    if (i == 0) {
      chain.add("0", {});
    } else {
      chain.add(std::to_string(i), {std::to_string(i - 1)});
    }
  }
  const std::vector<ThreadMessage> long_thread = chain.messages();
  CHECK(thread_by_references(long_thread).starts_with("(1 2 3 4"));
}
