import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { SOCIOMETER_ARCHETYPES } from "../../src/places/sociometer-archetypes.ts";
import { detectUserClasses } from "../../src/places/sociometer-classes.ts";
import { profilesOfCells, slowDistance } from "../slow/call-profiles.ts";
import { describeData, listed, readJson } from "./data.ts";

/** The published table; its labels have an underscore for the space, and one of its ids occurs twice. */
interface Fixture {
  readonly archetypes: readonly { readonly id: string; readonly label: string; readonly profile: readonly number[] }[];
}

describeData("archetypes of the Sociometer", "16_spec_fixtures", (folder) => {
  for (const file of listed(folder, /^sociometer_.*\.json$/)) {
    describe(file, () => {
      const published = readJson<Fixture>(join(folder, file)).archetypes.map(({ label, profile }) => ({
        label: label.replaceAll("_", " "),
        profile,
      }));
      const nearest = (profile: readonly number[], archetypes = published) => {
        const classes = detectUserClasses(profilesOfCells([profile]), { archetypes });
        const { label, distance, archetype } = classes.columns;
        return { label: classes.labels[label[0]!]!, distance: distance[0]!, archetype: archetype[0]! };
      };

      it("the archetypes built by rule are those published, row by row", () => {
        expect(SOCIOMETER_ARCHETYPES).toEqual(published);
      });

      it("every archetype has its own class, at distance 0", () => {
        published.forEach(({ label, profile }, a) => {
          expect(nearest(profile)).toEqual({ label, distance: 0, archetype: a });
        });
      });

      it("the profiles worked out by hand have the classes and distances stated", () => {
        const cells = (weekday: number, weekend: number, weeks = 4) =>
          Array.from({ length: 24 }, (_, i) => (i < 6 * weeks ? (i % 6 < 3 ? weekday : weekend) : 0));
        const half = published.findIndex(({ profile }) => profile.every((value) => value === 0.5));
        const full = published.findIndex(({ profile }) => profile.every((value) => value === 1));
        expect(nearest(cells(1, 1))).toEqual({ label: "resident", distance: 0, archetype: full });
        const others = published.filter((_, a) => a !== full).map(({ profile }) => slowDistance(cells(1, 1), profile));
        expect(Math.min(...others).toFixed(5)).toBe("2.44949");
        const mixed = nearest(cells(0.8, 0.6));
        expect([mixed.label, mixed.archetype, mixed.distance.toFixed(6)]).toEqual(["resident", half, "1.095445"]);
        expect(slowDistance(cells(0.8, 0.6), published[full]!.profile).toFixed(6)).toBe("1.549193");
        const oneWeek = nearest(cells(0.6, 0, 1));
        expect([oneWeek.label, oneWeek.distance.toFixed(6)]).toEqual(["visitor", "0.173205"]);
        expect(nearest(cells(1, 0)).label).toBe("commuter");
        expect(nearest(cells(0, 1)).label).toBe("dynamic resident");
        const passing = Array.from({ length: 24 }, (_, i) => (i === 7 ? 0.2 : 0));
        expect(nearest(passing).label).toBe("in transit");
      });
    });
  }
});
