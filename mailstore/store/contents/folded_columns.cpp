#include "mailstore/store/contents/folded_columns.h"

#include <zstd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <new>
#include <string_view>

#include "mailstore/store/contents/content_rows.h"

namespace mailstore {
namespace {

constexpr int kLevel = 1;  // an APPEND waits for it

template <class Columns>
auto texts_of(Columns& c) {
  return std::array{&c.subject,    &c.from,   &c.to,         &c.cc,      &c.bcc,  &c.base_subject, &c.from_key,
                    &c.to_key,     &c.cc_key, &c.message_id, &c.preview, &c.list, &c.structure,    &c.message_ids.text,
                    &c.packed_text};
}

}  // namespace

std::size_t weight_of(const ContentColumns& columns) {
  std::size_t out = 0;
  for (const std::string* text : texts_of(columns)) out += text->capacity();
  for (const std::string& id : columns.references) out += sizeof id + id.capacity();
  return out;
}

// Before each text its length, eight octets; last the references.
std::string fold(ContentColumns& columns) {
  std::string plain;
  const auto put = [&](std::string& text) {
    const std::uint64_t size = text.size();
    char octets[sizeof size];
    std::memcpy(octets, &size, sizeof size);
    plain.append(octets, sizeof octets).append(text);
    std::string().swap(text);
  };
  for (std::string* text : texts_of(columns)) put(*text);
  std::string references = join_references(columns.references);
  std::vector<std::string>().swap(columns.references);
  put(references);
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  const std::size_t size = ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), kLevel);
  if (ZSTD_isError(size) != 0) throw std::bad_alloc();  // it has room: nothing else can fail
  out.resize(size);
  out.shrink_to_fit();
  return out;
}

ContentColumns unfold(const ContentColumns& columns, const std::string& folded) {
  std::string plain(ZSTD_getFrameContentSize(folded.data(), folded.size()), '\0');
  if (ZSTD_isError(ZSTD_decompress(plain.data(), plain.size(), folded.data(), folded.size())) != 0)
    throw std::bad_alloc();
  ContentColumns out = columns;
  std::string_view rest = plain;
  const auto take = [&] {
    std::uint64_t size = 0;
    std::memcpy(&size, rest.data(), sizeof size);
    const std::string text(rest.substr(sizeof size, size));
    rest.remove_prefix(sizeof size + size);
    return text;
  };
  for (std::string* text : texts_of(out)) *text = take();
  const std::string references = take();
  out.references = split_references(references);
  return out;
}

}  // namespace mailstore
