"""Which language a passage is in; never a failure, never dropped."""

from __future__ import annotations

import pytest

from nlp.languages import identify_language


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
