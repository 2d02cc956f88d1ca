"""Serves the functions of one Python file to a Starmap worker.

    python3 -u -X utf8 python_child.py FILE [ORIGINAL_FOLDER]
    python3 -u -X utf8 python_child.py --describe FILE [ORIGINAL_FOLDER]

A line that begins with { says how the following items are to be called, and has no answer. A line that begins with [
is a batch of items; its answer is one line, {"values":[...]} or {"results":[{"value":...},{"error":{...}},...]}.
Standard library only, for Python 3.9 and later.
"""

import ast
import collections.abc
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
import typing

# What a worker can store; the same limits as in starmap.wire.Json.
MAX_DEPTH = 64
MAX_DIGITS = 1_000
MAX_NAME = 256
MAX_BYTES = 1 << 20

MAX_MESSAGE = 1_000
NAME = re.compile(r"[a-z][a-z0-9_.-]*")
SCALARS = frozenset((int, float, str, bool, type(None)))
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
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
        if not is_async(function):
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


def is_async(function):
    return inspect.iscoroutinefunction(inspect.unwrap(function))


# --- items to arguments ----------------------------------------------------------------------------------------------


class Call:
    """How items become arguments of a function. `of_item` takes one, and calls the function."""

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
                raise self.misfit("there is no argument %s for a constant" % constant)
        self.of_item = self.quickest()

    def takes(self):
        return "%s takes %s" % (self.name, shorten(str(self.signature), 200))

    def quickest(self):
        """What takes an item and calls the function, with as little as possible in between."""
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
        for p in self.named:
            if p.default is REQUIRED and p.name not in values:
                raise self.misfit("argument %s is missing" % p.name)
        by_position = [values.pop(p.name, p.default) for p in self.positional]
        return self.function(*by_position, *more, **values)

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


def encode(value, write=to_json):
    """A value as JSON in UTF-8. Python's own limit of digits counts them without cost."""
    digits = get_digits()
    set_digits(MAX_DIGITS)
    try:
        return write(value).encode()
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
            # the text of a list of integers is JSON, and made in less time
            values = encode(outcomes, str if kinds == {int} else to_json)
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
    """A number of an item that no float can hold; it would silently be infinity."""


decode_quick = json.JSONDecoder().decode


def decode(line):
    """The items of a batch, and whether some have numbers out of range: those have an exponent, or are very long."""
    if line.startswith(b"range "):
        first, step, count = map(int, line.split()[1:])
        return range(first, first + count * step, step), False
    text = line.decode()
    if "e" not in text and "E" not in text:
        return decode_quick(text), False
    lost = []

    def exact_float(digits):
        number = float(digits)
        if math.isinf(number):
            lost.append(digits)
            number = OutOfRange(number)
        return number

    return json.JSONDecoder(parse_float=exact_float).decode(text), bool(lost)


def has_out_of_range(item):
    if type(item) is list:
        return any(map(has_out_of_range, item))
    if type(item) is dict:
        return any(map(has_out_of_range, item.values()))
    return type(item) is OutOfRange


def guarded(call):
    """The same call for items that may have numbers out of range."""

    def call_fit(item):
        if has_out_of_range(item):
            raise InvalidArgument("the item has a number that is too large for a float")
        return call(item)

    return call_fit


# --- serving ---------------------------------------------------------------------------------------------------------


class Server:
    """Answers batches."""

    def __init__(self, program):
        self.program = program
        self.loop = None
        self.call = None
        self.broken = None
        self.refusal = Failure("InvalidArgument", "no function was named before the items", permanent=True)
        try:
            program.load()
            self.functions = program.functions()
        except BaseException as error:
            self.broken = self.failure(error)
        self.unprepared = self.broken or self.initialize()
        self.told = False

    def initialize(self):
        try:
            self.program.initialize()
        except BaseException as error:
            return self.failure(error, "initializer: ")
        return None

    def tune(self, line):
        """What the following items are for."""
        message = json.loads(line)
        name = message["function"]
        self.refusal = None
        if self.broken:
            return
        try:
            if name not in self.functions:
                raise InvalidArgument("there is no function %s" % name)
            function = self.functions[name]
            self.is_async = is_async(function)
            self.concurrency = self.program.concurrency(function)
            self.call = Call(name, function, message.get("mode", "map"), message.get("constants") or {})
        except Exception as error:
            self.refusal = self.failure(error)

    def fault(self):
        """What keeps all items from being computed, or None. An initializer that failed is tried again."""
        if self.told and not self.broken:
            self.unprepared = self.initialize()
        self.told = self.unprepared is not None
        return self.unprepared or self.refusal

    def answer(self, line):
        items, some_out_of_range = decode(line)
        fault = self.fault()
        if fault:
            return encode_batch([fault] * len(items))
        call = guarded(self.call.of_item) if some_out_of_range else self.call.of_item
        outcomes = self.run_together(call, items) if self.is_async else self.run(call, items)
        mend_streams()
        return encode_batch(outcomes)

    def run(self, call, items):
        outcomes = []
        append = outcomes.append
        rest = iter(items)
        while True:
            try:
                for item in rest:
                    append(call(item))
                return outcomes
            except BaseException as error:
                append(self.failure_of(item, error))

    def run_together(self, call, items):
        import asyncio

        if self.loop is None:
            self.loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self.loop)
        outcomes = [None] * len(items)
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

SIMPLE = {
    int: "integer",
    float: "number",
    str: "string",
    bool: "boolean",
    list: "array",
    tuple: "array",
    dict: "object",
    type(None): "null",
    typing.List: "array",
    typing.Dict: "object",
}
SAMPLES = {"integer": 2, "number": 0.5, "string": "text", "boolean": True, "object": {}}


def describe(program):
    try:
        program.load()
        found = program.functions()
        functions = [describe_function(program, name, f) for name, f in found.items() if NAME.fullmatch(name)]
        left_out = [name for name in found if not NAME.fullmatch(name)]
        hint = "names of functions are lower-case letters, digits and _, left out: %s" % ", ".join(left_out)
        if not functions:
            example = "write one, for example def cube(x): return x ** 3"
            raise ValueError("there is no public function; " + (hint if left_out else example))
        if left_out:
            print(hint, file=sys.stderr)
        return {"functions": functions, "error": None}
    except BaseException as error:
        line = program.line(error)
        text = str(error.msg if isinstance(error, SyntaxError) else error)
        if isinstance(error, ImportError):
            text += program.cure_of_import()
        where = "" if line is None else "line %d: " % line
        return {"error": shorten("%s%s: %s" % (where, type(error).__name__, text), MAX_MESSAGE)}


def describe_function(program, name, function):
    signature = inspect.signature(function)
    named = [p for p in signature.parameters.values() if p.kind not in VARIADIC]
    more = [p for p in signature.parameters.values() if p.kind is inspect.Parameter.VAR_POSITIONAL]
    hints = hints_of(function)
    schemas = [schema_of_parameter(p, hints) for p in named]
    schema = {"type": "array", "prefixItems": schemas, "minItems": len([p for p in named if p.default is REQUIRED])}
    if not schemas:
        del schema["prefixItems"]  # must not be empty
    if not more:
        schema["maxItems"] = len(named)
    elif more[0].name in hints:
        schema["items"] = schema_of(hints[more[0].name])
    return {
        "name": name,
        "description": (inspect.getdoc(function) or "").split("\n")[0],
        "parameters": [{"name": p.name, "type": type_of(each)} for p, each in zip(named, schemas)],
        "schema": schema,
        "example": example_in_docstring(name, function, named, bool(more)) or example_by_types(named, schemas),
        "concurrency": program.concurrency(function),
    }


def hints_of(function):
    plain = inspect.unwrap(function)
    try:
        return typing.get_type_hints(plain)
    except Exception:  # one that cannot be read must not hide the others
        hints = {}
        for name, hint in getattr(plain, "__annotations__", {}).items():
            try:
                hints[name] = eval(hint, plain.__globals__) if isinstance(hint, str) else hint
            except Exception:
                pass
        return hints


def schema_of_parameter(parameter, hints):
    if parameter.name not in hints:
        return {}
    hint = hints[parameter.name]
    try:
        return schema_of(typing.Optional[hint] if parameter.default is None else hint)
    except TypeError:  # something that is no type
        return {}


def schema_of(hint):
    """JSON Schema (2020-12) of a type hint; an empty one, which admits everything, where the hint says nothing about JSON."""
    if hint in SIMPLE:
        return {"type": SIMPLE[hint]}
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal and SCALARS.issuperset(map(type, arguments)):
        return {"enum": list(arguments)}
    if origin is typing.Union or origin is getattr(types, "UnionType", typing.Union):
        return any_of([schema_of(each) for each in arguments])
    if origin is dict:
        return with_inner({"type": "object"}, "additionalProperties", arguments[-1])
    if origin in (list, collections.abc.Sequence, collections.abc.Iterable):
        return with_inner({"type": "array"}, "items", arguments[0])
    if origin is tuple and arguments[-1] is Ellipsis:
        return with_inner({"type": "array"}, "items", arguments[0])
    if origin is tuple:
        inner = [schema_of(each) for each in arguments]
        return {"type": "array", "prefixItems": inner, "minItems": len(inner), "maxItems": len(inner)}
    return {}


def with_inner(schema, key, hint):
    inner = schema_of(hint)
    return {**schema, key: inner} if inner else schema


def any_of(schemas):
    if {} in schemas:
        return {}
    if all(set(each) == {"type"} and isinstance(each["type"], str) for each in schemas):
        kinds = list(dict.fromkeys(each["type"] for each in schemas))
        return {"type": kinds if len(kinds) > 1 else kinds[0]}
    return {"anyOf": schemas}


def kinds_of(schema):
    kinds = schema.get("type", "any")
    return [kinds] if isinstance(kinds, str) else [kind for kind in kinds if kind != "null"]


def type_of(schema):
    kinds = kinds_of(schema)
    return kinds[0] if len(kinds) == 1 and kinds != ["null"] else "any"


def example_in_docstring(name, function, named, takes_more):
    """The arguments of the first call after >>> that can be read; empty where there is none."""
    for line in (inspect.getdoc(function) or "").split("\n"):
        if not line.startswith(">>> "):
            continue
        try:
            tree = ast.parse(line[4:].strip())
            call = next(n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == name)
            by_position = [ast.literal_eval(argument) for argument in call.args]
            by_name = {keyword.arg: ast.literal_eval(keyword.value) for keyword in call.keywords}
            return encode(example(by_position, by_name, named, takes_more)).decode()
        except Exception:
            continue
    return ""


def example(by_position, by_name, named, takes_more):
    """An item: the value of a lone parameter, else an array, or an object where some are given by name."""
    if by_name:
        by_name = {**dict(zip([p.name for p in named], by_position)), **by_name}
        item = list(by_name.values())[0] if len(named) == 1 else by_name
    else:
        item = by_position[0] if len(named) == 1 and not takes_more else by_position
    check(item)
    return item


def example_by_types(named, schemas):
    """A guess; empty where too little is known."""
    if len(named) == 1:
        known = [sample(schemas[0])]
        return "" if known == [None] else json.dumps(known[0])
    required = [(p.name, sample(each)) for p, each in zip(named, schemas) if p.default is REQUIRED]
    if not required or None in [value for _, value in required]:
        return ""
    only_by_name = any(p.kind is inspect.Parameter.KEYWORD_ONLY and p.default is REQUIRED for p in named)
    return json.dumps(dict(required) if only_by_name else [value for _, value in required])


def sample(schema):
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema:
        return sample(schema["anyOf"][0])
    kind = kinds_of(schema)[0]
    if kind == "array" and "prefixItems" in schema:
        inner = [sample(each) for each in schema["prefixItems"]]
        return None if None in inner else inner
    if kind == "array":
        inner = sample(schema.get("items", {}))
        return None if inner is None else [inner]
    return SAMPLES.get(kind)


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


def mend_streams():
    """The user's code may have closed them."""
    for name, fd in (("stdout", 1), ("stderr", 2)):
        if getattr(getattr(sys, name), "closed", True):
            setattr(sys, name, open(fd, "w", buffering=1, closefd=False))


def serve(program, streams):
    server = Server(program)
    for line in streams.commands:
        if not line.startswith(b"{"):
            streams.send(server.answer(line))
        else:
            server.tune(line)


def main(arguments):
    described = arguments[0] == "--describe"
    program = Program(*arguments[1 if described else 0 :], *[None] * (2 - len(arguments) + described))
    sys.argv = [program.file]
    if sys.path and sys.path[0] == os.path.dirname(os.path.abspath(__file__)):
        del sys.path[0]  # nothing beside this file is for the user's code
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
