#include "engine/journal/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "engine/journal/keys.h"
#include "engine/journal/record_codec.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/verify.h"
#include "tests/journal/disks.h"
#include "tests/journal/samples.h"

namespace whistle::journal::journal_test {

using testing::ElementsAre;
using testing::IsEmpty;

// A group of `count` records from `first` on, each a note on a case of the same number.
Group notes(std::uint64_t first, std::uint64_t count) {
  Group group;
  for (std::uint64_t sequence = first; sequence < first + count; ++sequence) {
    group.records.push_back(
        record_of(sequence, {casework::ProgressNoted{.id = {sequence}, .note = "noted"}}));
  }
  return group;
}

std::vector<std::uint64_t> sequences(const Outcome<std::vector<Record>, Error>& records) {
  EXPECT_TRUE(records) << records.error().message;
  std::vector<std::uint64_t> numbers;
  if (!records) return numbers;
  for (const Record& record : *records) numbers.push_back(record.sequence.value);
  return numbers;
}

// Every test runs on each disk.
template <class Disk>
class JournalOn : public testing::Test {
 protected:
  JournalOn() : journal_(open(disk_)) {}

  void append(const Group& group) {
    const auto done = journal_->append(group);
    ASSERT_TRUE(done) << done.error().message;
  }
  void reopen() {
    journal_.reset();
    journal_ = open(disk_);
  }
  // Changes rows behind the journal's back, and opens it again.
  void tamper(const std::function<void(RowStore&)>& change) {
    journal_.reset();
    change(*disk_.rows());
    journal_ = open(disk_);
  }
  std::string read_error(std::uint64_t from, std::size_t max) {
    const auto records = journal_->read({from}, max);
    if (records) return "none";
    EXPECT_EQ(records.error().kind, Error::Kind::Corrupt);
    return records.error().message;
  }
  std::string verify_error() {
    const auto head = verify(*journal_, {});
    if (head) return "none";
    EXPECT_EQ(head.error().kind, Error::Kind::Corrupt);
    return head.error().message;
  }

  Disk disk_;
  std::unique_ptr<Journal> journal_;
};
TYPED_TEST_SUITE(JournalOn, Disks, DiskNames);

TYPED_TEST(JournalOn, IsEmptyWhenNew) {
  EXPECT_EQ(this->journal_->head().sequence, Sequence{});
  EXPECT_EQ(this->journal_->head().hash, Hash{});
  EXPECT_THAT(sequences(this->journal_->read({1}, 10)), IsEmpty());
  EXPECT_THAT(*this->journal_->trail({1}), IsEmpty());
  EXPECT_EQ(this->journal_->case_row({1}).error().kind, Error::Kind::NotFound);
  EXPECT_EQ(this->journal_->text({1}).error().kind, Error::Kind::NotFound);
  EXPECT_EQ(*this->journal_->receipt("12345", "1"), std::nullopt);
  EXPECT_GT(this->journal_->bytes_free(), 0U);
  EXPECT_EQ(this->verify_error(), "none");
}

TYPED_TEST(JournalOn, StaysEmptyWhenOpenedAgain) {
  this->reopen();
  EXPECT_EQ(this->journal_->head().sequence, Sequence{});
}

TYPED_TEST(JournalOn, MovesItsHeadWithEveryGroup) {
  this->append(notes(1, 1));
  const Head first = this->journal_->head();
  EXPECT_EQ(first.sequence, Sequence{1});
  EXPECT_EQ(first.time, kMonday + Milliseconds{1});
  this->append(notes(2, 3));
  EXPECT_EQ(this->journal_->head().sequence, Sequence{4});
  EXPECT_EQ(this->journal_->head().time, kMonday + Milliseconds{4});
  EXPECT_NE(this->journal_->head().hash, first.hash);
}

TYPED_TEST(JournalOn, KnowsItsHeadWhenOpenedAgain) {
  this->append(notes(1, 1));
  this->append(notes(2, 3));
  const Head head = this->journal_->head();
  this->reopen();
  EXPECT_EQ(this->journal_->head().sequence, head.sequence);
  EXPECT_EQ(this->journal_->head().time, head.time);
  EXPECT_EQ(this->journal_->head().hash, head.hash);
  this->append(notes(5, 1));
  EXPECT_EQ(this->verify_error(), "none");
}

TYPED_TEST(JournalOn, HasAnIdOfItsOwnForEver) {
  const std::string id = this->journal_->id();
  EXPECT_EQ(id.size(), 32U);
  this->append(notes(1, 1));
  this->reopen();
  EXPECT_EQ(this->journal_->id(), id);
  TypeParam other;
  EXPECT_NE(open(other)->id(), id);
}

TYPED_TEST(JournalOn, KeepsHowCasesStoodAroundARecord) {
  Group group = notes(1, 3);
  const Standing red{
      .area = {350605}, .unit = {"wuan"}, .severity = Severity::Red, .tier = Tier::Street};
  Standing blue = red;
  blue.severity = Severity::Blue;
  group.trails = {{.id = {1}, .sequence = {1}, .after = blue, .before = {}},
                  {.id = {3}, .sequence = {3}, .after = red, .before = blue}};
  const auto trails = group.trails;
  this->append(group);
  this->reopen();
  EXPECT_EQ(*this->journal_->standing({1}, {1}), trails[0]);
  EXPECT_EQ(*this->journal_->standing({3}, {3}), trails[1]);
  EXPECT_EQ(*this->journal_->standing({2}, {2}), std::nullopt) << "nobody said";
  EXPECT_EQ(*this->journal_->standing({1}, {2}), std::nullopt) << "not touched by it";
  EXPECT_THAT(*this->journal_->trail({2}), ElementsAre(Sequence{2})) << "and still in its trail";
}

TYPED_TEST(JournalOn, KeepsCursorsWithAGroupOrAlone) {
  const WatchCursor board{.name = "board", .sequence = {7}, .time = kMonday};
  Group group = notes(1, 1);
  group.cursors = {{.name = "board", .cursor = board}};
  this->append(group);
  const WatchCursor notify{.name = "notify", .sequence = {9}, .time = kMonday};
  ASSERT_TRUE(this->journal_->keep_cursors({{.name = "notify", .cursor = notify}}));
  this->reopen();
  EXPECT_THAT(*this->journal_->cursors(), ElementsAre(board, notify));
  ASSERT_TRUE(this->journal_->keep_cursors({{.name = "board", .cursor = {}}}));
  this->reopen();
  EXPECT_THAT(*this->journal_->cursors(), ElementsAre(notify));
  EXPECT_EQ(this->verify_error(), "none");
}

TYPED_TEST(JournalOn, ReadsOpenCasesPieceByPiece) {
  Group group = notes(1, 2);
  for (const std::uint64_t id : {2U, 4U, 9U}) group.open.push_back({{id}, "row"});
  group.counters = full_counters();
  group.tallies = full_tallies();
  this->append(group);
  const auto first = this->journal_->open_cases({}, 2);
  ASSERT_TRUE(first);
  ASSERT_EQ(first->rows.size(), 2U);
  EXPECT_EQ(first->rows[1].id, CaseId{4});
  EXPECT_EQ(first->rows[1].bytes, "row");
  EXPECT_TRUE(first->more);
  EXPECT_EQ(first->as_of, Sequence{2});
  EXPECT_EQ(first->last_case, full_counters().last_case);
  const auto rest = this->journal_->open_cases({4}, 2);
  ASSERT_EQ(rest->rows.size(), 1U);
  EXPECT_EQ(rest->rows[0].id, CaseId{9});
  EXPECT_FALSE(rest->more);
}

TYPED_TEST(JournalOn, KnowsItsFirstRecord) {
  EXPECT_EQ(*this->journal_->first(), Sequence{1}) << "the one that will be";
  this->append(notes(1, 2));
  this->append(notes(3, 2));
  EXPECT_EQ(*this->journal_->first(), Sequence{1});
  this->tamper([](RowStore& rows) { erase(rows, Table::Journal, as_bytes(key_of(Sequence{1}))); });
  EXPECT_EQ(*this->journal_->first(), Sequence{3});
}

TYPED_TEST(JournalOn, ReadsFromAnyRecordAnyNumber) {
  this->append(notes(1, 3));
  this->append(notes(4, 1));
  this->append(notes(5, 2));
  for (std::uint64_t from = 0; from <= 8; ++from) {
    for (std::size_t max = 0; max <= 8; ++max) {
      std::vector<std::uint64_t> expected;
      for (std::uint64_t at = std::max<std::uint64_t>(from, 1); at <= 6; ++at) {
        if (expected.size() < max) expected.push_back(at);
      }
      EXPECT_EQ(sequences(this->journal_->read({from}, max)), expected) << from << " " << max;
    }
  }
}

TYPED_TEST(JournalOn, GivesRecordsBackAsTheyWere) {
  Group group;
  group.records = {record_of(1, full_events()), record_of(2, {})};
  this->append(group);
  this->reopen();
  const auto records = this->journal_->read({1}, 10);
  ASSERT_TRUE(records);
  ASSERT_EQ(records->size(), 2U);
  EXPECT_EQ(encode_record((*records)[0]), encode_record(group.records[0]));
  EXPECT_EQ(encode_record((*records)[1]), encode_record(group.records[1]));
}

TYPED_TEST(JournalOn, FollowsTheTrailOfACase) {
  const auto note = [](std::uint64_t id) { return casework::ProgressNoted{{id}, "noted"}; };
  Group group;
  group.records = {record_of(1, {note(7), note(8), note(7)}), record_of(2, {note(8)}),
                   record_of(3, {casework::ComplaintDeclined{}})};
  this->append(group);
  Group later;
  later.records = {record_of(4, {note(7)}), record_of(5, {note(UINT64_MAX - 1)})};
  this->append(later);
  EXPECT_THAT(*this->journal_->trail({7}), ElementsAre(Sequence{1}, Sequence{4}));
  EXPECT_THAT(*this->journal_->trail({8}), ElementsAre(Sequence{1}, Sequence{2}));
  EXPECT_THAT(*this->journal_->trail({9}), IsEmpty());
  EXPECT_THAT(*this->journal_->trail({UINT64_MAX - 1}), ElementsAre(Sequence{5}));
}

TYPED_TEST(JournalOn, KeepsTextsAndReceipts) {
  Group group = notes(1, 1);
  group.texts = {{.id = {77}, .complaint = full_complaint()}};
  group.receipts = {{.source = "12345", .external_id = "a", .receipt = full_receipt()}};
  this->append(group);
  this->reopen();
  const auto text = this->journal_->text({77});
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, full_complaint());
  EXPECT_EQ(*this->journal_->receipt("12345", "a"), full_receipt());
  EXPECT_EQ(*this->journal_->receipt("1234", "5a"), std::nullopt);
  EXPECT_EQ(*this->journal_->receipt("", ""), std::nullopt);
}

TYPED_TEST(JournalOn, MovesAClosedCaseToTheArchive) {
  Group opened = notes(1, 1);
  opened.open = {{{42}, "first"}, {{43}, "other"}};
  this->append(opened);
  Group changed = notes(2, 1);
  changed.open = {{{42}, "second"}};
  this->append(changed);
  auto row = this->journal_->case_row({42});
  ASSERT_TRUE(row);
  EXPECT_EQ(row->bytes, "second");
  EXPECT_FALSE(row->closed);

  Group closed = notes(3, 1);
  closed.closed = {{{42}, "last"}};
  this->append(closed);
  row = this->journal_->case_row({42});
  ASSERT_TRUE(row);
  EXPECT_EQ(row->bytes, "last");
  EXPECT_TRUE(row->closed);
  EXPECT_FALSE(this->journal_->case_row({43})->closed);
  EXPECT_EQ(this->journal_->case_row({44}).error().kind, Error::Kind::NotFound);
}

TYPED_TEST(JournalOn, ArchivesACaseOpenedAndClosedInOneGroup) {
  Group group = notes(1, 1);
  group.open = {{{42}, "open"}};
  group.closed = {{{42}, "closed"}};
  this->append(group);
  EXPECT_EQ(this->journal_->case_row({42})->bytes, "closed");
  EXPECT_TRUE(this->journal_->case_row({42})->closed);
}

TYPED_TEST(JournalOn, KeepsARuleBookOnce) {
  EXPECT_TRUE(this->journal_->keep_policy("7f3a", "files"));
  EXPECT_TRUE(this->journal_->keep_policy("7f3a", "other files"));
  this->journal_.reset();
  EXPECT_EQ(value_of(*this->disk_.rows(), Table::Policies, "7f3a"), "files");
}

TYPED_TEST(JournalOn, IsVerifiedRecordByRecord) {
  this->append(notes(1, 1500));
  this->append(notes(1501, 1000));
  std::uint64_t visited = 0;
  const auto head = verify(*this->journal_, [&](const Record& record) {
    ++visited;
    EXPECT_EQ(record.sequence.value, visited);
  });
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(visited, 2500U);
  EXPECT_EQ(head->sequence, Sequence{2500});
}

TYPED_TEST(JournalOn, FindsAnyFlippedByteOfAGroup) {
  this->append(notes(1, 1));
  this->append(notes(2, 2));
  this->append(notes(4, 1));
  std::string stored;
  const NumberKey key = key_of(Sequence{2});
  this->tamper([&](RowStore& rows) { stored = value_of(rows, Table::Journal, as_bytes(key)); });
  // Opening RocksDB takes a while, so there only some bytes get their turn.
  const std::size_t step = std::is_same_v<TypeParam, MemoryDisk> ? 1 : stored.size() / 5;
  for (std::size_t at = 0; at < stored.size(); at += step) {
    std::string flipped = stored;
    flipped[at] = static_cast<char>(flipped[at] ^ 0x20);
    this->journal_.reset();
    put(*this->disk_.rows(), Table::Journal, as_bytes(key), flipped);
    const auto journal = this->disk_.try_open();
    const auto verified = journal ? verify(**journal, {}) : Failure{journal.error()};
    ASSERT_FALSE(verified) << at;
    EXPECT_EQ(verified.error().kind, Error::Kind::Corrupt) << at;
  }
}

TYPED_TEST(JournalOn, FindsAGroupThatWasForged) {
  this->append(notes(1, 1));
  this->append(notes(2, 1));
  this->append(notes(3, 1));
  this->append(notes(4, 1));
  // A group that is whole in itself, on the right predecessor, but says something else.
  GroupEncoder encoder;
  Group forged = notes(1, 2);
  forged.records[1].actor = "somebody else";
  const Head first = encoder.encode({}, notes(1, 1).records).head;
  const std::string bytes(encoder.encode(first, {forged.records[1]}).bytes);
  this->tamper(
      [&](RowStore& rows) { put(rows, Table::Journal, as_bytes(key_of(Sequence{2})), bytes); });
  EXPECT_EQ(this->verify_error(), "record 3: the hash chain is broken");
  EXPECT_EQ(this->read_error(3, 1), "record 3: the hash chain is broken");
}

TYPED_TEST(JournalOn, FindsAMissingGroup) {
  this->append(notes(1, 1));
  this->append(notes(2, 2));
  this->append(notes(4, 1));
  this->append(notes(5, 1));
  this->tamper([](RowStore& rows) { erase(rows, Table::Journal, as_bytes(key_of(Sequence{2}))); });
  EXPECT_EQ(this->verify_error(), "record 4: the records before it are missing");
  EXPECT_EQ(this->read_error(3, 5), "record 4: the records before it are missing");
  EXPECT_THAT(sequences(this->journal_->read({5}, 5)), ElementsAre(5));
}

TYPED_TEST(JournalOn, FindsAMissingBeginning) {
  this->append(notes(1, 1));
  this->append(notes(2, 1));
  this->append(notes(3, 1));
  this->tamper([](RowStore& rows) { erase(rows, Table::Journal, as_bytes(key_of(Sequence{1}))); });
  EXPECT_EQ(this->verify_error(), "the journal ends at record 0, its head is 3");
  EXPECT_EQ(this->read_error(2, 1), "the journal ends at record 0, its head is 3");
}

TYPED_TEST(JournalOn, FindsAGroupThatLacksItsLastRecords) {
  this->append(notes(1, 3));
  this->append(notes(4, 1));
  this->append(notes(5, 1));
  GroupEncoder encoder;
  const std::string shorter(encoder.encode({}, notes(1, 2).records).bytes);
  this->tamper(
      [&](RowStore& rows) { put(rows, Table::Journal, as_bytes(key_of(Sequence{1})), shorter); });
  EXPECT_EQ(this->verify_error(), "record 4: the records before it are missing");
}

TYPED_TEST(JournalOn, ReadsWholeGroupsWhileItGrows) {
  constexpr std::uint64_t kGroups = 200;
  std::atomic<bool> done{};
  std::thread reader([&] {
    while (!done) {
      const std::uint64_t seen = this->journal_->head().sequence.value;
      const auto records = this->journal_->read({1}, 10 * kGroups);
      ASSERT_TRUE(records) << records.error().message;
      EXPECT_GE(records->size(), seen);
      EXPECT_EQ(records->size() % 3, 0U);
    }
  });
  for (std::uint64_t group = 0; group < kGroups; ++group) this->append(notes(1 + 3 * group, 3));
  done = true;
  reader.join();
}

TYPED_TEST(JournalOn, TakesRecordsOfTheSameInstant) {
  this->append(notes(1, 1));
  Group group = notes(2, 1);
  group.records[0].time = kMonday + Milliseconds{1};
  this->append(group);
  EXPECT_EQ(this->verify_error(), "none");
}

TEST(JournalDeathTest, StopsAtAGapInTheSequence) {
  MemoryJournal journal;
  ASSERT_TRUE(journal.append(notes(1, 1)));
  EXPECT_DEATH(std::ignore = journal.append(notes(3, 1)), "check failed: record.sequence");
  EXPECT_DEATH(std::ignore = journal.append(notes(1, 1)), "check failed: record.sequence");
  Group gap = notes(2, 1);
  gap.records.push_back(record_of(4, {}));
  EXPECT_DEATH(std::ignore = journal.append(gap), "check failed: record.sequence");
  EXPECT_DEATH(std::ignore = journal.append({}), "check failed");
}

TEST(JournalDeathTest, StopsWhenTimeGoesBack) {
  MemoryJournal journal;
  ASSERT_TRUE(journal.append(notes(1, 1)));
  Group group = notes(2, 1);
  group.records[0].time = kMonday;
  EXPECT_DEATH(std::ignore = journal.append(group), "check failed: record.time");
}

}  // namespace whistle::journal::journal_test
