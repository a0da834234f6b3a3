// SPDX-License-Identifier: AGPL-3.0-or-later

import { writeFileSync } from "node:fs";
import path from "node:path";
import { sampleRound } from "./sample_round.mjs";

/** An English address for every kind of page: { kind: url }. A round is open, another one has a result. */
export async function pageKinds(hall) {
  const { city, clerks } = hall;
  const open = await hall.openRound(sampleRound(), { centre: 1 });
  const over = await hall.openRound(sampleRound(), { harbour: 1 });
  const choices = path.join(city.folder, "choices.json");
  writeFileSync(choices, JSON.stringify({ streets: { chosen: ["s5", "s8"] }, one: { chosen: ["o3"] } }));
  await city.tool("folkmoot", "cast", "--url", city.base, "--round", over.id, "--code", over.codes.harbour[0], "--choices", choices);
  await hall.act(over, "voting-closed", { reason: "everyone-voted" }, clerks);
  await hall.finish(over);
  const addresses = {
    home: "/",
    assembly: "/assemblies/city",
    round: `/rounds/${open.id}`,
    result: `/rounds/${over.id}/result`,
    acts: "/acts",
    "round-acts": `/rounds/${over.id}/acts`,
    vote: `/rounds/${open.id}/vote`,
    check: "/check",
    "sign-in": "/sign-in",
    invitation: "/invitation",
    account: "/account",
    key: "/account/key",
    people: "/people",
    staff: "/staff",
    prepare: `/staff/rounds/${open.id}/prepare`,
    codes: `/staff/rounds/${open.id}/codes`,
    watch: `/staff/rounds/${open.id}/watch`,
    close: `/staff/rounds/${open.id}/close`,
    minutes: `/staff/rounds/${over.id}/minutes`,
    "not-found": "/nothing/here",
  };
  return Object.fromEntries(Object.entries(addresses).map(([kind, address]) => [kind, `${city.base}/en${address}`]));
}
