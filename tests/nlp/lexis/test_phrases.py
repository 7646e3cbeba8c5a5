"""Phrases are found however they are spelt."""

import time

import numpy as np
import pytest
import spacy

from nlp.codebook import shipped_codebook
from nlp.lexis.numbers import StemNumbers
from nlp.lexis.phrase_checks import problem_together, problem_with
from nlp.lexis.phrase_columns import PhraseColumns
from nlp.lexis.phrases import PhraseBook, PhraseError, PhraseStems
from nlp.lexis.words import ends, passed_over, stem, stems_of

NLP = spacy.blank("en")


def found(phrase: str, text: str) -> list[str]:
    book: PhraseBook[str] = PhraseBook(stems=PhraseStems(NLP), kinds={"kin": ("mum", "big brother")})
    book.add(phrase, phrase)
    doc = NLP(text)
    stems = stems_of(token.norm_ for token in doc)
    places = [at for at, one in enumerate(stems) if one not in passed_over()]
    breaks = ends()
    stems = ["" if stems[at] in breaks else stems[at] for at in places]
    numbers = StemNumbers()
    columns = PhraseColumns(book.tree(), numbers)
    _, starts, lasts = columns.found(np.array([numbers.of(one) for one in (*stems, "")]))
    return [
        doc[places[start] : places[end - 1] + 1].text
        for start, end in zip(starts.tolist(), lasts.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("phrase", "text", "words"),
    [
        ("do not listen", "they dont lissen to me", ["dont lissen"]),
        ("listen to me", "She really listened to me.", ["listened to me"]),
        ("(ring|call) (me|us)? back", "never rings back", ["rings back"]),
        ("see (my|our) {kin}", "i want to see my big bruv", ["see my big bruv"]),
        ("promise .. never", "she promised us loads but then never came", []),
        ("promise .. never", "she promised loads but never came", ["promised loads but never"]),
        ("promise .. never", "she promised. he never came", []),
        ("too many (kids in|people)", "waaay too many ppl", ["too many ppl"]),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, words: list[str]) -> None:
    assert found(phrase, text) == words


@pytest.mark.parametrize("phrase", ["(a|b", "a)", "{dog} cat", "", "(really)?", "a | b", "really .. kind"])
def test_a_phrase_that_cannot_be_understood_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError):
        found(phrase, "x")


@pytest.mark.parametrize(
    ("spelt", "same"),
    [
        ("lissened", "listen"),
        ("caring", "care"),
        ("cars", "car"),
        ("evenings", "evening"),
        ("moving", "move"),
        ("soooo", "so"),
        ("quite", "quite"),
        ("quitting", "quit"),
        ("families", "family"),
        ("wot", "what"),
        ("bullied", "bully"),
        ("     ", " "),
        ("\u3000", " "),
        (" \n \n", "\n"),
    ],
)
def test_spellings_and_endings_fold_to_one_stem(spelt: str, same: str) -> None:
    assert stem(spelt) == stem(same)


def test_different_words_stay_different() -> None:
    assert (
        len({stem(word) for word in ("car", "care", "even", "evening", "quit", "quite", "hop", "hope")}) == 8
    )


@pytest.mark.parametrize("length", [12, 60])
def test_choices_that_multiply_are_refused_at_once_and_said_in_words(length: int) -> None:
    phrase = " ".join([*["(red|blue)?"] * length, "red", *["(red|blue)"] * length])
    began = time.process_time()
    assert "too many choices" in (problem_with(phrase) or "")
    assert time.process_time() - began < 5


def test_what_is_shipped_can_be_looked_for_together() -> None:
    phrases = [phrase for theme in shipped_codebook().themes for phrase in theme.lexicon.phrases()]
    assert problem_together(phrases) is None


def test_a_long_plain_phrase_is_no_trouble() -> None:
    assert problem_with(" ".join(f"word{number}" for number in range(180))) is None
