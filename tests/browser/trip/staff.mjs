// SPDX-License-Identifier: AGPL-3.0-or-later
//
// People of the town hall (tests/support/town_hall.mjs) in a browser: signed in, with their signing key on the device.

import { createRequire } from "node:module";
import { randomBytes, scryptSync } from "node:crypto";
import path from "node:path";
import { root } from "../support.mjs";

const require = createRequire(path.join(root, "web/package.json"));
const { blake2b } = require("@noble/hashes/blake2");

export const PASSPHRASE = "sign here please";

/** The device carries this person's session, and with `passphrase` (null: not) the key. */
export async function signedIn(device, person, passphrase = null) {
  const { context, page, trip } = device;
  const [name, value] = person.headers.cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url: trip.city.base }]);
  const kept = passphrase === null ? [] : [{ file: keyFile(person, passphrase), id: person.keyId.toString("base64url"), public: person.publicKey, copied: true }];
  if (!page.url().startsWith(trip.city.base)) await device.visit("/check");
  await page.evaluate(
    ([login, keys]) => {
      localStorage.setItem("folkmoot/signed-in", "");
      localStorage.setItem(`folkmoot/key/${login}`, JSON.stringify(keys));
    },
    [person.login, kept],
  );
}

/** A secret key file of minisign, with the least scrypt that it reads: whole journeys are slow enough. */
function keyFile(person, passphrase) {
  const { d, x } = person.key.export({ format: "jwk" });
  const secret = Buffer.concat([person.keyId, Buffer.from(d, "base64url"), Buffer.from(x, "base64url")]);
  const body = Buffer.concat([secret, blake2b(Buffer.concat([Buffer.from("Ed"), secret]), { dkLen: 32 })]);
  const salt = randomBytes(32);
  const stream = scryptSync(passphrase, salt, body.length, { N: 1024, r: 8, p: 1 });
  const limits = Buffer.alloc(16);
  limits.writeBigUInt64LE(32768n, 0); // operations
  limits.writeBigUInt64LE(1n << 24n, 8); // memory
  const raw = Buffer.concat([Buffer.from("EdScB2"), salt, limits, body.map((byte, i) => byte ^ stream[i])]);
  return `untrusted comment: minisign encrypted secret key\n${raw.toString("base64")}\n`;
}

/** Signs the act that stands on the page, the first of those that wait; `dialog`: the password is asked for, too. */
export async function signOnPage(device, person, passphrase = PASSPHRASE, card = device.page.locator(".act").filter({ has: device.button("act-sign") }).first()) {
  await card.getByRole("button", { name: device.t("act-sign"), exact: true }).click();
  await device.page.getByLabel(device.t("act-passphrase"), { exact: true }).fill(passphrase);
  await device.button("act-sign-go").click();
}
