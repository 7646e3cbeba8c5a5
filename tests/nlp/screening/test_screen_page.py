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
