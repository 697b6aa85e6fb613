#include "engine/runtime/engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

#include "engine/journal/register_codec.h"
#include "engine/journal/row_codec.h"
#include "tests/runtime/machine.h"

// The engine without threads: what it records, what it answers, and when.
namespace whistle::runtime::engine_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories
using casework::Reason;

const Timestamp kMorning = Scenario::morning();
constexpr CaseId kFirst{1};
const std::string kWaiwuKey = "00000000350605100001";

TEST(Engine, RecordsWhoWishedWhatAndWhen) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu"), kMorning + 1min);
  const journal::Group group = machine.engine().take_group();
  ASSERT_EQ(group.records.size(), 2U);
  EXPECT_EQ(group.records[0].sequence, Sequence{1});
  EXPECT_EQ(group.records[0].time, kMorning);
  EXPECT_EQ(*group.records[0].policy, "test");
  EXPECT_EQ(group.records[0].verb, "submit");
  EXPECT_EQ(group.records[0].actor, "hotline");
  EXPECT_EQ(group.records[1].sequence, Sequence{2});
  EXPECT_EQ(group.records[1].time, kMorning + 1min);
  EXPECT_EQ(group.records[1].verb, "pull");
  EXPECT_EQ(group.records[1].actor, "chen");
}

TEST(Engine, RecordsWhoseKeyAWishCameUnder) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu"), kMorning, {"waiwu-desk", "rq:rM>}U?@"});
  machine.engine().tick(kMorning + 240h, 100);
  const journal::Group group = machine.engine().take_group();
  ASSERT_EQ(group.records.size(), 3U);
  EXPECT_EQ(group.records[0].caller, Caller{});
  EXPECT_EQ(group.records[1].caller, (Caller{"waiwu-desk", "rq:rM>}U?@"}));
  EXPECT_EQ(group.records[2].caller, Caller{}) << "time is nobody's wish";
}

TEST(Engine, GathersTheTextAndTheReceiptOfAComplaint) {
  Machine machine;
  const Reply reply = machine.submit({.category = "parking", .external_id = "H-9"}, kMorning);
  EXPECT_FALSE(reply.replayed);
  EXPECT_EQ(reply.durable_after, Sequence{1});
  const journal::Group group = machine.engine().take_group();
  ASSERT_EQ(group.texts.size(), 1U);
  EXPECT_EQ(group.texts.front().id, ComplaintId{1});
  EXPECT_EQ(group.texts.front().complaint.external_id, "H-9");
  ASSERT_EQ(group.receipts.size(), 1U);
  EXPECT_EQ(group.receipts.front().external_id, "H-9");
  EXPECT_EQ(group.receipts.front().receipt, receipt_of(reply));
  EXPECT_EQ(group.counters, machine.engine().state().counters());
  EXPECT_EQ(group.tallies, machine.engine().state().tallies());
}

TEST(Engine, GathersEachChangedCaseOnce) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.submit({.category = "noise"}, kMorning);
  machine.engine().decide(pull("waiwu", true), kMorning);
  machine.work<casework::RecordContact>(kMorning);
  const journal::Group group = machine.engine().take_group();
  ASSERT_EQ(group.open.size(), 2U);
  EXPECT_EQ(group.open[0].id, kFirst);
  EXPECT_EQ(group.open[1].id, CaseId{2});
  const casework::State& state = machine.engine().state();
  EXPECT_EQ(group.open[0].bytes, journal::encode_case(*state.find(kFirst), state.symbols()));
  EXPECT_TRUE(group.closed.empty());
}

TEST(Engine, GathersTheLastRowOfAClosedCase) {
  Machine machine(without_checks(changtai_rules()));
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu", true), kMorning);
  machine.work<casework::FinishHandling>(kMorning);
  const journal::Group group = machine.engine().take_group();
  EXPECT_TRUE(group.open.empty());
  ASSERT_EQ(group.closed.size(), 1U);
  casework::Symbols symbols;
  const auto row = journal::decode_case(group.closed.front().bytes, symbols);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->status, casework::Status::Closed);
}

TEST(Engine, GathersTheRowsOfTheRegistersThatChanged) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  const casework::Registers& registers = machine.engine().state().registers();
  const journal::Group first = machine.engine().take_group();
  ASSERT_FALSE(first.registers.empty());
  EXPECT_EQ(first.register_counters, registers.counters());
  std::map<casework::RegisterKey, std::string> stand;
  registers.each_row([&](const casework::RegisterRow& row) {
    stand[casework::key_of(row)] = journal::encode_register(row);
  });
  for (std::size_t i = 0; i < first.registers.size(); ++i) {
    const journal::RegisterRow& row = first.registers[i];
    if (i > 0) {
      EXPECT_LT(first.registers[i - 1].key, row.key);
    }
    ASSERT_TRUE(row.bytes.has_value()) << row.key.name;
    EXPECT_EQ(*row.bytes, stand.at(row.key)) << row.key.name;
  }
  machine.engine().decide(
      casework::ChangeMode{
          .area = kWaiwu, .mode = OperatingMode::Wartime, .by = {"chief"}, .reason = "flood"},
      kMorning + 1min);
  const journal::Group second = machine.engine().take_group();
  const auto changed = std::ranges::find(second.registers, casework::RegisterKey{4, kWaiwuKey},
                                         &journal::RegisterRow::key);
  ASSERT_NE(changed, second.registers.end());
  EXPECT_EQ(changed->bytes,
            journal::encode_register(casework::AreaMode{.area = kWaiwu,
                                                        .mode = OperatingMode::Wartime,
                                                        .since = kMorning + 1min,
                                                        .spreading = true,
                                                        .spread_through = {}}));
}

TEST(Engine, GathersWhatIsGoneFromTheRegisters) {
  Machine machine;
  const casework::RegisterKey key{1, "00000000000000000001"};
  machine.engine().decide(casework::AssignDuty{.kind = {"care_visit"},
                                               .unit = {"waiwu"},
                                               .by = {"chief"},
                                               .person = {"li"},
                                               .subject = "household 12",
                                               .area = kWaiwu,
                                               .care = CareTier::Red},
                          kMorning);
  journal::Group group = machine.engine().take_group();
  auto changed = std::ranges::find(group.registers, key, &journal::RegisterRow::key);
  ASSERT_NE(changed, group.registers.end());
  EXPECT_TRUE(changed->bytes.has_value());

  machine.engine().decide(casework::EndDuty{.id = {1}, .by = {"li"}, .reason = "moved away"},
                          kMorning + 1min);
  group = machine.engine().take_group();
  changed = std::ranges::find(group.registers, key, &journal::RegisterRow::key);
  ASSERT_NE(changed, group.registers.end());
  EXPECT_FALSE(changed->bytes.has_value());
}

TEST(Engine, ArchivesACaseThatBecameAnother) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.submit({.category = "noise"}, kMorning);
  machine.engine().take_group();
  machine.engine().decide(
      casework::MergeCases{.id = {2}, .into = {1}, .by = {"centre"}, .reason = "one cause"},
      kMorning + 1min);
  const journal::Group group = machine.engine().take_group();
  ASSERT_EQ(group.closed.size(), 1U);
  EXPECT_EQ(group.closed.front().id, CaseId{2});
  ASSERT_EQ(group.open.size(), 1U);
  EXPECT_EQ(group.open.front().id, kFirst);
  casework::Symbols symbols;
  EXPECT_EQ(journal::decode_case(group.open.front().bytes, symbols)->dossier->joined.size(), 1U);
}

TEST(Engine, ArchivesAnAssistanceThatIsWithdrawnAndTellsTheLead) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu", true), kMorning);
  machine.engine().decide(
      casework::OrderAssist{.id = kFirst,
                            .token = machine.engine().state().find(kFirst)->token,
                            .worker = {"chen"},
                            .unit = {"urban"},
                            .required = false,
                            .task = "tow the cars"},
      kMorning);
  const journal::Group helped = machine.engine().take_group();
  ASSERT_EQ(helped.open.size(), 2U);
  casework::Symbols symbols;
  EXPECT_EQ(journal::decode_case(helped.open[0].bytes, symbols)->dossier->assists,
            std::vector<CaseId>{{2}});
  EXPECT_EQ(journal::decode_case(helped.open[1].bytes, symbols)->dossier->parent, kFirst);

  machine.work<casework::FinishHandling>(kMorning + 1min);
  const journal::Group group = machine.engine().take_group();
  ASSERT_EQ(group.closed.size(), 1U);
  EXPECT_EQ(group.closed.front().id, CaseId{2});
  ASSERT_EQ(group.open.size(), 1U);
  EXPECT_TRUE(journal::decode_case(group.open[0].bytes, symbols)->dossier->assists.empty());
}

TEST(Engine, BeginsANewGroupWhenOneIsTaken) {
  Machine machine;
  machine.submit({}, kMorning);
  EXPECT_EQ(machine.engine().forming(), 1U);
  static_cast<void>(machine.engine().take_group());
  EXPECT_EQ(machine.engine().forming(), 0U);
  machine.submit({.category = "noise"}, kMorning);
  EXPECT_EQ(machine.engine().take_group().records.front().sequence, Sequence{2});
}

TEST(EngineDeathTest, HasNoGroupToTakeWhenNothingHappened) {
  Machine machine;
  EXPECT_DEATH(static_cast<void>(machine.engine().take_group()), "empty");
}

TEST(Engine, RecordsNothingForARefusalThatStillRestsOnWhatCameBefore) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  const Reply refused = machine.work<casework::FinishHandling>(kMorning);
  ASSERT_FALSE(refused.result.has_value());
  EXPECT_EQ(refused.result.error().reason, Reason::TokenSuperseded);
  EXPECT_EQ(refused.durable_after, Sequence{1});
  EXPECT_EQ(machine.engine().forming(), 1U);
}

TEST(Engine, RecordsNothingForAWishThatIsFulfilledAlready) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu", true), kMorning);
  machine.work<casework::RecordContact>(kMorning);
  const Reply again = machine.work<casework::RecordContact>(kMorning);
  EXPECT_TRUE(again.result.has_value());
  EXPECT_FALSE(again.replayed);
  EXPECT_EQ(again.durable_after, Sequence{3});
  EXPECT_EQ(machine.engine().last_sequence(), Sequence{3});
}

TEST(Engine, NeverGoesBackInTime) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  const Reply earlier = machine.submit({.category = "noise"}, kMorning - 1h);
  EXPECT_EQ(receipt_of(earlier).received, kMorning);
  EXPECT_EQ(machine.engine().now(), kMorning);
  machine.engine().tick(kMorning - 2h, 1024);
  EXPECT_EQ(machine.engine().now(), kMorning);
  for (const journal::Record& record : machine.engine().take_group().records) {
    EXPECT_EQ(record.time, kMorning);
  }
}

TEST(Engine, GoesOnFromTheTimeOfTheJournal) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.commit();
  machine.crash();
  EXPECT_EQ(machine.engine().now(), kMorning);
  EXPECT_EQ(machine.engine().last_sequence(), Sequence{1});
  // The wall clock was set back while nobody looked.
  EXPECT_EQ(receipt_of(machine.submit({.category = "noise"}, kMorning - 24h)).received, kMorning);
  machine.commit();
  EXPECT_EQ(machine.journal().head().sequence, Sequence{2});
}

TEST(Engine, FiresAlarmsWhenTheyComeAndNotBefore) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu"), kMorning);
  EXPECT_EQ(machine.engine().next_alarm(), kMorning + 60s);
  EXPECT_EQ(machine.engine().tick(kMorning + 60s - 1ms, 1024), 0U);
  EXPECT_EQ(machine.engine().forming(), 2U);
  EXPECT_EQ(machine.engine().tick(kMorning + 60s, 1024), 1U);
  EXPECT_EQ(machine.engine().forming(), 3U);
  EXPECT_EQ(machine.engine().take_group().records.back().verb, "tick");
}

TEST(Engine, FiresAtMostSoManyAlarmsAtOnce) {
  Machine machine;
  for (int i = 0; i < 5; ++i) machine.submit({.category = "parking"}, kMorning);
  const Timestamp late = shanghai("2026-03-20 09:00");
  EXPECT_EQ(machine.engine().tick(late, 2), 2U);
  EXPECT_EQ(machine.engine().tick(late, 2), 2U);
  EXPECT_EQ(machine.engine().tick(late, 2), 1U);
  EXPECT_EQ(machine.engine().tick(late, 2), 0U);
}

TEST(Engine, KnowsTheLongestThatAnAlarmHadToWait) {
  Machine machine;
  EXPECT_EQ(machine.engine().lateness_max(), 0ms);
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().decide(pull("waiwu"), kMorning);
  machine.engine().tick(kMorning + 60s + 250ms, 1024);
  EXPECT_EQ(machine.engine().lateness_max(), 250ms);
}

TEST(Engine, AnswersTheSameComplaintAgainWithTheFirstReceipt) {
  Machine machine;
  const Reply first = machine.submit({.category = "parking", .external_id = "H-1"}, kMorning);
  machine.submit({.category = "noise"}, kMorning);
  const Reply again = machine.submit({.category = "parking", .external_id = "H-1"}, kMorning + 1h);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(receipt_of(again), receipt_of(first));
  // The first answer may not be on disk yet.
  EXPECT_EQ(again.durable_after, Sequence{2});
  EXPECT_EQ(machine.engine().state().tallies().complaints, 2U);
}

TEST(Engine, AnswersADeclinedComplaintAgainWithTheSameGround) {
  Machine machine;
  const Report in_court{.decline_ground = "litigation", .external_id = "H-1"};
  const Reply first = machine.submit(in_court, kMorning);
  const Reply again = machine.submit(in_court, kMorning);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(receipt_of(again), receipt_of(first));
}

TEST(Engine, ForgetsARefusedComplaint) {
  Machine machine;
  casework::SubmitComplaint wish = complaint_of({}, 1, kMorning);
  wish.complaint.text.clear();
  EXPECT_FALSE(machine.engine().decide(wish, kMorning).result.has_value());
  wish.complaint.text = "now with words";
  const Reply reply = machine.engine().decide(wish, kMorning);
  EXPECT_TRUE(reply.result.has_value());
  EXPECT_FALSE(reply.replayed);
}

TEST(Engine, AnswersAComplaintFromBeforeACrashWithTheReceiptOnDisk) {
  Machine machine;
  const Reply first = machine.submit({.external_id = "H-1"}, kMorning);
  machine.commit();
  machine.crash();
  casework::SubmitComplaint again = complaint_of({.external_id = "H-1"}, 2, kMorning);
  const auto stored = machine.journal().receipt("hotline", "H-1");
  ASSERT_TRUE(stored.has_value());
  again.prior = *stored;
  again.looked_up_through = {1};
  const Reply reply = machine.engine().decide(again, kMorning);
  EXPECT_TRUE(reply.replayed);
  EXPECT_EQ(receipt_of(reply), receipt_of(first));
}

TEST(Engine, AsksForANewLookUpWhenThatOneIsTooOld) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  machine.submit({.category = "noise"}, kMorning);
  machine.commit();
  machine.crash();
  // Looked up before the second complaint was durable, by a process that is gone.
  casework::SubmitComplaint late = complaint_of({}, 3, kMorning);
  late.looked_up_through = {1};
  const Reply refused = machine.engine().decide(late, kMorning);
  ASSERT_FALSE(refused.result.has_value());
  EXPECT_EQ(refused.result.error().reason, Reason::LookUpTooOld);
  late.looked_up_through = {2};
  EXPECT_TRUE(machine.engine().decide(late, kMorning).result.has_value());
}

Engine::Book book_of(policy::RuleBook rules, std::string version) {
  rules.version = std::move(version);
  return std::make_shared<const policy::Policy>(std::move(rules));
}
casework::AdoptPolicy adopt(Engine::Book book, bool lines = false) {
  return {.policy = std::move(book), .by = {"office"}, .reason = "a new year", .lines = lines};
}

TEST(Engine, DecidesByTheRuleBookThatWasAdoptedLast) {
  Machine machine;
  machine.submit({.category = "parking"}, kMorning);
  const Reply reply = machine.wish(adopt(book_of(changtai_rules(), "new")), kMorning);
  ASSERT_TRUE(reply.result.has_value());
  machine.submit({.category = "parking"}, kMorning);
  const journal::Group group = machine.engine().take_group();
  ASSERT_EQ(group.records.size(), 3U);
  EXPECT_EQ(*group.records[0].policy, "test");
  EXPECT_EQ(*group.records[1].policy, "test");  // decided by the old one, as it should be
  EXPECT_EQ(group.records[1].verb, "adopt_policy");
  EXPECT_EQ(group.records[1].actor, "office");
  EXPECT_EQ(*group.records[2].policy, "new");
  EXPECT_EQ(machine.engine().policy().book().version, "new");
}

TEST(Engine, KeepsTheRuleBookWhenAnotherIsRefused) {
  Machine machine;
  casework::AdoptPolicy nameless = adopt(book_of(changtai_rules(), "new"));
  nameless.by = {};
  EXPECT_FALSE(machine.wish(nameless, kMorning).result.has_value());
  EXPECT_EQ(machine.engine().policy().book().version, "test");
  EXPECT_EQ(machine.engine().forming(), 0U);
}

TEST(Engine, RefusesAComplaintThatWasReadUnderOtherRules) {
  Machine machine;
  casework::SubmitComplaint read_before = complaint_of({.category = "parking"}, 1, kMorning);
  read_before.rules = "test";
  machine.wish(adopt(book_of(changtai_rules(), "new")), kMorning);
  const Reply refused = machine.wish(read_before, kMorning);
  ASSERT_FALSE(refused.result.has_value());
  EXPECT_EQ(refused.result.error().reason, Reason::RulesChanged);
  EXPECT_EQ(machine.engine().state().counters().last_complaint, ComplaintId{});
  read_before.rules = "new";
  EXPECT_TRUE(machine.wish(read_before, kMorning).result.has_value());
}

TEST(Engine, GoesOnMovingCasesAfterACrash) {
  policy::RuleBook to_the_street = changtai_rules();
  to_the_street.catalogue.insert(to_the_street.catalogue.begin(), {.category = "parking",
                                                                   .request_type = {},
                                                                   .condition = {},
                                                                   .area = {},
                                                                   .tier = Tier::Street,
                                                                   .unit = {},
                                                                   .rule = {"to_the_street"}});
  const Engine::Book old = book_of(changtai_rules(), "old");
  const Engine::Book now = book_of(std::move(to_the_street), "new");
  journal::MemoryJournal journal;
  Engine first(old, casework::State{}, {});
  first.decide(complaint_of({.category = "parking"}, 1, kMorning), kMorning);
  first.decide(adopt(now, true), kMorning);
  ASSERT_TRUE(journal.append(first.take_group()).has_value());

  casework::State recovered;
  ASSERT_TRUE(journal.recover(recovered, [](std::uint64_t) {}).has_value());
  ASSERT_TRUE(recovered.registers().adoption()->spreading);
  Engine second(now, std::move(recovered), journal.head(), old);
  EXPECT_EQ(second.next_alarm(), kMorning);
  second.tick(kMorning + 1h, 1024);
  EXPECT_FALSE(second.state().registers().adoption()->spreading);
  EXPECT_EQ(second.state().registers().adoption()->moved, 1U);
  const casework::Case& moved = *second.state().find(kFirst);
  EXPECT_EQ(second.state().symbols().name(moved.unit), "wuan");
  // Turns are not late: they take the time they take.
  EXPECT_EQ(second.lateness_max(), Milliseconds{});
}

TEST(Engine, SaysHowEachCaseStoodAroundARecord) {
  Machine machine;
  machine.submit({.category = "streetlight", .area = kBanyan1, .severity = Severity::Yellow},
                 kMorning);
  machine.wish(
      casework::RecolourCase{
          .id = kFirst, .by = {"centre"}, .to = Severity::Red, .reason = "seen on site"},
      kMorning);
  machine.engine().decide(pull("wuan"), kMorning);
  const auto trails = machine.engine().take_group().trails;
  ASSERT_EQ(trails.size(), 3U);
  const journal::Standing filed{
      .area = kBanyan1, .unit = {"wuan"}, .severity = Severity::Yellow, .tier = Tier::Street};
  EXPECT_EQ(trails[0],
            (journal::Trail{.id = kFirst, .sequence = {1}, .after = filed, .before = {}}))
      << "there was no case before";
  journal::Standing red = filed;
  red.severity = Severity::Red;
  EXPECT_EQ(trails[1],
            (journal::Trail{.id = kFirst, .sequence = {2}, .after = red, .before = filed}));
  EXPECT_EQ(trails[2], (journal::Trail{.id = kFirst, .sequence = {3}, .after = red, .before = {}}))
      << "nothing that counts has changed";
}

TEST(Engine, SaysHowACaseStoodThatARecordStruckOff) {
  Machine machine;
  machine.submit({.category = "litter", .severity = Severity::Red}, kMorning);
  machine.submit({.category = "parking"}, kMorning);
  machine.engine().take_group();
  machine.wish(
      casework::MergeCases{.id = {1}, .into = {2}, .by = {"centre"}, .reason = "the same matter"},
      kMorning);
  const auto trails = machine.engine().take_group().trails;
  ASSERT_EQ(trails.size(), 2U);
  EXPECT_EQ(trails[0].id, CaseId{1});
  EXPECT_EQ(trails[0].after.severity, Severity::Red);
  EXPECT_EQ(trails[0].before, std::nullopt);
  EXPECT_EQ(trails[1].id, CaseId{2});
}

}  // namespace whistle::runtime::engine_test
