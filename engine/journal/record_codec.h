#pragma once

#include <string>
#include <string_view>

#include "engine/core/outcome.h"
#include "engine/core/shared.h"
#include "engine/journal/error.h"
#include "engine/journal/field_writer.h"
#include "engine/journal/record.h"

namespace whistle::journal {

// The bytes of a record, as record.proto says. The same record gives the same bytes, and they never
// change: hashes rest on them.
std::string encode_record(const Record& record);
// Writes the same.
void write_record(const Record& record, FieldWriter& out);

// Reads a record. Fails with Corrupt, naming the field, on anything encode_record cannot produce.
// `usual` is the rule book's version in the record before: its words are taken where they are the
// same.
Outcome<Record, Error> decode_record(std::string_view bytes, const Shared<std::string>& usual = {});

// When it was decided; nothing else is looked at. Fails with Corrupt.
Outcome<Timestamp, Error> decode_time(std::string_view bytes);

}  // namespace whistle::journal
