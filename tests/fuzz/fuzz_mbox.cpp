// Any bytes are an mbox: the reader ends, keeps its limits, and gives the same messages however the file is cut in
// pieces.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "mailstore/delivery/prepare/message_edits.h"
#include "mailstore/maintenance/maildir.h"
#include "mailstore/maintenance/mbox_fields.h"
#include "mailstore/maintenance/mbox_reader.h"

namespace {

std::vector<std::string> read(const std::string& text, std::size_t piece) {
  using namespace mailstore;
  std::vector<std::string> out;
  MailSourceOptions options;
  options.max_message_bytes = 4096;
  SourceVisitor visitor;
  visitor.message = [&](SourceMessage m) {
    if (m.bytes.size() > 4096) std::abort();
    out.push_back(std::move(m.bytes));
    return true;
  };
  visitor.problem = [](SourceProblem) {};
  const ReadAt read_at = [&](std::int64_t offset, std::size_t size) -> base::Result<std::string> {
    if (offset < 0 || offset >= static_cast<std::int64_t>(text.size())) return std::string();
    // Looking ahead asks for exact sizes; only big reads are cut.
    return text.substr(static_cast<std::size_t>(offset), size > 4096 ? std::min(size, piece) : size);
  };
  if (!read_mbox("fuzz", read_at, options, visitor)) std::abort();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (read(text, 1 << 20) != read(text, 13)) std::abort();
  // What export writes is read back byte by byte, line ends as the door makes them.
  if (!text.empty() && text.size() < 1024) {
    const mailstore::Flags flags{mailstore::flag::kSeen, {"word"}};
    const std::vector<std::string> back =
        read("From MAILER-DAEMON Mon Nov 23 16:32:00 2026\n" + mailstore::mbox_entry(text, flags), 1 << 20);
    if (back.size() != 1 || mailstore::edit_appended(back[0]) != mailstore::edit_appended(text)) std::abort();
  }
  (void)mailstore::parse_from_line(text);
  (void)mailstore::date_from_header(text);
  const std::vector<std::string> keywords = mailstore::parse_maildir_keywords(text);
  (void)mailstore::parse_maildir_flags(text, keywords);
  (void)mailstore::parse_maildir_folder(text);
  return 0;
}
