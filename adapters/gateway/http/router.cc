#include "adapters/gateway/http/router.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace whistle::gateway::http {
namespace {

// Takes the next segment off a path that starts with '/'.
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

}  // namespace

Router::Pattern Router::pattern_of(std::string_view text) {
  if (!text.starts_with('/')) throw std::logic_error("a pattern starts with /");
  Pattern pattern;
  while (!text.empty()) {
    std::string_view segment = take_segment(text);
    if (!segment.starts_with('{') || !segment.ends_with('}')) {
      pattern.push_back({Part::Kind::Literal, std::string(segment)});
      continue;
    }
    segment = segment.substr(1, segment.size() - 2);
    const bool is_rest = segment.ends_with("...");
    if (is_rest) segment.remove_suffix(3);
    if (is_rest && !text.empty()) throw std::logic_error("only the last part takes the rest");
    pattern.push_back({is_rest ? Part::Kind::Rest : Part::Kind::One, std::string(segment)});
  }
  return pattern;
}

std::optional<Fields> Router::fit(const Pattern& pattern, std::string_view path) {
  Fields captures;
  for (const Part& part : pattern) {
    if (path.empty()) return std::nullopt;
    if (part.kind == Part::Kind::Rest) {
      captures.add(part.text, std::string(path.substr(1)));
      return captures;
    }
    const std::string_view segment = take_segment(path);
    if (part.kind == Part::Kind::Literal && segment != part.text) return std::nullopt;
    if (part.kind == Part::Kind::Literal) continue;
    if (segment.empty()) return std::nullopt;
    captures.add(part.text, std::string(segment));
  }
  if (!path.empty()) return std::nullopt;
  return captures;
}

bool Router::is_closer(const Pattern& left, const Pattern& right) {
  return std::ranges::lexicographical_compare(
      left, right, {}, [](const Part& part) { return part.kind; },
      [](const Part& part) { return part.kind; });
}

void Router::add(Route route) {
  Pattern pattern = pattern_of(route.pattern);
  for (const Route& other : routes_) {
    if (other.method == route.method && other.pattern == route.pattern) {
      throw std::logic_error("two routes for " + std::string(word_of(route.method)) + " " +
                             route.pattern);
    }
  }
  routes_.push_back(std::move(route));
  patterns_.push_back(std::move(pattern));
}

Router::Found Router::find(Method method, std::string_view path) const {
  struct Candidate {
    std::size_t index;
    Fields captures;
  };
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < patterns_.size(); ++i) {
    if (!path.starts_with('/')) break;
    if (auto captures = fit(patterns_[i], path)) candidates.push_back({i, *std::move(captures)});
  }
  std::ranges::stable_sort(candidates, [&](const Candidate& left, const Candidate& right) {
    return is_closer(patterns_[left.index], patterns_[right.index]);
  });
  const auto takes_rest = [&](const Candidate& one) {
    return patterns_[one.index].back().kind == Part::Kind::Rest;
  };
  const bool only_rest = std::ranges::all_of(candidates, takes_rest);
  // Of those that take the rest only the closest; else none of them.
  std::erase_if(candidates, [&](const Candidate& one) {
    if (!takes_rest(one)) return false;
    return !only_rest || routes_[one.index].pattern != routes_[candidates.front().index].pattern;
  });

  Found found;
  std::array<bool, 6> known{};
  for (Candidate& one : candidates) {
    const Route& route = routes_[one.index];
    known.at(static_cast<std::size_t>(route.method)) = true;
    const bool answers =
        route.method == method || (method == Method::Head && route.method == Method::Get);
    if (!answers || found.route != nullptr) continue;
    found.route = &route;
    found.captures = std::move(one.captures);
  }
  if (candidates.empty()) return found;
  known[static_cast<std::size_t>(Method::Head)] |= known[static_cast<std::size_t>(Method::Get)];
  known[static_cast<std::size_t>(Method::Options)] = true;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if (!known.at(i)) continue;
    if (!found.allow.empty()) found.allow += ", ";
    found.allow += word_of(static_cast<Method>(i));
  }
  return found;
}

}  // namespace whistle::gateway::http
