"""Addresses of exercises. Included at the root."""

from django.urls import path

from samsyn.web.exercises import bank, group, report, rounds, sheet, wheel

urlpatterns = [
    path("ovningar/", rounds.exercises, name="exercises"),
    path("ovningar/ny/", rounds.open_round, name="exercise_open"),
    path("ovningar/samlat/", report.pooled, name="exercises_pooled"),
    path("ovningar/kommunen/", report.everywhere, name="exercises_everywhere"),
    path("ovningar/<int:pk>/", sheet.exercise, name="exercise"),
    path("ovningar/<int:pk>/spara/", sheet.save_one, name="exercise_save"),
    path("ovningar/<int:pk>/valj/<int:version_pk>/", sheet.settle, name="exercise_settle"),
    path("ovningar/<int:pk>/stang/", rounds.close, name="exercise_close"),
    path("ovningar/<int:pk>/rapport/", report.exercise_report, name="exercise_report"),
    path("ovningar/vinjetter/", bank.vignettes, name="vignettes"),
    path("ovningar/vinjetter/ny/", bank.write, name="vignette_write"),
    path("ovningar/vinjetter/<str:code>/", bank.vignette, name="vignette"),
    path("ovningar/vinjetter/<str:code>/ny-version/", bank.write, name="vignette_version"),
    path("ovningar/arshjul/", wheel.year_wheel_page, name="year_wheel"),
    path("ovningar/arshjul/klart/", wheel.done, name="year_wheel_done"),
    path("ovningar/arshjul/planera/", wheel.add, name="year_wheel_add"),
    path("ovningar/arshjul/ta-bort/", wheel.remove, name="year_wheel_remove"),
    path("ovningar/arbetsgrupp/", group.working_group, name="working_group"),
    path("ovningar/arbetsgrupp/anteckning/", group.note_new, name="group_note_new"),
    path("ovningar/arbetsgrupp/anteckning/<int:pk>/", group.note, name="group_note"),
    path("ovningar/arbetsgrupp/atgard/", group.action_new, name="group_action_new"),
    path("ovningar/arbetsgrupp/atgard/<int:pk>/", group.action_done, name="group_action"),
]
