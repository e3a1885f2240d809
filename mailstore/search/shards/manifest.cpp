#include "mailstore/search/shards/manifest.h"

#include <charconv>

#include "mailstore/blob/segment_format.h"

namespace mailstore::search {
namespace {

// Takes the next line apart into words; false when there is none or it does not begin with `first`.
bool next_line(std::string_view& rest, std::string_view first, std::vector<std::string_view>& words) {
  const std::size_t end = rest.find('\n');
  if (end == std::string_view::npos) return false;
  std::string_view line = rest.substr(0, end);
  words.clear();
  for (std::size_t blank = line.find(' '); blank != std::string_view::npos; blank = line.find(' ')) {
    words.push_back(line.substr(0, blank));
    line.remove_prefix(blank + 1);
  }
  words.push_back(line);
  if (words.front() != first) return false;
  rest.remove_prefix(end + 1);
  return true;
}

bool number(std::string_view word, std::uint64_t& out) {
  const auto read = std::from_chars(word.data(), word.data() + word.size(), out);
  return read.ec == std::errc() && read.ptr == word.data() + word.size();
}

}  // namespace

std::string encode(const Manifest& manifest) {
  std::string out = "vanthu-search " + std::to_string(kIndexFormat) + " " + manifest.id + "\nnext " +
                    std::to_string(manifest.next) + "\nhidden " + std::to_string(manifest.hidden) + "\n";
  for (const Manifest::Shard& shard : manifest.shards)
    out += "shard " + std::to_string(shard.number) + " " + std::to_string(shard.documents) + "\n";
  return out + "end " + std::to_string(blob::crc32c(out)) + "\n";
}

std::optional<Manifest> decode_manifest(std::string_view bytes) {
  Manifest out;
  std::string_view rest = bytes;
  std::vector<std::string_view> words;
  std::uint64_t value = 0;
  if (!next_line(rest, "vanthu-search", words) || words.size() != 3 || !number(words[1], value) ||
      value != kIndexFormat || words[2].empty())
    return std::nullopt;
  out.id = words[2];
  if (!next_line(rest, "next", words) || words.size() != 2 || !number(words[1], out.next)) return std::nullopt;
  if (!next_line(rest, "hidden", words) || words.size() != 2 || !number(words[1], out.hidden)) return std::nullopt;
  while (next_line(rest, "shard", words)) {
    Manifest::Shard shard;
    if (words.size() != 3 || !number(words[1], shard.number) || !number(words[2], shard.documents)) return std::nullopt;
    out.shards.push_back(shard);
  }
  const std::size_t said = bytes.size() - rest.size();
  if (!next_line(rest, "end", words) || words.size() != 2 || !number(words[1], value) || !rest.empty() ||
      value != blob::crc32c(bytes.substr(0, said)))
    return std::nullopt;
  return out;
}

}  // namespace mailstore::search
