#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/casework/state/registers.h"
#include "engine/policy/policy.h"

namespace whistle::casework {

// Which lines of the scoreboard are wanted.
struct ScoreQuery {
  std::uint32_t period{};  // 202603; 0: the present month
  Dimension dimension{Dimension::All};
  std::string key;  // empty: all. Of AreaCategory also an area alone: all its categories
};

// What the counters of one month say of a unit, an area, a worker, ... Rates are in per mille;
// absent where there was nothing to count.
//
//   response    first contacts in time / orders          solve         solved / asked
//   satisfied   satisfied / callbacks with a rating      on time       in time / finished
//   return      returned / orders                        whistle       blown / orders
//   repeat      repeats / complaints (units: / orders)   score         the first three, weighted
//
// Cases exempted after an appeal are taken out of what was late. An area on time is one whose cases
// were closed in time. Lines of areas hold all that lies below them.
struct ScoreLine {
  Dimension dimension{Dimension::All};
  std::string key;
  std::string name;
  std::optional<std::int32_t> response_rate;
  std::optional<std::int32_t> solve_rate;
  std::optional<std::int32_t> satisfaction_rate;
  std::optional<std::int32_t> on_time_rate;
  std::optional<std::int32_t> return_rate;
  std::optional<std::int32_t> repeat_rate;
  std::optional<std::int32_t> whistle_rate;
  std::string whistle_band;  // low, within, high; empty: it blew none and may blow none
  std::optional<std::int32_t> per_ten_thousand_households;  // complaints, times 10; of places
  std::optional<std::int32_t> month_on_month;               // more (or fewer) complaints, per mille
  std::optional<std::int32_t> score;                        // rates that are absent are left out
  std::uint32_t stars{};
  std::string list;             // "red" is praise, "black" is blame (红黑榜); mostly empty
  std::int64_t points{};        // of cards, and of steps done in time
  std::int32_t double_score{};  // by the other side of whistles, stars times 100; 0: nobody said
  std::int32_t rated{};         // by owners, companies, communities, ...; 0: nobody said
  Score counts;                 // that this was made of

  bool operator==(const ScoreLine&) const = default;
};

// The lines in the order of their keys. Pure: the same counters and rules give the same lines.
std::vector<ScoreLine> scoreboard(const Registers& registers, const policy::Policy& policy,
                                  const ScoreQuery& query);

// 202512 before 202601; 0 before 0.
std::uint32_t month_before(std::uint32_t period);

}  // namespace whistle::casework
