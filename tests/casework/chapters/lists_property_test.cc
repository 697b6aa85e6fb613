#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "engine/casework/decide.h"
#include "tests/support/recount.h"
#include "tests/support/rule_books.h"

// Whatever is wished of lists and points: an entry is in exactly one status, and nobody spends what
// was not earned.
namespace whistle::casework::lists_property_test {

using namespace std::chrono_literals;
using namespace support;  // NOLINT(google-build-using-namespace): the words of the stories

const Timestamp kMorning = shanghai("2026-03-09 09:00");

ListWish wish() {
  return {.list = ListKind::MicroWish,
          .title = "a reading lamp",
          .area = kBanyan1,
          .unit = {"waiwu"},
          .by = {"wang"}};
}

int any_below(int limit) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, limit)); }
EntryId any_entry() { return {static_cast<std::uint64_t>(any_below(5))}; }
std::string any_name() {
  return *rc::gen::elementOf(std::vector<std::string>{"", "zhao", "qian", "sun", "li"});
}

Command any_wish() {
  switch (any_below(10)) {
    case 0: {
      ListWish any = wish();
      any.fund_fen = static_cast<std::uint64_t>(any_below(20'000));
      any.households = static_cast<std::uint32_t>(any_below(4));
      return any;
    }
    case 1:
    case 2:
      return ClaimEntry{.id = any_entry(),
                        .claimant = {any_name()},
                        .within_days = static_cast<std::uint32_t>(any_below(33))};
    case 3:
      return PledgeEntry{.id = any_entry(), .member = {any_name()}};
    case 4:
    case 5:
      return FinishEntry{.id = any_entry(),
                         .by = {any_name()},
                         .minutes = static_cast<std::uint32_t>(any_below(1500))};
    case 6:
      return RateEntry{.id = any_entry(), .by = any_name()};
    case 7:
      if (any_below(2) == 0) return CloseEntry{.id = any_entry(), .by = {any_name()}};
      return WithdrawEntry{.id = any_entry(), .by = {any_name()}, .reason = "why not"};
    case 8:
      return RedeemPoints{.holder = {any_name()},
                          .points = static_cast<std::uint32_t>(any_below(12)),
                          .by = {any_name()},
                          .purpose = {}};
    default:
      return Tick{.max = static_cast<std::uint32_t>(any_below(4))};
  }
}

// Who may say what is judged here once more, by the facts alone.
class Ledger {
 public:
  void note(const Event& event) {
    if (const auto* fact = std::get_if<EntryListed>(&event)) become(fact->id, 0, "listed");
    if (const auto* fact = std::get_if<EntryClaimed>(&event)) become(fact->id, "listed", "claimed");
    if (const auto* fact = std::get_if<EntryLapsed>(&event)) become(fact->id, "claimed", "listed");
    if (const auto* fact = std::get_if<EntryDone>(&event)) become(fact->id, "claimed", "done");
    if (const auto* fact = std::get_if<EntryRated>(&event)) become(fact->id, "done", "rated");
    if (const auto* fact = std::get_if<EntryClosed>(&event)) {
      RC_ASSERT(is_.at(fact->id) == "done" || is_.at(fact->id) == "rated");
      is_.erase(fact->id);
    }
    if (const auto* fact = std::get_if<EntryWithdrawn>(&event)) {
      RC_ASSERT(is_.at(fact->id) == "listed" || is_.at(fact->id) == "claimed");
      is_.erase(fact->id);
    }
    if (const auto* fact = std::get_if<PointsEarned>(&event)) {
      points_[fact->holder] += fact->points;
    }
    if (const auto* fact = std::get_if<PointsRedeemed>(&event)) {
      points_[fact->holder] -= fact->points;
      RC_ASSERT(points_[fact->holder] >= 0);
    }
  }
  void expect(const Registers& registers) const {
    RC_ASSERT(registers.entries().size() == is_.size());
    for (const auto& [id, entry] : registers.entries()) {
      RC_ASSERT(is_.at(id) == to_word(entry.status));
      RC_ASSERT((entry.status == EntryStatus::Claimed) == (entry.due != kNever));
    }
    for (const auto& [holder, points] : points_) {
      const Account& account = registers.accounts().at(holder);
      RC_ASSERT(static_cast<std::int64_t>(account.earned - account.spent) == points);
    }
  }

 private:
  void become(EntryId id, int, const char* to) { RC_ASSERT(is_.emplace(id, to).second); }
  void become(EntryId id, const char* from, const char* to) {
    RC_ASSERT(is_.at(id) == from);
    is_[id] = to;
  }

  std::map<EntryId, std::string> is_;
  std::map<HolderName, std::int64_t> points_;
};

RC_GTEST_PROP(ListsProperty, AnEntryIsInOneStatusAndPointsAreNeverOwed, ()) {
  const policy::Policy policy(changtai_rules());
  State state;
  Ledger ledger;
  Timestamp now = kMorning;
  std::vector<Event> history;
  for (int step = 0; step < 100; ++step) {
    now += *rc::gen::elementOf(std::vector<Milliseconds>{0ms, 1ms, 5h, 24h * 6});
    const Decision decision = decide({state, policy, now}, any_wish());
    if (!decision) {
      RC_ASSERT(!decision.error().detail.empty());
      continue;
    }
    for (const Event& event : decision->events) {
      ledger.note(event);
      state.apply(event);
      history.push_back(event);
    }
    ledger.expect(state.registers());
  }
  const Decision told = decide({state, policy, now}, Tick{.max = 1000});
  for (const Event& event : told->events) state.apply(event);
  history.insert(history.end(), told->events.begin(), told->events.end());
  RC_ASSERT(state.next_alarm() > now);
  RC_ASSERT(scores_difference(state, history) == "");
  State again;
  for (const Event& event : history) again.apply(event);
  RC_ASSERT(again.registers().entries() == state.registers().entries());
  RC_ASSERT(again.registers().accounts() == state.registers().accounts());
}

}  // namespace whistle::casework::lists_property_test
