// Saves a chart in the reader's browser: the SVG as it is, or a PNG drawn from it on a canvas.
// Takes the text of a standalone SVG, which holds title, source and dates. Asks no server.
// As a Streamlit component (version 2) it shows the two buttons; its data are { svg, name }.

// "UK R&D spending, 2023" and "png" give "uk-r-d-spending-2023.png": a name every system accepts.
export function fileName(title, extension) {
  const stem = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
  return `${stem || "chart"}.${extension}`;
}

export function svgBlob(svg) {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return new Blob([declaration, svg], { type: "image/svg+xml;charset=utf-8" });
}

// Draws the SVG at `scale` times its own size. Rejects where the browser cannot draw it.
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

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

const FORMATS = [
  ["PNG", "Save this chart as a PNG image", pngBlob],
  ["SVG", "Save this chart as an SVG image", async (svg) => svgBlob(svg)],
];

export default function ({ data, parentElement }) {
  const row = document.createElement("div");
  row.className = "chart-save";
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  for (const [format, purpose, make] of FORMATS) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = format;
    button.title = purpose;
    button.addEventListener("click", async () => {
      const name = fileName(data.name, format.toLowerCase());
      try {
        save(await make(data.svg), name);
        told.textContent = `Saved ${name}.`;
      } catch {
        told.textContent = `This browser cannot make a ${format} image. Try the other format.`;
      }
    });
    row.append(button);
  }
  row.append(told);
  parentElement.replaceChildren(row);
}
