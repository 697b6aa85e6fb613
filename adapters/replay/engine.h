#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "adapters/client/result.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/envelope.pb.h"
#include "whistle/v1/watch.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::replay {

template <class Reply>
using Answer = std::function<void(client::Result<Reply>)>;

// The engine, on a driven clock. Every wish names the instant it happens at. Nothing is waited for:
// answers come from within wait(), and may wish for more. Thread: one at a time.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual void submit(std::int64_t at_ms, const v1::Complaint& complaint,
                      Answer<v1::SubmitReply> done) = 0;
  virtual void pull(std::int64_t at_ms, const v1::PullRequest& wish,
                    Answer<v1::PullReply> done) = 0;
  // Sign, contact, arrive, progress.
  virtual void act(std::int64_t at_ms, v1::Method method, const v1::TokenRequest& wish,
                   Answer<v1::TokenReply> done) = 0;
  virtual void finish(std::int64_t at_ms, const v1::FinishRequest& wish,
                      Answer<v1::TokenReply> done) = 0;
  virtual void classify(std::int64_t at_ms, const v1::ClassifyRequest& wish,
                        Answer<v1::TokenReply> done) = 0;
  virtual void post_check(std::int64_t at_ms, const v1::PostCheckRequest& wish,
                          Answer<v1::TokenReply> done) = 0;
  virtual void call_back(std::int64_t at_ms, const v1::CallBackRequest& wish,
                         Answer<v1::TokenReply> done) = 0;
  // The case as it is now; looking lets no time pass.
  virtual void look(std::uint64_t case_id, Answer<v1::CaseReply> done) = 0;
  // Lets time pass and tells the counters then.
  virtual void advance(std::int64_t at_ms, Answer<v1::StatusReply> done) = 0;

  virtual std::size_t pending() const = 0;
  // Waits for an answer, at most so long.
  virtual void wait(std::uint32_t timeout_ms) = 0;
};

}  // namespace whistle::replay
