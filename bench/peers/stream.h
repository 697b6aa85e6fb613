#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whistle::bench::peers {

// Bytes to and from a port of 127.0.0.1, both at once: who sends much and reads nothing meanwhile
// may wait for a server that waits for the reader. All throw PeerError when the server has gone.
// Thread: one.
class Stream {
 public:
  explicit Stream(std::uint16_t port);

  // To be sent by the next exchange().
  std::string& out() { return out_; }
  // Sends what there is and reads what comes; returns when something came, or after a second.
  void exchange();

  // What came and is not taken yet.
  std::string_view in() const { return std::string_view(in_).substr(taken_); }
  void take(std::size_t bytes);

 private:
  void send_some();
  void receive_some();

  boost::asio::io_context context_;
  boost::asio::ip::tcp::socket socket_;
  std::string out_;
  std::size_t sent_{};
  std::string in_;
  std::size_t taken_{};
};

}  // namespace whistle::bench::peers
