// The day on which work began is asked for by the name of what begins it, as soon as the kind of case is chosen.

/** @param {Document} page */
export function startBegan(page) {
  const form = page.querySelector("[data-began]");
  const kind = form?.querySelector("#kind");
  const label = form?.querySelector("label[for=began]");
  if (!form || !(kind instanceof HTMLSelectElement) || !label) {
    return;
  }
  const plain = label.textContent ?? "";
  const asked = new Map(
    [...form.querySelectorAll("dl[hidden] > div")].map((pair) => [
      pair.querySelector("dt")?.textContent ?? "",
      pair.querySelector("dd")?.textContent ?? "",
    ]),
  );
  const say = () => {
    label.textContent = asked.get(kind.value) ?? plain;
  };
  kind.addEventListener("change", say);
  say();
}
