#include "mailstore/maintenance/mail_import.h"

#include <map>
#include <set>
#include <utility>

#include "base/async/executor.h"
#include "base/crypto/hash.h"
#include "mailstore/delivery/prepare/message_edits.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {
namespace {

constexpr std::size_t kBatchMessages = 100;
constexpr std::size_t kBatchBytes = 8 << 20;

bool is_fatal(const base::Error& error) {
  switch (error.code) {
    case base::ErrorCode::over_quota:
    case base::ErrorCode::disk_full:
    case base::ErrorCode::unavailable:
    case base::ErrorCode::stopped:
    case base::ErrorCode::io: return true;
    default: return false;
  }
}

class Importer {
 public:
  Importer(const ImportParts& parts, const ImportRequest& request) : parts_(parts), request_(request) {}

  base::Result<ImportReport> run() {
    base::Result<MailboxInfo> top = mailbox("");
    if (!top) return std::move(top).error();
    SourceVisitor visitor;
    visitor.message = [this](SourceMessage message) { return take(std::move(message)); };
    visitor.problem = [this](SourceProblem problem) {
      failed(std::move(problem.file), problem.offset, std::move(problem.what));
    };
    base::Result<void> read = read_mail_source(request_.path, request_.source, visitor);
    if (!fatal_ && !report_.stopped) flush();
    if (fatal_) return *fatal_;
    if (!read) return std::move(read).error();
    return report_;
  }

 private:
  struct Waiting {
    AppendMessage message;
    std::string hash;  // 32 bytes
    std::string file;
    std::int64_t offset = 0;
  };

  base::Result<MailboxInfo> mailbox(const std::string& folder) {
    const std::string path = folder.empty() ? request_.mailbox : request_.mailbox + "/" + folder;
    // The first call for an account makes its standard mailboxes.
    base::Result<std::vector<MailboxInfo>> all = base::run_blocking(parts_.store.mailboxes().list(request_.account));
    if (!all) return std::move(all).error();
    base::Result<MailboxInfo> found = base::run_blocking(parts_.store.mailboxes().find(request_.account, path));
    if (found || found.error().code != base::ErrorCode::not_found) return found;
    return base::run_blocking(parts_.store.mailboxes().create(request_.account, path));
  }

  void failed(std::string file, std::int64_t offset, std::string what) {
    ++report_.failed;
    if (report_.problems.size() < ImportReport::kMaxProblems)
      report_.problems.push_back({std::move(file), offset, std::move(what)});
  }

  bool take(SourceMessage message) {
    // What waits is left to the next run: a stop waits for one batch at the most.
    report_.stopped = request_.stop.stop_requested();
    if (report_.stopped) return false;
    report_.bytes_read += static_cast<std::int64_t>(message.bytes.size());
    if (waiting_folder_ != message.folder || waiting_.size() >= kBatchMessages || waiting_bytes_ >= kBatchBytes) {
      flush();
      if (fatal_) return false;
      waiting_folder_ = message.folder;
    }
    Waiting one;
    one.message.bytes = edit_appended(std::move(message.bytes));  // as delivery does: the hash must be the same
    one.message.flags = std::move(message.flags);
    one.message.internal_date = message.date;
    one.hash = base::to_bytes(base::sha256(one.message.bytes));
    one.file = std::move(message.file);
    one.offset = message.offset;
    waiting_bytes_ += one.message.bytes.size();
    waiting_.push_back(std::move(one));
    return true;
  }

  // Appends what waits in one commit; when that is refused, one by one, so that a bad message harms nobody but itself.
  void flush() {
    std::vector<Waiting> batch = std::exchange(waiting_, {});
    waiting_bytes_ = 0;
    if (batch.empty()) return;
    base::Result<MailboxInfo> target = mailbox(waiting_folder_);
    if (!target) {
      fatal_ = std::move(target).error();
      return;
    }
    if (request_.skip_known && !drop_known(target->id, batch)) return;
    std::vector<AppendMessage> messages;
    for (const Waiting& one : batch) messages.push_back(one.message);
    const std::size_t count = messages.size();
    if (count > 0) {
      base::Result<AppendAnswer> done = base::run_blocking(parts_.delivery.append(target->id, std::move(messages)));
      if (done) report_.imported += static_cast<std::int64_t>(count);
      else one_by_one(target->id, std::move(batch));
    }
    if (!fatal_ && request_.progress) request_.progress(report_);
  }

  void one_by_one(base::MailboxId target, std::vector<Waiting> batch) {
    for (Waiting& one : batch) {
      std::vector<AppendMessage> single;
      single.push_back(std::move(one.message));
      base::Result<AppendAnswer> done = base::run_blocking(parts_.delivery.append(target, std::move(single)));
      if (done) {
        ++report_.imported;
      } else if (is_fatal(done.error())) {
        fatal_ = std::move(done).error();
        return;
      } else {
        failed(std::move(one.file), one.offset, base::describe(done.error()));
      }
    }
  }

  // Removes from the batch what the mailbox holds already, and doubles within the batch.
  bool drop_known(base::MailboxId target, std::vector<Waiting>& batch) {
    std::set<std::string> known;
    base::Result<void> read =
        StoreInside::of(parts_.store).db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
          known.clear();
          for (const Waiting& one : batch) {
            base::Result<std::int64_t> held = snapshot.query_i64(
                "SELECT COUNT(*) FROM content c JOIN email e ON e.content = c.id JOIN mailbox_email p ON p.email = e.id "
                "WHERE c.hash = ? AND e.account = ? AND p.mailbox = ?",
                {base::SqlBlob{one.hash}, request_.account.value, target.value});
            if (!held) return std::move(held).error();
            if (*held > 0) known.insert(one.hash);
          }
          return {};
        });
    if (!read) {
      fatal_ = std::move(read).error();
      return false;
    }
    std::erase_if(batch, [&](const Waiting& one) {
      const bool doubled = !known.insert(one.hash).second;
      if (doubled) ++report_.known;
      return doubled;
    });
    return true;
  }

  const ImportParts& parts_;
  const ImportRequest& request_;
  ImportReport report_;
  std::vector<Waiting> waiting_;
  std::size_t waiting_bytes_ = 0;
  std::string waiting_folder_;
  std::optional<base::Error> fatal_;
};

}  // namespace

base::Result<ImportReport> import_mail(const ImportParts& parts, const ImportRequest& request) {
  return Importer(parts, request).run();
}

}  // namespace mailstore
