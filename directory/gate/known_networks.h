// From which networks an account signed in lately: table known_network, a handful of rows per account. Who comes from
// there is not shut out by what strangers do to the account. Functions run inside the caller's transaction or snapshot.
// Thread-safe.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/sql/database.h"
#include "directory/gate/network.h"

namespace directory {

inline constexpr std::size_t kKnownNetworks = 32;  // kept per account, the ones seen last

struct KnownNetwork {
  std::string network;  // Network::near
  base::Timestamp seen;
};

// Seen at `since` or later, newest first.
base::Result<std::vector<KnownNetwork>> read_known_networks(base::SqlReader& reader, base::AccountId account,
                                                            base::Timestamp since);
// Seen now; those beyond kKnownNetworks are forgotten.
base::Result<void> note_known_network(base::SqlTransaction& tx, base::AccountId account, const std::string& network,
                                      base::Timestamp now);
base::Result<void> forget_known_networks(base::SqlTransaction& tx, base::Timestamp before);

enum class Acquaintance {
  stranger,
  neighbour,  // the same block (/24, /48): a telephone whose address moves
  known,      // the same address or /64
};
Acquaintance acquaintance(const std::vector<KnownNetwork>& known, const Network& network);

}  // namespace directory
