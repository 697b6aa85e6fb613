#include "adapters/notify/file_sink.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace whistle::notify::file_sink_test {

class FileSinkTest : public testing::Test {
 protected:
  FileSinkTest() {
    std::string name = (std::filesystem::temp_directory_path() / "notify-XXXXXX").string();
    EXPECT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  ~FileSinkTest() override { std::filesystem::remove_all(folder_); }

  std::string path() const { return (folder_ / "facts.jsonl").string(); }
  std::unique_ptr<FileSink> open() {
    auto opened = FileSink::open(path());
    EXPECT_TRUE(opened.sink) << opened.problem;
    return std::move(opened.sink);
  }
  static Delivery delivery(std::uint64_t sequence, const std::string& journal = "j") {
    return {sequence, journal,
            "{\"delivery\":" + std::to_string(sequence) + ",\"journal\":\"" + journal + "\"}"};
  }
  void deliver(FileSink& sink, std::initializer_list<std::uint64_t> sequences) {
    for (const std::uint64_t sequence : sequences) {
      EXPECT_EQ(sink.deliver(delivery(sequence)), Sink::Outcome::Taken);
    }
    EXPECT_EQ(sink.settle(), Sink::Outcome::Taken);
  }
  std::string content() const {
    std::ostringstream text;
    text << std::ifstream(path()).rdbuf();
    return text.str();
  }
  void append(const std::string& text) const { std::ofstream(path(), std::ios::app) << text; }
  static std::string lines(std::initializer_list<std::uint64_t> sequences) {
    std::string text;
    for (const std::uint64_t sequence : sequences) text += delivery(sequence).json + "\n";
    return text;
  }

 private:
  std::filesystem::path folder_;
};

TEST_F(FileSinkTest, AppendsALineForEachDelivery) {
  const auto sink = open();
  deliver(*sink, {3, 7});
  deliver(*sink, {9});
  EXPECT_EQ(content(), lines({3, 7, 9}));
}

TEST_F(FileSinkTest, WritesNothingBeforeItSettles) {
  const auto sink = open();
  sink->deliver(delivery(3));
  EXPECT_EQ(content(), "");
}

TEST_F(FileSinkTest, DoesNotRepeatWhatComesAgain) {
  deliver(*open(), {3, 7});
  // The acknowledgement of 7 was lost with the power.
  const auto sink = open();
  EXPECT_EQ(sink->last(), 7U);
  deliver(*sink, {7, 8});
  EXPECT_EQ(content(), lines({3, 7, 8}));
}

TEST_F(FileSinkTest, CutsOffALineThatIsNotWhole) {
  deliver(*open(), {3});
  append("{\"delivery\":7,\"jour");
  const auto sink = open();
  EXPECT_EQ(sink->last(), 3U);
  deliver(*sink, {7});
  EXPECT_EQ(content(), lines({3, 7}));
}

TEST_F(FileSinkTest, CutsOffAFirstLineThatIsNotWhole) {
  append("{\"deli");
  deliver(*open(), {1});
  EXPECT_EQ(content(), lines({1}));
}

TEST_F(FileSinkTest, FindsTheLastOfLongLines) {
  const std::string padding(10'000, 'x');
  append("{\"delivery\":1,\"journal\":\"j\",\"facts\":\"" + padding + "\"}\n");
  append("{\"delivery\":2,\"journal\":\"j\",\"facts\":\"" + padding + "\"}\n");
  append(padding);
  EXPECT_EQ(open()->last(), 2U);
}

TEST_F(FileSinkTest, RefusesAFileOfSomethingElse) {
  append("hello\n");
  const auto opened = FileSink::open(path());
  EXPECT_FALSE(opened.sink);
  EXPECT_NE(opened.problem.find(path() + ": its last line is no delivery"), std::string::npos)
      << opened.problem;
  EXPECT_EQ(content(), "hello\n") << "and leaves it alone";
}

TEST_F(FileSinkTest, RefusesDeliveriesOfAnotherJournal) {
  deliver(*open(), {3});
  const auto sink = open();
  EXPECT_EQ(sink->deliver(delivery(1, "other")), Sink::Outcome::Failed);
  EXPECT_NE(sink->problem().find("has deliveries of journal j"), std::string::npos);
}

TEST_F(FileSinkTest, SaysWhyItCannotBeOpened) {
  const auto opened = FileSink::open(path() + "/below");
  EXPECT_FALSE(opened.sink);
  EXPECT_NE(opened.problem.find("No such file"), std::string::npos) << opened.problem;
}

}  // namespace whistle::notify::file_sink_test
