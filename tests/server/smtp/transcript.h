// Transcript: one office and its SMTP service, played from a file. One statement per line; blank lines and lines that
// begin with '#' are skipped.
//   "SETTING name value"  before the first connection; "DEMO" there: a demonstration
//   "CONNECT 25 [ip]"     a new connection to port 25, 587 or 465; the one before it is closed
//   "C:", "RAW:", "S:", "S-", "EOF"   as tests/server/dialogue.h says; "TIMES n C: …" says a line n times
//   "INBOX person n"      so many messages lie in the person's INBOX
//   "HAS person n text"   the n-th of them (1 = oldest) contains the text, escapes translated; "LACKS" the contrary
//   "ENDS person n text"  it ends with the text
//   "QUEUED address …"    just these addresses of others wait to be sent, in any order
//   "DO name"             what on("name", …) gave
// In every line {plain login password} and {b64 text} stand for what AUTH wants, {x*n} for n times x, {name} for what
// word("name", …) gave. People: binh, an (member of vanthu@), admin (quantri@), full (quota of 500 octets).
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/text/encoding.h"
#include "server/net/receive_memory.h"
#include "server/smtp/service.h"
#include "tests/server/dialogue.h"
#include "tests/server/office.h"

namespace tests {

struct NumberedLine {
  int number = 0;
  std::string text;
};

// "" or what went wrong, with the line's number. The session is over when it returns.
inline base::Co<std::string> converse(server::smtp::SmtpService& service, server::smtp::SmtpMode mode,
                                      std::vector<NumberedLine> lines, std::size_t piece, base::PeerAddress peer) {
  auto pipe = base::make_memory_pipe(64 * 1024, std::move(peer));
  base::Stream& client = *pipe.first;
  if (mode == server::smtp::SmtpMode::submissions) (void)co_await pipe.second->start_tls();
  base::spawn(*base::Executor::current(), service.serve(std::move(pipe.second), mode));
  Dialogue dialogue(client, piece);
  std::string problem;
  for (const NumberedLine& line : lines) {
    std::string text = line.text;
    problem = co_await dialogue.play(std::move(text));
    if (!problem.empty()) {
      problem = "line " + std::to_string(line.number) + ": " + problem;
      break;
    }
  }
  client.close();
  while (service.sessions() > 0) co_await base::sleep_for(std::chrono::milliseconds(1));
  co_return problem;
}

class Transcript {
 public:
  Transcript(std::unique_ptr<base::Database> database, const std::string& script, std::size_t piece)
      : lines_(read(script)), office_(std::move(database), gate_settings(lines_)), piece_(piece) {
    people_ = {{"binh", office_.binh}, {"an", office_.an}};
    people_["admin"] = office_.person("Trần Quản Trị", directory::Role::admin, "quantri@bimson.example");
    people_["full"] = office_.person("Phạm Thị Đầy", directory::Role::staff, "full@bimson.example");
    must(office_.admin->set_quota(people_["full"], 500, "test"));
    const directory::Account* role = office_.directory->view()->find_address("vanthu@bimson.example");
    REQUIRE(role != nullptr);
    must(office_.admin->add_member(role->id, office_.an, "test"));
    settings_.hostname = "mail.bimson.example";
    settings_.max_message_bytes = 1 << 20;
  }

  MailOffice& office() { return office_; }
  void on(const std::string& name, std::function<void()> action) { actions_[name] = std::move(action); }
  void word(const std::string& name, std::string text) { words_[name] = std::move(text); }
  int statements() const { return static_cast<int>(lines_.size()); }

  // "" or what went wrong, with the line's number.
  std::string play() {
    std::vector<NumberedLine> spoken;
    for (const NumberedLine& line : lines_) {
      const std::string verb = line.text.substr(0, line.text.find(' '));
      if (verb == "C:" || verb == "RAW:" || verb == "S:" || verb == "S-" || verb == "EOF") {
        spoken.push_back({line.number, filled(line.text)});
        continue;
      }
      if (verb == "TIMES") {
        std::istringstream in(line.text.substr(6));
        int count = 0;
        in >> count;
        std::string rest;
        std::getline(in, rest);
        spoken.insert(spoken.end(), static_cast<std::size_t>(count), {line.number, filled(rest.substr(1))});
        continue;
      }
      std::string problem = say(std::exchange(spoken, {}));
      if (problem.empty()) {
        problem = state(verb, line.text);
        if (!problem.empty()) problem = "line " + std::to_string(line.number) + ": " + problem;
      }
      if (!problem.empty()) return problem;
    }
    return say(std::move(spoken));
  }

 private:
  static std::vector<NumberedLine> read(const std::string& script) {
    std::vector<NumberedLine> out;
    std::istringstream in(script);
    int number = 0;
    for (std::string line; std::getline(in, line);) {
      ++number;
      if (!line.empty() && line.front() != '#') out.push_back({number, line});
    }
    return out;
  }

  static directory::GateSettings gate_settings(const std::vector<NumberedLine>& lines) {
    directory::GateSettings out = MailOffice::cheap();
    out.demo = std::any_of(lines.begin(), lines.end(), [](const NumberedLine& line) { return line.text == "DEMO"; });
    return out;
  }

  std::string say(std::vector<NumberedLine> lines) {
    if (lines.empty()) return "";
    if (!connected_) return "line " + std::to_string(lines.front().number) + ": nothing is connected";
    connected_ = false;
    return base::run_blocking(converse(*service_, mode_, std::move(lines), piece_, peer_));
  }

  std::string state(const std::string& verb, const std::string& line) {
    std::istringstream in(line.size() > verb.size() ? line.substr(verb.size() + 1) : "");
    if (verb == "DEMO") return "";
    if (verb == "SETTING") return set(in);
    if (verb == "CONNECT") return connect(in);
    if (verb == "QUEUED") return queued(in);
    if (verb == "DO") {
      const auto action = actions_.find(line.substr(3));
      if (action == actions_.end()) return "nothing is given for " + line;
      action->second();
      return "";
    }
    std::string who;
    std::size_t number = 0;
    in >> who >> number;
    if (in.fail() || !people_.contains(who)) return "not understood: " + line;
    const std::vector<std::string> mails = office_.inbox(people_.at(who));
    if (verb == "INBOX") return mails.size() == number ? "" : std::to_string(mails.size()) + " messages are there";
    if (number < 1 || number > mails.size()) return "there are " + std::to_string(mails.size()) + " messages";
    std::string text;
    std::getline(in, text);
    text = translate_escapes(filled(text.substr(1)));
    const std::string& mail = mails[number - 1];
    const bool has = verb == "ENDS" ? mail.ends_with(text) : mail.find(text) != std::string::npos;
    if (verb != "ENDS" && verb != "HAS" && verb != "LACKS") return "not understood: " + line;
    return has == (verb != "LACKS") ? "" : "the message is:\n" + mail;
  }

  std::string connect(std::istringstream& in) {
    static const std::map<std::string, server::smtp::SmtpMode> kModes = {{"25", server::smtp::SmtpMode::port25},
                                                                         {"587", server::smtp::SmtpMode::submission},
                                                                         {"465", server::smtp::SmtpMode::submissions}};
    std::string port, ip = "203.0.113.7";
    in >> port >> ip;
    if (ip.empty()) ip = "203.0.113.7";
    if (!kModes.contains(port)) return "no such port: " + port;
    if (!service_) {
      service_ = std::make_unique<server::smtp::SmtpService>(
          server::smtp::SmtpParts{*office_.delivery, *office_.gate, *office_.directory, office_.clock, receive_,
                                  office_.parsing},
          settings_);
    }
    mode_ = kModes.at(port);
    peer_ = base::PeerAddress{ip, 4711, ip == "127.0.0.1"};
    connected_ = true;
    return "";
  }

  std::string set(std::istringstream& in) {
    std::string name;
    std::int64_t value = 0;
    in >> name >> value;
    const auto number = static_cast<int>(value);
    const std::map<std::string, std::function<void()>> rows = {
        {"max_message_bytes", [&] { settings_.max_message_bytes = value; }},
        {"max_recipients", [&] { settings_.max_recipients = number; }},
        {"max_errors", [&] { settings_.max_errors = number; }},
        {"max_rejected_recipients", [&] { settings_.max_rejected_recipients = number; }},
        {"max_auth_failures", [&] { settings_.max_auth_failures = number; }},
        {"max_messages", [&] { settings_.max_messages = number; }},
        {"max_hops", [&] { settings_.max_hops = number; }},
        {"messages_per_source", [&] { settings_.messages_per_source = number; }},
        {"messages_per_account", [&] { settings_.messages_per_account = number; }},
        {"recipients_per_account", [&] { settings_.recipients_per_account = number; }},
        {"outside_recipients_per_account", [&] { settings_.outside_recipients_per_account = number; }},
        {"offer_starttls", [&] { settings_.offer_starttls = value != 0; }},
        {"command_timeout_ms", [&] { settings_.command_timeout = std::chrono::milliseconds(value); }},
        {"data_timeout_ms", [&] { settings_.data_timeout = std::chrono::milliseconds(value); }},
    };
    const auto row = rows.find(name);
    if (in.fail() || row == rows.end() || service_) return "no such setting here: " + name;
    row->second();
    return "";
  }

  std::string queued(std::istringstream& in) {
    std::vector<std::string> wanted, there;
    for (std::string address; in >> address;) wanted.push_back(address);
    for (const auto& item : office_.queued()) {
      for (const auto& recipient : item.recipients) there.push_back(recipient.address);
    }
    std::sort(wanted.begin(), wanted.end());
    std::sort(there.begin(), there.end());
    if (wanted == there) return "";
    std::string out = "waiting are:";
    for (const std::string& address : there) out += " " + address;
    return out;
  }

  std::string filled(const std::string& line) const {
    std::string out;
    for (std::size_t at = 0; at < line.size();) {
      const std::size_t end = line[at] == '{' ? line.find('}', at) : std::string::npos;
      const auto text = end == std::string::npos ? std::nullopt : meaning(line.substr(at + 1, end - at - 1));
      if (text) {
        out += *text;
        at = end + 1;
      } else {
        out += line[at++];
      }
    }
    return out;
  }

  std::optional<std::string> meaning(const std::string& mark) const {
    if (const auto word = words_.find(mark); word != words_.end()) return word->second;
    if (mark.starts_with("b64 ")) return base::base64_encode(mark.substr(4));
    if (mark.starts_with("plain ")) {
      std::istringstream in(filled(mark.substr(6)));
      std::string login, password;
      in >> login >> password;
      if (words_.contains(password)) password = words_.at(password);
      return base::base64_encode(std::string(1, '\0') + login + std::string(1, '\0') + password);
    }
    const std::size_t star = mark.find('*');
    if (star == std::string::npos || star + 1 == mark.size()) return std::nullopt;
    const std::string count = mark.substr(star + 1);
    if (!std::all_of(count.begin(), count.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    std::string out;
    for (int i = std::stoi(count); i > 0; --i) out += mark.substr(0, star);
    return out;
  }

  std::vector<NumberedLine> lines_;
  MailOffice office_;
  std::size_t piece_;
  server::smtp::SmtpSettings settings_;
  server::net::ReceiveMemory receive_{{}};
  std::unique_ptr<server::smtp::SmtpService> service_;
  server::smtp::SmtpMode mode_ = server::smtp::SmtpMode::port25;
  base::PeerAddress peer_;
  bool connected_ = false;
  std::map<std::string, base::AccountId> people_;
  std::map<std::string, std::function<void()>> actions_;
  std::map<std::string, std::string> words_;
};

}  // namespace tests
