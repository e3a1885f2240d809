// Payloads of follow-up jobs: any bytes are taken or refused, and what is taken packs and unpacks to the same bytes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "mailstore/delivery/queue/job_rows.h"

namespace {

template <class T>
void round_trip(const base::Result<T>& job, base::Result<T> (*unpack)(std::string_view)) {
  if (!job) return;
  const std::string packed = mailstore::pack(*job);
  auto again = unpack(packed);
  if (!again || mailstore::pack(*again) != packed) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  round_trip(mailstore::unpack_fan_out(bytes), &mailstore::unpack_fan_out);
  round_trip(mailstore::unpack_report(bytes), &mailstore::unpack_report);
  round_trip(mailstore::unpack_quota_warning(bytes), &mailstore::unpack_quota_warning);
  return 0;
}
