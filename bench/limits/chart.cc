#include "bench/limits/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace whistle::bench::limits {
namespace {

constexpr double kWidth = 760;
constexpr double kHeight = 400;
constexpr double kLeft = 80;
constexpr double kRight = 24;
constexpr double kTop = 48;
constexpr double kBottom = 88;
constexpr int kSteps = 5;

// Told apart by colour-blind people, too, and by their dashes.
constexpr std::array kColours{"#3b82f6", "#16a34a", "#ea7317", "#a855f7"};
constexpr std::array kDashes{"none", "none", "6 3", "2 3"};

// 1, 2 or 5 times a power of ten, so that so many of them reach `most`.
double step_for(double most) {
  if (most <= 0) return 1;
  const double least = most / kSteps;
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (times * power >= least) return times * power;
  }
  return 10 * power;
}

std::string escaped(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '&') {
      result += "&amp;";
    } else if (letter == '<') {
      result += "&lt;";
    } else {
      result += letter;
    }
  }
  return result;
}

std::string with_commas(double value) {
  std::string digits = fmt::format("{:.0f}", value);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

}  // namespace

std::string to_svg(const Chart& chart) {
  double most = 0;
  std::size_t longest = 2;
  for (const Curve& curve : chart.curves) {
    for (const double value : curve.values) most = std::max(most, value);
    longest = std::max(longest, curve.values.size());
  }
  const double step_up = step_for(most);
  const double high = std::max(step_up, std::ceil(most / step_up) * step_up);
  const double step_across = std::max(1.0, step_for(static_cast<double>(longest)));
  const auto x = [&](double at) {
    return kLeft + at / static_cast<double>(longest - 1) * (kWidth - kLeft - kRight);
  };
  const auto y = [&](double value) {
    return kHeight - kBottom - value / high * (kHeight - kTop - kBottom);
  };

  std::string svg = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" width=\"{0}\" "
      "height=\"{1}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n"
      "<title>{2}</title>\n"
      "<style>text{{fill:#333}}.grid{{stroke:#8886;stroke-width:1}}.paper{{fill:#fff}}"
      "@media(prefers-color-scheme:dark){{text{{fill:#ddd}}.paper{{fill:#161b22}}}}</style>\n"
      "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n"
      "<text x=\"{3}\" y=\"26\" font-size=\"15\">{2}</text>\n",
      kWidth, kHeight, escaped(chart.title), kLeft);
  for (double value = 0; value <= high + step_up / 2; value += step_up) {
    svg += fmt::format(
        "<line class=\"grid\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>"
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n",
        kLeft, y(value), kWidth - kRight, y(value), kLeft - 8, y(value) + 4, with_commas(value));
  }
  for (double at = 0; at < static_cast<double>(longest); at += step_across) {
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{:.0f}</text>\n",
                       x(at), kHeight - kBottom + 20, at);
  }
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n",
                     (kLeft + kWidth - kRight) / 2, kHeight - kBottom + 40, escaped(chart.across));
  svg += fmt::format(
      "<text transform=\"translate(18 {:.1f}) rotate(-90)\" text-anchor=\"middle\">"
      "{}</text>\n",
      (kTop + kHeight - kBottom) / 2, escaped(chart.up));
  double legend = kLeft;
  for (std::size_t i = 0; i < chart.curves.size() && i < kColours.size(); ++i) {
    const Curve& curve = chart.curves[i];
    const std::string pen =
        fmt::format("fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-dasharray=\"{}\"",
                    kColours[i], kDashes[i]);
    std::string points;
    for (std::size_t at = 0; at < curve.values.size(); ++at) {
      points += fmt::format("{:.1f},{:.1f} ", x(static_cast<double>(at)), y(curve.values[at]));
    }
    svg += fmt::format("<polyline {} points=\"{}\"/>\n", pen, points);
    svg += fmt::format("<line {} x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>", pen,
                       legend, kHeight - 20, legend + 26, kHeight - 20);
    svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", legend + 32, kHeight - 16,
                       escaped(curve.name));
    constexpr double kLetter = 7.5;
    legend += 60 + kLetter * static_cast<double>(curve.name.size());
  }
  return svg + "</svg>\n";
}

}  // namespace whistle::bench::limits
