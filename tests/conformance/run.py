"""Runs the suite: `run.py`, or `run.py test_watch` for a part of it.

The whole suite ends with the question whether all that envelope.proto and act.proto name was seen.
"""

from __future__ import annotations

import sys
import time
import unittest
from typing import Any

import support
import test_wishes
from engine import HERE
from unprovoked import UNPROVOKED
from whistle_client import VERBS


class Coverage(unittest.TestCase):
    """Asked last, of a whole run."""

    def test_every_method_was_granted(self) -> None:
        self.assertEqual(set(VERBS) - support.seen_verbs, set())

    def test_every_wish_was_granted(self) -> None:
        self.assertEqual({wish.name for wish in test_wishes.WISHES} - support.granted_wishes, set())
        self.assertEqual({wish.name for wish in test_wishes.WISHES} - support.refused_wishes, set())

    def test_every_documented_reason_was_seen_or_cannot_be(self) -> None:
        documented = set(support.documented_reasons())
        self.assertEqual(documented - support.seen_reasons - set(UNPROVOKED), set(), "never seen")
        self.assertEqual(support.seen_reasons & set(UNPROVOKED), set(), "seen after all")
        self.assertEqual(set(UNPROVOKED) - documented, set(), "no such reason")
        self.assertEqual(support.seen_reasons - documented, set(), "not documented")

    def test_the_engine_of_the_suite_ends_well(self) -> None:
        self.assertEqual(support.close_shared_engine(), (0, 0))


class Timed(unittest.TextTestResult):
    """Says in the end which tests took the longest."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.seconds: dict[str, float] = {}
        self._started = 0.0

    def startTest(self, test: unittest.TestCase) -> None:
        self._started = time.monotonic()
        super().startTest(test)

    def stopTest(self, test: unittest.TestCase) -> None:
        self.seconds[test.id()] = time.monotonic() - self._started
        super().stopTest(test)

    def printErrors(self) -> None:
        super().printErrors()
        for name in sorted(self.seconds, key=lambda name: -self.seconds[name])[:5]:
            print(f"{self.seconds[name]:6.1f} s  {name}", file=self.stream)


def main() -> int:
    loader = unittest.defaultTestLoader
    names = sys.argv[1:]
    tests = loader.loadTestsFromNames(names) if names else loader.discover(str(HERE))
    if not names:
        tests.addTest(loader.loadTestsFromTestCase(Coverage))
    try:
        result = unittest.TextTestRunner(verbosity=2, resultclass=Timed).run(tests)
    finally:
        support.close_shared_engine()
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
