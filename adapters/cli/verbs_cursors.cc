#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "adapters/cli/print_engine.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// How far those who watch under a name have got.
namespace whistle::cli {

void add_cursors(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand(
      "cursors", "How far notifiers and others have got that watch under a name");
  const auto show = [&session](const v1::CursorsReply& reply) {
    print_cursors(session.out(), reply, session.style());
  };
  CLI::App& forget = *verb.add_subcommand("delete", "Forget one; who watches with it is sent away");
  auto name = std::make_shared<std::string>();
  forget.add_option("name", *name, "Name of the cursor")->required();
  verb.callback([&session, &forget, show, name] {
    session.line = client::Line::Admin;
    const bool is_delete = forget.parsed();
    session.verb = [&session, show, name, is_delete] {
      client::Client& client = session.client();
      return session.show(is_delete ? client.delete_cursor(*name) : client.cursors(), show);
    };
  });
}

}  // namespace whistle::cli
