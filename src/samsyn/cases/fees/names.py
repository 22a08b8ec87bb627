"""Other names of the keys and values of a question, in Swedish and as they are often written."""

import re

KEYS = {
    "lag": "law",
    "paragraf": "section",
    "lagrum": "section",
    "paragraph": "section",
    "månad": "month",
    "kommun": "municipality",
    "hushåll": "household",
    "civilstånd": "household",
    "lever_tillsammans": "lives_together",
    "sammanboende": "lives_together",
    "inkomst_år": "income_year",
    "årsinkomst": "income_year",
    "inkomst_månad": "income_month",
    "månadsinkomst": "income_month",
    "makes_inkomst_år": "spouse_income_year",
    "makens_inkomst_år": "spouse_income_year",
    "partner_income_year": "spouse_income_year",
    "makes_inkomst_månad": "spouse_income_month",
    "makens_inkomst_månad": "spouse_income_month",
    "partner_income_month": "spouse_income_month",
    "bostad": "housing",
    "boende": "housing",
    "boendekostnad": "housing_cost_month",
    "boendekostnad_månad": "housing_cost_month",
    "hyra": "housing_cost_month",
    "rent": "housing_cost_month",
    "housing_cost": "housing_cost_month",
    "annan_boendekostnad": "other_housing_cost_month",
    "bostadsavgift": "housing_fee_month",
    "housing_fee": "housing_fee_month",
    "makens_boendekostnad": "spouse_housing_cost_month",
    "insatser": "services",
    "insats": "intervention",
    "timmar": "hours",
    "antal": "count",
    "pris": "price",
    "taxa": "tariff_amount",
    "avgift_enligt_taxa": "tariff_amount",
    "tariff_amount_month": "tariff_amount",
    "självkostnad": "own_cost_month",
    "självkostnad_bostad": "own_cost_housing_month",
    "sjukvårdsavgift": "health_care_fee_month",
    "health_care_fee": "health_care_fee_month",
    "ändrat_minimibelopp": "minimum_adjustment",
    "grund": "ground",
    "belopp": "amount",
    "skäl": "reason",
    "avrundning": "rounding",
    "ordning": "reduction",
    "changed": "changed_on",
    "change_date": "changed_on",
    "ändrat": "changed_on",
    "hela_månaden": "whole_month",
    "till_och_med": "until",
    "prisbasbelopp_år": "price_base_year",
    "avgift_för": "charged_for",
    "inkomstslag": "income_kind",
    "under_18_år": "under_18",
    "assistansersättning": "assistance_allowance",
}
VALUES = {
    "ensamstående": "single",
    "ensam": "single",
    "alone": "single",
    "makar": "spouses",
    "make": "spouses",
    "maka": "spouses",
    "gift": "spouses",
    "gifta": "spouses",
    "married": "spouses",
    "sambo": "sambor",
    "cohabitants": "sambor",
    "cohabiting": "sambor",
    "eget": "own",
    "ordinärt": "own",
    "ordinärt_boende": "own",
    "hyreskontrakt": "contract",
    "med_hyreskontrakt": "contract",
    "utan_hyreskontrakt": "no_contract",
    "omsorg": "care",
    "bostad": "housing",
    "nedåt": "down",
    "närmaste": "nearest",
    "öre": "ore",
    "omsorg_först": "care_first",
    "bostad_först": "housing_first",
    "i_förhållande": "proportional",
    "fritidsverksamhet": "leisure",
    "kulturella_aktiviteter": "culture",
    "personlig_assistans": "assistance",
    "måltider": "meals",
    "mat": "meals",
    "insatsen": "intervention",
    "hel_allmän_ålderspension": "full_old_age_pension",
    "hel_sjukersättning": "full_sickness_compensation",
    "hel_aktivitetsersättning": "full_activity_compensation",
    "motsvarande_storlek": "other_same_size",
    "annan": "other",
}
FLAGS = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nej": False}


def plain(text: str) -> str:
    """A key or value as the lists have it: small letters, words joined by one underscore."""
    return re.sub(r"[\s_-]+", "_", text.strip().casefold())


def key_of(given: str) -> str:
    """The key that a given key means; itself where it is no other name."""
    return KEYS.get(plain(given), plain(given))


def value_of(given: str) -> str:
    """The value that a given word means."""
    return VALUES.get(plain(given), plain(given))
