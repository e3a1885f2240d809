#include "mailstore/search/hit_rows.h"

#include <algorithm>
#include <array>

#include "base/text/fold.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kAtOnce = 64;  // contents per statement; the last ones are repeated to fill it

struct UseName {
  std::string_view name;
  SpecialUse use;
};
constexpr std::array<UseName, 16> kUseNames{{
    {"inbox", SpecialUse::inbox},
    {"hop thu den", SpecialUse::inbox},
    {"den", SpecialUse::inbox},
    {"sent", SpecialUse::sent},
    {"da gui", SpecialUse::sent},
    {"drafts", SpecialUse::drafts},
    {"nhap", SpecialUse::drafts},
    {"thu nhap", SpecialUse::drafts},
    {"junk", SpecialUse::junk},
    {"spam", SpecialUse::junk},
    {"thu rac", SpecialUse::junk},
    {"trash", SpecialUse::trash},
    {"thung rac", SpecialUse::trash},
    {"da xoa", SpecialUse::trash},
    {"archive", SpecialUse::archive},
    {"luu tru", SpecialUse::archive},
}};

bool in_mailbox(std::string_view typed, const Place& place) {
  std::string wanted = base::fold(typed);
  while (wanted.ends_with('/')) wanted.pop_back();
  if (place.folded == wanted || place.folded.starts_with(wanted + "/")) return true;
  const bool used = std::any_of(kUseNames.begin(), kUseNames.end(),
                                [&](const UseName& n) { return n.use == place.use && n.name == wanted; });
  return used && place.use != SpecialUse::none;
}

std::string in_list_sql() {
  std::string sql =
      "SELECT e.id, e.content, e.received_us, e.size, e.flags, p.mailbox, p.uid, p.deleted, b.path, b.special_use "
      "FROM email e JOIN mailbox_email p ON p.email = e.id JOIN mailbox b ON b.id = p.mailbox "
      "WHERE e.account = ? AND b.account = e.account AND e.content IN (?";
  for (std::size_t i = 1; i < kAtOnce; ++i) sql += ",?";
  return sql + ")";
}

}  // namespace

Place make_place(base::MailboxId mailbox, std::string path, SpecialUse use) {
  Place place{mailbox, std::move(path), {}, use};
  place.folded = base::fold(place.path);
  if (place.folded == "inbox") place.use = SpecialUse::inbox;
  return place;
}

bool holds(const Condition& condition, const HitRow& row, const Place& place) {
  const Node& node = condition.node;
  bool answer = false;
  switch (node.kind) {
    case NodeKind::received: answer = row.received.us >= node.from && row.received.us < node.until; break;
    case NodeKind::size: answer = row.size >= node.from && row.size < node.until; break;
    case NodeKind::state: answer = ((row.flags & node.bit) != 0) == node.bit_set; break;
    case NodeKind::mailbox: answer = in_mailbox(node.mailbox, place); break;
    default: break;
  }
  return answer != condition.negated;
}

base::Result<void> read_hit_rows(base::SqlReader& reader, base::AccountId account,
                                 std::span<const base::ContentId> contents, std::vector<HitRow>& rows,
                                 std::vector<Place>& places) {
  static const std::string sql = in_list_sql();
  std::vector<base::SqlParam> params;
  for (std::size_t done = 0; done < contents.size(); done += kAtOnce) {
    params.assign(1, account.value);
    for (std::size_t i = 0; i < kAtOnce; ++i)
      params.emplace_back(contents[std::min(done + i, contents.size() - 1)].value);
    base::Result<void> read = reader.query(sql, base::SqlParams(params), [&](const base::SqlRow& row) {
      HitRow hit;
      hit.email = base::EmailId(row.i64(0));
      hit.content = base::ContentId(row.i64(1));
      hit.received = base::Timestamp(row.i64(2));
      hit.size = row.i64(3);
      hit.flags = static_cast<std::uint32_t>(row.i64(4)) | (row.i64(7) != 0 ? flag::kDeleted : 0u);
      hit.mailbox = base::MailboxId(row.i64(5));
      hit.uid = base::Uid(static_cast<std::uint32_t>(row.i64(6)));
      auto place = std::find_if(places.begin(), places.end(), [&](const Place& p) { return p.mailbox == hit.mailbox; });
      if (place == places.end()) {
        places.push_back(make_place(hit.mailbox, row.str(8), static_cast<SpecialUse>(row.i64(9))));
        place = places.end() - 1;
      }
      hit.place = static_cast<std::uint32_t>(place - places.begin());
      rows.push_back(hit);
      return true;
    });
    if (!read) return read;
  }
  return {};
}

}  // namespace mailstore::search
