#include "mailstore/maintenance/mail_export.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "base/async/executor.h"
#include "base/mime/date.h"
#include "base/text/case.h"
#include "base/text/utf8.h"
#include "mailstore/maintenance/eml_index.h"
#include "mailstore/maintenance/local_files.h"
#include "mailstore/maintenance/maildir.h"
#include "mailstore/maintenance/mbox_fields.h"

namespace mailstore {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kAtOnce = 200;

struct ExportMessage {
  base::Uid uid;
  std::string bytes;  // prefix + content
  Flags flags;
  InternalDate date;
};

// One format: told of each mailbox, then of its messages.
class ExportWriter {
 public:
  virtual ~ExportWriter() = default;
  virtual base::Result<void> begin(const MailboxInfo& mailbox) = 0;
  virtual base::Result<void> add(const ExportMessage& message) = 0;
  virtual base::Result<void> end() = 0;
};

base::Result<void> make_directories(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (!error) return {};
  return base::Error::permanent(base::ErrorCode::io,
                                {"Không tạo được thư mục " + path + ".", "The directory " + path + " cannot be made."},
                                error.message());
}

class MaildirWriter final : public ExportWriter {
 public:
  explicit MaildirWriter(std::string root) : root_(std::move(root)) {}
  base::Result<void> begin(const MailboxInfo& mailbox) override {
    directory_ = mailbox.path == "INBOX" ? root_ : root_ + "/" + format_maildir_folder(mailbox.path);
    keywords_.clear();
    for (const char* part : {"/cur", "/new", "/tmp"}) {
      if (base::Result<void> made = make_directories(directory_ + part); !made) return made;
    }
    if (directory_ != root_) return write_local_file(directory_ + "/maildirfolder", "", base::Timestamp(0));
    return {};
  }
  base::Result<void> add(const ExportMessage& message) override {
    // W=size as Maildir++ readers know it; the number makes names unique in the order of UIDs.
    const std::string name = std::to_string(message.date.at.seconds()) + ".U" + std::to_string(message.uid.value) +
                             std::string(kMaildirMark) + "S=" + std::to_string(message.bytes.size()) +
                             format_maildir_flags(message.flags, keywords_);
    return write_local_file(directory_ + "/cur/" + name, message.bytes, message.date.at);
  }
  base::Result<void> end() override {
    if (keywords_.empty()) return {};
    return write_local_file(directory_ + "/dovecot-keywords", format_maildir_keywords(keywords_), base::Timestamp(0));
  }

 private:
  const std::string root_;
  std::string directory_;
  std::vector<std::string> keywords_;
};

// Characters that file systems or people stumble over become '_'.
std::string file_name(std::string_view text, std::size_t most) {
  std::string out;
  for (char c : base::utf8_prefix_bytes(text, most))
    out += static_cast<unsigned char>(c) < 0x20 || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos
               ? '_'
               : c;
  if (out.empty() || out.front() == '.') out.insert(0, "_");
  return out;
}

std::string below(const std::string& root, std::string_view path) {
  std::string out = root;
  while (true) {
    const std::size_t slash = path.find('/');
    out += "/" + file_name(path.substr(0, slash), 200);
    if (slash == std::string_view::npos) return out;
    path.remove_prefix(slash + 1);
  }
}

class EmlWriter final : public ExportWriter {
 public:
  explicit EmlWriter(std::string root) : root_(std::move(root)) {}
  base::Result<void> begin(const MailboxInfo& mailbox) override {
    directory_ = below(root_, mailbox.path);
    index_ = kEmlIndexHead;
    return make_directories(directory_);
  }
  base::Result<void> add(const ExportMessage& message) override {
    const std::string number = std::to_string(message.uid.value);
    const std::string name = std::string(number.size() < 8 ? 8 - number.size() : 0, '0') + number + ".eml";
    index_ += format_eml_index_line(name, {message.flags, message.date});
    return write_local_file(directory_ + "/" + name, message.bytes, message.date.at);
  }
  base::Result<void> end() override {
    if (index_.size() == kEmlIndexHead.size()) return {};
    return write_local_file(directory_ + "/" + std::string(kEmlIndexName), index_, base::Timestamp(0));
  }

 private:
  const std::string root_;
  std::string directory_, index_;
};

// "From MAILER-DAEMON Mon Nov 23 09:32:00 2026", then the message.
std::string mbox_text(const ExportMessage& message) {
  std::string out = "From MAILER-DAEMON ";
  const std::string date =
      base::format_mail_date(message.date.at, 0);  // "Mon, 23 Nov 2026 09:32:00 +0000", "Wed, 1 Jan 2020 …"
  const std::string day = date.substr(5, date.find(' ', 5) - 5);
  const std::string rest = date.substr(5 + day.size() + 1);
  out += date.substr(0, 3) + " " + rest.substr(0, 3) + " " + (day.size() == 1 ? " " : "") + day + " " +
         rest.substr(9, 8) + " " + rest.substr(4, 4) + "\n";
  return out + mbox_entry(message.bytes, message.flags);
}

class MboxWriter final : public ExportWriter {
 public:
  explicit MboxWriter(std::string root) : root_(std::move(root)) {}
  base::Result<void> begin(const MailboxInfo& mailbox) override {
    path_ = below(root_, mailbox.path) + ".mbox";
    if (base::Result<void> made = make_directories(fs::path(path_).parent_path().string()); !made) return made;
    out_.open(path_, std::ios::binary | std::ios::trunc);
    return state();
  }
  base::Result<void> add(const ExportMessage& message) override {
    out_ << mbox_text(message);
    return state();
  }
  base::Result<void> end() override {
    out_.close();
    return state();
  }

 private:
  base::Result<void> state() const {
    if (out_) return {};
    return base::Error::permanent(base::ErrorCode::io, {"Không ghi được " + path_ + ".", path_ + " cannot be written."},
                                  "stream failed");
  }
  const std::string root_;
  std::string path_;
  std::ofstream out_;
};

class Exporter {
 public:
  Exporter(MailStore& store, const ExportRequest& request)
      : mailboxes_(store.mailboxes()), mail_(store.selected()), request_(request) {}

  base::Result<ExportReport> run() {
    if (base::Result<void> empty = target_is_empty(); !empty) return std::move(empty).error();
    base::Result<std::vector<MailboxInfo>> all = base::run_blocking(mailboxes_.list(request_.account));
    if (!all) return std::move(all).error();
    std::erase_if(*all, [&](const MailboxInfo& info) { return !wanted(info); });
    if (all->empty()) {
      return base::Error::permanent(
          base::ErrorCode::not_found,
          {"Không có hộp thư " + request_.mailbox + ".", "There is no mailbox " + request_.mailbox + "."}, "");
    }
    for (const MailboxInfo& info : *all) total_ += info.messages;
    std::unique_ptr<ExportWriter> writer = make_writer();
    for (const MailboxInfo& info : *all) {
      if (base::Result<void> done = mailbox(info, *writer); !done) return std::move(done).error();
    }
    return report_;
  }

 private:
  bool wanted(const MailboxInfo& info) const {
    return request_.mailbox.empty() || info.path == request_.mailbox || info.path.starts_with(request_.mailbox + "/");
  }

  base::Result<void> target_is_empty() const {
    std::error_code error;
    if (fs::exists(request_.path, error) && !fs::is_empty(request_.path, error)) {
      return base::Error::permanent(
          base::ErrorCode::exists,
          {"Thư mục " + request_.path + " không trống.", "The directory " + request_.path + " is not empty."}, "");
    }
    return make_directories(request_.path);
  }

  std::unique_ptr<ExportWriter> make_writer() const {
    switch (request_.format) {
      case ExportFormat::mbox: return std::make_unique<MboxWriter>(request_.path);
      case ExportFormat::eml: return std::make_unique<EmlWriter>(request_.path);
      default: return std::make_unique<MaildirWriter>(request_.path);
    }
  }

  base::Result<void> mailbox(const MailboxInfo& info, ExportWriter& writer) {
    if (base::Result<void> begun = writer.begin(info); !begun) return begun;
    base::Result<std::shared_ptr<const MailboxView>> view = base::run_blocking(mail_.view(info.id));
    if (!view) return std::move(view).error();
    for (std::size_t at = 0; at < (*view)->size(); at += kAtOnce) {
      std::vector<Entry> entries;
      for (std::size_t i = at; i < std::min(at + kAtOnce, (*view)->size()); ++i) entries.push_back((*view)->at(i));
      base::Result<std::vector<MessageMeta>> meta =
          base::run_blocking(mail_.meta(info.id, entries, static_cast<Wants>(Want::prefix)));
      if (!meta) return std::move(meta).error();
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if (request_.stop.stop_requested()) return stopped();
        if (!(*meta)[i].content) continue;  // expunged meanwhile
        if (base::Result<void> done = message(entries[i], (*meta)[i], writer); !done) return done;
      }
      if (request_.progress) request_.progress(report_.messages, total_);
    }
    ++report_.mailboxes;
    return writer.end();
  }

  base::Error stopped() const {
    const std::string done = std::to_string(report_.messages), all = std::to_string(total_);
    return base::Error::transient(
        base::ErrorCode::stopped,
        {"Máy chủ đang dừng: mới xuất " + done + "/" + all +
             " thư, bản xuất chưa đủ. Hộp thư không thay đổi; hãy xóa " + request_.path + " rồi chạy lại lệnh.",
         "The server stops: " + done + " of " + all +
             " messages were exported so far, the rest is missing. "
             "The mailboxes are unchanged. Remove " +
             request_.path + " and run the command again."});
  }

  base::Result<void> message(const Entry& entry, const MessageMeta& meta, ExportWriter& writer) {
    base::Result<std::string> bytes = base::run_blocking(mail_.read_message(entry, meta.prefix, 0, entry.size));
    if (!bytes) return std::move(bytes).error();
    ExportMessage out{entry.uid, std::move(*bytes), {entry.system_flags, {}}, {entry.received, entry.offset_minutes}};
    if (const auto keywords = mail_.keywords(entry.keyword_set)) out.flags.keywords = *keywords;
    ++report_.messages;
    report_.bytes += static_cast<std::int64_t>(out.bytes.size());
    return writer.add(out);
  }

  Mailboxes& mailboxes_;
  SelectedMail& mail_;
  const ExportRequest& request_;
  ExportReport report_;
  std::int64_t total_ = 0;
};

}  // namespace

base::Result<ExportReport> export_mail(MailStore& store, const ExportRequest& request) {
  return Exporter(store, request).run();
}

}  // namespace mailstore
