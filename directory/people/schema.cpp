// The schema of the directory, steps 100 … 199 and 500 … 599. What each column means stands in README.md; steps are
// only ever appended.
#include "directory/people/directory.h"

namespace directory {
namespace {

constexpr base::Migration kMigrations[] = {
    {100, "directory: state",
     "CREATE TABLE directory_state ("
     "one INTEGER NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (one)) {clustered}"},
    {101, "directory: domain",
     "CREATE TABLE domain ("
     "name VARCHAR(255) NOT NULL, valid_from_us BIGINT NOT NULL, valid_to_us BIGINT NOT NULL, position INTEGER NOT NULL, "
     "PRIMARY KEY (name, valid_from_us)) {clustered}"},
    {102, "directory: unit",
     "CREATE TABLE unit ("
     "id BIGINT NOT NULL, created_us BIGINT NOT NULL, closed_us BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {103, "directory: unit term",
     "CREATE TABLE unit_term ("
     "unit BIGINT NOT NULL, valid_from_us BIGINT NOT NULL, valid_to_us BIGINT NOT NULL, parent BIGINT NOT NULL, "
     "office BIGINT NOT NULL, kind INTEGER NOT NULL, code VARCHAR(64) NOT NULL, name VARCHAR(500) NOT NULL, "
     "symbol VARCHAR(64) NOT NULL, mail VARCHAR(64) NOT NULL, PRIMARY KEY (unit, valid_from_us)) {clustered}"},
    {104, "directory: unit term by code", "CREATE INDEX unit_term_by_code ON unit_term (code)"},
    {105, "directory: account",
     "CREATE TABLE account ("
     "id BIGINT NOT NULL, kind INTEGER NOT NULL, unit BIGINT NOT NULL, office BIGINT NOT NULL, shard INTEGER NOT NULL, "
     "role INTEGER NOT NULL, purpose VARCHAR(32) NOT NULL, address VARCHAR(320) NOT NULL, full_name VARCHAR(255) NOT NULL, "
     "title VARCHAR(255) NOT NULL, phone VARCHAR(64) NOT NULL, staff_code VARCHAR(64) NOT NULL, active INTEGER NOT NULL, "
     "quota_bytes BIGINT NOT NULL, created_us BIGINT NOT NULL, closed_us BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {106, "directory: account by office", "CREATE INDEX account_by_office ON account (office, role)"},
    {107, "directory: address",
     "CREATE TABLE address ("
     "address VARCHAR(320) NOT NULL, valid_from_us BIGINT NOT NULL, valid_to_us BIGINT NOT NULL, target_kind INTEGER NOT NULL, "
     "target BIGINT NOT NULL, is_primary INTEGER NOT NULL, PRIMARY KEY (address, valid_from_us)) {clustered}"},
    {108, "directory: address by target", "CREATE INDEX address_by_target ON address (target)"},
    {109, "directory: group",
     "CREATE TABLE mail_group ("
     "id BIGINT NOT NULL, address VARCHAR(320) NOT NULL, name VARCHAR(255) NOT NULL, created_us BIGINT NOT NULL, "
     "PRIMARY KEY (id)) {clustered}"},
    {110, "directory: group member",
     "CREATE TABLE group_member ("
     "mail_group BIGINT NOT NULL, member BIGINT NOT NULL, PRIMARY KEY (mail_group, member)) {clustered}"},
    {111, "directory: role mailbox member",
     "CREATE TABLE role_member ("
     "role_mailbox BIGINT NOT NULL, member BIGINT NOT NULL, automatic INTEGER NOT NULL, granted_us BIGINT NOT NULL, "
     "PRIMARY KEY (role_mailbox, member)) {clustered}"},
    {112, "directory: credential",
     "CREATE TABLE credential ("
     "account BIGINT NOT NULL, version BIGINT NOT NULL, state INTEGER NOT NULL, hash VARCHAR(512) NOT NULL, "
     "expires_us BIGINT NOT NULL, changed_us BIGINT NOT NULL, last_sign_in_us BIGINT NOT NULL, PRIMARY KEY (account)) {clustered}"},
    {113, "directory: past password",
     "CREATE TABLE password_past ("
     "account BIGINT NOT NULL, version BIGINT NOT NULL, hash VARCHAR(512) NOT NULL, replaced_us BIGINT NOT NULL, "
     "PRIMARY KEY (account, version)) {clustered}"},
    {114, "directory: lockout",
     "CREATE TABLE lockout ("
     "subject VARCHAR(100) NOT NULL, failures INTEGER NOT NULL, last_failure_us BIGINT NOT NULL, "
     "locked_until_us BIGINT NOT NULL, PRIMARY KEY (subject)) {clustered}"},
    {115, "directory: audit",
     "CREATE TABLE audit ("
     "id BIGINT NOT NULL, at_us BIGINT NOT NULL, account BIGINT NOT NULL, what VARCHAR(64) NOT NULL, "
     "actor VARCHAR(320) NOT NULL, door VARCHAR(32) NOT NULL, mechanism VARCHAR(64) NOT NULL, peer VARCHAR(64) NOT NULL, "
     "session VARCHAR(64) NOT NULL, detail VARCHAR(1000) NOT NULL, PRIMARY KEY (id)) {clustered}"},
    {116, "directory: audit by account", "CREATE INDEX audit_by_account ON audit (account, id)"},
    {117, "directory: trusted item",
     "CREATE TABLE trusted_item ("
     "id BIGINT NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, series VARCHAR(64) NOT NULL, fingerprint VARCHAR(64) NOT NULL, "
     "subject VARCHAR(1000) NOT NULL, serial VARCHAR(128) NOT NULL, from_us BIGINT NOT NULL, to_us BIGINT NOT NULL, "
     "entries BIGINT NOT NULL, pem LONGTEXT NOT NULL, added_us BIGINT NOT NULL, added_by VARCHAR(320) NOT NULL)"},
    {118, "directory: trusted item by series",
     "CREATE UNIQUE INDEX trusted_item_by_series ON trusted_item (kind, series)"},
    {119, "directory: account certificate",
     "CREATE TABLE account_certificate ("
     "id BIGINT NOT NULL PRIMARY KEY, account BIGINT NOT NULL, fingerprint VARCHAR(64) NOT NULL, subject VARCHAR(1000) NOT NULL, "
     "issuer VARCHAR(1000) NOT NULL, serial VARCHAR(128) NOT NULL, not_before_us BIGINT NOT NULL, not_after_us BIGINT NOT NULL, "
     "pem LONGTEXT NOT NULL, added_us BIGINT NOT NULL, added_by VARCHAR(320) NOT NULL, removed_us BIGINT NOT NULL, "
     "removed_by VARCHAR(320) NOT NULL)"},
    {120, "directory: account certificate by account",
     "CREATE INDEX account_certificate_by_account ON account_certificate (account, fingerprint)"},
    {130, "directory: how many refusals an audit row stands for",
     "ALTER TABLE audit ADD COLUMN times INTEGER NOT NULL DEFAULT 1"},
    {131, "directory: known network",
     "CREATE TABLE known_network ("
     "account BIGINT NOT NULL, network VARCHAR(64) NOT NULL, seen_us BIGINT NOT NULL, "
     "PRIMARY KEY (account, network)) {clustered}"},
    {140, "directory: calendar table",
     "CREATE TABLE calendar_table ("
     "id BIGINT NOT NULL PRIMARY KEY, name VARCHAR(64) NOT NULL, edition INTEGER NOT NULL, version VARCHAR(80) NOT NULL, "
     "office BIGINT NOT NULL, imported_us BIGINT NOT NULL, imported_by VARCHAR(320) NOT NULL, ended_us BIGINT NOT NULL, "
     "ended_by VARCHAR(320) NOT NULL, days LONGTEXT NOT NULL)"},
    {150, "directory: access grant",
     "CREATE TABLE access_grant ("
     "id BIGINT NOT NULL PRIMARY KEY, kind INTEGER NOT NULL, office BIGINT NOT NULL, account BIGINT NOT NULL, "
     "unit BIGINT NOT NULL, for_account BIGINT NOT NULL, from_us BIGINT NOT NULL, until_us BIGINT NOT NULL, "
     "fields VARCHAR(2000) NOT NULL, set_by VARCHAR(320) NOT NULL, set_us BIGINT NOT NULL, "
     "withdrawn_us BIGINT NOT NULL, withdrawn_by VARCHAR(320) NOT NULL)"},
    {160, "directory: how many days before the maximum age a password runs out",
     "ALTER TABLE credential ADD COLUMN early_days INTEGER NOT NULL DEFAULT 0"},
    {161, "directory: preference",
     "CREATE TABLE preference ("
     "scope INTEGER NOT NULL, subject BIGINT NOT NULL, name VARCHAR(32) NOT NULL, value VARCHAR(64) NOT NULL, "
     "changed_us BIGINT NOT NULL, changed_by VARCHAR(320) NOT NULL, PRIMARY KEY (scope, subject, name)) {clustered}"},
    {162, "directory: is a new account still to be greeted",
     "ALTER TABLE credential ADD COLUMN greeting INTEGER NOT NULL DEFAULT 0"},
};

}  // namespace

std::span<const base::Migration> migrations() { return kMigrations; }

}  // namespace directory
