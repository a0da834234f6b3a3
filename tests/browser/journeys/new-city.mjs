// SPDX-License-Identifier: AGPL-3.0-or-later
export const about = "a city that has no round yet";
export const alone = true;

export default async function (trip) {
  const phone = await trip.device();
  await phone.visit("/");
  await phone.text("home-none").waitFor();
  await phone.look("home/none");
  await phone.page.locator(`.assemblies a[href="/${phone.language}/assemblies/city"]`).click();
  await phone.text("assembly-none-more").waitFor();
  await phone.look("assembly/none");
  await phone.page.goto(`${trip.city.base}/v`);
  await phone.text("no-open-round").waitFor();
  await phone.look("vote/no-round");
}
