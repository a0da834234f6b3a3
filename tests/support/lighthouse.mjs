// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Lighthouse on Debian's Chromium. It lives in a folder of its own (tests/support/lighthouse), which `run` fills.
//
//     const lighthouse = await startLighthouse();
//     const { categories, audits } = await lighthouse.look(url, ["accessibility"]);
//     await lighthouse.close();

import path from "node:path";
import { fileURLToPath } from "node:url";

const modules = path.join(path.dirname(fileURLToPath(import.meta.url)), "lighthouse/node_modules");

export async function startLighthouse() {
  const [{ default: lighthouse }, { launch }] = await Promise.all([import(path.join(modules, "lighthouse/core/index.js")), import(path.join(modules, "chrome-launcher/dist/index.js"))]);
  const chromium = await launch({ chromePath: "/usr/bin/chromium", chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"] });
  return {
    /** What Lighthouse found (its "lhr"): on a phone, whose slowness it computes. */
    look: async (url, categories) => {
      const { lhr } = await lighthouse(url, {
        port: chromium.port,
        onlyCategories: categories,
        logLevel: "silent",
        disableFullPageScreenshot: true,
        // The page that says that there is nothing is looked at too.
        ignoreStatusCode: true,
      });
      if (lhr.runtimeError !== undefined) throw new Error(`${url}: ${lhr.runtimeError.message}`);
      return lhr;
    },
    close: () => chromium.kill(),
  };
}

/** What costs points: [{ id, title, items }]. */
export function shortcomings({ categories, audits }) {
  return Object.values(categories)
    .flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight > 0 && audits[id].score !== null && audits[id].score < 1)
    .map(({ id }) => ({ id, title: audits[id].title, items: audits[id].details?.items ?? [] }));
}
