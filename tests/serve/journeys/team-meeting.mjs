// Who is left alone gets an owner; who holds as many as they can gets nobody more.

export default async function (v) {
  const page = await v.open();
  v.run("import", v.file("ours.csv", "name,email,org,tags,capacity,topics\nAna Ruiz,ana.ruiz@hullguard.example,Hullguard,teammate,1,container\nBen Ode,ben.ode@hullguard.example,Hullguard,teammate,5,container\n"));
  v.run("us", "--org", "Hullguard", "--domain", "hullguard.example");
  await v.go("m/containers/connect");
  await v.act("Marta Sobol", "Assign", { teammate: await v.id("ana.ruiz@hullguard.example"), reason: "both speak of containers" });
  await v.look();
  await v.sees(/Undo/);
  await v.act("Nadia Rahman", "Assign", { teammate: await v.id("ana.ruiz@hullguard.example"), reason: "met" });
  await v.look();
  await v.sees(/Nothing was stored/);
  await v.sees(/holds 1 of 1/);
  await v.go("m/containers/connect");
  await v.act("Nadia Rahman", "Assign", { teammate: await v.id("ben.ode@hullguard.example"), reason: "met" });
  await v.look();
  await v.sees(/Ben Ode/);
  await v.unfold("Keep this plan");
  await page.locator("form[action$=plan]").getByRole("button").click();
  await page.waitForLoadState();
  await v.look();
}
