#include "engine/casework/state/registers.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "engine/core/check.h"

namespace whistle::casework {
namespace {

template <class Rows, class Id>
auto find_in(const Rows& rows, const Id& id) {
  const auto found = rows.find(id);
  return found != rows.end() ? &found->second : nullptr;
}

// Numbers in keys have leading zeros, so that keys sort as numbers do.
std::string padded(std::uint64_t number) {
  std::string digits = std::to_string(number);
  constexpr std::size_t kWidth = 20;
  return std::string(kWidth - digits.size(), '0') + digits;
}

std::string name_of(const Whistle& row) { return padded(row.id.value); }
std::string name_of(const Duty& row) { return padded(row.id.value); }
std::string name_of(const ListEntry& row) { return padded(row.id.value); }
std::string name_of(const Storm& row) { return padded(row.id.value); }
std::string name_of(const AreaMode& row) { return padded(row.area.value); }
std::string name_of(const Account& row) { return row.holder.value; }
std::string name_of(const Appealable& row) { return padded(row.id.value); }
std::string name_of(const Adoption& row) { return padded(row.id.value); }
std::string name_of(const Score& row) {
  return std::to_string(row.period) + "/" + std::string(to_word(row.dimension)) + "/" + row.key;
}

// The number a name is, or 0.
std::uint64_t number_of(std::string_view name) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), number);
  return failed == std::errc{} && end == name.data() + name.size() ? number : 0;
}

// The key in "202603/unit/wuan"; one that no row has when it is none.
ScoreKey score_key_of(std::string_view name) {
  const std::size_t first = name.find('/');
  const std::size_t second = name.find('/', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return {};
  const auto dimension = from_word<Dimension>(name.substr(first + 1, second - first - 1));
  if (!dimension) return {};
  return {static_cast<std::uint32_t>(number_of(name.substr(0, first))), *dimension,
          std::string(name.substr(second + 1))};
}

template <class Rows, class Id>
std::optional<RegisterRow> row_in(const Rows& rows, const Id& id) {
  const auto* found = find_in(rows, id);
  return found != nullptr ? std::optional<RegisterRow>{*found} : std::nullopt;
}

}  // namespace

RegisterKey key_of(const RegisterRow& row) {
  return {static_cast<std::uint8_t>(row.index()),
          std::visit([](const auto& item) { return name_of(item); }, row)};
}

const Whistle* Registers::find(WhistleId id) const { return find_in(whistles_, id); }
const Duty* Registers::find(DutyId id) const { return find_in(duties_, id); }
const ListEntry* Registers::find(EntryId id) const { return find_in(entries_, id); }
const Storm* Registers::find(StormId id) const { return find_in(storms_, id); }
const Appealable* Registers::appealable(CaseId id) const { return find_in(appealables_, id); }
const Adoption* Registers::adoption() const {
  return adoptions_.empty() ? nullptr : &adoptions_.rbegin()->second;
}

const Storm* Registers::storm(AreaCode area, const std::string& major) const {
  const auto found = storms_by_place_.find({area, major});
  return found != storms_by_place_.end() ? find(found->second) : nullptr;
}

const Duty* Registers::same(const Duty& duty) const {
  Owed key = owed_by(duty);
  std::get<DutyId>(key) = {};
  const auto found = same_duties_.lower_bound(key);
  if (found == same_duties_.end()) return nullptr;
  std::get<DutyId>(key) = std::get<DutyId>(*found);
  return *found == key ? find(std::get<DutyId>(key)) : nullptr;
}

bool Registers::owes(const UnitCode& unit, const DutyCode& kind) const {
  const auto found = same_duties_.lower_bound(Owed{unit, kind, {}, {}, {}, {}, {}});
  return found != same_duties_.end() && std::get<UnitCode>(*found) == unit &&
         std::get<DutyCode>(*found) == kind;
}

std::int64_t Registers::count(std::uint32_t period, Dimension dimension, const std::string& key,
                              Measure measure) const {
  const Score* score = find_in(scores_, ScoreKey{period, dimension, key});
  return score != nullptr ? score->count(measure) : 0;
}

std::vector<Registers::Due> Registers::due(Timestamp now, std::size_t max) const {
  std::vector<Due> found;
  for (const Due& alarm : alarms_) {
    if (alarm.at > now || found.size() >= max) break;
    found.push_back(alarm);
  }
  return found;
}

Timestamp Registers::next_turn() const {
  if (alarms_.empty()) return kNever;
  const Due& next = *alarms_.begin();
  const bool is_turn = next.kind == kPlaceOf<AreaMode> || next.kind == kPlaceOf<Adoption>;
  return is_turn ? next.at : kNever;
}

std::optional<RegisterRow> Registers::row(const RegisterKey& key) const {
  const std::uint64_t number = number_of(key.name);
  switch (key.kind) {
    case kPlaceOf<Whistle>:
      return row_in(whistles_, WhistleId{number});
    case kPlaceOf<Duty>:
      return row_in(duties_, DutyId{number});
    case kPlaceOf<ListEntry>:
      return row_in(entries_, EntryId{number});
    case kPlaceOf<Storm>:
      return row_in(storms_, StormId{number});
    case kPlaceOf<AreaMode>:
      return row_in(modes_, AreaCode{number});
    case kPlaceOf<Account>:
      return row_in(accounts_, HolderName{key.name});
    case kPlaceOf<Score>:
      return row_in(scores_, score_key_of(key.name));
    case kPlaceOf<Appealable>:
      return row_in(appealables_, CaseId{number});
    case kPlaceOf<Adoption>:
      return row_in(adoptions_, AdoptionId{number});
    default:  // a number, not an enumeration
      return std::nullopt;
  }
}

std::set<RegisterKey> Registers::take_touched() {
  for (const Score* score : touched_scores_) {
    touched_.insert({kPlaceOf<Score>, name_of(*score)});
  }
  touched_scores_.clear();
  return std::exchange(touched_, {});
}

void Registers::arm(std::uint8_t kind, std::uint64_t id, Timestamp before, Timestamp now) {
  if (before == now) return;
  if (before != kNever) {
    const auto erased = alarms_.erase({before, kind, id});
    WHISTLE_CHECK(erased == 1);
  }
  if (now != kNever) alarms_.insert({now, kind, id});
}

void Registers::add(Dimension dimension, const std::string& key, Measure measure,
                    std::int64_t count) {
  add(counters_.period, dimension, key, {{measure, count}});
}

void Registers::add(std::uint32_t period, Dimension dimension, const std::string& key,
                    std::initializer_list<Counted> counted) {
  const bool nothing =
      std::ranges::all_of(counted, [](const Counted& each) { return each.count == 0; });
  if (nothing) return;
  // One look-up: this is done several times for every fact that matters.
  const auto [found, is_new] = scores_.try_emplace(ScoreKey{period, dimension, key});
  Score& score = found->second;
  if (is_new) {
    score.period = period;
    score.dimension = dimension;
    score.key = key;
  }
  for (const Counted& each : counted) {
    score.counts[static_cast<std::size_t>(each.measure) - 1] += each.count;
  }
  touched_scores_.insert(&score);
}

void Registers::restore(RegisterRow row) {
  std::visit(
      [this](auto&& item) {
        using Row = std::decay_t<decltype(item)>;
        if constexpr (std::is_same_v<Row, Whistle>) {
          arm(kPlaceOf<Row>, item.id.value, kNever, item.next_alarm());
          whistles_[item.id] = item;
        } else if constexpr (std::is_same_v<Row, Duty>) {
          arm(kPlaceOf<Row>, item.id.value, kNever, item.due);
          duties_[item.id] = item;
          same_duties_.insert(owed_by(item));
        } else if constexpr (std::is_same_v<Row, ListEntry>) {
          arm(kPlaceOf<Row>, item.id.value, kNever, item.due);
          entries_[item.id] = item;
        } else if constexpr (std::is_same_v<Row, Storm>) {
          arm(kPlaceOf<Row>, item.id.value, kNever, item.quiet_at);
          storms_[item.id] = item;
          storms_by_place_[{item.area, item.major}] = item.id;
        } else if constexpr (std::is_same_v<Row, AreaMode>) {
          arm(kPlaceOf<Row>, item.area.value, kNever, item.next_alarm());
          modes_[item.area] = item;
        } else if constexpr (std::is_same_v<Row, Account>) {
          accounts_[item.holder] = item;
        } else if constexpr (std::is_same_v<Row, Score>) {
          scores_[{item.period, item.dimension, item.key}] = item;
        } else if constexpr (std::is_same_v<Row, Appealable>) {
          arm(kPlaceOf<Row>, item.id.value, kNever, item.next_alarm());
          appealables_[item.id] = item;
        } else {
          arm(kPlaceOf<Row>, item.id.value, kNever, item.next_alarm());
          adoptions_[item.id] = item;
        }
      },
      std::move(row));
}

}  // namespace whistle::casework
