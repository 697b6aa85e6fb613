#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/casework/receipt.h"
#include "engine/casework/state/case.h"
#include "engine/casework/state/state.h"
#include "engine/core/complaint.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"
#include "engine/journal/forgotten.h"
#include "engine/journal/journal.h"

// Rows as bytes of row.proto. The same value gives the same bytes. Reading fails with Corrupt on
// anything the encoders cannot produce.
namespace whistle::journal {

// A case as bytes of row.proto. Names take the place of symbols. The same case gives the same
// bytes.
std::string encode_case(const casework::Case& item, const casework::Symbols& symbols);

// Reads a row; `state` gives the symbols. Fails with Corrupt on anything encode_case cannot
// produce.
Outcome<casework::Case, Error> decode_case(std::string_view bytes, casework::State& state);
// The same for a reader without a state: `symbols` take up the names the case refers to.
Outcome<casework::Case, Error> decode_case(std::string_view bytes, casework::Symbols& symbols);

// All open cases, all rows of the registers, counters and tallies, in a canonical order: two states
// are equal if and only if their digests are. A hash in hexadecimal digits.
std::string digest_of(const casework::State& state);

std::string encode_text(const Complaint& complaint);
Outcome<Complaint, Error> decode_text(std::string_view bytes);

std::string encode_receipt(const casework::Receipt& receipt);
Outcome<casework::Receipt, Error> decode_receipt(std::string_view bytes);

std::string encode_trail(const Trail& trail);
// Nothing when the row is empty: an older program wrote it.
Outcome<std::optional<Trail>, Error> decode_trail(std::string_view bytes);

std::string encode_cursor(const WatchCursor& cursor);
// Without the name, which is the key.
Outcome<WatchCursor, Error> decode_cursor(std::string_view bytes);

// An id is made of letters and digits.
std::string encode_id(const std::string& id);
Outcome<std::string, Error> decode_id(std::string_view bytes);

// How far the journal has come, and the numbers that belong to that instant.
struct HeadRow {
  Head head{};
  casework::Counters counters;
  casework::Tallies tallies;
  casework::Registers::Counters registers;
};
std::string encode_head(const Head& head, const casework::Counters& counters,
                        const casework::Tallies& tallies,
                        const casework::Registers::Counters& registers);
Outcome<HeadRow, Error> decode_head(std::string_view bytes);

// Requires: something is forgotten.
std::string encode_forgotten(const Forgotten& forgotten);
Outcome<Forgotten, Error> decode_forgotten(std::string_view bytes);

std::string encode_format(std::uint32_t version);
Outcome<std::uint32_t, Error> decode_format(std::string_view bytes);

}  // namespace whistle::journal
