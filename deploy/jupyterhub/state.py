"""The folder of a class, with homes, passwords and the hub's files, as the commands are given it that need one."""

import sys
from pathlib import Path


def folder_of_a_class(asked):
    """Returns the folder. Ends with a sentence where it has no homes."""
    folder = Path(asked)
    if not (folder / "homes").is_dir():
        sys.exit(f"nexttoken: {folder} has no homes of a class: "
                 "give the folder that the hub was started with, NEXTTOKEN_HUB_STATE=…")
    return folder
