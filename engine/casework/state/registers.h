#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "engine/casework/events/events.h"
#include "engine/casework/state/adoption.h"
#include "engine/casework/state/duty.h"
#include "engine/casework/state/list_entry.h"
#include "engine/casework/state/score.h"
#include "engine/casework/state/storm.h"
#include "engine/casework/state/whistle.h"
#include "engine/core/check.h"

namespace whistle::casework {

// What stands in the registers. The place in the variant is on disk: append, never reorder.
using RegisterRow =
    std::variant<Whistle, Duty, ListEntry, Storm, AreaMode, Account, Score, Appealable, Adoption>;

// The place of a kind of row in RegisterRow: the number it goes by in keys and alarms.
template <class Row>
inline constexpr std::uint8_t kPlaceOf = [] {
  return []<std::size_t... kIndex>(std::index_sequence<kIndex...>) {
    return static_cast<std::uint8_t>((
        (std::is_same_v<Row, std::variant_alternative_t<kIndex, RegisterRow>> ? kIndex : 0) + ...));
  }
  (std::make_index_sequence<std::variant_size_v<RegisterRow>>{});
}();

// Names one row: its place in RegisterRow and its key in words ("17", "202603/unit/wuan").
struct RegisterKey {
  std::uint8_t kind{};
  std::string name;

  auto operator<=>(const RegisterKey&) const = default;
};
RegisterKey key_of(const RegisterRow& row);

// Everything that is not a case: whistles, duties, lists, points, modes, storms and the scoreboard.
// Few thousand rows beside a million cases; plain maps will do. Changed by State::apply only.
// Thread: the writer only.
class Registers {
 public:
  Registers() = default;
  Registers(Registers&&) = default;
  Registers& operator=(Registers&&) = default;

  // The numbers that must go on where they stopped.
  struct Counters {
    WhistleId last_whistle{};
    DutyId last_duty{};
    EntryId last_entry{};
    StormId last_storm{};
    std::uint32_t period{};  // the month that is counted in, 0 before the first

    bool operator==(const Counters&) const = default;
  };
  const Counters& counters() const { return counters_; }

  using Scores = std::map<ScoreKey, Score, ScoreOrder>;
  const std::map<WhistleId, Whistle>& whistles() const { return whistles_; }
  const std::map<DutyId, Duty>& duties() const { return duties_; }
  const std::map<EntryId, ListEntry>& entries() const { return entries_; }
  const std::map<StormId, Storm>& storms() const { return storms_; }
  const std::map<AreaCode, AreaMode>& modes() const { return modes_; }
  const std::map<HolderName, Account>& accounts() const { return accounts_; }
  const Scores& scores() const { return scores_; }
  const std::map<CaseId, Appealable>& appealables() const { return appealables_; }
  const std::map<AdoptionId, Adoption>& adoptions() const { return adoptions_; }

  const Whistle* find(WhistleId id) const;
  const Duty* find(DutyId id) const;
  const ListEntry* find(EntryId id) const;
  const Storm* find(StormId id) const;
  const Appealable* appealable(CaseId id) const;
  const Adoption* find(AdoptionId id) const;
  // The operating mode that was set for the area itself, or nullptr.
  const AreaMode* mode(AreaCode area) const;
  // The latest one: its rule book is in force. nullptr when none was put in force by a wish.
  const Adoption* adoption() const;
  // The duty of this kind, unit, person, subject, area and care tier, whatever its number and
  // round; nullptr when nobody owes it.
  const Duty* same(const Duty& duty) const;
  // Whether the unit owes a duty of this kind at all.
  bool owes(const UnitCode& unit, const DutyCode& kind) const;
  // The storm of a large class in an area, or nullptr.
  const Storm* storm(AreaCode area, const std::string& major) const;
  // A counter of a month; 0 when nothing was counted.
  std::int64_t count(std::uint32_t period, Dimension dimension, std::string_view key,
                     Measure measure) const;

  // What has an alarm, by its kind (place in RegisterRow) and number, earliest first.
  struct Due {
    Timestamp at{};
    std::uint8_t kind{};
    std::uint64_t id{};
    auto operator<=>(const Due&) const = default;
  };
  Timestamp next_alarm() const { return alarms_.empty() ? kNever : alarms_.begin()->at; }
  std::vector<Due> due(Timestamp now, std::size_t max) const;
  // The instant of the next alarm when it belongs to a change that reaches all cases in turns, else
  // kNever.
  Timestamp next_turn() const;

  template <class Visit>
  void each_row(Visit visit) const {
    const auto all = [&](const auto& rows) {
      for (const auto& [key, row] : rows) visit(RegisterRow(row));
    };
    all(whistles_), all(duties_), all(entries_), all(storms_), all(modes_), all(accounts_);
    all(scores_), all(appealables_), all(adoptions_);
  }
  // The rows that changed since this was called last, each once, in the order of their keys:
  // visit(key, row), where `row` points to the row as it stands, or to nothing when it is gone.
  template <class Visit>
  void take_touched(Visit visit) {
    order_touched();
    for (const Touched& each : touched_) {
      switch (each.kind) {
        case kPlaceOf<Whistle>:
          visit(key_of(each), find(WhistleId{each.number}));
          break;
        case kPlaceOf<Duty>:
          visit(key_of(each), find(DutyId{each.number}));
          break;
        case kPlaceOf<ListEntry>:
          visit(key_of(each), find(EntryId{each.number}));
          break;
        case kPlaceOf<Storm>:
          visit(key_of(each), find(StormId{each.number}));
          break;
        case kPlaceOf<AreaMode>:
          visit(key_of(each), mode(AreaCode{each.number}));
          break;
        case kPlaceOf<Account>:
          visit(key_of(each), each.account);
          break;
        case kPlaceOf<Score>:
          visit(key_of(each), each.score);
          break;
        case kPlaceOf<Appealable>:
          visit(key_of(each), appealable(CaseId{each.number}));
          break;
        case kPlaceOf<Adoption>:
          visit(key_of(each), find(AdoptionId{each.number}));
          break;
        default:  // a number, not an enumeration
          WHISTLE_CHECK(false);
      }
    }
    touched_.clear();
  }
  // Forgets which rows changed.
  void drop_touched() { touched_.clear(); }

  // Recovery.
  void restore(const Counters& counters) { counters_ = counters; }
  void restore(RegisterRow row);

  // Facts. Each checks its invariants. registers_*.cc, a file per chapter.
  void on(const WhistleBlown& event);
  void on(const WhistleAcknowledged& event);
  void on(const UnitReportedIn& event);
  void on(const MeasureRecorded& event);
  void on(const UnitReleased& event);
  void on(const WhistleMissed& event);
  void on(const WhistleClosed& event);
  void on(const WhistleRated& event);
  void on(const WhistleSettled& event);
  void on(const ModeChanged& event);
  void on(const ClocksRecounted& event);
  void on(const DutyAssigned& event);
  void on(const DutyDone& event);
  void on(const DutyRoundEnded& event);
  void on(const CareTierChanged& event);
  void on(const DutyEnded& event);
  void on(const EntryListed& event);
  void on(const EntryClaimed& event);
  void on(const EntryPledged& event);
  void on(const EntryDone& event);
  void on(const EntryLapsed& event);
  void on(const EntryRated& event);
  void on(const EntryClosed& event);
  void on(const EntryWithdrawn& event);
  void on(const PointsEarned& event);
  void on(const PointsRedeemed& event);
  void on(const UnitCarded& event);
  void on(const UnitRated& event);
  void on(const StormBegan& event);
  void on(const StormJoined& event);
  void on(const StormEnded& event);
  void on(const PeriodBegan& event);
  void on(const AppealFiled& event);
  void on(const AppealReviewed& event);
  void on(const CaseExempted& event);
  void on(const AppealWindowEnded& event);
  void on(const PolicyAdopted& event);
  void on(const CasesMigrated& event);

  // Adds to a counter of the present month.
  void add(Dimension dimension, std::string_view key, Measure measure, std::int64_t count = 1);
  // Adds to several counters of one row, of any month.
  struct Counted {
    Measure measure{Measure::Accepted};
    std::int64_t count{1};
  };
  void add(std::uint32_t period, Dimension dimension, std::string_view key,
           std::initializer_list<Counted> counted);
  void remember(Appealable closed);

 private:
  // A row that changed, without its key in words: several counters change with nearly every fact,
  // and words are made once for a group of facts. Accounts and counters are never gone, so they are
  // known by their places; all others by their numbers.
  struct Touched {
    std::uint8_t kind{};
    std::uint64_t number{};
    const Account* account{};
    const Score* score{};

    bool operator==(const Touched&) const = default;
  };
  static RegisterKey key_of(const Touched& touched);
  void note(const Touched& touched);
  // Each once.
  void unite_touched();
  // Each once, in the order of their keys.
  void order_touched();

  // Requires: of accounts and counters, the row in its map.
  template <class Row>
  void touch(const Row& row) {
    Touched touched{.kind = kPlaceOf<Row>};
    if constexpr (std::is_same_v<Row, Account>) {
      touched.account = &row;
    } else if constexpr (std::is_same_v<Row, Score>) {
      touched.score = &row;
    } else if constexpr (std::is_same_v<Row, AreaMode>) {
      touched.number = row.area.value;
    } else {
      touched.number = row.id.value;
    }
    note(touched);
  }
  void arm(std::uint8_t kind, std::uint64_t id, Timestamp before, Timestamp now);

  // What makes two duties the same, and the number of this one.
  using Owed = std::tuple<UnitCode, DutyCode, WorkerName, std::string, AreaCode, CareTier, DutyId>;
  static Owed owed_by(const Duty& duty) {
    return {duty.unit, duty.kind, duty.person, duty.subject, duty.area, duty.care, duty.id};
  }

  Counters counters_;
  std::map<WhistleId, Whistle> whistles_;
  std::map<DutyId, Duty> duties_;
  std::map<EntryId, ListEntry> entries_;
  std::map<StormId, Storm> storms_;
  std::map<AreaCode, AreaMode> modes_;
  std::map<HolderName, Account> accounts_;
  Scores scores_;
  std::map<CaseId, Appealable> appealables_;
  std::map<AdoptionId, Adoption> adoptions_;
  std::set<Due> alarms_;
  // Look-ups that must not walk all rows.
  std::set<Owed> same_duties_;
  std::map<std::pair<AreaCode, std::string>, StormId> storms_by_place_;
  std::vector<Touched> touched_;  // with repetitions; kept for its memory
};

}  // namespace whistle::casework
