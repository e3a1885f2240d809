#include "mailstore/substring/merge.h"

#include <algorithm>

#include "mailstore/substring/dictionary_writer.h"

namespace mailstore::substring {
namespace {

constexpr std::uint32_t kGone = ~std::uint32_t{0};
constexpr std::size_t kBetweenChecks = 4096;  // words

// A document that two dictionaries speak for takes its words from both: each knows all of them.
struct Source {
  std::shared_ptr<const Dictionary> dictionary;
  std::vector<std::uint32_t> places;  // of its documents in the new one, or kGone
};

std::vector<std::uint32_t> places_of(const std::vector<std::int64_t>& ids, const std::vector<std::int64_t>& in) {
  std::vector<std::uint32_t> out;
  out.reserve(ids.size());
  std::size_t at = 0;
  for (const std::int64_t id : ids) {
    while (at < in.size() && in[at] < id) ++at;
    out.push_back(at < in.size() && in[at] == id ? static_cast<std::uint32_t>(at) : kGone);
  }
  return out;
}

void add_places(const Source& source, std::span<const std::uint32_t> documents, std::vector<std::uint32_t>& out) {
  for (const std::uint32_t document : documents) {
    if (source.places[document] != kGone) out.push_back(source.places[document]);
  }
}

void put_in_order(std::vector<std::uint32_t>& documents) {
  if (!std::is_sorted(documents.begin(), documents.end())) std::sort(documents.begin(), documents.end());
  documents.erase(std::unique(documents.begin(), documents.end()), documents.end());
}

base::Result<void> merge_section(Section section, const std::vector<Source>& sources, const MergeParts& parts,
                                 DictionaryWriter& writer) {
  std::vector<std::uint32_t> open;
  std::vector<Dictionary::Walk> walks;
  std::vector<std::size_t> heap;  // of the walks that stand at a word; the least word in front
  for (const Source& source : sources) {
    add_places(source, source.dictionary->open_documents(section), open);
    walks.emplace_back(*source.dictionary, section);
  }
  put_in_order(open);
  if (auto done = writer.begin_section(section, std::move(open)); !done) return done;
  const auto later = [&](std::size_t a, std::size_t b) { return walks[a].word() > walks[b].word(); };
  const auto advance = [&](std::size_t walk) -> base::Result<void> {
    auto more = walks[walk].next();
    if (!more) return std::move(more).error();
    if (!*more) return {};
    heap.push_back(walk);
    std::push_heap(heap.begin(), heap.end(), later);
    return {};
  };
  for (std::size_t i = 0; i < walks.size(); ++i) {
    if (auto done = advance(i); !done) return done;
  }
  std::string word;
  std::vector<std::uint32_t> documents;
  for (std::size_t seen = 1; !heap.empty(); ++seen) {
    if (seen % kBetweenChecks == 0) {
      if (auto on = parts.go_on(); !on) return on;
    }
    word = walks[heap.front()].word();
    documents.clear();
    while (!heap.empty() && walks[heap.front()].word() == word) {
      std::pop_heap(heap.begin(), heap.end(), later);
      const std::size_t walk = heap.back();
      heap.pop_back();
      add_places(sources[walk], walks[walk].documents(), documents);
      if (auto done = advance(walk); !done) return done;
    }
    put_in_order(documents);
    if (documents.empty()) continue;
    if (auto done = writer.add(word, documents); !done) return done;
  }
  return {};
}

}  // namespace

base::Result<bool> merge(base::FileSystem& files, const std::string& path,
                         const std::vector<std::shared_ptr<const Dictionary>>& from, const MergeParts& parts) {
  std::vector<std::int64_t> all;
  std::vector<std::uint64_t> replaced;
  for (const auto& dictionary : from) {
    auto ids = dictionary->ids();
    if (!ids) return std::move(ids).error();
    all.insert(all.end(), ids->begin(), ids->end());
    replaced.push_back(dictionary->number());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  auto alive = parts.alive(std::move(all));
  if (!alive) return std::move(alive).error();
  if (alive->empty()) return false;
  std::vector<Source> sources;
  for (const auto& dictionary : from) {
    auto ids = dictionary->ids();
    if (!ids) return std::move(ids).error();
    sources.push_back({dictionary, places_of(*ids, *alive)});
  }
  auto writer = DictionaryWriter::begin(files, path, from.front()->family(), *std::move(alive), std::move(replaced));
  if (!writer) return std::move(writer).error();
  for (std::size_t section = 0; section < kSections; ++section) {
    if (auto done = merge_section(static_cast<Section>(section), sources, parts, **writer); !done) return done.error();
  }
  if (auto done = (*writer)->finish(); !done) return done.error();
  return true;
}

}  // namespace mailstore::substring
