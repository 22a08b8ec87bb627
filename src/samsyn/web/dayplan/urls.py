"""Addresses of the planner's day. Included at the root."""

from django.urls import path

from samsyn.web.dayplan import demands, mending, more, moving, pages, pattern, proposing, shifts, skills, travel

PLAN = "planering/<int:pk>/"

urlpatterns = [
    path("planering/", pages.board, name="dayplan"),
    path("planering/borja/", proposing.begin, name="dayplan_begin"),
    path("planering/forslag/", proposing.propose, name="dayplan_propose"),
    path("planering/forslag/avbryt/", proposing.stop, name="dayplan_stop"),
    path("planering/forslag/ta-in/", proposing.take, name="dayplan_take"),
    path("planering/forslag/glom/", more.forget, name="dayplan_forget"),
    path("planering/vad-mer/", more.more, name="dayplan_more"),
    path("planering/slinga/", pattern.pattern, name="dayplan_pattern"),
    path("planering/slinga/ta-fram/", pattern.begin, name="dayplan_pattern_begin"),
    path("planering/slinga/avbryt/", pattern.stop, name="dayplan_pattern_stop"),
    path("planering/slinga/ta-in/", pattern.take, name="dayplan_pattern_take"),
    path("planering/slinga/glom/", pattern.forget, name="dayplan_pattern_forget"),
    path("planering/slinga/sluta/", pattern.end, name="dayplan_pattern_end"),
    path("planering/pass/", shifts.shifts, name="dayplan_shifts"),
    path("planering/pass/<int:pk>/ta-bort/", shifts.remove, name="dayplan_shift_remove"),
    path("planering/resor/", travel.travel, name="dayplan_travel"),
    path("planering/resor/lar/", travel.learn, name="dayplan_learn"),
    path("planering/halls-isar/", shifts.apart, name="dayplan_apart"),
    path("planering/halls-isar/<int:pk>/", shifts.apart_reason, name="dayplan_apart_reason"),
    path("planering/halls-isar/<int:pk>/sluta/", shifts.apart_end, name="dayplan_apart_end"),
    path("planering/kompetens/", skills.skills, name="dayplan_skills"),
    path("planering/kompetens/<int:pk>/", skills.of_carer, name="dayplan_carer_skills"),
    path("planering/kompetens/<int:pk>/kon/", skills.sex, name="dayplan_carer_sex"),
    path("planering/kompetens/rad/<int:pk>/ta-bort/", skills.end, name="dayplan_skill_end"),
    path("planering/krav/", demands.demands, name="dayplan_demands"),
    path("planering/krav/<int:pk>/", demands.of_person, name="dayplan_person_demands"),
    path("planering/krav/rad/<int:pk>/ta-bort/", demands.end, name="dayplan_demand_end"),
    path(f"{PLAN}jamfor/<int:other_pk>/", pages.compare, name="dayplan_compare"),
    path(f"{PLAN}flytta/<int:stop_pk>/", moving.move, name="dayplan_move"),
    path(f"{PLAN}prova/<int:stop_pk>/", moving.try_move, name="dayplan_try"),
    path(f"{PLAN}laga/", mending.mend, name="dayplan_mend"),
    path(f"{PLAN}las/", moving.lock, name="dayplan_lock"),
    path(f"{PLAN}godkann/", moving.accept, name="dayplan_accept"),
]
