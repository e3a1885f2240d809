#include "base/crypto/cms_shape.h"

#include <cstdint>

namespace base {

namespace {

constexpr int kMaxDepth = 40;
constexpr unsigned kSequence = 0x30, kSet = 0x31, kCertificates = 0xA0;
constexpr std::string_view kSignedData("\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x02", 11);  // 1.2.840.113549.1.7.2

// X.690 §8.1: identifier, length, contents; an indefinite length ends with two zero octets.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  bool at_end() const {
    return at_ >= bytes_.size() || (open_ended_ && bytes_.substr(at_, 2) == std::string_view("\0\0", 2));
  }
  bool starts_with(std::string_view octets) const { return good_ && bytes_.substr(at_).starts_with(octets); }
  unsigned tag() const { return at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_]) : 0u; }
  bool good() const { return good_; }
  std::size_t at() const { return at_; }

  // The members of the element here; goes on behind the whole element only by skip().
  Reader inside() const {
    Reader out(bytes_);
    out.at_ = at_;
    out.good_ = good_ && out.enter();
    return out;
  }

  void skip(int depth = 0) {
    if (!good_) return;
    Reader members = inside();
    if (members.open_ended_) {
      good_ = members.good_ && depth < kMaxDepth;
      while (good_ && !members.at_end()) {
        members.skip(depth + 1);
        good_ = members.good_;
      }
      at_ = members.at_ + 2;
      good_ = good_ && at_ <= bytes_.size();
      return;
    }
    good_ = members.good_;
    at_ = members.bytes_.size();
  }

  std::size_t count() {
    std::size_t out = 0;
    for (; good_ && !at_end(); ++out) skip();
    return out;
  }

 private:
  bool enter() {
    if (at_ >= bytes_.size()) return false;
    const bool constructed = (tag() & 0x20u) != 0;
    if ((tag() & 0x1Fu) == 0x1Fu) {  // a long identifier
      do ++at_;
      while (at_ < bytes_.size() && (tag() & 0x80u) != 0);
    }
    if (++at_ >= bytes_.size()) return false;
    const unsigned first = static_cast<unsigned char>(bytes_[at_++]);
    std::uint64_t length = first;
    open_ended_ = first == 0x80u;
    if (open_ended_) return constructed;
    if (first > 0x80u) {
      const unsigned octets = first & 0x7Fu;
      if (octets > 8 || at_ + octets > bytes_.size()) return false;
      length = 0;
      for (unsigned i = 0; i < octets; ++i) length = (length << 8) | static_cast<unsigned char>(bytes_[at_++]);
    }
    if (length > bytes_.size() - at_) return false;
    bytes_ = bytes_.substr(0, at_ + length);
    return true;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
  bool open_ended_ = false;
  bool good_ = true;
};

}  // namespace

std::optional<CmsShape> read_cms_shape(std::string_view der) {
  const Reader whole(der);
  Reader content_info = whole.inside();
  if (whole.tag() != kSequence || !content_info.starts_with(kSignedData)) return std::nullopt;
  content_info.skip();                                  // contentType
  Reader signed_data = content_info.inside().inside();  // [0] EXPLICIT SEQUENCE
  for (int i = 0; i < 3; ++i) signed_data.skip();       // version, digestAlgorithms, encapContentInfo
  CmsShape out;
  while (signed_data.good() && !signed_data.at_end()) {
    if (signed_data.tag() == kCertificates || signed_data.tag() == kSet) {
      Reader members = signed_data.inside();
      (signed_data.tag() == kSet ? out.signers : out.certificates) += members.count();
      if (!members.good()) return std::nullopt;
    }
    signed_data.skip();
  }
  Reader end(der);
  end.skip();
  out.size = end.at();
  return signed_data.good() && end.good() ? std::optional(out) : std::nullopt;
}

}  // namespace base
