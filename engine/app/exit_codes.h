#pragma once

namespace whistle::app {

// How `whistled` ends when it cannot do what it was asked to.
inline constexpr int kUsage = 1;
inline constexpr int kBadRules = 2;
inline constexpr int kBadInput = 2;
inline constexpr int kBadJournal = 3;

}  // namespace whistle::app
