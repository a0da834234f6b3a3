// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The list of files that each certifying clerk signs, in the format of minisign: here with the key on this device, or on the
// command line and handed in as a file.

import { sha256 } from "@noble/hashes/sha2";
import { useEffect, useRef, useState } from "preact/hooks";
import { desk as deskApi } from "../../api/desk.ts";
import { WithKey } from "../../components/act/sign.tsx";
import { Cancelled, useConfirm } from "../../components/confirm/index.tsx";
import type { DeskRound } from "../../components/desk/index.tsx";
import { problemText } from "../../components/problem/index.ts";
import { staffAddress } from "../../components/signed-in/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import { base64url, base64urlDecode, hex, utf8Decode } from "../../crypto/bytes.ts";
import type { Definition } from "../../crypto/definition.ts";
import { asText, exactMembers, type Json } from "../../crypto/json.ts";
import { signFile } from "../../crypto/minisign.ts";
import { keptKeys, type KeptKey } from "../../storage/keys.ts";
import { Checks } from "./checks.tsx";
import type { StepProps } from "./close.tsx";
import { About } from "./parts.tsx";
import type { Progress } from "./progress.ts";
import { jobOf, namesOf, type Situation } from "./standing.ts";

const COMMENT = "signature by a certifying clerk";
const SIGNATURE_MAX_CHARS = 8192;

export function Bundle({ desk, situation, current, clerk, refresh }: StepProps) {
  const { definition, closing } = situation;
  const job = jobOf(situation, "bundle");
  const waits = job?.result?.waits ?? [];
  const signed = job?.result?.signed ?? [];
  return (
    <>
      {current && <About id="close-bundle-about" />}
      {closing.files.length > 0 && <Checks desk={desk} situation={situation} clerk={clerk && current} refresh={refresh} />}
      {current && (
        <>
          <h3>
            <T id="close-bundle-sign" />
          </h3>
          <ul class="needs">
            {namesOf(signed, definition).map((name) => (
              <li key={name}>
                <strong>{name}</strong> <span class="pill pill-open">{t("close-bundle-has-signed")}</span>
              </li>
            ))}
            {namesOf(waits, definition).map((name) => (
              <li key={name}>
                <strong>{name}</strong> <span class="pill pill-soon">{t("close-bundle-waits")}</span>
              </li>
            ))}
          </ul>
          {clerk && job?.state !== "running" && job?.state !== "waiting" && waits.length > 0 && <Sign desk={desk} situation={situation} refresh={refresh} waits={namesOf(waits, definition)} />}
        </>
      )}
    </>
  );
}

/** The key on this device of a clerk whose signature is missing. */
function keyOf(desk: DeskRound, { clerks }: Definition, waits: readonly string[]): KeptKey | "elsewhere" | null {
  const missing = clerks.filter(({ name }) => waits.includes(name)).map(({ key }) => base64url(key));
  const kept = keptKeys(desk.session.login).find((key) => missing.includes(key.public));
  return kept ?? (desk.session.signing_key !== undefined && missing.includes(desk.session.signing_key) ? "elsewhere" : null);
}

function Sign({ desk, situation, refresh, waits }: { desk: DeskRound; situation: Situation; refresh: () => void; waits: readonly string[] }) {
  const { answer } = desk;
  const [open, setOpen] = useState(false);
  const [sums, setSums] = useState<Uint8Array | null>(null);
  const version = situation.closing.files.find(({ name }) => name === "SHA256SUMS")?.hash;
  useEffect(() => {
    setSums(null);
    deskApi.file(answer.id, "SHA256SUMS").then(setSums, () => setSums(null));
  }, [version]);
  const key = keyOf(desk, situation.definition, waits);
  if (key === null) return null;
  const fits = sums !== null && sumsFit(sums, situation.progress);
  return (
    <div class="card">
      {sums !== null && (
        <>
          <p>{t("close-sums-lines", { count: utf8Decode(sums).split("\n").length - 1 })}</p>
          <details>
            <summary>
              <T id="close-sums-exact" />
            </summary>
            <pre class="exact" tabIndex={0} aria-label="SHA256SUMS">
              {utf8Decode(sums)}
            </pre>
            <p>
              SHA-256 <code>{hex(sha256(sums))}</code>
            </p>
          </details>
          {!fits && (
            <p class="field-message" role="alert">
              <T id="close-sums-other" />
            </p>
          )}
        </>
      )}
      {key === "elsewhere" ? (
        <p>
          <T id="act-elsewhere" /> <a href={staffAddress("key")}>{t("staff-key")}</a>
        </p>
      ) : open && sums !== null && fits ? (
        <WithKey
          id="bundle-passphrase"
          kept={key}
          session={desk.session}
          go="close-bundle-go"
          sign={async (secret) => signFile(sums, COMMENT, answer.id, secret)}
          send={async (minisig) => {
            await deskApi.of(desk.session.csrf).signBundle(answer.id, minisig);
            setOpen(false);
            refresh();
          }}
          onBack={() => setOpen(false)}
        />
      ) : (
        fits && (
          <div class="actions">
            <button type="button" class="primary" onClick={() => setOpen(true)}>
              <T id="close-bundle-sign-here" />
            </button>
          </div>
        )
      )}
      <Elsewhere desk={desk} refresh={refresh} />
    </div>
  );
}

/** The list is of this round's definition, and of the result that was certified: nothing else is signed here. */
export function sumsFit(sums: Uint8Array, { certified, all }: Pick<Progress, "certified" | "all">): boolean {
  const opening = all.find(({ entry }) => entry["type"] === "opening");
  if (certified === null || opening === undefined) return false;
  const lines = utf8Decode(sums).split("\n");
  const has = (name: string, reference: Json | undefined): boolean => lines.includes(`${hex(base64urlDecode(asText(exactMembers(reference, ["hash", "size"])["hash"]), 32))}  ${name}`);
  return has("result.json", certified.entry["result"]) && has("definition.json", opening.entry["definition"]);
}

function Elsewhere({ desk, refresh }: { desk: DeskRound; refresh: () => void }) {
  const [failure, setFailure] = useState<string | null>(null);
  const { dialog, confirmed } = useConfirm(desk.session);
  const input = useRef<HTMLInputElement>(null);
  const { answer, session } = desk;
  const take = async (file: File | undefined): Promise<void> => {
    setFailure(null);
    if (file === undefined) return;
    try {
      const text = file.size > SIGNATURE_MAX_CHARS ? "" : await file.text();
      await confirmed(() => deskApi.of(session.csrf).signBundle(answer.id, text));
      refresh();
    } catch (error) {
      if (!(error instanceof Cancelled)) setFailure(problemText(error));
    } finally {
      if (input.current !== null) input.current.value = "";
    }
  };
  return (
    <>
      {dialog}
      <details>
        <summary>
          <T id="close-bundle-elsewhere" />
        </summary>
        <p>
          <T id="close-bundle-elsewhere-about" />
        </p>
        <pre class="exact" tabIndex={0} aria-label={t("close-bundle-elsewhere")}>{`folkmoot staff sign-bundle --round ${answer.id} --key ${session.login}.key --url ${location.origin} --login ${session.login}`}</pre>
        <p>
          <T id="close-bundle-minisign" />
        </p>
        <pre class="exact" tabIndex={0} aria-label={t("close-bundle-minisign")}>{`curl -O ${location.origin}/api/v1/rounds/${answer.id}/exports/SHA256SUMS\nminisign -S -H -s ${session.login}.key -m SHA256SUMS -x SHA256SUMS.minisig`}</pre>
        <div class={failure === null ? "field" : "field field-error"}>
          <label for="minisig">
            <T id="close-bundle-file" />
          </label>
          {failure !== null && (
            <p class="field-message" role="alert">
              {failure}
            </p>
          )}
          <input id="minisig" type="file" ref={input} onChange={(event) => void take(event.currentTarget.files?.[0])} />
        </div>
      </details>
    </>
  );
}
