#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <vector>

#include "engine/casework/state/case.h"
#include "engine/casework/state/packed_case.h"
#include "engine/casework/state/row_pages.h"
#include "engine/core/id_pages.h"

namespace whistle::casework {

// All open cases. They lie packed; who asks for one gets it at hand, where it stays at its place
// until put_away(), which packs again what was not used lately. So a million cases take a tenth of
// what they would take at hand, and one decision may hold as many as it likes.
// Thread: the writer only; finding a case changes the shelf.
class CaseShelf {
 public:
  // So many of those used last stay at hand.
  static constexpr std::size_t kAtHand = 1024;

  CaseShelf() = default;
  CaseShelf(CaseShelf&&) = default;
  CaseShelf& operator=(CaseShelf&&) = default;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool contains(CaseId id) const { return where_.get(id.value) != 0; }

  // The lowest number; 0 when there is none.
  CaseId first() const { return {where_.first().value_or(0)}; }

  // The case or nullptr. Good until put_away() or erase().
  const Case* find(CaseId id);
  // The same for who changes it.
  Case* find_to_change(CaseId id);
  // Puts a new case at hand. Requires: it has an id, and none of that id is there.
  Case& insert(Case item);
  // Packs a new case at once. Requires: the same.
  void store(Case item);
  // Requires: it is there.
  void erase(CaseId id);

  void put_away(std::size_t keep = kAtHand);
  std::size_t at_hand() const { return at_hand_; }

  // Visits each case, ids ascending. It is given away for the time of the visit only. Meanwhile
  // others may be looked at, but none put away, and none may come or go.
  template <class Visit>
  void each(Visit visit) const {
    Case scratch;
    where_.each([&](std::uint64_t id, std::uint32_t where) {
      if ((where & kAtHandBit) != 0) {
        visit(hands_[where & ~kAtHandBit].item);
        return;
      }
      if (unpack({id}, rows_.bytes(where), scratch)) copy_apart(scratch);
      visit(static_cast<const Case&>(scratch));
    });
  }

  // Where the memory is.
  struct Bytes {
    std::size_t rows{};
    std::size_t numbers{};
    std::size_t apart{};  // how many cases have something apart, not bytes
  };
  Bytes bytes() const { return {rows_.bytes_held(), where_.bytes(), apart_.size()}; }

 private:
  static constexpr std::uint32_t kAtHandBit = 0x8000'0000;
  static constexpr std::uint32_t kNobody = UINT32_MAX;

  // What few cases have.
  struct Apart {
    std::vector<std::uint64_t> requesters;
    Boxed<Dossier> dossier;
  };
  struct Hand {
    Case item;
    RowPages::Row row{};  // as it was packed last; 0 when it never was
    bool changed{};
    bool has_apart{};  // an entry of apart_, whose content is with the item
  };
  // Beside whom a hand stands. Whoever is used writes to two others as well; apart from the hands,
  // which are large, these lie close together.
  struct Neighbours {
    std::uint32_t newer{kNobody};
    std::uint32_t older{kNobody};
  };

  std::uint32_t bring(CaseId id);
  std::uint32_t free_hand();
  void use(std::uint32_t number);
  void leave(std::uint32_t number);
  void pack_again(Hand& hand);
  void put_apart(Hand& hand);
  void copy_apart(Case& item) const;

  IdPages<std::uint32_t> where_;  // a row, or a number of hands_ with kAtHandBit
  RowPages rows_;
  std::map<CaseId, Apart> apart_;
  std::size_t size_{};
  // Cases at hand; a deque keeps them in place. Linked from the one used last to the one used
  // longest ago. Whoever is put away leaves its memory to the next.
  std::deque<Hand> hands_;
  std::vector<Neighbours> neighbours_;  // of each hand
  std::vector<std::uint32_t> free_;
  std::uint32_t newest_{kNobody};
  std::uint32_t oldest_{kNobody};
  std::size_t at_hand_{};
  PackedBuffer buffer_;
};

}  // namespace whistle::casework
