// Words of the page of intake, said by the server in Russian: sizes, sentences with their numbers, what was refused.
"use strict";

const intakeWords = (() => {
  const said = document.getElementById("queue").dataset;
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const units = ["байт", "КБ", "МБ", "ГБ"];
  return {
    say: (name, values = {}) => filled(said[name], values),
    size: (bytes) => {
      const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1);
      const number = bytes / 1024 ** power;
      return `${number.toLocaleString("ru", { maximumFractionDigits: number < 10 && power ? 1 : 0 })} ${units[power]}`;
    },
    // What the archive answered instead of taking the piece: a problem with its sentence.
    why: (response) => {
      try {
        return JSON.parse(response.getBody()).detail;
      } catch {
        return said.unknown;
      }
    },
  };
})();
