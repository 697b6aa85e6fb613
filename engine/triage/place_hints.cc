#include "engine/triage/place_hints.h"

#include <algorithm>
#include <utility>

#include "engine/triage/ascii.h"

namespace whistle::triage {
namespace {

void append_codes(std::string_view folded, const AreaNames& names, std::vector<PlaceHint>& hints) {
  for (std::size_t at = 0; at < folded.size();) {
    if (!is_digit(folded[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < folded.size() && is_digit(folded[end])) ++end;
    PlaceHint hint;
    names.append_coded(folded.substr(at, end - at), hint.bearers);
    if (!hint.bearers.empty()) {
      hint.words = Span{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)};
      hints.push_back(std::move(hint));
    }
    at = end;
  }
}

}  // namespace

std::vector<Match> visible_names(const Reading& reading) {
  std::vector<Match> names = reading.matches.of(Table::AreaName);
  std::sort(names.begin(), names.end(), [](const Match& left, const Match& right) {
    return left.from != right.from ? left.from < right.from : left.until > right.until;
  });
  const std::string_view folded = reading.folded.text();
  std::vector<Match> seen;
  std::uint32_t reach = 0;
  for (const Match& name : names) {
    if (name.until <= reach) continue;
    reach = name.until;
    const std::string_view words = folded.substr(name.from, name.until - name.from);
    if (AreaNames::is_cut_off(words, folded.substr(name.until))) continue;
    const bool follows_name = !seen.empty() && seen.back().until == name.from;
    if (!follows_name && AreaNames::is_torn(folded.substr(0, name.from), words)) continue;
    seen.push_back(name);
  }
  return seen;
}

std::vector<PlaceHint> hints_of(const Reading& reading, const std::vector<Match>& visible,
                                const Complaint& complaint, const AreaNames& names,
                                const Outlines& outlines) {
  std::vector<PlaceHint> hints;
  std::vector<std::uint32_t> rows;
  for (const Match& name : visible) {
    if (std::find(rows.begin(), rows.end(), name.row) != rows.end()) continue;  // said again
    rows.push_back(name.row);
    PlaceHint hint{{}, Span{name.from, name.until}};
    names.append_bearers(name.row, complaint.occurred_at, hint.bearers);
    if (!hint.bearers.empty()) hints.push_back(std::move(hint));
  }
  append_codes(reading.folded.text(), names, hints);
  std::stable_sort(hints.begin(), hints.end(), [](const PlaceHint& left, const PlaceHint& right) {
    return left.words->from < right.words->from;
  });
  const auto around = complaint.point ? outlines.around(*complaint.point) : std::nullopt;
  if (around) hints.push_back({{{*around, Right::Point, 0}}, std::nullopt});
  return hints;
}

}  // namespace whistle::triage
