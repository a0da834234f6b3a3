// SPDX-License-Identifier: AGPL-3.0-or-later
//
// result.json (docs/protocol.md section 11) as the desk and the minutes show it. It is for reading: whether it is right
// the verifier says.

import { desk as deskApi } from "../../api/desk.ts";

export interface ResultContest {
  readonly id: string;
  readonly status: "counted" | "withheld" | "empty";
  readonly voters: number;
  readonly ballots: number;
  readonly valid: number;
  readonly blank: number;
  readonly invalid: readonly { readonly index: number; readonly reason: string }[];
  readonly draw?: string;
  readonly count?: {
    readonly selected: readonly string[];
    readonly total_cost: number;
    readonly ties: readonly (readonly string[])[];
    /** of questions */
    readonly trace: readonly { readonly option?: string; readonly outcome?: string; readonly yes?: number; readonly no?: number; readonly abstain?: number }[];
  };
}

export interface Result {
  readonly contests: readonly ResultContest[];
}

export async function loadResult(round: string): Promise<Result> {
  return JSON.parse(new TextDecoder().decode(await deskApi.file(round, "result.json"))) as Result;
}
