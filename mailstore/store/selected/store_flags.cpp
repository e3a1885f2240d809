// STORE: flags and keywords, chunk by chunk; UNCHANGEDSINCE as in RFC 7162 §3.1.3.
#include <algorithm>

#include "base/text/case.h"
#include "mailstore/store/email_rows.h"
#include "mailstore/store/selected/message_units.h"
#include "mailstore/store/selected/selected_mail.h"

namespace mailstore {
namespace {

constexpr std::uint32_t kSettable = flag::kSeen | flag::kAnswered | flag::kFlagged | flag::kDeleted | flag::kDraft;

// The flags a row gets by one request.
struct NewFlags {
  std::uint32_t system = 0;  // kDeleted included
  std::string keywords;
};

std::string changed_keywords(const std::string& stored, FlagChange change, const std::vector<std::string>& given) {
  if (change == FlagChange::replace) return join_keywords(given);
  if (given.empty()) return stored;
  std::vector<std::string> now = split_keywords(stored);
  if (change == FlagChange::add) {
    // The older spelling wins: join_keywords keeps the first of equals.
    now.insert(now.end(), given.begin(), given.end());
  } else {
    std::erase_if(now, [&](const std::string& keyword) {
      return std::any_of(given.begin(), given.end(),
                         [&](const std::string& other) { return base::equals_ignoring_case(keyword, other); });
    });
  }
  return join_keywords(std::move(now));
}

NewFlags flags_after(const MessageRow& row, FlagChange change, std::uint32_t system,
                     const std::vector<std::string>& keywords) {
  NewFlags out;
  const std::uint32_t before = row.email.flags | (row.deleted ? flag::kDeleted : 0);
  switch (change) {
    case FlagChange::add: out.system = before | system; break;
    case FlagChange::remove: out.system = before & ~system; break;
    case FlagChange::replace: out.system = system; break;
  }
  out.keywords = changed_keywords(row.email.keywords, change, keywords);
  return out;
}

class StoreUnit {
 public:
  StoreUnit(base::SqlTransaction& tx, StoreCore& core, const StoreFlagsRequest& request)
      : tx_(tx), core_(core), request_(request) {}

  base::Result<StoreFlagsAnswer> run(std::span<const base::Uid> uids) {
    auto account = AccountChange::owner(tx_, request_.mailbox);
    if (!account) return account.error();
    auto change = AccountChange::begin(tx_, core_, *account);
    if (!change) return change.error();
    auto mailbox = change->mailbox(request_.mailbox);
    if (!mailbox) return mailbox.error();
    auto spelled = spell_keywords(tx_, *account, request_.flags.keywords);
    if (!spelled) return spelled.error();
    auto rows = read_messages(tx_, **mailbox, uids);
    if (!rows) return rows.error();
    StoreFlagsAnswer answer;
    for (const MessageRow& row : *rows) {
      if (request_.unchanged_since && row.modseq > *request_.unchanged_since) {
        answer.modified.push_back(row.uid);
        continue;
      }
      const NewFlags flags = flags_after(row, request_.change, request_.flags.system & kSettable, *spelled);
      auto written = write(*change, **mailbox, row, flags);
      if (!written) return written.error();
      if (*written) answer.changed.push_back(row.uid);
    }
    if (!answer.changed.empty()) answer.modseq = change->modseq();
    auto finished = change->finish();
    if (!finished) return finished.error();
    return answer;
  }

 private:
  // False when the row has these flags already.
  base::Result<bool> write(AccountChange& change, MailboxRow& mailbox, const MessageRow& row, const NewFlags& flags) {
    const bool deleted = (flags.system & flag::kDeleted) != 0;
    const std::uint32_t system = flags.system & ~flag::kDeleted;
    if (deleted == row.deleted && system == row.email.flags && flags.keywords == row.email.keywords) return false;
    const base::ModSeq modseq = change.modseq();
    auto done = tx_.execute("UPDATE email SET flags = ?, keywords = ?, modseq = ? WHERE account = ? AND id = ?",
                            {system, flags.keywords, modseq.value, change.account().value, row.email.id.value});
    if (!done) return done.error();
    done = tx_.execute("UPDATE mailbox_email SET deleted = ?, modseq = ? WHERE mailbox = ? AND uid = ?",
                       {deleted, modseq.value, mailbox.info.id.value, row.uid.value});
    if (!done) return done.error();
    const auto unseen = [](std::uint32_t bits) { return (bits & flag::kSeen) == 0 ? 1 : 0; };
    mailbox.info.unseen += unseen(system) - unseen(row.email.flags);
    mailbox.info.deleted += (deleted ? 1 : 0) - (row.deleted ? 1 : 0);
    change.touch(mailbox);
    return true;
  }

  base::SqlTransaction& tx_;
  StoreCore& core_;
  const StoreFlagsRequest& request_;
};

}  // namespace

base::Co<base::Result<StoreFlagsAnswer>> SelectedMail::store_flags(StoreFlagsRequest request) {
  StoreFlagsAnswer answer;
  for (std::size_t at = 0; at < request.uids.size(); at += kUnitMessages) {
    const std::span<const base::Uid> share(request.uids.data() + at, std::min(kUnitMessages, request.uids.size() - at));
    auto unit = [this, share, &request](base::SqlTransaction& tx) -> base::Result<StoreFlagsAnswer> {
      return StoreUnit(tx, core_, request).run(share);
    };
    auto part = co_await core_.db.write(unit);
    if (!part) co_return part.error();
    answer.changed.insert(answer.changed.end(), part->changed.begin(), part->changed.end());
    answer.modified.insert(answer.modified.end(), part->modified.begin(), part->modified.end());
    answer.modseq = std::max(answer.modseq, part->modseq);
  }
  co_return answer;
}

}  // namespace mailstore
