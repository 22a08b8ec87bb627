"""Messages: an answer that the person has not read, one that waits at the contact person's, one at the caseworker's."""

from collections.abc import Iterator

from samsyn.homecare.actions import answer_message, write_message
from samsyn.homecare.queries import Talk, my_persons, told_talks
from samsyn.people.queries import actor_for, demo_accounts
from samsyn.people.roles import Actor, Role
from samsyn.web.planted.telling import Matter, Scene

ASKED = "Kan någon byta glödlampan i hallen när ni ändå är här? Den gick sönder i går."
ANSWERED = "Ja, det gör vi i morgon förmiddag. Tack för att du sa till."
WAITS = "Min dotter kommer på söndag. Kan städningen vara på fredag i stället?"
TO_CASEWORKER = "Jag har varit hos doktorn och går sämre nu. Behöver jag ansöka om mer hjälp?"


def messages(scene: Scene) -> Iterator[Matter]:
    """Everything of the kind that is planted."""
    herself, carer = _shown("demo-person", scene), _shown("demo-care-worker", scene)
    if herself is None or herself.person_id is None:
        return
    talks = told_talks(herself.person_id, by=herself)
    about = next((t for t in talks if t.order and t.order.contact), None)
    if about:
        yield _answered(scene, about, herself)
    case = next((t for t in talks if t.order is None), None)
    if case:
        yield _to_caseworker(scene, case, herself)
    if carer:
        for order in list(my_persons(carer))[:1]:
            yield _noted(scene, Talk(order.case, order), carer)


def _shown(username: str, scene: Scene) -> Actor | None:
    account = demo_accounts().filter(username=username).first()
    return actor_for(account=account, acting_as=None, today=scene.until) if account else None


def _answered(scene: Scene, talk: Talk, herself: Actor) -> Matter:
    yield (at := scene.back(4, 9))
    asked = write_message(case=talk.case, order=talk.order, text=ASKED, hand="self", by=herself, at=at)
    yield (at := scene.back(3, 14))
    if talk.order and (by := scene.staff.get((Role.CARE_WORKER, talk.order.contact_id))):
        answer_message(case=talk.case, order=talk.order, text=ANSWERED, seen=asked.pk, by=by, at=at)


def _to_caseworker(scene: Scene, talk: Talk, herself: Actor) -> Matter:
    yield (at := scene.back(1, 11))
    write_message(case=talk.case, order=None, text=TO_CASEWORKER, hand="self", by=herself, at=at)


def _noted(scene: Scene, talk: Talk, carer: Actor) -> Matter:
    yield (at := scene.back(1, 16))
    write_message(case=talk.case, order=talk.order, text=WAITS, hand="phone", by=carer, at=at)
