// The header fields that a delivery puts before a content (EmailRow::prefix): only these, each whole and ended by CRLF.
// So what a client asks of other fields is answered from the content alone. Pure.
#pragma once

#include <algorithm>
#include <string_view>

#include "base/mime/header_fields.h"
#include "base/text/case.h"

namespace mailstore {

inline constexpr std::string_view kTraceFields[] = {"Return-Path", "Authentication-Results", "Received"};

inline bool is_trace_field(std::string_view name) {
  return std::any_of(std::begin(kTraceFields), std::end(kTraceFields),
                     [&](std::string_view trace) { return base::equals_ignoring_case(name, trace); });
}

// Whether a prefix is as said above.
inline bool is_trace_prefix(std::string_view prefix) {
  std::size_t told = 0;  // octets that belong to such fields
  base::visit_header(prefix, [&](const base::HeaderField& field) {
    if (field.begin != told || !is_trace_field(field.name(prefix))) return false;
    told = field.end;
    return true;
  });
  return told == prefix.size() && (prefix.empty() || prefix.ends_with("\r\n"));
}

}  // namespace mailstore
