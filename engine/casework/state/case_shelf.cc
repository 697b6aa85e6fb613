#include "engine/casework/state/case_shelf.h"

#include <span>
#include <utility>

#include "engine/core/check.h"

namespace whistle::casework {

const Case* CaseShelf::find(CaseId id) {
  const std::uint32_t number = bring(id);
  return number != kNobody ? &hands_[number].item : nullptr;
}

Case* CaseShelf::find_to_change(CaseId id) {
  const std::uint32_t number = bring(id);
  if (number == kNobody) return nullptr;
  hands_[number].changed = true;
  return &hands_[number].item;
}

// The number of the hand that has it.
std::uint32_t CaseShelf::bring(CaseId id) {
  // Mostly the one that was just looked at.
  if (newest_ != kNobody && hands_[newest_].item.id == id) return newest_;
  const std::uint32_t where = where_.get(id.value);
  if (where == 0) return kNobody;
  if ((where & kAtHandBit) != 0) {
    const std::uint32_t number = where & ~kAtHandBit;
    leave(number);
    use(number);
    return number;
  }
  const std::uint32_t number = free_hand();
  Hand& hand = hands_[number];
  hand.row = where;
  hand.changed = false;
  hand.has_apart = unpack(id, rows_.bytes(where), hand.item);
  if (hand.has_apart) {
    Apart& apart = apart_.at(id);
    hand.item.requesters = std::move(apart.requesters);
    hand.item.dossier = std::move(apart.dossier);
  }
  where_.set(id.value, number | kAtHandBit);
  use(number);
  return number;
}

std::uint32_t CaseShelf::free_hand() {
  if (free_.empty()) {
    hands_.emplace_back();
    neighbours_.emplace_back();
    return static_cast<std::uint32_t>(hands_.size() - 1);
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  return number;
}

void CaseShelf::use(std::uint32_t number) {
  neighbours_[number] = {.newer = kNobody, .older = newest_};
  if (newest_ != kNobody) neighbours_[newest_].newer = number;
  newest_ = number;
  if (oldest_ == kNobody) oldest_ = number;
  ++at_hand_;
}

void CaseShelf::leave(std::uint32_t number) {
  const auto [newer, older] = neighbours_[number];
  (newer != kNobody ? neighbours_[newer].older : newest_) = older;
  (older != kNobody ? neighbours_[older].newer : oldest_) = newer;
  --at_hand_;
}

Case& CaseShelf::insert(Case item) {
  WHISTLE_CHECK(item.id && !contains(item.id));
  const std::uint32_t number = free_hand();
  Hand& hand = hands_[number];
  // The memory of whoever was there before goes to the newcomer, who has none yet.
  std::vector<CaseClock> clocks = std::move(hand.item.clocks);
  hand.item = std::move(item);
  if (hand.item.clocks.empty()) {
    clocks.clear();
    hand.item.clocks = std::move(clocks);
  }
  hand.row = 0;
  hand.changed = true;
  hand.has_apart = false;
  where_.set(hand.item.id.value, number | kAtHandBit);
  use(number);
  ++size_;
  return hand.item;
}

void CaseShelf::store(Case item) {
  WHISTLE_CHECK(item.id && !contains(item.id));
  const RowPages::Row row = rows_.add(std::span(buffer_).first(pack(item, buffer_)));
  where_.set(item.id.value, row);
  if (has_apart(item)) apart_[item.id] = {std::move(item.requesters), std::move(item.dossier)};
  ++size_;
}

void CaseShelf::erase(CaseId id) {
  const std::uint32_t number = bring(id);
  WHISTLE_CHECK(number != kNobody);
  Hand& hand = hands_[number];
  if (hand.row != 0) rows_.erase(hand.row);
  if (hand.has_apart) apart_.erase(id);
  hand.item.requesters.clear();
  hand.item.dossier = {};
  where_.set(id.value, 0);
  leave(number);
  free_.push_back(number);
  --size_;
}

void CaseShelf::put_away(std::size_t keep) {
  while (at_hand_ > keep) {
    const std::uint32_t number = oldest_;
    Hand& hand = hands_[number];
    if (hand.changed) pack_again(hand);
    if (hand.has_apart) put_apart(hand);
    where_.set(hand.item.id.value, hand.row);
    leave(number);
    free_.push_back(number);
  }
}

void CaseShelf::pack_again(Hand& hand) {
  Case& item = hand.item;
  // What was undone is as if it had never been.
  if (item.dossier.is_set() && *item.dossier == Dossier{}) item.dossier = {};
  const auto bytes = std::span(buffer_).first(pack(item, buffer_));
  hand.row = hand.row != 0 ? rows_.replace(hand.row, bytes) : rows_.add(bytes);
  if (hand.has_apart && !has_apart(item)) apart_.erase(item.id);
  hand.has_apart = has_apart(item);
}

void CaseShelf::put_apart(Hand& hand) {
  Apart& apart = apart_[hand.item.id];
  apart.requesters = std::move(hand.item.requesters);
  apart.dossier = std::move(hand.item.dossier);
}

void CaseShelf::copy_apart(Case& item) const {
  const Apart& apart = apart_.at(item.id);
  item.requesters = apart.requesters;
  item.dossier = apart.dossier;
}

}  // namespace whistle::casework
