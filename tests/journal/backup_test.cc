#include "engine/journal/backup.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/journal/rocks_journal.h"
#include "engine/journal/verify.h"
#include "tests/journal/samples.h"

// Backups beside a journal that goes on, and journals made out of them.
namespace whistle::journal::backup_test {

namespace fs = std::filesystem;

class Backups : public testing::Test {
 protected:
  Backups() {
    std::string pattern = (fs::temp_directory_path() / "whistle-backup.XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    auto opened = RocksJournal::open(data());
    EXPECT_TRUE(opened);
    journal_ = *std::move(opened);
  }
  ~Backups() override {
    journal_.reset();
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  fs::path data() const { return folder_ / "journal"; }
  fs::path backups() const { return folder_ / "backups"; }
  fs::path target() const { return folder_ / "restored"; }

  // With one fsync, however many there are.
  void append(std::uint64_t records) {
    const Head head = journal_->head();
    Group group;
    for (std::uint64_t i = 1; i <= records; ++i) {
      group.records.push_back(record_of(head.sequence.value + i, {first_events()[0]}));
      group.records.back().time = std::max(head.time, kMonday);
    }
    ASSERT_TRUE(journal_->append(group));
  }
  BackupMade back_up(std::uint32_t keep = 0) {
    const auto made = journal_->back_up({.folder = backups(), .keep = keep, .give_up = {}});
    EXPECT_TRUE(made) << (made ? "" : made.error().message);
    return made ? *made : BackupMade{};
  }
  // The records of a restored journal, its chain walked; 0 when it is broken.
  static std::uint64_t records_in(const fs::path& folder) {
    const auto opened = RocksJournal::open(folder, {.create = false});
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    if (!opened) return 0;
    const auto walked = verify(**opened, {});
    EXPECT_TRUE(walked) << (walked ? "" : walked.error().message);
    return walked ? walked->sequence.value : 0;
  }
  // Flips a byte in the middle of the largest table file or log of the backups.
  void damage() const {
    fs::path largest;
    for (const auto& entry : fs::recursive_directory_iterator(backups())) {
      if (!entry.is_regular_file() || entry.path().string().find("meta") != std::string::npos) {
        continue;
      }
      if (largest.empty() || entry.file_size() > fs::file_size(largest)) largest = entry.path();
    }
    ASSERT_FALSE(largest.empty());
    std::fstream file(largest, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(fs::file_size(largest) / 2);
    file.seekg(middle);
    const int byte = file.get();
    file.seekp(middle);
    file.put(static_cast<char>(byte ^ 1));
  }

  fs::path folder_;
  std::unique_ptr<RocksJournal> journal_;
};

TEST_F(Backups, HoldWhatWasDurableWhenTheyWereMade) {
  append(7);
  const BackupMade made = back_up();
  EXPECT_EQ(made.number, 1U);
  EXPECT_EQ(made.through.value, 7U);
  EXPECT_GT(made.bytes, 0U);
  append(3);
  const auto restored = restore_backup(backups(), {}, target());
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(restored->number, 1U);
  EXPECT_EQ(records_in(target()), 7U);
}

TEST_F(Backups, HoldTheAnswersThatWereKept) {
  append(1);
  const auto answer = [](std::uint64_t number) {
    return KeptAnswer{.principal = "desk",
                      .key = "k-" + std::to_string(number),
                      .number = number,
                      .time = kMonday,
                      .answer = casework::NumberAnswer{.id = number, .token = {}}};
  };
  ASSERT_TRUE(journal_->keep_answers({answer(1), answer(2)}));
  back_up();
  ASSERT_TRUE(journal_->keep_answers({answer(3)}));
  ASSERT_TRUE(restore_backup(backups(), {}, target()));
  const auto restored = RocksJournal::open(target(), {.create = false});
  ASSERT_TRUE(restored);
  EXPECT_EQ(*(*restored)->answer("desk", "k-2"), answer(2));
  EXPECT_EQ(*(*restored)->answer("desk", "k-3"), std::nullopt);
  EXPECT_EQ(*(*restored)->check_answers(), 2U);
  EXPECT_EQ((*restored)->head().answers, 2U) << "it goes on counting from there";
}

TEST_F(Backups, AreMadeWhileTheJournalGoesOn) {
  append(2);
  back_up();
  append(2);
  back_up();
  EXPECT_EQ(journal_->head().sequence.value, 4U);
  const auto older = restore_backup(backups(), 1, target());
  ASSERT_TRUE(older) << older.error().message;
  EXPECT_EQ(records_in(target()), 2U);
  ASSERT_TRUE(restore_backup(backups(), {}, folder_ / "newest"));
  EXPECT_EQ(records_in(folder_ / "newest"), 4U);
}

TEST_F(Backups, StayAsManyAsWereAskedFor) {
  for (int i = 0; i < 4; ++i) {
    append(1);
    back_up(2);
  }
  const auto gone = restore_backup(backups(), 2, target());
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().kind, Error::Kind::NotFound);
  EXPECT_FALSE(fs::exists(target()));
  ASSERT_TRUE(restore_backup(backups(), 3, target()));
  EXPECT_EQ(records_in(target()), 3U);
}

TEST_F(Backups, ThatAreDamagedAreRefused) {
  append(50);
  back_up();
  damage();
  const auto restored = restore_backup(backups(), {}, target());
  ASSERT_FALSE(restored);
  EXPECT_EQ(restored.error().kind, Error::Kind::Corrupt) << restored.error().message;
  EXPECT_FALSE(fs::exists(target())) << "nothing is left where nothing could be restored";
}

TEST_F(Backups, AreNeverRestoredOverSomething) {
  append(1);
  back_up();
  const auto over = restore_backup(backups(), {}, data());
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().kind, Error::Kind::Foreign);
  fs::create_directories(target());
  EXPECT_TRUE(restore_backup(backups(), {}, target())) << "an empty folder is as good as none";
}

TEST_F(Backups, AreNotFoundWhereThereAreNone) {
  const auto none = restore_backup(folder_ / "nothing", {}, target());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().kind, Error::Kind::NotFound);
  EXPECT_FALSE(fs::exists(folder_ / "nothing")) << "looking for backups makes no folder";
}

TEST_F(Backups, HaveAFolderOfTheirOwn) {
  append(1);
  for (const fs::path& wrong : {data(), data() / "backups"}) {
    const auto made = journal_->back_up({.folder = wrong, .keep = 0, .give_up = {}});
    ASSERT_FALSE(made) << wrong;
    EXPECT_EQ(made.error().kind, Error::Kind::Foreign);
  }
  append(1);
}

}  // namespace whistle::journal::backup_test
