#include "server/imap/session/selected_mailbox.h"

#include <algorithm>
#include <array>

#include "base/text/case.h"

namespace server::imap {
namespace {

Resolved resolve_saved(const SelectedMailbox& selected) {
  Resolved out;
  if (!selected.saved) return out;
  for (const std::uint32_t uid : *selected.saved) {
    const std::size_t index = selected.view->find(base::Uid(uid));
    if (index != mailstore::MailboxView::npos) out.indexes.push_back(static_cast<Index>(index));
  }
  return out;
}

}  // namespace

bool SelectedMailbox::is_recent(const mailstore::Entry& entry) const {
  const auto after =
      std::upper_bound(recents.begin(), recents.end(), entry.uid,
                       [](base::Uid uid, const mailstore::RecentShare& share) { return uid < share.from; });
  return after != recents.begin() && entry.uid < std::prev(after)->until;
}

std::size_t SelectedMailbox::recent() const {
  std::size_t count = 0;
  for (const auto& share : recents) count += view->lower_bound(share.until) - view->lower_bound(share.from);
  return count;
}

void SelectedMailbox::add_recent(mailstore::RecentShare share) {
  if (share.from >= share.until) return;
  if (!recents.empty() && recents.back().until >= share.from) {
    recents.back().until = std::max(recents.back().until, share.until);
  } else {
    recents.push_back(share);
  }
}

bool SelectedMailbox::learn_keywords(const mailstore::SelectedMail& mail, std::uint32_t set) {
  if (set == 0) return false;
  const auto place = std::lower_bound(keyword_sets.begin(), keyword_sets.end(), set);
  if (place != keyword_sets.end() && *place == set) return false;
  keyword_sets.insert(place, set);
  bool fresh = false;
  const auto names = mail.keywords(set);
  if (!names) return false;
  for (const std::string& name : *names) {
    const auto at = std::lower_bound(keywords.begin(), keywords.end(), name, base::AsciiCaseLess());
    if (at != keywords.end() && base::equals_ignoring_case(*at, name)) continue;
    keywords.insert(at, name);
    fresh = true;
  }
  return fresh;
}

std::string SelectedMailbox::flag_names() const {
  std::string out = "\\Answered \\Flagged \\Deleted \\Seen \\Draft";
  for (const std::string& keyword : keywords) out.append(" ").append(keyword);
  return out;
}

bool is_valid_sequence(const SelectedMailbox& selected, const SequenceSet& set) {
  const auto size = static_cast<std::uint32_t>(selected.view->size());
  return std::all_of(set.ranges.begin(), set.ranges.end(), [size](const SequenceSet::Range& range) {
    const bool star = range.first == SequenceSet::kStar || range.last == SequenceSet::kStar;
    return star ? size > 0 : std::max(range.first, range.last) <= size;
  });
}

// RFC 9051 §9 seq-number: a number beyond the last message is BAD. "5:*" is taken for "*" when there are fewer than
// five: clients that ask for what is new write it so.
Resolved resolve_sequence(const SelectedMailbox& selected, const SequenceSet& set) {
  if (set.saved) return resolve_saved(selected);
  Resolved out;
  out.valid = is_valid_sequence(selected, set);
  if (!out.valid) return out;
  const auto size = static_cast<std::uint32_t>(selected.view->size());
  for (const auto& range : set.resolve(size)) {
    const std::uint32_t last = std::min(range.last, size);
    for (std::uint32_t number = std::min(range.first, size); number <= last; ++number) {
      if (out.indexes.empty() || out.indexes.back() < number - 1) out.indexes.push_back(number - 1);
    }
  }
  return out;
}

Resolved resolve_uids(const SelectedMailbox& selected, const SequenceSet& set) {
  if (set.saved) return resolve_saved(selected);
  Resolved out;
  const auto& view = *selected.view;
  if (view.empty()) return out;
  for (const auto& range : set.resolve(view.uid(view.size() - 1).value)) {
    const std::size_t begin = view.lower_bound(base::Uid(range.first));
    const std::size_t end = range.last == UINT32_MAX ? view.size() : view.lower_bound(base::Uid(range.last + 1));
    for (std::size_t i = begin; i < end; ++i) out.indexes.push_back(static_cast<Index>(i));
  }
  return out;
}

std::vector<base::Uid> uids_of(const mailstore::MailboxView& view, const Indexes& indexes) {
  std::vector<base::Uid> out;
  out.reserve(indexes.size());
  for (const Index index : indexes) out.push_back(view.uid(index));
  return out;
}

std::vector<mailstore::Entry> entries_of(const mailstore::MailboxView& view, const Indexes& indexes) {
  std::vector<mailstore::Entry> out;
  out.reserve(indexes.size());
  for (const Index index : indexes) out.push_back(view.at(index));
  return out;
}

void append_flags(std::string& out, const mailstore::SelectedMail& mail, const mailstore::Entry& entry, bool recent) {
  using namespace mailstore::flag;
  constexpr std::array kNames = {std::pair{kAnswered, "\\Answered"}, std::pair{kFlagged, "\\Flagged"},
                                 std::pair{kDeleted, "\\Deleted"}, std::pair{kSeen, "\\Seen"},
                                 std::pair{kDraft, "\\Draft"}};
  out += '(';
  const char* gap = "";
  const auto add = [&](std::string_view name) {
    out += gap;
    out += name;
    gap = " ";
  };
  for (const auto& [bit, name] : kNames) {
    if (entry.system_flags & bit) add(name);
  }
  if (entry.keyword_set != 0) {
    if (const auto keywords = mail.keywords(entry.keyword_set)) {
      for (const std::string& keyword : *keywords) add(keyword);
    }
  }
  if (recent) add("\\Recent");
  out += ')';
}

}  // namespace server::imap
