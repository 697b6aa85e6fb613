"""The stream of facts: in order, none missing, none twice, at the pace of who watches."""

from __future__ import annotations

from engine import PATIENCE_S
from support import EngineTest
from whistle.v1.case_pb2 import Fact
from whistle_client import Watch


def place(fact: Fact) -> tuple[int, int]:
    return fact.sequence, fact.index


class WatchTest(EngineTest):
    def setUp(self) -> None:
        super().setUp()
        self.watcher = self.new_client()

    def head(self) -> int:
        return int(self.client.ask("STATUS").head_sequence)

    def everything(self) -> list[tuple[int, int]]:
        watch = Watch(self.new_client())
        return [place(fact) for fact in watch.until(self.head())]

    def drain(self, watch: Watch) -> list[Fact]:
        """What comes without more credit being given. A Hello marks the end of it."""
        facts: list[Fact] = []
        marker = self.watcher.send("HELLO", on="watch")
        self.watcher.answer("HELLO", marker, on="watch")
        while (events := watch.receive(0)) is not None:
            facts += events.facts
        return facts

    def test_the_whole_journal_is_told_in_order(self) -> None:
        number = self.closed()
        told = list(Watch(self.watcher).until(self.head()))
        places = [place(fact) for fact in told]
        self.assertEqual(places, sorted(set(places)))
        self.assertEqual(places[0][0], 1)
        own = [fact for fact in told if fact.case_id == number]
        explained = self.client.ask("EXPLAIN", case_id=number).facts
        self.assertEqual([place(fact) for fact in own], [place(fact) for fact in explained])
        self.assertEqual([fact.event for fact in own], [fact.event for fact in explained])

    def test_what_happens_while_watching_comes_by_itself(self) -> None:
        watch = Watch(self.watcher, resume_after=self.head())
        number = self.file()
        facts = list(watch.until(self.head()))
        self.assertIn(("case_filed", number), [(fact.event, fact.case_id) for fact in facts])

    def test_from_now_leaves_the_past_out(self) -> None:
        self.file()
        head = self.head()
        reply = self.watcher.ask("WATCH", from_now=True, resume_after=1, credit=100)
        self.assertEqual(reply.head_sequence, head)
        number = self.file()
        line = self.watcher.line("watch")
        while not any(events.facts for events in line.events):
            self.assertTrue(line.pump(PATIENCE_S))
        facts = [fact for events in line.events for fact in events.facts]
        self.assertTrue(all(fact.sequence > head for fact in facts))
        self.assertEqual(facts[0].case_id, number)

    def test_only_what_was_asked_for(self) -> None:
        numbers = [self.file() for _ in range(3)]
        start = self.head()
        self.watcher.ask("WATCH", events=["case_filed"], credit=10_000)
        line = self.watcher.line("watch")
        seen, facts = 0, []
        while seen < start:
            self.assertTrue(line.events or line.pump(PATIENCE_S))
            while line.events:
                events = line.events.popleft()
                facts += events.facts
                seen = events.seen_sequence
        self.assertEqual({fact.event for fact in facts}, {"case_filed"})
        self.assertLessEqual(set(numbers), {fact.case_id for fact in facts})

    def test_a_watcher_without_credit_is_told_nothing_and_then_everything(self) -> None:
        watch = Watch(self.watcher, window=0)
        for _ in range(20):
            self.closed()
        self.assertEqual(self.drain(watch), [])
        told: list[Fact] = []
        for credit in (1, 1, 2, 3, 5, 50):
            watch.grant(credit)
            helping = self.drain(watch)
            self.assertGreaterEqual(len(helping), credit)
            without_last = [fact for fact in helping if fact.sequence < helping[-1].sequence]
            self.assertLess(len(without_last), credit, "only the last record may exceed it")
            told += helping
        watch.window = 256
        told += list(watch.until(self.head()))
        self.assertEqual([place(fact) for fact in told], self.everything())

    def test_credit_given_again_does_no_harm(self) -> None:
        watch = Watch(self.watcher, window=0)
        self.watcher.ask("CREDIT", credit=5)
        first = self.drain(watch)
        for credit in (5, 3, 0):
            self.watcher.ask("CREDIT", credit=credit)
        self.assertEqual(self.drain(watch), [])
        self.assertGreaterEqual(len(first), 5)

    def test_a_new_watch_takes_the_place_of_the_old_one(self) -> None:
        watch = Watch(self.watcher)
        list(watch.until(self.head()))
        head = self.head()
        watch.begin(credit=100)
        self.file()
        facts = list(watch.until(self.head()))
        self.assertTrue(all(fact.sequence > head for fact in facts))
        self.assertEqual(len({place(fact) for fact in facts}), len(facts))

    def test_a_watch_is_resumed_on_another_connection(self) -> None:
        for _ in range(5):
            self.closed()
        told: list[tuple[int, int]] = []
        seen = 0
        while seen < self.head():
            with self.engine.client() as client:
                watch = Watch(client, resume_after=seen, window=7)
                events = watch.receive(PATIENCE_S)
                while events is not None and not events.facts:
                    events = watch.receive(PATIENCE_S)
                assert events is not None
                told += [place(fact) for fact in events.facts]
                seen = watch.seen
        self.assertEqual(told, self.everything())

    def test_many_watchers_see_the_same(self) -> None:
        self.closed()
        head = self.head()
        watches = [Watch(self.new_client(), window=10 + number) for number in range(5)]
        told = [[place(fact) for fact in watch.until(head)] for watch in watches]
        self.assertTrue(all(each == told[0] for each in told))

    def test_watchers_are_refused_with_a_reason(self) -> None:
        ask = self.watcher.ask
        self.refused("NOT_WATCHING", ask, "CREDIT", credit=5)
        self.refused("RESUME_AHEAD", ask, "WATCH", resume_after=self.head() + 1)
        refused = self.refused("FIELD_VIOLATION", ask, "WATCH", events=["weather_changed"])
        self.assertIn("weather_changed", refused.message)
        self.refused("NOT_WATCHING", ask, "CREDIT", credit=5)
