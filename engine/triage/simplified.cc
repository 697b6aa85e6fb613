#include "engine/triage/simplified.h"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <array>
#include <cstddef>
#include <memory>

#include "engine/core/check.h"

namespace whistle::triage {
namespace {

// The block that nearly all Chinese text is written in.
constexpr std::int32_t kFirst = 0x4E00;
constexpr std::int32_t kEnd = 0xA000;
using Forms = std::array<char16_t, static_cast<std::size_t>(kEnd - kFirst)>;

// Transliterates the whole block once, a line for each character, so that none sees another.
std::unique_ptr<const Forms> transliterate_block() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> to_simplified(
      icu::Transliterator::createInstance("Traditional-Simplified", UTRANS_FORWARD, status));
  WHISTLE_CHECK(U_SUCCESS(status));
  icu::UnicodeString lines;
  for (std::int32_t point = kFirst; point < kEnd; ++point) lines.append(point).append(u'\n');
  to_simplified->transliterate(lines);

  auto forms = std::make_unique<Forms>();
  WHISTLE_CHECK(static_cast<std::size_t>(lines.length()) == 2 * forms->size());
  for (std::size_t i = 0; i < forms->size(); ++i) {
    (*forms)[i] = lines.charAt(static_cast<std::int32_t>(2 * i));
    WHISTLE_CHECK((*forms)[i] >= 0x800);  // three bytes, as before
  }
  return forms;
}

}  // namespace

std::int32_t simplified(std::int32_t point) {
  static const std::unique_ptr<const Forms> forms = transliterate_block();
  if (point < kFirst || point >= kEnd) return point;
  return (*forms)[static_cast<std::size_t>(point - kFirst)];
}

}  // namespace whistle::triage
