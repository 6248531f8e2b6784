// The parts of Observable Plot, d3 and topojson-client that the page uses, as one file. Only what is named here is bundled.
export {
  areaY, axisX, axisY, barX, barY, dot, frame, geo, gridX, gridY, lineY, plot, pointerX, rectY, ruleX, ruleY, text, tickX, tip, vector,
} from "@observablehq/plot";
export { drag } from "d3-drag";
export { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
export { select } from "d3-selection";
export { zoom, zoomIdentity } from "d3-zoom";
export { feature } from "topojson-client";
