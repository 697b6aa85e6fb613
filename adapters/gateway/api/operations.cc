#include "adapters/gateway/api/operations.h"

#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/registers.pb.h"
#include "whistle/v1/rules.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::gateway::api {
namespace {

using By = Operation::By;
using client::Line;
using http::Method;

Operation look(std::string_view pattern, std::string_view summary, Line line, v1::Method asks,
               const google::protobuf::Descriptor* request,
               const google::protobuf::Descriptor* reply) {
  Operation operation;
  operation.pattern = pattern;
  operation.summary = summary;
  operation.line = line;
  operation.asks = asks;
  operation.request = request;
  operation.reply = reply;
  return operation;
}

template <class Request, class Reply>
Operation look(std::string_view pattern, std::string_view summary, Line line, v1::Method asks) {
  return look(pattern, summary, line, asks, Request::descriptor(), Reply::descriptor());
}

template <class Request, class Reply>
Operation wish(std::string_view pattern, std::string_view summary, Line line, v1::Method asks) {
  Operation operation = look<Request, Reply>(pattern, summary, line, asks);
  operation.method = Method::Post;
  operation.is_wish = true;
  return operation;
}

template <class Request>
Operation verb(std::string_view pattern, std::string_view summary, v1::Method asks) {
  return wish<Request, v1::TokenReply>(pattern, summary, Line::Work, asks);
}

Operation own(By by, Method method, std::string_view pattern, std::string_view summary,
              std::vector<Argument> arguments = {}) {
  Operation operation;
  operation.by = by;
  operation.method = method;
  operation.pattern = pattern;
  operation.summary = summary;
  operation.arguments = std::move(arguments);
  return operation;
}

std::vector<Argument> search_arguments() {
  return {
      {"q", "string", "words in subject, text or address"},
      {"case", "string", "numbers of cases, with commas in between; so are all lists"},
      {"complaint", "string", "numbers of complaints"},
      {"requester", "string", "pseudonym"},
      {"phone", "string", "of the requester; becomes the pseudonym, and is not kept"},
      {"area", "string", "codes, each with all below it"},
      {"category", "string", "codes"},
      {"severity", "string", "red yellow blue"},
      {"status", "string", "words of CaseView.status"},
      {"unit", "string", "codes"},
      {"tier", "string", "words of CaseView.tier"},
      {"worker", "string", "names"},
      {"open", "boolean", "1: open ones, 0: closed ones"},
      {"since", "integer", "received then or later, milliseconds since 1970 UTC"},
      {"until", "integer", "received before"},
      {"order", "string", "newest oldest most_urgent"},
      {"page", "integer", "the first is 1"},
      {"page_size", "integer", "1 to 1000"},
  };
}

void add_cases(std::vector<Operation>& all) {
  all.push_back(own(By::Search, Method::Get, "/api/v1/cases",
                    "Cases that say or have this: {cases, total, page, page_size, as_of_sequence}",
                    search_arguments()));
  all.push_back(look<v1::CaseRequest, v1::CaseReply>("/api/v1/cases/{id}", "A case as it stands",
                                                     Line::Work, v1::METHOD_GET_CASE));
  all.push_back(look<v1::CaseRequest, v1::ExplainReply>("/api/v1/cases/{id}/explanation",
                                                        "What happened to a case, and why",
                                                        Line::Work, v1::METHOD_EXPLAIN));
  all.push_back(own(By::Complaints, Method::Get, "/api/v1/cases/{id}/complaints",
                    "The complaints of a case: {complaints: [ComplaintReply]}",
                    {{"with_text", "boolean", "subject, text and address, masked"},
                     {"token", "string", "of who has signed for it: not masked"}}));
  all.push_back(
      verb<v1::TokenRequest>("/api/v1/cases/{id}/sign", "Sign for an order", v1::METHOD_SIGN));
  all.push_back(verb<v1::TokenRequest>("/api/v1/cases/{id}/contact", "The resident was reached",
                                       v1::METHOD_CONTACT));
  all.push_back(
      verb<v1::TokenRequest>("/api/v1/cases/{id}/arrive", "Somebody is there", v1::METHOD_ARRIVE));
  all.push_back(verb<v1::TokenRequest>("/api/v1/cases/{id}/progress", "A note on the work",
                                       v1::METHOD_PROGRESS));
  all.push_back(verb<v1::FinishRequest>("/api/v1/cases/{id}/finish", "The work is finished",
                                        v1::METHOD_FINISH));
  all.push_back(verb<v1::TokenRequest>("/api/v1/cases/{id}/release", "Give a lease back",
                                       v1::METHOD_RELEASE));
  all.push_back(verb<v1::TokenRequest>("/api/v1/cases/{id}/renew", "Keep a lease for longer",
                                       v1::METHOD_RENEW));
  all.push_back(
      verb<v1::TokenRequest>("/api/v1/cases/{id}/raise", "Beyond our capacity", v1::METHOD_RAISE));
  all.push_back(verb<v1::ClassifyRequest>(
      "/api/v1/cases/{id}/classify", "A person says what it is and where", v1::METHOD_CLASSIFY));
  all.push_back(verb<v1::PostCheckRequest>(
      "/api/v1/cases/{id}/post_check", "The centre looks at finished work", v1::METHOD_POST_CHECK));
  all.push_back(verb<v1::CallBackRequest>("/api/v1/cases/{id}/call_back", "What the resident said",
                                          v1::METHOD_CALL_BACK));
}

void add_complaints(std::vector<Operation>& all) {
  Operation submit = wish<v1::SubmitRequest, v1::SubmitReply>(
      "/api/v1/complaints",
      "File a complaint; durable when answered. A field `phone` becomes the requester's pseudonym; "
      "without external_id the Idempotency-Key is it",
      Line::Intake, v1::METHOD_SUBMIT);
  submit.by = By::Complaint;
  submit.part = "complaint";
  all.push_back(submit);
  Operation propose = wish<v1::ProposeRequest, v1::ProposeReply>(
      "/api/v1/proposals", "What would become of a complaint; nothing is recorded", Line::Intake,
      v1::METHOD_PROPOSE);
  propose.by = By::Complaint;
  propose.part = "complaint";
  propose.is_wish = false;
  all.push_back(propose);
  all.push_back(look<v1::ComplaintRequest, v1::ComplaintReply>(
      "/api/v1/complaints/{complaint_id}", "A complaint as it was accepted", Line::Work,
      v1::METHOD_GET_COMPLAINT));
}

void add_work(std::vector<Operation>& all) {
  Operation act = wish<v1::ActRequest, v1::ActReply>(
      "/api/v1/wishes/{wish}", "Any wish of act.proto by its name: recall_order, blow_whistle, ...",
      Line::Work, v1::METHOD_ACT);
  act.by = By::Wish;
  all.push_back(act);
  all.push_back(wish<v1::PullRequest, v1::PullReply>("/api/v1/pulls", "Take the next orders",
                                                     Line::Work, v1::METHOD_PULL));
  Operation receive = wish<v1::ReceiveRequest, v1::ReceiveReply>(
      "/api/v1/receipts", "Granted orders have arrived", Line::Work, v1::METHOD_RECEIVE);
  receive.is_wish = false;
  all.push_back(receive);
  all.push_back(look<v1::HoldingsRequest, v1::PullReply>(
      "/api/v1/holdings", "What a unit or a worker holds", Line::Work, v1::METHOD_HOLDINGS));
}

void add_looks(std::vector<Operation>& all) {
  all.push_back(look<v1::QueuesRequest, v1::QueuesReply>("/api/v1/queues", "The lines of the units",
                                                         Line::Work, v1::METHOD_QUEUES));
  all.push_back(look<v1::RegistersRequest, v1::RegistersReply>(
      "/api/v1/registers/{kind}", "Whistles, duties, list entries, storms, ...", Line::Work,
      v1::METHOD_REGISTERS));
  all.push_back(look<v1::ScoreboardRequest, v1::ScoreboardReply>(
      "/api/v1/scoreboard", "The scoreboard of a month", Line::Watch, v1::METHOD_SCOREBOARD));
  all.push_back(look<v1::AgendaRequest, v1::AgendaReply>(
      "/api/v1/agenda", "What the clinic or the conference has to talk about", Line::Watch,
      v1::METHOD_AGENDA));
  all.push_back(own(By::Board, Method::Get, "/api/v1/board",
                    "Open cases of each unit by colour: {loads: [Load], time_ms}"));
  Operation status = look<v1::QueuesRequest, v1::StatusReply>("/api/v1/status", "How the engine is",
                                                              Line::Admin, v1::METHOD_STATUS);
  status.request = nullptr;
  all.push_back(status);
}

void add_rules(std::vector<Operation>& all) {
  all.push_back(look<v1::RulesRequest, v1::RulesReply>(
      "/api/v1/rules", "The words of the rules in force", Line::Work, v1::METHOD_RULES));
  all.push_back(own(By::RuleFile, Method::Get, "/api/v1/rules/file",
                    "One file of the rule book, as text",
                    {{"name", "string", "as in RulesReply.files"}}));
  all.push_back(own(By::Packs, Method::Get, "/api/v1/rules/packs",
                    "Candidates for plan and what-if: {packs: [{name, title}]}"));
  all.push_back(own(By::Plan, Method::Post, "/api/v1/plans",
                    "{pack}: what it would change, as `whistled plan --json` says"));
  all.push_back(own(By::WhatIf, Method::Post, "/api/v1/what-ifs",
                    "{pack, from, to}: 202 {id}; one at a time, else 409"));
  all.push_back(own(By::WhatIfResult, Method::Get, "/api/v1/what-ifs/{id}",
                    "202 while it runs, then what `whistled what-if --json` says"));
}

void add_others(std::vector<Operation>& all) {
  all.push_back(own(By::Map, Method::Get, "/api/v1/map",
                    "GeoJSON of the areas; `schematic` where the outline is made up"));
  all.push_back(own(By::Upload, Method::Post, "/api/v1/attachments",
                    "A picture (image/jpeg, image/png, image/webp): {digest, url}"));
  all.push_back(
      own(By::Picture, Method::Get, "/api/v1/attachments/{digest}", "A picture as it was sent"));
  all.push_back(own(By::Elsewhere, Method::Post, "/api/v1/session",
                    "Sign in: {name, password} -> {person, csrf_token}"));
  all.push_back(own(By::Elsewhere, Method::Get, "/api/v1/session", "Who is signed in"));
  all.push_back(own(By::Elsewhere, Method::Delete, "/api/v1/session", "Sign out"));
  all.push_back(own(By::Elsewhere, Method::Get, "/api/v1/events",
                    "What happens, as server-sent events; Last-Event-ID goes on",
                    {{"events", "string", "kinds of fact, with commas in between"},
                     {"areas", "string", "codes"},
                     {"severities", "string", "red yellow blue"},
                     {"tiers", "string", "words of CaseView.tier"},
                     {"units", "string", "codes"},
                     {"snapshot", "boolean", "1: the open cases first"}}));
  all.push_back(own(By::Elsewhere, Method::Get, "/api/v1/openapi.json", "This description"));
}

std::vector<Operation> all_operations() {
  std::vector<Operation> all;
  add_complaints(all);
  add_cases(all);
  add_work(all);
  add_looks(all);
  add_rules(all);
  add_others(all);
  return all;
}

}  // namespace

const std::vector<Operation>& operations() {
  static const std::vector<Operation> all = all_operations();
  return all;
}

std::vector<std::string_view> captures_of(std::string_view pattern) {
  std::vector<std::string_view> names;
  std::size_t open = 0;
  while ((open = pattern.find('{', open)) != std::string_view::npos) {
    const std::size_t end = pattern.find('}', open);
    names.push_back(pattern.substr(open + 1, end - open - 1));
    open = end;
  }
  return names;
}

std::string_view field_of(std::string_view capture) {
  return capture == "id" ? std::string_view("case_id") : capture;
}

}  // namespace whistle::gateway::api
