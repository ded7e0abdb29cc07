"""What does a pack say, what in it speaks of somebody else, and is each of these places decided?"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from django.db.models import QuerySet
from django.utils import timezone

from access import policy
from access.models import User
from casework.models import CaseFile
from clocks.queries import running
from meetings.models import Meeting, Pack, PackCopy, PackDecision, PackPart, PackSection
from meetings.release.deciding import Choice, Decision, refuse_leftovers, released, taken_out
from meetings.release.finding import mentions
from meetings.release.index import Known
from meetings.release.known import DETAILS, Kind, Mention
from people.models import Contact

REPORT_CLOCKS = ("C14", "C19")
PARENTS = (Pack.For.PARENT_A, Pack.For.PARENT_B)
SHARED_BY = (Pack.For.CHAIR, *PARENTS)
"""What a parent is shown of the report: that of the chair, or a version of their own."""
REACHED_BY = frozenset({Kind.ADDRESS, Kind.POSTCODE, Kind.PHONE, Kind.EMAIL})
APART = "\n" * 6
"""Between the caption and the words of a part: wider than any gap within a name."""
ORDER = {code: number for number, code in enumerate(PackSection.values)}


@dataclass(frozen=True)
class Place:
    """One place in one part that speaks of somebody else, with the words around it and what was decided."""

    part: PackPart
    mention: Mention
    before: str
    after: str
    decision: PackDecision | None

    @property
    def at(self) -> list[object]:
        return [str(self.part.pk), self.part.version, self.mention.start, self.mention.end]


@dataclass(frozen=True)
class Group:
    """All the places of a pack in which the same words speak of the same people: decided together."""

    key: str
    places: list[Place]

    @property
    def mention(self) -> Mention:
        return self.places[0].mention

    @property
    def decision(self) -> PackDecision | None:
        """What all of them have, if they have the same."""
        made = {place.decision.pk: place.decision for place in self.places if place.decision}
        whole = len(made) == 1 and all(place.decision for place in self.places)
        return next(iter(made.values())) if whole else None


@dataclass(frozen=True)
class Report:
    """The report that the school owes before a conference: by when, and which half of it is done."""

    due: date
    late: bool
    is_sent: bool
    is_shared: bool


def packs_on(user: User, file: CaseFile) -> list[Pack]:
    """The newest first."""
    found = policy.visible(user, Pack.objects.filter(file=file)).select_related("author", "meeting")
    return list(found.order_by("-recorded_at", "pk"))


def parents_of(file: CaseFile) -> QuerySet[Contact]:
    """The adults of the family for whom a parent's version can be: never a brother or sister."""
    now = Contact.objects.filter(child=file.child_id, ended_at__isnull=True, part_of__isnull=True)
    return now.exclude(kind=Contact.Kind.SIBLING)


def parts_of(pack: Pack) -> list[PackPart]:
    """In the order in which they are read, those left out too."""
    return sorted(pack.parts.all(), key=lambda part: (ORDER[part.heading], part.number))


def text_of(part: PackPart) -> str:
    caption, words = part.caption.text, part.words.text
    return f"{caption}{APART}{words}"


def places_in(pack: Pack, parts: Iterable[PackPart], known: Known) -> list[Place]:
    decided = decisions_on(pack)
    return [place for part in parts if not part.left_out for place in _places(pack, part, known, decided)]


def groups_in(places: Iterable[Place], *, apart: str = "") -> list[Group]:
    """Those without a decision come first, and of these those that may not be kept. `apart` is taken place by place."""
    grouped: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        key = _key(place.mention)
        grouped[f"{key}-{len(grouped)}" if key == apart else key].append(place)
    groups = [Group(key, found) for key, found in grouped.items()]
    return sorted(groups, key=lambda one: (one.decision is not None, one.mention.may_be_kept, one.mention.words))


def mentions_for(pack: Pack, text: str, known: Known) -> list[Mention]:
    """What the safeguarding team's own copy may hold, nobody else may: where somebody lives who must not be found.

    Whoever keeps a PEP may not know what is confidential, and so it cannot be told from the rest: no address, and no
    number, stays in a pack of a PEP.
    """
    found = mentions(text, known)
    if pack.pep_id:
        return [replace(one, confidential=True) if one.kind in REACHED_BY else one for one in found]
    if pack.for_whom != Pack.For.OWN:
        return found
    return [replace(one, confidential=False) if one.kind in DETAILS else one for one in found]


def decisions_on(pack: Pack) -> dict[tuple[object, ...], PackDecision]:
    """By part, its version and the place in it; the latest goes before those before it."""
    found: dict[tuple[object, ...], PackDecision] = {}
    for decision in pack.decisions.order_by("recorded_at", "pk"):
        for place in decision.about.value["places"]:
            found[tuple(place)] = decision
    return found


def keeps_others(pack: Pack) -> bool:
    """Whether anything about other people was decided to be kept, in the words as they are now."""
    now = {(str(pk), version) for pk, version in pack.parts.filter(left_out=False).values_list("pk", "version")}
    return any(made.choice == Choice.KEEP and place[:2] in now for place, made in decisions_on(pack).items())


def told(pack: Pack, parts: Sequence[PackPart], known: Known) -> list[tuple[PackPart, str, str]]:
    """Each part as it goes out: caption and words. Raises Undecided or StillThere, and then nothing goes out."""
    decided = decisions_on(pack)
    out, gone = [], []
    for part in parts:
        if part.left_out:
            continue
        places = _places(pack, part, known, decided)
        decisions = [_decision(place) for place in places if place.decision]
        text = text_of(part)
        caption, _, words = released(text, decisions, mentions=[place.mention for place in places]).partition(APART)
        gone += taken_out(text, decisions)
        out.append((part, caption, words))
    refuse_leftovers("\n".join(f"{caption}\n\n{words}" for _, caption, words in out), dict.fromkeys(gone))
    return out


def _places(
    pack: Pack, part: PackPart, known: Known, decided: Mapping[tuple[object, ...], PackDecision]
) -> list[Place]:
    text, places = text_of(part), []
    for one in mentions_for(pack, text, known):
        before, after = text[max(0, one.start - 60) : one.start], text[one.end : one.end + 60]
        made = decided.get((str(part.pk), part.version, one.start, one.end))
        places.append(Place(part, one, before.replace(APART, " "), after.replace(APART, " "), made))
    return places


def _decision(place: Place) -> Decision:
    made = place.decision
    if made is None:
        raise ValueError("This place has no decision.")
    one = place.mention
    return Decision(one.start, one.end, Choice(made.choice), made.reason.text, made.instead.text)


def _key(mention: Mention) -> str:
    """Names a group in a form without a word of it."""
    plain = "\n".join((mention.kind, *mention.who, " ".join(mention.words.casefold().split())))
    return sha256(f"{plain}\n{mention.may_be_kept}".encode()).hexdigest()[:16]


def suggestion(mention: Mention, *, to_family: bool = False) -> tuple[str, str]:
    """A choice and a reason to begin with; a person settles it. To the family, nothing is suggested to be kept."""
    if not mention.may_be_kept:
        return Choice.REDACT.value, _why_not(mention)
    if to_family:
        return "", ""
    if mention.certain and mention.kind in (Kind.FAMILY, Kind.STAFF, Kind.PROFESSIONAL, Kind.AGENCY):
        return Choice.KEEP.value, "Known to the reader, and named for the part that they have in this"
    if mention.kind is Kind.RELATION:
        return Choice.KEEP.value, "Nobody is named"
    return "", ""


def _why_not(mention: Mention) -> str:
    if mention.confidential:
        return "A confidential address"
    return "Known to the safeguarding team alone" if mention.hidden else "Another child’s details"


def report_on(user: User, meeting: Meeting, today: date) -> Report | None:
    """The school's report for a conference that wants one; None where nothing is due any more."""
    clock = running([meeting.pk]).filter(code__in=REPORT_CLOCKS).first()
    if clock is None or clock.due_on is None:
        return None
    sent_on, shared_on = done_on(policy.visible(user, meeting.packs.all()))
    return Report(clock.due_on, clock.due_on < today, is_sent=sent_on is not None, is_shared=shared_on is not None)


def done_on(packs: QuerySet[Pack]) -> tuple[date | None, date | None]:
    """On which day the chair got the report, and a parent saw it or a version of it, of these packs for one meeting.

    Where it is said why no parent sees it, that half was done with the other.
    """
    packs = packs.filter(for_whom__in=SHARED_BY)
    reports = packs.filter(for_whom=Pack.For.CHAIR)
    first = PackCopy.objects.filter(pack__in=reports).order_by("recorded_at").first()
    sent_on = timezone.localdate(first.recorded_at) if first else None
    shared_on = packs.filter(shared_on__isnull=False).order_by("shared_on").values_list("shared_on", flat=True).first()
    if shared_on is None and any(pack.not_shared_because for pack in reports):
        shared_on = sent_on or date.min
    return sent_on, shared_on
