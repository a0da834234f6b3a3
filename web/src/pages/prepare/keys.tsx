// SPDX-License-Identifier: AGPL-3.0-or-later
//
// On whom secrecy and an honest record rest: who holds the key, who watches the record, who draws ties.

import { useState } from "preact/hooks";
import { Alert } from "../../components/alert/index.tsx";
import type { FieldError } from "../../components/error-summary/index.tsx";
import { t } from "../../components/text/index.tsx";
import { base64url, base64urlDecode } from "../../crypto/bytes.ts";
import { parsePolicy } from "../../crypto/policy.ts";
import type { Draft } from "./draft.ts";
import { Radios, Select, TextInput } from "../../components/inputs/index.tsx";
import { StepForm, type StepProps } from "./step-form.tsx";

interface Form {
  readonly holder: "server" | "trustees";
  readonly trustees: readonly { readonly name: string; readonly key: string }[];
  readonly threshold: string;
  readonly watched: "nobody" | "witnesses";
  readonly policy: string;
  readonly source: "dice" | "drand" | "none";
  readonly beacon: string;
  readonly beaconRound: string;
}

const TRUSTEES_MAX = 15;

export function Keys(step: StepProps) {
  const { draft } = step;
  const [form, setForm] = useState<Form>(() => ({
    holder: draft.trustees === undefined ? "server" : "trustees",
    trustees: draft.trustees ?? [],
    threshold: String(draft.threshold ?? 2),
    watched: draft.witness_policy.length === 0 ? "nobody" : "witnesses",
    policy: draft.witness_policy.join("\n"),
    source: draft.draw.source === "trustees" ? "dice" : draft.draw.source,
    beacon: draft.draw.beacon ?? "",
    beaconRound: draft.draw.beacon_round === undefined ? "" : String(draft.draw.beacon_round),
  }));
  const set = (change: Partial<Form>): void => setForm({ ...form, ...change });
  const changeTrustee = (at: number, of: Partial<Form["trustees"][number]>): void => set({ trustees: form.trustees.map((trustee, i) => (i === at ? { ...trustee, ...of } : trustee)) });
  const several = form.holder === "trustees";
  const drawn = draft.contests.some(({ rule }) => rule.name !== "motion" && rule.ties === "draw");
  const check = (): FieldError[] => [
    ...(several ? form.trustees.flatMap(({ key }, at) => (key.trim() === "" || trusteeKey(key) !== null ? [] : [{ field: `trustee-${at}-key`, text: t("prepare-trustee-key-wrong") }])) : []),
    ...(form.watched === "witnesses" && !isPolicy(form.policy) ? [{ field: "policy", text: t("prepare-policy-wrong") }] : []),
    ...(!several && form.source === "drand" && form.beaconRound.trim() !== "" && !/^\d{1,15}$/.test(form.beaconRound.trim()) ? [{ field: "beacon-round", text: t("prepare-beacon-round-wrong") }] : []),
  ];
  const counts = Array.from({ length: Math.max(form.trustees.length - 1, Number(form.threshold) - 1, 1) }, (_, i) => String(i + 2));
  return (
    <StepForm step={step} form={form} check={check} part={() => partOf(form)}>
      {(errorOf) => (
        <>
          <Radios
            id="holder"
            legend={t("prepare-holder")}
            value={form.holder}
            onValue={(holder) => set({ holder, trustees: holder === "trustees" && form.trustees.length === 0 ? [EMPTY, EMPTY, EMPTY] : form.trustees })}
            options={[
              { value: "trustees", text: t("prepare-holder-trustees"), hint: t("prepare-holder-trustees-about") },
              { value: "server", text: t("prepare-holder-server"), hint: t("prepare-holder-server-about") },
            ]}
          />
          {!several && (
            <Alert kind="warning" title="prepare-single">
              <p>{t("prepare-single-about")}</p>
            </Alert>
          )}
          {several && (
            <>
              {form.trustees.map(({ name, key }, at) => (
                <fieldset class="card part" key={at}>
                  <legend>{t("prepare-trustee", { number: at + 1 })}</legend>
                  <TextInput id={`trustee-${at}-name`} label={t("prepare-trustee-name")} value={name} onValue={(value) => changeTrustee(at, { name: value })} />
                  <TextInput id={`trustee-${at}-key`} label={t("prepare-trustee-key")} hint={t("prepare-trustee-key-hint")} value={key} error={errorOf(`trustee-${at}-key`)} onValue={(value) => changeTrustee(at, { key: value })} />
                  <button type="button" aria-label={t("prepare-trustee-remove", { number: at + 1 })} onClick={() => set({ trustees: form.trustees.filter((_, i) => i !== at) })}>
                    {t("prepare-remove")}
                  </button>
                </fieldset>
              ))}
              <button type="button" id="trustees" aria-disabled={form.trustees.length >= TRUSTEES_MAX} onClick={() => form.trustees.length < TRUSTEES_MAX && set({ trustees: [...form.trustees, EMPTY] })}>
                {t("prepare-trustee-add")}
              </button>
              <Select id="threshold" label={t("prepare-threshold")} hint={t("prepare-threshold-hint")} value={form.threshold} onValue={(threshold) => set({ threshold })} options={counts.map((count) => [count, t("prepare-threshold-of", { count, all: form.trustees.length })] as const)} />
            </>
          )}
          <Radios
            id="draw"
            legend={t("prepare-draw")}
            hint={several ? t("prepare-draw-trustees") : undefined}
            value={several ? "trustees" : form.source}
            onValue={(source) => source !== "trustees" && set({ source })}
            options={several ? [{ value: "trustees" as const, text: t("prepare-draw-by-trustees") }] : (["dice", "drand", "none"] as const).map((value) => ({ value, text: t(`prepare-draw-${value}`), hint: t(`prepare-draw-${value}-about`) }))}
          />
          {!several && form.source === "drand" && (
            <>
              <TextInput id="beacon" label={t("prepare-beacon")} hint={t("prepare-beacon-hint")} value={form.beacon} onValue={(beacon) => set({ beacon })} />
              <TextInput id="beacon-round" label={t("prepare-beacon-round")} numeric value={form.beaconRound} error={errorOf("beacon-round")} onValue={(beaconRound) => set({ beaconRound })} />
            </>
          )}
          {!several && form.source === "none" && drawn && <Alert kind="warning" title="prepare-draw-needed" />}
          <Radios
            id="witnesses"
            legend={t("prepare-witnesses")}
            value={form.watched}
            onValue={(watched) => set({ watched })}
            options={[
              { value: "witnesses", text: t("prepare-witnesses-policy"), hint: t("prepare-witnesses-policy-about") },
              { value: "nobody", text: t("prepare-witnesses-nobody"), hint: t("prepare-witnesses-nobody-about") },
            ]}
          />
          {form.watched === "witnesses" && <TextInput id="policy" label={t("prepare-policy")} hint={t("prepare-policy-hint")} rows={6} value={form.policy} error={errorOf("policy")} onValue={(policy) => set({ policy })} />}
        </>
      )}
    </StepForm>
  );
}

const EMPTY = { name: "", key: "" };

/** An Ed25519 key as the definition has it: from base64url, or from the second line of a minisign public key. */
function trusteeKey(text: string): string | null {
  const plain = text.trim();
  try {
    if (/^[A-Za-z0-9_-]{43}$/.test(plain)) return base64url(base64urlDecode(plain, 32));
    if (!/^[A-Za-z0-9+/]{56}$/.test(plain)) return null;
    const bytes = base64urlDecode(plain.replace(/\+/g, "-").replace(/\//g, "_"), 42);
    return bytes[0] === 0x45 && bytes[1] === 0x64 ? base64url(bytes.subarray(10)) : null;
  } catch {
    return null;
  }
}

const linesOf = (policy: string): readonly string[] => policy.split(/\r?\n/).map((line) => line.trimEnd()).filter((line, at, all) => line !== "" || at < all.length - 1);

function isPolicy(text: string): boolean {
  try {
    parsePolicy(linesOf(text).map((line) => `${line}\n`).join(""));
    return linesOf(text).length > 0;
  } catch {
    return false;
  }
}

function partOf(form: Form): Partial<Draft> {
  const several = form.holder === "trustees";
  const beacon = { ...(form.beacon.trim() === "" ? {} : { beacon: form.beacon.trim() }), ...(form.beaconRound.trim() === "" ? {} : { beacon_round: Number(form.beaconRound) }) };
  return {
    trustees: several ? form.trustees.map(({ name, key }) => ({ name: name.trim(), key: trusteeKey(key) ?? "" })) : undefined,
    threshold: several ? Number(form.threshold) : undefined,
    draw: several ? { source: "trustees" } : { source: form.source, ...(form.source === "drand" ? beacon : {}) },
    witness_policy: form.watched === "witnesses" ? linesOf(form.policy) : [],
  };
}
