# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages for people as tests read them, and what a round needs so that there is something to read."""
import html.parser
import json

import folkmoot
from folkmoot import equal

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Outline(html.parser.HTMLParser):
    """The elements of a page, and the text of its <main>."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.text, self.inside = [], "", 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside += tag == "main"

    def handle_endtag(self, tag):
        self.inside -= tag == "main"

    def handle_data(self, data):
        if self.inside:
            self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]

    def words(self):
        return " ".join(self.text.split())


def page(server, path, status=200, **headers):
    answer = server.client().get(path, headers={**BROWSER, **headers})
    equal(answer.status, status, path)
    equal(answer.headers["Content-Type"], "text/html; charset=utf-8", path)
    return Outline(answer.text)


def put_text(election, thing, language, **words):
    definition = election.store_blob((election.folder / "definition.blob").read_bytes())
    election.database.psql("""
        INSERT INTO vote.round_text (round_no, definition, thing, language, salt, text)
        VALUES (:'number', decode(:'definition', 'hex'), :'thing', :'language', decode(repeat('00', 32), 'hex'), :'words')
        """, definition=definition, number=election.number(), thing=thing, language=language, words=json.dumps(words))


def put_export(election, name, content):
    digest = election.store_blob(content)
    election.database.psql(f"""INSERT INTO work.export (round_no, name, blob)
        VALUES ({election.number()}, '{name}', '\\x{digest}')""", role=folkmoot.JOBS)


def set_state(election, state):
    election.database.psql(f"UPDATE vote.round SET state = '{state}' WHERE no = {election.number()}")
