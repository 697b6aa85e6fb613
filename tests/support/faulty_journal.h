#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/journal.h"

namespace whistle::support {

// A journal that can be made to wait and to fail. All else is done by the journal behind it.
// Thread: as a journal; the switches by any thread.
class FaultyJournal final : public journal::Journal {
 public:
  // `kept` must outlive the object: it is what a crash leaves behind.
  explicit FaultyJournal(journal::Journal& kept) : kept_(kept) {}

  // The appends after the next `groups` fail, and nothing of them is kept.
  void fail_after(std::size_t groups);
  // From now on an append waits before it writes, until let_go().
  void hold();
  void let_go();
  // Returns once an append waits.
  void await_held_append();

  std::size_t appended() const;
  // Writes of cursors alone.
  std::size_t cursor_writes() const;
  // Writes of answers alone.
  std::size_t answer_writes() const;
  std::vector<std::size_t> records_by_group() const;
  // Looks at rows of cases and at texts, those included that found nothing.
  std::size_t case_reads() const;
  std::size_t text_reads() const;

  Outcome<Done, journal::Error> append(const journal::Group& group) override;
  journal::Head head() const override { return kept_.head(); }
  Outcome<std::vector<journal::Record>, journal::Error> read(Sequence from,
                                                             std::size_t max) const override {
    return kept_.read(from, max);
  }
  Outcome<std::vector<Sequence>, journal::Error> trail(CaseId id) const override {
    return kept_.trail(id);
  }
  Outcome<std::optional<journal::Trail>, journal::Error> standing(
      CaseId id, Sequence sequence) const override {
    return kept_.standing(id, sequence);
  }
  Outcome<OpenCases, journal::Error> open_cases(CaseId after, std::size_t max) const override {
    return kept_.open_cases(after, max);
  }
  const std::string& id() const override { return kept_.id(); }
  Outcome<Sequence, journal::Error> first() const override { return kept_.first(); }
  journal::Forgotten forgotten() const override { return kept_.forgotten(); }
  Outcome<Done, journal::Error> keep_cursors(
      const std::vector<journal::CursorChange>& changes) override;
  Outcome<std::optional<journal::KeptAnswer>, journal::Error> answer(
      const std::string& principal, const std::string& key) const override {
    return kept_.answer(principal, key);
  }
  journal::KeptAnswers answers() const override { return kept_.answers(); }
  Outcome<Done, journal::Error> keep_answers(
      const std::vector<journal::KeptAnswer>& answers) override;
  Outcome<std::vector<journal::WatchCursor>, journal::Error> cursors() const override {
    return kept_.cursors();
  }
  Outcome<StoredCase, journal::Error> case_row(CaseId id) const override;
  Outcome<Complaint, journal::Error> text(ComplaintId id) const override;
  Outcome<std::optional<casework::Receipt>, journal::Error> receipt(
      const std::string& source, const std::string& external_id) const override {
    return kept_.receipt(source, external_id);
  }
  Outcome<Done, journal::Error> recover(
      casework::State& state, const std::function<void(std::uint64_t)>& progress) const override {
    return kept_.recover(state, progress);
  }
  Outcome<Done, journal::Error> keep_policy(const std::string& version,
                                            const std::string& bytes) override {
    return kept_.keep_policy(version, bytes);
  }
  Outcome<std::optional<std::string>, journal::Error> policy(
      const std::string& version) const override {
    return kept_.policy(version);
  }
  std::uint64_t bytes_free() const override { return kept_.bytes_free(); }

 private:
  journal::Journal& kept_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool held_{false};
  bool waits_{false};
  std::optional<std::size_t> groups_left_;  // none: never fails
  std::vector<std::size_t> records_by_group_;
  std::size_t cursor_writes_{};
  std::size_t answer_writes_{};
  mutable std::size_t case_reads_{};
  mutable std::size_t text_reads_{};
};

}  // namespace whistle::support
