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
  for (const Disposition disposition : {Disposition::Filed, Disposition::AwaitsTriage,
                                        Disposition::Merged, Disposition::Declined}) {
    line += " " + std::string(to_word(disposition)) + " " + std::to_string(count(disposition));
  }
  std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace whistle::bench
