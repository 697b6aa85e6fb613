#include "adapters/gateway/http/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/gateway/support/call.h"

namespace whistle::gateway::http::files_test {

namespace fs = std::filesystem;
using support::header_of;

class Console : public testing::Test {
 protected:
  Console() {
    write("index.html", "<!doctype html>");
    write("assets/app-DiwrgTda.js", std::string(5000, 'x'));
    write("assets/plain.css", "a{}");
    std::ofstream(folder_.parent_path() / (folder_.filename().string() + ".secret")) << "secret";
    EXPECT_EQ(files_.load(folder_.string()), std::nullopt);
    files_.add_to(router_);
  }
  ~Console() override {
    fs::remove_all(folder_);
    fs::remove(folder_.string() + ".secret");
  }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  Response get(const std::string& path,
               std::vector<std::pair<std::string, std::string>> headers = {}) {
    return support::ask(router_, support::request_of(Method::Get, path, {}, std::move(headers)));
  }

  fs::path folder_ = fs::temp_directory_path() / ("whistle-files-" + std::to_string(::getpid()));
  Files files_;
  Router router_;
};

TEST_F(Console, IsServedWithTypes) {
  EXPECT_EQ(get("/assets/app-DiwrgTda.js").content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(get("/assets/plain.css").body, "a{}");
}

TEST_F(Console, ServesItsPagesByIndex) {
  EXPECT_EQ(get("/").body, "<!doctype html>");
  EXPECT_EQ(get("/cases/7").body, "<!doctype html>");
  EXPECT_EQ(get("/assets/gone.js").status, 404);
  EXPECT_EQ(get("/api/v1/nothing").status, 404);
  EXPECT_EQ(get("/open311/nothing").status, 404);
}

TEST_F(Console, KeepsHashedFilesForEverAndAsksForOthers) {
  EXPECT_NE(header_of(get("/assets/app-DiwrgTda.js"), "cache-control").find("immutable"),
            std::string::npos);
  const Response index = get("/");
  EXPECT_EQ(header_of(index, "cache-control"), "no-cache");
  const Response again = get("/", {{"if-none-match", header_of(index, "etag")}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
}

TEST_F(Console, PacksForThoseWhoCanUnpack) {
  const Response packed =
      get("/assets/app-DiwrgTda.js", {{"accept-encoding", "gzip, deflate, br"}});
  EXPECT_EQ(header_of(packed, "content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 100U);
  EXPECT_EQ(get("/assets/app-DiwrgTda.js").body.size(), 5000U);
}

TEST_F(Console, LeadsNowhereElse) {
  EXPECT_EQ(files_.answer("../" + folder_.filename().string() + ".secret", {}).status, 404);
  EXPECT_EQ(files_.answer("/etc/passwd.txt", {}).status, 404);
}

TEST(Files, NeedAnIndex) {
  Files files;
  EXPECT_NE(files.load("/nonexistent").value_or("").find("index.html"), std::string::npos);
}

}  // namespace whistle::gateway::http::files_test
