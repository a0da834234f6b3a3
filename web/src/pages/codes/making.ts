// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Makes a batch on all cores of this computer.

import { countOf, mergeCodes, wipeCodes, type Codes } from "../../crypto/code_batch.ts";

/** So that the progress moves and a cancel is heard. */
const PORTION = 250;
const WORKERS_MAX = 16;

/** Codes with distinct serials. `onMade`: how many there are so far. Ends with AbortError when `signal` says so. */
export async function makeBatch(nonce: Uint8Array, count: number, signal: AbortSignal, onMade: (made: number) => void): Promise<Codes> {
  return completeBatch(nonce, count, mergeCodes([]), signal, onMade);
}

/** The same from some that are there already. */
export async function completeBatch(nonce: Uint8Array, count: number, there: Codes, signal: AbortSignal, onMade: (made: number) => void): Promise<Codes> {
  let codes = there;
  const workers = startWorkers();
  try {
    // Serials that stand there twice leave one of their codes, and others are made in the place of the rest.
    while (countOf(codes) < count) {
      const made = await inPortions(workers, nonce, count - countOf(codes), signal, (more) => onMade(countOf(codes) + more));
      codes = mergeCodes([codes, ...made]);
    }
    return codes;
  } catch (error) {
    wipeCodes(codes);
    throw error;
  } finally {
    for (const worker of workers) worker.terminate();
  }
}

function startWorkers(): Worker[] {
  const cores = Math.min(navigator.hardwareConcurrency || 2, WORKERS_MAX);
  return Array.from({ length: cores }, () => new Worker(new URL("../../worker/code_maker.ts", import.meta.url)));
}

function inPortions(workers: readonly Worker[], nonce: Uint8Array, count: number, signal: AbortSignal, onMade: (made: number) => void): Promise<Codes[]> {
  return new Promise((resolve, reject) => {
    const parts: Codes[] = [];
    let asked = 0;
    let made = 0;
    const fail = (error: unknown): void => {
      parts.forEach(wipeCodes);
      reject(error);
    };
    const ask = (worker: Worker): void => {
      const portion = Math.min(PORTION, count - asked);
      asked += portion;
      if (portion > 0) worker.postMessage({ nonce, count: portion });
    };
    if (signal.aborted) return fail(signal.reason);
    signal.addEventListener("abort", () => fail(signal.reason), { once: true });
    for (const worker of workers) {
      worker.onmessage = ({ data }: MessageEvent<Codes>) => {
        if (signal.aborted) return wipeCodes(data);
        parts.push(data);
        made += countOf(data);
        onMade(made);
        if (made === count) resolve(parts);
        else ask(worker);
      };
      worker.onerror = (event) => fail(new Error(event.message));
      ask(worker);
    }
  });
}
