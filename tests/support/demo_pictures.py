# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures of the demo city, drawn from few words: `scene("street tree:190 bench:255")` is a street with a tree
and a bench, as SVG of 640 by 360; `city_map(geojson, bounds)` is a map of streets, water and parks."""
import hashlib
import json
import math
import pathlib

CITY = pathlib.Path(__file__).resolve().parent / "demo_city"

WIDTH, HEIGHT, GROUND = 640, 360, 300

# Background: sky, ground, and what else stands behind everything.
GROUNDS = {
    "street": ("#cfe8f0", "#b9b4aa", '<path d="M0 330h640" stroke="#f4efe2" stroke-width="5" stroke-dasharray="36 24"/>'),
    "square": ("#d9ecf2", "#e3d3b4", '<path d="M0 318h640M0 340h640M90 300l-50 60M250 300l-20 60M400 300l20 60M560 300l50 60" stroke="#cdbb97" stroke-width="2"/>'),
    "meadow": ("#cdeaf2", "#8fc487", '<path d="M0 300c120-60 220-30 330-10s200-60 310-10v30H0z" fill="#a9d39a"/>'),
    "river": ("#cfe9f4", "#6db9d8", '<path d="M0 300h640v-16c-90-20-180-30-330-22S90 270 0 284z" fill="#9ccb8c"/><path d="M30 330h90M210 345h120M430 328h110" stroke="#b5dff0" stroke-width="4"/>'),
    "river2": ("#d5ebf3", "#6db9d8", '<path d="M0 236c200-24 420-24 640 0v64H0z" fill="#9ccb8c"/>'),
    "rain": ("#b9c7cf", "#8cb585", '<path d="M60 40l-14 50M150 90l-14 50M250 30l-14 50M330 110l-14 50M430 40l-14 50M520 100l-14 50M600 30l-14 50" stroke="#eaf5fa" stroke-width="4"/>'),
    "room": ("#f3e4cb", "#c99f6e", '<path d="M40 40h150v110H40z" fill="#bfe1ee" stroke="#fff" stroke-width="8"/><path d="M115 40v110" stroke="#fff" stroke-width="6"/>'),
    "evening": ("#f3b58a", "#8d7f9c", '<circle cx="560" cy="110" r="46" fill="#ffdf9a"/>'),
    "night": ("#27375c", "#3d4a55", '<circle cx="560" cy="70" r="30" fill="#f7edc4"/><path d="M90 60h5M210 100h5M330 40h5M440 90h5M150 140h5M390 150h5" stroke="#f7edc4" stroke-width="5"/>'),
    "sky": ("#bfe3f2", "#9fc98f", '<path d="M60 90c10-30 50-30 60 0 30 0 30 34 0 34H60c-30 0-30-34 0-34z" fill="#fff"/>'),
}

WINDOWS = "".join(f'<path d="M{x} {y}h16v20h-16z"/>' for y in (-138, -104, -70) for x in (-44, -8, 28))
# Things that stand on the ground at (0, 0).
THINGS = {
    "tree": '<path d="M-8 0h16l-4-80h-8z" fill="#7a5438"/><circle cy="-120" r="58" fill="#3f8a5f"/><circle cx="-30" cy="-92" r="34" fill="#34774f"/><circle cx="30" cy="-98" r="36" fill="#4f9c6c"/>',
    "house": '<path d="M-55 0h110v-90H-55z" fill="#f0c987"/><path d="M-68-90H68L0-145z" fill="#c9573a"/><path d="M-36-70h26v28h-26zM10-70h26v28H10z" fill="#fff6df"/><path d="M-12 0h24v-36h-24z" fill="#6b4a35"/>',
    "hut": '<path d="M-55 0h110v-96H-55z" fill="#e9dcc0"/><path d="M-70-96H70l-16-30H-54z" fill="#0b5c58"/><path d="M-30 0h44v-70h-44z" fill="#7a5438"/><circle cx="34" cy="-66" r="9" fill="#0b5c58"/>',
    "shed": '<path d="M-60 0H60v-80H-60z" fill="#a8744c"/><path d="M-72-80H72L44-118H-60z" fill="#6b4a35"/><path d="M-20 0h40v-56h-40z" fill="#6b4a35"/>',
    "block": f'<path d="M-60 0H60v-170H-60z" fill="#e58a5b"/><g fill="#fff3d6">{WINDOWS}</g><path d="M-12 0h24v-34h-24z" fill="#6b4a35"/>',
    "school": '<path d="M-130 0h260v-110h-260z" fill="#f6dfb8"/><path d="M-140-110h280l-30-34h-220z" fill="#b5553c"/><path d="M-108-82h34v34h-34zM-60-82h34v34h-34zM26-82h34v34H26zM74-82h34v34H74z" fill="#bfe1ee"/><path d="M-16 0h32v-50h-32z" fill="#0b5c58"/><circle cy="-74" r="14" fill="#fff"/><path d="M0-82v8l6 4" stroke="#333" stroke-width="2.5" fill="none"/>',
    "panel": '<path d="M-100-114l20-26h70l-14 26zM-10-114l14-26h76l20 26z" fill="#234a7c"/><path d="M-62-114l16-26M36-114l4-26M72-114l-8-26" stroke="#cfe8f0" stroke-width="2"/>',
    "bench": '<path d="M-55-28h110v8H-55zM-55-58h110v8H-55zM-55-44h110v8H-55z" fill="#a8744c"/><path d="M-44 0v-58h7V0zM37 0v-58h7V0z" fill="#4d4f55"/>',
    "lamp": '<path d="M-4 0h8v-150h-8z" fill="#4d4f55"/><circle cy="-158" r="40" fill="#ffe9a8" opacity=".5"/><circle cy="-158" r="15" fill="#ffe08a"/>',
    "lamp2": '<path d="M-3-300h6v110h-6z" fill="#4d4f55"/><path d="M-34-170h68l-18-34h-32z" fill="#0b5c58"/><path d="M-34-170h68l50 60H-84z" fill="#ffe9a8" opacity=".55"/>',
    "person": '<circle cy="-96" r="17" fill="{skin}"/><path d="M-22 0v-46a22 30 0 0144 0V0H8v-36h-16V0z" fill="{coat}"/>',
    "child": '<circle cy="-68" r="14" fill="{skin}"/><path d="M-16 0v-34a16 22 0 0132 0V0H6v-24H-6V0z" fill="{coat}"/>',
    "wheelchair": '<circle cx="-6" cy="-26" r="25" fill="none" stroke="#3a3f4a" stroke-width="6"/><path d="M30-4a9 9 0 110 1zM-22-88v46h36l16 38" fill="none" stroke="#3a3f4a" stroke-width="6"/><circle cx="-6" cy="-106" r="16" fill="{skin}"/><path d="M-20-86h28l4 40h26v14h-42z" fill="{coat}"/>',
    "bike": '<g fill="none" stroke="#2b3440" stroke-width="6"><circle cx="-34" cy="-26" r="25"/><circle cx="34" cy="-26" r="25"/><path d="M-34-26l18-40h36l-22 40h-32l20-32M20-66l14 40M20-66l-4-14h16" stroke="{coat}"/><path d="M-26-70h18"/></g>',
    "crossing": '<path d="M-80 0h24l-18 60h-34zM-30 0H-6l-8 60h-34zM20 0h24l2 60H12zM70 0h24l12 60H72z" fill="#fff"/>',
    "sign": '<path d="M-4 0h8v-110h-8z" fill="#4d4f55"/><circle cy="-124" r="28" fill="#0b5c58"/><path d="M-12-124l9 9 16-19" fill="none" stroke="#fff" stroke-width="6"/>',
    "steps": '<path d="M-90 0h150v16H-70zM-70 16H70v16H-50zM-50 32H80v16H-30z" fill="#c08a58"/>',
    "ramp": '<path d="M-140 0q120 0 150-70h130V0z" fill="#c9b79a"/><path d="M-140 0q120 0 150-70h130" fill="none" stroke="#7a5438" stroke-width="5"/>',
    "sun": '<circle cy="-230" r="34" fill="#ffd257"/><path d="M0-284v-14M0-176v14M-54-230h-14M54-230h14M-38-268l-10-10M38-268l10-10M-38-192l-10 10M38-192l10 10" stroke="#ffd257" stroke-width="7"/>',
    "table": '<path d="M-120-62h240v12h-240z" fill="#8a5f3c"/><path d="M-104-50h10V0h-10zM94-50h10V0H94z" fill="#6b4a35"/>',
    "tools": '<path d="M-50-66l36-36 8 8-36 36z" fill="#8a5f3c"/><path d="M-22-110l26 26-10 10-26-26z" fill="#4d4f55"/><path d="M24-66v-50h10v50zM18-126h22v14H18z" fill="#c9573a"/>',
    "cup": '<path d="M-14-90h28v18a14 12 0 01-28 0z" fill="#fff"/><path d="M14-86a8 8 0 010 16" fill="none" stroke="#fff" stroke-width="5"/><path d="M-5-96q-6-8 0-16M6-96q-6-8 0-16" fill="none" stroke="#a39a8c" stroke-width="3"/>',
    "pot": '<path d="M-28-96h56v34h-56z" fill="#4d5b66"/><path d="M-34-104h68v10h-68z" fill="#2f3a43"/><path d="M-10-112q-8-12 0-22M10-112q-8-12 0-22" fill="none" stroke="#fff" stroke-width="4"/>',
    "book": '<path d="M-34-70q17-12 34 0 17-12 34 0v-22q-17-12-34 0-17-12-34 0z" fill="#fff" stroke="#234a7c" stroke-width="4"/>',
    "shelf": '<path d="M-60 0H60v-200H-60z" fill="#8a5f3c"/><path d="M-52-60H52v-8H-52zM-52-125H52v-8H-52z" fill="#6b4a35"/><path d="M-46-68v-44h14v44zM2-68v-38h14v38zM-46-133v-50h14v50zM22-133v-40h16v40z" fill="#c9573a"/><path d="M-26-68v-48h14v48zM24-68v-46h16v46zM-26-133v-42h12v42z" fill="#0b5c58"/><path d="M-6-133v-48h18v48zM-6-8v-44h16v44zM-40-8v-40h20v40z" fill="#f4c95d"/>',
    "guitar": '<path d="M-5-170h10v90H-5z" fill="#6b4a35"/><circle cy="-72" r="26" fill="{coat}"/><circle cy="-34" r="34" fill="{coat}"/><circle cy="-46" r="10" fill="#3a2a20"/>',
    "fan": '<path d="M-5 0h10v-90h-10z" fill="#4d4f55"/><circle cy="-120" r="44" fill="#fff" stroke="#4d4f55" stroke-width="6"/><path d="M0-120q-34-10-20-34 18 4 20 34 34-10 34 14-16 12-34-14 0 34-26 26-2-18 26-26z" fill="#4c9cc4"/>',
    "stage": '<path d="M-150 0h300v-36h-300z" fill="#8a5f3c"/><path d="M-140-36h14v-110h-14zM126-36h14v-110h-14z" fill="#4d4f55"/><path d="M-170-140Q0-230 170-140z" fill="#0b5c58"/><path d="M-60-36v-40a20 20 0 0140 0v40zM20-36v-40a20 20 0 0140 0v40z" fill="#b5380b"/><circle cx="-40" cy="-106" r="13" fill="#f0c8a5"/><circle cx="40" cy="-106" r="13" fill="#8a5a3c"/>',
    "screen": '<path d="M-150-60h300v-170h-300z" fill="#fff"/><path d="M-130-80h260v-130h-260z" fill="#f4c95d"/><path d="M-70-90q60-110 140 0z" fill="#c9573a"/><path d="M-120 0h12v-60h-12zM108 0h12v-60h-12z" fill="#4d4f55"/>',
    "roof": '<path d="M-220-130Q-110-190 0-130 110-190 220-130v20h-440z" fill="#c9573a"/><path d="M-206-110h12V0h-12zM-6-110H6V0H-6zM194-110h12V0h-12z" fill="#4d4f55"/><path d="M-170-40h120V0h-120zM60-40h120V0H60z" fill="#a8744c"/><path d="M-160-40a12 12 0 0124 0zM-128-40a12 12 0 0124 0zM-96-40a12 12 0 0124 0z" fill="#e2a336"/><path d="M74-40a12 12 0 0124 0zM106-40a12 12 0 0124 0zM138-40a12 12 0 0124 0z" fill="#3f8a5f"/>',
    "swing": '<path d="M-80 0l24-160h112L80 0h-10L48-150H-48L-70 0z" fill="#b5380b"/><path d="M-24-150v110M24-150v110" stroke="#4d4f55" stroke-width="4"/><path d="M-32-44h64v9h-64z" fill="#0b5c58"/>',
    "slide": '<path d="M-70 0v-120h10V0zM-40 0v-120h10V0zM-70-30h40v8h-40zM-70-60h40v8h-40zM-70-90h40v8h-40z" fill="#4d4f55"/><path d="M-76-124h52q20 0 40 50t74 66v10H70q-50-14-80-70-14-34-30-40h-36z" fill="#e2a336"/>',
    "hoop": '<path d="M-6 0H6v-190H-6z" fill="#4d4f55"/><path d="M-70-232H40v70H-70z" fill="#fff" stroke="#4d4f55" stroke-width="6"/><path d="M-66-166h44l-8 40h-28z" fill="none" stroke="#b5380b" stroke-width="6"/>',
    "ball": '<circle cy="-120" r="20" fill="#e07b39"/><path d="M-20-120h40M0-140v40" stroke="#7a3b14" stroke-width="3"/>',
    "fountain": '<path d="M-90 0H90l-14-34H-76z" fill="#a9a39a"/><path d="M-14-34h28v-40h-28z" fill="#8f8a82"/><path d="M0-76q-14-60-60-34M0-76q14-60 60-34M0-76v-60" fill="none" stroke="#58b4dc" stroke-width="8"/>',
    "bird": '<path d="M-34-150q16-22 34-4 18-18 34 4-18-8-34 12-16-20-34-12z" fill="#3a3f4a"/>',
    "flowers": '<path d="M-46 0h92l-10-24h-72z" fill="#6b4a35"/><path d="M-30-24v-34M-10-24v-48M12-24v-38M32-24v-50" stroke="#34774f" stroke-width="5"/><circle cx="-30" cy="-62" r="12" fill="#b5380b"/><circle cx="-10" cy="-78" r="13" fill="#f4c95d"/><circle cx="12" cy="-66" r="12" fill="#8d5fa8"/><circle cx="32" cy="-80" r="13" fill="#e07b9a"/>',
    "hive": '<path d="M-34 0h68v-24h-68z" fill="#6b4a35"/><path d="M-32-24h64v-24h-64zM-28-48h56v-24h-56zM-22-72h44v-24h-44z" fill="#e2a336"/><circle cy="-58" r="7" fill="#3a2a20"/><circle cx="52" cy="-110" r="6" fill="#3a2a20"/><circle cx="70" cy="-76" r="6" fill="#3a2a20"/>',
    "bus": '<path d="M-130-20h260v-112q0-16-16-16h-228q-16 0-16 16z" fill="#0b7a75"/><path d="M-116-132h58v44h-58zM-48-132H10v44h-58zM20-132h44v44H20zM76-132h44v104H76z" fill="#cfe8f0"/><circle cx="-80" cy="-18" r="20" fill="#2b3440"/><circle cx="50" cy="-18" r="20" fill="#2b3440"/>',
    "boat": '<path d="M-110-14h220q-14 44-50 44h-120q-40 0-50-44z" fill="#b5380b"/><path d="M-60-14v-50H50v50z" fill="#fff"/><path d="M-46-54h26v24h-26zM-8-54h26v24H-8z" fill="#bfe1ee"/><path d="M60-14v-110h6l50 40-50 20v50z" fill="#f4c95d"/>',
    "bridge": '<path d="M-300 10Q0-120 300 10v22Q0-90-300 32z" fill="#a8744c"/><path d="M-220-60v46M-110-98v54M0-110v52M110-98v54M220-60v46" stroke="#6b4a35" stroke-width="6"/><path d="M-300-34Q0-160 300-34" fill="none" stroke="#6b4a35" stroke-width="6"/>',
    "mural": '<path d="M-150 0h250v-200h-250z" fill="#e9dcc0"/><path d="M-150 0v-80q60-70 120 0t130-40V0z" fill="#0b7a75"/><circle cx="40" cy="-150" r="30" fill="#e2a336"/><path d="M-120-130q20-26 40-4 20-22 40 4-20-8-40 12-20-20-40-12z" fill="#b5380b"/>',
    "heart": '<path d="M0-66q-70-44-44-88 26-26 44 8 18-34 44-8 26 44-44 88z" fill="#c22f2f"/><path d="M-26-106h16l8-18 10 34 8-16h14" fill="none" stroke="#fff" stroke-width="5"/>',
    "bin": '<path d="M-38 0h76v-76h-76z" fill="#4f7a3f"/><path d="M-44-76h88v-14h-88z" fill="#355a2b"/><path d="M-30-12h60M-30-32h60M-30-52h60" stroke="#355a2b" stroke-width="5"/>',
}
SKINS = ("#f0c8a5", "#8a5a3c", "#d9a074", "#5c3b28", "#e8b58f")
COATS = ("#b5380b", "#0b5c58", "#8d5fa8", "#e2a336", "#234a7c", "#c9573a")


def scene(words):
    """A picture of "GROUND THING:X THING:X ...", what comes first behind."""
    ground, *things = words.split()
    sky, earth, more = GROUNDS[ground]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">'
             f'<path fill="{sky}" d="M0 0h{WIDTH}v{HEIGHT}H0z"/><path fill="{earth}" d="M0 {GROUND}h{WIDTH}v60H0z"/>{more}']
    for number, word in enumerate(things):
        name, x = word.split(":")
        if name in GROUNDS:  # another background, e.g. a river at night
            parts.append(f'<path fill="{GROUNDS[name][1]}" d="M0 312h{WIDTH}v48H0z"/>')
            continue
        look = {"skin": SKINS[(number + len(words)) % len(SKINS)], "coat": COATS[(3 * number + len(words)) % len(COATS)]}
        markup = THINGS[name]
        for key, value in look.items():
            markup = markup.replace("{" + key + "}", value)
        parts.append(f'<g transform="translate({x} {GROUND + (number % 3) * 4})">{markup}</g>')
    return "".join(parts) + "</svg>\n"


STYLES = {
    "park": 'fill="#b9dcae"', "water": 'fill="#a5d4ea"', "square": 'fill="#f3e3c3"', "house": 'fill="#ded5c5"',
    "canal": 'fill="none" stroke="#a5d4ea" stroke-width="16"', "street": 'fill="none" stroke="#fff" stroke-width="15" stroke-linecap="round"',
    "lane": 'fill="none" stroke="#fff" stroke-width="8" stroke-linecap="round"',
    "rail": 'fill="none" stroke="#8b857b" stroke-width="4" stroke-dasharray="14 7"',
}
ORDER = ("park", "square", "water", "canal", "house", "lane", "street", "rail")


def city_map(geojson, bounds):
    """A GeoJSON of features with a `kind`, as SVG; `bounds` as in the text of a round (docs/protocol.md section 5)."""
    west, south, east, north = (float(degrees) for degrees in bounds.split(","))
    width = 1000
    height = round(width * (north - south) / ((east - west) * math.cos(math.radians((south + north) / 2))))

    def path(points):
        places = [f"{(x - west) / (east - west) * width:.0f} {(north - y) / (north - south) * height:.0f}" for x, y in points]
        return "M" + "L".join(places)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"><path fill="#efe9dd" d="M0 0h{width}v{height}H0z"/>']
    for kind in ORDER:
        drawn = []
        for feature in geojson["features"]:
            if feature["properties"]["kind"] != kind:
                continue
            shape = feature["geometry"]
            drawn.append(path(shape["coordinates"][0]) + "z" if shape["type"] == "Polygon" else path(shape["coordinates"]))
        parts.append(f'<path {STYLES[kind]} d="{"".join(drawn)}"/>')
    return "".join(parts) + "</svg>\n"


def told(name):
    """What the demo city is told in a file of demo_city/."""
    return json.loads((CITY / name).read_text(encoding="utf-8"))


def draw(folder):
    """Write the pictures and the map, named by their hashes. Returns their names: by project, and "map"."""
    folder.mkdir(exist_ok=True)
    city = told("projects.json")
    drawn = {one["id"]: scene(one["picture"]) for one in city["projects"]}
    drawn["map"] = city_map(told("riverside.geojson"), city["map_bounds"])
    names = {}
    for thing, svg in drawn.items():
        names[thing] = f"{hashlib.sha256(svg.encode()).hexdigest()}.svg"
        (folder / names[thing]).write_text(svg, encoding="utf-8")
    return names
