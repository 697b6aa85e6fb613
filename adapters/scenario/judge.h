#pragma once

#include <string>
#include <vector>

#include "adapters/client/client.h"
#include "adapters/scenario/actor.h"
#include "adapters/scenario/memory.h"
#include "adapters/scenario/scenario.h"
#include "whistle/v1/case.pb.h"

namespace whistle::scenario {

// Compares what a step expects with what the engine says.
class Judge {
 public:
  Judge(client::Client& client, const Memory& memory, const Zone& zone)
      : client_(client), memory_(memory), zone_(zone) {}

  // What is not as expected, a sentence each; empty when all is. `facts` were recorded since the
  // step before.
  std::vector<std::string> look(const Check& check, const Outcome& outcome,
                                const std::vector<v1::Fact>& facts);

 private:
  using Wrongs = std::vector<std::string>;

  Wrongs reply(const json& expected, const Outcome& outcome);
  Wrongs grants(const json& expected, const Outcome& outcome);
  Wrongs case_view(json expected, const Outcome& outcome);
  Wrongs due(json expected, const Outcome& outcome);
  Wrongs facts(const Check& check, const std::vector<v1::Fact>& facts);
  Wrongs queue(const json& expected);
  Wrongs rows(json expected);
  Wrongs score(json expected);
  Wrongs agenda(json expected);
  Wrongs tallies(const json& expected);
  std::string due_differs(const std::string& stage, const std::string& wanted,
                          const v1::CaseView& view) const;

  client::Client& client_;
  const Memory& memory_;
  const Zone& zone_;
};

}  // namespace whistle::scenario
