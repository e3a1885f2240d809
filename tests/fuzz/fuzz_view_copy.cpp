// Any bytes are the packed copy of a view: reading ends and what is taken is a sound view: UIDs ascend, nothing is
// beyond what the head says, every entry can be read, and written again it gives the same entries. The input is also
// taken as a body alone, under its right checksum.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/crypto/hash.h"
#include "mailstore/store/view_copy.h"

namespace {

using mailstore::Entry;

void demand(bool holds) {
  if (!holds) std::abort();
}

bool same(const Entry& a, const Entry& b) {
  return a.uid == b.uid && a.system_flags == b.system_flags && a.keyword_set == b.keyword_set &&
         a.offset_minutes == b.offset_minutes && a.email == b.email && a.content == b.content && a.thread == b.thread &&
         a.modseq == b.modseq && a.size == b.size && a.received == b.received;
}

void try_copy(const std::string& bytes) {
  mailstore::KeywordTable keywords;
  const auto copy = mailstore::decode_view_copy(bytes, keywords);
  if (!copy) return;
  mailstore::MailboxInfo info;
  info.id = copy->mailbox;
  info.uid_validity = copy->uid_validity;
  info.uid_next = copy->uid_next;
  info.highest_modseq = copy->highest_modseq;
  const auto view = mailstore::MailboxView::make(info, copy->chunks);
  const auto again = mailstore::decode_view_copy(mailstore::encode_view_copy(*view, copy->token, keywords), keywords);
  demand(again.has_value() && again->chunks.size() == copy->chunks.size());
  const auto second = mailstore::MailboxView::make(info, again->chunks);
  demand(view->size() == second->size());
  base::Uid last;
  for (std::size_t i = 0; i < view->size(); ++i) {
    const Entry entry = view->at(i);
    demand(entry.uid > last && entry.uid < info.uid_next && entry.modseq <= info.highest_modseq);
    demand(same(entry, second->at(i)) && view->find(entry.uid) == i && keywords.get(entry.keyword_set) != nullptr);
    last = entry.uid;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string input(reinterpret_cast<const char*>(data), size);
  try_copy(input);
  try_copy("VTHUVIEW" + base::to_bytes(base::sha256(input)) + input);
  return 0;
}
