#include "mailstore/office/reading/reply_text.h"

#include <algorithm>
#include <string>

#include "base/mime/decoded_text.h"
#include "base/mime/html_text.h"
#include "base/text/case.h"
#include "base/text/utf8.h"
#include "mailstore/office/reading/html_hidden.h"
#include "mailstore/office/reading/html_quote.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace {

using policies::replies::Cut;
using policies::replies::NewText;

bool is_text(const base::Part& part, std::string_view subtype) {
  return part.content_type.is("text", subtype) && !part.is_attachment();
}

std::string decoded(const base::Part& part, std::string_view bytes) {
  base::Part bounded = part;
  bounded.body.end = std::min(bounded.body.end, bounded.body.begin + kMaxReplyPart);
  return base::decode_text_part(bounded, bytes);
}

// More than spaces and what nobody sees: Android mail makes a plain part of one no-break space beside its HTML.
bool says_something(std::string_view text) {
  const std::string shown = policies::phrases::visible(text);
  for (std::size_t at = 0; at < shown.size(); ++at) {
    if (shown.compare(at, 2, "\xC2\xA0") == 0) ++at;
    else if (static_cast<unsigned char>(shown[at]) > ' ') return true;
  }
  return false;
}

NewText from_split(const HtmlReply& reply) {
  NewText text = policies::replies::new_text(base::html_to_text(reply.own, 4 * policies::replies::kMaxReplyText),
                                             reply.cut != Cut::none);
  if (reply.cut == Cut::none) return text;
  if (text.cut == Cut::none) text.cut = reply.cut;
  // Who writes below the quote of an HTML reply is told so, as in plain text.
  if (text.text.empty() && !reply.after.empty()) {
    text.text_below =
        !policies::replies::new_text(base::html_to_text(reply.after, policies::replies::kMaxReplyText)).text.empty();
  }
  return text;
}

NewText from_html(std::string_view html) {
  NewText text = from_split(split_html_reply(html));
  // The cursor may have stood inside the signature.
  if (text.text.empty() && !text.text_below) text = from_split(split_html_reply(html, true));
  return text;
}

std::string quoted_in_html(std::string_view html) {
  const HtmlReply reply = split_html_reply(html);
  const std::string own =
      policies::replies::quoted_text(base::html_to_text(reply.own, 4 * policies::replies::kMaxReplyText));
  const std::string rest = base::html_to_text(reply.rest, policies::replies::kMaxQuoted);
  return std::string(
      base::utf8_prefix_bytes(own + (own.empty() || rest.empty() ? "" : "\n\n") + rest, policies::replies::kMaxQuoted));
}

struct TextPart {
  const base::Part* part = nullptr;
  std::string text;           // decoded; of HTML what is seen
  std::string all;            // of HTML: with what is not
  bool nothing_seen = false;  // `text` is all of it for want of anything else
  bool plain() const { return is_text(*part, "plain"); }
};

// The first part of the tree that says something.
bool find_text(const base::Part& part, std::string_view bytes, TextPart& out) {
  if (part.is_message()) return false;
  if (part.is_multipart()) {
    // RFC 2046 §5.1.4: alternatives say the same; the plain one has the quote marks of every program.
    if (part.content_type.subtype == "alternative") {
      for (const base::Part& child : part.children) {
        if (is_text(child, "plain") && find_text(child, bytes, out)) return true;
      }
    }
    return std::any_of(part.children.begin(), part.children.end(),
                       [&](const base::Part& child) { return find_text(child, bytes, out); });
  }
  const bool plain = is_text(part, "plain");
  if (!plain && !is_text(part, "html")) return false;
  std::string text = decoded(part, bytes);
  if (plain) {
    if (!says_something(text)) return false;
    out = {&part, std::move(text), {}, false};
    return true;
  }
  std::string seen = without_hidden(text);
  // White letters alone: a program with a dark window writes so, too. They are read, and asked about.
  const bool nothing_seen = !says_something(base::html_to_text(seen, 4096));
  if (nothing_seen && !says_something(base::html_to_text(text, 4096))) return false;
  out = {&part, nothing_seen ? text : std::move(seen), std::move(text), nothing_seen};
  return true;
}

}  // namespace

NewText reply_text(const base::ParsedMessage& message, std::string_view bytes) {
  TextPart found;
  if (!find_text(message.root, bytes, found)) return {};
  return found.plain() ? policies::replies::new_text(found.text) : from_html(found.text);
}

std::optional<NewText> text_with_hidden(const base::ParsedMessage& message, std::string_view bytes) {
  TextPart found;
  if (!find_text(message.root, bytes, found) || found.plain()) return std::nullopt;
  NewText all = from_html(found.all);
  if (found.nothing_seen) return all;
  // Of words alone: markup that went leaves other blanks.
  const auto words = [](const std::string& text) {
    std::string out;
    for (const policies::phrases::Word& word : policies::phrases::split_words(text, 20'000)) out += word.exact;
    return out;
  };
  if (words(all.text) == words(from_html(found.text).text)) return std::nullopt;
  return all;
}

namespace {

const base::Part* find_html(const base::Part& part) {
  if (part.is_message()) return nullptr;
  if (!part.is_multipart()) return is_text(part, "html") ? &part : nullptr;
  for (const base::Part& child : part.children) {
    if (const base::Part* found = find_html(child)) return found;
  }
  return nullptr;
}

}  // namespace

std::string listed_text(const base::ParsedMessage& message, std::string_view bytes) {
  const base::Part* part = find_html(message.root);
  if (part == nullptr) return {};
  const std::string html = without_hidden(decoded(*part, bytes));
  const auto holds = [&](std::string_view tag) {
    return base::find_ignoring_case(html, tag) != std::string_view::npos;
  };
  if (!holds("<li") && !holds("<td")) return {};
  const HtmlReply reply = split_html_reply(html);
  return policies::replies::new_text(base::html_to_listed_text(reply.own, 4 * policies::replies::kMaxReplyText),
                                     reply.cut != Cut::none)
      .text;
}

std::string quoted_below(const base::ParsedMessage& message, std::string_view bytes) {
  TextPart found;
  if (!find_text(message.root, bytes, found)) return {};
  return found.plain() ? policies::replies::quoted_text(found.text) : quoted_in_html(found.text);
}

}  // namespace mailstore::office
