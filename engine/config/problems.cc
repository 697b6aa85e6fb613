#include "engine/config/problems.h"

#include <algorithm>
#include <array>
#include <utility>

#include <utf8proc.h>

namespace whistle::config {
namespace {

constexpr std::size_t kQuotedBytesMax = 80;
constexpr std::size_t kNearMissDistanceMax = 3;

// Edit distance where swapping two neighbours costs one step, like a slip of the fingers.
std::size_t distance(std::string_view a, std::string_view b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::size_t> cells((a.size() + 1) * width);
  const auto cell = [&](std::size_t i, std::size_t j) -> std::size_t& {
    return cells[i * width + j];
  };
  for (std::size_t i = 0; i <= a.size(); ++i) cell(i, 0) = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cell(0, j) = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = a[i - 1] == b[j - 1] ? 0 : 1;
      cell(i, j) = std::min({cell(i - 1, j) + 1, cell(i, j - 1) + 1, cell(i - 1, j - 1) + changed});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) cell(i, j) = std::min(cell(i, j), cell(i - 2, j - 2) + 1);
    }
  }
  return cell(a.size(), b.size());
}

void append_escaped(std::string& text, unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  text += "\\x";
  text += kDigits[byte >> 4];
  text += kDigits[byte & 0x0f];
}

}  // namespace

std::string to_text(const Problem& problem) {
  return problem.file + ":" + std::to_string(problem.line) + ":" + std::to_string(problem.column) +
         (problem.weight == Weight::Warning ? ": warning: " : ": ") + problem.message;
}

void Problems::add(const Place& place, std::string message) {
  problems_.push_back({place.file, place.line, place.column, std::move(message), Weight::Error});
  ++errors_;
}

void Problems::warn(const Place& place, std::string message) {
  problems_.push_back({place.file, place.line, place.column, std::move(message), Weight::Warning});
}

bool Problems::has_error_in(std::string_view file) const {
  return std::ranges::any_of(problems_, [&](const Problem& problem) {
    return problem.weight == Weight::Error && problem.file == file;
  });
}

std::vector<Problem> Problems::sorted() const {
  std::vector<Problem> sorted = problems_;
  std::ranges::sort(sorted);
  const auto repeated = std::ranges::unique(sorted);
  sorted.erase(repeated.begin(), repeated.end());
  return sorted;
}

std::string in_quotes(std::string_view text) {
  std::string result = "\"";
  std::size_t at = 0;
  while (at < text.size() && at < kQuotedBytesMax) {
    utf8proc_int32_t symbol = 0;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
    const auto length =
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &symbol);
    if (length <= 0 || symbol < 0x20 || symbol == 0x7f) {
      append_escaped(result, static_cast<unsigned char>(text[at]));
      ++at;
    } else {
      result.append(text, at, static_cast<std::size_t>(length));
      at += static_cast<std::size_t>(length);
    }
  }
  result += at < text.size() ? "...\"" : "\"";
  return result;
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string result;
  for (const std::string_view word : words) {
    if (!result.empty()) result += ", ";
    result += word;
  }
  return result;
}

std::string near_miss(std::string_view word, const std::vector<std::string_view>& known) {
  // A third of the word may be wrong; a single letter is near to everything and so to nothing.
  if (word.size() < 2 || word.size() > kQuotedBytesMax) return {};
  std::size_t best = std::clamp<std::size_t>(word.size() / 3, 1, kNearMissDistanceMax) + 1;
  std::string_view nearest;
  for (const std::string_view candidate : known) {
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - std::min(word.size(), candidate.size()) >= best) continue;
    const std::size_t far = distance(word, candidate);
    if (far >= best) continue;
    best = far;
    nearest = candidate;
  }
  return nearest.empty() ? std::string{} : "; did you mean " + in_quotes(nearest) + "?";
}

std::string not_one_of(std::string_view word, const std::vector<std::string_view>& known) {
  return in_quotes(word) + " is not one of " + listed(known) + near_miss(word, known);
}

}  // namespace whistle::config
