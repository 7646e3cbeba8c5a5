"""Which name the page means, and what it offers in its place: the script itself, in a real browser."""

import base64
import json
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.browser.site import Visitor

STATIC = Path(__file__).parents[2] / "static"
SENTENCES = yaml.safe_load(Path(__file__).with_name("names_said.yaml").read_text(encoding="utf-8"))
ASK = """([script, bits, sentences]) => {
  const { nameIn, readNames } = new Function(`${script}; return { nameIn, readNames };`)();
  const has = readNames(Uint8Array.from(atob(bits), (letter) => letter.charCodeAt(0)).buffer);
  return sentences.map((sentence) => nameIn(sentence, has));
}"""


@pytest.fixture
def names_in(visitor: Visitor) -> Any:
    """`names_in(sentences)`: for each the name that is meant, or None."""
    script = (
        (STATIC / "js" / "names_said.js").read_text(encoding="utf-8").replace("export function", "function")
    )
    built = json.loads((STATIC / "build" / "manifest.json").read_text())["files"]["names.bin"]
    bits = base64.b64encode((STATIC / "build" / built).read_bytes()).decode()
    return lambda sentences: visitor.page.evaluate(ASK, [script, bits, sentences])


def test_the_name_that_is_meant_is_shown_with_the_words_around_it(names_in: Any) -> None:
    found = names_in([sentence for sentence, _, _ in SENTENCES["named"]])
    said = [
        [sentence, one["name"], one["other"] or ("my teacher" if one["title"] else "")] if one else [sentence]
        for (sentence, _, _), one in zip(SENTENCES["named"], found, strict=True)
    ]
    assert said == SENTENCES["named"]


def test_ordinary_sentences_hold_no_name(names_in: Any) -> None:
    found = names_in(SENTENCES["ordinary"])
    assert [(said, one) for said, one in zip(SENTENCES["ordinary"], found, strict=True) if one] == []


def test_a_name_goes_on_for_three_words_at_most_and_no_word_is_too_long_to_ask(names_in: Any) -> None:
    words = ["Kim Brown Green Smith Khan", "mr " + "a" * 5_000, "my friend " + "b" * 5_000, "", "😀", "'"]
    assert [one and one["name"] for one in names_in(words)] == [
        "Kim Brown Green",
        None,
        None,
        None,
        None,
        None,
    ]


def test_a_long_story_is_looked_through_quickly(names_in: Any) -> None:
    story = "my friend and my carer went to the park and then they said it was nice. " * 2_000
    began = time.monotonic()
    assert names_in([story]) == [None]
    assert time.monotonic() - began < 3
