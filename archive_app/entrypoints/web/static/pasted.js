// A browser cuts what is pasted into a field at its `maxlength` without a word: here all of it goes in, and the field says so.
"use strict";

for (const brought of ["paste", "drop"]) {
  document.addEventListener(brought, ({ target: field }) => {
    if (!(field.maxLength > 0)) return;
    field.dataset.longest = field.maxLength;
    field.removeAttribute("maxlength");
  });
}
document.addEventListener("input", ({ target: field }) => {
  const longest = Number(field.dataset?.longest);
  if (!longest) return;
  const { length } = field.value;
  const words = document.body.dataset.tooLong.replace("{length}", length).replace("{limit}", longest);
  field.setCustomValidity(length > longest ? words : "");
  if (length > longest) field.reportValidity();
  else field.maxLength = longest;
});
