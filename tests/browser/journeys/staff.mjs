// SPDX-License-Identifier: AGPL-3.0-or-later

export const about = "somebody of the staff signs in: empty fields, a wrong password, the right one";

export default async function (trip) {
  const desk = await trip.device();
  await desk.visit("/sign-in");
  await desk.look("sign-in/empty");
  desk.faulty = true;
  await desk.button("sign-in-start").click();
  await desk.mistake("sign-in-login-missing");
  await desk.look("sign-in/mistake");
  await desk.field("sign-in-login").fill("administrator");
  await desk.field("sign-in-password").fill("wrong");
  await desk.button("sign-in-start").click();
  await desk.mistake("problem-bad-login");
  await desk.field("sign-in-password").fill(trip.city.password);
  await desk.button("sign-in-start").click();
  await desk.text("sign-in-done", { name: "Administrator" }).waitFor();
  await desk.look("sign-in/signed-in");
  await desk.page.reload();
  await desk.button("sign-out").click();
  await desk.field("sign-in-login").waitFor();
  await desk.page.reload();
  await desk.field("sign-in-login").waitFor();
}
