#include "engine/service/methods.h"

#include <algorithm>
#include <array>

#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/bundle.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/registers.pb.h"
#include "whistle/v1/rules.pb.h"
#include "whistle/v1/watch.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::service {
namespace {

constexpr bool kKeyed = true;

template <class Body>
const google::protobuf::Message& blank() {
  return Body::default_instance();
}

constexpr auto kTable = std::to_array<MethodForm>({
    // clang-format off: a table
    {v1::METHOD_HELLO, blank<v1::Hello>},
    {v1::METHOD_PING},
    {v1::METHOD_SUBMIT, blank<v1::SubmitRequest>, kKeyed},
    {v1::METHOD_PULL, blank<v1::PullRequest>, kKeyed},
    {v1::METHOD_RENEW, blank<v1::TokenRequest>, kKeyed},
    {v1::METHOD_RELEASE, blank<v1::TokenRequest>, kKeyed},
    {v1::METHOD_SIGN, blank<v1::TokenRequest>, kKeyed},
    {v1::METHOD_CONTACT, blank<v1::TokenRequest>, kKeyed},
    {v1::METHOD_ARRIVE, blank<v1::TokenRequest>, kKeyed},
    {v1::METHOD_PROGRESS, blank<v1::TokenRequest>, kKeyed},
    {v1::METHOD_FINISH, blank<v1::FinishRequest>, kKeyed},
    {v1::METHOD_RAISE, blank<v1::TokenRequest>, kKeyed},
    {v1::METHOD_CLASSIFY, blank<v1::ClassifyRequest>, kKeyed},
    {v1::METHOD_POST_CHECK, blank<v1::PostCheckRequest>, kKeyed},
    {v1::METHOD_CALL_BACK, blank<v1::CallBackRequest>, kKeyed},
    {v1::METHOD_RECEIVE, blank<v1::ReceiveRequest>},
    {v1::METHOD_HOLDINGS, blank<v1::HoldingsRequest>},
    {v1::METHOD_DRAIN, blank<v1::DrainRequest>},
    {v1::METHOD_ACT, blank<v1::ActRequest>, kKeyed},
    {v1::METHOD_BUNDLE, blank<v1::BundleRequest>},
    {v1::METHOD_WATCH, blank<v1::WatchRequest>},
    {v1::METHOD_CREDIT},  // of a watch or of a pull: another body on each socket
    {v1::METHOD_ACKNOWLEDGE_WATCH, blank<v1::AcknowledgeRequest>},
    {v1::METHOD_CURSORS, blank<v1::CursorsRequest>},
    {v1::METHOD_DELETE_CURSOR, blank<v1::DeleteCursorRequest>},
    {v1::METHOD_GET_CASE, blank<v1::CaseRequest>},
    {v1::METHOD_EXPLAIN, blank<v1::CaseRequest>},
    {v1::METHOD_QUEUES, blank<v1::QueuesRequest>},
    {v1::METHOD_REGISTERS, blank<v1::RegistersRequest>},
    {v1::METHOD_SCOREBOARD, blank<v1::ScoreboardRequest>},
    {v1::METHOD_AGENDA, blank<v1::AgendaRequest>},
    {v1::METHOD_EXPLAIN_PULL, blank<v1::PullRequest>},
    {v1::METHOD_GET_COMPLAINT, blank<v1::ComplaintRequest>},
    {v1::METHOD_PROPOSE, blank<v1::ProposeRequest>},
    {v1::METHOD_RULES, blank<v1::RulesRequest>},
    {v1::METHOD_STATUS},
    {v1::METHOD_ADVANCE_TIME, blank<v1::AdvanceTimeRequest>},
    {v1::METHOD_BACKUP, blank<v1::BackupRequest>},
    {v1::METHOD_ADOPT_POLICY, blank<v1::PolicyRequest>},
    // clang-format on
});

}  // namespace

std::span<const MethodForm> method_forms() { return kTable; }

const MethodForm* form_of(v1::Method method) {
  const auto* found = std::ranges::find(kTable, method, &MethodForm::method);
  return found == kTable.end() ? nullptr : &*found;
}

}  // namespace whistle::service
