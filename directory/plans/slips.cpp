// The sheet of one-time passwords.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/text/csv.h"
#include "directory/plans/provisioning.h"

namespace directory {

namespace {

base::Error write_error(const std::string& path) {
  const int code = errno;
  const auto kind = code == EEXIST   ? base::ErrorCode::exists
                    : code == ENOSPC ? base::ErrorCode::disk_full
                                     : base::ErrorCode::io;
  return base::Error::permanent(kind, {"Không ghi được phiếu mật khẩu vào " + path + ".",
                                       "The slips cannot be written to " + path + ": " + std::strerror(code) + "."});
}

}  // namespace

std::string slips_csv(const std::vector<Slip>& slips) {
  std::string out =
      "\xef\xbb\xbf" + base::csv_line({"address", "full_name", "unit", "one_time_password", "expires"}, false);
  for (const Slip& slip : slips) {
    out += base::csv_line(
        {slip.address, slip.full_name, slip.unit, slip.one_time_password, base::office_date_time(slip.expires)}, true);
  }
  return out;
}

base::Result<void> write_slips(const std::string& path, const std::vector<Slip>& slips) {
  const std::string text = slips_csv(slips);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return write_error(path);
  std::size_t at = 0;
  bool good = true;
  while (good && at < text.size()) {
    const ssize_t wrote = ::write(file, text.data() + at, text.size() - at);
    if (wrote < 0 && errno == EINTR) continue;
    good = wrote > 0;
    if (good) at += static_cast<std::size_t>(wrote);
  }
  good = good && ::fsync(file) == 0;
  base::Error failure = good ? base::Error{} : write_error(path);
  ::close(file);
  if (good) return {};
  ::unlink(path.c_str());
  return failure;
}

}  // namespace directory
