"""Case texts without sex, name or age: pseudonymised and de-gendered, with every change accounted for.

    from samsyn.deidentify import header_of, mask

    masked = mask("Astrid är 84 år. Hon bor med sin make.", header_of({"person": {"first": "Astrid"}}))
    masked.text  # "Den enskilde är 80–89 år. Hen bor med sin partner."

Knows neither Django nor a clock nor a file outside its own data. Pseudonymised, never anonymous (GDPR art. 4.5).
"""

from samsyn.deidentify.edits import Edit, Kind, Layer, Masked
from samsyn.deidentify.header import BadHeader, Header, Known, Part, header_of
from samsyn.deidentify.mask import Unmaskable, mask

__all__ = ["BadHeader", "Edit", "Header", "Kind", "Known", "Layer", "Masked", "Part", "Unmaskable", "header_of", "mask"]
