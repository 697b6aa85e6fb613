#include "engine/triage/privacy.h"

#include <algorithm>
#include <optional>

#include "engine/triage/number_checks.h"
#include "engine/triage/number_surroundings.h"
#include "engine/triage/personal_numbers.h"
#include "engine/triage/privacy_letters.h"

namespace whistle::triage {
namespace {

bool is_alphanumeric(char letter) { return is_latin(letter) || is_digit(letter); }

bool is_of_domain(char letter) { return is_alphanumeric(letter) || letter == '-' || letter == '.'; }

bool is_of_mailbox(char letter) {
  return is_of_domain(letter) || letter == '_' || letter == '%' || letter == '+';
}

// Behind the domain that begins at `from`, or `from` when there is none. It ends with a label that
// begins with letters; digits written on without a space, as in "a@b.cn13800138000", are not of it.
std::size_t domain_end(const PrivacyLetters& letters, std::size_t from) {
  std::size_t end = from;
  if (!is_alphanumeric(letters.at(from))) return end;
  for (std::size_t at = from; is_of_domain(letters.at(at)); ++at) {
    if (letters.at(at) != '.') continue;
    std::size_t label = at + 1;
    while (is_latin(letters.at(label))) ++label;
    if (label >= at + 3) end = label;
  }
  return end;
}

// Addresses, each @ with what stands before it and behind it. "a@b.cn@c.cn" is one: else the first
// domain, which stays when it is masked, would become a mailbox of the second.
std::vector<Sighting> emails_in(const PrivacyLetters& letters) {
  std::vector<Sighting> emails;
  std::size_t free_from = 0;
  for (std::size_t at = 0; at < letters.size(); ++at) {
    if (letters.at(at) != '@') continue;
    const std::size_t until = domain_end(letters, at + 1);
    std::size_t from = at;
    while (from > free_from && is_of_mailbox(letters.at(from - 1))) --from;
    const bool is_joined = from == free_from && !emails.empty() && emails.back().until == from;
    while (from < at && !is_alphanumeric(letters.at(from)) && letters.at(from) != '_') ++from;
    free_from = at + 1;
    if (until == at + 1) continue;
    if (from < at) {
      emails.push_back({PersonalKind::Email, from, until, at});
    } else if (is_joined) {
      emails.back().until = until;
      emails.back().mark = at;
    } else {
      continue;
    }
    free_from = until;
  }
  return emails;
}

// Region, letter, and five signs or, for cars without an engine, six: "闽E·12345", "闽ED12345".
std::optional<Sighting> plate_at(const PrivacyLetters& letters, std::size_t at) {
  if (letters.at(at) != kRegion || !is_latin(letters.at(at + 1))) return std::nullopt;
  const std::size_t mark = at + 2;
  std::size_t end = mark;
  if (letters.at(end) == kMiddleDot || letters.at(end) == '.' || is_separator(letters.at(end))) {
    ++end;
  }
  std::size_t signs = 0;
  std::size_t digits = 0;
  for (; signs <= 6 && is_alphanumeric(letters.at(end)); ++end) {
    ++signs;
    if (is_digit(letters.at(end))) ++digits;
  }
  const bool has_end_sign = signs == 4 && letters.at(end) == kPlateEnd;  // "闽E·1234警"
  if (has_end_sign) {
    ++end;
    ++signs;
  }
  const bool is_whole = !NumberSurroundings(letters, at).hide_what_follows(end);
  if (signs < 5 || signs > 6 || digits == 0 || !is_whole) return std::nullopt;
  return Sighting{PersonalKind::Plate, at, end, mark};
}

// Behind a run of numerals in which nothing was found.
std::size_t run_end(const PrivacyLetters& letters, std::size_t at) {
  const bool is_western = is_digit(letters.at(at));
  std::size_t end = at;
  while (is_numeral(letters.at(end)) && is_digit(letters.at(end)) == is_western) ++end;
  return end;
}

// From left to right: what begins first is found first, and what is found takes its letters away.
// Only e-mails are looked for before, because they begin with anything: "13800138000@example.com".
std::vector<Sighting> sightings_in(PrivacyLetters& letters, Plates plates) {
  const std::vector<Sighting> emails = emails_in(letters);
  for (const Sighting& email : emails) letters.blank(email.from, email.until);
  std::vector<Sighting> found;
  auto email = emails.begin();
  std::size_t free_from = 0;
  for (std::size_t at = 0; at < letters.size();) {
    std::optional<Sighting> here;
    const bool is_number = is_numeral(letters.at(at));
    if (email != emails.end() && email->from == at) {
      here = *email++;
    } else if (is_number || letters.at(at) == '(') {
      here = number_at(letters, at, free_from);
    } else if (plates == Plates::Sought) {
      here = plate_at(letters, at);
    }
    if (here) {
      found.push_back(*here);
      free_from = here->until;
      at = here->until;
    } else {
      at = is_number ? run_end(letters, at) : at + 1;
    }
  }
  return found;
}

// How many numerals stay at the start and, if the last group has as many, at the end.
struct Kept {
  std::size_t first{};
  std::size_t last{};
};

Kept kept_of(PersonalKind kind, std::size_t numerals) {
  switch (kind) {
    case PersonalKind::Mobile:
      return {3, 4};
    case PersonalKind::IdentityNumber:
      // The last digits after the date of birth.
      return {3, numerals == kOldIdentityDigits ? std::size_t{3} : std::size_t{4}};
    case PersonalKind::BankCard:
      return {4, 4};
    case PersonalKind::Landline:
    case PersonalKind::Email:
    case PersonalKind::Plate:
      break;
  }
  return {};
}

// Writes the masked forms of what was found.
class Mask {
 public:
  Mask(const PrivacyLetters& letters, std::string& masked) : letters_(letters), masked_(masked) {}

  void write(const Sighting& found) {
    switch (found.kind) {
      case PersonalKind::Mobile:
      case PersonalKind::IdentityNumber:
      case PersonalKind::BankCard:
        write_ends(found);
        return;
      case PersonalKind::Landline:
      case PersonalKind::Plate:
        masked_ += letters_.written(found.from, found.mark);
        write_hidden(found.mark, found.until, found.kind == PersonalKind::Plate);
        return;
      case PersonalKind::Email:
        write_email(found);
        return;
    }
  }

 private:
  void write_ends(const Sighting& found) {
    std::size_t numerals = 0;
    std::size_t last_group = 0;
    for (std::size_t at = found.from; at < found.until; ++at) {
      const bool is_counted = !is_separator(letters_.at(at));
      if (is_counted) ++numerals;
      last_group = is_counted ? last_group + 1 : 0;
    }
    const Kept kept = kept_of(found.kind, numerals);
    const std::size_t tail_from = found.until - std::min(kept.last, last_group);
    const std::size_t head_until = found.from + kept.first;  // no first group is shorter
    masked_ += letters_.written(found.from, head_until);
    write_hidden(head_until, tail_from, false);
    masked_ += letters_.written(tail_from, found.until);
  }

  // A star for each digit, and each letter of a plate; what stands between them stays.
  void write_hidden(std::size_t from, std::size_t until, bool is_plate) {
    for (std::size_t at = from; at < until; ++at) {
      const char letter = letters_.at(at);
      const bool is_hidden =
          is_numeral(letter) || (is_plate && (is_latin(letter) || letter == kPlateEnd));
      masked_ += is_hidden ? std::string_view("*") : letters_.written(at, at + 1);
    }
  }

  // A domain may itself hold a number: "a@13800138000.cn".
  void write_email(const Sighting& found) {
    if (found.mark - found.from > 1) masked_ += letters_.written(found.from, found.from + 1);
    masked_ += "***";
    masked_ += letters_.written(found.mark, found.mark + 1);
    masked_ += mask_personal_data(letters_.written(found.mark + 1, found.until));
  }

  const PrivacyLetters& letters_;
  std::string& masked_;
};

}  // namespace

std::vector<PersonalData> find_personal_data(std::string_view text, Plates plates) {
  if (plates == Plates::Kept && is_harmless(text)) return {};
  PrivacyLetters letters(text);
  std::vector<PersonalData> found;
  for (const Sighting& seen : sightings_in(letters, plates)) {
    found.push_back({seen.kind, letters.begin_of(seen.from), letters.end_of(seen.until - 1)});
  }
  return found;
}

std::string mask_personal_data(std::string_view text, Plates plates) {
  if (plates == Plates::Kept && is_harmless(text)) return std::string(text);
  PrivacyLetters letters(text);
  std::string masked;
  masked.reserve(text.size());
  std::size_t written = 0;
  Mask mask(letters, masked);
  for (const Sighting& found : sightings_in(letters, plates)) {
    masked += text.substr(written, letters.begin_of(found.from) - written);
    mask.write(found);
    written = letters.end_of(found.until - 1);
  }
  masked += text.substr(written);
  return masked;
}

}  // namespace whistle::triage
