// What one IMAP client knows of the mailbox it has selected, from nothing but what the server told it: message numbers,
// UIDs, flags, keywords announced. apply() takes one untagged line and answers "" or what is wrong with it. Used by
// many_sessions_test.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace tests {

struct Picture {
  using FlagSet = std::set<std::string>;
  std::string box;
  bool read_only = false, qresync = false;
  std::uint32_t validity = 0;
  std::int64_t highest = 0;                // HIGHESTMODSEQ told last
  std::vector<std::uint32_t> uids;         // by message number; 0 = not told yet
  std::map<std::uint32_t, FlagSet> flags;  // without \Recent
  FlagSet announced;                       // FLAGS, in lower case
  std::set<std::uint32_t> recent;          // UIDs told with \Recent since the mailbox was selected
  std::vector<std::uint32_t> earlier;      // VANISHED (EARLIER) of the running command
  std::set<std::uint32_t> fetched;         // of the running command

  bool all_known() const { return std::find(uids.begin(), uids.end(), 0u) == uids.end(); }

  std::string apply(const std::string& line, const std::string& running) {
    std::istringstream words(line);
    std::string star, first, second;
    words >> star >> first >> second;
    const bool held = running == "FETCH" || running == "STORE" || running == "SEARCH";
    if (first == "FLAGS") {
      announced = flags_in(line, "FLAGS (");
    } else if (first == "OK") {
      if (line.starts_with("* OK [HIGHESTMODSEQ ")) highest = std::stoll(line.substr(20));
      if (line.starts_with("* OK [UIDVALIDITY ")) validity = static_cast<std::uint32_t>(std::stoul(line.substr(18)));
    } else if (first == "VANISHED" && second == "(EARLIER)") {
      std::string set;
      words >> set;
      earlier = numbers(set);
      for (const std::uint32_t uid : earlier) {
        if (std::find(uids.begin(), uids.end(), uid) != uids.end())
          return "VANISHED (EARLIER) of a message that is there";
      }
    } else if (first == "VANISHED") {
      if (held || !qresync) return "VANISHED out of place";
      for (const std::uint32_t uid : numbers(second)) {
        if (const std::string wrong = vanish(uid); !wrong.empty()) return wrong;
      }
    } else if (second == "EXPUNGE") {
      if (held || qresync) return "EXPUNGE out of place";
      return expunge(std::stoul(first));
    } else if (second == "EXISTS") {
      const auto count = std::stoul(first);
      if (count < uids.size()) return "EXISTS shrinks";
      uids.resize(count, 0);
    } else if (second == "FETCH") {
      return fetch(std::stoul(first), line);
    }
    return {};
  }

  static std::vector<std::uint32_t> numbers(const std::string& set) {
    std::vector<std::uint32_t> out;
    std::istringstream ranges(set);
    for (std::string range; std::getline(ranges, range, ',');) {
      const std::size_t colon = range.find(':');
      const auto from = static_cast<std::uint32_t>(std::stoul(range));
      const auto to =
          colon == std::string::npos ? from : static_cast<std::uint32_t>(std::stoul(range.substr(colon + 1)));
      for (std::uint32_t uid = from; uid <= to; ++uid) out.push_back(uid);
    }
    return out;
  }

 private:
  static FlagSet flags_in(const std::string& line, const std::string& label) {
    FlagSet out;
    const std::size_t begin = line.find(label);
    if (begin == std::string::npos) return out;
    const std::size_t from = begin + label.size();
    std::istringstream words(line.substr(from, line.find(')', from) - from));
    for (std::string word; words >> word;) {
      std::transform(word.begin(), word.end(), word.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      out.insert(word);
    }
    return out;
  }

  std::string expunge(std::size_t number) {
    if (number == 0 || number > uids.size()) return "EXPUNGE beyond the end";
    flags.erase(uids[number - 1]);
    uids.erase(uids.begin() + static_cast<std::ptrdiff_t>(number - 1));
    return {};
  }

  std::string vanish(std::uint32_t uid) {
    auto at = std::find(uids.begin(), uids.end(), uid);
    if (at == uids.end()) {  // told by EXISTS only: it is behind every smaller UID
      const auto smaller =
          std::find_if(uids.rbegin(), uids.rend(), [uid](std::uint32_t known) { return known != 0 && known < uid; });
      at = smaller.base();
    }
    if (at == uids.end() || (*at != 0 && *at != uid)) return "VANISHED of a UID never told: " + std::to_string(uid);
    uids.erase(at);
    flags.erase(uid);
    return {};
  }

  std::string fetch(std::size_t number, const std::string& line) {
    if (number == 0 || number > uids.size()) return "FETCH beyond the end";
    std::uint32_t& known = uids[number - 1];
    if (const std::size_t at = line.find("UID "); at != std::string::npos) {
      const auto uid = static_cast<std::uint32_t>(std::stoul(line.substr(at + 4)));
      if (known != 0 && known != uid) return "a message number changed its UID";
      known = uid;
      fetched.insert(uid);
    }
    if (line.find("FLAGS (") == std::string::npos || known == 0) return {};
    FlagSet told = flags_in(line, "FLAGS (");
    if (told.erase("\\recent") > 0) recent.insert(known);
    for (const std::string& flag : told) {
      if (!announced.contains(flag)) return "a flag that FLAGS has not named: " + flag;
    }
    flags[known] = std::move(told);
    return {};
  }
};

}  // namespace tests
