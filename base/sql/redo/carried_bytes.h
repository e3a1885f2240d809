// Octets that lie in a file of their own (a message in its segment) and must be durable when a unit's rows are. Instead
// of an fsync of that file they travel with the commit: SQLite's redo log carries them, and one fsync makes both
// durable. After a crash they are given back once, and then written to their place again.
#pragma once

#include <functional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/sql/database.h"

namespace base {

using CarriedBytes = std::span<const std::string>;

// Inside a unit. `settle` makes everything that was carried so far durable at its own place; it is called before the
// log that carries it is given up, from any thread, and must work as long as the database is open. On MySQL, and when a
// group carries too much, it is called before the commit instead: the same promise with one fsync more. One `key` and
// one `settle` for a database.
void carry_with_commit(SqlTransaction& tx, std::string_view key, std::string bytes,
                       std::function<Result<void>()> settle);

// At the start, before those octets are read: gives back what logs of dead processes carried, in order. It is forgotten
// when `restore`, which may be called several times and again after a crash, has made it durable.
Result<void> restore_carried(Database& db, const std::function<Result<void>(CarriedBytes)>& restore);

}  // namespace base
