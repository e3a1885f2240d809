// What is kept of a content's Message-ID fields so that SEARCH HEADER Message-ID need not look at whole headers: their
// text, and a key by which a whole id is found. Pure, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mailstore {

struct MessageIds {
  // Keys that are no hash of an id.
  static constexpr std::int64_t kSeveral = 0;  // several ids, or octets that are not ASCII: compare the text
  static constexpr std::int64_t kNoId = 1;     // no field, or nothing in it stands between "<" and ">"
  static constexpr std::int64_t kNotKept = 2;  // too long: only the header lines of the content tell
  static constexpr std::int64_t kFirstHash = 16;

  std::int64_t key = kNoId;
  std::string text;  // the decoded values, a line each
  bool operator==(const MessageIds&) const = default;
};

inline constexpr std::string_view kMessageIdName = "Message-ID";
inline constexpr std::size_t kMaxMessageIdText = 1000;  // octets

// `header_lines`: decoded_header_lines().text; `cut`: the header says more.
MessageIds message_ids_of(std::string_view header_lines, bool cut);

// The key under which every text stands that holds this needle, but for those of kSeveral and kNotKept. Nothing when
// the needle is no whole id in angle brackets: any part of a text may hold it then.
std::optional<std::int64_t> key_of_whole_id(std::string_view needle);

}  // namespace mailstore
