#include "engine/journal/forgetting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <random>
#include <set>
#include <string>

#include "engine/journal/backup.h"
#include "engine/journal/keys.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/verify.h"
#include "tests/journal/disks.h"
#include "tests/journal/samples.h"
#include "whistle/journal/v1/row.pb.h"

// What a journal forgets, and when: never more than it may, and nobody takes what is left for the
// whole.
namespace whistle::journal::forgetting_test {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr Milliseconds kDay = 24h;
constexpr Milliseconds kKept = 30 * kDay;
constexpr CaseId kToday{1'000};  // the case that is worked on while older ones are forgotten

template <class Disk>
class ForgettingOn : public testing::Test {
 protected:
  ForgettingOn() { reopen(kKept); }

  RowJournal& journal() { return dynamic_cast<RowJournal&>(*journal_); }
  void reopen(Milliseconds keep) {
    journal_.reset();
    journal_ = open(disk_);
    journal().keep_for(keep);
  }
  // A group with a record for each of these cases.
  void note(const std::vector<CaseId>& cases, Timestamp at) {
    Group group;
    group.oldest_needed = needed_;
    for (const CaseId id : cases) {
      group.records.push_back(record_of(journal_->head().sequence.value + group.records.size() + 1,
                                        {casework::ProgressNoted{.id = id, .note = "noted"}}));
      group.records.back().time = at;
    }
    const auto done = journal_->append(group);
    ASSERT_TRUE(done) << done.error().message;
  }
  // Case n has record n, a day after the one before.
  void ten_days() {
    for (std::uint64_t day = 0; day < 10; ++day) note({CaseId{day + 1}}, monday_plus(day));
  }
  static Timestamp monday_plus(std::uint64_t days) {
    return kMonday + static_cast<std::int64_t>(days) * kDay;
  }
  // Groups that come on that day: enough for a day's forgetting.
  void go_on(std::uint64_t day) {
    for (int group = 0; group < 40; ++group) note({kToday}, monday_plus(day));
  }
  Sequence first() {
    const auto first = journal_->first();
    EXPECT_TRUE(first);
    EXPECT_EQ(first->value, journal_->forgotten().sequence.value + 1);
    return *first;
  }
  std::vector<Sequence> trail(std::uint64_t id) { return *journal_->trail({id}); }
  bool is_whole(std::uint64_t id) { return !journal_->forgotten().has_records_of({id}, trail(id)); }
  std::string verify_error() {
    const auto head = verify(*journal_, {});
    return head ? "none" : head.error().message;
  }
  std::string format() {
    journal_.reset();
    std::string bytes = value_of(*disk_.rows(), Table::Meta, kFormatKey);
    reopen(kKept);
    return bytes;
  }
  // Changes rows behind the journal's back; what is said when it is opened again.
  std::string open_error(const std::function<void(RowStore&)>& change) {
    journal_.reset();
    change(*disk_.rows());
    const auto journal = disk_.try_open();
    if (journal) return "none";
    EXPECT_EQ(journal.error().kind, Error::Kind::Corrupt);
    return journal.error().message;
  }

  Disk disk_;
  std::unique_ptr<Journal> journal_;
  CaseId needed_ = kToday;
};
TYPED_TEST_SUITE(ForgettingOn, Disks, DiskNames);

TYPED_TEST(ForgettingOn, NeverHappensUnlessSomebodySaysSo) {
  this->reopen(0ms);
  this->ten_days();
  this->go_on(36'500);
  EXPECT_EQ(this->first(), Sequence{1});
  EXPECT_EQ(this->journal_->forgotten(), Forgotten{});
  EXPECT_EQ(this->verify_error(), "none");
  EXPECT_EQ(this->format(), encode_format(kFormatOfAllRecords)) << "older programs still read it";
}

TYPED_TEST(ForgettingOn, TakesWhatIsOlderAndNoMore) {
  Head fourth;
  for (std::uint64_t day = 0; day < 10; ++day) {
    this->note({CaseId{day + 1}}, this->monday_plus(day));
    if (day == 3) fourth = this->journal_->head();
  }
  // Thirty days after the sixth record. The fifth was the last before that, and could have been
  // followed by others in its group.
  this->go_on(35);
  EXPECT_EQ(this->first(), Sequence{5});
  const Forgotten forgotten = this->journal_->forgotten();
  EXPECT_EQ(forgotten.sequence, fourth.sequence);
  EXPECT_EQ(forgotten.time, fourth.time);
  EXPECT_EQ(forgotten.hash, fourth.hash);
  this->reopen(kKept);
  EXPECT_EQ(this->first(), Sequence{5});
  EXPECT_EQ(this->journal_->forgotten(), forgotten);
  EXPECT_EQ(this->format(), encode_format(kFormatVersion)) << "older programs must not read it";
}

TYPED_TEST(ForgettingOn, LeavesAChainThatGoesOnFromWhatHasGone) {
  this->ten_days();
  this->go_on(35);
  std::vector<std::uint64_t> walked;
  EXPECT_TRUE(verify(*this->journal_,
                     [&](const Record& record) { walked.push_back(record.sequence.value); }));
  ASSERT_EQ(walked.size(), 46U);
  EXPECT_EQ(walked.front(), 5U);
  EXPECT_EQ(walked.back(), 50U);
  EXPECT_EQ(this->journal_->read({5}, 3)->size(), 3U);
  EXPECT_EQ(this->journal_->read({6}, 3)->front().sequence, Sequence{6});
  for (const std::uint64_t gone : {0U, 1U, 4U}) {
    const auto records = this->journal_->read({gone}, 1);
    ASSERT_FALSE(records) << gone;
    EXPECT_EQ(records.error().kind, Error::Kind::Forgotten);
    EXPECT_THAT(records.error().message, HasSubstr("the journal begins after record 4"));
  }
  this->reopen(kKept);
  this->note({kToday}, this->monday_plus(36));
  EXPECT_EQ(this->verify_error(), "none");
}

TYPED_TEST(ForgettingOn, StopsBeforeWhatAnOpenCaseNeeds) {
  this->ten_days();
  this->needed_ = {3};
  this->go_on(400);
  EXPECT_EQ(this->first(), Sequence{3});
  EXPECT_TRUE(this->is_whole(3));
  EXPECT_FALSE(this->is_whole(2));
  this->needed_ = {7};
  this->go_on(401);
  EXPECT_EQ(this->first(), Sequence{7});
}

TYPED_TEST(ForgettingOn, TakesWholeGroupsOnly) {
  this->note({{1}, {2}}, kMonday);
  this->note({{3}, {4}, {5}}, kMonday);
  this->note({{6}}, kMonday);
  this->needed_ = {4};
  this->go_on(400);
  EXPECT_EQ(this->first(), Sequence{3});
  EXPECT_EQ(this->verify_error(), "none");
}

TYPED_TEST(ForgettingOn, TakesNothingWhenNobodySaysWhatIsNeeded) {
  this->ten_days();
  this->needed_ = {};
  this->go_on(400);
  EXPECT_EQ(this->first(), Sequence{1});
}

// A trail that is not there says nothing about what its case needs.
TYPED_TEST(ForgettingOn, TakesNothingWhenTheTrailOfWhatIsNeededIsMissing) {
  this->ten_days();
  this->journal_.reset();
  erase(*this->disk_.rows(), Table::Trails, as_bytes(trail_key({3}, {3})));
  this->reopen(kKept);
  this->needed_ = {3};
  this->go_on(400);
  EXPECT_EQ(this->first(), Sequence{1});
}

TYPED_TEST(ForgettingOn, LeavesWhatIsWrittenNow) {
  this->note({{1}}, kMonday);
  this->note({{2}}, kMonday);
  this->note({{3}}, this->monday_plus(400));
  this->note({{4}}, this->monday_plus(400));
  this->note({{5}}, this->monday_plus(800));
  this->note({{6}}, this->monday_plus(1'200));
  this->note({{7}}, this->monday_plus(1'600));
  EXPECT_EQ(this->verify_error(), "none");
  this->reopen(kKept);
  EXPECT_EQ(this->journal_->head().sequence, Sequence{7});
}

TYPED_TEST(ForgettingOn, HappensOnceADay) {
  this->ten_days();
  this->go_on(33);
  EXPECT_EQ(this->first(), Sequence{3});
  for (int group = 0; group < 100; ++group) this->note({kToday}, this->monday_plus(34) - 1ms);
  EXPECT_EQ(this->first(), Sequence{3});
  this->go_on(36);
  EXPECT_EQ(this->first(), Sequence{6});
}

// What somebody waits for is never more than a few looks at rows.
TYPED_TEST(ForgettingOn, TakesAFewGroupsForItself) {
  for (std::uint64_t id = 1; id <= 300; ++id) this->note({CaseId{id}}, kMonday);
  int groups = 0;
  while (this->first() == Sequence{1}) {
    this->note({kToday}, this->monday_plus(400));
    ASSERT_LE(++groups, 12);
  }
  EXPECT_GE(groups, 9) << "one look with each";
  EXPECT_GT(this->first(), Sequence{299});
}

TYPED_TEST(ForgettingOn, TakesTrailsWhenAllOfACaseHasGone) {
  this->ten_days();
  this->note({{2}}, this->monday_plus(20));
  this->go_on(35);
  EXPECT_EQ(this->first(), Sequence{5});
  EXPECT_EQ(this->journal_->forgotten().trails_from, CaseId{2}) << "which went on for long";
  EXPECT_THAT(this->trail(2), ElementsAre(Sequence{2}, Sequence{11}));
  for (const std::uint64_t id : {1U, 2U, 3U}) EXPECT_FALSE(this->is_whole(id)) << id;
  EXPECT_TRUE(this->is_whole(5));
  this->go_on(90);
  EXPECT_EQ(this->journal_->forgotten().trails_from, CaseId{11});
  this->reopen(kKept);
  EXPECT_EQ(this->journal_->forgotten().trails_from, CaseId{11});
  for (const std::uint64_t id : {1U, 2U, 9U}) EXPECT_FALSE(this->is_whole(id)) << id;
}

TYPED_TEST(ForgettingOn, ACaseThatIsTouchedAgainIsNotWhole) {
  this->ten_days();
  this->go_on(400);
  this->note({{4}}, this->monday_plus(401));
  EXPECT_EQ(this->trail(4).back(), this->journal_->head().sequence);
  EXPECT_FALSE(this->is_whole(4));
}

TYPED_TEST(ForgettingOn, IsSeenByWhoWalks) {
  this->ten_days();
  this->go_on(35);
  Walk walk = this->journal().walk();
  ASSERT_TRUE(walk.start(kMonday));
  EXPECT_EQ(walk.next()->front().sequence, Sequence{5});
  ASSERT_TRUE(walk.start(this->monday_plus(7)));
  EXPECT_EQ(walk.next()->front().sequence, Sequence{8});
}

TYPED_TEST(ForgettingOn, LeavesAJournalThatDoesNotOpenWhenItsBeginningIsBroken) {
  this->ten_days();
  this->go_on(35);
  const Forgotten forgotten = this->journal_->forgotten();
  const auto say = [&](const Forgotten& other) {
    return this->open_error(
        [&](RowStore& rows) { put(rows, Table::Meta, kForgottenKey, encode_forgotten(other)); });
  };
  Forgotten wrong = forgotten;
  wrong.hash[7] ^= 1;
  EXPECT_THAT(say(wrong), HasSubstr("record 5: the hash chain is broken"));
  wrong = forgotten;
  ++wrong.sequence.value;
  EXPECT_THAT(say(wrong), HasSubstr("record 6: the hash chain is broken"));
  wrong.sequence = {3};
  EXPECT_THAT(say(wrong), HasSubstr("record 4: the hash chain is broken"));
  wrong.sequence = {1'000};
  EXPECT_THAT(say(wrong), HasSubstr("records up to 1000 are forgotten, and the head is 50"));
  wrong = forgotten;
  wrong.time = this->monday_plus(9);
  EXPECT_THAT(say(wrong), HasSubstr("record 5: it is earlier than the one before"));
  const auto change = [&](std::string_view key, const std::string& bytes) {
    return this->open_error([&](RowStore& rows) { put(rows, Table::Meta, key, bytes); });
  };
  EXPECT_THAT(change(kForgottenKey, "\xff"), HasSubstr("forgotten: is no message"));
  EXPECT_THAT(this->open_error([](RowStore& rows) { erase(rows, Table::Meta, kForgottenKey); }),
              HasSubstr("where the journal begins is missing"));
  EXPECT_EQ(say(forgotten), "none");
  EXPECT_THAT(change(kFormatKey, encode_format(kFormatOfAllRecords)),
              HasSubstr("records are forgotten in a journal of a format that keeps all"));
}

TYPED_TEST(ForgettingOn, LeavesAJournalThatDoesNotOpenWithoutItsFirstGroup) {
  this->ten_days();
  this->go_on(35);
  EXPECT_THAT(this->open_error([](RowStore& rows) {
    erase(rows, Table::Journal, as_bytes(key_of(Sequence{5})));
  }),
              HasSubstr("record 6: the records before it are missing"));
}

TYPED_TEST(ForgettingOn, LetsGoOfRowsThatNobodyAsksFor) {
  this->journal_.reset();
  const auto rows = this->disk_.rows();
  for (const char* key : {"a", "b", "c"}) put(*rows, Table::Texts, key, "text");
  EXPECT_TRUE(rows->let_go(Table::Texts, "b"));
  EXPECT_EQ(value_of(*rows, Table::Texts, "b"), "text");
  EXPECT_EQ(value_of(*rows, Table::Texts, "c"), "text");
}

// A disk gives back whole files.
TEST(Forgetting, MakesRoomOnTheDisk) {
  RocksDisk disk;
  const auto journal = *RocksJournal::open(disk.folder(), small_options());
  journal->keep_for(kKept);
  const auto bytes = [&] {
    std::uintmax_t sum = 0;
    for (const auto& entry : std::filesystem::directory_iterator(disk.folder())) {
      // Files come and go meanwhile.
      std::error_code gone;
      const std::uintmax_t size = entry.file_size(gone);
      if (!gone && entry.path().extension() == ".sst") sum += size;
    }
    return sum;
  };
  std::mt19937 letters(7);
  const auto note = [&](std::uint64_t sequence, std::size_t size, Timestamp at) {
    std::string text(size, ' ');
    for (char& letter : text) letter = static_cast<char>('a' + letters() % 26);
    Group group;
    group.records = {record_of(sequence, {casework::ProgressNoted{.id = {1}, .note = text}})};
    group.records.front().time = at;
    group.oldest_needed = {2};
    ASSERT_TRUE(journal->append(group));
  };
  std::uint64_t sequence = 0;
  std::uintmax_t most = 0;
  while (sequence < 300) {
    note(++sequence, 100'000, kMonday);
    most = std::max(most, bytes());
  }
  ASSERT_GT(most, 10'000'000U);
  // A file that is being compacted stays for another day.
  for (int day = 100; day < 110 || (day < 300 && bytes() >= most / 2); ++day) {
    for (int group = 0; group < 20; ++group) note(++sequence, 100, kMonday + day * kDay);
  }
  EXPECT_EQ(journal->forgotten().sequence.value + 1, journal->first()->value);
  EXPECT_LT(bytes(), most / 2);
  EXPECT_TRUE(verify(*journal, {}));
}

// The process may end after any group: what is on the disk then is a journal, before or after.
TEST(Forgetting, LeavesAJournalBehindWhenever) {
  const auto rows = std::make_shared<MemoryRows>();
  const auto journal = *MemoryJournal::open(rows);
  journal->keep_for(kKept);
  std::set<std::uint64_t> beginnings;
  for (std::uint64_t sequence = 1; sequence <= 200; ++sequence) {
    Group group;
    group.records = {
        record_of(sequence, {casework::ProgressNoted{.id = {sequence}, .note = "noted"}})};
    group.records.front().time = kMonday + static_cast<std::int64_t>(sequence) * kDay;
    group.oldest_needed = {sequence};
    ASSERT_TRUE(journal->append(group));
    const auto after = MemoryJournal::open(rows);
    ASSERT_TRUE(after) << after.error().message;
    ASSERT_TRUE(verify(**after, {})) << sequence;
    EXPECT_EQ((*after)->forgotten(), journal->forgotten());
    beginnings.insert((*after)->forgotten().sequence.value + 1);
  }
  EXPECT_GT(beginnings.size(), 10U) << "nothing was forgotten on the way";
  EXPECT_GT(*beginnings.rbegin(), 140U);
}

TEST(Forgetting, StaysInABackup) {
  RocksDisk disk;
  const TemporaryFolder others;
  Forgotten forgotten;
  {
    const auto journal = *RocksJournal::open(disk.folder(), small_options());
    journal->keep_for(kKept);
    for (std::uint64_t sequence = 1; sequence <= 60; ++sequence) {
      Group group;
      group.records = {record_of(sequence, {casework::ProgressNoted{.id = {9}, .note = "noted"}})};
      group.records.front().time = kMonday + (sequence < 20 ? Milliseconds{0} : 400 * kDay);
      group.oldest_needed = {10};
      ASSERT_TRUE(journal->append(group));
    }
    forgotten = journal->forgotten();
    ASSERT_TRUE(forgotten.sequence);
    ASSERT_TRUE(journal->back_up({.folder = others.path() / "b", .keep = 0, .give_up = {}}));
  }
  ASSERT_TRUE(restore_backup(others.path() / "b", std::nullopt, others.path() / "restored"));
  const auto restored = RocksJournal::open(others.path() / "restored", small_options());
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ((*restored)->forgotten(), forgotten);
  EXPECT_TRUE(verify(**restored, {}));
}

TEST(ForgottenRow, RefusesWhatIsNeverWritten) {
  const Forgotten forgotten{
      .sequence = {7}, .time = kMonday, .hash = {1, 2, 3}, .trails_from = {4}};
  EXPECT_EQ(*decode_forgotten(encode_forgotten(forgotten)), forgotten);
  v1::ForgottenRow row;
  EXPECT_TRUE(row.ParseFromString(encode_forgotten(forgotten)));
  row.clear_sequence();
  EXPECT_EQ(decode_forgotten(row.SerializeAsString()).error().message,
            "forgotten: sequence: is missing");
  row.set_sequence(7);
  row.set_hash("short");
  EXPECT_EQ(decode_forgotten(row.SerializeAsString()).error().message,
            "forgotten: ForgottenRow.hash: is not whole");
}

}  // namespace whistle::journal::forgetting_test
