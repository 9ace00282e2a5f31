// 360 px, dark, by somebody who may not see buyers.

export default async function (v) {
  v.run_with("a long enough password", "user", "add", "viewer", "--role", "viewer", "--password-file", "-");
  Object.assign(v, { width: 360, dark: true });
  const page = await v.open();
  await v.go("m/containers");
  await page.getByLabel(/^name/).fill("viewer");
  await page.getByLabel(/^password/).fill("a long enough password");
  await v.click("button", "Sign in");
  v.want(/m\/containers/.test(page.url()), "it does not come back to the market");
  await v.go("m/containers?sort=-p_top_10&category=analyst");
  await v.sees(/2 of 2 shown|2 of 10 shown/);
  await v.go("m/containers/why/p25");
  await v.sees(/buyer \d+/);
  v.want(!/Greta Lang|Liam Byrne/.test(await v.text()), "a buyer's name");
  await v.go("m/containers/choose?picks=5");
  await v.sees(/These reach/);
  v.want(!(await page.getByRole("button", { name: /Keep a choice/ }).count()), "a viewer is offered to decide");
  await page.emulateMedia({ media: "print" });
  await v.sees(/container OR containers/);
  await page.emulateMedia({ media: "screen" });
}
