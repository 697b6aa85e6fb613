#include <cstdio>
#include <exception>
#include <iostream>
#include <string_view>
#include <variant>

#include "adapters/gateway/gateway.h"
#include "adapters/gateway/options.h"
#include "adapters/gateway/people/verbs.h"

int main(int argc, char** argv) {
  using namespace whistle;  // NOLINT(google-build-using-namespace): the only one here
  const std::string_view verb = argc > 1 ? argv[1] : "";
  try {
    if (verb == "hash-password" && argc == 2) {
      return gateway::people::hash_password_verb(std::cout, std::cerr);
    }
    if (verb == "make-key" && argc == 3) {
      return gateway::people::make_key_verb(argv[2], std::cout);
    }
    const auto parsed = gateway::parse_options(argc, argv);
    if (const int* code = std::get_if<int>(&parsed)) return *code;
    return gateway::serve(std::get<gateway::Options>(parsed));
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "whistle-gateway: %s\n", failure.what());
    return 1;
  }
}
