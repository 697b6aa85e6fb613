"""Wishes about a case and its order: desk, returns, assistance, pauses, panels, supervision."""

from __future__ import annotations

from typing import Any

from engine import DAY_MS, HOUR_MS, MINUTE_MS
from support import BUILDING2, COMPOUND, EngineTest


class DeskTest(EngineTest):
    def at_the_desk(self) -> tuple[int, int]:
        number = self.client.submit(**self.complaint(category="", area_code=0)).case_id
        grants = self.client.ask("PULL", unit="triage", worker="zhao", only_case=number).grants
        return number, grants[0].token

    def test_the_triage_desk_settles_without_an_order(self) -> None:
        act = self.client.act
        number, token = self.at_the_desk()
        wish: dict[str, Any] = {"id": number, "token": token, "by": "zhao"}
        self.refused("MISSING_REASON", act, "dispose_case", **wish, disposition="declined")
        act("dispose_case", **wish, disposition="declined", ground="litigation", note="已告知")
        self.refused("CASE_CLOSED", act, "dispose_case", **wish, disposition="answered")
        number, token = self.at_the_desk()
        wish = {"id": number, "token": token, "by": "zhao"}
        act("dispose_case", **wish, disposition="answered", note="已答复")
        self.assertEqual(self.case(number).place, "closed")
        number, token = self.at_the_desk()
        wish = {"id": number, "token": token, "by": "zhao"}
        self.refused("BAD_VALUE", act, "dispose_case", **wish, disposition="emergency_transferred")
        number = self.file()
        wish = {"id": number, "token": 1, "by": "zhao", "disposition": "answered"}
        self.refused("WRONG_STATE", act, "dispose_case", **wish)

    def test_an_emergency_line_is_told_and_the_case_stays(self) -> None:
        number = self.file()
        wish: dict[str, Any] = {"id": number, "by": "zhao"}
        self.refused("BAD_VALUE", self.client.act, "transfer_to_emergency", **wish, line="12345")
        self.client.act("transfer_to_emergency", **wish, line="110")
        self.assertTrue(self.case(number).emergency_line)
        self.assertEqual(self.case(number).status, "dispatched")

    def test_a_person_sets_the_colour_both_ways(self) -> None:
        number = self.file()
        wish: dict[str, Any] = {"id": number, "by": "zhao"}
        self.refused("MISSING_REASON", self.client.act, "recolour_case", **wish, to="red")
        for colour in ("red", "yellow", "blue"):
            self.client.act("recolour_case", **wish, to=colour, reason="看过现场")
            self.assertEqual(self.case(number).severity, colour)
        head = self.client.ask("STATUS").head_sequence
        self.client.act("recolour_case", **wish, to="blue", reason="再看")
        self.assertEqual(self.client.ask("STATUS").head_sequence, head, "it is blue already")

    def test_companions_and_proposals_are_noted(self) -> None:
        number = self.file()
        act = self.client.act
        act("name_companion", id=number, by="zhao", companion="网格员阿凤")
        self.assertEqual(self.case(number).companion, "网格员阿凤")
        self.refused("MISSING_IDENTITY", act, "name_companion", id=number, by="zhao")
        act("link_proposal", id=number, by="zhao", proposal="2026-038")
        self.refused("BAD_VALUE", act, "link_proposal", id=number, by="zhao")

    def test_cases_are_merged_and_taken_apart(self) -> None:
        act = self.client.act
        first, second = self.file(), self.file()
        wish: dict[str, Any] = {"id": second, "by": "zhao", "reason": "同一件事"}
        self.refused("MUST_DIFFER", act, "merge_cases", **wish, into=second)
        self.refused("MISSING_REASON", act, "merge_cases", **wish | {"reason": ""}, into=first)
        act("merge_cases", **wish, into=first)
        joined = self.case(first).joined[0]
        apart: dict[str, Any] = {"id": first, "by": "zhao", "reason": "两件事"}
        self.refused("UNKNOWN_COMPLAINT", act, "unmerge_complaint", **apart, complaint=999_999)
        made = act("unmerge_complaint", **apart, complaint=joined.complaint_id)
        self.assertGreater(made.id, second)
        self.assertEqual(len(self.case(first).joined), 0)


class ReturnsTest(EngineTest):
    def returning(self, number: int, **more: Any) -> dict[str, Any]:
        unit = self.case(number).unit
        return {"id": number, "unit": unit, "worker": "li", "reason": "不归我们管"} | more

    def test_an_order_is_returned_once_and_reassigned(self) -> None:
        act = self.client.act
        number = self.file(category="pm-facility")
        wish = self.returning(number, suggested="xp")
        self.refused("MISSING_IDENTITY", act, "return_order", **wish | {"worker": ""})
        self.refused("MISSING_REASON", act, "return_order", **wish | {"reason": ""})
        self.refused("MUST_DIFFER", act, "return_order", **wish | {"suggested": "ry"})
        self.refused("UNKNOWN_UNIT", act, "return_order", **wish | {"suggested": "nowhere"})
        self.refused("NOT_PERMITTED", act, "return_order", **wish | {"unit": "east"})
        act("return_order", **wish)
        self.assertEqual(list(self.case(number).returned_by), ["ry"])
        again: dict[str, Any] = {"id": number, "by": "zhao"}
        self.refused("DUTY_ABOVE", act, "reassign_case", **again, unit="ry1")
        act("reassign_case", **again, unit="ry", note="就是你们的")
        self.refused("WRONG_STATE", act, "reassign_case", **again, unit="east")
        self.refused("LIMIT_REACHED", act, "return_order", **self.returning(number))

    def test_an_objection_is_ruled_on_and_the_named_unit_cannot_return_it(self) -> None:
        act = self.client.act
        number = self.file(category="pm-facility")
        for suggested in ("east", "street", ""):
            if self.case(number).status == "returned":
                break
            act("return_order", **self.returning(number, suggested=suggested))
            if self.case(number).status == "returned" and suggested:
                act("reassign_case", id=number, by="zhao", unit=suggested)
        ruling: dict[str, Any] = {"id": number, "by": "centre", "unit": "ry", "note": "属地管理"}
        self.refused("WRONG_STATE", act, "reassign_case", id=number, by="zhao", unit="ry")
        act("rule_on_objection", **ruling)
        self.assertTrue(self.case(number).designated)
        self.refused("DESIGNATED", act, "return_order", **self.returning(number))
        act("rule_on_objection", **ruling)  # the answer was lost
        self.refused("WRONG_STATE", act, "rule_on_objection", **ruling | {"unit": "east"})

    def test_the_time_to_return_ends_with_the_time_to_sign(self) -> None:
        number = self.file(category="fire-flywire", area_code=BUILDING2)
        self.client.act("recolour_case", id=number, by="zhao", to="red", reason="起火了")
        self.pass_time(5 * MINUTE_MS + 1)
        self.refused("ALREADY_OVERDUE", self.client.act, "return_order", **self.returning(number))

    def test_the_holder_hands_it_on(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken(category="pm-facility")
        wish: dict[str, Any] = {"id": number, "token": token, "worker": "li", "reason": "要他们办"}
        self.refused("MUST_DIFFER", act, "transfer_order", **wish, to="ry")
        self.refused("DUTY_ABOVE", act, "transfer_order", **wish, to="ry1")
        self.refused("UNKNOWN_UNIT", act, "transfer_order", **wish, to="nowhere")
        act("transfer_order", **wish, to="xp")
        self.assertEqual(self.case(number).transferred_from, "ry")
        self.refused("TOKEN_SUPERSEDED", act, "transfer_order", **wish, to="east")

    def test_the_express_lane(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken(category="nb-dispute")
        wish: dict[str, Any] = {"id": number, "token": token, "worker": "li", "reason": "议定"}
        self.refused("NOT_PERMITTED", act, "take_express_lane", **wish, to="street")
        while self.case(number).unit != "east":
            self.client.ask("RAISE", case_id=number, token=wish["token"], worker="li")
            wish["token"] = self.take(number)
        self.refused("BAD_VALUE", act, "take_express_lane", **wish, to="building")
        self.refused("NO_UNIT_FOR_PLACE", act, "take_express_lane", **wish, to="department")
        act("take_express_lane", **wish, to="street")
        self.assertEqual(self.case(number).unit, "street")


class AssistanceTest(EngineTest):
    def test_another_unit_gives_its_share(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken()
        wish: dict[str, Any] = {"id": number, "token": token, "worker": "li"}
        self.refused("UNKNOWN_UNIT", act, "order_assist", **wish, unit="nowhere", task="来人")
        self.refused("MUST_DIFFER", act, "order_assist", **wish, unit="street", task="来人")
        assist = act("order_assist", **wish, unit="urban", task="出两个人").id
        self.assertEqual(list(self.case(number).assists), [assist])
        self.assertEqual(self.case(assist).kind, "assist")
        self.refused("ALREADY_TAKEN", act, "order_assist", **wish, unit="urban", task="再来")
        finish: dict[str, Any] = {"case_id": number, "token": token, "worker": "li"}
        self.refused("ASSISTANTS_OPEN", self.client.ask, "FINISH", **finish, result="solved")
        excuse = wish | {"assist": assist}
        self.refused("MISSING_REASON", act, "excuse_assist", **excuse)
        self.refused("UNKNOWN_CASE", act, "excuse_assist", **wish, assist=number, reason="不等")
        act("excuse_assist", **excuse, reason="不等了")
        self.client.ask("FINISH", **finish, result="solved")

    def test_its_report_ends_it(self) -> None:
        number, token = self.filed_and_taken()
        assist = self.client.act(
            "order_assist", id=number, token=token, worker="li", unit="fire", task="查线路"
        ).id
        self.finish(assist, self.take(assist))
        self.assertEqual(self.case(assist).place, "closed")
        self.finish(number, token)

    def test_nobody_waits_for_what_is_not_required(self) -> None:
        number, token = self.filed_and_taken()
        self.client.act(
            "order_assist", id=number, token=token, worker="li", unit="fire", task="随时",
            required=False,
        )  # fmt: skip
        self.finish(number, token)


class PausesTest(EngineTest):
    def test_clocks_rest_for_a_reason_of_the_rule_book(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken()
        wish: dict[str, Any] = {"id": number, "token": token, "worker": "li"}
        self.refused("UNKNOWN_REASON", act, "suspend_case", **wish, reason="lunch")
        self.refused("APPROVAL_REQUIRED", act, "suspend_case", **wish, reason="season")
        act("suspend_case", **wish, reason="season", approved_by="镇长")
        self.assertTrue(self.case(number).suspended)
        self.refused("WRONG_STATE", act, "suspend_case", **wish, reason="waits_for_requester")
        finish: dict[str, Any] = {"case_id": number, "token": token, "worker": "li"}
        self.refused("WRONG_STATE", self.client.ask, "FINISH", **finish, result="solved")
        act("resume_case", id=number, by="li", note="可以了")
        act("resume_case", id=number, by="li", note="可以了")  # the answer was lost
        self.finish(number, token)

    def test_more_time_is_asked_for_and_ruled_on_by_somebody_else(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken(category="pm-repair-fund")
        wish: dict[str, Any] = {"id": number, "token": token, "worker": "li", "reason": "查账"}
        self.refused("FIELD_VIOLATION", act, "ask_extension", **wish, more="soon")
        self.refused("CAP_EXCEEDED", act, "ask_extension", **wish, more="60wd")
        self.refused("MISSING_REASON", act, "ask_extension", **wish | {"reason": ""}, more="1wd")
        self.refused("WRONG_STATE", act, "rule_on_extension", id=number, by="wang", granted=True)
        act("ask_extension", **wish, more="1wd")
        while not self.case(number).extension_asked:  # the first is free
            act("ask_extension", **wish, more="1wd")
        self.refused("NOT_PERMITTED", act, "rule_on_extension", id=number, by="li", granted=True)
        act("rule_on_extension", id=number, by="wang", granted=True)
        self.assertEqual(self.case(number).extensions, 2)
        self.refused("LIMIT_REACHED", act, "ask_extension", **wish, more="1wd")
        self.finish(number, token)

    def test_what_is_overdue_is_not_extended(self) -> None:
        number, token = self.filed_and_taken(category="fire-flywire", area_code=COMPOUND)
        self.pass_time(DAY_MS)
        number_now = self.case(number)
        if number_now.place != "hands":
            token = self.take(number)
        self.refused(
            "ALREADY_OVERDUE", self.client.act, "ask_extension", id=number, token=token,
            worker="li", more="1wh", reason="还要时间",
        )  # fmt: skip
        self.finish(number, token)

    def test_what_cannot_be_done_now_is_deferred_and_reviewed(self) -> None:
        act = self.client.act
        number, _ = self.filed_and_taken(category="pm-repair-fund")
        wish: dict[str, Any] = {"id": number, "by": "zhao", "reason": "历史遗留"}
        self.refused("APPROVAL_REQUIRED", act, "defer_case", **wish, review_in_days=30)
        wish["approved_by"] = "镇长"
        self.refused("CAP_EXCEEDED", act, "defer_case", **wish, review_in_days=91)
        self.refused("CAP_EXCEEDED", act, "defer_case", **wish, review_in_days=0)
        act("defer_case", **wish, review_in_days=30)
        self.assertEqual(self.case(number).status, "deferred")
        agenda = self.client.ask("AGENDA", panel="joint_clinic")
        self.assertIn(number, [item.case_id for item in agenda.items])
        review: dict[str, Any] = {"id": number, "by": "wang", "panel": "joint_conference"}
        act("review_deferral", **review, review_in_days=20)
        act("review_deferral", **review, resumes=True)
        self.refused("WRONG_STATE", act, "review_deferral", **review, resumes=True)
        self.assertEqual(self.case(number).status, "dispatched")

    def test_one_panel_sits_at_a_time(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken(category="nb-dispute")
        wish: dict[str, Any] = {"id": number, "by": "wang", "kind": "three_party"}
        self.refused("BAD_VALUE", act, "convene_panel", **wish, parties=["甲", "乙"])
        self.refused("WRONG_STATE", act, "conclude_panel", id=number, by="wang")
        parties = ["支部", "业委会", "物业"]
        act("convene_panel", **wish, parties=parties)
        self.assertEqual(self.case(number).panel, "three_party")
        self.refused("ALREADY_TAKEN", act, "convene_panel", **wish, parties=parties)
        act("conclude_panel", id=number, by="wang", agreed=True, note="和好了")
        self.finish(number, token)

    def test_steps_on_the_way_come_one_after_the_other(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken(condition="demolition")
        wish: dict[str, Any] = {"id": number, "token": token, "worker": "li"}
        self.refused("BAD_VALUE", act, "reach_milestone", **wish, number=9)
        for _ in range(3):
            act("reach_milestone", **wish)
        self.refused("WRONG_STATE", act, "reach_milestone", **wish)

    def test_evidence_is_kept_by_its_digest(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken()
        wish: dict[str, Any] = {"id": number, "token": token, "worker": "li"}
        self.refused("BAD_VALUE", act, "add_evidence", **wish, digest="xyz")
        act("add_evidence", **wish, kind="photo", digest="0123456789abcdef" * 4)
        self.assertEqual(self.case(number).evidence, 1)


class SupervisionTest(EngineTest):
    def test_residents_ask_again(self) -> None:
        number = self.file()
        self.client.act("remind_case", on="intake", id=number, by="resident")
        self.assertEqual(self.case(number).reminders, 1)
        self.refused("MISSING_IDENTITY", self.client.act, "remind_case", id=number)

    def test_supervision_and_cards_only_rise(self) -> None:
        act = self.client.act
        number = self.file()
        act("supervise_case", id=number, by="wang", how="public_supervision")
        self.refused("WRONG_STATE", act, "supervise_case", id=number, by="wang", how="supervised")
        card: dict[str, Any] = {"id": number, "by": "wang", "reason": "拖拉"}
        self.refused("BAD_VALUE", act, "issue_card", **card, card="none")
        self.refused("MISSING_REASON", act, "issue_card", **card | {"reason": ""}, card="notice")
        act("issue_card", **card, card="yellow_card")
        self.refused("CARD_RATCHET", act, "issue_card", **card, card="notice")
        self.assertEqual(self.case(number).card, "yellow_card")

    def test_an_escalation_is_acknowledged(self) -> None:
        number, token = self.filed_and_taken()
        self.refused("WRONG_STATE", self.client.act, "acknowledge_escalation", id=number, by="w")
        self.client.ask("RAISE", case_id=number, token=token, worker="li", note="管不了")
        self.client.act("acknowledge_escalation", id=number, by="wang")
        self.assertEqual(self.case(number).acknowledged_by, "wang")

    def test_nobody_answers_the_callback(self) -> None:
        number, token = self.filed_and_taken()
        wish: dict[str, Any] = {"id": number, "by": "chen"}
        self.refused("WRONG_STATE", self.client.act, "note_unreachable", **wish)
        self.finish(number, token)
        self.client.ask("POST_CHECK", case_id=number, by="chen", passed=True)
        other = wish | {"complaint": 9**9}
        self.refused("UNKNOWN_COMPLAINT", self.client.act, "note_unreachable", **other)
        for _ in range(3):
            self.client.act("note_unreachable", **wish)
        self.assertEqual(self.case(number).status, "closed")

    def test_a_score_is_appealed_once_and_reviewed_by_two_persons(self) -> None:
        act = self.client.act
        number, token = self.filed_and_taken()
        act("issue_card", id=number, by="wang", reason="慢", card="yellow_card")
        appeal: dict[str, Any] = {"id": number, "worker": "li", "unit": "street", "ground": "台风"}
        self.refused("WRONG_STATE", act, "file_appeal", **appeal)
        self.finish(number, token)
        self.close(number)
        self.refused("NOT_PERMITTED", act, "file_appeal", **appeal | {"unit": "east"})
        self.refused("MISSING_REASON", act, "file_appeal", **appeal | {"ground": ""})
        act("file_appeal", **appeal)
        self.refused("ALREADY_APPEALED", act, "file_appeal", **appeal)
        rows = self.client.ask("REGISTERS", kind="appealable").rows
        self.assertIn(str(number), [row.key.split("/")[0] for row in rows])
        review: dict[str, Any] = {"id": number, "by": "zhao", "upheld": True}
        act("review_appeal", **review)
        self.refused("NOT_PERMITTED", act, "review_appeal", **review)
        act("review_appeal", **review | {"by": "wang"})
        clean = self.closed()
        self.refused("NOTHING_TO_APPEAL", act, "file_appeal", **appeal | {"id": clean})
        self.pass_time(HOUR_MS)
