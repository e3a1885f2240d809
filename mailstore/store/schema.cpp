// The schema of the store, steps 200 … 299 and 600 … 699. What each column means stands in README.md; steps are only
// ever appended.
#include "mailstore/store/schema.h"

namespace mailstore {
namespace {

constexpr base::Migration kMigrations[] = {
    {200, "store: account",
     "CREATE TABLE store_account ("
     "account BIGINT NOT NULL, shard INTEGER NOT NULL, epoch BIGINT NOT NULL, modseq BIGINT NOT NULL, "
     "used_bytes BIGINT NOT NULL, used_messages BIGINT NOT NULL, quota_bytes BIGINT NOT NULL, quota_warned INTEGER NOT NULL, "
     "last_uid_validity BIGINT NOT NULL, created_us BIGINT NOT NULL, PRIMARY KEY (account)) {clustered}"},
    {201, "store: mailbox",
     "CREATE TABLE mailbox ("
     "id BIGINT NOT NULL, account BIGINT NOT NULL, path VARCHAR(500) NOT NULL, name_key VARCHAR(500) NOT NULL, "
     "special_use INTEGER NOT NULL, state INTEGER NOT NULL, uid_validity BIGINT NOT NULL, uid_next BIGINT NOT NULL, "
     "recent_uid BIGINT NOT NULL, highest_modseq BIGINT NOT NULL, messages BIGINT NOT NULL, unseen BIGINT NOT NULL, "
     "deleted BIGINT NOT NULL, size BIGINT NOT NULL, created_modseq BIGINT NOT NULL, changed_modseq BIGINT NOT NULL, "
     "tombstone_floor BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {202, "store: mailbox by name", "CREATE UNIQUE INDEX mailbox_by_name ON mailbox (account, name_key)"},
    {203, "store: mailbox by change", "CREATE INDEX mailbox_by_change ON mailbox (account, changed_modseq)"},
    {204, "store: deleted mailbox",
     "CREATE TABLE mailbox_gone ("
     "account BIGINT NOT NULL, modseq BIGINT NOT NULL, mailbox BIGINT NOT NULL, "
     "PRIMARY KEY (account, modseq, mailbox)) {clustered}"},
    {205, "store: subscription",
     "CREATE TABLE subscription ("
     "reader BIGINT NOT NULL, name VARCHAR(600) NOT NULL, PRIMARY KEY (reader, name)) {clustered}"},
    {206, "store: acl",
     "CREATE TABLE mailbox_acl ("
     "mailbox BIGINT NOT NULL, identifier VARCHAR(300) NOT NULL, rights VARCHAR(64) NOT NULL, modseq BIGINT NOT NULL, "
     "PRIMARY KEY (mailbox, identifier)) {clustered}"},
    {207, "store: acl by identifier", "CREATE INDEX mailbox_acl_by_identifier ON mailbox_acl (identifier, mailbox)"},
    {208, "store: seen overlay",
     "CREATE TABLE seen_overlay ("
     "mailbox BIGINT NOT NULL, reader BIGINT NOT NULL, email BIGINT NOT NULL, modseq BIGINT NOT NULL, "
     "PRIMARY KEY (mailbox, reader, email)) {clustered}"},
    {209, "store: keyword spelling",
     "CREATE TABLE keyword ("
     "account BIGINT NOT NULL, folded VARCHAR(200) NOT NULL, spelling VARCHAR(200) NOT NULL, "
     "PRIMARY KEY (account, folded)) {clustered}"},
    {210, "store: content",
     "CREATE TABLE content ("
     "id BIGINT NOT NULL, hash VARBINARY(32) NOT NULL, size BIGINT NOT NULL, blob_ref VARBINARY(40) NOT NULL, "
     "key_id BIGINT NOT NULL, parser_version INTEGER NOT NULL, created_us BIGINT NOT NULL, sent_us BIGINT NOT NULL, "
     "has_sent INTEGER NOT NULL, is_reply INTEGER NOT NULL, has_attachment INTEGER NOT NULL, subject LONGTEXT NOT NULL, "
     "from_text LONGTEXT NOT NULL, to_text LONGTEXT NOT NULL, cc_text LONGTEXT NOT NULL, bcc_text LONGTEXT NOT NULL, "
     "base_subject LONGTEXT NOT NULL, from_key LONGTEXT NOT NULL, to_key LONGTEXT NOT NULL, cc_key LONGTEXT NOT NULL, "
     "message_id LONGTEXT NOT NULL, refs LONGTEXT NOT NULL, preview LONGTEXT NOT NULL, envelope LONGBLOB NOT NULL, "
     "body LONGBLOB NOT NULL, body_structure LONGBLOB NOT NULL, structure LONGBLOB NOT NULL, "
     "PRIMARY KEY (id)) {clustered}"},
    {211, "store: content by hash", "CREATE UNIQUE INDEX content_by_hash ON content (hash)"},
    {212, "store: content text",
     "CREATE TABLE content_text (content BIGINT NOT NULL PRIMARY KEY, packed LONGBLOB NOT NULL)"},
    {213, "store: blob chunk",
     "CREATE TABLE blob_chunk ("
     "content BIGINT NOT NULL, number INTEGER NOT NULL, key_id BIGINT NOT NULL, bytes LONGBLOB NOT NULL, "
     "PRIMARY KEY (content, number)) {clustered}"},
    {214, "store: content to check",
     "CREATE TABLE content_check (content BIGINT NOT NULL, PRIMARY KEY (content)) {clustered}"},
    {215, "store: email",
     "CREATE TABLE email ("
     "account BIGINT NOT NULL, id BIGINT NOT NULL, content BIGINT NOT NULL, thread BIGINT NOT NULL, "
     "received_us BIGINT NOT NULL, received_offset INTEGER NOT NULL, size BIGINT NOT NULL, flags INTEGER NOT NULL, "
     "modseq BIGINT NOT NULL, created_modseq BIGINT NOT NULL, keywords LONGTEXT NOT NULL, prefix LONGBLOB NOT NULL, "
     "PRIMARY KEY (account, id)) {clustered}"},
    {216, "store: email by change", "CREATE INDEX email_by_change ON email (account, modseq)"},
    {217, "store: email by content", "CREATE INDEX email_by_content ON email (content, account)"},
    {218, "store: email by thread", "CREATE INDEX email_by_thread ON email (account, thread)"},
    {219, "store: mailbox email",
     "CREATE TABLE mailbox_email ("
     "mailbox BIGINT NOT NULL, uid BIGINT NOT NULL, email BIGINT NOT NULL, deleted INTEGER NOT NULL, modseq BIGINT NOT NULL, "
     "PRIMARY KEY (mailbox, uid)) {clustered}"},
    {220, "store: mailbox email by change", "CREATE INDEX mailbox_email_by_change ON mailbox_email (mailbox, modseq)"},
    {221, "store: mailbox email by email", "CREATE INDEX mailbox_email_by_email ON mailbox_email (email)"},
    {222, "store: tombstone",
     "CREATE TABLE tombstone ("
     "mailbox BIGINT NOT NULL, uid BIGINT NOT NULL, account BIGINT NOT NULL, modseq BIGINT NOT NULL, email BIGINT NOT NULL, "
     "content BIGINT NOT NULL, thread BIGINT NOT NULL, received_us BIGINT NOT NULL, received_offset INTEGER NOT NULL, "
     "size BIGINT NOT NULL, flags INTEGER NOT NULL, expires_us BIGINT NOT NULL, keywords LONGTEXT NOT NULL, "
     "prefix LONGBLOB NOT NULL, PRIMARY KEY (mailbox, uid)) {clustered}"},
    {223, "store: tombstone by mailbox change", "CREATE INDEX tombstone_by_change ON tombstone (mailbox, modseq)"},
    {224, "store: tombstone by account change", "CREATE INDEX tombstone_by_account ON tombstone (account, modseq)"},
    {225, "store: tombstone by content", "CREATE INDEX tombstone_by_content ON tombstone (content)"},
    {226, "store: tombstone by expiry", "CREATE INDEX tombstone_by_expiry ON tombstone (expires_us)"},
    {227, "store: thread reference",
     "CREATE TABLE thread_ref ("
     "account BIGINT NOT NULL, ref BIGINT NOT NULL, thread BIGINT NOT NULL, PRIMARY KEY (account, ref)) {clustered}"},
    // Step 210 clusters rows of about 1 KiB. SQLite keeps such a row in the key of a tree: what is over a quarter of a
    // page goes to an overflow page of its own (three times the space, a page more in the log of every delivery), and
    // finding or walking past a row reads all of it.
    {228, "store: content by rowid",
     "{sqlite}CREATE TABLE content_by_rowid ("
     "id BIGINT NOT NULL PRIMARY KEY, hash VARBINARY(32) NOT NULL, size BIGINT NOT NULL, blob_ref VARBINARY(40) NOT NULL, "
     "key_id BIGINT NOT NULL, parser_version INTEGER NOT NULL, created_us BIGINT NOT NULL, sent_us BIGINT NOT NULL, "
     "has_sent INTEGER NOT NULL, is_reply INTEGER NOT NULL, has_attachment INTEGER NOT NULL, subject LONGTEXT NOT NULL, "
     "from_text LONGTEXT NOT NULL, to_text LONGTEXT NOT NULL, cc_text LONGTEXT NOT NULL, bcc_text LONGTEXT NOT NULL, "
     "base_subject LONGTEXT NOT NULL, from_key LONGTEXT NOT NULL, to_key LONGTEXT NOT NULL, cc_key LONGTEXT NOT NULL, "
     "message_id LONGTEXT NOT NULL, refs LONGTEXT NOT NULL, preview LONGTEXT NOT NULL, envelope LONGBLOB NOT NULL, "
     "body LONGBLOB NOT NULL, body_structure LONGBLOB NOT NULL, structure LONGBLOB NOT NULL);"
     "INSERT INTO content_by_rowid SELECT * FROM content ORDER BY id;"
     "DROP TABLE content;"
     "ALTER TABLE content_by_rowid RENAME TO content;"
     "CREATE UNIQUE INDEX content_by_hash ON content (hash)"},
    // -1: written before this step.
    {229, "store: to which account an email was delivered",
     "ALTER TABLE email ADD COLUMN delivered_to BIGINT NOT NULL DEFAULT -1"},
    // 32767 (kSentOffsetUnknown): written before this step.
    {230, "store: zone of the Date field", "ALTER TABLE content ADD COLUMN sent_offset INTEGER NOT NULL DEFAULT 32767"},
    // Contents from before these steps get their rows in the background (list_filler.h).
    {235, "store: what lists show of a content",
     "CREATE TABLE content_list (content BIGINT NOT NULL PRIMARY KEY, packed LONGBLOB NOT NULL)"},
    {236, "store: Message-IDs of a content",
     "CREATE TABLE content_message_id (content BIGINT NOT NULL PRIMARY KEY, id_key BIGINT NOT NULL, ids LONGTEXT NOT NULL)"},
    {237, "store: content by Message-ID", "CREATE INDEX content_by_message_id ON content_message_id (id_key)"},
    {238, "store: how far a step in the background has come",
     "CREATE TABLE store_progress (name VARCHAR(64) NOT NULL, done_to BIGINT NOT NULL, PRIMARY KEY (name)) {clustered}"},
    // Which packed copy of a mailbox's view may be believed: view_copies.h.
    {250, "store: packed copy of a view",
     "CREATE TABLE view_copy ("
     "mailbox BIGINT NOT NULL, token BIGINT NOT NULL, uid_next BIGINT NOT NULL, PRIMARY KEY (mailbox)) {clustered}"},
    // What a COPY of many messages has placed that is not over: selected/copy_parts.h.
    {270, "store: part of a copy",
     "CREATE TABLE copy_part ("
     "copy BIGINT NOT NULL, part BIGINT NOT NULL, source BIGINT NOT NULL, mailbox BIGINT NOT NULL, "
     "first_uid BIGINT NOT NULL, last_uid BIGINT NOT NULL, PRIMARY KEY (copy, part)) {clustered}"},
};

}  // namespace

std::span<const base::Migration> store_migrations() { return kMigrations; }

}  // namespace mailstore
