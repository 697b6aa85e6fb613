#include "engine/journal/rocks_journal.h"

#include <utility>

#include "engine/journal/rocks_rows.h"

namespace whistle::journal {

Outcome<std::unique_ptr<RocksJournal>, Error> RocksJournal::open(
    const std::filesystem::path& folder, const RocksOptions& options) {
  auto rows = open_rocks_rows(folder, options);
  if (!rows) return Failure{rows.error()};
  const auto head = begin(**rows);
  if (!head) {
    return Failure{Error{head.error().kind, folder.string() + ": " + head.error().message}};
  }
  return std::unique_ptr<RocksJournal>(new RocksJournal(*std::move(rows), *head));
}

}  // namespace whistle::journal
