// Many sessions of one account, on two loops, do random things to three mailboxes at the same time; they come and go,
// watch by IDLE, resynchronise by QRESYNC. Each keeps the picture the server gives it (picture.h) and believes its own
// silent STOREs. When all rest, every picture after one NOOP is the mailbox itself, flags and all; no message was
// \Recent in two sessions; no keyword came unannounced. Seeds decide what each session does; how they interleave the
// machine decides. VANTHU_IMAP_MODEL_SEED, VANTHU_IMAP_MODEL_STEPS.
#include <doctest/doctest.h>

#include <atomic>
#include <mutex>
#include <random>
#include <thread>

#include "tests/server/imap/imap_house.h"
#include "tests/server/imap/picture.h"

namespace {

using tests::Picture;
const std::vector<std::string> kBoxes = {"INBOX", "Kho", "Viec"};
constexpr int kClients = 8, kLoops = 2;

enum class Style { plain, condstore, qresync };

// What all of them together have seen.
struct Seen {
  std::mutex mutex;
  std::map<std::pair<std::string, std::uint32_t>, std::string> recent;  // mailbox and UID → the selection that has it
  std::string problem;

  void fail(const std::string& what) {
    std::lock_guard lock(mutex);
    if (problem.empty()) problem = what;
  }
  bool failed() {
    std::lock_guard lock(mutex);
    return !problem.empty();
  }
  void is_recent(const std::string& box, std::uint32_t uid, const std::string& selection) {
    std::lock_guard lock(mutex);
    const auto [row, fresh] = recent.try_emplace({box, uid}, selection);
    if (!fresh && row->second != selection && problem.empty()) {
      problem = "UID " + std::to_string(uid) + " of " + box + " is \\Recent in " + row->second + " and in " + selection;
    }
  }
};

class Client {
 public:
  Client(int number, unsigned seed, Seen& seen)
      : number_(number),
        style_(static_cast<Style>(number % 3)),
        random_(seed * 1000 + static_cast<unsigned>(number)),
        seen_(seen) {}

  std::unique_ptr<base::Stream> stream;
  Picture picture;

  base::Co<void> sign_in() {
    std::string login = std::string("LOGIN binh@bimson.example ") + tests::kPassword;
    co_await command(std::move(login));
    picture = {};
    kept_.clear();
    if (style_ == Style::condstore) co_await command("ENABLE CONDSTORE");
    if (style_ == Style::qresync) co_await command("ENABLE QRESYNC");
    co_await select(kBoxes[random_() % kBoxes.size()], false);
  }

  base::Co<void> play(int steps, bool& done) {
    for (int step = 0; step < steps && !seen_.failed(); ++step) {
      co_await one_step();
      co_await learn();
    }
    done = true;
  }

  base::Co<void> rest(bool& done) {
    co_await command("NOOP");
    co_await learn();
    done = true;
  }

  std::string name() const { return "client " + std::to_string(number_); }

 private:
  std::uint32_t any(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }

  base::Co<void> send(std::string bytes) { (void)co_await stream->write(bytes); }

  // The next answer, without its literals and line ends; "" when the connection is lost.
  base::Co<std::string> line() {
    std::string out;
    for (;;) {
      std::string part = co_await until_lf();
      if (part.empty()) co_return part;
      while (!part.empty() && (part.back() == '\n' || part.back() == '\r')) part.pop_back();
      out += part;
      const std::size_t brace = out.ends_with('}') ? out.rfind('{') : std::string::npos;
      if (brace == std::string::npos) co_return out;
      const auto octets = std::stoul(out.substr(brace + 1));
      out.resize(brace);
      bool more = true;
      while (more && in_.size() < octets) more = co_await receive();
      if (!more) co_return std::string();
      in_.erase(0, octets);
    }
  }
  base::Co<std::string> until_lf() {
    bool more = true;
    while (more && in_.find('\n') == std::string::npos) more = co_await receive();
    if (!more) co_return std::string();
    const std::size_t end = in_.find('\n') + 1;
    std::string out = in_.substr(0, end);
    in_.erase(0, end);
    co_return out;
  }
  base::Co<bool> receive() {
    std::string buffer(8192, '\0');
    const auto got = co_await stream->read(buffer.data(), buffer.size());
    if (!got || *got == 0) co_return false;
    in_.append(buffer, 0, *got);
    co_return true;
  }

  void take(const std::string& text, const std::string& running, const std::string& answer) {
    const std::string wrong = picture.apply(answer, running);
    if (!wrong.empty()) seen_.fail(name() + ": " + text + " -> " + answer + ": " + wrong);
    for (const std::uint32_t uid : picture.recent) {
      if (!picture.read_only) seen_.is_recent(picture.box, uid, name() + " selection " + std::to_string(selections_));
    }
    picture.recent.clear();
  }

  // Sends it and takes every answer up to the tagged one, which it gives.
  base::Co<std::string> command(std::string text) {
    std::string running = text.substr(0, text.find(' '));
    if (running == "UID") running = text.substr(0, text.find(' ', 4));
    picture.earlier.clear();
    picture.fetched.clear();
    const std::string tag = "t" + std::to_string(++tags_);
    co_await send(tag + " " + text + "\r\n");
    for (;;) {
      const std::string answer = co_await line();
      if (answer.empty()) {
        seen_.fail(name() + ": connection lost during " + text);
        co_return std::string();
      }
      if (answer.starts_with(tag + " ")) {
        if (answer.starts_with(tag + " BAD")) seen_.fail(name() + ": " + text + " -> " + answer);
        if (const std::size_t at = answer.find("[HIGHESTMODSEQ "); at != std::string::npos)
          picture.highest = std::stoll(answer.substr(at + 15));
        co_return answer;
      }
      take(text, running, answer);
    }
  }

  // Nothing stays unknown: who the new messages are and which flags they have.
  base::Co<void> learn() {
    for (int tries = 0; !picture.box.empty() && !seen_.failed() && tries < 100; ++tries) {
      const auto unknown = std::find_if(picture.uids.begin(), picture.uids.end(),
                                        [this](std::uint32_t uid) { return uid == 0 || !picture.flags.contains(uid); });
      if (unknown == picture.uids.end()) co_return;
      const auto from = unknown - picture.uids.begin() + 1;
      co_await command("FETCH " + std::to_string(from) + ":" + std::to_string(picture.uids.size()) + " (UID FLAGS)");
    }
  }

  base::Co<void> select(std::string box, bool examine) {
    if (!picture.box.empty() && picture.all_known()) kept_[picture.box] = picture;
    const bool known = style_ == Style::qresync && kept_.contains(box) && kept_[box].highest > 0;
    const Picture before = known ? kept_[box] : Picture();
    picture = {};
    picture.box = box;
    picture.read_only = examine;
    picture.qresync = style_ == Style::qresync;
    ++selections_;
    std::string text = (examine ? "EXAMINE " : "SELECT ") + box;
    if (known) text += " (QRESYNC (" + std::to_string(before.validity) + " " + std::to_string(before.highest) + "))";
    const std::string answer = co_await command(std::move(text));
    if (answer.find(" OK ") == std::string::npos) seen_.fail(name() + ": " + answer);
    if (known) resynchronise(before);
    co_await learn();
  }

  // VANISHED and FETCH alone lead from the picture before to this one.
  void resynchronise(const Picture& before) {
    std::set<std::uint32_t> there(before.uids.begin(), before.uids.end());
    for (const std::uint32_t uid : picture.earlier) there.erase(uid);
    there.insert(picture.fetched.begin(), picture.fetched.end());
    if (there.size() != picture.uids.size()) {
      return seen_.fail(name() + ": QRESYNC of " + picture.box + " leads to " + std::to_string(there.size()) +
                        " messages, " + std::to_string(picture.uids.size()) + " are there");
    }
    picture.uids.assign(there.begin(), there.end());
    for (const auto& [uid, flags] : before.flags) {
      if (there.contains(uid) && !picture.flags.contains(uid)) picture.flags[uid] = flags;
    }
  }

  // Some UIDs of the picture, as a set; empty when there are none.
  std::vector<std::uint32_t> some() {
    std::vector<std::uint32_t> out;
    for (std::uint32_t count = 1 + any(4); count > 0 && !picture.uids.empty(); --count)
      out.push_back(picture.uids[any(static_cast<std::uint32_t>(picture.uids.size()))]);
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }
  std::string named(const std::string& verb, const std::vector<std::uint32_t>& uids, const std::string& rest) {
    std::string set;
    const bool by_uid = random_() % 2;
    for (const std::uint32_t uid : uids) {
      const auto number = std::find(picture.uids.begin(), picture.uids.end(), uid) - picture.uids.begin() + 1;
      set += (set.empty() ? "" : ",") + (by_uid ? std::to_string(uid) : std::to_string(number));
    }
    return (by_uid ? "UID " : "") + verb + " " + set + " " + rest;
  }

  base::Co<void> store(std::vector<std::uint32_t> uids) {
    const std::vector<std::string> all = {
        "\\Seen", "\\Flagged", "\\Answered", "\\Deleted", "k1", "K2", "w" + std::to_string(any(40))};
    Picture::FlagSet given;
    std::string list;
    for (std::uint32_t count = any(3) + 1; count > 0; --count) {
      std::string flag = all[any(static_cast<std::uint32_t>(all.size()))];
      list += (list.empty() ? "" : " ") + flag;
      std::transform(flag.begin(), flag.end(), flag.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      given.insert(flag);
    }
    const std::string sign = std::vector<std::string>{"+", "+", "-", ""}[any(4)];
    const bool silent = random_() % 2, conditional = style_ != Style::plain && random_() % 4 == 0;
    const std::string rest = std::string(conditional ? "(UNCHANGEDSINCE 1) " : "") + sign + "FLAGS" +
                             (silent ? ".SILENT" : "") + " (" + list + ")";
    if (silent && !conditional) {
      for (const std::uint32_t uid : uids) believe(picture.flags[uid], sign, given);
    }
    std::string text = named("STORE", uids, rest);
    co_await command(std::move(text));
  }
  static void believe(Picture::FlagSet& flags, const std::string& sign, const Picture::FlagSet& given) {
    if (sign.empty()) flags.clear();
    for (const std::string& flag : given) {
      if (sign == "-") flags.erase(flag);
      else flags.insert(flag);
    }
  }

  base::Co<void> idle() {
    const std::string tag = "t" + std::to_string(++tags_);
    co_await send(tag + " IDLE\r\n");
    bool ended = false;
    for (std::string answer = co_await line(); !answer.empty() && !answer.starts_with(tag + " ");
         answer = co_await line()) {
      if (!answer.starts_with("+")) {
        take("IDLE", "IDLE", answer);
        continue;
      }
      co_await base::sleep_for(std::chrono::milliseconds(random_() % 20));
      co_await send("DONE\r\n");
      ended = true;
    }
    if (!ended) seen_.fail(name() + ": IDLE did not begin");
  }

  base::Co<void> one_step() {
    const std::string message =
        "From: a@outside.example\r\nSubject: " + std::to_string(random_() % 1000) + "\r\n\r\nbody\r\n";
    const std::string box = kBoxes[any(3)];
    const std::vector<std::uint32_t> uids = some();
    std::uint32_t act = any(20);
    if (uids.empty() && act < 12) act = 12;
    if (picture.read_only && act < 8) act = 19;
    std::string text;
    switch (act) {
      case 0:
      case 1:
      case 2:
      case 3:
      case 4: co_return co_await store(uids);
      case 5: text = named("MOVE", uids, box); break;
      case 6: text = random_() % 2 ? "EXPUNGE" : "UID EXPUNGE " + std::to_string(uids.front()) + ":*"; break;
      case 7: text = named("FETCH", uids, "(UID FLAGS BODY[TEXT])"); break;  // sets \Seen
      case 8: text = named("COPY", uids, box); break;
      case 9: text = named("FETCH", uids, "(UID FLAGS)"); break;
      case 10: text = named("FETCH", uids, "BODY.PEEK[HEADER.FIELDS (Subject)]"); break;
      case 11: text = "SEARCH SEEN"; break;
      case 12:
      case 13:
      case 14:
        text = "APPEND " + box + (random_() % 2 ? " (\\Flagged k1)" : "") + " {" + std::to_string(message.size()) +
               "+}\r\n" + message;
        break;
      case 15: co_return co_await idle();
      case 16: co_return co_await select(box, random_() % 4 == 0);
      case 17: co_return co_await leave(box);
      case 18:
        text = style_ == Style::qresync ? "UID FETCH 1:* (FLAGS) (CHANGEDSINCE " +
                                              std::to_string(std::max<std::int64_t>(picture.highest, 1)) + " VANISHED)"
                                        : "CHECK";
        break;
      default: text = "NOOP";
    }
    co_await command(std::move(text));
  }

  base::Co<void> leave(std::string next) {
    const bool closes = random_() % 3 == 0;
    if (picture.all_known() && !closes) kept_[picture.box] = picture;
    else kept_.erase(picture.box);  // CLOSE expunges without a word
    co_await command(closes ? "CLOSE" : "UNSELECT");
    picture.box.clear();
    co_await select(std::move(next), false);
  }

  const int number_;
  const Style style_;
  std::mt19937 random_;
  Seen& seen_;
  std::string in_;
  std::map<std::string, Picture> kept_;  // as left, for QRESYNC
  int tags_ = 0, selections_ = 0;
};

// The clients with the loop each lives on.
class Crowd {
 public:
  Crowd(server::imap::ImapService& service, unsigned seed) : service_(service) {
    for (int i = 0; i < kClients; ++i) clients_.push_back(std::make_unique<Client>(i, seed, seen));
  }

  // Runs what `start` makes for every client, all at the same time, until every `done` is set.
  template <class Start>
  void all(const Start& start) {
    std::vector<std::thread> threads;
    for (int loop = 0; loop < kLoops; ++loop) {
      threads.emplace_back([this, loop, &start] {
        std::vector<std::unique_ptr<bool>> done;
        for (int i = loop; i < kClients; i += kLoops) {
          done.push_back(std::make_unique<bool>(false));
          base::spawn(loops_[loop], start(*clients_[static_cast<std::size_t>(i)], loops_[loop], *done.back()));
        }
        loops_[loop].run_until(
            [&] { return std::all_of(done.begin(), done.end(), [](const auto& one) { return *one; }); });
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  static base::Co<void> connect(Client& client, base::Executor& loop, server::imap::ImapService& service, bool& done) {
    auto [server, end] = base::make_memory_pipe(64 * 1024, {"127.0.0.1", 40000, true});
    client.stream = std::move(end);
    client.stream->set_read_timeout(std::chrono::seconds(60));
    base::spawn(loop, service.serve(std::move(server)));
    co_await client.sign_in();
    done = true;
  }

  void open() {
    all([this](Client& client, base::Executor& loop, bool& done) { return connect(client, loop, service_, done); });
  }
  void close() {
    for (auto& client : clients_) client->stream->close();
    while (service_.sessions() > 0) {
      for (base::ManualExecutor& loop : loops_) {
        bool over = false;
        base::spawn(loop, a_moment(over));
        loop.run_until([&over] { return over; });
      }
    }
  }

  // Every picture is the mailbox.
  void compare(tests::ImapHouse& house) {
    for (const auto& client : clients_) {
      if (seen.failed()) return;
      const Picture& picture = client->picture;
      const auto info = tests::must(base::run_blocking(house.store->mailboxes().find(house.binh, picture.box)));
      const auto view = tests::must(base::run_blocking(house.store->selected().view(info.id)));
      std::vector<std::uint32_t> uids;
      for (std::size_t i = 0; i < view->size(); ++i) uids.push_back(view->at(i).uid.value);
      if (uids != picture.uids) return seen.fail(client->name() + " knows other messages than " + picture.box + " has");
      for (std::size_t i = 0; i < view->size(); ++i) {
        const Picture::FlagSet truly = flags_of(house.store->selected(), view->at(i)),
                               &known = picture.flags.at(uids[i]);
        if (truly != known) {
          return seen.fail(client->name() + " believes (" + joined(known) + ") of UID " + std::to_string(uids[i]) +
                           " in " + picture.box + ", truly (" + joined(truly) + ")");
        }
      }
    }
  }

  Seen seen;

 private:
  static base::Co<void> a_moment(bool& over) {
    co_await base::sleep_for(std::chrono::milliseconds(2));
    over = true;
  }
  static Picture::FlagSet flags_of(const mailstore::SelectedMail& mail, const mailstore::Entry& entry) {
    namespace flag = mailstore::flag;
    Picture::FlagSet out;
    for (const auto& [bit, name] : {std::pair{flag::kSeen, "\\seen"}, std::pair{flag::kAnswered, "\\answered"},
                                    std::pair{flag::kFlagged, "\\flagged"}, std::pair{flag::kDeleted, "\\deleted"},
                                    std::pair{flag::kDraft, "\\draft"}}) {
      if (entry.system_flags & bit) out.insert(name);
    }
    const auto keywords = mail.keywords(entry.keyword_set);
    for (std::string keyword : *keywords) {
      std::transform(keyword.begin(), keyword.end(), keyword.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      out.insert(keyword);
    }
    return out;
  }
  static std::string joined(const Picture::FlagSet& flags) {
    std::string out;
    for (const std::string& flag : flags) out += (out.empty() ? "" : " ") + flag;
    return out;
  }

  server::imap::ImapService& service_;
  base::ManualExecutor loops_[kLoops];
  std::vector<std::unique_ptr<Client>> clients_;
};

unsigned number_of(const char* variable, unsigned fallback) {
  const char* text = std::getenv(variable);
  return text ? static_cast<unsigned>(std::atoi(text)) : fallback;
}

}  // namespace

TEST_CASE("imap/many sessions: at rest every session's picture is the mailbox") {
  const int steps = static_cast<int>(number_of("VANTHU_IMAP_MODEL_STEPS", 25));
  const unsigned first = number_of("VANTHU_IMAP_MODEL_SEED", 1);
  for (unsigned seed = first; seed < first + 2; ++seed) {
    tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
      CAPTURE(seed);
      tests::ImapHouse house(std::move(db));
      for (const char* box : {"Kho", "Viec"})
        (void)tests::must(
            base::run_blocking(house.store->mailboxes().create(house.binh, box, mailstore::SpecialUse::none)));
      Crowd crowd(house.service, seed);
      crowd.open();
      for (int round = 0; round < 6 && !crowd.seen.failed(); ++round) {
        crowd.all([steps](Client& client, base::Executor&, bool& done) { return client.play(steps, done); });
        crowd.all([](Client& client, base::Executor&, bool& done) { return client.rest(done); });
        crowd.compare(house);
      }
      crowd.close();
      CHECK(crowd.seen.problem == "");
    });
  }
}
