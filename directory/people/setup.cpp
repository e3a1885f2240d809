#include "directory/people/setup.h"

#include <algorithm>

#include "base/text/case.h"
#include "base/text/utf8.h"
#include "directory/people/address.h"
#include "directory/people/change.h"
#include "directory/people/rows.h"

namespace directory {

namespace {

base::Error bad_domain(std::string_view domain) {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {"\"" + std::string(domain) + "\" không phải tên miền dùng được.",
                                 "\"" + std::string(domain) + "\" is not a usable domain name."});
}

base::Result<void> insert_domain(base::SqlTransaction& tx, std::string_view domain, base::Timestamp now, int position) {
  auto done = tx.execute("INSERT INTO domain (name, valid_from_us, valid_to_us, position) VALUES (?, ?, 0, ?)",
                         {domain, now.us, position});
  if (!done) return std::move(done).error();
  return {};
}

// "UBND thị xã Bỉm Sơn" → "UBND": the first word when it is all capitals, as such names begin; else nothing yet.
std::string symbol_of(std::string_view organisation) {
  const std::string_view word = organisation.substr(0, organisation.find(' '));
  const bool capitals = word.size() >= 2 && word.size() <= 16 &&
                        std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return capitals ? std::string(word) : std::string();
}

}  // namespace

base::Result<base::UnitId> create_root(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                       std::string_view organisation, const std::vector<std::string>& domains) {
  const std::string name = base::to_nfc(organisation);
  if (name.empty() || base::code_point_count(name) > 200 || !base::is_valid_utf8(organisation)) {
    return base::Error::permanent(
        base::ErrorCode::bad_input,
        {"Tên cơ quan phải có từ 1 đến 200 ký tự.", "The organisation needs a name of 1 to 200 characters."});
  }
  if (domains.empty())
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Cần ít nhất một tên miền thư.", "At least one mail domain is needed."});
  std::vector<std::string> lowered;
  for (const std::string& domain : domains) {
    lowered.push_back(base::to_ascii_lower(domain));
    if (!is_usable_domain(lowered.back())) return bad_domain(domain);
    if (std::count(lowered.begin(), lowered.end(), lowered.back()) > 1) {
      return base::Error::permanent(base::ErrorCode::bad_input, {"Tên miền \"" + domain + "\" được ghi hai lần.",
                                                                 "The domain \"" + domain + "\" was given twice."});
    }
  }
  Unit root;
  root.id = ids.make<base::UnitId>();
  root.office = root.id;
  root.kind = UnitKind::office;
  root.code = kAutomaticRootCode;
  root.name = name;
  root.symbol = symbol_of(name);
  auto done =
      change_directory(directory, [&](base::SqlTransaction& tx, const DirectoryView& view) -> base::Result<void> {
        if (view.root())
          return base::Error::permanent(base::ErrorCode::exists,
                                        {"Đã có cơ quan gốc: " + view.root()->name + ".",
                                         "There is a root office already: " + view.root()->name + "."});
        const base::Timestamp now = clock.now();
        for (std::size_t i = 0; i < lowered.size(); ++i) {
          if (auto step = insert_domain(tx, lowered[i], now, static_cast<int>(i)); !step) return step;
        }
        if (auto step = put_unit(tx, root, now, true); !step) return step;
        if (auto step = insert_office_mailboxes(tx, root, lowered.front(), now, ids); !step) return step;
        return write_audit(tx, admin_act(clock, ids, AuditVerb::organisation_created, "vanthu", {},
                                         name + " <" + lowered.front() + ">"));
      });
  if (!done) return std::move(done).error();
  return root.id;
}

base::Result<void> add_domain(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                              std::string_view domain, std::string_view actor) {
  const std::string name = base::to_ascii_lower(domain);
  if (!is_usable_domain(name)) return bad_domain(domain);
  return change_directory(directory, [&](base::SqlTransaction& tx, const DirectoryView& view) -> base::Result<void> {
    if (view.is_local_domain(name))
      return base::Error::permanent(base::ErrorCode::exists,
                                    {"Tên miền này đã là của cơ quan.", "The domain is ours already."});
    if (auto step = insert_domain(tx, name, clock.now(), static_cast<int>(view.domains().size())); !step) return step;
    return write_audit(tx, admin_act(clock, ids, AuditVerb::domain_added, actor, {}, name));
  });
}

}  // namespace directory
