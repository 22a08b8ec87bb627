"""Addresses of the committee's office and the administrator. Included at the root."""

from django.urls import path

from samsyn.web.office import (
    administrator,
    analyst,
    chair,
    deletion,
    offers,
    oversight,
    protection,
    quarterly,
    secretary,
    sight,
)

__all__ = ["analyst", "chair", "urlpatterns"]  # neither has an address but the day, which importing puts up

urlpatterns = [
    path("delegationsbeslut/<int:days>/", secretary.delegated, name="delegated"),
    path("kvartalsrapport/", quarterly.quarterly, name="quarterly"),
    path("kvartalsrapport/<int:year>/<int:quarter>/", quarterly.quarterly_now, name="quarterly_now"),
    path("kvartalsrapport/<int:year>/<int:quarter>/fullmaktige/", quarterly.council_page, name="quarterly_council"),
    path("kvartalsrapport/inlamnad/<int:pk>/", quarterly.quarterly_final, name="quarterly_final"),
    path("oppna-stod/", offers.offers_page, name="offers"),
    path("oppna-stod/nytt/", offers.offer_new, name="offer_new"),
    path("oppna-stod/<int:pk>/", offers.offer_page, name="offer"),
    path("oppna-stod/<int:pk>/tillkannagivet/", offers.announce, name="offer_announce"),
    path("oppna-stod/<int:pk>/avsluta/", offers.end, name="offer_end"),
    path("enheter/", administrator.units_page, name="units"),
    path("personal/", administrator.staff_page, name="staff_list"),
    path("personal/ny/", administrator.staff_new, name="staff_new"),
    path("personal/<int:pk>/", administrator.staff_member, name="staff_member"),
    path("personal/<int:pk>/roll/<int:appointment>/avsluta/", administrator.end_role, name="end_role"),
    path("personal/<int:pk>/skydd/", sight.give, name="sight_give"),
    path("personal/<int:pk>/skydd/<int:permit>/avsluta/", sight.end, name="sight_end"),
    path("skydd/", protection.protection, name="protection"),
    path("skydd/rutin/", protection.routine_page, name="routine"),
    path("skydd/rutin/ny/", protection.adopt, name="routine_adopt"),
    path("skydd/rutin/<int:pk>/uppfoljning/", protection.follow_up, name="routine_follow_up"),
    path("loggen/", oversight.log, name="log"),
    path("loggen/kontrollera/", oversight.verify, name="verify_log"),
    path("gallring/", deletion.overview, name="deletion"),
    path("gallring/ta-fram/", deletion.draw_up, name="deletion_draw_up"),
    path("gallring/<int:pk>/", deletion.one_list, name="deletion_list"),
    path("gallring/<int:pk>/akt/<int:item_pk>/", deletion.keep_file, name="deletion_leave_out"),
    path("gallring/<int:pk>/godkann/", deletion.approve, name="deletion_approve"),
    path("gallring/<int:pk>/dra-tillbaka/", deletion.withdraw, name="deletion_withdraw"),
    path("gallring/<int:pk>/genomfor/", deletion.carry_out, name="deletion_carry_out"),
    path("installningar/", oversight.overview, name="settings"),
    path("kodlistor/", oversight.code_lists, name="code_lists"),
]
