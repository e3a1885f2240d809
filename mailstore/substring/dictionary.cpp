#include "mailstore/substring/dictionary.h"

#include <algorithm>
#include <cstring>

#include "mailstore/substring/octet_find.h"

namespace mailstore::substring {
namespace {

constexpr std::size_t kBetweenCounts = 8;        // chunks
constexpr std::uint64_t kMaxIndex = 256u << 20;  // octets; nothing we write comes near it

// From a place among the words of a chunk to the list of the word that stands there. Asked in ascending order.
class ListFinder {
 public:
  ListFinder(std::string_view words, std::string_view posts) : words_(words), posts_(posts) {}

  // Adds the documents of the word that covers `place`; answers where that word ends (its LF), npos: damaged.
  std::size_t add(std::size_t place, DocumentSet& out) {
    while (true) {
      const std::size_t end = words_.find('\n', begin_);
      if (end == std::string_view::npos) return end;
      if (end > place) {
        std::string_view list = posts_;
        return take_list(list, out) ? end : std::string_view::npos;
      }
      if (!skip_list(posts_)) return std::string_view::npos;
      begin_ = end + 1;
    }
  }

 private:
  std::string_view words_, posts_;  // posts_: from the list of the word at begin_ on
  std::size_t begin_ = 1;
};

// What is looked for among the words, LF standing for where a word begins and ends.
std::string pattern_of(const Term& term) { return (term.begins ? "\n" : "") + term.octets + (term.ends ? "\n" : ""); }

// Whether words that begin with the term may stand in a chunk from `first` on, before `next` (null: to the end).
bool may_stand(const Term& term, std::string_view first, const std::string* next) {
  if (!term.begins) return true;
  if (next != nullptr && *next <= term.octets) return false;
  return first.substr(0, term.octets.size()) <= term.octets;
}

}  // namespace

// The chunk that is looked into; its octets are read when they are needed.
class Dictionary::ChunkReader {
 public:
  explicit ChunkReader(const Dictionary& dictionary) : dictionary_(dictionary) {}
  void turn_to(const ChunkPlace& place) {
    place_ = &place;
    words_.clear();
    posts_.clear();
  }
  // Adds the documents of the words in which the pattern stands; answers whether there is one.
  base::Result<bool> add(std::string_view pattern, bool begins, DocumentSet& out) {
    if (words_.empty()) {
      auto done = dictionary_.read(place_->offset, place_->words, place_->words_sum, words_);
      if (!done) return done.error();
    }
    std::size_t at = find_octets(words_, pattern, 0);
    if (at == std::string_view::npos) return false;
    if (posts_.empty()) {
      auto done = dictionary_.read(place_->offset + place_->words, place_->posts, place_->posts_sum, posts_);
      if (!done) return done.error();
    }
    ListFinder lists(words_, posts_);
    while (at != std::string_view::npos) {
      const std::size_t end = lists.add(at + (begins ? 1 : 0), out);
      if (end == std::string_view::npos) return damaged("words and lists differ");
      at = find_octets(words_, pattern, end);
    }
    return true;
  }

 private:
  const Dictionary& dictionary_;
  const ChunkPlace* place_ = nullptr;
  std::string words_, posts_;
};

base::Result<std::shared_ptr<const Dictionary>> Dictionary::open(base::FileSystem& files, const std::string& path,
                                                                 std::uint64_t number) {
  auto file = files.open(path, base::OpenMode::read_only);
  if (!file) return std::move(file).error();
  std::shared_ptr<Dictionary> out(new Dictionary());
  out->file_ = *std::move(file);
  out->number_ = number;
  auto size = out->file_->size();
  if (!size) return std::move(size).error();
  const auto octets = static_cast<std::uint64_t>(*size);
  if (octets < kHeadSize + kFootSize) return damaged("too short");
  std::string head(kHeadSize, '\0'), foot(kFootSize, '\0');
  for (auto& [text, at] : {std::pair(&head, std::uint64_t{0}), std::pair(&foot, octets - kFootSize)}) {
    auto got = out->file_->pread(text->data(), text->size(), static_cast<std::int64_t>(at));
    if (!got) return std::move(got).error();
    if (*got != text->size()) return damaged("cut");
  }
  auto family = decode_head(head);
  if (!family) return std::move(family).error();
  auto places = decode_foot(foot);
  if (!places) return std::move(places).error();
  out->family_ = *family;
  out->foot_ = *places;
  if (out->foot_.index_at > octets - kFootSize) return damaged("foot");
  const std::uint64_t index_size = octets - kFootSize - out->foot_.index_at;
  if (index_size > kMaxIndex) return damaged("index: size");
  std::string bytes;
  if (auto read = out->read(out->foot_.index_at, index_size, out->foot_.index_sum, bytes); !read) return read.error();
  auto index = decode_index(bytes, out->foot_.ids_at);
  if (!index) return std::move(index).error();
  out->index_ = *std::move(index);
  auto ids = out->ids();
  if (!ids) return std::move(ids).error();
  if (!ids->empty()) {
    out->first_ = ids->front();
    out->last_ = ids->back();
  }
  return std::shared_ptr<const Dictionary>(std::move(out));
}

base::Result<void> Dictionary::read(std::uint64_t offset, std::size_t size, std::uint64_t sum, std::string& out) const {
  out.resize(size);
  auto got = file_->pread(out.data(), size, static_cast<std::int64_t>(offset));
  if (!got) return std::move(got).error();
  if (*got != size) return damaged("cut");
  if (checksum(out) != sum) return damaged("checksum");
  return {};
}

base::Result<std::vector<std::int64_t>> Dictionary::ids() const {
  const std::uint64_t size = foot_.index_at - foot_.ids_at;
  if (size != std::uint64_t{index_.documents} * 8) return damaged("ids: size");
  std::string bytes;
  if (auto done = read(foot_.ids_at, size, foot_.ids_sum, bytes); !done) return done.error();
  std::vector<std::int64_t> out(index_.documents);
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::uint64_t id = 0;
    for (unsigned b = 0; b < 8; ++b)
      id |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[8 * i + b])) << (8 * b);
    out[i] = static_cast<std::int64_t>(id);
    if (i > 0 && out[i] <= out[i - 1]) return damaged("ids: order");
  }
  return out;
}

const SectionIndex* Dictionary::find(Section section) const {
  for (const SectionIndex& one : index_.sections) {
    if (one.section == section) return &one;
  }
  return nullptr;
}

std::uint64_t Dictionary::octets_of_words(Section section) const {
  std::uint64_t sum = 0;
  if (const SectionIndex* found = find(section)) {
    for (const ChunkPlace& chunk : found->chunks) sum += chunk.words;
  }
  return sum;
}

std::span<const std::uint32_t> Dictionary::open_documents(Section section) const {
  const SectionIndex* found = find(section);
  return found ? std::span<const std::uint32_t>(found->open) : std::span<const std::uint32_t>();
}

base::Result<std::vector<DocumentSet>> Dictionary::look(Section section, std::span<const Term> terms) const {
  std::vector<DocumentSet> out(terms.size(), DocumentSet(documents()));
  const SectionIndex* found = find(section);
  if (found == nullptr) return out;
  std::vector<std::string> patterns;
  for (const Term& term : terms) patterns.push_back(pattern_of(term));
  std::vector<bool> full(terms.size(), false);  // every document has it: nothing more can be learned
  ChunkReader reader{*this};
  for (std::size_t c = 0; c < found->chunks.size(); ++c) {
    const std::string* const next = c + 1 < found->chunks.size() ? &found->chunks[c + 1].first : nullptr;
    reader.turn_to(found->chunks[c]);
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (full[i] || !may_stand(terms[i], found->chunks[c].first, next)) continue;
      auto added = reader.add(patterns[i], terms[i].begins, out[i]);
      if (!added) return std::move(added).error();
      full[i] = *added && c % kBetweenCounts == 0 && out[i].count() == documents();
    }
  }
  return out;
}

base::Result<void> Dictionary::check() const {
  if (auto all = ids(); !all) return std::move(all).error();
  for (const SectionIndex& section : index_.sections) {
    Walk walk(*this, section.section);
    while (true) {
      auto more = walk.next();
      if (!more) return std::move(more).error();
      if (!*more) break;
    }
  }
  return {};
}

Dictionary::Walk::Walk(const Dictionary& dictionary, Section section)
    : dictionary_(dictionary), section_(dictionary.find(section)) {}

base::Result<bool> Dictionary::Walk::next() {
  if (section_ == nullptr) return false;
  if (words_left_.empty()) {
    if (chunk_ >= section_->chunks.size()) return false;
    const ChunkPlace& place = section_->chunks[chunk_++];
    if (auto done = dictionary_.read(place.offset, place.words, place.words_sum, words_); !done) return done.error();
    auto done = dictionary_.read(place.offset + place.words, place.posts, place.posts_sum, posts_);
    if (!done) return done.error();
    words_left_ = words_;
    posts_left_ = posts_;
    if (words_left_.size() < 2 || words_left_.front() != '\n') return damaged("words");
    words_left_.remove_prefix(1);
  }
  const std::size_t end = words_left_.find('\n');
  if (end == std::string_view::npos || !take_list(posts_left_, dictionary_.documents(), documents_))
    return damaged("words and lists differ");
  const std::string_view word = words_left_.substr(0, end);
  words_left_.remove_prefix(end + 1);
  word_ = word;
  return true;
}

}  // namespace mailstore::substring
