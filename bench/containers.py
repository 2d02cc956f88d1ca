#!/usr/bin/env python3
"""Images: the size of each part, and how long a container takes from `docker run` until it is ready.

Needs the images starmap-api, starmap-worker and starmap-worker-python of a tag (docs/containers.md says how they are built), and
Redis's image. Containers run as in docker-compose.yml: a root file system that cannot be written, two processors, 1 GB.
"""
import argparse
import json
import statistics
import subprocess
import time
import urllib.error
import urllib.request

HARDENED = ["--read-only", "--tmpfs", "/tmp:exec", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--cpus", "2", "--memory", "1g"]
PARTS = [("/layers/dependencies", "libraries"), ("/layers/", "application"), ("AOTCacheOutput", "AOT cache"), ("curl", "curl"), ("python3", "Python")]


def docker(*words):
    return subprocess.run(["docker", *words], check=True, capture_output=True, text=True).stdout.strip()


def sizes(image):
    """Bytes by part; whatever is in no layer of ours is the base."""
    parts = {}
    for line in docker("history", "--no-trunc", "--human=false", "--format", "{{json .}}", image).splitlines():
        layer = json.loads(line)
        part = next((name for word, name in PARTS if word in layer["CreatedBy"]), "base with the JRE")
        parts[part] = parts.get(part, 0) + int(layer["Size"])
    return parts


def print_sizes(tag):
    images = {name: sizes(f"starmap-{name}:{tag}") for name in ("api", "worker", "worker-python")}
    print("| MB | " + " | ".join(images) + " |\n|---|" + "--:|" * len(images))
    for part in ["base with the JRE", "curl", "libraries", "application", "AOT cache", "Python"]:
        print(f"| {part} | " + " | ".join(f"{parts.get(part, 0) / 1e6:.1f}" for parts in images.values()) + " |")
    print("| together | " + " | ".join(f"{sum(parts.values()) / 1e6:.0f}" for parts in images.values()) + " |")


def is_ready(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/actuator/health/readiness", timeout=1) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def start(image, port, network):
    """Seconds from `docker run` until it is ready, and those that the JVM says it took."""
    begun = time.monotonic()
    container = docker("run", "--detach", *HARDENED, "--network", network, "--publish", f"127.0.0.1::{port}",
                       "--env", "SPRING_DATA_REDIS_URL=redis://redis:6379", image)
    try:
        outside = docker("port", container, f"{port}/tcp").splitlines()[0].rsplit(":", 1)[1]
        while not is_ready(outside):
            time.sleep(0.02)
        took = time.monotonic() - begun
        log = subprocess.run(["docker", "logs", container], capture_output=True, text=True)
        inside = (log.stdout + log.stderr).split("process running for ")[1].split(")")[0]
        begun = time.monotonic()
        docker("stop", "--time", "40", container)
        return took, float(inside), time.monotonic() - begun
    finally:
        docker("rm", "--force", container)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--tag", default="latest")
    arguments.add_argument("--runs", type=int, default=5)
    arguments.add_argument("--redis", default="docker.io/library/redis:7.4-alpine")
    arguments = arguments.parse_args()
    print_sizes(arguments.tag)
    network = docker("network", "create", "starmap-bench")
    try:
        redis = docker("run", "--detach", "--network", network, "--network-alias", "redis", arguments.redis)
        try:
            print("\n| median of %d, s | docker run until ready | of that the process | docker stop |\n|---|--:|--:|--:|" % arguments.runs)
            for name, port in (("api", 8080), ("worker", 8081)):
                times = [start(f"starmap-{name}:{arguments.tag}", port, network) for _ in range(arguments.runs)]
                print(f"| {name} | " + " | ".join(f"{statistics.median(column):.1f}" for column in zip(*times)) + " |")
        finally:
            docker("rm", "--force", redis)
    finally:
        docker("network", "rm", network)


if __name__ == "__main__":
    main()
