// Files out of whatever a person gives: a choice, a drop with folders in it, a paste.
"use strict";

const intakeFiles = (() => {
  const unwanted = new Set(["thumbs.db", "desktop.ini"]);
  const wanted = (file) => !file.name.startsWith(".") && !unwanted.has(file.name.toLowerCase());

  const entriesOf = async (folder) => {
    const reader = folder.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (!some.length) return found;  // a browser gives a hundred at a time
      found.push(...some);
    }
  };

  const within = async (entry) => {
    if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
    const inside = await entriesOf(entry);
    inside.sort((one, other) => one.name.localeCompare(other.name, "ru", { numeric: true }));
    const files = [];
    for (const each of inside) files.push(...(await within(each)));
    return files;
  };

  return {
    // A chosen folder's name is the first part of the paths of its files.
    chosen: (list) => {
      const files = [...list].filter(wanted);
      return { files, label: files[0]?.webkitRelativePath?.split("/")[0] ?? "" };
    },
    dropped: async (items) => {
      const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
      const folders = entries.filter((entry) => entry.isDirectory);
      const files = [];
      for (const entry of entries) files.push(...(await within(entry)));
      return { files: files.filter(wanted), label: folders.map((folder) => folder.name).join(", ") };
    },
    pasted: (list, name) => ({
      files: [...list].map((file) =>
        file.name === "image.png" ? new File([file], `${name}.png`, { type: file.type, lastModified: file.lastModified }) : file,
      ),
      label: "",
    }),
  };
})();
