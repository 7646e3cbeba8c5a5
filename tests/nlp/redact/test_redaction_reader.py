"""The trained reader of names: names in no list, typed as people type, and real untidy text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import nlp.redact
from nlp.redact import redact
from nlp.redact.names import find_names
from nlp.redact.recogniser import MODEL_FILE, BadReaderError, Recogniser, load_reader
from nlp.redact.tokens import tokens_of
from nlp.redact.training import build_name_reader

SHARED = next(
    (up / "shared" / "data" for up in Path(__file__).resolve().parents if (up / "shared" / "data").exists()),
    Path("shared-data-is-not-here"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build_name_reader(folder)
    return folder


@pytest.fixture(scope="module")
def reader(built: Path) -> Recogniser:
    return load_reader(built)


@pytest.fixture(autouse=True)
def with_reader(reader: Recogniser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nlp.redact, "shipped_reader", lambda: reader)


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("my social worker brunhelda is nice", "my social worker [name] is nice"),
        ("zebulina shouted at me", "[name] shouted at me"),
        ("i live with tchavdarek and nan", "i live with [name] and nan"),
        ("dave my mums bf is mean", "[name] my mums bf is mean"),
        ("my carer grace is kind and i hope she stays", "my carer [name] is kind and i hope she stays"),
        ("i will see will on monday", "i will see [name] on monday"),
        ("i stay at larisas house", "i stay at [name] house"),
        ("wing sum was crying and no one came", "[name] was crying and no one came"),
        ("my worker chan ka yan never rings", "my worker [name] never rings"),
        ("thanh ha told my nan", "[name] told my nan"),
        ("me and bo went out with dee dee", "me and [name] went out with [name]"),
        ("lil tee broke his arm", "[name] broke his arm"),
        ("t-bone nicked my t-shirt", "[name] nicked my t-shirt"),
        ("i told miss k about it", "i told miss [name] about it"),
        ("can was shouting at me, can i move", "[name] was shouting at me, can i move"),
        ("winnie ward was good to us", "[name] was good to us"),
        ("Wing-Yan and K. Osei came", "[name] and [name] came"),
        ("I live on the Meadow Well estate", "I live on the [place]"),
        ("MY SOCIAL WORKER OLUWASEUN IS GREAT", "MY SOCIAL WORKER [name] IS GREAT"),
        ("i go to oakfield academy with wojtek", "i go to [school] with [name]"),
        ("Mother (K) did not engage", "Mother ([name]) did not engage"),
        ("T.J. took my bike", "[name] took my bike"),
        ("JB stated that LM hit her", "[name] stated that [name] hit her"),
        ("Spoke to S and D about school", "Spoke to [name] and [name] about school"),
        ("can will pick me up", "can [name] pick me up"),
    ],
)
def test_names_are_found_as_people_type_them(words: str, copy: str | None) -> None:
    if copy is not None:
        assert redact(words).text == copy


@pytest.mark.parametrize(
    "words",
    [
        "i tuched the hot pan becos i was silly",
        "Cannot fault the service. Firstly it was quick.",
        "we went to newcastle and london in may",
        "i like fortnite and my xbox",
        "my foster carer and my social worker came with the CPN",
        "It is called the Children in Care Council",
        "my worker will ring and mum will be cross",
        "may i say that i hope she will come in may",
        "a game called destiny and a film called frozen",
        "MY MUM WILL NOT STOP CRYING",
        "i miss my mum and the name of my dog",
        "they are nickin my stuff and its freezin",
        "The C.P.N. rang at 9 a.m. and the U.K. office did not",
        "Child A went to plan B and got a C in maths",
        "we moved from bradford to lincoln",
        "lil man got a new bed and my big brother got none",
        "we had dim sum and did tai chi, it took too long",
        "i got an x-ray in my t-shirt and i miss u",
    ],
)
def test_misspelt_words_places_and_letters_are_not_people(words: str) -> None:
    assert redact(words).text == words


def test_what_is_measured_on_names_never_met_keeps_the_promise(built: Path) -> None:
    measured = json.loads((built / MODEL_FILE).read_text())["measured"]
    assert measured["covered"] >= 0.95
    assert min(measured["by_community"].values()) >= 0.90
    assert measured["precision"] >= 0.85


def test_a_half_written_reader_is_refused_with_its_name(built: Path, tmp_path: Path) -> None:
    (tmp_path / MODEL_FILE).write_bytes((built / MODEL_FILE).read_bytes()[:200])
    with pytest.raises(BadReaderError, match=MODEL_FILE):
        load_reader(tmp_path)


def marked_tweets(path: Path) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    text, spans = "", []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if text:
                yield text, spans
            text, spans = "", []
            continue
        word, _, tag = line.partition("\t")
        start = len(text) + bool(text)
        text += (" " if text else "") + word
        if tag == "B-PER":
            spans.append((start, len(text)))
        elif tag == "I-PER" and spans:
            spans[-1] = (spans[-1][0], len(text))
    return


@pytest.mark.skipif(not (SHARED / "names").exists(), reason="the shared tweets are not on this machine")
@pytest.mark.parametrize("lower", [False, True])
def test_most_people_in_real_untidy_tweets_are_covered(reader: Recogniser, lower: bool) -> None:
    covered = total = 0
    for text, spans in marked_tweets(SHARED / "names" / "a.conll"):
        text = text.lower() if lower else text
        places = {
            at
            for span in find_names(tokens_of(text), text, reader=reader)
            for at in range(span.start, span.end)
        }
        for start, end in spans:
            total += 1
            covered += all(at in places or text[at] == " " for at in range(start, end))
    assert covered / total >= 0.65


@pytest.mark.skipif(
    not (SHARED / "nhs_comments").exists(), reason="the shared comments are not on this machine"
)
def test_real_comments_lose_few_words() -> None:
    rows = (SHARED / "nhs_comments" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(row)["text"] for row in rows]
    taken = sum(len(redact(text).redactions) for text in texts)
    assert taken <= 0.2 * len(texts)
