// The door's implementation: deliver.cpp (messages with an envelope), append.cpp (into one mailbox). Mail that concerns
// an office it hands to the desk, what follows to the job runner.
#pragma once

#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/delivery_parts.h"
#include "mailstore/delivery/desk/desk.h"
#include "mailstore/delivery/jobs/job_runner.h"

namespace mailstore {

class Door final : public Delivery {
 public:
  Door(std::shared_ptr<DeliveryParts> parts, std::shared_ptr<Desk> desk)
      : parts_(std::move(parts)), desk_(std::move(desk)), runner_(*parts_, desk_->office()) {}

  base::Co<base::Result<DeliverAnswer>> deliver(DeliverRequest request) override;
  base::Co<base::Result<void>> check_recipient(std::string address, std::int64_t size) override;
  base::Co<base::Result<AppendAnswer>> append(base::MailboxId mailbox, std::vector<AppendMessage> messages) override;
  base::Result<void> recover() override { return runner_.recover(); }
  const DeliverySettings& settings() const override { return parts_->settings; }

 private:
  base::Result<std::string> edited(DeliverRequest& request) const;
  // The same, large ones on the parse pool: nothing that grows with a message is done on an event loop.
  base::Co<base::Result<std::string>> edit(DeliverRequest& request);

  const std::shared_ptr<DeliveryParts> parts_;
  const std::shared_ptr<Desk> desk_;
  JobRunner runner_;
};

}  // namespace mailstore
