#include "engine/triage/datum.h"

#include <gtest/gtest.h>

#include <cmath>

namespace whistle::triage::datum_test {

constexpr double kExact = 1e-9;  // degrees: a tenth of a millimetre
constexpr double kFortyMetres = 4e-4;
constexpr double kOneMetre = 1.2e-5;  // degrees, also of longitude in the north of China

void expect_near(const Point& point, const Point& expected, double tolerance) {
  EXPECT_NEAR(point.latitude, expected.latitude, tolerance);
  EXPECT_NEAR(point.longitude, expected.longitude, tolerance);
  EXPECT_EQ(point.datum, expected.datum);
}

// Published with the formulas: eviltransform (Shanghai, Shenzhen, Beijing) and coordtransform.
TEST(Datum, MovesPublishedPointsToTheirPublishedPlaces) {
  expect_near(in_datum({31.1774276, 121.5272106}, Datum::Gcj02),
              {31.17530398364597, 121.531541859215, Datum::Gcj02}, kExact);
  expect_near(in_datum({22.543847, 113.912316}, Datum::Gcj02),
              {22.540796131694766, 113.9171764808363, Datum::Gcj02}, kExact);
  expect_near(in_datum({39.911954, 116.377817}, Datum::Gcj02),
              {39.91334545536069, 116.38404722455657, Datum::Gcj02}, kExact);
  expect_near(in_datum({39.915, 116.404}, Datum::Gcj02),
              {39.91640428150164, 116.41024449916938, Datum::Gcj02}, kExact);
  expect_near(in_datum({39.915, 116.404, Datum::Gcj02}, Datum::Bd09),
              {39.92133699351021, 116.41036949371029, Datum::Bd09}, kExact);
}

// Their inverses are approximations; ours are iterated and meet them within a metre.
TEST(Datum, MeetsPublishedInversesWithinAMetre) {
  expect_near(in_datum({39.915, 116.404, Datum::Gcj02}, Datum::Wgs84),
              {39.91359571849836, 116.39775550083061, Datum::Wgs84}, kOneMetre);
  expect_near(in_datum({39.915, 116.404, Datum::Bd09}, Datum::Gcj02),
              {39.90865673957631, 116.39762729119315, Datum::Gcj02}, kOneMetre);
}

// Published with eviltransform, not made by its formulas.
TEST(Datum, MeetsReadingsOfAServiceWithinFortyMetres) {
  expect_near(in_datum({29.199786, 120.019809, Datum::Bd09}, Datum::Wgs84),
              {29.196131605295484, 120.00877901149691, Datum::Wgs84}, kFortyMetres);
  expect_near(in_datum({29.210504, 120.036455, Datum::Bd09}, Datum::Wgs84),
              {29.206795749156136, 120.0253853970846, Datum::Wgs84}, kFortyMetres);
}

TEST(Datum, ComesBackFromEveryOther) {
  for (double latitude = 18.5; latitude < 53; latitude += 1.37) {
    for (double longitude = 74.5; longitude < 134; longitude += 1.73) {
      for (const Datum there : {Datum::Gcj02, Datum::Bd09}) {
        const Point start{latitude, longitude};
        expect_near(in_datum(in_datum(start, there), Datum::Wgs84), start, kExact);
      }
      const Point map{latitude, longitude, Datum::Bd09};
      expect_near(in_datum(in_datum(map, Datum::Gcj02), Datum::Bd09), map, kExact);
    }
  }
}

TEST(Datum, LeavesThePlaceWhereItIsAlready) {
  const Point point{24.63, 117.75, Datum::Bd09};
  EXPECT_EQ(in_datum(point, Datum::Bd09), point);
}

TEST(Datum, DoesNotShiftWhatLiesOutsideChina) {
  const Point boston{42.36, -71.06};
  expect_near(in_datum(boston, Datum::Gcj02), {42.36, -71.06, Datum::Gcj02}, 0);
  expect_near(in_datum({42.36, -71.06, Datum::Gcj02}, Datum::Wgs84), boston, 0);
}

TEST(Datum, LeavesNumbersThatAreNoneAlone) {
  const Point nowhere{std::nan(""), std::nan(""), Datum::Bd09};
  EXPECT_TRUE(std::isnan(in_datum(nowhere, Datum::Wgs84).latitude));
}

}  // namespace whistle::triage::datum_test
