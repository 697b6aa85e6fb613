#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>

#include "tests/end_to_end/engine_process.h"

// What config/README.md shows of a plan is what the program prints.
namespace whistle::tests::plan_document_test {

namespace fs = std::filesystem;

constexpr std::string_view kCommand = "$ whistled plan packs/july --data /var/lib/whistle";

// The block of the document that begins with the command, without it.
std::string shown() {
  std::ifstream document(std::string(SOURCE_DIR) + "/config/README.md");
  std::string block;
  bool is_here = false;
  for (std::string line; std::getline(document, line);) {
    if (is_here && line.starts_with("```")) return block;
    if (is_here) block += line + "\n";
    if (line == kCommand) is_here = true;
  }
  return block;
}

// Versions change with every word of a rule book.
std::string without_versions(const std::string& text) {
  static const std::regex version("[0-9a-f]{12}");
  return std::regex_replace(text, version, "............");
}

TEST(PlanDocument, ShowsWhatTheProgramPrints) {
  EngineProcess engine("changtai");
  engine.start();
  client::Client client(engine.options());
  for (const auto& [id, text] :
       {std::pair{"1", "锦鲤湾3号楼2单元水管爆了，水漫到楼道里，快来人！"},
        std::pair{"2", "锦鲤湾3号楼2单元楼道灯坏了好几天，晚上老人上下楼看不见，请尽快来修。"}}) {
    const auto filed = client.submit(complaint(id, text));
    ASSERT_TRUE(filed) << filed.problem().message;
  }
  const fs::path pack = engine.folder() / "july";
  fs::copy(fs::path(SOURCE_DIR) / "config/cities/changtai", pack, fs::copy_options::recursive);
  std::ofstream(pack / "limits.csv", std::ios::app) << "on_site,red,,,,45m,,,试行\n";

  const fs::path log = engine.folder() / "plan.log";
  ASSERT_EQ(
      exit_code(spawn({WHISTLED, "plan", pack, "--rules", fs::path(SOURCE_DIR) / "config/base",
                       "--data", engine.folder() / "journal"},
                      log)),
      0);
  std::ostringstream printed;
  printed << std::ifstream(log).rdbuf();
  const std::string text =
      std::regex_replace(printed.str(), std::regex(pack.string()), "packs/july");
  EXPECT_EQ(without_versions(shown()), without_versions(text)) << text;
}

}  // namespace whistle::tests::plan_document_test
