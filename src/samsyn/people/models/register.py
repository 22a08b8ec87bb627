"""Persons and what is known of them, those who may act for them, and the organisation that serves them."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from samsyn.audit.classification import Kind
from samsyn.people.identity import IdentityKind
from samsyn.people.roles import Role


class Unit(models.Model):
    """A place of work (Organisation): an assessment unit, a provider's unit, the committee's office."""

    class Purpose(models.TextChoices):
        ASSESSMENT = "assessment"
        PROVIDER = "provider"
        OFFICE = "office"

    class Operator(models.TextChoices):
        MUNICIPAL = "municipal"
        PRIVATE = "private"

    name = models.CharField(max_length=100, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    operator = models.CharField(max_length=10, choices=Operator.choices, default=Operator.MUNICIPAL)
    area = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    closed_on = models.DateField(null=True)

    kinds = {
        "id": Kind.ORDINARY,
        "name": Kind.ORDINARY,
        "purpose": Kind.ORDINARY,
        "operator": Kind.ORDINARY,
        "area": Kind.ORDINARY,
        "phone": Kind.ORDINARY,
        "closed_on": Kind.ORDINARY,
    }

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Somebody the committee serves, or who acts for them (Person, Brukare, Annan person)."""

    class Protection(models.TextChoices):
        NONE = ""
        MARKED = "marked"  # sekretessmarkering, OSL 5:5
        REGISTERED = "registered"  # skyddad folkbokföring, folkbokföringslagen 16 §

    number = models.CharField(max_length=20, unique=True)
    number_kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in IdentityKind])
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True, choices=[("K", "K"), ("M", "M"), ("", "")])
    street = models.CharField(max_length=100, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    town = models.CharField(max_length=60, blank=True)
    area = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, default="sv")
    # How letters are best read: a language of cases.letters, empty for the one spoken; and in large print.
    letter_language = models.CharField(max_length=10, blank=True, default="")
    large_print = models.BooleanField(default=False)
    protection = models.CharField(max_length=10, blank=True, choices=Protection.choices, default="")
    died_on = models.DateField(null=True)
    death_source = models.CharField(max_length=120, blank=True)  # who told of the death, or which register
    # The temporary id, once the real number is known. Empty is NULL, so that one plain index serves both databases.
    former_number = models.CharField(max_length=20, null=True, blank=True, unique=True)

    kinds = {
        "id": Kind.IDENTITY,
        "number": Kind.IDENTITY,
        "number_kind": Kind.ORDINARY,
        "former_number": Kind.IDENTITY,
        "given_name": Kind.IDENTITY,
        "family_name": Kind.IDENTITY,
        "birth_date": Kind.IDENTITY,
        "sex": Kind.ORDINARY,
        "street": Kind.IDENTITY,
        "postcode": Kind.IDENTITY,
        "town": Kind.IDENTITY,
        "area": Kind.ORDINARY,
        "phone": Kind.IDENTITY,
        "email": Kind.IDENTITY,
        "language": Kind.ORDINARY,
        "letter_language": Kind.ORDINARY,
        "large_print": Kind.SENSITIVE,
        "protection": Kind.SENSITIVE,
        "died_on": Kind.SENSITIVE,
        "death_source": Kind.SENSITIVE,
    }

    class Meta:
        # The dead are few: what is still open for them is found from them.
        indexes = [models.Index(fields=["died_on"], condition=Q(died_on__isnull=False), name="person_dead")]
        constraints = [
            models.CheckConstraint(name="person_sex_known", condition=Q(sex__in=["K", "M", ""])),
            models.CheckConstraint(
                name="no_former_number_is_null", condition=Q(former_number__isnull=True) | ~Q(former_number="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def written_number(self) -> str:
        """The number as people write it."""
        return self.number if self.number.startswith("T") else f"{self.number[:8]}-{self.number[8:]}"


class SearchKey(models.Model):
    """One folded word of a person's name, or their number: what search in case handling may use (SoLPuF 15 §)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)  # search_by_person begins with it
    # Compared by code point on PostgreSQL too (migration 0002), so that a prefix is a range of the index.
    key = models.CharField(max_length=80)

    kinds = {"id": Kind.DERIVED, "person": Kind.DERIVED, "key": Kind.DERIVED}

    class Meta:
        indexes = [
            models.Index(fields=["key", "person"], name="search_by_key"),
            models.Index(fields=["person", "key"], name="search_by_person"),
        ]


class Fact(models.Model):
    """Something known about a person, with its source. Confirmed once, shown wherever it is needed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="facts")
    key = models.CharField(max_length=40)
    value = models.TextField()
    source = models.CharField(max_length=120)
    confirmed_on = models.DateField()
    confirmed_by = models.CharField(max_length=40)
    replaced_on = models.DateField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "key": Kind.ORDINARY,
        "value": Kind.SENSITIVE,
        "source": Kind.SENSITIVE,
        "confirmed_on": Kind.ORDINARY,
        "confirmed_by": Kind.IDENTITY,
        "replaced_on": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_current_fact", fields=["person", "key"], condition=Q(replaced_on__isnull=True)
            )
        ]


class Relation(models.Model):
    """How one person is related to another, seen from the one who is served."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="related_to")
    kind = models.CharField(max_length=30)
    lives_together = models.BooleanField(default=False)

    kinds = {
        "id": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "other": Kind.IDENTITY,
        "kind": Kind.SENSITIVE,
        "lives_together": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_relation_between_two", fields=["person", "other"]),
            models.CheckConstraint(name="nobody_is_related_to_themselves", condition=~Q(person=F("other"))),
        ]


class Consent(models.Model):
    """That somebody may use a function on a person's behalf: by consent, power of attorney or appointment.

    One that the person gave on their own page says whom as they wrote it; `to` is set when that person says yes. That
    they said no is never shown to the one who asked: it would tell who is known here.
    """

    class Basis(models.TextChoices):
        CONSENT = "consent"
        POWER_OF_ATTORNEY = "power_of_attorney"
        LASTING_POWER = "lasting_power"  # framtidsfullmakt, lagen (2017:310)
        TRUSTEE = "trustee"  # god man, föräldrabalken 11 kap. 4 §
        ADMINISTRATOR = "administrator"  # förvaltare, föräldrabalken 11 kap. 7 §

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    to = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="authorities")
    invited_number = models.CharField(max_length=20, blank=True, db_index=True)
    invited_given_name = models.CharField(max_length=80, blank=True)
    invited_family_name = models.CharField(max_length=80, blank=True)
    function = models.CharField(max_length=20)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    source = models.CharField(max_length=120, blank=True)  # which paper, where there is one
    seen_by = models.ForeignKey("Staff", null=True, on_delete=models.PROTECT, related_name="+")
    seen_on = models.DateField(null=True)  # when the paper was registered
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    ended_by = models.ForeignKey("Staff", null=True, on_delete=models.PROTECT, related_name="+")
    end_source = models.CharField(max_length=120, blank=True)  # how the one who ended it knows
    declined_on = models.DateField(null=True)  # when the one invited said no

    kinds = {
        "id": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "to": Kind.IDENTITY,
        "invited_number": Kind.IDENTITY,
        "invited_given_name": Kind.IDENTITY,
        "invited_family_name": Kind.IDENTITY,
        "function": Kind.ORDINARY,
        "basis": Kind.SENSITIVE,
        "source": Kind.SENSITIVE,
        "seen_by": Kind.IDENTITY,
        "seen_on": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
        "withdrawn_on": Kind.ORDINARY,
        "ended_by": Kind.IDENTITY,
        "end_source": Kind.SENSITIVE,
        "declined_on": Kind.SENSITIVE,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consent_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="consent_names_somebody", condition=Q(to__isnull=False) | ~Q(invited_number="")
            ),
            models.CheckConstraint(
                name="who_declined_has_no_right", condition=Q(declined_on__isnull=True) | Q(to__isnull=True)
            ),
            models.CheckConstraint(
                name="who_ends_it_for_another_says_how_they_know",
                condition=Q(ended_by__isnull=True, end_source="")
                | Q(ended_by__isnull=False, withdrawn_on__isnull=False) & ~Q(end_source=""),
            ),
            models.CheckConstraint(name="a_seen_paper_says_which", condition=Q(seen_by__isnull=True) | ~Q(source="")),
        ]

    @property
    def to_name(self) -> str:
        """Whom it is given to: as the person wrote it, else as they are registered."""
        if self.invited_number or self.to is None:
            return f"{self.invited_given_name} {self.invited_family_name}"
        return self.to.name


class Staff(models.Model):
    """Somebody employed by the municipality or by a provider (Socialtjänstpersonal)."""

    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    phone = models.CharField(max_length=30, blank=True)
    left_on = models.DateField(null=True)

    kinds = {
        "id": Kind.IDENTITY,
        "given_name": Kind.IDENTITY,
        "family_name": Kind.IDENTITY,
        "title": Kind.ORDINARY,
        "phone": Kind.IDENTITY,
        "left_on": Kind.ORDINARY,
    }

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Appointment(models.Model):
    """That somebody holds a role at a unit for a time. Access follows from it and from nothing else."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # As which delegate of the delegation order (KL 7:5); empty: by the title of the one who holds it.
    delegate_as = models.CharField(max_length=80, blank=True, default="")

    kinds = {
        "id": Kind.ORDINARY,
        "staff": Kind.IDENTITY,
        "unit": Kind.ORDINARY,
        "role": Kind.ORDINARY,
        "delegate_as": Kind.ORDINARY,
        "valid_from": Kind.ORDINARY,
        "valid_to": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_current_appointment",
                fields=["staff", "unit", "role"],
                condition=Q(valid_to__isnull=True),
            ),
            models.CheckConstraint(
                name="only_a_delegate_is_one_of_some_title", condition=Q(delegate_as="") | Q(role="delegate")
            ),
        ]

    @property
    def delegate_title(self) -> str:
        """The title that the delegation order knows them by."""
        return self.delegate_as or self.staff.title


class Accounts(BaseUserManager["Account"]):
    """What Django's login asks of the account table."""


class Account(AbstractBaseUser):
    """A login. Belongs to a member of staff or to a person, never to both."""

    username = models.CharField(max_length=80, unique=True)
    staff = models.OneToOneField(Staff, null=True, on_delete=models.PROTECT, related_name="account")
    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = Accounts()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    kinds = {
        "id": Kind.IDENTITY,
        "password": Kind.IDENTITY,
        "last_login": Kind.ORDINARY,
        "username": Kind.IDENTITY,
        "staff": Kind.IDENTITY,
        "person": Kind.IDENTITY,
        "is_active": Kind.ORDINARY,
    }

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_of_staff_or_person",
                condition=Q(staff__isnull=False, person__isnull=True) | Q(staff__isnull=True, person__isnull=False),
            )
        ]
