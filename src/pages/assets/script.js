// Comfort only: every page works without it.
"use strict";

// A button beside each citation that copies it.
for (const cite of document.querySelectorAll(".citation pre")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.setAttribute("aria-describedby", cite.getAttribute("aria-labelledby"));
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(cite.textContent);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Select and copy by hand";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  cite.before(button);
}

// "/" goes to the search, as people know it from elsewhere; never while somebody types.
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key !== "/" || typing || event.ctrlKey || event.altKey || event.metaKey) return;
  const field = document.querySelector("form[role=search] input[type=search]");
  if (field) {
    event.preventDefault();
    field.focus();
  }
});

// A page that has no picture says so instead of showing a broken one.
for (const image of document.querySelectorAll(".picture img")) {
  const failed = () => {
    const link = image.closest("a");
    const words = document.createElement("p");
    words.textContent = "There is no picture of this page. The file itself shows it.";
    link.replaceWith(words);
  };
  if (image.complete && image.naturalWidth === 0 && image.src) image.addEventListener("load", () => {});
  image.addEventListener("error", failed);
}

// Filters without a value stay out of the address.
for (const form of document.querySelectorAll("form.filters")) {
  form.addEventListener("submit", () => {
    for (const field of form.elements) {
      if (field.name && !field.value) field.disabled = true;
    }
  });
}
