"""What a packet is made of: the texts and needs of an investigation, what is asked for, and who is named in it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from samsyn.audit.queries import hands_in
from samsyn.cases.models import Case, Decision, Intake, Investigation, Need
from samsyn.deidentify import Header, header_of
from samsyn.people.models import Appointment, Person, Relation, Staff, Unit
from samsyn.people.queries import near_readers
from samsyn.people.queries.rights import held_on
from samsyn.people.roles import Role
from samsyn.review.draw import Candidate
from samsyn.review.models import Reading
from samsyn.review.reading import AGE_BANDS, age_band

TEXTS = ("situation", "sources", "assessment")
NEED_TEXTS = ("own_words", "description", "factors_text", "goal")
READS = (Role.CASEWORKER, Role.TEAM_LEADER)  # a delegate decides, and does not review as well
MOST_BEARERS = 5  # of a family name: more have it by chance


def texts_of(investigation: Investigation) -> dict[str, str]:
    """Every text of an investigation by its place, what the person asks for first. No key of a row is one."""
    asked = intakes_of(investigation)
    found = {f"asked_for:{n}": intake.asked_for for n, intake in enumerate(asked, 1)}
    found |= {name: getattr(investigation, name) for name in TEXTS}
    for need in _needs(investigation):
        found |= {f"need:{need.area}:{name}": getattr(need, name) for name in NEED_TEXTS}
    return {place: text for place, text in found.items() if text.strip()}


def intakes_of(investigation: Investigation) -> list[Intake]:
    """What came in that this investigation answers: since the one before it was opened."""
    before = (
        Investigation.objects.filter(case=investigation.case_id, opened_at__lt=investigation.opened_at)
        .order_by("-opened_at")
        .first()
    )
    intakes = Intake.objects.filter(case=investigation.case_id).order_by("received_at", "pk")
    return list(intakes.filter(received_at__gt=before.opened_at) if before else intakes)


def need_rows(investigation: Investigation) -> list[dict[str, Any]]:
    """The needs as codes: area, level now and meant, related factors with their effect."""
    return [
        {
            "area": need.area,
            "now": need.level_now,
            "meant": need.level_meant,
            "factors": sorted([factor.code, factor.effect] for factor in need.factors.all()),
        }
        for need in _needs(investigation)
    ]


def _needs(investigation: Investigation) -> Iterable[Need]:
    return investigation.needs.filter(removed_at=None).prefetch_related("factors").order_by("area")


def question_rows(decision: Decision | None) -> list[dict[str, Any]]:
    """What the draft is about, without what it says: interventions, how they are counted, and what was applied for."""
    rows: dict[str, dict[str, Any]] = {}
    for line in decision.lines.order_by("pk") if decision else []:
        row = rows.setdefault(
            line.intervention, {"intervention": line.intervention, "unit": line.unit, "applied": None}
        )
        if line.applied and line.unit == row["unit"]:
            row["applied"] = (row["applied"] or 0) + line.applied
    return list(rows.values())


def header_for(case: Case) -> Header:
    """Everybody the case knows by name: the person, those around them, and the staff who have worked with it."""
    person = case.person
    around = Relation.objects.filter(person=person).select_related("other").order_by("pk")
    staff = Staff.objects.filter(pk__in=staff_in(case)).order_by("pk")
    return header_of(
        {
            "person": {
                "first": person.given_name, "last": person.family_name, "pnr": person.written_number,
                "address": person.street, "phone": person.phone,
            },
            "relatives": [
                {"first": r.other.given_name, "last": r.other.family_name, "relation": r.kind, "phone": r.other.phone}
                for r in around
            ],
            "staff": [{"first": s.given_name, "last": s.family_name, "title": s.title} for s in staff],
        }
    )  # fmt: skip


def places_of(case: Case) -> list[str]:
    """Where the person lives, in the words that texts use of it, and the case's number: hidden from the start."""
    person = case.person
    street = person.street.rstrip("0123456789 abcdefghABCDEFGH").strip() if any(map(str.isdigit, person.street)) else ""
    return sorted({word for word in (person.area, person.town, street, case.number) if len(word) > 2})


def staff_in(case: Case) -> set[int]:
    """Everybody on the staff who has done or read something in a case, and its caseworker."""
    hands = {int(key[6:]) for key in hands_in(case.pk) if key.startswith("staff:")}
    return hands | ({case.caseworker_id} if case.caseworker_id else set())


def candidates(today: date) -> list[Candidate]:
    """Everybody who could read a packet today, with how many they have unread."""
    held = Appointment.objects.filter(
        held_on(today), role__in=READS, staff__left_on__isnull=True, unit__purpose=Unit.Purpose.ASSESSMENT,
        unit__closed_on__isnull=True,
    )  # fmt: skip
    waiting = Reading.objects.filter(done_at=None, stepped_down_at=None).values_list("reader", flat=True)
    unread: dict[int, int] = {}
    for reader in waiting:
        unread[reader] = unread.get(reader, 0) + 1
    return [Candidate(a.staff_id, a.unit_id, unread.get(a.staff_id, 0)) for a in held.order_by("pk")]


def barred(case: Case, among: Iterable[Candidate]) -> set[int]:
    """Those who have worked with any of the person's cases, who may be near the person or somebody around them, and
    those at the case's own unit who will lead its meeting or decide it."""
    staff = {c.staff for c in among}
    around = Relation.objects.filter(Q(person=case.person_id) | Q(other=case.person_id))
    persons = {case.person_id} | {pk for pair in around.values_list("person", "other") for pk in pair}
    near = near_readers(staff, persons, most_bearers=MOST_BEARERS)
    cases = Case.objects.filter(person=case.person_id)
    worked = {one for each in cases for one in staff_in(each)}
    decides = Appointment.objects.filter(unit=case.unit_id, role__in=(Role.TEAM_LEADER, Role.DELEGATE))
    return worked | {reader for reader, _ in near} | set(decides.values_list("staff", flat=True))


def age_band_of(person: Person, at: datetime) -> str:
    """The band of the person's age when the packet was made; empty where nobody knows it."""
    if person.birth_date is None:
        return ""
    born, day = person.birth_date, at.date()
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return age_band(years) if years >= int(AGE_BANDS[0].split("-")[0]) else ""
