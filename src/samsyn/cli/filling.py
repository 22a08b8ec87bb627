"""The first rows of an empty database: an invented municipality, or the first administrator of a real one."""

import argparse
import getpass

from samsyn.cli.ending import Exit, Stop
from samsyn.cli.upkeep import measure_tables, need_migrated


def simulate(chosen: argparse.Namespace) -> int:
    """Fill an empty database with an invented municipality."""
    from django.conf import settings
    from django.utils import timezone

    from samsyn.web.simulate import CannotWrite
    from samsyn.web.simulate import simulate as fill

    if settings.SAMSYN["real_people"]:
        raise Stop(
            Exit.REFUSED, "real people are let in here (SAMSYN_REAL_PEOPLE=1); invented ones are never put among them."
        )
    need_migrated()
    try:
        fill(
            seed=chosen.seed,
            until=chosen.until or timezone.localdate(),
            recipients=chosen.size if isinstance(chosen.size, int) else None,
            size=chosen.size if isinstance(chosen.size, str) else "demo",
            answers_path=chosen.answers,
            report=lambda line: print(line, flush=True),
        )
    except CannotWrite as problem:
        raise Stop(Exit.USAGE, f"cannot write {chosen.answers}: {problem}. Nothing was stored.") from None
    measure_tables()
    return Exit.OK


def create_admin(_chosen: argparse.Namespace) -> int:
    """Ask for names and a password, and make the first administrator."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import timezone

    from samsyn.people.actions import create_first_administrator
    from samsyn.people.roles import job

    need_migrated()
    answers = {name: _ask(question) for name, question in ADMIN_QUESTIONS.items()}
    password = getpass.getpass("Password (at least 12 characters): ")
    if password != getpass.getpass("The same password again: "):
        raise Stop(Exit.REFUSED, "the two passwords differ. Nothing was stored; run the command again.")
    try:
        validate_password(password)
    except ValidationError as problem:
        raise Stop(Exit.REFUSED, " ".join(problem.messages)) from None
    create_first_administrator(**answers, password=password, by=job("create-admin"), at=timezone.now())
    print(f"{answers['username']} can now log in as administrator.")
    return Exit.OK


ADMIN_QUESTIONS = {"given_name": "Given name: ", "family_name": "Family name: ", "username": "User name: "}


def _ask(question: str) -> str:
    try:
        answer = input(question).strip()
    except EOFError:
        answer = ""
    if not answer:
        raise Stop(Exit.REFUSED, "an answer is needed. Nothing was stored; run the command again.")
    return answer
