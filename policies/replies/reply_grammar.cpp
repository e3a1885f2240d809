#include "policies/replies/reply_grammar.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/replies/reply_commands.h"
#include "policies/replies/reply_tails.h"

namespace policies::replies {

namespace {

// "*XONG*" is how some clients write bold words, and quotes come with copied words.
std::string_view unwrap(std::string_view line) {
  for (const std::string_view open : {"*", "_", "\"", "“"}) {
    const std::string_view close = open == "“" ? std::string_view("”") : open;
    if (line.size() <= open.size() + close.size() || !line.starts_with(open) || !line.ends_with(close)) continue;
    const std::string_view inside = line.substr(open.size(), line.size() - open.size() - close.size());
    if (inside.find(open) == std::string_view::npos || (inside.starts_with(open) && inside.ends_with(close)))
      return trim(inside);
  }
  return line;
}

// "*GIA HẠN* 28/12 …": only the command was bold.
std::string without_emphasis(std::string_view line) {
  std::string out(line);
  for (const char mark : {'*', '_'}) {
    if (out.empty() || out.front() != mark) continue;
    out.erase(0, 1);
    if (const auto close = out.find(mark); close != std::string::npos) out.erase(close, 1);
  }
  return out;
}

// Columns, however the marks are encoded.
std::size_t width(std::string_view text) { return base::code_point_count(base::lower_form(text)); }

// Outlook breaks the lines of plain text at 76 columns, others at 72: a reason goes on in the next line when that one's
// first word did not fit. Takes such lines from `below`.
bool join_wrapped(std::string& line, std::string_view& below) {
  constexpr std::size_t columns = 68;
  std::string last = line;
  bool joined = false;
  while (below.starts_with('\n')) {
    const auto end = std::min(below.find('\n', 1), below.size());
    const std::string_view next = trim(below.substr(1, end - 1));
    if (next.empty() || line.size() + next.size() >= kMaxCommandLine ||
        width(trim(last)) + 1 + width(next.substr(0, next.find(' '))) <= columns)
      break;
    line = std::string(trim(line)) + " " + std::string(next);
    last = std::string(next);
    below.remove_prefix(end);
    joined = true;
  }
  return joined;
}

bool takes_reason(Intent intent) {
  return intent == Intent::extend || intent == Intent::refuse || intent == Intent::deny ||
         intent == Intent::give_back || intent == Intent::cancel || intent == Intent::suspend ||
         intent == Intent::new_due || intent == Intent::remove_party;
}

Reply comment(std::string_view text) {
  Reply reply;
  reply.rest = std::string(text);
  return reply;
}

// `first`: the line that must be a command; `below`: what follows it in `text`.
Reply parse_line(std::string_view text, std::string_view first, std::string_view below, const ReplyContext& context) {
  const std::string shown = phrases::visible(first.substr(0, 2 * kMaxCommandLine));
  const std::string plain = without_emphasis(unwrap(trim(shown)));
  const std::string_view line = trim(plain);
  if (line.empty() || line.size() > kMaxCommandLine || line.ends_with("?") || line.ends_with("？"))
    return comment(text);
  const phrases::Words words = phrases::split_words(line, kMaxCommandLine);
  const Match match = longest_match(words);
  if (match.command == nullptr) return comment(text);
  if (match.command->intent == Intent::deny && only_looks_like_no(words)) return comment(text);
  if (only_looks_like_sharing(match.command->intent, words)) return comment(text);
  const bool could_mean_another = match.command->intent == Intent::cancel || match.command->intent == Intent::suspend ||
                                  match.command->intent == Intent::give_back || match.command->intent == Intent::lead ||
                                  match.command->intent == Intent::take_back;
  // "hủy: cuộc họp đã hoãn" gives a reason.
  const bool bare = match.words < words.size() && words[match.words].kind != phrases::Word::Kind::mark;
  if (could_mean_another && bare && names_another_thing(words, match.words)) return comment(text);
  Reply reply;
  if (!read_tail(words, match, line, context, reply)) return comment(text);
  reply.intent = match.command->intent;
  reply.priority = match.command->value;
  reply.command_line = std::string(line);
  reply.rest = std::string(trim(below));
  if (match.command->tail == Tail::text) {
    // Words may begin in the line below, or go on there.
    if (!reply.rest.empty()) reply.words += (reply.words.empty() ? "" : "\n") + reply.rest;
    if (reply.words.empty() && reply.intent == Intent::add_text) reply.problem = ReplyProblem::missing_text;
  }
  return reply;
}

}  // namespace

const char* to_string(Intent intent) {
  constexpr std::array<const char*, 26> words{
      "comment",           "accept",         "progress",  "done",      "extend",       "reassign", "refuse",
      "approve",           "deny",           "give_back", "close",     "cancel",       "suspend",  "resume",
      "register_document", "reserve_number", "new_due",   "add_party", "remove_party", "lead",     "add_text",
      "priority",          "urge",           "give_hand", "take_back", "undo"};
  return words.at(static_cast<std::size_t>(intent));
}

Reply parse_reply(std::string_view text, const ReplyContext& context) {
  text = trim(text);
  const std::size_t line_end = std::min(text.find('\n'), text.size());
  const std::string_view first = text.substr(0, line_end);
  std::string_view below = text.substr(line_end);
  Reply reply = parse_line(text, first, below, context);
  if (!takes_reason(reply.intent)) return reply;
  std::string whole(first);
  return join_wrapped(whole, below) ? parse_line(text, whole, below, context) : reply;
}

Reply counted_from(Reply reply, const ReplyContext& context) {
  if (reply.intent != Intent::extend && reply.intent != Intent::new_due) return reply;
  reply.due.reset();
  reply.unclear.reset();
  reply.reason.clear();
  reply.problem = ReplyProblem::none;
  const std::string tail = std::move(reply.due_words);
  if (reply.intent == Intent::extend) read_extension(tail, context, reply);
  else read_new_due(tail, context, reply);
  return reply;
}

}  // namespace policies::replies
