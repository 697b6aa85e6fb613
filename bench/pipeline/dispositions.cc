#include "bench/pipeline/dispositions.h"

#include <cstdio>
#include <string>

#include "bench/pipeline/rig.h"

namespace whistle::bench {

void Dispositions::add(const runtime::Reply& reply) {
  if (!reply.result) give_up("a complaint was refused: " + reply.result.error().detail);
  const auto& receipt = std::get<casework::Receipt>(*reply.result);
  ++counts_.at(static_cast<std::size_t>(receipt.disposition));
}

void Dispositions::show() const {
  using casework::Disposition;
  std::string line = " ";
  for (const auto& [disposition, word] : kSpellings<Disposition>) {
    if (count(disposition) == 0 && disposition > Disposition::Declined) continue;
    line += " " + std::string(word) + " " + std::to_string(count(disposition));
  }
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace whistle::bench
