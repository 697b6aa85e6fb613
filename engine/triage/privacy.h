#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::triage {

enum class PersonalKind : std::uint8_t {
  Mobile,          // 1[3-9] and nine digits; the country code before it does not belong to it
  Landline,        // area code and number, with its brackets and its extension
  IdentityNumber,  // a citizen's: 18 digits that add up (GB 11643), or 15 called by their name
  BankCard,        // 62 and 14 to 17 digits that add up
  Email,
  Plate,  // of a vehicle
};

// Personal data in a text, its bytes [begin, end): whole characters, separators within included.
struct PersonalData {
  PersonalKind kind{};
  std::size_t begin{};
  std::size_t end{};

  bool operator==(const PersonalData&) const = default;
};

// Plates are kept unless sought: in a complaint about a car the plate says which one, and the unit
// cannot act without it. Who shows texts to others than the unit seeks them.
enum class Plates : std::uint8_t { Kept, Sought };

// What in the text would lead to a person, in the order of the text, none overlapping.
//
// Any bytes are a text; malformed UTF-8 is passed over. Full-width forms, Chinese numerals, and
// spaces or dashes between the usual groups of digits make no difference. A number must be whole:
// nothing is found inside a longer run of digits. What is called an order's number or an amount of
// money is not taken for a telephone, and a short service number or a 400 number is nobody's own.
//
// Time grows with the length of the text and with nothing else. Memory: the result, and nine bytes
// for each of a text with ten numerals or an @, or in which plates are sought. Any thread.
std::vector<PersonalData> find_personal_data(std::string_view text, Plates plates = Plates::Kept);

// The text with a `*` for each digit or letter of personal data that would lead to the person:
//
//   mobile            138****5678            the first three and the last four stay
//   identity number   350***********1234     the first three and the last four (of 15: three)
//   bank card         6222***********0000    the first four and the last four
//   landline          0596-*******           the area code
//   e-mail            z***@example.com       the first character, unless it is the only one
//   plate             闽E·*****              the region
//
// Separators stay, and of a grouped number no more of the end than its last group. GB/T 35273-2020
// (7.2) asks that personal data be de-identified where it is shown; which digits may stay it does
// not say. This follows common practice: what says an operator, a region or a bank stays, and an
// end by which the person who called can confirm on the telephone that it is theirs. A date of
// birth never stays. A landline's end does not stay: behind an area code few numbers are left.
//
// Nothing is found in a masked text, so masking it again changes nothing.
std::string mask_personal_data(std::string_view text, Plates plates = Plates::Kept);

}  // namespace whistle::triage
