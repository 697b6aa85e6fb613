#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// The repository as text, for tests of what it is made of.
namespace whistle::architecture {

// One file, read whole; paths are relative to the root of the repository, with '/'.
struct SourceFile {
  std::string path;
  std::vector<std::string> lines;
};

// All files below a folder whose name ends in one of `endings` (".cc", "CMakeLists.txt"), by path.
// A folder that does not exist has none.
std::vector<SourceFile> files_below(const std::string& folder,
                                    const std::vector<std::string>& endings);

// A file of the root; nothing in it when it does not exist.
SourceFile file_at(const std::string& path);
bool exists(const std::string& path);

// What the file includes, as written between the quotes or the angle brackets.
struct Include {
  std::string header;
  bool is_system{};  // in angle brackets
  std::size_t line{};
};
std::vector<Include> includes_of(const SourceFile& file);

// "engine/core/ids.h" has the parts "engine", "core", "ids.h"; too far gives "".
std::string part(std::string_view path, std::size_t number);

// "path:line", as compilers print it. Lines count from 1.
std::string at(const SourceFile& file, std::size_t line);

}  // namespace whistle::architecture
