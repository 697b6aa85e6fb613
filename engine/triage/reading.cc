#include "engine/triage/reading.h"

#include <algorithm>
#include <utility>

#include "engine/core/check.h"

namespace whistle::triage {
namespace {

constexpr std::string_view kIdeographicFullStop = "。";  // folding turns the other marks into ASCII

// True when a mark that ends a sentence stands right before `at`. A point ends one only before
// white space, as it also stands in numbers.
bool ends_before(std::string_view text, std::size_t at) {
  const char last = text[at - 1];
  if (last == '\n' || last == '!' || last == '?' || last == ';') return true;
  if (last == '.') return at == text.size() || text[at] == ' ' || text[at] == '\n';
  return text.substr(0, at).ends_with(kIdeographicFullStop);
}

// Folding keeps line ends, so the subject ends at the first one that it does not have itself.
std::uint32_t end_of_subject(std::string_view subject, std::string_view folded) {
  auto lines = std::count(subject.begin(), subject.end(), '\n');
  std::size_t end = folded.find('\n');
  for (; lines > 0; --lines) end = folded.find('\n', end + 1);
  return static_cast<std::uint32_t>(end);
}

}  // namespace

void read(const Complaint& complaint, PatternSet& patterns, Reading& reading) {
  reading.written.clear();
  add_words(complaint, reading.written);
  reading.folded = FoldedText(reading.written);
  reading.subject_until = end_of_subject(complaint.subject, reading.folded.text());
  patterns.find(reading.folded.text(), reading.matches);
}

Evidence quote(const Reading& reading, Span folded, RuleName rule) {
  const Span written = reading.folded.written(folded);
  return {reading.written.substr(written.from, written.until - written.from), written.from,
          std::move(rule)};
}

std::vector<Evidence> in_order(std::vector<Evidence> evidence) {
  if (evidence.size() > kEvidenceMax) evidence.resize(kEvidenceMax);
  std::stable_sort(evidence.begin(), evidence.end(),
                   [](const Evidence& left, const Evidence& right) {
                     if (left.offset != right.offset) return left.offset < right.offset;
                     return left.words.size() > right.words.size();
                   });
  return evidence;
}

Span sentence_around(std::string_view folded, std::uint32_t at) {
  WHISTLE_CHECK(at < folded.size());
  std::uint32_t from = at;
  while (from > 0 && !ends_before(folded, from)) --from;
  std::uint32_t until = at + 1;
  while (until < folded.size() && !ends_before(folded, until)) ++until;
  return {from, until};
}

}  // namespace whistle::triage
