#include "engine/app/findings_print.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/core/words.h"
#include "engine/triage/guesses.h"

namespace whistle::app {
namespace {

using Json = nlohmann::ordered_json;
using triage::Certainty;
using triage::Evidence;

constexpr std::size_t kBeginningCharacters = 40;

std::string name_of(const CategoryCode& code, const policy::Policy& policy) {
  const policy::Category* category = policy.category(code);
  return category == nullptr ? "" : category->name;
}

// "漏水 svc-water-leak", "-" for none.
std::string category_text(const CategoryCode& code, const policy::Policy& policy) {
  if (!code) return "-";
  const std::string name = name_of(code, policy);
  return name.empty() ? code.value : code.value + " " + name;
}

std::string area_text(AreaCode code, const policy::Policy& policy) {
  if (!code) return "-";
  const policy::Area* area = policy.area(code);
  return std::to_string(code.value) + (area == nullptr ? "" : " " + area->name);
}

std::string quoted(const std::vector<Evidence>& evidence) {
  std::string text;
  for (const Evidence& each : evidence) {
    // Between its marks a quotation stays on its line.
    std::string words = each.words;
    std::ranges::replace(words, '\n', ' ');
    text += "「" + words + "」";
  }
  return text;
}

void print_line(std::string_view title, const std::string& text, std::ostream& out) {
  if (!text.empty()) out << fmt::format("  {:<9} {}\n", title, text);
}

// The first characters of what was said, in one line.
std::string beginning_of(const Complaint& complaint) {
  std::string said = complaint.subject.empty() ? complaint.text : complaint.subject;
  for (char& letter : said) {
    if (static_cast<unsigned char>(letter) < 0x20) letter = ' ';
  }
  std::size_t characters = 0;
  for (std::size_t at = 0; at < said.size(); ++at) {
    if ((static_cast<unsigned char>(said[at]) & 0xC0U) == 0x80U) continue;
    if (characters++ == kBeginningCharacters) return said.substr(0, at) + "…";
  }
  return said;
}

Json json_of(const std::vector<Evidence>& evidence) {
  Json list = Json::array();
  for (const Evidence& each : evidence) {
    list.push_back({{"words", each.words}, {"offset", each.offset}, {"rule", each.rule.value}});
  }
  return list;
}

Json json_of(const triage::CategoryFinding& finding, const policy::Policy& policy) {
  Json json{{"code", finding.category.value},
            {"name", name_of(finding.category, policy)},
            {"certainty", to_word(finding.certainty)},
            {"score", finding.score},
            {"second", finding.second.value},
            {"second_score", finding.second_score},
            {"rule", finding.rule.value},
            {"guesses", Json::array()},
            {"evidence", json_of(finding.evidence)}};
  for (const triage::Guess& guess : finding.guesses) {
    Json one{{"code", guess.category.value}, {"name", name_of(guess.category, policy)}};
    if (guess.permille > 0) {
      one["probability"] = guess.permille / 1000.0;
    } else {
      one["score"] = guess.score;
    }
    json["guesses"].push_back(std::move(one));
  }
  return json;
}

Json json_of(const triage::PlaceFinding& finding, const policy::Policy& policy) {
  const policy::Area* area = policy.area(finding.area);
  return {{"area", finding.area.value},
          {"name", area == nullptr ? "" : area->name},
          {"certainty", to_word(finding.certainty)},
          {"rule", finding.rule.value},
          {"evidence", json_of(finding.evidence)}};
}

Json json_of(const triage::SeverityFinding& finding) {
  return {{"severity", to_word(finding.severity)},
          {"nature", finding.nature},
          {"scope", finding.scope},
          {"harm", finding.harm},
          {"trigger", finding.trigger.value},
          {"care", finding.care},
          {"rule", finding.rule.value},
          {"evidence", json_of(finding.evidence)}};
}

}  // namespace

void print_findings(const Examined& examined, std::ostream& out) {
  const triage::Findings& found = examined.findings;
  const policy::Policy& policy = examined.policy;
  const triage::CategoryFinding& category = found.category;
  out << examined.number << "  " << beginning_of(examined.complaint) << '\n';
  std::string verdict = category_text(category.category, policy) + ", ";
  verdict += to_word(category.certainty);
  if (category.rule) verdict += ", by " + category.rule.value;
  print_line("category", verdict, out);
  print_line("because", quoted(category.evidence), out);
  for (const triage::Guess& guess : category.guesses) {
    print_line("maybe", category_text(guess.category, policy) + ", " + triage::to_text(guess), out);
  }
  const triage::PlaceFinding& place = found.place;
  print_line("place", area_text(place.area, policy) + ", " + std::string(to_word(place.certainty)),
             out);
  print_line("because", quoted(place.evidence), out);
  print_line("severity",
             fmt::format("{}, by {}", to_word(found.severity.severity), found.severity.rule.value),
             out);
  print_line("because", quoted(found.severity.evidence), out);
  print_line("request", std::string(to_word(found.request_type)), out);
  print_line("decline", found.decline_ground, out);
  print_line("because", quoted(found.decline_evidence), out);
}

void print_findings_json(const Examined& examined, std::ostream& out) {
  const triage::Findings& found = examined.findings;
  const Json json{{"number", examined.number},
                  {"external_id", examined.complaint.external_id},
                  {"category", json_of(found.category, examined.policy)},
                  {"place", json_of(found.place, examined.policy)},
                  {"severity", json_of(found.severity)},
                  {"request_type", to_word(found.request_type)},
                  {"decline_ground", found.decline_ground},
                  {"decline_evidence", json_of(found.decline_evidence)}};
  out << json.dump() << '\n';
}

}  // namespace whistle::app
