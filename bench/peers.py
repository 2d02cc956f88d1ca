"""What Starmap is measured beside. Each peer is a context manager with its own processes, two of them computing.

What a peer's users would have to pack by hand to be fast is not packed for them, but in rows that say so; where a peer has a
parameter for it, `chunk` sets it.
"""

import json
import multiprocessing
import pathlib
import subprocess
import sys
import time
import urllib.parse

import client
import functions
import http_load
from foreign import BullMq, Parallel, Redisson
from installation import Installation, wait_for
from peer import SLOTS, OnRedis, Peer

HERE = pathlib.Path(__file__).resolve().parent


class Pool(Peer):
    """The one that everybody has: no service, no network, and nothing survives its process."""

    title, network = "multiprocessing.Pool", False

    def __init__(self):
        super().__init__()
        self.pool = self.enter_context(multiprocessing.Pool(SLOTS))

    def version(self):
        return "Python " + sys.version.split()[0]

    def map(self, function, items, chunk=None):
        return self.pool.map(getattr(functions, function), items, chunk)

    def apply(self, function, item):
        return self.pool.apply(getattr(functions, function), (item,))


class Starmap(Peer):
    """A Redis, an API process and a worker process; this program is the client."""

    title, warm_up = "Starmap", 60

    def __init__(self):
        super().__init__()
        self.site = self.enter_context(Installation())
        self.worker = self.site.worker(SLOTS)
        self.client = client.Starmap(self.site.address)

    def version(self):
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
        return commit.stdout.strip() or "unknown"

    def map(self, function, items, chunk=None):
        if isinstance(items, range):
            return self.job({"function": function, "input": {"range": {"stop": len(items)}}}, chunk)
        size = f"?chunksize={chunk}" if chunk else ""
        if isinstance(items[0], str) and sum(map(len, items)) > client.MOST_AT_ONCE:
            return self.client.stream(f"/v1/map/{function}{size}", items)
        return self.client.request("POST", f"/v1/map/{function}{size}", json.dumps(items))

    def job(self, body, chunk):
        links = self.client.request("POST", "/v1/jobs", json.dumps({**body, "chunkSize": chunk or "auto"}))["links"]
        values = self.client.request("GET", links["results"] + "?follow=true&values=true")
        self.client.request("DELETE", links["self"])
        return values

    def timed_applies(self, function, item, count, clients):
        host = urllib.parse.urlparse(self.site.address).netloc
        seconds, times, bodies = http_load.posts(host, "/v1/apply/" + function, json.dumps(item).encode(), count, clients)
        return seconds, times, [json.loads(body) for body in bodies]


class Joblib(Peer):
    title, distribution, requires = "joblib", "joblib", ("joblib",)
    network = False

    def __init__(self):
        super().__init__()
        import joblib

        self.joblib = joblib

    def map(self, function, items, chunk=None):
        call = self.joblib.delayed(getattr(functions, function))
        return self.joblib.Parallel(n_jobs=SLOTS, batch_size=chunk or "auto")(call(item) for item in items)


class Celery(OnRedis):
    title, distribution, requires = "Celery", "celery", ("celery", "redis")

    def __init__(self):
        super().__init__()
        import celery_tasks

        self.tasks = celery_tasks.tasks(celery_tasks.application(self.url))
        self.python("celery", "-A", "celery_tasks", "worker", "-c", str(SLOTS), "-P", "prefork", "--without-gossip", "--without-mingle")
        wait_for(lambda: self.tasks["square"].delay(1).get(timeout=30) == 1)

    def map(self, function, items, chunk=None):
        task, size = self.tasks[function], chunk or max(1, len(items) // (SLOTS * 4))
        parts = task.chunks([(item,) for item in items], size).apply_async().get()
        return [value for part in parts for value in part]

    def apply(self, function, item):
        return self.tasks[function].delay(item).get(interval=0.001)


class Dask(Peer):
    title, distribution, requires = "Dask", "distributed", ("distributed",)

    def __init__(self):
        super().__init__()
        from distributed import Client, LocalCluster

        cluster = LocalCluster(n_workers=SLOTS, threads_per_worker=1, processes=True, dashboard_address=None)
        self.client = self.enter_context(Client(self.enter_context(cluster)))

    def map(self, function, items, chunk=None):
        futures = self.client.map(getattr(functions, function), items, batch_size=chunk or 10_000, pure=False)
        return self.client.gather(futures)

    def apply(self, function, item):
        return self.client.submit(getattr(functions, function), item, pure=False).result()


class Rq(OnRedis):
    title, distribution, requires = "RQ", "rq", ("rq", "redis")

    def __init__(self):
        super().__init__()
        import redis
        import rq

        self.queue = rq.Queue(connection=redis.Redis.from_url(self.url))
        for _ in range(SLOTS):
            self.python("rq.cli", "worker", "--url", self.url, "-w", "rq.worker.SimpleWorker")
        wait_for(lambda: self.apply("square", 1) == 1)

    def map(self, function, items, chunk=None):
        import rq

        call = getattr(functions, function)
        jobs = self.queue.enqueue_many([rq.Queue.prepare_data(call, (item,)) for item in items])
        return [self.value(job) for job in jobs]

    def apply(self, function, item):
        return self.value(self.queue.enqueue(getattr(functions, function), item))

    @staticmethod
    def value(job):
        while (result := job.latest_result()) is None:
            time.sleep(0.0005)
        return result.return_value


ALL = {
    "starmap": Starmap,
    "pool": Pool,
    "joblib": Joblib,
    "celery": Celery,
    "dask": Dask,
    "rq": Rq,
    "bullmq": BullMq,
    "redisson": Redisson,
    "parallel": Parallel,
}
