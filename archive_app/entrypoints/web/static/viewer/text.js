// The words over the scan can be selected; what is copied of them has its spaces and lines.
export const textLayer = (place) => {
  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    const layer = place.querySelector(".text-layer");
    if (!layer || selection.isCollapsed || !selection.containsNode(layer, true)) return;
    const lines = new Map();
    for (const word of layer.children) {
      if (!selection.containsNode(word, true)) continue;
      const line = word.dataset.line;
      lines.set(line, [...(lines.get(line) ?? []), word.textContent]);
    }
    if (!lines.size) return;
    event.clipboardData.setData("text/plain", [...lines.values()].map((words) => words.join(" ")).join("\n"));
    event.preventDefault();
  });
};
