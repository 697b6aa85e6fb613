#pragma once

#include "engine/casework/receipt.h"
#include "engine/journal/stored_fields.h"
#include "whistle/journal/v1/row.pb.h"

namespace whistle::journal {

// row_codec.cc. A receipt is a row of its own, and an answer that is kept.
void write(const casework::Receipt& receipt, v1::ReceiptRow& stored);
casework::Receipt read(const v1::ReceiptRow& stored, FieldReader& reader);

}  // namespace whistle::journal
