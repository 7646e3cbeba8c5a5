"""Identifiers made up in the spellings people use, in sentences they were not written for; templates where they are."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp.redact import redact

EACH = 200
TEMPLATES = next(
    (
        up / "shared" / "data" / "names" / "templates.txt"
        for up in Path(__file__).resolve().parents
        if (up / "shared" / "data" / "names").exists()
    ),
    Path("the-shared-templates-are-not-here"),
)
Chance = random.Random
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
WORDS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def digits(chance: Chance, number: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(number))


def letters(chance: Chance, number: int) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(number))


def phone(chance: Chance) -> str:
    mobile, rest = "7" + digits(chance, 9), digits(chance, 6)
    return chance.choice(
        [
            f"0{mobile}",
            f"0{mobile[:4]} {mobile[4:7]} {mobile[7:]}",
            f"0{mobile[:4]} {mobile[4:]}",
            f"0{mobile[:4]}-{mobile[4:7]}-{mobile[7:]}",
            f"+44{mobile}",
            f"+44 {mobile[:4]} {mobile[4:]}",
            f"+44 (0){mobile[:4]} {mobile[4:]}",
            f"0044 {mobile}",
            f"44{mobile}",
            f"(0191) 4{digits(chance, 2)} {digits(chance, 4)}",
            f"0191 4{digits(chance, 2)} {digits(chance, 4)}",
            f"01{digits(chance, 3)} {rest}",
            f"020 7{digits(chance, 3)} {digits(chance, 4)}",
            f"0.{mobile[:4]}.{mobile[4:]}".replace("0.", "0", 1),
            " ".join(WORDS[int(figure)] for figure in f"0{mobile}"),
            " ".join(f"0{mobile}"),
        ]
    )


def postcode(chance: Chance) -> str:
    area = chance.choice(["NE", "SR", "DH", "L", "M", "SW", "EC", "B", "CF", "G"])
    inner = chance.choice("123456789") + "".join(chance.choice("ABDEFGHJLNPQRSTUWXYZ") for _ in range(2))
    outer = area + chance.choice(["1", "4", "9", "12", "31"])
    whole = chance.choice([f"{outer} {inner}", f"{outer}{inner}", f"{outer}  {inner}", f"{outer}-{inner}"])
    return chance.choice([whole, whole.lower()])


def nino(chance: Chance) -> str:
    pairs = [digits(chance, 2) for _ in range(3)]
    gap = chance.choice(["", " ", "-"])
    whole = gap.join([chance.choice(["AB", "QQ", "JN", "PX"]), *pairs, chance.choice("ABCD")])
    return chance.choice([whole, whole.lower()])


def nhs_number(chance: Chance) -> str:
    gap = chance.choice(["", " ", "-"])
    return gap.join([chance.choice("123456789") + digits(chance, 2), digits(chance, 3), digits(chance, 4)])


def reference(chance: Chance) -> str:
    year = chance.choice(["23", "24", "25"])
    return chance.choice(
        [
            f"UPN {chance.choice(LETTERS)}{digits(chance, 12)}",
            f"prison number {chance.choice('AB')}{digits(chance, 4)}{letters(chance, 2)}",
            f"{letters(chance, 2)}{year}C{digits(chance, 5)}",
            f"case number {digits(chance, 7)}",
            f"mosaic id {digits(chance, 6)}",
            f"crime ref {letters(chance, 3)}/{digits(chance, 5)}/{year}",
            f"ref: {letters(chance, 2)}-{digits(chance, 5)}",
            f"complaint no {digits(chance, 6)}",
            f"file {letters(chance, 2).lower()}{digits(chance, 5)}",
            f"urn {digits(chance, 8)}",
        ]
    )


def registration(chance: Chance) -> str:
    age = chance.choice(["12", "17", "68", "73"])
    whole = f"{letters(chance, 2)}{age}{chance.choice(['', ' '])}{letters(chance, 3)}"
    return chance.choice([whole, whole.lower()])


def date_of_birth(chance: Chance) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1985, 2022)
    name = chance.choice(["january", "feb", "march", "June", "sept", "October", "dec"])
    told = chance.choice(["dob", "DOB:", "date of birth", "born on", "born", "birthday is", "d.o.b."])
    return f"{told} " + chance.choice(
        [
            f"{day}/{month}/{year}",
            f"{day:02}.{month:02}.{year % 100:02}",
            f"{day} {name} {year}",
            f"{day}-{month}-{year}",
        ]
    )


def handle(chance: Chance) -> str:
    name = chance.choice(["kez", "lil.tay", "ghost_boy", "xx_mia", "jay.06"]) + digits(chance, 2)
    return chance.choice(
        [f"@{name}", f"snap is {name}", f"insta: {name}", f"tiktok {name}", f"add me {name}"]
    )


def web(chance: Chance) -> str:
    name = chance.choice(["ourstory", "my-page", "kezlou", "northfold"])
    return chance.choice(
        [
            f"www.{name}.org.uk",
            f"https://{name}.example/p?id={digits(chance, 3)}",
            f"{name}.co.uk",
            f"{name}.com/{name}",
            f"facebook.com/{name}",
            f"bit.ly/{name}{digits(chance, 2)}",
        ]
    )


def email(chance: Chance) -> str:
    name = chance.choice(["jo.smith", "kez", "a_b", "mum.of3", "d-marsh"]) + chance.choice(["", "81"])
    return chance.choice(
        [f"{name}@example.com", f"{name}@gmail.com", f"{name}@nhs.example.uk", f"{name.upper()}@EXAMPLE.ORG"]
    )


KINDS: dict[str, Callable[[Chance], str]] = {
    "PHONE": phone, "POSTCODE": postcode, "NINO": nino, "NHS_NUMBER": nhs_number, "CASE_NUMBER": reference,
    "VEHICLE_REG": registration, "DOB": date_of_birth, "SOCIAL_HANDLE": handle, "URL": web, "EMAIL": email,
}  # fmt: skip
SENTENCES = (
    "they still have {} down for me", "{}", "it should be {} not the old one", "({}) if anyone needs it",
    "we gave {} twice and it was lost", "{}, and nobody wrote it down", "look under {} please", "i only know {}",
    "put {} on the form", "is it {}?",
)  # fmt: skip
# What tells that something is an identifier, and stays.
TOLD = re.compile(
    r"(?i)^(?:upn|prison number|case number|mosaic id|crime ref|ref:|complaint no|file|urn|dob:?|date of birth|born on|"
    r"born|birthday is|d\.o\.b\.|snap is|insta:|tiktok|add me)\s"
)


@pytest.mark.parametrize("kind", KINDS)
def test_nearly_every_identifier_is_covered(kind: str) -> None:
    chance = random.Random(4)
    missed = []
    for _ in range(EACH):
        made = KINDS[kind](chance)
        text = chance.choice(SENTENCES).format(made)
        start, end = text.index(made), text.index(made) + len(made)
        told = TOLD.match(made)
        start += told.end() if told else 0
        places = {at for found in redact(text).redactions for at in range(found.start, found.end)}
        if not places.issuperset(range(start, end)):
            missed.append(text)
    assert len(missed) <= 0.01 * EACH, missed


@pytest.mark.parametrize(
    "words",
    [
        "the review is on 14/03/2025 at 2.30pm",
        "we met on 3 June and again on 21 June 2024",
        "i am 14 and my sister is 9 and a half",
        "it took 6 weeks, 3 workers and 2 complaints",
        "we won 4-2 and i got 95%",
        "it cost £1,250.00 and then £40",
        "section 47 and section 20 of the children act 1989",
        "year 10, set 3, 7 gcses",
        "call 999 or 111 or childline on 0800 1111",
        "from 9.30 to 15.00 every day",
        "e.g. a key worker, i.e. somebody who stays",
        "a page of a4 and a b12 injection",
        "he is 6ft and 12 stone",
        "the 8:15 bus and the 2nd floor",
        "and/or his/her plan, 24/7",
    ],
)
def test_numbers_that_identify_nobody_stay(words: str) -> None:
    assert redact(words).text == words


@pytest.mark.skipif(not TEMPLATES.exists(), reason="the shared templates are not on this machine")
def test_identifiers_in_sentences_of_strangers_are_covered() -> None:
    slots = {
        "phone_number": phone, "email": email, "url": web, "zip_code": postcode, "us_driver_license": nino,
    }  # fmt: skip
    chance = random.Random(9)
    covered = []
    for line in TEMPLATES.read_text(encoding="utf-8", errors="replace").splitlines():
        for slot in set(re.findall(r"\{\{(\w+)\}\}", line)) & slots.keys():
            made = slots[slot](chance)
            text = re.sub(r"\{\{\w+\}\}", "something", line.replace("{{" + slot + "}}", made, 1))
            start = text.index(made)
            places = {at for found in redact(text).redactions for at in range(found.start, found.end)}
            covered.append(places.issuperset(range(start, start + len(made))))
    assert len(covered) > 20
    assert sum(covered) / len(covered) >= 0.99
