// STORE: flags and keywords, unit by unit; UNCHANGEDSINCE as in RFC 7162 §3.1.3.
#include <algorithm>

#include "base/log.h"
#include "base/text/case.h"
#include "mailstore/store/account_change.h"
#include "mailstore/store/flag_rows.h"
#include "mailstore/store/keyword_bound.h"
#include "mailstore/store/keyword_table.h"
#include "mailstore/store/selected/message_units.h"
#include "mailstore/store/selected/selected_mail.h"

namespace mailstore {
namespace {

constexpr std::uint32_t kSettable = flag::kSeen | flag::kAnswered | flag::kFlagged | flag::kDeleted | flag::kDraft;

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

// The row with the flags that the request gives it; false when it has these already.
bool change_flags(FlagRow& row, FlagChange change, std::uint32_t system, const std::vector<std::string>& keywords) {
  std::uint32_t now = row.was.system;
  switch (change) {
    case FlagChange::add: now |= system; break;
    case FlagChange::remove: now &= ~system; break;
    case FlagChange::replace: now = system; break;
  }
  row.now = {now, changed_keywords(row.was.keywords, change, keywords)};
  return row.now != row.was;
}

// What one unit did; the next view comes from it without asking the rows again.
struct UnitResult {
  StoreFlagsAnswer answer;
  base::ModSeq before;        // the mailbox's highest modseq when the unit began
  MailboxInfo after;          // the mailbox now
  std::vector<FlagRow> rows;  // changed
};

class StoreUnit {
 public:
  // by_view: the rows are taken from the view when it is of the very modseq that the mailbox has here.
  StoreUnit(base::SqlTransaction& tx, StoreCore& core, const StoreFlagsRequest& request, bool by_view)
      : tx_(tx), core_(core), request_(request), by_view_(by_view) {}

  base::Result<UnitResult> run(std::span<const base::Uid> uids) {
    auto account = AccountChange::owner(tx_, request_.mailbox);
    if (!account) return account.error();
    auto change = AccountChange::begin(tx_, core_, *account);
    if (!change) return change.error();
    auto mailbox = change->mailbox(request_.mailbox);
    if (!mailbox) return mailbox.error();
    auto spelled = spell_keywords(tx_, *account, request_.flags.keywords);
    if (!spelled) return spelled.error();
    auto rows = find_rows((*mailbox)->info, uids);
    if (!rows) return rows.error();
    UnitResult out;
    out.before = (*mailbox)->info.highest_modseq;
    find_gone(uids, *rows, out.answer);
    MailboxInfo& info = (*mailbox)->info;
    for (FlagRow& row : *rows) {
      if (request_.unchanged_since && row.modseq > *request_.unchanged_since) {
        out.answer.modified.push_back(row.uid);
        continue;
      }
      if (!change_flags(row, request_.change, request_.flags.system & kSettable, *spelled)) continue;
      info.unseen += clear(row.now, flag::kSeen) - clear(row.was, flag::kSeen);
      info.deleted += clear(row.was, flag::kDeleted) - clear(row.now, flag::kDeleted);
      out.answer.changed.push_back(row.uid);
      out.rows.push_back(std::move(row));
    }
    if (!out.rows.empty()) {
      out.answer.modseq = change->modseq();
      auto written = write_flag_rows(tx_, info, out.answer.modseq, out.rows);
      if (!written) return written.error();
      change->touch(**mailbox);
    }
    auto finished = change->finish();
    if (!finished) return finished.error();
    out.after = info;
    return out;
  }

 private:
  static int clear(const RowFlags& flags, std::uint32_t bit) { return (flags.system & bit) == 0 ? 1 : 0; }

  base::Result<std::vector<FlagRow>> find_rows(const MailboxInfo& info, std::span<const base::Uid> uids) {
    if (by_view_) {
      if (const auto view = core_.views.find_at(info.id, info.highest_modseq))
        return flag_rows_of(*view, core_.keywords, uids);
    }
    return read_flag_rows(tx_, info, uids);
  }

  static void find_gone(std::span<const base::Uid> uids, const std::vector<FlagRow>& rows, StoreFlagsAnswer& answer) {
    auto row = rows.begin();
    for (const base::Uid uid : uids) {
      while (row != rows.end() && row->uid < uid) ++row;
      if (row == rows.end() || row->uid != uid) answer.gone.push_back(uid);
    }
  }

  base::SqlTransaction& tx_;
  StoreCore& core_;
  const StoreFlagsRequest& request_;
  const bool by_view_;
};

// The unit's own rows move the view forward, when it was of the very moment before: nobody else came between.
void advance_view(StoreCore& core, base::MailboxId mailbox, const UnitResult& unit, ViewCache::Time now) {
  const auto view = core.views.find_at(mailbox, unit.before);
  if (!view) return;
  const KeywordTable::Making making(core.keywords);
  std::vector<Entry> changed;
  changed.reserve(unit.rows.size());
  for (const FlagRow& row : unit.rows) {
    const std::size_t index = view->find(row.uid);
    if (index == MailboxView::npos) return;
    Entry entry = view->at(index);
    if (entry.email != row.email) return;
    entry.system_flags = row.now.system;
    if (row.now.keywords != row.was.keywords) entry.keyword_set = core.keywords.intern(row.now.keywords);
    entry.modseq = unit.answer.modseq;
    changed.push_back(entry);
  }
  auto next = view->advance(unit.after, std::move(changed), {});
  if (core.copies) core.copies->note(next, unit.rows.size(), now);
  core.views.put(mailbox, std::move(next), now);
}

}  // namespace

base::Co<base::Result<StoreFlagsAnswer>> SelectedMail::store_flags(StoreFlagsRequest request) {
  StoreFlagsAnswer answer;
  if (!request.flags.keywords.empty() && request.change != FlagChange::remove) {
    const auto may = may_bring_keywords(core_, request.mailbox);
    if (!may) co_return may.error();
  }
  bool by_view = true;
  for (std::size_t at = 0; at < request.uids.size(); at += kFlagUnitMessages) {
    const std::span<const base::Uid> share(request.uids.data() + at,
                                           std::min(kFlagUnitMessages, request.uids.size() - at));
    auto unit = [this, share, &request, by_view](base::SqlTransaction& tx) -> base::Result<UnitResult> {
      return StoreUnit(tx, core_, request, by_view).run(share);
    };
    const auto now = core_.clock.steady();
    auto part = co_await core_.db.write(unit);
    if (!part && part.error().code == base::ErrorCode::conflict && by_view) {  // a view that is wrong is thrown away
      base::log(base::LogLevel::warning, "STO-0005", "a view was not what the rows say; it is read again",
                {{"mailbox", std::to_string(request.mailbox.value)}});
      core_.views.drop(request.mailbox);
      by_view = false;
      at -= kFlagUnitMessages;  // the same share again
      continue;
    }
    if (!part) co_return part.error();
    const StoreFlagsAnswer& done = part->answer;
    answer.changed.insert(answer.changed.end(), done.changed.begin(), done.changed.end());
    answer.modified.insert(answer.modified.end(), done.modified.begin(), done.modified.end());
    answer.gone.insert(answer.gone.end(), done.gone.begin(), done.gone.end());
    answer.modseq = std::max(answer.modseq, done.modseq);
    if (!part->rows.empty()) advance_view(core_, request.mailbox, *part, now);
  }
  co_return answer;
}

}  // namespace mailstore
