# curl localhost:8080/v1/map/evolution.rastrigin --json '[[0,0],[1,2],[0.5,-0.5]]'
# examples/evolution/evolve.py looks for its minimum.
import math


def rastrigin(point: list[float]):
    """A function of many valleys; the deepest is 0, at the origin.

    >>> rastrigin([1, 2])
    5.0
    """
    return 10 * len(point) + sum(x * x - 10 * math.cos(2 * math.pi * x) for x in point)
