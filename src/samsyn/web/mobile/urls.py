"""Addresses of the carers' phones. Included at the root."""

from django.urls import path

from samsyn.web.mobile import pages, shell, sync

urlpatterns = [
    path("mobil/", shell.page, name="mobile"),
    path("mobil/app.webmanifest", shell.manifest, name="mobile_manifest"),
    path("mobil/sw.js", shell.worker, name="mobile_worker"),
    path("mobil/vem/", sync.who, name="mobile_who"),
    path("mobil/pass/", sync.begin, name="mobile_begin"),
    path("mobil/pass/halva/", sync.half, name="mobile_half"),
    path("mobil/pass/sluta/", sync.end, name="mobile_end"),
    path("mobil/dag/", sync.day, name="mobile_day"),
    path("mobil/tomd/", sync.gone, name="mobile_gone"),
    path("mobil/synka/", sync.sync, name="mobile_sync"),
    path("mina-tider/", pages.my_times, name="my_times"),
    path("telefoner/", pages.phones, name="phones"),
    path("telefoner/<int:pk>/tom/", pages.wipe, name="phone_wipe"),
    path("personal/<int:pk>/tider/", pages.carer_times, name="carer_times"),
]
