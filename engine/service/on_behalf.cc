#include "engine/service/on_behalf.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "engine/service/fields.h"

namespace whistle::service {
namespace {

constexpr std::array kOfPeople{Role::Intake, Role::Worker, Role::Dispatcher, Role::Supervisor,
                               Role::Admin};

// A slash stands between both names in records; nobody may look like another one.
bool is_letter(char letter) {
  const auto byte = static_cast<unsigned char>(letter);
  return byte > ' ' && byte != 0x7F && letter != '/';
}

std::optional<Problem> problem_with_name(const std::string& name) {
  if (auto problem = too_long("header.acting_for.name", name, kShortTextMax)) return problem;
  if (!name.empty() && std::ranges::all_of(name, is_letter)) return std::nullopt;
  return violation(
             "header.acting_for.name: 1 to 128 bytes without spaces, slashes and control "
             "characters")
      .error;
}

Outcome<Roles, Problem> roles_of(const v1::Operator& person) {
  Roles roles;
  for (const std::string& word : person.roles()) {
    const auto role = word_field<Role>("header.acting_for.roles", word);
    if (!role) return Failure{role.error()};
    if (std::ranges::find(kOfPeople, *role) == kOfPeople.end()) {
      return violation("header.acting_for.roles: \"" + word + "\" is nothing that a person is");
    }
    roles = roles | *role;
  }
  return roles;
}

}  // namespace

Outcome<std::optional<Principal>, Problem> person_behind(const Request& request,
                                                         const Principal* gateway) {
  if (!request.header.has_acting_for()) return std::optional<Principal>{};
  if (gateway != nullptr && !gateway->roles.has(Role::Gateway)) {
    return Failure{Problem{kPermissionDenied, "ROLE",
                           "header.acting_for: " + gateway->name + " is no gateway", 0}};
  }
  if (request.header.method() == v1::METHOD_BUNDLE) {
    return violation("header.acting_for: not of a BUNDLE; each wish would be another person's");
  }
  const v1::Operator& named = request.header.acting_for();
  if (auto problem = problem_with_name(named.name())) return Failure{*std::move(problem)};
  const auto roles = roles_of(named);
  if (!roles) return Failure{roles.error()};
  Principal person{.name = (gateway != nullptr ? gateway->name : "") + "/" + named.name(),
                   .roles = *roles,
                   .areas = {},
                   .units = {},
                   .sources = {},
                   .rate = {},
                   .keys = {}};
  if (named.areas_size() > 0) {
    person.areas.emplace();
    for (const std::uint64_t area : named.areas()) person.areas->push_back({area});
  }
  if (named.units_size() > 0) {
    person.units.emplace();
    for (const std::string& unit : named.units()) person.units->push_back({unit});
  }
  return std::optional(std::move(person));
}

std::optional<std::vector<AreaCode>> common_areas(const std::optional<std::vector<AreaCode>>& one,
                                                  const std::optional<std::vector<AreaCode>>& other,
                                                  const policy::Policy& policy) {
  if (!one) return other;
  if (!other) return one;
  const auto within = [&](AreaCode inner, AreaCode outer) {
    return inner == outer || policy.is_within(inner, outer);
  };
  std::vector<AreaCode> common;
  for (const AreaCode mine : *one) {
    for (const AreaCode theirs : *other) {
      if (within(mine, theirs)) {
        common.push_back(mine);
      } else if (within(theirs, mine)) {
        common.push_back(theirs);
      }
    }
  }
  return common;
}

}  // namespace whistle::service
