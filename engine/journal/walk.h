#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/core/complaint.h"
#include "engine/core/outcome.h"
#include "engine/core/shared.h"
#include "engine/journal/error.h"
#include "engine/journal/record.h"
#include "engine/journal/row_store.h"

namespace whistle::journal {

// A walk along the journal from an instant on, as it stood when the walk began: records in order,
// and the complaints beside them. Reads rows one after the other in the order of the disk and keeps
// one group in memory. Does not check the hash chain; `whistled verify` does.
// Thread: one. The journal must outlive the walk.
class Walk {
 public:
  explicit Walk(const RowStore& rows);
  Walk(Walk&&) noexcept = default;

  // Goes to the first group that may hold a record at or after `from`; the records before that
  // instant are left out. Asks a number of rows that grows with the logarithm of the journal.
  Outcome<Done, Error> start(Timestamp from);

  // The records of the next group; empty at the end.
  Outcome<std::vector<Record>, Error> next();

  // A complaint as received. Quick for those that are asked for in ascending order.
  Outcome<Complaint, Error> text(ComplaintId id);

 private:
  Outcome<Timestamp, Error> time_at(std::uint64_t sequence);

  std::unique_ptr<RowStore::View> view_;
  std::unique_ptr<RowStore::Cursor> records_;
  std::unique_ptr<RowStore::Cursor> texts_;
  Shared<std::string> policy_{};  // of the last record
  bool texts_begun_{};
  Timestamp from_{};
};

}  // namespace whistle::journal
