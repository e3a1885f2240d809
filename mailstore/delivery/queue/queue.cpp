#include <algorithm>

#include "mailstore/delivery/queue/queue_rows.h"
#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {
namespace {

using Items = std::vector<QueueItem>;

base::Result<Items> lease_due(base::SqlTransaction& tx, base::Timestamp now, std::size_t limit, base::Duration lease) {
  auto items = read_queue_items(tx, QueueSelection::due, now, static_cast<std::int64_t>(limit));
  if (!items) return items;
  Items taken;
  for (QueueItem& item : *items) {
    // The condition makes sure that of two nodes only one gets the item.
    auto leased = tx.execute("UPDATE queue_item SET lease_us = ? WHERE id = ? AND lease_us <= ?",
                             {(now + lease).us, item.id.value, now.us});
    if (!leased) return leased.error();
    if (*leased == 1) taken.push_back(std::move(item));
  }
  return taken;
}

base::Result<void> remove_item(base::SqlTransaction& tx, const QueueItem& item) {
  auto done = tx.execute("DELETE FROM queue_recipient WHERE item = ?", {item.id.value});
  if (!done) return done.error();
  done = tx.execute("DELETE FROM queue_item WHERE id = ?", {item.id.value});
  if (!done) return done.error();
  return check_content_later(tx, item.content);
}

bool is_waiting(const QueueItem& item) {
  return std::any_of(item.recipients.begin(), item.recipients.end(),
                     [](const QueueRecipient& r) { return r.state == RecipientState::waiting; });
}

base::Result<void> record(base::SqlTransaction& tx, const QueueItem& item, base::Timestamp next, bool attempted) {
  auto there = queue_item_exists(tx, item.id);
  if (!there) return there.error();
  if (!*there) return {};  // recorded by a first run of this unit, or removed
  if (!is_waiting(item)) return remove_item(tx, item);
  auto done = tx.execute(
      "UPDATE queue_item SET next_us = CASE WHEN cancelled = 1 THEN next_us ELSE ? END, lease_us = 0, attempts = ?, delay_reported = ? WHERE id = ?",
      {next.us, item.attempts + (attempted ? 1 : 0), item.delay_reported, item.id.value});
  if (!done) return done.error();
  int number = 0;
  for (const QueueRecipient& r : item.recipients) {
    // A cancelled recipient stays cancelled, whatever the attempt under way has come to.
    done = tx.execute(
        "UPDATE queue_recipient SET state = ?, status = ?, diagnostic = ?, remote_mta = ? WHERE item = ? AND number = ? "
        "AND state <> 3",
        {static_cast<int>(r.state), r.status, r.diagnostic, r.remote_mta, item.id.value, number++});
    if (!done) return done.error();
  }
  return {};
}

class QueueImpl final : public Queue {
 public:
  QueueImpl(MailStore& store, const base::Clock& clock)
      : core_(StoreInside::of(store)), clock_(clock), listeners_(std::make_shared<Notifier>()) {
    // The store outlives the queue, and with the queue go those who listen to it.
    core_.outgoing.listen([weak = std::weak_ptr<Notifier>(listeners_)] {
      if (auto listeners = weak.lock()) listeners->notify();
    });
  }

  base::Co<base::Result<Items>> take_due(base::Timestamp now, std::size_t limit, base::Duration lease) override {
    auto look = [now](base::SqlSnapshot& snapshot) -> base::Result<std::int64_t> {
      return snapshot.query_i64("SELECT 1 FROM queue_item WHERE next_us <= ? AND lease_us <= ? LIMIT 1",
                                {now.us, now.us});
    };
    auto any = co_await core_.db.read(look);
    if (!any) co_return any.error();
    if (*any == 0) co_return Items();
    auto unit = [=](base::SqlTransaction& tx) -> base::Result<Items> { return lease_due(tx, now, limit, lease); };
    co_return co_await core_.db.write(unit);
  }

  base::Co<base::Result<void>> finish(QueueItem item, base::Timestamp next, bool attempted) override {
    auto unit = [&item, next, attempted](base::SqlTransaction& tx) -> base::Result<void> {
      return record(tx, item, next, attempted);
    };
    co_return co_await core_.db.write(unit);
  }

  base::Co<base::Result<base::Timestamp>> next_due() override {
    auto query = [](base::SqlSnapshot& snapshot) -> base::Result<base::Timestamp> {
      // A leased item is looked at again when its lease runs out.
      auto us = snapshot.query_i64(
          "SELECT CASE WHEN lease_us > next_us THEN lease_us ELSE next_us END AS due FROM queue_item ORDER BY due LIMIT 1",
          {}, INT64_MAX);
      if (!us) return us.error();
      return base::Timestamp(*us);
    };
    co_return co_await core_.db.read(query);
  }

  base::Co<base::Result<Items>> list() override {
    auto query = [](base::SqlSnapshot& snapshot) -> base::Result<Items> {
      return read_queue_items(snapshot, QueueSelection::all, {}, INT64_MAX);
    };
    co_return co_await core_.db.read(query);
  }

  base::Co<base::Result<int>> retry_now(std::vector<base::QueueId> ids) override {
    auto unit = [this, &ids](base::SqlTransaction& tx) -> base::Result<int> {
      return each(tx, ids, [&](base::QueueId id) {
        return tx.execute("UPDATE queue_item SET next_us = ? WHERE id = ?", {clock_.now().us, id.value});
      });
    };
    co_return co_await core_.db.write(unit);
  }

  base::Co<base::Result<int>> cancel(std::vector<base::QueueId> ids) override {
    auto unit = [this, &ids](base::SqlTransaction& tx) -> base::Result<int> {
      return each(tx, ids, [&](base::QueueId id) -> base::Result<std::int64_t> {
        auto states = tx.execute(
            "UPDATE queue_recipient SET state = 3, status = '5.7.0', diagnostic = 'Cancelled by an administrator.' "
            "WHERE item = ? AND state = 0",
            {id.value});
        if (!states) return states;
        return tx.execute("UPDATE queue_item SET cancelled = 1, next_us = ? WHERE id = ?", {clock_.now().us, id.value});
      });
    };
    co_return co_await core_.db.write(unit);
  }

  void on_new(std::function<void()> callback) override { listeners_->listen(std::move(callback)); }

 private:
  // Applies `act` to these items, to all when none are named; answers how many there were.
  base::Result<int> each(base::SqlTransaction& tx, const std::vector<base::QueueId>& named,
                         const std::function<base::Result<std::int64_t>(base::QueueId)>& act) {
    std::vector<base::QueueId> ids = named;
    if (ids.empty()) {
      auto read = tx.query("SELECT id FROM queue_item", {}, [&](const base::SqlRow& row) {
        ids.emplace_back(row.i64(0));
        return true;
      });
      if (!read) return read.error();
    }
    int count = 0;
    for (const base::QueueId id : ids) {
      auto done = act(id);
      if (!done) return done.error();
      count += static_cast<int>(*done);
    }
    tx.after_commit([core = &core_] { core->outgoing.notify(); });
    return count;
  }

  StoreCore& core_;
  const base::Clock& clock_;
  std::shared_ptr<Notifier> listeners_;
};

}  // namespace

base::Result<std::unique_ptr<Queue>> Queue::open(MailStore& store, const base::Clock& clock) {
  return std::unique_ptr<Queue>(std::make_unique<QueueImpl>(store, clock));
}

}  // namespace mailstore
