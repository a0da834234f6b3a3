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
  { kind: "assembly", paths: ["/{lang}/assemblies/{assembly}"], slots: true, texts: ["common", "read"], focused: false },
  { kind: "round", paths: ["/{lang}/rounds/{round}"], slots: true, texts: ["common", "read"], focused: false },
  { kind: "result", paths: ["/{lang}/rounds/{round}/result"], slots: true, texts: ["common", "read", "verify"], focused: false },
  { kind: "acts", paths: ["/{lang}/acts"], slots: true, texts: ["common", "read"], focused: false },
  { kind: "round-acts", paths: ["/{lang}/rounds/{round}/acts"], slots: true, texts: ["common", "read"], focused: false },
  { kind: "vote", paths: ["/{lang}/rounds/{round}/vote", "/v"], slots: false, texts: ["common", "vote"], focused: true },
  { kind: "check", paths: ["/{lang}/check"], slots: false, texts: ["common", "check"], focused: false },
  { kind: "sign-in", paths: ["/{lang}/sign-in"], slots: false, texts: ["common", "staff", "sign-in"], focused: false },
  { kind: "invitation", paths: ["/{lang}/invitation"], slots: false, texts: ["common", "staff", "invitation"], focused: true },
  { kind: "account", paths: ["/{lang}/account"], slots: false, texts: ["common", "staff", "account"], focused: false },
  { kind: "key", paths: ["/{lang}/account/key"], slots: false, texts: ["common", "staff", "key"], focused: false },
  { kind: "people", paths: ["/{lang}/people"], slots: false, texts: ["common", "staff", "people"], focused: false },
  { kind: "staff", paths: ["/{lang}/staff"], slots: false, texts: ["common", "read", "staff", "staff-home"], focused: false },
  { kind: "prepare", paths: ["/{lang}/staff/rounds/{round}/prepare"], slots: false, texts: ["common", "read", "staff", "desk", "act", "vote", "pages", "prepare", "readiness"], focused: false },
  { kind: "codes", paths: ["/{lang}/staff/rounds/{round}/codes"], slots: false, texts: ["common", "read", "staff", "desk", "act", "codes"], focused: false },
  { kind: "watch", paths: ["/{lang}/staff/rounds/{round}/watch"], slots: false, texts: ["common", "read", "staff", "desk", "act", "watch"], focused: false },
  { kind: "close", paths: ["/{lang}/staff/rounds/{round}/close"], slots: false, texts: ["common", "read", "staff", "desk", "act", "close"], focused: false },
  { kind: "minutes", paths: ["/{lang}/staff/rounds/{round}/minutes"], slots: false, texts: ["common", "read", "staff", "desk", "act", "close", "minutes"], focused: false },
  { kind: "not-found", paths: ["/{lang}/*"], slots: false, texts: ["common", "read"], focused: false },
];
