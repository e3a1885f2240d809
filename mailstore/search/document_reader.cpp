#include "mailstore/search/document_reader.h"

#include <algorithm>

#include "base/log.h"
#include "mailstore/store/contents/content_text.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kReadAtOnce = 200;           // contents read in one snapshot, at most
constexpr std::size_t kReadBytesAtOnce = 2 << 20;  // of their words, about

}  // namespace

base::Result<DocumentReader::Read> DocumentReader::read(std::span<const base::ContentId> contents,
                                                        const GiveUp& give_up) {
  std::vector<ContentWords> words;
  Read out;
  base::Result<void> read = db_.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    words.clear();
    std::size_t bytes = 0;
    for (out.taken = 0; out.taken < std::min(kReadAtOnce, contents.size()) && bytes < kReadBytesAtOnce; ++out.taken) {
      const base::ContentId content = contents[out.taken];
      base::Result<ContentWords> one = read_content_words(snapshot, blobs_, content);
      if (one) {
        bytes += one->words.text.size() + one->words.header.size() + one->words.body.size();
        words.push_back(std::move(*one));
      } else if (one.error().code == base::ErrorCode::corrupt) {
        base::log(base::LogLevel::error, "SEARCH-0002", "the words of a message are damaged, it is not indexed",
                  {{"content", std::to_string(content.value)}, {"error", base::describe(one.error())}});
      } else if (one.error().code != base::ErrorCode::not_found) {  // not found: gone since
        return std::move(one).error();
      }
    }
    return {};
  });
  if (!read) return std::move(read).error();
  for (const ContentWords& one : words) {
    // One text of tens of MiB takes seconds: a stop does not wait for it.
    std::optional<IndexedDocument> document = make_indexed(one, forms_, give_up);
    if (!document)
      return base::Error::transient(base::ErrorCode::stopped, {"Việc lập chỉ mục đang dừng.", "The indexer stops."});
    out.documents.push_back(std::make_shared<const IndexedDocument>(std::move(*document)));
  }
  return out;
}

}  // namespace mailstore::search
