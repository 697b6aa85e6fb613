#pragma once

#include <cstddef>
#include <optional>

#include "engine/triage/privacy.h"
#include "engine/triage/privacy_letters.h"

namespace whistle::triage {

// Personal data by its letters, [from, until).
struct Sighting {
  PersonalKind kind{};
  std::size_t from{};
  std::size_t until{};
  // Behind the area code of a landline and the region of a plate, at the @ of an e-mail; else
  // nothing.
  std::size_t mark{};
};

// The telephone, identity or card number that begins at `at`. Letters before `free_from` belong to
// what was found already. Looks at a bounded number of letters, besides the spaces before `at`.
// Requires: a numeral, and before it none of the same script; or an opening bracket.
std::optional<Sighting> number_at(const PrivacyLetters& letters, std::size_t at,
                                  std::size_t free_from);

}  // namespace whistle::triage
