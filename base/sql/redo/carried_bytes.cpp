#include "base/sql/redo/carried_bytes.h"

#include "base/sql/redo/accepted_loss.h"
#include "base/sql/redo/carrying_database.h"
#include "base/sql/unit_transaction.h"

namespace base {

void carry_with_commit(SqlTransaction& tx, std::string_view key, std::string bytes,
                       std::function<Result<void>()> settle) {
  auto* unit = dynamic_cast<sql::UnitTransaction*>(&tx);
  if (unit == nullptr || tx.dialect() != SqlDialect::sqlite) return tx.before_commit(key, std::move(settle));
  unit->carry(std::move(bytes), std::move(settle));
}

Result<void> restore_carried(Database& db, const std::function<Result<void>(CarriedBytes)>& restore) {
  auto* carrying = dynamic_cast<sql::CarryingDatabase*>(&db);
  return carrying == nullptr ? Result<void>() : carrying->restore_carried(restore);
}

Result<void> take_note_of_loss(Database& db, const std::function<Result<void>()>& take_note) {
  auto* carrying = dynamic_cast<sql::CarryingDatabase*>(&db);
  return carrying == nullptr ? Result<void>() : carrying->take_note_of_loss(take_note);
}

}  // namespace base
