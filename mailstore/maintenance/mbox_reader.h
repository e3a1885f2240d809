// Splits an mbox file into messages. RFC 4155 and the older habits: a message begins with a From_ line ("From sender
// date") at the beginning of the file or after an empty line. Content-Length is believed only when it leads exactly to
// the next From_ line or to the end. Reads the file piece by piece; memory is bounded by the largest message. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "mailstore/maintenance/mail_source.h"

namespace mailstore {

// Gives bytes [offset, offset+size) of the file, fewer at its end.
using ReadAt = std::function<base::Result<std::string>(std::int64_t offset, std::size_t size)>;

base::Result<void> read_mbox(const std::string& file, const ReadAt& read_at, const MailSourceOptions& options,
                             const SourceVisitor& visitor);

// "From binhnv@bimson.example Mon Nov 23 16:32:00 2026" (a zone may follow or stand before the year): its date; nothing
// when this is no From_ line.
std::optional<InternalDate> parse_from_line(std::string_view line);

}  // namespace mailstore
