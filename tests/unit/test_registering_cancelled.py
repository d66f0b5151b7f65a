"""Giving up a guided registration: at once, whatever it waits for, and taken back at the service."""

from __future__ import annotations

import asyncio

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.live.setup.steps import StepKind
from tests.support.clock import settle
from tests.support.registering import registering
from tests.support.registrar import FakeRegistrar


@pytest.mark.parametrize("silent_on", ["", "status", "submit_key"])
@pytest.mark.parametrize("at_the_question", [False, True])
async def test_cancelling_takes_it_back_at_once(silent_on: str, at_the_question: bool) -> None:
    async with registering() as stage:
        if at_the_question:
            await stage.to_the_question()
            stage.registering.confirm()
        stage.registrar.silent_on = silent_on
        if silent_on:
            await stage.polled()
        stage.registering.cancel()
        await settle()
        assert stage.running.done(), "it waits for a clock or for the service"
        assert (await stage.running).kind is StepKind.CANCELLED
        assert stage.registrar.calls[-1] == "cancel"
        assert stage.registrar.proofs == []


async def test_cancelling_before_the_service_answers_leaves_nothing_to_take_back() -> None:
    registrar = FakeRegistrar()
    registrar.silent_on = "start"
    async with registering(registrar=registrar) as stage:
        stage.registering.cancel()
        await settle()
        assert (await stage.ended()).kind is StepKind.CANCELLED
        assert registrar.calls == ["start"]


async def test_a_service_that_is_silent_when_it_is_taken_back_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mimiry_tui.live.setup.registering._FAREWELL_SECONDS", 0.0)
    registrar = FakeRegistrar()
    registrar.silent_on = "cancel"
    async with registering(registrar=registrar) as stage:
        stage.registering.cancel()
        await settle()
        assert stage.running.done()


async def test_a_task_that_is_ended_takes_it_back_too() -> None:
    async with registering() as stage:
        stage.running.cancel()
        await asyncio.wait([stage.running])
        assert stage.running.cancelled()
        assert stage.registrar.calls[-1] == "cancel"


async def test_cancelling_after_the_proof_changes_nothing() -> None:
    async with registering(pairing_code="ABCD-1234") as stage:
        stage.registrar.approve()
        stage.registrar.fail("status", *[errors.TimedOut()] * 3)
        while StepKind.FINISHING not in stage.kinds:
            await stage.polled()
        stage.registering.cancel()
        assert (await stage.ended()).kind is StepKind.DONE
        assert stage.registrar.count("cancel") == 0
