#pragma once

#include <google/protobuf/message.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/client.h"
#include "adapters/scenario/memory.h"
#include "adapters/scenario/scenario.h"
#include "adapters/scenario/verbs.h"

namespace whistle::scenario {

// What came of one wish.
struct Outcome {
  std::unique_ptr<google::protobuf::Message> reply;  // null when there is a problem
  std::optional<client::Problem> problem;
  std::uint64_t case_id = 0;          // which it was about
  std::uint64_t made = 0;             // the number that `as` names
  std::uint64_t complaint = 0;        // of a submit
  std::vector<std::uint64_t> grants;  // of a pull
  std::string told;                   // for the reader: "case 1, filed, red, ..."
};

// Makes the wishes of steps: builds the request from what the step says and what is remembered,
// sends it, and remembers what the answer gave.
class Actor {
 public:
  Actor(client::Client& client, Memory& memory, const Zone& zone, std::string source)
      : client_(client), memory_(memory), zone_(zone), source_(std::move(source)) {}

  // The n-th time of the step, which is the `number`-th of the scenario, at this instant. Requires:
  // verb_named(step.verb).
  Outcome perform(const Step& step, std::size_t number, int n, std::int64_t now_ms);

 private:
  // What is wrong with the values, once names stand for something.
  std::optional<std::string> fill(google::protobuf::Message& message, const Verb& verb,
                                  const Step& step, int n, std::int64_t now_ms);
  void add_what_goes_without_saying(google::protobuf::Message& message, std::uint64_t case_id);
  std::string text_for(const google::protobuf::FieldDescriptor& field, const json& value, int n,
                       std::int64_t now_ms) const;

  Outcome submit(const v1::Complaint& given, std::size_t number, int n, const Step& step,
                 std::int64_t now_ms);
  Outcome pull(v1::PullRequest request, const Step& step, bool sign);
  Outcome sign(const v1::PullRequest& request, const v1::Grant& grant);
  Outcome token_wish(const Verb& verb, const google::protobuf::Message& request);
  Outcome act(const Step& step, const google::protobuf::Message& wish);

  client::Client& client_;
  Memory& memory_;
  const Zone& zone_;
  std::string source_;
};

}  // namespace whistle::scenario
