#include "adapters/hotline/problem.h"

#include <algorithm>
#include <string_view>

namespace whistle::hotline {
namespace {

constexpr std::size_t kNumberDigitsMin = 10;
constexpr std::size_t kDigitsShown = 3;
constexpr std::size_t kCharactersMax = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_of_a_name(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
         c == '-' || c == '+';
}

// "2015-02-31": a day is no number to hide.
bool is_day_at(const std::string& text, std::size_t at) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() - at < kShape.size()) return false;
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (kShape[i] == 'd' ? !is_digit(text[at + i]) : text[at + i] != '-') return false;
  }
  const std::size_t end = at + kShape.size();
  return end == text.size() || !is_digit(text[end]);
}

// Groups of a number stand apart by one space or dash.
void hide_numbers(std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (is_day_at(text, at)) {
      at += std::string_view("dddd-dd-dd").size();
      continue;
    }
    std::size_t digits = 0;
    std::size_t end = at;
    while (end < text.size() &&
           (is_digit(text[end]) || (digits > 0 && (text[end] == ' ' || text[end] == '-') &&
                                    end + 1 < text.size() && is_digit(text[end + 1])))) {
      if (is_digit(text[end])) ++digits;
      ++end;
    }
    std::size_t seen = 0;
    for (std::size_t i = at; digits >= kNumberDigitsMin && i < end; ++i) {
      if (is_digit(text[i]) && ++seen > kDigitsShown) text[i] = '*';
    }
    at = std::max(end, at + 1);
  }
}

void hide_emails(std::string& text) {
  for (std::size_t at = text.find('@'); at != std::string::npos; at = text.find('@', at + 1)) {
    std::size_t from = at;
    while (from > 0 && is_of_a_name(text[from - 1])) --from;
    for (std::size_t i = from + 1; i < at; ++i) text[i] = '*';
  }
}

}  // namespace

std::string shown_value(std::string_view text) {
  std::size_t characters = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    const bool begins = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins && ++characters > kCharactersMax) break;
    ++end;
  }
  std::string shown(text.substr(0, end));
  hide_numbers(shown);
  hide_emails(shown);
  return "'" + shown + (end < text.size() ? "...'" : "'");
}

std::string to_text(const Problem& problem) {
  std::string text = problem.at.file;
  if (problem.at.line != 0) text += ":" + std::to_string(problem.at.line);
  if (problem.at.column != 0) text += ":" + std::to_string(problem.at.column);
  return text + ": " + problem.what;
}

}  // namespace whistle::hotline
