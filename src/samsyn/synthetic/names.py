"""Names by generation and background. Common names in Sweden, none of them a particular person's."""

from random import Random

OLDER = {
    "K": (
        "Margareta Elsa Ingrid Karin Gun Britt Inga Birgitta Anna-Lisa Gunborg Maj-Britt Kerstin Astrid Ulla"
        " Siv Barbro Rut Solveig Vivi Anita Berit Gunilla Greta Märta Sonja Irma Dagny Ingegerd Majken"
        " Lillemor Ann-Marie Elisabet Signe Gunvor Aina Doris Ebba Edit Karin Linnéa Viola Rosa Asta Ellen"
        " Berta Harriet Monica Yvonne Eivor Inger"
    ),
    "M": (
        "Karl Erik Lars Gunnar Sven Nils Bengt Åke Göran Bertil Lennart Arne Stig Rune Kjell Olof Ingvar"
        " Gösta Börje Hans Sture Harry Rolf Evert Allan Tage Folke Bo Leif Ragnar Holger Per-Olof Karl-Erik"
        " Sven-Erik Einar Torsten Ture Valdemar Helge Knut Jan Curt Roland Conny Sixten Birger"
    ),
}
YOUNGER = {
    "K": (
        "Anna Maria Emma Sara Linda Malin Jenny Sofia Johanna Ida Frida Therese Helena Camilla Elin Josefin"
        " Amanda Hanna Cecilia Petra Åsa Ulrika Annika Susanne Pernilla Matilda Klara Moa Lisa Veronica Maja"
        " Ellinor Lena Eva Carina"
    ),
    "M": (
        "Johan Anders Mikael Daniel Andreas Fredrik Peter Mattias Jonas Marcus Stefan Henrik Oskar Viktor"
        " Robert Tobias Simon Emil Niklas Patrik Magnus Martin Rasmus Kristoffer Pontus Joakim Tomas Ulf Mats"
        " Jesper Filip Albin"
    ),
}
FAMILY = (
    "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson"
    " Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström Olofsson Lindqvist"
    " Lindgren Axelsson Berg Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson"
    " Sandberg Henriksson Forsberg Sjöberg Wallin Engström Eklund Danielsson Lundin Håkansson Björk"
    " Bergman Gunnarsson Holm Wikström Samuelsson Isaksson Fransson Bergqvist Nyström Holmberg Arvidsson"
    " Löfgren Söderberg Nyberg Blomqvist Claesson Nordström Mårtensson Lundström Viklund Björklund"
    " Eliasson Berggren Sandström Nordin Ström Åberg Ekström Hermansson Holmgren Hellström Falk Dahl"
    " Åkesson"
)
# Backgrounds: language, given names of women and men, family names.
BACKGROUNDS: dict[str, tuple[str, str, str]] = {
    "fi": (
        "Aino Helmi Anneli Ritva Kaarina Pirkko Tuula Marjatta Sirkka Eila Raili Leena Hilkka Kerttu",
        "Eino Toivo Veikko Reino Pentti Matti Juhani Kalevi Heikki Tauno Paavo Seppo Erkki Urho",
        "Virtanen Korhonen Nieminen Mäkinen Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Niemi Salonen",
    ),
    "bs": (
        "Fatima Amra Senada Jasmina Mirsada Azra Vesna",
        "Mirza Senad Emir Zoran Nermin Ibro Dragan",
        "Hodžić Begić Kovačević Marković Delić Halilović",
    ),
    "ar": (
        "Amina Layla Samira Nadia Hanan Salma Khadija",
        "Ahmad Omar Yusuf Khalid Hassan Ibrahim Samir",
        "Haddad Khoury Mansour Saleh Nasser Aziz",
    ),
    "fa": (
        "Parvin Shirin Mahnaz Soraya Fereshteh Zahra",
        "Reza Hossein Behrouz Dariush Mehdi Kamran",
        "Ahmadi Hosseini Karimi Moradi Rahimi Tehrani",
    ),
    "so": ("Halima Sahra Ayaan Hodan Maryan", "Abdi Yusuf Mohamud Farah Ismail", "Warsame Jama Nur Hersi Farah"),
    "pl": (
        "Danuta Halina Krystyna Teresa Jadwiga",
        "Andrzej Stanisław Jerzy Tadeusz Marek",
        "Kowalski Nowak Wójcik Mazur Zieliński",
    ),
    "es": ("Carmen Rosa Isabel Gloria Marta", "José Luis Carlos Hugo Raúl", "González Rojas Muñoz Contreras Soto"),
}
BACKGROUND_SHARES = (("sv", 80), ("fi", 7), ("bs", 3), ("ar", 3), ("fa", 2), ("so", 1), ("pl", 2), ("es", 2))
LANGUAGES = {
    "fi": "finska",
    "bs": "bosniska",
    "ar": "arabiska",
    "fa": "persiska",
    "so": "somaliska",
    "pl": "polska",
    "es": "spanska",
}
OLD_FROM = 62  # years of age from which names of the older generation are given
HYPHENATED = 0.04

_split = {
    "old": {s: tuple(n.split()) for s, n in OLDER.items()},
    "young": {s: tuple(n.split()) for s, n in YOUNGER.items()},
}
_family = tuple(FAMILY.split())
_abroad = {k: tuple(tuple(part.split()) for part in v) for k, v in BACKGROUNDS.items()}


def background(rng: Random) -> str:
    """A background, as the language that goes with it."""
    return rng.choices([b for b, _ in BACKGROUND_SHARES], [w for _, w in BACKGROUND_SHARES])[0]


def given(rng: Random, sex: str, age: int, language: str = "sv") -> str:
    """A given name that fits sex, age and background."""
    if language != "sv":
        women, men, _ = _abroad[language]
        return rng.choice(women if sex == "K" else men)
    return rng.choice(_split["old" if age >= OLD_FROM else "young"][sex])


def family(rng: Random, language: str = "sv") -> str:
    """A family name that fits the background."""
    if language != "sv":
        return rng.choice(_abroad[language][2])
    name = rng.choice(_family)
    return f"{name} {rng.choice(_family)}" if rng.random() < HYPHENATED else name
