#include "engine/triage/door.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/triage/ascii.h"
#include "engine/triage/building_number.h"

namespace whistle::triage {
namespace {

constexpr std::string_view kUnitWord = "单元";
constexpr std::size_t kUnitNumberBytesMax = 9;  // three numerals
constexpr std::size_t kBuildingDigitsMax = 3;
constexpr std::size_t kUnitDigitsMax = 2;
constexpr std::size_t kRoomDigitsMin = 3;  // with a storey in front
constexpr std::size_t kRoomDigitsMax = 4;

constexpr std::array<std::string_view, 5> kSeparators{" ", ",", "-", "、", "—"};
constexpr std::array<std::string_view, 3> kDashes{"-", "—", "–"};
constexpr std::array<std::string_view, 3> kRoomWords{"室", "房", "号"};
// Behind a number that counts or measures instead of naming a room.
constexpr std::array<std::string_view, 25> kCounted{
    "年", "月", "日", "元", "户", "人", "个", "平", "米", "次", "天", "度", "块",
    "多", "余", "万", "千", "楼", "层", "栋", "幢", "弄", "路", "家", "名"};

template <std::size_t kCount>
std::size_t length_of_one(std::string_view text,
                          const std::array<std::string_view, kCount>& words) {
  for (const std::string_view word : words) {
    if (text.starts_with(word)) return word.size();
  }
  return 0;
}

// Walks through the folded text from one part of a door to the next.
class DoorReader {
 public:
  DoorReader(std::string_view folded, std::size_t at) : folded_(folded), at_(at), end_(at) {}

  // Where the last part ends.
  std::size_t end() const { return end_; }

  // "2单元", "二单元".
  std::string unit() {
    const std::size_t start = past_separators();
    const std::size_t word =
        folded_.substr(0, start + kUnitNumberBytesMax + kUnitWord.size()).find(kUnitWord, start);
    if (word == std::string_view::npos) return {};
    auto number = number_ending(folded_, word);
    if (!number || number->from != start) return {};
    take(word + kUnitWord.size());
    return std::move(number->number);
  }

  // "2-" before a room.
  std::string unit_before_dash() {
    const std::size_t start = past_separators();
    const std::string_view number = digits_at(start);
    if (number.empty() || number.size() > kUnitDigitsMax) return {};
    const std::size_t dash = length_of_one(folded_.substr(start + number.size()), kDashes);
    if (dash == 0) return {};
    DoorReader beyond(folded_, start + number.size() + dash);
    if (beyond.room().empty()) return {};
    take(start + number.size() + dash);
    return std::string(number);
  }

  // "501室", "501".
  std::string room() {
    const std::size_t start = past_separators();
    const std::string_view number = digits_at(start);
    std::size_t end = start + number.size();
    const std::string_view after = folded_.substr(end);
    const std::size_t word = length_of_one(after, kRoomWords);
    const std::size_t digits_min = word > 0 ? kUnitDigitsMax : kRoomDigitsMin;
    if (number.size() < digits_min || number.size() > kRoomDigitsMax || number[0] == '0') return {};
    const bool is_part = !after.empty() && (is_latin(after[0]) || after[0] == '-');
    // "501号楼" is a building.
    const bool is_building = length_of_one(after, kBuildingSuffixes) > 0;
    if (is_part || is_building || length_of_one(after, kCounted) > 0) return {};
    take(end + word);
    return std::string(number);
  }

  std::string_view digits_at(std::size_t from) const {
    std::size_t end = from;
    while (end < folded_.size() && is_digit(folded_[end])) ++end;
    return folded_.substr(from, end - from);
  }

 private:
  std::size_t past_separators() const {
    std::size_t at = at_;
    while (const std::size_t length = length_of_one(folded_.substr(at), kSeparators)) at += length;
    return at;
  }
  void take(std::size_t end) { at_ = end_ = end; }

  std::string_view folded_;
  std::size_t at_;
  std::size_t end_;
};

Span span_of(std::size_t from, std::size_t until) {
  return {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(until)};
}

bool is_inside(const std::vector<Match>& names, const Match& word) {
  return std::any_of(names.begin(), names.end(), [&](const Match& name) {
    return name.from <= word.from && word.until <= name.until;
  });
}

void append_suffixed(std::string_view folded, const std::vector<Match>& suffixes,
                     const std::vector<Match>& names, std::vector<Door>& doors) {
  for (const Match& suffix : suffixes) {
    if (is_inside(names, suffix)) continue;
    auto number = number_before(folded, suffix.from, kBuildingSuffixes[suffix.row]);
    if (!number) continue;
    DoorReader reader(folded, suffix.until);
    Door door;
    door.building = std::move(number->number);
    door.unit = reader.unit();
    if (door.unit.empty()) door.unit = reader.unit_before_dash();
    door.room = reader.room();
    door.words = span_of(number->from, suffix.until);
    door.all = span_of(number->from, reader.end());
    doors.push_back(std::move(door));
  }
}

// "2单元501" where no building is named.
void append_units(std::string_view folded, const std::vector<Match>& names,
                  std::vector<Door>& doors) {
  for (std::size_t at = folded.find(kUnitWord); at != std::string_view::npos;
       at = folded.find(kUnitWord, at + kUnitWord.size())) {
    auto number = number_ending(folded, at);
    if (!number) continue;
    const Span words = span_of(number->from, at + kUnitWord.size());
    const auto is_known = [&](const Door& door) {
      return door.all.from <= words.from && words.until <= door.all.until;
    };
    if (is_inside(names, {0, words.from, words.until})) continue;
    if (std::any_of(doors.begin(), doors.end(), is_known)) continue;
    DoorReader reader(folded, words.until);
    Door door;
    door.unit = std::move(number->number);
    door.room = reader.room();
    door.words = words;
    door.all = span_of(words.from, reader.end());
    doors.push_back(std::move(door));
  }
}

// "3-2-501" at `at`.
std::optional<Door> dashed(std::string_view folded, std::size_t at, bool needs_room_word) {
  DoorReader reader(folded, at);
  const std::string_view building = reader.digits_at(at);
  if (building.empty() || building.size() > kBuildingDigitsMax || building[0] == '0') {
    return std::nullopt;
  }
  const std::size_t dash = length_of_one(folded.substr(at + building.size()), kDashes);
  if (dash == 0) return std::nullopt;
  reader = DoorReader(folded, at + building.size() + dash);
  Door door;
  door.building = building;
  door.unit = reader.unit_before_dash();
  if (door.unit.empty()) return std::nullopt;
  door.room = reader.room();
  const bool has_word = !is_digit(folded[reader.end() - 1]);
  if (needs_room_word && !has_word) return std::nullopt;
  door.words = span_of(at, at + building.size());
  door.all = span_of(at, reader.end());
  return door;
}

void append_dashed(std::string_view folded, const std::vector<Match>& names,
                   std::vector<Door>& doors) {
  for (std::size_t at = 0; at < folded.size(); ++at) {
    if (!is_digit(folded[at])) continue;
    const bool is_start = at == 0 || (!is_digit(folded[at - 1]) && !is_latin(folded[at - 1]) &&
                                      folded[at - 1] != '-');
    const bool follows_name = std::any_of(names.begin(), names.end(), [&](const Match& name) {
      return name.until == at || (name.until + 1 == at && folded[name.until] == ' ');
    });
    if (auto door = is_start ? dashed(folded, at, !follows_name) : std::nullopt) {
      doors.push_back(*std::move(door));
    }
    while (at + 1 < folded.size() && is_digit(folded[at + 1])) ++at;
  }
}

// The one word that all say who say one, or nothing.
std::string agreed(const std::vector<Door>& doors, std::string Door::*part) {
  std::string said;
  for (const Door& door : doors) {
    if ((door.*part).empty()) continue;
    if (!said.empty() && said != door.*part) return {};
    said = door.*part;
  }
  return said;
}

}  // namespace

std::vector<Door> doors_in(std::string_view folded, const std::vector<Match>& suffixes,
                           const std::vector<Match>& names) {
  std::vector<Door> doors;
  append_suffixed(folded, suffixes, names, doors);
  append_units(folded, names, doors);
  append_dashed(folded, names, doors);
  std::sort(doors.begin(), doors.end(),
            [](const Door& left, const Door& right) { return left.all.from < right.all.from; });
  return doors;
}

Door agreed(const std::vector<Door>& doors) {
  Door door;
  if (doors.empty()) return door;
  door.building = agreed(doors, &Door::building);
  const bool has_buildings = std::any_of(doors.begin(), doors.end(),
                                         [](const Door& one) { return !one.building.empty(); });
  if (has_buildings && door.building.empty()) return {};
  door.unit = agreed(doors, &Door::unit);
  // Rooms of several units are several rooms.
  const bool has_units =
      std::any_of(doors.begin(), doors.end(), [](const Door& one) { return !one.unit.empty(); });
  if (!has_units || !door.unit.empty()) door.room = agreed(doors, &Door::room);
  const auto first = std::find_if(doors.begin(), doors.end(), [&](const Door& one) {
    return door.building.empty() || !one.building.empty();
  });
  door.words = first->words;
  door.all = first->all;
  return door;
}

}  // namespace whistle::triage
