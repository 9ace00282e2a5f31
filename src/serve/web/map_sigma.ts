// map_sigma.ts - serve: how does a GPU draw the marks of a map?
//
// sigma draws a graphology graph on layers of its own under the picture's canvas: marks by one
// program, which knows discs, dashed discs and squares, ways by sigma's. Where it is seen from, and
// what mouse, touch and keys do, is the picture's: sigma's own listeners are taken away.
/*! sigma: (C) Alexis Jacomy, Guillaume Plique, Benoit Simard; graphology: (C) Guillaume Plique; MIT licence, see docs/dependencies.md */
import Graph from "graphology";
import Sigma from "sigma";
import { EdgeRectangleProgram, NodeProgram, type ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { getCorrectionRatio } from "sigma/utils";
import type { Look, Marks, Picture } from "./map_picture";

type Colour = [number, number, number];
interface Mark extends NodeDisplayData { radius: number; look: number; alpha: number }

const LOOKS: Record<Look, number> = { who: 0, prior: 1, outlet: 2, buyer: 3 };
const WAY = 2; // px, half of it feathered away: as a line of 1.25 px looks on a canvas
const UNIFORMS = ["u_matrix", "u_size", "u_grow", "u_ratio", "u_bg", "u_mark", "u_outlet", "u_buyer"] as const;

// A square around each mark, 3 px wider than it; all lengths are CSS px.
const VERTEX = `
attribute vec2 a_position, a_corner;
attribute float a_radius, a_look, a_alpha;
uniform mat3 u_matrix;
uniform vec2 u_size;
uniform float u_grow;
varying vec2 v_at;
varying float v_radius, v_look, v_alpha;
void main() {
  v_radius = a_look > 2.5 ? 2.5 : max(2.0, a_radius * u_grow);
  v_look = a_look;
  v_alpha = a_alpha;
  v_at = a_corner * (v_radius + 3.0);
  gl_Position = vec4((u_matrix * vec3(a_position, 1.0)).xy + v_at * 2.0 / u_size, 0.0, 1.0);
}`;

// Filled up to the edge, then a line along it: of the ground, or of dashes 4 px long, 3 px apart.
const FRAGMENT = `
precision highp float;
uniform vec3 u_bg, u_mark, u_outlet, u_buyer;
uniform float u_ratio;
varying vec2 v_at;
varying float v_radius, v_look, v_alpha;
float within(float d) { return clamp(0.5 - d * u_ratio, 0.0, 1.0); }
void main() {
  bool prior = v_look > 0.5 && v_look < 1.5;
  bool outlet = v_look > 1.5 && v_look < 2.5;
  bool buyer = v_look > 2.5;
  float d = outlet ? max(abs(v_at.x), abs(v_at.y)) - v_radius * 0.886 : length(v_at) - v_radius;
  float line = buyer ? 0.0 : within(abs(d) - (prior ? 1.0 : 0.5));
  if (prior) {
    float along = atan(-v_at.y, v_at.x) * v_radius;
    line *= within(abs(mod(along + 1.5, 7.0) - 3.5) - 2.0);
  }
  vec3 fill = prior ? u_bg : outlet ? u_outlet : buyer ? u_buyer : u_mark;
  vec4 colour = vec4(fill, 1.0) * within(d);
  gl_FragColor = mix(colour, vec4(prior ? u_mark : u_bg, 1.0), line) * v_alpha;
}`;

const CORNERS = [[-1, -1], [1, -1], [-1, 1], [-1, 1], [1, -1], [1, 1]];

function marks_program(seen: Picture, colour: (name: string) => Colour) {
  const { FLOAT, TRIANGLES } = WebGL2RenderingContext;
  return class extends NodeProgram<(typeof UNIFORMS)[number]> {
    // Who is under the mouse is the picture's question: nothing is drawn a second time for it.
    constructor(gl: WebGLRenderingContext, _pick: WebGLFramebuffer | null, renderer: Sigma) {
      super(gl, null, renderer);
    }

    getDefinition() {
      const attribute = (name: string, size: number) => ({ name, size, type: FLOAT });
      return {
        VERTICES: CORNERS.length, VERTEX_SHADER_SOURCE: VERTEX, FRAGMENT_SHADER_SOURCE: FRAGMENT, METHOD: TRIANGLES, UNIFORMS,
        ATTRIBUTES: [attribute("a_position", 2), attribute("a_radius", 1), attribute("a_look", 1), attribute("a_alpha", 1)],
        CONSTANT_ATTRIBUTES: [attribute("a_corner", 2)], CONSTANT_DATA: CORNERS,
      };
    }

    processVisibleItem(_id: number, at: number, data: NodeDisplayData): void {
      const m = data as Mark;
      this.array.set([m.x, m.y, m.radius, m.look, m.alpha], at);
    }

    setUniforms({ matrix, width, height, pixelRatio }: RenderParams, { gl, uniformLocations: at }: ProgramInfo<(typeof UNIFORMS)[number]>): void {
      gl.uniformMatrix3fv(at.u_matrix, false, matrix);
      gl.uniform2f(at.u_size, width, height);
      gl.uniform1f(at.u_grow, seen.grow);
      gl.uniform1f(at.u_ratio, pixelRatio);
      gl.uniform3f(at.u_bg, ...colour("--bg"));
      gl.uniform3f(at.u_mark, ...colour("--mark"));
      gl.uniform3f(at.u_outlet, ...colour("--m3"));
      gl.uniform3f(at.u_buyer, ...colour("--edge"));
    }
  };
}

class Sigmas implements Marks {
  readonly by = "sigma";
  private readonly layer = document.createElement("div");
  private readonly graph = new Graph({ type: "directed" });
  private readonly sigma: Sigma;
  private hue: Record<string, Colour> = {};
  private stale = true; // who is lit, or a colour of a way
  private ended = false;

  constructor(readonly seen: Picture, lost: () => void) {
    this.layer.className = "gl";
    seen.box.prepend(this.layer);
    const behind = seen.dots.map((_, i) => i).filter((i) => seen.dots[i].look === "buyer");
    for (const i of [...behind, ...seen.order]) {
      const { x, y, r, look } = seen.dots[i];
      this.graph.addNode(i, { x, y: seen.map_height - y, radius: r, look: LOOKS[look] });
    }
    this.sigma = new Sigma(this.graph, this.layer, {
      allowInvalidContainer: true, stagePadding: 0, renderLabels: false, zoomToSizeRatioFunction: () => 1, minEdgeThickness: WAY,
      defaultNodeType: "mark", nodeProgramClasses: { mark: marks_program(seen, (name) => (this.hue[name] ??= seen.parts(name).map((n) => n / 255) as Colour)) },
      defaultEdgeType: "way", edgeProgramClasses: { way: EdgeRectangleProgram },
      nodeReducer: (node, data) => ({ ...data, alpha: seen.faded(Number(node)) }) as Partial<Mark>,
    });
    this.sigma.getMouseCaptor().kill();
    this.sigma.getTouchCaptor().kill();
    this.sigma.setCustomBBox({ x: [0, seen.map_width], y: [0, seen.map_height] });
    for (const canvas of Object.values(this.sigma.getCanvases())) {
      canvas.addEventListener("webglcontextlost", () => {
        if (!this.ended) lost();
      });
    }
  }

  lit(): void {
    this.stale = true;
  }

  hues(): void {
    this.hue = {};
    this.stale = true;
  }

  end(): void {
    this.ended = true;
    this.sigma.kill();
    this.layer.remove();
  }

  private ways(): void {
    this.graph.clearEdges();
    const attributes = { size: WAY, color: this.seen.way() };
    for (const [from, to] of this.seen.arcs) if (from !== to) this.graph.mergeEdge(from, to, attributes);
  }

  // sigma's camera looks at a square of 1 by 1 around the map, upwards.
  private look(): void {
    const { width, height, map_width, map_height, k, x, y } = this.seen;
    const wide = Math.max(map_width, map_height);
    const fits = Math.min(width, height) * getCorrectionRatio({ width, height }, { width: map_width, height: map_height });
    this.sigma.getCamera().setState({ x: 0.5 + (x - map_width / 2) / wide, y: 0.5 + (map_height / 2 - y) / wide, ratio: fits / (k * wide), angle: 0 });
  }

  // At once: names, which are drawn next, and marks are of one frame.
  paint(): void {
    if (this.stale) this.ways();
    this.look();
    if (this.stale) this.sigma.refresh();
    else this.sigma.refresh({ partialGraph: {}, skipIndexation: true });
    this.stale = false;
  }
}

export const sigma_marks = (seen: Picture, lost: () => void): Marks => new Sigmas(seen, lost);
