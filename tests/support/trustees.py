# SPDX-License-Identifier: AGPL-3.0-or-later
"""Trustees of a round, each a process of `folkmoot trustee` with a key file of its own.

    trustees = Trustees(3, server.url)
    draft = {..., **trustees.draft(threshold=2)}
    trustees.join(round_id)                       # the frozen round's key is made
    with trustees.running(round_id): ...          # acknowledges, mixes, opens
"""
import contextlib
import subprocess

import folkmoot

SECONDS = 120


class Trustee:
    def __init__(self, number, url, folder):
        self.number, self.url, self.folder = number, url, folder
        self.key, self.passphrase = folder / f"trustee-{number}.key", folder / f"trustee-{number}.txt"
        self.passphrase.write_text(f"passphrase of trustee {number}\n")
        self.public = folkmoot.tool("folkmoot", "trustee", "init", "--out", self.key, "--passphrase-file",
                                    self.passphrase).stdout.split()[0]

    def arguments(self, command, round_id, *options):
        return ["trustee", command, "--key", str(self.key), "--url", self.url, "--round", round_id, "--every", "1",
                "--passphrase-file", str(self.passphrase), *map(str, options)]

    def do(self, command, round_id, *options, status=0):
        """The command to its end."""
        return folkmoot.tool("folkmoot", *self.arguments(command, round_id, *options), status=status)

    def start(self, command, round_id, *options):
        return subprocess.Popen([str(folkmoot.BUILD / "folkmoot"), *self.arguments(command, round_id, *options)],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def status(self, round_id):
        return self.do("status", round_id).stdout


class Trustees:
    def __init__(self, count, url, folder=None):
        folder = folder or folkmoot.temporary_folder()
        self.all = [Trustee(number, url, folder) for number in range(1, count + 1)]

    def draft(self, threshold):
        """Members of a draft."""
        return {"trustees": [{"name": f"Trustee {one.number}", "key": one.public} for one in self.all],
                "threshold": threshold, "draw": {"source": "trustees"}}

    @staticmethod
    def finish(processes):
        """What each has said; all must end well."""
        said = []
        for process in processes:
            output, _ = process.communicate(timeout=SECONDS)
            assert process.returncode == 0, output
            said.append(output)
        return said

    def words(self, round_id):
        """Everybody commits and joins, and sees these words."""
        said = self.finish([one.start("join", round_id) for one in self.all])
        words = {output.strip().splitlines()[-1] for output in said}
        assert len(words) == 1, words
        return words.pop()

    def join(self, round_id):
        words = self.words(round_id)
        return self.finish([one.start("join", round_id, "--words", words) for one in self.all])

    @contextlib.contextmanager
    def running(self, round_id, *options, who=None):
        processes = [one.start("run", round_id, "--patience", "2", *options) for one in who or self.all]
        try:
            yield processes
        finally:
            for process in processes:
                process.terminate()
                process.communicate()
