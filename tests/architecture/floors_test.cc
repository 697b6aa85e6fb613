#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/source_tree.h"

// What may include what: ARCHITECTURE.md as far as a machine can hold it.
namespace whistle::architecture::floors_test {

// Bottom to top.
constexpr std::array<std::string_view, 11> kFloors{"core",    "calendar", "policy",  "triage",
                                                   "queues",  "casework", "journal", "runtime",
                                                   "service", "config",   "app"};
// These do no I/O, start no thread and know nothing but the standard library.
constexpr std::string_view kHighestPureFloor = "casework";

const std::vector<std::string> kCode{".h", ".cc"};

std::size_t height(std::string_view floor) {
  const auto* found = std::ranges::find(kFloors, floor);
  EXPECT_NE(found, kFloors.end()) << "unknown floor: engine/" << floor;
  return static_cast<std::size_t>(found - kFloors.begin());
}

std::vector<SourceFile> pure_floors() {
  std::vector<SourceFile> files;
  for (std::size_t i = 0; i <= height(kHighestPureFloor); ++i) {
    std::ranges::move(files_below("engine/" + std::string(kFloors[i]), kCode),
                      std::back_inserter(files));
  }
  return files;
}

std::vector<SourceFile> programs() {
  std::vector<SourceFile> files = files_below("engine", kCode);
  std::ranges::move(files_below("adapters", kCode), std::back_inserter(files));
  return files;
}

bool starts_with_any(std::string_view text, const std::vector<std::string_view>& starts) {
  return std::ranges::any_of(starts,
                             [&](std::string_view start) { return text.starts_with(start); });
}

bool is_protobuf(const std::string& header) {
  return header.ends_with(".pb.h") || header.starts_with("google/protobuf/");
}

// <vector> and <string_view>, but neither <unistd.h> nor <sys/stat.h> nor <boost/asio.hpp>.
bool is_standard(const std::string& header) {
  return header.find_first_of("./") == std::string::npos;
}

// Headers that only files below some folders may include.
template <class Belongs>
void expect_only_in(const std::vector<std::string_view>& folders, Belongs belongs) {
  for (const SourceFile& file : programs()) {
    if (starts_with_any(file.path, folders)) continue;
    for (const Include& include : includes_of(file)) {
      EXPECT_FALSE(belongs(include.header)) << at(file, include.line) << ": " << include.header;
    }
  }
}

TEST(Floors, AllOfThemExist) {
  for (const std::string_view floor : kFloors) {
    EXPECT_FALSE(files_below("engine/" + std::string(floor), kCode).empty()) << floor;
  }
}

TEST(Floors, NoFileIncludesAHigherFloor) {
  for (const SourceFile& file : files_below("engine", kCode)) {
    const std::string own_floor = part(file.path, 1);
    for (const Include& include : includes_of(file)) {
      if (part(include.header, 0) != "engine") continue;
      EXPECT_LE(height(part(include.header, 1)), height(own_floor))
          << at(file, include.line) << ": " << include.header;
    }
  }
}

// The rooms of casework: wishes and facts know nothing, state knows facts, chapters know all of
// these, reports know everything. What lies in the hall is everybody's.
TEST(Floors, DataGoesOneWayThroughTheRoomsOfCasework) {
  const std::map<std::string, std::vector<std::string>> may_include{
      {"commands", {}},
      {"events", {}},
      {"state", {"events"}},
      {"chapters", {"commands", "events", "state"}},
      {"reports", {"commands", "events", "state", "chapters"}}};
  for (const auto& [room, others] : may_include) {
    const std::string folder = "engine/casework/" + room;
    EXPECT_FALSE(files_below(folder, kCode).empty()) << folder;
    for (const SourceFile& file : files_below(folder, kCode)) {
      for (const Include& include : includes_of(file)) {
        const std::string other = part(include.header, 2);
        const bool is_room =
            part(include.header, 1) == "casework" && may_include.contains(other) && other != room;
        EXPECT_TRUE(!is_room || std::ranges::count(others, other))
            << at(file, include.line) << ": " << include.header;
      }
    }
  }
}

// It stands above the floors that run the engine, but reads files for the rule book only; triage
// knows whether a model is sound.
TEST(Floors, ConfigRestsOnTriageAndWhatIsBelow) {
  for (const SourceFile& file : files_below("engine/config", kCode)) {
    for (const Include& include : includes_of(file)) {
      const std::string floor = part(include.header, 1);
      if (part(include.header, 0) != "engine" || floor == "config") continue;
      EXPECT_LE(height(floor), height("triage"))
          << at(file, include.line) << ": " << include.header;
    }
  }
}

TEST(Floors, PureFloorsKnowTheStandardLibraryOnly) {
  // Triage reads texts and maps: all patterns in one pass, normal forms, polygons, models.
  const std::vector<std::string_view> of_triage{"hs/hs.h",        "utf8proc.h", "unicode/",
                                                "boost/geometry", "linear.h",   "sodium.h"};
  // Trees of millions, with several entries to a node.
  const std::vector<std::string_view> of_millions{"absl/container/btree_"};
  // What each decision makes anew, without memory of its own.
  const std::vector<std::string_view> of_decisions{"absl/container/inlined_vector.h"};
  // What a run over a year asks for at each of its steps.
  const std::vector<std::string_view> of_reports{"absl/container/flat_hash_map.h",
                                                 "absl/container/inlined_vector.h",
                                                 "absl/container/node_hash_map.h"};
  // What lies in another order in each process, where nobody can walk it.
  const std::vector<std::string_view> of_lookups{"absl/container/flat_hash_map.h",
                                                 "absl/hash/hash.h", "absl/strings/string_view.h"};
  for (const SourceFile& file : pure_floors()) {
    for (const Include& include : includes_of(file)) {
      if (!include.is_system || is_standard(include.header)) continue;
      const bool granted =
          (part(file.path, 1) == "triage" && starts_with_any(include.header, of_triage)) ||
          ((part(file.path, 1) == "queues" || part(file.path, 1) == "casework") &&
           starts_with_any(include.header, of_millions)) ||
          (file.path.starts_with("engine/casework/chapters/") &&
           starts_with_any(include.header, of_decisions)) ||
          (file.path.starts_with("engine/casework/reports/") &&
           starts_with_any(include.header, of_reports)) ||
          (file.path == "engine/core/lookup.h" && starts_with_any(include.header, of_lookups));
      EXPECT_TRUE(granted) << at(file, include.line) << ": " << include.header;
    }
  }
}

TEST(Floors, PureFloorsOpenNoFileAndStartNoThread) {
  const std::vector<std::string> forbidden{
      "atomic", "condition_variable", "filesystem",   "fstream",    "future", "iostream",
      "mutex",  "semaphore",          "shared_mutex", "stop_token", "thread"};
  for (const SourceFile& file : pure_floors()) {
    for (const Include& include : includes_of(file)) {
      EXPECT_FALSE(std::ranges::count(forbidden, include.header))
          << at(file, include.line) << ": " << include.header;
    }
  }
}

// Eight files of a test program are compiled as one, and name the same things.
TEST(Tests, HaveANamespaceOfTheirOwn) {
  std::map<std::string, std::string> homes;
  for (const SourceFile& file : files_below("tests", {"_test.cc"})) {
    const std::string own = "::" + std::filesystem::path(file.path).stem().string() + " {";
    std::string home;
    for (const std::string& line : file.lines) {
      EXPECT_NE(line, "namespace {") << file.path;
      if (line.starts_with("namespace ") && line.ends_with(own)) home = line;
    }
    EXPECT_NE(home, "") << file.path << " has no namespace that ends in " << own;
    const auto [other, is_new] = homes.try_emplace(home, file.path);
    EXPECT_TRUE(is_new) << file.path << " shares a namespace with " << other->second;
  }
}

// "struct Case {" defines Case; a forward declaration, or a type within another one, does not.
std::string type_defined_in(const std::string& line) {
  for (const std::string_view start : {"struct ", "class ", "enum class "}) {
    if (!line.starts_with(start) || !line.ends_with('{')) continue;
    const std::size_t from = start.size();
    return line.substr(from, line.find_first_of(" :{<", from) - from);
  }
  return {};
}

// A floor is one namespace: two types of one name are one type to the linker, which takes either.
TEST(Floors, HaveNoTwoTypesOfOneName) {
  for (const std::string_view floor : kFloors) {
    std::map<std::string, std::string> defined;
    for (const SourceFile& file : files_below("engine/" + std::string(floor), {".h"})) {
      for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const std::string type = type_defined_in(file.lines[i]);
        // Specialisations of templates from elsewhere.
        if (type.empty() || type.find("::") != std::string::npos || type == "Stored" ||
            type == "std") {
          continue;
        }
        const auto [first, is_new] = defined.try_emplace(type, at(file, i + 1));
        EXPECT_TRUE(is_new) << at(file, i + 1) << ": " << type << " is also in " << first->second;
      }
    }
  }
}

TEST(Libraries, OnlyTheJournalKnowsRocksDb) {
  expect_only_in({"engine/journal/"},
                 [](const std::string& header) { return header.starts_with("rocksdb/"); });
}

TEST(Libraries, OnlyServiceAndClientKnowZeroMq) {
  expect_only_in({"engine/service/", "adapters/client/"},
                 [](const std::string& header) { return header.starts_with("zmq"); });
}

TEST(Libraries, OnlyConfigAndAdaptersKnowToml) {
  expect_only_in({"engine/config/", "adapters/"},
                 [](const std::string& header) { return header.starts_with("toml"); });
}

TEST(Libraries, OnlyTheEdgesKnowProtobuf) {
  expect_only_in({"engine/journal/", "engine/service/", "adapters/"}, is_protobuf);
}

// Bytes on disk and bytes on the wire have schemas of their own.
TEST(Libraries, NobodySpeaksTheJournalsFormatOverTheWire) {
  expect_only_in({"engine/journal/"},
                 [](const std::string& header) { return header.starts_with("whistle/journal/"); });
  for (const SourceFile& file : files_below("engine/journal", kCode)) {
    for (const Include& include : includes_of(file)) {
      EXPECT_FALSE(include.header.starts_with("whistle/v1/"))
          << at(file, include.line) << ": " << include.header;
    }
  }
}

TEST(Adapters, KnowNothingOfTheEngine) {
  for (const SourceFile& file : files_below("adapters", kCode)) {
    for (const Include& include : includes_of(file)) {
      EXPECT_NE(part(include.header, 0), "engine")
          << at(file, include.line) << ": " << include.header;
    }
  }
}

}  // namespace whistle::architecture::floors_test
