#include "mailstore/store/owner/verify_lists.h"

#include <string>
#include <vector>

#include "base/mime/header_fields.h"
#include "base/mime/kept_fields.h"
#include "base/mime/structure_codec.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/listed_content.h"
#include "mailstore/store/contents/message_ids.h"
#include "mailstore/store/contents/packed_octets.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

struct ListRow {
  std::int64_t content = 0;
  std::string blob_ref, structure, packed;
  MessageIds ids;
};

base::Result<std::vector<ListRow>> next_lists(base::SqlReader& reader, std::int64_t after) {
  std::vector<ListRow> rows;
  auto read = reader.query(
      "SELECT c.id, c.blob_ref, c.structure, l.packed, i.id_key, i.ids FROM content c JOIN content_list l ON l.content = "
      "c.id JOIN content_message_id i ON i.content = c.id WHERE c.id > ? ORDER BY c.id LIMIT 200",
      {after}, [&](const base::SqlRow& row) {
        rows.push_back({row.i64(0), row.str(1), row.str(2), row.str(3), {row.i64(4), row.str(5)}});
        return true;
      });
  if (!read) return read.error();
  return rows;
}

// Each name that the header has: what is told of it is what stands there. What may be kept can grow, so rows differ.
bool are_right(std::string_view kept, std::string_view header) {
  std::vector<std::string> names;
  base::visit_header(header, [&](const base::HeaderField& field) {
    names.emplace_back(field.name(header));
    return names.size() < 1000;
  });
  for (const std::string& name : names) {
    std::string told;
    if (base::KeptQuestion({name}).answer(kept, told) &&
        told + "\r\n" != base::select_header_fields(header, {name}, false))
      return false;
  }
  return true;
}

void verify_list(const BlobStore& blobs, const ListRow& row, StoreFindings& out) {
  const std::string where = "content " + std::to_string(row.content);
  const auto list = ListedContent::unpack(row.packed);
  const auto structure = unpack_octets(row.structure);
  const auto message = base::decode_outline(structure ? std::string_view(*structure) : std::string_view());
  const auto ref = BlobRef::decode(row.blob_ref);
  if (!list) return out.add(where, "its list is damaged");
  if (!message) return out.add(where, "its structure is damaged");
  if (!ref) return;  // told elsewhere
  const auto bytes = blobs.read(*ref, 0, static_cast<std::int64_t>(message->root.header.end));
  if (!bytes) return;
  if (!are_right((*list)->parts().fields, *bytes))
    out.add(where, "its kept header fields are not those of the message");
  if (row.ids.key == MessageIds::kNotKept) return;
  const HeaderLines lines = kept_header_lines(*bytes);
  if (message_ids_of(lines.text, lines.cut) != row.ids)
    out.add(where, "its kept Message-IDs are not those of the message");
}

}  // namespace

base::Result<void> verify_lists(StoreCore& core, StoreFindings& out, const std::stop_token& stop) {
  for (std::int64_t last = 0; !stop.stop_requested();) {
    std::vector<ListRow> rows;
    auto read = core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto next = next_lists(snapshot, last);
      if (!next) return next.error();
      rows = std::move(*next);
      return {};
    });
    if (!read) return read;
    if (rows.empty()) return {};
    for (const ListRow& row : rows) verify_list(core.blobs, row, out);
    last = rows.back().content;
  }
  return {};
}

}  // namespace mailstore
