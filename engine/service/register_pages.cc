#include "engine/service/register_pages.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <system_error>

#include "engine/service/fields.h"

namespace whistle::service {
namespace {

using namespace casework;  // NOLINT(google-build-using-namespace): every row is named below

template <class Tag>
std::string text_of(Number<Tag> key) {
  return std::to_string(key.value);
}
std::string text_of(AreaCode key) { return std::to_string(key.value); }
std::string text_of(const HolderName& key) { return key.value; }

std::optional<std::uint64_t> number_in(const std::string& text) {
  std::uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

template <class Key>
std::optional<Key> key_in(const std::string& text) {
  const auto number = number_in(text);
  return number ? std::optional<Key>(Key{*number}) : std::nullopt;
}
template <>
std::optional<HolderName> key_in<HolderName>(const std::string& text) {
  return HolderName{text};
}

bool concerns(const Whistle& row, const UnitCode& unit) {
  return row.whistler == unit || row.lead == unit || row.find(unit) != nullptr;
}
bool concerns(const Duty& row, const UnitCode& unit) { return row.unit == unit; }
bool concerns(const ListEntry& row, const UnitCode& unit) {
  return row.unit == unit || row.claimant_unit == unit;
}
bool concerns(const Appealable& row, const UnitCode& unit) { return row.find(unit) != nullptr; }
bool concerns(const Storm&, const UnitCode&) { return false; }
bool concerns(const AreaMode&, const UnitCode&) { return false; }
bool concerns(const Adoption&, const UnitCode&) { return false; }
bool concerns(const Account&, const UnitCode&) { return false; }

Failure<Problem> no_row(const v1::RegistersRequest& wish) {
  return Failure{Problem{kNotFound, "UNKNOWN_ROW", "key: no " + wish.kind() + " " + wish.key(), 0}};
}

template <class Key, class Row>
Outcome<RegisterPage, Problem> page(const std::map<Key, Row>& rows,
                                    const v1::RegistersRequest& wish) {
  RegisterPage page;
  if (!wish.key().empty()) {
    const auto key = key_in<Key>(wish.key());
    const auto found = key ? rows.find(*key) : rows.end();
    if (found == rows.end()) return no_row(wish);
    page.rows.push_back({text_of(found->first), found->second});
    return page;
  }
  auto from = rows.begin();
  if (!wish.after().empty()) {
    const auto key = key_in<Key>(wish.after());
    if (!key) return violation("after: \"" + wish.after() + "\" is no key of " + wish.kind());
    from = rows.upper_bound(*key);
  }
  for (; from != rows.end(); ++from) {
    if (!wish.unit().empty() && !concerns(from->second, {wish.unit()})) continue;
    page.more = page.rows.size() >= kRegisterRowsMax;
    if (page.more) break;
    page.rows.push_back({text_of(from->first), from->second});
  }
  return page;
}

}  // namespace

Outcome<RegisterPage, Problem> page_of(const Registers& registers,
                                       const v1::RegistersRequest& wish) {
  const std::string& kind = wish.kind();
  if (kind == "whistle") return page(registers.whistles(), wish);
  if (kind == "duty") return page(registers.duties(), wish);
  if (kind == "list_entry") return page(registers.entries(), wish);
  if (kind == "storm") return page(registers.storms(), wish);
  if (kind == "area_mode") return page(registers.modes(), wish);
  if (kind == "account") return page(registers.accounts(), wish);
  if (kind == "appealable") return page(registers.appealables(), wish);
  if (kind == "adoption") return page(registers.adoptions(), wish);
  return violation("kind: \"" + kind +
                   "\" is none of: whistle duty list_entry storm area_mode account appealable "
                   "adoption");
}

}  // namespace whistle::service
