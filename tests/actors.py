"""Who acts, as a request would find it, looked up once for the same rows.

Nearly every step of a case asks who acts. The answer is kept under all the rows that the lookup reads, so whatever
changes in them is looked up anew.
"""

from datetime import date

from django.db import connection

from samsyn.people.models import Account
from samsyn.people.queries import actor_for
from samsyn.people.roles import Actor

READ = """
    SELECT * FROM people_account l JOIN people_staff s ON s.id = l.staff_id
    LEFT JOIN people_appointment a ON a.staff_id = s.id LEFT JOIN people_unit u ON u.id = a.unit_id
    LEFT JOIN people_sightpermit p ON p.appointment_id = a.id LEFT JOIN people_emergencyaccess e ON e.staff_id = s.id
    LEFT JOIN people_screen c ON c.staff_id = s.id WHERE s.id = %s ORDER BY a.id, p.id, e.id, c.id
"""
_found: dict[str, Actor | None] = {}


def of_staff(staff_id: int, *, acting_as: object, today: date) -> Actor | None:
    """The actor that this member of staff is on a day; None without a role."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [staff_id])
        key = repr((cursor.fetchall(), acting_as, today))
    if key not in _found:
        account = Account.objects.get(staff=staff_id)
        _found[key] = actor_for(account=account, acting_as=acting_as, today=today)
    return _found[key]
