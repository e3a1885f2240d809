#include "server/imap/fetch/fetch_ahead.h"

#include <algorithm>

#include "base/async/executor.h"
#include "base/async/parking.h"
#include "base/mime/structure_codec.h"

namespace server::imap {
namespace {

using mailstore::Entry;
using mailstore::MessageMeta;

constexpr std::size_t kBatch = 128;                                 // messages
constexpr std::size_t kListedBatch = 512;                           // of which only the list is read
constexpr std::int64_t kSmall = 64 * 1024, kTogether = 256 * 1024;  // octets
constexpr std::int64_t kFirstTogether = 64 * 1024;
// Batches that are read at a time: rows of one, octets of the others, whose frames take longer to decode than all else.
constexpr std::size_t kAhead = 3;

constexpr auto kList = static_cast<mailstore::Wants>(mailstore::Want::list);

// What of a content must be read for its message's header; all of it when that cannot be told.
std::int64_t header_octets(const Entry& entry, const MessageMeta& meta) {
  const auto outline = base::decode_outline(meta.structure);
  return outline ? static_cast<std::int64_t>(outline->root.header.end) : entry.size;
}

}  // namespace

// What reading a batch takes, and its outcome; lives as long as somebody needs it, and needs no session.
struct FetchAhead::Pending {
  Pending(Session& session, base::MailboxId of, std::shared_ptr<const FetchPlan> by)
      : mail(session.mail()), contents(session.contents()), mailbox(of), owned_plan(std::move(by)), plan(*owned_plan) {}

  mailstore::SelectedMail& mail;
  mailstore::Contents& contents;
  const base::MailboxId mailbox;
  const std::shared_ptr<const FetchPlan> owned_plan;
  const FetchPlan& plan;
  FetchBatch batch;
  std::int64_t headers = 0, header_sum = 0;  // how many were measured, and their octets
  bool done = false;
  base::ParkingSpot finished;  // who waits for it

  // Only the first `count` messages have been read.
  void cut(std::size_t count);
  // The metas of those that are not listed, with what their octets take.
  base::Co<base::Result<void>> read_rest();
  base::Co<void> read_contents();
  base::Co<void> read();
};

void FetchAhead::Pending::cut(std::size_t count) {
  if (count >= batch.entries.size()) return;
  const auto from = static_cast<std::ptrdiff_t>(count);
  batch.rest.insert(batch.rest.begin(), batch.indexes.begin() + from, batch.indexes.end());
  batch.indexes.resize(count);
  batch.entries.erase(batch.entries.begin() + from, batch.entries.end());
  batch.metas->resize(count);
  batch.listed.resize(count);
}

base::Co<base::Result<void>> FetchAhead::Pending::read_rest() {
  std::vector<MessageMeta>& metas = *batch.metas;
  std::vector<Entry> rest;
  std::vector<std::size_t> places;  // of them
  for (std::size_t i = 0; i < metas.size(); ++i) {
    if (batch.listed[i]) continue;
    rest.push_back(batch.entries[i]);
    places.push_back(i);
  }
  if (rest.empty()) co_return base::Result<void>{};
  const mailstore::Wants wants = plan.asks_lists() ? plan.wants() & ~kList : plan.wants();
  auto read = co_await mail.meta(mailbox, std::move(rest), wants);
  if (!read) co_return read.error();
  for (std::size_t i = 0; i < read->size(); ++i) {
    MessageMeta& meta = metas[places[i]];
    if (plan.asks_lists()) (*read)[i].list = std::move(meta.list);
    meta = std::move((*read)[i]);
  }
  if (read->size() < places.size()) cut(places[read->size()]);
  co_return base::Result<void>{};
}

base::Co<void> FetchAhead::Pending::read_contents() {
  const std::vector<MessageMeta>& metas = *batch.metas;
  std::vector<base::ContentId> wanted(metas.size());
  std::vector<std::int64_t> first;  // octets
  if (plan.asks_headers()) first.resize(metas.size());
  std::int64_t octets = 0;
  bool any = false;
  for (std::size_t i = 0; i < metas.size(); ++i) {
    if (batch.listed[i] || !metas[i].content) continue;
    std::int64_t size = batch.entries[i].size;
    if (plan.asks_headers()) {
      size = first[i] = header_octets(batch.entries[i], metas[i]);
      ++headers;
      header_sum += size;
    }
    if (size > kSmall) continue;
    if (octets >= kTogether) {
      cut(i);
      wanted.resize(i);
      first.resize(std::min(first.size(), i));
      break;
    }
    wanted[i] = batch.entries[i].content;
    octets += size;
    any = true;
  }
  if (!any) co_return;
  auto read = co_await contents.read_many(std::move(wanted), std::move(first));
  if (read) batch.contents = *std::move(read);
}

base::Co<void> FetchAhead::Pending::read() {
  batch.listed.assign(batch.entries.size(), false);
  batch.metas = std::vector<MessageMeta>(batch.entries.size());
  if (plan.request().items.empty()) {
    batch.metas = co_await mail.meta(mailbox, batch.entries, plan.wants());
    batch.listed.assign(batch.entries.size(), true);
    if (batch.metas) cut(batch.metas->size());
    co_return;
  }
  if (plan.asks_lists()) {
    const mailstore::Wants wants = kList | (plan.wants() & ~static_cast<mailstore::Wants>(mailstore::Want::prefix) &
                                            ~static_cast<mailstore::Wants>(mailstore::Want::structure));
    batch.metas = co_await mail.meta(mailbox, batch.entries, wants);
    if (batch.metas) cut(batch.metas->size());
    for (std::size_t i = 0; batch.metas && i < batch.metas->size(); ++i)
      batch.listed[i] = !(*batch.metas)[i].content || plan.is_told_by((*batch.metas)[i]);
  }
  if (!batch.metas) co_return;
  const auto rest = co_await read_rest();
  if (!rest) {
    batch.metas = rest.error();
    co_return;
  }
  co_await read_contents();
}

FetchAhead::FetchAhead(Session& session, std::shared_ptr<const FetchPlan> plan, const Indexes& resolved)
    : session_(session), plan_(std::move(plan)), resolved_(resolved) {}

Indexes FetchAhead::take() {
  const mailstore::MailboxView& view = *session_.selected()->view;
  const bool octets_asked = !plan_->request().items.empty() && !plan_->asks_lists();
  const std::size_t most = octets_asked ? kBatch : kListedBatch;
  const std::int64_t most_of_one = plan_->asks_headers() ? header_ : kTogether;
  const std::int64_t together = at_ == 0 ? kFirstTogether : kTogether;  // the client waits for the first
  Indexes out;
  for (std::int64_t octets = 0; at_ < resolved_.size() && out.size() < most && octets < together; ++at_) {
    out.push_back(resolved_[at_]);
    const std::int64_t size = octets_asked ? std::min(view.at(resolved_[at_]).size, most_of_one) : 0;
    if (size <= kSmall) octets += size;
  }
  return out;
}

std::shared_ptr<FetchAhead::Pending> FetchAhead::prepare(Indexes indexes) {
  const SelectedMailbox& selected = *session_.selected();
  auto pending = std::make_shared<Pending>(session_, selected.id, plan_);
  pending->batch.entries = entries_of(*selected.view, indexes);
  pending->batch.indexes = std::move(indexes);
  return pending;
}

base::Co<FetchBatch> FetchAhead::read(Indexes indexes) {
  const std::shared_ptr<Pending> pending = prepare(std::move(indexes));
  co_await pending->read();
  co_return std::move(pending->batch);
}

base::Co<void> FetchAhead::run(std::shared_ptr<Pending> pending) {
  // Also when an exception ends it, so that nobody waits for ever.
  struct Finish {
    Pending& of;
    ~Finish() {
      of.done = true;
      of.finished.wake(base::ParkingSpot::Woken::event);
    }
  } finish{*pending};
  pending->batch.metas = base::Error::permanent(
      base::ErrorCode::internal,
      {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
      "FETCH read ended early");
  co_await pending->read();
}

std::shared_ptr<FetchAhead::Pending> FetchAhead::start(Indexes indexes) {
  std::shared_ptr<Pending> pending = prepare(std::move(indexes));
  base::spawn(*base::Executor::current(), run(pending));
  return pending;
}

void FetchAhead::begin() {
  while (pending_.size() < kAhead) {
    Indexes indexes = take();
    if (indexes.empty()) return;
    pending_.push_back(start(std::move(indexes)));
  }
}

base::Co<FetchBatch> FetchAhead::next() {
  begin();
  if (pending_.empty()) co_return FetchBatch();
  const std::shared_ptr<Pending> first = pending_.front();
  while (!first->done) co_await first->finished.park(base::kForever);
  pending_.pop_front();
  if (first->headers > 0) header_ = std::clamp<std::int64_t>(first->header_sum / first->headers, 512, kSmall);
  if (!first->batch.rest.empty()) pending_.push_front(start(std::move(first->batch.rest)));
  begin();
  co_return std::move(first->batch);
}

base::Co<void> FetchAhead::stop() {
  for (; !pending_.empty(); pending_.pop_front()) {
    const std::shared_ptr<Pending> first = pending_.front();
    while (!first->done) co_await first->finished.park(base::kForever);
  }
}

}  // namespace server::imap
