#include "adapters/gateway/metrics/exposition.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace whistle::gateway::metrics {
namespace {

std::string number(double value) {
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  if (std::isnan(value)) return "NaN";
  std::array<char, 32> digits{};
  const double size = std::abs(value);
  // As people write them, unless that would be long.
  const bool is_plain = size == 0 || (size > 1e-6 && size < 1e15);
  const auto written =
      std::to_chars(digits.data(), digits.data() + digits.size(), value,
                    is_plain ? std::chars_format::fixed : std::chars_format::general);
  return {digits.data(), written.ptr};
}

// Backslash, line feed and, in the value of a label, the quote.
std::string escaped(std::string_view text, bool is_label) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '\n') {
      safe += "\\n";
      continue;
    }
    if (letter == '\\' || (is_label && letter == '"')) safe += '\\';
    safe += letter;
  }
  return safe;
}

}  // namespace

Format format_for(std::string_view accept) {
  return accept.find("application/openmetrics-text") != std::string_view::npos ? Format::OpenMetrics
                                                                               : Format::Prometheus;
}

std::string content_type_of(Format format) {
  return format == Format::OpenMetrics
             ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
             : "text/plain; version=0.0.4; charset=utf-8";
}

void Histogram::observe(double value) {
  const auto bucket = std::ranges::lower_bound(bounds, value) - bounds.begin();
  ++counts[static_cast<std::size_t>(bucket)];
  sum += value;
}

void Exposition::begin(const std::string& name, const char* type, const std::string& help) {
  name_ = name;
  is_counter_ = std::string_view(type) == "counter";
  // The older format knows a counter by the name of its samples.
  const bool is_older_counter = is_counter_ && format_ == Format::Prometheus;
  const std::string family = is_older_counter ? name + "_total" : name;
  text_ += "# HELP " + family + " " + escaped(help, format_ == Format::OpenMetrics) + "\n";
  text_ += "# TYPE " + family + " " + type + "\n";
}

void Exposition::counter(const std::string& name, const std::string& help) {
  begin(name, "counter", help);
}

void Exposition::gauge(const std::string& name, const std::string& help) {
  begin(name, "gauge", help);
}

void Exposition::histogram(const std::string& name, const std::string& help) {
  begin(name, "histogram", help);
}

void Exposition::line(const std::string& name, const Labels& labels, double value) {
  text_ += name;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    text_ +=
        (i == 0 ? "{" : ",") + labels[i].first + "=\"" + escaped(labels[i].second, true) + "\"";
  }
  if (!labels.empty()) text_ += "}";
  text_ += " " + number(value) + "\n";
}

void Exposition::sample(double value, const Labels& labels) {
  line(is_counter_ ? name_ + "_total" : name_, labels, value);
}

void Exposition::sample(const Histogram& value, const Labels& labels) {
  std::uint64_t count = 0;
  Labels with_bound = labels;
  with_bound.emplace_back("le", "");
  for (std::size_t i = 0; i < value.counts.size(); ++i) {
    count += value.counts[i];
    with_bound.back().second = number(i < value.bounds.size() ? value.bounds[i] : INFINITY);
    line(name_ + "_bucket", with_bound, static_cast<double>(count));
  }
  line(name_ + "_sum", labels, value.sum);
  line(name_ + "_count", labels, static_cast<double>(count));
}

std::string Exposition::take() {
  if (format_ == Format::OpenMetrics) text_ += "# EOF\n";
  return std::move(text_);
}

}  // namespace whistle::gateway::metrics
