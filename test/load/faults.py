"""Things that fail in a class: each must be noticed by nobody else, and lose nothing that was saved."""

import asyncio
import subprocess
import time

import processes

FINE = "nobody else noticed, nothing was lost"


async def all_of_them(hub, students, pause):
    first, second, *others = students
    return {
        "a student's server is killed": await while_others_work(server_killed(hub, first), students[1:], pause),
        "the hub is restarted": await while_others_work(hub_restarted(hub, first), students[1:], pause),
        "a student's disk is full": await while_others_work(disk_full(hub, second), [first, *others], pause),
    }


async def while_others_work(fault, others, pause):
    """Lets a fault happen while the others go on; returns what was noticed or lost."""
    before = [len(student.failures) for student in others]
    work = [student.change_cells(time.monotonic() + 2 * pause, pause, pause * index / len(others)) for index, student in enumerate(others)]
    wrong, *_ = await asyncio.gather(fault, *work)
    for student, count in zip(others, before):
        wrong += [f"{student.name} noticed: {failure}" for failure in student.failures[count:]]
    return "; ".join(wrong) or FINE


async def saved(student):
    """Returns what is wrong with the notebook that the student's server holds."""
    count = (await student.api("contents/" + student.notebook))["content"]["metadata"].get("count")
    return [] if count == student.count else [f"{student.name} had saved change {student.count}, and now has {count}"]


async def server_killed(hub, student):
    for pid in processes.of_student(hub.homes / student.name):
        processes.kill(pid)
    await asyncio.sleep(35)  # the hub looks every 30 seconds
    await student.start_server()
    wrong = await saved(student)
    await student.open()
    await student.change_cell()
    return wrong + await saved(student)


async def hub_restarted(hub, student):
    hub.stop()
    await student.change_cell()  # while there is no hub
    hub.start()
    for _ in range(120):
        await asyncio.sleep(1)
        try:
            if (await student.ask("hub/home")).code == 200:
                break
        except OSError:
            pass
    await student.change_cell()
    return await saved(student)


async def disk_full(hub, student):
    """Puts the student's home on a disk of its own, as a volume with a quota is, and fills that."""
    home = hub.homes / student.name
    size = 8 + int(subprocess.run(["du", "-sm", home], capture_output=True, text=True, check=True).stdout.split()[0])
    moved = home.with_name(student.name + ".moved")
    owner = home.stat().st_uid
    subprocess.run(["cp", "-a", home, moved], check=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m,uid={owner},gid={owner},mode=700", "tmpfs", home], check=True)
    try:
        subprocess.run(f"cp -a {moved}/. {home}/", shell=True, check=True)
        wrong = await without_room(home, student)
        (home / "large").unlink()
        student.content["metadata"].pop("large", None)
        await student.change_cell()
        return wrong + await saved(student)
    finally:
        subprocess.run(["umount", "--lazy", home], check=True)
        subprocess.run(["rm", "-rf", moved], check=True)


async def without_room(home, student):
    await student.change_cell()
    with open(home / "large", "wb") as file:
        try:
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        except OSError:
            pass
    student.content["metadata"]["large"] = "x" * 2_000_000
    try:
        await student.save()
        return ["a full disk took a notebook of 2 MB"]
    except RuntimeError:  # the student is told
        pass
    await student.run('%%\nprintln("still running")')
    return await saved(student)
