"""Stand-ins for runs, where only what stands where matters."""

from dataclasses import dataclass


@dataclass(eq=False)
class Pawn:
    """A run of which nothing is known but where it stands."""

    iteration: int = 0
    kind: int = 0
    failures: int = 0
    flying: bool = False
    unsaved: bool = True
    saving: bool = False
    saved_at: float = 0.0

    @property
    def alike(self) -> tuple[int, int]:
        """What runs of one slice have in common."""
        return self.kind, self.iteration
