#pragma once

#include <cstdint>

namespace whistle::triage {

// The simplified form of a traditional Chinese character, any other character as it is. One for one
// and without regard to the neighbours, so that texts can be compared; not fit for showing. Takes
// three bytes of UTF-8 where the character does. Any thread.
std::int32_t simplified(std::int32_t point);

}  // namespace whistle::triage
