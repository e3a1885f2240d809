// Several sessions on one mailbox do random things; each session's own sequence map, replayed from nothing but what the
// server told it, must agree with the mailbox at the end, and no EXPUNGE may come while FETCH, STORE or SEARCH runs.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <sstream>

#include "tests/server/imap/imap_house.h"

namespace {

struct Client {
  std::unique_ptr<base::Stream> stream;
  std::string in;
  std::vector<std::uint32_t> uids;  // by sequence number; 0 = not told yet
  bool qresync = false;
  int tag = 0;
  std::string running;  // name of the command
  std::string last_tagged;
};

// Applies one untagged line to the client's map; "" or what is wrong.
std::string told(Client& client, const std::string& line) {
  std::istringstream words(line);
  std::string star, first, second;
  words >> star >> first >> second;
  const bool held = client.running == "FETCH" || client.running == "STORE" || client.running == "SEARCH";
  if (first == "VANISHED") {
    if (held) return "VANISHED during " + client.running;
    if (!client.qresync) return "VANISHED without QRESYNC";
    std::istringstream ranges(second);
    for (std::string range; std::getline(ranges, range, ',');) {
      const std::size_t colon = range.find(':');
      const auto from = static_cast<std::uint32_t>(std::stoul(range));
      const auto to =
          colon == std::string::npos ? from : static_cast<std::uint32_t>(std::stoul(range.substr(colon + 1)));
      for (std::uint32_t uid = from; uid <= to; ++uid) {
        auto at = std::find(client.uids.begin(), client.uids.end(), uid);
        if (at == client.uids.end()) {  // told by EXISTS only: it is behind every smaller UID
          const auto smaller = std::find_if(client.uids.rbegin(), client.uids.rend(),
                                            [&](std::uint32_t known) { return known != 0 && known < uid; });
          at = smaller.base();
        }
        if (at == client.uids.end() || (*at != 0 && *at != uid))
          return "VANISHED of a UID never told: " + std::to_string(uid);
        client.uids.erase(at);
      }
    }
  } else if (second == "EXPUNGE") {
    const auto number = std::stoul(first);
    if (held) return "EXPUNGE during " + client.running;
    if (client.qresync) return "EXPUNGE with QRESYNC";
    if (number == 0 || number > client.uids.size()) return "EXPUNGE beyond the end";
    client.uids.erase(client.uids.begin() + static_cast<std::ptrdiff_t>(number - 1));
  } else if (second == "EXISTS") {
    const auto count = std::stoul(first);
    if (count < client.uids.size()) return "EXISTS shrinks";
    client.uids.resize(count, 0);
  } else if (second == "FETCH") {
    const auto number = std::stoul(first);
    if (number == 0 || number > client.uids.size()) return "FETCH beyond the end";
    const std::size_t at = line.find("UID ");
    if (at != std::string::npos) {
      const auto uid = static_cast<std::uint32_t>(std::stoul(line.substr(at + 4)));
      std::uint32_t& known = client.uids[number - 1];
      if (known != 0 && known != uid) return "sequence number " + first + " changed its UID";
      known = uid;
    }
  }
  return {};
}

base::Co<std::string> command(Client& client, std::string text) {
  client.running = text.substr(0, text.find(' '));
  if (client.running == "UID") client.running = text.substr(0, text.find(' ', 4));
  const std::string tag = "t" + std::to_string(++client.tag);
  const std::string bytes = tag + " " + text + "\r\n";
  (void)co_await client.stream->write(bytes);
  for (;;) {
    const std::size_t lf = client.in.find('\n');
    if (lf == std::string::npos) {
      std::string buffer(8192, '\0');
      const auto got = co_await client.stream->read(buffer.data(), buffer.size());
      if (!got || *got == 0) co_return "connection lost during " + text;
      client.in.append(buffer, 0, *got);
      continue;
    }
    std::string line = client.in.substr(0, lf);
    client.in.erase(0, lf + 1);
    if (line.starts_with("+")) continue;
    if (line.starts_with(tag + " ")) {
      client.last_tagged = line.substr(tag.size() + 1);
      co_return client.last_tagged.starts_with("BAD") ? text + " -> " + line : std::string();
    }
    if (line.starts_with("* ")) {
      std::string wrong = told(client, line);
      if (!wrong.empty()) co_return text + " -> " + line + ": " + wrong;
    }
  }
}

std::string random_set(std::mt19937& random, std::size_t size) {
  std::string out = std::to_string(1 + random() % size);
  if (random() % 2) out += ":" + std::to_string(1 + random() % size);
  if (random() % 3 == 0) out += "," + std::to_string(1 + random() % size);
  return out;
}

std::string random_command(std::mt19937& random, const Client& client) {
  const std::size_t size = client.uids.size();
  const std::string message =
      "From: a@outside.example\r\nSubject: " + std::to_string(random() % 1000) + "\r\n\r\nbody\r\n";
  const std::string append = "APPEND INBOX {" + std::to_string(message.size()) + "+}\r\n" + message;
  if (size < 3) return append;
  const std::string set = random_set(random, size);
  switch (random() % 12) {
    case 0: return append;
    case 1: return "STORE " + set + " +FLAGS (\\Deleted)";
    case 2: return "STORE " + set + " -FLAGS (\\Deleted)";
    case 3: return "STORE " + set + " FLAGS.SILENT (\\Seen k" + std::to_string(random() % 5) + ")";
    case 4: return "EXPUNGE";
    case 5: return "MOVE " + std::to_string(1 + random() % size) + " Archive";
    case 6: return "COPY " + set + " INBOX";
    case 7: return "FETCH " + set + " (UID FLAGS)";
    case 8: return "UID FETCH 1:* (FLAGS)";
    case 9: return "SEARCH UNDELETED";
    case 10: return "UID STORE " + std::to_string(1 + random() % 50) + ":* +FLAGS (\\Flagged)";
    default: return "NOOP";
  }
}

base::Co<void> play(server::imap::ImapService& service, base::Executor& executor, unsigned seed, int steps,
                    std::string& problem, bool& done) {
  std::mt19937 random(seed);
  std::vector<Client> clients(3);
  for (std::size_t i = 0; i < clients.size(); ++i) {
    auto [server, client] = base::make_memory_pipe(64 * 1024, {"127.0.0.1", 40000, true});
    clients[i].stream = std::move(client);
    clients[i].qresync = i == 2;
    base::spawn(executor, service.serve(std::move(server)));
    std::string login = std::string("LOGIN binh@bimson.example ") + tests::kPassword;
    problem = co_await command(clients[i], std::move(login));
    if (clients[i].qresync) problem += co_await command(clients[i], "ENABLE QRESYNC");
    problem += co_await command(clients[i], "SELECT INBOX");
  }
  for (int step = 0; step < steps && problem.empty(); ++step) {
    Client& client = clients[random() % clients.size()];
    std::string text = random_command(random, client);
    problem = co_await command(client, std::move(text));
  }
  // At rest: everyone is told everything, and all maps are the same.
  for (Client& client : clients) {
    if (problem.empty()) problem = co_await command(client, "NOOP");
    if (problem.empty()) problem = co_await command(client, "UID FETCH 1:* (FLAGS)");
    if (problem.empty() && client.uids != clients[0].uids) problem = "the maps differ";
    if (problem.empty() && std::count(client.uids.begin(), client.uids.end(), 0u) > 0) problem = "a UID was never told";
    if (problem.empty() && !std::is_sorted(client.uids.begin(), client.uids.end())) problem = "UIDs do not ascend";
  }
  for (Client& client : clients) client.stream->close();
  done = true;
}

}  // namespace

TEST_CASE("imap/model: three sessions on one mailbox, each sequence map replays") {
  const char* rounds = std::getenv("VANTHU_IMAP_MODEL_STEPS");
  const int steps = rounds ? std::atoi(rounds) : 300;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
      CAPTURE(seed);
      tests::ImapHouse house(std::move(db));
      base::ManualExecutor executor;
      std::string problem;
      bool done = false;
      base::spawn(executor, play(house.service, executor, seed, steps, problem, done));
      executor.run_until([&] { return done && house.service.sessions() == 0; });
      CHECK(problem == "");
    });
  }
}
