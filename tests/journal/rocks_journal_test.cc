#include "engine/journal/rocks_journal.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/utilities/options_util.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "engine/journal/keys.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/verify.h"
#include "tests/journal/disks.h"
#include "tests/journal/samples.h"

namespace whistle::journal::rocks_journal_test {

namespace fs = std::filesystem;
using testing::HasSubstr;

Group group_at(std::uint64_t sequence) {
  Group group;
  group.records = {record_of(sequence, first_events())};
  group.open = {{{sequence}, "row of " + std::to_string(sequence)}};
  group.texts = {{{sequence}, full_complaint()}};
  group.receipts = {{"12345", std::to_string(sequence), full_receipt()}};
  group.counters = full_counters();
  group.tallies = full_tallies();
  return group;
}

Error open_error(const fs::path& folder, const RocksOptions& options = small_options()) {
  const auto journal = RocksJournal::open(folder, options);
  EXPECT_FALSE(journal);
  return journal ? Error{} : journal.error();
}

fs::path file_with(const fs::path& folder, const std::string& extension) {
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == extension && fs::file_size(entry.path()) > 0) return entry;
  }
  ADD_FAILURE() << "no " << extension << " in " << folder;
  return {};
}

TEST(RocksJournal, MakesItsFolder) {
  TemporaryFolder folder;
  EXPECT_TRUE(RocksJournal::open(folder.path() / "a" / "b", small_options()));
  EXPECT_TRUE(fs::exists(folder.path() / "a" / "b" / "CURRENT"));
}

TEST(RocksJournal, MakesNothingWhenItMayNot) {
  TemporaryFolder folder;
  RocksOptions options = small_options();
  options.create = false;
  EXPECT_EQ(open_error(folder.path() / "a", options).kind, Error::Kind::NotFound);
  EXPECT_FALSE(fs::exists(folder.path() / "a"));
  { EXPECT_TRUE(RocksJournal::open(folder.path() / "a", small_options())); }
  EXPECT_TRUE(RocksJournal::open(folder.path() / "a", options));
}

TEST(RocksJournal, RefusesAFolderThatCannotBe) {
  TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "not a folder";
  EXPECT_EQ(open_error(folder.path() / "file" / "journal").kind, Error::Kind::Io);
}

TEST(RocksJournal, IsOpenOnceInAProcess) {
  RocksDisk disk;
  const auto journal = open(disk);
  const Error error = open_error(disk.folder());
  EXPECT_EQ(error.kind, Error::Kind::Foreign);
  EXPECT_EQ(error.message,
            disk.folder().string() + ": is in use by another process; one journal has one writer");
}

TEST(RocksJournal, IsOpenInOneProcessOnly) {
  RocksDisk disk;
  open(disk);
  // Another process takes the lock, says so, and holds it until it is told to end.
  int said[2];
  int told[2];
  ASSERT_EQ(pipe(said), 0);
  ASSERT_EQ(pipe(told), 0);
  const std::string lock = (disk.folder() / "LOCK").string();
  const pid_t other = fork();
  ASSERT_GE(other, 0);
  if (other == 0) {
    close(told[1]);
    struct flock whole {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    char byte = fcntl(::open(lock.c_str(), O_RDWR), F_SETLK, &whole) == 0 ? 'y' : 'n';
    std::ignore = write(said[1], &byte, 1);
    std::ignore = read(told[0], &byte, 1);
    _exit(0);
  }
  char answer{};
  EXPECT_EQ(read(said[0], &answer, 1), 1);
  EXPECT_EQ(answer, 'y');
  const Error error = open_error(disk.folder());
  EXPECT_EQ(error.kind, Error::Kind::Foreign);
  EXPECT_THAT(error.message, HasSubstr("is in use by another process"));
  for (const int end : {said[0], said[1], told[0], told[1]}) close(end);
  int status{};
  EXPECT_EQ(waitpid(other, &status, 0), other);
  EXPECT_NE(open(disk), nullptr);
}

// No file of this process may grow past a size, as on a disk that fails.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(std::uintmax_t bytes) {
    before_ = std::signal(SIGXFSZ, SIG_IGN);
    EXPECT_EQ(getrlimit(RLIMIT_FSIZE, &limit_), 0);
    rlimit lower = limit_;
    lower.rlim_cur = bytes;
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &lower), 0);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;
  ~FileSizeLimit() {
    EXPECT_EQ(setrlimit(RLIMIT_FSIZE, &limit_), 0);
    std::signal(SIGXFSZ, before_);
  }

 private:
  rlimit limit_{};
  void (*before_)(int){};
};

TEST(RocksJournal, IsNotUsedAnyMoreAfterAFailedWrite) {
  RocksDisk disk;
  {
    const auto journal = open(disk);
    ASSERT_TRUE(journal->append(group_at(1)));
    {
      const FileSizeLimit limit(fs::file_size(file_with(disk.folder(), ".log")) + 100);
      const auto failed = journal->append(group_at(2));
      ASSERT_FALSE(failed);
      EXPECT_EQ(failed.error().kind, Error::Kind::Io);
    }
    // The disk works again, but what it holds is unknown.
    const auto still_failed = journal->append(group_at(2));
    ASSERT_FALSE(still_failed);
    EXPECT_EQ(still_failed.error().kind, Error::Kind::Io);
    EXPECT_FALSE(journal->keep_policy("7f3a", "files"));
    EXPECT_EQ(journal->head().sequence, Sequence{1});
    EXPECT_TRUE(journal->read({1}, 10));
  }
  const auto journal = open(disk);
  EXPECT_EQ(journal->head().sequence, Sequence{1});
  ASSERT_TRUE(journal->append(group_at(2)));
  EXPECT_TRUE(verify(*journal, {}));
}

TEST(RocksJournal, RefusesANewerFormat) {
  RocksDisk disk;
  open(disk);
  put(*disk.rows(), Table::Meta, kFormatKey, encode_format(kFormatVersion + 1));
  const Error error = open_error(disk.folder());
  EXPECT_EQ(error.kind, Error::Kind::Foreign);
  EXPECT_THAT(error.message, HasSubstr("has format 4; this program knows 3 and older"));
}

// What the first release left behind: a journal of format 1, without registers.
TEST(RocksJournal, OpensAndRaisesAnOlderFormat) {
  RocksDisk disk;
  EXPECT_TRUE(open(disk)->append(group_at(1)));
  put(*disk.rows(), Table::Meta, kFormatKey, encode_format(1));
  {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, disk.folder().string(), &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    for (const std::string& name : names) families.push_back({name, {}});
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, disk.folder().string(), families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    for (auto* handle : handles) {
      if (handle->GetName() == "registers") {
        ASSERT_TRUE(db->DropColumnFamily(handle).ok());
      }
    }
    for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
  RocksOptions options = small_options();
  options.create = false;
  {
    const auto journal = RocksJournal::open(disk.folder(), options);
    ASSERT_TRUE(journal) << journal.error().message;
    EXPECT_EQ((*journal)->head().sequence, Sequence{1});
    EXPECT_TRUE(verify(**journal, {}));
    EXPECT_TRUE((*journal)->append(group_at(2)));
  }
  EXPECT_EQ(value_of(*disk.rows(), Table::Meta, kFormatKey), encode_format(kFormatOfAllRecords));
}

TEST(RocksJournal, RefusesATableItDoesNotKnow) {
  RocksDisk disk;
  open(disk);
  {
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, disk.folder().string(), &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.reserve(names.size());
    for (const std::string& name : names)
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, disk.folder().string(), families, &handles, &opened).ok());
    const std::unique_ptr<rocksdb::DB> db(opened);
    rocksdb::ColumnFamilyHandle* added = nullptr;
    ASSERT_TRUE(db->CreateColumnFamily({}, "whistles", &added).ok());
    handles.push_back(added);
    for (auto* handle : handles) ASSERT_TRUE(db->DestroyColumnFamilyHandle(handle).ok());
  }
  const Error error = open_error(disk.folder());
  EXPECT_EQ(error.kind, Error::Kind::Foreign);
  EXPECT_THAT(error.message, HasSubstr("'whistles'"));
}

TEST(RocksJournal, RefusesAHeadThatIsNotTheEndOfTheChain) {
  RocksDisk disk;
  std::string first_head;
  EXPECT_TRUE(open(disk)->append(group_at(1)));
  first_head = value_of(*disk.rows(), Table::Meta, kHeadKey);
  EXPECT_TRUE(open(disk)->append(group_at(2)));

  put(*disk.rows(), Table::Meta, kHeadKey, first_head);
  Error error = open_error(disk.folder());
  EXPECT_EQ(error.kind, Error::Kind::Corrupt);
  EXPECT_THAT(error.message, HasSubstr("the journal ends at record 2, its head is 1"));

  erase(*disk.rows(), Table::Meta, kHeadKey);
  error = open_error(disk.folder());
  EXPECT_EQ(error.kind, Error::Kind::Corrupt);
  EXPECT_THAT(error.message, HasSubstr("records but no head"));
}

TEST(RocksJournal, RefusesAHeadWithoutItsRecord) {
  RocksDisk disk;
  EXPECT_TRUE(open(disk)->append(group_at(1)));
  EXPECT_TRUE(open(disk)->append(group_at(2)));
  erase(*disk.rows(), Table::Journal, as_bytes(key_of(Sequence{2})));
  EXPECT_THAT(open_error(disk.folder()).message,
              HasSubstr("the journal ends at record 1, its head is 2"));
}

TEST(RocksJournal, RefusesAHeadWithoutFormat) {
  RocksDisk disk;
  EXPECT_TRUE(open(disk)->append(group_at(1)));
  erase(*disk.rows(), Table::Meta, kFormatKey);
  EXPECT_THAT(open_error(disk.folder()).message, HasSubstr("a head but no format"));
}

// A crash may cut the log anywhere behind what was synced. Each cut leaves whole groups: all rows
// of a group are there, or none.
TEST(RocksJournal, KeepsWholeGroupsWhereverTheLogIsCut) {
  RocksDisk disk;
  std::vector<std::uintmax_t> sizes;
  fs::path log;
  {
    const auto journal = open(disk);
    log = file_with(disk.folder(), ".log");
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
      ASSERT_TRUE(journal->append(group_at(sequence)));
      sizes.push_back(fs::file_size(log));
    }
    // The process is killed here: nothing is closed, the files stay as they are.
    fs::copy(disk.folder(), disk.folder() / "killed");
  }
  const fs::path killed = disk.folder() / "killed";
  for (std::uintmax_t size = sizes[0]; size <= sizes[2]; size += 397) {
    const fs::path cut = disk.folder() / "cut";
    fs::remove_all(cut);
    fs::copy(killed, cut);
    fs::resize_file(cut / log.filename(), size);
    const auto opened = RocksJournal::open(cut, small_options());
    ASSERT_TRUE(opened) << opened.error().message;
    const Journal& journal = **opened;
    const std::uint64_t whole = size < sizes[1] ? 1 : size < sizes[2] ? 2 : 3;
    ASSERT_EQ(journal.head().sequence.value, whole) << size;
    EXPECT_TRUE(verify(journal, {}));
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
      const bool there = sequence <= whole;
      EXPECT_EQ(journal.case_row({sequence}).has_value(), there);
      EXPECT_EQ(journal.text({sequence}).has_value(), there);
      EXPECT_EQ(journal.receipt("12345", std::to_string(sequence))->has_value(), there);
    }
  }
}

TEST(RocksJournal, RefusesALogThatLostWhatWasAcknowledged) {
  RocksDisk disk;
  {
    const auto journal = open(disk);
    for (std::uint64_t sequence = 1; sequence <= 3; ++sequence) {
      ASSERT_TRUE(journal->append(group_at(sequence)));
    }
  }
  const fs::path log = file_with(disk.folder(), ".log");
  {
    std::fstream file(log, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(fs::file_size(log) / 2));
    file.put('\x7f');
  }
  EXPECT_EQ(open_error(disk.folder()).kind, Error::Kind::Corrupt);
}

// Tables that are compacted by themselves, as RocksDB notes in the folder at each change.
std::size_t compacting(const fs::path& folder) {
  rocksdb::ConfigOptions lenient;
  lenient.ignore_unknown_options = true;
  rocksdb::DBOptions database;
  std::vector<rocksdb::ColumnFamilyDescriptor> tables;
  const auto loaded = rocksdb::LoadLatestOptions(lenient, folder.string(), &database, &tables);
  EXPECT_TRUE(loaded.ok()) << loaded.ToString();
  const auto is_compacting = [](const auto& table) {
    return !table.options.disable_auto_compactions;
  };
  return static_cast<std::size_t>(std::ranges::count_if(tables, is_compacting));
}

constexpr std::size_t kAllTables = kTableCount + 1;  // RocksDB has one of its own
constexpr std::size_t kLargeTables = 3;

TEST(RocksJournal, LetsCompactionsBeginWithTheFirstWrite) {
  RocksDisk disk;
  ASSERT_TRUE(open(disk)->append(group_at(1)));
  const auto journal = open(disk);
  ASSERT_TRUE(journal->text({1}));
  EXPECT_EQ(compacting(disk.folder()), kAllTables - kLargeTables);
  ASSERT_TRUE(journal->append(group_at(2)));
  EXPECT_EQ(compacting(disk.folder()), kAllTables);
}

TEST(RocksJournal, LetsCompactionsBeginWhenTheCasesAreBack) {
  RocksDisk disk;
  Group group = group_at(1);
  casework::Symbols symbols;
  group.open = {{full_case(symbols).id, encode_case(full_case(symbols), symbols)}};
  group.counters.last_case = full_case(symbols).id;
  ASSERT_TRUE(open(disk)->append(group));
  const auto journal = open(disk);
  casework::State state;
  const auto recovered = journal->recover(state, {});
  ASSERT_TRUE(recovered) << recovered.error().message;
  EXPECT_EQ(state.open_cases(), 1U);
  EXPECT_EQ(compacting(disk.folder()), kAllTables);
}

// What stands in a folder and in the file that names the others.
std::map<std::string, std::string> look_at(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::directory_iterator(folder)) files[entry.path().filename()];
  std::ifstream current(folder / "CURRENT");
  std::getline(current, files["CURRENT"]);
  return files;
}

// Another program may have it open; one that has no id yet is given none.
TEST(RocksJournal, ChangesNothingWhenItMayOnlyRead) {
  RocksDisk disk;
  ASSERT_TRUE(open(disk)->append(group_at(1)));
  {
    const auto rows = disk.rows();
    const auto batch = rows->batch(0);
    batch->erase(Table::Meta, kIdKey);
    ASSERT_TRUE(batch->commit());
  }
  const auto before = look_at(disk.folder());
  {
    const auto journal =
        RocksJournal::open(disk.folder(), {.create = false, .read_only = true, .warn = {}});
    ASSERT_TRUE(journal) << journal.error().message;
    EXPECT_FALSE((*journal)->append(group_at(2)));
  }
  EXPECT_EQ(look_at(disk.folder()), before);
  EXPECT_EQ(compacting(disk.folder()), kAllTables);
}

TEST(RocksJournal, KeepsEverythingThroughFlushesAndCompactions) {
  RocksDisk disk;
  constexpr std::uint64_t kGroups = 120;
  {
    const auto journal = open(disk);
    for (std::uint64_t sequence = 1; sequence <= kGroups; ++sequence) {
      Group group = group_at(sequence);
      // Large enough to fill the small write buffers again and again.
      group.texts[0].complaint.text.assign(60'000, static_cast<char>('a' + sequence % 26));
      if (sequence > 10) group.closed = {{{sequence - 10}, "closed"}};
      ASSERT_TRUE(journal->append(group));
    }
  }
  EXPECT_FALSE(file_with(disk.folder(), ".sst").empty());
  const auto journal = open(disk);
  EXPECT_TRUE(verify(*journal, {}));
  for (std::uint64_t sequence = 1; sequence <= kGroups; ++sequence) {
    EXPECT_EQ(journal->case_row({sequence})->closed, sequence <= kGroups - 10) << sequence;
    EXPECT_EQ(journal->text({sequence})->text.size(), 60'000U);
    EXPECT_TRUE(journal->receipt("12345", std::to_string(sequence))->has_value());
  }
}

}  // namespace whistle::journal::rocks_journal_test
