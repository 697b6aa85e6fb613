"""The open cases first, then what changes them: nothing falls between, nothing counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from engine import PATIENCE_S, Engine
from support import WatchingTest, place
from whistle.v1.case_pb2 import CaseView, Fact
from whistle.v1.watch_pb2 import WatchEvents
from whistle_client import Refused, Watch


class Picture:
    """What a watcher makes of a snapshot and the facts after it, as watch.proto says."""

    def __init__(self) -> None:
        self.watermark = 0
        self.ended = False
        self.cases: dict[int, CaseView] = {}
        self.as_of: dict[int, int] = {}
        self.facts: list[Fact] = []  # those that are not in the snapshot already

    def take(self, events: WatchEvents) -> None:
        if events.HasField("snapshot_begin"):
            assert not self.watermark, "begins once"
            self.watermark = events.snapshot_begin.watermark_sequence
        for view in events.cases:
            assert self.watermark and not self.ended, "cases are between begin and end"
            assert not self.cases or view.case_id > max(self.cases), "ascending"
            assert events.as_of_sequence >= self.watermark
            self.cases[view.case_id] = view
            self.as_of[view.case_id] = events.as_of_sequence
        if events.HasField("snapshot_end"):
            assert events.snapshot_end.watermark_sequence == self.watermark
            assert events.snapshot_end.cases == len(self.cases)
            self.ended = True
        for fact in events.facts:
            assert self.ended and fact.sequence > self.watermark
            if fact.sequence > self.as_of.get(fact.case_id, 0):
                self.facts.append(fact)
        assert self.ended or events.seen_sequence == self.watermark

    def open(self) -> set[int]:
        numbers = set(self.cases)
        for fact in self.facts:
            if fact.event == "case_filed":
                numbers.add(fact.case_id)
            if fact.event == "case_struck_off":
                numbers.discard(fact.case_id)
        return numbers


class Snapshots(WatchingTest):
    def messages(self, watch: Watch) -> Iterator[WatchEvents]:
        while (events := watch.receive(PATIENCE_S)) is not None:
            yield events

    def picture(self, watch: Watch) -> Picture:
        """The whole snapshot."""
        picture = Picture()
        for events in self.messages(watch):
            picture.take(events)
            if picture.ended:
                return picture
        raise AssertionError("the snapshot has no end")

    def open_cases(self) -> dict[int, CaseView]:
        """By looking at each case there is."""
        views: dict[int, CaseView] = {}
        number = 1
        while True:
            try:
                view = self.case(number)
            except Refused:
                return views
            if view.status != "closed":
                views[number] = view
            number += 1


class SnapshotTest(Snapshots):
    def test_shows_what_is_open_as_a_look_at_each_case_does(self) -> None:
        self.file()
        self.closed()
        watch = self.watch(10_000, snapshot=True)
        picture = self.picture(watch)
        self.assertEqual(picture.watermark, self.head())
        self.assertEqual(picture.cases, self.open_cases())

    def test_of_a_filter_shows_what_matches(self) -> None:
        yellow, street = self.file(category="pm-facility"), self.file()
        self.client.act("recolour_case", id=yellow, by="zhao", to="yellow", reason="看过现场")
        expected = {
            number for number, view in self.open_cases().items()
            if view.severity == "yellow" and view.unit == "ry"
        }  # fmt: skip
        wish: dict[str, Any] = {"severities": ["yellow"], "units": ["ry"]}
        watch = self.watch(10_000, snapshot=True, **wish)
        picture = self.picture(watch)
        self.assertEqual(set(picture.cases), expected)
        self.assertIn(yellow, expected)
        self.client.act("recolour_case", id=street, by="zhao", to="yellow", reason="看过现场")
        self.client.act("recolour_case", id=yellow, by="zhao", to="blue", reason="再看")
        told = list(watch.until(self.head()))
        self.assertEqual({fact.case_id for fact in told}, {yellow}, "it has left the filter")

    def test_goes_on_with_facts_after_a_reconnect(self) -> None:
        watch = self.watch(10_000, snapshot=True)
        self.picture(watch)
        number = self.file()
        watch.begin(credit=1000)
        facts = list(watch.until(self.head()))
        self.assertEqual({fact.case_id for fact in facts} - {0}, {number})

    def test_has_no_cursor_and_another_start_of_its_own(self) -> None:
        ask = self.watcher.ask
        self.refused("FIELD_VIOLATION", ask, "WATCH", snapshot=True, cursor="screen")
        self.refused("FIELD_VIOLATION", ask, "WATCH", snapshot=True, from_now=True)


class MovingTest(Snapshots):
    """While it is being read the engine goes on. Twelve open cases of an engine of its own."""

    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def setUp(self) -> None:
        super().setUp()
        self.hands = [self.filed_and_taken() for _ in range(12)]

    def strike_off(self, hand: tuple[int, int]) -> None:
        self.finish(*hand)
        self.close(hand[0])

    def recolour(self, number: int, to: str) -> None:
        self.client.act("recolour_case", id=number, by="zhao", to=to, reason="看过现场")

    def test_is_exact_whatever_happens_meanwhile(self) -> None:
        watch = self.watch(3, snapshot=True)
        picture = Picture()
        for events in self.messages(watch):
            picture.take(events)
            if len(picture.cases) >= 3:
                break
        self.assertFalse(picture.ended)
        read, unread = self.hands[0], self.hands[11]
        for struck in (read, unread):
            self.strike_off(struck)
        for number, _ in (self.hands[1], self.hands[10]):
            self.recolour(number, "yellow")
        new = self.file()
        watch.grant(10_000)
        for events in self.messages(watch):
            picture.take(events)
            if picture.ended and watch.seen >= self.head():
                break

        self.assertNotIn(unread[0], picture.cases, "closed before it was read")
        self.assertNotIn(new, picture.cases, "filed after the watermark: told by facts")
        self.assertEqual(picture.cases[self.hands[1][0]].severity, "blue", "read before")
        self.assertEqual(picture.cases[self.hands[10][0]].severity, "yellow", "read after")
        for number in (*picture.cases, new):
            missing = [
                place(fact) for fact in self.explained(number)
                if fact.sequence > picture.as_of.get(number, 0)
            ]  # fmt: skip
            told = [place(fact) for fact in picture.facts if fact.case_id == number]
            self.assertEqual(told, missing, "each fact that the snapshot does not show, once")
        self.assertEqual(picture.open(), set(self.open_cases()))

    def test_is_begun_anew_when_the_connection_was_lost_in_the_middle(self) -> None:
        watch = self.watch(2, snapshot=True)
        for events in self.messages(watch):
            if events.cases:
                break
        watch.begin(credit=10_000)
        self.assertEqual(self.picture(watch).cases, self.open_cases())
        self.engine.kill()
        self.engine.start()
        again = self.watch(10_000, snapshot=True)
        self.assertEqual(self.picture(again).cases, self.open_cases())
