#include "server/imap/fetch/fetch_arguments.h"

#include <algorithm>

namespace server::imap {
namespace {

using Kind = base::SectionSpec::Kind;

std::string quoted_if_needed(const std::string& name) {
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && static_cast<unsigned char>(c) < 0x7F &&
           std::string_view("(){%*\"\\]").find(c) == std::string_view::npos;
  });
  if (plain) return name;
  std::string out = "\"";
  for (const char c : name) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

// "(From To)"; appended to `label` too. `names`: of the whole command, so far.
void header_list(Scanner& args, base::SectionSpec& spec, std::string& label, std::size_t& names) {
  args.space();
  args.expect('(');
  label += " (";
  do {
    const std::string name = args.astring();
    const bool printable =
        std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F && c != ':'; });
    if (args.ok() && (name.empty() || !printable)) args.fail("A header field name was expected");
    if (!spec.fields.empty()) label += ' ';
    label += quoted_if_needed(name);
    spec.fields.push_back(name);
    if (++names > kMaxHeaderNames) args.fail("A FETCH names at most 1000 header fields; ask for HEADER instead");
  } while (args.ok() && args.accept(' '));
  args.expect(')');
  label += ')';
}

// "1.2" and the "." before a word. Answers whether a word must follow.
bool part_numbers(Scanner& args, base::SectionSpec& spec, std::string& label) {
  while (args.peek() >= '0' && args.peek() <= '9') {
    spec.part.push_back(args.nz_number());
    if (spec.part.size() > 200) args.fail("The part number is too deep");
    label += std::to_string(spec.part.back());
    if (!args.accept('.')) return false;
    label += '.';
  }
  return true;
}

// RFC 9051 §9 section: what stands between "[" and "]".
void section(Scanner& args, base::SectionSpec& spec, std::string& label, std::size_t& names) {
  args.expect('[');
  label += '[';
  const bool word = part_numbers(args, spec, label);
  if (word && (args.peek() != ']' || !spec.part.empty())) {
    const std::string name = args.upper_atom();
    label += name;
    if (name == "HEADER") {
      spec.kind = Kind::header;
    } else if (name == "TEXT") {
      spec.kind = Kind::text;
    } else if (name == "MIME" && !spec.part.empty()) {
      spec.kind = Kind::mime;
    } else if (name == "HEADER.FIELDS" || name == "HEADER.FIELDS.NOT") {
      spec.kind = name == "HEADER.FIELDS" ? Kind::header_fields : Kind::header_fields_not;
      header_list(args, spec, label, names);
    } else {
      args.fail("The section is not known");
    }
  }
  args.expect(']');
  label += ']';
}

// "<0.1024>"
void partial(Scanner& args, BodyItem& item) {
  if (!args.accept('<')) return;
  BodyItem::Partial range;
  range.offset = static_cast<std::uint64_t>(args.number64());
  args.expect('.');
  range.count = static_cast<std::uint64_t>(args.number64());
  if (args.ok() && range.count == 0) args.fail("A partial fetch asks for at least one octet");
  args.expect('>');
  item.label += '<' + std::to_string(range.offset) + '>';
  item.partial = range;
}

void body_item(Scanner& args, FetchRequest& request, bool peek) {
  BodyItem item;
  item.label = "BODY";
  item.sets_seen = !peek;
  section(args, item.section, item.label, request.header_names);
  partial(args, item);
  request.items.push_back(std::move(item));
}

void rfc822(FetchRequest& request, std::string label, Kind kind, bool sets_seen) {
  BodyItem item;
  item.label = std::move(label);
  item.section.kind = kind;
  item.sets_seen = sets_seen;
  request.items.push_back(std::move(item));
}

void attribute(Scanner& args, FetchRequest& request) {
  if (args.accept_word("BODY.PEEK")) return body_item(args, request, true);
  if (args.accept_word("BODY")) {
    if (args.peek() == '[') return body_item(args, request, false);
    request.body = true;
    return;
  }
  const std::string name = args.upper_atom();
  if (name == "FLAGS") {
    request.flags = true;
  } else if (name == "UID") {
    request.uid = true;
  } else if (name == "INTERNALDATE") {
    request.internal_date = true;
  } else if (name == "RFC822.SIZE") {
    request.size = true;
  } else if (name == "ENVELOPE") {
    request.envelope = true;
  } else if (name == "BODYSTRUCTURE") {
    request.body_structure = true;
  } else if (name == "MODSEQ") {
    request.modseq = true;
  } else if (name == "RFC822") {
    rfc822(request, name, Kind::all, true);
  } else if (name == "RFC822.HEADER") {
    rfc822(request, name, Kind::header, false);
  } else if (name == "RFC822.TEXT") {
    rfc822(request, name, Kind::text, true);
  } else if (name == "PREVIEW") {
    request.preview = true;
    if (args.accept_space_word("(LAZY")) args.expect(')');  // RFC 8970 §3.1: ours are always ready
  } else if (args.ok()) {
    args.fail("The data item is not known");
  }
}

// RFC 9051 §6.4.5: ALL, FAST and FULL stand alone.
bool macro(Scanner& args, FetchRequest& request) {
  const bool all = args.accept_word("ALL"), full = !all && args.accept_word("FULL");
  if (!all && !full && !args.accept_word("FAST")) return false;
  request.flags = request.internal_date = request.size = true;
  request.envelope = all || full;
  request.body = full;
  return true;
}

void modifiers(Scanner& args, FetchRequest& request) {
  args.expect('(');
  do {
    const std::string name = args.upper_atom();
    if (name == "CHANGEDSINCE" && !request.changed_since) {
      args.space();
      request.changed_since = args.number64();
    } else if (name == "VANISHED" && !request.vanished) {
      request.vanished = true;
    } else {
      args.fail("The FETCH modifier is not known");
    }
  } while (args.ok() && args.accept(' '));
  args.expect(')');
}

}  // namespace

bool FetchRequest::sets_seen() const {
  return std::any_of(items.begin(), items.end(), [](const BodyItem& item) { return item.sets_seen; });
}

FetchRequest parse_fetch(Scanner& args) {
  FetchRequest request;
  request.set = args.sequence_set();
  args.space();
  if (args.accept('(')) {
    std::size_t count = 0;
    do {
      attribute(args, request);
      if (++count > 1000) args.fail("The list is too long");
    } while (args.ok() && args.accept(' '));
    args.expect(')');
  } else if (!macro(args, request)) {
    attribute(args, request);
  }
  if (args.accept(' ')) modifiers(args, request);
  args.end();
  return request;
}

}  // namespace server::imap
