// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The front end in Chromium against a city in memory: from choosing to the receipt, what can go
// wrong on the way, and accessibility in every state. `node --test --test-reporter=tap tests/browser/front_end.mjs`;
// SCREENSHOTS=DIR keeps a picture of each state.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildPseudo, castAll, encode, launch, look, phone as newPhone, readQr, reviewAndType, serveCity } from "./support.mjs";

let site;
let browser;
const rounds = {};

before(async () => {
  site = await serveCity();
  for (const plan of site.module.PLANS) rounds[plan.name] = site.city.openRound(plan, 6);
  browser = await launch();
});

after(async () => {
  await browser?.close();
  site?.close();
});

const phone = (run, options) => newPhone(browser, run, options);

const voteAddress = (round, language = "en") => `${site.base}/${language}/rounds/${round.id}/vote`;

const CHOOSE = {
  points: async (page) => {
    await page.getByRole("button", { name: "One point more for Project points 1" }).click();
    await page.getByRole("button", { name: "One point more for Project points 1" }).click();
  },
  ranking: async (page) => {
    await page.getByRole("button", { name: "Put in place 1: Project ranking 4" }).click();
    await page.getByRole("button", { name: "Put in place 2: Project ranking 2" }).click();
    await page.getByRole("button", { name: "Move Project ranking 2 up" }).click();
  },
};

// Every other form of ballot goes this way in journeys/forms.mjs and week-later.mjs, on a real server.
test("from choosing to a receipt, accessible in every state", () =>
  phone(async (page) => {
    const round = rounds.approval;
    await page.goto(voteAddress(round));
    await page.getByText("Not cast yet").first().waitFor();
    await page.getByLabel("Project city 2").check();
    assert.match(await page.title(), /^Not cast yet/);
    await look(page, "choose");
    await page.getByRole("button", { name: "Review" }).click();
    const shown = await page.locator("#check-code").innerText();
    await look(page, "review");
    await page.getByRole("button", { name: "Go on to the code" }).click();
    await look(page, "code");
    await page.getByLabel("Code from your letter or card").fill(round.codes[0].toLowerCase().replace(/-/g, " "));
    await page.getByRole("button", { name: "Check the code" }).click();
    assert.equal(await page.locator("#check-code").innerText(), shown);
    await look(page, "confirm");
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Your ballot is cast and recorded").waitFor();
    assert.ok((await page.locator("main").innerText()).includes(shown), "the check code comes back with the receipt");
    assert.doesNotMatch(await page.title(), /Not cast yet/);
    await look(page, "receipt");

    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save the receipt" }).click()]);
    assert.match(download.suggestedFilename(), /\.tlog-proof$/);
    const tracker = (await page.locator("#tracker").innerText()).replace(/-/g, "");
    assert.equal(await readQr(page), `${site.base}/en/check#${tracker}`);
    const asked = [];
    page.on("dialog", (dialog) => asked.push(dialog.type()));
    await page.getByRole("link", { name: "Check it" }).click();
    await page.locator("#verdict[data-verdict=counts]").waitFor();
    assert.deepEqual(asked, [], "once it is cast, nobody who leaves is asked");
    assert.ok(page.url().endsWith(`/en/check#${tracker}`));
    await look(page, "check");
    await page.goto(`${site.base}/en/check`);
    await page.getByLabel("Or a saved receipt").setInputFiles(await download.path());
    await page.locator("#verdict[data-verdict=counts]").waitFor();
  }));

test("choices survive a reload in the same order, after a question; the code is nowhere", () =>
  phone(async (page) => {
    const asked = [];
    page.on("dialog", (dialog) => asked.push(dialog.type()));
    await page.goto(voteAddress(rounds.approval));
    await page.getByText("The order is random").waitFor();
    await page.getByLabel("Project city 5").check();
    const order = await page.locator(".option-name").allInnerTexts();
    await page.reload();
    assert.deepEqual(asked, ["beforeunload"], "whoever leaves before casting is asked");
    assert.ok(await page.getByLabel("Project city 5").isChecked());
    assert.deepEqual(await page.locator(".option-name").allInnerTexts(), order);
    await reviewAndType(page, rounds.approval.codes[1]);
    await page.getByRole("button", { name: "Cast my ballot" }).waitFor();
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
    assert.ok(!kept.replace(/-/g, "").toUpperCase().includes(rounds.approval.codes[1].replace(/-/g, "")));
  }));

test("each device has an order of its own", async () => {
  const orderOf = async () => {
    let order;
    await phone(async (page) => {
      await page.goto(voteAddress(rounds.approval));
      await page.getByLabel("Project city 5").waitFor();
      order = await page.locator(".option-name").allInnerTexts();
    });
    return order.join();
  };
  const first = await orderOf();
  for (let i = 0; i < 5; i++) if ((await orderOf()) !== first) return;
  assert.fail("six devices show one order");
});

test("options that no longer fit are shown, with the reason, and cannot be chosen", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.knapsack));
    await page.getByLabel("Your district").selectOption("north");
    await page.getByLabel("Project north 6").check();
    const misfit = page.getByLabel("Project north 3");
    assert.equal(await misfit.getAttribute("aria-disabled"), "true");
    await page.getByText("Does not fit: it costs €3,500 more than is left.").waitFor();
    await misfit.focus();
    await page.keyboard.press("Space");
    assert.equal(await misfit.isChecked(), false);
    assert.match(await page.locator(".ballot-bar").innerText(), /€1,000 left/);
    await look(page, "knapsack-misfit");
  }));

test("mistakes are named in a summary that takes focus and leads to the field", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.approval));
    await page.getByLabel("Project city 1", { exact: false }).first().check();
    await reviewAndType(page, "");
    for (const [typed, words] of [
      ["", "Type your code."],
      ["ABC", "The code is too short"],
      [site.module.MISTYPED_CODE, "There is a typing error in the code"],
      [site.module.UNLISTED_CODE, "The code is typed correctly, but it is not on the list of this round"],
    ]) {
      await page.getByLabel("Code from your letter or card").fill(typed);
      await page.getByRole("button", { name: "Check the code" }).click();
      await page.locator(".error-summary:focus", { hasText: words }).waitFor();
    }
    await look(page, "code-error");
    await page.locator(".error-summary a").click();
    await page.locator("#code:focus").waitFor();
    // A wrong code has lost nothing.
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("heading", { name: "Your choices" }).waitFor();
    await page.getByText("Project city 1").first().waitFor();
  }));

test("a void code is told so", () =>
  phone(async (page) => {
    site.city.voidCode(rounds.approval, rounds.approval.codes[5], "lost");
    await page.goto(voteAddress(rounds.approval));
    await reviewAndType(page, rounds.approval.codes[5]);
    await page.locator(".error-summary", { hasText: "withdrawn" }).waitFor();
  }));

test("a code of another district leads to its lists", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.knapsack));
    await page.getByLabel("Your district").selectOption("north");
    await reviewAndType(page, rounds.knapsack.codes[1]);
    await page.getByRole("button", { name: "Show the lists of this district" }).click();
    await page.getByLabel("Project south 1").check();
    await castAll(page, rounds.knapsack.codes[1]);
  }));

test("a scanned code leaves the address at once and finds its round", () =>
  phone(async (page) => {
    const addresses = [];
    page.on("request", (request) => addresses.push(request.url()));
    await page.goto(`${site.base}/v#${rounds.scores.codes[2].replace(/-/g, "")}`);
    await page.getByRole("heading", { name: "Scores", exact: true }).waitFor();
    assert.equal(page.url(), voteAddress(rounds.scores));
    assert.ok(addresses.slice(1).every((address) => !address.includes(rounds.scores.codes[2].replace(/-/g, ""))));
    await page.getByLabel("Project scores 1").selectOption({ label: "2" });
    await page.getByRole("button", { name: "Review" }).click();
    await page.getByRole("button", { name: "Go on to the code" }).click();
    assert.equal(await page.getByLabel("Code from your letter or card").inputValue(), rounds.scores.codes[2]);
  }));

test("a lost answer: the same bytes again, one ballot, one receipt", () =>
  phone(async (page) => {
    const isCast = (method, address) => method === "POST" && address.endsWith("/ballots");
    const sent = [];
    page.on("request", (request) => isCast(request.method(), request.url()) && sent.push(request.postData()));
    // The first is recorded but its answer is lost, those after it do not get through. (Chromium repeats some itself.)
    site.city.faults.push((method, address) => (isCast(method, address) ? "lose-answer" : null));
    for (let i = 0; i < 9; i++) site.city.faults.push((method, address) => (isCast(method, address) ? site.module.problem("overloaded", 503) : null));
    await page.goto(voteAddress(rounds.choice));
    await page.getByLabel("Project one 4").check();
    await reviewAndType(page, rounds.choice.codes[1]);
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("It is not certain that your ballot is recorded").waitFor();
    await look(page, "unanswered");
    site.city.faults.length = 0;
    await page.reload();
    // The page sends the kept bytes by itself.
    await page.getByText("Your ballot is cast and recorded").waitFor();
    assert.ok(sent.length >= 4);
    assert.equal(new Set(sent).size, 1);
  }));

test("a phone that goes off while a ballot is on its way sends the same bytes when it is back", () =>
  phone(async (page) => {
    const sent = [];
    await page.route("**/ballots", async (route) => {
      sent.push(route.request().postData());
      if (sent.length > 1) await route.continue(); // the first stays under way
    });
    await page.goto(voteAddress(rounds.choice));
    await page.getByLabel("Project one 2").check();
    await reviewAndType(page, rounds.choice.codes[5]);
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Your ballot is on its way").waitFor();
    await page.reload();
    await page.getByText("Your ballot is cast and recorded").waitFor();
    assert.deepEqual(sent, [sent[0], sent[0]]);
  }));

test("a ballot that the record has lost is sent again, unchanged, by the phone that keeps it", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.scores));
    await page.getByLabel("Project scores 2").selectOption({ label: "3" });
    await castAll(page, rounds.scores.codes[3]);
    const tracker = await page.locator("#tracker").innerText();
    site.city.forgetNewest();
    await page.reload();
    await page.getByText("The record had lost your ballot").waitFor();
    await look(page, "loss-restored");
    assert.ok((await page.evaluate(() => JSON.stringify({ ...localStorage }))).includes("tlog-proof"));
    await page.goto(`${site.base}/en/check`);
    await page.locator(".kept button", { hasText: tracker }).click();
    await page.locator("#verdict[data-verdict=counts]").waitFor();

    site.city.forgetNewest();
    site.city.voidCode(rounds.scores, rounds.scores.codes[3], "lost");
    await page.goto(voteAddress(rounds.scores));
    await page.getByText("A ballot is missing from the record, although this device has a receipt for it").waitFor();
    await look(page, "loss-lost");
  }));

test("an answer that proves nothing is not taken for a receipt", () =>
  phone(async (page) => {
    // A genuine receipt, but of somebody else's ballot.
    await phone(async (somebody) => {
      await somebody.goto(voteAddress(rounds.choice));
      await somebody.getByLabel("Project one 1").check();
      await castAll(somebody, rounds.choice.codes[4]);
    });
    const other = site.city.receipt(site.city.ballots.at(-1).index);
    site.city.faults.push((method, address) => (method === "POST" && address.endsWith("/ballots") ? { status: 200, type: "text/plain", body: other } : null));
    await page.goto(voteAddress(rounds.choice));
    await page.getByLabel("Project one 4").check();
    await reviewAndType(page, rounds.choice.codes[2]);
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("it does not prove that your ballot is in the public record").waitFor();
    await page.getByRole("button", { name: "Send the same ballot again" }).click();
    await page.getByText("Your ballot is cast and recorded").waitFor();
  }));

test("voting again shows the earlier ballot, replaces it, and a check says so", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.points));
    await CHOOSE.points(page);
    await castAll(page, rounds.points.codes[1]);
    const first = await page.locator("#tracker").innerText();
    await page.getByRole("button", { name: "Vote again" }).click();
    await CHOOSE.points(page);
    await reviewAndType(page, rounds.points.codes[1]);
    await page.locator(".ballot-lines", { hasText: first }).waitFor();
    await look(page, "again-confirm");
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Your ballot is cast and recorded").waitFor();
    await page.goto(`${site.base}/en/check#${first}`);
    await page.locator("#verdict[data-verdict=replaced]").waitFor();
    await look(page, "check-replaced");
    site.city.voidCode(rounds.points, rounds.points.codes[1], "stolen");
    // The server does not tell; the record does.
    const { voids } = site.city;
    const kept = new Map(voids);
    voids.clear();
    await page.reload();
    await page.locator("#verdict[data-verdict=withdrawn]").waitFor();
    await page.getByText("Reason: stolen.").waitFor();
    await page.getByText("The server’s own list for this code is different").waitFor();
    await look(page, "check-disagrees");
    for (const [key, line] of kept) voids.set(key, line);
  }));

test("another device was faster: its ballot is shown before this one is signed anew", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.ranking));
    await CHOOSE.ranking(page);
    await reviewAndType(page, rounds.ranking.codes[2]);
    await page.getByRole("button", { name: "Cast my ballot" }).waitFor();
    await phone(async (other) => {
      await other.goto(voteAddress(rounds.ranking));
      await castAll(other, rounds.ranking.codes[2]);
    });
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Another ballot was cast with this code a moment ago").waitFor();
    await page.getByRole("button", { name: "Cast my ballot" }).click();
    await page.getByText("Your ballot is cast and recorded").waitFor();
  }));

test("where each code votes once, a used one is told so", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.questions));
    await page.getByRole("group", { name: "Project motions 1" }).getByLabel("Yes").check();
    await castAll(page, rounds.questions.codes[0]);
    await page.goto(voteAddress(rounds.questions));
    await page.getByRole("group", { name: "Project motions 1" }).getByLabel("Yes").check();
    await reviewAndType(page, rounds.questions.codes[0]);
    await page.locator(".error-summary", { hasText: "each code votes once" }).waitFor();
    await page.goto(`${site.base}/en/check`);
    await page.locator(".kept button").first().click();
    await page.locator("#verdict[data-verdict=counts]").waitFor();
    assert.equal(await page.getByText("you can replace this ballot").count(), 0, "nobody is told to vote again where one cannot");
  }));

test("another log key than before stops everything", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.choice));
    await page.getByLabel("Project one 1").waitFor();
    await page.evaluate(() => localStorage.setItem("folkmoot/log", "other+00000000+AAAA"));
    await page.reload();
    await page.getByText("The server shows another key").waitFor();
  }));

test("reading pages, sign-in and the missing page, in every language and on a desk", async () => {
  for (const language of ["en", "es", "fr", "ar"]) {
    for (const [name, address] of [
      ["home", `/${language}/`],
      ["assembly", `/${language}/assemblies/city`],
      ["round", `/${language}/rounds/${rounds.approval.id}`],
      ["result", `/${language}/rounds/${rounds.approval.id}/result`],
      ["check", `/${language}/check`],
      ["sign-in", `/${language}/sign-in`],
      ["missing", `/${language}/nothing/here`],
    ]) {
      await phone(
        async (page) => {
          await page.goto(site.base + address);
          await page.waitForFunction(() => !/Loading|Cargando|Chargement|جارٍ/.test(document.querySelector("main").textContent));
          await look(page, `${name}-${language}`);
          const links = await page.locator(".languages a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
          assert.ok(links.some((link) => link.endsWith(address.slice(3))), `language links stay on ${address}: ${links}`);
        },
        { viewport: { width: 1280, height: 800 } },
      );
    }
  }
});

test("the vote page in Spanish, dark, at 320 pixels", () =>
  phone(
    async (page) => {
      await page.goto(voteAddress(rounds.approval, "es"));
      await page.getByText("Aún no emitido").first().waitFor();
      await page.getByLabel("Project city 3").check();
      await look(page, "approval-es-dark");
      await page.getByRole("button", { name: "Revisar" }).click();
      await page.locator("#check-code").waitFor();
      await look(page, "approval-es-dark-review");
    },
    { viewport: { width: 320, height: 560 }, colorScheme: "dark" },
  ));

test("signing in: empty fields, wrong password, right password", () =>
  phone(async (page) => {
    await page.goto(`${site.base}/en/sign-in`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".error-summary", { hasText: "Type your login." }).waitFor();
    await look(page, "sign-in-empty");
    await page.getByLabel("Login").fill("clerk");
    await page.getByLabel("Password").fill("wrong");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator(".error-summary", { hasText: "Login or password is wrong." }).waitFor();
    await page.getByLabel("Password").fill("correct horse");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("Signed in as").waitFor();
  }));

test("whatever has focus is in sight, above the bar, on the smallest phone", () =>
  phone(
    async (page) => {
      await page.goto(voteAddress(rounds.approval));
      await page.locator(".ballot-bar").waitFor();
      const hidden = [];
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const { activeElement: element } = document;
          if (element === document.body) return null;
          const bar = document.querySelector(".ballot-bar").getBoundingClientRect();
          const { top, bottom } = element.getBoundingClientRect();
          const inBar = element.closest(".ballot-bar") !== null;
          return { name: element.id || element.textContent, seen: top >= 0 && bottom <= (inBar ? innerHeight : bar.top) };
        });
        if (at !== null && !at.seen) hidden.push(at.name);
      }
      assert.deepEqual(hidden, []);
    },
    { viewport: { width: 320, height: 480 } },
  ));

/** Every code on the page is broken between its groups only, into lines of the same length or one group less. */
async function codesAreEven(page) {
  const usual = page.viewportSize();
  for (const width of [280, 320, 340, 360, 400, 440]) {
    await page.setViewportSize({ width, height: 640 });
    const codes = await page.locator(".groups").evaluateAll(groupsOfAll);
    assert.ok(codes.length > 0 && codes.every((lines) => Math.min(...lines) > 0 && Math.max(...lines) - Math.min(...lines) <= 1), `groups in the lines of each code at ${width}: ${codes.join(" | ")}`);
  }
  await page.setViewportSize(usual);
}

/** In the page: of each code, how many groups stand in each line; -1 for one that is broken within a group or runs backwards. */
function groupsOfAll(codes) {
  const visible = codes.filter((code) => code.checkVisibility());
  return visible.map((code) => {
    const lines = new Map();
    for (const group of code.children) {
      const { top, left } = group.getBoundingClientRect();
      const before = lines.get(top) ?? [];
      // A box: not every browser breaks a line behind a dash that a digit follows.
      const whole = group.getClientRects().length === 1 && getComputedStyle(group).display === "inline-block";
      lines.set(top, [...before, whole && left > (before.at(-1) ?? -1) ? left : -1]);
    }
    return [...lines.values()].map((line) => (line.includes(-1) ? -1 : line.length));
  });
}

test("from right to left: the vote page in Arabic, its codes from left to right", () =>
  phone(async (page) => {
    await page.goto(voteAddress(rounds.approval, "ar"));
    await page.locator(".ballot-bar").waitFor();
    await page.getByLabel("Project city 3").check();
    await look(page, "approval-ar");
    await page.locator(".ballot-bar button").click();
    await page.locator("#check-code").waitFor();
    await look(page, "approval-ar-review");
    await codesAreEven(page);
    await page.locator(".actions .primary").click();
    await page.locator("#code").fill(rounds.approval.codes[3]);
    await look(page, "approval-ar-code");
    await page.locator("form .primary").click();
    await page.locator("#cast").click();
    await page.locator("#tracker").waitFor();
    await look(page, "approval-ar-receipt");
    await codesAreEven(page);
    for (const code of await page.locator("code").all()) assert.equal(await code.evaluate((element) => getComputedStyle(element).direction), "ltr");
    assert.equal(await page.locator("html").getAttribute("dir"), "rtl");
    await page.goto(`${site.base}/ar/check`);
    await page.locator(".kept button").first().click();
    await page.locator("#verdict[data-verdict=counts]").waitFor();
    await look(page, "check-ar");
    await codesAreEven(page);
  }));

test("the links to everywhere take one line on the smallest phone, in every language", () =>
  phone(
    async (page) => {
      for (const language of site.languages) {
        await page.goto(`${site.base}/${language}/check`);
        const tops = await page.locator(".site-bar .links li").evaluateAll((items) => items.map((item) => item.getBoundingClientRect().top));
        assert.ok(tops.length > 1 && new Set(tops).size === 1, `${language}: ${tops}`);
      }
    },
    { viewport: { width: 320, height: 560 } },
  ));

test("all that the interface says comes from the .ftl files, and longer words still fit", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "folkmoot-pseudo-"));
  buildPseudo(folder);
  const pseudo = await serveCity(folder);
  try {
    const round = pseudo.city.openRound(pseudo.module.PLANS[0], 1);
    await phone(
      async (page) => {
        const say = async (name) => {
          const said = (await page.locator("body").innerText()).replace(/⟦[^⟧]*⟧/g, "");
          // The words of the round, the names of languages, codes, amounts and times.
          const rest = said.replace(/Project city \d+|What project \d+ is about\.|Budget 2027|City-wide list|City|Pseudo|Folkmoot|[0-9A-Z]{5}(-[0-9A-Z]+)+|in \d+ \w+|[A-Z][a-z]+ \d+, \d+ at \d+:\d+ \([A-Z]\w+\/\w+\)|[^A-Za-z]/g, "");
          assert.equal(rest, "", `${name}: ${said}`);
          await look(page, `${name}-pseudo`);
        };
        await page.goto(`${pseudo.base}/en-xa/rounds/${round.id}/vote`);
        await page.locator(".ballot-bar").waitFor();
        await page.getByLabel("Project city 3").check();
        await say("choose");
        await page.locator(".ballot-bar button").click();
        await page.locator("#check-code").waitFor();
        await say("review");
        await page.locator(".actions .primary").click();
        await page.locator("#code").fill("A");
        await page.locator("form .primary").click();
        await say("code");
        await page.locator("#code").fill(round.codes[0]);
        await page.locator("form .primary").click();
        await page.locator("#cast").waitFor();
        await say("cast");
        await page.locator("#cast").click();
        await page.locator("#tracker").waitFor();
        await say("receipt");
      },
      { viewport: { width: 320, height: 560 } },
    );
  } finally {
    pseudo.close();
    rmSync(folder, { recursive: true });
  }
});

test("a code by camera: read by the browser, another picture is told apart, and a pasted link is enough", () =>
  phone(
    async (page) => {
      const [code] = rounds.approval.codes.slice(4);
      // What no browser on this machine has: a reader of QR codes. It sees first a poster, then the letter.
      await page.addInitScript((symbols) => {
        const seen = [...Array(8).fill("https://elsewhere.example/"), `https://city.example/v#${symbols}`];
        globalThis.BarcodeDetector = class {
          async detect() {
            return [{ rawValue: seen.length > 1 ? seen.shift() : seen[0] }];
          }
        };
      }, code.replace(/-/g, ""));
      await page.goto(voteAddress(rounds.approval));
      await page.getByLabel("Project city 3").check();
      await page.getByRole("button", { name: "Review" }).click();
      await page.getByRole("button", { name: "Go on to the code" }).click();
      await page.getByRole("button", { name: "Scan the QR code" }).click();
      await page.getByText("This QR code is not the one of a letter.").waitFor();
      await page.waitForFunction((wanted) => document.getElementById("code").value === wanted, code);
      assert.equal(await page.locator("video").count(), 0, "the camera stops");
      await look(page, "code-scanned");
      await page.getByLabel("Code from your letter or card").fill(`https://city.example/v#${code.replace(/-/g, "")}`);
      await page.getByRole("button", { name: "Check the code" }).click();
      await page.getByRole("button", { name: "Cast my ballot" }).waitFor();
    },
    { permissions: ["camera"] },
  ));

test("a code by camera where the browser reads none: the decoder is loaded and finds it", () =>
  phone(
    async (page) => {
      const [code] = rounds.approval.codes.slice(4);
      const { data } = encode(`https://city.example/v#${code.replace(/-/g, "")}`, { border: 4 });
      const loaded = [];
      page.on("request", (request) => loaded.push(request.url()));
      await page.addInitScript((rows) => {
        delete globalThis.BarcodeDetector;
        navigator.mediaDevices.getUserMedia = async () => {
          const canvas = document.createElement("canvas");
          const scale = 8;
          canvas.width = canvas.height = rows.length * scale;
          const context = canvas.getContext("2d");
          const draw = () => {
            context.fillStyle = "#ffffff";
            context.fillRect(0, 0, canvas.width, canvas.height);
            context.fillStyle = "#000000";
            rows.forEach((row, y) => row.forEach((dark, x) => dark && context.fillRect(x * scale, y * scale, scale, scale)));
          };
          setInterval(draw, 50);
          draw();
          return canvas.captureStream(20);
        };
      }, data);
      await page.goto(voteAddress(rounds.approval));
      await page.getByLabel("Project city 3").check();
      await page.getByRole("button", { name: "Review" }).click();
      await page.getByRole("button", { name: "Go on to the code" }).click();
      assert.ok(!loaded.some((address) => /decoder/.test(address)), "not before it is wanted");
      await page.getByRole("button", { name: "Scan the QR code" }).click();
      await page.waitForFunction((wanted) => document.getElementById("code").value === wanted, code);
      assert.equal(await page.locator("video").count(), 0, "the camera stops");
      assert.ok(loaded.some((address) => /decoder/.test(address)));
    },
    { permissions: ["camera"] },
  ));

test("a link to one project opens the ballot there, with the bar in sight", () =>
  phone(async (page) => {
    await page.goto(`${voteAddress(rounds.approval)}#project-1-7`);
    await page.locator("#option-city-6:focus").waitFor();
    await page.getByLabel("Project city 7").check();
    assert.ok(await page.locator(".ballot-bar").isVisible());
    await page.getByRole("button", { name: "Review and cast" }).click();
    await page.getByRole("button", { name: "Back to the choices" }).click();
    await page.locator(".ballot:focus").waitFor();
    assert.equal(new URL(page.url()).hash, "");
  }));
