// What may stand behind the words of a command.
#include "policies/replies/reply_tails.h"

#include <algorithm>
#include <array>

#include "base/text/utf8.h"

namespace policies::replies {

namespace {

constexpr std::size_t kMostWords = 25;  // of a name with what follows it; more is prose

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

// Behind "TẤT CẢ".
std::size_t skip_all(const phrases::Words& words, std::size_t at, Reply& reply) {
  const std::size_t count = phrases::match_longest(words, at, {"tất cả", "cho tất cả", "all"});
  if (count > 0) reply.all = true;
  return at + count;
}

std::string_view tail_from(std::string_view line, const phrases::Words& words, std::size_t at) {
  return at < words.size() && at > 0 ? trim_tail(line.substr(words[at - 1].end)) : std::string_view();
}

void drop_stops(std::string& text, std::string_view stops) {
  while (!text.empty() && stops.find(text.back()) != std::string_view::npos) text.pop_back();
}

void read_target(std::string_view tail, Reply& reply) {
  reply.target = std::string(trim(tail));
  drop_stops(reply.target, ".;,!:( ");
  // "<đơn vị> [lý do]" as our own message has it.
  const bool open = reply.target.starts_with('<') || reply.target.starts_with('[');
  if (open && is_placeholder(reply.target.substr(0, reply.target.find_first_of(">]") + 1))) reply.target.clear();
  if (reply.target.empty()) reply.problem = ReplyProblem::missing_target;
}

bool ends_at(const phrases::Words& words, std::size_t at) {
  return only_punctuation(words, skip_particles(words, at, Intent::comment));
}

Share share_at(const phrases::Words& words, std::size_t at, std::size_t& end) {
  struct Row {
    Share share;
    std::string_view phrase;
  };
  constexpr std::array<Row, 19> rows{{{Share::cooperating, "phối hợp"},
                                      {Share::cooperating, "để phối hợp"},
                                      {Share::cooperating, "cùng phối hợp"},
                                      {Share::cooperating, "tham gia phối hợp"},
                                      {Share::cooperating, "cooperating"},
                                      {Share::cooperating, "cooperates"},
                                      {Share::cooperating, "to cooperate"},
                                      {Share::informed, "để biết"},
                                      {Share::informed, "nhận để biết"},
                                      {Share::informed, "informed"},
                                      {Share::informed, "to be informed"},
                                      {Share::informed, "for information"},
                                      {Share::out, "thôi"},
                                      {Share::out, "thôi thực hiện"},
                                      {Share::out, "thôi tham gia"},
                                      {Share::out, "out"},
                                      {Share::out, "leaves"},
                                      {Share::out, "no more"},
                                      {Share::out, "rút"}}};
  std::size_t longest = 0;
  Share share = Share::unsaid;
  for (const Row& row : rows) {
    const std::size_t count = phrases::match_phrase(words, at, row.phrase);
    if (count <= longest) continue;
    longest = count;
    share = row.share;
  }
  end = at + longest;
  return share;
}

// "Phòng Tư pháp phối hợp", "Phòng Tư pháp (để biết)", "phối hợp: Phòng Tư pháp".
bool read_new_party(const phrases::Words& words, std::size_t at, std::string_view line, Reply& reply) {
  if (words.size() - at > kMostWords) return false;
  std::size_t end = at;
  if (const Share first = share_at(words, at, end); first == Share::cooperating || first == Share::informed) {
    reply.share = first;
    read_target(tail_from(line, words, end), reply);
    return true;
  }
  for (std::size_t last = at; last < words.size(); ++last) {
    const Share share = share_at(words, last, end);
    if ((share != Share::cooperating && share != Share::informed) || !ends_at(words, end)) continue;
    reply.share = share;
    const std::size_t from = words[at - 1].end;
    read_target(trim_tail(line.substr(from, words[last].begin - from)), reply);
    return true;
  }
  read_target(tail_from(line, words, at), reply);
  return true;
}

// "Phòng Tư pháp", "Phòng Tư pháp, cũ phối hợp".
bool read_lead(const phrases::Words& words, std::size_t at, std::string_view line, Reply& reply) {
  if (words.size() - at > kMostWords) return false;
  for (std::size_t last = at; last < words.size(); ++last) {
    const std::size_t old = phrases::match_longest(words, last,
                                                   {"chủ trì cũ", "đơn vị cũ", "bên cũ", "nơi cũ", "cũ", "the old one",
                                                    "old one", "the old lead", "old lead", "old"});
    if (old == 0) continue;
    std::size_t end = last;
    const Share share = share_at(words, last + old, end);
    if (share == Share::unsaid || !ends_at(words, end)) continue;
    reply.share = share;
    const std::size_t from = words[at - 1].end;
    read_target(trim_tail(line.substr(from, words[last].begin - from)), reply);
    return true;
  }
  read_target(tail_from(line, words, at), reply);
  return true;
}

// "Nguyễn Văn Bình", "Bình hạn 15/12 soạn báo cáo", "Bình, soạn báo cáo, trước 15/12".
bool read_hand(const phrases::Words& words, std::size_t at, std::string_view line, const ReplyContext& context,
               Reply& reply) {
  const std::string_view tail = tail_from(line, words, at);
  const std::size_t begin = line.size() - tail.size();
  std::string_view before = tail;
  std::string after;
  for (std::size_t i = at + 1; i < words.size(); ++i) {
    const bool due = phrases::is_any(words[i], {"hạn", "due"});
    if (!due && !phrases::is_any(words[i], {"trước", "by"})) continue;
    auto date = phrases::leading_date(line.substr(words[i].end), context.calendar, context.now, context.current_due);
    if (!date.deadline && !(due && date.any_words)) continue;  // "hạn chế", "trước hết"
    std::size_t from = words[i].begin;
    if (i > at + 1 && phrases::is_any(words[i - 1], {"xong", "thời"})) from = words[i - 1].begin;
    before = tail.substr(0, from > begin ? from - begin : 0);
    if (date.deadline) {
      reply.due = std::move(date.deadline);
    } else {
      reply.problem = ReplyProblem::bad_date;
      reply.unclear = phrases::UnclearDeadline{std::string(base::utf8_prefix_bytes(line.substr(words[i].begin), 100)),
                                               date.problem};
    }
    if (!is_placeholder(date.rest)) after = date.rest;
    break;
  }
  // A name ends at the first mark that parts; an address has none of these.
  const std::size_t comma = before.find_first_of(",;");
  const std::size_t colon = before.find(": ");
  const std::size_t dash = before.find(" - ");
  const std::size_t stop = std::min({comma, colon, dash});
  std::string words_between;
  if (stop != std::string_view::npos) {
    words_between = std::string(trim_tail(before.substr(stop)));
    drop_stops(words_between, ",;: ");
    before = before.substr(0, stop);
  }
  const ReplyProblem problem = reply.problem;
  read_target(before, reply);
  if (reply.target.empty() && words.size() - at > kMostWords) return false;
  if (reply.problem == ReplyProblem::none) reply.problem = problem;
  reply.reason = words_between + (words_between.empty() || after.empty() ? "" : ", ") + after;
  if (is_placeholder(reply.reason)) reply.reason.clear();
  return true;
}

}  // namespace

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

void read_new_due(std::string_view tail, const ReplyContext& context, Reply& reply) {
  reply.due_words = std::string(tail);
  const phrases::Words words = phrases::split_words(tail, 30);
  const std::size_t none = phrases::match_longest(
      words, 0,
      {"không thời hạn", "không có thời hạn", "không hạn", "không có hạn", "none", "no deadline", "no due date"});
  if (none > 0) {
    reply.no_due = true;
    const std::string_view rest = tail_from(tail, words, none);
    if (!is_placeholder(rest) && !only_punctuation(words, none)) reply.reason = std::string(rest);
    return;
  }
  const std::size_t before =
      phrases::match_longest(words, 0, {"là", "trước", "trước ngày", "xong trước", "chậm nhất", "chậm nhất là", "is"});
  auto date = phrases::leading_date(before > 0 ? tail.substr(words[before - 1].end) : tail, context.calendar,
                                    context.now, context.current_due);
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
    case Tail::none_or_all: {
      const std::size_t at = skip_all(words, match.words, reply);
      return only_punctuation(words, at) || only_punctuation(words, skip_particles(words, at, match.command->intent));
    }
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
    case Tail::optional_reason: {
      const Intent intent = match.command->intent;
      const bool may_be_all = intent == Intent::cancel || intent == Intent::give_back || intent == Intent::suspend;
      const std::size_t at = may_be_all ? skip_all(words, match.words, reply) : match.words;
      const std::string_view reason = at < words.size() ? tail_from(line, words, at) : std::string_view();
      // "Không ạ" gives no reason.
      if (!only_punctuation(words, at) && !is_placeholder(reason) &&
          !only_punctuation(words, skip_particles(words, at, intent)))
        reply.reason = std::string(reason);
      if (reply.reason.empty() && match.command->tail == Tail::reason) reply.problem = ReplyProblem::missing_reason;
      return true;
    }
    case Tail::type:
      if (!alone && !is_placeholder(tail)) reply.document_type = std::string(tail);
      while (!reply.document_type.empty() &&
             std::string_view(".;,!:").find(reply.document_type.back()) != std::string_view::npos)
        reply.document_type.pop_back();
      if (reply.document_type.empty()) reply.problem = ReplyProblem::missing_type;
      return true;
    case Tail::new_date: {
      const std::size_t at = skip_all(words, match.words, reply);
      read_new_due(tail_from(line, words, at), context, reply);
      return true;
    }
    case Tail::new_party: return read_new_party(words, match.words, line, reply);
    case Tail::named:  // a reason may follow the name: who is meant decides where it ends
      if (words.size() - match.words > kMostWords) return false;
      read_target(tail, reply);
      return true;
    case Tail::may_be_named:
      if (words.size() - match.words > kMostWords) return false;
      if (!alone && !ends_at(words, match.words)) read_target(tail, reply);
      if (reply.problem == ReplyProblem::missing_target) reply.problem = ReplyProblem::none;
      return true;
    case Tail::lead: return read_lead(words, match.words, line, reply);
    case Tail::text: {
      // "Bổ sung Phòng Tư pháp phối hợp" shares out: a unit's name may stand anywhere in it, so it is no command.
      for (std::size_t last = match.words; match.command->intent == Intent::add_text && last < words.size(); ++last) {
        std::size_t end = last;
        if (share_at(words, last, end) != Share::unsaid && ends_at(words, end)) return false;
      }
      // "BỔ SUNG tất cả phụ lục" speaks of annexes: "TẤT CẢ" stands alone or before a mark.
      Reply all;
      const std::size_t at = skip_all(words, match.words, all);
      const bool parted = at > match.words && (at >= words.size() || words[at].kind == phrases::Word::Kind::mark);
      reply.all = parted;
      const std::string_view said = parted ? tail_from(line, words, at) : tail;
      if (!only_punctuation(words, parted ? at : match.words) && !is_placeholder(said)) reply.words = std::string(said);
      return true;
    }
    case Tail::hand: return read_hand(words, match.words, line, context, reply);
  }
  return false;
}

}  // namespace policies::replies
