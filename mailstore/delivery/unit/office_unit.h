// OfficeUnit: one unit of work for a mail that concerns an office: the mail itself where it is kept, the events in the
// journal, the rows folded from them, and jobs for what follows. Built before the unit; run() may be called twice.
#pragma once

#include <memory>
#include <optional>

#include "mailstore/delivery/unit/delivery_unit.h"
#include "mailstore/office/office.h"

namespace mailstore {

struct OfficeUnit {
  std::shared_ptr<const office::Intake> intake;
  std::shared_ptr<DeliveryUnit> mail;  // message is null when nothing of it may be kept
  const office::Office* office = nullptr;
  // What was only asked to be shown is put together on a reader before: the one writer does not wait for long lists.
  std::shared_ptr<const office::Ruling> shown;
  std::string trace;      // prefix for copies that are sent on
  bool replayed = false;  // DeliverRequest::replayed
  bool silent = false;    // a loop of answering programs: the mail is kept, words are not passed on nor answered

  struct Answer {
    DeliveryUnit::Answer mail;
    std::optional<base::Error> refused;           // the events are written all the same
    OfficeOutcome outcome = OfficeOutcome::none;  // as in DeliverAnswer, like the next two
    std::string event, rule;
    bool only_words = false;         // a comment, or an answer that changed nothing
    bool directory_changed = false;  // it must be read again
    bool was_there = false;          // the journal knows this mail already: nothing was done
  };
  base::Result<Answer> run(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer);
};

// The event gives or takes a right of the directory.
bool changes_rights(const office::Event& event);

// Writes the events, the rights that they give or take, and leaves a job for each that has something to follow.
base::Result<void> write_events(base::SqlTransaction& tx, StoreCore& core, Preparer& preparer,
                                const directory::DirectoryView& view, std::vector<office::Event>& events,
                                base::ContentId cause, const std::string& trace);

}  // namespace mailstore
