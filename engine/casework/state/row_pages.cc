#include "engine/casework/state/row_pages.h"

#include <cstring>

#include "engine/core/check.h"

namespace whistle::casework {
namespace {

std::uint16_t next_of(const std::uint8_t* given_back) {
  std::uint16_t next = 0;
  std::memcpy(&next, given_back, sizeof next);
  return next;
}

}  // namespace

RowPages::RowPages() { with_room_.fill(kNone); }

RowPages::Row RowPages::add(std::span<const std::uint8_t> bytes) {
  WHISTLE_CHECK(!bytes.empty() && bytes.size() <= kRowBytesMax);
  const Row row = take(grains_for(bytes.size()));
  std::memcpy(at(row), bytes.data(), bytes.size());
  return row;
}

RowPages::Row RowPages::replace(Row row, std::span<const std::uint8_t> bytes) {
  if (pages_[row / kGrainsPerPage].grains == grains_for(bytes.size())) {
    std::memcpy(at(row), bytes.data(), bytes.size());
    return row;
  }
  erase(row);
  return add(bytes);
}

void RowPages::erase(Row row) {
  const std::uint32_t number = row / kGrainsPerPage;
  Page& page = pages_[number];
  const bool was_full = !has_room(page);
  std::memcpy(at(row), &page.given_back, sizeof page.given_back);
  page.given_back = static_cast<std::uint16_t>(row % kGrainsPerPage);
  --page.rows;
  if (was_full) link(number);
  if (page.rows == 0) retire(number);
}

RowPages::Row RowPages::take(std::uint16_t grains) {
  const std::uint32_t number = page_with_room(grains);
  Page& page = pages_[number];
  std::uint16_t first = page.given_back;
  if (first != 0) {
    page.given_back = next_of(page.memory.get() + first * kGrain);
  } else {
    first = page.unused;
    page.unused = static_cast<std::uint16_t>(page.unused + grains);
  }
  ++page.rows;
  if (!has_room(page)) unlink(number);
  return number * kGrainsPerPage + first;
}

std::uint32_t RowPages::page_with_room(std::uint16_t grains) {
  if (with_room_[grains] != kNone) return with_room_[grains];
  std::uint32_t number = static_cast<std::uint32_t>(pages_.size());
  if (!spare_.empty() || !bare_.empty()) {
    std::vector<std::uint32_t>& from = spare_.empty() ? bare_ : spare_;
    number = from.back();
    from.pop_back();
  } else {
    WHISTLE_CHECK(number < kRowMax / kGrainsPerPage);
    pages_.emplace_back();
  }
  Page& page = pages_[number];
  if (page.memory == nullptr) {
    page.memory = std::make_unique_for_overwrite<std::uint8_t[]>(kPageBytes);
    ++held_;
  }
  page.grains = grains;
  page.given_back = 0;
  page.unused = 1;  // no row is named 0
  link(number);
  return number;
}

void RowPages::link(std::uint32_t number) {
  Page& page = pages_[number];
  std::uint32_t& first = with_room_[page.grains];
  page.previous = kNone;
  page.next = first;
  if (first != kNone) pages_[first].previous = number;
  first = number;
}

void RowPages::unlink(std::uint32_t number) {
  const Page& page = pages_[number];
  if (page.previous != kNone) {
    pages_[page.previous].next = page.next;
  } else {
    with_room_[page.grains] = page.next;
  }
  if (page.next != kNone) pages_[page.next].previous = page.previous;
}

void RowPages::retire(std::uint32_t number) {
  unlink(number);
  if (spare_.size() < kSpareMax) {
    spare_.push_back(number);
    return;
  }
  pages_[number].memory.reset();
  --held_;
  bare_.push_back(number);
}

}  // namespace whistle::casework
