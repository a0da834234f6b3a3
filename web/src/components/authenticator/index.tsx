// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Setting up an authenticator app: the secret is drawn here, as a QR code and in letters, and a code of the app shows
// that it has arrived.

import { base64url } from "../../crypto/bytes.ts";
import { Field } from "../field/index.tsx";
import { Qr } from "../qr/index.tsx";
import { t, T } from "../text/index.tsx";

const SECRET_BYTES = 20;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export interface Secret {
  /** for the server */
  readonly base64url: string;
  /** as apps take it (RFC 4648 section 6) */
  readonly base32: string;
}

export function drawSecret(): Secret {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return { base64url: base64url(bytes), base32: bits.replace(/.{5}/g, (five) => ALPHABET[parseInt(five, 2)]!) };
}

/** https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export function otpauth(secret: Secret, city: string, login: string): string {
  const issuer = encodeURIComponent(city.replace(/:/g, " "));
  return `otpauth://totp/${issuer}:${encodeURIComponent(login)}?secret=${secret.base32}&issuer=${issuer}&algorithm=SHA1&digits=6&period=30`;
}

export function Authenticator({
  secret,
  city,
  login,
  code,
  onCode,
  error,
}: {
  secret: Secret;
  city: string;
  login: string;
  code: string;
  onCode: (code: string) => void;
  error: string | undefined;
}) {
  const address = otpauth(secret, city, login);
  return (
    <>
      <p>
        <T id="totp-about" />
      </p>
      <figure class="scan">
        <Qr text={address} label={t("totp-qr")} />
        <figcaption>
          <p>
            <T id="totp-scan" />
          </p>
          <p>
            <a href={address}>
              <T id="totp-open" />
            </a>
          </p>
          <p>
            <T id="totp-type" /> <code id="totp-secret">{secret.base32.replace(/.{4}(?=.)/g, "$& ")}</code>
          </p>
        </figcaption>
      </figure>
      <Field id="totp-code" label="totp-code" hint="totp-code-hint" value={code} onValue={onCode} autocomplete="one-time-code" numeric error={error} />
    </>
  );
}

/** Digits only, or null. */
export function sixDigits(typed: string): string | null {
  const digits = typed.replace(/\s/g, "");
  return /^\d{6}$/.test(digits) ? digits : null;
}
