// SPDX-License-Identifier: AGPL-3.0-or-later
//
// The draft of a round with every form of ballot that the count knows, in three languages, for tests in a browser.

const WORDS = [
  {
    en: { title: "Trees for Mill Street", summary: "Fourteen limes and a strip of meadow between pavement and road.", place: "Mill Street" },
    es: { title: "Árboles para la calle del Molino", summary: "Catorce tilos y una franja de prado entre la acera y la calzada.", place: "Mill Street" },
    ar: { title: "أشجار لشارع الطاحونة", summary: "أربع عشرة شجرة زيزفون وشريط من العشب بين الرصيف والطريق.", place: "شارع الطاحونة" },
  },
  {
    en: { title: "Playground by the canal", summary: "A climbing net, a slide for small children, benches in the shade.", place: "Canal Park" },
    es: { title: "Parque infantil junto al canal", summary: "Una red para trepar, un tobogán y bancos a la sombra.", place: "Canal Park" },
    ar: { title: "ملعب أطفال عند القناة", summary: "شبكة للتسلق وزحليقة للصغار ومقاعد في الظل.", place: "حديقة القناة" },
  },
  {
    en: { title: "Night bus on Fridays", summary: "One bus each hour from the station to the northern villages until three.", place: "Station" },
    es: { title: "Autobús nocturno los viernes", summary: "Un autobús cada hora desde la estación a los pueblos del norte, hasta las tres.", place: "Station" },
    ar: { title: "حافلة ليلية أيام الجمعة", summary: "حافلة كل ساعة من المحطة إلى القرى الشمالية حتى الثالثة.", place: "المحطة" },
  },
  {
    en: { title: "Repair café", summary: "Tools, two work benches and somebody who knows how.", place: "Library" },
    es: { title: "Taller de reparaciones", summary: "Herramientas, dos bancos de trabajo y alguien que sabe.", place: "Library" },
    ar: { title: "مقهى الإصلاح", summary: "أدوات وطاولتا عمل ومن يعرف كيف.", place: "المكتبة" },
  },
  {
    en: { title: "Drinking fountains", summary: "Five fountains on the squares that get hottest in summer.", place: "City centre" },
    es: { title: "Fuentes de agua potable", summary: "Cinco fuentes en las plazas que más se calientan en verano.", place: "City centre" },
    ar: { title: "نوافير لمياه الشرب", summary: "خمس نوافير في أشد الساحات حرارة في الصيف.", place: "وسط المدينة" },
  },
  {
    en: { title: "Lights along the river path", summary: "Lamps that dim when nobody is near and leave bats in peace.", place: "River path" },
    es: { title: "Luces en el paseo del río", summary: "Lámparas que se atenúan cuando no hay nadie y respetan a los murciélagos.", place: "River path" },
    ar: { title: "إنارة ممشى النهر", summary: "مصابيح تخفت حين لا يمر أحد وتترك الخفافيش في سلام.", place: "ممشى النهر" },
  },
  {
    en: { title: "Bicycle stands at schools", summary: "Covered stands for two hundred bicycles at four schools.", place: "Four schools" },
    es: { title: "Aparcabicis en los colegios", summary: "Aparcamientos cubiertos para doscientas bicicletas en cuatro colegios.", place: "Four schools" },
    ar: { title: "مواقف دراجات عند المدارس", summary: "مواقف مسقوفة لمئتي دراجة في أربع مدارس.", place: "أربع مدارس" },
  },
  {
    en: { title: "Open-air cinema", summary: "Six evenings in August; films are chosen by those who come.", place: "Castle meadow" },
    es: { title: "Cine al aire libre", summary: "Seis noches de agosto; las películas las elige el público.", place: "Castle meadow" },
    ar: { title: "سينما في الهواء الطلق", summary: "ست أمسيات في آب يختار أفلامها الجمهور.", place: "مرج القلعة" },
  },
  {
    en: { title: "Ramp to the swimming pool", summary: "A ramp and a lift into the water, and a changing room for families.", place: "Swimming pool" },
    es: { title: "Rampa de la piscina", summary: "Una rampa, un elevador al agua y un vestuario familiar.", place: "Swimming pool" },
    ar: { title: "منحدر للمسبح", summary: "منحدر ومصعد إلى الماء وغرفة تبديل للعائلات.", place: "المسبح" },
  },
  {
    en: { title: "Kitchen for the youth club", summary: "Stove, sink and a long table, so that cooking together is possible.", place: "Youth club" },
    es: { title: "Cocina para el club juvenil", summary: "Cocina, fregadero y una mesa larga para cocinar juntos.", place: "Youth club" },
    ar: { title: "مطبخ لنادي الشباب", summary: "موقد ومغسلة وطاولة طويلة للطبخ معًا.", place: "نادي الشباب" },
  },
];

/** What the second project says at length. */
const DESCRIPTION = {
  en: "The ground belongs to the city. Neighbours water the plants in the first two summers. Upkeep of 900 euros a year is part of the cost.",
  es: "El terreno es municipal. Los vecinos riegan las plantas los dos primeros veranos. El mantenimiento de 900 euros al año está incluido.",
  ar: "الأرض ملك للمدينة. يسقي الجيران النباتات في أول صيفين. والصيانة بمبلغ 900 يورو في السنة من ضمن الكلفة.",
};

const LANGUAGES = ["en", "es", "ar"];
const SUMMARY = ["Residents decide on 180,000 euros.", "La ciudadanía decide sobre 180.000 euros.", "يقرر السكان في 180,000 يورو."];
const titled = (...titles) => Object.fromEntries(titles.map((title, i) => [LANGUAGES[i], { title }]));

function contest(id, titles, form, rule, count, more = {}) {
  const options = WORDS.slice(0, count).map((words, i) => ({
    id: `${id[0]}${i + 1}`,
    cost: (6 + ((i * 7) % 11)) * 100_000,
    category: ["green", "play", "streets"][i % 3],
    texts: Object.fromEntries(LANGUAGES.map((language) => [language, { ...words[language], ...(i === 1 ? { description: DESCRIPTION[language] } : {}) }])),
  }));
  const greedy = { name: "greedy", score: "votes", density: "absolute", on_misfit: "skip", threshold: 0, ties: "lex", ...rule };
  return { id, texts: titled(...titles), envelope: 3_000_000, form, rule: greedy, options, conflicts: [], pool_min: 1, below_pool_min: "count", ...more };
}

/** `title` in English, Spanish and Arabic. Voting has opened and closes in three days. Two districts: `centre` has every contest, `harbour` two. */
export function sampleRound(title = ["Budget of the city 2027", "Presupuesto ciudadano 2027", "ميزانية المدينة 2027"], more = {}) {
  const now = Math.floor(Date.now() / 60_000);
  const close = now + 3 * 24 * 60;
  const contests = [
    contest("streets", ["Streets and squares", "Calles y plazas", "شوارع وساحات"], { kind: "approval", min: 1, max: 3 }, {}, 10, { conflicts: [["s1", "s6"]] }),
    contest("basket", ["One basket for the whole city", "Una cesta para toda la ciudad", "سلة واحدة للمدينة كلها"], { kind: "knapsack", min: 1, max: 6 }, {}, 6),
    contest("points", ["Culture, with points", "Cultura, con puntos", "الثقافة بالنقاط"], { kind: "points", min: 1, max: 4, total: 10, min_total: 1, max_each: 5 }, { score: "points" }, 5),
    contest("ranking", ["Schools, in order", "Colegios, por orden", "المدارس بالترتيب"], { kind: "ranking", min: 1, max: 3 }, { score: "borda" }, 5),
    contest("grades", ["Sports, with grades", "Deporte, con notas", "الرياضة بالدرجات"], { kind: "scores", min: 1, max: 5, low: 0, high: 5 }, { score: "points" }, 5),
    contest("one", ["The project of the year", "El proyecto del año", "مشروع العام"], { kind: "choice" }, {}, 4),
  ];
  return {
    kind: "real",
    currency: "EUR",
    minor_digits: 2,
    languages: LANGUAGES,
    texts: Object.fromEntries(title.map((words, i) => [LANGUAGES[i], { title: words, summary: SUMMARY[i] }])),
    contests,
    districts: [
      { id: "centre", texts: titled("City centre", "Centro", "وسط المدينة"), contests: contests.map(({ id }) => id) },
      { id: "harbour", texts: titled("Harbour", "Puerto", "الميناء"), contests: ["streets", "one"] },
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

/**
 * The draft of a round of 40 projects in one list and one district, `harbour`. Their texts are made of the words of the
 * others in an order of their own: they compress no better than what people write.
 */
export function fortyProjects() {
  const draft = sampleRound();
  const streets = draft.contests.find(({ id }) => id === "streets");
  const words = Object.fromEntries(LANGUAGES.map((language) => [language, WORDS.flatMap((row) => Object.values(row[language]).join(" ").split(" "))]));
  let state = 7;
  const below = (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  const some = (language, count) => Array.from({ length: count }, () => words[language][below(words[language].length)]).join(" ");
  streets.options = Array.from({ length: 40 }, (_, i) => ({
    ...streets.options[i % 10],
    id: `s${i + 1}`,
    texts: Object.fromEntries(LANGUAGES.map((language) => [language, { title: some(language, 5), summary: some(language, 25), place: some(language, 2) }])),
  }));
  streets.conflicts = [];
  const [harbour] = draft.districts.filter(({ id }) => id === "harbour");
  return { ...draft, contests: [streets], districts: [{ ...harbour, contests: ["streets"] }] };
}
