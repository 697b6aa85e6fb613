#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/cli/print_policy.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// Which rules hold, and putting others in force.
namespace whistle::cli {

namespace {

struct Apply {
  std::string pack;
  std::string base;
  std::string reason;
  std::string expected;
  std::vector<std::string> migrate;
};

// The engine reads the folder from its own disk: what is typed counts from here, not from there.
std::string whole(const std::string& folder) {
  return folder.empty() ? folder : std::filesystem::absolute(folder).lexically_normal().string();
}

Exit apply(Session& session, const Apply& typed) {
  if (session.worker().empty()) {
    return session.fail(kUsage, "who changes the rules? give --as NAME or set WHISTLE_WORKER");
  }
  v1::PolicyRequest request;
  request.set_pack(whole(typed.pack));
  request.set_base(whole(typed.base));
  request.set_by(session.worker());
  request.set_reason(typed.reason);
  request.set_expected(typed.expected);
  for (const std::string& word : typed.migrate) request.add_migrate(word);
  return session.show(session.client().adopt_policy(request),
                      [&](const v1::PolicyReply& reply) { print_adopted(session.out(), reply); });
}

Exit history(Session& session) {
  v1::RegistersRequest request;
  request.set_kind("adoption");
  return session.show(session.client().registers(request), [&](const v1::RegistersReply& reply) {
    print_adoptions(session.out(), reply, session.style());
  });
}

}  // namespace

void add_policy(CLI::App& program, Session& session) {
  CLI::App& policy = *program.add_subcommand("policy", "The rule book in force, and another one");
  policy.require_subcommand(1);

  CLI::App& applying = *policy.add_subcommand("apply", "Put another rule book in force");
  applying.footer(
      "What runs keeps what it was promised, in the line it stands in, save for what --migrate\n"
      "names. A book with errors changes nothing. See first what it would change:\n"
      "  whistled plan PACK");
  auto typed = std::make_shared<Apply>();
  applying.add_option("pack", typed->pack, "Folder of the new pack")->required();
  applying.add_option("--base", typed->base,
                      "Folder of the new base (default: the one the engine was started with)");
  applying.add_option("-m,--reason", typed->reason, "Why, for the record")->required();
  applying.add_option("--expect", typed->expected,
                      "Only when this version is in force, as the plan named it");
  applying
      .add_option("--migrate", typed->migrate,
                  "What moves of cases that run: stages (resolve, sign, ...), promises (all\n"
                  "stages), lines (what waits where the new book would not have sent it)")
      ->delimiter(',');
  applying.callback([&session, typed] {
    session.line = client::Line::Admin;
    session.verb = [&session, typed] { return apply(session, *typed); };
  });

  CLI::App& telling = *policy.add_subcommand("history", "Which rule books were put in force, when");
  telling.callback([&session] {
    session.line = client::Line::Admin;
    session.verb = [&session] { return history(session); };
  });
}

}  // namespace whistle::cli
