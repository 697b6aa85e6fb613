#include <cstdio>
#include <exception>
#include <variant>

#include "adapters/gateway/gateway.h"
#include "adapters/gateway/options.h"

int main(int argc, char** argv) {
  using namespace whistle;  // NOLINT(google-build-using-namespace): the only one here
  try {
    const auto parsed = gateway::parse_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed)) return *code;
    return gateway::serve(std::get<gateway::Options>(parsed));
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "whistle-gateway: %s\n", failure.what());
    return 1;
  }
}
