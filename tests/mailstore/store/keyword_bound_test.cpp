// How many different combinations of keywords the messages of one mailbox may have.
#include "mailstore/store/keyword_bound.h"

#include "mailstore/store/owner/store_inside.h"
#include "tests/mailstore/mail_office.h"

using base::Uid;
using tests::MailOffice;

namespace {

constexpr std::size_t kMessages = 12'000;

// A view of messages with `sets` different combinations, which come in turns.
std::shared_ptr<const mailstore::MailboxView> view_with(mailstore::MailboxInfo info, std::size_t sets) {
  std::vector<mailstore::Entry> entries(kMessages);
  for (std::size_t i = 0; i < kMessages; ++i) {
    entries[i].uid = Uid(static_cast<std::uint32_t>(i + 1));
    entries[i].keyword_set = static_cast<std::uint32_t>(i % (sets + 1));  // 0: none
  }
  info.highest_modseq = base::ModSeq(info.highest_modseq.value + 1000);
  return mailstore::MailboxView::make(std::move(info), std::move(entries));
}

base::ErrorCode code_of(const auto& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

}  // namespace

TEST_CASE("store/keyword_bound: a view counts its combinations, each once") {
  for (const std::size_t sets : {std::size_t{0}, std::size_t{1}, std::size_t{700}, std::size_t{9'999}}) {
    CAPTURE(sets);
    const auto view = view_with({}, sets);
    const auto known = view->keyword_sets();
    REQUIRE(known.size() == sets);
    for (std::size_t i = 0; i < sets; ++i) REQUIRE(known[i] == i + 1);
    if (sets > 0) CHECK(view->has_keyword_sets(sets));
    CHECK_FALSE(view->has_keyword_sets(sets + 1));
  }
}

TEST_CASE("store/keyword_bound: STORE, COPY and APPEND of keywords are refused beyond it, everything else goes on") {
  tests::with_office([](MailOffice& office) {
    const auto an = office.person("an");
    const auto inbox = office.mailbox(an, "INBOX"), other = office.mailbox(an, "Archive");
    mailstore::SelectedMail& mail = office.store->selected();
    const Uid plain = office.append(inbox.id, "Subject: x\r\n\r\nx\r\n");
    const Uid marked = office.append(other.id, "Subject: y\r\n\r\ny\r\n", 0, {"nhan"});
    const Uid bare = office.append(other.id, "Subject: z\r\n\r\nz\r\n");
    (void)office.view(other.id);
    const auto full = office.view(inbox.id);
    auto& views = mailstore::StoreInside::of(*office.store).views;
    views.put(inbox.id, view_with(full->info(), mailstore::kMaxKeywordSets), office.clock.steady());
    const auto store = [&](mailstore::FlagChange change, mailstore::Flags flags) {
      return base::run_blocking(mail.store_flags({inbox.id, {plain}, change, std::move(flags), std::nullopt}));
    };
    const auto append = [&](std::vector<std::string> keywords) {
      std::vector<mailstore::AppendMessage> list(1);
      list[0].bytes = "Subject: w\r\n\r\nw\r\n";
      list[0].flags.keywords = std::move(keywords);
      return base::run_blocking(office.door->append(inbox.id, std::move(list)));
    };
    CHECK(code_of(store(mailstore::FlagChange::add, {0, {"moi"}})) == base::ErrorCode::limit);
    CHECK(code_of(store(mailstore::FlagChange::replace, {0, {"moi"}})) == base::ErrorCode::limit);
    CHECK(code_of(append({"moi"})) == base::ErrorCode::limit);
    CHECK(code_of(base::run_blocking(mail.copy(other.id, {marked}, inbox.id))) == base::ErrorCode::limit);
    CHECK(store(mailstore::FlagChange::remove, {0, {"moi"}}));
    CHECK(store(mailstore::FlagChange::add, {mailstore::flag::kSeen, {}}));
    CHECK(append({}));
    CHECK(base::run_blocking(mail.copy(other.id, {bare}, inbox.id)));
    CHECK(base::run_blocking(mail.copy(inbox.id, {plain}, inbox.id)));
    // One fewer is not too many.
    views.drop(inbox.id);
    (void)office.view(inbox.id);
    views.put(inbox.id, view_with(office.view(inbox.id)->info(), mailstore::kMaxKeywordSets - 1),
              office.clock.steady());
    CHECK(append({"moi"}));
    CHECK(base::run_blocking(mail.copy(other.id, {marked}, inbox.id)));
  });
}
