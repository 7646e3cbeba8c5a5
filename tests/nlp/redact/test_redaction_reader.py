"""The trained reader of names: names in no list, typed as people type, and real untidy text."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.built_files import write_whole
from nlp.redact import redact
from nlp.redact.names.finding import find_names
from nlp.redact.names.recogniser import MODEL_FILE, VOCABULARY_FILE, load_reader, shipped_reader
from nlp.redact.tokens import tokens_of
from nlp.trained.refused import ModelRefusedError

pytestmark = pytest.mark.usefixtures("built")

SHARED = next(
    (up / "shared" / "data" for up in Path(__file__).resolve().parents if (up / "shared" / "data").exists()),
    Path("shared-data-is-not-here"),
)


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
        ("winnie marsh was good to us", "[name] was good to us"),
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
def test_names_are_found_as_people_type_them(words: str, copy: str) -> None:
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
        "we meet in april or may, or between may and june",
        "skool is gud and it was peng",
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


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("we live at 9 The Sidings and it is loud", "we live at [address] and it is loud"),
        ("nan is at 2b the mews", "nan is at [address]"),
        ("my dad is at 14 Wharfside now", "my dad is at [address] now"),
        ("Flat 12, Harbour Court, 3 Quay Street is cold", "[address] is cold"),
        ("we stopped in Caravan 4, Long Lane", "we stopped in [address]"),
        ("letters go to plot 7 oakfield site", "letters go to [address]"),
        ("i live at twenty two park lane", "i live at [address]"),
        ("ring mum on 07700 900 o two nine", "ring mum on [phone]"),
        ("it is oh double seven oh oh nine hundred one two three", "it is [phone]"),
        ("kez at proton dot me is mine", "[email] is mine"),
        ("email kez underscore 09 at gmail dot com", "email [email]"),
        (
            "her date of birth is wrong, it is 23rd June 2014",
            "her date of birth is wrong, it is [date of birth]",
        ),
        ("born on the ninth of february two thousand and nine", "born on the [date of birth]"),
        ("dob's 3.4.12", "dob's [date of birth]"),
        ("i go to saint aidans juniors", "i go to [school]"),
        ("he goes to wharfe valley college", "he goes to [school]"),
        ("kicked out of eastgate pru", "kicked out of [school]"),
        ("year 9 at larkfield is hard", "year 9 at [school] is hard"),
        ("excluded from beacon hill", "excluded from [school]"),
        ("he ran from fernlea last night", "he ran from [place] last night"),
        ("they moved me to the willows", "they moved me to [place]"),
        ("contact at the sycamores is cold", "contact at [place] is cold"),
        ("my key worker at orchard view", "my key worker at [place]"),
        ("dad is in hmp stonegate", "dad is in [place]"),
        ("my snap is kezzyt", "my snap is [social handle]"),
    ],
)
def test_identifiers_are_found_as_people_type_them(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("its 07700 9oo 2l4 ring after tea", "its [phone] ring after tea"),
        ("its 07700 900 no wait 07700 901 then 33", "its [phone]"),
        ("try 0113 496 0144 ext 9", "try [phone]"),
        ("plus 44 7700 900 145 is mums", "[phone] is mums"),
        ("write to tina bee 12 @ mail . com", "write to [email]"),
        ("its on northmoor dot gov dot uk slash forms", "its on [url]"),
        ("nhs number 999 o41 2233", "nhs number [NHS number]"),
        ("QQ 4l 22 73 B is the ni number", "[NI number] is the ni number"),
        ("we quote QRS/AB/5512 each time", "we quote [case number] each time"),
        ("the page says R 551 208", "the page says [case number]"),
        ("one ref is 51830 and hers is 51831", "one ref is [case number] and hers is [case number]"),
        ("log 512 of the 9th", "log [case number]"),
        ("Iwan and Cerys, 2012/04/30", "[name] and [name], [date of birth]"),
        ("born 2014, 3rd june in a lift", "born [date of birth] in a lift"),
        ("twins: dobs 22/10/2014 and 22.10.2014", "twins: dobs [date of birth] and [date of birth]"),
        ("12 Sept 71 thats me", "[date of birth] thats me"),
        ("im in n16 and i stay here", "im in [postcode] and i stay here"),
        ("it is LS98-9ZK or near", "it is [postcode] or near"),
        ("a van wi YK13 on the front", "a van wi [vehicle reg] on the front"),
        ("kilo victor six nine, tango tango oscar", "[vehicle reg]"),
        ("he is milo_the_3rd_x on there", "he is [social handle] on there"),
        ("on tiktok as captain bo 99", "on tiktok as [social handle]"),
        ("Flat 6\nKiln Court\n9 Weir Lane\nYork", "[address]\nYork"),
        ("Fern Cottage\nMill Hill\nis our address", "[address]\nis our address"),
        ("he goes to 51 not 15 calder road", "he goes to [address] not [address]"),
        ("we moved to St Winifred's Close", "we moved to [address]"),
        ("we live on garth st", "we live on [address]"),
        ("they live at 60 Quarry Rise South", "they live at [address]"),
        ("nan is at number eleven plover way", "nan is at [address]"),
        ("the dog at number 31 bites", "the dog at [address] bites"),
        ("12 tansy grove flat 3 is home", "[address] is home"),
        ("she is in Year 4 at Our Lady of the Moor", "she is in Year 4 at [school]"),
        ("whinfield 6th form said yes", "[school] said yes"),
    ],
)
def test_loose_spellings_of_identifiers_are_found(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    "words",
    [
        "two buses, 50 minutes each way",
        "2000000 times better",
        "section 47 and section 20, form C110A",
        "on 12.10.26 we had the review and on 3/11 the core group",
        "he came into care on 3 March 2019 and stayed",
        "cancelled on 04/09, 18/09, 02/10 and 16/10",
        "we were number 1 in the league",
        "is it b4 or after, the m6 was shut m8",
        "we came off the m6 in b4 school",
        "food tech is my best lesson",
        "the years 2021-2024 were bad",
        "my pa was 20 minutes late on the 4th",
    ],
)
def test_ordinary_figures_stay(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.parametrize(
    "words",
    [
        "we had 3 fights took place",
        "due back at 4. Holding them inside",
        "he ran from home and went missing from care",
        "contact at the centre is horrible",
        "i said I'd walk home",
        "i clean my auntie's house all day",
        "my name at home is rubbish",
        "visits entered late for 4th and 11th",
        "my snap, 500 a week",
        "the car is 12 years old",
        "st georges day parade",
        "mark my words he will be back",
        "any tom, dick or harry could walk in",
        "and bobs your uncle",
        "april and june are my worst months",
        "we walked through chad and libya",
        "georgia is where gran was born",
        "i speak sorani",
        "rashford got us free dinners",
        "elsa and olaf are in my favourite film",
        "harry potter makes me happy",
        "jack grealish scored for us",
        "we had uncle bens rice",
        "i watched mrs browns boys",
        "the nurse may come",
        "the coach house",
        "sir n miss are nice",
        "its called b",
        "i wore long johns",
        "it peters out",
        "i dressed up as elsa",
        "mario and luigi",
        "jasmine rice and ginger biscuits again",
        "howay its canny here",
    ],
)
def test_ordinary_messages_lose_no_word(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("my friend elsa likes frozen", "my friend [name] likes frozen"),
        ("elsa watched a film with me", "[name] watched a film with me"),
        ("georgia is my cousin", "[name] is my cousin"),
        ("i live with georgia and jordan", "i live with [name] and [name]"),
        ("bobs my brother", "[name] my brother"),
        ("jack russell is my social worker", "[name] is my social worker"),
        ("my mate mario lives near", "my mate [name] lives near"),
        ("jordan henderson took me to contact", "[name] took me to contact"),
        ("i told amir khan that im sad", "i told [name] that im sad"),
        ("i talk to chloe kelly about it", "i talk to [name] about it"),
        ("uncle ben shouts at me", "uncle [name] shouts at me"),
        ("mrs brown gave me detention", "mrs [name] gave me detention"),
        ("i told pc smith", "i told pc [name]"),
        ("judge jones", "judge [name]"),
        ("steves car", "[name] car"),
        ("sams dog bit me", "[name] dog bit me"),
        ("my worker is called j", "my worker is called [name]"),
        ("my tutor miss o", "my tutor miss [name]"),
        ("i dont like elif", "i dont like [name]"),
        ("dr k", "dr [name]"),
    ],
)
def test_a_real_person_is_covered_whatever_tale_land_or_star_shares_the_name(words: str, copy: str) -> None:
    assert redact(words).text == copy


def test_what_is_measured_on_names_never_met_keeps_the_promise(built: Path) -> None:
    measured = json.loads((built / MODEL_FILE).read_text())["measured"]
    assert measured["covered"] >= 0.95
    assert min(measured["by_community"].values()) >= 0.90
    assert measured["precision"] >= 0.85


@pytest.mark.parametrize("name", [MODEL_FILE, VOCABULARY_FILE])
def test_a_reader_that_is_not_whole_is_refused_with_the_file(built: Path, tmp_path: Path, name: str) -> None:
    for path in (MODEL_FILE, VOCABULARY_FILE):
        for part in (path, f"{path}.sha256"):
            shutil.copy(built / part, tmp_path)
    load_reader(tmp_path)
    bad = tmp_path / name
    bad.write_bytes(bad.read_bytes()[:200])
    with pytest.raises(ModelRefusedError, match=f"{name}: is damaged"):
        load_reader(tmp_path)
    for content, said in ((b"[]", "holds something else"), (b"{}", "holds"), (b"not json", "something else")):
        write_whole(bad, content)
        with pytest.raises(ModelRefusedError, match=f"{name}: {said}|{name}: holds {said}"):
            load_reader(tmp_path)
    bad.unlink()
    with pytest.raises(ModelRefusedError, match=f"{name} is missing"):
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
def test_most_people_in_real_untidy_tweets_are_covered(lower: bool) -> None:
    covered = total = 0
    for text, spans in marked_tweets(SHARED / "names" / "a.conll"):
        text = text.lower() if lower else text
        places = {
            at
            for span in find_names(tokens_of(text), text, reader=shipped_reader())
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
