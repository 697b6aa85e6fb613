#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace whistle::fuzz {

// Makes new inputs of old ones: flips, cuts, repeats, splices, numbers at their limits. The same
// seed makes the same inputs on every machine.
class Mutations {
 public:
  // Requires: corpus is not empty.
  Mutations(std::vector<std::string> corpus, std::uint64_t seed)
      : corpus_(std::move(corpus)), random_(seed) {}

  std::string next();

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }
  const std::string& some() { return corpus_[below(corpus_.size())]; }
  void change(std::string& bytes);
  void splice(std::string& bytes);

  std::vector<std::string> corpus_;
  std::mt19937_64 random_;
};

}  // namespace whistle::fuzz
