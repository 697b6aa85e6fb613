#include "engine/journal/hash.h"

#include <gtest/gtest.h>

namespace whistle::journal::hash_test {

TEST(Hash, IsBlake2bOf256Bits) {
  Hasher of_nothing;
  EXPECT_EQ(to_hex(as_bytes(of_nothing.finish())),
            "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  Hasher of_abc;
  of_abc.add("a");
  of_abc.add("bc");
  EXPECT_EQ(to_hex(as_bytes(of_abc.finish())),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

TEST(Hash, CoversTheHashBefore) {
  Hash other{};
  other[31] = 1;
  EXPECT_NE(hash_after(Hash{}, "record"), hash_after(other, "record"));
  EXPECT_NE(hash_after(Hash{}, "record"), hash_after(Hash{}, "recorD"));
}

}  // namespace whistle::journal::hash_test
