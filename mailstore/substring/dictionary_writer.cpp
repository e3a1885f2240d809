#include "mailstore/substring/dictionary_writer.h"

namespace mailstore::substring {

base::Result<std::unique_ptr<DictionaryWriter>> DictionaryWriter::begin(base::FileSystem& files, std::string path,
                                                                        Family family, std::vector<std::int64_t> ids,
                                                                        std::vector<std::uint64_t> replaced) {
  std::unique_ptr<DictionaryWriter> out(new DictionaryWriter(files, std::move(path), std::move(ids)));
  out->index_.documents = static_cast<std::uint32_t>(out->ids_.size());
  out->index_.replaced = std::move(replaced);
  const std::string begun = out->path_ + ".tmp";
  (void)files.unlink(begun);
  auto file = files.open(begun, base::OpenMode::create_new);
  if (!file) return std::move(file).error();
  out->file_ = *std::move(file);
  if (auto done = out->write(encode_head(family)); !done) return done.error();
  return out;
}

DictionaryWriter::~DictionaryWriter() {
  if (finished_) return;
  file_.reset();
  (void)files_.unlink(path_ + ".tmp");
}

base::Result<void> DictionaryWriter::write(std::string_view octets) {
  auto done = file_->pwrite(octets, static_cast<std::int64_t>(size_));
  if (done) size_ += octets.size();
  return done;
}

base::Result<void> DictionaryWriter::begin_section(Section section, std::vector<std::uint32_t> open) {
  if (auto done = end_chunk(); !done) return done;
  index_.sections.push_back({section, {}, std::move(open)});
  return {};
}

base::Result<void> DictionaryWriter::add(std::string_view word, std::span<const std::uint32_t> documents) {
  if (words_.empty()) words_ = '\n';
  words_ += word;
  words_ += '\n';
  put_list(posts_, documents, index_.documents);
  ++count_;
  return words_.size() >= kChunkWords || posts_.size() >= kChunkPosts ? end_chunk() : base::Result<void>();
}

base::Result<void> DictionaryWriter::end_chunk() {
  if (count_ == 0) return {};
  index_.sections.back().chunks.push_back({size_, static_cast<std::uint32_t>(words_.size()),
                                           static_cast<std::uint32_t>(posts_.size()), count_, checksum(words_),
                                           checksum(posts_), words_.substr(1, words_.find('\n', 1) - 1)});
  words_ += posts_;
  auto done = write(words_);
  words_.clear();
  posts_.clear();
  count_ = 0;
  return done;
}

base::Result<void> DictionaryWriter::finish() {
  if (auto done = end_chunk(); !done) return done;
  Foot foot;
  std::string octets;
  for (const std::int64_t id : ids_) {
    for (int i = 0; i < 8; ++i) octets += static_cast<char>(static_cast<std::uint64_t>(id) >> (8 * i) & 0xFF);
  }
  foot.ids_at = size_;
  foot.ids_sum = checksum(octets);
  if (auto done = write(octets); !done) return done;
  octets = encode_index(index_);
  foot.index_at = size_;
  foot.index_sum = checksum(octets);
  if (auto done = write(octets + encode_foot(foot)); !done) return done;
  if (auto done = file_->sync(); !done) return done;
  file_.reset();
  if (auto done = files_.rename(path_ + ".tmp", path_); !done) return done;
  finished_ = true;
  return files_.sync_directory(base::parent_directory(path_));
}

}  // namespace mailstore::substring
