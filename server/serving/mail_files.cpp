#include "server/serving/mail_files.h"

#include <string>
#include <vector>

#include "mailstore/blob/blob_store.h"
#include "server/house/house.h"

namespace server {

namespace {

// One damaged mail is no missing file: all of these must be unreadable.
constexpr const char* kEnds[] = {"SELECT blob_ref FROM content ORDER BY id LIMIT 4",
                                 "SELECT blob_ref FROM content ORDER BY id DESC LIMIT 4"};

base::Error gone(const std::string& folder, const base::Error& why) {
  return base::Error::permanent(
      base::ErrorCode::corrupt,
      {"Các tệp thư trong " + folder + " không có hoặc không phải của cơ sở dữ liệu này (" + why.text.vi +
           "). Máy chủ không chạy; cơ sở dữ liệu còn nguyên, chưa thay đổi gì. Hãy đưa đúng thư mục đó trở lại, hoặc phục "
           "hồi bản sao lưu vào một thư mục mới; `vanthu verify` cho biết thiếu những thư nào.",
       "The mail files in " + folder + " are missing or belong to another database (" + why.text.en +
           "). The server does not start; the database is whole and nothing was changed. Put the right folder back, or "
           "restore a backup into a new directory. `vanthu verify` names the mails that are missing."});
}

}  // namespace

base::Result<void> mail_files_are_there(House& house) {
  for (const char* end : kEnds) {
    std::vector<std::string> refs;
    auto found = house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      return snapshot.query(end, {}, [&](const base::SqlRow& row) {
        refs.emplace_back(row.text(0));
        return true;
      });
    });
    if (!found) return found.error();
    base::Result<void> last;
    for (const std::string& text : refs) {
      auto ref = mailstore::BlobRef::decode(text);
      if (!ref) {
        last = ref.error();
        continue;
      }
      auto read = house.blobs->read(*ref, 0, 1);
      last = read ? base::Result<void>() : base::Result<void>(read.error());
      if (last) break;
    }
    if (!last) return gone(house.data + "/blobs", last.error());
  }
  return {};
}

}  // namespace server
