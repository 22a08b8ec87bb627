"""A group's list as blocks for paper: what the day needs and where persons live as the contact rules let it be told."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samsyn.homecare.queries import GroupDay
from samsyn.people.contact import COVERED, contact_of, cover
from samsyn.people.queries import protected_among
from samsyn.people.roles import Actor
from samsyn.web.shared.account import visit_name, with_whom
from samsyn.web.shared.reach import named
from samsyn.web.shared.wording import clock, short_date


def content_of(group: GroupDay, *, made: datetime, last: datetime, municipality: str, by: Actor) -> dict[str, Any]:
    """Everything the template sets. Texts are read once more for the addresses of those who are protected."""
    protected = protected_among({v.order.case.person_id for v in group.visits})
    mark = f"[{_(COVERED)}]"

    def said(text: str) -> str:
        return cover(text, protected, mark) if protected else text

    return {
        "title": _("Reservlista: {group}").format(group=group.unit.name),
        "sender": [municipality, group.unit.name, *filter(None, [group.unit.phone])],
        "foot": _("Innehåller uppgifter under sekretess. Förstörs när den inte behövs."),
        "page_words": [_("Sida"), pgettext("sida 1 av 2", "av")],
        "language": "sv",
        "lead": _("Gjord {made}. Gäller besök till {last}.").format(made=_when(made), last=_when(last)),
        "parts": [_part(who, rows, group, by, said) for who, rows in _by_carer(group)],
        "head": [_("Tid"), _("Vem"), _("Vad"), _("Var och hur man når"), _("Nycklar och dörr")],
        "contacts": {
            "title": _("Kontakter"),
            "head": [_("Namn"), _("Roll"), _("Telefon")],
            "rows": [
                *([staff.name, _("Planerare"), staff.phone or "–"] for staff in group.planners),
                *([staff.name, _("Omsorgspersonal"), staff.phone or "–"] for staff in group.carers),
            ],
        },
    }


def _by_carer(group: GroupDay) -> list[tuple[Any, list[Any]]]:
    """Each carer's visits, the second's of two as well, by name; what nobody is named for comes last."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for visit in group.visits:
        found[visit.carer].append(visit)
        if visit.second:
            found[visit.second].append(visit)
    return sorted(
        found.items(), key=lambda one: (one[0] is None, one[0].name if one[0] else "", one[0].pk if one[0] else 0)
    )


def _part(carer: Any, visits: list[Any], group: GroupDay, by: Actor, said: Any) -> dict[str, Any]:
    title, key = (carer.name, carer.pk) if carer else (_("Ingen är utsedd än"), None)
    return {"title": title, "rows": [_row(v, v.company_of(key), group, by, said) for v in visits]}


def _row(visit: Any, company: Any, group: GroupDay, by: Actor, said: Any) -> list[str]:
    person, contact = visit.order.case.person, contact_of(visit.order.case.person, by)
    where = [*contact.address, contact.phone] if not contact.is_covered else [_(COVERED)]
    if staff := visit.order.contact:
        where.append(_("Kontaktperson: {name} {phone}").format(name=staff.name, phone=staff.phone).strip())
    keys = "" if contact.is_covered else said(group.keys.get(person.pk, ""))
    what = [f"{visit_name(visit)}, {visit.minutes} min", visit.how, with_whom(company)]
    return [
        f"{short_date(visit.day)}\n{clock(visit.start)}",
        named(person),
        said("\n".join(filter(None, what))),
        "\n".join(filter(None, where)),
        keys,
    ]


def _when(moment: datetime) -> str:
    here = localtime(moment)
    return f"{short_date(here.date())} {clock(here)}"
