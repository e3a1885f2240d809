// Office: what the door asks when a mail may concern an office. It reads, rules and composes; it never delivers.
// Thread-safe; read() may block (signatures, SQL): on a pool.
#pragma once

#include <memory>
#include <optional>

#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "directory/calendars/calendars.h"
#include "directory/certificates/certificates.h"
#include "directory/people/directory.h"
#include "mailstore/office/mails/outputs.h"
#include "mailstore/office/reading/read_mail.h"
#include "mailstore/office/ruling/ruling.h"
#include "mailstore/signing/seals.h"

namespace mailstore::office {

// Shared with other parts of the process; made here when not given. What is given outlives the Office.
struct OfficeParts {
  directory::Certificates* certificates = nullptr;
  signing::Seals* seals = nullptr;
  directory::Calendars* calendars = nullptr;
};

class Office {
 public:
  // REQUIRES: migrated database.
  static base::Result<std::unique_ptr<Office>> open(base::Database& db, directory::Directory& directory,
                                                    const base::Clock& clock, base::IdMaker& ids, OfficeParts parts);

  // Nothing: ordinary mail. Errors: of the database.
  base::Result<std::optional<Intake>> read(const directory::DirectoryView& view, const Submission& mail) const;
  // Inside the unit, under the lock of the journal of intake.head.office.
  base::Result<Ruling> rule(base::SqlReader& reader, const directory::DirectoryView& view, const Intake& intake) const;
  // Of both: the calendar is that of the office whose journal is written or whose mail is made.
  RulingTools ruling_tools(base::SqlReader& reader, const directory::DirectoryView& view, base::UnitId office) const;
  // The tools refer to this Office.
  OutputTools output_tools(std::shared_ptr<const directory::DirectoryView> view, base::UnitId office) const;
  const ReplyKeys& keys() const { return keys_; }
  // Is that a Message-ID which only mails of this server bear (answered_mail.h)?
  bool is_own_message_id(const directory::DirectoryView& view, std::string_view message_id) const {
    return office::is_own_message_id(keys_, view, message_id);
  }
  directory::Calendars& calendars() const { return *calendars_; }
  const directory::Certificates& certificates() const { return *certificates_; }

  // The task mailbox that keeps an answer to this reply address; nothing for forged ones. Blocking.
  base::Result<std::optional<std::string>> mailbox_of_reply(const directory::DirectoryView& view,
                                                            std::string_view address) const;

 private:
  Office(base::Database& db, base::IdMaker& ids, ReplyKeys keys) : db_(db), ids_(ids), keys_(std::move(keys)) {}
  TaskLookup task_lookup() const;
  base::Result<base::UnitId> office_of_task(std::int64_t task) const;
  base::Result<base::UnitId> office_asked(const directory::DirectoryView& view, const Submission& mail) const;

  base::Database& db_;
  base::IdMaker& ids_;
  ReplyKeys keys_;
  std::unique_ptr<directory::Certificates> own_certificates_;
  std::unique_ptr<directory::Calendars> own_calendars_;
  std::unique_ptr<signing::Seals> own_seals_;
  directory::Certificates* certificates_ = nullptr;
  directory::Calendars* calendars_ = nullptr;
  signing::Seals* seals_ = nullptr;
};

}  // namespace mailstore::office
