"""When the screen is sure of an alert: anything that is no guess makes it so."""

import pytest

from nlp.findings import Alert
from nlp.screening import joining, screen
from nlp.screening.measuring import see
from nlp.screening.stored import shipped_reader
from nlp.screening.sureness import FAIRLY_SURE, unsure
from nlp.screening.training import shipped_cases


@pytest.mark.parametrize(
    ("chances", "expected"),
    [
        ([0.3], True),
        ([0.3, 0.69], True),
        ([FAIRLY_SURE], False),
        ([0.3, FAIRLY_SURE, 0.4], False),
        ([None], False),
        ([0.3, None], False),
        ([0.0], True),
        ([], False),
    ],
)
def test_an_alert_is_unsure_only_where_all_that_raised_it_is_a_guess(
    chances: list[float | None], expected: bool
) -> None:
    assert unsure(chances) is expected


def found(level: str, start: int, chance: float | None, category: str = "neglect") -> Alert:
    return Alert(category, level, start, start + 4, "model:abc123", chance)  # type: ignore[arg-type]


def test_of_findings_of_one_kind_the_surest_is_kept_and_never_instead_of_a_more_pressing_one() -> None:
    guess, sure, later = found("urgent", 0, 0.5), found("urgent", 40, 0.9), found("review", 80, 0.99)
    assert joining._settled([guess, sure, later]) == [sure]
    assert joining._settled([guess, later]) == [guess]
    assert joining._settled([found("urgent", 9, None), found("urgent", 3, None)])[0].start == 3
    assert joining._settled([sure, found("urgent", 3, None)])[0].chance is None


@pytest.mark.usefixtures("built")
def test_what_is_measured_as_sure_is_what_the_screen_is_sure_of() -> None:
    model = shipped_reader().model
    assert model is not None
    compared = 0
    for seen in see(shipped_cases()[::120], model):
        example = seen.case.example
        alerts = screen(example.text, speaker=example.speaker) if seen.case.part_of is None else []
        if alerts and seen.stopped(model):
            compared += 1
            assert seen.unsure(model) == unsure(alert.chance for alert in alerts), example.text
    assert compared > 100
