#include "policies/replies/reply_grammar.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/replies/reply_commands.h"

namespace policies::replies {

namespace {

// Punctuation between the command and its tail.
std::string_view trim_tail(std::string_view text) {
  for (;;) {
    text = trim(text);
    if (!text.empty() && std::string_view(":;,.-–").find(text.front()) != std::string_view::npos &&
        static_cast<unsigned char>(text.front()) < 0x80) {
      text.remove_prefix(1);
    } else if (text.starts_with("–") || text.starts_with("—")) {
      text.remove_prefix(3);
    } else {
      return text;
    }
  }
}

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

// "<lý do>" copied from our own message and not filled in.
bool is_placeholder(std::string_view text) {
  const bool brackets =
      text.size() >= 2 && ((text.front() == '<' && text.back() == '>') || (text.front() == '[' && text.back() == ']'));
  return brackets && text.find('@') == std::string_view::npos;
}

bool only_punctuation(const phrases::Words& words, std::size_t from) {
  return std::all_of(words.begin() + static_cast<std::ptrdiff_t>(std::min(from, words.size())), words.end(),
                     [](const phrases::Word& word) {
                       return word.kind == phrases::Word::Kind::mark && word.exact != "?" && word.exact != "%" &&
                              word.exact != "+";
                     });
}

// "xong rồi ạ", "đồng ý nhé": small words that change nothing. "rồi" only behind done words: "nhận rồi" may speak of
// the mail.
std::size_t skip_particles(const phrases::Words& words, std::size_t at, Intent intent) {
  for (const std::size_t first = at; at < words.size(); ++at) {
    const bool already = intent == Intent::done && phrases::is_word(words[at], "rồi");
    const bool polite =
        words[at].exact == "ạ" || (at > first && phrases::is_word(words[at], "ạ"));  // "XONG A" may speak of a thing A
    if (!already && !polite && !phrases::is_any(words[at], {"nhé", "nha"})) break;
  }
  return at;
}

// "60", "60%", "60 %", "60 phần trăm", with punctuation behind.
bool read_percent(const phrases::Words& words, std::size_t at, Reply& reply) {
  while (at < words.size() && (phrases::is_mark(words[at], ':') || phrases::is_mark(words[at], '-'))) ++at;
  if (at >= words.size() || words[at].kind != phrases::Word::Kind::digits) return false;
  const int value = number_of(words[at]);
  ++at;
  if (at < words.size() && phrases::is_mark(words[at], '%')) ++at;
  else at += phrases::match_longest(words, at, {"phần trăm", "percent"});
  if (!only_punctuation(words, skip_particles(words, at, Intent::progress))) return false;
  reply.percent = value;
  if (value < 0 || value > 100) {
    reply.percent = 0;
    reply.problem = ReplyProblem::bad_percent;
  }
  return true;
}

void read_extension(std::string_view tail, const ReplyContext& context, Reply& reply) {
  reply.due_words = std::string(tail);
  auto date = phrases::leading_date(tail, context.calendar, context.now, context.current_due);
  if (!is_placeholder(date.rest)) reply.reason = date.rest;
  if (date.deadline) {
    reply.due = std::move(date.deadline);
  } else if (date.any_words) {
    reply.problem = ReplyProblem::bad_date;
    reply.unclear = phrases::UnclearDeadline{std::string(base::utf8_prefix_bytes(tail, 100)), date.problem};
  } else {
    reply.problem = ReplyProblem::missing_date;
  }
}

// Is the whole line the command? Fills the reply; false: a comment.
bool read_tail(const phrases::Words& words, const Match& match, std::string_view line, const ReplyContext& context,
               Reply& reply) {
  const std::string_view tail =
      match.words < words.size() ? trim_tail(line.substr(words[match.words - 1].end)) : std::string_view();
  const bool alone = only_punctuation(words, match.words);
  switch (match.command->tail) {
    case Tail::none: return alone || only_punctuation(words, skip_particles(words, match.words, match.command->intent));
    case Tail::percent:
      if (alone) {
        reply.problem = ReplyProblem::bad_percent;
        return true;
      }
      return read_percent(words, match.words, reply);
    case Tail::date: read_extension(tail, context, reply); return true;
    case Tail::target:
      reply.target = std::string(tail);
      while (!reply.target.empty() && std::string_view(".;,!").find(reply.target.back()) != std::string_view::npos)
        reply.target.pop_back();
      if (is_placeholder(reply.target)) reply.target.clear();
      if (reply.target.empty()) reply.problem = ReplyProblem::missing_target;
      return true;
    case Tail::reason:
    case Tail::optional_reason:
      // "Không ạ" gives no reason.
      if (!alone && !is_placeholder(tail) &&
          !only_punctuation(words, skip_particles(words, match.words, match.command->intent)))
        reply.reason = std::string(tail);
      if (reply.reason.empty() && match.command->tail == Tail::reason) reply.problem = ReplyProblem::missing_reason;
      return true;
    case Tail::type:
      if (!alone && !is_placeholder(tail)) reply.document_type = std::string(tail);
      while (!reply.document_type.empty() &&
             std::string_view(".;,!:").find(reply.document_type.back()) != std::string_view::npos)
        reply.document_type.pop_back();
      if (reply.document_type.empty()) reply.problem = ReplyProblem::missing_type;
      return true;
  }
  return false;
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
         intent == Intent::give_back || intent == Intent::cancel || intent == Intent::suspend;
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
  const bool could_mean_another = match.command->intent == Intent::cancel || match.command->intent == Intent::suspend ||
                                  match.command->intent == Intent::give_back;
  // "hủy: cuộc họp đã hoãn" gives a reason.
  const bool bare = match.words < words.size() && words[match.words].kind != phrases::Word::Kind::mark;
  if (could_mean_another && bare && names_another_thing(words, match.words)) return comment(text);
  Reply reply;
  if (!read_tail(words, match, line, context, reply)) return comment(text);
  reply.intent = match.command->intent;
  reply.command_line = std::string(line);
  reply.rest = std::string(trim(below));
  return reply;
}

}  // namespace

const char* to_string(Intent intent) {
  constexpr std::array<const char*, 16> words{
      "comment",   "accept", "progress", "done",    "extend", "reassign",          "refuse",        "approve", "deny",
      "give_back", "close",  "cancel",   "suspend", "resume", "register_document", "reserve_number"};
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
  if (reply.intent != Intent::extend) return reply;
  reply.due.reset();
  reply.unclear.reset();
  reply.reason.clear();
  reply.problem = ReplyProblem::none;
  const std::string tail = std::move(reply.due_words);
  read_extension(tail, context, reply);
  return reply;
}

}  // namespace policies::replies
