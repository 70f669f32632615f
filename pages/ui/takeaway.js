// Copies a chart as an image or as a sentence. Takes { svg, sentence }; asks no server.
// As a Streamlit component (version 2) it shows two buttons and says what happened.

export function svgBlob(svg) {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return new Blob([declaration, svg], { type: "image/svg+xml;charset=utf-8" });
}

// Draws the SVG at twice its own size. Rejects where the browser cannot draw it.
export async function pngBlob(svg, scale = 2) {
  const address = URL.createObjectURL(svgBlob(svg));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no image"))), "image/png");
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

// The clipboard of this page, or, on an address without https, a selected text area.
async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("not copied");
}

async function copyImage(svg) {
  // The promise goes in unawaited: Safari allows the clipboard only within the click itself.
  await navigator.clipboard.write([new ClipboardItem({ "image/png": pngBlob(svg) })]);
}

export default function ({ data, parentElement }) {
  const row = document.createElement("div");
  row.className = "chart-save";
  const told = document.createElement("span");
  told.className = "chart-told";
  told.setAttribute("role", "status");
  const actions = [
    ["Copy image", "Copy this chart as an image", () => copyImage(data.svg),
      "Image copied. Paste it into a document.",
      "This browser does not let a page copy images here. Use PNG instead."],
    ["Copy sentence", "Copy the headline with its source", () => copyText(data.sentence),
      "Sentence copied, with its source.",
      "This browser does not let a page copy text here. Open More for the citation."],
  ];
  for (const [label, purpose, act, done, failed] of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-label", `${label}: ${purpose.toLowerCase()}`);
    button.addEventListener("click", async () => {
      try {
        await act();
        told.textContent = done;
      } catch {
        told.textContent = failed;
      }
    });
    row.append(button);
  }
  // Not in the row: an empty place there would be a gap between two buttons.
  parentElement.replaceChildren(row, told);
}
