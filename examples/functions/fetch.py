# curl localhost:8080/v1/map/fetch.fetch --json '["http://localhost:8080/v1/functions","http://localhost:8080/v1/workers"]'
import asyncio
import urllib.request
from concurrent.futures import ThreadPoolExecutor

concurrency = 250  # calls at a time in each slot of a worker
_threads = ThreadPoolExecutor(concurrency)


async def fetch(url: str):
    """Status and size of what a URL answers. Calls wait together, so one slot has 250 under way.

    >>> fetch("http://localhost:8080/v1/functions")
    {'status': 200, 'bytes': 5120}
    """
    return await asyncio.get_running_loop().run_in_executor(_threads, _get, url)


def _get(url):
    with urllib.request.urlopen(url, timeout=30) as answer:
        return {"status": answer.status, "bytes": len(answer.read())}
