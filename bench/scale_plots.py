"""Draws the figures of scale.py as SVG. Needs matplotlib."""

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

# so that the same figures give the same file
matplotlib.rcParams["svg.hashsalt"] = "starmap"


def plot(folder, name, title, across, up, lines, log=True):
    """`lines` are (label, [(x, y), …])."""
    figure, axes = plt.subplots(figsize=(6, 3.6))
    for label, points in lines:
        axes.plot(*zip(*points), marker="o" if len(points) < 20 else None, label=label)
    if log:
        axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set(title=title, xlabel=across, ylabel=up)
    axes.grid(alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


def by_workers(rows, value):
    return sorted((row["workers"], value(row)) for row in rows)


def idle(figures, folder):
    rows = [row for row in figures["idle"] if row["slots"] == 1]
    now = [("now", by_workers(rows, lambda row: row["cpu_percent"]))]
    before = figures.get("idle_before", [])
    lines = now + [("before this bench", by_workers(before, lambda row: row["cpu_percent"]))] if before else now
    lines.append(("promised", [(row["workers"], 10) for row in sorted(rows, key=lambda row: row["workers"])]))
    plot(folder, "idle", "Workers that have nothing to do", "workers", "Redis, % of a core", lines)
    came = [("first chunk", by_workers(rows, lambda row: row["arrival"]["first_ms"]))]
    came.append(("last of 100 chunks", by_workers(rows, lambda row: row["arrival"]["last_ms"])))
    came.append(("Redis: processor time for the job", by_workers(rows, lambda row: row["arrival"]["redis_cpu_ms"])))
    plot(folder, "arrival", "A job of 100 chunks comes to an idle fleet", "workers", "ms", came)


def busy(figures, folder):
    rows = figures["busy"]
    lines = [("Redis, % of a core", by_workers(rows, lambda row: row["cpu_percent"]))]
    lines.append(("µs of Redis for a chunk", by_workers(rows, lambda row: row["cpu_us_per_chunk"])))
    plot(folder, "busy", "Workers that are always busy", "workers", "", lines)


def chunks(figures, folder):
    row = figures["chunks"][0]
    points = list(enumerate(row["memory_mb_each_second"], 1))
    title = f"{row['items']:,} items in {row['seconds']:.0f} s, {row['chunks_per_second']:,.0f} chunks a second"
    plot(folder, "chunks", title, "seconds", "memory of Redis, MB", [("used_memory", points)], log=False)


def waiting(figures, folder):
    lines = []
    for kind in ("follow", "wait", "events", "direct"):
        rows = [row for row in figures["waiting"] if row["kind"] == kind]
        if rows:
            lines.append((kind, sorted((row["clients"], row["waiting"]["api_rss_mb"]) for row in rows)))
    plot(folder, "waiting", "HTTP clients that wait", "clients", "memory of the API, MB", lines)


def draw(figures, folder):
    for name, drawing in (("idle", idle), ("busy", busy), ("chunks", chunks), ("waiting", waiting)):
        if name in figures:
            drawing(figures, folder)
