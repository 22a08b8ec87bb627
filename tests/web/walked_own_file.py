"""What the walk past every address is asked about in files that an analyst measures."""

# A file belongs to the login that chose it: to every other, as in the walk, it is not there.
OF_A_LOGIN = {"own_file", "own_forget", "own_answer"}
ARGUMENTS: dict = {
    "own_files": lambda _w: {},
    **dict.fromkeys(("own_file", "own_forget"), lambda _w: {"token": "0" * 32}),
    "own_answer": lambda _w: {"token": "0" * 32, "key": "0" * 16},
}
