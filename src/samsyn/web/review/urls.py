"""Addresses of blind review. Included at the root."""

from django.urls import path

from samsyn.web.review import packet, reading, views

CASE = "arenden/<int:pk>/granskning/"
PACKET = "granskning/underlag/<slug:code>/"

urlpatterns = [
    path("granskning/", views.reviews, name="reviews"),
    path("granskning/regel/", views.rule, name="review_rule"),
    path(PACKET, reading.packet, name="review_reading"),
    path(f"{PACKET}lasning/", reading.write, name="review_write"),
    path(f"{PACKET}lamna-over/", reading.hand_over, name="review_hand_over"),
    path(f"{PACKET}mote/", reading.conclude, name="review_conclude"),
    path(f"{PACKET}oppna/", reading.open_late, name="review_open"),
    path(f"{PACKET}lotta/", reading.draw, name="review_draw"),
    path(CASE, packet.packet_page, name="review_packet"),
    path(f"{CASE}gor/", packet.make, name="review_make"),
    path(f"{CASE}avgor/", packet.settle, name="review_settle"),
    path(f"{CASE}skicka/", packet.send, name="review_send"),
    path(f"{CASE}dra-tillbaka/", packet.withdraw, name="review_withdraw"),
    path(f"{CASE}undanta/", packet.waive, name="review_waive"),
    path(f"{CASE}avvik/<slug:intervention>/", packet.depart, name="review_depart"),
]
