// vanthu mail replay FILE: mail of another time through the same door, one JSON object a line; demonstrations only.
#include <nlohmann/json.hpp>

#include <array>
#include <charconv>

#include "base/text/file_text.h"
#include "mailstore/maintenance/mail_replay.h"
#include "policies/calendar/date.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

using Json = nlohmann::json;

struct Line {
  std::int64_t number = 0;
  mailstore::ReplayMail mail;
  bool settle = false;
};

// "2017-03-01T08:00:00+07:00", RFC 3339 §5.6; seconds may be missing.
std::optional<base::Timestamp> parse_time(const std::string& text) {
  if (text.size() < 17 || text[10] != 'T') return std::nullopt;
  const auto date = policies::calendar::parse_date(text.substr(0, 10));
  auto two = [&](std::size_t at) -> int {
    if (at + 2 > text.size()) return -1;
    const char tens = text[at], ones = text[at + 1];
    return tens >= '0' && tens <= '9' && ones >= '0' && ones <= '9' ? (tens - '0') * 10 + ones - '0' : -1;
  };
  const int hour = two(11), minute = two(14);
  std::size_t at = 16;
  int second = 0;
  if (text[13] == ':' && text.size() > at && text[at] == ':') {
    second = two(17);
    at = 19;
  }
  if (!date || text[13] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      at >= text.size())
    return std::nullopt;
  int offset = 0;
  if (text[at] == '+' || text[at] == '-') {
    const int hours = two(at + 1), minutes = two(at + 4);
    if (text.size() != at + 6 || text[at + 3] != ':' || hours < 0 || hours > 14 || minutes < 0 || minutes > 59)
      return std::nullopt;
    offset = (hours * 60 + minutes) * (text[at] == '-' ? -1 : 1);
  } else if (text[at] != 'Z' || text.size() != at + 1) {
    return std::nullopt;
  }
  return policies::calendar::at_minute(*date, hour * 60 + minute, offset) + std::chrono::seconds(second);
}

// Everything is optional for JSON; what a mail must have is said in words.
base::Sentence read_line(const Json& json, Line& line) {
  if (!json.is_object()) return {"không phải đối tượng JSON", "is no JSON object"};
  const auto time = parse_time(json.value("at", std::string()));
  if (!time)
    return {"“at” không phải thời điểm có múi giờ, như 2017-03-01T08:00:00+07:00",
            "“at” is no time with a zone, such as 2017-03-01T08:00:00+07:00"};
  line.mail.at = *time;
  line.mail.from = json.value("from", std::string());
  line.mail.on_behalf_of = json.value("on_behalf_of", std::string());
  line.mail.to = json.value("to", std::vector<std::string>());
  line.mail.message = json.value("message", std::string());
  line.mail.text = json.value("text", std::string());
  line.settle = json.value("settle", false);
  if (line.mail.from.empty()) return {"thiếu “from”", "has no “from”"};
  if (json.contains("answers")) {
    const Json& answers = json.at("answers");
    line.mail.answers = mailstore::ReplayAnswers{answers.value("account", line.mail.from),
                                                 answers.value("subject_contains", std::string())};
    if (!line.mail.message.empty() || !line.mail.to.empty())
      return {"có “answers” bên cạnh “message” hoặc “to”", "has “answers” beside “message” or “to”"};
    if (line.mail.answers->subject_contains.empty() || line.mail.text.empty())
      return {"“answers” cần “subject_contains”, và lời trả lời ở “text”",
              "“answers” needs “subject_contains”, and the answer itself in “text”"};
    return {};
  }
  if (line.mail.message.empty()) return {"thiếu “message” hoặc “answers”", "has neither “message” nor “answers”"};
  return line.mail.to.empty() ? base::Sentence("thiếu “to”", "has no “to”") : base::Sentence();
}

// The whole file before the first mail is sent.
base::Result<std::vector<Line>> read_lines(const std::string& file) {
  std::vector<Line> lines;
  std::int64_t number = 0;
  for (std::size_t at = 0; at < file.size();) {
    const std::size_t end = std::min(file.find('\n', at), file.size());
    const std::string_view text = std::string_view(file).substr(at, end - at);
    at = end + 1;
    ++number;
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    Line line;
    line.number = number;
    base::Sentence wrong;
    try {
      wrong = read_line(Json::parse(text), line);
    } catch (const Json::exception& error) {
      wrong = {std::string("không đọc được, ") + error.what(), error.what()};
    }
    if (!wrong.empty()) {
      return base::Error::permanent(
          base::ErrorCode::bad_input,
          {"Dòng " + std::to_string(number) + " của tệp: " + wrong.vi + "; chưa gửi thư nào.",
           "Line " + std::to_string(number) + " of the file: " + wrong.en + ". Nothing was sent."});
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

struct Tally {
  std::array<std::int64_t, 5> counts{};
  Json results = Json::array();
  std::int64_t next_line = 0;  // of the file, not sent because the server stops; 0 = all were sent
  std::int64_t of(mailstore::ReplayOutcome outcome) const { return counts[static_cast<std::size_t>(outcome)]; }
};

void note(Tally& tally, const Line& line, const mailstore::ReplayResult& result, CommandIo& io) {
  using mailstore::ReplayOutcome;
  ++tally.counts[static_cast<std::size_t>(result.outcome)];
  const std::string what = result.reason.empty() ? result.what : base::one_line(result.reason);
  const std::string number = std::to_string(line.number);
  Json one = {{"line", line.number}, {"outcome", mailstore::to_string(result.outcome)}};
  if (!what.empty()) one["what"] = what;
  tally.results.push_back(std::move(one));
  if (result.outcome == ReplayOutcome::refused)
    io.err("dòng " + number + " bị từ chối: " + result.reason.vi + " / line " + number +
           " was refused: " + result.reason.en + "\n");
  if (result.outcome == ReplayOutcome::answered)
    io.err("dòng " + number + " được trả lời mà không có tác dụng: " + result.what + " / line " + number +
           " was answered without effect: " + result.what + "\n");
}

base::Result<Tally> replay(House& house, const std::vector<Line>& lines, std::int64_t from_line, CommandIo& io) {
  mailstore::MailReplay replay({*house.store, *house.delivery, *house.directory});
  const std::stop_token stop = io.stop();
  Tally tally;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].number < from_line) {
      replay.pass_over(lines[i].mail);
      continue;
    }
    if (stop.stop_requested()) {  // what follows from the mails sent is done at the next start
      tally.next_line = lines[i].number;
      return tally;
    }
    auto sent = replay.send(lines[i].mail);
    if (!sent) return sent.error();
    note(tally, lines[i], *sent, io);
    if (lines[i].settle || i + 1 == lines.size()) {
      if (auto settled = replay.settle(); !settled) return settled.error();
    }
    if (i % 20 == 0) io.progress(std::to_string(i + 1) + "/" + std::to_string(lines.size()));
  }
  return tally;
}

// --from-line N; 0 when it is not given.
base::Result<std::int64_t> first_line(const Arguments& arguments) {
  const std::string text = arguments.option("--from-line", "0");
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size() && number >= 0) return number;
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {"--from-line cần số thứ tự của một dòng trong tệp; chưa gửi thư nào.",
                                 "--from-line wants the number of a line of the file. Nothing was sent."});
}

std::string text_of(const Tally& tally, double seconds) {
  using mailstore::ReplayOutcome;
  const auto count = [&](ReplayOutcome outcome) { return std::to_string(tally.of(outcome)); };
  const std::string applied = count(ReplayOutcome::applied), answered = count(ReplayOutcome::answered),
                    ordinary = count(ReplayOutcome::delivered), known = count(ReplayOutcome::known),
                    refused = count(ReplayOutcome::refused);
  return applied + " thư thành nghiệp vụ, " + answered + " được trả lời mà không có tác dụng, " + ordinary +
         " thư thường, " + known + " đã biết, " + refused + " bị từ chối. / " + applied + " applied, " + answered +
         " answered without effect, " + ordinary + " ordinary, " + known + " known already, " + refused + " refused; " +
         std::to_string(static_cast<std::int64_t>(seconds * 10) / 10.0).substr(0, 5) + " s.\n";
}

void tell_where_to_go_on(const Tally& tally, CommandIo& io) {
  const std::string line = std::to_string(tally.next_line);
  io.err("Máy chủ dừng trước dòng " + line + "; các thư trước đó đã gửi xong. Hãy chạy lại với --from-line " + line +
         " để gửi tiếp. / The server stopped before line " + line +
         "; the mails before it are sent. Run it again with --from-line " + line + " to go on.\n");
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  if (!house.settings.server.demo) {
    return base::Error::permanent(
        base::ErrorCode::no_permission,
        {"mail replay gửi thư thay người khác, vào thời gian khác: chỉ dùng khi trình diễn (server.demo = true). Chưa gửi thư nào.",
         "mail replay sends mail in the name of others and of other times: it is only for a demonstration (server.demo = true). "
         "Nothing was sent."});
  }
  auto from_line = first_line(arguments);
  if (!from_line) return refuse_usage(from_line.error(), arguments, io);
  auto file = io.read_file(arguments.positionals[0]);
  if (!file) return file.error();
  auto lines = read_lines(base::text_of_file(*file));
  if (!lines) return lines.error();
  const auto began = house.clock.steady();
  auto tally = replay(house, *lines, *from_line, io);
  if (!tally) return tally.error();
  using mailstore::ReplayOutcome;
  const double seconds = std::chrono::duration<double>(house.clock.steady() - began).count();
  if (arguments.json) {
    Json out = {{"lines", lines->size()},
                {"seconds", seconds},
                {"next_line", tally->next_line},
                {"results", std::move(tally->results)}};
    for (auto outcome : {ReplayOutcome::applied, ReplayOutcome::answered, ReplayOutcome::delivered,
                         ReplayOutcome::known, ReplayOutcome::refused}) {
      out[mailstore::to_string(outcome)] = tally->of(outcome);
    }
    io.out(out.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  } else {
    io.out(text_of(*tally, seconds));
  }
  if (tally->next_line != 0) {
    tell_where_to_go_on(*tally, io);
    return exit_code::kTryLater;
  }
  return tally->of(ReplayOutcome::refused) > 0 ? exit_code::kData : exit_code::kOk;
}

}  // namespace

CommandSpec mail_replay_command() {
  return {
      "mail replay",
      "Gửi các thư của một tệp (mỗi dòng một JSON) theo thời điểm ghi trong tệp; chỉ cho bản trình diễn. / Sends mails of a file (JSON lines) through the door at the times they name; demonstrations only.",
      {"FILE"},
      {{"--from-line", "N",
        "bỏ qua các dòng trước N mà lần chạy trước đã gửi / passes over the lines before N, which an earlier run has sent"}},
      Place::house,
      run};
}

}  // namespace server::cli
