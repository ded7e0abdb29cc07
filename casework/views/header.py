"""What stands at the top of every page of a case file: whose it is, its tags, its pages, what can be done."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from access import policy
from access.models import User
from access.roles import Can
from casework.models import CaseFile, StatusEpisode
from casework.queries.agreed import open_actions_on
from casework.queries.status import COLOURS, open_episodes
from people.identity import age_on
from people.models import Child

PAGES = (
    ("overview", "Overview", "casework:file_read", Can.READ_FILE),
    ("chronology", "Chronology", "chronologies:chronology_read", Can.READ_FILE),
    ("actions", "Actions", "casework:action_list", Can.READ_FILE),
    ("family", "Family and agencies", "people:family_read", Can.READ_CONTACTS),
    ("reach", "Who can see this", "casework:file_reach", Can.SEE_REACH),
)
DEEDS = (
    ("Record an event", "chronologies:event_create", Can.RECORD_EVENT),
    ("Record a call or contact", "chronologies:contact_create", Can.RECORD_EVENT),
    ("Agree an action", "casework:action_create", Can.AGREE_ACTION),
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
        "tabs": [_tab(user, file, page, here) for page in PAGES if page[3] in may],
        "may": {capability.value for capability in may},
        "opened": opened,
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


def _tab(user: User, file: CaseFile, page: tuple[str, str, str, Can], here: str) -> dict[str, Any]:
    code, text, name, _ = page
    pk = file.child_id if code == "family" else file.pk
    count = open_actions_on(user, file).count() if code == "actions" else 0
    return {"text": text, "href": reverse(name, args=[pk]), "current": code == here, "count": count}
