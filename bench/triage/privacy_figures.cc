#include "bench/triage/privacy_figures.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/triage/privacy.h"

namespace whistle::bench {
namespace {

using triage::PersonalData;
using triage::PersonalKind;

const std::map<std::string, PersonalKind>& kinds() {
  static const std::map<std::string, PersonalKind> kinds{
      {"mobile", PersonalKind::Mobile},
      {"landline", PersonalKind::Landline},
      {"id_card", PersonalKind::IdentityNumber},
      {"id_card15", PersonalKind::IdentityNumber},
      {"bank_card", PersonalKind::BankCard},
      {"email", PersonalKind::Email},
      {"plate", PersonalKind::Plate},
  };
  return kinds;
}

// Where the code point begins.
std::size_t byte_of(const std::string& text, std::size_t point) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && point-- == 0) break;
  }
  return at;
}

std::vector<PersonalData> expected_in(const nlohmann::json& sample, const std::string& text) {
  std::vector<PersonalData> expected;
  for (const nlohmann::json& entity : sample.at("entities")) {
    const std::size_t begin = byte_of(text, entity.at("start").get<std::size_t>());
    const std::size_t end = byte_of(text, entity.at("end").get<std::size_t>());
    expected.push_back({kinds().at(entity.at("type").get<std::string>()), begin, end});
  }
  std::ranges::sort(expected, {}, &PersonalData::begin);
  return expected;
}

}  // namespace

std::optional<PrivacyFigures> measure_privacy(const std::string& path) {
  std::ifstream file(path);
  if (!file) return std::nullopt;
  PrivacyFigures figures;
  for (std::string line; std::getline(file, line);) {
    const auto sample = nlohmann::json::parse(line);
    const auto text = sample.at("text").get<std::string>();
    ++figures.cases;
    const bool is_right =
        triage::find_personal_data(text, triage::Plates::Sought) == expected_in(sample, text) &&
        triage::find_personal_data(triage::mask_personal_data(text)).empty();
    if (is_right) {
      ++figures.right;
    } else if (figures.first_bad.empty()) {
      figures.first_bad = text;
    }
  }
  return figures;
}

Section privacy_section() {
  Section section{.name = "privacy", .figures = {}, .skipped = {}};
  const auto figures = measure_privacy(shared_data("pii_cases_fake.jsonl"));
  if (!figures) {
    section.skipped = "no texts with personal data";
    return section;
  }
  section.figures = {
      {"cases", static_cast<double>(figures->cases), Measure::Count, "texts, some without any"},
      {"right", static_cast<double>(figures->right), Measure::Count,
       "of these recognised exactly, and masked"},
  };
  return section;
}

}  // namespace whistle::bench
