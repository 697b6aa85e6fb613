#include "engine/journal/case_loading.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/casework/state/packed_case.h"
#include "engine/journal/keys.h"
#include "engine/journal/row_codec.h"
#include "tests/journal/disks.h"
#include "tests/journal/samples.h"

namespace whistle::journal::case_loading_test {

// Older cases far apart, newer ones side by side.
std::vector<std::uint64_t> numbers() {
  std::vector<std::uint64_t> ids;
  for (std::uint64_t id = 1; id < 100'000; id = id * 2 + 1) ids.push_back(id);
  for (std::uint64_t id = 100'000; id < 100'200; ++id) ids.push_back(id);
  return ids;
}
constexpr CaseId kLast{100'250};

// Each in a line, under a unit and a category that the ones before it may not have had.
std::string row_of(std::uint64_t id) {
  casework::Symbols symbols;
  casework::Case item = full_case(symbols);
  item.id = {id};
  item.first_complaint = {id};
  item.place = casework::Place::Queue;
  item.status = casework::Status::Dispatched;
  item.unit = symbols.intern("unit-" + std::to_string(id % 17));
  item.category = symbols.intern("category-" + std::to_string(id / 10));
  if (id % 3 != 0) item.dossier = {};
  return encode_case(item, symbols);
}

casework::State new_state() {
  casework::State state;
  state.restore(casework::Counters{.last_complaint = {kLast.value},
                                   .last_case = kLast,
                                   .last_token = {10'000},
                                   .last_entered = 2'000'000},
                casework::Tallies{});
  return state;
}

std::vector<LoadingTerms> many_terms() {
  return {{.threads = 1, .batch = 1}, {.threads = 1, .batch = 1'000}, {.threads = 2, .batch = 7},
          {.threads = 5, .batch = 1}, {.threads = 8, .batch = 64},    LoadingTerms::of_machine()};
}

template <class Disk>
class CaseLoadingFrom : public testing::Test {
 protected:
  CaseLoadingFrom() : rows_(disk_.rows()) {
    for (const std::uint64_t id : numbers()) {
      put(*rows_, Table::Cases, as_bytes(key_of(CaseId{id})), row_of(id));
    }
  }
  Outcome<Done, Error> load(casework::State& state, const LoadingTerms& terms) {
    return load_cases(*rows_->view(), state, {}, terms);
  }

  Disk disk_;
  std::shared_ptr<RowStore> rows_;
};
TYPED_TEST_SUITE(CaseLoadingFrom, Disks, DiskNames);

TYPED_TEST(CaseLoadingFrom, RowsGivesWhatReadingOneAfterTheOtherGives) {
  casework::State expected = new_state();
  for (const std::uint64_t id : numbers()) {
    expected.restore(*decode_case(row_of(id), expected));
  }
  expected.end_restoring();
  for (const LoadingTerms& terms : many_terms()) {
    casework::State state = new_state();
    const auto done = this->load(state, terms);
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_EQ(digest_of(state), digest_of(expected)) << terms.threads << " threads";
    state.each_line([&](const std::string& unit, const queues::WaitingLine& line) {
      ASSERT_NE(expected.line(unit), nullptr);
      EXPECT_EQ(line.size(), expected.line(unit)->size());
    });
    EXPECT_EQ(state.next_alarm(), expected.next_alarm());
    EXPECT_EQ(state.due(kNever, 1'000), expected.due(kNever, 1'000));
    // The symbols are the same numbers as well.
    const casework::Case& item = *expected.find({100'003});
    EXPECT_EQ(state.find(item.id)->unit, item.unit);
    const std::string& category = expected.symbols().name(item.category);
    ASSERT_NE(state.same_cause(category, item.cause_area), nullptr);
    EXPECT_EQ(state.same_cause(category, item.cause_area)->id,
              expected.same_cause(category, item.cause_area)->id);
  }
}

TYPED_TEST(CaseLoadingFrom, BrokenRowsNamesTheFirstByKeyHoweverManyThreadsThereAre) {
  put(*this->rows_, Table::Cases, as_bytes(key_of(CaseId{100'190})), "\xff");
  put(*this->rows_, Table::Cases, as_bytes(key_of(CaseId{1'023})), row_of(1'024));
  put(*this->rows_, Table::Cases, as_bytes(key_of(CaseId{100'001})), "\xff");
  for (const LoadingTerms& terms : many_terms()) {
    casework::State state = new_state();
    const auto done = this->load(state, terms);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().kind, Error::Kind::Corrupt);
    EXPECT_EQ(done.error().message, "case 1024 stands under the key of another");
    // All before it are there, and nothing behind it.
    EXPECT_NE(state.find({511}), nullptr);
    EXPECT_EQ(state.find({2'047}), nullptr);
  }
}

TYPED_TEST(CaseLoadingFrom, ACaseThatWasNeverFiledFails) {
  put(*this->rows_, Table::Cases, as_bytes(key_of(CaseId{UINT64_MAX})), row_of(UINT64_MAX));
  for (const LoadingTerms& terms : many_terms()) {
    casework::State state = new_state();
    const auto done = this->load(state, terms);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "case 18446744073709551615 stands under the key of another");
  }
}

TEST(CaseLoading, OfNothingIsDoneAtOnce) {
  MemoryDisk disk;
  casework::State state;
  EXPECT_TRUE(load_cases(*disk.rows()->view(), state, {}));
  EXPECT_EQ(state.open_cases(), 0U);
}

TEST(CaseLoading, RefusesMoreClocksThanACaseCanHave) {
  casework::Symbols symbols;
  casework::Case item = full_case(symbols);
  item.clocks.resize(casework::kClocksMax + 1, item.clocks.front());
  const auto read = decode_case(encode_case(item, symbols), symbols);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, Error::Kind::Corrupt);
}

}  // namespace whistle::journal::case_loading_test
