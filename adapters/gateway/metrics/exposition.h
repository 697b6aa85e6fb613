#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whistle::gateway::metrics {

enum class Format : std::uint8_t { Prometheus, OpenMetrics };

// What a scraper would rather have, by its Accept header.
Format format_for(std::string_view accept);
std::string content_type_of(Format format);

using Labels = std::vector<std::pair<std::string, std::string>>;

// Upper bounds of buckets in seconds, without the last, which is infinite. Two families: of
// machines, and of cases, whose highest is beyond the longest promise.
inline constexpr double kMachineBuckets[] = {.0005, .001, .0025, .005, .01, .025,
                                             .05,   .1,   .25,   .5,   1,   10};
inline constexpr double kCaseBuckets[] = {60,     300,    900,        3600,       14'400,
                                          28'800, 86'400, 3 * 86'400, 7 * 86'400, 15 * 86'400};

struct Histogram {
  std::vector<double> bounds;
  std::vector<std::uint64_t> counts;  // of each bucket by itself; one more than bounds
  double sum{};

  Histogram() = default;
  explicit Histogram(std::span<const double> upper)
      : bounds(upper.begin(), upper.end()), counts(upper.size() + 1) {}
  void observe(double value);
};

// Writes metrics as text. A family is begun, then its samples follow. Names go without "_total".
class Exposition {
 public:
  explicit Exposition(Format format) : format_(format) {}

  void counter(const std::string& name, const std::string& help);
  void gauge(const std::string& name, const std::string& help);
  void histogram(const std::string& name, const std::string& help);
  void sample(double value, const Labels& labels = {});
  void sample(const Histogram& value, const Labels& labels = {});

  // All of it; nothing may be added afterwards.
  std::string take();

 private:
  void begin(const std::string& name, const char* type, const std::string& help);
  void line(const std::string& name, const Labels& labels, double value);

  Format format_;
  std::string name_;
  bool is_counter_ = false;
  std::string text_;
};

}  // namespace whistle::gateway::metrics
