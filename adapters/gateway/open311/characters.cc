#include "adapters/gateway/open311/characters.h"

#include <utf8proc.h>

#include <algorithm>

namespace whistle::gateway::open311 {
namespace {

struct Step {
  std::size_t length;           // at least 1
  utf8proc_int32_t code_point;  // negative: a broken byte
};

Step step(std::string_view text) {
  Step step{};
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto length =
      utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size()), &step.code_point);
  if (length < 1) return {1, -1};
  step.length = static_cast<std::size_t>(length);
  return step;
}

// https://www.w3.org/TR/xml/#charsets
bool is_of_xml(utf8proc_int32_t code_point) {
  if (code_point < 0x20) return code_point == '\t' || code_point == '\n' || code_point == '\r';
  return code_point != 0xFFFE && code_point != 0xFFFF;
}

}  // namespace

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) text.remove_prefix(step(text).length);
  return count;
}

std::string clean(std::string_view text) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  std::string cleaned;
  cleaned.reserve(text.size());
  while (!text.empty()) {
    const Step next = step(text);
    cleaned += is_of_xml(next.code_point) ? text.substr(0, next.length) : kReplacement;
    text.remove_prefix(next.length);
  }
  return cleaned;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::vector<std::string> comma_list(std::string_view text) {
  std::vector<std::string> pieces;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view piece = trimmed(text.substr(0, end));
    if (!piece.empty()) pieces.emplace_back(piece);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pieces;
}

}  // namespace whistle::gateway::open311
