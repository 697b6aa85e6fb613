#include "adapters/cli/args.h"

#include <CLI/CLI.hpp>

#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

namespace whistle::cli {

namespace {

constexpr const char* kFooter = R"(
Exit status:
  0 done   1 error   2 wrong arguments   3 not found (case, unit, token)
  4 refused, the reason is told   5 denied   6 unavailable or no answer in time

Output:
  Text for people goes to the standard output, talk to the standard error. With --json each
  answer is one line of JSON with the field names of proto/whistle/v1, 64-bit numbers as strings:
  submit, check and the like print the reply, pull a line per grant, queues a line per unit,
  registers a line per row, scoreboard a line per unit or area, watch a line per fact, explain the
  case and all its facts in one. Errors are
  {"error":{"code","reason","message",...}} on the standard error.

Environment:
  WHISTLE_ENDPOINTS  HOST or HOST:PORT of the engine; PORT is intake, the next three are work,
                     watch and admin
  WHISTLE_KEY        your secret key, when --key is not given; WHISTLE_SERVER_KEY: the engine's
                     public key, when --server-key is not given
  WHISTLE_WORKER     who acts, when --as is not given; then USER
  WHISTLE_ZONE       the zone of the times shown and typed, when --zone is not given; else that
                     of the city
  NO_COLOR           no colours
  XDG_STATE_HOME     where the tokens of pulled cases are kept (whistle/tokens.json)
)";

void add_common(CLI::App& program, Common& common) {
  program.add_flag("--json", common.json, "JSON lines for programs");
  program.add_option("--as", common.worker, "Who acts (default: $WHISTLE_WORKER, $USER)")
      ->type_name("NAME");
  program.add_option("--engine", common.engine, "The engine (default: 127.0.0.1:7701)")
      ->type_name("HOST[:PORT]");
  program.add_option("--intake", common.intake, "One line elsewhere")->type_name("ENDPOINT");
  program.add_option("--work", common.work, "One line elsewhere")->type_name("ENDPOINT");
  program.add_option("--watch", common.watch, "One line elsewhere")->type_name("ENDPOINT");
  program.add_option("--admin", common.admin, "One line elsewhere")->type_name("ENDPOINT");
  program.add_option("--key", common.key, "Your secret key (whistle keygen), for tcp:// endpoints")
      ->type_name("FILE");
  program
      .add_option("--server-key", common.server_key,
                  "The engine's public key, or a file that has it")
      ->type_name("KEY|FILE");
  program.add_option("--timeout", common.timeout_s, "Give up after so long; 0: never")
      ->type_name("SECONDS")
      ->capture_default_str();
  program
      .add_option("--zone", common.zone,
                  "Zone of the times: Asia/Shanghai, +08:00 (default: the city's)")
      ->type_name("ZONE");
  program.add_option("--colour,--color", common.colour, "Colours: auto, always, never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  program.add_option("--at", common.at, "Driven clock only: let time pass up to here first")
      ->type_name("TIME");
}

}  // namespace

std::shared_ptr<CLI::App> make_program(Session& session) {
  auto program = std::make_shared<CLI::App>(
      "whistle: residents' complaints, who answers them, and by when", "whistle");
  add_common(*program, session.common);
  // Options of all verbs may also stand behind the verb.
  program->fallthrough();
  program->require_subcommand(1);
  program->footer(kFooter);
  add_submit(*program, session);
  add_pull(*program, session);
  add_work(*program, session);
  add_centre(*program, session);
  add_act(*program, session);
  add_look(*program, session);
  add_board(*program, session);
  add_closed(*program, session);
  add_policy(*program, session);
  add_backup(*program, session);
  add_cursors(*program, session);
  add_keygen(*program, session);
  add_watch(*program, session);
  return program;
}

}  // namespace whistle::cli
