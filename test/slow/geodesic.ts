/**
 * The geodesic distance without series: the integrals of length and longitude by Gauss' quadrature, the azimuth by
 * halving. For points not on one meridian and not both on the equator; good to some nanometres.
 */
const A = 6_378_137;
const F = 1 / 298.257223563;
const EP2 = (F * (2 - F)) / ((1 - F) * (1 - F));
const RADIANS = Math.PI / 180;

/** Nodes above 0 and weights of Gauss and Legendre's rule with ten points. */
const NODES = [0.14887433898163122, 0.4333953941292472, 0.6794095682990244, 0.8650633666889845, 0.9739065285171717];
const WEIGHTS = [
  0.29552422471475287, 0.26926671930999635, 0.21908636251598204, 0.1494513491505806, 0.06667134430868814,
];

export function integral(f: (sigma: number) => number, from: number, to: number): number {
  const pieces = 8;
  const half = (to - from) / (2 * pieces);
  let sum = 0;
  for (let i = 0; i < pieces; i++) {
    const middle = from + (2 * i + 1) * half;
    for (let k = 0; k < NODES.length; k++)
      sum += WEIGHTS[k]! * (f(middle - NODES[k]! * half) + f(middle + NODES[k]! * half));
  }
  return sum * half;
}

export function slowEllipsoidalMeters(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const reduced = (lat: number): number => Math.atan((1 - F) * Math.tan(lat * RADIANS));
  let [b1, b2] = [reduced(lat1), reduced(lat2)];
  if (Math.abs(b2) > Math.abs(b1)) [b1, b2] = [b2, b1];
  if (b1 > 0) [b1, b2] = [-b1, -b2];
  const apart = Math.abs(lon2 - lon1) % 360;
  const lambda = Math.min(apart, 360 - apart) * RADIANS;

  const courseOf = (alpha: number) => {
    const sinZero = Math.sin(alpha) * Math.cos(b1);
    const north1 = Math.cos(alpha) * Math.cos(b1);
    const north2 = Math.sqrt(Math.max(0, north1 * north1 + Math.cos(b2) ** 2 - Math.cos(b1) ** 2));
    const sigma1 = Math.atan2(Math.sin(b1), north1);
    const sigma2 = Math.atan2(Math.sin(b2), north2);
    const k2 = EP2 * (1 - sinZero * sinZero);
    const omega = Math.atan2(sinZero * Math.sin(b2), north2) - Math.atan2(sinZero * Math.sin(b1), north1);
    const excess = integral((s) => (2 - F) / (1 + (1 - F) * Math.sqrt(1 + k2 * Math.sin(s) ** 2)), sigma1, sigma2);
    const length = integral((s) => Math.sqrt(1 + k2 * Math.sin(s) ** 2), sigma1, sigma2);
    return { lambda: omega - F * sinZero * excess, meters: A * (1 - F) * length, sinZero };
  };

  let [low, high] = [0, Math.PI];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (courseOf(middle).lambda > lambda) high = middle;
    else low = middle;
  }
  const course = courseOf(low);
  return course.meters + A * course.sinZero * (lambda - course.lambda);
}
