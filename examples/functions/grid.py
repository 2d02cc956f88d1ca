# curl localhost:8080/v1/starmap/grid.score --json '[[0.01,3],[0.01,5],[0.01,7],[1,7]]'
import math
import random

noise = random.Random(42)  # every worker draws the same data
POINTS = [x / 20 for x in range(-20, 21)]
DATA = [(x, math.sin(3 * x) + noise.gauss(0, 0.2)) for x in POINTS]
TRAINING, TEST = DATA[::2], DATA[1::2]


def score(alpha: float, degree: int):
    """Error of a ridge regression with a polynomial, on data that it has not seen: smaller is better.

    >>> score(0.01, 5)
    0.0324
    """
    weights = _ridge(TRAINING, alpha, degree)
    return round(sum((_predict(weights, x) - y) ** 2 for x, y in TEST) / len(TEST), 4)


def _predict(weights, x):
    return sum(weight * x**power for power, weight in enumerate(weights))


def _ridge(data, alpha, degree):
    """Solves (X'X + alpha I) w = X'y."""
    size = range(degree + 1)
    left = [[sum(x ** (i + j) for x, _ in data) + alpha * (i == j) for j in size] for i in size]
    right = [sum(x**i * y for x, y in data) for i in size]
    return _solve(left, right)


def _solve(matrix, vector):
    """Gaussian elimination with the largest pivot."""
    rows = [row + [value] for row, value in zip(matrix, vector)]
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for k in range(len(rows)):
            if k != i:
                rows[k] = [a - rows[k][i] * b for a, b in zip(rows[k], rows[i])]
    return [row[-1] for row in rows]
