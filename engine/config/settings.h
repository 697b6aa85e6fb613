#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/config/notation.h"
#include "engine/config/problems.h"
#include "engine/core/outcome.h"

namespace whistle::config {

enum class LogLevel : std::uint8_t { Debug, Info, Warn, Error };

// The bounds of whistled.toml, ends included.
inline constexpr Range<std::int64_t> kJournalKeepDays{0, 36'500};
inline constexpr Range<std::int64_t> kCommandsPerGroup{1, 65'536};
inline constexpr Range<std::int64_t> kRingSlots{64, 1'048'576};
inline constexpr Range<std::int64_t> kTicksPerTurn{1, 65'536};
inline constexpr Range<std::int64_t> kDiskFreeBytes{16'777'216, 1'099'511'627'776};
inline constexpr Range<std::int64_t> kMemoryBytes{16'777'216, 17'592'186'044'416};
inline constexpr Range<std::int64_t> kIntakeLagMs{10, 600'000};
inline constexpr Range<std::int64_t> kWatchers{1, 65'536};
inline constexpr Range<std::int64_t> kCursors{1, 65'536};
inline constexpr Range<std::int64_t> kWaitingPulls{1, 1'048'576};
inline constexpr Range<std::int64_t> kKeptAnswers{1, 1'000'000'000};
inline constexpr Range<std::int64_t> kSessions{1, 1'048'576};
inline constexpr Range<std::int64_t> kConnectionMessages{100, 1'048'576};
// Linux runs the handlers of interrupts at 50, which must not wait for us.
inline constexpr Range<std::int64_t> kRealtimePriority{0, 49};

// The engine's own settings, which are not rules: where it listens, where it stores, how much it
// takes on at once. Everything has a default.
struct EngineSettings {
  // ZeroMQ endpoints, one per audience: tcp://host:port or ipc://path.
  struct Endpoints {
    std::string intake{"tcp://127.0.0.1:7701"};
    std::string work{"tcp://127.0.0.1:7702"};
    std::string watch{"tcp://127.0.0.1:7703"};
    std::string admin{"tcp://127.0.0.1:7704"};
  };
  struct Limits {
    std::uint32_t commands_per_group{1'024};       // facts between two fsyncs, at most
    std::uint32_t command_ring{1'024};             // commands waiting for the writer
    std::uint32_t ticks_per_turn{64};              // cases whose clocks fire before commands go on
    std::uint64_t disk_free_bytes{1'073'741'824};  // below this, new complaints are refused
    std::uint64_t memory_bytes{4'294'967'296};     // with this, new complaints are refused
    std::uint32_t intake_lag_ms{5'000};            // behind by this, new complaints are refused
    std::uint32_t watchers{1'024};
    std::uint32_t cursors{256};                 // named positions of watchers
    std::uint32_t waiting_pulls{4'096};         // that wait for work, standing ones included
    std::uint32_t pulls_per_connection{64};     // of those
    std::uint32_t kept_answers{10'000'000};     // to wishes with a key, for seven days
    std::uint32_t sessions{10'000};             // that are remembered
    std::uint32_t connection_messages{10'000};  // that wait for one connection, each way
  };

  struct Security {
    std::filesystem::path server_key;       // file of the engine's own secret key; empty: none
    std::filesystem::path next_server_key;  // of the one it will have after it; empty: none
    std::filesystem::path principals;       // file of who may talk; empty: nobody over TCP
    bool insecure{};  // TCP without keys; only where this machine alone can reach it
  };

  Endpoints endpoints;
  Security security;
  std::filesystem::path data_dir{"var/whistle"};
  std::uint32_t journal_keep_days{};   // 0: for ever
  std::filesystem::path compiled_dir;  // empty: "compiled" inside data_dir
  std::filesystem::path rules_base{"config/base"};
  std::filesystem::path rules_city;  // empty: the base alone
  Limits limits;
  std::uint32_t realtime_priority{};  // of the threads that answer; 0: none
  LogLevel log_level{LogLevel::Info};
};

// Reads whistled.toml. Fails with all problems at once. Relative paths stay as they are written:
// they count from the working directory.
Outcome<EngineSettings, std::vector<Problem>> load_settings(const std::filesystem::path& file);

// Where compiled patterns are kept.
std::filesystem::path compiled_dir_of(const EngineSettings& settings);

// True when only processes of this machine can reach the endpoint.
bool is_local(std::string_view endpoint);

// Why an engine must not start with these settings, a line for each endpoint that would let
// strangers in: TCP without keys, or insecure TCP that other machines can reach. Empty: it may.
std::string insecurity_of(const EngineSettings& settings);

}  // namespace whistle::config
