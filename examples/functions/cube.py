# curl localhost:8080/v1/map/cube.cube --json '[1,2,3]'


def cube(x: float):
    """x to the power of 3.

    >>> cube(3)
    27
    """
    return x**3
