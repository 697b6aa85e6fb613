#include "adapters/hotline/problem.h"

namespace whistle::hotline {

std::string to_text(const Problem& problem) {
  std::string text = problem.at.file;
  if (problem.at.line != 0) text += ":" + std::to_string(problem.at.line);
  if (problem.at.column != 0) text += ":" + std::to_string(problem.at.column);
  return text + ": " + problem.what;
}

}  // namespace whistle::hotline
