// FetchAhead: the messages of a FETCH, some together, read from the store while those before them are written to the
// client. Bounded: at most four batches are in memory, each of some messages and some octets. Belongs to one command.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "server/imap/fetch/fetch_plan.h"
#include "server/imap/session/session.h"

namespace server::imap {

// Messages that are read together: one round to the store, one commit of \Seen.
struct FetchBatch {
  Indexes indexes;
  std::vector<mailstore::Entry> entries;
  base::Result<std::vector<mailstore::MessageMeta>> metas = std::vector<mailstore::MessageMeta>();
  Indexes rest;              // those behind them that there was no room for; the next batch begins with them
  std::vector<bool> listed;  // what lists show is enough: nothing else was read
  // Of those whose octets are asked for, when they are few: the content's, or its first ones, which hold all that is
  // asked for; may be missing.
  std::vector<std::optional<std::string>> contents;
};

class FetchAhead {
 public:
  // `resolved`: what is fetched; it and the session outlive this.
  FetchAhead(Session& session, std::shared_ptr<const FetchPlan> plan, const Indexes& resolved);
  FetchAhead(const FetchAhead&) = delete;
  FetchAhead& operator=(const FetchAhead&) = delete;

  // The messages of the next batch, not read yet; empty: none is left. For those who must change them first.
  Indexes take();
  // Reads now what take() gave, or the rest of what was read before.
  base::Co<FetchBatch> read(Indexes indexes);
  // The next batch, read; empty: none is left. Those after it are being read meanwhile.
  base::Co<FetchBatch> next();
  // To be awaited at the end of the command: then nothing is read any more.
  base::Co<void> stop();

 private:
  struct Pending;
  void begin();
  std::shared_ptr<Pending> start(Indexes indexes);
  static base::Co<void> run(std::shared_ptr<Pending> pending);
  std::shared_ptr<Pending> prepare(Indexes indexes);

  Session& session_;
  const std::shared_ptr<const FetchPlan> plan_;
  const Indexes& resolved_;
  std::size_t at_ = 0;              // in resolved_
  std::int64_t header_ = 2 * 1024;  // octets of a header, as those were that have been read
  std::deque<std::shared_ptr<Pending>> pending_;
};

}  // namespace server::imap
