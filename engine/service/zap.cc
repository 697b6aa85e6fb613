#include "engine/service/zap.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <utility>
#include <zmq_addon.hpp>

#include "engine/runtime/thread_name.h"
#include "engine/service/curve.h"
#include "engine/service/gate.h"

namespace whistle::service {
namespace {

constexpr const char* kQuestions = "inproc://zeromq.zap.01";
constexpr const char* kStop = "inproc://whistle.zap.stop";
constexpr std::size_t kKeyBytes = 32;

// A question is: version, request id, domain, address, identity, mechanism, credentials.
enum Frame : std::size_t { Version, RequestId, Domain, Address, Identity, Mechanism, Credentials };

std::string z85_of(const zmq::message_t& key) {
  if (key.size() != kKeyBytes) return {};
  std::array<char, kKeyLetters + 1> text{};
  if (zmq_z85_encode(text.data(), key.data<std::uint8_t>(), kKeyBytes) == nullptr) return {};
  return text.data();
}

Handshake read(const std::vector<zmq::message_t>& question) {
  Handshake handshake{.domain = question[Domain].to_string(),
                      .address = question[Address].to_string(),
                      .mechanism = question[Mechanism].to_string(),
                      .key = {}};
  if (handshake.mechanism == "CURVE" && question.size() > Credentials) {
    handshake.key = z85_of(question[Credentials]);
  }
  return handshake;
}

Verdict refused(std::string why) { return {false, std::move(why)}; }

Roles roles_in(std::string_view domain) {
  for (const Audience audience :
       {Audience::Intake, Audience::Work, Audience::Watch, Audience::Admin}) {
    if (domain == domain_of(audience)) return roles_at(audience);
  }
  return {};
}

}  // namespace

Verdict judge(const Handshake& handshake, const Directory* directory, Timestamp now) {
  if (handshake.mechanism != "CURVE") return refused("no key was shown");
  const Directory::Entry* entry = directory != nullptr ? directory->find(handshake.key) : nullptr;
  if (entry == nullptr) return refused("unknown key");
  const std::string& name = entry->principal->name;
  if (const auto problem = problem_with(*entry->key, now)) {
    return refused(problem->reason + " of " + name);
  }
  if ((entry->principal->roles & roles_in(handshake.domain)).empty()) {
    return refused(name + " has no business there");
  }
  return {true, {}};
}

Zap::Zap(zmq::context_t& context, const runtime::Clock& clock)
    : clock_(clock),
      questions_(context, zmq::socket_type::rep),
      stop_(context, zmq::socket_type::pair),
      stops_(context, zmq::socket_type::pair) {
  for (zmq::socket_t* socket : {&questions_, &stop_, &stops_}) socket->set(zmq::sockopt::linger, 0);
  questions_.bind(kQuestions);
  stop_.bind(kStop);
  stops_.connect(kStop);
  thread_ = std::thread([this] {
    runtime::name_this_thread("zap");
    serve();
  });
}

Zap::~Zap() {
  stop_.send(zmq::message_t(), zmq::send_flags::none);
  thread_.join();
}

void Zap::use(std::shared_ptr<const Directory> directory) {
  const std::lock_guard lock(mutex_);
  directory_ = std::move(directory);
}

void Zap::report_to(Report report) {
  const std::lock_guard lock(mutex_);
  report_ = std::move(report);
  // Strangers that were sent to try the doors are no news.
  untold_ = 0;
}

void Zap::serve() {
  std::array<zmq::pollitem_t, 2> items{
      {{questions_.handle(), 0, ZMQ_POLLIN, 0}, {stops_.handle(), 0, ZMQ_POLLIN, 0}}};
  for (;;) {
    try {
      zmq::poll(items.data(), items.size(), std::chrono::milliseconds{-1});
      if ((items[1].revents & ZMQ_POLLIN) != 0) return;
      std::vector<zmq::message_t> question;
      if (zmq::recv_multipart(questions_, std::back_inserter(question),
                              zmq::recv_flags::dontwait)) {
        answer(std::move(question));
      }
    } catch (const zmq::error_t& error) {
      // A signal that went to this thread.
      if (error.num() != EINTR) return;
    }
  }
}

void Zap::answer(std::vector<zmq::message_t> question) {
  Verdict verdict = refused("not a question of ZAP 1.0");
  Handshake handshake;
  if (question.size() > Mechanism && question[Version].to_string_view() == "1.0") {
    handshake = read(question);
    std::shared_ptr<const Directory> directory;
    {
      const std::lock_guard lock(mutex_);
      directory = directory_;
    }
    verdict = judge(handshake, directory.get(), clock_.now());
  }
  if (!verdict.is_welcome) tell(handshake, verdict.why);
  zmq::multipart_t reply;
  reply.addstr("1.0");
  reply.addstr(question.size() > RequestId ? question[RequestId].to_string() : std::string());
  reply.addstr(verdict.is_welcome ? "200" : "400");
  reply.addstr(verdict.is_welcome ? "OK" : "refused");
  reply.addstr(verdict.is_welcome ? handshake.key : std::string());
  reply.addstr("");
  reply.send(questions_);
}

void Zap::tell(const Handshake& handshake, const std::string& why) {
  constexpr std::chrono::seconds kPause{1};
  denied_.fetch_add(1);
  const Timestamp now = clock_.now();
  Report report;
  std::uint64_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    ++untold_;
    const bool is_soon = told_ != Timestamp::min() && now - told_ < kPause;
    if (!report_ || is_soon) return;
    report = report_;
    told_ = now;
    count = std::exchange(untold_, 0);
  }
  report(handshake, why, count);
}

}  // namespace whistle::service
