// Saves a chart in the reader's browser: the SVG as it is, or as a PNG drawn from it on a canvas.
// Takes the text of a standalone SVG, which holds title, source and dates. Asks no server.

// "UK R&D spending, 2023" and "png" give "uk-r-d-spending-2023.png": a name every system accepts.
function chartFileName(title, extension) {
  const stem = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replace(/^-+|-+$/g, "");
  return `${stem || "chart"}.${extension}`;
}

function chartSvgBlob(svg) {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  return new Blob([declaration, svg], { type: "image/svg+xml;charset=utf-8" });
}

// Draws the SVG at `scale` times its own size. Rejects where the browser cannot draw it.
async function chartPngBlob(svg, scale = 2) {
  const address = URL.createObjectURL(chartSvgBlob(svg));
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

function saveChartBlob(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the blob after the click returns.
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function saveChartSvg(svg, title) {
  saveChartBlob(chartSvgBlob(svg), chartFileName(title, "svg"));
}

async function saveChartPng(svg, title, scale = 2) {
  saveChartBlob(await chartPngBlob(svg, scale), chartFileName(title, "png"));
}
