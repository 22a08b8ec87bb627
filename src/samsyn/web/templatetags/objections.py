"""{% objections_to decision %}: what the person holds to be wrong in it, shown wherever it is shown (SoL 14:6)."""

from typing import Any

from django import template

from samsyn.people.queries import names_of_actors
from samsyn.web.shared.journal import shown_objection

register = template.Library()


@register.inclusion_tag("shared/journal/_objections.html", takes_context=True)
def objections_to(context: template.Context, about: Any) -> dict[str, Any]:
    """The objections to an investigation or a decision that the page has been let to show."""
    found = list(about.objections.order_by("pk"))
    names = names_of_actors({k for o in found for k in (o.noted_by, o.answered_by) if k}) if found else {}
    return {"now": context.get("now"), "rows": [shown_objection(o, names) for o in found]}
