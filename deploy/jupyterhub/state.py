"""The folder of a class, with homes, passwords and the hub's files, as the commands are given it that need one."""

import sys
from pathlib import Path


def folder_of_a_class(asked, *holds):
    """Returns the folder. Ends with a sentence where it holds none of these; homes, if none are given."""
    folder, holds = Path(asked), holds or ("homes",)
    if not any((folder / name).exists() for name in holds):
        sys.exit(f"nexttoken: {folder} has no {' or '.join(holds)} of a class: "
                 "give the folder that the hub was started with, NEXTTOKEN_HUB_STATE=…")
    return folder
