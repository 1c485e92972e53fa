"""`python -m simulator`: the simulated clouds and the phones page, at SIMULATOR_HOST:SIMULATOR_PORT."""

import logging
import os
import signal
import sys
import threading

from simulator import binding
from simulator.app import serving
from simulator.config import from_environment
from simulator.world import Simulator


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        sim = Simulator(from_environment())
        host, port = os.environ.get("SIMULATOR_HOST", "127.0.0.1"), int(os.environ.get("SIMULATOR_PORT", "8001"))
    except ValueError as error:
        sys.exit(f"the simulator cannot start: {error}")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with serving(sim, host, port) as url:
        logging.getLogger("simulator").info("phones: %s/phones", url)
        sim.estates.start()
        if sim.config.bind:
            binding.start(sim)
        stop.wait()


if __name__ == "__main__":
    main()
