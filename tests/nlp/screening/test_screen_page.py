"""Administrators and duty leads can read how well the screen works, and that a person decides."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from core.people.models import Role
from nlp.screening.figures import figures_of
from nlp.views import screen
from tests.conftest import SignIn


def row(urgent: float, review: float, stopped: float) -> dict[str, float | int]:
    return {
        "urgent_seen": urgent, "urgent_seen_of": 1200, "review_seen": review, "review_seen_of": 80,
        "false_alarms": stopped, "false_alarms_of": 900,
    }  # fmt: skip


MEASURED: dict[str, Any] = {
    "all": row(0.734, 0.5, 0.09),
    "child": row(0.71, 0.52, 0.1),
    "family": row(0.8, 0.4, 0.07),
    "staff": row(0.77, 0.3, 0.03),
    "plain_feedback": {"false_alarms": 0.08, "false_alarms_of": 3000},
    "kinds": {
        "suicide": {"urgent_seen": 0.9, "urgent_seen_of": 70},
        "domestic-abuse": {"urgent_seen": 0.6, "urgent_seen_of": 60},
    },
}


@pytest.mark.parametrize("role", [Role.administrator, Role.duty_lead])
def test_both_rates_stand_there_for_each_speaker(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(screen, "shipped_figures", lambda: figures_of(MEASURED, "0123abcd"))
    sign_in(client, role)
    page = " ".join(client.get("/alerts/how-well").text.split())
    assert "A person always decides." in page
    assert "It misses 27 in 100" in page
    for words in (
        "Children and young people",
        "71 in 100",
        "Families and carers",
        "80 in 100",
        "Staff",
        "3 in 100",
    ):
        assert words in page
    assert page.index("Domestic abuse") < page.index("Suicide")


def sureness(name: str, sure: float, unsure: float) -> dict[str, float | int]:
    return {
        f"{name}_sure": sure, f"{name}_sure_of": 900, f"{name}_unsure": unsure, f"{name}_unsure_of": 900,
    }  # fmt: skip


HOW_SURELY: dict[str, Any] = {
    **MEASURED,
    "all": MEASURED["all"] | sureness("urgent_seen", 0.6, 0.134) | sureness("false_alarms", 0.02, 0.07),
    "child": MEASURED["child"] | sureness("urgent_seen", 0.58, 0.13) | sureness("false_alarms", 0.03, 0.07),
    "family": MEASURED["family"] | sureness("urgent_seen", 0.7, 0.1) | sureness("false_alarms", 0.01, 0.06),
    "staff": MEASURED["staff"] | sureness("urgent_seen", 0.66, 0.11) | sureness("false_alarms", 0.01, 0.02),
    "plain_feedback": MEASURED["plain_feedback"] | sureness("false_alarms", 0.01, 0.07),
}


def test_how_many_alerts_are_sure_stands_there_for_each_speaker(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "shipped_figures", lambda: figures_of(HOW_SURELY, "0123abcd"))
    sign_in(client, Role.administrator)
    page = " ".join(client.get("/alerts/how-well").text.split())
    assert "of 100 urgent messages, 13 raise no other alert" in page
    assert "a false alarm about 1 and is sure of it, and about 7 and is not sure" in page
    part = page[page.index('id="sure"') : page.index('id="kinds"')]
    for words in ("Everyone", "58 in 100", "70 in 100", "11 in 100", "Ordinary: it is not sure"):
        assert words in part


def test_a_build_of_before_is_shown_without_how_surely(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "shipped_figures", lambda: figures_of(MEASURED, "0123abcd"))
    sign_in(client, Role.administrator)
    page = client.get("/alerts/how-well").text
    assert "By who is speaking" in page
    assert "not sure" not in page


def test_where_no_model_is_built_the_page_says_so(
    client: FlaskClient, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "shipped_figures", lambda: None)
    sign_in(client, Role.duty_lead)
    page = client.get("/alerts/how-well").text
    assert "only plain words raise an alert" in page
    assert "A person always decides." in page


def test_a_practitioner_is_not_let_in(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in(client, Role.practitioner)
    assert client.get("/alerts/how-well").status_code == 403
