"""Things that fail in a class: each must be noticed by nobody else, and lose nothing that was saved."""

import asyncio
import statistics
import time

import processes

FINE = "nobody else noticed, nothing was lost"
SMALL_DISK = 64  # megabytes of the second student's

FILL = """%%
file, err := os.Create("large")
for err == nil {
	_, err = file.Write(make([]byte, 1<<16))
}
fmt.Println(errors.Is(err, syscall.ENOSPC))"""

# What a student's program does until it is killed, as a command of the shell.
MISBEHAVIOUR = {
    "forks without end": "while :; do sh -c 'while :; do sleep 30 & done' & wait; done",
    "eats memory": "while :; do head --bytes=8G /dev/zero | tail --bytes=8G | wc; done",
    "spins": "for i in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done; wait",
    "fills the disk": "while :; do cat /dev/zero >>large; done",
}

START = """%%%%
fmt.Println(exec.Command("setsid", "sh", "-c", "%s").Start())"""

EMPTY = """%%
fmt.Println(os.Remove("large"))"""


async def all_of_them(hub, students, pause):
    first, second, *others = students
    return {
        "a student's server is killed": await while_others_work(server_killed(hub, first), students[1:], pause),
        "the hub is restarted": await while_others_work(hub_restarted(hub, first), students[1:], pause),
        "a student's disk is full": await while_others_work(disk_full(second), [first, *others], pause),
    }


async def beside_misbehaviour(hub, students, pause):
    """Returns the p95 of the others' changed cells, in seconds, for each kind of misbehaviour of the second student."""
    first, second, *others = students
    found = {}
    for name, command in MISBEHAVIOUR.items():
        print(f"a student {name}", flush=True)
        wrong = await unless_said(second, START % command, "<nil>\n")
        before = {student: len(student.seconds) for student in (first, *others)}
        until = time.monotonic() + 3 * pause
        await asyncio.gather(
            *(student.change_cells(until, pause, pause * i / len(before)) for i, student in enumerate(before))
        )
        seconds = [each for student, count in before.items() for each in student.seconds[count:]]
        found[name] = p95(seconds)
        if wrong or len(seconds) < 2 * len(before):
            raise RuntimeError(f"a student who {name}: {wrong or f'only {len(seconds)} changed cells of the others'}")
        await asyncio.to_thread(hub.end_server, second)
        await start_again(second)
        await second.open()
    return found


def p95(seconds):
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


async def while_others_work(fault, others, pause):
    """Lets a fault happen while the others go on; returns what was noticed or lost."""
    print(f"fault: {fault.__name__.replace('_', ' ')}", flush=True)
    before = [len(student.failures) for student in others]
    work = [
        student.change_cells(time.monotonic() + 2 * pause, pause, pause * index / len(others))
        for index, student in enumerate(others)
    ]
    wrong, *_ = await asyncio.gather(fault, *work)
    for student, count in zip(others, before):
        wrong += [f"{student.name} noticed: {failure}" for failure in student.failures[count:]]
    return "; ".join(wrong) or FINE


async def saved(student):
    """Returns what is wrong with the notebook that the student's server holds."""
    count = (await student.api("contents/" + student.notebook))["content"]["metadata"].get("count")
    return [] if count == student.count else [f"{student.name} had saved change {student.count}, and now has {count}"]


async def unless_said(student, code, wanted):
    """Returns what is wrong with what code says in the student's kernel."""
    said = await student.said(code)
    return [] if said == wanted else [f"{code!r} said {said!r} to {student.name}, not {wanted!r}"]


async def server_killed(hub, student):
    killed = [processes.kill(pid) for pid in processes.of_student(hub, student)]
    await start_again(student)
    wrong = await saved(student) + ([] if killed else [f"{student.name} had no process that could be killed"])
    await student.open()
    await student.change_cell()
    return wrong + await saved(student)


async def start_again(student):
    """Starts a server that has ended, once the hub knows that it has: the hub looks every 30 seconds."""
    await asyncio.sleep(35)
    await student.start_server()


async def hub_restarted(hub, student):
    await asyncio.to_thread(hub.stop)  # a pod has half a minute to end, in which the others go on
    await student.change_cell()  # while there is no hub
    await asyncio.to_thread(hub.start)
    try:
        await student.wait_for_hub("hub/home", 120)
    except RuntimeError as error:
        return [str(error)]
    await student.change_cell()
    return await saved(student)


async def disk_full(student):
    await student.change_cell()
    wrong = await unless_said(student, FILL, "true\n")
    student.content["metadata"]["large"] = "x" * 2_000_000
    try:
        await student.save()
        wrong.append("a full disk took a notebook of 2 MB")
    except RuntimeError:  # the student sees why
        pass
    wrong += (
        await unless_said(student, "%%\nfmt.Println(2 + 2)", "4\n")
        + await saved(student)
        + await unless_said(student, EMPTY, "<nil>\n")
    )
    del student.content["metadata"]["large"]
    await student.change_cell()
    return wrong + await saved(student)
