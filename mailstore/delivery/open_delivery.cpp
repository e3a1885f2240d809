#include "mailstore/delivery/open_delivery.h"

#include "mailstore/delivery/door/door.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {

base::Result<OpenedDelivery> open_delivery(MailStore& store, directory::Directory& directory, const base::Clock& clock,
                                           base::IdMaker& ids, base::Pool& parse_pool, DeliverySettings settings,
                                           office::OfficeParts office_parts) {
  auto office = office::Office::open(StoreInside::of(store).db, directory, clock, ids, office_parts);
  if (!office) return office.error();
  auto parts = std::make_shared<DeliveryParts>(store, directory, clock, ids, parse_pool, std::move(settings));
  auto desk = std::make_shared<Desk>(parts, std::move(*office));
  OpenedDelivery opened;
  opened.door = std::make_unique<Door>(std::move(parts), desk);
  opened.desk = std::move(desk);
  return opened;
}

}  // namespace mailstore
