// map_gpu.ts - serve: is there a GPU that draws a map quicker than a canvas does?
//
// WebGL that the processor emulates is slower than a canvas of two dimensions by a factor of three
// to ten; what a GPU calls itself tells them apart, mostly, and time does, always.

const EMULATED = /swiftshader|llvmpipe|softpipe|swrast|software|basic render|offscreen|gdi generic/i;
const FRAMES = 10;
const SLOW_MS = 40;

// Some browsers hide the name behind an extension, others warn of that extension.
function name_of(gl: WebGL2RenderingContext): string {
  const name = String(gl.getParameter(gl.RENDERER));
  const more = /^webkit webgl$/i.test(name) ? gl.getExtension("WEBGL_debug_renderer_info") : null;
  return more ? String(gl.getParameter(more.UNMASKED_RENDERER_WEBGL)) : name;
}

export function gpu(): boolean {
  if (typeof WebGL2RenderingContext === "undefined") return false; // sigma asks it for constants
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) return false;
  const name = name_of(gl);
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !EMULATED.test(name);
}

// Ten frames, one after the other: does the median take no more than 40 ms?
export async function smooth(paint: () => void): Promise<boolean> {
  const at: number[] = [];
  while (at.length <= FRAMES) {
    at.push(await new Promise<number>(requestAnimationFrame));
    paint();
  }
  const took = at.slice(1).map((t, i) => t - at[i]).sort((a, b) => a - b);
  return took[FRAMES / 2] <= SLOW_MS;
}
