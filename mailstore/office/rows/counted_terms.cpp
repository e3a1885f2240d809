#include "mailstore/office/rows/counted_terms.h"

#include "mailstore/office/rows/rebuild.h"

namespace mailstore::office {

base::Result<std::map<std::int64_t, std::string>> counted_terms(base::SqlReader& reader, const BlobStore& blobs,
                                                                const directory::DirectoryView& view,
                                                                const std::set<base::UnitId>& offices,
                                                                const std::stop_token& stop) {
  std::map<std::int64_t, std::string> out;
  for (const base::UnitId office : offices) {
    const directory::Account* journal = view.journal_of(office);
    if (journal == nullptr) continue;
    auto read = read_journal(reader, blobs, office, journal->id, [&](const Event& event) -> base::Result<void> {
      if (stop.stop_requested()) {
        return base::Error::transient(base::ErrorCode::stopped,
                                      {"Máy chủ đang dừng; chưa thay đổi gì, hãy chạy lại lệnh.",
                                       "The server stops. Nothing was changed; run the command again."});
      }
      const auto* assigned = std::get_if<TaskAssigned>(&event.body);
      if (assigned != nullptr && assigned->deadline && assigned->deadline->counted)
        out[assigned->assignment.task] = assigned->deadline->calendar_version;
      return {};
    });
    if (!read) return read.error();
  }
  return out;
}

}  // namespace mailstore::office
