"""Thread counts and offline switches: the one place that sets them, before the heavy imports.

Importing this module costs nothing. The libraries read these variables once, when they are
imported, so `prepare` has to run first; called again it changes nothing but the thread counts.
"""

import os
import sys

# Nothing may download or call home at run time: the variables of haystack, the hub and its
# readers, overridden rather than defaulted so that no shell profile can switch them back.
OFFLINE = {
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    # Cutting words is a few per cent of encoding; a second pool of threads costs more than it gives.
    "TOKENIZERS_PARALLELISM": "false",
}
# A thread that waits for the others sleeps instead of turning in a loop. With a second busy
# process on two cores, loops brought encoding down from 340 texts a second to 9; without one they
# are up to twice as fast, so whoever has the cores to himself may set it to "active".
_WAITING = ("OMP_WAIT_POLICY", "passive")
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def prepare(threads: int | None = None) -> None:
    """Switch the network off for every model library and share the cores out.

    Args:
        threads: cores that one encoding or one search may use; None leaves the libraries' own
            choice, which is all of them. torch and faiss follow even when already imported.

    Raises:
        ValueError: `threads` is below one.
    """
    if threads is not None and threads < 1:
        raise ValueError(f"threads is {threads}; at least 1 is needed, or none for all cores")
    os.environ.update(OFFLINE)
    os.environ.setdefault(*_WAITING)
    if threads is None:
        return
    os.environ.update(dict.fromkeys(_THREADS, str(threads)))
    if (torch := sys.modules.get("torch")) is not None:
        torch.set_num_threads(threads)
    if (faiss := sys.modules.get("faiss")) is not None:
        faiss.omp_set_num_threads(threads)


def at_once(threads: int | None) -> int:
    """How many encodings or searches of so many threads (None: all cores) the machine has cores for."""
    cores = os.cpu_count() or 1
    return max(1, cores // (threads or cores))
