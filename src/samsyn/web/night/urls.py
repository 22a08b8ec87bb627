"""Addresses of nights by camera: the staff's night, the set-up on an order, and the person's page. At the root."""

from django.urls import path

from samsyn.web.night import looking, off, permits, setup, watch
from samsyn.web.person import night as own

CHECK = "natt/<int:pk>/"
SET_UP = "bestallningar/<int:pk>/natt/"
MINE = "person/<int:person>/natt/"

urlpatterns = [
    path("natt/", watch.night_page, name="night"),
    path("natt/behoriga/", permits.permits_page, name="night_permits"),
    path("natt/behoriga/<int:permit_pk>/avsluta/", permits.end_permit, name="night_permit_end"),
    path(CHECK, watch.check_page, name="night_check"),
    path(f"{CHECK}titta/", looking.look, name="night_look_now"),
    path(f"{CHECK}titt/", looking.look_page, name="night_look"),
    path(f"{CHECK}be-om-besok/", watch.ask, name="night_ask"),
    path(f"{CHECK}pa-vag/", watch.go, name="night_go"),
    path(f"{CHECK}framme/", watch.arrive, name="night_arrive"),
    path(SET_UP, setup.setup_page, name="night_setup"),
    path(f"{SET_UP}bor-har/", setup.add_cohabitant, name="night_cohabitant"),
    path(f"{SET_UP}bor-har/<int:who>/flyttat/", setup.moved_out, name="night_moved_out"),
    path(f"{SET_UP}ja/", setup.note_yes, name="night_note_yes"),
    path(f"{SET_UP}ja/<int:consent>/ta-tillbaka/", setup.note_no, name="night_note_no"),
    path(f"{SET_UP}stall-in/", off.note_off, name="night_off"),
    path(f"{SET_UP}stall-in/<int:off>/ta-tillbaka/", off.note_on, name="night_on"),
    path(f"{SET_UP}avsluta/", setup.end, name="night_end"),
    path(MINE, own.night_page, name="my_night"),
    path(f"{MINE}<int:pk>/ja/", own.say_yes, name="my_night_yes"),
    path(f"{MINE}<int:pk>/nej/", own.say_no, name="my_night_no"),
    path(f"{MINE}<int:pk>/stall-in/", own.call_off, name="my_night_off"),
    path(f"{MINE}stall-in/<int:off>/ta-tillbaka/", own.call_back, name="my_night_on"),
    path(f"{MINE}hemma/<int:who>/ja/", own.say_yes_at_home, name="my_home_yes"),
    path(f"{MINE}hemma/<int:who>/blankett.pdf", own.home_form, name="my_home_form"),
    path(f"{MINE}hemma/<int:who>/nej/", own.say_no_at_home, name="my_home_no"),
]
