#include "adapters/client/keys.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "adapters/client/client.h"
#include "tests/support/fake_engine.h"

namespace whistle::client::keys_test {

class KeyFiles : public testing::Test {
 protected:
  KeyFiles() {
    std::string name = (std::filesystem::temp_directory_path() / "whistle_keys_XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~KeyFiles() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ / name; }
  std::string wrong(const std::string& key_file, const std::string& server) {
    return read_keys(key_file, server, keys_).value_or("");
  }

  std::filesystem::path folder_;
  Keys keys_;
};

TEST_F(KeyFiles, KeepASecretKeyForTheirOwnerAlone) {
  const KeyPair pair = make_key_pair();
  ASSERT_FALSE(write_key_file(path("mine"), pair));
  struct stat status {};
  ASSERT_EQ(::stat(path("mine").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  const KeyPair engine = make_key_pair();
  EXPECT_EQ(wrong(path("mine"), engine.open), "");
  EXPECT_EQ(keys_.own.secret, pair.secret);
  EXPECT_EQ(keys_.own.open, pair.open);
  EXPECT_EQ(keys_.server, engine.open);
}

TEST_F(KeyFiles, AreNeverOverwritten) {
  const KeyPair pair = make_key_pair();
  ASSERT_FALSE(write_key_file(path("mine"), pair));
  EXPECT_EQ(write_key_file(path("mine"), make_key_pair()), path("mine") + ": is there already");
  EXPECT_EQ(wrong(path("mine"), pair.open), "");
  EXPECT_EQ(keys_.own.secret, pair.secret);
}

TEST_F(KeyFiles, NameTheEngineByItsKeyOrByAFileThatHasIt) {
  ASSERT_FALSE(write_key_file(path("mine"), make_key_pair()));
  const KeyPair engine = make_key_pair();
  std::ofstream(path("printed")) << engine.open << '\n';
  EXPECT_EQ(wrong(path("mine"), path("printed")), "");
  EXPECT_EQ(keys_.server, engine.open);
  ASSERT_FALSE(write_key_file(path("engine"), engine));
  keys_.server.clear();
  EXPECT_EQ(wrong(path("mine"), path("engine")), "");
  EXPECT_EQ(keys_.server, engine.open);
}

TEST_F(KeyFiles, NameTwoKeysWhileTheEngineChangesItsOwn) {
  ASSERT_FALSE(write_key_file(path("mine"), make_key_pair()));
  const std::string old_key = make_key_pair().open;
  const std::string new_key = make_key_pair().open;
  EXPECT_EQ(wrong(path("mine"), old_key + "," + new_key), "");
  EXPECT_EQ(keys_.server, old_key);
  EXPECT_EQ(keys_.next, new_key);
  std::ofstream(path("both")) << old_key << '\n' << new_key << '\n';
  keys_ = {};
  EXPECT_EQ(wrong(path("mine"), path("both")), "");
  EXPECT_EQ(keys_.server, old_key);
  EXPECT_EQ(keys_.next, new_key);
  // Afterwards one is enough again.
  EXPECT_EQ(wrong(path("mine"), new_key), "");
  EXPECT_EQ(keys_.next, "");
  EXPECT_EQ(wrong(path("mine"), path("both") + "," + make_key_pair().open),
            "--server-key: 3 public keys; one, or two while the engine changes its key");
}

TEST_F(KeyFiles, AreShortOfAKeyThatTheEngineAnnounces) {
  const Keys keys{make_key_pair(), make_key_pair().open, make_key_pair().open};
  EXPECT_FALSE(warning_of_change(keys, ""));
  EXPECT_FALSE(warning_of_change(keys, keys.server));
  EXPECT_FALSE(warning_of_change(keys, keys.next));
  EXPECT_FALSE(warning_of_change({}, keys.server));
  const std::string announced = make_key_pair().open;
  EXPECT_EQ(warning_of_change(keys, announced),
            "the engine is about to change its key; from now on give both: --server-key '" +
                keys.server + "," + announced + "'");
}

TEST_F(KeyFiles, GoTogetherOrNotAtAll) {
  EXPECT_EQ(wrong("", ""), "");
  EXPECT_TRUE(keys_.empty());
  EXPECT_EQ(wrong("", "x"), "--server-key needs --key, the file of your own key");
  EXPECT_EQ(wrong("x", ""), "--key needs --server-key, the public key of the engine");
}

TEST_F(KeyFiles, AreRefusedWhenOthersMayReadThem) {
  ASSERT_FALSE(write_key_file(path("mine"), make_key_pair()));
  ASSERT_EQ(::chmod(path("mine").c_str(), 0640), 0);
  EXPECT_EQ(
      wrong(path("mine"), make_key_pair().open),
      path("mine") + ": others than its owner may read this secret key; chmod 600 " + path("mine"));
}

TEST_F(KeyFiles, AreRefusedWithoutAKey) {
  std::ofstream(path("empty")) << "nothing\n";
  ::chmod(path("empty").c_str(), 0600);
  const std::string engine = make_key_pair().open;
  EXPECT_EQ(wrong(path("empty"), engine),
            path("empty") + ": has no secret key; whistle keygen writes such a file");
  EXPECT_EQ(wrong(path("absent"), engine), path("absent") + ": cannot be read");
  ASSERT_FALSE(write_key_file(path("mine"), make_key_pair()));
  EXPECT_EQ(wrong(path("mine"), path("empty")), path("empty") + ": has no public key");
  EXPECT_EQ(wrong(path("mine"), "a word"),
            "a word: neither a public key (40 characters) nor a file that can be read");
}

// Whoever sees first that the other speaks otherwise hangs up. That is ZeroMQ's affair; who is hung
// up on cannot know why, and says so.
bool says_that_no_keys_are_taken(const Problem& problem) {
  return problem.reason == "NO_KEYS_THERE" ||
         problem.message.find("it ends every handshake") != std::string::npos;
}

TEST_F(KeyFiles, AreOfNoUseToAnEngineWithoutKeysWhichIsSaid) {
  support::FakeEngine engine;
  Options options;
  options.endpoints = engine.endpoints();
  options.keys = {make_key_pair(), make_key_pair().open};
  options.give_up_after_ms = 3'000;
  Client client(options);
  const auto answer = client.hello();
  ASSERT_FALSE(answer);
  EXPECT_TRUE(says_that_no_keys_are_taken(answer.problem())) << answer.problem().message;
  // And again, with a fresh connection.
  EXPECT_TRUE(says_that_no_keys_are_taken(client.hello().problem()));
}

}  // namespace whistle::client::keys_test
