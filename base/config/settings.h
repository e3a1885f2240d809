// Settings: each has one documented place, a call in a module's `describe` function with its key, the field that holds
// it (whose value before reading is the default), its range and one sentence. Reading a file, the sample file and the
// manual all walk the same calls. Not thread-safe; read once at start and at SIGHUP.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace base {

class SettingVisitor {
 public:
  virtual ~SettingVisitor() = default;
  // Begins a section; the settings that follow have keys "name.key".
  virtual void section(std::string_view name, std::string_view sentence) = 0;
  virtual void integer(std::string_view key, std::int64_t& field, std::int64_t least, std::int64_t most,
                       std::string_view unit, std::string_view sentence) = 0;
  virtual void boolean(std::string_view key, bool& field, std::string_view sentence) = 0;
  virtual void text(std::string_view key, std::string& field, std::string_view sentence) = 0;
  virtual void words(std::string_view key, std::vector<std::string>& field, std::string_view sentence) = 0;
  // A key of earlier versions that means nothing any more: a file that still has it is read without complaint.
  virtual void former(std::string_view) {}

  // For fields of other integral types.
  template <class Integral>
  void number(std::string_view key, Integral& field, std::int64_t least, std::int64_t most, std::string_view unit,
              std::string_view sentence) {
    auto value = static_cast<std::int64_t>(field);
    integer(key, value, least, most, unit, sentence);
    field = static_cast<Integral>(value);
  }
};

using DescribeSettings = std::function<void(SettingVisitor&)>;

// Reads TOML text into the fields. Errors (bad_input): not TOML (with line), an unknown key (with the nearest known
// one), a wrong type, a value out of range; the message names `file`, the line and what is accepted. Fields already
// read keep their new values, so callers read into a copy.
Result<void> read_settings(std::string_view file, std::string_view toml, const DescribeSettings& describe);

// A file with every setting at its present value, each under its sentence; those equal to their value under `defaults`
// (the same describe over default fields) are commented out.
std::string write_settings(const DescribeSettings& describe, const DescribeSettings& defaults);

// The manual's tables of settings, Markdown.
std::string settings_manual(const DescribeSettings& describe);

}  // namespace base
