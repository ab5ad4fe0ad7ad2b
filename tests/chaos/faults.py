"""What is done to a server while somebody trains on it. Each says what went wrong, if anything did."""

import asyncio
import os
import resource
import signal
import sqlite3
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from tests.chaos.patient import Patient, rows
from tests.load.people import Person
from tests.visitor import enter

Fault = Callable[[Random, Path], str]
Harm = Callable[[Random, Patient], Awaitable[None]]

LENGTH = "60000"
"""Iterations of what is trained meanwhile: some seconds."""


def _asked(random: Random) -> dict[str, str]:
    return {"seed": str(random.randrange(10**6)), "init": "he xavier", "iters": LENGTH}


async def _harmed(random: Random, home: Path, harm: Harm) -> str:
    """Trains while harm is done; the runs must come to the right end, or be trained again to it."""
    patient, query = Patient(home), _asked(random)
    patient.start()
    try:
        person = await Person.come(patient.port, urlencode(query))
        training = asyncio.create_task(person.train(urlencode(query)))
        await asyncio.sleep(random.uniform(0.2, 1.5))
        await harm(random, patient)
        async with asyncio.timeout(60):
            await training
        await person.leave()
    except TimeoutError:
        return "the runs did not come to their end within a minute"
    finally:
        took = patient.end()
    if took > 10:
        return f"the server took {took:.0f} s to end"
    return patient.troubles() or patient.wrong(query, must_be_there=False)


async def kills(random: Random, patient: Patient) -> None:
    """Some workers are killed, one after the other."""
    for _ in range(random.randint(1, 3)):
        os.kill(random.choice(patient.served.workers), signal.SIGKILL)
        await asyncio.sleep(random.uniform(0.3, 1.0))


async def hangs(random: Random, patient: Patient) -> None:
    """A worker stands still and never goes on."""
    os.kill(random.choice(patient.served.workers), signal.SIGSTOP)


async def locks(random: Random, patient: Patient) -> None:
    """Another program holds the store for itself."""
    with sqlite3.connect(patient.path, timeout=30, isolation_level=None) as connection:
        connection.execute("begin exclusive")
        await asyncio.sleep(random.uniform(1.0, 6.0))
        connection.execute("rollback")


async def vanishes(random: Random, patient: Patient) -> None:
    """The store's file is deleted."""
    for path in patient.home.glob("runs.db*"):
        path.unlink()


async def fills(random: Random, patient: Patient) -> None:
    """No file may grow any more, as on a full disk; after a while there is room again."""
    assert patient.process is not None
    size = max(path.stat().st_size for path in patient.home.glob("runs.db*"))
    before = resource.prlimit(patient.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(patient.process.pid, resource.RLIMIT_FSIZE, (size, before[1]))
    await asyncio.sleep(random.uniform(1.0, 4.0))
    resource.prlimit(patient.process.pid, resource.RLIMIT_FSIZE, before)


async def cuts(random: Random, patient: Patient) -> None:
    """Other people come, press, and are cut off at any moment."""
    for _ in range(5):
        visit = await enter(patient.port, query=urlencode(_asked(random)))
        run = asyncio.create_task(visit.run("", "Train"))
        await asyncio.sleep(random.uniform(0.0, 0.1))
        visit.connection.transport.abort()
        await asyncio.gather(run, return_exceptions=True)


async def nonsense(random: Random, patient: Patient) -> None:
    """Links and frames that nobody meant."""
    letters = "abz019~+-=&%.,()[]{}<>\"'\\ \t\0é∞\u202e√"
    for _ in range(20):
        text = "".join(random.choices(letters, k=random.randint(1, 60)))
        names = random.sample(["init", "hidden", "lr", "iters", "seed", "seeds", "data", "n", "at", "zz"], 4)
        visit = await enter(patient.port, query=urlencode(dict.fromkeys(names, text)))
        if visit.troubles:
            raise RuntimeError(f"the page fails on {text!r}: {visit.troubles}")
        await visit.connection.send(random.randbytes(random.randint(1, 200)))
        await visit.connection.close()


async def _crashes(random: Random, home: Path) -> str:
    """The server ends at once, and is started again: ten seconds of work are lost at most."""
    patient, query = Patient(home), _asked(random)
    patient.start()
    try:
        await patient.trained(urlencode(kept := _asked(random)))
        person = await Person.come(patient.port, urlencode(query))
        training = asyncio.create_task(person.train(urlencode(query)))
        await asyncio.sleep(random.uniform(0.5, 2.0))
        patient.crash()
        await asyncio.gather(training, return_exceptions=True)
        patient.start()
        await patient.trained(urlencode(query))
    except TimeoutError:
        return "the runs did not come to their end within a minute"
    finally:
        patient.end()
    return patient.troubles() or patient.wrong(query) or patient.wrong(kept)


async def _damage(random: Random, home: Path) -> str:
    """Bytes of the store are flipped while the server is away."""
    patient, queries = Patient(home), [_asked(random) for _ in range(3)]
    for query in queries:
        query["iters"] = "2000"
    patient.start()
    for query in queries:
        await patient.trained(urlencode(query))
    patient.end()
    data = bytearray(patient.path.read_bytes())
    for _ in range(random.choice((1, 10, 1000))):
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    patient.path.write_bytes(data)
    patient.start()
    try:
        for query in queries:
            await patient.trained(urlencode(query))
        runs = await enter(patient.port, "runs")
        if runs.troubles:
            return f"the Runs page fails: {runs.troubles}"
    except TimeoutError:
        return "the runs did not come to their end within a minute"
    finally:
        patient.end()
    return patient.troubles() or next(filter(None, map(patient.wrong, queries)), "")


async def _two(random: Random, home: Path) -> str:
    """Two servers work on one store, and train the same."""
    one, other, query = Patient(home), Patient(home), _asked(random)
    one.start()
    other.start()
    try:
        await asyncio.gather(*(patient.trained(urlencode(query)) for patient in (one, other)))
    except TimeoutError:
        return "the runs did not come to their end within a minute"
    finally:
        one.end()
        other.end()
    return (
        one.troubles() or one.wrong(query) or ("" if rows(one.path) == 2 else "there are more rows than runs")
    )


def _done(doing: Callable[[Random, Path], Awaitable[str]]) -> Fault:
    def fault(random: Random, home: Path) -> str:
        async def story() -> str:
            return await doing(random, home)

        return asyncio.run(story())

    return fault


HARMS: tuple[Harm, ...] = (kills, hangs, locks, vanishes, fills, cuts, nonsense)

FAULTS: dict[str, Fault] = {
    **{harm.__name__: _done(partial(_harmed, harm=harm)) for harm in HARMS},
    "crashes": _done(_crashes),
    "damage": _done(_damage),
    "two servers": _done(_two),
}
