// The one wrapper of ICU's converters: its error codes end here.
#include "base/text/charset.h"

#include <unicode/normalizer2.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf16.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/text/case.h"
#include "base/text/utf8.h"
#include "base/text/vietnamese_tables.h"

namespace base {

namespace {

struct CloseConverter {
  void operator()(UConverter* c) const { ucnv_close(c); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

constexpr std::size_t kMaxNameBytes = 60;
constexpr std::size_t kMostOfIcu = 1u << 29;  // ICU counts in int32: text parts of half a gigabyte are cut

// Names in mail that ICU does not know, or knows too narrowly: browsers read these as their supersets too.
struct Alias {
  std::string_view written;
  std::string_view meant;
};
constexpr Alias kAliases[] = {
    {"iso-8859-1", "windows-1252"},
    {"iso8859-1", "windows-1252"},
    {"latin1", "windows-1252"},
    {"latin-1", "windows-1252"},
    {"iso_8859-1", "windows-1252"},
    {"cp-1252", "windows-1252"},
    {"iso-8859-9", "windows-1254"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-8-e", "iso-8859-8"},
    {"iso-8859-6-i", "iso-8859-6"},
    {"gb2312", "gb18030"},
    {"gbk", "gb18030"},
    {"x-gbk", "gb18030"},
    {"cp936", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"euc-cn", "gb18030"},
    {"ks_c_5601-1987", "windows-949"},
    {"euc-kr", "windows-949"},
    {"ksc5601", "windows-949"},
    {"shift_jis", "windows-31j"},
    {"shift-jis", "windows-31j"},
    {"sjis", "windows-31j"},
    {"x-sjis", "windows-31j"},
    {"big5", "big5-hkscs"},
    {"tis-620", "windows-874"},
    {"iso-8859-11", "windows-874"},
    {"unicode-1-1-utf-7", "utf-7"},
    {"x-windows-1258", "windows-1258"},
    {"cp-850", "ibm-850"},
    {"x-unknown-windows-1258", "windows-1258"},
    {"win-1258", "windows-1258"},
};

std::string plain_name(std::string_view name) {
  // RFC 2231 §5 allows "utf-8*vi" in encoded words; quotes come from broken senders.
  name = name.substr(0, std::min(name.find('*'), kMaxNameBytes));
  std::string out;
  for (const char c : name) {
    if (c > ' ' && c < 0x7F && c != '"' && c != '\'') out += ascii_lower(c);
  }
  for (const Alias& alias : kAliases) {
    if (out == alias.written) return std::string(alias.meant);
  }
  return out;
}

bool is_utf8_name(std::string_view n) {
  return n == "utf-8" || n == "utf8" || n == "utf_8" || n == "unicode-1-1-utf-8" || n == "utf-8-mac";
}
bool is_ascii_name(std::string_view n) {
  return n.empty() || n == "us-ascii" || n == "ascii" || n == "ansi_x3.4-1968" || n == "unknown" ||
         n == "unknown-8bit" || n == "x-unknown" || n == "default" || n == "default_charset" || n == "_iso-2022-jp" ||
         n == "7bit" || n == "8bit" || n == "binary";
}
const OneByteCharset* own_table(std::string_view n) {
  if (n == "viscii" || n == "viscii1.1-1" || n == "csviscii" || n == "x-viet-viscii") return &kViscii;
  if (n == "tcvn" || n == "tcvn3" || n == "tcvn-5712" || n == "tcvn5712-1" || n == "x-viet-tcvn5712" ||
      n == "x-viet-tcvn" || n == "tcvn-5712-3" || n == "tcvn5712-3") {
    return &kTcvn;
  }
  return nullptr;
}

std::string decode_table(std::string_view bytes, const OneByteCharset& table) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    char32_t code_point = byte >= 0x80 ? table.high[byte - 0x80] : byte;
    if (byte < 0x20) {
      for (const LowMapping& low : table.low) {
        if (low.byte == byte && byte != 0) code_point = low.code_point;
      }
    }
    append_code_point(out, code_point);
  }
  return to_nfc(out);
}

bool is_1258_name(std::string_view n) { return n == "windows-1258" || n == "cp1258" || n == "ibm-1258"; }

Converter open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  if (name.empty()) return nullptr;
  Converter converter(ucnv_open(name.c_str(), &status));
  return U_FAILURE(status) ? nullptr : std::move(converter);
}

std::optional<std::string> decode_icu(std::string_view bytes, const std::string& name) {
  const Converter converter = open_converter(name);
  if (!converter) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  const auto size = static_cast<int32_t>(std::min<std::size_t>(bytes.size(), kMostOfIcu));
  const icu::UnicodeString text(bytes.data(), size, converter.get(), status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string out;
  text.toUTF8String(out);
  return is_1258_name(name) ? to_nfc(out) : out;
}

// windows-1258 has few letters with their tone: the others are written as the letter and then the tone.
icu::UnicodeString tones_apart(const icu::UnicodeString& text) {
  constexpr std::u16string_view kReadyLetters = u"ÀÁÈÉÍÓÙÚàáèéíóùú";
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return text;
  icu::UnicodeString out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 c = text.char32At(i);
    icu::UnicodeString letters;
    UChar32 tone = 0;
    if (c < 0x80 || kReadyLetters.find(static_cast<char16_t>(c)) != std::u16string_view::npos ||
        !nfc->getDecomposition(c, letters)) {
      out.append(c);
      continue;
    }
    for (const char16_t mark : {u'\u0300', u'\u0301', u'\u0303', u'\u0309', u'\u0323'}) {
      const int32_t at = letters.indexOf(mark);
      if (at < 0) continue;
      letters.remove(at, 1);
      tone = mark;
    }
    if (tone == 0) {
      out.append(c);
    } else {
      nfc->normalizeSecondAndAppend(out, letters, status);
      out.append(tone);
    }
  }
  return out;
}

bool is_1258_tone(unsigned char c) { return c == 0xCC || c == 0xD2 || c == 0xDE || c == 0xEC || c == 0xF2; }
bool is_1258_vowel(unsigned char c) {
  constexpr std::string_view kVowels = "aeiouyAEIOUY\xE2\xE3\xEA\xF4\xF5\xFD\xC2\xC3\xCA\xD4\xD5\xDD";
  return kVowels.find(static_cast<char>(c)) != std::string_view::npos;
}

// windows-1258 writes tones as own bytes after the vowel; in Western text those bytes are letters after consonants.
bool looks_like_1258(std::string_view bytes) {
  std::size_t after_vowel = 0;
  std::size_t elsewhere = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto c = static_cast<unsigned char>(bytes[i]);
    if (is_1258_tone(c)) ++(i > 0 && is_1258_vowel(static_cast<unsigned char>(bytes[i - 1])) ? after_vowel : elsewhere);
    if (c == 0xFD && i + 1 < bytes.size() && static_cast<unsigned char>(bytes[i + 1]) == 0xF5) ++after_vowel;  // "ươ"
  }
  return after_vowel > elsewhere;
}

// What bytes without a charset are taken for. Mostly UTF-8 with a cut or broken character: repairing keeps more than a
// guess would.
const char* guessed_charset(std::string_view bytes) {
  if (is_valid_utf8(bytes)) return "utf-8";
  std::size_t broken = 0;
  std::size_t good = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const char32_t c = next_code_point(bytes, i);
    if (c == kReplacement) ++broken;
    else if (c >= 0x80) ++good;
  }
  if (good > broken) return "utf-8";
  return looks_like_1258(bytes) ? "windows-1258" : "windows-1252";
}

constexpr std::size_t kPiece = 256 << 10;

using Visit = std::function<bool(std::string_view)>;

// Bytes of the next piece: it ends before a printable ASCII character, which combines with nothing before it and ends
// what is broken in UTF-8. For charsets in which ASCII stands for itself.
std::size_t piece_size(std::string_view bytes) {
  if (bytes.size() <= kPiece) return bytes.size();
  for (std::size_t at = kPiece; at > 0; --at) {
    if (bytes[at] >= ' ' && bytes[at] < 0x7F) return at;
  }
  std::size_t at = kPiece;  // between two characters of UTF-8, if it is any
  while (at > kPiece - 4 && (static_cast<unsigned char>(bytes[at]) & 0xC0) == 0x80) --at;
  return at;
}

template <class Decode>
bool visit_pieces(std::string_view bytes, const Visit& visit, const Decode& decode) {
  while (!bytes.empty()) {
    const std::size_t size = piece_size(bytes);
    if (!visit(decode(bytes.substr(0, size)))) return false;
    bytes.remove_prefix(size);
  }
  return true;
}

// A converter that keeps its state from piece to piece, as UTF-16 and ISO-2022 need it.
class IcuPieces {
 public:
  explicit IcuPieces(const std::string& name) : converter_(open_converter(name)), buffer_(kPiece, u'\0') {}
  bool known() const { return converter_ != nullptr; }

  // The bytes of all calls are one text.
  std::string decode(std::string_view bytes, bool last) {
    const char* from = bytes.data();
    const char* const end = from + bytes.size();
    std::string out;
    UErrorCode status = U_BUFFER_OVERFLOW_ERROR;
    while (status == U_BUFFER_OVERFLOW_ERROR) {
      status = U_ZERO_ERROR;
      char16_t* const begin = buffer_.data();
      char16_t* to = begin + held_;
      ucnv_toUnicode(converter_.get(), &to, begin + buffer_.size(), &from, end, nullptr, last, &status);
      std::size_t units = static_cast<std::size_t>(to - begin);
      const bool more = !last || status == U_BUFFER_OVERFLOW_ERROR;
      held_ = more && units > 0 && U16_IS_LEAD(buffer_[units - 1]) ? 1 : 0;  // its second half is still to come
      units -= held_;
      icu::UnicodeString(false, begin, static_cast<int32_t>(units)).toUTF8String(out);
      if (held_ > 0) buffer_[0] = buffer_[units];
    }
    return out;
  }

 private:
  Converter converter_;
  std::u16string buffer_;
  std::size_t held_ = 0;
};

}  // namespace

bool is_known_charset(std::string_view name) {
  const std::string plain = plain_name(name);
  if (is_utf8_name(plain) || plain == "us-ascii" || plain == "ascii" || own_table(plain) != nullptr) return true;
  return open_converter(plain) != nullptr;
}

std::string decode_guess(std::string_view bytes) {
  const std::string name = guessed_charset(bytes);
  if (is_utf8_name(name)) return sanitize_utf8(bytes);
  auto text = decode_icu(bytes, name);
  return text ? *std::move(text) : sanitize_utf8(bytes);
}

std::string decode_charset(std::string_view bytes, std::string_view charset) {
  const std::string name = plain_name(charset);
  if (is_utf8_name(name)) return sanitize_utf8(bytes);
  if (is_ascii_name(name)) return decode_guess(bytes);
  if (const OneByteCharset* table = own_table(name)) return decode_table(bytes, *table);
  if (auto text = decode_icu(bytes, name)) return *std::move(text);
  return decode_guess(bytes);
}

bool visit_charset(std::string_view bytes, std::string_view charset, const Visit& visit) {
  std::string name = plain_name(charset);
  if (const OneByteCharset* table = own_table(name))
    return visit_pieces(bytes, visit, [&](std::string_view piece) { return decode_table(piece, *table); });
  if (!is_utf8_name(name) && (is_ascii_name(name) || !open_converter(name))) name = guessed_charset(bytes);
  if (!is_utf8_name(name)) {
    bytes = bytes.substr(0, kMostOfIcu);
    IcuPieces pieces(name);
    std::string_view rest = bytes;
    if (pieces.known()) {
      return visit_pieces(bytes, visit, [&](std::string_view piece) {
        rest.remove_prefix(piece.size());
        std::string text = pieces.decode(piece, rest.empty());
        return is_1258_name(name) ? to_nfc(text) : text;
      });
    }
  }
  return visit_pieces(bytes, visit, [](std::string_view piece) { return sanitize_utf8(piece); });
}

Result<std::string> encode_charset(std::string_view utf8, std::string_view charset) {
  const std::string name = plain_name(charset);
  if (is_utf8_name(name)) return sanitize_utf8(utf8);
  const Converter converter = open_converter(name);
  if (!converter) return Error::permanent(ErrorCode::unsupported, protocol_words("unknown charset"));
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  if (is_1258_name(name)) text = tones_apart(text);
  std::string out(
      static_cast<std::size_t>(UCNV_GET_MAX_BYTES_FOR_STRING(text.length(), ucnv_getMaxCharSize(converter.get()))),
      '\0');
  const int32_t size = ucnv_fromUChars(converter.get(), out.data(), static_cast<int32_t>(out.size()), text.getBuffer(),
                                       text.length(), &status);
  if (U_FAILURE(status))
    return Error::permanent(ErrorCode::bad_input, protocol_words("a character does not exist in that charset"));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

}  // namespace base
