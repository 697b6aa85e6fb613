#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/gateway/open311/catalogue.h"
#include "adapters/gateway/open311/document.h"
#include "adapters/gateway/open311/settings.h"
#include "adapters/gateway/search/index.h"
#include "whistle/v1/rules.pb.h"

// What clients see of the engine's things. Element names and their order are those of the standard.
namespace whistle::gateway::open311 {

Node discovery_view(const Settings& settings, const std::string& base_url);
Node services_view(const Services& services, Language language);
Node definition_view(const v1::CategoryView& service, Language language);

// What a list of requests is shown with.
struct Showing {
  const Services& services;
  Language language{};
  std::string base_url;  // before paths of pictures
  bool extended{};
  // Of all requests shown; only with `extended`.
  const std::vector<search::Update>* updates{};
};

// "request". Nothing of who sent it is shown, and of attributes only what was chosen, counted or
// dated: texts may hold what the engine would mask.
Node request_view(const search::FoundComplaint& found, const Showing& showing);

// "request_update". update_id is SEQUENCE.INDEX.COMPLAINT: one fact may be told to several
// residents whose complaints are one case.
Node update_view(const search::Update& update, Language language);

}  // namespace whistle::gateway::open311
