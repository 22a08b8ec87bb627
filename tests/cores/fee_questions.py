"""Questions about a fee, as tests ask them."""


def single(**more):
    return {
        "month": "2026-03",
        "income_month": 15000,
        "housing_cost_month": 5000,
        "tariff_amount": 4000,
        "own_cost_month": 9000,
    } | more


def without(key, **more):
    return {each: value for each, value in single(**more).items() if each != key}


def left(answer):
    return " ".join(answer["unanswered"])


def priced(**more):
    return {"month": "2026-03", "services": [{"intervention": "Inköp", "price": 100} | more]}
