// SPDX-License-Identifier: AGPL-3.0-or-later
//
// Steps of whoever prepares a round in a browser.

export class Wizard {
  constructor(device) {
    this.device = device;
    this.page = device.page;
  }

  /** The step is there. */
  async at(step) {
    await this.page.locator("#step-heading", { hasText: this.device.t(`prepare-step-${step}`) }).waitFor();
  }

  async go(step) {
    await this.page.getByRole("navigation", { name: this.device.t("prepare-steps") }).getByRole("link", { name: this.device.t(`prepare-step-${step}`), exact: true }).click();
    await this.at(step);
  }

  languageName(language) {
    return new Intl.DisplayNames([this.device.language], { type: "language" }).of(language);
  }

  /** The language that texts are written in. */
  async language(language) {
    await this.page.locator(".tongues button", { hasText: this.languageName(language) }).click();
  }

  /** Stays in the step. */
  async save() {
    await this.device.button("prepare-save").click();
    await this.page.locator(".step-state", { hasText: this.device.t("prepare-saved") }).waitFor();
  }
}

/** Saves, and goes to the next step. */
export async function saveStep(device) {
  await device.button("prepare-save-next").click();
}

/** What a field for date and time holds. */
export function clockIn(zone, minute) {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat("en", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }).formatToParts(minute * 60_000).map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}
