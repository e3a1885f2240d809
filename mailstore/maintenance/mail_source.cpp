// What lies at a path: a Maildir (has cur/ and new/), a directory of anything, an mbox (begins with a From_ line), or
// one message. Directories are read in order of names, without following symbolic links to directories.
#include "mailstore/maintenance/mail_source.h"

#include <algorithm>
#include <filesystem>

#include "base/mime/header_fields.h"
#include "base/text/case.h"
#include "base/text/file_text.h"
#include "base/text/utf8.h"
#include "mailstore/maintenance/eml_index.h"
#include "mailstore/maintenance/local_files.h"
#include "mailstore/maintenance/maildir.h"
#include "mailstore/maintenance/mbox_fields.h"
#include "mailstore/maintenance/mbox_reader.h"

namespace mailstore {
namespace {

namespace fs = std::filesystem;

constexpr int kMaxDepth = 32;
constexpr std::int64_t kMaxIndex = 256 << 20;  // octets: some two million messages

class SourceReader {
 public:
  SourceReader(const MailSourceOptions& options, const SourceVisitor& visitor) : options_(options), visitor_(visitor) {
    counting_.problem = visitor.problem;
    counting_.message = [this](SourceMessage message) {
      message.folder = folder_;
      ++messages_;
      if (!message.date) message.date = date_from_header(message.bytes);
      go_on_ = visitor_.message(std::move(message));
      return go_on_;
    };
  }

  base::Result<void> read(const std::string& path) {
    base::Result<LocalFileInfo> info = local_file_info(path);
    if (!info) return std::move(info).error();
    if (info->directory) {
      if (is_maildir(path)) maildir(path, "", 0);
      else directory(path, "", 0);
    } else {
      file(path, *info);
    }
    if (messages_ == 0 && go_on_) {
      return base::Error::permanent(base::ErrorCode::bad_input, {"Không tìm thấy thư nào trong " + path + ".",
                                                                 "No mail was found in " + path + "."});
    }
    return {};
  }

 private:
  static bool is_maildir(const std::string& path) {
    std::error_code error;
    return fs::is_directory(path + "/cur", error) && fs::is_directory(path + "/new", error);
  }

  std::vector<std::string> names(const std::string& path) {
    std::vector<std::string> out;
    std::error_code error;
    for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error))
      out.push_back(it->path().filename().string());
    if (error) visitor_.problem({path, 0, "the directory cannot be read: " + error.message()});
    std::sort(out.begin(), out.end());
    return out;
  }

  static bool is_real_directory(const std::string& path) {
    std::error_code error;
    return fs::is_directory(path, error) && !fs::is_symlink(path, error);
  }

  static std::string below(const std::string& folder, const std::string& name) {
    return folder.empty() ? name : folder + "/" + name;
  }

  void maildir(const std::string& path, const std::string& folder, int depth) {
    std::vector<std::string> keywords;
    if (const base::Result<std::string> file = read_local_file(path + "/dovecot-keywords", 1 << 20)) {
      keywords = parse_maildir_keywords(base::text_of_file(*file));
    }
    for (const char* part : {"/cur", "/new"}) {
      for (const std::string& name : names(path + part)) {
        if (!go_on_) return;
        if (name.starts_with(".")) continue;
        folder_ = folder;
        maildir_message(path + part + "/" + name, name, keywords);
      }
    }
    for (const std::string& name : names(path)) {
      const std::string sub = path + "/" + name;
      if (!go_on_ || depth >= kMaxDepth || !is_real_directory(sub) || name == "cur" || name == "new" || name == "tmp")
        continue;
      const std::optional<std::string> dotted = parse_maildir_folder(name);
      if (is_maildir(sub)) maildir(sub, below(folder, dotted ? *dotted : base::sanitize_utf8(name)), depth + 1);
    }
  }

  void maildir_message(const std::string& path, const std::string& name, const std::vector<std::string>& keywords) {
    base::Result<LocalFileInfo> info = local_file_info(path);
    if (info && !info->regular) return;
    base::Result<std::string> bytes = read_local_file(path, options_.max_message_bytes);
    if (!info || !bytes) return problem(path, !info ? info.error() : bytes.error());
    if (bytes->empty()) return visitor_.problem({path, 0, "an empty file"});
    SourceMessage message;
    message.flags = parse_maildir_flags(name, keywords);
    // What our own export wrote is the message and nothing else.
    const bool ours = name.find(kMaildirMark) != std::string::npos;
    if (!ours && keywords.empty()) add_keyword_header(*bytes, message.flags);
    message.bytes = ours ? std::move(*bytes) : without_file_mark(std::move(*bytes));
    message.date = InternalDate{base::Timestamp(info->modified.seconds() * 1000000), base::kOfficeOffsetMinutes};
    message.file = path;
    counting_.message(std::move(message));
  }

  // RFC 5322 §2.2: the name of a field is printable ASCII, so these octets are the file's and not the message's.
  static std::string without_file_mark(std::string bytes) {
    bytes.erase(0, bytes.size() - base::without_signature(bytes).size());
    return bytes;
  }

  // X-Keywords may stand in a Maildir message too (offlineimap writes it so, where no file of keywords lies); the bytes
  // stay as they are.
  static void add_keyword_header(const std::string& bytes, Flags& flags) {
    std::string copy(std::string_view(bytes).substr(0, base::header_size(bytes)));
    const Flags header = take_folder_fields(copy).flags;
    flags.keywords.insert(flags.keywords.end(), header.keywords.begin(), header.keywords.end());
    std::sort(flags.keywords.begin(), flags.keywords.end(), base::AsciiCaseLess());
    flags.keywords.erase(std::unique(flags.keywords.begin(), flags.keywords.end()), flags.keywords.end());
  }

  // What our own export left beside the .eml files of a directory.
  EmlIndex index_of(const std::string& path) {
    const std::string file = path + "/" + std::string(kEmlIndexName);
    std::error_code error;
    if (!fs::is_regular_file(file, error)) return {};
    const base::Result<std::string> text = read_local_file(file, kMaxIndex);
    if (!text) {
      problem(file, text.error());
      return {};
    }
    return parse_eml_index(base::text_of_file(*text), [&](std::int64_t offset, std::string what) {
      visitor_.problem({file, offset, std::move(what)});
    });
  }

  // Files are messages or mboxes; directories become folders.
  void directory(const std::string& path, const std::string& folder, int depth) {
    const EmlIndex index = index_of(path);
    for (const std::string& name : names(path)) {
      if (!go_on_) return;
      if (name == kEmlIndexName) continue;
      const std::string entry = path + "/" + name;
      const auto known = index.find(name);
      if (name.starts_with(".")) {  // one folder of a Maildir, exported alone
        const std::optional<std::string> dotted = parse_maildir_folder(name);
        if (dotted && is_real_directory(entry) && is_maildir(entry)) maildir(entry, below(folder, *dotted), depth + 1);
        continue;
      }
      base::Result<LocalFileInfo> info = local_file_info(entry);
      if (!info) {
        problem(entry, info.error());
      } else if (info->directory) {
        if (!is_real_directory(entry) || depth >= kMaxDepth) continue;
        if (is_maildir(entry)) maildir(entry, below(folder, base::sanitize_utf8(name)), depth + 1);
        else directory(entry, below(folder, base::sanitize_utf8(name)), depth + 1);
      } else {
        // One mbox per mailbox, as exporters write them.
        const bool named = name.size() > 5 && name.ends_with(".mbox") && name != "INBOX.mbox";
        folder_ = named ? below(folder, base::sanitize_utf8(name.substr(0, name.size() - 5))) : folder;
        if (known != index.end() && info->regular) single(entry, *info, &known->second);  // whatever it begins with
        else file(entry, *info);
      }
    }
  }

  void file(const std::string& path, const LocalFileInfo& info) {
    if (!info.regular || info.size == 0) return;  // an mbox without messages is empty
    base::Result<LocalFile> opened = LocalFile::open(path);
    base::Result<std::string> start = opened ? opened->read_at(0, 512) : base::Result<std::string>(opened.error());
    if (!start) return problem(path, start.error());
    const std::string_view first_line =
        base::without_signature(std::string_view(*start).substr(0, start->find_first_of("\r\n")));
    if (parse_from_line(first_line)) {
      const ReadAt read_at = [&](std::int64_t offset, std::size_t size) { return opened->read_at(offset, size); };
      if (base::Result<void> done = read_mbox(path, read_at, options_, counting_); !done) problem(path, done.error());
      return;
    }
    single(path, info, nullptr);
  }

  // `known` may be null.
  void single(const std::string& path, const LocalFileInfo& info, const EmlIndexEntry* known) {
    base::Result<std::string> bytes = read_local_file(path, options_.max_message_bytes);
    if (!bytes) return problem(path, bytes.error());
    if (known == nullptr && base::begins_as_utf16(*bytes)) {
      return visitor_.problem(
          {path, 0,
           "tệp chữ UTF-16, không phải thư: hãy lưu lại nguyên dạng (hoặc UTF-8) rồi nhập lại / a text file in UTF-16, not a message: "
           "save it as it was sent (or as UTF-8) and import it again"});
    }
    if (known == nullptr) *bytes = without_file_mark(std::move(*bytes));
    if (known == nullptr && !path.ends_with(".eml") && !looks_like_mail(*bytes))
      return visitor_.problem({path, 0, "this does not look like a message"});
    SourceMessage message;
    if (known != nullptr) {
      message.flags = known->flags;
      message.date = known->date;
    } else {
      message.date = date_from_header(*bytes);
    }
    if (!message.date)
      message.date = InternalDate{base::Timestamp(info.modified.seconds() * 1000000), base::kOfficeOffsetMinutes};
    message.bytes = std::move(*bytes);
    message.file = path;
    counting_.message(std::move(message));
  }

  // Begins with a header field: other files of a directory are not mail. What is named .eml is, however broken.
  static bool looks_like_mail(std::string_view bytes) {
    if (bytes.starts_with("From ") || bytes.starts_with(">From ")) return true;
    const std::size_t colon = bytes.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon > 200) return false;
    for (char c : bytes.substr(0, colon)) {
      if (c <= ' ' || c >= 0x7F) return false;
    }
    return true;
  }

  void problem(const std::string& path, const base::Error& error) {
    visitor_.problem({path, 0, base::describe(error)});
  }

  const MailSourceOptions& options_;
  const SourceVisitor& visitor_;
  SourceVisitor counting_;
  std::string folder_;
  std::int64_t messages_ = 0;
  bool go_on_ = true;
};

}  // namespace

base::Result<void> read_mail_source(const std::string& path, const MailSourceOptions& options,
                                    const SourceVisitor& visitor) {
  return SourceReader(options, visitor).read(path);
}

std::optional<InternalDate> date_from_header(std::string_view message) {
  const std::string_view header = message.substr(0, base::header_size(message));
  std::optional<base::MailDate> time;
  // RFC 5321 §4.4: the date stands after the last semicolon; the newest field is the first.
  if (const std::optional<std::string> received = base::header_value(header, "Received")) {
    if (const std::size_t semicolon = received->rfind(';'); semicolon != std::string::npos)
      time = base::parse_mail_date(received->substr(semicolon + 1));
    if (time && !time->time_valid) time.reset();  // the Date may know it better
  }
  if (!time) {
    if (const std::optional<std::string> date = base::header_value(header, "Date")) time = base::parse_mail_date(*date);
  }
  if (!time) return std::nullopt;
  return InternalDate{time->time, static_cast<std::int16_t>(time->offset_minutes)};
}

}  // namespace mailstore
