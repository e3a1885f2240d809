// Subjects and numbers of any bytes: never a crash; what was read is written so that it reads back the same; bounded
// results.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "policies/dispatch/dispatch_check.h"
#include "policies/dispatch/document_types.h"
#include "policies/dispatch/exchange_status.h"

using namespace policies::dispatch;

static void check(const DocumentNumber& number) {
  if (number.number < 1 || number.number > kMaxNumber || number.symbol.empty() ||
      number.symbol.size() > kMaxSymbolBytes)
    std::abort();
  const auto again = parse_document_number(format_document_number(number));
  if (!again || !(*again == number)) std::abort();
  if (duplicate_key("a", number, 2017) != duplicate_key("A", *again, 2017)) std::abort();
  if (!split_symbol(number.symbol).type) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto number = parse_document_number(text)) check(*number);
  if (const auto number = find_document_number(text)) check(*number);
  const DispatchSubject subject = parse_dispatch_subject(text);
  if (subject.kind == DispatchSubject::Kind::dispatch) {
    check(subject.number);
    const DispatchSubject again = parse_dispatch_subject(build_dispatch_subject(subject.number, subject.abstract));
    if (again.kind != DispatchSubject::Kind::dispatch || !(again.number == subject.number) ||
        again.abstract != subject.abstract)
      std::abort();
  }
  if (const auto status = parse_status_subject(text)) check(status->number);
  (void)find_document_type(text);
  (void)find_secret_mark(text, text);
  return 0;
}
