// RFC 5545 §3.1: content lines folded by CRLF and a blank; NAME;PARAM=value;PARAM="quoted":value. Only the first VTODO
// counts.
//   PARTSTAT=ACCEPTED → NHẬN;  IN-PROCESS or PERCENT-COMPLETE → TIẾN ĐỘ n%;  COMPLETED → XONG;  DECLINED → TỪ CHỐI
//   <COMMENT>; DELEGATED → CHUYỂN TỚI <DELEGATED-TO>;  METHOD:COUNTER with DUE → GIA HẠN <DUE> <COMMENT>
#include "mailstore/office/reading/itip_reply.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/mime/decoded_text.h"
#include "base/text/case.h"
#include "base/text/charset.h"
#include "base/text/utf8.h"
#include "policies/calendar/date.h"

namespace mailstore::office {

namespace {

namespace calendar = policies::calendar;

constexpr std::size_t kMaxCalendar = 256 * 1024;  // bytes read
constexpr std::size_t kMaxLines = 4000;
constexpr std::size_t kMaxComment = 800;  // bytes of COMMENT that go into the words

struct ContentLine {
  std::string name, parameters, value;  // name upper case
};

std::vector<std::string> unfold(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty() && lines.size() < kMaxLines) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!lines.empty() && (line.starts_with(' ') || line.starts_with('\t'))) lines.back() += line.substr(1);
    else lines.emplace_back(line);
  }
  return lines;
}

// Without the folds; line ends stay.
std::string without_folds(std::string_view octets) {
  std::string out;
  out.reserve(octets.size());
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const std::size_t feed = octets[i] == '\r' && i + 1 < octets.size() ? i + 1 : i;
    const bool folds =
        octets[feed] == '\n' && feed + 1 < octets.size() && (octets[feed + 1] == ' ' || octets[feed + 1] == '\t');
    if (folds) i = feed + 1;
    else out += octets[i];
  }
  return out;
}

// In UTF-16 and UTF-32 a line end is no single octet.
bool has_octet_lines(std::string_view charset) {
  return charset.find("16") == std::string_view::npos && charset.find("32") == std::string_view::npos &&
         charset.find("ucs") == std::string_view::npos;
}

ContentLine split(const std::string& line) {
  std::size_t colon = 0;
  for (bool quoted = false; colon < line.size() && (quoted || line[colon] != ':'); ++colon)
    quoted = quoted != (line[colon] == '"');
  const std::size_t name = std::min(line.find(';'), colon);
  return {base::to_ascii_upper(line.substr(0, name)), name < colon ? line.substr(name, colon - name) : "",
          colon < line.size() ? line.substr(colon + 1) : ""};
}

// The value of a parameter of ";PARTSTAT=ACCEPTED;CN=\"A; B\"", without its quotes.
std::string parameter(std::string_view parameters, std::string_view name) {
  for (std::size_t at = 0; at < parameters.size();) {
    std::size_t end = at + 1;
    for (bool quoted = false; end < parameters.size() && (quoted || parameters[end] != ';'); ++end)
      quoted = quoted != (parameters[end] == '"');
    const std::string_view one = parameters.substr(at + 1, end - at - 1);
    at = end;
    const auto equals = one.find('=');
    if (equals == std::string_view::npos || !base::equals_ignoring_case(one.substr(0, equals), name)) continue;
    std::string_view value = one.substr(equals + 1);
    value = value.substr(0, value.find(',', value.starts_with('"') ? std::min(value.find('"', 1), value.size())
                                                                   : 0));  // the first of a list
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return std::string(value);
  }
  return {};
}

std::string address_of(std::string_view value) {
  if (base::equals_ignoring_case(value.substr(0, 7), "mailto:")) value.remove_prefix(7);
  const bool plain = value.size() <= 254 && base::is_valid_utf8(value) && value.find('@') != std::string_view::npos &&
                     std::all_of(value.begin(), value.end(), [](char c) {
                       return static_cast<unsigned char>(c) > ' ' && c != '<' && c != '>' && c != '"' && c != '\x7F';
                     });
  return plain ? base::to_ascii_lower(value) : std::string();
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// RFC 5545 §3.3.11, as one line.
std::string plain_text(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size() && out.size() < kMaxComment; ++i) {
    char c = value[i];
    if (c == '\\' && i + 1 < value.size()) c = value[++i] == 'n' || value[i] == 'N' ? ' ' : value[i];
    out += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? ' ' : c;
  }
  const std::string safe = base::sanitize_utf8(base::utf8_prefix_bytes(out, kMaxComment));
  const auto first = safe.find_first_not_of(' '), last = safe.find_last_not_of(' ');
  return first == std::string::npos ? std::string() : safe.substr(first, last - first + 1);
}

// "20261220", "20261220T165959Z", "20261220T170000" (the office's zone): as a leader would write it.
std::string due_words(std::string_view value) {
  if (value.size() < 8) return {};
  const auto year = number(value.substr(0, 4)), month = number(value.substr(4, 2)), day = number(value.substr(6, 2));
  if (!year || !month || !day) return {};
  const auto date = calendar::make_date(*year, *month, *day);
  if (!date) return {};
  if (value.size() == 8) return calendar::slash_date(*date);
  const bool utc = value.size() == 16 && value[15] == 'Z';
  if ((value.size() != 15 && !utc) || value[8] != 'T') return {};
  const auto hour = number(value.substr(9, 2)), minute = number(value.substr(11, 2));
  if (!hour || !minute || *hour > 23 || *minute > 59) return {};
  const base::Timestamp due =
      utc ? calendar::at_minute(*date, *hour * 60 + *minute, 0) : calendar::at_minute(*date, *hour * 60 + *minute);
  const calendar::Date local = calendar::local_date(due);
  const int at = calendar::local_minute(due);
  return at == 23 * 60 + 59 ? calendar::slash_date(local)
                            : calendar::clock_time(at) + " " + calendar::slash_date(local);
}

// "DUE;TZID=UTC:20261220T165959". Every other zone is taken as the office's.
bool is_utc(const ContentLine& line) {
  const std::string zone = base::to_ascii_upper(parameter(line.parameters, "TZID"));
  return line.value.size() == 15 && (zone == "UTC" || zone == "ETC/UTC" || zone == "GMT" || zone == "ETC/GMT");
}

// What stands between BEGIN:VTODO and its END, but for components inside it.
struct Todo {
  std::string method, uid, comment, due, status;
  std::vector<ContentLine> attendees;
  std::optional<int> sequence, percent;
};

Todo read_todo(std::string_view text) {
  Todo todo;
  std::vector<std::string> open;
  for (const std::string& raw : unfold(text.substr(0, kMaxCalendar))) {
    ContentLine line = split(raw);
    if (line.name == "BEGIN") {
      open.push_back(base::to_ascii_upper(line.value));
    } else if (line.name == "END") {
      const bool done = !open.empty() && open.back() == "VTODO" && !todo.uid.empty();
      if (!open.empty()) open.pop_back();
      if (done) break;
    } else if (open.size() == 1 && line.name == "METHOD") {
      todo.method = base::to_ascii_upper(line.value);
    }
    if (open.size() != 2 || open.back() != "VTODO") continue;
    if (line.name == "UID") todo.uid = line.value;
    else if (line.name == "COMMENT" && todo.comment.empty()) todo.comment = plain_text(line.value);
    else if (line.name == "DUE") todo.due = is_utc(line) ? line.value + "Z" : line.value;
    else if (line.name == "STATUS") todo.status = base::to_ascii_upper(line.value);
    else if (line.name == "SEQUENCE") todo.sequence = number(line.value);
    else if (line.name == "PERCENT-COMPLETE") todo.percent = number(line.value);
    else if (line.name == "ATTENDEE" && todo.attendees.size() < 100) todo.attendees.push_back(std::move(line));
  }
  return todo;
}

std::string with(std::string words, const std::string& comment) {
  return comment.empty() ? words : words + " " + comment;
}

std::string words_of(const Todo& todo, std::string_view attendee) {
  if (todo.method == "COUNTER") {
    const std::string due = due_words(todo.due);
    return due.empty() ? std::string() : with("GIA HẠN " + due, todo.comment);
  }
  const std::string state = base::to_ascii_upper(parameter(attendee, "PARTSTAT"));
  const std::string below = todo.comment.empty() ? "" : "\n" + todo.comment;
  if (state == "DECLINED") return with("TỪ CHỐI", todo.comment);
  if (state == "DELEGATED") {
    const std::string to = address_of(parameter(attendee, "DELEGATED-TO"));
    return to.empty() ? std::string() : "CHUYỂN TỚI " + to;
  }
  if (state == "COMPLETED" || todo.status == "COMPLETED") return "XONG" + below;
  const bool working = state == "IN-PROCESS" || state == "ACCEPTED";
  if (working && todo.percent && *todo.percent > 0 && *todo.percent <= 100)
    return "TIẾN ĐỘ " + std::to_string(*todo.percent) + "%" + below;
  return working ? "NHẬN" + below : std::string();
}

const base::Part* find_calendar(const base::Part& part) {
  if (part.is_message()) return nullptr;
  if (part.content_type.is("text", "calendar")) return &part;
  for (const base::Part& child : part.children) {
    if (const base::Part* found = find_calendar(child)) return found;
  }
  return nullptr;
}

}  // namespace

std::optional<ItipReply> parse_itip_reply(std::string_view text) {
  Todo todo = read_todo(text);
  if (todo.method != "REPLY" && todo.method != "COUNTER") return std::nullopt;
  constexpr std::string_view prefix = "nv-";
  const std::string_view uid = todo.uid;
  const auto at = uid.find('@');
  if (!uid.starts_with(prefix) || at == std::string_view::npos) return std::nullopt;
  ItipReply reply;
  const std::string_view digits = uid.substr(prefix.size(), at - prefix.size());
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), reply.task);
  if (error != std::errc() || end != digits.data() + digits.size() || reply.task <= 0) return std::nullopt;
  reply.sequence = todo.sequence;
  if (todo.attendees.size() == 1) reply.attendee = address_of(todo.attendees.front().value);
  if (todo.attendees.size() == 1 && todo.comment.empty())
    todo.comment = plain_text(parameter(todo.attendees.front().parameters, "X-RESPONSE-COMMENT"));  // CalDAV servers
  reply.words = words_of(
      todo, todo.attendees.size() == 1 ? std::string_view(todo.attendees.front().parameters) : std::string_view());
  if (reply.words.empty()) return std::nullopt;
  return reply;
}

std::optional<ItipReply> read_itip_reply(const base::ParsedMessage& message, std::string_view bytes) {
  const base::Part* part = find_calendar(message.root);
  if (part == nullptr) return std::nullopt;
  base::Part bounded = *part;
  bounded.body.end = std::min<std::uint64_t>(bounded.body.end, bounded.body.begin + 2 * kMaxCalendar);
  // RFC 5545 §3.1: a fold may stand inside a character, so octets are unfolded before the charset is read.
  const std::string charset = base::to_ascii_lower(part->content_type.charset());
  if (!has_octet_lines(charset)) return parse_itip_reply(base::decode_text_part(bounded, bytes));
  return parse_itip_reply(base::decode_charset(without_folds(base::decode_body(bounded, bytes)), charset));
}

}  // namespace mailstore::office
