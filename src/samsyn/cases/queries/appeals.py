"""Appeals, judgments and separate decisions. Called after `open_case`; what the person is told checks access itself."""

from django.db.models import Prefetch, QuerySet

from samsyn.cases import access
from samsyn.cases.actions.appeal import changed_since, regime_of_appeal, time_of
from samsyn.cases.appeals.lifecycle import WITH_US, Stage
from samsyn.cases.letters.blocks import Letter
from samsyn.cases.letters.kept import from_text, without_address
from samsyn.cases.models import Appeal, Case, Decision, DecisionLine, Judgment, Ruling
from samsyn.cases.queries.casework import answered_for
from samsyn.people.languages import Language
from samsyn.people.refusals import permit
from samsyn.people.roles import Actor

__all__ = ["changed_since", "regime_of_appeal", "time_of"]


def _whole(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    lines = Prefetch("lines", DecisionLine.objects.order_by("pk"))
    judgments = Prefetch("judgments", Judgment.objects.select_related("followed_in").order_by("pk"))
    related = ("decision", "ruling", "by_person", "new_decision", "dismissal")
    return appeals.select_related(*related).prefetch_related(lines, judgments)


def appeals_of(case: Case) -> list[Appeal]:
    """Every appeal and legality review in a case, newest first."""
    return list(_whole(case.appeals.order_by("-registered_at", "-pk")))


def appeal_for(case: Case, pk: int) -> Appeal:
    """One appeal of this case. Raises Appeal.DoesNotExist for another's."""
    appeal = _whole(case.appeals.all()).get(pk=pk)
    appeal.case = case
    return appeal


def judgment_for(appeal: Appeal, pk: int) -> Judgment:
    """One judgment in this appeal. Raises Judgment.DoesNotExist for another's."""
    judgment = appeal.judgments.get(pk=pk)
    judgment.appeal = appeal
    return judgment


def ruling_for(case: Case, pk: int) -> Ruling:
    """One separate decision of this case. Raises Ruling.DoesNotExist for another's."""
    ruling = case.rulings.select_related("decided_by", "dismissed", "request").get(pk=pk)
    ruling.case = case
    return ruling


def rulings_of(case: Case) -> list[Ruling]:
    """The separate decisions of a case, newest first."""
    return list(case.rulings.select_related("decided_by").order_by("-decided_at", "-pk"))


def ruling_letter_of(ruling: Ruling, *, language: str = Language.SWEDISH) -> Letter:
    """Its letter as it was sent, in Swedish where no other was; without an address for somebody protected now."""
    letter = from_text(ruling.translations.get(language, ruling.content))
    return without_address(letter) if ruling.case.person.protection else letter


def to_try(actor: Actor) -> QuerySet[Appeal]:
    """The appeals that wait for the committee in the reader's or the unit's cases, closed too, the oldest first."""
    waiting = Appeal.objects.filter(answered_for(actor, "case__"), stage__in=[*WITH_US, Stage.JUDGED])
    return waiting.select_related("case__person", "case__caseworker").order_by("reached_on", "registered_at", "pk")


def told_appeals(person_id: int, *, by: Actor) -> QuerySet[Appeal]:
    """The appeals in a person's cases, newest first, for whoever may see them or act for them.

    Not a legality review by somebody else: who that is does not belong to the person's own matter.
    """
    if access.why_not_answer(by, person_id):
        permit(access.why_not_tell(by, person_id))
    theirs = Appeal.objects.filter(case__person=person_id).exclude(by_whom__in=["member", "other"])
    return _whole(theirs.select_related("case__unit", "case__person", "case__caseworker")).order_by(
        "-registered_at", "-pk"
    )


def told_ruling(person_id: int, pk: int, *, by: Actor) -> Ruling:
    """A separate decision about this person. Raises Ruling.DoesNotExist for another's."""
    permit(access.why_not_tell(by, person_id))
    return Ruling.objects.select_related("case__person", "case__unit").get(pk=pk, case__person=person_id)


def judgment_behind(line: DecisionLine) -> Judgment | None:
    """The judgment that a line does what it says, if any: its days rule the charge (SoL 34:5 second paragraph)."""
    return Judgment.objects.filter(followed_in__decisions=line.decision_id, grants=True).first()


def followed_by(decision: Decision) -> Judgment | None:
    """The judgment that a decision follows, if any."""
    return Judgment.objects.select_related("appeal").filter(followed_in=decision.investigation_id).first()
