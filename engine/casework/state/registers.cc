#include "engine/casework/state/registers.h"

#include <algorithm>
#include <functional>
#include <tuple>

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
  constexpr std::size_t kWidth = 20;
  std::string digits(kWidth, '0');
  for (std::size_t i = kWidth; number > 0; number /= 10) {
    digits[--i] = static_cast<char>('0' + number % 10);
  }
  return digits;
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
  const std::string period = std::to_string(row.period);
  const std::string_view dimension = to_word(row.dimension);
  std::string name;
  name.reserve(period.size() + dimension.size() + row.key.size() + 2);
  name += period;
  name += '/';
  name += dimension;
  name += '/';
  name += row.key;
  return name;
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

const Adoption* Registers::find(AdoptionId id) const { return find_in(adoptions_, id); }
const AreaMode* Registers::mode(AreaCode area) const { return find_in(modes_, area); }

std::int64_t Registers::count(std::uint32_t period, Dimension dimension, std::string_view key,
                              Measure measure) const {
  const Score* score = find_in(scores_, ScoreKeyView{period, dimension, key});
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

RegisterKey Registers::key_of(const Touched& touched) {
  if (touched.score != nullptr) return {touched.kind, name_of(*touched.score)};
  if (touched.account != nullptr) return {touched.kind, name_of(*touched.account)};
  return {touched.kind, padded(touched.number)};
}

// Who replays a journal never takes them, so what is there several times goes before more memory is
// asked for: it grows with the rows that changed, not with the facts.
void Registers::note(const Touched& touched) {
  if (touched_.size() == touched_.capacity()) {
    unite_touched();
    touched_.reserve(std::max<std::size_t>(2 * touched_.size(), 64));
  }
  touched_.push_back(touched);
}

void Registers::unite_touched() {
  std::ranges::sort(touched_, [](const Touched& left, const Touched& right) {
    if (left.kind != right.kind) return left.kind < right.kind;
    if (left.number != right.number) return left.number < right.number;
    if (left.account != right.account) return std::less<>{}(left.account, right.account);
    return std::less<>{}(left.score, right.score);
  });
  const auto repeated = std::ranges::unique(touched_);
  touched_.erase(repeated.begin(), repeated.end());
}

// Most are there several times, so by numbers and places first, and by words what is left.
void Registers::order_touched() {
  unite_touched();
  std::ranges::sort(touched_, [](const Touched& left, const Touched& right) {
    if (left.kind != right.kind) return left.kind < right.kind;
    if (left.account != nullptr) return left.account->holder < right.account->holder;
    if (left.score == nullptr) return left.number < right.number;
    const auto words = [](const Score& score) {
      return std::tuple(score.period, to_word(score.dimension), std::string_view(score.key));
    };
    return words(*left.score) < words(*right.score);
  });
}

void Registers::arm(std::uint8_t kind, std::uint64_t id, Timestamp before, Timestamp now) {
  if (before == now) return;
  if (before == kNever) {
    alarms_.insert({now, kind, id});
    return;
  }
  auto alarm = alarms_.extract({before, kind, id});
  WHISTLE_CHECK(!alarm.empty());
  if (now == kNever) return;
  alarm.value().at = now;
  alarms_.insert(std::move(alarm));
}

void Registers::add(Dimension dimension, std::string_view key, Measure measure,
                    std::int64_t count) {
  add(counters_.period, dimension, key, {{measure, count}});
}

void Registers::add(std::uint32_t period, Dimension dimension, std::string_view key,
                    std::initializer_list<Counted> counted) {
  const bool nothing =
      std::ranges::all_of(counted, [](const Counted& each) { return each.count == 0; });
  if (nothing) return;
  // One look-up, without a key of its own: this is done several times for every fact that matters.
  const ScoreKeyView wanted{period, dimension, key};
  auto found = scores_.lower_bound(wanted);
  if (found == scores_.end() || scores_.key_comp()(wanted, found->first)) {
    std::string name(key);
    found = scores_.emplace_hint(
        found, ScoreKey{period, dimension, name},
        Score{.period = period, .dimension = dimension, .key = name, .counts = {}});
  }
  Score& score = found->second;
  for (const Counted& each : counted) {
    score.counts[static_cast<std::size_t>(each.measure) - 1] += each.count;
  }
  touch(score);
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
