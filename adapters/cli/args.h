#pragma once

#include <memory>

namespace CLI {  // NOLINT(readability-identifier-naming): theirs
class App;
}

namespace whistle::cli {

class Session;

// The whole command line: options of all verbs, and the verbs. Parsing fills session.common and
// sets session.verb. Requires: the session outlives the program.
std::shared_ptr<CLI::App> make_program(Session& session);

}  // namespace whistle::cli
