#include "adapters/gateway/http/target.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace whistle::gateway::http {
namespace {

std::optional<unsigned> digit_of(char letter) {
  if (letter >= '0' && letter <= '9') return static_cast<unsigned>(letter - '0');
  if (letter >= 'a' && letter <= 'f') return static_cast<unsigned>(letter - 'a') + 10U;
  if (letter >= 'A' && letter <= 'F') return static_cast<unsigned>(letter - 'A') + 10U;
  return std::nullopt;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
      continue;
    }
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto high = digit_of(text[i + 1]);
    const auto low = digit_of(text[i + 2]);
    if (!high || !low) return std::nullopt;
    decoded += static_cast<char>(*high * 16U + *low);
    i += 2;
  }
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

bool is_control(char letter) {
  return static_cast<unsigned char>(letter) < 0x20U || letter == 0x7f;
}

bool is_control_in_text(char letter) {
  return is_control(letter) && letter != '\t' && letter != '\n' && letter != '\r';
}

bool climbs(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view segment = path.substr(0, end);
    if (segment == "." || segment == "..") return true;
    path.remove_prefix(end);
  }
  return false;
}

bool has_encoded_slash(std::string_view path) {
  return path.find("%2f") != std::string_view::npos || path.find("%2F") != std::string_view::npos;
}

}  // namespace

// RFC 3629: no overlong forms, no surrogates, nothing beyond U+10FFFF.
bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    std::size_t length = 0;
    std::uint32_t point = 0;
    if (first < 0x80U) {
      ++i;
      continue;
    }
    if (first >= 0xc2U && first <= 0xdfU) {
      length = 2;
      point = first & 0x1fU;
    } else if (first >= 0xe0U && first <= 0xefU) {
      length = 3;
      point = first & 0x0fU;
    } else if (first >= 0xf0U && first <= 0xf4U) {
      length = 4;
      point = first & 0x07U;
    } else {
      return false;
    }
    if (i + length > text.size()) return false;
    for (std::size_t j = 1; j < length; ++j) {
      const auto next = static_cast<unsigned char>(text[i + j]);
      if ((next & 0xc0U) != 0x80U) return false;
      point = (point << 6U) | (next & 0x3fU);
    }
    const bool is_overlong = (length == 3 && point < 0x800U) || (length == 4 && point < 0x10000U);
    const bool is_surrogate = point >= 0xd800U && point <= 0xdfffU;
    if (is_overlong || is_surrogate || point > 0x10ffffU) return false;
    i += length;
  }
  return true;
}

std::optional<Fields> read_form(std::string_view text, std::size_t fields_max) {
  Fields fields;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    if (fields.all().size() == fields_max) return std::nullopt;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals), true);
    auto value = decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name || !value) return std::nullopt;
    if (std::ranges::any_of(*name, is_control)) return std::nullopt;
    if (std::ranges::any_of(*value, is_control_in_text)) return std::nullopt;
    fields.add(*std::move(name), *std::move(value));
  }
  return fields;
}

std::optional<Target> read_target(std::string_view target) {
  if (!target.starts_with('/')) return std::nullopt;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = std::min(target.find('?'), target.size());
  const std::string_view raw = target.substr(0, mark);
  if (has_encoded_slash(raw)) return std::nullopt;
  auto path = decode(raw, false);
  if (!path || climbs(*path)) return std::nullopt;
  const auto is_bad = [](char letter) { return is_control(letter) || letter == '\\'; };
  if (std::ranges::any_of(*path, is_bad)) return std::nullopt;
  auto query = read_form(target.substr(std::min(mark + 1, target.size())));
  if (!query) return std::nullopt;
  return Target{*std::move(path), *std::move(query)};
}

}  // namespace whistle::gateway::http
