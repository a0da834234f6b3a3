// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The draft of a round with every form of ballot that the count knows, in two languages, for tests in a browser.

const WORDS = [
  ["Trees for Mill Street", "Árboles para la calle del Molino", "Fourteen limes and a strip of meadow between pavement and road.", "Catorce tilos y una franja de prado entre la acera y la calzada.", "Mill Street"],
  ["Playground by the canal", "Parque infantil junto al canal", "A climbing net, a slide for small children, benches in the shade.", "Una red para trepar, un tobogán y bancos a la sombra.", "Canal Park"],
  ["Night bus on Fridays", "Autobús nocturno los viernes", "One bus each hour from the station to the northern villages until three.", "Un autobús cada hora desde la estación a los pueblos del norte, hasta las tres.", "Station"],
  ["Repair café", "Taller de reparaciones", "Tools, two work benches and somebody who knows how.", "Herramientas, dos bancos de trabajo y alguien que sabe.", "Library"],
  ["Drinking fountains", "Fuentes de agua potable", "Five fountains on the squares that get hottest in summer.", "Cinco fuentes en las plazas que más se calientan en verano.", "City centre"],
  ["Lights along the river path", "Luces en el paseo del río", "Lamps that dim when nobody is near and leave bats in peace.", "Lámparas que se atenúan cuando no hay nadie y respetan a los murciélagos.", "River path"],
  ["Bicycle stands at schools", "Aparcabicis en los colegios", "Covered stands for two hundred bicycles at four schools.", "Aparcamientos cubiertos para doscientas bicicletas en cuatro colegios.", "Four schools"],
  ["Open-air cinema", "Cine al aire libre", "Six evenings in August; films are chosen by those who come.", "Seis noches de agosto; las películas las elige el público.", "Castle meadow"],
  ["Ramp to the swimming pool", "Rampa de la piscina", "A ramp and a lift into the water, and a changing room for families.", "Una rampa, un elevador al agua y un vestuario familiar.", "Swimming pool"],
  ["Kitchen for the youth club", "Cocina para el club juvenil", "Stove, sink and a long table, so that cooking together is possible.", "Cocina, fregadero y una mesa larga para cocinar juntos.", "Youth club"],
];

const texts = (en, es) => ({ en: typeof en === "string" ? { title: en } : en, es: typeof es === "string" ? { title: es } : es });

function contest(id, title, titulo, form, rule, count, more = {}) {
  const options = WORDS.slice(0, count).map(([en, es, summary, resumen, place], i) => ({
    id: `${id[0]}${i + 1}`,
    cost: (6 + ((i * 7) % 11)) * 100_000,
    category: ["green", "play", "streets"][i % 3],
    texts: texts(
      i === 1 ? { title: en, summary, place, description: "The ground belongs to the city. Neighbours water the plants in the first two summers. Upkeep of 900 euros a year is part of the cost." } : { title: en, summary, place },
      i === 1 ? { title: es, summary: resumen, place, description: "El terreno es municipal. Los vecinos riegan las plantas los dos primeros veranos. El mantenimiento de 900 euros al año está incluido." } : { title: es, summary: resumen, place },
    ),
  }));
  const greedy = { name: "greedy", score: "votes", density: "absolute", on_misfit: "skip", threshold: 0, ties: "lex", ...rule };
  return { id, texts: texts(title, titulo), envelope: 3_000_000, form, rule: greedy, options, conflicts: [], pool_min: 1, below_pool_min: "count", ...more };
}

/** `title` in English and Spanish. Voting has opened and closes in three days. Two districts: `centre` has every contest, `harbour` two. */
export function sampleRound(title = ["Budget of the city 2027", "Presupuesto ciudadano 2027"], more = {}) {
  const now = Math.floor(Date.now() / 60_000);
  const close = now + 3 * 24 * 60;
  const contests = [
    contest("streets", "Streets and squares", "Calles y plazas", { kind: "approval", min: 1, max: 3 }, {}, 10, { conflicts: [["s1", "s6"]] }),
    contest("basket", "One basket for the whole city", "Una cesta para toda la ciudad", { kind: "knapsack", min: 1, max: 6 }, {}, 6),
    contest("points", "Culture, with points", "Cultura, con puntos", { kind: "points", min: 1, max: 4, total: 10, min_total: 1, max_each: 5 }, { score: "points" }, 5),
    contest("ranking", "Schools, in order", "Colegios, por orden", { kind: "ranking", min: 1, max: 3 }, { score: "borda" }, 5),
    contest("grades", "Sports, with grades", "Deporte, con notas", { kind: "scores", min: 1, max: 5, low: 0, high: 5 }, { score: "points" }, 5),
    contest("one", "The project of the year", "El proyecto del año", { kind: "choice" }, {}, 4),
  ];
  return {
    kind: "real",
    currency: "EUR",
    minor_digits: 2,
    languages: ["en", "es"],
    texts: texts({ title: title[0], summary: "Residents decide on 180,000 euros." }, { title: title[1], summary: "La ciudadanía decide sobre 180.000 euros." }),
    contests,
    districts: [
      { id: "centre", texts: texts("City centre", "Centro"), contests: contests.map(({ id }) => id) },
      { id: "harbour", texts: texts("Harbour", "Puerto"), contests: ["streets", "one"] },
    ],
    schedule: { zone: "Europe/Madrid", open: now, close, grace: 0, objection: 0, complaint: 0, additions_end: close },
    revoting: true,
    draw: { source: "none" },
    roll: { size: 100, cap: 100 },
    totals_only_paper: false,
    witness_policy: [],
    act_signers: 2,
    clerks_required: 2,
    pruning_years: 0,
    ...more,
  };
}
