import { createRandom } from "../../src/core/random.ts";
import type { Locations } from "../../src/types.ts";
import { antennasAt, pointsOver } from "./worlds.ts";

/** Locations and points to ask for, in the places where a search on the globe goes wrong. */
export interface NearbyWorld {
  readonly name: string;
  readonly locations: Locations;
  readonly lon: readonly number[];
  readonly lat: readonly number[];
}

function country(name: string, lon: number, lat: number): NearbyWorld {
  const locations = antennasAt(pointsOver(createRandom(`locations ${name}`), lon, lat, 400));
  return { name, locations, ...pointsOver(createRandom(`points ${name}`), lon, lat, 150) };
}

function globe(): NearbyWorld {
  const random = createRandom("globe");
  const spread = (count: number): { lon: number[]; lat: number[] } => ({
    lon: Array.from({ length: count }, () => 360 * random() - 180),
    lat: Array.from({ length: count }, () => (Math.asin(2 * random() - 1) * 180) / Math.PI),
  });
  return { name: "all round the globe", locations: antennasAt(spread(300)), ...spread(150) };
}

/** A lattice about the equator with every place twice, asked at its nodes and half way between. */
function lattice(): NearbyWorld {
  const lon: number[] = [];
  const lat: number[] = [];
  for (let x = 0; x < 9; x++) {
    for (let y = -4; y <= 4; y++) {
      lon.push(x, 8 - x);
      lat.push(y, -y);
    }
  }
  const at: [number, number][] = [];
  for (let x = 0; x <= 8; x += 0.5) for (let y = -4; y <= 4; y += 0.5) at.push([x, y]);
  return {
    name: "on a lattice with every place twice",
    locations: antennasAt({ lon, lat }),
    lon: at.map(([x]) => x),
    lat: at.map(([, y]) => y),
  };
}

/** Rings of places round both poles, equally far from them, the poles themselves under several longitudes, and their opposites. */
function poles(): NearbyWorld {
  const lon: number[] = [];
  const lat: number[] = [];
  for (const pole of [90, -90]) {
    for (let k = 0; k < 24; k++) {
      lon.push(15 * k - 180, 15 * k - 180);
      lat.push(pole * (89 / 90), pole);
    }
  }
  return {
    name: "at the poles",
    locations: antennasAt({ lon, lat }),
    lon: [0, 77, -180, 180, 12, -168, 0, 0],
    lat: [90, 90, -90, -90, 89.5, -89.5, 0, 89],
  };
}

/** Two hundred antennas on one mast, one a micrometre away, and both sides of the meridian of 180°. */
function mast(): NearbyWorld {
  const lon = [...new Array<number>(200).fill(180), ...new Array<number>(20).fill(-180), 179.99999999999, -179];
  const lat = lon.map(() => -17);
  return {
    name: "with antennas on one mast",
    locations: antennasAt({ lon, lat }),
    lon: [180, -180, 0, 179.5],
    lat: [-17, -17, 17, -17],
  };
}

export const NEARBY_WORLDS: readonly NearbyWorld[] = [
  country("in the tropics", 10, 0),
  country("at 70 degrees north", 25, 70),
  country("across 180 degrees", 179.5, -17),
  country("about the north pole", 100, 89.5),
  country("about the south pole", -30, -89.9),
  globe(),
  lattice(),
  poles(),
  mast(),
];
