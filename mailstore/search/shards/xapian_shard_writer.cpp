#include "mailstore/search/shards/document_file.h"
#include "mailstore/search/shards/shard_writer.h"
#include "mailstore/search/shards/xapian_guard.h"

namespace mailstore::search {
namespace {

// Nothing is ever replaced or removed in a shard, so that Xapian need not know a document's terms. It syncs nothing and
// writes its blocks in place: the shard counts only after sync_shard().
constexpr int kOpenFlags =
    Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_TERMLIST | Xapian::DB_DANGEROUS | Xapian::DB_NO_SYNC;

// Everything in the directory, and the directory's own name, is on the disk when it answers.
base::Result<void> sync_shard(base::FileSystem& files, const std::string& directory) {
  base::Result<std::vector<std::string>> names = files.list(directory);
  if (!names) return std::move(names).error();
  for (const std::string& name : *names) {
    base::Result<std::unique_ptr<base::File>> file = files.open(directory + "/" + name, base::OpenMode::read_write);
    if (!file) return std::move(file).error();
    if (base::Result<void> synced = (*file)->sync(); !synced) return synced;
  }
  if (base::Result<void> synced = files.sync_directory(directory); !synced) return synced;
  return files.sync_directory(base::parent_directory(directory));
}

}  // namespace

base::Result<void> write_shard(base::FileSystem& files, const std::string& directory,
                               std::span<const std::shared_ptr<const IndexedDocument>> documents) {
  if (base::Result<void> made = files.create_directories(directory); !made) return made;
  base::Result<void> written = xapian_guard([&] {
    Xapian::WritableDatabase db(directory, kOpenFlags);
    std::string term;
    for (const std::shared_ptr<const IndexedDocument>& document : documents) {
      Xapian::Document out;
      for (std::size_t i = 0; i < document->size(); ++i) {
        term.assign(document->term(i));
        out.add_boolean_term(term);
      }
      db.add_document(out);
    }
    db.commit();
    db.close();
  });
  if (!written) return written;
  std::vector<base::ContentId> contents;
  contents.reserve(documents.size());
  for (const std::shared_ptr<const IndexedDocument>& document : documents) contents.push_back(document->content);
  written =
      DocumentFile::write(files, directory + "/documents", contents,
                          [&](DocumentNumber number) -> base::Result<std::string> { return documents[number]->row; });
  if (!written) return written;
  return sync_shard(files, directory);
}

base::Result<void> merge_shards(base::FileSystem& files, const std::string& directory,
                                std::span<const std::shared_ptr<const SealedShard>> sources) {
  std::vector<base::ContentId> contents;
  std::vector<std::size_t> begins;  // of each source in `contents`
  for (const std::shared_ptr<const SealedShard>& source : sources) {
    begins.push_back(contents.size());
    contents.insert(contents.end(), source->contents().begin(), source->contents().end());
  }
  if (base::Result<void> made = files.create_directories(directory); !made) return made;
  base::Result<void> merged = xapian_guard([&]() -> base::Result<void> {
    Xapian::Database all;
    for (const std::shared_ptr<const SealedShard>& source : sources)
      all.add_database(Xapian::Database(source->directory()));
    // Documents are numbered from 1 without gaps in each source, so that they follow one another in the new one.
    if (all.get_doccount() != contents.size() || all.get_lastdocid() < contents.size()) {
      return base::Error::permanent(base::ErrorCode::corrupt, {"Chỉ mục hỏng.", "The search index is damaged."},
                                    directory + ": number of documents");
    }
    all.compact(directory, Xapian::Compactor::FULL);
    return {};
  });
  if (!merged) return merged;
  std::size_t source = 0;
  merged = DocumentFile::write(files, directory + "/documents", contents,
                               [&](DocumentNumber number) -> base::Result<std::string> {
                                 while (source + 1 < begins.size() && number >= begins[source + 1]) ++source;
                                 return sources[source]->row(static_cast<DocumentNumber>(number - begins[source]));
                               });
  if (!merged) return merged;
  return sync_shard(files, directory);
}

}  // namespace mailstore::search
