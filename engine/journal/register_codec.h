#pragma once

#include <string>
#include <string_view>

#include "engine/casework/state/registers.h"
#include "engine/core/outcome.h"
#include "engine/journal/error.h"

// Rows of the registers as bytes of row.proto. The same row gives the same bytes.
namespace whistle::journal {

std::string encode_register(const casework::RegisterRow& row);
// The same bytes, without a detour: counters change with nearly every fact.
std::string encode_register(const casework::Score& score);
// Fails with Corrupt on anything encode_register cannot produce.
Outcome<casework::RegisterRow, Error> decode_register(std::string_view bytes);

}  // namespace whistle::journal
