#include "base/crypto/pkcs11_uri.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text/case.h"
#include "base/text/encoding.h"

namespace base {

namespace {

Error wrong(const Sentence& what) {
  // Never the text itself: it may hold the PIN.
  return Error::permanent(ErrorCode::bad_input, {"Địa chỉ của khóa trong thiết bị (token) không dùng được: " + what.vi,
                                                 "The address of the key in the token cannot be used: " + what.en});
}

std::optional<std::string> decode(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) return std::nullopt;
  }
  Result<std::string> out = percent_decode(text);
  return out ? std::optional(std::move(*out)) : std::nullopt;
}

struct Attribute {
  std::string_view name;
  std::string value;
};

// Calls `take` for each "name=value" between separators.
template <class Take>
Result<void> for_each_attribute(std::string_view text, char separator, Take take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.empty()) continue;
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos || equals == 0)
      return wrong({"một thuộc tính không có dạng \"tên=giá trị\".", "an attribute has no \"name=value\" form."});
    std::optional<std::string> value = decode(one.substr(equals + 1));
    if (!value) return wrong({"một giá trị có %XX sai hoặc có dấu cách.", "a value has a bad %XX or a blank."});
    if (Result<void> taken = take(Attribute{one.substr(0, equals), std::move(*value)}); !taken) return taken;
  }
  return {};
}

Result<void> take_path(Pkcs11Uri& out, Attribute attribute, unsigned& seen) {
  struct Field {
    std::string_view name;
    std::string Pkcs11Uri::*field;
  };
  static constexpr std::array<Field, 6> kFields = {{{"token", &Pkcs11Uri::token},
                                                    {"manufacturer", &Pkcs11Uri::manufacturer},
                                                    {"serial", &Pkcs11Uri::serial},
                                                    {"model", &Pkcs11Uri::model},
                                                    {"object", &Pkcs11Uri::object},
                                                    {"id", &Pkcs11Uri::id}}};
  const auto once = [&seen](unsigned bit) {
    const bool first = (seen & (1u << bit)) == 0;
    seen |= 1u << bit;
    return first;
  };
  for (unsigned i = 0; i < kFields.size(); ++i) {
    if (kFields[i].name != attribute.name) continue;
    if (!once(i))
      return wrong({"\"" + std::string(kFields[i].name) + "\" được ghi hai lần.",
                    "\"" + std::string(kFields[i].name) + "\" is given twice."});  // RFC 7512 §2.3
    if (attribute.name != "id" && attribute.value.find('\0') != std::string::npos)
      return wrong({"một tên có ký tự NUL.", "a name holds a NUL."});
    out.*kFields[i].field = std::move(attribute.value);
    return {};
  }
  if (attribute.name == "type") {
    if (!once(30)) return wrong({"\"type\" được ghi hai lần.", "\"type\" is given twice."});
    if (attribute.value != "private") return wrong({"\"type\" phải là \"private\".", "\"type\" must be \"private\"."});
    return {};
  }
  if (attribute.name == "slot-id") {
    std::uint64_t number = 0;
    const char* end = attribute.value.data() + attribute.value.size();
    const auto read = std::from_chars(attribute.value.data(), end, number);
    if (!once(31) || attribute.value.empty() || read.ec != std::errc() || read.ptr != end)
      return wrong({"\"slot-id\" phải là một số.", "\"slot-id\" must be one number."});
    out.slot_id = number;
    return {};
  }
  return wrong({"trước dấu \"?\" chỉ được ghi token, manufacturer, serial, model, object, id, type và slot-id.",
                "it may say token, manufacturer, serial, model, object, id, type and slot-id before the \"?\"."});
}

Result<void> take_pin_source(Pkcs11Uri& out, std::string value) {
  if (value.starts_with('|')) return wrong({"pin-source không được là một lệnh.", "pin-source may not be a command."});
  if (equals_ignoring_case(std::string_view(value).substr(0, 5), "file:")) value.erase(0, 5);
  if (value.starts_with("//")) value.erase(0, 2);  // file:///path
  if (!value.starts_with('/'))
    return wrong(
        {"pin-source phải là đường dẫn đầy đủ của một tệp.", "pin-source must be the absolute path of a file."});
  out.pin_source = std::move(value);
  return {};
}

Result<void> take_query(Pkcs11Uri& out, Attribute attribute) {
  const bool ours = attribute.name == "module-path" || attribute.name == "pin-value" || attribute.name == "pin-source";
  if (!ours) return {};  // RFC 7512 §2.3: unknown ones do not change what is meant
  if (attribute.value.find('\0') != std::string::npos)
    return wrong({"một giá trị có ký tự NUL.", "a value holds a NUL."});
  if (attribute.name == "pin-source") return take_pin_source(out, std::move(attribute.value));
  if (attribute.name == "pin-value") {
    out.pin_value = std::move(attribute.value);
    return {};
  }
  if (!attribute.value.starts_with('/'))
    return wrong({"module-path phải là đường dẫn đầy đủ.", "module-path must be an absolute path."});
  out.module_path = std::move(attribute.value);
  return {};
}

}  // namespace

Result<Pkcs11Uri> parse_pkcs11_uri(std::string_view text) {
  constexpr std::string_view kScheme = "pkcs11:";
  if (text.size() > kMaxPkcs11Uri) return wrong({"quá dài.", "it is too long."});
  if (!equals_ignoring_case(text.substr(0, kScheme.size()), kScheme))
    return wrong({"phải bắt đầu bằng \"pkcs11:\".", "it must begin with \"pkcs11:\"."});
  text.remove_prefix(kScheme.size());
  const std::size_t question = text.find('?');
  Pkcs11Uri out;
  unsigned seen = 0;
  auto path = for_each_attribute(text.substr(0, question), ';',
                                 [&](Attribute a) { return take_path(out, std::move(a), seen); });
  if (!path) return std::move(path).error();
  if (question != std::string_view::npos) {
    auto query =
        for_each_attribute(text.substr(question + 1), '&', [&](Attribute a) { return take_query(out, std::move(a)); });
    if (!query) return std::move(query).error();
  }
  return out;
}

}  // namespace base
