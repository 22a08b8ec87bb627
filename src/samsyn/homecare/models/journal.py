"""The provider's journal: what is written about how the help is carried out, on the order (SoL 14:3, LSS 21 a)."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind
from samsyn.cases.models import (
    COVER_KINDS,
    OBJECTION_KINDS,
    VERSION_KINDS,
    WRITTEN_KINDS,
    Cover,
    Objected,
    Written,
    WrittenVersion,
)


class CareEntry(Written):
    """An entry about how an order is carried out (Social dokumentation av genomförandet)."""

    order = models.ForeignKey("homecare.Order", on_delete=models.PROTECT, related_name="entries", db_index=False)

    kinds = {**WRITTEN_KINDS, "order": Kind.IDENTITY}

    class Meta(Written.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["order", "happened_at"], name="care_entry_by_order"),
            models.Index(fields=["begun_at"], condition=Q(state="draft"), name="care_entry_draft"),
        ]


class CareVersion(WrittenVersion):
    """A text ever saved in an entry of the provider's journal."""

    entry = models.ForeignKey(CareEntry, on_delete=models.CASCADE, related_name="versions")

    kinds = VERSION_KINDS

    class Meta(WrittenVersion.Meta):
        abstract = False


class CareCover(Cover):
    """That an entry of the provider's journal is covered."""

    entry = models.OneToOneField(CareEntry, on_delete=models.PROTECT, related_name="cover")

    kinds = COVER_KINDS

    class Meta(Cover.Meta):
        abstract = False


class CareObjection(Objected):
    """That the person holds an entry of the provider to be wrong."""

    entry = models.ForeignKey(CareEntry, on_delete=models.PROTECT, related_name="objections")

    kinds = OBJECTION_KINDS

    class Meta(Objected.Meta):
        abstract = False
