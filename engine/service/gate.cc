#include "engine/service/gate.h"

#include <algorithm>
#include <utility>

#include "engine/service/matter.h"
#include "engine/service/on_behalf.h"
#include "engine/service/scope.h"
#include "engine/service/wish_keys.h"

namespace whistle::service {
namespace {

Problem unauthenticated(const char* reason, std::string message) {
  return {kUnauthenticated, reason, std::move(message), 0};
}

// A pull names its unit itself, and what is told again of it are cases as they are now.
bool is_only_told(const Request& request) {
  return request.header.method() != v1::METHOD_PULL && was_answered(request);
}

}  // namespace

std::optional<Problem> problem_with(const PrincipalKey& key, Timestamp now) {
  if (now < key.not_before) {
    return unauthenticated("KEY_NOT_YET_VALID", "the key is not to be used yet");
  }
  if (now >= key.not_after) {
    return unauthenticated("KEY_EXPIRED", "the key's time is over; another one must be listed");
  }
  return std::nullopt;
}

void Gate::use(std::shared_ptr<const Directory> directory) {
  directory_ = std::move(directory);
  std::unordered_map<std::string, TokenBucket> kept;
  for (const Principal& principal : directory_->principals()) {
    const auto found = buckets_.find(principal.name);
    if (found == buckets_.end() || principal.rate != found->second.rate()) continue;
    kept.insert(*found);
  }
  buckets_ = std::move(kept);
}

std::optional<Problem> Gate::problem_with(const std::string& key) const {
  if (key.empty() || !directory_) {
    return unauthenticated("NO_KEY", "this connection has shown no key");
  }
  const Directory::Entry* entry = directory_->find(key);
  if (entry == nullptr) {
    return unauthenticated("KEY_REVOKED", "the key is not listed any more");
  }
  return service::problem_with(*entry->key, clock_.now());
}

std::optional<Problem> Gate::admit(Request& request, Audience audience) {
  if (!request.user) {
    if (auto problem = name_person(request, nullptr)) return problem;
    if (!request.acting_for) return look_up_key(request, journal_, clock_.now(), kept_answers_);
    const auto permission = permission_of(request);
    if (!permission) return permission.error();
    return judge(request, **permission, {request.acting_for.get()});
  }
  if (auto problem = problem_with(*request.user)) return problem;
  const Directory::Entry& entry = *directory_->find(*request.user);
  const Principal& principal = *entry.principal;
  request.caller = {principal.name, name_of_key(entry.key->z85), {}};
  if ((principal.roles & roles_at(audience)).empty()) {
    return Problem{kPermissionDenied, "ROLE", principal.name + " has no business on this socket",
                   0};
  }
  const auto permission = permission_of(request);
  const bool is_free = permission && (*permission)->is_free;
  if (!is_free) {
    if (auto problem = spend(principal)) return problem;
  }
  if (!permission) return permission.error();
  if (auto problem = name_person(request, &principal)) return problem;
  Judged judged{&principal};
  if (request.acting_for) judged.push_back(request.acting_for.get());
  return judge(request, **permission, judged);
}

std::optional<Problem> Gate::name_person(Request& request, const Principal* principal) {
  auto person = person_behind(request, principal);
  if (!person) return person.error();
  if (!*person) return std::nullopt;
  request.caller.person = request.header.acting_for().name();
  request.acting_for = std::make_shared<const Principal>(**std::move(person));
  return std::nullopt;
}

std::optional<Problem> Gate::judge(Request& request, const Permission& permission,
                                   const Judged& judged) {
  if (auto problem = look_up_key(request, journal_, clock_.now(), kept_answers_)) return problem;
  const bool have_roles = std::ranges::all_of(
      judged, [&](const Principal* each) { return !(permission.roles & each->roles).empty(); });
  if (have_roles && is_only_told(request)) return std::nullopt;
  Matter matter;
  const auto needs = [&](const Principal* each) { return needs_matter(permission, *each); };
  if (std::ranges::any_of(judged, needs)) {
    const bool with_sources = std::ranges::any_of(
        judged, [&](const Principal* each) { return needs_sources(permission, *each); });
    auto found = matter_of(request, permission, with_sources, journal_);
    if (!found) return found.error();
    matter = *std::move(found);
  }
  for (const Principal* each : judged) {
    if (auto problem = service::judge(permission, *each, matter, *rules_.policy)) return problem;
    request.out_of_reach.merge(out_of_reach(permission, *each, matter, *rules_.policy));
  }
  return std::nullopt;
}

std::optional<Problem> Gate::spend(const Principal& principal) {
  if (!principal.rate) return std::nullopt;
  const Timestamp now = clock_.now();
  auto& bucket = buckets_.try_emplace(principal.name, *principal.rate, now).first->second;
  const auto wait = bucket.take(now);
  if (!wait) return std::nullopt;
  return Problem{kResourceExhausted, "RATE_LIMIT",
                 principal.name + " may send " + std::to_string(principal.rate->count) +
                     " requests in " + std::to_string(principal.rate->per.count()) + " ms",
                 static_cast<std::uint32_t>(wait->count())};
}

}  // namespace whistle::service
