"""Which decisions a model may learn, and what stays unknown."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from core.access import WHOLE_AUTHORITY
from core.people.models import Authority, Role, User
from nlp.codebook.versions import keep_codebook
from nlp.findings import ThemeFinding, Valence
from nlp.kept.keeping import keep_readings
from nlp.kept.models import CodebookVersion, PassageReading, ThemeRow
from nlp.kept.reading import KeptReading, KeptTheme
from nlp.review.decisions import Verdict
from nlp.review.looking import Look, keep_look
from nlp.taught.decided import Extent, decided_passages, extent_of_decisions
from nlp.taught.splitting import Decided, split
from nlp.translating.models import Translation
from tests.conftest import SignIn
from tests.nlp.factories import make_passage, make_suggestion
from tests.nlp.taught.lessons import make_looked_at


@pytest.fixture
def lead(client: FlaskClient, sign_in: SignIn) -> User:
    return sign_in(client, Role.quality_lead)


def only() -> Decided:
    (found,) = decided_passages()
    return found


def test_a_look_covers_the_whole_passage(session: Session, lead: User) -> None:
    passage = make_passage(words="Kim listens and rings me")
    themes = tuple(
        KeptTheme(ThemeFinding(theme, Valence.positive, 0.7, 0, 3, f"lexicon:{theme}"), 0, 3)
        for theme in ("listened-to", "privacy")
    )
    keep_readings(
        [(passage, KeptReading("[name] listens and rings me", "en", themes))], codebook=keep_codebook()
    )
    verdicts = [
        Verdict("listened-to", Valence.positive),
        Verdict("privacy", None),
        Verdict("contact-speed", Valence.mixed),
    ]
    keep_look(Look(passage.id, 1, verdicts), by=lead.id, found=WHOLE_AUTHORITY)
    found = only()
    assert found.text == "[name] listens and rings me"
    assert found.yes == {"listened-to": "positive", "contact-speed": "mixed"}
    assert found.asked == {"listened-to", "privacy", "contact-speed"}
    assert {"privacy", "school-learning", "bullying"} <= found.no
    assert "workload-caseload" not in found.no, "nobody asks a child about caseloads"


def test_passages_that_nobody_looked_at_teach_nothing(session: Session, lead: User) -> None:
    passage = make_passage(words="She listens")
    keep_readings([(passage, KeptReading("She listens", "en", ()))], codebook=keep_codebook())
    assert decided_passages() == [] and extent_of_decisions() == Extent(0, 0, 0)


def test_the_extent_counts_passages_and_the_wordings_on_each_side(session: Session, lead: User) -> None:
    for words in ("She listens", "she listens!", "Nobody rings"):
        make_looked_at(words, {}, by=lead)
    make_looked_at("The bus is late", {}, by=lead, held_back=True)
    found = extent_of_decisions()
    assert (found.passages, found.wordings, found.to_learn, found.held_back) == (4, 3, 2, 1)
    parts = split(decided_passages())
    assert (len(parts.learn), len(parts.held_back)) == (found.to_learn, found.held_back)


def test_what_was_suggested_after_the_look_is_unknown(session: Session, lead: User) -> None:
    passage = make_looked_at("She listens", {"listened-to": "positive"}, by=lead)
    make_suggestion(passage, "privacy")
    found = only()
    assert "privacy" not in found.no and "privacy" not in found.yes


def test_a_theme_that_came_after_the_look_is_unknown(session: Session, lead: User) -> None:
    passage = make_looked_at("She listens", {}, by=lead)
    first = keep_codebook()
    session.execute(
        update(PassageReading)
        .where(PassageReading.passage_id == passage.id)
        .values(looked_at=datetime.now(UTC) - timedelta(days=2))
    )
    add_theme(session, first.definition, "garden-club")
    assert "garden-club" not in only().no
    session.execute(update(PassageReading).values(looked_at=datetime.now(UTC) + timedelta(days=1)))
    assert "garden-club" in only().no


def add_theme(session: Session, definition: list[object], slug: str) -> None:
    version = CodebookVersion(
        number=2, fingerprint="x", definition=[*definition, {"slug": slug}], made_at=datetime.now(UTC)
    )
    session.add(version)
    session.flush()
    session.add(
        ThemeRow(
            slug=slug, label="Garden club", counts="x", excludes="x", speakers=["child"], standards=[],
            frameworks={}, codebook_id=version.id,
        )
    )  # fmt: skip
    session.flush()


def test_a_part_counts_for_its_whole_and_a_hidden_theme_not_at_all(session: Session, lead: User) -> None:
    make_looked_at("She listens", {"listened-to": "positive", "privacy": "negative"}, by=lead)
    session.execute(
        update(ThemeRow)
        .where(ThemeRow.slug == "listened-to")
        .values(merged_into="worker-relationship", hidden=True)
    )
    session.execute(update(ThemeRow).where(ThemeRow.slug == "privacy").values(hidden=True))
    found = only()
    assert found.yes == {"worker-relationship": "positive"}
    assert not {"listened-to", "privacy"} & found.no


def test_what_two_people_differ_on_is_unknown_until_it_is_settled(
    session: Session, lead: User, app: object, sign_in: SignIn
) -> None:
    session.execute(update(Authority).values(second_look_percent=100))
    second = sign_in(app.test_client(), Role.quality_lead)  # type: ignore[attr-defined]
    passage = make_looked_at("She listens", {"listened-to": "positive", "privacy": "negative"}, by=lead)
    verdicts = [Verdict("listened-to", Valence.positive)]
    keep_look(Look(passage.id, 2, verdicts), by=second.id, found=WHOLE_AUTHORITY)
    found = only()
    assert found.yes == {"listened-to": "positive"} and "privacy" not in found.no
    revision = session.get_one(PassageReading, passage.id).revision
    settled = [Verdict("listened-to", Valence.positive), Verdict("privacy", None)]
    keep_look(Look(passage.id, revision, settled), by=second.id, found=WHOLE_AUTHORITY)
    found = only()
    assert found.yes == {"listened-to": "positive"} and "privacy" in found.no


def test_other_languages_are_learnt_from_only_where_they_are_translated(session: Session, lead: User) -> None:
    passage = make_looked_at("la la la", {}, by=lead)
    passage.language = "ar"
    session.flush()
    assert decided_passages() == []
    row = Translation(passage_id=passage.id, number=1, added_by=lead.id, read=True, original_redacted="x")
    row.words = "She listens"
    session.add(row)
    session.flush()
    assert only().text == "la la la"
