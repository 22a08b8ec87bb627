"""Addresses of reading in. Included at the root."""

from django.urls import path

from samsyn.web.imports import pages

urlpatterns = [
    path("inlasning/", pages.imports_page, name="imports"),
    path("inlasning/<int:pk>/", pages.import_page, name="import_page"),
    path("inlasning/<int:pk>/mappning/", pages.import_map, name="import_map"),
    path("inlasning/<int:pk>/mappning.toml", pages.import_mapping, name="import_mapping"),
    path("inlasning/<int:pk>/tabell/", pages.import_table, name="import_table"),
    path("inlasning/<int:pk>/starta/", pages.import_start, name="import_start"),
    path("inlasning/<int:pk>/rapport.csv", pages.import_report, name="import_report"),
    path("inlasning/<int:pk>/slang/", pages.import_forget, name="import_forget"),
]
