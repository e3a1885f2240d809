// StoredMessage: the bytes of a queued message (our trace headers, then the content), read from the store piece by
// piece.
#pragma once

#include <cstdint>
#include <string>

#include "mailstore/store/contents.h"
#include "server/outbound/smtp_client.h"

namespace server::outbound {

class StoredMessage final : public MessageSource {
 public:
  // `contents` outlives it.
  StoredMessage(mailstore::Contents& contents, base::ContentId content, std::string prefix)
      : contents_(contents), content_(content), prefix_(std::move(prefix)) {}
  base::Co<base::Result<std::string>> next() override;
  void rewind() override {
    prefix_given_ = false;
    offset_ = 0;
  }

 private:
  static constexpr std::int64_t kPiece = 256 * 1024;
  mailstore::Contents& contents_;
  base::ContentId content_;
  std::string prefix_;
  bool prefix_given_ = false;
  std::int64_t offset_ = 0;
};

// The whole message, or only its header with the blank line, up to `limit` octets. For reports.
base::Co<base::Result<std::string>> read_for_report(MessageSource& source, bool whole, std::size_t limit);

}  // namespace server::outbound
