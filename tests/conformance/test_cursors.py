"""Named cursors: the engine keeps how far a name has got, over connections, restarts and kills."""

from __future__ import annotations

from engine import PATIENCE_S, Engine
from support import WatchingTest, place
from whistle.v1.watch_pb2 import CursorView
from whistle_client import Client, Watch

CURSORS_MAX = 256


class CursorTest(WatchingTest):
    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def follow(
        self, name: str = "screen", window: int = 256, **wish: object
    ) -> tuple[Client, Watch]:
        client = self.new_client()
        return client, Watch(client, window, cursor=name, **wish)

    def cursors(self, on: str = "admin") -> dict[str, CursorView]:
        return {view.name: view for view in self.client.ask("CURSORS", on=on).cursors}

    def test_goes_on_after_what_was_acknowledged(self) -> None:
        self.closed()
        client, watch = self.follow()
        told = [place(fact) for fact in watch.until(self.head())]
        dealt_with = told[len(told) // 2][0]
        reply = client.ask("ACKNOWLEDGE_WATCH", sequence=dealt_with)
        self.assertEqual(reply.acknowledged_sequence, dealt_with)
        client.close()
        _, again = self.follow()
        self.assertEqual(again.seen, dealt_with)
        left = [place(fact) for fact in again.until(self.head())]
        self.assertEqual(left, [each for each in told if each[0] > dealt_with])

    def test_goes_on_after_a_kill(self) -> None:
        self.closed()
        client, watch = self.follow()
        told = [place(fact) for fact in watch.until(self.head())]
        middle = told[len(told) // 2][0]
        self.client.ask("HELLO")
        client.ask("ACKNOWLEDGE_WATCH", sequence=middle)
        before = self.cursors()["screen"]
        self.assertTrue(before.connected)
        self.engine.kill()
        self.engine.start()
        after = self.cursors()["screen"]
        self.assertFalse(after.connected)
        self.assertEqual(after.acknowledged_sequence, middle)
        self.assertEqual(after.time_ms, before.time_ms)
        # The same connection, resumed: what was seen and not acknowledged does not come again.
        watch.begin(credit=1000)
        self.assertEqual(watch.seen, told[-1][0])
        self.closed()
        further = [place(fact) for fact in watch.until(self.head())]
        everything = [place(fact) for fact in self.watch().until(self.head())]
        self.assertEqual(told + further, everything)
        # Somebody who kept nothing gets all that was not acknowledged.
        _, forgetful = self.follow()
        left = [place(fact) for fact in forgetful.until(self.head())]
        self.assertEqual(left, [each for each in everything if each[0] > middle])
        self.assertEqual(self.engine.stop(), 0)
        self.assertEqual(self.engine.verify(), 0)

    def test_a_new_name_starts_where_it_is_told_and_keeps_that(self) -> None:
        self.file()
        start = self.head()
        self.follow("from-now", from_now=True)
        self.follow("from-one", resume_after=1)
        self.engine.kill()
        self.engine.start()
        number = self.file()
        views = self.cursors()
        self.assertEqual(views["from-now"].acknowledged_sequence, start)
        self.assertEqual(views["from-one"].acknowledged_sequence, 1)
        self.assertEqual(views["from-now"].behind, self.head() - start)
        _, watch = self.follow("from-now", from_now=True)
        self.assertEqual(watch.seen, start, "what happened while nobody watched is not left out")
        self.assertEqual({fact.case_id for fact in watch.until(self.head())}, {number})

    def test_acknowledgements_are_cumulative_and_not_ahead(self) -> None:
        self.file()
        client, watch = self.follow(window=0)
        ask = client.ask
        self.refused("ACK_AHEAD", ask, "ACKNOWLEDGE_WATCH", sequence=1)
        watch.grant(1000)
        list(watch.until(self.head()))
        last = watch.seen
        self.refused("ACK_AHEAD", ask, "ACKNOWLEDGE_WATCH", sequence=last + 1)
        for sequence in (last, 1, 0, last):
            reply = ask("ACKNOWLEDGE_WATCH", sequence=sequence)
            self.assertEqual(reply.acknowledged_sequence, last)
        self.assertEqual(self.cursors()["screen"].acknowledged_sequence, last)

    def test_who_watches_without_a_name_or_not_at_all_has_nothing_to_acknowledge(self) -> None:
        ask = self.watcher.ask
        self.refused("NOT_WATCHING", ask, "ACKNOWLEDGE_WATCH", sequence=0)
        Watch(self.watcher)
        self.refused("NOT_WATCHING", ask, "ACKNOWLEDGE_WATCH", sequence=0)

    def test_the_later_of_two_has_the_name(self) -> None:
        first, one = self.follow()
        list(one.until(self.head()))
        second, two = self.follow()
        self.refused("CURSOR_TAKEN", self.ends, one)
        self.refused("NOT_WATCHING", first.ask, "ACKNOWLEDGE_WATCH", sequence=0)
        self.refused("NOT_WATCHING", first.ask, "CREDIT", credit=1000)
        self.file()
        list(two.until(self.head()))
        second.ask("ACKNOWLEDGE_WATCH", sequence=two.seen)
        one.begin(credit=1000)
        self.refused("CURSOR_TAKEN", self.ends, two)

    def test_the_same_connection_may_ask_again(self) -> None:
        client, watch = self.follow()
        watch.begin(credit=1000)
        self.file()
        list(watch.until(self.head()))
        client.ask("ACKNOWLEDGE_WATCH", sequence=watch.seen)

    def test_a_deleted_cursor_sends_its_watcher_away_and_is_forgotten(self) -> None:
        self.file()
        client, watch = self.follow()
        self.follow("bystander")
        list(watch.until(self.head()))
        client.ask("ACKNOWLEDGE_WATCH", sequence=watch.seen)
        reply = self.client.ask("DELETE_CURSOR", name="screen")
        self.assertEqual([view.name for view in reply.cursors], ["bystander"])
        self.assertEqual(reply.head_sequence, self.head())
        self.refused("CURSOR_DELETED", self.ends, watch)
        self.refused("UNKNOWN_CURSOR", self.client.ask, "DELETE_CURSOR", name="screen")
        self.refused("UNKNOWN_CURSOR", self.client.ask, "DELETE_CURSOR")
        self.engine.kill()
        self.engine.start()
        self.assertEqual(list(self.cursors()), ["bystander"])
        _, anew = self.follow()
        self.assertEqual(anew.seen, 0)

    def test_cursors_are_listed_by_name_on_both_sockets(self) -> None:
        for name in ("b", "a.1", "c-2", "a_0"):
            self.follow(name)
        self.assertEqual(list(self.cursors()), sorted(["a.1", "a_0", "b", "c-2"]))
        self.assertEqual(self.cursors("watch"), self.cursors("admin"))

    def test_names_are_plain_and_short(self) -> None:
        for name in ("Screen", "a b", "屏", "a/b", "x" * 65):
            with self.subTest(name=name):
                self.refused("FIELD_VIOLATION", self.watcher.ask, "WATCH", cursor=name)
        self.watcher.ask("WATCH", cursor="x" * 64)
        self.assertEqual(list(self.cursors()), ["x" * 64])

    def test_so_many_names_and_no_more(self) -> None:
        names = [f"screen-{number:03}" for number in range(CURSORS_MAX)]
        for name in names:
            self.watcher.ask("WATCH", cursor=name)
        self.assertEqual(list(self.cursors()), names)
        self.refused("CURSORS_FULL", self.watcher.ask, "WATCH", cursor="one-more")
        self.watcher.ask("WATCH", cursor=names[0])
        self.client.ask("DELETE_CURSOR", name=names[1])
        self.watcher.ask("WATCH", cursor="one-more")

    def test_sequences_of_another_journal_mean_nothing(self) -> None:
        self.file()
        ask = self.watcher.ask
        reply = ask("WATCH", from_now=True)
        self.assertTrue(reply.journal_id)
        other = {"journal_id": "another" + reply.journal_id}
        refused = self.refused("JOURNAL_CHANGED", ask, "WATCH", resume_after=1, **other)
        self.assertEqual(refused.first_available, 1)
        self.refused("JOURNAL_CHANGED", ask, "WATCH", cursor="screen", **other)
        self.assertEqual(self.cursors(), {}, "a refused watch leaves no cursor")
        ask("WATCH", resume_after=1, journal_id=reply.journal_id)
        ask("WATCH", from_now=True, **other)
        ask("WATCH", snapshot=True, **other)
        self.engine.kill()
        self.engine.start()
        self.assertEqual(ask("WATCH", from_now=True).journal_id, reply.journal_id)

    def test_a_refused_watch_leaves_the_one_there_is_alone(self) -> None:
        client, watch = self.follow()
        self.refused("RESUME_AHEAD", client.ask, "WATCH", resume_after=self.head() + 1)
        self.refused("FIELD_VIOLATION", client.ask, "WATCH", cursor="other", units=["nowhere"])
        number = self.file()
        facts = list(watch.until(self.head()))
        self.assertIn(number, {fact.case_id for fact in facts})
        self.assertEqual(list(self.cursors()), ["screen"])
        self.assertIsNotNone(watch.receive(PATIENCE_S), "a sign of life")
