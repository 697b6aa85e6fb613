#include "engine/app/journal_check.h"

#include <fmt/format.h>

#include "engine/journal/rocks_journal.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/verify.h"

namespace whistle::app {
namespace {

// What is forgotten was nobody's who is open.
Outcome<Done, journal::Error> check_histories(const journal::Journal& journal) {
  constexpr std::size_t kCasesPerLook = 1'024;
  const journal::Forgotten forgotten = journal.forgotten();
  CaseId last{};
  for (bool more = true; more;) {
    const auto open = journal.open_cases(last, kCasesPerLook);
    if (!open) return Failure{open.error()};
    for (const journal::CaseRow& row : open->rows) {
      const auto trail = journal.trail(row.id);
      if (!trail) return Failure{trail.error()};
      if (forgotten.has_records_of(row.id, *trail)) {
        return Failure{
            journal::Error{journal::Error::Kind::Corrupt,
                           fmt::format("case {} is open, and its first records are no longer kept",
                                       row.id.value)}};
      }
      last = row.id;
    }
    more = open->more;
  }
  return Done{};
}

}  // namespace

Outcome<CheckedJournal, journal::Error> check_journal(const std::filesystem::path& folder) {
  const auto opened = journal::RocksJournal::open(folder, {.create = false});
  if (!opened) return Failure{opened.error()};
  const journal::RocksJournal& journal = **opened;
  const journal::Forgotten forgotten = journal.forgotten();
  const bool is_whole = !forgotten.sequence;
  casework::State replayed;
  const auto walked = journal::verify(journal, [&](const journal::Record& record) {
    if (!is_whole) return;
    for (const casework::Event& event : record.events) replayed.apply(event);
    replayed.put_away();
  });
  if (!walked) return Failure{walked.error()};
  casework::State stored;
  const auto recovered = journal.recover(stored, [](std::uint64_t) {});
  if (!recovered) return Failure{recovered.error()};
  if (is_whole && journal::digest_of(replayed) != journal::digest_of(stored)) {
    return Failure{
        journal::Error{journal::Error::Kind::Corrupt,
                       "replaying the journal gives another state than the stored rows"}};
  }
  const auto told = is_whole ? Outcome<Done, journal::Error>(Done{}) : check_histories(journal);
  if (!told) return Failure{told.error()};
  const auto answers = journal.check_answers();
  if (!answers) return Failure{answers.error()};
  return CheckedJournal{
      .head = journal.head(), .open_cases = stored.open_cases(), .forgotten = forgotten};
}

std::string to_text(const CheckedJournal& checked) {
  const std::uint64_t last = checked.head.sequence.value;
  const std::uint64_t gone = checked.forgotten.sequence.value;
  if (gone == 0) {
    return fmt::format("{} records, chain intact; replay equals the stored state ({} open cases)",
                       last, checked.open_cases);
  }
  return fmt::format(
      "records {} to {}, chain intact; {} open cases, each with its whole history; not checked: "
      "that "
      "a replay gives the stored state, since records up to {} are no longer kept",
      gone + 1, last, checked.open_cases, gone);
}

}  // namespace whistle::app
