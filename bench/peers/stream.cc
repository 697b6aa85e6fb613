#include "bench/peers/stream.h"

#include <poll.h>

#include <boost/asio/buffer.hpp>
#include <boost/system/system_error.hpp>

#include "bench/peers/peer.h"

namespace whistle::bench::peers {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr int kWaitMs = 1000;
constexpr std::size_t kReadBytes = 64 * 1024;
constexpr std::size_t kCompactBytes = 1024 * 1024;

void expect(const boost::system::error_code& error) {
  if (error) throw PeerError("the connection broke: " + error.message());
}

}  // namespace

Stream::Stream(std::uint16_t port) : socket_(context_) {
  boost::system::error_code error;
  socket_.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), error);
  expect(error);
  socket_.set_option(tcp::no_delay(true));
  socket_.non_blocking(true);
}

void Stream::exchange() {
  send_some();
  const bool has_more = sent_ < out_.size();
  pollfd waiting{socket_.native_handle(), static_cast<short>(has_more ? POLLIN | POLLOUT : POLLIN),
                 0};
  if (::poll(&waiting, 1, kWaitMs) <= 0) return;
  if ((waiting.revents & POLLOUT) != 0) send_some();
  if ((waiting.revents & ~POLLOUT) != 0) receive_some();
}

void Stream::send_some() {
  if (sent_ == out_.size()) return;
  boost::system::error_code error;
  sent_ += socket_.write_some(asio::buffer(out_.data() + sent_, out_.size() - sent_), error);
  if (error != asio::error::would_block) expect(error);
  if (sent_ < out_.size()) return;
  out_.clear();
  sent_ = 0;
}

void Stream::receive_some() {
  const std::size_t had = in_.size();
  boost::system::error_code error;
  in_.resize(had + kReadBytes);
  const std::size_t came = socket_.read_some(asio::buffer(in_.data() + had, kReadBytes), error);
  in_.resize(had + came);
  if (error != asio::error::would_block) expect(error);
}

void Stream::take(std::size_t bytes) {
  taken_ += bytes;
  if (taken_ < in_.size() && taken_ < kCompactBytes) return;
  in_.erase(0, taken_);
  taken_ = 0;
}

}  // namespace whistle::bench::peers
