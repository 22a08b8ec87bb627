"""What fees are counted by, as the administrator enters it: a year's price base amount, and versions of the tariff."""

from django.db import models
from django.db.models import Q

from samsyn.audit.classification import Kind


class PriceBase(models.Model):
    """The price base amount of a year, in öre, with where it stands (Prisbasbelopp, SoL 32:4). Never changed."""

    year = models.PositiveSmallIntegerField(unique=True)
    amount = models.PositiveBigIntegerField()
    source = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "year": Kind.ORDINARY,
        "amount": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "entered_at": Kind.ORDINARY,
        "entered_by": Kind.IDENTITY,
    }

    class Meta:
        constraints = [models.CheckConstraint(name="a_price_base_is_something", condition=Q(amount__gt=0))]


class TariffVersion(models.Model):
    """A version of the municipality's tariff as the council decided it (Taxa, SoL 32:1). Never changed.

    It applies from `valid_from` until the next one. `prices` are the rows of fee_prices.csv, in öre.
    """

    version = models.CharField(max_length=20, unique=True)
    valid_from = models.DateField(unique=True)
    rounding = models.CharField(max_length=10)
    reduction = models.CharField(max_length=15)
    untold = models.CharField(max_length=10)
    prices = models.JSONField()
    source = models.CharField(max_length=200)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=40)

    kinds = {
        "id": Kind.ORDINARY,
        "version": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "rounding": Kind.ORDINARY,
        "reduction": Kind.ORDINARY,
        "untold": Kind.ORDINARY,
        "prices": Kind.ORDINARY,
        "source": Kind.ORDINARY,
        "entered_at": Kind.ORDINARY,
        "entered_by": Kind.IDENTITY,
    }
