// Events of journals as JSON and as messages, of any bytes: never a crash; what is read is written and read again the
// same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "mailstore/office/journal/event.h"

using namespace mailstore::office;

static void check(const base::Result<Event>& event) {
  if (!event) {
    if (event.error().temporary || event.error().text.empty()) std::abort();
    return;
  }
  const std::string json = to_json(*event);
  const auto again = parse_event(json);
  if (!again || to_json(*again) != json) std::abort();
  const std::string mail = event_message(*event, {"nhatky@bimson.example", "UBND"});
  const auto back = event_of_message(mail);
  if (!back || to_json(*back) != json) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check(parse_event(bytes));
  check(event_of_message(bytes));
  if (const auto task = task_from_json(bytes)) {
    const std::string json = task_to_json(*task);
    const auto again = task_from_json(json);
    if (!again || task_to_json(*again) != json) std::abort();
    (void)task->lead();
  }
  return 0;
}
