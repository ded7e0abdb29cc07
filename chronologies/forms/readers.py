"""Who may read what is being written, and in which part of the file does it stand? Offered by reach, never by role."""

from django import forms

from access.policy import Clearance
from access.roles import Audience, Section
from chronologies.actions.events import SECTIONS

TEAMS = {
    Audience.PASTORAL: "The pastoral team as well as safeguarding",
    Audience.SAFEGUARDING: "The safeguarding team only",
}
PARTS = {
    Section.CHRONOLOGY: "Chronology",
    Section.LEGAL: "Legal",
    Section.HEALTH: "Health",
    Section.ATTENDANCE: "Attendance",
}


def ask_audience(form: forms.Form, clearance: Clearance) -> None:
    """Whoever may read for the pastoral team alone is not asked: there is one answer."""
    offered = [one for one in TEAMS if one in clearance]
    form.fields["audience"].choices = [(one.value, TEAMS[one]) for one in offered]  # type: ignore[attr-defined]
    if len(offered) == 1:
        settle(form, "audience", offered[0].value)
    else:
        form.fields["audience"].initial = Audience.SAFEGUARDING  # the safe value


def ask_section(form: forms.Form, clearance: Clearance) -> None:
    sections = sections_open(clearance)
    form.fields["section"].choices = [(int(one), PARTS[one]) for one in sections]  # type: ignore[attr-defined]
    if len(sections) == 1:
        settle(form, "section", str(int(sections[0])))


def sections_open(clearance: Clearance) -> list[Section]:
    """Leads choose the part of the file; others write in the first that they may read."""
    pastoral = clearance.get(Audience.PASTORAL, Section(0))
    offered = [one for one in SECTIONS if one in pastoral]
    return offered if Audience.SAFEGUARDING in clearance else offered[:1]


def settle(form: forms.Form, name: str, value: str) -> None:
    form.fields[name].widget = forms.HiddenInput()
    form.fields[name].initial = value
