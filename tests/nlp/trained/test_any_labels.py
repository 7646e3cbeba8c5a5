"""A model of any labels: what is said in one sentence of many, and the question that words answer."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from nlp.arrays import Floats
from nlp.cli import nlp
from nlp.trained import kept_model
from nlp.trained.asked import asked
from nlp.trained.best_sentence import told_where, with_best_sentence
from nlp.trained.fitting import ANY_LABELS, THEMES, fit
from nlp.trained.labelled import LabelledText
from nlp.trained.seen import Seen
from nlp.trained.standing import Standing
from nlp.trained.training import flags, look_at, tagged, texts_of_name, train

GOOD, BETTER = "What was good?", "What could be better?"
FILLER = "We came by bus. It rained all day. My aunt was there. The wall is blue. Then we went home."


def row(text: str, *labels: str, question: str | None = None) -> LabelledText:
    return LabelledText(text, frozenset(labels), question)


ABOUT = [row(f"the {word} parking", "parking") for word in ("dear", "far", "small", "full", "free", "new")]
ABOUT += [row(f"the {word} soup", "food") for word in ("hot", "cold", "thin", "good", "bad", "old")]
ABOUT += [row(text) for text in ("it rained", "my aunt was there", "the wall is blue", "we went home")]


NOTHING = Standing.told([])


def of_length(texts: Seen) -> Floats:
    lengths = np.bincount(texts.stems.rows, minlength=len(texts))
    return np.stack([lengths, -lengths], axis=1).astype(np.float32)


def words_of(*lengths: int) -> Seen:
    stems = Standing.told([{f"a{at}": 1.0 for at in range(length)} for length in lengths])
    return Seen(len(lengths), stems, NOTHING, NOTHING, NOTHING, NOTHING)


def texts_of(*texts: tuple[int, ...]) -> Seen:
    """Texts of sentences with so many words."""
    several = [(at, words) for at, text in enumerate(texts) if len(text) > 1 for words in text]
    owners = np.array([at for at, _ in several])
    return replace(words_of(*map(sum, texts)), sentences=(owners, words_of(*(words for _, words in several))))


def named(block: Standing) -> list[tuple[int, str, float]]:
    """What stands in each text, by name; the order of names is no part of it."""
    names = [block.names[number] for number in block.numbers.tolist()]
    return sorted(zip(block.rows.tolist(), names, block.counts.tolist(), strict=True))


def stems_in(texts: Seen) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(len(texts))]
    for row, number in zip(texts.stems.rows, texts.stems.numbers, strict=True):
        found[row] += filter(None, [texts.stems.names[number]])
    return found


def test_a_score_is_drawn_to_the_best_sentence_label_by_label() -> None:
    scores = with_best_sentence(of_length, texts_of((2, 6), (5,), (1, 1, 2)), share=0.25)
    assert np.allclose(scores, [[8 - 0.5, -8 + 1.5], [5, -5], [4 - 0.5, -4 + 0.75]])


def test_only_a_text_of_several_sentences_has_sentences_and_marks_alone_are_none() -> None:
    texts = look_at([row("Soup. !!"), row("Dear parking.  Cold soup!"), row("Dear parking."), row("")])
    assert texts.sentences is not None
    owners, sentences = texts.sentences
    assert stems_in(sentences) == [["dear", "park"], ["cold", "soup"]]
    assert owners.tolist() == [1, 1]


def test_texts_are_chosen_with_their_sentences_and_what_they_answer() -> None:
    rows = [row("Dear parking. Cold soup!", question=GOOD), row("a wall"), row("", question=BETTER)]
    rows += [row("It rained. She zibbles.", question=BETTER), row("Dear parking", question=GOOD)]
    order = np.array([3, 2, 0, 3])
    chosen, alone = look_at(rows).at(order), look_at([rows[at] for at in order])
    assert chosen.sentences is not None and alone.sentences is not None
    for one, other in ((chosen, alone), (chosen.sentences[1], alone.sentences[1])):
        assert len(one) == len(other)
        for block in ("stems", "families", "phrases", "spellings", "context"):
            assert named(getattr(one, block)) == named(getattr(other, block))
    assert chosen.sentences[0].tolist() == alone.sentences[0].tolist() == [0, 0, 2, 2, 3, 3]


def test_what_one_sentence_of_many_says_is_found() -> None:
    model = train(ABOUT)
    buried = look_at([row(f"{FILLER} Dear parking. {FILLER}")])
    at = model.labels.index("parking")
    as_a_whole = model.raw_scores(replace(buried, sentences=None))
    assert model.raw_scores(buried)[0, at] > as_a_whole[0, at] + 0.1


def test_a_kept_model_still_reads_sentences(tmp_path: Path) -> None:
    model = train(ABOUT)
    kept_model.save(model, tmp_path / "model")
    back = kept_model.load(tmp_path / "model")
    texts = look_at([row(f"{FILLER} Dear parking.")])
    assert back.sentence == ANY_LABELS.sentence > 0
    assert np.array_equal(back.scores(texts), model.scores(texts))


def test_the_shipped_themes_are_read_and_learnt_as_a_whole() -> None:
    assert THEMES.sentence == THEMES.sentence_counts == 0


def test_a_label_is_told_in_the_sentence_that_speaks_most_for_it() -> None:
    texts = texts_of((2, 6), (5,), (1, 3, 2))
    assert texts.sentences is not None
    owners, sentences = texts.sentences
    assert owners.tolist() == [0, 0, 2, 2, 2]
    given = np.array([[True, True], [True, True], [True, False]])
    told = told_where(of_length(sentences), owners, given)
    assert told.tolist() == [[False, True], [True, False], [False, False], [True, False], [False, False]]


def test_two_labels_of_one_text_are_each_learnt_from_their_own_sentence() -> None:
    both = [row(f"{word} parking here. The weary tune again!", "parking", "food") for word in ("Dear", "Far")]
    alone = replace(ANY_LABELS, sentence_counts=0.0)
    rows = [*ABOUT, *both]
    labels = ["food", "parking"]
    given = flags([one.labels for one in rows], labels)
    tune = look_at([row("The weary tune again!")])
    (split, _), (whole, _) = (
        fit(look_at(rows), given, labels=labels, version="x", settings=settings)
        for settings in (ANY_LABELS, alone)
    )
    apart = [float(np.subtract(*model.raw_scores(tune)[0])) for model in (split, whole)]
    assert apart[0] > apart[1] + 0.05


def test_the_same_words_answer_two_questions_with_two_labels() -> None:
    none = ["nothing", "nothing really", "nothing at all", "nothing to say", "nothing comes to mind"]
    much = [
        "everything",
        "everything really",
        "everything at all",
        "everything to say",
        "everything there is",
    ]
    rows = [row(text, "praise", question=BETTER) for text in none]
    rows += [row(text, "blame", question=GOOD) for text in none]
    rows += [row(text, "blame", question=BETTER) for text in much]
    rows += [row(text, "praise", question=GOOD) for text in much]
    model = train(rows)
    asked_so = [
        row(word, question=question) for word in ("nothing", "everything") for question in (BETTER, GOOD)
    ]
    blame, praise = model.raw_scores(look_at(asked_so)).T
    assert model.labels == ("blame", "praise")
    assert (praise - blame > 0.3).tolist() == [True, False, False, True]
    assert (blame - praise > 0.3).tolist() == [False, True, True, False]


def test_words_with_their_question_have_length_one_and_no_question_gives_none() -> None:
    found = asked(GOOD, ["kind", "staff", "", "kind"])
    assert len(found) == 2
    assert sum(value * value for value in found.values()) == pytest.approx(1)
    assert asked("", ["kind"]) == {}


def test_a_question_is_the_same_however_it_is_spaced() -> None:
    texts = look_at([row("kind staff", question="What was\ngood?"), row("kind staff", question=GOOD)])
    model = train([row("kind staff", "praise", question=GOOD), row("kind staff", question=BETTER)])
    one, other = model.plain.matrix(texts).toarray()
    assert one.tolist() == other.tolist()
    assert {GOOD} == {texts.context.names[number] for number in texts.context.numbers}


def test_each_thing_that_a_label_names_is_a_text_of_its_own() -> None:
    told = texts_of_name("Food & drink, cost of parking")
    assert [one.text for one in told] == [
        "Food & drink, cost of parking",
        "Food",
        "drink",
        "cost",
        "parking",
    ]
    assert {one.labels for one in told} == {frozenset(["Food & drink, cost of parking"])}
    assert [one.text for one in texts_of_name("Discharge")] == ["Discharge"]


def test_one_thing_of_several_in_a_name_is_enough_to_be_given_its_label() -> None:
    model = train([*ABOUT, row("a robin", "garden, weather & zumbiks")])
    (given,) = tagged(model, [row("my zumbiks")])
    assert [one["label"] for one in given] == ["garden, weather & zumbiks"]


def test_what_dev_holds_is_learnt_from_too(tmp_path: Path) -> None:
    data, dev, out = tmp_path / "data.jsonl", tmp_path / "dev.jsonl", tmp_path / "model"
    data.write_text('{"text": "cold soup", "labels": ["food"]}\n{"text": "it rained", "labels": []}\n' * 4)
    dev.write_text('{"text": "a zumbik", "labels": ["toy"]}\n{"text": "my zumbik", "labels": ["toy"]}\n' * 2)
    said = CliRunner().invoke(nlp, ["train", "--data", str(data), "--dev", str(dev), "--out", str(out)])
    assert said.exit_code == 0, said.output
    assert '"texts": 12, "labels": 2' in said.stdout
    (given,) = tagged(kept_model.load(out), [row("our zumbik")])
    assert [one["label"] for one in given] == ["toy"]
