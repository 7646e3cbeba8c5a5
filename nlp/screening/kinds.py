"""What a concern may be, in the words that people who keep others safe use."""

from nlp.screening.concerns import OTHER_LANGUAGE

KINDS = {
    "bullying-severe": "Severe bullying",
    "domestic-abuse": "Domestic abuse",
    "emotional-harm": "Emotional harm",
    "exploitation": "Exploitation",
    "missing": "Going missing",
    "neglect": "Neglect",
    "online-harm": "Harm online",
    "physical-harm": "Physical harm",
    "professional-misconduct": "Harm by somebody who works with children",
    "self-harm": "Self-harm",
    "sexual-harm": "Sexual harm",
    "substance": "Drugs or alcohol",
    "suicide": "Suicide",
    "threat-to-others": "Danger to other people",
    "unsafe-placement": "A home that is not safe",
    OTHER_LANGUAGE: "A language we cannot read",
}


def kind_in_words(category: str) -> str:
    """A category as a person reads it; one that a question set brought along is read as it is written."""
    return KINDS.get(category) or category.replace("-", " ").capitalize()
