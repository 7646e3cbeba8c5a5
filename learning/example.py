"""A made-up summary of a made-up authority, for the bench, for previews and for tests."""

from __future__ import annotations

from datetime import date

from learning.figures import Figure, Hidden, Shown
from learning.frozen import (
    BySpeaker,
    ChildLine,
    FrozenSummary,
    GradePoint,
    Month,
    Narrative,
    NextStep,
    QuoteLine,
    ResponseLine,
    StandardLine,
    SummaryContent,
    ThemeLine,
)
from learning.periods import months_between

_START, _END = date(2025, 10, 1), date(2026, 9, 30)

# slug, label, child, family, staff, positive, negative, mixed, neutral; None is hidden.
_THEMES: tuple[tuple[str | int | None, ...], ...] = (
    ("listened-to", "Being listened to", 96, 71, 34, 88, 73, 28, 12),
    ("worker-relationship", "Your worker", 104, 58, 0, 103, 38, 21, 0),
    ("change-of-worker", "Changes of worker", 61, 47, 22, 0, 107, 13, 10),
    ("contact-speed", "Being called back", 24, 66, 18, 14, 77, 17, 0),
    ("family-contact", "Seeing family", 73, 35, 0, 41, 48, 19, 0),
    ("promises-kept", "Keeping promises", 42, 38, 0, 24, 45, 11, 0),
    ("meetings-reviews", "Meetings and reviews", 39, 26, 0, 17, 35, 13, 0),
    ("school-learning", "School and learning", 44, 17, 0, 31, 18, 12, 0),
    ("feeling-safe", "Feeling safe", 38, 14, 0, 29, 23, 0, 0),
    ("workload-caseload", "Workload", 0, 0, 64, 0, 51, 13, 0),
    ("supervision-support", "Supervision and support", 0, 0, 47, 33, 14, 0, 0),
    ("practical-help", "Practical help", None, 31, None, None, None, None, None),
)
_MONTHS = (44, 51, 39, 47, 42, 55, 48, 61, 66, 58, 63, 71)
_STANDARDS: tuple[tuple[str, str, tuple[int | None, ...]], ...] = (
    ("voice", "The child’s voice shapes the work", (14, 31, 22, 0)),
    ("assessment", "Assessment is timely and clear", (10, 27, 18, 12)),
    ("plan", "The plan says what will change", (0, 29, 26, 12)),
    ("supervision", "Supervision drives the work", (None, 33, 21, None)),
    ("impact", "Life is better for the child", (13, 34, 20, 0)),
)


def _figure(n: object) -> Figure:
    return Shown(n) if isinstance(n, int) else Hidden()


def _theme(line: tuple[str | int | None, ...]) -> ThemeLine:
    slug, label, child, family, staff, positive, negative, mixed, neutral = line
    everybody = sum(n for n in (child, family, staff) if isinstance(n, int)) + (12 if child is None else 0)
    return ThemeLine(
        slug=str(slug),
        label=str(label),
        said=BySpeaker(
            child=_figure(child), family=_figure(family), staff=_figure(staff), everybody=Shown(everybody)
        ),
        positive=_figure(positive),
        negative=_figure(negative),
        mixed=_figure(mixed),
        neutral=_figure(neutral),
        before=Shown(round(everybody * 0.8)),
        change="more" if slug == "listened-to" else "could_be_chance",
        months=tuple(Shown(everybody // 12) for _ in _MONTHS),
    )


def example_data() -> FrozenSummary:
    """Figures of a year, some hidden."""
    return FrozenSummary(
        authority="Larkmoor Council",
        scope_kind="authority",
        scope_name="All teams",
        period_start=_START,
        period_end=_END,
        before_start=date(2024, 10, 1),
        before_end=date(2025, 9, 30),
        frozen_on=date(2026, 10, 5),
        threshold=10,
        voices=BySpeaker(child=Shown(312), family=Shown(214), staff=Shown(119), everybody=Shown(645)),
        voices_before=BySpeaker(child=Shown(250), family=Shown(190), staff=Shown(101), everybody=Shown(541)),
        months=tuple(
            Month(first_day=day, voices=Shown(n))
            for day, n in zip(months_between(_START, _END), _MONTHS, strict=True)
        ),
        themes=tuple(_theme(line) for line in _THEMES),
        scale=(
            GradePoint(key="outstanding", label="Outstanding"),
            GradePoint(key="good", label="Good"),
            GradePoint(key="requires_improvement", label="Requires improvement"),
            GradePoint(key="inadequate", label="Inadequate"),
        ),
        standards=tuple(
            StandardLine(
                key=key,
                label=label,
                graded=Shown(67),
                counts={
                    point: _figure(n)
                    for point, n in zip(
                        ("outstanding", "good", "requires_improvement", "inadequate"), counts, strict=True
                    )
                },
            )
            for key, label, counts in _STANDARDS
        ),
        teams=(
            ResponseLine(label="Assessment", answers=Shown(171)),
            ResponseLine(label="Children in care", answers=Shown(248)),
            ResponseLine(label="Family support", answers=Shown(164)),
            ResponseLine(label="Leaving care", answers=Shown(62)),
        ),
        responses=(
            ResponseLine(label="Three Houses", answers=Shown(84)),
            ResponseLine(label="Tell us how it is", answers=Shown(131)),
            ResponseLine(label="Parents and carers", answers=Shown(112)),
            ResponseLine(label="Staff survey", answers=Shown(63)),
        ),
    )


def example_content() -> SummaryContent:
    """A whole summary, written up."""
    return SummaryContent(
        title="What we heard, and what we are learning",
        data=example_data(),
        narrative=Narrative(
            opening=(
                "This report sets what children, families and staff told us beside what managers found when "
                "they audited practice. It covers the year to September 2026."
            ),
            key_points=(
                "More people say they are listened to than a year ago.",
                "Changes of worker are the largest worry. Nobody said a change went well.",
                "Families wait too long to be called back.",
                "Audits agree that the child’s voice is strong, and that plans are not clear enough.",
            ),
            people_say=(
                "Children speak warmly of their worker. They notice when a promise is kept.\n\n"
                "What hurts is change. Children told us that they learn about a new worker on the day, and "
                "have to tell their story again."
            ),
            audits_show=(
                "Managers audited 67 pieces of practice. The child’s voice was graded good or better in two "
                "thirds. Plans were weaker: they list tasks more often than they say what will be different."
            ),
            next_steps=(
                NextStep(
                    what="A goodbye visit whenever a worker changes",
                    who="Head of service, children in care",
                    when="December 2026",
                ),
                NextStep(
                    what="One page plans, written with the child", who="Practice lead", when="March 2027"
                ),
            ),
            children=(
                ChildLine(picture="ear", words="We heard 312 children. A person read every word."),
                ChildLine(picture="heart", words="Many of you like your worker."),
                ChildLine(picture="goodbye", words="Many of you are sad when your worker changes."),
                ChildLine(picture="promise", words="You want grown-ups to keep promises."),
                ChildLine(picture="star", words="From now on, your worker will come and say goodbye."),
                ChildLine(picture="plan", words="We will write your plan with you, on one page."),
            ),
        ),
        quotes=(
            QuoteLine(
                words="She always rings when she says she will. That means a lot to me.",
                speaker="a young person, 11–17",
            ),
            QuoteLine(
                words="I found out on the day. I had not even said goodbye to [name].",
                speaker="a young person, 11–17",
            ),
            QuoteLine(
                words="I left three messages and nobody called me back for a week.",
                speaker="a parent or carer",
            ),
            QuoteLine(
                words="With twenty-six families I cannot do the work I came here to do.",
                speaker="a member of staff",
            ),
        ),
    )
