#pragma once

#include <string>

#include "adapters/cli/ink.h"
#include "whistle/v1/case.pb.h"

namespace whistle::cli {

// What the resident wrote, with the words that findings rest on in brackets and in colour: those
// that speak for the severity red, for the place blue, for the category yellow. Words that overlap
// are one bracket. Evidence that does not stand where it says is passed over. Harmless to a
// terminal; line breaks stay.
std::string marked_text(const v1::CaseView& view, const v1::Reading& reading, const Paint& paint);

}  // namespace whistle::cli
