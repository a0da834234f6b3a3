// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A worker's end of the line: one answer for each question, in any order.

import { FormatError } from "../crypto/bytes.ts";
import { ApiProblem, NoAnswer } from "../api/http.ts";
import { Unwitnessed } from "./unwitnessed.ts";
import type { Answer, Fault, Question } from "./client.ts";

export function answerFor(tasks: object): void {
  self.onmessage = async ({ data }: MessageEvent<Question>) => {
    const task = (tasks as Record<string, (...given: readonly unknown[]) => unknown>)[data.task]!;
    let answer: Answer;
    try {
      answer = { id: data.id, value: await task(...data.given) };
    } catch (error) {
      answer = { id: data.id, fault: faultOf(error), message: error instanceof Error ? error.message : String(error) };
    }
    self.postMessage(answer);
  };
}

function faultOf(error: unknown): Fault {
  if (error instanceof Unwitnessed) return "unwitnessed";
  if (error instanceof FormatError) return "format";
  if (error instanceof NoAnswer || error instanceof ApiProblem) return "no-answer";
  return "bug";
}
