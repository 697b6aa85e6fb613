#include "adapters/gateway/api/api.h"

#include "adapters/gateway/api/open_api.h"
#include "adapters/gateway/api/status.h"

namespace whistle::gateway::api {
namespace {

constexpr std::size_t kBodyBytesMax = std::size_t{256} << 10;

std::size_t body_bytes_of(const Operation& operation) {
  if (operation.by == Operation::By::Upload) return Pictures::kBytesMax;
  return operation.method == http::Method::Post ? kBodyBytesMax : 0;
}

}  // namespace

void Api::add_to(http::Router& router, people::Guard& guard) {
  for (const Operation& each : operations()) {
    if (each.by == Operation::By::Elsewhere) continue;
    auto handler = [this, &each](people::Person person, http::Request request) {
      return serve(each, std::move(person), std::move(request));
    };
    router.add({each.method, std::string(each.pattern), guard.behind(std::move(handler)),
                body_bytes_of(each)});
  }
  router.add({http::Method::Get, "/api/v1/openapi.json",
              [text = open_api()](http::Request) -> Answer { co_return http::json(text); }, 0});
}

Api::Answer Api::serve(const Operation& operation, people::Person person, http::Request request) {
  using By = Operation::By;
  switch (operation.by) {
    case By::Engine:
    case By::Complaint:
    case By::Wish:
      co_return co_await ask(operation, person, request);
    case By::Complaints:
      co_return co_await complaints_of(person, request);
    case By::Search:
      co_return co_await search(person, request);
    case By::Board:
      co_return co_await board(person);
    case By::RuleFile:
      co_return co_await rule_file(person, request);
    case By::Packs:
      co_return packs();
    case By::Plan:
      co_return co_await plan(request);
    case By::WhatIf:
      co_return what_if(request);
    case By::WhatIfResult:
      co_return what_if_result(request);
    case By::Map:
      co_return co_await town_map(person);
    case By::Upload:
      co_return co_await upload(request);
    case By::Picture:
      co_return co_await picture(request);
    case By::Elsewhere:
      break;
  }
  co_return http::problem(404, "NO_SUCH_PATH", "there is nothing at this path");
}

}  // namespace whistle::gateway::api
