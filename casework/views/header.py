"""What stands at the top of every page of a case file: whose it is, its tags, its pages, what can be done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from access import policy
from access.models import User
from access.policy import Clearance
from access.roles import ALL_SECTIONS, Audience, Can, Section
from casework.models import CaseFile, StatusEpisode
from casework.queries.status import COLOURS, open_episodes
from people.identity import age_on
from people.models import Child

PAGES = (
    ("overview", "Overview", "casework:file_read", Can.READ_FILE),
    ("chronology", "Chronology", "chronologies:chronology_read", Can.READ_FILE),
    ("actions", "Actions", "casework:action_list", Can.READ_FILE),
    ("meetings", "Meetings", "meetings:meeting_list", Can.READ_MEETINGS),
    ("plans", "Plans", "meetings:plan_list", Can.READ_MEETINGS),
    ("peps", "PEPs", "meetings:pep_list", Can.READ_MEETINGS),
    ("packs", "Packs", "meetings:pack_list", Can.PREPARE_PACK),
    ("family", "Family and agencies", "people:family_read", Can.READ_CONTACTS),
    ("reach", "Who can see this", "casework:file_reach", Can.SEE_REACH),
)
SECTIONS = {"chronology": Section.CHRONOLOGY, "actions": Section.PLAN}
"""What must be open for a page to show anything: to whoever was granted other sections it is not offered."""
DEEDS = (
    ("Record an event", "chronologies:event_create", Can.RECORD_EVENT),
    ("Record a call or contact", "chronologies:contact_create", Can.RECORD_EVENT),
    ("Agree an action", "casework:action_create", Can.AGREE_ACTION),
    ("Plan a meeting", "meetings:meeting_create", Can.HOLD_MEETING),
    ("Start a status", "casework:status_start", Can.SET_STATUS),
)


def file_header(user: User, file: CaseFile, here: str, *, on: date) -> dict[str, Any]:
    """For casework/_file_header.html; the directory must be open."""
    opened = policy.clearance(user, CaseFile, file.pk)
    may = policy.capabilities(user, opened)
    episodes = open_episodes(user, [file]).get(file.pk, [])
    return {
        "caption": caption(file.child, on),
        "name": file.child.who.name,
        "tags": tags(file, episodes),
        "actions": [
            {"text": text, "href": reverse(name, args=[file.pk])}
            for text, name, capability in DEEDS
            if capability in may
        ],
        "tabs": tabs(file, here, opened, may),
        "may": {capability.value for capability in may},
        "opened": opened,
        "in_full": opened.get(Audience.SAFEGUARDING) == ALL_SECTIONS,
        "in_part": all(sections != ALL_SECTIONS for sections in opened.values()),
    }


def caption(child: Child, on: date) -> str:
    """ "9B · born 4 March 2013 (13) · UPN ends 482"."""
    who, age = child.who, age_on(child.who.born_on, on)
    born = f"born {who.born}{f' ({age})' if age is not None else ''}" if who.born else ""
    upn = f"UPN ends\N{NO-BREAK SPACE}{who.upn_ends}" if who.upn else ""
    return " · ".join(part for part in (child.form or child.year_label or "No form recorded", born, upn) if part)


def tags(file: CaseFile, episodes: Sequence[StatusEpisode]) -> list[dict[str, str]]:
    shown = [status_tag(episode) for episode in episodes]
    if file.restricted:
        shown.append({"text": "Restricted file", "colour": "purple"})
    if file.child.status != Child.Status.ON_ROLL:
        shown.append({"text": file.child.get_status_display(), "colour": "grey"})
    return shown


def status_tag(episode: StatusEpisode) -> dict[str, str]:
    return {"text": episode.get_kind_display(), "colour": COLOURS.get(StatusEpisode.Kind(episode.kind), "grey")}


def tabs(file: CaseFile, here: str, opened: Clearance, may: frozenset[Can]) -> list[dict[str, Any]]:
    """The pages of a file that have something for this person, the same on each of them."""
    return [
        {
            "text": text,
            "href": reverse(name, args=[file.child_id if code == "family" else file.pk]),
            "current": code == here,
        }
        for code, text, name, capability in PAGES
        if capability in may and has_section(opened, SECTIONS.get(code)) and (code != "peps" or file.child.looked_after)
    ]


def has_section(opened: Clearance, section: Section | None) -> bool:
    return section is None or any(section in sections for sections in opened.values())
