#include "adapters/replay/engine_link.h"

#include <utility>

namespace whistle::replay {

void EngineLink::at(std::int64_t at_ms) {
  if (at_ms < latest_ms_) {
    ++late_;
  } else {
    latest_ms_ = at_ms;
  }
  client_.set_driven_time(at_ms);
}

void EngineLink::submit(std::int64_t at_ms, const v1::Complaint& complaint,
                        Answer<v1::SubmitReply> done) {
  at(at_ms);
  v1::SubmitRequest request;
  *request.mutable_complaint() = complaint;
  client_.send_submit(request, std::move(done));
}

void EngineLink::pull(std::int64_t at_ms, const v1::PullRequest& wish, Answer<v1::PullReply> done) {
  at(at_ms);
  client_.send_pull(wish, [this, worker = wish.worker(),
                           done = std::move(done)](const client::Result<v1::PullReply>& answer) {
    const auto receipt = answer ? client::receipt_of(*answer, worker) : std::nullopt;
    if (receipt) {
      // One that comes too late costs nothing here: nobody else pulls this case.
      client_.send<v1::ReceiveReply>(v1::METHOD_RECEIVE, *receipt,
                                     [](const client::Result<v1::ReceiveReply>&) {});
    }
    done(answer);
  });
}

void EngineLink::act(std::int64_t at_ms, v1::Method method, const v1::TokenRequest& wish,
                     Answer<v1::TokenReply> done) {
  at(at_ms);
  client_.send_token(method, wish, std::move(done));
}

void EngineLink::finish(std::int64_t at_ms, const v1::FinishRequest& wish,
                        Answer<v1::TokenReply> done) {
  at(at_ms);
  client_.send_finish(wish, std::move(done));
}

void EngineLink::classify(std::int64_t at_ms, const v1::ClassifyRequest& wish,
                          Answer<v1::TokenReply> done) {
  at(at_ms);
  client_.send<v1::TokenReply>(v1::METHOD_CLASSIFY, wish, std::move(done));
}

void EngineLink::post_check(std::int64_t at_ms, const v1::PostCheckRequest& wish,
                            Answer<v1::TokenReply> done) {
  at(at_ms);
  client_.send<v1::TokenReply>(v1::METHOD_POST_CHECK, wish, std::move(done));
}

void EngineLink::call_back(std::int64_t at_ms, const v1::CallBackRequest& wish,
                           Answer<v1::TokenReply> done) {
  at(at_ms);
  client_.send<v1::TokenReply>(v1::METHOD_CALL_BACK, wish, std::move(done));
}

void EngineLink::look(std::uint64_t case_id, Answer<v1::CaseReply> done) {
  v1::CaseRequest request;
  request.set_case_id(case_id);
  client_.send<v1::CaseReply>(v1::METHOD_GET_CASE, request, std::move(done));
}

void EngineLink::advance(std::int64_t at_ms, Answer<v1::StatusReply> done) {
  at(at_ms);
  v1::AdvanceTimeRequest request;
  request.set_time_ms(at_ms);
  client_.send<v1::StatusReply>(v1::METHOD_ADVANCE_TIME, request, std::move(done));
}

}  // namespace whistle::replay
