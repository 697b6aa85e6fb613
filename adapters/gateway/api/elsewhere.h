#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>
#include <utility>

namespace whistle::gateway::api {

// Does what would hold the server up on a thread of `pool`, and resumes on the caller's executor.
// Requires: `work` throws nothing.
template <class Pool, class Work>
auto elsewhere(Pool& pool, Work work) -> boost::asio::awaitable<std::invoke_result_t<Work>> {
  namespace asio = boost::asio;
  using Value = std::invoke_result_t<Work>;
  auto executor = co_await asio::this_coro::executor;
  auto work_guard = asio::make_work_guard(executor);
  std::shared_ptr<Value> value =
      co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(std::shared_ptr<Value>)>(
          [&pool, executor, &work](auto handler) {
            asio::post(pool,
                       [handler = std::move(handler), executor, work = std::move(work)]() mutable {
                         auto done = std::make_shared<Value>(work());
                         asio::post(executor, [handler = std::move(handler), done]() mutable {
                           std::move(handler)(std::move(done));
                         });
                       });
          },
          asio::use_awaitable);
  co_return std::move(*value);
}

}  // namespace whistle::gateway::api
