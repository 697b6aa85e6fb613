#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace whistle::cli {

// Whose token, of which case, at which engine.
struct Holding {
  std::string engine;  // the address of its work line
  std::string worker;
  std::uint64_t case_id = 0;
  std::string once{};  // that was shown with the wish of this name; empty: that works now

  bool operator==(const Holding&) const = default;
};

// The tokens that pull and sign were given, so that a person need not type them. One small file per
// user, readable by nobody else, safe against two programs at once and against a crash in the
// middle:
//
//   {"version":1,"tokens":[{"engine":"tcp://a:7702","worker":"zhang","case":17,"token":42}]}
//
// An entry with a "once" besides is the token that a wish of that name was sent with: sent again,
// it must say the same.
//
// Thread: one at a time; several processes.
class TokenFile {
 public:
  // The file need not exist, nor its folder.
  explicit TokenFile(std::string path) : path_(std::move(path)) {}

  // Nothing when none is known. Throws nothing; a file that cannot be read counts as empty and is
  // told by problem().
  std::optional<std::uint64_t> find(const Holding& holding);
  // False: see problem(). A file that cannot be understood is left as it is.
  bool remember(const Holding& holding, std::uint64_t token);
  bool forget(const Holding& holding);

  // What went wrong last, for people; empty when nothing did.
  const std::string& problem() const { return problem_; }
  const std::string& path() const { return path_; }

 private:
  bool change(const Holding& holding, std::optional<std::uint64_t> token);

  std::string path_;
  std::string problem_;
};

}  // namespace whistle::cli
