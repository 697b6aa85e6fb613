#include "adapters/gateway/people/audit.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/gateway/people/folder.h"

namespace whistle::gateway::people::audit_test {

Deed deed() {
  return {1'773'187'200'123,           "li.si", "192.0.2.1", "POST",
          "/api/v1/cases/{id}/{verb}", "7",     409,         "WRONG_STATE"};
}

TEST(Audit, WritesALineForEachDeed) {
  const Folder folder;
  Audit audit(folder / "audit", {});
  audit.note(deed());
  EXPECT_EQ(text_of(folder / "audit"),
            R"({"time":"2026-03-11T00:00:00.123Z","person":"li.si","address":"192.0.2.1",)"
            R"("method":"POST","route":"/api/v1/cases/{id}/{verb}","case_id":"7","status":409,)"
            R"("reason":"WRONG_STATE"})"
            "\n");
}

TEST(Audit, GoesOnWithAnOldFile) {
  const Folder folder;
  write(folder / "audit", "before\n");
  Audit audit(folder / "audit", {});
  audit.note(deed());
  EXPECT_TRUE(text_of(folder / "audit").starts_with("before\n{"));
}

TEST(Audit, IsRotatedBySizeAndKeepsSoManyFiles) {
  const Folder folder;
  Audit audit(folder / "audit", {.bytes_max = 250, .files = 2});
  for (int i = 0; i < 9; ++i) audit.note(deed());
  for (const std::string name : {"audit", "audit.1", "audit.2"}) {
    EXPECT_LE(std::filesystem::file_size(folder / name), 250U) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(folder / "audit.3"));
}

TEST(Audit, ReplacesWhatIsNoUtf8) {
  const Folder folder;
  Audit audit(folder / "audit", {});
  Deed odd = deed();
  odd.person = "\xff\n\"";
  audit.note(odd);
  const std::string text = text_of(folder / "audit");
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
}

TEST(Audit, SaysThatItCannotWrite) {
  Audit audit("/nowhere/audit", {});
  audit.note(deed());
  EXPECT_NE(audit.problem(), "");
}

}  // namespace whistle::gateway::people::audit_test
