"""What a core of this machine takes is measured once, and plausible."""

from initcore.lab.machine import this_machine


def test_this_machine_is_measured_once_and_is_plausible() -> None:
    machine = this_machine()
    assert machine is this_machine()
    assert 1e-9 < machine.call < 1e-4
    assert 1e-13 < machine.multiplication < 1e-8
    assert 0 < machine.passed < machine.transcendental * 10 < 1e-5
