#include "mailstore/maintenance/mail_files.h"

#include <optional>
#include <string>
#include <vector>

#include "mailstore/blob/blob_store.h"

namespace mailstore {

namespace {

// One damaged mail is no missing file: all of these must be unreadable.
constexpr std::size_t kSample = 4;
constexpr const char* kEnds[] = {"SELECT blob_ref FROM content ORDER BY id LIMIT 4",
                                 "SELECT blob_ref FROM content ORDER BY id DESC LIMIT 4"};

base::Error gone(const std::string& folder, const base::Error& why) {
  return base::Error::permanent(
      base::ErrorCode::corrupt,
      {"Các tệp thư trong " + folder + " không có hoặc không phải của cơ sở dữ liệu này (" + why.text.vi +
           "). Máy chủ không chạy; cơ sở dữ liệu còn nguyên, chưa thay đổi gì. Hãy đưa đúng thư mục đó trở lại chỗ cũ, hoặc phục "
           "hồi bản sao lưu vào một thư mục mới; `vanthu verify` cho biết thiếu những thư nào.",
       "The mail files in " + folder + " are missing or belong to another database (" + why.text.en +
           "). The server does not start; the database is whole and nothing was changed. Put the right folder back, or "
           "restore a backup into a new directory. `vanthu verify` names the mails that are missing."});
}

}  // namespace

base::Result<void> mail_files_are_there(base::Database& db, const BlobStore& blobs, const std::string& folder) {
  for (const char* end : kEnds) {
    std::vector<std::string> refs;
    auto found = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      refs.clear();
      return snapshot.query(end, {}, [&](const base::SqlRow& row) {
        refs.emplace_back(row.text(0));
        return true;
      });
    });
    if (!found) return found.error();
    std::optional<base::Error> last;
    std::size_t damaged = 0;
    for (const std::string& text : refs) {
      auto ref = BlobRef::decode(text);
      auto read = ref ? blobs.read(*ref, 0, 1) : base::Result<std::string>(ref.error());
      if (read) break;
      if (read.error().code == base::ErrorCode::io) return read.error();
      last = read.error();
      ++damaged;
    }
    // Few mails, and the bytes of each are wrong: damage. No file at all is none.
    const bool few = refs.size() < kSample && last && last->code == base::ErrorCode::corrupt;
    if (damaged > 0 && damaged == refs.size() && !few) return gone(folder, *last);
  }
  return {};
}

}  // namespace mailstore
