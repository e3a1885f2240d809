#include "mailstore/delivery/jobs/job_content.h"

#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/contents/content_rows.h"

namespace mailstore {

base::Result<ContentFacts> read_facts(base::SqlReader& reader, base::ContentId content) {
  ContentFacts facts;
  bool found = false;
  base::Result<BlobRef> blob = BlobRef();
  auto read =
      reader.query("SELECT blob_ref, size, created_us, message_id, refs, base_subject FROM content WHERE id = ?",
                   {content.value}, [&](const base::SqlRow& row) {
                     found = true;
                     blob = BlobRef::decode(row.text(0));
                     facts.size = row.i64(1);
                     facts.created = base::Timestamp(row.i64(2));
                     facts.thread_keys = thread_keys_of(row.text(3), split_references(row.text(4)), row.text(5));
                     return false;
                   });
  if (!read) return read.error();
  if (!found) return base::Error::permanent(base::ErrorCode::not_found, {"Thư không còn nữa.", "The message is gone."});
  if (!blob) return blob.error();
  facts.blob = *blob;
  return facts;
}

base::Result<ContentFacts> find_facts(StoreCore& core, base::ContentId content) {
  base::Result<ContentFacts> facts = ContentFacts();
  auto read = core.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    facts = read_facts(snapshot, content);
    return {};
  });
  if (!read) return read.error();
  return facts;
}

base::Result<std::string> read_content(StoreCore& core, base::ContentId content) {
  auto facts = find_facts(core, content);
  if (!facts) return facts.error();
  return core.blobs.read(facts->blob, 0, facts->size);
}

}  // namespace mailstore
