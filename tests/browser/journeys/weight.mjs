// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { startLine } from "../../support/line.mjs";
import { fortyProjects } from "../../support/sample_round.mjs";
import { chooseOne, openBallot, review } from "../trip/steps.mjs";

export const about = "the vote page with 40 projects, up to the encrypted ballot, is no more than 100 kB on the line";
export const alone = true; // hashes of the log come too, at most 8 kB: those of other journeys are not the page's
const LIMIT_BYTES = 100_000;

export default async function (trip) {
  const round = await trip.open({ harbour: 1 }, {}, fortyProjects());
  const { hostname: host, port } = new URL(trip.city.base);
  const line = await startLine({ to: { host, port } });
  try {
    const phone = await trip.through(line.base).device();
    await openBallot(phone, round);
    assert.equal(await phone.page.locator(".option").count(), 40);
    await chooseOne(phone, round);
    await review(phone);
    console.log(`# vote page with 40 projects in ${phone.language}: ${line.received} bytes`);
    assert.ok(line.received <= LIMIT_BYTES, `${line.received} bytes`);
    assert.ok(line.received > LIMIT_BYTES / 2, "scripts and projects have come");
  } finally {
    line.close();
  }
}
