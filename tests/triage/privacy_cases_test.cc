#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "engine/triage/privacy.h"

// Invented texts that are kept beside the repository, with what they hold.
namespace whistle::triage {

// GoogleTest looks this up by name.
void PrintTo(const PersonalData& found, std::ostream* out) {
  *out << int{static_cast<std::uint8_t>(found.kind)} << " [" << found.begin << ", " << found.end
       << ")";
}

}  // namespace whistle::triage

namespace whistle::triage::privacy_cases_test {

const std::filesystem::path kCases =
    std::filesystem::path(SOURCE_DIR) / "../shared/data/pii_cases_fake.jsonl";
constexpr std::size_t kCasesThere = 60;

const std::map<std::string, PersonalKind> kKinds{
    {"mobile", PersonalKind::Mobile},
    {"landline", PersonalKind::Landline},
    {"id_card", PersonalKind::IdentityNumber},
    {"id_card15", PersonalKind::IdentityNumber},
    {"bank_card", PersonalKind::BankCard},
    {"email", PersonalKind::Email},
    {"plate", PersonalKind::Plate},
};

// Where the code point begins.
std::size_t byte_of(const std::string& text, std::size_t point) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && point-- == 0) break;
  }
  return at;
}

std::vector<PersonalData> expected_in(const nlohmann::json& sample) {
  const auto text = sample.at("text").get<std::string>();
  std::vector<PersonalData> expected;
  for (const nlohmann::json& entity : sample.at("entities")) {
    const std::size_t begin = byte_of(text, entity.at("start").get<std::size_t>());
    const std::size_t end = byte_of(text, entity.at("end").get<std::size_t>());
    EXPECT_EQ(text.substr(begin, end - begin), entity.at("value").get<std::string>());
    expected.push_back({kKinds.at(entity.at("type").get<std::string>()), begin, end});
  }
  std::ranges::sort(expected, {}, &PersonalData::begin);
  return expected;
}

TEST(PersonalData, IsFoundInAllSharedCases) {
  std::ifstream file(kCases);
  if (!file) GTEST_SKIP() << kCases << " is not here";
  std::size_t count = 0;
  for (std::string line; std::getline(file, line); ++count) {
    const auto sample = nlohmann::json::parse(line);
    const auto text = sample.at("text").get<std::string>();
    const std::vector<PersonalData> expected = expected_in(sample);
    EXPECT_EQ(find_personal_data(text, Plates::Sought), expected) << line;

    std::vector<PersonalData> without_plates = expected;
    std::erase_if(without_plates,
                  [](const PersonalData& found) { return found.kind == PersonalKind::Plate; });
    EXPECT_EQ(find_personal_data(text), without_plates) << line;
    EXPECT_TRUE(find_personal_data(mask_personal_data(text)).empty()) << line;
  }
  EXPECT_EQ(count, kCasesThere);
}

}  // namespace whistle::triage::privacy_cases_test
