#pragma once

#include <google/protobuf/message.h>

#include <memory>
#include <optional>

#include "engine/casework/commands/commands.h"
#include "engine/casework/decide.h"
#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/service/frames.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/registers.pb.h"
#include "whistle/v1/rules.pb.h"
#include "whistle/v1/watch.pb.h"
#include "whistle/v1/work.pb.h"

// Messages of the wire into commands and answers into messages, by hand: the two never share types.
namespace whistle::service {

// The body of a request as its message, or the problem that says what is wrong with it. Broken
// UTF-8 is told apart from other broken bytes when the body is a complaint.
template <class Message>
Outcome<Message, Problem> parse(const Request& request);

// The same into a message that is there: what is wrong with the body, or nothing.
std::optional<Problem> read_body(const Request& request, google::protobuf::Message& message);

// The same, as the message that the table of methods has for it (methods.h); nullptr where that has
// none.
using Body = std::unique_ptr<const google::protobuf::Message>;
Outcome<Body, Problem> body_of(const Request& request);

// A complaint with every word and encoding checked; policy questions are the engine's.
Outcome<Complaint, Problem> to_complaint(const v1::Complaint& message);

Outcome<casework::Command, Problem> to_command(v1::Method method, const v1::TokenRequest& message);
Outcome<casework::Command, Problem> to_command(const v1::FinishRequest& message);
Outcome<casework::Command, Problem> to_command(const v1::ClassifyRequest& message);
Outcome<casework::Command, Problem> to_command(const v1::PostCheckRequest& message);
Outcome<casework::Command, Problem> to_command(const v1::CallBackRequest& message);

v1::SubmitReply to_reply(const casework::Receipt& receipt, bool replayed);
v1::CaseView to_view(const casework::Case& item, const casework::Symbols& symbols, bool closed,
                     const policy::Policy& policy);
v1::Tallies to_message(const casework::Tallies& tallies);
Problem to_problem(const casework::Refusal& refusal);

}  // namespace whistle::service
