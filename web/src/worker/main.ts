// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The worker's end of the line: one answer for each question, in any order.

import { FormatError } from "../crypto/bytes.ts";
import { ApiProblem, NoAnswer } from "../api/index.ts";
import { tasks } from "./tasks.ts";
import { Unwitnessed } from "./witnesses.ts";
import type { Answer, Fault, Question } from "./client.ts";

self.onmessage = async ({ data }: MessageEvent<Question>) => {
  const task = tasks[data.task] as (...given: readonly unknown[]) => unknown;
  let answer: Answer;
  try {
    answer = { id: data.id, value: await task(...data.given) };
  } catch (error) {
    answer = { id: data.id, fault: faultOf(error), message: error instanceof Error ? error.message : String(error) };
  }
  self.postMessage(answer);
};

function faultOf(error: unknown): Fault {
  if (error instanceof Unwitnessed) return "unwitnessed";
  if (error instanceof FormatError) return "format";
  if (error instanceof NoAnswer || error instanceof ApiProblem) return "no-answer";
  return "bug";
}
