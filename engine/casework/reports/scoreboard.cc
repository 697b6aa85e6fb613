#include "engine/casework/reports/scoreboard.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <initializer_list>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace whistle::casework {
namespace {

using Counts = std::map<std::string, Score>;
using Rate = std::optional<std::int32_t>;

constexpr std::int64_t kRankedFrom = 5;       // orders finished, to be on the red or black list
constexpr std::size_t kListsFrom = 4;         // ranked units, to have such lists at all
constexpr std::size_t kShareOfLists = 10;     // one in ten
constexpr std::int64_t kHouseholds = 10'000;  // complaints are told for so many

// Those of All that are counted there; all others are the sum of the units.
constexpr bool is_counted_of_all(Measure measure) {
  return measure == Measure::Accepted || measure == Measure::Repeats ||
         measure == Measure::Reminders || measure == Measure::Closed ||
         measure == Measure::ClosedInTime;
}

// Rounded to the nearest; a half goes away from zero.
std::int64_t divided(std::int64_t number, std::int64_t by) {
  const std::int64_t half = by / 2;
  return (number >= 0 ? number + half : number - half) / by;
}

Rate rate(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  // An exemption in a month with little work may leave more parts than the whole.
  return static_cast<std::int32_t>(divided(std::clamp(part, std::int64_t{0}, whole) * 1000, whole));
}

void add_to(Score& sum, const Score& part) {
  for (std::size_t i = 0; i < kMeasureCount; ++i) sum.counts[i] += part.counts[i];
}

AreaCode area_of(std::string_view key) {
  AreaCode area;
  const std::string_view digits = key.substr(0, key.find('/'));
  std::from_chars(digits.data(), digits.data() + digits.size(), area.value);
  return area;
}

// The rows of a month and dimension as they stand.
template <class Visit>
void each_row(const Registers& registers, std::uint32_t period, Dimension dimension, Visit visit) {
  const auto& scores = registers.scores();
  for (auto at = scores.lower_bound({period, dimension, {}}); at != scores.end(); ++at) {
    if (at->first.period != period || at->first.dimension != dimension) return;
    visit(at->second);
  }
}

Score& line_of(Counts& counts, std::uint32_t period, Dimension dimension, std::string key) {
  Score& line = counts[key];
  line.period = period;
  line.dimension = dimension;
  line.key = std::move(key);
  return line;
}

Score count_of_all(const Registers& registers, std::uint32_t period) {
  Score sum;
  each_row(registers, period, Dimension::Unit, [&](const Score& row) { add_to(sum, row); });
  Score stored;
  each_row(registers, period, Dimension::All, [&](const Score& row) { stored = row; });
  for (const auto& spelling : kSpellings<Measure>) {
    const std::size_t place = static_cast<std::size_t>(spelling.value) - 1;
    if (is_counted_of_all(spelling.value)) sum.counts[place] = stored.counts[place];
  }
  sum.period = period;
  return sum;
}

// Each area counts in those above it as well. An area that a newer rule book does not have any more
// stands for itself.
Counts count_of_areas(const Registers& registers, const policy::Policy& policy,
                      std::uint32_t period, Dimension dimension) {
  Counts counts;
  each_row(registers, period, dimension, [&](const Score& row) {
    const std::size_t slash = row.key.find('/');
    const std::string rest = slash == std::string::npos ? std::string() : row.key.substr(slash);
    add_to(line_of(counts, period, dimension, row.key), row);
    const policy::Area* area = policy.area(area_of(row.key));
    while (area != nullptr && area->parent) {
      std::string key = std::to_string(area->parent.value) + rest;
      add_to(line_of(counts, period, dimension, std::move(key)), row);
      area = policy.area(area->parent);
    }
  });
  return counts;
}

Counts count(const Registers& registers, const policy::Policy& policy, std::uint32_t period,
             Dimension dimension) {
  switch (dimension) {
    case Dimension::All:
      return {{std::string(), count_of_all(registers, period)}};
    case Dimension::Area:
    case Dimension::AreaCategory:
      return count_of_areas(registers, policy, period, dimension);
    case Dimension::Unit:
    case Dimension::Worker:
    case Dimension::Tier:
      break;
  }
  Counts counts;
  each_row(registers, period, dimension, [&](const Score& row) { counts[row.key] = row; });
  return counts;
}

// As the book says of the area itself, else of all areas right below it.
class Households {
 public:
  explicit Households(const policy::Policy& policy) : policy_(policy) {
    for (const policy::Area& area : policy.book().areas) below_[area.parent].push_back(area.code);
  }
  std::int64_t of(AreaCode code) {
    const auto [found, is_new] = known_.try_emplace(code);
    if (!is_new) return found->second;
    const policy::Area* area = policy_.area(code);
    std::int64_t sum = area != nullptr ? area->households : 0;
    if (sum == 0 && area != nullptr) {
      for (const AreaCode below : below_[code]) sum += of(below);
    }
    known_[code] = sum;
    return sum;
  }

 private:
  const policy::Policy& policy_;
  std::unordered_map<AreaCode, std::vector<AreaCode>> below_;
  std::unordered_map<AreaCode, std::int64_t> known_;
};

std::string name_of(const policy::Policy& policy, Dimension dimension, const std::string& key) {
  switch (dimension) {
    case Dimension::All:
      return {};
    case Dimension::Unit: {
      const policy::Unit* unit = policy.unit({key});
      return unit != nullptr ? unit->name : key;
    }
    case Dimension::Worker:
    case Dimension::Tier:
      return key;
    case Dimension::Area: {
      const policy::Area* area = policy.area(area_of(key));
      return area != nullptr ? area->name : key;
    }
    case Dimension::AreaCategory: {
      const std::string code = key.substr(std::min(key.find('/'), key.size() - 1) + 1);
      const policy::Area* area = policy.area(area_of(key));
      const policy::Category* category = policy.category({code});
      return (area != nullptr ? area->name : key.substr(0, key.find('/'))) + ", " +
             (category != nullptr && !category->name.empty() ? category->name : code);
    }
  }
  return key;
}

// Owners together weigh what the rules say, all others together the rest; who alone has rated,
// decides alone.
std::int32_t rated(const Score& counts, std::uint32_t owners_weight) {
  const auto mean = [&](Measure stars, Measure ratings) {
    return static_cast<double>(counts.count(stars)) /
           static_cast<double>(std::max<std::int64_t>(counts.count(ratings), 1));
  };
  const bool by_owners = counts.count(Measure::OwnersRatings) > 0;
  const bool by_others = counts.count(Measure::OthersRatings) > 0;
  double share = std::min(owners_weight, 100U) / 100.0;
  if (!by_owners) share = 0;
  if (!by_others) share = by_owners ? 1 : 0;
  const double stars = share * mean(Measure::OwnersStars, Measure::OwnersRatings) +
                       (1 - share) * mean(Measure::OthersStars, Measure::OthersRatings);
  return static_cast<std::int32_t>(std::lround(stars * 100));
}

void set_rates(ScoreLine& line) {
  const auto of = [&](Measure measure) { return line.counts.count(measure); };
  line.response_rate = rate(of(Measure::ContactedInTime), of(Measure::Dispatched));
  line.solve_rate = rate(of(Measure::Solved), of(Measure::SolveAsked));
  line.satisfaction_rate = rate(of(Measure::Satisfied), of(Measure::ValidCallbacks));
  line.on_time_rate = line.dimension == Dimension::Area
                          ? rate(of(Measure::ClosedInTime), of(Measure::Closed))
                          : rate(of(Measure::FinishedInTime),
                                 std::max(of(Measure::Finished) - of(Measure::ExemptedLate),
                                          of(Measure::FinishedInTime)));
  line.return_rate = rate(of(Measure::Returned), of(Measure::Dispatched));
  if (line.dimension == Dimension::All || line.dimension == Dimension::Area) {
    line.repeat_rate = rate(of(Measure::Repeats), of(Measure::Accepted));
  } else if (line.dimension == Dimension::Unit) {
    line.repeat_rate = rate(of(Measure::Repeats), of(Measure::Dispatched));
  }
  const std::int64_t ratings = of(Measure::StarRatings);
  if (ratings > 0) {
    line.double_score = static_cast<std::int32_t>(divided(of(Measure::Stars) * 100, ratings));
  }
}

bool may_blow(const policy::Policy& policy, const std::string& unit_code) {
  const policy::Unit* unit = policy.unit({unit_code});
  if (unit == nullptr) return false;
  return std::ranges::any_of(kSpellings<WhistleKind>, [&](const auto& spelling) {
    return policy.may_whistle(unit->tier, spelling.value);
  });
}

// Neither few nor many whistles are better: the rate is only held against a band.
void set_whistles(ScoreLine& line, const policy::Policy& policy) {
  const std::int64_t blown = line.counts.count(Measure::WhistlesBlown);
  const std::int64_t orders = line.counts.count(Measure::Dispatched);
  const bool may = line.dimension == Dimension::All ||
                   (line.dimension == Dimension::Unit && (blown > 0 || may_blow(policy, line.key)));
  if (!may || orders <= 0) return;
  const double share = static_cast<double>(blown) / static_cast<double>(orders);
  const policy::ScoreRules& rules = policy.settings().scores;
  line.whistle_rate = static_cast<std::int32_t>(divided(blown * 1000, orders));
  line.whistle_band = share < rules.whistles_low    ? "low"
                      : share > rules.whistles_high ? "high"
                                                    : "within";
}

void set_score(ScoreLine& line, const policy::ScoreRules& rules) {
  const std::initializer_list<std::pair<Rate, double>> weighted{
      {line.response_rate, rules.response},
      {line.solve_rate, rules.solve},
      {line.satisfaction_rate, rules.satisfaction}};
  double sum = 0;
  double weights = 0;
  for (const auto& [share, weight] : weighted) {
    if (!share || weight <= 0) continue;
    sum += weight * *share;
    weights += weight;
  }
  if (weights <= 0) return;
  line.score = static_cast<std::int32_t>(std::lround(sum / weights));
  for (const double threshold : rules.stars) {
    if (*line.score >= std::lround(threshold * 1000)) ++line.stars;
  }
}

// Complaints for each ten thousand households, and against the month before.
void set_density(ScoreLine& line, std::int64_t households, std::int64_t last_month) {
  const std::int64_t accepted = line.counts.count(Measure::Accepted);
  if (households > 0) {
    line.per_ten_thousand_households =
        static_cast<std::int32_t>(divided(accepted * kHouseholds * 10, households));
  }
  if (last_month > 0) {
    line.month_on_month =
        static_cast<std::int32_t>(divided((accepted - last_month) * 1000, last_month));
  }
}

// The best and the worst tenth of the units that finished enough to be compared; at least one of
// each as soon as there are a few.
void set_lists(std::vector<ScoreLine>& lines) {
  std::vector<ScoreLine*> ranked;
  for (ScoreLine& line : lines) {
    if (line.counts.count(Measure::Finished) >= kRankedFrom && line.score) ranked.push_back(&line);
  }
  std::ranges::sort(ranked, [](const ScoreLine* left, const ScoreLine* right) {
    return std::tuple(*right->score, right->on_time_rate, left->key) <
           std::tuple(*left->score, left->on_time_rate, right->key);
  });
  if (ranked.size() < kListsFrom) return;
  const std::size_t share = std::max<std::size_t>(ranked.size() / kShareOfLists, 1);
  for (std::size_t i = 0; i < share; ++i) {
    ranked[i]->list = "red";
    ranked[ranked.size() - 1 - i]->list = "black";
  }
}

bool is_wanted(const ScoreQuery& query, const std::string& key) {
  if (query.key.empty() || key == query.key) return true;
  return query.dimension == Dimension::AreaCategory && key.starts_with(query.key + "/");
}

}  // namespace

std::uint32_t month_before(std::uint32_t period) {
  if (period == 0) return 0;
  return period % 100 == 1 ? period - 100 + 11 : period - 1;
}

std::vector<ScoreLine> scoreboard(const Registers& registers, const policy::Policy& policy,
                                  const ScoreQuery& query) {
  const std::uint32_t period = query.period != 0 ? query.period : registers.counters().period;
  const Counts counts = count(registers, policy, period, query.dimension);
  const Counts before = count(registers, policy, month_before(period), query.dimension);
  Households households(policy);
  std::vector<ScoreLine> lines;
  for (const auto& [key, score] : counts) {
    // The lists compare all units, whoever is asked for.
    if (query.dimension != Dimension::Unit && !is_wanted(query, key)) continue;
    ScoreLine& line = lines.emplace_back();
    line.dimension = query.dimension;
    line.key = key;
    line.name = name_of(policy, query.dimension, key);
    line.counts = score;
    line.points = score.count(Measure::Points) +
                  score.count(Measure::OnTimeSteps) * policy.settings().cards.on_time_points;
    set_rates(line);
    line.rated = rated(score, policy.settings().scores.owners_weight);
    set_whistles(line, policy);
    set_score(line, policy.settings().scores);
    const auto last = before.find(key);
    const bool of_place =
        query.dimension == Dimension::Area || query.dimension == Dimension::AreaCategory;
    set_density(line, of_place ? households.of(area_of(key)) : 0,
                last != before.end() ? last->second.count(Measure::Accepted) : 0);
  }
  if (query.dimension == Dimension::Unit) {
    set_lists(lines);
    std::erase_if(lines, [&](const ScoreLine& line) { return !is_wanted(query, line.key); });
  }
  return lines;
}

}  // namespace whistle::casework
