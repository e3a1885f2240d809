#include "mailstore/substring/builder.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "base/text/search_form.h"
#include "mailstore/substring/dictionary_writer.h"
#include "mailstore/substring/words.h"

namespace mailstore::substring {
namespace {

constexpr std::size_t kArenaBlock = 256 << 10;
constexpr std::size_t kRoomOfWord = 96;        // in the table, beside its octets
constexpr std::size_t kMaxCarried = 1u << 20;  // of a word that goes over a piece of a text

}  // namespace

void Builder::begin_document(std::int64_t id) {
  ids_.push_back(id);
  for (Words& words : sections_) words.of_document = 0;
}

std::string_view Builder::keep(std::string_view word) {
  if (arena_left_ < word.size()) {
    arena_.push_back(std::make_unique<char[]>(kArenaBlock));
    arena_left_ = kArenaBlock;
    room_ += kArenaBlock;
  }
  char* const at = arena_.back().get() + (kArenaBlock - arena_left_);
  std::memcpy(at, word.data(), word.size());
  arena_left_ -= word.size();
  return {at, word.size()};
}

bool Builder::enter(Words& words, std::string_view word) {
  const auto document = static_cast<std::uint32_t>(ids_.size() - 1);
  auto found = words.numbers.find(word);
  if (found == words.numbers.end()) {
    found = words.numbers.emplace(keep(word), static_cast<std::uint32_t>(words.texts.size())).first;
    words.texts.push_back(found->first);
    words.last.push_back(0);
    room_ += kRoomOfWord;
  }
  std::uint32_t& last = words.last[found->second];
  if (last == document + 1) return true;
  if (++words.of_document > kMaxWordsOfDocument) return false;
  last = document + 1;
  words.entries.emplace_back(found->second, document);
  room_ += sizeof words.entries[0];
  return true;
}

bool Builder::add_text(Section section, std::string_view utf8) {
  Words& words = sections_[static_cast<std::size_t>(section)];
  bool room = true;
  const auto enter_word = [&](std::string_view word) {
    entries_of(word, [&](std::string_view entry) { room = room && enter(words, entry); });
  };
  std::string carried;  // a word that may go on in the next piece
  base::visit_search_form(utf8, [&](std::string_view piece) {
    if (!carried.empty()) piece = carried.append(piece);
    WordCutter cutter(piece);
    Word word, last;
    bool any = false;
    while (room && cutter.next(word)) {
      if (any) enter_word(piece.substr(last.begin, last.end - last.begin));
      last = word;
      any = true;
    }
    std::string rest;
    if (any && !last.alone && last.end == piece.size()) rest = piece.substr(last.begin);
    else if (any) enter_word(piece.substr(last.begin, last.end - last.begin));
    if (rest.size() > kMaxCarried) room = false;
    carried = std::move(rest);
    return room;
  });
  if (room && !carried.empty()) enter_word(carried);
  if (!room) mark_open(section);
  return room;
}

void Builder::mark_open(Section section) {
  std::vector<std::uint32_t>& open = sections_[static_cast<std::size_t>(section)].open;
  const auto document = static_cast<std::uint32_t>(ids_.size() - 1);
  if (open.empty() || open.back() != document) open.push_back(document);
}

void Builder::clear() {
  ids_.clear();
  for (Words& words : sections_) words = {};
  arena_.clear();
  arena_left_ = 0;
  room_ = 0;
}

base::Result<void> Builder::write(base::FileSystem& files, const std::string& path) {
  struct Emptied {
    Builder& builder;
    ~Emptied() { builder.clear(); }
  } emptied{*this};
  std::vector<std::uint32_t> order(ids_.size()), place(ids_.size());  // by id
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return ids_[a] < ids_[b]; });
  std::vector<std::int64_t> ids;
  for (std::size_t i = 0; i < order.size(); ++i) {
    place[order[i]] = static_cast<std::uint32_t>(i);
    ids.push_back(ids_[order[i]]);
  }
  auto writer = DictionaryWriter::begin(files, path, family_, std::move(ids), {});
  if (!writer) return std::move(writer).error();
  for (std::size_t section = 0; section < kSections; ++section) {
    Words& words = sections_[section];
    if (words.texts.empty() && words.open.empty()) continue;
    std::vector<std::uint32_t> open;
    for (const std::uint32_t document : words.open) open.push_back(place[document]);
    std::sort(open.begin(), open.end());
    if (auto done = (*writer)->begin_section(static_cast<Section>(section), std::move(open)); !done) return done;
    std::vector<std::uint32_t> by_text(words.texts.size()), rank(words.texts.size());
    std::iota(by_text.begin(), by_text.end(), 0);
    std::sort(by_text.begin(), by_text.end(),
              [&](std::uint32_t a, std::uint32_t b) { return words.texts[a] < words.texts[b]; });
    for (std::size_t i = 0; i < by_text.size(); ++i) rank[by_text[i]] = static_cast<std::uint32_t>(i);
    for (auto& [word, document] : words.entries) {
      word = rank[word];
      document = place[document];
    }
    std::sort(words.entries.begin(), words.entries.end());
    std::vector<std::uint32_t> documents;
    for (std::size_t i = 0; i < words.entries.size();) {
      const std::uint32_t word = words.entries[i].first;
      documents.clear();
      for (; i < words.entries.size() && words.entries[i].first == word; ++i)
        documents.push_back(words.entries[i].second);
      if (auto done = (*writer)->add(words.texts[by_text[word]], documents); !done) return done;
    }
  }
  return (*writer)->finish();
}

}  // namespace mailstore::substring
