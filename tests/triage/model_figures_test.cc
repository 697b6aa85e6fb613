#include "bench/triage/model_figures.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

// How good the model is on real complaints, which are not part of the project.
namespace whistle::bench::model_figures_test {

// One fold of five: the whole is measured by the benchmark. Its floors are those of the whole.
TEST(ModelFigures, ReachTheirFloorsOnRealComplaints) {
  const std::filesystem::path data =
      std::filesystem::path(SOURCE_DIR).parent_path() / "shared/data/complaints_zh_dev.jsonl.gz";
  if (!std::filesystem::exists(data)) GTEST_SKIP() << data << " is not there";
  const auto figures = measure_model(data, 1);
  ASSERT_TRUE(figures) << figures.error();
  std::printf("accuracy %.4f, macro-F1 %.4f, accuracy at 80 %% coverage %.4f, %zu texts\n",
              figures->accuracy, figures->macro_f1, figures->accuracy_at_80, figures->texts);
  EXPECT_GE(figures->macro_f1, 0.89);
  EXPECT_GE(figures->accuracy_at_80, 0.955);
  EXPECT_GT(figures->texts, 900U);
}

}  // namespace whistle::bench::model_figures_test
