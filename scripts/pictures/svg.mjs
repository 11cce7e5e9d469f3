/** What the pictures share: maps of GeoJSON in an SVG that reads well on light and on dark pages. */
import { geoAzimuthalEqualArea, geoPath } from "d3-geo";

const EARTH_RADIUS_METERS = 6_371_008.8;

/** From the smallest to the largest cells: dark to light, told apart also without colours. */
export const STEPS = ["#5e1049", "#b5367a", "#f0876b", "#fde3b8"];
/** For kinds without an order. */
export const KINDS = ["#4477aa", "#ee8866", "#bbcc33", "#aa4499", "#99ddff", "#eedd88"];
export const SEA = "#e8eff5";

/** A whole picture: a white sheet with a title and a description that are read aloud. */
export function picture({ width, height, title, description, parts }) {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#222">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts.flat(Number.POSITIVE_INFINITY).filter((part) => part !== ""),
    "</svg>",
  ].join("\n")}\n`;
}

/**
 * A frame of the sheet and the map in it: equal areas about the middle of `shape`, which fits in. GeoJSON's outer rings
 * run counter-clockwise; d3-geo wants them clockwise, so that `path` turns them round.
 */
export function mapIn({ x, y, width, height }, shape, margin = 8) {
  const turned = turn(shape);
  const [lon, lat] = middleOf(shape);
  const projection = geoAzimuthalEqualArea()
    .rotate([-lon, -lat])
    .precision(0.3)
    .fitExtent(
      [
        [x + margin, y + margin],
        [x + width - margin, y + height - margin],
      ],
      turned,
    );
  const draw = geoPath(projection).digits(1);
  const path = (geojson) => draw(turn(geojson)) ?? "";
  const at = (place) => projection(place).map((v) => Math.round(10 * v) / 10);
  const boundsOf = (feature) => draw.bounds(turn(feature));
  const shows = (feature) => {
    const [[left, top], [right, bottom]] = boundsOf(feature);
    return right >= x && left <= x + width && bottom >= y && top <= y + height;
  };
  const pixels = (meters) => (meters / EARTH_RADIUS_METERS) * projection.scale();
  return { x, y, width, height, path, at, shows, boundsOf, pixels };
}

/** The same GeoJSON with its rings the other way round. */
function turn(geojson) {
  if (geojson.type === "FeatureCollection") return { ...geojson, features: geojson.features.map(turn) };
  if (geojson.type === "Feature") return { ...geojson, geometry: turn(geojson.geometry) };
  if (geojson.type === "MultiPolygon") {
    return { ...geojson, coordinates: geojson.coordinates.map((rings) => rings.map((ring) => ring.slice().reverse())) };
  }
  return geojson;
}

/** The middle of the box of longitudes and latitudes about a shape that does not cross the meridian of 180°. */
function middleOf(shape) {
  const points = JSON.stringify(shape)
    .match(/\[-?[\d.e-]+,-?[\d.e-]+\]/g)
    .map((pair) => JSON.parse(pair));
  const span = (values) => (Math.min(...values) + Math.max(...values)) / 2;
  return [span(points.map(([lon]) => lon)), span(points.map(([, lat]) => lat))];
}

/** The features for which `test` holds. */
export function only(collection, test) {
  return { ...collection, features: collection.features.filter((_, row) => test(row)) };
}

/** A square about a place, as a shape to fit a map to. */
export function squareAbout(sojourn, [lon, lat], sideMeters) {
  const degrees = sideMeters / 2 / 111_195;
  const wide = degrees / Math.cos((lat * Math.PI) / 180);
  const ring = [
    [lon - wide, lat - degrees],
    [lon + wide, lat - degrees],
    [lon + wide, lat + degrees],
    [lon - wide, lat + degrees],
  ];
  return sojourn.formatZones(sojourn.buildZones(["square"], [[[ring]]]));
}

export function shape(d, { fill = "none", stroke = "none", width = 1, opacity = 1, dash = "", join = "round" }) {
  if (d === "") return "";
  const line = stroke === "none" ? "" : ` stroke="${stroke}" stroke-width="${width}" stroke-linejoin="${join}"`;
  const faint = opacity === 1 ? "" : ` fill-opacity="${opacity}"`;
  return `<path d="${d}" fill="${fill}"${line}${faint}${dash === "" ? "" : ` stroke-dasharray="${dash}"`}/>`;
}

/** Parts of which only what lies within the box is seen. */
export function clipped(id, { x, y, width, height }, parts) {
  return [
    `<clipPath id="${id}"><rect x="${x}" y="${y}" width="${width}" height="${height}"/></clipPath>`,
    `<g clip-path="url(#${id})">`,
    ...parts.flat(),
    "</g>",
  ];
}

/** Parts of which only what lies within a path is seen. */
export function clippedByPath(id, d, parts) {
  return [`<clipPath id="${id}"><path d="${d}"/></clipPath>`, `<g clip-path="url(#${id})">`, ...parts.flat(), "</g>"];
}

export function frame({ x, y, width, height }, { fill = "none", stroke = "#888" } = {}) {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" stroke="${stroke}"/>`;
}

/** Words; `halo` keeps them readable over a map. */
export function text(x, y, words, { size = 13, anchor = "start", weight = "normal", halo = false } = {}) {
  const bold = weight === "normal" ? "" : ` font-weight="${weight}"`;
  const about = halo ? ' paint-order="stroke" stroke="#fff" stroke-width="3" stroke-linejoin="round"' : "";
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}"${bold}${about}>${escaped(words)}</text>`;
}

/** A bar of a round length in the lower left corner of a map. */
export function scaleBar(map, meters, words) {
  const length = Math.round(10 * map.pixels(meters)) / 10;
  const x = map.x + 14;
  const y = map.y + map.height - 14;
  return [
    `<path d="M${x},${y - 5}v5h${length}v-5" fill="none" stroke="#fff" stroke-width="4"/>`,
    `<path d="M${x},${y - 5}v5h${length}v-5" fill="none" stroke="#222" stroke-width="1.5"/>`,
    text(Math.round(10 * (x + length / 2)) / 10, y - 9, words, { size: 12, anchor: "middle", halo: true }),
  ];
}

/** Swatches with words, one beside another from x on: entries [colour, words, width]. */
export function legend(x, y, entries) {
  let at = x;
  return entries.map(([fill, words, width]) => {
    const left = at;
    at += width;
    return [
      `<rect x="${left}" y="${y - 11}" width="18" height="13" fill="${fill}" stroke="#666" stroke-width="0.7"/>`,
      text(left + 24, y, words, { size: 12.5 }),
    ];
  });
}

export function dots(points, radius, fill = "#222") {
  if (points.length === 0) return "";
  return `<path d="${points.map(([x, y]) => `M${x},${y}h0`).join("")}" stroke="${fill}" stroke-width="${2 * radius}" stroke-linecap="round" fill="none"/>`;
}

function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
