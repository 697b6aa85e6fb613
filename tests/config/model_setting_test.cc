#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "engine/triage/model_file.h"
#include "tests/config/rule_folders.h"

// The statistical model as a file of a rule book.
namespace whistle::config::model_setting_test {

using testing::HasSubstr;

std::string model_of(std::vector<std::string> labels) {
  const std::size_t count = labels.size();
  return triage::write_model({.labels = std::move(labels),
                              .keys = {7},
                              .rarity = {1},
                              .weights = std::vector<float>(count, 0.5F),
                              .bias = std::vector<float>(count, 0)});
}

constexpr std::string_view kPackWithModel =
    "name = \"pack\"\n"
    "[triage]\n"
    "model = \"city.model\"\n"
    "model_confidence = 0.9\n";

std::string problems_with(const std::string& model) {
  RuleFolders folders;
  folders.write("pack/rulebook.toml", kPackWithModel);
  folders.write("pack/city.model", model);
  return folders.problems();
}

TEST(ModelSetting, IsTheBytesOfTheFile) {
  RuleFolders folders;
  const std::string model = model_of({"06001", "06002"});
  folders.write("pack/rulebook.toml", kPackWithModel);
  folders.write("pack/city.model", model);
  const policy::RuleBook book = folders.book();
  EXPECT_EQ(book.model, model);
  EXPECT_DOUBLE_EQ(book.settings.model_confidence, 0.9);
}

TEST(ModelSetting, IsPartOfTheVersion) {
  RuleFolders folders;
  folders.write("pack/rulebook.toml", kPackWithModel);
  folders.write("pack/city.model", model_of({"06001", "06002"}));
  const std::string before = folders.book().version;
  folders.write("pack/city.model", model_of({"06001", "pipe"}));
  EXPECT_NE(folders.book().version, before);
}

TEST(ModelSetting, OfTheBaseIsTakenAwayByAnEmptyName) {
  RuleFolders folders;
  folders.write("base/rulebook.toml", std::string(kGeneral) + "[triage]\nmodel = \"b.model\"\n");
  folders.write("base/b.model", model_of({"06001", "06002"}));
  EXPECT_FALSE(folders.book().model.empty());
  folders.write("pack/rulebook.toml", "name = \"pack\"\n[triage]\nmodel = \"\"\n");
  EXPECT_TRUE(folders.book().model.empty());
}

TEST(ModelSetting, MustBeAFileOfTheFolder) {
  RuleFolders folders;
  folders.write("pack/rulebook.toml", kPackWithModel);
  EXPECT_THAT(folders.problems(), HasSubstr("pack/rulebook.toml:3:9: model: there is no file"));
  folders.write("pack/rulebook.toml", "name = \"pack\"\n[triage]\nmodel = \"../city.model\"\n");
  EXPECT_THAT(folders.problems(), HasSubstr("is not the name of a file"));
}

TEST(ModelSetting, MustBeSound) {
  EXPECT_THAT(problems_with("not a model at all"), HasSubstr("not a model"));
  const std::string model = model_of({"06001", "06002"});
  EXPECT_THAT(problems_with(model.substr(0, model.size() - 1)), HasSubstr("damaged"));
}

TEST(ModelSetting, MayNameCategoriesOfTheBookOnly) {
  EXPECT_THAT(problems_with(model_of({"06001", "06009"})),
              HasSubstr("pack/rulebook.toml:3:9: model: "));
}

}  // namespace whistle::config::model_setting_test
