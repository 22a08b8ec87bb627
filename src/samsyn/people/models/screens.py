"""Screening off: that somebody on the staff cannot reach a case while they judge it without knowing whose it is."""

from django.db import models

from samsyn.audit.classification import Kind
from samsyn.people.models.register import Person, Staff


class Screen(models.Model):
    """That a case is closed to one of the staff for now (avskärmning). `about` is "case:12"; taken away when lifted,
    since it would otherwise tell for ever who judged whom."""

    about = models.CharField(max_length=60)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="screens")
    put_at = models.DateTimeField()

    kinds = {
        "id": Kind.ORDINARY,
        "about": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "staff": Kind.IDENTITY,
        "put_at": Kind.ORDINARY,
    }

    class Meta:
        constraints = [models.UniqueConstraint(name="one_screen_each", fields=["staff", "about"])]
