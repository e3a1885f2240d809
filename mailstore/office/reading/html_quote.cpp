// How the quote is marked, by program:
//   Gmail            <div class="gmail_quote gmail_quote_container">, older <div class="gmail_extra">
//   Apple Mail, iOS  <blockquote type="cite">, the attribution in one of its own
//   Thunderbird      <div class="moz-cite-prefix"> attribution </div><blockquote type="cite">
//   Outlook Windows  <div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">
//   Windows Mail     <div style="padding-top: 5px; … border-top-style: solid;">
//   Outlook new, web <div id="appendonsend"></div><hr tabindex="-1" style="…width:98%"><div id="divRplyFwdMsg">
//   Outlook phone    <div class="ms-outlook-mobile-reference-message">, <div
//   id="mail-editor-reference-message-container"> Outlook Mac      <span id="OLK_SRC_BODY_SECTION">; ids behind "x_"
//   when an Outlook rewrote them Yahoo            <div class="yahoo_quoted" id="yahoo_quoted_…">, blockquote.iosymail
//   Zimbra           <hr id="zwchr" data-marker="__DIVIDER__">
//   others           Proton, Tuta, Zoho, Hotmail's stopSpelling, GMX name="quote", Spark name="messageReplySection"
// Signatures have elements as well: Gmail, Outlook web and phone, Samsung, Spark, Proton, Zimbra, Roundcube.
// A plain <blockquote> is a quote too, unless it is the indent button of a composer (no border, 40 px to the left).
#include "mailstore/office/reading/html_quote.h"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "base/text/case.h"

namespace mailstore::office {

namespace {

using policies::replies::Cut;

constexpr std::size_t kMaxAttributes = 2000;  // bytes of one tag that are looked at

struct Tag {
  std::size_t begin = 0, end = 0;  // "<" and behind ">"
  bool closing = false;
  std::string name;        // lower case
  std::string attributes;  // lower case, as written
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// The value of an attribute in lower-case text; empty when absent.
std::string_view attribute(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    if (at > 0 && !is_blank(text[at - 1]) && text[at - 1] != '"' && text[at - 1] != '\'') continue;
    std::size_t i = at + name.size();
    while (i < text.size() && is_blank(text[i])) ++i;
    if (i >= text.size() || text[i] != '=') continue;
    ++i;
    while (i < text.size() && is_blank(text[i])) ++i;
    if (i >= text.size()) return {};
    if (text[i] == '"' || text[i] == '\'') {
      const std::size_t close = text.find(text[i], i + 1);
      return text.substr(i + 1, close == std::string_view::npos ? std::string_view::npos : close - i - 1);
    }
    std::size_t end = i;
    while (end < text.size() && !is_blank(text[end])) ++end;
    return text.substr(i, end - i);
  }
  return {};
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// Outlook puts "x_" before ids and classes of mail it quotes.
std::string_view without_x(std::string_view word) {
  while (word.starts_with("x_")) word.remove_prefix(2);
  return word;
}

bool is_quote_class(std::string_view classes) {
  for (std::size_t at = 0; at < classes.size();) {
    while (at < classes.size() && is_blank(classes[at])) ++at;
    std::size_t end = at;
    while (end < classes.size() && !is_blank(classes[end])) ++end;
    const std::string_view word = without_x(classes.substr(at, end - at));
    if (is_one_of(word, {"gmail_quote", "gmail_quote_container", "gmail_extra", "gmail_attr", "yahoo_quoted",
                         "iosymail", "protonmail_quote", "tutanota_quote", "zmail_extra", "fairemail_quote",
                         "history-quote-wrapper", "moz-cite-prefix", "moz-forward-container",
                         "ms-outlook-mobile-reference-message", "moz-email-headers-table"})) {
      return true;
    }
    if (word.starts_with("ydp") && word.ends_with("yahoo_quoted"))
      return true;  // Yahoo puts letters and digits before its own
    at = end;
  }
  return false;
}

bool is_quote_id(std::string_view id) {
  id = without_x(id);
  return is_one_of(id, {"divrplyfwdmsg", "appendonsend", "olk_src_body_section", "replyboxblock", "stopspelling",
                        "zwchr", "isreplycontent", "mail-editor-reference-message-container", "reply-intro"}) ||
         id.starts_with("yahoo_quoted");
}

bool is_signature(std::string_view attributes) {
  const std::string_view id = without_x(attribute(attributes, "id")),
                         classes = without_x(attribute(attributes, "class"));
  return is_one_of(id, {"signature", "ms-outlook-mobile-signature", "composer_signature", "_rc_sig"}) ||
         is_one_of(classes.substr(0, classes.find(' ')), {"gmail_signature", "protonmail_signature_block"}) ||
         attribute(attributes, "name") == "messagesignaturesection" ||
         is_one_of(attribute(attributes, "data-marker"), {"__sig_pre__", "__sig_post__"});
}

std::string without_blanks(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_blank(c)) out += c;
  }
  return out;
}

// The composer's indent button: "margin:0 0 0 40px;border:none;padding:0px".
bool is_indent(std::string_view attributes) {
  const std::string style = without_blanks(attribute(attributes, "style"));
  return attribute(attributes, "type").empty() && style.find("40px") != std::string::npos &&
         style.find("border:none") != std::string::npos;
}

bool is_outlook_rule(const std::string& name, std::string_view attributes) {
  const std::string style = without_blanks(attribute(attributes, "style"));
  if (name == "hr") return attribute(attributes, "tabindex") == "-1" || style.find("width:98%") != std::string::npos;
  if (name != "div") return false;
  if (style.find("border-top-style:solid") != std::string::npos && style.find("padding-top:5px") != std::string::npos)
    return true;  // Windows Mail
  if (style.find("padding:3") == std::string::npos) return false;
  return style.find("border-top:solid") != std::string::npos ||
         style.find("border-style:solidnonenone") != std::string::npos ||
         style.find("border-top:1ptsolid") != std::string::npos ||
         style.find("border-top:1.0ptsolid") != std::string::npos;
}

Cut quote_at(const Tag& tag) {
  if (tag.closing) return Cut::none;
  if (is_outlook_rule(tag.name, tag.attributes)) return Cut::header_block;
  const std::string_view id = attribute(tag.attributes, "id");
  if (is_quote_id(id))
    return tag.name == "hr" || without_x(id) == "divrplyfwdmsg" || without_x(id) == "appendonsend" ? Cut::header_block
                                                                                                   : Cut::quote_mark;
  if (is_quote_class(attribute(tag.attributes, "class"))) return Cut::quote_mark;
  if (attribute(tag.attributes, "data-marker") == "__divider__") return Cut::header_block;
  if (is_one_of(attribute(tag.attributes, "name"), {"quote", "messagereplysection"})) return Cut::quote_mark;
  if (tag.name == "blockquote" && !is_indent(tag.attributes)) return Cut::quote_mark;
  return Cut::none;
}

// Walks the tags of a document; comments, scripts and styles are passed over.
class TagReader {
 public:
  explicit TagReader(std::string_view html) : html_(html) {}

  bool next(Tag& tag) {
    for (;;) {
      at_ = html_.find('<', at_);
      if (at_ == std::string_view::npos) return false;
      if (html_.substr(at_, 4) == "<!--") {
        const std::size_t end = html_.find("-->", at_ + 4);
        at_ = end == std::string_view::npos ? html_.size() : end + 3;
        continue;
      }
      if (!read(tag)) {
        ++at_;
        continue;
      }
      at_ = tag.end;
      if (!tag.closing && (tag.name == "script" || tag.name == "style")) {
        const std::size_t end = base::find_ignoring_case(html_, "</" + tag.name, at_);
        at_ = end == std::string_view::npos ? html_.size() : end;
      }
      return true;
    }
  }

 private:
  // At "<": a tag, or text.
  bool read(Tag& tag) {
    std::size_t i = at_ + 1;
    tag.begin = at_;
    tag.closing = i < html_.size() && html_[i] == '/';
    if (tag.closing) ++i;
    if (i >= html_.size() || !is_letter(base::ascii_lower(html_[i]))) return false;
    const std::size_t name = i;
    while (i < html_.size() && !is_blank(html_[i]) && html_[i] != '>' && html_[i] != '/') ++i;
    tag.name = base::to_ascii_lower(html_.substr(name, std::min<std::size_t>(i - name, 20)));
    const std::size_t attributes = i;
    for (char quote = '\0'; i < html_.size(); ++i) {
      const char c = html_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if ((c == '"' || c == '\'') && html_[i - 1] == '=') {
        quote = c;
      } else if (c == '>') {
        break;
      }
    }
    tag.attributes = base::to_ascii_lower(html_.substr(attributes, std::min(i - attributes, kMaxAttributes)));
    tag.end = std::min(i + 1, html_.size());
    return true;
  }

  std::string_view html_;
  std::size_t at_ = 0;
};

// Passes the quoting element by counting elements of its name: behind its closing tag, or the end when it is never
// closed.
std::size_t end_of_element(TagReader& tags, const std::string& name, std::size_t size) {
  int depth = 1;
  for (Tag tag; tags.next(tag);) {
    if (tag.name != name) continue;
    depth += tag.closing ? -1 : 1;
    if (depth == 0) return tag.end;
  }
  return size;
}

// Collects what is not quoted: into `own` until the first quote, then into `after`.
class Splitter {
 public:
  Splitter(std::string_view html, bool signatures) : html_(html), tags_(html), signatures_(signatures) {}

  HtmlReply run() {
    for (Tag tag; tags_.next(tag);) {
      // Titles and styles of the head are no text; a second body tag is somebody's quoted page.
      if (out_.cut == Cut::none &&
          ((tag.name == "body" && !tag.closing && !body_) || (tag.name == "head" && tag.closing && !body_))) {
        body_ = tag.name == "body";
        out_.own.clear();
        copied_ = tag.end;
        continue;
      }
      if (const Cut cut = quote_at(tag); cut != Cut::none) {
        copy_to(tag.begin);
        if (out_.cut == Cut::none) out_.rest = html_.substr(tag.begin);
        if (out_.cut == Cut::none) out_.cut = cut;
        if (cut == Cut::header_block || tag.name == "hr") return std::move(out_);  // all the rest is the quote
        copied_ = end_of_element(tags_, tag.name, html_.size());
      } else if (!signatures_ && !tag.closing && tag.name == "div" && is_signature(tag.attributes)) {
        copy_to(tag.begin);
        copied_ = end_of_element(tags_, tag.name, html_.size());
      } else if (tag.name == "pre") {
        copy_to(tag.end);
        pre_ = std::max(0, pre_ + (tag.closing ? -1 : 1));
      }
    }
    copy_to(html_.size());
    return std::move(out_);
  }

 private:
  // Line ends inside <pre> are line ends.
  void copy_to(std::size_t end) {
    std::string& to = out_.cut == Cut::none ? out_.own : out_.after;
    for (const char c : html_.substr(copied_, end - copied_)) {
      if (c == '\n' && pre_ > 0) to += "<br>";
      else to += c;
    }
    copied_ = end;
  }

  std::string_view html_;
  TagReader tags_;
  bool signatures_;
  HtmlReply out_;
  std::size_t copied_ = 0;  // what stands before it is kept or dropped
  int pre_ = 0;
  bool body_ = false;
};

}  // namespace

HtmlReply split_html_reply(std::string_view html, bool signatures) { return Splitter(html, signatures).run(); }

}  // namespace mailstore::office
