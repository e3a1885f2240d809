#include "server/smtp/sender_fields.h"

#include "base/mime/header_fields.h"
#include "base/text/case.h"
#include "base/text/utf8.h"

namespace server::smtp {

SenderFields read_sender_fields(std::string_view message) {
  SenderFields out;
  out.has_8bit = !base::is_ascii(message);
  const auto note = [&](SenderFields::Field& field, std::string_view value) {
    if (field.count++ > 0) return;
    field.too_long = value.size() > kMaxSenderField;
    field.value = value.substr(0, kMaxSenderField);
  };
  base::visit_header(message, [&](const base::HeaderField& field) {
    const std::string_view name = field.name(message);
    if (name.size() == 4 && base::equals_ignoring_case(name, "From")) note(out.from, field.value(message));
    else if (name.size() == 6 && base::equals_ignoring_case(name, "Sender")) note(out.sender, field.value(message));
    else if (name.size() == 8 && base::equals_ignoring_case(name, "Received")) ++out.received;
    return true;
  });
  return out;
}

}  // namespace server::smtp
