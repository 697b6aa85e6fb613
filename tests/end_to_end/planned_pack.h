#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/end_to_end/engine_process.h"

namespace whistle::tests {

// An engine in Changtai, and beside it a copy of its pack that a test may change.
class PlannedPack : public testing::Test {
 protected:
  PlannedPack() : engine_("changtai") {
    engine_.start();
    // Planning looks at its journal, which must be there.
    EXPECT_TRUE(client::Client(engine_.options()).status());
    std::filesystem::copy(config() / "cities/changtai", pack(),
                          std::filesystem::copy_options::recursive);
  }

  static std::filesystem::path config() { return std::filesystem::path(SOURCE_DIR) / "config"; }
  std::filesystem::path pack() const { return engine_.folder() / "planned"; }
  void append(const std::string& file, const std::string& row) const {
    std::ofstream(pack() / file, std::ios::app) << row << '\n';
  }

  // Runs `whistled plan` beside the engine; all it says is in plan.log of the engine's folder.
  // Returns its last line, or its exit code when it fails.
  nlohmann::json plan() const {
    const std::filesystem::path log = engine_.folder() / "plan.log";
    std::filesystem::remove(log);
    const int code = exit_code(
        spawn({WHISTLED, "plan", pack(), "--rules", config() / "base", "--city",
               config() / "cities/changtai", "--data", engine_.folder() / "journal", "--json"},
              log));
    std::ifstream said(log);
    std::string last;
    for (std::string line; std::getline(said, line);) last = line;
    return code == 0 ? nlohmann::json::parse(last) : nlohmann::json(code);
  }

  std::uint64_t submit(const std::string& id, const std::string& text) {
    client::Client client(engine_.options());
    const auto filed = client.submit(complaint(id, text));
    EXPECT_TRUE(filed) << filed.problem().message;
    return filed->case_id();
  }

  EngineProcess engine_;
};

}  // namespace whistle::tests
