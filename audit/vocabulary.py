"""The fixed words of the audit room: activities, age bands, case statuses, states."""

from enum import StrEnum


class SaidAsWritten(StrEnum):
    """Fixed words whose values are what people say."""

    @property
    def label(self) -> str:
        """How it is read: `child-in-need` is "Child in need"."""
        return self.value.replace("-", " ").capitalize()


class Activity(StrEnum):
    """One of the five things a senior manager does with one child's file in a practice week."""

    case_audit = "case-audit"
    observation = "observation"
    reflective_conversation = "reflective-conversation"
    child_conversation = "child-conversation"
    parent_conversation = "parent-conversation"

    @property
    def label(self) -> str:
        """The activity's name as people say it."""
        return _ACTIVITY_LABELS[self]


_ACTIVITY_LABELS = {
    Activity.case_audit: "Case audit",
    Activity.observation: "Observation of practice",
    Activity.reflective_conversation: "Reflective conversation with the practitioner",
    Activity.child_conversation: "Conversation with the child or young person",
    Activity.parent_conversation: "Conversation with the parent or carer",
}


class AgeBand(StrEnum):
    """How old the child is, kept only as a band so that a case list says no more than it must."""

    under_5 = "0-4"
    five_to_ten = "5-10"
    eleven_to_fifteen = "11-15"
    sixteen_seventeen = "16-17"
    eighteen_up = "18-25"

    @property
    def label(self) -> str:
        """The band as it is read: `5 to 10`."""
        return self.value.replace("-", " to ")

    @classmethod
    def of_age(cls, years: int) -> "AgeBand | None":
        """The band that holds an age in whole years, or None where no band does."""
        for band in cls:
            youngest, oldest = (int(end) for end in band.value.split("-"))
            if youngest <= years <= oldest:
                return band
        return None


class CaseStatus(SaidAsWritten):
    """The help a child is getting, in the words a case list uses."""

    early_help = "early-help"
    assessment = "assessment"
    child_in_need = "child-in-need"
    child_protection = "child-protection"
    child_in_care = "child-in-care"
    care_leaver = "care-leaver"
    closed = "closed"


class Selection(StrEnum):
    """Where a case file stands in the sample of its practice week."""

    listed = "listed"
    chosen = "chosen"
    reserve = "reserve"
    set_aside = "set-aside"


class ReviewState(SaidAsWritten):
    """How far a review has come. After `submitted` its answers never change."""

    not_started = "not-started"
    started = "started"
    submitted = "submitted"
    signed_off = "signed-off"


class ActionStatus(SaidAsWritten):
    """How far an action has come. Only `done` needs evidence of impact."""

    open = "open"
    under_way = "under-way"
    done = "done"
    stopped = "stopped"
