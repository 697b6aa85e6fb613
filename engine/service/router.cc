#include "engine/service/router.h"

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>
#include <chrono>
#include <iterator>
#include <string_view>
#include <utility>
#include <zmq_addon.hpp>

#include "engine/service/read_frames.h"

namespace whistle::service {
namespace {

constexpr std::size_t kRequestsPerTurnMax = 256;
// Large answers cost more than small ones: explanations, pages of registers.
constexpr std::size_t kAnsweredBytesPerTurnMax = std::size_t{1} << 20U;
// Below this ZeroMQ copies the bytes anyway, and to bound messages is to bound memory.
constexpr std::size_t kCopiedBelow = 1024;
// Of what waits for one connection: a few of the largest messages, some hundred explanations.
constexpr std::size_t kUnsentBytesMax = std::size_t{64} << 20U;
// A message quotes what was wrong with a request; the header it travels in is bounded.
constexpr std::size_t kProblemBytesMax = 1024;

std::string shortened(const std::string& message) {
  if (message.size() <= kProblemBytesMax) return message;
  std::size_t end = kProblemBytesMax;
  // Never in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0U) == 0x80U) --end;
  return message.substr(0, end) + "...";
}

// The bytes were wrong, not what they asked for.
bool is_unreadable(const Problem& problem) {
  constexpr std::array<std::string_view, 4> kReasons{"BAD_FRAME", "BAD_UTF8", "BODY_TOO_LARGE",
                                                     "PROTOCOL"};
  return std::ranges::find(kReasons, problem.reason) != kReasons.end();
}

// Empty when nobody was authenticated.
std::string user_of(zmq::message_t& frame) {
  try {
    return frame.gets("User-Id");
  } catch (const zmq::error_t&) {
    return {};
  }
}

// A safety net, not a rhythm: see turn().
constexpr std::chrono::milliseconds kMissedWakeUp{250};

}  // namespace

void tell(const Problem& problem, v1::Status& status) {
  status.set_code(problem.code);
  status.set_reason(problem.reason);
  status.set_message(shortened(problem.message));
  status.set_retry_after_ms(problem.retry_after_ms);
  status.set_first_available(problem.first_available);
}

Router::Router(boost::asio::io_context& loop, zmq::context_t& context, std::string name,
               const runtime::Clock& clock, Take take)
    : loop_(loop),
      name_(std::move(name)),
      clock_(clock),
      take_(std::move(take)),
      socket_(context, zmq::socket_type::router),
      readable_(loop),
      check_(loop),
      unsent_(kUnsentBytesMax) {
  // A reply that cannot be delivered must be seen, not dropped in silence.
  socket_.set(zmq::sockopt::router_mandatory, true);
  // Somewhat more than is allowed, so that what is too large can be told so.
  socket_.set(zmq::sockopt::maxmsgsize, static_cast<std::int64_t>(2 * kBodyBytesMax));
  socket_.set(zmq::sockopt::linger, 1000);
  // Who has connected and says nothing is sent away.
  socket_.set(zmq::sockopt::handshake_ivl, 5000);
  socket_.set(zmq::sockopt::heartbeat_ivl, 5000);
  socket_.set(zmq::sockopt::heartbeat_timeout, 15000);
  readable_.assign(socket_.get(zmq::sockopt::fd));
}

Router::~Router() {
  stop();
  // The descriptor belongs to ZeroMQ: closing it here would close it twice.
  readable_.release();
}

Outcome<Done, std::string> Router::bind(const std::string& endpoint) {
  try {
    socket_.bind(endpoint);
  } catch (const zmq::error_t& error) {
    return Failure{name_ + " endpoint " + endpoint + ": " + error.what()};
  }
  endpoint_ = socket_.get(zmq::sockopt::last_endpoint);
  return Done{};
}

Outcome<Done, std::string> Router::guard(const ServerKey& key, Audience audience) {
  guarded_ = true;
  return service::guard(socket_, key, audience);
}

void Router::bound_queues(int messages) {
  socket_.set(zmq::sockopt::sndhwm, messages);
  socket_.set(zmq::sockopt::rcvhwm, messages);
}

void Router::start() {
  running_ = true;
  turn();
}

void Router::take_rest() {
  received_ = 0;
  while (received_ < kRequestsPerTurnMax && receive()) {
  }
}

void Router::stop() {
  running_ = false;
  boost::system::error_code ignored;
  readable_.cancel(ignored);
  check_.cancel();
}

// ZeroMQ's descriptor reports a change, not a level: it may stay silent while messages wait, and a
// send may swallow a report. So the loop sleeps only after it has found nothing, sending asks
// again, and a slow timer looks for a wake-up that was lost all the same.
void Router::wait() {
  boost::system::error_code ignored;
  readable_.cancel(ignored);
  // Only the newest wait counts: one that was cancelled may already be on its way.
  const std::uint64_t mine = ++wait_;
  readable_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                       [this, mine](boost::system::error_code stopped) {
                         if (!stopped && mine == wait_) turn();
                       });
  check_.expires_after(kMissedWakeUp);
  check_.async_wait([this, mine](boost::system::error_code stopped) {
    if (!stopped && mine == wait_) turn();
  });
}

void Router::turn() {
  if (!running_) return;
  ++wait_;
  received_ = 0;
  answered_bytes_ = 0;
  const auto may_go_on = [&] {
    return received_ < kRequestsPerTurnMax && answered_bytes_ < kAnsweredBytesPerTurnMax;
  };
  // Counts what is received, not what is accepted: a flood of rubbish must not stall others.
  while (may_go_on() && receive()) {
  }
  // Answers sent within the turn may have posted the next one already: never two.
  if (turn_posted_) return;
  if (!may_go_on() || is_readable()) return post_turn();
  wait();
}

void Router::post_turn() {
  turn_posted_ = true;
  boost::asio::post(loop_, [this] {
    turn_posted_ = false;
    turn();
  });
}

bool Router::is_readable() { return (socket_.get(zmq::sockopt::events) & ZMQ_POLLIN) != 0; }

bool Router::receive() {
  std::vector<zmq::message_t> frames;
  try {
    if (!zmq::recv_multipart(socket_, std::back_inserter(frames), zmq::recv_flags::dontwait)) {
      return false;
    }
  } catch (const zmq::error_t&) {
    return false;  // interrupted; the next turn tries again
  }
  ++received_;
  take_frames(std::move(frames));
  return true;
}

void Router::take_frames(std::vector<zmq::message_t> frames) {
  if (!strikes_.empty() && strikes_.is_away(frames.front().to_string(), clock_.now())) {
    ++unreadable_.dropped;
    return;
  }
  Request request;
  // This outlives every request of it.
  request.asker = std::shared_ptr<Asker>(std::shared_ptr<void>(), this);
  // Never from the frame of the address: ZeroMQ up to 4.3.4 forgets whose that is when its events
  // were asked for before it was read, as this loop does.
  if (guarded_ && frames.size() > 1) request.user = user_of(frames[1]);
  if (const auto problem = read_frames(std::move(frames), request)) {
    return refuse(request.peer, request.header, *problem);
  }
  take_(std::move(request));
}

bool Router::send(const Peer& peer, const v1::Header& header,
                  const google::protobuf::MessageLite* body) {
  return send(peer, header, body != nullptr ? body->SerializeAsString() : std::string{});
}

bool Router::send(const Peer& peer, const v1::Header& header, std::string body) {
  if (body.size() < kCopiedBelow) return send(peer, header, zmq::message_t(body));
  return send(peer, header, std::make_shared<const std::string>(std::move(body)));
}

bool Router::send(const Peer& peer, const v1::Header& header,
                  const std::shared_ptr<const std::string>& body) {
  if (body->size() < kCopiedBelow) return send(peer, header, zmq::message_t(*body));
  auto share = unsent_.add(peer, body->size());
  if (share == nullptr) {
    // It was made all the same: a turn is as long as what was made in it.
    answered_bytes_ += body->size();
    return false;
  }
  struct Holder {
    std::shared_ptr<const std::string> body;
    std::unique_ptr<Unsent::Share> share;
  };
  auto holder = std::make_unique<Holder>(body, std::move(share));
  // ZeroMQ asks for bytes that it might write to, and never does.
  zmq::message_t frame(
      const_cast<char*>(body->data()), body->size(),
      [](void*, void* held) { delete static_cast<Holder*>(held); }, holder.get());
  holder.release();  // NOLINT(bugprone-unused-return-value): the frame has it now
  return send(peer, header, std::move(frame));
}

bool Router::send(const Peer& peer, const v1::Header& header, zmq::message_t body) {
  answered_bytes_ += body.size();
  zmq::message_t to(peer);
  zmq::message_t protocol(kProtocol.data(), kProtocol.size());
  zmq::message_t head(header.SerializeAsString());
  constexpr auto kMore = zmq::send_flags::dontwait | zmq::send_flags::sndmore;
  bool sent = false;
  try {
    // Who can be sent the address can be sent the rest.
    sent = socket_.send(to, kMore) && socket_.send(protocol, kMore) && socket_.send(head, kMore) &&
           socket_.send(body, zmq::send_flags::dontwait);
  } catch (const zmq::error_t&) {
    sent = false;  // the peer is gone
  }
  // Sending may have swallowed the report of what has come: the next turn looks, once for all that
  // is sent until then.
  if (running_ && !turn_posted_) post_turn();
  return sent;
}

void Router::answer(const Request& request, const google::protobuf::MessageLite& body,
                    std::function<void()> if_lost) {
  v1::Header header;
  header.set_kind(v1::KIND_RESPONSE);
  header.set_method(request.header.method());
  header.set_request_id(request.header.request_id());
  header.mutable_status();
  if (send(request.peer, header, &body)) return;
  ++undelivered_;
  if (if_lost) if_lost();
}

void Router::refuse(const Peer& peer, const v1::Header& to, const Problem& problem) {
  v1::Header header;
  header.set_kind(v1::KIND_RESPONSE);
  header.set_method(to.method());
  header.set_request_id(to.request_id());
  tell(problem, *header.mutable_status());
  if (!send(peer, header, nullptr)) ++undelivered_;
  if (is_unreadable(problem)) count_strike(peer);
}

void Router::send_away(const Peer& peer, const Problem& why) {
  v1::Header header;
  header.set_kind(v1::KIND_GOAWAY);
  tell(why, *header.mutable_status());
  send(peer, header, nullptr);
}

void Router::count_strike(const Peer& peer) {
  ++unreadable_.messages;
  if (!strikes_.strike(peer, clock_.now())) return;
  ++unreadable_.sent_away;
  send_away(peer, {kInvalidArgument, "MALFORMED",
                   "three messages could not be read; the next minute is not listened to", 0});
}

}  // namespace whistle::service
