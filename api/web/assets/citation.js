// The cards that say where an answer stands.
import { make } from "./dom.js";
import { prose } from "./prose.js";
import { regionName } from "./regions.js";
import { elementName, say } from "./words.js";

function verified(date) {
  if (date === null) return say("notStated");
  const [y, m, d] = date.split("-").map(Number);
  return say("dateForm", { y, m, d });
}

function link(url) {
  // Anything but a web address (javascript: …) is not made a link.
  if (url === null || !/^https?:\/\//i.test(url)) return null;
  return make(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer", class: "source-link" },
    say("link"),
    make("span", { class: "unseen" }, say("linkHint")),
  );
}

/** One card a guide: the first of its citations speaks for the guide, each has its own quote. */
function card(citations) {
  const [guide] = citations;
  const rows = [
    ["agency", guide.agency ?? say("notStated")],
    ["region", guide.region === null ? say("everywhere") : regionName(guide.region)],
    ["version", say("versionNumber", { n: guide.version })],
    ["verified", verified(guide.verified_on)],
  ];
  const named = citations.map((each) => [each.element && elementName(each.element), each.quote]);
  return make(
    "section",
    { class: "citation", "aria-label": say("sourcesTitle") },
    make(
      "h3",
      {},
      make("span", { class: "kicker" }, say("sourcesTitle")),
      make("span", { class: "guide" }, `《${guide.name}》`),
      ...named.map(([element]) => element && make("span", { class: "tag" }, element)),
    ),
    make(
      "dl",
      {},
      ...rows.map(([key, value]) => make("div", {}, make("dt", {}, say(key)), make("dd", {}, value))),
    ),
    make(
      "details",
      {},
      make("summary", {}, say("quote")),
      ...named.flatMap(([element, quote]) => [
        citations.length > 1 && element ? make("h4", {}, element) : null,
        prose(quote, "prose quote"),
      ]).filter((each) => each !== null),
    ),
    link(guide.url),
  );
}

/** Cards for the citations of a turn; an entry cited twice is shown once. */
export function citationCards(citations) {
  const guides = new Map();
  for (const each of new Map(citations.map((one) => [one.entry_id, one])).values()) {
    const { item_code, name, agency, region, version, verified_on, url } = each;
    const guide = JSON.stringify([item_code, name, agency, region, version, verified_on, url]);
    guides.set(guide, [...(guides.get(guide) ?? []), each]);
  }
  return [...guides.values()].map(card);
}
