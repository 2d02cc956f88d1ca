"""The functions of examples/functions, run as a worker runs them."""

import http.server
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import zlib

from test_python_child import CHILD, HERE, TIMEOUT

ROOT = os.path.join(HERE, "../../../..")
FUNCTIONS = os.path.join(ROOT, "examples/functions")


def python(file, function, items, mode="map"):
    """The values of items."""
    lines = [json.dumps({"function": function, "mode": mode}), json.dumps(items)]
    command = [sys.executable, "-u", "-X", "utf8", CHILD, os.path.join(FUNCTIONS, file)]
    answer = json.loads(exchange(command, lines)[0])
    assert "values" in answer, answer
    return answer["values"]


def exchange(command, lines):
    text = "".join(line + "\n" for line in lines)
    return subprocess.run(
        command, input=text, capture_output=True, text=True, timeout=TIMEOUT, check=True
    ).stdout.splitlines()


def pdf(text):
    """A PDF file of one page, compressed as real ones are."""
    shown = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)").encode("cp1252")
    content = zlib.compress(b"BT /F1 12 Tf 72 720 Td (" + shown + b") Tj ET")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    file, table = b"%PDF-1.4\n", b"xref\n0 6\n0000000000 65535 f \n"
    for number, each in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(file)
        file += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    return file + table + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(file)


class PythonExamples(unittest.TestCase):
    def test_cube(self):
        self.assertEqual(python("cube.py", "cube", [1, 2, 3]), [1, 8, 27])

    def test_words_are_counted_and_merged(self):
        counts = python("words.py", "count", ["to be or not to be", "Be quick"])
        self.assertEqual(counts, [{"to": 2, "be": 2, "or": 1, "not": 1}, {"be": 1, "quick": 1}])
        (merged,) = python("words.py", "merge", [counts], mode="starmap")
        self.assertEqual(merged, {"to": 2, "be": 3, "or": 1, "not": 1, "quick": 1})

    def test_a_thousand_pdf_files_become_text(self):
        with tempfile.TemporaryDirectory() as folder:
            texts = ["Page %d of (many) \\ é" % i for i in range(1000)]
            files = [os.path.join(folder, "%d.pdf" % i) for i in range(1000)]
            for file, text in zip(files, texts):
                with open(file, "wb") as out:
                    out.write(pdf(text))
            self.assertEqual(python("pdf_text.py", "text", files), texts)

    @unittest.skipUnless(importlib.util.find_spec("PIL"), "Pillow is not installed")
    def test_pictures_become_thumbnails(self):
        from PIL import Image

        with tempfile.TemporaryDirectory() as folder:
            large, small = os.path.join(folder, "large.png"), os.path.join(folder, "small.png")
            Image.new("RGB", (640, 320), "red").save(large)
            self.assertEqual(python("thumbnail.py", "thumbnail", [[large, small]], mode="starmap"), [[128, 64]])
            with Image.open(small) as image:
                self.assertEqual(image.size, (128, 64))

    def test_the_grid_finds_the_shape_of_the_data(self):
        grid = [[alpha, degree] for alpha in (0.001, 0.01, 0.1, 1, 10) for degree in range(1, 10)]
        scores = python("grid.py", "score", grid, mode="starmap")
        self.assertEqual(scores[grid.index([0.01, 5])], 0.0324)
        self.assertEqual(grid[scores.index(min(scores))], [0.01, 7])

    def test_rastrigin_is_lowest_at_the_origin(self):
        self.assertEqual(python("evolution.py", "rastrigin", [[0, 0], [1, 2]]), [0, 5])

    def test_evolution_comes_near_the_origin(self):
        with serving(Rastrigin) as url:
            lines = exchange([sys.executable, os.path.join(ROOT, "examples/evolution/evolve.py"), url], [])
        self.assertLess(float(lines[0].split()[2]), 0.01)

    def test_fetch_calls_a_service_with_many_calls_at_a_time(self):
        with serving(Hello) as url:
            self.assertEqual(python("fetch.py", "fetch", [url] * 100), [{"status": 200, "bytes": 5}] * 100)


class Programs(unittest.TestCase):
    def test_shout(self):
        lines = exchange([os.path.join(FUNCTIONS, "shout.sh")], ['"hello"', "5", '"you there"', r'"a\"b"'])
        answers = [json.loads(line) for line in lines]
        self.assertEqual([each.get("value") for each in answers], ["HELLO!", None, "YOU THERE!", None])
        self.assertEqual(answers[1]["error"]["type"], "InvalidArgument")

    @unittest.skipUnless(shutil.which("node"), "Node is not installed")
    def test_reverse(self):
        lines = exchange(["node", os.path.join(FUNCTIONS, "reverse.js")], ['"stressed"', "5"])
        self.assertEqual(lines[0], '{"value":"desserts"}')
        self.assertEqual(json.loads(lines[1])["error"]["type"], "InvalidArgument")


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Hello(Handler):
    def do_GET(self):
        self.answer(b"hello")


class Rastrigin(Handler):
    """Does what the API does with a map."""

    def do_POST(self):
        points = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        spec = importlib.util.spec_from_file_location("evolution", os.path.join(FUNCTIONS, "evolution.py"))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.answer(json.dumps([module.rastrigin(point) for point in points]).encode())


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 250  # callers that wait at a time


class serving:
    """A web server for a while; its URL."""

    def __init__(self, handler):
        self.server = Server(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return "http://127.0.0.1:%d" % self.server.server_port

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
