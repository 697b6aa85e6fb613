#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/journal/answer_shelf.h"
#include "engine/journal/forgetting.h"
#include "engine/journal/format.h"
#include "engine/journal/group_codec.h"
#include "engine/journal/journal.h"
#include "engine/journal/row_store.h"
#include "engine/journal/walk.h"

namespace whistle::journal {

// A journal on rows, whatever keeps them: all that is written and read, but not how.
class RowJournal : public Journal {
 public:
  Outcome<Done, Error> append(const Group& group) override;
  Head head() const override;
  Outcome<std::vector<Record>, Error> read(Sequence from, std::size_t max) const override;
  Outcome<std::vector<Sequence>, Error> trail(CaseId id) const override;
  Outcome<std::optional<Trail>, Error> standing(CaseId id, Sequence sequence) const override;
  Outcome<StoredCase, Error> case_row(CaseId id) const override;
  Outcome<OpenCases, Error> open_cases(CaseId after, std::size_t max) const override;
  Outcome<Complaint, Error> text(ComplaintId id) const override;
  Outcome<std::optional<casework::Receipt>, Error> receipt(
      const std::string& source, const std::string& external_id) const override;
  Outcome<Done, Error> recover(casework::State& state,
                               const std::function<void(std::uint64_t)>& progress) const override;
  Outcome<Done, Error> keep_policy(const std::string& version, const std::string& bytes) override;
  Outcome<std::optional<std::string>, Error> policy(const std::string& version) const override;
  const std::string& id() const override { return id_; }
  // Another journal from the next opening on: what follows will not be what followed in the one it
  // was copied from, though the sequences are the same.
  Outcome<Done, Error> renew_id();
  Outcome<Sequence, Error> first() const override;
  Forgotten forgotten() const override;
  // From now on records are kept so long at least, and then forgotten with the groups that come;
  // zero: for ever. Before the first append, or by its thread.
  void keep_for(Milliseconds time) { forgetting_.keep_for(time); }
  Outcome<Done, Error> keep_cursors(const std::vector<CursorChange>& changes) override;
  Outcome<std::vector<WatchCursor>, Error> cursors() const override;
  Outcome<std::optional<KeptAnswer>, Error> answer(const std::string& principal,
                                                   const std::string& key) const override;
  KeptAnswers answers() const override;
  Outcome<Done, Error> keep_answers(const std::vector<KeptAnswer>& answers) override;
  // Walks all answers that are kept, and says how many; fails with Corrupt when one is not what was
  // written, or is missing.
  Outcome<std::uint64_t, Error> check_answers() const;
  std::uint64_t bytes_free() const override { return rows_->bytes_free(); }
  // Copies everything into a folder of backups; nobody has to wait. Fails as Journal does, with
  // Foreign when the folder is no place for it; the journal goes on in any case.
  // Thread: any, one at a time.
  Outcome<BackupMade, Error> back_up(const BackupWish& wish) const;
  // A walk along everything, for who reads much of it.
  Walk walk() const { return Walk(*rows_); }
  // The rows of the registers alone, into a new state.
  Outcome<Done, Error> recover_registers(casework::State& state) const;

 protected:
  // `head` is what begin() said of these rows.
  RowJournal(std::shared_ptr<RowStore> rows, const Head& head);

  // Makes new rows a journal, or checks that these are one: of this format or an older one, which
  // becomes this one, and with a head that is the end of its chain. Fails with Foreign or Corrupt.
  static Outcome<Head, Error> begin(RowStore& rows);

 private:
  void put_records(const Group& group, const GroupEncoder::Encoded& encoded,
                   RowStore::Batch& batch);
  static void put_rows(const Group& group, RowStore::Batch& batch);
  void put_trails(const Record& record, const std::vector<Trail>& kept, RowStore::Batch& batch);
  static void put_cursors(const std::vector<CursorChange>& changes, RowStore::Batch& batch);
  void publish(Head head);

  std::shared_ptr<RowStore> rows_;
  const std::string id_;
  // append() only.
  GroupEncoder encoder_;
  std::vector<CaseId> touched_;
  AnswerShelf shelf_;
  Forgetting forgetting_;

  mutable std::mutex head_mutex_;
  Head head_;
  KeptAnswers answers_;
  Forgotten forgotten_;
};

}  // namespace whistle::journal
