// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from "node:assert/strict";
import { test } from "node:test";
import { clockAt, isZone, minuteOf } from "../src/pages/prepare/zones.ts";

const utc = (text: string): number => Date.parse(text) / 60_000;

test("a clock time in a zone is a minute, and back", () => {
  assert.equal(minuteOf("UTC", "2027-03-01T09:30"), utc("2027-03-01T09:30Z"));
  assert.equal(minuteOf("Europe/Madrid", "2027-03-01T09:30"), utc("2027-03-01T08:30Z"));
  assert.equal(minuteOf("Europe/Madrid", "2027-07-01T09:30"), utc("2027-07-01T07:30Z"));
  assert.equal(minuteOf("Asia/Kathmandu", "2027-07-01T00:00"), utc("2027-06-30T18:15Z"));
  assert.equal(minuteOf("Pacific/Kiritimati", "2027-01-01T00:00"), utc("2026-12-31T10:00Z"));
  assert.equal(minuteOf("America/Sao_Paulo", "2027-12-31T23:59"), utc("2028-01-01T02:59Z"));
  for (const zone of ["UTC", "Europe/Madrid", "America/St_Johns", "Pacific/Apia"]) {
    for (let minute = utc("2027-01-01T00:00Z"); minute < utc("2028-01-01T00:00Z"); minute += 7 * 60 + 15) {
      const again = minuteOf(zone, clockAt(zone, minute))!;
      assert.equal(clockAt(zone, again), clockAt(zone, minute), `${zone} ${minute}`);
      assert.ok(again === minute || again === minute - 60, "of an hour that comes twice, the first");
    }
  }
});

test("when clocks change: what never is is refused, what comes twice is the first", () => {
  assert.equal(minuteOf("Europe/Madrid", "2027-03-28T02:30"), null);
  assert.equal(minuteOf("Europe/Madrid", "2027-03-28T03:00"), utc("2027-03-28T01:00Z"));
  assert.equal(minuteOf("Europe/Madrid", "2027-10-31T02:30"), utc("2027-10-31T00:30Z"));
  assert.equal(minuteOf("Australia/Lord_Howe", "2027-10-03T02:10"), null);
});

test("what is no time and no zone", () => {
  for (const clock of ["", "2027-13-01T00:00", "2027-02-30T10:00", "tomorrow", "2027-03-01", "1969-12-31T23:00"]) assert.equal(minuteOf("UTC", clock), null, clock);
  assert.ok(isZone("Europe/Madrid"));
  assert.ok(!isZone("Europe/Atlantis"));
});
