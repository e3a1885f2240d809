// Housekeeping: what must happen from time to time without anybody asking: expired tombstones and contents nobody
// refers to are removed, mostly dead segments are compacted, numbers that were reserved and never used become void, the
// directory is read again when another process changed it, the gate puts its sums of refused sign-ins into the audit
// trail, views that rest are copied to disk. What is due is told by the clock that is given. Lists of mail from before
// an update are made ready beside it. Threads of its own; start() and stop() belong to one thread.
#pragma once

#include <chrono>
#include <memory>

#include "base/clock.h"
#include "directory/gate/gate.h"
#include "directory/people/directory.h"
#include "mailstore/delivery/desk/office_desk.h"
#include "mailstore/store/owner/mail_store.h"

namespace server::jobs {

struct HousekeepingSettings {
  std::chrono::seconds retention{3600};       // between two removals of what has expired. 60 … 86400
  std::chrono::seconds compaction{6 * 3600};  // between two looks at the segments. 60 … 604800
  std::chrono::seconds books{3600};           // between two looks for numbers reserved and never used. 60 … 86400
  std::chrono::seconds gate{60};              // between two looks at the gate. 10 … 3600
  std::chrono::seconds views{5};              // between two looks for views that rest. 1 … 3600
  std::chrono::seconds lists{60};             // before lists of older mail are tried again. 1 … 3600
  std::chrono::seconds series{60};            // between two looks at periodic tasks. 1 … 3600
  std::chrono::seconds reminders{60};         // between two looks whether the morning's reminders are due. 1 … 3600
  std::chrono::seconds newcomers{30};         // between two looks for who is to be greeted. 1 … 3600
  bool remind = true;
  int reminder_minute = 7 * 60 + 30;  // of the office's day, when they go out. 0 … 1439
  policies::reminders::ReminderRules reminder_rules{};
  std::chrono::milliseconds directory{1000};  // between two looks at the directory's version. 100 … 60000
};

class Housekeeping {
 public:
  // All outlive it.
  Housekeeping(mailstore::MailStore& store, mailstore::OfficeDesk& desk, directory::Directory& directory,
               directory::Gate& gate, const base::Clock& clock, HousekeepingSettings settings);
  ~Housekeeping();  // stop()
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

  void start();
  // Waits for the step at hand.
  void stop();
  // Everything that is due at a restart, now; blocking. For tests and start().
  void run_once();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server::jobs
