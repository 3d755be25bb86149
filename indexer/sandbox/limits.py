"""What a child process may use."""

from __future__ import annotations

import math
import resource
from dataclasses import dataclass

GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one child, and of each program it starts itself.

    `memory_bytes` bounds the address space, `cpu_s` the processor time and `wall_s` the time on the clock of one
    task, `output_bytes` the size of any one file written.
    """

    memory_bytes: int = 2 * GIB
    cpu_s: float = 180
    wall_s: float = 180
    output_bytes: int = 4 * GIB

    def as_prlimit(self) -> list[str]:
        """Options of util-linux's `prlimit`. No core dumps: they would hold personal data."""
        cpu = math.ceil(self.cpu_s)
        return [
            f"--as={self.memory_bytes}",
            f"--cpu={cpu}:{cpu + 2}",  # a hard limit of its own would kill without saying why
            f"--fsize={self.output_bytes}",
            "--core=0",
        ]

    def apply_to_this_process(self) -> None:
        """Bind the calling process, for good; CPU time is bound task by task by `allow_cpu`."""
        resource.setrlimit(resource.RLIMIT_AS, (self.memory_bytes, self.memory_bytes))
        resource.setrlimit(resource.RLIMIT_FSIZE, (self.output_bytes, self.output_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def allow_cpu(self) -> None:
        """Give the calling process `cpu_s` more seconds from now; beyond them the kernel ends it (SIGXCPU)."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(usage.ru_utime + usage.ru_stime + self.cpu_s), hard))
