# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds answers to docs/api/openapi.json: the path, the method, the status, the media type, the schema, and the type of
a problem with its status. Paths outside /api, /log and /witness (pages, files) are described there only in their problems.
Needs the Debian package python3-jsonschema.

    python3 tests/support/openapi.py FOLDER        checks what servers with the option `answers` wrote into FOLDER
                                                   (server/http/answers.h); status 1 when an answer is not described
"""
import base64
import collections
import gzip
import hashlib
import json
import pathlib
import re
import sys

try:
    import jsonschema
except ModuleNotFoundError:  # another Python than Debian's is first on PATH
    sys.path.append("/usr/lib/python3/dist-packages")
    import jsonschema

FILE = pathlib.Path(__file__).resolve().parent.parent.parent / "docs" / "api" / "openapi.json"
DESCRIBED = re.compile(r"/(api|log|pictures|witness)(/|$)|/(healthz|metrics)$")
TAKES_SLASHES = ("/log/tile/{path}", "/witness/{hash}/mirror/tile/{path}")
PROBLEM = "application/problem+json"


Answer = collections.namedtuple("Answer", "status headers body")  # body None: not kept, since it was streamed


def plain(response):
    """The body without its content coding."""
    return gzip.decompress(response.body) if response.headers.get("Content-Encoding") == "gzip" else response.body


class NotDescribed(AssertionError):
    """An answer that docs/api/openapi.json does not allow."""


class OpenApi:
    def __init__(self, description=None):
        self.description = description or json.loads(FILE.read_text(encoding="utf-8"))
        self.resolver = jsonschema.RefResolver("", self.description)
        self.validators = {}
        self.answered = set()  # (method, path of the description, status) of answers that were not problems
        self.seen = set()      # hashes of answers found right: a crowd gets many equal ones
        self.paths = [(re.compile(re.sub(r"\\\{\w+\\\}", ".+" if path in TAKES_SLASHES else "[^/]+", re.escape(path))),
                       path) for path in self.description["paths"]]

    def path_of(self, path):
        """Of the description; None: there is no such path."""
        return next((name for pattern, name in self.paths if pattern.fullmatch(path)), None)

    def check_folder(self, folder):
        """All answers that servers wrote down, each file in its order; returns how many. NotDescribed at the first that
        is not described."""
        count = 0
        for path in sorted(pathlib.Path(folder).iterdir()):
            for line in path.read_bytes().splitlines():
                answer = json.loads(line)
                count += 1
                headers = {"Content-Type": answer.get("type"), "Content-Encoding": answer.get("coding")}
                text = answer.get("body", "")
                body = None if "streamed" in answer else base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
                self.check(answer["method"], answer.get("path", ""), Answer(answer["status"], headers, body))
        return count

    def check(self, method, path, response):
        """NotDescribed unless this answer may follow this request. `path` may have a query."""
        path = path.partition("?")[0]
        media_type = (response.headers.get("Content-Type") or "").partition(";")[0]
        if media_type != PROBLEM and not DESCRIBED.match(path):
            return
        key = hashlib.sha256(f"{method} {path} {response.status} {media_type}\n".encode() + (response.body or b"")).digest()
        if key in self.seen:
            return
        where = f"{method} {path}: {response.status} {(response.body or b'')[:200]!r}"
        name = self.path_of(path)
        operation = self.description["paths"].get(name, {}).get("get" if method == "HEAD" else method.lower())
        if media_type == PROBLEM:
            self.check_problem(where, method, operation, response)
            self.seen.add(key)
            return
        if operation is None:
            raise NotDescribed(f"{where}: there is no such operation")
        declared = operation["responses"].get(str(response.status))
        if declared is None:
            raise NotDescribed(f"{where}: the status is not declared")
        content = declared.get("content", {})
        if not content and (media_type or response.body):
            raise NotDescribed(f"{where}: a body is not declared")
        if content and media_type not in content:
            raise NotDescribed(f"{where}: {media_type or 'no type'} is not declared")
        if method != "HEAD" and media_type == "application/json" and response.body is not None:
            self.check_schema(where, content[media_type]["schema"], response)
        self.answered.add((method, name, response.status))
        self.seen.add(key)

    def check_problem(self, where, method, operation, response):
        if operation is None and response.status not in (400, 404, 405, 413):
            raise NotDescribed(f"{where}: there is no such operation")
        if operation is not None and not self.allows_problems(operation, response.status):
            raise NotDescribed(f"{where}: problems are not declared")
        if method == "HEAD":
            return
        self.check_schema(where, {"$ref": "#/components/schemas/Problem"}, response)
        problem = json.loads(plain(response))
        known = self.description["x-problems"].get(problem["type"].removeprefix("/problems/"))
        if known is None or not problem["type"].startswith("/problems/"):
            raise NotDescribed(f"{where}: the type is not declared")
        if (known["status"], problem["status"]) != (response.status, response.status):
            raise NotDescribed(f"{where}: the status is not that of the type")

    @staticmethod
    def allows_problems(operation, status):
        declared = operation["responses"].get(str(status), operation["responses"].get("default", {}))
        return PROBLEM in declared.get("content", {})

    def check_schema(self, where, schema, response):
        key = json.dumps(schema)
        if key not in self.validators:
            self.validators[key] = jsonschema.Draft202012Validator(schema, resolver=self.resolver)
        try:
            value = json.loads(plain(response))
        except ValueError as error:
            raise NotDescribed(f"{where}: not JSON: {error}") from error
        error = jsonschema.exceptions.best_match(self.validators[key].iter_errors(value))
        if error is not None:
            place = "/".join(str(step) for step in error.absolute_path)
            raise NotDescribed(f"{where}: {place or 'the answer'}: {error.message[:500]}")


if __name__ == "__main__":
    try:
        print(f"{OpenApi().check_folder(sys.argv[1])} answers are as described")
    except NotDescribed as wrong:
        sys.exit(f"an answer is not described: {wrong}")
