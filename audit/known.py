"""What the audit room knows by name: the practitioners and the references of its case files."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from audit.models.cases import CaseFile
from core.db import db
from core.known_names import Kind, Known, Source, stamp_of


def _names() -> Iterator[Known]:
    for case in db.session.scalars(select(CaseFile).options(lazyload(CaseFile.team))):
        yield Known(Kind.reference, case.reference)
        if case.practitioner:
            yield Known(Kind.person, case.practitioner)


case_files = Source(lambda: stamp_of(CaseFile.reference_sealed), _names)
