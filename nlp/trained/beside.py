"""What an installed language model makes of a text, as features beside our own."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nlp.arrays import Floats
from nlp.language_model import Identity, LanguageModel
from nlp.trained.joined import Joined
from nlp.trained.refused import ModelRefusedError


@dataclass(frozen=True, slots=True)
class Beside:
    """`mean` and `spread` are those of each number of the vectors learnt from; `weight` is how long a row is made,
    where the words of a text have length one."""

    language_model: LanguageModel
    mean: Floats
    spread: Floats
    weight: float

    @classmethod
    def of(cls, language_model: LanguageModel, vectors: Sequence[Floats | None], weight: float) -> "Beside":
        """The measure of the vectors of texts."""
        known = [vector for vector in vectors if vector is not None]
        table = np.stack(known) if known else np.zeros((1, language_model.width), dtype=np.float32)
        spread = table.std(axis=0)
        return cls(
            language_model, table.mean(axis=0), np.where(spread > 0, spread, 1).astype(np.float32), weight
        )

    def weighing(self, weight: float) -> "Beside":
        """The same with longer or shorter rows."""
        return replace(self, weight=weight)

    def joined(self, rows: csr_matrix, vectors: Sequence[Floats | None]) -> Joined:
        """`rows` with a row for each text's vector beside.

        Each number is as far from its mean as usual, and then all are of one length. A text that the language model
        knows no word of has nothing there.
        """
        beside = np.zeros((len(vectors), len(self.mean)), dtype=np.float32)
        known = [(at, vector) for at, vector in enumerate(vectors) if vector is not None]
        if known:
            apart = (np.stack([vector for _, vector in known]) - self.mean) / self.spread
            length = np.sqrt((apart * apart).sum(axis=1, keepdims=True))
            beside[[at for at, _ in known]] = self.weight * apart / np.maximum(length, 1e-6)
        return Joined(rows, beside)

    def told(self) -> dict[str, Any]:
        """What is written down of it: which language model, and the weight."""
        return {**asdict(self.language_model.identity), "weight": self.weight}

    def arrays(self) -> dict[str, Floats]:
        return {"beside.mean": self.mean, "beside.spread": self.spread}

    @classmethod
    def kept(
        cls, folder: object, told: dict[str, Any], arrays: dict[str, Floats], here: LanguageModel | None
    ) -> "Beside":
        """As it was written down in `folder`, with the language model that is `here`.

        Raises `ModelRefusedError` where that is another one, or none.
        """
        made = Identity(**{name: value for name, value in told.items() if name != "weight"})
        if here is None:
            raise ModelRefusedError(
                folder,
                f"the model was built with the language model {made}, and HEARD_LANGUAGE_MODEL names none",
            )
        if here.identity != made:
            raise ModelRefusedError(
                folder, f"the model was built with the language model {made}, not with {here.identity}"
            )
        if arrays["beside.mean"].shape != (here.width,):
            raise ModelRefusedError(folder, "the model was built with vectors put together in another way")
        return cls(here, arrays["beside.mean"], arrays["beside.spread"], told["weight"])
