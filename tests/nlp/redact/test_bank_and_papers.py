"""Bank details, cards, numbers of papers; identifiers typed on a telephone; and numbers that are none."""

import pytest

from nlp.redact import redact

pytestmark = pytest.mark.usefixtures("built")


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("sort code 20-45-77 account 12345678", "sort code [case number] account [case number]"),
        (
            "my sort code is 204577 and acc no 12345678",
            "my sort code is [case number] and acc no [case number]",
        ),
        ("S/C: 20 45 77 A/C: 12345678", "S/C: [case number] A/C: [case number]"),
        ("20-45-77 is my sort code", "[case number] is my sort code"),
        ("send it to 20-45-77 12345678", "send it to [case number]"),
        ("pay 12345678, 20-45-77", "pay [case number], [case number]"),
        ("sort code\n11-22-33\naccount\n87654321", "sort code\n[case number]\naccount\n[case number]"),
        ("IBAN: GB29 NWBK 6016 1331 9268 19", "IBAN: [case number]"),
        ("gb29nwbk60161331926819 is my iban", "[case number] is my iban"),
        ("iban DE89 3704 0044 0532 0130 00", "iban [case number]"),
    ],
)
def test_bank_details_are_covered(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("he used my card 4111111111111111", "he used my card [case number]"),
        ("5105 1051 0510 5100", "[case number]"),
        ("5105.1051.0510.5100 is hers", "[case number] is hers"),
        ("5105\n1051\n0510\n5100", "[case number]"),
        ("amex 3782 822463 10005", "amex [case number]"),
        ("4111111111111111 exp 12/27 cvv 123", "[case number] exp [case number] cvv [case number]"),
        ("card ending 4821", "card ending [case number]"),
        ("last 4 digits 4821", "last 4 digits [case number]"),
        ("my pin number is 4821", "my pin number is [case number]"),
        ("the key safe code is 2244", "the key safe code is [case number]"),
    ],
)
def test_cards_and_what_opens_them_are_covered(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("passport 533401372", "passport [case number]"),
        ("driving licence morga 657054 sm9ij", "driving licence [case number]"),
        ("provisional MORGA657054SM9IJ 35", "provisional [case number]"),
        ("utr 22334 45566", "utr [case number]"),
        ("UTR number 2233445566", "UTR number [case number]"),
        ("my universal credit ref is UC123456", "my universal credit ref is [case number]"),
        ("pip claim number 12345678", "pip claim number [case number]"),
        ("brp ZU1234567", "brp [case number]"),
        ("ref nf csc 1182", "ref [case number]"),
    ],
)
def test_numbers_of_papers_and_benefits_are_covered(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    ("words", "copy"),
    [
        ("NHS no 485 777\n3456", "NHS no [NHS number]"),
        ("dob 14feb2010", "dob [date of birth]"),
        ("i am in sr 5 1 q j", "i am in [postcode]"),
        ("i live at 22 cobden tce", "i live at [address]"),
        ("my website is jaysbeats.carrd.co", "my website is [url]"),
        ("epic games xJodieBear11x", "epic games [social handle]"),
        ("R 118 KFX outside", "[vehicle reg] outside"),
        ("Tel: 0191 246 8101", "Tel: [phone]"),
        ("sc jodie_b11", "sc [social handle]"),
        ("we moved to 5 elm gr", "we moved to [address]"),
        ("ellie b 99 at gmail com", "[email]"),
        ("LCS ID 2231874", "LCS ID [case number]"),
        ("my pin is 4821.", "my pin is [case number]."),
        ("The key safe code is 2244.", "The key safe code is [case number]."),
        ("Next steps: 2231874", "Next steps: [case number]"),
        ("Child's views: 2231874", "Child's views: [case number]"),
        (
            "he likes 2231874 and 2231874 likes football",
            "he likes [case number] and [case number] likes football",
        ),
        ("ref 1111111234", "ref [case number]"),
        ("iban DE89 3704 0044 0532 0130 00 please pay me", "iban [case number] please pay me"),
    ],
)
def test_what_is_typed_on_a_telephone_is_covered_and_what_it_is_stays(words: str, copy: str) -> None:
    assert redact(words).text == copy


@pytest.mark.parametrize(
    "words",
    [
        "we sort 20 40 60 pieces and sort out 3 things by 4pm",
        "my account has 120000 followers and 1500000 views",
        "my high score is 1204500 and i have 1234567 xp",
        "i said no 9999999 times",
        "open 0900-1700, a 5 star hotel",
        "BP 120/80, ISBN 9780141036144",
        "section 47 20 45 60",
        "pip is 400 a month and my pin badge cost 250",
        "the licence fee is 159 and visa took 2019 to 2021",
        "epipen exp 12/24, door 12 on the left, gate 100",
        "the bank opens at 0900 and acc to policy 2023",
        "we watched 101 dalmatians",
        "PIP 12/03/2024, universal credit 2023/24, pip is 12000 a year",
        "open on monday 0900-1200 1300-1700, plans of 2019/2020 2020/2021",
        "an epic day.thanks, an epic ps5",
        "it got 1234567 views",
    ],
)
def test_numbers_that_are_none_of_these_stay(words: str) -> None:
    assert redact(words).text == words
