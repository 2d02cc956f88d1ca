"""Differential evolution: every generation is one map over HTTP. Needs examples/functions/evolution.py in functions/.

python3 examples/evolution/evolve.py [http://localhost:8080]
"""
import json
import random
import sys
import urllib.request

STARMAP = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8080"
DIMENSIONS, SIZE, GENERATIONS = 2, 40, 50


def score(points):
    body = json.dumps(points).encode()
    request = urllib.request.Request(STARMAP + "/v1/map/evolution.rastrigin", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def mutant(point):
    a, b, c = random.sample(population, 3)
    return [x + 0.5 * (y - z) if random.random() < 0.9 else old for x, y, z, old in zip(a, b, c, point)]


random.seed(1)
population = [[random.uniform(-5, 5) for _ in range(DIMENSIONS)] for _ in range(SIZE)]
scores = score(population)
for _ in range(GENERATIONS):
    mutants = list(map(mutant, population))
    for i, new in enumerate(score(mutants)):
        if new < scores[i]:
            population[i], scores[i] = mutants[i], new
print("best value", min(scores), "at", population[scores.index(min(scores))])
