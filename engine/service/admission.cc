#include <string>
#include <utility>

#include "engine/runtime/stopwatch.h"
#include "engine/service/service.h"

// Who is listened to. Sockets that anybody on the network can reach ask for keys; of each message
// it is asked again whose key it came under, and what that one may do.
namespace whistle::service {

Outcome<Done, std::string> Service::secure(Router& router, Audience audience,
                                           const std::string& endpoint) {
  const ServiceSettings& settings = parts_.settings;
  if (endpoint.starts_with("ipc://")) return router.bind(endpoint);
  if (!settings.server_key) {
    if (settings.insecure) return router.bind(endpoint);
    return Failure{std::string(domain_of(audience)) + " endpoint " + endpoint +
                   ": TCP without keys"};
  }
  if (!zap_) {
    zap_ = std::make_unique<Zap>(parts_.context, parts_.clock);
    if (const auto directory = gate_.directory()) zap_->use(directory);
  }
  const auto guarded = router.guard(*settings.server_key, audience);
  if (!guarded) return guarded;
  const auto bound = router.bind(endpoint);
  if (!bound) return bound;
  return knock(parts_.context, router.endpoint(), settings.server_key->open);
}

void Service::report_to(Zap::Report report) {
  if (zap_) zap_->report_to(std::move(report));
}

void Service::use(const std::shared_ptr<const Directory>& directory) {
  gate_.use(directory);
  if (zap_) zap_->use(directory);
  dismiss_watchers();
  dismiss_pulls();
  dismiss_sessions();
}

bool Service::admit(Audience audience, Request& request) {
  if (is_stopping_) {
    request.refuse(shutting_down());
    return false;
  }
  request.read_at = runtime::uptime();
  sessions_.hear({audience, request.peer}, machine_clock_.now());
  if (request.header.timeout_ms() > 0) {
    request.terms.decide_by = parts_.clock.now() + Milliseconds{request.header.timeout_ms()};
  }
  if (const auto problem = gate_.admit(request, audience)) {
    refusals_.note(*problem);
    request.refuse(*problem);
    return false;
  }
  return true;
}

void Service::remember_watcher(const Request& request) {
  if (!request.user) return;
  const Directory::Entry* entry = gate_.directory()->find(*request.user);
  WHISTLE_CHECK(entry != nullptr);
  watching_[request.peer] = {request.header, *request.user, *entry->principal};
}

// A watcher asks once and is served for days, so what every message is asked has to be asked of it
// from time to time: whether its key still works, and whether its principal is still the one that
// was allowed to watch.
void Service::dismiss_watchers() {
  for (auto it = watching_.begin(); it != watching_.end();) {
    const auto& [peer, watching] = *it;
    if (!watchers_.is_watching(peer)) {
      it = watching_.erase(it);
      continue;
    }
    auto problem = gate_.problem_with(watching.key);
    if (!problem && *gate_.directory()->find(watching.key)->principal != watching.principal) {
      problem = Problem{kUnavailable, "PRINCIPAL_CHANGED",
                        watching.principal.name + " is another now; ask again",
                        parts_.settings.retry_after_ms};
    }
    if (!problem) {
      ++it;
      continue;
    }
    watchers_.forget(peer);
    watch_.refuse(peer, watching.asked, *problem);
    it = watching_.erase(it);
  }
}

}  // namespace whistle::service
