"""Serves the functions of one Python file to a Starmap worker.

    python3 -u -X utf8 python_child.py FILE [ORIGINAL_FOLDER]
    python3 -u -X utf8 python_child.py --describe FILE [ORIGINAL_FOLDER]

A line that begins with { says how the following items are to be called, and has no answer. A line that begins with [
is a batch of items; its answer is one line, {"values":[...]} or {"results":[{"value":...},{"error":{...}},...]}.
Standard library only, for Python 3.9 and later.
"""

import dataclasses
import faulthandler
import functools
import importlib.util
import inspect
import json
import linecache
import math
import os
import re
import signal
import sys
import types

# What a worker can store; the same limits as in starmap.wire.Json.
MAX_DEPTH = 64
MAX_DIGITS = 1_000
MAX_NAME = 256
MAX_BYTES = 1 << 20

MAX_MESSAGE = 1_000
NAME = re.compile(r"[a-z][a-z0-9_.-]*")
SCALARS = frozenset((int, float, str, bool, type(None)))
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
REQUIRED = inspect.Parameter.empty


class InvalidArgument(Exception):
    """The item cannot be given to the function."""


class BadValue(Exception):
    """The function returned what cannot be stored."""


class ResultTooLarge(BadValue):
    """The function returned too much."""


class Failure:
    """What became of an item that has no value."""

    def __init__(self, kind, message, permanent=False):
        self.error = {"type": kind, "message": shorten(message, MAX_MESSAGE)}
        if permanent:
            self.error["permanent"] = True


def shorten(text, most):
    return text if len(text) <= most else text[: most - 1] + "…"


# --- the user's file -------------------------------------------------------------------------------------------------


class Program:
    """A user's file."""

    def __init__(self, file, folder):
        self.file = os.path.abspath(file)
        self.folder = os.path.abspath(folder or os.path.dirname(self.file))
        self.module = None

    def load(self):
        """Runs the file. Its name must not hide a module that others import, and neither must its neighbours."""
        name = os.path.splitext(os.path.basename(self.file))[0]
        if "." in name or name in sys.modules or importlib.util.find_spec(name):
            name = "starmap_" + name.replace(".", "_")
        installed = (at for at, path in enumerate(sys.path) if path.endswith(("site-packages", "dist-packages")))
        sys.path.insert(next(installed, len(sys.path)), self.folder)
        spec = importlib.util.spec_from_file_location(name, self.file)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
        self.module = module

    def functions(self):
        """What is served: the public functions that are defined in the file itself."""
        found = {}
        for name, value in vars(self.module).items():
            ours = getattr(value, "__module__", None) == self.module.__name__
            callable_ = inspect.isfunction(value) or (callable(value) and hasattr(value, "__wrapped__"))
            if ours and callable_ and not name.startswith("_") and name != "initializer":
                found[name] = value
        return found

    def initialize(self):
        getattr(self.module, "initializer", lambda: None)()

    def concurrency(self, function):
        """How many calls of a function may be under way at a time."""
        if not inspect.iscoroutinefunction(inspect.unwrap(function)):
            return 1
        most = getattr(function, "concurrency", getattr(self.module, "concurrency", 100))
        if type(most) is not int or most < 1:
            raise ValueError("concurrency must be an integer of 1 or more, not %r" % (most,))
        return most

    def explain(self, error):
        """An exception in words: its own, then where it was raised, in the last lines of the user's files."""
        try:
            text = str(error)
        except Exception:
            text = ""
        if isinstance(error, ImportError):
            text += self.cure_of_import()
        return "\n".join(filter(None, [shorten(text, 700)] + self.places(error)))

    def places(self, error):
        lines = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            file = code.co_filename
            if file == self.file or file.startswith(self.folder + os.sep):
                lines = lines[-2:] + [(file, trace.tb_lineno, code.co_name)]
            trace = trace.tb_next
        return [
            "  %s, line %d, in %s: %s" % (os.path.basename(file), line, name, linecache.getline(file, line).strip())
            for file, line, name in lines
        ]

    def cure_of_import(self):
        requirements = os.path.join(self.folder, "requirements.txt")
        if os.path.exists(requirements):
            return "; install what requirements.txt lists: %s -m pip install -r %s" % (sys.executable, requirements)
        return "; install it for %s, and list it in a requirements.txt beside the file" % sys.executable

    def line(self, error):
        """The line of the file that an exception comes from, while the file is loaded; None where it is not known."""
        if isinstance(error, SyntaxError) and error.filename == self.file:
            return error.lineno
        line = None
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.file:
                line = trace.tb_lineno
            trace = trace.tb_next
        return line


# --- items to arguments ----------------------------------------------------------------------------------------------


class Call:
    """How items become arguments of a function. Calling it with an item calls the function."""

    def __init__(self, name, function, mode, constants):
        self.name = name
        self.function = function
        self.mode = mode
        self.constants = constants
        self.signature = inspect.signature(function)
        parameters = list(self.signature.parameters.values())
        self.positional = [p for p in parameters if p.kind in POSITIONAL]
        self.named = self.positional + [p for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY]
        self.open = [p for p in self.named if p.name not in constants]
        self.takes_more = any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters)
        self.takes_any = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
        for constant in constants:
            if not self.takes_any and constant not in (p.name for p in self.named):
                raise InvalidArgument("there is no argument %s for a constant: %s" % (constant, self.takes()))

    def takes(self):
        return "%s takes %s" % (self.name, shorten(str(self.signature), 200))

    def of_item(self):
        """The quickest callable that takes an item."""
        if self.mode == "starmap":
            return self.spread if not self.constants else self.bound
        required = [p for p in self.open if p.default is REQUIRED]
        if len(required) > 1:
            return self.bound
        if not self.open and self.takes_more and not self.positional:
            return functools.partial(self.function, **self.constants)
        if not self.open:
            return self.refused
        self.alone = (required or self.open)[0]
        return self.leading() or self.lone

    def leading(self):
        """The function with its constants, where the item is the next argument; None where it is not."""
        if self.alone not in self.positional:
            return None
        at = self.positional.index(self.alone)
        before, behind = self.positional[:at], self.positional[at:]
        if any(p.name not in self.constants for p in before):
            return None
        if any(p.name in self.constants and p.kind is inspect.Parameter.POSITIONAL_ONLY for p in behind):
            return None
        if not self.constants:
            return self.function
        rest = {name: value for name, value in self.constants.items() if name not in [p.name for p in before]}
        return functools.partial(self.function, *[self.constants[p.name] for p in before], **rest)

    def lone(self, item):
        return self.apply({**self.constants, self.alone.name: item})

    def refused(self, item):
        raise InvalidArgument("%s, and leaves no argument to the item" % self.takes())

    def spread(self, item):
        return self.function(*item) if type(item) is list else self.bound(item)

    def bound(self, item):
        if type(item) is list:
            names = [p.name for p in self.open if p in self.positional]
            if len(item) > len(names) and not self.takes_more:
                raise self.misfit("expected an array of %d: [%s], got %d" % (len(names), ", ".join(names), len(item)))
            return self.apply({**self.constants, **dict(zip(names, item))}, item[len(names) :])
        if type(item) is dict:
            known = [p.name for p in self.open]
            for name in item:
                if name in self.constants or (name not in known and not self.takes_any):
                    raise self.misfit("there is no argument %s" % name)
            return self.apply({**self.constants, **item})
        raise self.misfit("expected an array or an object of its arguments, got %s" % kind_of(item))

    def apply(self, values, more=()):
        """Calls the function with arguments by name, and more by position behind them."""
        by_position, by_name = [], {}
        for p in self.positional:
            if p.name in values and (not by_name or p.kind is inspect.Parameter.POSITIONAL_ONLY):
                by_position.append(values.pop(p.name))
            elif p.name in values:
                by_name[p.name] = values.pop(p.name)
            elif p.default is REQUIRED:
                raise self.misfit("argument %s is missing" % p.name)
            else:
                by_position.append(p.default)
        for p in self.named:
            if p.kind is inspect.Parameter.KEYWORD_ONLY and p.default is REQUIRED and p.name not in values:
                raise self.misfit("argument %s is missing" % p.name)
        return self.function(*by_position, *more, **by_name, **values)

    def misfit(self, reason):
        return InvalidArgument("%s: %s" % (self.takes(), reason))

    def checked(self, error, item):
        """An InvalidArgument instead of the TypeError that Python raises for a wrong number of arguments."""
        arguments = item if self.mode == "starmap" and type(item) is list else [item]
        if not self.constants and type(error) is TypeError:
            try:
                self.signature.bind(*arguments)
            except TypeError as wrong:
                return self.misfit(wrong)
        return error


def kind_of(item):
    kinds = {bool: "a boolean", int: "an integer", float: "a number", str: "a string", type(None): "null"}
    return kinds.get(type(item), "an array" if type(item) is list else "an object")


# --- values to JSON --------------------------------------------------------------------------------------------------

CURES = (
    ((types.GeneratorType, map, filter, zip, range), "list(...)"),
    (types.AsyncGeneratorType, "[x async for x in ...]"),
    (types.CoroutineType, "await ..., in an async def"),
    ((set, frozenset), "sorted(...) or list(...)"),
    ((bytes, bytearray, memoryview), "x.decode(), or base64.b64encode(x).decode()"),
    (complex, "[x.real, x.imag]"),
    ((types.FunctionType, types.BuiltinFunctionType, types.MethodType), "what it returns, f(...)"),
)
CURES_BY_METHOD = (("tolist", "x.tolist()"), ("isoformat", "x.isoformat()"), ("_asdict", "x._asdict()"))


def cure(value):
    for kinds, text in CURES:
        if isinstance(value, kinds):
            return text
    for method, text in CURES_BY_METHOD:
        if hasattr(value, method):
            return text
    return "numbers, strings, booleans, None, lists, dicts or dataclasses of them, or str(...)"


def check(value, depth=0):
    """Raises BadValue where a value has no form in JSON, or one that would not be what the function returned."""
    kind = type(value)
    if kind in SCALARS:
        return
    if isinstance(value, (list, tuple)):
        inner = value
    elif isinstance(value, dict):
        check_names(value)
        inner = value.values()
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        inner = fields(value).values()
    elif isinstance(value, (int, float, str)):
        return
    else:
        article = "an" if kind.__name__[:1] in "aeiou" else "a"
        raise BadValue("returned %s %s; return %s" % (article, kind.__name__, cure(value)))
    if depth == MAX_DEPTH:
        raise ResultTooLarge("the value is nested deeper than %d levels" % MAX_DEPTH)
    if not SCALARS.issuperset(map(type, inner)):
        for each in inner:
            check(each, depth + 1)


def check_names(value):
    for name in value:
        if not isinstance(name, str):
            raise BadValue("returned a dict with a key of type %s; make its keys strings, str(key)" % type(name).__name__)
        if len(name) > MAX_NAME:
            raise ResultTooLarge("the value has a name of more than %d characters" % MAX_NAME)


def fields(value):
    return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}


def encoder(ascii_only):
    return json.JSONEncoder(
        ensure_ascii=ascii_only, allow_nan=False, check_circular=False, separators=(",", ":"), default=fields
    ).encode


to_json = encoder(False)
to_ascii = encoder(True)
get_digits = getattr(sys, "get_int_max_str_digits", lambda: 0)
set_digits = getattr(sys, "set_int_max_str_digits", lambda most: None)


def encode(value):
    """A value as JSON in UTF-8. Python's own limit of digits counts them without cost."""
    digits = get_digits()
    set_digits(MAX_DIGITS)
    try:
        return to_json(value).encode()
    except UnicodeEncodeError:
        return to_ascii(value).encode()  # half a surrogate pair has no form in UTF-8, but one in JSON
    finally:
        set_digits(digits)


def encode_batch(outcomes):
    """The answer to a batch: values at once where all are fit for it, else one by one."""
    kinds = set(map(type, outcomes))
    if Failure not in kinds:
        try:
            if not kinds <= SCALARS:
                for value in outcomes:
                    check(value)
            values = encode(outcomes)
            if len(values) <= MAX_BYTES:
                return b'{"values":' + values + b"}"
        except Exception:
            pass  # told of the item that it comes from
    return b'{"results":[' + b",".join(map(encode_one, outcomes)) + b"]}"


def encode_one(outcome):
    if not isinstance(outcome, Failure):
        try:
            check(outcome)
            value = encode(outcome)
            if len(value) > MAX_BYTES:
                raise ResultTooLarge("the value has more than %d bytes" % MAX_BYTES)
            return b'{"value":' + value + b"}"
        except BadValue as error:
            outcome = Failure(type(error).__name__, str(error), permanent=True)
        except ValueError as error:
            outcome = bad_number(error)
        except Exception as error:
            outcome = Failure(type(error).__name__, "while the value was written: %s" % error)
    return b'{"error":' + encode(outcome.error) + b"}"


def bad_number(error):
    if "digits" in str(error):
        return Failure("ResultTooLarge", "the value has a number of more than %d digits" % MAX_DIGITS, permanent=True)
    return Failure("BadValue", "returned NaN or Infinity, which JSON has not; return None", permanent=True)


# --- JSON to items ---------------------------------------------------------------------------------------------------


class OutOfRange(float):
    """A number of an item that is too large for a float, and would be infinity."""


def exact_float(text):
    number = float(text)
    return OutOfRange(text) if math.isinf(number) else number


decode_quick = json.JSONDecoder().decode
decode_exact = json.JSONDecoder(parse_float=exact_float).decode


def decode(line):
    """The items of a batch. Only an exponent can make a number that is too large for a float in few characters."""
    text = line.decode()
    return decode_exact(text) if "e" in text or "E" in text else decode_quick(text)


def out_of_range(item):
    if type(item) is list:
        return any(map(out_of_range, item))
    if type(item) is dict:
        return any(map(out_of_range, item.values()))
    return type(item) is OutOfRange


# --- serving ---------------------------------------------------------------------------------------------------------


class Server:
    """Answers batches."""

    def __init__(self, program):
        self.program = program
        self.loop = None
        self.broken = None
        self.ready = False
        self.call = None
        self.concurrency = 1
        try:
            program.load()
            self.functions = program.functions()
        except BaseException as error:
            self.broken = self.failure(error)
        self.prepare()

    def prepare(self):
        """Calls the user's initializer, until it has succeeded once. What went wrong, or None."""
        if self.broken or self.ready:
            return self.broken
        try:
            self.program.initialize()
            self.ready = True
        except BaseException as error:
            return self.failure(error, "initializer: ")
        return None

    def tune(self, line):
        """What the following items are for."""
        message = json.loads(line)
        name = message["function"]
        self.call, self.refusal, self.concurrency = None, None, 1
        if self.broken:
            return
        try:
            if name not in self.functions:
                raise InvalidArgument("there is no function %s" % name)
            function = self.functions[name]
            self.concurrency = self.program.concurrency(function)
            self.is_async = inspect.iscoroutinefunction(inspect.unwrap(function))
            self.call = Call(name, function, message.get("mode", "map"), message.get("constants") or {})
        except Exception as error:
            self.refusal = self.failure(error)

    def answer(self, line):
        items = decode(line)
        failure = self.prepare() or self.refusal
        if failure:
            outcomes = [failure] * len(items)
        elif self.is_async:
            outcomes = self.run_together(items)
        else:
            outcomes = self.run(items)
        for stream, fd in (("stdout", 1), ("stderr", 2)):
            if getattr(getattr(sys, stream), "closed", True):
                setattr(sys, stream, open(fd, "w", buffering=1, closefd=False))
        return encode_batch(outcomes)

    def run(self, items):
        """Calls the function for each item; a value is kept as it is, and never computed again."""
        outcomes = []
        append = outcomes.append
        call = self.call.of_item()
        rest = iter(items)
        while True:
            try:
                for item in rest:
                    append(call(item))
                return outcomes
            except BaseException as error:
                append(self.failure_of(item, error))

    def run_together(self, items):
        import asyncio

        if self.loop is None:
            self.loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self.loop)
        outcomes = [None] * len(items)
        call = self.call.of_item()
        rest = enumerate(items)

        async def run_some():
            for at, item in rest:
                try:
                    value = call(item)
                    outcomes[at] = await value if inspect.isawaitable(value) else value
                except BaseException as error:
                    outcomes[at] = self.failure_of(item, error)

        async def run_all():
            await asyncio.gather(*[run_some() for _ in range(min(self.concurrency, len(items)))])

        self.loop.run_until_complete(run_all())
        return outcomes

    def failure_of(self, item, error):
        if isinstance(error, TypeError):
            error = self.call.checked(error, item)
        return self.failure(error)

    def failure(self, error, where=""):
        if isinstance(error, InvalidArgument):
            return Failure("InvalidArgument", str(error), permanent=True)
        try:
            return Failure(type(error).__name__, where + self.program.explain(error))
        except (MemoryError, RecursionError):
            return Failure(type(error).__name__, where)


# --- describing ------------------------------------------------------------------------------------------------------


def describe(program):
    try:
        program.load()
        functions = [describe_function(program, name, f) for name, f in program.functions().items() if is_fit(name)]
        if not functions:
            raise ValueError("there is no public function; write one, for example def cube(x): return x ** 3")
        return {"functions": functions, "error": None}
    except BaseException as error:
        line = program.line(error)
        text = str(error.msg if isinstance(error, SyntaxError) else error)
        if isinstance(error, ImportError):
            text += program.cure_of_import()
        where = "" if line is None else "line %d: " % line
        return {"error": shorten("%s%s: %s" % (where, type(error).__name__, text), MAX_MESSAGE)}


def is_fit(name):
    if NAME.fullmatch(name):
        return True
    print("%s is left out: names of functions are lower-case letters, digits and _" % name, file=sys.stderr)
    return False


def describe_function(program, name, function):
    parameters = [p for p in inspect.signature(function).parameters.values()]
    return {
        "name": name,
        "description": (inspect.getdoc(function) or "").split("\n")[0],
        "parameters": [{"name": p.name, "type": "any"} for p in parameters if p.kind not in (2, 4)],
        "schema": None,
        "example": "",
        "concurrency": program.concurrency(function),
    }


# --- beginning and end -----------------------------------------------------------------------------------------------


class Streams:
    """The worker's streams, out of the way of the user's code: it prints to the log, and reads nothing."""

    def __init__(self):
        self.commands = os.fdopen(os.dup(0), "rb", 1 << 16)
        self.answers = os.fdopen(os.dup(1), "wb", 1 << 16)
        self.forked = False
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        os.register_at_fork(after_in_child=self.leave)

    def leave(self):
        """A process that the user's code forks must neither read items nor answer them."""
        self.forked = True
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (self.commands, self.answers):
            os.dup2(nothing, stream.fileno(), inheritable=False)
        os.close(nothing)

    def send(self, line):
        if self.forked:
            os._exit(0)
        self.answers.write(line)
        self.answers.write(b"\n")
        self.answers.flush()


def serve(program, streams):
    server = Server(program)
    for line in streams.commands:
        if line.startswith(b"["):
            streams.send(server.answer(line))
        else:
            server.tune(line)


def main(arguments):
    described = arguments[0] == "--describe"
    program = Program(*arguments[1 if described else 0 :], *[None] * (2 - len(arguments) + described))
    sys.argv = [program.file]
    sys.path.pop(0)  # the folder of this file
    sys.dont_write_bytecode = True
    signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is for the worker
    faulthandler.enable()
    streams = Streams()
    if described:
        streams.send(json.dumps(describe(program)).encode())
    else:
        serve(program, streams)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 70
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except Exception:
            pass
    os._exit(status)  # whatever threads the user's code has started
