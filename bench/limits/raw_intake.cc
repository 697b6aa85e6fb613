#include "bench/limits/raw_intake.h"

#include <utility>

#include "bench/pipeline/rig.h"

namespace whistle::bench::limits {

RawIntake::RawIntake(const std::string& endpoint, std::size_t connections, Answer answer)
    : answer_(std::move(answer)) {
  for (std::size_t i = 0; i < connections; ++i) {
    zmq::socket_t& socket = sockets_.emplace_back(context_, zmq::socket_type::dealer);
    socket.set(zmq::sockopt::sndhwm, 0);
    socket.set(zmq::sockopt::rcvhwm, 0);
    socket.set(zmq::sockopt::linger, 0);
    socket.connect(endpoint);
  }
}

void RawIntake::submit(const std::string& body, Steady::time_point due) {
  v1::Header header;
  header.set_kind(v1::KIND_REQUEST);
  header.set_method(v1::METHOD_SUBMIT);
  header.set_request_id(++sent_);  // from 1
  due_.push_back(due);
  zmq::socket_t& socket = sockets_[sent_ % sockets_.size()];
  const std::string head = header.SerializeAsString();
  socket.send(zmq::str_buffer("WHISTLE/1"), zmq::send_flags::sndmore);
  socket.send(zmq::buffer(head), zmq::send_flags::sndmore);
  socket.send(zmq::buffer(body), zmq::send_flags::none);
}

void RawIntake::poll(std::chrono::milliseconds timeout) {
  bool any = false;
  for (zmq::socket_t& socket : sockets_) {
    while (receive(socket)) any = true;
  }
  if (any || timeout.count() == 0) return;
  std::vector<zmq::pollitem_t> items;
  for (zmq::socket_t& socket : sockets_) items.push_back({socket.handle(), 0, ZMQ_POLLIN, 0});
  zmq::poll(items, timeout);
}

bool RawIntake::receive(zmq::socket_t& socket) {
  zmq::message_t frame;
  v1::Header header;
  int number = 0;
  do {
    if (!socket.recv(frame, zmq::recv_flags::dontwait)) return false;
    if (number == 1 && !header.ParseFromArray(frame.data(), static_cast<int>(frame.size()))) {
      give_up("an answer cannot be read");
    }
    ++number;
  } while (frame.more());
  if (header.kind() != v1::KIND_RESPONSE || header.request_id() == 0 ||
      header.request_id() > due_.size()) {
    give_up("the engine has sent an intake away: " + header.status().reason());
  }
  ++answered_;
  answer_(header.status(), due_[header.request_id() - 1]);
  return true;
}

}  // namespace whistle::bench::limits
