"""The functions as Celery's tasks, for this program and for `celery -A celery_tasks worker`."""

import os

import functions


def application(url):
    from celery import Celery

    app = Celery("bench", broker=url, backend=url)
    app.conf.update(worker_prefetch_multiplier=4, task_ignore_result=False, result_expires=600)
    return app


def tasks(app):
    return {name: app.task(getattr(functions, name), name="bench." + name) for name in ("square", "sleep", "upper", "inside")}


if "BENCH_REDIS" in os.environ:
    app = application(os.environ["BENCH_REDIS"])
    tasks(app)
