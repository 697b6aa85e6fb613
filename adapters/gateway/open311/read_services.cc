#include <utility>

#include "adapters/gateway/open311/georeport.h"
#include "adapters/gateway/open311/views.h"

namespace whistle::gateway::open311 {

GeoReport::Answered GeoReport::get_discovery(Asked asked) {
  co_return discovery_view(settings_, base_url_of(asked.request));
}

GeoReport::Answered GeoReport::get_services(Asked) {
  auto known = co_await services();
  if (auto* failures = std::get_if<Failures>(&known)) co_return std::move(*failures);
  co_return services_view(*std::get<0>(known), settings_.language);
}

GeoReport::Answered GeoReport::get_service(Asked asked) {
  auto known = co_await services();
  if (auto* failures = std::get_if<Failures>(&known)) co_return std::move(*failures);
  const v1::CategoryView* service = std::get<0>(known)->find(asked.id);
  if (service == nullptr) co_return failure(404, "service_code was not found");
  co_return definition_view(*service, settings_.language);
}

}  // namespace whistle::gateway::open311
