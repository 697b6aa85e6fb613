#include "engine/triage/personal_numbers.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "engine/triage/number_groups.h"
#include "engine/triage/number_surroundings.h"

namespace whistle::triage {
namespace {

constexpr Shape kOldIdentity{{15}};
constexpr std::array<Shape, 3> kIdentities{{{{18}}, {{6, 8, 4}}, {{6, 4, 4, 4}}}};
constexpr std::array<Shape, 3> kIdentitiesBeforeX{{{{17}}, {{6, 8, 3}}, {{6, 4, 4, 3}}}};
// Longest first: the first 16 digits of a card may add up as well.
constexpr std::array<Shape, 9> kBankCards{{{{16}},
                                           {{17}},
                                           {{18}},
                                           {{19}},
                                           {{6, 13}},
                                           {{4, 4, 4, 4, 3}},
                                           {{4, 4, 4, 4, 2}},
                                           {{4, 4, 4, 4, 1}},
                                           {{4, 4, 4, 4}}}};

constexpr Shape kMobileInOne{{11}};
constexpr Shape kMobileUsual{{3, 4, 4}};
constexpr Shape kMobileOddEnd{{4, 4, 3}};
constexpr Shape kMobileLongEnd{{3, 8}};
constexpr Shape kMobileLongStart{{7, 4}};
constexpr std::array<Shape, 5> kMobiles{
    {kMobileInOne, kMobileUsual, kMobileOddEnd, kMobileLongEnd, kMobileLongStart}};

constexpr std::array<Shape, 4> kSubscribers{{{{4, 4}}, {{3, 4}}, {{8}}, {{7}}}};

constexpr std::size_t kExtensionDigitsMax = 6;

// Texts with fewer numerals than any of these has are not searched.
constexpr std::size_t numerals_of(const Shape& shape) {
  return std::accumulate(shape.sizes.begin(), shape.sizes.end(), std::size_t{0});
}
template <class Shapes>
constexpr bool have_enough(const Shapes& shapes, std::size_t before = 0) {
  return std::ranges::all_of(
      shapes, [before](const Shape& shape) { return before + numerals_of(shape) >= kNumeralsMin; });
}
constexpr std::size_t kAreaCodeMin = 3;
static_assert(numerals_of(kOldIdentity) >= kNumeralsMin && have_enough(kIdentities) &&
              have_enough(kIdentitiesBeforeX) && have_enough(kBankCards) && have_enough(kMobiles) &&
              have_enough(kSubscribers, kAreaCodeMin));

// One search, from one place on. Strictest first: what adds up is no chance.
class NumberSearch {
 public:
  NumberSearch(const PrivacyLetters& letters, std::size_t at, std::size_t free_from)
      : letters_(letters), at_(at), groups_(letters, at), surroundings_(letters, free_from) {}

  std::optional<Sighting> run() const {
    if (const auto found = identity_number()) return found;
    if (const auto found = bank_card()) return found;
    if (const auto found = mobile()) return found;
    return landline();
  }

 private:
  std::optional<Sighting> identity_number() const {
    if (groups_.have(kOldIdentity)) {
      // Without a check digit the number itself proves too little.
      const bool is_certain = looks_like_old_identity_number(groups_.digits(kOldIdentity)) &&
                              surroundings_.call_it_an_identity(at_);
      if (is_certain) return sighting(PersonalKind::IdentityNumber, kOldIdentity);
    }
    for (const Shape& shape : kIdentities) {
      if (!groups_.have(shape) || !is_identity_number(groups_.digits(shape))) continue;
      return sighting(PersonalKind::IdentityNumber, shape);
    }
    for (const Shape& shape : kIdentitiesBeforeX) {
      if (!groups_.have(shape) || !is_x_at(groups_.last(shape).until())) continue;
      Digits digits = groups_.digits(shape);
      digits.push(kTenAsX);
      if (!is_identity_number(digits)) continue;
      Sighting found = sighting(PersonalKind::IdentityNumber, shape);
      ++found.until;
      return found;
    }
    return std::nullopt;
  }

  // An X that is no part of a word.
  bool is_x_at(std::size_t at) const {
    const char next = letters_.at(at + 1);
    return (letters_.at(at) == 'x' || letters_.at(at) == 'X') && !is_latin(next) && !is_digit(next);
  }

  std::optional<Sighting> bank_card() const {
    for (const Shape& shape : kBankCards) {
      if (!groups_.have(shape) || !is_bank_card(groups_.digits(shape))) continue;
      if (surroundings_.are_a_mask(groups_[0], groups_.last(shape))) continue;
      return sighting(PersonalKind::BankCard, shape);
    }
    return std::nullopt;
  }

  std::optional<Sighting> mobile() const {
    const std::size_t code = country_code_size();
    for (const Shape& shape : kMobiles) {
      if (!groups_.have(shape, code)) continue;
      const Digits digits = groups_.digits(shape, code);
      if (digits[0] != 1 || digits[1] < 3) return std::nullopt;
      if (surroundings_.are_a_mask(groups_[0], groups_.last(shape))) continue;
      if (code == 0 && !may_be_mobile(shape, digits)) continue;
      Sighting found = sighting(PersonalKind::Mobile, shape);
      found.from += code;
      return found;
    }
    return std::nullopt;
  }

  // The digits of 86 or 0086, when they are written in one with the number.
  std::size_t country_code_size() const {
    const std::size_t zeros = letters_.at(at_) == '0' && letters_.at(at_ + 1) == '0' ? 2 : 0;
    const bool is_there = letters_.at(at_ + zeros) == '8' && letters_.at(at_ + zeros + 1) == '6';
    return is_there ? zeros + 2 : 0;
  }

  bool may_be_mobile(const Shape& shape, const Digits& digits) const {
    if (shape == kMobileInOne) return !is_something_else();
    if (shape == kMobileOddEnd) return !surroundings_.lead_to_it(at_);
    if (shape == kMobileLongEnd) return !is_date_at(digits, 3);  // "共150 20230511"
    if (shape == kMobileLongStart) return groups_.has_dashes();  // "1500000 2023年"
    return true;
  }

  std::optional<Sighting> landline() const {
    Digits first;
    for (std::size_t index = 0; index < std::min<std::size_t>(groups_[0].size, 4); ++index) {
      first.push(value_of(letters_.at(at_ + index)));
    }
    const std::size_t code = area_code_size(first);
    if (code == 0 || surroundings_.call_it_otherwise(at_)) return std::nullopt;
    if (groups_[0].size > code) return landline_in_one(code);
    for (const Shape& subscriber : kSubscribers) {
      const Shape shape{{code, subscriber.sizes[0], subscriber.sizes[1]}};
      if (!groups_.have(shape) || has_date(shape)) continue;
      if (surroundings_.are_a_mask(groups_[0], groups_.last(shape))) continue;
      Sighting found = sighting(PersonalKind::Landline, shape);
      found.mark = at_ + code;
      return found;
    }
    return std::nullopt;
  }

  // "020 20230511": a day behind a number of three digits.
  bool has_date(const Shape& shape) const {
    if (groups_.has_dashes() || groups_[1].size != 8) return false;
    return is_date_at(groups_.digits(shape), groups_[0].size);
  }

  // "05968321234". Subscribers' numbers begin with 2 to 8; without a separator that counts.
  std::optional<Sighting> landline_in_one(std::size_t code) const {
    const std::size_t size = groups_[0].size;
    if (size < 11 || size > code + 8) return std::nullopt;
    const int first = value_of(letters_.at(at_ + code));
    if (first < 2 || first > 8 || is_something_else()) return std::nullopt;
    return Sighting{PersonalKind::Landline, at_, groups_[0].until(), at_ + code};
  }

  bool is_something_else() const {
    return surroundings_.call_it_otherwise(at_) || surroundings_.make_it_a_fraction(at_) ||
           surroundings_.make_it_an_amount(groups_[0]);
  }

  Sighting sighting(PersonalKind kind, const Shape& shape) const {
    return {kind, at_, groups_.last(shape).until(), at_};
  }

  const PrivacyLetters& letters_;
  std::size_t at_;
  NumberGroups groups_;
  NumberSurroundings surroundings_;
};

// "(0596)8321234" and "(0596) 832-1234".
std::optional<Sighting> bracketed_landline_at(const PrivacyLetters& letters, std::size_t at) {
  const NumberGroup area = group_at(letters, at + 1);
  if (area.size < 3 || area.size > 4 || letters.at(area.until()) != ')') return std::nullopt;
  const Shape code{{area.size}};
  if (area_code_size(NumberGroups(letters, area.from).digits(code)) != area.size) {
    return std::nullopt;
  }
  std::size_t next = area.until() + 1;
  if (is_separator(letters.at(next))) ++next;
  if (!is_numeral(letters.at(next))) return std::nullopt;
  const NumberGroups groups(letters, next);
  for (const Shape& shape : kSubscribers) {
    if (!groups.have(shape)) continue;
    const NumberGroup& last = groups.last(shape);
    if (NumberSurroundings(letters, at).are_a_mask(area, last)) continue;
    return Sighting{PersonalKind::Landline, at, last.until(), area.until()};
  }
  return std::nullopt;
}

std::optional<Sighting> bare_number_at(const PrivacyLetters& letters, std::size_t at,
                                       std::size_t free_from) {
  if (letters.at(at) == '(') return bracketed_landline_at(letters, at);
  return NumberSearch(letters, at, free_from).run();
}

// Behind "转801", " 分机801", "#801" or "ext. 801" at `at`; or `at` when there is none.
std::size_t named_extension_end(const PrivacyLetters& letters, std::size_t at) {
  const auto skip = [&letters](std::size_t from, std::string_view skipped) {
    return from + (skipped.find(letters.at(from)) != std::string_view::npos ? 1 : 0);
  };
  const std::size_t name = skip(at, " ,");
  std::size_t next = skip(name, "#");
  if (letters.at(next) == kThrough) ++next;
  if (letters.at(next) == kExtensionWord && letters.at(next + 1) == kExtensionWord) next += 2;
  if (next == name && letters.at(next) == 'e' && letters.at(next + 1) == 'x' &&
      letters.at(next + 2) == 't') {
    next = skip(next + 3, ".");
  }
  if (next == name) return at;
  const NumberGroup digits = group_at(letters, skip(skip(next, ":"), " "));
  return digits.size >= 1 && digits.size <= kExtensionDigitsMax ? digits.until() : at;
}

// "-801", unless another number begins there.
std::size_t dashed_extension_end(const PrivacyLetters& letters, std::size_t at) {
  if (letters.at(at) != '-' || !is_numeral(letters.at(at + 1))) return at;
  const NumberGroup digits = group_at(letters, at + 1);
  if (digits.size > kExtensionDigitsMax || bare_number_at(letters, at + 1, at + 1)) return at;
  return digits.until();
}

}  // namespace

std::optional<Sighting> number_at(const PrivacyLetters& letters, std::size_t at,
                                  std::size_t free_from) {
  std::optional<Sighting> found = bare_number_at(letters, at, free_from);
  if (found && found->kind == PersonalKind::Landline) {
    const std::size_t end = found->until;
    found->until = dashed_extension_end(letters, end);
    if (found->until == end) found->until = named_extension_end(letters, end);
  }
  return found;
}

}  // namespace whistle::triage
