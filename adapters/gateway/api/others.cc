#include <google/protobuf/empty.pb.h>

#include <nlohmann/json.hpp>
#include <set>

#include "adapters/gateway/api/api.h"
#include "adapters/gateway/api/cases.h"
#include "adapters/gateway/api/fill.h"
#include "adapters/gateway/api/lines.h"
#include "adapters/gateway/api/status.h"
#include "adapters/gateway/api/town_map.h"
#include "adapters/gateway/http/form.h"
#include "adapters/gateway/search/rights.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/rules.pb.h"

namespace whistle::gateway::api {
namespace {

using client::Line;
using nlohmann::json;

constexpr int kComplaintsMax = 100;
constexpr std::size_t kAreasMax = 100'000;

http::Response no_search() {
  return http::problem(501, "NOT_CONFIGURED", "this gateway keeps no copy to search in");
}

// The fields of a small body, all of them texts.
std::optional<json> texts_of(const http::Request& request, const std::set<std::string>& known) {
  if (http::media_type_of(request.headers.get("content-type")) != "application/json") {
    return std::nullopt;
  }
  json body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return std::nullopt;
  for (const auto& [name, value] : body.items()) {
    if (!known.contains(name) || !value.is_string()) return std::nullopt;
  }
  return body;
}

std::string text_in(const json& body, const char* name) { return body.value(name, std::string()); }

http::Response bad_body(const char* what) { return http::problem(400, "BAD_JSON", what); }

}  // namespace

Api::Answer Api::complaints_of(const people::Person& person, const http::Request& request) {
  v1::CaseRequest asked;
  if (auto wrong = fill(asked, request.query)) {
    co_return http::problem(400, "FIELD_VIOLATION", *wrong);
  }
  if (auto wrong = fill_one(asked, "case_id", request.captures.get("id"))) {
    co_return http::problem(400, "FIELD_VIOLATION", *wrong);
  }
  v1::CaseRequest without_text;
  without_text.set_case_id(asked.case_id());
  const engine::Asking asking(people::operator_of(person));
  const auto found = co_await parts_.desk.ask<v1::CaseReply>(
      line_for(Line::Work, person), v1::METHOD_GET_CASE, without_text, asking);
  if (!found) co_return problem_of(found.problem());
  std::vector<std::uint64_t> numbers{found->case_().first_complaint_id()};
  for (const v1::JoinedView& each : found->case_().joined()) {
    if (numbers.size() == kComplaintsMax) break;
    numbers.push_back(each.complaint_id());
  }
  std::string text = "{\"complaints\":[";
  for (const std::uint64_t number : numbers) {
    if (number == 0) continue;
    v1::ComplaintRequest wanted;
    wanted.set_complaint_id(number);
    wanted.set_with_text(true);  // masked
    wanted.set_token(asked.token());
    const auto complaint = co_await parts_.desk.ask<v1::ComplaintReply>(
        line_for(Line::Work, person), v1::METHOD_GET_COMPLAINT, wanted, asking);
    if (!complaint) co_return problem_of(complaint.problem());
    if (text.back() != '[') text += ',';
    text += write_json(*complaint);
  }
  co_return http::json(text + "]}");
}

Api::Answer Api::search(const people::Person& person, const http::Request& request) {
  if (parts_.index == nullptr) co_return no_search();
  auto read = wish_of(request.query, parts_.pseudonym);
  if (auto* refusal = std::get_if<http::Response>(&read)) co_return std::move(*refusal);
  search::Wish wish = std::get<search::Wish>(std::move(read));
  if (const std::string_view number = request.query.get("complaint"); !number.empty()) {
    v1::ComplaintRequest wanted;
    if (auto wrong = fill_one(wanted, "complaint_id", number)) {
      co_return http::problem(400, "FIELD_VIOLATION", *wrong);
    }
    const engine::Asking asking(people::operator_of(person));
    const auto found = co_await parts_.desk.ask<v1::ComplaintReply>(
        line_for(Line::Work, person), v1::METHOD_GET_COMPLAINT, wanted, asking);
    if (!found && found.problem().code != client::kNotFound) co_return problem_of(found.problem());
    // A number that no case has: nothing is found.
    wish.cases.push_back(found ? found->case_id() : 0);
  }
  // The copy knows everything; a person sees what the engine would show them.
  wish = search::narrowed(std::move(wish), person);
  const auto found = co_await parts_.index->cases(wish);
  if (!found) co_return problem_of(found.problem());
  co_return http::json(json_of(*found, wish));
}

Api::Answer Api::board(const people::Person& person) {
  if (parts_.index == nullptr) co_return no_search();
  // The engine's present: promises are measured by its clock.
  const auto pong = co_await parts_.desk.ask<v1::Pong>(Line::Work, v1::METHOD_PING,
                                                       google::protobuf::Empty{}, engine::Asking());
  if (!pong) co_return problem_of(pong.problem());
  auto loads = co_await parts_.index->loads(pong->time_ms(), person.areas);
  if (!loads) co_return problem_of(loads.problem());
  if (!person.units.empty()) {
    std::erase_if(*loads, [&](const search::Load& load) {
      return std::ranges::find(person.units, load.unit) == person.units.end();
    });
  }
  co_return http::json(json_of(*loads, pong->time_ms()));
}

Api::Answer Api::rule_file(const people::Person& person, const http::Request& request) {
  v1::RulesRequest wanted;
  wanted.set_file(std::string(request.query.get("name")));
  if (wanted.file().empty() || request.query.all().size() != 1) {
    co_return http::problem(400, "FIELD_VIOLATION", "name: which file, and nothing else");
  }
  const engine::Asking asking(people::operator_of(person));
  const auto rules = co_await parts_.desk.ask<v1::RulesReply>(line_for(Line::Work, person),
                                                              v1::METHOD_RULES, wanted, asking);
  if (!rules) co_return problem_of(rules.problem());
  const auto file = std::ranges::find(rules->files(), wanted.file(), &v1::RuleFile::name);
  if (file == rules->files().end())
    co_return http::problem(404, "UNKNOWN_ROW", "name: the rule book has none called so");
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = file->text();
  co_return response;
}

Api::Answer Api::town_map(const people::Person& person) {
  std::vector<v1::AreaView> areas;
  const engine::Asking asking(people::operator_of(person));
  while (areas.size() < kAreasMax) {
    v1::RulesRequest wanted;
    wanted.set_areas(true);
    // Pages are shorter where outlines are long.
    wanted.set_offset(static_cast<std::uint32_t>(areas.size()));
    const auto rules = co_await parts_.desk.ask<v1::RulesReply>(line_for(Line::Work, person),
                                                                v1::METHOD_RULES, wanted, asking);
    if (!rules) co_return problem_of(rules.problem());
    areas.insert(areas.end(), rules->areas().begin(), rules->areas().end());
    if (!rules->more() || rules->areas().empty()) break;
  }
  http::Response response;
  response.content_type = "application/geo+json";
  response.body = geo_json(areas);
  co_return response;
}

Api::Answer Api::upload(const http::Request& request) {
  if (!http::media_type_of(request.headers.get("content-type")).starts_with("image/")) {
    co_return http::problem(415, "MEDIA_TYPE", "send image/jpeg, image/png or image/webp");
  }
  const auto digest = co_await parts_.pictures.keep(request.body);
  if (!digest) co_return problem_of(digest.problem());
  co_return http::json(json{{"digest", *digest}, {"url", "/api/v1/attachments/" + *digest}}.dump());
}

Api::Answer Api::picture(const http::Request& request) {
  const std::string digest(request.captures.get("digest"));
  auto bytes = co_await parts_.pictures.find(digest);
  if (!bytes) co_return problem_of(bytes.problem());
  http::Response response;
  response.content_type = Pictures::type_of(*bytes);
  response.body = *std::move(bytes);
  // Its name is its content.
  response.headers.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
  co_return response;
}

http::Response Api::packs() const {
  const auto packs = parts_.tools.packs();
  if (!packs) return problem_of(packs.problem());
  json list = json::array();
  for (const Tools::Pack& each : *packs) {
    list.push_back({{"name", each.name}, {"title", each.title}});
  }
  return http::json(json{{"packs", list}}.dump(-1, ' ', false, json::error_handler_t::replace));
}

Api::Answer Api::plan(const http::Request& request) {
  const auto body = texts_of(request, {"pack"});
  if (!body) co_return bad_body("send {\"pack\": NAME}");
  const auto said = co_await parts_.tools.plan(text_in(*body, "pack"));
  if (!said) co_return problem_of(said.problem());
  co_return http::json(*said);
}

http::Response Api::what_if(const http::Request& request) {
  const auto body = texts_of(request, {"pack", "from", "to"});
  if (!body) return bad_body("send {\"pack\": NAME, \"from\": DATE, \"to\": DATE}");
  const auto id =
      parts_.tools.what_if(text_in(*body, "pack"), text_in(*body, "from"), text_in(*body, "to"));
  if (!id) return problem_of(id.problem());
  return http::json(json{{"id", *id}}.dump(), 202);
}

http::Response Api::what_if_result(const http::Request& request) const {
  const std::string id(request.captures.get("id"));
  const auto result = parts_.tools.what_if_result(id);
  if (!result) return problem_of(result.problem());
  if (!*result) return http::json(json{{"id", id}}.dump(), 202);
  return http::json(**result);
}

}  // namespace whistle::gateway::api
