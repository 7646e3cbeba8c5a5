"""What was typed is never overwritten by somebody who has not read it, and never lost on the way."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.activity_templates import SHIPPED, standards_of
from audit.drafts import NotADraft, gaps, mark, merge, sections, stranded, tidy
from audit.vocabulary import Activity
from core.questions.answers import read_answers
from tests.audit.factories import whole_draft

QUESTIONS = ("one", "two", "three")
values = st.one_of(st.none(), st.text(max_size=5), st.fixed_dictionaries({"grade": st.text(max_size=3)}))
drafts = st.dictionaries(st.sampled_from(QUESTIONS), values.filter(lambda value: value is not None))
audit = SHIPPED[Activity.case_audit]


def marks(draft: dict[str, Any]) -> dict[str, str]:
    return {question: mark(draft.get(question)) for question in QUESTIONS}


@given(shown=drafts, saved=drafts, sent=st.dictionaries(st.sampled_from(QUESTIONS), values))
def test_words_are_only_replaced_by_somebody_who_was_shown_them(
    shown: dict[str, Any], saved: dict[str, Any], sent: dict[str, Any]
) -> None:
    result = merge(saved, sent, seen=marks(shown))
    for question in QUESTIONS:
        if result.draft.get(question) != saved.get(question):
            assert shown.get(question) == saved.get(question)
            assert result.draft.get(question) == sent[question]


@given(shown=drafts, saved=drafts, sent=st.dictionaries(st.sampled_from(QUESTIONS), values))
def test_everything_sent_is_saved_unchanged_or_shown_beside_the_other(
    shown: dict[str, Any], saved: dict[str, Any], sent: dict[str, Any]
) -> None:
    result = merge(saved, sent, seen=marks(shown))
    clashing = {clash.question: clash.yours for clash in result.clashes}
    for question, yours in sent.items():
        untouched = yours == shown.get(question)
        assert result.draft.get(question) == yours or clashing.get(question) == yours or untouched


@given(draft=drafts, sent=st.dictionaries(st.sampled_from(QUESTIONS), values))
def test_a_page_alone_saves_all_it_sends(draft: dict[str, Any], sent: dict[str, Any]) -> None:
    result = merge(draft, sent, seen=marks(draft))
    assert result.clashes == ()
    assert {key: result.draft.get(key) for key in sent} == sent


@given(
    st.recursive(
        st.one_of(st.none(), st.integers(), st.text()),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_whatever_is_sent_for_a_question_has_a_plain_shape_or_is_refused(raw: Any) -> None:
    for question in audit.questions:
        try:
            tidied = tidy(question, raw)
        except NotADraft:
            continue
        assert tidied is None or tidy(question, tidied) == tidied


@pytest.mark.parametrize("activity", list(Activity))
def test_every_template_can_be_finished_and_names_each_gap_before_that(activity: Activity) -> None:
    definition = SHIPPED[activity]
    required = [question.key for question in definition.shown({}) if question.required]
    assert [gap.question for gap in gaps(definition, {})] == required
    assert gaps(definition, whole_draft(activity)) == []
    answers, wrong = read_answers(definition, whole_draft(activity))
    assert not wrong and answers


def test_each_section_says_how_far_it_is() -> None:
    states = {each.section.key: each.state for each in sections(audit, {"voice-evidence": "A day"})}
    assert states["voice"] == "started" and states["impact"] == "to-do"
    assert {each.state for each in sections(audit, whole_draft(Activity.case_audit))} == {"done"}
    talk = SHIPPED[Activity.child_conversation]
    declined = {each.section.key: each.state for each in sections(talk, {"talked": "declined"})}
    assert declined == {
        "before-you-talk": "done",
        "their-words": "not-needed",
        "what-you-make-of-it": "not-needed",
    }


def test_words_that_no_answer_leads_to_are_named() -> None:
    draft = whole_draft(Activity.case_audit) | {"safe-told": "The manager"}
    assert stranded(audit, draft) == ["safe-told"]
    assert [gap.question for gap in gaps(audit, draft)] == ["safe-told"]


def test_every_shipped_grade_is_asked_with_guidance_and_a_standard_of_its_own() -> None:
    for definition in SHIPPED.values():
        assert standards_of(definition)
        assert all(question.guidance for question in standards_of(definition).values())
