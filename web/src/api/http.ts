// SPDX-License-Identifier: AGPL-3.0-or-later
//
// One request: timeout, problem+json to typed errors, and repetition with back-off where repeating is harmless.
// Together with index.ts the only place that calls fetch.

/** The server answered and refused: RFC 9457. `slug` is the last part of the type (docs/api/openapi.json, x-problems). */
export class ApiProblem extends Error {
  override name = "ApiProblem";
  constructor(
    readonly slug: string,
    readonly status: number,
    readonly detail: string,
    readonly body: { readonly [key: string]: unknown },
  ) {
    super(`${slug}: ${detail}`);
  }
}

/** No answer that can be used. Whether the request took effect is unknown. */
export class NoAnswer extends Error {
  override name = "NoAnswer";
  constructor(readonly reason: "network" | "timeout" | "garbled") {
    super(reason);
  }
}

/** What a test replaces. */
export interface Surroundings {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

export interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly body?: Uint8Array | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Repeating has no further effect: GET, or a POST that the server recognises by its bytes. */
  readonly idempotent?: boolean;
  readonly timeout_ms?: number;
  /** Answers above this size are not read to the end. */
  readonly limit_bytes?: number;
}

const TIMEOUT_MS = 20_000;
const LIMIT_BYTES = 8 * 1024 * 1024;
const TRIES = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

export async function send(surroundings: Surroundings, url: string, request: Request): Promise<Uint8Array> {
  const idempotent = request.idempotent ?? (request.method ?? "GET") === "GET";
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(surroundings, url, request);
    } catch (error) {
      if (!idempotent || attempt === TRIES || !isPassing(error)) throw error;
      await surroundings.sleep(pause(attempt, error, surroundings.random));
    }
  }
}

async function once(surroundings: Surroundings, url: string, request: Request): Promise<Uint8Array> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), request.timeout_ms ?? TIMEOUT_MS);
  let response: Response;
  let bytes: Uint8Array;
  try {
    response = await surroundings.fetch(url, {
      method: request.method ?? "GET",
      headers: { ...request.headers },
      credentials: "same-origin",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: abort.signal,
      ...(request.body === undefined ? {} : { body: request.body as BodyInit }),
    });
    if (Number(response.headers.get("content-length") ?? 0) > (request.limit_bytes ?? LIMIT_BYTES)) throw new NoAnswer("garbled");
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error instanceof NoAnswer) throw error;
    throw new NoAnswer(abort.signal.aborted ? "timeout" : "network");
  } finally {
    clearTimeout(timer);
  }
  if (response.ok) return bytes;
  throw problemOf(response, bytes);
}

function problemOf(response: Response, bytes: Uint8Array): ApiProblem {
  const retryAfter = response.headers.get("retry-after");
  const extra = retryAfter === null ? {} : { retry_after: Number(retryAfter) };
  if (/^application\/problem\+json\b/.test(response.headers.get("content-type") ?? "")) {
    const body = objectOf(bytes);
    const { type, detail } = body;
    if (typeof type === "string") {
      return new ApiProblem(type.slice(type.lastIndexOf("/") + 1), response.status, typeof detail === "string" ? detail : "", { ...body, ...extra });
    }
  }
  // A proxy between us and the server.
  return new ApiProblem("unexpected", response.status, "", extra);
}

/** A JSON object, or NoAnswer: something that is no answer of this API stands in between. */
export function objectOf(bytes: Uint8Array): { readonly [key: string]: unknown } {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as { readonly [key: string]: unknown };
  } catch {
    // reported below
  }
  throw new NoAnswer("garbled");
}

function isPassing(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  return error instanceof ApiProblem && [429, 502, 503, 504].includes(error.status);
}

/** Doubles from try to try, spread by a random half so that a crowd does not come back at once. */
function pause(attempt: number, error: unknown, random: () => number): number {
  const asked = error instanceof ApiProblem ? error.body["retry_after"] : undefined;
  const base = typeof asked === "number" && asked > 0 ? asked * 1000 : FIRST_PAUSE_MS * 2 ** (attempt - 1);
  return Math.min(base, LONGEST_PAUSE_MS) * (0.75 + random() / 2);
}

/** Requests under one set of surroundings: as bytes, or as JSON in and out. */
export function requester(surroundings: Surroundings) {
  const bytes = (url: string, request: Request = {}): Promise<Uint8Array> => send(surroundings, url, request);
  const json = async <T>(url: string, request: Request = {}): Promise<T> => {
    const headers = request.body === undefined ? request.headers : { "content-type": "application/json", ...request.headers };
    return objectOf(await bytes(url, { ...request, ...(headers === undefined ? {} : { headers }) })) as T;
  };
  return { bytes, json };
}

export const BROWSER: Surroundings = {
  fetch: (url, init) => fetch(url, init),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};
