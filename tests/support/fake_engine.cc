#include "tests/support/fake_engine.h"

#include <google/protobuf/message.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <zmq.hpp>

#include "adapters/client/frames.h"

namespace whistle::support {

namespace {

constexpr std::chrono::seconds kWaitMax{10};

std::vector<std::string> to_frames(const v1::Header& header, const std::string& body) {
  return {std::string(client::kProtocol), header.SerializeAsString(), body};
}

std::vector<std::string> to_frames(const v1::WatchEvents& events) {
  v1::Header header;
  header.set_kind(v1::KIND_EVENT);
  header.set_method(v1::METHOD_WATCH);
  return to_frames(header, events.SerializeAsString());
}

v1::Header answer_to(const Request& request) {
  v1::Header header;
  header.set_kind(v1::KIND_RESPONSE);
  header.set_method(request.header.method());
  header.set_request_id(request.header.request_id());
  header.mutable_status();
  return header;
}

std::optional<std::vector<std::string>> receive_all(zmq::socket_t& socket) {
  std::vector<std::string> frames;
  for (bool more = true; more;) {
    zmq::message_t part;
    if (!socket.recv(part, zmq::recv_flags::dontwait)) return std::nullopt;
    more = part.more();
    frames.push_back(part.to_string());
  }
  return frames;
}

// libzmq gives a port back a moment after the socket that held it is closed.
void listen_on(zmq::socket_t& socket, const std::string& address) {
  const auto deadline = std::chrono::steady_clock::now() + kWaitMax;
  while (true) {
    try {
      return socket.bind(address);
    } catch (const zmq::error_t& error) {
      if (error.num() != EADDRINUSE || std::chrono::steady_clock::now() > deadline) throw;
      std::this_thread::yield();
    }
  }
}

void send_all(zmq::socket_t& socket, const std::string& peer,
              const std::vector<std::string>& frames) {
  socket.send(zmq::buffer(peer), zmq::send_flags::sndmore);
  for (std::size_t index = 0; index < frames.size(); ++index) {
    const bool last = index + 1 == frames.size();
    socket.send(zmq::buffer(frames[index]),
                last ? zmq::send_flags::none : zmq::send_flags::sndmore);
  }
}

}  // namespace

void Mouth::ok(const google::protobuf::Message& body) {
  said_.push_back(to_frames(answer_to(request_), body.SerializeAsString()));
}

void Mouth::ok_to(std::uint64_t request_id, const google::protobuf::Message& body) {
  v1::Header header = answer_to(request_);
  header.set_request_id(request_id);
  said_.push_back(to_frames(header, body.SerializeAsString()));
}

void Mouth::refuse(const client::Problem& problem) {
  v1::Header header = answer_to(request_);
  header.mutable_status()->set_code(problem.code);
  header.mutable_status()->set_reason(problem.reason);
  header.mutable_status()->set_message(problem.message);
  header.mutable_status()->set_retry_after_ms(problem.retry_after_ms);
  header.mutable_status()->set_first_available(problem.first_available);
  said_.push_back(to_frames(header, ""));
}

void Mouth::go_away(const client::Problem& why) {
  v1::Header header;
  header.set_kind(v1::KIND_GOAWAY);
  header.mutable_status()->set_code(why.code);
  header.mutable_status()->set_reason(why.reason);
  header.mutable_status()->set_message(why.message);
  header.mutable_status()->set_retry_after_ms(why.retry_after_ms);
  said_.push_back(to_frames(header, ""));
}

void Mouth::event(const v1::WatchEvents& events) { said_.push_back(to_frames(events)); }

Script answers(const google::protobuf::Message& body) {
  std::shared_ptr<google::protobuf::Message> copy(body.New());
  copy->CopyFrom(body);
  return [copy](const Request&, Mouth& mouth) { mouth.ok(*copy); };
}

Script refuses(client::Problem problem) {
  return [problem = std::move(problem)](const Request&, Mouth& mouth) { mouth.refuse(problem); };
}

Script silent() {
  return [](const Request&, Mouth&) {};
}

Script in_turn(std::vector<Script> scripts) {
  // Only the engine's thread calls a script, so the count needs no lock.
  auto next = std::make_shared<std::size_t>(0);
  return [scripts = std::move(scripts), next](const Request& request, Mouth& mouth) {
    const std::size_t index = *next;
    if (index + 1 < scripts.size()) ++*next;
    scripts[index](request, mouth);
  };
}

struct FakeEngine::Inner {
  struct Peer {
    std::size_t line = 0;
    std::uint64_t connection = 0;
    std::string name;
  };

  void open() {
    for (std::size_t line = 0; line < client::kLines; ++line) {
      sockets[line] = zmq::socket_t(context, zmq::socket_type::router);
      sockets[line].set(zmq::sockopt::linger, 0);
      sockets[line].set(zmq::sockopt::router_mandatory, false);
      const bool first = addresses[line].empty();
      listen_on(sockets[line], first ? "tcp://127.0.0.1:*" : addresses[line]);
      if (first) addresses[line] = sockets[line].get(zmq::sockopt::last_endpoint);
    }
    is_open = true;
  }

  void close() {
    for (std::size_t line = 0; line < client::kLines; ++line) {
      sockets[line].unbind(addresses[line]);
      sockets[line].close();
    }
    is_open = false;
  }

  // Runs `task` in the engine's thread and returns when it has run.
  void in_thread(std::function<void()> given) {
    std::unique_lock lock(mutex);
    task = std::move(given);
    wake();
    changed.wait(lock, [this] { return !task; });
  }

  void wake() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(bell, &one, sizeof(one));
  }

  void serve() {
    while (true) {
      std::vector<zmq::pollitem_t> items{{nullptr, bell, ZMQ_POLLIN, 0}};
      for (auto& socket : sockets) {
        if (is_open) items.push_back({socket.handle(), 0, ZMQ_POLLIN, 0});
      }
      zmq::poll(items, std::chrono::milliseconds(-1));
      std::uint64_t rung = 0;
      if ((items[0].revents & ZMQ_POLLIN) != 0) {
        [[maybe_unused]] const auto count = ::read(bell, &rung, sizeof(rung));
      }
      {
        const std::lock_guard lock(mutex);
        if (stopping) return;
        if (task) task();
        task = nullptr;
      }
      changed.notify_all();
      for (std::size_t line = 0; is_open && line < client::kLines; ++line) serve(line);
    }
  }

  void serve(std::size_t line) {
    while (const auto frames = receive_all(sockets[line])) {
      Request request;
      request.line = static_cast<client::Line>(line);
      if (frames->size() < 4 || !request.header.ParseFromString((*frames)[2])) continue;
      request.body = (*frames)[3];
      Mouth mouth(request);
      answer(request, (*frames)[0], mouth);
      for (const auto& said : mouth.said()) send_all(sockets[line], (*frames)[0], said);
    }
  }

  void answer(Request& request, const std::string& name, Mouth& mouth) {
    Script script;
    {
      const std::lock_guard lock(mutex);
      request.connection = connection_of(static_cast<std::size_t>(request.line), name);
      const v1::Method method = request.header.method();
      if (method == v1::METHOD_HELLO) {
        greetings.push_back(request.as<v1::Hello>());
      } else if (method != v1::METHOD_PING) {
        requests.push_back(request);
      }
      const auto found = scripts.find(method);
      if (found != scripts.end()) script = found->second;
    }
    if (script) {
      script(request, mouth);
    } else if (request.header.method() == v1::METHOD_HELLO) {
      mouth.ok(v1::Welcome{});
    } else if (request.header.method() == v1::METHOD_PING) {
      mouth.ok(v1::Pong{});
    } else {
      mouth.refuse({.code = client::kUnimplemented, .reason = "NO_SCRIPT", .message = ""});
    }
    changed.notify_all();
  }

  std::uint64_t connection_of(std::size_t line, const std::string& name) {
    for (const Peer& peer : peers) {
      if (peer.line == line && peer.name == name) return peer.connection;
    }
    peers.push_back({line, peers.size() + 1, name});
    return peers.size();
  }

  zmq::context_t context{1};
  std::array<zmq::socket_t, client::kLines> sockets;
  std::array<std::string, client::kLines> addresses;
  bool is_open = false;
  int bell = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  std::function<void()> task;
  bool stopping = false;
  std::map<v1::Method, Script> scripts;
  std::vector<Request> requests;
  std::vector<v1::Hello> greetings;
  std::vector<Peer> peers;
  std::thread thread;
};

FakeEngine::FakeEngine() : inner_(std::make_unique<Inner>()) {
  inner_->open();
  inner_->thread = std::thread([this] { inner_->serve(); });
}

// NOLINTNEXTLINE(bugprone-exception-escape): a lock that cannot be taken ends the test program.
FakeEngine::~FakeEngine() {
  {
    const std::lock_guard lock(inner_->mutex);
    inner_->stopping = true;
  }
  inner_->wake();
  inner_->thread.join();
  ::close(inner_->bell);
}

client::Endpoints FakeEngine::endpoints() const {
  return {.intake = inner_->addresses[0],
          .work = inner_->addresses[1],
          .watch = inner_->addresses[2],
          .admin = inner_->addresses[3]};
}

void FakeEngine::on(v1::Method method, Script script) {
  const std::lock_guard lock(inner_->mutex);
  inner_->scripts[method] = std::move(script);
}

void FakeEngine::tell(client::Line line, std::uint64_t connection, const v1::WatchEvents& events) {
  inner_->in_thread([this, line, connection, &events] {
    for (const auto& peer : inner_->peers) {
      if (peer.connection != connection) continue;
      send_all(inner_->sockets[static_cast<std::size_t>(line)], peer.name, to_frames(events));
    }
  });
}

void FakeEngine::restart() {
  inner_->in_thread([this] {
    inner_->close();
    inner_->open();
  });
}

void FakeEngine::fall() {
  inner_->in_thread([this] { inner_->close(); });
}

void FakeEngine::rise() {
  inner_->in_thread([this] { inner_->open(); });
}

std::vector<Request> FakeEngine::received(std::size_t count) const {
  std::unique_lock lock(inner_->mutex);
  inner_->changed.wait_for(lock, kWaitMax,
                           [this, count] { return inner_->requests.size() >= count; });
  return inner_->requests;
}

std::vector<Request> FakeEngine::received(v1::Method method, std::size_t count) const {
  std::vector<Request> chosen;
  const auto enough = [&] {
    chosen.clear();
    for (const Request& request : inner_->requests) {
      if (request.header.method() == method) chosen.push_back(request);
    }
    return chosen.size() >= count;
  };
  std::unique_lock lock(inner_->mutex);
  inner_->changed.wait_for(lock, kWaitMax, enough);
  return chosen;
}

std::vector<std::string> FakeEngine::greeted() const {
  std::vector<std::string> names;
  for (const v1::Hello& hello : greetings()) names.push_back(hello.client());
  return names;
}

std::vector<v1::Hello> FakeEngine::greetings() const {
  const std::lock_guard lock(inner_->mutex);
  return inner_->greetings;
}

}  // namespace whistle::support
