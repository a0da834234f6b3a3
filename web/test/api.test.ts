// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiProblem, createApi, NoAnswer } from "../src/api/index.ts";
import { send, type Surroundings } from "../src/api/http.ts";
import { utf8, utf8Decode } from "../src/crypto/bytes.ts";

type Step = Response | Error | "hang";

/** A server that answers with one step after the other, and what was asked of it. */
function scripted(steps: Step[]) {
  const asked: { url: string; init: RequestInit }[] = [];
  const slept: number[] = [];
  const surroundings: Surroundings = {
    fetch: async (url, init) => {
      asked.push({ url, init });
      const step = steps.shift();
      if (step === undefined) throw new Error("asked too often");
      if (step === "hang") return new Promise((_, reject) => init.signal!.addEventListener("abort", () => reject(new Error("aborted"))));
      if (step instanceof Error) throw step;
      return step;
    },
    sleep: async (ms) => void slept.push(ms),
    random: () => 0.5,
  };
  return { api: createApi(surroundings), surroundings, asked, slept };
}

const problem = (slug: string, status: number, more: object = {}, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify({ type: `/problems/${slug}`, title: slug, status, detail: "why", ...more }), {
    status,
    headers: { "content-type": "application/problem+json", ...headers },
  });

test("a problem becomes a typed error with all that it says", async () => {
  const last = { seq: 2, id: "x" };
  const { api } = scripted([problem("sequence", 409, { last })]);
  await assert.rejects(api.cast("r", utf8("{}")), (error: unknown) => {
    assert.ok(error instanceof ApiProblem);
    assert.equal(error.slug, "sequence");
    assert.equal(error.status, 409);
    assert.equal(error.detail, "why");
    assert.deepEqual(error.body["last"], last);
    return true;
  });
});

test("a ballot whose answer is lost is sent again with the same bytes", async () => {
  const { api, asked, slept } = scripted([new TypeError("network"), problem("database-unavailable", 503), new Response("receipt")]);
  assert.equal(utf8Decode(await api.cast("r", utf8('{"a":1}'))), "receipt");
  assert.equal(asked.length, 3);
  for (const { url, init } of asked) {
    assert.equal(url, "/api/v1/rounds/r/ballots");
    assert.equal(init.method, "POST");
    assert.equal(utf8Decode(init.body as Uint8Array), '{"a":1}');
    assert.equal(init.credentials, "same-origin");
  }
  assert.deepEqual(slept, [500, 1000]);
});

test("repeating ends after four tries", async () => {
  const { api, asked } = scripted([0, 1, 2, 3].map(() => new TypeError("network")));
  await assert.rejects(api.city(), (error: unknown) => error instanceof NoAnswer && error.reason === "network");
  assert.equal(asked.length, 4);
});

test("a refusal is not repeated", async () => {
  const { api, asked } = scripted([problem("credential-unknown", 404)]);
  await assert.rejects(api.cast("r", utf8("{}")), { slug: "credential-unknown" });
  assert.equal(asked.length, 1);
});

test("signing in is never repeated", async () => {
  const { api, asked } = scripted([new TypeError("network")]);
  await assert.rejects(api.signIn("a", "b"), NoAnswer);
  assert.equal(asked.length, 1);
  const second = scripted([problem("too-many-attempts", 429)]);
  await assert.rejects(second.api.signIn("a", "b"), { slug: "too-many-attempts" });
  assert.equal(second.asked.length, 1);
});

test("the server's wish to wait is kept, within bounds", async () => {
  const { api, slept } = scripted([problem("overloaded", 503, {}, { "retry-after": "3" }), problem("overloaded", 503, {}, { "retry-after": "9999" }), new Response("{}")]);
  await api.city();
  assert.deepEqual(slept, [3000, 15_000]);
});

test("an answer that does not come is given up", async () => {
  const { surroundings, asked } = scripted(["hang", "hang", "hang", "hang"]);
  const waiting = send(surroundings, "/api/v1/city", { timeout_ms: 1 });
  await assert.rejects(waiting, (error: unknown) => error instanceof NoAnswer && error.reason === "timeout");
  assert.equal(asked.length, 4);
});

test("pages of a proxy are no answers of the API", async () => {
  const html = { headers: { "content-type": "text/html" } };
  await assert.rejects(scripted([new Response("<html>", { ...html, status: 404 })]).api.city(), { slug: "unexpected" });
  const many = scripted([0, 1, 2, 3].map(() => new Response("<html>", { ...html, status: 200 })));
  await assert.rejects(many.api.city(), NoAnswer);
  await assert.rejects(scripted([new Response("[]")]).api.city(), NoAnswer);
});

test("an answer that announces too much is not read", async () => {
  const large = new Response("x", { headers: { "content-length": String(64 * 1024 * 1024) } });
  const { api } = scripted([large, large, large, large]);
  await assert.rejects(api.checkpoint(), NoAnswer);
});

test("addresses are encoded", async () => {
  const { api, asked } = scripted([new Response("{}"), new Response("{}"), new Response("x")]);
  await api.form("a/b", "pt-BR&x");
  await api.credential("r", "../x");
  await api.tile({ level: 0, index: 1234, width: 5 });
  assert.deepEqual(asked.map(({ url }) => url), ["/api/v1/rounds/a%2Fb/form?language=pt-BR%26x", "/api/v1/rounds/r/credentials/..%2Fx", "/log/tile/0/x001/234.p/5"]); // prettier-ignore
});
