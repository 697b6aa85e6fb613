#pragma once

#include "engine/core/area_code.h"

namespace whistle::triage {

// The same place measured against another datum. Between WGS 84 and GCJ-02 by the formulas that
// everybody uses, as the law's own are not published; between GCJ-02 and BD-09 by Baidu's. Their
// inverses are iterated: there and back again is within 0.001 m. The formulas only come near what
// the map services do: two published readings in BD-09 are 10 and 40 m away. The shift they undo is
// 100 to 700 m, with BD-09 up to 1,500 m.
//
// Outside the box around China (0.8293 to 55.8271 N, 72.004 to 137.8347 E) maps are not shifted:
// WGS 84 and GCJ-02 are the same there. Numbers that are none stay so. Any thread.
Point in_datum(Point point, Datum datum);

}  // namespace whistle::triage
