"""Persons and what is known of them, who may act for them and see what is protected, and the organisation."""

from samsyn.people.models.competence import Competence, CourseProgress
from samsyn.people.models.emergency import EmergencyAccess
from samsyn.people.models.places import HomePlace
from samsyn.people.models.protection import ProtectionChange, ProtectionRoutine, SightPermit
from samsyn.people.models.register import (
    Account,
    Accounts,
    Appointment,
    Consent,
    Fact,
    Person,
    Relation,
    SearchKey,
    Staff,
    Unit,
)
from samsyn.people.models.screens import Screen
from samsyn.people.models.titles import StaffTitle

__all__ = [
    "Account",
    "Accounts",
    "Appointment",
    "Competence",
    "Consent",
    "CourseProgress",
    "EmergencyAccess",
    "Fact",
    "HomePlace",
    "Person",
    "ProtectionChange",
    "ProtectionRoutine",
    "Relation",
    "Screen",
    "SearchKey",
    "SightPermit",
    "Staff",
    "StaffTitle",
    "Unit",
]
