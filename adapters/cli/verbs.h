#pragma once

namespace CLI {  // NOLINT(readability-identifier-naming): theirs
class App;
}

namespace whistle::cli {

class Session;

// Each adds its verbs to the program. A verb that was typed sets session.verb. What the verbs keep
// lives as long as the session's program.
void add_submit(CLI::App& program, Session& session);
void add_pull(CLI::App& program, Session& session);     // pull explain-pull held drain
void add_work(CLI::App& program, Session& session);     // sign contact arrive progress finish ...
void add_centre(CLI::App& program, Session& session);   // classify check rate advance
void add_look(CLI::App& program, Session& session);     // case explain queues status
void add_act(CLI::App& program, Session& session);      // any wish of act.proto
void add_board(CLI::App& program, Session& session);    // registers scoreboard agenda
void add_closed(CLI::App& program, Session& session);   // closed
void add_policy(CLI::App& program, Session& session);   // policy apply, policy history
void add_backup(CLI::App& program, Session& session);   // backup
void add_cursors(CLI::App& program, Session& session);  // cursors, cursors delete
void add_keygen(CLI::App& program, Session& session);   // keygen
void add_watch(CLI::App& program, Session& session);

}  // namespace whistle::cli
