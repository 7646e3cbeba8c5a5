"""The PDFs of an approved summary: asked for, drawn once, and handed out only as they were drawn."""

from __future__ import annotations

import hashlib

from core.db import db
from core.jobs import nudge
from core.people.services import authority
from learning.errors import NotNowError
from learning.frozen import SummaryContent
from learning.models import State, Summary, SummaryOutput
from learning.pdf.pages import Kind, pages_of
from learning.pdf.render import draw_pdf

MAKE_OUTPUTS = "learning.make_outputs"


def ask_for_outputs(*, summary: Summary) -> None:
    """Have the outputs of an approved summary made, however often that went wrong before. Raises NotNowError."""
    if summary.stage is not State.approved:
        raise NotNowError("Approve the summary first.")
    summary.drawing_tries, summary.drawing_fault = 0, None
    db.session.flush()
    nudge(MAKE_OUTPUTS, summary_id=summary.id)


def make_outputs(*, summary: Summary) -> None:
    """Draw every output of an approved summary, unless they are there. Raises DrawingError."""
    if summary.stage is not State.approved or len(summary.outputs) == len(Kind):
        return
    content, logo = summary.content, authority().logo
    summary.outputs = [_output(kind, content, logo) for kind in Kind]
    db.session.flush()


def verified_pdf(output: SummaryOutput) -> bytes:
    """The stored PDF. Raises ValueError if it is not the one that was made."""
    pdf: bytes = output.pdf
    if hashlib.sha256(pdf).hexdigest() != output.sha256:
        raise ValueError("the stored PDF is not the one that was made")
    return pdf


def _output(kind: Kind, content: SummaryContent, logo: bytes | None) -> SummaryOutput:
    pdf = draw_pdf(pages_of(content, kind, logo=logo))
    return SummaryOutput(kind=kind.value, pdf=pdf, sha256=hashlib.sha256(pdf).hexdigest())
