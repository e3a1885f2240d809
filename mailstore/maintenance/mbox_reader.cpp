#include "mailstore/maintenance/mbox_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "base/mime/header_fields.h"
#include "base/text/case.h"
#include "base/text/file_text.h"
#include "mailstore/maintenance/mbox_fields.h"

namespace mailstore {
namespace {

constexpr std::size_t kPiece = 1 << 20;

// Lines of a file with their line ends, and where they begin.
class LineReader {
 public:
  LineReader(const ReadAt& read_at, std::int64_t longest) : read_at_(read_at), longest_(longest) {}

  // false at the end. A line longer than the longest message comes in pieces.
  base::Result<bool> next(std::string_view& line) {
    while (true) {
      const std::size_t end = buffer_.find('\n', std::max(position_, scanned_));
      if (end != std::string::npos) return take(end + 1, line);
      scanned_ = buffer_.size();
      if (at_end_ || static_cast<std::int64_t>(buffer_.size() - position_) > longest_) {
        if (position_ == buffer_.size()) return false;
        return take(buffer_.size(), line);
      }
      if (base::Result<void> more = fill(); !more) return std::move(more).error();
    }
  }
  std::int64_t line_offset() const { return line_offset_; }
  // Up to `size` bytes that stand `distance` bytes after the end of the current line; for looking ahead.
  base::Result<std::string> peek(std::int64_t distance, std::size_t size) const {
    return read_at_(line_offset_ + static_cast<std::int64_t>(line_size_) + distance, size);
  }

 private:
  bool take(std::size_t end, std::string_view& line) {
    line = std::string_view(buffer_).substr(position_, end - position_);
    line_offset_ = buffer_offset_ + static_cast<std::int64_t>(position_);
    line_size_ = end - position_;
    position_ = end;
    scanned_ = end;
    return true;
  }
  base::Result<void> fill() {
    buffer_.erase(0, position_);
    buffer_offset_ += static_cast<std::int64_t>(position_);
    scanned_ -= position_;
    position_ = 0;
    base::Result<std::string> more = read_at_(buffer_offset_ + static_cast<std::int64_t>(buffer_.size()), kPiece);
    if (!more) return std::move(more).error();
    if (more->empty()) at_end_ = true;
    buffer_ += *more;
    return {};
  }

  const ReadAt& read_at_;
  const std::int64_t longest_;
  std::string buffer_;
  std::int64_t buffer_offset_ = 0, line_offset_ = 0;
  std::size_t position_ = 0, scanned_ = 0, line_size_ = 0;
  bool at_end_ = false;
};

std::string_view without_line_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// One '>' of a quoted From line, or the line as it is.
std::string_view unquote(std::string_view line, MboxQuoting quoting) {
  if (quoting == MboxQuoting::none || !line.starts_with('>')) return line;
  const std::size_t marks = line.find_first_not_of('>');
  if (marks == std::string_view::npos || !line.substr(marks).starts_with("From ")) return line;
  if (quoting == MboxQuoting::mboxo && marks != 1) return line;
  return line.substr(1);
}

std::optional<std::int64_t> content_length(std::string_view header) {
  const std::optional<std::string> value = base::header_value(header, "Content-Length");
  if (!value) return std::nullopt;
  std::int64_t length = 0;
  const auto [end, error] = std::from_chars(value->data(), value->data() + value->size(), length);
  if (error != std::errc() || end != value->data() + value->size() || length < 0) return std::nullopt;
  return length;
}

class MboxReader {
 public:
  MboxReader(const std::string& file, const ReadAt& read_at, const MailSourceOptions& options,
             const SourceVisitor& visitor)
      : file_(file), options_(options), visitor_(visitor), lines_(read_at, options.max_message_bytes) {}

  base::Result<void> run() {
    bool after_blank = true;
    while (true) {
      std::string_view line;
      base::Result<bool> more = lines_.next(line);
      if (!more) return std::move(more).error();
      if (!*more) break;
      std::string_view text = without_line_end(line);
      if (lines_.line_offset() == 0) text = base::without_signature(text);
      if (after_blank && text.starts_with("From ") && exact_until_ <= lines_.line_offset()) {
        if (std::optional<InternalDate> date = parse_from_line(text)) {
          if (!finish()) return {};
          begin(date);
          after_blank = false;
          continue;
        }
      }
      after_blank = text.empty();
      if (!open_) {
        if (!text.empty()) stray();
        continue;
      }
      if (base::Result<void> added = add(line, text); !added) return added;
    }
    finish();
    return {};
  }

 private:
  void begin(std::optional<InternalDate> date) {
    open_ = true;
    in_header_ = true;
    too_large_ = exact_ = false;
    message_ = SourceMessage{};
    message_.date = date;
    message_.file = file_;
    message_.offset = lines_.line_offset();
  }

  base::Result<void> add(std::string_view line, std::string_view text) {
    if (too_large_) return {};
    if (static_cast<std::int64_t>(message_.bytes.size() + line.size()) > options_.max_message_bytes) {
      too_large_ = true;
      message_.bytes.clear();
      return {};
    }
    const MboxQuoting quoting = options_.quoting == MboxQuoting::automatic ? MboxQuoting::mboxrd : options_.quoting;
    const bool plain = in_header_ || (exact_ && options_.quoting == MboxQuoting::automatic);
    message_.bytes += plain ? line : unquote(line, quoting);
    if (in_header_ && text.empty()) {
      in_header_ = false;
      return look_at_length();
    }
    return {};
  }

  // RFC 4155 knows no Content-Length, but mboxcl and mboxcl2 files rely on it. It is believed when a From_ line or the
  // end of the file stands where it points to, and quoted lines are left alone only when an unquoted one lies within
  // (mboxcl2).
  base::Result<void> look_at_length() {
    const std::optional<std::int64_t> length = content_length(message_.bytes);
    if (!length || *length > options_.max_message_bytes) return {};
    base::Result<std::string> after = lines_.peek(*length, 8);
    if (!after) return std::move(after).error();
    std::string_view rest = *after;
    if (!rest.empty() && rest.front() == '\r') rest.remove_prefix(1);
    if (!rest.empty() && rest.front() == '\n') rest.remove_prefix(1);
    if (!rest.empty() && !rest.starts_with("From ")) return {};
    base::Result<std::string> body = lines_.peek(0, static_cast<std::size_t>(*length));
    if (!body) return std::move(body).error();
    if (static_cast<std::int64_t>(body->size()) != *length) return {};
    exact_ = body->starts_with("From ") || body->find("\nFrom ") != std::string::npos;
    if (exact_) exact_until_ = lines_.line_offset() + 1 + *length;  // From lines before it are text
    return {};
  }

  // Hands out what was read; false: the visitor wants no more.
  bool finish() {
    if (!open_) return true;
    open_ = false;
    if (too_large_) {
      visitor_.problem({file_, message_.offset,
                        "the message is longer than " + std::to_string(options_.max_message_bytes) + " bytes"});
      return true;
    }
    std::string& bytes = message_.bytes;  // the empty line before the next From_ line is not the message's
    if (bytes.ends_with("\r\n\r\n")) bytes.resize(bytes.size() - 2);
    else if (bytes.ends_with("\n\n")) bytes.pop_back();
    if (without_line_end(bytes).empty()) {
      visitor_.problem({file_, message_.offset, "an empty message"});
      return true;
    }
    FolderFields folder = take_folder_fields(bytes);
    message_.flags = std::move(folder.flags);
    if (folder.ours) return visitor_.message(std::move(message_));
    bytes.erase(0, bytes.size() - base::without_signature(bytes).size());
    const std::optional<std::string> subject = base::header_value(bytes, "Subject");
    if (subject && subject->starts_with("DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA"))
      return true;  // of UW tools
    return visitor_.message(std::move(message_));
  }

  void stray() {
    if (stray_reported_) return;
    stray_reported_ = true;
    visitor_.problem({file_, lines_.line_offset(), "text before the first From_ line is left out"});
  }

  const std::string& file_;
  const MailSourceOptions& options_;
  const SourceVisitor& visitor_;
  LineReader lines_;
  SourceMessage message_;
  bool open_ = false, in_header_ = false, too_large_ = false, exact_ = false, stray_reported_ = false;
  std::int64_t exact_until_ = 0;
};

bool is_month(std::string_view word) {
  static constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return std::find(std::begin(kMonths), std::end(kMonths), word) != std::end(kMonths);
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at < line.size() && out.size() < 40;) {
    const std::size_t begin = line.find_first_not_of(" \t", at);
    if (begin == std::string_view::npos) break;
    at = std::min(line.find_first_of(" \t", begin), line.size());
    out.push_back(line.substr(begin, at - begin));
  }
  return out;
}

bool is_time(std::string_view word) {
  if (word.size() < 4 || word.size() > 8) return false;
  return word.find(':') != std::string_view::npos && word.find_first_not_of("0123456789:") == std::string_view::npos;
}

bool is_year(std::string_view word) {
  return word.size() == 4 && word.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::optional<InternalDate> parse_from_line(std::string_view line) {
  if (!line.starts_with("From ")) return std::nullopt;
  const std::vector<std::string_view> words = words_of(line.substr(5));
  // asctime: [Www] Mmm dd hh:mm[:ss] [zone] yyyy [zone], after the sender, which may hold blanks.
  for (std::size_t i = 0; i + 3 < words.size(); ++i) {
    if (!is_month(words[i]) || !is_time(words[i + 2])) continue;
    const bool year_next = is_year(words[i + 3]);
    if (!year_next && (i + 4 >= words.size() || !is_year(words[i + 4]))) continue;
    const std::string_view year = year_next ? words[i + 3] : words[i + 4];
    const std::string_view zone = !year_next ? words[i + 3] : i + 4 < words.size() ? words[i + 4] : std::string_view();
    std::string text = std::string(words[i + 1]) + " " + std::string(words[i]) + " " + std::string(year) + " " +
                       std::string(words[i + 2]);
    if (!zone.empty()) text += " " + std::string(zone);
    if (const std::optional<base::MailDate> time = base::parse_mail_date(text); time && time->time_valid) {
      return InternalDate{time->time, static_cast<std::int16_t>(time->offset_minutes)};
    }
  }
  // The forms of RFC 5322 are met too: "From x Mon, 23 Nov 2026 16:32:00 +0700".
  for (std::size_t i = 1; i + 2 < words.size(); ++i) {
    if (!is_month(words[i]) || !is_year(words[i + 1]) || !is_time(words[i + 2])) continue;
    const std::string_view tail(words[i - 1].data(),
                                static_cast<std::size_t>(line.data() + line.size() - words[i - 1].data()));
    if (const std::optional<base::MailDate> time = base::parse_mail_date(tail); time && time->time_valid) {
      return InternalDate{time->time, static_cast<std::int16_t>(time->offset_minutes)};
    }
  }
  return std::nullopt;
}

base::Result<void> read_mbox(const std::string& file, const ReadAt& read_at, const MailSourceOptions& options,
                             const SourceVisitor& visitor) {
  return MboxReader(file, read_at, options, visitor).run();
}

}  // namespace mailstore
