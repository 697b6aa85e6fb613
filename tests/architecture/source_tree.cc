#include "tests/architecture/source_tree.h"

#include <algorithm>
#include <fstream>

namespace whistle::architecture {
namespace {

namespace fs = std::filesystem;

SourceFile read(const fs::path& file) {
  SourceFile source{file.lexically_relative(SOURCE_DIR).generic_string(), {}};
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) source.lines.push_back(line);
  return source;
}

}  // namespace

std::vector<SourceFile> files_below(const std::string& folder,
                                    const std::vector<std::string>& endings) {
  std::vector<SourceFile> files;
  const fs::path root = fs::path(SOURCE_DIR) / folder;
  if (!fs::exists(root)) return files;
  for (auto at = fs::recursive_directory_iterator(root); at != fs::end(at); ++at) {
    const fs::directory_entry& entry = *at;
    // What others wrote, and npm has put there.
    if (entry.path().filename() == "node_modules") {
      at.disable_recursion_pending();
      continue;
    }
    const std::string name = entry.path().filename().string();
    const bool wanted = std::ranges::any_of(
        endings, [&](const std::string& ending) { return name.ends_with(ending); });
    if (wanted && entry.is_regular_file()) files.push_back(read(entry.path()));
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

SourceFile file_at(const std::string& path) { return read(fs::path(SOURCE_DIR) / path); }

bool exists(const std::string& path) { return fs::exists(fs::path(SOURCE_DIR) / path); }

std::vector<Include> includes_of(const SourceFile& file) {
  constexpr std::string_view kDirective = "#include ";
  std::vector<Include> includes;
  for (std::size_t i = 0; i < file.lines.size(); ++i) {
    const std::string& line = file.lines[i];
    if (!line.starts_with(kDirective)) continue;
    const char open = line[std::min(kDirective.size(), line.size() - 1)];
    if (open != '<' && open != '"') continue;
    const std::size_t from = kDirective.size() + 1;
    const std::size_t until = line.find(open == '<' ? '>' : '"', from);
    if (until == std::string::npos) continue;
    includes.push_back({line.substr(from, until - from), open == '<', i + 1});
  }
  return includes;
}

std::string part(std::string_view path, std::size_t number) {
  for (; number > 0; --number) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return {};
    path.remove_prefix(slash + 1);
  }
  return std::string(path.substr(0, path.find('/')));
}

std::string at(const SourceFile& file, std::size_t line) {
  return file.path + ":" + std::to_string(line);
}

}  // namespace whistle::architecture
