#include "policies/replies/reply_grammar.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/phrases/words.h"

namespace policies::replies {

namespace {

// What may stand behind the command's words.
enum class Tail { none, percent, date, target, reason, optional_reason, type };

struct Command {
  Intent intent;
  Tail tail;
  std::string_view phrase;
};

// The table of structured-mail.md 4. The longest phrase that matches wins.
constexpr std::array<Command, 77> kCommands{{
    {Intent::accept, Tail::none, "nhận"},
    {Intent::accept, Tail::none, "nhận việc"},
    {Intent::accept, Tail::none, "nhận nhiệm vụ"},
    {Intent::accept, Tail::none, "accept"},
    {Intent::accept, Tail::none, "accepted"},
    {Intent::accept, Tail::none, "1"},
    {Intent::progress, Tail::percent, "tiến độ"},
    {Intent::progress, Tail::percent, "tđ"},
    {Intent::progress, Tail::percent, "td"},
    {Intent::progress, Tail::percent, "progress"},
    {Intent::done, Tail::none, "xong"},
    {Intent::done, Tail::none, "đã xong"},
    {Intent::done, Tail::none, "hoàn thành"},
    {Intent::done, Tail::none, "đã hoàn thành"},
    {Intent::done, Tail::none, "done"},
    {Intent::done, Tail::none, "2"},
    {Intent::extend, Tail::date, "gia hạn"},
    {Intent::extend, Tail::date, "xin gia hạn"},
    {Intent::extend, Tail::date, "đề nghị gia hạn"},
    {Intent::extend, Tail::date, "extend"},
    {Intent::extend, Tail::date, "extension"},
    {Intent::reassign, Tail::target, "chuyển tới"},
    {Intent::reassign, Tail::target, "chuyển cho"},
    {Intent::reassign, Tail::target, "chuyển đến"},
    {Intent::reassign, Tail::target, "reassign to"},
    {Intent::reassign, Tail::target, "reassign"},
    {Intent::reassign, Tail::target, "forward to"},
    {Intent::refuse, Tail::reason, "từ chối"},
    {Intent::refuse, Tail::reason, "từ chối nhận"},
    {Intent::refuse, Tail::reason, "từ chối nhận việc"},
    {Intent::refuse, Tail::reason, "từ chối nhiệm vụ"},
    {Intent::refuse, Tail::reason, "từ chối nhận nhiệm vụ"},
    {Intent::refuse, Tail::reason, "từ chối tiếp nhận"},
    {Intent::refuse, Tail::reason, "từ chối tiếp nhận văn bản"},
    {Intent::refuse, Tail::reason, "refuse"},
    {Intent::refuse, Tail::reason, "decline"},
    {Intent::refuse, Tail::reason, "reject"},
    {Intent::approve, Tail::none, "đồng ý"},
    {Intent::approve, Tail::none, "nhất trí"},
    {Intent::approve, Tail::none, "approve"},
    {Intent::approve, Tail::none, "approved"},
    {Intent::approve, Tail::none, "agree"},
    {Intent::approve, Tail::none, "agreed"},
    {Intent::deny, Tail::reason, "không"},
    {Intent::deny, Tail::reason, "không đồng ý"},
    {Intent::deny, Tail::reason, "không được"},
    {Intent::deny, Tail::reason, "không cho phép"},
    {Intent::deny, Tail::reason, "không nhất trí"},
    {Intent::deny, Tail::reason, "no"},
    {Intent::give_back, Tail::reason, "trả lại"},
    {Intent::give_back, Tail::reason, "trả lại văn bản"},
    {Intent::give_back, Tail::reason, "return"},
    {Intent::close, Tail::none, "đóng"},
    {Intent::close, Tail::none, "đóng nhiệm vụ"},
    {Intent::close, Tail::none, "close"},
    {Intent::cancel, Tail::reason, "hủy"},
    {Intent::cancel, Tail::reason, "hủy nhiệm vụ"},
    {Intent::cancel, Tail::reason, "hủy bỏ"},
    {Intent::cancel, Tail::reason, "hủy số"},
    {Intent::cancel, Tail::reason, "cancel"},
    {Intent::suspend, Tail::optional_reason, "tạm hoãn"},
    {Intent::suspend, Tail::optional_reason, "suspend"},
    {Intent::resume, Tail::none, "tiếp tục"},
    {Intent::resume, Tail::none, "resume"},
    {Intent::register_document, Tail::none, "vào sổ"},
    {Intent::register_document, Tail::none, "vào sổ đến"},
    {Intent::register_document, Tail::none, "vào sổ văn bản"},
    {Intent::register_document, Tail::none, "vào sổ văn bản đến"},
    {Intent::register_document, Tail::none, "register"},
    {Intent::reserve_number, Tail::type, "xin số"},
    {Intent::reserve_number, Tail::type, "cấp số"},
    {Intent::reserve_number, Tail::type, "xin cấp số"},
    {Intent::reserve_number, Tail::type, "xin số văn bản"},
    {Intent::reserve_number, Tail::type, "xin cấp số văn bản"},
    {Intent::reserve_number, Tail::type, "đề nghị cấp số"},
    {Intent::reserve_number, Tail::type, "request number"},
    {Intent::reserve_number, Tail::type, "number for"},
}};

// Everyday openings that only look like the command "không" / "no", or say the opposite: "không cần xong đúng hạn",
// "không vấn đề gì, đồng ý", "không quá ngày 20/12".
constexpr std::array<std::string_view, 50> kNotDeny{
    "không rõ",       "không biết",   "không hiểu",   "không có",           "không sao",        "không thể",
    "không kịp",      "không nhận",   "không thấy",   "không mở",           "không đọc",        "không xem",
    "không còn",      "không cần",    "không phải",   "không nên",          "không gửi",        "không tải",
    "không liên hệ",  "không tìm",    "không vấn đề", "không thành vấn đề", "không phản đối",   "không ngại",
    "không trở ngại", "không ý kiến", "không hề",     "không quá",          "không chậm",       "không muộn",
    "không trễ",      "không vội",    "không gấp",    "không nhất thiết",   "không quan trọng", "không chỉ",
    "không những",    "không riêng",  "không hẳn",    "không chắc",         "không bàn",        "không khó",
    "không tệ",       "no problem",   "no idea",      "no worries",         "no objection",     "no objections",
    "no later",       "no rush"};

// What is cancelled, put off or wanted back is not the task: "hủy cuộc họp", "trả lại cho tôi bản gốc".
constexpr std::array<std::string_view, 28> kOtherThings{
    "cuộc", "buổi",    "họp",         "hội",      "lịch",      "hẹn",          "giấy",    "lễ",     "tiệc", "chuyến",
    "vé",   "mail",    "email",       "bản gốc",  "cho tôi",   "cho anh",      "cho chị", "cho em", "tôi",  "my",
    "our",  "meeting", "the meeting", "the file", "the files", "the original", "it to",   "to me"};

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  for (;;) {
    if (!text.empty() && blank.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    else if (text.starts_with("\xC2\xA0")) text.remove_prefix(2);
    else if (text.starts_with("\xE2\x80\x8B") || text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    else break;
  }
  for (;;) {
    if (!text.empty() && blank.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    else if (text.ends_with("\xC2\xA0")) text.remove_suffix(2);
    else if (text.ends_with("\xE2\x80\x8B")) text.remove_suffix(3);
    else return text;
  }
}

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

struct Match {
  const Command* command = nullptr;
  std::size_t words = 0;
};

Match longest_match(const phrases::Words& words) {
  Match best;
  for (const auto& command : kCommands) {
    const std::size_t count = phrases::match_phrase(words, 0, command.phrase);
    if (count > best.words) best = {&command, count};
  }
  return best;
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
  if (match.command->intent == Intent::deny) {
    for (const auto phrase : kNotDeny) {
      if (phrases::match_phrase(words, 0, phrase) > 0) return comment(text);
    }
  }
  const bool could_mean_another = match.command->intent == Intent::cancel || match.command->intent == Intent::suspend ||
                                  match.command->intent == Intent::give_back;
  // "hủy: cuộc họp đã hoãn" gives a reason.
  if (could_mean_another && match.words < words.size() && words[match.words].kind != phrases::Word::Kind::mark) {
    for (const auto phrase : kOtherThings) {
      if (phrases::match_phrase(words, match.words, phrase) > 0) return comment(text);
    }
  }
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

namespace {

struct Near {
  Intent intent = Intent::comment;
  std::string words;
};

// Commands with something behind them, inside a sentence: "Em xin phép gia hạn thêm 5 ngày".
Near near_with_tail(const phrases::Words& words) {
  struct Phrase {
    std::string_view phrase;
    Intent intent;
    std::string_view shown;
  };
  constexpr std::array<Phrase, 25> phrases{{{"gia hạn", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"extension", Intent::extend, "EXTEND <date> <reason>"},
                                            {"lùi hạn", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"lùi đến", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"xin thêm", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"kéo dài", Intent::extend, "GIA HẠN <ngày> <lý do>"},
                                            {"nhận nhiệm vụ", Intent::accept, "NHẬN"},
                                            {"nhận việc", Intent::accept, "NHẬN"},
                                            {"accept", Intent::accept, "ACCEPT"},
                                            {"completed", Intent::done, "DONE"},
                                            {"finished", Intent::done, "DONE"},
                                            {"kết thúc nhiệm vụ", Intent::close, "ĐÓNG"},
                                            {"duyệt", Intent::approve, "ĐỒNG Ý"},
                                            {"chấp nhận", Intent::approve, "ĐỒNG Ý"},
                                            {"chấp thuận", Intent::approve, "ĐỒNG Ý"},
                                            {"hủy", Intent::cancel, "HỦY <lý do>"},
                                            {"chuyển", Intent::reassign, "CHUYỂN TỚI <đơn vị hoặc địa chỉ>"},
                                            {"tạm hoãn", Intent::suspend, "TẠM HOÃN <lý do>"},
                                            {"từ chối", Intent::refuse, "TỪ CHỐI <lý do>"},
                                            {"không tiếp nhận", Intent::refuse, "TỪ CHỐI <lý do>"},
                                            {"chưa tiếp nhận", Intent::refuse, "TỪ CHỐI <lý do>"},
                                            {"trả lại", Intent::give_back, "TRẢ LẠI <lý do>"},
                                            {"xin số", Intent::reserve_number, "XIN SỐ <loại>"},
                                            {"cấp số", Intent::reserve_number, "XIN SỐ <loại>"},
                                            {"vào sổ", Intent::register_document, "VÀO SỔ"}}};
  if (phrases::match_longest(words, 0,
                             {"không vấn đề", "không thành vấn đề", "không phản đối", "không trở ngại", "không ngại",
                              "không ý kiến", "không có ý kiến", "no objection", "no objections", "no problem"}) > 0) {
    return {Intent::approve, "ĐỒNG Ý"};
  }
  const bool denies = !words.empty() && phrases::is_word(words[0], "không");
  for (const auto& item : phrases) {
    if (denies && item.intent != Intent::register_document && item.intent != Intent::refuse &&
        item.intent != Intent::give_back)
      continue;
    for (std::size_t at = 0; at < words.size(); ++at) {
      const bool first_only =
          item.intent == Intent::cancel || item.intent == Intent::suspend || item.intent == Intent::reassign;
      if (first_only && at > 0) break;
      if (at > 0 && phrases::is_any(words[at - 1], {"không", "chưa", "not", "phê", "xét"})) continue;
      if (phrases::match_phrase(words, at, item.phrase) > 0) return {item.intent, std::string(item.shown)};
    }
  }
  if (denies) return {Intent::deny, "KHÔNG <lý do>"};
  if (words.size() > 2 && phrases::is_any(words[0], {"xin", "cấp"}) && number_of(words[1]) >= 0 &&
      phrases::is_any(words[2], {"số"}))
    return {Intent::reserve_number, "XIN SỐ <loại>"};  // "xin 2 số BC"
  // "tiến độ đạt khoảng 50%", "50%"
  for (std::size_t at = 0; at + 1 < words.size(); ++at) {
    const int percent = number_of(words[at]);
    if (percent < 0 || percent > 100 || !phrases::is_mark(words[at + 1], '%')) continue;
    const bool decimals = at >= 2 && words[at].joined &&
                          (phrases::is_mark(words[at - 1], ',') || phrases::is_mark(words[at - 1], '.')) &&
                          words[at - 1].joined && number_of(words[at - 2]) >= 0;
    if (decimals) return {Intent::progress, "TIẾN ĐỘ " + words[at - 2].exact + "%"};  // "33,5%": whole numbers only
    const bool named = words.size() <= 4 || std::any_of(words.begin(), words.end(), [](const phrases::Word& word) {
                         return phrases::is_any(word, {"tiến", "độ", "progress", "hoàn"});
                       });
    if (named) return {Intent::progress, "TIẾN ĐỘ " + std::to_string(percent) + "%"};
  }
  return {};
}

Near find_near(std::string_view text) {
  constexpr std::size_t few = 7, sentence = 20;  // words; more is prose
  const std::string shown = phrases::visible(text.substr(0, std::min(text.find('\n'), kMaxCommandLine)));
  const std::string_view line = trim(shown);
  if (line.ends_with("?") || line.ends_with("？")) return {};
  phrases::Words words = phrases::split_words(line, sentence + 1);
  while (!words.empty() && words.front().kind == phrases::Word::Kind::mark)
    words.erase(words.begin());  // "- xong", "✅ xong"
  if (words.empty() || words.size() > sentence) return {};
  // "Dạ em nhận ạ": words of politeness in front.
  std::size_t first = 0;
  while (first + 1 < words.size() &&
         phrases::is_any(words[first], {"dạ", "vâng", "em", "tôi", "anh", "chị", "xin", "đã", "ok", "oke", "okay",
                                        "làm", "thực", "hiện", "phường", "đơn", "vị", "chúng", ","}))
    ++first;
  const Command* best = nullptr;
  std::size_t longest = 0;
  for (const auto& command : kCommands) {
    const std::size_t count = phrases::match_phrase(words, first, command.phrase);
    if (command.tail != Tail::none || count <= longest ||
        (command.phrase.front() >= '0' && command.phrase.front() <= '9'))
      continue;
    best = &command;
    longest = count;
  }
  const bool received = best != nullptr && first + longest < words.size() &&
                        phrases::is_any(words[first + longest], {"được", "thấy"});  // "Nhận được thư rồi"
  const bool approves = best != nullptr && best->intent == Intent::approve &&
                        phrases::match_longest(words, first + longest, {"cho", "gia hạn", "với đề nghị"}) >
                            0;  // "đồng ý cho gia hạn đến 20/12"
  if (best != nullptr && !received && (words.size() <= few || approves))
    return {best->intent, std::string(best->phrase)};
  return near_with_tail(words);
}

}  // namespace

std::string nearly_command(std::string_view text) { return find_near(text).words; }
Intent nearly_intent(std::string_view text) { return find_near(text).intent; }

}  // namespace policies::replies
