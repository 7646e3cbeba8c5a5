"""Danger told calmly, in kind words, is never shown as praise; praise beside it stays praise."""

from pathlib import Path

import pytest

from nlp.findings import Speaker, Valence
from nlp.pipeline import read


@pytest.mark.parametrize(
    "text",
    [
        "i sleep in the bath because its the only door with a lock",
        "they make me sleep in the shed when their own kids are home",
        "i cut myself again last night and it helps",
        "he held mums head under the tap and then she said sorry to us",
    ],
)
def test_a_sentence_that_is_surely_urgent_praises_nothing(built: Path, text: str) -> None:
    (reading,) = read([text], [Speaker.child])
    assert any(alert.level == "urgent" for alert in reading.alerts)
    assert Valence.positive not in {found.valence for found in reading.themes}


def test_praise_in_a_sentence_of_its_own_stays_praise(built: Path) -> None:
    (reading,) = read(
        ["my social worker is really nice and she always listens. my stepdad hits me with his belt"],
        [Speaker.child],
    )
    assert reading.alerts
    praised = {found.theme for found in reading.themes if found.valence is Valence.positive}
    assert "worker-relationship" in praised
