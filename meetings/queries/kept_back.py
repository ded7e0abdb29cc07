"""What of a file does no parent read unless a lead brings it back, and why?

By the record that a paragraph was drafted from (model:uuid), from its plain columns: no word of it is opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from casework.models import Concern, Triage
from chronologies.models import Event

AGENCYS = "from another agency, and passed on only with its agreement"
RESTRICTED = "restricted"
ANONYMOUS = "an anonymous source"
NOT_TOLD = "the parents were not told"
CONFIDED = Q(marking__in=(Event.Marking.THIRD_PARTY, Event.Marking.RESTRICTED))


def kept_back(sources: Iterable[str]) -> dict[str, str]:
    """Of these records those that are left out of a parent's version, each with its reasons."""
    by_model = _by_model(sources)
    found = {f"event:{pk}": "; ".join(reasons) for pk, reasons in _events(by_model["event"])}
    silent = Triage.objects.filter(pk__in=by_model["triage"], parents_told=False).values_list("pk", flat=True)
    found |= {f"triage:{pk}": NOT_TOLD for pk in silent}
    last = Triage.objects.filter(concern=OuterRef("pk")).order_by("-decided_at").values("parents_told")[:1]
    untold = Concern.objects.filter(pk__in=by_model["concern"]).annotate(told=Subquery(last)).filter(told=False)
    return found | {f"concern:{pk}": NOT_TOLD for pk in untold.values_list("pk", flat=True)}


def passed_on(sources: Iterable[str]) -> int:
    """How many of these records are another agency's, or restricted: its agreement is needed for any reader."""
    return Event.objects.filter(CONFIDED, pk__in=_by_model(sources)["event"]).count()


def _events(pks: Iterable[UUID]) -> Iterable[tuple[UUID, list[str]]]:
    kept = Event.objects.filter(CONFIDED | Q(source=Event.Source.ANONYMOUS) | Q(parent_informed=False), pk__in=pks)
    for pk, marking, source, informed in kept.values_list("pk", "marking", "source", "parent_informed"):
        told = (
            (marking == Event.Marking.THIRD_PARTY, AGENCYS),
            (marking == Event.Marking.RESTRICTED, RESTRICTED),
            (source == Event.Source.ANONYMOUS, ANONYMOUS),
            (informed is False, NOT_TOLD),
        )
        yield pk, [words for holds, words in told if holds]


def _by_model(sources: Iterable[str]) -> Mapping[str, set[UUID]]:
    found: defaultdict[str, set[UUID]] = defaultdict(set)
    for source in sources:
        model, _, pk = source.partition(":")
        if pk:
            found[model].add(UUID(pk))
    return found
