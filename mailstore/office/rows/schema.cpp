// The projections' schema, steps 450 … 499 and 700 … 799. Everything here can be made again from the journals. Columns:
// README.md.
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {
namespace {

constexpr base::Migration kMigrations[] = {
    {450, "office: task",
     "CREATE TABLE task ("
     "id BIGINT NOT NULL PRIMARY KEY, office BIGINT NOT NULL, year INTEGER NOT NULL, ordinal INTEGER NOT NULL, "
     "number VARCHAR(120) NOT NULL, title LONGTEXT NOT NULL, assigner BIGINT NOT NULL, assigned_us BIGINT NOT NULL, "
     "lead_unit VARCHAR(64) NOT NULL, state VARCHAR(16) NOT NULL, due_us BIGINT NOT NULL, last_seq BIGINT NOT NULL, value LONGTEXT NOT NULL)"},
    {451, "office: task by number", "CREATE UNIQUE INDEX task_by_number ON task (office, year, ordinal)"},
    {452, "office: task by time", "CREATE INDEX task_by_time ON task (office, assigned_us)"},
    {453, "office: party of a task",
     "CREATE TABLE task_party ("
     "task BIGINT NOT NULL, party INTEGER NOT NULL, account BIGINT NOT NULL, unit BIGINT NOT NULL, role VARCHAR(16) NOT NULL, "
     "state VARCHAR(16) NOT NULL, due_us BIGINT NOT NULL, changed_seq BIGINT NOT NULL, changed_by BIGINT NOT NULL, "
     "others_seq BIGINT NOT NULL, PRIMARY KEY (task, party)) {clustered}"},
    {454, "office: party by account", "CREATE INDEX task_party_by_account ON task_party (account, state)"},
    {455, "office: row of an outgoing book",
     "CREATE TABLE book_number ("
     "office BIGINT NOT NULL, book INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, state INTEGER NOT NULL, "
     "date VARCHAR(10) NOT NULL, type INTEGER NOT NULL, symbol VARCHAR(500) NOT NULL, abstract LONGTEXT NOT NULL, "
     "reserved_by BIGINT NOT NULL, reserved_us BIGINT NOT NULL, dispatched_us BIGINT NOT NULL, signer LONGTEXT NOT NULL, "
     "answers VARCHAR(500) NOT NULL, reason LONGTEXT NOT NULL, cause VARBINARY(32) NOT NULL, last_seq BIGINT NOT NULL, "
     "PRIMARY KEY (office, book, year, number)) {clustered}"},
    {456, "office: recipient of a document",
     "CREATE TABLE outgoing_recipient ("
     "office BIGINT NOT NULL, book INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, recipient INTEGER NOT NULL, "
     "address VARCHAR(500) NOT NULL, recipient_office BIGINT NOT NULL, name LONGTEXT NOT NULL, status INTEGER NOT NULL, "
     "recall_open INTEGER NOT NULL, recalled INTEGER NOT NULL, reason LONGTEXT NOT NULL, arrival VARCHAR(100) NOT NULL, "
     "changed_us BIGINT NOT NULL, PRIMARY KEY (office, book, year, number, recipient)) {clustered}"},
    {457, "office: incoming document",
     "CREATE TABLE incoming_document ("
     "office BIGINT NOT NULL, id BIGINT NOT NULL, sender_office BIGINT NOT NULL, sender_book INTEGER NOT NULL, "
     "sender_year INTEGER NOT NULL, sender_number INTEGER NOT NULL, recipient INTEGER NOT NULL, issuer LONGTEXT NOT NULL, "
     "issuer_address VARCHAR(500) NOT NULL, number VARCHAR(500) NOT NULL, date VARCHAR(10) NOT NULL, abstract LONGTEXT NOT NULL, "
     "message_id LONGTEXT NOT NULL, message_key VARBINARY(32) NOT NULL, digest VARBINARY(32) NOT NULL, "
     "duplicate_key VARCHAR(700) NOT NULL, duplicate_of BIGINT NOT NULL, arrived_us BIGINT NOT NULL, verdict VARCHAR(16) NOT NULL, "
     "state INTEGER NOT NULL, arrival_year INTEGER NOT NULL, arrival_number INTEGER NOT NULL, arrival_date VARCHAR(10) NOT NULL, "
     "decided_us BIGINT NOT NULL, decided_by BIGINT NOT NULL, reason LONGTEXT NOT NULL, last_seq BIGINT NOT NULL, "
     "PRIMARY KEY (office, id)) {clustered}"},
    {458, "office: incoming document by message",
     "CREATE INDEX incoming_by_message ON incoming_document (office, message_key)"},
    {459, "office: incoming document by number",
     "CREATE INDEX incoming_by_duplicate ON incoming_document (office, duplicate_key)"},
    {460, "office: incoming document by arrival",
     "CREATE INDEX incoming_by_arrival ON incoming_document (office, arrival_year, arrival_number)"},
    {461, "office: key of reply tokens",
     "CREATE TABLE reply_key ("
     "id INTEGER NOT NULL, secret VARBINARY(32) NOT NULL, created_us BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {462, "office: task by tag", "CREATE INDEX task_by_tag ON task (number)"},
    {463, "office: how an incoming document came",
     "ALTER TABLE incoming_document ADD COLUMN origin INTEGER NOT NULL DEFAULT 0"},
    {464, "office: another mail with the same Message-ID",
     "ALTER TABLE incoming_document ADD COLUMN shares_message_id INTEGER NOT NULL DEFAULT 0"},
    {465, "office: whose signature an incoming document has",
     "ALTER TABLE incoming_document ADD COLUMN signature VARCHAR(1000) NOT NULL DEFAULT ''"},
    {466, "office: signed file of a dispatch",
     "CREATE TABLE dispatched_file ("
     "office BIGINT NOT NULL, digest VARBINARY(32) NOT NULL, book INTEGER NOT NULL, year INTEGER NOT NULL, number INTEGER NOT NULL, "
     "name VARCHAR(500) NOT NULL, PRIMARY KEY (office, digest, book, year, number)) {clustered}"},
    {700, "office: hand of a party",
     "CREATE TABLE task_hand ("
     "office BIGINT NOT NULL, task BIGINT NOT NULL, party INTEGER NOT NULL, hand INTEGER NOT NULL, account BIGINT NOT NULL, "
     "state VARCHAR(16) NOT NULL, due_us BIGINT NOT NULL, PRIMARY KEY (task, party, hand)) {clustered}"},
    {701, "office: hand by account", "CREATE INDEX task_hand_by_account ON task_hand (account, state)"},
    {710, "office: question to an author",
     "CREATE TABLE question ("
     "office BIGINT NOT NULL, seq BIGINT NOT NULL, account BIGINT NOT NULL, asked_us BIGINT NOT NULL, "
     "subject LONGTEXT NOT NULL, answered_seq BIGINT NOT NULL, value LONGTEXT NOT NULL, PRIMARY KEY (office, seq)) {clustered}"},
    {711, "office: open questions of an author",
     "CREATE INDEX question_by_account ON question (account, answered_seq, asked_us)"},
    {712, "office: what was said to an author once in a thread",
     "CREATE TABLE said_once ("
     "office BIGINT NOT NULL, thread VARBINARY(32) NOT NULL, account BIGINT NOT NULL, seq BIGINT NOT NULL, "
     "PRIMARY KEY (office, thread, account)) {clustered}"},
    {713, "office: reminder that was said",
     "CREATE TABLE reminder_said ("
     "account BIGINT NOT NULL, said_key VARCHAR(120) NOT NULL, said_us BIGINT NOT NULL, PRIMARY KEY (account, said_key)) {clustered}"},
    {714, "office: reminders by time", "CREATE INDEX reminder_said_by_time ON reminder_said (said_us)"},
    {715, "office: task by state", "CREATE INDEX task_by_state ON task (state, due_us)"},
    {720, "office: series of tasks",
     "CREATE TABLE task_series ("
     "office BIGINT NOT NULL, id BIGINT NOT NULL, year INTEGER NOT NULL, ordinal INTEGER NOT NULL, "
     "number VARCHAR(120) NOT NULL, title LONGTEXT NOT NULL, assigner BIGINT NOT NULL, state VARCHAR(16) NOT NULL, "
     "last_due VARCHAR(10) NOT NULL, last_seq BIGINT NOT NULL, value LONGTEXT NOT NULL, PRIMARY KEY (office, id)) {clustered}"},
    {721, "office: series by number",
     "CREATE UNIQUE INDEX task_series_by_number ON task_series (office, year, ordinal)"},
    {722, "office: series by tag", "CREATE INDEX task_series_by_tag ON task_series (number)"},
    {723, "office: series by state", "CREATE INDEX task_series_by_state ON task_series (state)"},
    {750, "office: trail of a task",
     "CREATE TABLE task_event ("
     "office BIGINT NOT NULL, task BIGINT NOT NULL, seq BIGINT NOT NULL, party INTEGER NOT NULL, actor BIGINT NOT NULL, "
     "kind VARCHAR(24) NOT NULL, value LONGTEXT NOT NULL, PRIMARY KEY (task, seq)) {clustered}"},
    {751, "office: task before the last mail that changed it",
     "CREATE TABLE task_before ("
     "office BIGINT NOT NULL, task BIGINT NOT NULL, cause VARBINARY(32) NOT NULL, seq BIGINT NOT NULL, actor BIGINT NOT NULL, "
     "at_us BIGINT NOT NULL, value LONGTEXT NOT NULL, PRIMARY KEY (task)) {clustered}"},
    {752, "office: tasks of an assigner", "CREATE INDEX task_by_assigner ON task (assigner, assigned_us)"},
    {753, "office: incoming document by its number",
     "CREATE INDEX incoming_by_number ON incoming_document (office, number)"},
};

constexpr std::string_view kTables[] = {
    "task",      "task_party", "book_number", "outgoing_recipient", "incoming_document", "dispatched_file",
    "task_hand", "question",   "said_once",   "task_series",        "task_event",        "task_before"};

}  // namespace

std::span<const base::Migration> office_migrations() { return kMigrations; }
std::span<const std::string_view> projection_tables() { return kTables; }

}  // namespace mailstore::office
