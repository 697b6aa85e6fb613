#include "adapters/gateway/api/open_api.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "adapters/gateway/api/operations.h"

namespace whistle::gateway::api::open_api_test {

using nlohmann::json;

TEST(OpenApi, IsTheOneThatWasPublished) {
  std::ifstream file(std::string(SOURCE_DIR) + "/adapters/gateway/openapi.json");
  const std::string published{std::istreambuf_iterator<char>(file), {}};
  EXPECT_TRUE(open_api() == published)
      << "the description has changed: put what /api/v1/openapi.json says into "
         "adapters/gateway/openapi.json";
}

TEST(OpenApi, HasEveryOperationAndNoOther) {
  const json description = json::parse(open_api());
  std::size_t described = 0;
  for (const auto& [path, verbs] : description["paths"].items()) described += verbs.size();
  EXPECT_EQ(described, operations().size());
  for (const Operation& each : operations()) {
    EXPECT_TRUE(description["paths"].contains(std::string(each.pattern))) << each.pattern;
  }
}

void expect_resolved(const json& schemas, const json& node) {
  if (node.is_object() && node.contains("$ref")) {
    const std::string name = node["$ref"].get<std::string>().substr(21);
    EXPECT_TRUE(schemas.contains(name)) << name;
  }
  if (!node.is_structured()) return;
  for (const json& each : node) expect_resolved(schemas, each);
}

TEST(OpenApi, ResolvesAllItsReferences) {
  const json description = json::parse(open_api());
  expect_resolved(description["components"]["schemas"], description);
}

TEST(OpenApi, EveryEngineOperationNamesItsMessages) {
  for (const Operation& each : operations()) {
    if (each.by != Operation::By::Engine) continue;
    EXPECT_NE(each.reply, nullptr) << each.pattern;
    for (const std::string_view capture : captures_of(each.pattern)) {
      EXPECT_NE(each.request->FindFieldByName(std::string(field_of(capture))), nullptr)
          << each.pattern;
    }
  }
}

}  // namespace whistle::gateway::api::open_api_test
