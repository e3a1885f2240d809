// A store with packed copies of its views, and what a start makes of a copy that lies there.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "mailstore/store/owner/store_inside.h"
#include "mailstore/store/selected/view_rows.h"
#include "tests/mailstore/store/random_entries.h"
#include "tests/mailstore/verified.h"

namespace tests {

using ViewPtr = std::shared_ptr<const mailstore::MailboxView>;

// A store that knows nothing yet, as after a start. `views`: where it keeps its copies; "": it keeps none.
inline std::unique_ptr<mailstore::MailStore> started(MailOffice& office, const std::string& views) {
  mailstore::MailStore::Parts parts{*office.db, *office.blobs, office.clock, office.ids, office.files};
  if (!views.empty()) {
    parts.fs = &office.fs;
    parts.view_directory = views;
  }
  auto store = good(mailstore::MailStore::open(std::move(parts)));
  if (!views.empty()) mailstore::StoreInside::of(*store).copies->set_from(1);
  return store;
}

inline mailstore::ViewCopies& copies(mailstore::MailStore& store) { return *mailstore::StoreInside::of(store).copies; }

inline ViewPtr view_of(mailstore::MailStore& store, base::MailboxId box) {
  return good(base::run_blocking(store.selected().view(box)));
}

inline void write_copy(mailstore::MailStore& store, base::MailboxId box) {
  good(copies(store).write(*view_of(store, box)));
}

// Would a start believe the copy that lies there? `most`: rows that one snapshot may read.
inline bool believed(mailstore::MailStore& store, base::MailboxId box, std::size_t most = 1000) {
  const auto copy = copies(store).load(box);
  if (!copy) return false;
  mailstore::StoreCore& core = mailstore::StoreInside::of(store);
  bool out = false;
  good(core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    const auto row = good(mailstore::read_mailbox(snapshot, box));
    std::size_t rows = 0;
    out = row && good(mailstore::view_from_copy(snapshot, core.keywords, *row, *copy, most, rows)) != nullptr;
    return {};
  }));
  return out;
}

inline void check_same(mailstore::MailStore& a, const ViewPtr& left, mailstore::MailStore& b, const ViewPtr& right) {
  REQUIRE(left->size() == right->size());
  CHECK(left->info().highest_modseq == right->info().highest_modseq);
  CHECK(left->info().uid_next == right->info().uid_next);
  CHECK(left->info().uid_validity == right->info().uid_validity);
  CHECK(left->info().path == right->info().path);
  CHECK(left->info().unseen == right->info().unseen);
  std::size_t different = 0;
  for (std::size_t i = 0; i < left->size(); ++i) {
    mailstore::Entry x = left->at(i);
    const mailstore::Entry y = right->at(i);
    different += *a.selected().keywords(x.keyword_set) == *b.selected().keywords(y.keyword_set) ? 0 : 1;
    x.keyword_set = y.keyword_set;
    different += same(x, y) ? 0 : 1;
  }
  CHECK(different == 0);
}

// What a start with the copies gives is what the rows give.
inline void check_like_rows(MailOffice& office, const std::string& views, base::MailboxId box) {
  const auto with = started(office, views), without = started(office, "");
  check_same(*with, view_of(*with, box), *without, view_of(*without, box));
}

inline std::string file_of(const std::string& views) {
  std::string found;
  for (const auto& entry : std::filesystem::directory_iterator(views)) found = entry.path().string();
  return found;
}

inline std::string read_all(const std::string& path) {
  auto files = base::make_file_system();
  return good(base::read_file(*files, path, 1 << 24));
}

inline void write_all(const std::string& path, const std::string& bytes) {
  std::filesystem::remove(path);
  auto files = base::make_file_system();
  good(good(files->open(path, base::OpenMode::create_new))->pwrite(bytes, 0));
}

inline base::MailboxId filled_inbox(MailOffice& office, int messages) {
  const base::MailboxId box = office.mailbox(office.person("an"), "INBOX").id;
  for (int i = 0; i < messages; ++i) {
    office.append(box, sample_mail("thư " + std::to_string(i)), i % 3 == 0 ? mailstore::flag::kSeen : 0,
                  i % 4 == 0 ? std::vector<std::string>{"Viec", "$Forwarded"} : std::vector<std::string>{});
  }
  return box;
}

inline void set_flags(MailOffice& office, mailstore::MailStore& store, base::MailboxId box, std::vector<base::Uid> uids,
                      std::uint32_t system, std::vector<std::string> keywords = {}) {
  mailstore::StoreFlagsRequest request;
  request.mailbox = box;
  request.uids = std::move(uids);
  request.flags = {system, std::move(keywords)};
  office.run(store.selected().store_flags(std::move(request)));
}

inline void run_sql(MailOffice& office, std::string_view statement, const std::vector<base::SqlParam>& params) {
  good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    good(tx.execute(statement, params));
    return {};
  }));
}

}  // namespace tests
