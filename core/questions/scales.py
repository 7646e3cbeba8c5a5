"""Named scales: the words an inspectorate grades in, and the faces a child picks from.

Both are data. Words of inspection change with the framework, so a template names its scale and never spells
it out.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from core.questions.words import Words
from core.questions.yaml_files import read_folder

DATA = Path(__file__).parent / "data"


class Named(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    title: Words


class GradePoint(BaseModel):
    """`rank` counts from 1, the lowest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    label: Words
    help: Words | None = None
    rank: int = Field(ge=1)
    inadequate: bool = False


class GradeScale(Named):
    """An ordered scale of grades, best first as people read it.

    `version` goes up whenever its words change: a stored grade says in which version it was given.
    """

    version: int = Field(ge=1)
    source: str
    grades: Annotated[tuple[GradePoint, ...], Field(min_length=2)]

    def grade(self, key: str) -> GradePoint:
        return next(grade for grade in self.grades if grade.key == key)


class Face(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    label: Words
    picture: str


class FaceSet(Named):
    """Five faces from the least agreement (1) to the most (5)."""

    faces: Annotated[tuple[Face, ...], Field(min_length=5, max_length=5)]

    def face(self, point: int) -> Face:
        return self.faces[point - 1]


GRADE_SCALES: dict[str, GradeScale] = {
    scale.key: scale for scale in read_folder(DATA / "scales", GradeScale).values()
}
FACE_SETS: dict[str, FaceSet] = {faces.key: faces for faces in read_folder(DATA / "faces", FaceSet).values()}
