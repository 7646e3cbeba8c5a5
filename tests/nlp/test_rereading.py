"""After a new version everything is read again: each passage once, whatever dies, and the figures stay right."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from core.jobs import run_waiting
from core.jobs.queue import run_sweeps, waiting
from core.passages import Passage
from nlp import reading_jobs, rereading
from nlp.codebook import Codebook, Lexicon, shipped_codebook
from nlp.codebook.changes import apart, hidden, merged, moved, with_theme
from nlp.codebook.draft import change
from nlp.codebook.draft import publish as publish_draft
from nlp.codebook.forms import bare_theme
from nlp.codebook.models import Rereading, TagBeforeMerge
from nlp.codebook.versions import (
    definition_of,
    keep_codebook,
    newest_version,
    shipped_fingerprint,
    store_version,
)
from nlp.kept.models import CodebookVersion, PassageReading, Suggestion, Tag, ThemeRow
from nlp.kept.rollup import ThemeCount, VoiceCount, disagreements, rebuild
from tests.core.factories import UserFactory
from tests.nlp.conftest import StartWorker, Worker, begin, wait_for
from tests.nlp.factories import make_passage, make_tag

SAID = "My social worker listens to me and she is kind."
OWN = "The trampoline shop smells of oranges."


@pytest.fixture(scope="module", autouse=True)
def end_the_reader() -> Iterator[None]:
    yield
    reading_jobs.reader.close()


def say(*words: str) -> list[Passage]:
    return [make_passage(source_id=uuid4(), words=one) for one in words]


def read_new(session: Session) -> None:
    session.commit()
    reading_jobs.read_passages()
    session.commit()


def read_again(session: Session) -> None:
    """Every job there is, one after another."""
    while rereading.rereading_of(keep_codebook().id).state == "running":  # type: ignore[union-attr]
        reading_jobs.reread_passages()
        session.commit()


def publish(codebook: Codebook) -> CodebookVersion:
    version = store_version(codebook, note="Changed.", by=UserFactory().id)
    rereading.begin(version)
    return version


def with_own_theme() -> Codebook:
    theme = bare_theme("Trampolines", ()).model_copy(
        update={"lexicon": Lexicon(either=("trampoline (shop|shops)",))}
    )
    return with_theme(shipped_codebook(), theme)


def themes_of(session: Session, passage: Passage) -> set[str]:
    session.expire_all()
    return set(session.scalars(select(Suggestion.theme).where(Suggestion.passage_id == passage.id)))


def voices(session: Session, theme: str) -> int:
    return session.scalar(select(func.sum(ThemeCount.n)).where(ThemeCount.theme == theme)) or 0


def test_a_theme_of_the_authoritys_own_is_read_by_its_phrases_in_all_that_was_said(
    app: Flask, session: Session
) -> None:
    first, second = say(SAID, OWN)
    read_new(session)
    before = themes_of(session, first)
    assert "trampolines" not in themes_of(session, second)
    version = publish(with_own_theme())
    session.commit()
    assert waiting(rereading.REREAD_PASSAGES) == 1
    run_waiting(app)
    assert "trampolines" in themes_of(session, second)
    assert themes_of(session, first) == before
    assert voices(session, "trampolines") == 1
    assert set(session.scalars(select(PassageReading.codebook_id))) == {version.id}
    assert session.scalars(select(Rereading.state)).one() == "done"
    assert disagreements() == 0


def test_names_and_descriptions_change_no_reading_so_nothing_is_read_again(
    app: Flask, session: Session
) -> None:
    first, _ = say(SAID, OWN)
    read_new(session)
    begun_with = keep_codebook()
    theme = shipped_codebook().theme("listened-to")
    renamed, person = theme.model_copy(update={"label": "Heard", "excludes": "x"}), UserFactory()
    change(lambda codebook: moved(with_theme(codebook, renamed), "privacy", to=0), by=person.id)
    version = publish_draft(revision=1, note="Plainer.", by=person.id)
    assert version.reads_as_id == begun_with.id and rereading.left_to_reread(version.id) == 0
    assert session.scalars(select(Rereading.state)).one() == "done"
    session.commit()
    (later,) = say(SAID)
    read_new(session)
    assert themes_of(session, later) == themes_of(session, first)
    change(lambda codebook: hidden(codebook, "privacy", hide=True), by=person.id)
    assert publish_draft(revision=1, note="Another.", by=person.id).reads_as_id is None
    assert session.scalars(select(Rereading.total).where(Rereading.state == "running")).one() == 3


def test_what_people_say_afterwards_is_read_with_the_new_version(app: Flask, session: Session) -> None:
    keep_codebook()
    publish(with_own_theme())
    (passage,) = say(OWN)
    read_new(session)
    assert "trampolines" in themes_of(session, passage)


def test_a_passage_in_which_the_same_is_found_disturbs_nobody_who_looks_at_it(
    app: Flask, session: Session
) -> None:
    same, other = say(SAID, OWN)
    read_new(session)
    of_same = select(Suggestion.id).where(Suggestion.passage_id == same.id)
    before = set(session.scalars(of_same))
    version = publish(with_own_theme())
    read_again(session)
    session.expire_all()
    readings = {reading.passage_id: reading for reading in session.scalars(select(PassageReading))}
    assert (readings[same.id].revision, readings[other.id].revision) == (1, 2)
    assert {reading.codebook_id for reading in readings.values()} == {version.id}
    assert set(session.scalars(of_same)) == before
    assert voices(session, "trampolines") == 1 and disagreements() == 0


def test_a_hidden_theme_is_not_suggested_any_more(app: Flask, session: Session) -> None:
    (passage,) = say(SAID)
    read_new(session)
    assert "listened-to" in themes_of(session, passage)
    publish(hidden(shipped_codebook(), "listened-to", hide=True))
    read_again(session)
    assert "listened-to" not in themes_of(session, passage)
    assert "worker-relationship" in themes_of(session, passage)


def test_a_phrase_that_the_authority_adds_counts_though_the_model_does_not_know_it(
    app: Flask, session: Session
) -> None:
    (passage,) = say("They zoggled at the flumps again.")
    read_new(session)
    assert "contact-speed" not in themes_of(session, passage)
    theme = shipped_codebook().theme("contact-speed")
    grown = theme.lexicon.model_copy(update={"bad": (*theme.lexicon.bad, "zoggled at")})
    publish(with_theme(shipped_codebook(), theme.model_copy(update={"lexicon": grown})))
    read_again(session)
    assert "contact-speed" in themes_of(session, passage)


def test_a_merge_takes_suggestions_and_decisions_along_and_doubles_none(app: Flask, session: Session) -> None:
    person = UserFactory()
    passages = say(SAID, SAID, SAID, "Nothing much happened today at all.")
    read_new(session)
    whole, part = "worker-relationship", "listened-to"
    both, only_part, said_no, neither_suggested = passages
    make_tag(both, part, "negative", by=person.id, decision="accepted")
    make_tag(both, whole, "positive", by=person.id, decision="accepted")
    make_tag(only_part, part, "negative", by=person.id, decision="accepted")
    make_tag(said_no, part, None, by=person.id, decision="rejected")
    make_tag(neither_suggested, part, "mixed", by=person.id)
    rebuild()
    publish(merged(shipped_codebook(), part, into=whole))
    read_again(session)
    tags = {(tag.passage_id, tag.theme): tag for tag in session.scalars(select(Tag))}
    assert {theme for _, theme in tags} == {whole}
    assert tags[both.id, whole].valence == "mixed"
    assert tags[only_part.id, whole].valence == "negative"
    assert (said_no.id, whole) not in tags
    assert tags[neither_suggested.id, whole].decision == "added"
    assert part not in set(session.scalars(select(Suggestion.theme)))
    assert voices(session, whole) == 4 and voices(session, part) == 0
    assert session.scalars(select(ThemeRow.merged_into).where(ThemeRow.slug == part)).one() == whole
    assert disagreements() == 0


def decisions(session: Session) -> dict[tuple[object, str], tuple[object, ...]]:
    session.expire_all()
    return {
        (tag.passage_id, tag.theme): (tag.valence, tag.decision, tag.decided_by, tag.decided_at)
        for tag in session.scalars(select(Tag))
    }


@pytest.mark.long
def test_decisions_come_back_as_they_were_made_when_a_merge_is_undone(app: Flask, session: Session) -> None:
    person, other = UserFactory(), UserFactory()
    passages = say(SAID, SAID, SAID, "Nothing much happened today at all.", SAID)
    read_new(session)
    whole, part, third = "worker-relationship", "listened-to", "bullying"
    both, only_part, said_no, neither_suggested, all_three = passages
    for passage in (both, all_three):
        make_tag(passage, part, "negative", by=person.id, decision="accepted")
        make_tag(passage, whole, "positive", by=other.id, decision="accepted")
    make_tag(all_three, third, "neutral", by=other.id)
    make_tag(only_part, part, "negative", by=person.id, decision="accepted")
    make_tag(said_no, part, None, by=person.id, decision="rejected")
    make_tag(neither_suggested, part, "mixed", by=person.id)
    rebuild()
    session.commit()
    made = decisions(session)
    one = merged(shipped_codebook(), part, into=whole)
    two = merged(one, third, into=whole)
    chained = merged(two, whole, into="privacy")
    for codebook in (one, two, chained):
        publish(codebook)
        read_again(session)
        assert not {part, *codebook.merges()} & {theme for _, theme in decisions(session)}
        assert disagreements() == 0
    publish(apart(two, third))
    read_again(session)
    assert decisions(session)[all_three.id, third] == made[all_three.id, third]
    assert decisions(session)[all_three.id, whole][0] == "mixed"
    publish(shipped_codebook())
    read_again(session)
    assert decisions(session) == made
    assert session.scalars(select(TagBeforeMerge)).all() == [] and disagreements() == 0


def test_what_somebody_decided_after_a_merge_stays_when_it_is_undone(app: Flask, session: Session) -> None:
    person = UserFactory()
    (passage,) = say(SAID)
    read_new(session)
    whole, part = "worker-relationship", "listened-to"
    make_tag(passage, part, "negative", by=person.id, decision="accepted")
    make_tag(passage, whole, "positive", by=person.id, decision="accepted")
    rebuild()
    publish(merged(shipped_codebook(), part, into=whole))
    read_again(session)
    tag = session.scalars(select(Tag)).one()
    tag.valence, tag.decided_at = "neutral", datetime.now(UTC) + timedelta(minutes=1)
    rebuild()
    publish(shipped_codebook())
    read_again(session)
    assert {theme: row[0] for (_, theme), row in decisions(session).items()} == {
        part: "negative",
        whole: "neutral",
    }
    assert disagreements() == 0


def test_a_pause_stops_it_and_resuming_goes_on(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(*[SAID] * 5)
    read_new(session)
    monkeypatch.setattr(rereading, "BATCH", 2)
    version = publish(with_own_theme())
    reading_jobs.reread_passages()
    session.commit()
    current = rereading.rereading_of(version.id)
    assert current is not None and rereading.left_to_reread(version.id) == 3
    rereading.pause(current)
    reading_jobs.reread_passages()
    session.commit()
    assert rereading.left_to_reread(version.id) == 3
    rereading.resume(current)
    session.commit()
    run_waiting(app)
    session.expire_all()
    assert current.state == "done" and rereading.left_to_reread(version.id) == 0


def test_progress_says_how_much_how_fast_and_how_long(app: Flask, session: Session) -> None:
    version = keep_codebook()
    now = datetime.now(UTC)
    current = Rereading(
        codebook_id=version.id,
        total=100,
        left_then=50,
        state="running",
        running_since=now - timedelta(seconds=10),
    )
    session.add(current)
    session.flush()
    seen = rereading.progress(current, now=now)
    assert (seen.done, seen.share, seen.a_second, seen.seconds_left) == (100, 1.0, 5.0, 0.0)


def test_each_passage_is_read_again_once_though_two_claim_at_the_same_time(
    app: Flask, session: Session
) -> None:
    say(*[SAID] * 3)
    read_new(session)
    version = publish(with_own_theme())
    session.commit()
    with session.get_bind().connect() as other:
        other.execute(text("SELECT id FROM passage ORDER BY id LIMIT 1 FOR NO KEY UPDATE"))
        assert len(rereading.claim(version.id)) == 2
        session.rollback()
    assert len(rereading.claim(version.id)) == 3
    session.rollback()


def test_the_sweep_goes_on_with_what_a_crash_left_and_with_what_a_slow_worker_left(
    app: Flask, session: Session
) -> None:
    say(SAID, SAID)
    read_new(session)
    old = newest_version()
    version = publish(with_own_theme())
    session.execute(text("DELETE FROM procrastinate_jobs"))
    session.commit()
    run_sweeps(app)
    assert waiting(rereading.REREAD_PASSAGES) == 1
    run_waiting(app)
    run_sweeps(app)
    session.expire_all()
    assert session.scalars(select(Rereading.state)).one() == "done"
    assert old is not None
    session.execute(update(PassageReading).values(codebook_id=old.id))
    session.commit()
    run_sweeps(app)
    run_waiting(app)
    session.expire_all()
    assert set(session.scalars(select(PassageReading.codebook_id))) == {version.id}


def test_new_words_come_before_old_ones(app: Flask, session: Session) -> None:
    say(SAID)
    read_new(session)
    publish(with_own_theme())
    reading_jobs.find_unread()
    say(SAID)
    reading_jobs.find_unread()
    jobs = dict(session.execute(text("SELECT task_name, priority FROM procrastinate_jobs")).all())
    assert jobs[rereading.READ_PASSAGES] > jobs[rereading.REREAD_PASSAGES]


def test_a_passage_that_cannot_be_opened_now_keeps_what_was_found_and_can_be_tried_again(
    app: Flask, session: Session
) -> None:
    passage, other = say(SAID, SAID)
    read_new(session)
    found = themes_of(session, passage)
    good = passage.words_sealed
    passage.words_sealed = good[:-1] + b"?"
    version = publish(with_own_theme())
    read_again(session)
    assert themes_of(session, passage) == found and passage.state == "read"
    assert session.get(PassageReading, passage.id).because == "sealed"  # type: ignore[union-attr]
    assert session.get(PassageReading, other.id).codebook_id == version.id  # type: ignore[union-attr]
    assert rereading.unreadable(rereading.WHOLE_AUTHORITY) == 1
    passage.words_sealed = good
    assert rereading.try_again(rereading.WHOLE_AUTHORITY) == 1
    session.commit()
    run_sweeps(app)
    run_waiting(app)
    session.expire_all()
    assert session.get(PassageReading, passage.id).codebook_id == version.id  # type: ignore[union-attr]
    assert disagreements() == 0


def test_a_version_that_cannot_be_understood_is_refused_and_the_last_good_one_goes_on(
    app: Flask, session: Session
) -> None:
    (passage,) = say(SAID)
    good = keep_codebook()
    broken = definition_of(with_own_theme())
    broken[0]["speakers"] = ["dog"]
    by = UserFactory().id
    session.add(
        CodebookVersion(number=9, fingerprint="x", definition=broken, origin="edited", made_by=by, note="x")
    )
    read_new(session)
    assert session.get(PassageReading, passage.id).codebook_id == good.id  # type: ignore[union-attr]
    refused = session.scalars(select(CodebookVersion).where(CodebookVersion.number == 9)).one()
    assert refused.refused and "speakers" in refused.refused


def test_a_phrase_that_no_pipeline_can_be_built_with_refuses_its_version(
    app: Flask, session: Session
) -> None:
    (passage,) = say(SAID)
    read_new(session)
    themes = themes_of(session, passage)
    theme = bare_theme("Broken", ()).model_copy(update={"lexicon": Lexicon(either=("a (b",))})
    version = publish(with_theme(shipped_codebook(), theme))
    session.commit()
    run_waiting(app)
    session.expire_all()
    assert "bracket" in (session.get(CodebookVersion, version.id).refused or "")  # type: ignore[union-attr]
    assert keep_codebook().fingerprint == shipped_fingerprint()
    assert themes_of(session, passage) == themes
    assert session.scalars(select(ThemeRow.hidden).where(ThemeRow.slug == "broken")).one() is True
    (later,) = say(SAID)
    read_new(session)
    assert themes_of(session, later) == themes


def test_an_upgrade_changes_what_nobody_touched_and_never_an_authoritys_own(
    app: Flask, session: Session
) -> None:
    (passage,) = say(SAID)
    older = store_version(hidden(shipped_codebook(), "listened-to", hide=True), note="An earlier release.")
    read_new(session)
    assert "listened-to" not in themes_of(session, passage)
    run_sweeps(app)
    run_waiting(app)
    session.expire_all()
    taken = newest_version()
    assert taken is not None and taken.number == older.number + 1 and taken.origin == "shipped"
    assert "listened-to" in themes_of(session, passage)
    own = publish(with_own_theme())
    session.commit()
    run_sweeps(app)
    assert newest_version() == own


def test_voices_are_counted_once_all_the_while(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(*[SAID] * 6)
    read_new(session)
    monkeypatch.setattr(rereading, "BATCH", 2)
    version = publish(hidden(shipped_codebook(), "listened-to", hide=True))
    for left in (4, 2, 0):
        reading_jobs.reread_passages()
        session.commit()
        assert voices(session, "listened-to") == rereading.left_to_reread(version.id) == left
        assert session.scalars(select(func.sum(VoiceCount.n))).one() == 6
        assert disagreements() == 0


def two_that_read_again(
    session: Session, start_worker: StartWorker, *, passages: int
) -> tuple[CodebookVersion, tuple[Worker, Worker]]:
    """A version that changes so many passages, and two workers that have begun to read them again."""
    say(*[SAID] * passages)
    read_new(session)
    version = publish(hidden(shipped_codebook(), "listened-to", hide=True))
    session.commit()
    pair = (start_worker("again"), start_worker("again"))
    for worker in pair:
        wait_for(worker, "ready")
    for worker in pair:
        begin(worker)
    return version, pair


@pytest.mark.long
def test_two_workers_with_a_pause_between_read_each_passage_exactly_once(
    session: Session, start_worker: StartWorker
) -> None:
    version, pair = two_that_read_again(session, start_worker, passages=80)
    wait_for(pair[0], "committed")
    current = rereading.rereading_of(version.id)
    assert current is not None
    rereading.pause(current)
    session.commit()
    for worker in pair:
        wait_for(worker, "committed", times=3)
    left = rereading.left_to_reread(version.id)
    assert 0 < left < 80
    session.rollback()
    rereading.resume(current)
    session.commit()
    for worker in pair:
        worker.communicate()
    session.expire_all()
    assert session.scalars(select(PassageReading.revision)).all() == [2] * 80, "read once, and once again"
    assert set(session.scalars(select(PassageReading.codebook_id))) == {version.id}
    assert voices(session, "listened-to") == 0 and disagreements() == 0


@pytest.mark.long
def test_workers_killed_at_any_moment_read_nothing_twice_and_lose_nothing(
    session: Session, start_worker: StartWorker
) -> None:
    version, pair = two_that_read_again(session, start_worker, passages=40)
    for worker in pair:
        wait_for(worker, "stored", times=2)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        session.rollback()
        assert disagreements() == 0
    left = rereading.left_to_reread(version.id)
    assert 0 < left < 40
    assert voices(session, "listened-to") == left
    read_again(session)
    assert set(session.scalars(select(PassageReading.revision))) == {2}
    assert set(session.scalars(select(PassageReading.codebook_id))) == {version.id}
    assert voices(session, "listened-to") == 0 and disagreements() == 0
