#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace whistle::casework {

// Millions of short rows of bytes without a header for each: in pages of 16 KiB, rows of one size
// (to four bytes) in a page. A page that is empty serves any other size. Thread: one at a time.
class RowPages {
 public:
  // Names a row; 0 is none. Fits into 31 bits: 8 GiB of rows.
  using Row = std::uint32_t;
  static constexpr Row kRowMax = 0x7FFF'FFFF;
  static constexpr std::size_t kRowBytesMax = 4096;

  RowPages();

  // Requires: 1 to kRowBytesMax bytes.
  Row add(std::span<const std::uint8_t> bytes);
  // Other bytes in its place. Returns where they are now, which is the same row if they fit.
  Row replace(Row row, std::span<const std::uint8_t> bytes);
  void erase(Row row);

  // Good until the row is replaced or erased.
  const std::uint8_t* bytes(Row row) const { return at(row); }
  // Of all pages.
  std::size_t bytes_held() const { return held_ * kPageBytes + pages_.capacity() * sizeof(Page); }

 private:
  static constexpr std::size_t kGrain = 4;
  static constexpr std::size_t kPageBytes = std::size_t{16} * 1024;
  static constexpr std::uint32_t kGrainsPerPage = kPageBytes / kGrain;
  static constexpr std::uint32_t kNone = UINT32_MAX;
  static constexpr std::size_t kSizes = kRowBytesMax / kGrain + 1;
  static constexpr std::size_t kSpareMax = 16;

  struct Page {
    std::unique_ptr<std::uint8_t[]> memory;
    std::uint16_t grains{};  // of each of its rows
    std::uint16_t rows{};
    std::uint16_t
        given_back{};        // the first free row that was used before; each begins with the next
    std::uint16_t unused{};  // from here on nothing was used yet
    // Among those of its size that have room.
    std::uint32_t next{kNone};
    std::uint32_t previous{kNone};
  };

  static std::uint16_t grains_for(std::size_t bytes) {
    return static_cast<std::uint16_t>((bytes + kGrain - 1) / kGrain);
  }
  static bool has_room(const Page& page) {
    return page.given_back != 0 || page.unused + page.grains <= kGrainsPerPage;
  }
  std::uint8_t* at(Row row) const {
    return pages_[row / kGrainsPerPage].memory.get() + row % kGrainsPerPage * kGrain;
  }
  Row take(std::uint16_t grains);
  std::uint32_t page_with_room(std::uint16_t grains);
  void link(std::uint32_t number);
  void unlink(std::uint32_t number);
  void retire(std::uint32_t number);

  std::vector<Page> pages_;
  std::array<std::uint32_t, kSizes> with_room_;  // by grains: the first page
  std::vector<std::uint32_t> spare_;             // empty pages that still have their memory
  std::vector<std::uint32_t> bare_;              // ... and that have none
  std::size_t held_{};                           // pages that have memory
};

}  // namespace whistle::casework
