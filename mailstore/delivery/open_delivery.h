// Opens what lies behind the doors of the protocols: the one door for mail, and the desk of the offices beside it.
#pragma once

#include <memory>

#include "base/async/pool.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "directory/people/directory.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/desk/office_desk.h"
#include "mailstore/office/office.h"

namespace mailstore {

class MailStore;

struct OpenedDelivery {
  std::unique_ptr<Delivery> door;
  std::shared_ptr<OfficeDesk> desk;  // the door holds it too: either may go first
};

// REQUIRES: migrated database. What is given outlives both.
base::Result<OpenedDelivery> open_delivery(MailStore& store, directory::Directory& directory, const base::Clock& clock,
                                           base::IdMaker& ids, base::Pool& parse_pool, DeliverySettings settings,
                                           office::OfficeParts office = {});

}  // namespace mailstore
