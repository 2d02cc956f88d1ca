# The words of many texts, counted in the workers and added up there, too:
# curl localhost:8080/v1/jobs -H 'Prefer: wait=60' --json '{"function":"words.count","reduce":"words.merge","input":{"items":["to be or not to be","be quick"]}}'
import re
from collections import Counter


def count(text: str):
    """How often each word occurs in a text.

    >>> count("to be or not to be")
    {'to': 2, 'be': 2, 'or': 1, 'not': 1}
    """
    return Counter(re.findall(r"\w+", text.lower()))


def merge(a: dict, b: dict):
    """Adds up two counts: the function to reduce with.

    >>> merge({"to": 2}, {"to": 1, "be": 1})
    {'to': 3, 'be': 1}
    """
    return Counter(a) + Counter(b)
