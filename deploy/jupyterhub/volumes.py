"""The Docker volumes with the homes of a class. A label names the class's folder, so that no other class opens them."""

import sys

LABEL = "org.nexttoken.class"


def refuse_homes_of_another_class(engine, name, state):
    """Ends with a sentence where volumes of this name belong to a class with another folder. Old ones have no label."""
    for volume in engine.volumes.list(filters={"name": f"{name}-"}):
        owner = (volume.attrs["Labels"] or {}).get(LABEL, str(state))
        if volume.name.startswith(f"{name}-") and owner != str(state):
            sys.exit(f"nexttoken: Docker's volume {volume.name} is a home of the class in {owner}, and this one is in "
                     f"{state}: choose another NEXTTOKEN_HUB_NAME")


def make_volume(engine, state):
    """Returns what the hub calls before it starts a student's container: it makes the volume of the home."""
    def make(spawner):
        for name in spawner.volume_binds:
            engine.volumes.create(name, labels={LABEL: str(state)})  # one that is there stays as it is

    return make
