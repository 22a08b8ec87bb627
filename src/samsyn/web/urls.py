"""Every address, one line for each audience."""

from django.urls import include, path

from samsyn.web.my_day import day

urlpatterns = [
    path("", include("samsyn.web.entry.urls")),
    path("dag/", day, name="my_day"),
    path("", include("samsyn.web.casework.urls")),
    path("", include("samsyn.web.decisions.urls")),
    path("", include("samsyn.web.appeals.urls")),
    path("", include("samsyn.web.review.urls")),
    path("", include("samsyn.web.alike.urls")),
    path("", include("samsyn.web.exercises.urls")),
    path("", include("samsyn.web.equity.urls")),
    path("", include("samsyn.web.survey.urls")),
    path("", include("samsyn.web.provider.urls")),
    path("", include("samsyn.web.dayplan.urls")),
    path("", include("samsyn.web.mobile.urls")),
    path("", include("samsyn.web.person.urls")),
    path("", include("samsyn.web.night.urls")),
    path("", include("samsyn.web.course.urls")),
    path("", include("samsyn.web.fees.urls")),
    path("", include("samsyn.web.bench.urls")),
    path("", include("samsyn.web.office.urls")),
    path("", include("samsyn.web.watch.urls")),
    path("", include("samsyn.web.imports.urls")),
]
handler400 = "samsyn.web.shared.errors.handler400"
handler404 = "samsyn.web.shared.errors.handler404"
handler500 = "samsyn.web.shared.errors.handler500"
