// The door's implementation: deliver.cpp (messages with an envelope), append.cpp (into one mailbox), jobs.cpp
// (follow-up), office_mail.cpp (mail that concerns an office).
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "mailstore/delivery/answer_brake.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/delivery_unit.h"
#include "mailstore/delivery/job_backoff.h"
#include "mailstore/delivery/job_rows.h"
#include "mailstore/delivery/prepared_message.h"

namespace mailstore {

class Door final : public Delivery {
 public:
  Door(MailStore& store, directory::Directory& directory, const base::Clock& clock, base::IdMaker& ids,
       base::Pool& parse_pool, DeliverySettings settings, std::unique_ptr<office::Office> office);
  ~Door() override;

  base::Co<base::Result<DeliverAnswer>> deliver(DeliverRequest request) override;
  base::Co<base::Result<void>> check_recipient(std::string address, std::int64_t size) override;
  base::Co<base::Result<AppendAnswer>> append(base::MailboxId mailbox, std::vector<AppendMessage> messages) override;
  base::Result<void> recover() override;
  base::Result<void> void_unused_numbers() override;
  base::Result<void> open_book(const office::BookOpened& opening) override;
  const DeliverySettings& settings() const override { return settings_; }

 private:
  static constexpr std::size_t kSignatureQueue = 64;  // mails that wait; beyond it: try again later

  // deliver.cpp
  base::Result<std::string> edited(DeliverRequest& request) const;
  // The same, large ones on the parse pool: nothing that grows with a message is done on an event loop.
  base::Co<base::Result<std::string>> edit(DeliverRequest& request);
  std::shared_ptr<DeliveryUnit> plan(DeliverRequest& request, std::shared_ptr<PreparedMessage> message) const;
  base::Co<base::Result<DeliveryUnit::Answer>> run(std::shared_ptr<DeliveryUnit> unit);
  std::string domain() const;

  // office_mail.cpp
  base::Co<base::Result<std::optional<office::Intake>>> read_intake(const DeliverRequest& request,
                                                                    const std::string& bytes);
  base::Co<base::Result<DeliverAnswer>> deliver_to_office(DeliverRequest request, std::string bytes,
                                                          std::shared_ptr<const office::Intake> intake);
  base::Co<base::Result<void>> redirect_replies(DeliverRequest& request);
  base::Co<base::Result<std::string>> signature_results(const std::string& bytes);
  base::Result<void> run_office(const JobRow& job);
  base::Result<void> send_output(const JobRow& job, std::int64_t position, bool last, const office::Output& output,
                                 const office::OutputTools& tools, const OfficeFollowUp& follow_up);

  // jobs.cpp
  void run_jobs();
  enum class Jobs { due, all };
  base::Result<bool> run_pass(Jobs which);
  base::Result<void> run_and_note(const JobRow& job);
  std::chrono::milliseconds next_pause();
  base::Result<void> run_job(const JobRow& job);
  base::Result<void> run_fan_out(const JobRow& job);
  base::Result<void> run_report(const JobRow& job);
  base::Result<void> run_quota_warning(const JobRow& job);
  base::Result<void> send_notice(const JobRow& job, std::string to, std::string bytes);
  base::Result<std::string> read_content(base::ContentId content);
  base::Result<void> drop_job(const JobRow& job, const base::Error& why);

  MailStore& store_;
  StoreCore& core_;
  directory::Directory& directory_;
  const base::Clock& clock_;
  base::IdMaker& ids_;
  DeliverySettings settings_;
  base::Pool& parse_pool_;
  std::unique_ptr<office::Office> office_;
  // Signatures of mail from outside, apart from everything else: what strangers make us reckon delays nobody but signed
  // mail.
  base::Pool signature_pool_{{"signatures", 1, kSignatureQueue}};
  mutable Preparer preparer_;
  AnswerBrake brake_;

  std::mutex pass_mutex_;  // one pass over the jobs at a time
  JobBackoff backoff_;     // guarded by pass_mutex_
  // The runner's state outlives the door in the notifier's callback.
  struct Wakeup {
    std::mutex mutex;
    std::condition_variable changed;
    bool pending = false;  // guarded by mutex
    bool stop = false;     // guarded by mutex
  };
  std::shared_ptr<Wakeup> wakeup_;
  std::thread runner_;
};

}  // namespace mailstore
