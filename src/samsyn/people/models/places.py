"""Where somebody lives as a point, for planning who goes where: as identifying as the address, and as shielded."""

from django.db import models

from samsyn.audit.classification import Kind
from samsyn.people.models.register import Person


class HomePlace(models.Model):
    """The point of a person's home in metres east and north (SWEREF 99), beside the address it belongs to."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="home_place")
    east = models.IntegerField()
    north = models.IntegerField()
    source = models.CharField(max_length=120)
    noted_on = models.DateField()

    kinds = {
        "id": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "east": Kind.IDENTITY,
        "north": Kind.IDENTITY,
        "source": Kind.ORDINARY,
        "noted_on": Kind.ORDINARY,
    }
