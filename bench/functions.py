"""What the workloads compute, as a module that the workers of Python peers can import."""

import random
import time


def square(x):
    return x * x


def sleep(seconds):
    time.sleep(seconds)
    return seconds


def upper(text):
    return text.upper()


def inside(seed, samples=1_000_000):
    """How many of so many random points lie inside the unit circle."""
    uniform = random.Random(seed).random
    return sum(uniform() ** 2 + uniform() ** 2 <= 1 for _ in range(samples))
