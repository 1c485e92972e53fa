"""WeChat's server, Alibaba Cloud's SMS gateway and the phones of five people, played on this machine.

A program of its own (`python -m simulator`) that judges the bot from outside: it shares no code with it. Tests may
hold a `Simulator`, serve it with `serving`, and act as a person: `sim.person("sim_resident_1").says("你好")`.
"""

from simulator.app import create_app, serving
from simulator.config import Config
from simulator.world import Simulator

__all__ = ["Config", "Simulator", "create_app", "serving"]
