"""An invented municipality with planted truths: people, cases, decisions, orders, plans, time and the log of it all.

Knows no framework. `municipality` is the way in; README.md says how it is made and what it is not.
"""

from samsyn.synthetic.municipality import Municipality, municipality
from samsyn.synthetic.records import Organisation, Story
from samsyn.synthetic.truths import Truths

__all__ = ["Municipality", "Organisation", "Story", "Truths", "municipality"]
