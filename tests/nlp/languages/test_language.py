"""Which language a passage is in; never a failure, never dropped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from nlp.languages import identify_language, is_plainly_english, other_language, weight_of
from nlp.languages.alarming import alarming_word
from nlp.languages.profiles import profiles


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("en", "I like my social worker because she listens to me"),
        ("en", "shes well nice and she dont shout"),
        ("en", "Zoë and Łukasz Kowalski came"),
        ("pl", "Jestem bardzo zadowolona z pomocy dla dzieci"),
        ("ro", "vreau acasa la mama mea"),
        ("ar", "أنا لا أريد أن أعود"),
        ("ur", "میں گھر نہیں جانا چاہتا"),
        ("fa", "من می خواهم به خانه بروم"),
        ("uk", "Я хочу додому і до мами"),
        ("ru", "Я хочу домой"),
        ("zh", "我不想回家"),
        ("vi", "tôi không muốn về nhà"),
        ("ku", "ez naxwazim herim malê"),
        ("so", "waxaan rabaa inaan guriga aado"),
        ("cy", "dwi ddim eisiau mynd adref"),
        ("pa", "ਮੈਂ ਘਰ ਨਹੀਂ ਜਾਣਾ"),
        ("bn", "আমি বাড়ি যেতে চাই না"),
        ("ti", "ኣነ ናብ ገዛ ክኸይድ ኣይደልን"),
        ("pt", "não quero ir para casa"),
        ("fr", "je ne veux pas rentrer"),
        ("tr", "eve gitmek istemiyorum çok korkuyorum"),
        ("und", ""),
        ("und", "😀😀"),
        ("und", "\ud800\x00"),
    ],
)
def test_a_passage_is_put_down_to_its_language(code: str, words: str) -> None:
    assert identify_language(words) == code


SENTENCES = yaml.safe_load(Path(__file__).with_name("sentences.yaml").read_text("utf-8"))


def test_every_language_that_has_a_name_has_ten_sentences() -> None:
    assert SENTENCES.keys() == profiles().keys()
    assert {len(lines.splitlines()) for lines in SENTENCES.values()} == {10}


@pytest.mark.parametrize("code", SENTENCES)
def test_nearly_all_natural_sentences_are_put_down_to_their_language(code: str) -> None:
    right = [line for line in SENTENCES[code].splitlines() if identify_language(line) == code]
    assert len(right) >= 8


def test_few_sentences_go_to_the_wrong_translator() -> None:
    said = {line: code for code, lines in SENTENCES.items() for line in lines.splitlines()}
    wrong = {line: found for line, code in said.items() if (found := identify_language(line)) != code}
    assert len(wrong) <= 6, wrong


@pytest.mark.parametrize(
    "words",
    [
        "ok merci",
        "Thanks, gracias, merci",
        "My baba and mama speak Sorani at home and Kurdish is easier for them",
        "Protect supervision, whatever else happens.",
        "asdf asdf asdf hjkl qwer",
        "Kacper Zdzichu Wojtek Kasia Ola",
        "wagwan fam mans not hot still innit bruv",
        "I dinnae ken whit he's daein wi ma bairns",
        "Skibidi",
        "N/A",
        "",
        "😀😀",
        "\ud800\x00",
    ],
)
def test_a_stray_word_and_strange_english_call_nobody(words: str) -> None:
    assert other_language(words) is None
    assert alarming_word(words) is None


def test_what_is_plainly_english_in_columns_is_english_one_by_one() -> None:
    for line in SENTENCES["en"].splitlines():
        words = re.findall(r"[a-z]+", line.lower())
        if is_plainly_english(line, sum(map(weight_of, words))):
            assert identify_language(line) == "en"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("pl", "Mój tata bije mnie pasem i boję się wracać do domu"),
        ("ar", "والدي يضربني كل يوم"),
        ("und", "Haluan vain, että joku kuuntelee minua joskus"),
        ("zh", "没有人听我们说话。"),
    ],
)
def test_several_words_of_another_language_are_plainly_in_it(language: str, words: str) -> None:
    assert other_language(words) == language


@pytest.mark.parametrize(
    ("meaning", "marked", "words"),
    [
        ("hit", "bije", "Tata bije mnie"),
        ("hit", "يضربني", "والدي يضربني كل يوم"),
        ("hit", "打我", "爸爸每天打我"),
        ("hit", "schlägt", "Mein Vater schlägt mich jeden Tag"),
        ("hit", "bate", "Tatăl meu mă bate în fiecare zi"),
        ("hit", "dövüyor", "Babam beni her gün dövüyor"),
        ("kill", "убьет", "Он говорит что убьет нас"),
        ("die", "suicidarme", "A veces pienso en suicidarme"),
        ("weapon", "چاقو", "پدرم با چاقو به من حمله کرد"),
        ("afraid", "sợ", "Con sợ về nhà lắm"),
        ("hit", "lêdide", "Bavê min her roj li min lêdide"),
        ("hit", "মারে", "আব্বু আমাকে প্রতিদিন মারে"),
    ],
)
def test_a_word_of_alarm_is_found_where_it_stands(meaning: str, marked: str, words: str) -> None:
    found = alarming_word(words)
    assert found is not None
    assert (found.meaning, words[found.start : found.end]) == (meaning, marked)


def test_no_word_of_alarm_is_seen_in_calm_words() -> None:
    """Two sentences of each language say that somebody is afraid or beaten; the others are calm."""
    calm = [
        line
        for lines in SENTENCES.values()
        for line in lines.splitlines()
        if (found := alarming_word(line)) and found.meaning != "afraid"
    ]
    assert len(calm) == 3, calm
