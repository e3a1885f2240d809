#include "base/mime/parsed_fields.h"

#include <algorithm>
#include <utility>

#include "base/mime/header_scan.h"
#include "base/text/case.h"

namespace base {

namespace {

using Written = ParseBudget::Written;

constexpr std::size_t kMaxLanguages = 100;
constexpr std::size_t kMaxEncodingWord = 100;

enum Seen : std::uint32_t {
  kSeenType = 1,
  kSeenEncoding = 2,
  kSeenDisposition = 4,
  kSeenFrom = 8,
  kSeenSender = 16,
  kSeenReplyTo = 32,
  kSeenTo = 64,
  kSeenCc = 128,
  kSeenBcc = 256,
  kSeenLanguage = 512,
};

bool first(std::uint32_t& seen, std::uint32_t bit) {
  if (seen & bit) return false;
  seen |= bit;
  return true;
}

void set_once(std::optional<std::string>& slot, std::string_view value, ParseBudget& budget, Written written) {
  if (!slot) slot = budget.text(clean_value(value), written);
}

std::string encoding_word(std::string_view value) {
  // "base64", "\"base64\"", "7bit(comment)", "(comment) 7bit"
  const std::string clean = to_ascii_lower(without_comments(clean_value(value)));
  std::string out;
  for (const char c : trim_wsp(clean)) {
    if (c == '"') continue;
    if (c <= ' ' || c == ';' || c == '(' || out.size() == kMaxEncodingWord) break;
    out += c;
  }
  return out;
}

std::vector<std::string> language_tags(std::string_view value) {
  std::vector<std::string> tags;
  const std::string clean = without_comments(clean_value(value));
  std::string_view rest = clean;
  while (!rest.empty() && tags.size() < kMaxLanguages) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const std::string_view tag = trim_wsp(rest.substr(0, comma));
    if (!tag.empty()) tags.emplace_back(tag);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return tags;
}

}  // namespace

void apply_part_field(Part& part, std::string_view name, std::string_view value, std::uint32_t& seen,
                      ParseBudget& budget) {
  if (name.size() < 10 || !starts_with_ignoring_case(name, "content-")) return;
  const std::string_view rest = name.substr(8);
  const auto text = [&](std::optional<std::string>& slot) { set_once(slot, value, budget, Written::twice); };
  if (equals_ignoring_case(rest, "type")) {
    if (!first(seen, kSeenType)) return;
    ContentType type = parse_content_type(value);
    budget.parameters(type.parameters);
    if (type.given || part.content_type.is("text", "plain")) part.content_type = std::move(type);
  } else if (equals_ignoring_case(rest, "transfer-encoding")) {
    if (first(seen, kSeenEncoding)) part.encoding = encoding_word(value);
  } else if (equals_ignoring_case(rest, "disposition")) {
    if (!first(seen, kSeenDisposition)) return;
    part.disposition = parse_disposition(value);
    budget.parameters(part.disposition.parameters);
  } else if (equals_ignoring_case(rest, "id")) {
    text(part.content_id);
  } else if (equals_ignoring_case(rest, "description")) {
    text(part.description);
  } else if (equals_ignoring_case(rest, "md5")) {
    text(part.md5);
  } else if (equals_ignoring_case(rest, "location")) {
    text(part.location);
  } else if (equals_ignoring_case(rest, "language")) {
    if (!first(seen, kSeenLanguage)) return;
    part.languages = language_tags(value);
    budget.texts(part.languages, Written::twice);
  }
}

void apply_envelope_field(Envelope& e, std::string_view name, std::string_view value, std::uint32_t& seen,
                          ParseBudget& budget, EnvelopeOf of) {
  const Written written = of == EnvelopeOf::message ? Written::once : Written::twice;
  const auto is = [&](std::string_view word) { return equals_ignoring_case(name, word); };
  const auto text = [&](std::optional<std::string>& slot) { set_once(slot, value, budget, written); };
  const auto addresses = [&](std::vector<Address>& list, std::uint32_t bit) {
    if (first(seen, bit)) list = budget.addresses(value, written);
  };
  switch (name.size()) {
    case 2:
      if (is("to")) addresses(e.to, kSeenTo);
      else if (is("cc")) addresses(e.cc, kSeenCc);
      break;
    case 3:
      if (is("bcc")) addresses(e.bcc, kSeenBcc);
      break;
    case 4:
      if (is("from") && first(seen, kSeenFrom)) {
        e.from = budget.addresses(value, of == EnvelopeOf::message ? Written::from_once : Written::from_twice);
      } else if (is("date")) {
        text(e.date);
      }
      break;
    case 6:
      if (is("sender")) addresses(e.sender, kSeenSender);
      break;
    case 7:
      if (is("subject")) text(e.subject);
      break;
    case 8:
      if (is("reply-to")) addresses(e.reply_to, kSeenReplyTo);
      break;
    case 10:
      if (is("message-id")) text(e.message_id);
      break;
    case 11:
      if (is("in-reply-to")) text(e.in_reply_to);
      break;
    default: break;
  }
}

}  // namespace base
