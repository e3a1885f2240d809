// Rows of `content` and `content_text`: message bytes kept once, whoever holds them. Inside a unit of work.
#pragma once

#include <optional>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/store/contents/content_columns.h"

namespace mailstore {

struct StoredContent {
  base::ContentId id;
  BlobRef blob;
  std::int64_t size = 0;
};

base::Result<std::optional<StoredContent>> find_content(base::SqlReader& reader, const BlobHash& hash);
// Inserts the row; when the hash is there already the row that exists is answered (and kept from dying meanwhile).
base::Result<StoredContent> put_content(base::SqlTransaction& tx, base::ContentId id, const BlobHash& hash,
                                        const BlobRef& blob, std::int64_t size, const ContentColumns& columns,
                                        base::Timestamp now);
// The rows of `content_list` and `content_message_id`.
base::Result<void> put_listed(base::SqlTransaction& tx, base::ContentId content, const std::string& list,
                              const MessageIds& ids);
// To be called when a reference to the content was removed: retention looks whether any is left.
base::Result<void> check_content_later(base::SqlTransaction& tx, base::ContentId content);
// The `refs` column: one id per line.
std::string join_references(const std::vector<std::string>& ids);
std::vector<std::string> split_references(std::string_view stored);

}  // namespace mailstore
