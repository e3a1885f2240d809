// DeliveryParts: what the door, the office's desk and the job runner share: the engines below, what makes a message
// ready for its unit of work, and the plan of that unit. Thread-safe.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/async/pool.h"
#include "base/clock.h"
#include "base/ids.h"
#include "directory/people/directory.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/prepare/prepared_message.h"
#include "mailstore/delivery/unit/delivery_unit.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {

struct DeliveryParts {
  DeliveryParts(MailStore& store, directory::Directory& people, const base::Clock& the_clock, base::IdMaker& id_maker,
                base::Pool& pool, DeliverySettings the_settings);

  Mailboxes& mailboxes;
  StoreCore& core;
  directory::Directory& directory;
  const base::Clock& clock;
  base::IdMaker& ids;
  base::Pool& parse_pool;
  const DeliverySettings settings;
  Preparer preparer;

  // Our primary mail domain.
  std::string domain() const;
  // Where the message goes, as rows that are still to be written; its boxes are still to be placed.
  std::shared_ptr<DeliveryUnit> plan(const DeliverRequest& request, std::shared_ptr<PreparedMessage> message) const;
  // Where each copy goes within its account (placement.h); kUnitBoxes a snapshot.
  base::Co<base::Result<void>> place(std::span<LocalBox> boxes) const;
  base::Result<void> place_blocking(std::span<LocalBox> boxes) const;
};

}  // namespace mailstore
