#include "bench/triage/lexicon_figures.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "engine/policy/policy.h"
#include "engine/triage/triage.h"

namespace whistle::bench {
namespace {

double ratio(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

struct CloseFile {
  void operator()(gzFile file) const { gzclose(file); }
};

Outcome<std::string, std::string> unzipped(const std::filesystem::path& path) {
  const std::unique_ptr<gzFile_s, CloseFile> file(gzopen(path.c_str(), "rb"));
  if (!file) return Failure{path.string() + ": cannot be opened"};
  std::string text;
  std::array<char, 1U << 16U> buffer{};
  int count = 0;
  while ((count = gzread(file.get(), buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  if (count < 0) return Failure{path.string() + ": cannot be read to its end"};
  return text;
}

using Labels = std::unordered_map<std::string, std::string>;  // by category

Outcome<Labels, std::string> read_labels(const std::filesystem::path& path) {
  std::ifstream file(path);
  if (!file) return Failure{path.string() + ": cannot be opened"};
  Labels labels;
  for (std::string line; std::getline(file, line);) {
    const std::size_t comma = line.find(',');
    if (line.starts_with('#') || comma == std::string::npos) continue;
    labels[line.substr(0, comma)] = line.substr(comma + 1);
  }
  return labels;
}

// Half of the groups, by their number alone (the finisher of SplitMix64), so that whoever tunes
// the words and whoever measures mean the same half.
bool is_in_first_half(std::uint64_t group) {
  group = (group ^ (group >> 30U)) * 0xBF58476D1CE4E5B9U;
  group = (group ^ (group >> 27U)) * 0x94D049BB133111EBU;
  return ((group ^ (group >> 31U)) & 1U) == 0;
}

void count(Share& share, bool decided, bool right) {
  ++share.texts;
  if (decided) ++share.decided;
  if (decided && right) ++share.right;
}

}  // namespace

double Share::decided_share() const { return ratio(decided, texts); }
double Share::right_share() const { return ratio(right, decided); }

Outcome<LexiconFigures, std::string> lexicon_figures(const std::filesystem::path& data,
                                                     policy::RuleBook book,
                                                     const std::filesystem::path& label_map) {
  const auto labels = read_labels(label_map);
  if (!labels) return Failure{labels.error()};
  const auto lines = unzipped(data);
  if (!lines) return Failure{lines.error()};
  // Places are no part of the question, and building them would take longer than all the rest.
  book.areas.clear();
  book.units.clear();
  book.catalogue.clear();
  const policy::Policy policy(std::move(book));
  auto triage = triage::Triage::make(policy);
  if (!triage) return Failure{triage.error()};

  LexiconFigures figures;
  std::size_t from = 0;
  while (from < lines->size()) {
    const std::size_t until = std::min(lines->find('\n', from), lines->size());
    const std::string line = lines->substr(from, until - from);
    from = until + 1;
    const auto text = nlohmann::json::parse(line, nullptr, false);
    if (text.is_discarded()) return Failure{data.string() + ": a line is not JSON: " + line};
    Complaint complaint;
    complaint.subject = text.value("subject", "");
    complaint.text = text.value("text", "");
    const std::string label = text.value("label", "");
    const triage::CategoryFinding finding = triage->examine(complaint).category;
    const auto found = labels->find(finding.category.value);
    const bool decided = finding.certainty == triage::Certainty::Certain;
    const bool right = found != labels->end() && found->second == label;
    count(figures.all, decided, right);
    count(is_in_first_half(text.value("group", std::uint64_t{0})) ? figures.first_half
                                                                  : figures.second_half,
          decided, right);
    count(figures.by_label[label], decided, right);
  }
  return figures;
}

}  // namespace whistle::bench
