#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "engine/casework/state/state.h"
#include "engine/journal/keys.h"
#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"
#include "engine/journal/verify.h"
#include "tests/journal/disks.h"
#include "tests/journal/samples.h"

namespace whistle::journal::recovery_test {

using namespace std::chrono_literals;
using namespace casework;

// Decisions as the engine makes them: applied to a state, collected, and appended with the rows
// they changed.
class Story {
 public:
  explicit Story(Journal& journal) : journal_(journal) {}

  void tell(std::vector<Event> events) {
    for (const Event& event : events) {
      const CaseId id = case_of(event);
      if (strikes_off(event)) {
        closed_.push_back({id, encode_case(*state_.find(id), state_.symbols())});
      } else if (id) {
        touched_.push_back(id);
      }
      state_.apply(event);
    }
    Group group;
    group.records = {record_of(journal_.head().sequence.value + 1, std::move(events))};
    for (const CaseId id : touched_) {
      const Case* item = state_.find(id);
      if (item != nullptr) group.open.push_back({id, encode_case(*item, state_.symbols())});
    }
    touched_.clear();
    group.closed = std::move(closed_);
    closed_.clear();
    group.counters = state_.counters();
    group.tallies = state_.tallies();
    group.register_counters = state_.registers().counters();
    state_.take_touched_rows([&](const RegisterKey& key, const auto* row) {
      group.registers.push_back(
          {key, row != nullptr ? std::optional(encode_register(*row)) : std::nullopt});
    });
    const auto done = journal_.append(group);
    ASSERT_TRUE(done) << done.error().message;
  }
  const State& state() const { return state_; }

 private:
  Journal& journal_;
  State state_;
  std::vector<CaseId> touched_;
  std::vector<CaseRow> closed_;
};

CaseFiled filed(std::uint64_t number) {
  CaseFiled event = std::get<CaseFiled>(full_events()[0]);
  event.id = {number};
  event.complaint = {number};
  event.external_id = std::to_string(number);
  event.awaits_triage = false;
  return event;
}

OrderDispatched dispatched(std::uint64_t id, std::uint16_t number, const std::string& unit) {
  return {.id = {id},
          .number = number,
          .unit = {unit},
          .tier = Tier::Community,
          .rule = {"matter_class:focal"},
          .raised_to_duty = false,
          .queue_due = kMonday + 2h,
          .told = {}};
}

ClockStarted started(std::uint64_t id, Stage stage) {
  ClockStarted event = std::get<ClockStarted>(full_events()[21]);
  event.id = {id};
  event.stage = stage;
  return event;
}

// Case 1 is signed for, 2 leased, 3 waits, 4 is closed and struck off, 5 is closed.
void tell_all(Story& story) {
  for (std::uint64_t id = 1; id <= 5; ++id) {
    story.tell({filed(id), dispatched(id, 1, id == 3 ? "changtai" : "wuan"),
                started(id, Stage::Resolve), started(id, Stage::Sign)});
  }
  std::uint64_t token = 0;
  for (const std::uint64_t id : {1U, 2U, 4U, 5U}) {
    story.tell({OrderLeased{{id}, {"chen"}, {++token}, kMonday + 60s}});
    if (id == 2) continue;
    story.tell({OrderSigned{{id}, {"chen"}, {++token}}, ClockMet{{id}, Stage::Sign, true},
                FirstContacted{{id}, "called"}});
  }
  story.tell({ClockPaused{{1}, Stage::Resolve, 5min}});
  story.tell({ClockRanOut{{3}, Stage::Sign, kMonday, {"changtai"}, false},
              CardIssued{{3}, Card::Notice, Stage::Sign, {"changtai"}, -1, {"cards"}}});
  for (const std::uint64_t id : {4U, 5U}) {
    story.tell({HandlingFinished{{id}, kMonday + 3h, Solved::Solved, "mended"}});
    story.tell({RequesterReplied{{id}}, CaseClosed{{id}, {"by rule"}, true, kNever, {}}});
    if (id == 4) story.tell({CaseStruckOff{{id}}});
  }
}

template <class Disk>
class RecoveryFrom : public testing::Test {
 protected:
  Disk disk_;
};
TYPED_TEST_SUITE(RecoveryFrom, Disks, DiskNames);

TYPED_TEST(RecoveryFrom, RowsGivesTheStateThatWas) {
  std::string before;
  {
    const auto journal = open(this->disk_);
    Story story(*journal);
    tell_all(story);
    before = digest_of(story.state());
  }
  const auto journal = open(this->disk_);
  State state;
  const auto done = journal->recover(state, {});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(digest_of(state), before);
  EXPECT_EQ(state.open_cases(), 4U);
  EXPECT_EQ(state.find({2})->place, Place::Lease);
  EXPECT_EQ(state.line("changtai")->size(), 1U);
  EXPECT_TRUE(journal->case_row({4})->closed);
}

TYPED_TEST(RecoveryFrom, HistoryGivesTheStateThatWas) {
  std::string before;
  {
    const auto journal = open(this->disk_);
    Story story(*journal);
    tell_all(story);
    before = digest_of(story.state());
  }
  const auto journal = open(this->disk_);
  State state;
  const auto head = verify(*journal, [&](const Record& record) {
    for (const Event& event : record.events) state.apply(event);
  });
  ASSERT_TRUE(head) << head.error().message;
  EXPECT_EQ(digest_of(state), before);
}

TYPED_TEST(RecoveryFrom, AnEmptyJournalGivesAnEmptyState) {
  State state;
  EXPECT_TRUE(open(this->disk_)->recover(state, {}));
  EXPECT_EQ(digest_of(state), digest_of(State{}));
}

TYPED_TEST(RecoveryFrom, ARowUnderTheWrongKeyFails) {
  {
    const auto journal = open(this->disk_);
    Story story(*journal);
    story.tell({filed(1), dispatched(1, 1, "wuan")});
  }
  {
    const auto rows = this->disk_.rows();
    const std::string row = value_of(*rows, Table::Cases, as_bytes(key_of(CaseId{1})));
    erase(*rows, Table::Cases, as_bytes(key_of(CaseId{1})));
    put(*rows, Table::Cases, as_bytes(key_of(CaseId{2})), row);
  }
  State state;
  const auto done = open(this->disk_)->recover(state, {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Error::Kind::Corrupt);
  EXPECT_EQ(done.error().message, "case 1 stands under the key of another");
}

TYPED_TEST(RecoveryFrom, ABrokenRowFails) {
  {
    const auto journal = open(this->disk_);
    Story story(*journal);
    story.tell({filed(1), dispatched(1, 1, "wuan")});
  }
  put(*this->disk_.rows(), Table::Cases, as_bytes(key_of(CaseId{1})), "\x08\x01");
  State state;
  const auto done = open(this->disk_)->recover(state, {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "case 1: CaseRow.status: 0 is no known value");
}

Group with_registers(std::uint64_t sequence, const std::vector<RegisterRow>& rows) {
  Group group;
  group.records = {record_of(sequence, {CaseStruckOff{{9}}})};
  group.tallies = full_tallies();
  group.registers = rows;
  group.register_counters = full_register_counters();
  return group;
}

std::vector<RegisterRow> stored_rows() {
  std::vector<RegisterRow> rows;
  for (const casework::RegisterRow& row : full_register_rows()) {
    rows.push_back({key_of(row), encode_register(row)});
  }
  return rows;
}

TYPED_TEST(RecoveryFrom, RowsGivesTheRegistersThatWere) {
  EXPECT_TRUE(open(this->disk_)->append(with_registers(1, stored_rows())));
  State state;
  const auto done = open(this->disk_)->recover(state, {});
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(state.registers().counters(), full_register_counters());
  std::size_t rows = 0;
  state.registers().each_row([&](const casework::RegisterRow& row) {
    EXPECT_TRUE(row == full_register_rows()[row.index()]);
    ++rows;
  });
  EXPECT_EQ(rows, std::variant_size_v<casework::RegisterRow>);
  state.take_touched_rows([](const RegisterKey& key, const auto*) { ADD_FAILURE() << key.name; });
  // Whistle, duty, entry, storm, a mode that spreads and appealable have an alarm.
  EXPECT_EQ(state.registers().due(kNever - 1ms, 10).size(), 7U);
}

TYPED_TEST(RecoveryFrom, RowsForgetsWhatIsGoneFromTheRegisters) {
  {
    const auto journal = open(this->disk_);
    EXPECT_TRUE(journal->append(with_registers(1, stored_rows())));
    std::vector<RegisterRow> gone;
    for (const RegisterRow& row : stored_rows()) gone.push_back({row.key, std::nullopt});
    gone[6].bytes = stored_rows()[6].bytes;
    EXPECT_TRUE(journal->append(with_registers(2, gone)));
  }
  State state;
  EXPECT_TRUE(open(this->disk_)->recover(state, {}));
  std::size_t rows = 0;
  state.registers().each_row([&](const casework::RegisterRow&) { ++rows; });
  EXPECT_EQ(rows, 1U);
  EXPECT_EQ(state.registers().scores().size(), 1U);
}

TYPED_TEST(RecoveryFrom, ARegisterUnderTheWrongKeyFails) {
  std::vector<RegisterRow> rows = stored_rows();
  rows[3].key.name = "00000000000000000001";
  EXPECT_TRUE(open(this->disk_)->append(with_registers(1, {rows[3]})));
  State state;
  const auto done = open(this->disk_)->recover(state, {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().kind, Error::Kind::Corrupt);
  EXPECT_EQ(done.error().message,
            "register 3 " + stored_rows()[3].key.name + " stands under the key of another");
}

TYPED_TEST(RecoveryFrom, ABrokenRegisterFails) {
  std::vector<RegisterRow> rows = stored_rows();
  rows[0].bytes = "\xff";
  EXPECT_TRUE(open(this->disk_)->append(with_registers(1, rows)));
  State state;
  const auto done = open(this->disk_)->recover(state, {});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().message, "register: is no message");
}

TYPED_TEST(RecoveryFrom, AJournalOfAnOlderFormat) {
  {
    const auto journal = open(this->disk_);
    Story story(*journal);
    story.tell({filed(1), dispatched(1, 1, "wuan")});
  }
  put(*this->disk_.rows(), Table::Meta, kFormatKey, encode_format(1));
  State state;
  EXPECT_TRUE(open(this->disk_)->recover(state, {}));
  EXPECT_EQ(state.open_cases(), 1U);
  EXPECT_EQ(value_of(*this->disk_.rows(), Table::Meta, kFormatKey),
            encode_format(kFormatOfAllRecords));
}

TEST(Digest, DiffersWhenARegisterDiffers) {
  State none;
  std::set<std::string> digests{digest_of(none)};
  State numbers;
  numbers.restore(full_register_counters());
  digests.insert(digest_of(numbers));
  for (const casework::RegisterRow& row : full_register_rows()) {
    State state;
    state.restore(row);
    digests.insert(digest_of(state));
    EXPECT_NE(digest_of(state), digest_of(none)) << row.index();
  }
  EXPECT_EQ(digests.size(), 2 + std::variant_size_v<casework::RegisterRow>);
  Score score = std::get<Score>(full_register_rows()[6]);
  score.counts.back() += 1;
  State state;
  state.restore(casework::RegisterRow{score});
  EXPECT_TRUE(digests.insert(digest_of(state)).second);
}

TEST(Digest, DiffersWhenADossierDiffers) {
  CaseFiled event = filed(1);
  State state;
  state.apply(event);
  Case item = *state.find({1});
  item.dossier.edit();
  State same;
  same.restore(state.counters(), state.tallies());
  const auto in_its_symbols = [&](State& other) {
    return *decode_case(encode_case(item, state.symbols()), other);
  };
  same.restore(in_its_symbols(same));
  same.end_restoring();
  State other;
  other.restore(state.counters(), state.tallies());
  item.dossier.edit().companion = {"li"};
  other.restore(in_its_symbols(other));
  other.end_restoring();
  EXPECT_NE(digest_of(other), digest_of(same));
}

TEST(Digest, DiffersWhenAnythingDiffers) {
  State one;
  State other;
  EXPECT_EQ(digest_of(one), digest_of(other));
  one.apply(filed(1));
  EXPECT_NE(digest_of(one), digest_of(other));
  CaseFiled event = filed(1);
  event.findings.edit().likeness ^= 1;
  other.apply(event);
  EXPECT_NE(digest_of(one), digest_of(other));
}

TEST(Digest, DoesNotDependOnTheOrderOfSymbols) {
  State one;
  State other;
  other.intern("changtai");
  other.intern("06028");
  for (State* state : {&one, &other}) {
    state->apply(filed(1));
    state->apply(dispatched(1, 1, "wuan"));
  }
  EXPECT_EQ(digest_of(one), digest_of(other));
}

}  // namespace whistle::journal::recovery_test
