#include "mailstore/store/searched_texts.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "base/mime/decoded_text.h"
#include "base/mime/header_fields.h"
#include "base/mime/message.h"
#include "base/text/case.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/id_batch.h"

namespace mailstore {
namespace {

constexpr std::int64_t kMaxRead = 8 << 20;  // octets of a message that is read for its text; beyond: `more`

SearchedRow row_of(const base::SqlRow& row) {
  SearchedRow out;
  out.content = base::ContentId(row.i64(0));
  out.subject = row.str(1);
  out.from = row.str(2);
  out.to = row.str(3);
  out.cc = row.str(4);
  out.bcc = row.str(5);
  out.size = row.i64(6);
  out.blob_ref = row.str(7);
  out.packed = row.str(8);
  return out;
}

using Columns = std::array<std::pair<TextField, const std::string*>, 5>;

Columns columns_of(const SearchedRow& row) {
  return {{{TextField::subject, &row.subject},
           {TextField::from, &row.from},
           {TextField::to, &row.to},
           {TextField::cc, &row.cc},
           {TextField::bcc, &row.bcc}}};
}

constexpr std::pair<TextField, std::string_view> kAddressFields[] = {
    {TextField::from, "From"}, {TextField::to, "To"}, {TextField::cc, "Cc"}, {TextField::bcc, "Bcc"}};

bool is_field(TextField field, std::string_view name) {
  switch (field) {
    case TextField::subject: return base::equals_ignoring_case(name, "subject");
    case TextField::from: return base::equals_ignoring_case(name, "from");
    case TextField::to: return base::equals_ignoring_case(name, "to");
    case TextField::cc: return base::equals_ignoring_case(name, "cc");
    case TextField::bcc: return base::equals_ignoring_case(name, "bcc");
    default: return false;
  }
}

// Whether the row holds less than the message's header does.
bool is_header_cut(const SearchedRow& row, const PackedTextView& text) {
  const Columns columns = columns_of(row);
  return text.header_cut ||
         std::any_of(columns.begin(), columns.end(), [](const auto& one) { return one.second->ends_with(kCutMark); });
}

// The header as look_into_message() reads it: whole, and the values of the columns that are cut.
void visit_header_of_message(const SearchedRow& row, std::string_view bytes, const SearchedTextVisitor& visitor) {
  const std::string lines = decoded_header_lines(bytes, bytes.size(), std::string::npos).text;
  (void)visitor.text(TextField::header, lines);
  for (std::string_view rest = lines; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    const std::size_t colon = std::min(line.find(':'), line.size());
    for (const auto& [field, column] : columns_of(row)) {
      if (column->ends_with(kCutMark) && is_field(field, line.substr(0, colon)))
        (void)visitor.text(field, line.substr(std::min(colon + 1, line.size())));
    }
  }
  std::optional<base::ParsedMessage> header;
  for (const auto& address : kAddressFields) {
    const auto columns = columns_of(row);
    const auto column =
        std::find_if(columns.begin(), columns.end(), [&](const auto& one) { return one.first == address.first; });
    if (!column->second->ends_with(kCutMark)) continue;
    if (!header) header = base::parse_message(bytes.substr(0, base::header_size(bytes)));
    (void)visitor.text(address.first, address_words(header->envelope, address.second));
  }
}

// What was left in the message, as look_into_message() reads it.
base::Result<void> visit_message(const SearchedRow& row, const PackedTextView& text, const BlobStore& blobs,
                                 const SearchedTextVisitor& visitor) {
  const auto ref = BlobRef::decode(row.blob_ref);
  if (!ref) return ref.error();
  const auto bytes = blobs.read_all(*ref);
  if (!bytes) return bytes.error();
  if (is_header_cut(row, text)) visit_header_of_message(row, *bytes, visitor);
  else (void)visitor.text(TextField::header, text.header);
  if (!text.text_in_content && !text.all_in_content) {
    (void)visitor.text(TextField::body, text.searchable());
    if (text.body_cut) visitor.more(TextField::body);
    return {};
  }
  const base::ParsedMessage message = base::parse_message(*bytes);
  base::visit_searchable(message, *bytes, [&](std::string_view piece) { return visitor.text(TextField::body, piece); });
  if ((message.flags & (base::kDepthLimitHit | base::kPartLimitHit | base::kBudgetHit)) != 0)
    visitor.more(TextField::body);
  return {};
}

}  // namespace

base::Result<SearchedRows> read_searched_rows(base::SqlReader& reader, std::span<const std::int64_t> ids,
                                              std::size_t max_octets) {
  SearchedRows out;
  std::size_t octets = 0;
  while (out.taken < ids.size() && octets <= max_octets) {
    const auto some = ids.subspan(out.taken, std::min(kIdBatch, ids.size() - out.taken));
    const std::size_t marks = marks_for(some.size());
    std::vector<base::SqlParam> params;
    append_ids(params, some, marks);
    auto read = reader.query(
        "SELECT c.id, c.subject, c.from_text, c.to_text, c.cc_text, c.bcc_text, c.size, c.blob_ref, t.packed FROM "
        "content c JOIN content_text t ON t.content = c.id WHERE c.id IN " +
            mark_list(marks) + " ORDER BY c.id",
        params, [&](const base::SqlRow& row) {
          out.rows.push_back(row_of(row));
          octets += out.rows.back().packed.size() + out.rows.back().subject.size();
          return octets <= max_octets;
        });
    if (!read) return std::move(read).error();
    const auto reached =
        octets <= max_octets ? some.end() : std::upper_bound(some.begin(), some.end(), out.rows.back().content.value);
    out.taken += static_cast<std::size_t>(reached - some.begin());
  }
  return out;
}

base::Result<void> visit_searched_texts(const SearchedRow& row, const BlobStore& blobs,
                                        const SearchedTextVisitor& visitor) {
  std::string inflated;
  const auto text = view_text(row.packed, inflated);
  if (!text) return text.error();
  for (const auto& [field, column] : columns_of(row)) (void)visitor.text(field, *column);
  const bool is_cut = text->text_in_content || text->all_in_content || is_header_cut(row, *text);
  if (is_cut && row.size <= kMaxRead) return visit_message(row, *text, blobs, visitor);
  for (const auto& [field, column] : columns_of(row)) {
    if (column->ends_with(kCutMark)) visitor.more(field);
  }
  (void)visitor.text(TextField::header, text->header);
  if (text->header_cut) visitor.more(TextField::header);
  (void)visitor.text(TextField::body, text->searchable());
  if (text->text_in_content || text->body_cut) visitor.more(TextField::body);
  return {};
}

std::string unfolded_lines(std::string_view prefix) {
  std::string out;
  for (std::size_t i = 0; i < prefix.size(); ++i) {
    if (prefix[i] == '\r') continue;
    const bool folds = prefix[i] == '\n' && i + 1 < prefix.size() && (prefix[i + 1] == ' ' || prefix[i + 1] == '\t');
    if (!folds) out += prefix[i];
  }
  return out;
}

}  // namespace mailstore
