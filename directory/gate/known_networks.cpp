#include "directory/gate/known_networks.h"

namespace directory {

base::Result<std::vector<KnownNetwork>> read_known_networks(base::SqlReader& reader, base::AccountId account,
                                                            base::Timestamp since) {
  std::vector<KnownNetwork> out;
  auto done = reader.query(
      "SELECT network, seen_us FROM known_network WHERE account = ? AND seen_us >= ? ORDER BY seen_us DESC, network",
      {account.value, since.us}, [&](const base::SqlRow& row) {
        out.push_back({row.str(0), base::Timestamp(row.i64(1))});
        return true;
      });
  if (!done) return std::move(done).error();
  return out;
}

base::Result<void> note_known_network(base::SqlTransaction& tx, base::AccountId account, const std::string& network,
                                      base::Timestamp now) {
  auto noted = tx.execute("REPLACE INTO known_network (account, network, seen_us) VALUES (?, ?, ?)",
                          {account.value, network, now.us});
  if (!noted) return std::move(noted).error();
  auto all = read_known_networks(tx, account, base::Timestamp());
  if (!all) return std::move(all).error();
  for (std::size_t i = kKnownNetworks; i < all->size(); ++i) {
    auto gone =
        tx.execute("DELETE FROM known_network WHERE account = ? AND network = ?", {account.value, (*all)[i].network});
    if (!gone) return std::move(gone).error();
  }
  return {};
}

base::Result<void> forget_known_networks(base::SqlTransaction& tx, base::Timestamp before) {
  auto gone = tx.execute("DELETE FROM known_network WHERE seen_us < ?", {before.us});
  if (!gone) return std::move(gone).error();
  return {};
}

Acquaintance acquaintance(const std::vector<KnownNetwork>& known, const Network& network) {
  Acquaintance out = Acquaintance::stranger;
  for (const KnownNetwork& seen : known) {
    if (seen.network == network.near) return Acquaintance::known;
    if (network_of(seen.network).wide == network.wide) out = Acquaintance::neighbour;
  }
  return out;
}

}  // namespace directory
