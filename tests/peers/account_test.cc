#include "bench/peers/account.h"

#include <gtest/gtest.h>

#include "bench/peers/peer.h"

namespace whistle::bench::peers::account_test {

TEST(Account, IsEvenWhenEverythingWasPulledAndFinishedOnce) {
  Account account("hotline-20260311");
  const std::string first = account.submit();
  const std::string second = account.submit();
  EXPECT_NE(first, second);
  account.pulled(second);
  account.pulled(first);
  account.finished(second);
  account.finished(first);
  EXPECT_EQ(account.finished(), 2U);
  EXPECT_NO_THROW(account.close());
}

TEST(Account, TellsWhatWasLost) {
  Account account("hotline-20260311");
  account.pulled(account.submit());
  EXPECT_THROW(account.close(), PeerError);
}

TEST(Account, TellsWhatWasHandedOutTwice) {
  Account account("hotline-20260311");
  const std::string key = account.submit();
  account.pulled(key);
  EXPECT_THROW(account.pulled(key), PeerError);
  account.finished(key);
  EXPECT_THROW(account.pulled(key), PeerError);
}

TEST(Account, TellsWhatIsFinishedWithoutALease) {
  Account account("hotline-20260311");
  EXPECT_THROW(account.finished(account.submit()), PeerError);
}

TEST(Account, TellsWhatNobodySubmitted) {
  Account account("hotline-20260311");
  const std::string key = account.submit();
  EXPECT_THROW(account.pulled(""), PeerError);
  EXPECT_THROW(account.pulled("hotline-20260311-"), PeerError);
  EXPECT_THROW(account.pulled("hotline-20260311-000000001"), PeerError);
  EXPECT_THROW(account.pulled(key + "x"), PeerError);
  EXPECT_THROW(account.pulled("warmline-20260311-000000000"), PeerError);
}

}  // namespace whistle::bench::peers::account_test
