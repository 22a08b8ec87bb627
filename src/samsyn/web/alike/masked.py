"""What kind of thing was changed in a text that is masked, as pages call it."""

from samsyn.people.refusals import N_

KINDS = {
    "name": N_("namn"), "identity_number": N_("personnummer"), "phone": N_("telefon"), "email": N_("e-post"),
    "address": N_("adress"), "postcode": N_("postnummer"), "date": N_("datum"), "plate": N_("registreringsnummer"),
    "age": N_("ålder"), "birth": N_("födelseår"), "link": N_("länk"), "pronoun": N_("pronomen"),
    "kinship": N_("släktord"),
    "title": N_("titel"), "person_word": N_("ord för kvinna eller man"), "adjective": N_("ordets form"),
    "agreement": N_("ordets form"), "marital": N_("civilstånd"), "occupation": N_("yrke"),
    "need": N_("ord som kan vara viktigt för behovet"), "proxy": N_("ord som kan röja kön"),
    "by_hand": N_("dolt för hand"), "place": N_("ort"),
}  # fmt: skip
