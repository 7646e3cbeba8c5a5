"""The codebook is data, complete and strict."""

from pathlib import Path

import pytest

from nlp.codebook import load_codebook, shipped_codebook
from nlp.findings import Speaker
from nlp.lexis.words import stem
from nlp.rulefiles import BadRuleFileError

SLUGS = [
    "bullying",
    "carers-placement",
    "change-of-worker",
    "contact-speed",
    "family-contact",
    "feeling-safe",
    "friends-activities",
    "health-wellbeing",
    "identity-culture",
    "information-explained",
    "involved-in-decisions",
    "leaving-care",
    "listened-to",
    "meetings-reviews",
    "morale-retention",
    "partnership-working",
    "placement-moves",
    "practical-help",
    "privacy",
    "promises-kept",
    "respect-fairness",
    "school-learning",
    "stigma-difference",
    "supervision-support",
    "systems-bureaucracy",
    "training-development",
    "worker-relationship",
    "workload-caseload",
]

GOOD = """slug: hearing
label: Hearing
counts: Being heard.
excludes: Music.
speakers: [child]
standards: [voice]
frameworks: {}
lexicon:
  either: [heard me]
"""


def test_all_twenty_eight_themes_are_there() -> None:
    assert shipped_codebook().slugs() == tuple(SLUGS)


def test_staff_themes_are_not_offered_to_children() -> None:
    offered = shipped_codebook().offered_to(Speaker.child)
    assert "listened-to" in offered
    assert "workload-caseload" not in offered


@pytest.mark.parametrize("theme", shipped_codebook().themes, ids=lambda theme: theme.slug)
def test_every_theme_says_what_counts_and_maps_to_standards_and_frameworks(theme) -> None:  # type: ignore[no-untyped-def]
    assert len(theme.counts) > 40
    assert len(theme.excludes) > 20
    assert theme.standards
    assert len(theme.frameworks) >= 3
    assert len(theme.lexicon.phrases()) >= 40


@pytest.mark.parametrize("theme", shipped_codebook().themes, ids=lambda theme: theme.slug)
def test_no_phrase_is_a_word_that_helps_in_every_sentence(theme) -> None:  # type: ignore[no-untyped-def]
    """ "done" folds to "do", which stands in "dont" as well."""
    helping = {"be", "have", "do", "will", "not", "go", "get"}
    assert [phrase for phrase in theme.lexicon.phrases() if stem(phrase) in helping] == []


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        (("label: Hearing", "lable: Hearing"), 2, "lable"),
        (("  either: [heard me]", "  either: [heard me]\n  eether: [x]"), 10, "not a key"),
        (("speakers: [child]", "speakers: [dog]"), 5, "speakers"),
        (("  either: [heard me]", "  either: [7]"), 9, "string"),
        (("excludes: Music.", "label: Again"), 4, "written twice"),
        (("  either: [heard me]", "  either: [heard me"), 10, "expected"),
        (("slug: hearing", "slug: herring"), 1, "not the name"),
        (("  either: [heard me]", "  either: [heard me]\n  good: [heard me]"), 8, "stands twice"),
    ],
)
def test_a_broken_theme_is_refused_with_its_file_and_line(
    tmp_path: Path, change: tuple[str, str], line: int, reason: str
) -> None:
    path = tmp_path / "hearing.yaml"
    path.write_text(GOOD.replace(*change), encoding="utf-8")
    with pytest.raises(BadRuleFileError, match=reason) as refused:
        load_codebook(tmp_path)
    assert f"hearing.yaml:{line}:" in str(refused.value)


def test_a_folder_without_themes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRuleFileError, match="no themes"):
        load_codebook(tmp_path)
