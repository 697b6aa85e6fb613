#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/casework/receipt.h"
#include "engine/casework/state/state.h"
#include "engine/core/complaint.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/forgotten.h"
#include "engine/journal/record.h"

namespace whistle::journal {

// How far the journal has come.
struct Head {
  Sequence sequence{};      // of the last record; 0 when empty
  Timestamp time{};         // of the last record
  Hash hash{};              // of the last record; zeros when empty
  std::uint64_t answers{};  // the number of the last answer that was kept
};

// What survives. Append-only history in records, hash-chained: the hash of a record covers the hash
// of the one before. Beside it rows with the present state, so that a start need not replay
// history. Thread: append() by one thread; everything else by any thread, and sees whole groups
// only.
class Journal {
 public:
  Journal() = default;
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;
  virtual ~Journal() = default;

  // Makes the group durable; returns after the fsync. After a failure the journal must not be used
  // any more: what is on disk is unknown until it is opened again.
  // Requires: the first record follows head().sequence directly, and times do not go back.
  virtual Outcome<Done, Error> append(const Group& group) = 0;

  virtual Head head() const = 0;

  // Up to `max` records from `from` on, ascending; fewer at the end. Checks the hash chain of what
  // it reads. Fails with Forgotten when `from` is before first().
  virtual Outcome<std::vector<Record>, Error> read(Sequence from, std::size_t max) const = 0;
  // The sequences of the records that touched a case, ascending. Those that are forgotten may be
  // among them or not: see Forgotten::has_records_of.
  virtual Outcome<std::vector<Sequence>, Error> trail(CaseId id) const = 0;

  // How a case stood around a record that touched it; nothing when that was not kept: the record is
  // an older program's, or did not touch the case.
  virtual Outcome<std::optional<Trail>, Error> standing(CaseId id, Sequence sequence) const = 0;

  // The stored row of a case, open or closed, as bytes of row.proto; NotFound when there is none.
  struct StoredCase {
    std::string bytes;
    bool closed{};
  };
  virtual Outcome<StoredCase, Error> case_row(CaseId id) const = 0;
  // Rows of open cases after `after`, ascending, at most `max`, all as of one instant.
  struct OpenCases {
    Sequence as_of{};    // the last record they show
    CaseId last_case{};  // the highest number a case had then
    bool more{};         // open cases follow
    std::vector<CaseRow> rows;
  };
  virtual Outcome<OpenCases, Error> open_cases(CaseId after, std::size_t max) const = 0;
  virtual Outcome<Complaint, Error> text(ComplaintId id) const = 0;
  // Nothing when that complaint was never answered.
  virtual Outcome<std::optional<casework::Receipt>, Error> receipt(
      const std::string& source, const std::string& external_id) const = 0;

  // Puts the stored counters, tallies and open cases into a new state. `progress(cases)` is called
  // every 65,536 cases.
  virtual Outcome<Done, Error> recover(
      casework::State& state, const std::function<void(std::uint64_t)>& progress) const = 0;

  // Keeps a rule book's files under its version, once.
  virtual Outcome<Done, Error> keep_policy(const std::string& version,
                                           const std::string& bytes) = 0;
  // The files of a rule book as they were kept; nothing when that version never was.
  virtual Outcome<std::optional<std::string>, Error> policy(const std::string& version) const = 0;
  // Which journal this is, in hexadecimal digits: made at random when it began or was restored from
  // a backup.
  // Empty when it has none.
  virtual const std::string& id() const = 0;
  // The first record that is still here; one after the head when there is none.
  virtual Outcome<Sequence, Error> first() const = 0;
  virtual Forgotten forgotten() const = 0;
  // Makes changes of cursors durable when no group is there to carry them. Thread: as append().
  virtual Outcome<Done, Error> keep_cursors(const std::vector<CursorChange>& changes) = 0;
  // By name.
  virtual Outcome<std::vector<WatchCursor>, Error> cursors() const = 0;
  // What a wish under this key was answered; nothing when there was none, or its time is long over.
  virtual Outcome<std::optional<KeptAnswer>, Error> answer(const std::string& principal,
                                                           const std::string& key) const = 0;
  virtual KeptAnswers answers() const = 0;
  // Makes answers durable when no group is there to carry them. Thread: as append().
  virtual Outcome<Done, Error> keep_answers(const std::vector<KeptAnswer>& answers) = 0;
  // Bytes free on the disk that holds the journal.
  virtual std::uint64_t bytes_free() const = 0;
};

}  // namespace whistle::journal
