// Random changes by one writer, several sessions that look when they like: every session's sequence map must replay,
// and every view must say what a simple model says.
#include <algorithm>
#include <map>
#include <random>

#include "tests/mailstore/verified.h"

using mailstore::FlagChange;
using tests::MailOffice;

namespace {

struct ModelMessage {
  std::uint32_t flags = 0;
  std::vector<std::string> keywords;
  int body = 0;
};
using ModelBox = std::map<std::uint32_t, ModelMessage>;

// A session: the view it last told its client about and the client's own list of UIDs.
struct Session {
  std::size_t box = 0;
  std::shared_ptr<const mailstore::MailboxView> view = std::make_shared<mailstore::MailboxView>();
  std::vector<base::Uid> sequence;
};

class Model {
 public:
  explicit Model(MailOffice& office, unsigned seed) : office_(office), random_(seed) {
    const auto an = office.person("an"), binh = office.person("binh");
    boxes_ = {office.mailbox(an, "INBOX").id, office.mailbox(an, "Archive").id, office.mailbox(binh, "INBOX").id};
    model_.resize(boxes_.size());
    for (std::size_t i = 0; i < 5; ++i) sessions_.push_back({i % boxes_.size()});
  }

  void run(int steps) {
    for (int i = 0; i < steps; ++i) {
      change();
      look(sessions_[pick(sessions_.size())]);
    }
    for (Session& session : sessions_) look(session);
  }

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }
  bool chance(int percent) { return pick(100) < static_cast<std::size_t>(percent); }

  std::vector<base::Uid> some_uids(std::size_t box) {
    std::vector<base::Uid> out;
    for (const auto& [uid, message] : model_[box]) {
      if (chance(30)) out.emplace_back(uid);
    }
    if (chance(20)) out.emplace_back(1000000);  // nobody
    return out;
  }

  void change() {
    switch (pick(6)) {
      case 0:
      case 1: return append();
      case 2: return store();
      case 3: return expunge();
      case 4: return transfer(false);
      default: return transfer(true);
    }
  }

  void append() {
    const std::size_t box = pick(boxes_.size());
    ModelMessage message{chance(50) ? mailstore::flag::kSeen : 0, {}, static_cast<int>(pick(20))};
    if (chance(30)) message.keywords = {"Viec"};
    const auto uid = office_.append(boxes_[box], tests::sample_mail("thu " + std::to_string(message.body)),
                                    message.flags, message.keywords);
    CHECK(model_[box].emplace(uid.value, message).second);
  }

  void store() {
    const std::size_t box = pick(boxes_.size());
    mailstore::StoreFlagsRequest request;
    request.mailbox = boxes_[box];
    request.uids = some_uids(box);
    request.change = static_cast<FlagChange>(pick(3));
    request.flags.system = chance(60) ? mailstore::flag::kDeleted : mailstore::flag::kSeen | mailstore::flag::kFlagged;
    if (chance(30)) request.flags.keywords = {"Gap"};
    office_.run(office_.store->selected().store_flags(request));
    for (const base::Uid uid : request.uids) {
      auto found = model_[box].find(uid.value);
      if (found != model_[box].end()) apply(found->second, request);
    }
  }

  static void apply(ModelMessage& message, const mailstore::StoreFlagsRequest& request) {
    auto& words = message.keywords;
    const auto& given = request.flags.keywords;
    switch (request.change) {
      case FlagChange::add:
        message.flags |= request.flags.system;
        for (const auto& word : given) {
          if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
        }
        break;
      case FlagChange::remove:
        message.flags &= ~request.flags.system;
        for (const auto& word : given) std::erase(words, word);
        break;
      case FlagChange::replace:
        message.flags = request.flags.system;
        words = given;
        break;
    }
    std::sort(words.begin(), words.end());
  }

  void expunge() {
    const std::size_t box = pick(boxes_.size());
    std::optional<std::vector<base::Uid>> only;
    if (chance(50)) only = some_uids(box);
    const auto answer = office_.run(office_.store->selected().expunge(boxes_[box], only));
    std::vector<base::Uid> expected;
    for (const auto& [uid, message] : model_[box]) {
      const bool asked = !only || std::binary_search(only->begin(), only->end(), base::Uid(uid));
      if (asked && (message.flags & mailstore::flag::kDeleted) != 0) expected.emplace_back(uid);
    }
    CHECK(answer.uids == expected);
    for (const base::Uid uid : expected) model_[box].erase(uid.value);
  }

  void transfer(bool moves) {
    const std::size_t from = pick(boxes_.size()), to = pick(boxes_.size());
    const auto uids = some_uids(from);
    const auto answer = office_.run(moves ? office_.store->selected().move(boxes_[from], uids, boxes_[to])
                                          : office_.store->selected().copy(boxes_[from], uids, boxes_[to]));
    std::size_t there = 0;
    for (const base::Uid uid : uids) there += model_[from].contains(uid.value) ? 1 : 0;
    CHECK(answer.uids.size() == there);
    for (const auto& [old_uid, new_uid] : answer.uids) {
      const ModelMessage message = model_[from].at(old_uid.value);
      if (moves) model_[from].erase(old_uid.value);
      CHECK(model_[to].emplace(new_uid.value, message).second);
    }
  }

  void look(Session& session) {
    const auto view = office_.view(boxes_[session.box]);
    const auto difference = mailstore::difference(*session.view, *view);
    for (const std::size_t index : difference.expunged) {
      REQUIRE(index < session.sequence.size());
      session.sequence.erase(session.sequence.begin() + static_cast<std::ptrdiff_t>(index));
    }
    session.sequence.insert(session.sequence.end(), difference.added.begin(), difference.added.end());
    session.view = view;
    const ModelBox& model = model_[session.box];
    REQUIRE(view->size() == model.size());
    REQUIRE(session.sequence.size() == model.size());
    std::size_t index = 0;
    std::int64_t unseen = 0;
    for (const auto& [uid, message] : model) {
      const mailstore::Entry& entry = view->at(index);
      CHECK(entry.uid.value == uid);
      CHECK(session.sequence[index] == entry.uid);
      CHECK(view->find(entry.uid) == index);
      CHECK(entry.system_flags == message.flags);
      CHECK(*office_.store->selected().keywords(entry.keyword_set) == message.keywords);
      unseen += (message.flags & mailstore::flag::kSeen) == 0 ? 1 : 0;
      ++index;
    }
    CHECK(view->info().unseen == unseen);
    if (!model.empty() && chance(20)) {
      const auto& entry = view->at(pick(view->size()));
      CHECK(office_.read(boxes_[session.box], entry) ==
            tests::sample_mail("thu " + std::to_string(model.at(entry.uid.value).body)));
    }
  }

  MailOffice& office_;
  std::mt19937 random_;
  std::vector<base::MailboxId> boxes_;
  std::vector<ModelBox> model_;
  std::vector<Session> sessions_;
};

}  // namespace

TEST_CASE("store/model: random changes, several sessions, every sequence map replays") {
  for (unsigned seed : {1u, 2u, 3u}) {
    tests::with_office([seed](MailOffice& office) {
      CAPTURE(seed);
      Model(office, seed).run(250);
      tests::check_sound(office);
    });
  }
}

TEST_CASE("store/view: large views share what did not change") {
  mailstore::MailboxInfo info;
  std::vector<mailstore::Entry> entries(2000);
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].uid = base::Uid(static_cast<std::uint32_t>(i * 2 + 1));
  const auto before = mailstore::MailboxView::make(info, entries);
  mailstore::Entry fresh;
  fresh.uid = base::Uid(5000);
  mailstore::Entry changed = entries[700];
  changed.modseq = base::ModSeq(9);
  const auto after = before->advance(info, {changed, fresh}, {entries[3].uid, entries[1999].uid});
  CHECK(after->size() == 1999);
  std::size_t shared = 0;
  for (const auto& chunk : after->chunks()) {
    for (const auto& old : before->chunks()) shared += chunk == old ? 1 : 0;
  }
  CHECK(shared >= before->chunks().size() - 3);
  const auto difference = mailstore::difference(*before, *after);
  CHECK(difference.expunged == std::vector<std::size_t>{1999, 3});
  CHECK(difference.added == std::vector<base::Uid>{base::Uid(5000)});
  CHECK(difference.changed == std::vector<base::Uid>{entries[700].uid});
  CHECK(after->find(base::Uid(2)) == mailstore::MailboxView::npos);
  CHECK(after->lower_bound(base::Uid(2)) == 1);
  CHECK(after->lower_bound(base::Uid(6000)) == after->size());
}
