"""Rule files: they say something for every category, and a wrong one is refused with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlp.rulefiles import BadRuleFileError
from nlp.screening.patterns import Vocabulary, compile_pattern, verb_forms
from nlp.screening.rules import CATEGORIES, FOLDER, read_rules, shipped_rules


def test_every_category_has_rules() -> None:
    kinds = {rule.kind for rules in shipped_rules().alarms.values() for rule in rules}
    assert set(CATEGORIES) <= kinds


def copy_of_rules(folder: Path) -> Path:
    for path in FOLDER.glob("*.yaml"):
        shutil.copy(path, folder / path.name)
    return folder


def test_an_unknown_key_is_refused_with_file_and_line(tmp_path: Path) -> None:
    folder = copy_of_rules(tmp_path)
    path = folder / "neglect.yaml"
    path.write_text("category: neglect\nrules:\n  - {id: a, level: urgent, pattern: hungry}\nsurprise: 1\n")
    with pytest.raises(BadRuleFileError, match=r"neglect\.yaml:4: surprise"):
        read_rules(folder)


def test_an_unknown_set_is_refused_with_file_and_line(tmp_path: Path) -> None:
    folder = copy_of_rules(tmp_path)
    path = folder / "neglect.yaml"
    path.write_text("category: neglect\nrules:\n  - {id: a, level: urgent, pattern: '{nobody} hungry'}\n")
    with pytest.raises(BadRuleFileError, match=r"neglect\.yaml:3: a: .*nobody"):
        read_rules(folder)


def test_a_category_that_is_not_in_the_codebook_is_refused(tmp_path: Path) -> None:
    folder = copy_of_rules(tmp_path)
    (folder / "neglect.yaml").write_text("category: sadness\nrules: []\n")
    with pytest.raises(BadRuleFileError, match=r"neglect\.yaml:1"):
        read_rules(folder)


def test_a_verb_stands_for_the_forms_children_write() -> None:
    assert {"slap", "slaps", "slapped", "slapping", "slappin"} <= set(verb_forms("slap"))
    assert {"choke", "chokes", "choked", "choking"} <= set(verb_forms("choke"))


def test_a_verb_stands_for_its_own_past_where_that_is_not_regular() -> None:
    compiled = compile_pattern("he take~ me", Vocabulary({}, frozenset(), {"take": ("took", "taken")}))
    for form in ("take", "takes", "took", "taken", "taking", "takin"):
        assert compiled.find.search(f" he {form} me ")


def test_a_gap_never_crosses_a_sentence() -> None:
    compiled = compile_pattern("he .. hits me", Vocabulary({}, frozenset(), {}))
    assert compiled.find.search(" he always hits me ")
    assert not compiled.find.search(" he is fine . dog hits me ")
