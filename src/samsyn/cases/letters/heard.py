"""What the letter says that lays the material before the person: made of the text that is kept with it (FL 25)."""

import json
from datetime import date
from typing import Any

from samsyn.cases.codes import code_list

OUTCOMES = {"granted": "ja", "partly": "ja till en del", "refused": "nej"}
TEXTS = {"situation": "Så har du det i dag", "sources": "Det bygger på", "assessment": "Så bedömer vi det"}


def laid_before(content: str, message: str, answer_by: date) -> dict[str, Any]:
    """The fields of `notice_content.Communication` that a kept basis gives; see cases.communication.basis."""
    told: dict[str, Any] = json.loads(content)
    return {
        "matters": tuple(dict.fromkeys(line["intervention"] for line in told["lines"])),
        "proposal": "\n\n".join(filter(None, [*map(_line, told["lines"]), message.strip()])),
        "material": tuple(filter(None, [*map(_need, told["needs"]), *_texts(told["texts"])])),
        "answer_by": answer_by,
    }


def _line(line: dict[str, Any]) -> str:
    name = code_list("interventions")[line["intervention"]].label_sv
    return f"Vi tänker säga {OUTCOMES[line['outcome']]} till {name.casefold()}. {line['reasons'].strip()}".strip()


def _need(need: dict[str, Any]) -> str:
    area = code_list("areas")[need["area"]].label_sv
    said = [f"du säger: {need['own_words'].strip()}" if need["own_words"].strip() else "", need["description"].strip()]
    return f"{area}: {' '.join(filter(None, said))}" if any(said) else ""


def _texts(texts: dict[str, str]) -> list[str]:
    return [f"{TEXTS[key]}: {texts[key].strip()}" for key in TEXTS if texts.get(key, "").strip()]
