"""Messages between the person and those who help among the addresses that are walked."""

from samsyn.homecare.actions import write_message
from samsyn.homecare.models import Order
from tests import factories as f


def _order(w):
    return f.order_of(w.cases["active"])


def _line(w, order):
    """Something the person has written about the help, or to the caseworker."""
    by = f.actor(w.person, acting_as="self")
    sent = {"case": w.cases["active"], "order": order, "text": "Hej", "hand": "self", "by": by, "at": f.NOW}
    return write_message(**sent, once=f"walk-{order.pk if order else 0}").pk


def _ended(w):
    """An order whose decision on time ended the day before the walk."""
    active, person = w.cases["active"], w.person
    found = Order.objects.filter(case__person=person, line__valid_to=f.NOW.date()).first()
    if found is None:
        terms = {"valid_to": f.NOW.date()}
        case = f.active_case(of=person, at_unit=active.unit, provider=_order(w).provider, terms=terms)
        found = f.order_of(case)
    return found


ARGUMENTS = {
    "my_messages": lambda w: {"person": w.person.pk},
    "my_talk_help": lambda w: {"person": w.person.pk, "pk": _order(w).pk},
    "my_talk_case": lambda w: {"person": w.person.pk, "pk": w.cases["active"].pk},
    "my_statement": lambda w: {"person": w.person.pk, "line": _ended(w).line_id},
    "provider_statement": lambda w: {"pk": _ended(w).pk},
    "my_rights_form": lambda w: {"person": w.person.pk, "which": "samtycke"},
    "case_rights_form": lambda w: {"pk": w.cases["active"].pk, "which": "ta-tillbaka"},
    "my_blanks": lambda w: {"person": w.person.pk},
    "my_blank": lambda w: {"person": w.person.pk, "pk": _order(w).pk, "which": "byt"},
    "provider_blanks": lambda w: {"pk": _order(w).pk},
    "provider_blank": lambda w: {"pk": _order(w).pk, "which": "avboka"},
    "provider_messages": lambda w: {"pk": _order(w).pk},
    "provider_message_journal": lambda w: {"pk": _order(w).pk, "message_pk": _line(w, _order(w))},
    "case_messages": lambda w: {"pk": w.cases["active"].pk},
    "case_message_journal": lambda w: {"pk": w.cases["active"].pk, "message_pk": _line(w, None)},
}
