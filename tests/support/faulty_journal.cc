#include "tests/support/faulty_journal.h"

namespace whistle::support {

void FaultyJournal::fail_after(std::size_t groups) {
  const std::lock_guard lock(mutex_);
  groups_left_ = groups;
}

void FaultyJournal::hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}

void FaultyJournal::let_go() {
  {
    const std::lock_guard lock(mutex_);
    held_ = false;
  }
  changed_.notify_all();
}

void FaultyJournal::await_held_append() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waits_; });
}

std::size_t FaultyJournal::appended() const {
  const std::lock_guard lock(mutex_);
  return records_by_group_.size();
}

std::vector<std::size_t> FaultyJournal::records_by_group() const {
  const std::lock_guard lock(mutex_);
  return records_by_group_;
}

std::size_t FaultyJournal::cursor_writes() const {
  const std::lock_guard lock(mutex_);
  return cursor_writes_;
}

std::size_t FaultyJournal::case_reads() const {
  const std::lock_guard lock(mutex_);
  return case_reads_;
}

std::size_t FaultyJournal::text_reads() const {
  const std::lock_guard lock(mutex_);
  return text_reads_;
}

Outcome<journal::Journal::StoredCase, journal::Error> FaultyJournal::case_row(CaseId id) const {
  {
    const std::lock_guard lock(mutex_);
    ++case_reads_;
  }
  return kept_.case_row(id);
}

Outcome<Complaint, journal::Error> FaultyJournal::text(ComplaintId id) const {
  {
    const std::lock_guard lock(mutex_);
    ++text_reads_;
  }
  return kept_.text(id);
}

Outcome<Done, journal::Error> FaultyJournal::keep_cursors(
    const std::vector<journal::CursorChange>& changes) {
  {
    const std::lock_guard lock(mutex_);
    ++cursor_writes_;
  }
  return kept_.keep_cursors(changes);
}

Outcome<Done, journal::Error> FaultyJournal::keep_answers(
    const std::vector<journal::KeptAnswer>& answers) {
  {
    const std::lock_guard lock(mutex_);
    ++answer_writes_;
  }
  return kept_.keep_answers(answers);
}

std::size_t FaultyJournal::answer_writes() const {
  const std::lock_guard lock(mutex_);
  return answer_writes_;
}

Outcome<Done, journal::Error> FaultyJournal::append(const journal::Group& group) {
  {
    std::unique_lock lock(mutex_);
    waits_ = held_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return !held_; });
    waits_ = false;
    if (groups_left_ && *groups_left_ == 0) {
      return Failure{journal::Error{journal::Error::Kind::Io, "the disk is gone, as asked for"}};
    }
    if (groups_left_) --*groups_left_;
  }
  auto kept = kept_.append(group);
  const std::lock_guard lock(mutex_);
  if (kept) records_by_group_.push_back(group.records.size());
  return kept;
}

}  // namespace whistle::support
