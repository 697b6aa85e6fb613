"""After an outage of all workers: who comes first, when some poll, some wait and some stand."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from engine import DAY_MS, SECOND_MS, Engine
from support import COMPOUND, WatchingTest
from whistle.v1.work_pb2 import PullReply, PullRequest

UNITS = ("street", "east")
COLOURS = ("red", "yellow", "blue")
LONG_MS = 20_000
OF_THE_COMMUNITY: dict[str, Any] = {"category": "pm-repair-fund", "area_code": COMPOUND}


class Workers:
    """One that polls, one that waits, one that stands; all take from the same lines."""

    def __init__(self, test: WatchingTest) -> None:
        self.test = test
        self.wish: dict[str, Any] = {"unit": UNITS[0], "more_units": UNITS[1:], "sign_at_once": True}
        self.polls, self.waits, self.stands = (test.new_client() for _ in range(3))
        self.standing = 0
        self.credit = 0

    def turn(self) -> None:
        self.polls.ask("PULL", **self.wish, worker="polls")
        wait = PullRequest(**self.wish, worker="waits", wait_ms=LONG_MS)
        asked = self.waits.send("PULL", wait)
        if not self.standing:
            stand = PullRequest(**self.wish, worker="stands", credit=1)
            self.standing = self.stands.send("PULL", stand)
            self.credit = 1
        self.brought()
        self.waits.answer("PULL", asked)

    def brought(self) -> None:
        line = self.stands.line("work")
        while not line.grants:
            self.test.assertTrue(line.pump(self.stands.timeout_s), "nothing was brought")
        self.test.assertEqual(len(PullReply.FromString(line.grants.popleft().body).grants), 1)
        self.stands.ask("DRAIN", unit=UNITS[0], worker="stands")
        self.stands.answer("PULL", self.standing)
        self.standing = 0


class BacklogTest(WatchingTest):
    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def pile_up(self, count: int) -> dict[int, tuple[str, int]]:
        """Cases of all colours in both lines, one a second; the colour and the place in time."""
        piled = {}
        for at in range(count):
            matter = {"category": "06001"} if at % 2 else OF_THE_COMMUNITY
            number = self.file(**matter)
            colour = COLOURS[at % 3]
            if colour != self.case(number).severity:
                self.client.act("recolour_case", id=number, by="chen", to=colour, reason="test")
            piled[number] = (colour, at)
            self.pass_time(SECOND_MS)
        return piled

    def granted_since(self, sequence: int) -> list[int]:
        watch = self.watch(resume_after=sequence, events=["order_leased"])
        return [fact.case_id for fact in watch.until(self.head())]

    def test_the_oldest_of_a_colour_comes_first_however_workers_ask(self) -> None:
        piled = self.pile_up(36)
        waiting = {unit: self.line(unit) for unit in UNITS}
        self.assertEqual(sum(len(line) for line in waiting.values()), len(piled))
        before = self.head()
        workers = Workers(self)
        oldest = [self.oldest(piled)]
        for _ in range(len(piled) // 3):
            workers.turn()
            oldest.append(self.oldest(piled))
        granted = self.granted_since(before)
        self.assertEqual(sorted(granted), sorted(piled))
        by_colour = defaultdict(list)
        for number in granted:
            by_colour[piled[number][0]].append(piled[number][1])
        for colour in COLOURS:
            with self.subTest(colour=colour):
                self.assertEqual(by_colour[colour], sorted(by_colour[colour]))
        # The oldest that still waits is never older than a turn before.
        for colour in COLOURS:
            ages = [each[colour] for each in oldest]
            self.assertEqual(ages, sorted(ages))
        # Red before yellow before blue: nothing here is overdue.
        self.assertEqual([piled[number][0] for number in granted], sorted_colours(granted, piled))

    def test_a_broken_promise_of_a_lower_colour_passes_after_eight(self) -> None:
        blue = self.file(**OF_THE_COMMUNITY)
        self.client.act("recolour_case", id=blue, by="chen", to="blue", reason="test")
        self.pass_time(60 * DAY_MS)
        for _ in range(12):
            number = self.file()
            self.client.act("recolour_case", id=number, by="chen", to="red", reason="test")
        # It has climbed meanwhile; whoever has it now is whose line is pulled.
        units = {self.case(blue).unit, "street"}
        first, *more = sorted(units)
        wish: dict[str, Any] = {"unit": first, "more_units": more, "worker": "li"}
        before = self.head()
        for _ in range(9):
            self.client.ask("PULL", **wish, sign_at_once=True)
        self.assertIn(blue, self.granted_since(before))

    def line(self, unit: str) -> list[int]:
        queues = self.client.ask("QUEUES", unit=unit, heads=100).queues
        return [number for queue in queues for number in queue.heads]

    def oldest(self, piled: dict[int, tuple[str, int]]) -> dict[str, int]:
        """When the oldest of each colour that still waits came; past the end when none does."""
        waiting = [piled[number] for unit in UNITS for number in self.line(unit) if number in piled]
        return {
            colour: min((at for own, at in waiting if own == colour), default=len(piled))
            for colour in COLOURS
        }


def sorted_colours(granted: list[int], piled: dict[int, tuple[str, int]]) -> list[str]:
    return sorted((piled[number][0] for number in granted), key=COLOURS.index)
