"""The stream of facts: in order, none missing, none twice, at the pace of who watches."""

from __future__ import annotations

from collections import deque
from contextlib import closing

from engine import PATIENCE_S
from support import WatchingTest, place
from whistle.v1.case_pb2 import Fact
from whistle_client import Client, Violation, Watch

CREDIT_AHEAD_MAX = 16_384


class WatchTest(WatchingTest):
    def everything(self) -> list[tuple[int, int]]:
        watch = Watch(self.new_client())
        return [place(fact) for fact in watch.until(self.head())]

    def drain(self, watch: Watch, least: int = 0) -> list[Fact]:
        """At least so many facts, and what comes until a Hello is answered after them."""
        facts: list[Fact] = []
        while len(facts) < least:
            events = watch.receive(PATIENCE_S)
            assert events is not None
            facts += events.facts
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
            helping = self.drain(watch, credit)
            without_last = [fact for fact in helping if fact.sequence < helping[-1].sequence]
            self.assertLess(len(without_last), credit, "only the last record may exceed it")
            told += helping
        watch.window = 256
        told += list(watch.until(self.head()))
        self.assertEqual([place(fact) for fact in told], self.everything())

    def test_credit_given_again_does_no_harm(self) -> None:
        watch = Watch(self.watcher, window=0)
        self.watcher.ask("CREDIT", credit=5)
        first = self.drain(watch, 5)
        for credit in (5, 3, 0):
            self.watcher.ask("CREDIT", credit=credit)
        self.assertEqual(self.drain(watch), [])
        self.assertGreaterEqual(len(first), 5)

    def test_credit_is_bounded_and_the_engine_says_how_much_it_grants(self) -> None:
        reply = self.watcher.ask("WATCH", from_now=True, credit=10**12)
        self.assertEqual(reply.credit, CREDIT_AHEAD_MAX)
        granted = self.watcher.ask("CREDIT", credit=CREDIT_AHEAD_MAX + 1).credit
        self.assertEqual(granted, CREDIT_AHEAD_MAX)
        self.file()
        line = self.watcher.line("watch")
        while not any(events.seen_sequence == self.head() for events in line.events):
            self.assertTrue(line.pump(PATIENCE_S))
        sent = sum(len(events.facts) for events in line.events)
        self.assertGreater(sent, 0)
        granted = self.watcher.ask("CREDIT", credit=10**12).credit
        self.assertEqual(granted, CREDIT_AHEAD_MAX + sent)

    def test_every_fact_names_the_record_before_it(self) -> None:
        start = self.head()
        numbers = [self.closed() for _ in range(3)]
        for events in ([], ["case_filed"], ["case_filed", "case_struck_off"]):
            with self.subTest(events=events):
                facts = list(self.watch(3, resume_after=start, events=events).until(self.head()))
                self.assertLessEqual(set(numbers), {fact.case_id for fact in facts})
                records = sorted({start} | {fact.sequence for fact in facts})
                for fact in facts:
                    self.assertEqual(fact.previous, records[records.index(fact.sequence) - 1])

    def one_by_one(self, client: Client, start: int) -> Watch:
        """A watch whose messages have come, each with the facts of one record."""
        count = len(list(self.watch(resume_after=start).until(self.head())))
        watch = Watch(client, 0, resume_after=start)
        for credit in range(1, count + 1):
            client.ask("CREDIT", credit=credit)
        line = client.line("watch")
        while not any(events.seen_sequence == self.head() for events in line.events):
            self.assertTrue(line.pump(PATIENCE_S))
        line.events = deque(events for events in line.events if events.facts)
        return watch

    def test_a_lost_message_shows(self) -> None:
        start = self.head()
        self.closed()
        for lost in (0, 1, -1):
            with self.subTest(lost=lost):
                client = self.new_client()
                watch = self.one_by_one(client, start)
                self.assertGreater(len(client.line("watch").events), 3)
                del client.line("watch").events[lost]
                with self.assertRaises(Violation):  # of the last one a sign of life tells
                    self.ends(watch)

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
            with closing(self.engine.client()) as client:
                watch = Watch(client, 7, resume_after=seen)
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
