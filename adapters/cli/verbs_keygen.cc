#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"
#include "adapters/client/keys.h"

// A key pair of one's own. Nobody is asked: the secret key never leaves the file.
namespace whistle::cli {

namespace {

Exit generate(Session& session, const std::string& path) {
  const client::KeyPair pair = client::make_key_pair();
  if (pair.open.empty()) return session.fail(kError, "this machine's ZeroMQ knows no CURVE");
  if (const auto wrong = client::write_key_file(path, pair)) return session.fail(kError, *wrong);
  // Only the key goes to the standard output, to be kept in a file or a variable.
  session.out() << pair.open << '\n';
  session.world.err << "the secret key is in " << path
                    << "; the public key above is for the engine's list of principals\n";
  return kDone;
}

}  // namespace

void add_keygen(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand(
      "keygen", "Make a key pair: the secret one into a new file, the public one is printed");
  auto path = std::make_shared<std::string>();
  verb.add_option("file", *path, "New file that only you may read")->required();
  verb.callback([&session, path] {
    session.without_engine = true;
    session.verb = [&session, path] { return generate(session, *path); };
  });
}

}  // namespace whistle::cli
