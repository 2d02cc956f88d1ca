#!/usr/bin/env python3
"""Measures Starmap beside its peers, all in turn within each repetition, and prints a Markdown table for each workload.

    ./starmap bench [W1 W2 W2b W3 W4 W5 W6] [--peers pool,joblib,celery,dask,rq,bullmq,redisson,parallel] [--runs 5]

Starmap runs as a Redis, an API and a worker of two slots, in processes of their own; this program is the client. Every result is
checked. Peers that are not installed are named, with how to install them; 'pip install -r bench/requirements.txt' brings those of
Python. Each peer is warmed up first. Only ratios of one run mean something.
"""

import argparse
import os
import platform
import statistics
import sys
import time

import peers
import workloads


def main():
    parser = argparse.ArgumentParser(prog="./starmap bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workloads", nargs="*", metavar="WORKLOAD")
    parser.add_argument("--peers", default=",".join(name for name in peers.ALL if name != "starmap"))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--warm-up", type=float, metavar="SECONDS", help="how long each peer runs before its turns count; 60 where there is a JVM and 5 elsewhere, unless told")
    options = parser.parse_args()
    names = workloads.names(options.workloads)
    chosen = ["starmap", *filter(None, options.peers.split(","))]
    unknown = [name for name in chosen if name not in peers.ALL]
    if unknown:
        sys.exit(f"unknown peer {unknown[0]}: there are {', '.join(peers.ALL)}")
    missing = {name: peers.ALL[name].missing() for name in chosen}
    load = os.getloadavg()[0]
    for name in names:
        table(name, workloads.ALL[name](), [one for one in chosen if not missing[one]], options.runs, options.warm_up)
    print(f"{platform.platform()}, {os.cpu_count()} cores, load before {load:.1f}, after {os.getloadavg()[0]:.1f}.", end=" ")
    print("Not run: " + ("; ".join(f"{name} ({how})" for name, how in missing.items() if how) or "none of those asked for") + ".")


def table(name, workload, chosen, runs, warm_up):
    """Peers are started for one workload and ended after it: they must not disturb each other more than they have to."""
    figures, versions = {}, {}
    started = {one: peers.ALL[one]() for one in chosen if any(one in row.peers for row in workload.rows)}
    try:
        for one, peer in started.items():
            end = time.monotonic() + (peer.warm_up if warm_up is None else warm_up)
            turn(workload, one, peer)
            while time.monotonic() < end:
                turn(workload, one, peer)
        for _ in range(runs):
            for one, peer in started.items():
                for label, figure in turn(workload, one, peer):
                    figures.setdefault((one, label), []).append(figure)
        versions = {one: peer.version() for one, peer in started.items()}
    finally:
        for peer in started.values():
            peer.close()
    report(name, workload, figures, versions)


def turn(workload, one, peer):
    """Every row of a peer once."""
    return [figure for row in workload.rows if one in row.peers for figure in row.figures(peer).items()]


def report(name, workload, figures, versions):
    medians = {key: statistics.median(values) for key, values in figures.items()}
    best = max if workload.more_is_better else min
    print(f"\n**{name}: {workload.title}**, {workload.unit}{', more is better' if workload.more_is_better else ''}\n")
    print("| | median | min | max | ÷ Pool | ÷ best peer on a network |\n|---|--:|--:|--:|--:|--:|")
    for (one, row), values in figures.items():
        pool = medians.get(("pool", row), medians.get(("pool", "")))
        network = [(label, median) for (peer, label), median in medians.items() if peer != "starmap" and peers.ALL[peer].network]
        others = [median for label, median in network if label == row] or [median for _, median in network]
        ratios = [ratio(medians[one, row], pool), ratio(medians[one, row], best(others) if others else None)]
        title = f"{peers.ALL[one].title} {versions[one]}" + (f", {row}" if row else "")
        cells = [*(text(figure) for figure in (medians[one, row], min(values), max(values))), *ratios]
        print(f"| {title} | " + " | ".join(cells) + " |", flush=True)


def ratio(figure, other):
    return f"{figure / other:.2f}" if other else ""


def text(figure):
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3f}"


if __name__ == "__main__":
    main()
