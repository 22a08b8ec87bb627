"""The register of documents: what came in, was sent and was made here, with the file itself when it is small."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Max
from django.utils.timezone import localdate

from samsyn.audit.actions import action
from samsyn.cases import access
from samsyn.cases.actions.shared import locked, tell
from samsyn.cases.documents import LARGEST_FILE, type_of
from samsyn.cases.models import Case, Document
from samsyn.people.days import check_day
from samsyn.people.refusals import N_, Invalid, Refusal, Refused, permit
from samsyn.people.roles import Actor


@dataclass(frozen=True)
class Paper:
    """A document as it is registered. `content` is the file, at most five megabytes, or None when it is kept elsewhere.

    Raises Invalid for what the register cannot hold.
    """

    direction: str
    day: date
    what: str
    counterpart: str = ""
    kept: str = ""
    file_name: str = ""
    content: bytes | None = None

    def __post_init__(self) -> None:
        if self.direction not in Document.Direction.values:
            raise Invalid("direction", Refusal(N_("Välj om handlingen kom in, skickades eller gjordes här.")))
        check_day("day", self.day)
        if not self.what.strip():
            raise Invalid("what", Refusal(N_("Skriv kort vad handlingen gäller."), law="OSL 5:2"))
        if self.direction != Document.Direction.MADE and not self.counterpart.strip():
            raise Invalid("counterpart", Refusal(N_("Skriv vem handlingen kom från eller skickades till.")))
        if self.content is None and not self.kept.strip():
            raise Invalid("kept", Refusal(N_("Skriv var handlingen finns, eller lägg till filen.")))
        if self.content is not None:
            self._check_file(self.content)

    def _check_file(self, content: bytes) -> None:
        if len(content) > LARGEST_FILE:
            raise Invalid("file", Refusal(N_("Filen är större än 5 MB. Spara den på annat håll och skriv var den är.")))
        if not type_of(content):
            raise Invalid("file", Refusal(N_("Filen behöver vara PDF, PNG, JPEG eller ren text.")))


@action
def register_document(
    *, case: Case, paper: Paper, by: Actor, at: datetime, once: str = "", replaces: Document | None = None
) -> Document:
    """Put a document in the case's register (OSL 5:1-2). The same form sent twice is registered once.

    `replaces` is a line that was wrong; it stays, marked. Raises Invalid for a day to come.
    """
    case = locked(case)
    permit(access.why_not_keep_journal(by, access.CaseFacts.of(case)))
    if once and (before := Document.objects.filter(once=once, registered_by=by.key).first()):
        return before
    if paper.day > localdate(at):
        raise Invalid(
            "day", Refusal(N_("Dagen ligger framåt i tiden. Skriv den dag handlingen kom, skickades eller gjordes."))
        )
    if replaces and (replaces.case_id != case.pk or Document.objects.filter(replaces=replaces).exists()):
        raise Refused(Refusal(N_("Raden är redan rättad. Rätta den nya i stället.")))
    last = case.documents.aggregate(last=Max("number"))["last"] or 0
    content = paper.content
    document = Document.objects.create(
        case=case, number=last + 1, direction=paper.direction, day=paper.day, what=paper.what.strip(),
        counterpart=paper.counterpart.strip(), kept=paper.kept.strip(),
        file_name=paper.file_name[-120:] if content is not None else "",
        file_type=type_of(content) if content is not None else "", content=content,
        digest=sha256(content).hexdigest() if content is not None else "", replaces=replaces, registered_at=at,
        registered_by=by.key, once=once if once and not Document.objects.filter(once=once).exists() else None,
    )  # fmt: skip
    about = f"document:{document.pk}"
    tell(case, "document.register", by=by, at=at, about=about, number=document.number, digest=document.digest)
    return document
