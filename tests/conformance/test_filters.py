"""What a watcher has asked for, and nothing else: by area, colour, tier and unit."""

from __future__ import annotations

from typing import Any

from support import BUILDING, COMPOUND, STREET_AREA, WatchingTest, place
from whistle.v1.case_pb2 import Fact
from whistle_client import Watch

EAST = 350605100001
WEST = 350605100002
WEST_COMPOUND = 350605100002001
VALUES_MAX = 256


class FilterTest(WatchingTest):
    def setUp(self) -> None:
        super().setUp()
        self.start = self.head()

    def watches(self, *filters: dict[str, Any]) -> list[Watch]:
        return [self.watch(resume_after=self.start, **wish) for wish in filters]

    def told(self, *filters: dict[str, Any]) -> list[list[Fact]]:
        """What each of these filters tells of all that the test has done."""
        return [list(watch.until(self.head())) for watch in self.watches(*filters)]

    def cases(self, *filters: dict[str, Any]) -> list[set[int]]:
        return [{fact.case_id for fact in facts} - {0} for facts in self.told(*filters)]

    def recolour(self, number: int, to: str) -> int:
        """The record that says so."""
        self.client.act("recolour_case", id=number, by="zhao", to=to, reason="看过现场")
        return self.head()

    def move(self, number: int, to: str) -> int:
        """Returned by the unit that has it, and given to another one."""
        wish: dict[str, Any] = {"id": number, "worker": "li", "reason": "不归我们管"}
        self.client.act("return_order", **wish, unit=self.case(number).unit, suggested=to)
        self.client.act("reassign_case", id=number, by="zhao", unit=to)
        self.assertEqual(self.case(number).unit, to)
        return self.head()

    def test_an_area_with_all_below_it(self) -> None:
        east, west = self.file(area_code=BUILDING), self.file(area_code=WEST_COMPOUND)
        both = {east, west}
        filters: dict[tuple[int, ...], set[int]] = {
            (BUILDING,): {east}, (COMPOUND,): {east}, (EAST,): {east}, (WEST,): {west},
            (EAST, WEST): both, (STREET_AREA,): both,
        }  # fmt: skip
        told = self.cases(*({"areas": areas} for areas in filters))
        self.assertEqual(told, list(filters.values()))

    def test_a_colour_from_the_fact_that_brings_it_to_the_one_that_takes_it_away(self) -> None:
        number, token = self.filed_and_taken()
        live = self.watch(resume_after=self.start, severities=["yellow"])
        begins = self.recolour(number, "yellow")
        self.client.ask("CONTACT", case_id=number, token=token, worker="li")
        ends = self.recolour(number, "blue")
        self.finish(number, token)
        expected = [
            place(fact) for fact in self.explained(number) if begins <= fact.sequence <= ends
        ]
        self.close(number)
        as_it_happens = [place(fact) for fact in live.until(self.head())]
        [long_after] = self.told({"severities": ["yellow"]})
        self.assertEqual(as_it_happens, [place(fact) for fact in long_after])
        self.assertEqual(as_it_happens, expected)

    def test_a_unit_and_a_tier_from_the_order_to_the_next_one(self) -> None:
        number = self.file(category="pm-facility")
        moved = self.move(number, "street")
        token = self.take(number)
        self.client.ask("CONTACT", case_id=number, token=token, worker="li")
        facts = self.explained(number)
        before = {place(fact) for fact in facts if fact.sequence < moved}
        after = {place(fact) for fact in facts if fact.sequence > moved}
        turn = {place(fact) for fact in facts if fact.sequence == moved}
        self.assertTrue(before and after and turn)
        at_ry, compound, at_street, street = (
            {place(fact) for fact in told if fact.case_id == number}
            for told in self.told(
                {"units": ["ry"]}, {"tiers": ["compound"]},
                {"units": ["street"]}, {"tiers": ["street"]},
            )
        )  # fmt: skip
        self.assertEqual(at_street, turn | after)
        self.assertEqual(street, turn | after)
        self.assertFalse(at_ry & after or compound & after)
        self.assertLessEqual(before, at_ry)
        self.assertLessEqual(before, compound)

    def test_all_at_once(self) -> None:
        number = self.file(category="pm-facility")
        self.recolour(number, "yellow")
        self.recolour(number, "blue")
        self.move(number, "street")
        told = self.cases(
            {"severities": ["yellow"], "units": ["ry"], "areas": [COMPOUND], "tiers": ["compound"]},
            {"severities": ["yellow"], "units": ["street"]},
            {"severities": ["yellow", "blue"], "units": ["street", "water"]},
            {"severities": ["yellow"], "areas": [WEST]},
            {"severities": ["yellow"], "events": ["case_filed"]},
            {"severities": ["blue"], "events": ["case_filed"]},
        )
        self.assertEqual(told, [{number}, set(), {number}, set(), set(), {number}])

    def test_a_fact_about_no_case_is_judged_by_what_it_says(self) -> None:
        wish: dict[str, Any] = {"list": "need", "title": "修路", "by": "居民"}
        self.client.act("list_wish", **wish, unit="east", area=COMPOUND)
        everything, *told = self.told(
            {}, {"units": ["east"]}, {"units": ["west"]}, {"areas": [EAST]}, {"areas": [WEST]},
            {"severities": ["blue"]}, {"units": ["east"], "areas": [EAST]},
        )  # fmt: skip
        self.assertEqual([fact.case_id for fact in everything], [0])
        self.assertEqual([len(facts) for facts in told], [1, 0, 1, 0, 0, 1])

    def test_words_that_mean_nothing_are_refused_by_name(self) -> None:
        wrong: dict[str, list[Any]] = {
            "events": ["weather_changed"], "areas": [42], "severities": ["green"],
            "tiers": ["planet"], "units": ["nowhere"],
        }  # fmt: skip
        ask = self.watcher.ask
        for name, values in wrong.items():
            with self.subTest(name=name):
                refused = self.refused("FIELD_VIOLATION", ask, "WATCH", **{name: values})
                self.assertIn(name, refused.message)
                self.assertIn(str(values[0]), refused.message)

    def test_lists_are_bounded(self) -> None:
        right: dict[str, Any] = {
            "events": "case_filed", "areas": WEST, "severities": "red", "tiers": "street",
            "units": "west",
        }  # fmt: skip
        for name, value in right.items():
            with self.subTest(name=name):
                self.watcher.ask("WATCH", **{name: [value] * VALUES_MAX})
                too_many: dict[str, Any] = {name: [value] * (VALUES_MAX + 1)}
                self.refused("FIELD_VIOLATION", self.watcher.ask, "WATCH", **too_many)
