#include "engine/journal/verify.h"

#include <fmt/format.h>

#include "engine/journal/corrupt.h"

namespace whistle::journal {
namespace {

// Enough to keep the disk busy, little enough to hold in memory.
constexpr std::size_t kRecordsPerRead = 1024;

}  // namespace

Outcome<Head, Error> verify(const Journal& journal,
                            const std::function<void(const Record&)>& visit) {
  const Head head = journal.head();
  const Forgotten forgotten = journal.forgotten();
  Sequence next{forgotten.sequence.value + 1};
  Timestamp time = forgotten.time;
  while (next <= head.sequence) {
    // read() checks the hashes, each read from the last record of the read before on.
    const auto records = journal.read(next, kRecordsPerRead);
    if (!records) return Failure{records.error()};
    if (records->empty()) return corrupt(next, "is missing");
    for (const Record& record : *records) {
      if (record.sequence != next) return corrupt(next, "another record stands in its place");
      if (record.time < time) return corrupt(next, "it is earlier than the one before");
      if (next == head.sequence && record.time != head.time) {
        return corrupt(next, "it is not the head that was stored");
      }
      if (next <= head.sequence && visit) visit(record);
      time = record.time;
      ++next.value;
    }
  }
  return head;
}

}  // namespace whistle::journal
