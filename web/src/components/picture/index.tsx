// SPDX-License-Identifier: AGPL-3.0-or-later
//
// A picture that the texts of a round name by the hash of its bytes: shown only when the bytes are those. The texts are
// checked against the definition, so nobody can put another picture beside a project.

import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/index.ts";
import { hex } from "../../crypto/bytes.ts";
import type { Words } from "../../worker/view.ts";
import { T } from "../text/index.tsx";

/** An address within the page; "other": these are not the bytes that the name says; "missing": it cannot be had. */
type Checked = { readonly url: string } | "other" | "missing";

const checked = new Map<string, Promise<Checked>>();

async function check(name: string): Promise<Checked> {
  let bytes: Uint8Array;
  try {
    bytes = await api.picture(name);
  } catch {
    checked.delete(name);
    return "missing";
  }
  if (name.split(".")[0] !== hex(await sha256Of(bytes))) return "other";
  return { url: URL.createObjectURL(new Blob([bytes as BlobPart], { type: name.endsWith(".svg") ? "image/svg+xml" : "" })) };
}

/** Browsers have it where the page came over a safe line; elsewhere it is loaded. */
export async function sha256Of(bytes: Uint8Array): Promise<Uint8Array> {
  if (globalThis.crypto.subtle !== undefined) return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as BufferSource));
  return (await import("@noble/hashes/sha2")).sha256(bytes);
}

/** `wanted` false: not yet. Null while it is on its way. */
export function useChecked(name: string, wanted: boolean): Checked | null {
  const [found, setFound] = useState<Checked | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let over = false;
    if (!checked.has(name)) checked.set(name, check(name));
    void checked.get(name)!.then((result) => over || setFound(result));
    return () => {
      over = true;
    };
  }, [name, wanted]);
  return found;
}

/** Beside the words that say the same: fetched when it comes into sight. */
export function Picture({ words }: { words: Words }) {
  const place = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(typeof IntersectionObserver === "undefined");
  useEffect(() => {
    if (seen || place.current === null) return;
    const observer = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), { rootMargin: "200px" });
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen]);
  const found = useChecked(words.picture!, seen);
  if (found !== null && typeof found !== "string") return <img class="picture" src={found.url} alt={words.picture_text ?? ""} width={640} height={360} decoding="async" />;
  return (
    <div ref={place} class="picture">
      {found !== null && <p class="picture-fault"><T id={`picture-${found}`} /></p>}
    </div>
  );
}
