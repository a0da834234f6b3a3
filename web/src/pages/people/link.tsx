// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The link of an invitation, the one time that it is shown.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Link } from "../../api/staff.ts";
import { language, locale, t, T } from "../../components/text/index.tsx";
import { moment } from "../../i18n/format.ts";

export interface FreshLink extends Link {
  readonly name: string;
}

export function InvitationLink({ link, onClose }: { link: FreshLink; onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    setCopied(false);
    heading.current?.focus();
  }, [link]);
  const address = `${location.origin}/${language()}/invitation#${link.token}`;
  const until = moment(locale(), undefined, Math.floor(link.expires / 60));
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(address);
      setCopied(true);
    } catch {
      document.querySelector<HTMLInputElement>("#invitation-link")?.select(); // the person copies it
    }
  };
  return (
    <section class="card part" aria-labelledby="link-title">
      <h2 id="link-title" ref={heading} tabIndex={-1}>
        {t("people-link-for", { name: link.name })}
      </h2>
      <p>{t("people-link-about", { when: until })}</p>
      <div class="field">
        <label for="invitation-link">
          <T id="people-link" />
        </label>
        <input id="invitation-link" value={address} readOnly onFocus={(event) => event.currentTarget.select()} />
      </div>
      <div class="actions">
        <button type="button" class="primary" onClick={() => void copy()}>
          <T id="people-link-copy" />
        </button>
        <button type="button" onClick={onClose}>
          <T id="people-link-close" />
        </button>
      </div>
      <p role="status">{copied && <T id="people-link-copied" />}</p>
    </section>
  );
}
