#include "adapters/hotline/reject_file.h"

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

namespace whistle::hotline {

Outcome<RejectFile> RejectFile::open(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "ae");
  if (file == nullptr) return Problem{{path}, std::strerror(errno)};
  return RejectFile(file);
}

RejectFile::RejectFile(RejectFile&& other) noexcept : file_(std::exchange(other.file_, nullptr)) {}

RejectFile::~RejectFile() {
  if (file_ != nullptr) std::fclose(file_);
}

void RejectFile::add(const Problem& problem, const std::string& raw) {
  const std::string line = reject_line(problem, raw) + "\n";
  std::fwrite(line.data(), 1, line.size(), file_);
  std::fflush(file_);
}

std::string reject_line(const Problem& problem, const std::string& raw) {
  const Place& at = problem.at;
  nlohmann::ordered_json line{
      {"at", at.file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column)},
      {"what", problem.what}};
  if (!raw.empty()) line["row"] = raw;
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace whistle::hotline
