#include "server/imap/session/message_arguments.h"

#include <algorithm>
#include <array>

#include "base/mime/date.h"
#include "base/text/case.h"

namespace server::imap {
namespace {

constexpr std::size_t kMaxKeywords = 100;
constexpr std::size_t kMaxKeywordOctets = 100;

// RFC 7162 §3.2.5: (QRESYNC (uidvalidity modseq [known-uids] [(seqs uids)]))
ResyncRequest resync(Scanner& args) {
  ResyncRequest request;
  args.space();
  args.expect('(');
  request.uid_validity = args.nz_number();
  args.space();
  request.modseq = args.number64();
  if (args.ok() && request.modseq == 0) args.fail("The modification sequence must not be 0");
  if (args.accept(' ') && args.peek() != '(') {
    request.known_uids = args.sequence_set();
    if (request.known_uids->has_star() || request.known_uids->saved) args.fail("Known UIDs are given without *");
    args.accept(' ');
  }
  if (args.accept('(')) {
    request.known_sequence = args.sequence_set();
    args.space();
    request.known_sequence_uids = args.sequence_set();
    if (request.known_sequence->has_star() || request.known_sequence_uids->has_star()) {
      args.fail("Known message numbers are given without *");
    }
    args.expect(')');
  }
  args.expect(')');
  return request;
}

// Quoted date-time: RFC 9051 §9.
mailstore::InternalDate date_time(Scanner& args) {
  const std::string text = args.string();
  const auto parsed = base::parse_internal_date(text);
  if (args.ok() && !parsed) args.fail("The date-time is not valid");
  if (!parsed) return {};
  return {parsed->time, static_cast<std::int16_t>(parsed->offset_minutes)};
}

mailstore::AppendMessage append_message(Scanner& args, AppendRequest& request) {
  mailstore::AppendMessage message;
  if (args.peek() == '(') {
    message.flags = to_flags(args, args.flag_list());
    args.space();
  }
  if (args.peek() == '"') {
    message.internal_date = date_time(args);
    args.space();
  }
  if (args.accept_word("UTF8")) {  // RFC 6855 §4
    request.utf8 = true;
    args.space();
    args.expect('(');
    message.bytes = args.literal(true);
    args.expect(')');
  } else {
    message.bytes = args.literal(true);
  }
  return message;
}

}  // namespace

mailstore::Flags to_flags(Scanner& args, const std::vector<std::string>& names) {
  struct Row {
    std::string_view name;
    std::uint32_t bit;
  };
  constexpr std::array kRows = {Row{"\\Seen", mailstore::flag::kSeen}, Row{"\\Answered", mailstore::flag::kAnswered},
                                Row{"\\Flagged", mailstore::flag::kFlagged},
                                Row{"\\Deleted", mailstore::flag::kDeleted}, Row{"\\Draft", mailstore::flag::kDraft}};
  mailstore::Flags flags;
  for (const std::string& name : names) {
    if (!name.starts_with('\\')) {
      if (name.size() > kMaxKeywordOctets) args.fail("The keyword is too long");
      flags.keywords.push_back(name);
      continue;
    }
    const auto row = std::find_if(kRows.begin(), kRows.end(),
                                  [&](const Row& r) { return base::equals_ignoring_case(r.name, name); });
    if (row != kRows.end()) {
      flags.system |= row->bit;
    } else if (!base::equals_ignoring_case(name, "\\Recent")) {  // clients copy it from FETCH answers: left out
      args.fail("The system flag is not known");
    }
  }
  std::sort(flags.keywords.begin(), flags.keywords.end(), base::AsciiCaseLess{});
  const auto same = [](const std::string& a, const std::string& b) { return base::equals_ignoring_case(a, b); };
  flags.keywords.erase(std::unique(flags.keywords.begin(), flags.keywords.end(), same), flags.keywords.end());
  if (flags.keywords.size() > kMaxKeywords) args.fail("There are too many keywords");
  return flags;
}

SelectRequest parse_select(Scanner& args) {
  SelectRequest request;
  request.mailbox = args.astring();
  if (args.accept(' ')) {
    args.expect('(');
    do {
      const std::string name = args.upper_atom();
      if (name == "CONDSTORE") {
        request.condstore = true;
      } else if (name == "QRESYNC" && !request.resync) {
        request.resync = resync(args);
      } else {
        args.fail("The SELECT parameter is not known");
      }
    } while (args.ok() && args.accept(' '));
    args.expect(')');
  }
  args.end();
  return request;
}

StoreRequest parse_store(Scanner& args) {
  StoreRequest request;
  request.set = args.sequence_set();
  args.space();
  if (args.accept('(')) {
    if (args.upper_atom() != "UNCHANGEDSINCE") args.fail("The STORE modifier is not known");
    args.space();
    request.unchanged_since = args.number64();
    args.expect(')');
    args.space();
  }
  if (args.accept('+')) {
    request.change = mailstore::FlagChange::add;
  } else if (args.accept('-')) {
    request.change = mailstore::FlagChange::remove;
  }
  const std::string item = args.upper_atom();
  request.silent = item == "FLAGS.SILENT";
  if (args.ok() && !request.silent && item != "FLAGS") args.fail("Only FLAGS can be stored");
  args.space();
  std::vector<std::string> names;
  if (args.peek() == '(') {
    names = args.flag_list();
  } else {
    do {
      names.push_back(args.flag());
    } while (args.ok() && args.accept(' '));
  }
  request.flags = to_flags(args, names);
  args.end();
  return request;
}

AppendRequest parse_append(Scanner& args) {
  AppendRequest request;
  request.mailbox = args.astring();
  do {
    args.space();
    request.messages.push_back(append_message(args, request));
    if (request.messages.size() > 1000) args.fail("There are too many messages in one APPEND");
  } while (args.ok() && !args.at_end());
  return request;
}

std::string parse_append_mailbox(Scanner& args) {
  std::string mailbox = args.astring();
  args.space();
  return mailbox;
}

CopyRequest parse_copy(Scanner& args) {
  CopyRequest request;
  request.set = args.sequence_set();
  args.space();
  request.mailbox = args.astring();
  args.end();
  return request;
}

}  // namespace server::imap
