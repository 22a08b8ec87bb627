"""Whether a word is a name with a slip of the hand in it."""


def is_near(word: str, name: str) -> bool:
    """Whether one letter is missing, added, another or changed places; in names of nine letters or more, two.

    Optimal string alignment (Damerau 1964), cut off at the most slips that count.
    """
    most = 2 if len(name) >= 9 else 1
    if word == name:
        return True
    if abs(len(word) - len(name)) > most or (word[:1] != name[:1] and word[1:2] != name[1:2]):
        return False
    before, row = [0] * (len(name) + 1), list(range(len(name) + 1))
    for i, letter in enumerate(word, 1):
        older, before, row = before, row, [i] + [0] * len(name)
        for j, other in enumerate(name, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == name[j - 2] and word[i - 2] == other:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > most:
            return False
    return row[-1] <= most
