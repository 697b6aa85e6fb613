#include "adapters/cli/marked_text.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/cli/column.h"

namespace whistle::cli {
namespace {

struct Mark {
  std::size_t from{};
  std::size_t until{};
  Ink ink = Ink::Plain;
};

Ink ink_of_finding(std::string_view finding) {
  if (finding == "severity") return Ink::Red;
  if (finding == "place") return Ink::Blue;
  if (finding == "category") return Ink::Yellow;
  return Ink::Bold;
}

// What presses most shows where words speak for several things.
int weight_of(Ink ink) { return ink == Ink::Red ? 2 : ink == Ink::Yellow ? 1 : 0; }

// In the order of the text, none touching another.
std::vector<Mark> marks_in(std::string_view written, const v1::Reading& reading) {
  std::vector<Mark> marks;
  for (const v1::Evidence& item : reading.evidence()) {
    const std::size_t from = item.offset();
    const std::string_view words = item.words();
    if (words.empty() || from > written.size()) continue;
    if (written.substr(from, words.size()) != words) continue;
    marks.push_back({from, from + words.size(), ink_of_finding(item.finding())});
  }
  std::ranges::sort(marks, {}, [](const Mark& mark) { return std::pair(mark.from, mark.until); });
  std::vector<Mark> joined;
  for (const Mark& mark : marks) {
    if (joined.empty() || mark.from >= joined.back().until) {
      joined.push_back(mark);
      continue;
    }
    Mark& last = joined.back();
    last.until = std::max(last.until, mark.until);
    if (weight_of(mark.ink) > weight_of(last.ink)) last.ink = mark.ink;
  }
  return joined;
}

}  // namespace

std::string marked_text(const v1::CaseView& view, const v1::Reading& reading, const Paint& paint) {
  std::string written = view.subject() + "\n" + view.text();
  if (!view.address().empty()) written += "\n" + view.address();
  std::string text;
  std::size_t at = 0;
  for (const Mark& mark : marks_in(written, reading)) {
    text += printable_lines(std::string_view(written).substr(at, mark.from - at));
    const std::string words = written.substr(mark.from, mark.until - mark.from);
    text += paint(mark.ink, "[" + printable_lines(words) + "]");
    at = mark.until;
  }
  text += printable_lines(std::string_view(written).substr(at));
  // Without a subject the text begins with the line break after it.
  return view.subject().empty() ? text.substr(1) : text;
}

}  // namespace whistle::cli
