#include "engine/app/journal_check.h"

#include "engine/journal/rocks_journal.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/verify.h"

namespace whistle::app {

Outcome<CheckedJournal, journal::Error> check_journal(const std::filesystem::path& folder) {
  const auto opened = journal::RocksJournal::open(folder, {.create = false});
  if (!opened) return Failure{opened.error()};
  const journal::RocksJournal& journal = **opened;
  casework::State replayed;
  const auto walked = journal::verify(journal, [&](const journal::Record& record) {
    for (const casework::Event& event : record.events) replayed.apply(event);
    replayed.put_away();
  });
  if (!walked) return Failure{walked.error()};
  casework::State stored;
  const auto recovered = journal.recover(stored, [](std::uint64_t) {});
  if (!recovered) return Failure{recovered.error()};
  if (journal::digest_of(replayed) != journal::digest_of(stored)) {
    return Failure{
        journal::Error{journal::Error::Kind::Corrupt,
                       "replaying the journal gives another state than the stored rows"}};
  }
  const auto answers = journal.check_answers();
  if (!answers) return Failure{answers.error()};
  return CheckedJournal{.head = journal.head(), .open_cases = stored.open_cases()};
}

}  // namespace whistle::app
