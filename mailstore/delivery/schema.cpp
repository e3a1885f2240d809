// The schema of delivery, steps 300 … 399 and 800 … 849: outgoing queue, follow-up jobs, journal; and that of the
// office. Columns: README.md.
#include <vector>

#include "base/sql/step_ranges.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore {
namespace {

constexpr base::Migration kMigrations[] = {
    {300, "delivery: queue item",
     "CREATE TABLE queue_item ("
     "id BIGINT NOT NULL, next_us BIGINT NOT NULL, lease_us BIGINT NOT NULL, created_us BIGINT NOT NULL, "
     "expires_us BIGINT NOT NULL, attempts INTEGER NOT NULL, delay_reported INTEGER NOT NULL, content BIGINT NOT NULL, "
     "author BIGINT NOT NULL, size BIGINT NOT NULL, smtputf8 INTEGER NOT NULL, body_8bit INTEGER NOT NULL, "
     "headers_only INTEGER NOT NULL, cancelled INTEGER NOT NULL, domain VARCHAR(500) NOT NULL, reverse_path LONGTEXT NOT NULL, "
     "envid LONGTEXT NOT NULL, prefix LONGBLOB NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {301, "delivery: queue item by due time", "CREATE INDEX queue_item_by_due ON queue_item (next_us)"},
    {302, "delivery: queue item by content", "CREATE INDEX queue_item_by_content ON queue_item (content)"},
    {303, "delivery: queue recipient",
     "CREATE TABLE queue_recipient ("
     "item BIGINT NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL, notify INTEGER NOT NULL, "
     "address LONGTEXT NOT NULL, original LONGTEXT NOT NULL, status LONGTEXT NOT NULL, diagnostic LONGTEXT NOT NULL, "
     "remote_mta LONGTEXT NOT NULL, PRIMARY KEY (item, number)) {clustered}"},
    {304, "delivery: follow-up job",
     "CREATE TABLE delivery_job ("
     "id BIGINT NOT NULL, kind INTEGER NOT NULL, content BIGINT NOT NULL, position BIGINT NOT NULL, created_us BIGINT NOT NULL, "
     "payload LONGBLOB NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {305, "delivery: follow-up job by content", "CREATE INDEX delivery_job_by_content ON delivery_job (content)"},
    {306, "journal: event",
     "CREATE TABLE journal_event ("
     "office BIGINT NOT NULL, seq BIGINT NOT NULL, email BIGINT NOT NULL, created_us BIGINT NOT NULL, cause VARBINARY(32) NOT NULL, "
     "PRIMARY KEY (office, seq)) {clustered}"},
    {307, "journal: key of the causing message",
     "ALTER TABLE journal_event ADD COLUMN cause_key VARBINARY(32) NOT NULL DEFAULT ''"},
    {308, "journal: content of the causing message",
     "ALTER TABLE journal_event ADD COLUMN cause_content BIGINT NOT NULL DEFAULT 0"},
    {309, "journal: event by cause", "CREATE INDEX journal_event_by_cause ON journal_event (office, cause)"},
    {310, "journal: event by causing message",
     "CREATE INDEX journal_event_by_cause_key ON journal_event (office, cause_key)"},
    {311, "journal: event by content", "CREATE INDEX journal_event_by_content ON journal_event (cause_content)"},
};

constexpr std::string_view kContentReferences[] = {"SELECT 1 FROM queue_item WHERE content = ? LIMIT 1",
                                                   "SELECT 1 FROM delivery_job WHERE content = ? LIMIT 1",
                                                   "SELECT 1 FROM journal_event WHERE cause_content = ? LIMIT 1"};

// The steps of the office stand with those of the door that writes its rows.
const std::vector<base::Migration>& all_migrations() {
  static const std::vector<base::Migration> all = base::steps_in_order({kMigrations, office::office_migrations()});
  return all;
}

}  // namespace

std::span<const std::string_view> delivery_content_references() { return kContentReferences; }

std::span<const base::Migration> delivery_migrations() { return all_migrations(); }

}  // namespace mailstore
