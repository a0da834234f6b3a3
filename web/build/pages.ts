// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Which pages there are. `paths` are patterns for the server, {lang} filled in for each language; a path that
// several languages share is negotiated. `slots`: the server writes head and main (web/README.md).

export interface PageKind {
  readonly kind: string;
  readonly paths: readonly string[];
  readonly slots: boolean;
  /** names of the .ftl files that the page needs */
  readonly texts: readonly string[];
  /** without site navigation */
  readonly focused: boolean;
}

export const PAGES: readonly PageKind[] = [
  { kind: "home", paths: ["/", "/{lang}/"], slots: true, texts: ["common", "read"], focused: false },
  { kind: "round", paths: ["/{lang}/rounds/{round}"], slots: true, texts: ["common", "read"], focused: false },
  { kind: "result", paths: ["/{lang}/rounds/{round}/result"], slots: true, texts: ["common", "read"], focused: false },
  { kind: "vote", paths: ["/{lang}/rounds/{round}/vote", "/v"], slots: false, texts: ["common", "vote"], focused: true },
  { kind: "check", paths: ["/{lang}/check"], slots: false, texts: ["common", "check"], focused: false },
  { kind: "sign-in", paths: ["/{lang}/sign-in"], slots: false, texts: ["common", "staff", "sign-in"], focused: false },
  { kind: "invitation", paths: ["/{lang}/invitation"], slots: false, texts: ["common", "staff", "invitation"], focused: true },
  { kind: "account", paths: ["/{lang}/account"], slots: false, texts: ["common", "staff", "account"], focused: false },
  { kind: "key", paths: ["/{lang}/account/key"], slots: false, texts: ["common", "staff", "key"], focused: false },
  { kind: "people", paths: ["/{lang}/people"], slots: false, texts: ["common", "staff", "people"], focused: false },
  { kind: "codes", paths: ["/{lang}/staff/rounds/{round}/codes"], slots: false, texts: ["common", "codes"], focused: false },
  { kind: "not-found", paths: ["/{lang}/*"], slots: false, texts: ["common", "read"], focused: false },
];
