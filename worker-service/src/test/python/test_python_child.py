"""What the Python child program does, seen from the worker's side of its pipes."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
CHILD = os.path.join(HERE, "../../main/resources/starmap/worker/process/python_child.py")
TIMEOUT = 60


class Child:
    """A child that serves some source text as functions.py."""

    def __init__(self, folder, source, name="functions.py"):
        self.file = os.path.join(folder, name)
        with open(self.file, "w", encoding="utf-8") as file:
            file.write(textwrap.dedent(source))
        self.folder = folder

    def exchange(self, *lines):
        """Sends lines, ends the input, and returns the answers as they came."""
        self.end = subprocess.run(
            [sys.executable, "-u", "-X", "utf8", CHILD, self.file, self.folder],
            input="".join(line + "\n" for line in lines).encode(),
            capture_output=True,
            timeout=TIMEOUT,
        )
        self.log = self.end.stderr.decode(errors="replace")
        return self.end.stdout.decode().split("\n")[:-1]

    def map(self, function, items, mode="map", constants=None):
        """The answer to one batch."""
        header = {"function": function, "mode": mode}
        if constants is not None:
            header["constants"] = constants
        (answer,) = self.exchange(json.dumps(header), json.dumps(items))
        return json.loads(answer)

    def error(self, function, item, **how):
        """The error of one item."""
        answer = self.map(function, [item], **how)
        return answer["results"][0]["error"]

    def describe(self):
        end = subprocess.run(
            [sys.executable, "-u", "-X", "utf8", CHILD, "--describe", self.file, self.folder],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT,
        )
        self.log = end.stderr.decode()
        assert end.returncode == 0, self.log
        (line,) = end.stdout.decode().splitlines()
        return json.loads(line)


class ChildTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def child(self, source, name="functions.py"):
        return Child(self.folder, source, name)


class Batches(ChildTest):
    def test_a_range_is_a_batch_of_its_numbers(self):
        child = self.child("def square(x): return x * x")
        answers = child.exchange('{"function":"square","mode":"map"}', "range 5 -2 4", "range 7 1 1")
        self.assertEqual([json.loads(answer) for answer in answers], [{"values": [25, 9, 1, 1]}, {"values": [49]}])

    def test_answers_a_batch_with_its_values_in_order(self):
        child = self.child("def square(x): return x * x")
        self.assertEqual(child.map("square", [1, 2, 3]), {"values": [1, 4, 9]})

    def test_answers_every_batch_with_one_line(self):
        child = self.child("def square(x): return x * x")
        answers = child.exchange('{"function":"square"}', "[1]", "[]", "[2,3]")
        self.assertEqual([json.loads(answer)["values"] for answer in answers], [[1], [], [4, 9]])

    def test_changes_functions_from_batch_to_batch(self):
        child = self.child("def one(x): return 1\ndef two(x): return 2")
        answers = child.exchange('{"function":"one"}', "[0]", '{"function":"two"}', "[0]")
        self.assertEqual(answers, ['{"values":[1]}', '{"values":[2]}'])

    def test_tells_the_failed_item_among_the_others_and_calls_none_twice(self):
        child = self.child(
            """
            calls = []
            def invert(x):
                calls.append(x)
                return [1 / x, len(calls)]
            """
        )
        results = child.map("invert", [1, 0, 2])["results"]
        self.assertEqual(results[0], {"value": [1.0, 1]})
        self.assertEqual(results[1]["error"]["type"], "ZeroDivisionError")
        self.assertEqual(results[2], {"value": [0.5, 3]})

    def test_ends_when_its_input_ends_whatever_threads_are_left(self):
        child = self.child(
            """
            import threading, time
            def start(x):
                threading.Thread(target=time.sleep, args=(1000,)).start()
            """
        )
        self.assertEqual(child.map("start", [1]), {"values": [None]})
        self.assertEqual(child.end.returncode, 0)

    def test_calls_the_initializer_once_before_the_first_item(self):
        child = self.child(
            """
            state = []
            def initializer(): state.append("ready")
            def look(x): return state
            """
        )
        self.assertEqual(child.map("look", [1, 2]), {"values": [["ready"], ["ready"]]})

    def test_fails_items_while_the_initializer_fails_and_tries_it_again(self):
        child = self.child(
            """
            tries = []
            def initializer():
                tries.append(1)
                if len(tries) == 1: raise OSError("no database")
            def look(x): return len(tries)
            """
        )
        first, second = child.exchange('{"function":"look"}', "[1]", "[1]")
        self.assertIn("initializer: no database", json.loads(first)["results"][0]["error"]["message"])
        self.assertEqual(second, '{"values":[2]}')

    def test_imports_modules_that_lie_beside_the_file(self):
        self.child("RATE = 3", name="rates_beside.py")
        child = self.child("from rates_beside import RATE\ndef times(x): return RATE * x")
        self.assertEqual(child.map("times", [2]), {"values": [6]})

    def test_a_file_may_have_the_name_of_a_library_module(self):
        child = self.child("import random\ndef draw(x): return random.Random(x).randint(1, 1)", name="random.py")
        self.assertEqual(child.map("draw", [2]), {"values": [1]})


class Arguments(ChildTest):
    POWER = "def power(base, exponent=2): return base ** exponent"

    def test_map_gives_the_item_as_the_one_argument(self):
        child = self.child("def size(x): return len(x)")
        self.assertEqual(child.map("size", [[1, 2], {"a": 1}, "abc"]), {"values": [2, 1, 3]})

    def test_starmap_gives_an_array_by_position_and_an_object_by_name(self):
        child = self.child(self.POWER)
        answer = child.map("power", [[2, 10], [3], {"exponent": 3, "base": 2}], mode="starmap")
        self.assertEqual(answer, {"values": [1024, 9, 8]})

    def test_map_gives_several_required_arguments_as_starmap_does(self):
        child = self.child("def add(x, y): return x + y")
        self.assertEqual(child.map("add", [[1, 2], {"y": 1, "x": 3}]), {"values": [3, 4]})

    def test_constants_fill_parameters_by_name_and_the_item_brings_the_rest(self):
        child = self.child(
            """
            def three(a, b, c=0): return [a, b, c]
            def named(a, *, b): return [a, b]
            def only(a, b, /): return [a, b]
            def more(a, *rest): return [a, *rest]
            """
        )
        for function, items, mode, constants, values in (
            ("three", [1], "map", {"b": 2}, [[1, 2, 0]]),
            ("three", [1], "map", {"a": 2}, [[2, 1, 0]]),
            ("three", [1], "map", {"a": 2, "c": 5}, [[2, 1, 5]]),
            ("three", [[1, 2], {"a": 1, "c": 2}], "starmap", {"b": 9}, [[1, 9, 2], [1, 9, 2]]),
            ("three", [1], "map", {"a": 2, "b": 3}, [[2, 3, 1]]),
            ("named", [1], "map", {"b": 2}, [[1, 2]]),
            ("named", [1], "map", {"a": 2}, [[2, 1]]),
            ("only", [1], "map", {"b": 2}, [[1, 2]]),
            ("more", [[1, 2]], "starmap", {"a": 7}, [[7, 1, 2]]),
        ):
            with self.subTest(function=function, mode=mode, constants=constants):
                self.assertEqual(child.map(function, items, mode, constants), {"values": values})

    def test_wrong_arguments_are_permanent_errors_that_say_what_the_function_takes(self):
        child = self.child(self.POWER + "\ndef nothing(): pass\ndef both(x, y): pass")
        for function, item, mode, constants, expected in (
            ("power", [1, 2, 3], "starmap", None, "too many"),
            ("power", [], "starmap", None, "base"),
            ("power", 7, "starmap", None, "got an integer"),
            ("power", "ab", "starmap", None, "got a string"),
            ("power", {"bas": 1}, "starmap", None, "no argument bas"),
            ("power", {"exponent": 1}, "starmap", None, "argument base is missing"),
            ("power", {"base": 1, "exponent": 1}, "starmap", {"base": 1}, "no argument base"),
            ("power", [1, 2], "starmap", {"base": 1}, "got 2"),
            ("power", 1, "map", {"root": 1}, "no argument root for a constant"),
            ("nothing", 1, "map", None, "leaves no argument"),
            ("both", 1, "map", None, "expected an array or an object"),
        ):
            with self.subTest(function=function, item=item, constants=constants):
                error = child.error(function, item, mode=mode, constants=constants)
                self.assertEqual((error["type"], error["permanent"]), ("InvalidArgument", True))
                self.assertIn(expected, error["message"])
                self.assertIn(function + " takes (", error["message"])

    def test_a_type_error_of_the_function_itself_stays_one(self):
        error = self.child("def add(x): return x + 1").error("add", "a")
        self.assertEqual(error["type"], "TypeError")
        self.assertNotIn("permanent", error)

    def test_a_number_that_no_float_can_hold_is_no_infinity(self):
        child = self.child("def same(x): return x")
        (answer,) = child.exchange('{"function":"same"}', '[1e2,{"a":[1e400]},"e"]')
        results = json.loads(answer)["results"]
        self.assertEqual([results[0], results[2]], [{"value": 100.0}, {"value": "e"}])
        self.assertEqual(results[1]["error"]["type"], "InvalidArgument")

    def test_a_function_that_is_not_there_fails_its_items(self):
        self.assertIn("no function cube", self.child(self.POWER).error("cube", 1)["message"])


class Values(ChildTest):
    def test_gives_back_what_json_has(self):
        child = self.child("def same(x): return x")
        items = [None, True, -1, 12345678901234567890, 0.1, "é\n\u2028 😀", [], {"a": {"b": [1, None]}}]
        self.assertEqual(child.map("same", items), {"values": items})

    def test_half_a_surrogate_pair_survives(self):
        child = self.child("def same(x): return x")
        self.assertEqual(child.exchange('{"function":"same"}', r'["\ud800"]'), [r'{"values":["\ud800"]}'])

    def test_tuples_are_arrays_and_dataclasses_objects(self):
        child = self.child(
            """
            import collections, dataclasses
            @dataclasses.dataclass
            class Point:
                x: int
                y: int
            Pair = collections.namedtuple("Pair", "a b")
            def point(x): return [(x, x), Point(x, [Point(x, 0)]), Pair(1, 2)]
            """
        )
        expected = [[1, 1], {"x": 1, "y": [{"x": 1, "y": 0}]}, [1, 2]]
        self.assertEqual(child.map("point", [1]), {"values": [expected]})

    def test_what_json_has_not_is_a_permanent_bad_value_with_a_cure(self):
        child = self.child(
            """
            import datetime
            class Thing: pass
            async def later(): pass
            def make(text): return eval(text)
            def count(x): yield x
            """
        )
        for text, expected in (
            ("(i for i in 'ab')", "returned a generator; return list(...)"),
            ("map(str, [1])", "returned a map; return list(...)"),
            ("{1, 2}", "returned a set; return sorted(...) or list(...)"),
            ("b'ab'", "returned a bytes; return x.decode()"),
            ("float('nan')", "NaN or Infinity"),
            ("[1, {'a': float('inf')}]", "NaN or Infinity"),
            ("Thing()", "returned a Thing; return"),
            ("Thing", "returned a type; return"),
            ("[[{1}]]", "returned a set"),
            ("{1: 2}", "a key of type int"),
            ("[{'a': {None: 2}}]", "a key of type NoneType"),
            ("datetime.date(2020, 1, 1)", "x.isoformat()"),
            ("1j", "[x.real, x.imag]"),
            ("len", "what it returns"),
        ):
            with self.subTest(text=text):
                error = child.error("make", text)
                self.assertEqual((error["type"], error["permanent"]), ("BadValue", True))
                self.assertIn(expected, error["message"])
        self.assertIn("returned a generator", child.error("count", 1)["message"])

    def test_a_bad_value_costs_its_neighbours_nothing(self):
        child = self.child("def make(text): return eval(text)")
        results = child.map("make", ["1", "{2}", "{'a': 3}"])["results"]
        self.assertEqual([results[0], results[2]], [{"value": 1}, {"value": {"a": 3}}])
        self.assertEqual(results[1]["error"]["type"], "BadValue")

    def test_what_is_too_large_to_be_stored_is_said_to_be(self):
        child = self.child(
            """
            def text(n): return "x" * n
            def number(n): return [10 ** n]
            def name(n): return {"x" * n: 1}
            def deep(n):
                value = 1
                for _ in range(n): value = [value]
                return value
            def round(n):
                value = []
                value.append(value)
                return value
            """
        )
        for function, most in (("text", (1 << 20) - 2), ("name", 256), ("deep", 64)):
            with self.subTest(function=function):
                results = child.map(function, [most, most + 1])["results"]
                self.assertIn("value", results[0])
                self.assertEqual(results[1]["error"]["type"], "ResultTooLarge")
        self.assertEqual(child.error("round", 1)["type"], "ResultTooLarge")
        if hasattr(sys, "set_int_max_str_digits"):
            self.assertIn("1000 digits", child.error("number", 1000)["message"])
        self.assertIn("values", child.map("number", [999]))


class Errors(ChildTest):
    def test_an_exception_tells_the_lines_of_the_users_file(self):
        child = self.child(
            """\
            import json
            def inner(x):
                return json.loads(x)
            def outer(x):
                return inner(x)
            """
        )
        error = child.error("outer", "{")
        self.assertEqual(error["type"], "JSONDecodeError")
        self.assertTrue(
            error["message"].endswith(
                "\n  functions.py, line 5, in outer: return inner(x)"
                "\n  functions.py, line 3, in inner: return json.loads(x)"
            ),
            error["message"],
        )
        self.assertNotIn("python_child", error["message"])

    def test_a_message_has_at_most_1000_characters(self):
        error = self.child("def fail(x): raise ValueError('é' * 10**6)").error("fail", 1)
        self.assertLessEqual(len(error["message"]), 1000)
        self.assertIn("in fail", error["message"])

    def test_whatever_a_function_raises_is_its_items_error(self):
        child = self.child(
            """
            import sys
            class Odd(Exception):
                def __str__(self): raise RuntimeError("odd")
            def leave(x): sys.exit(3)
            def quit_(x): quit()
            def interrupt(x): raise KeyboardInterrupt
            def recurse(x): return recurse(x)
            def gobble(x): return "x" * (1 << 60)
            def stop(x): return next(iter(()))
            def odd(x): raise Odd()
            """
        )
        for function, kind in (
            ("leave", "SystemExit"),
            ("quit_", "SystemExit"),
            ("interrupt", "KeyboardInterrupt"),
            ("recurse", "RecursionError"),
            ("gobble", "MemoryError"),
            ("stop", "StopIteration"),
            ("odd", "Odd"),
        ):
            with self.subTest(function=function):
                results = child.map(function, [1, 2])["results"]
                self.assertEqual([each["error"]["type"] for each in results], [kind, kind])
                self.assertEqual(child.end.returncode, 0)

    def test_a_crash_tells_the_line_in_the_log(self):
        child = self.child("import os\ndef crash(x):\n    os.kill(os.getpid(), 11)")
        self.assertEqual(child.exchange('{"function":"crash"}', "[1]"), [])
        self.assertEqual(child.end.returncode, -signal.SIGSEGV)
        self.assertIn('functions.py", line 3 in crash', child.log)

    def test_an_import_that_fails_names_requirements_and_how_to_install_them(self):
        child = self.child("import nowhere_to_be_found\ndef f(x): pass")
        self.assertIn("requirements.txt beside the file", child.error("f", 1)["message"])
        with open(os.path.join(self.folder, "requirements.txt"), "w") as file:
            file.write("nowhere\n")
        for message in (child.error("f", 1)["message"], child.describe()["error"]):
            self.assertIn("No module named 'nowhere_to_be_found'", message)
            self.assertIn("-m pip install -r " + os.path.join(self.folder, "requirements.txt"), message)


class Streams(ChildTest):
    def test_printing_goes_to_the_log(self):
        child = self.child(
            """
            import os, subprocess, sys
            print("loading")
            def shout(x):
                print("[1,2]", end="")
                sys.__stdout__.write("garbage")
                os.write(1, b"raw")
                subprocess.run(["echo", "of a process"])
                return x
            """
        )
        self.assertEqual(child.map("shout", [1]), {"values": [1]})
        for text in ("loading", "[1,2]", "garbage", "raw", "of a process"):
            self.assertIn(text, child.log)

    def test_reading_finds_the_end(self):
        child = self.child(
            """
            import subprocess, sys
            def ask(x): return input()
            def read(x): return sys.stdin.read()
            def run(x): return subprocess.run(["cat"], capture_output=True).stdout.decode()
            """
        )
        self.assertEqual(child.error("ask", 1)["type"], "EOFError")
        self.assertEqual(child.map("read", [1]), {"values": [""]})
        self.assertEqual(child.map("run", [1]), {"values": [""]})

    def test_closing_streams_is_harmless(self):
        child = self.child(
            """
            import os, sys
            def close(x):
                print("hello")
                sys.stdin.close(); sys.stdout.close(); sys.stderr.close()
                return x
            def close_raw(x):
                for fd in (0, 1, 2): os.close(fd)
                return x
            """
        )
        answers = child.exchange('{"function":"close"}', "[1]", "[2]", '{"function":"close_raw"}', "[3]")
        self.assertEqual(answers, ['{"values":[1]}', '{"values":[2]}', '{"values":[3]}'])

    def test_processes_of_the_function_inherit_only_the_standard_streams(self):
        child = self.child(
            """
            import os, subprocess
            def look(x):
                pid = os.posix_spawnp("sh", ["sh", "-c", "ls /proc/self/fd > " + x], os.environ)
                os.waitpid(pid, 0)
                return open(x).read().split()
            """
        )
        if not os.path.isdir("/proc/self/fd"):
            self.skipTest("no /proc/self/fd")
        (fds,) = child.map("look", [os.path.join(self.folder, "fds")])["values"]
        self.assertEqual(fds, ["0", "1", "2", "3"])  # 3 is the folder that ls reads

    def test_a_forked_process_answers_nothing(self):
        child = self.child(
            """
            import os
            def fork(x):
                pid = os.fork()
                if pid: os.waitpid(pid, 0)
                return x
            """
        )
        answers = child.exchange('{"function":"fork"}', "[1]", "[2]")
        self.assertEqual(answers, ['{"values":[1]}', '{"values":[2]}'])

    def test_ctrl_c_is_for_the_worker(self):
        child = self.child("import os, signal\ndef f(x):\n    os.kill(os.getpid(), signal.SIGINT)\n    return x")
        self.assertEqual(child.map("f", [1]), {"values": [1]})


class Async(ChildTest):
    def test_async_functions_run_together_up_to_their_concurrency(self):
        child = self.child(
            """
            import asyncio
            running, most = 0, 0
            async def wait(x):
                global running, most
                running += 1
                most = max(most, running)
                await asyncio.sleep(0.01)
                running -= 1
                if x < 0: raise ValueError("below zero")
                return x
            wait.concurrency = 3
            def highest(x): return most
            """
        )
        first, second = child.exchange('{"function":"wait"}', "[1,2,3,-4,5,6,7]", '{"function":"highest"}', "[0]")
        results = json.loads(first)["results"]
        self.assertEqual([each.get("value") for each in results], [1, 2, 3, None, 5, 6, 7])
        self.assertEqual(results[3]["error"]["type"], "ValueError")
        self.assertEqual(second, '{"values":[3]}')

    def test_one_event_loop_serves_all_batches(self):
        child = self.child(
            """
            import asyncio
            loops = set()
            async def count(x):
                loops.add(asyncio.get_running_loop())
                return len(loops)
            """
        )
        self.assertEqual(child.exchange('{"function":"count"}', "[1]", "[1]"), ['{"values":[1]}'] * 2)

    def test_exits_and_wrong_arguments_are_errors_of_their_items(self):
        child = self.child("import sys\nasync def leave(x):\n    if x: sys.exit(1)\n    return x")
        results = child.map("leave", [[1], [0], [1, 2]], mode="starmap")["results"]
        self.assertEqual(results[0]["error"]["type"], "SystemExit")
        self.assertEqual(results[1], {"value": 0})
        self.assertEqual(results[2]["error"]["type"], "InvalidArgument")


class Descriptions(ChildTest):
    def described(self, source):
        description = self.child(source).describe()
        self.assertIsNone(description["error"])
        return {each["name"]: each for each in description["functions"]}

    def test_describes_a_function_by_its_docstring_and_hints(self):
        power = self.described(
            '''
            def power(base: int, exponent: float = 2.0, *, digits: int = None):
                """base to the exponent.

                >>> power(2, 10)
                1024
                """
            '''
        )["power"]
        self.assertEqual(power["description"], "base to the exponent.")
        self.assertEqual(power["example"], "[2,10]")
        self.assertEqual(power["concurrency"], 1)
        self.assertEqual([each["type"] for each in power["parameters"]], ["integer", "number", "integer"])
        self.assertEqual(
            power["schema"],
            {
                "type": "array",
                "prefixItems": [{"type": "integer"}, {"type": "number"}, {"type": ["integer", "null"]}],
                "minItems": 1,
                "maxItems": 3,
            },
        )

    def test_reads_the_usual_hints(self):
        functions = self.described(
            """
            from typing import Any, Dict, List, Literal, Optional, Union
            def a(x: str): pass
            def b(x: Optional[bool]): pass
            def c(x: Union[int, List[str]]): pass
            def d(x: Literal["a", 1]): pass
            def e(x: Dict[str, float]): pass
            def f(x: list): pass
            def g(x: "list[int]"): pass
            def h(x: Any): pass
            def i(x: "Unknown", y: "int"): pass
            def j(x: [int]): pass
            def k(x): pass
            def l(x: tuple[int, ...]): pass
            """
        )
        schemas = {name: each["schema"]["prefixItems"] for name, each in functions.items()}
        self.assertEqual(
            schemas,
            {
                "a": [{"type": "string"}],
                "b": [{"type": ["boolean", "null"]}],
                "c": [{"anyOf": [{"type": "integer"}, {"type": "array", "items": {"type": "string"}}]}],
                "d": [{"enum": ["a", 1]}],
                "e": [{"type": "object", "additionalProperties": {"type": "number"}}],
                "f": [{"type": "array"}],
                "g": [{"type": "array", "items": {"type": "integer"}}],
                "h": [{}],
                "i": [{}, {"type": "integer"}],
                "j": [{}],
                "k": [{}],
                "l": [{"type": "array", "items": {"type": "integer"}}],
            },
        )

    def test_any_number_of_arguments_has_no_maximum(self):
        schema = self.described("def add(*numbers: float): return sum(numbers)")["add"]["schema"]
        self.assertEqual(schema, {"type": "array", "minItems": 0, "items": {"type": "number"}})

    def test_finds_or_guesses_an_example(self):
        functions = self.described(
            '''
            def one(x):
                """
                >>> one([1, 2])
                """
            async def get(url):
                """
                >>> await get("http://localhost")
                """
            def by_name(x, y=1):
                """
                >>> by_name(2, y=3)
                """
            def unread(x):
                """
                >>> unread(open("file"))
                """
            def numbers(x: float, y: int): pass
            def list_of(x: "list[str]"): pass
            def named(x: int, *, y: str): pass
            '''
        )
        examples = {name: each["example"] for name, each in functions.items()}
        self.assertEqual(
            examples,
            {
                "one": "[1,2]",
                "get": '"http://localhost"',
                "by_name": '{"x":2,"y":3}',
                "unread": "",
                "numbers": "[0.5, 2]",
                "list_of": '["text"]',
                "named": '{"x": 2, "y": "text"}',
            },
        )

    def test_serves_the_public_functions_of_the_file_itself(self):
        names = self.described(
            """
            import functools
            from os.path import join
            class Thing: pass
            def initializer(): raise OSError("must not be called")
            def _hidden(x): pass
            def Large(x): pass
            def plain(x): pass
            lam = lambda x: x
            @functools.lru_cache
            def cached(x): pass
            """
        )
        self.assertEqual(list(names), ["plain", "lam", "cached"])

    def test_says_that_a_name_is_left_out(self):
        child = self.child("def Large(x): pass\ndef small(x): pass")
        child.describe()
        self.assertIn("left out: Large", child.log)

    def test_concurrency_is_of_the_function_or_of_the_file(self):
        functions = self.described(
            """
            concurrency = 250
            async def a(x): pass
            async def b(x): pass
            b.concurrency = 7
            def c(x): pass
            """
        )
        self.assertEqual([each["concurrency"] for each in functions.values()], [250, 7, 1])
        self.assertIn("1 or more", self.child("concurrency = 0\nasync def a(x): pass").describe()["error"])

    def test_says_what_is_wrong_with_a_file_and_where(self):
        for source, expected in (
            ("def f(x):\n    pass\ndef g(:\n", "line 3: SyntaxError: "),
            ("x = 1\nraise ValueError('boom')\ndef f(x): pass", "line 2: ValueError: boom"),
            ("import sys\nsys.exit(1)", "line 2: SystemExit: 1"),
            ("x = 1", "no public function"),
            ("def Large(x): pass", "Large"),
        ):
            with self.subTest(source=source):
                self.assertIn(expected, self.child(source).describe()["error"])

    def test_what_a_file_prints_is_not_part_of_its_description(self):
        self.assertIn("f", self.described("print('hello')\ndef f(x): pass"))


if __name__ == "__main__":
    unittest.main()
