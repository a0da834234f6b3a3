// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The page's end of the line to a worker: its tasks as asynchronous functions.

import type { Tasks } from "./tasks.ts";

export type Question = { readonly id: number; readonly task: string; readonly given: readonly unknown[] };
export type Answer = { readonly id: number } & (
  | { readonly value: unknown }
  | { readonly fault: Fault; readonly message: string }
);

/** "format": what was checked does not hold · "unwitnessed": witnesses are missing · "no-answer": it could not be fetched · "bug": none of these. */
export type Fault = "format" | "unwitnessed" | "no-answer" | "bug";

export class TaskFailed extends Error {
  override name = "TaskFailed";
  constructor(
    readonly fault: Fault,
    message: string,
  ) {
    super(message);
  }
}

type Task = (...given: never[]) => unknown;
export type Remote<Of extends Record<keyof Of, Task>> = { readonly [T in keyof Of]: (...given: Parameters<Of[T]>) => Promise<Awaited<ReturnType<Of[T]>>> };

/** The worker that makes ballots and checks receipts. */
export function startWorker(): Remote<Tasks> {
  return connect<Tasks>(() => new Worker(new URL("./main.ts", import.meta.url)));
}

export function connect<Of extends Record<keyof Of, Task>>(make: () => Worker): Remote<Of> {
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let last = 0;
  let worker: Worker | null = null;
  const start = (): Worker => {
    const started = make();
    let answered = false;
    started.onmessage = ({ data }: MessageEvent<Answer>) => {
      answered = true;
      const caller = waiting.get(data.id);
      waiting.delete(data.id);
      if ("value" in data) caller?.resolve(data.value);
      else caller?.reject(new TaskFailed(data.fault, data.message));
    };
    started.onerror = (event) => {
      // Its script has not come: the next question asks for it again.
      if (!answered) worker = null;
      for (const { reject } of waiting.values()) reject(new TaskFailed("bug", event.message));
      waiting.clear();
    };
    return started;
  };
  worker = start();
  return new Proxy({} as Remote<Of>, {
    get: (_, task: string) =>
      (...given: readonly unknown[]) =>
        new Promise((resolve, reject) => {
          waiting.set(++last, { resolve, reject });
          (worker ??= start()).postMessage({ id: last, task, given } satisfies Question);
        }),
  });
}
