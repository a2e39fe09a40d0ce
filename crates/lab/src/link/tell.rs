//! The facts of an incident in, the documents that tell of it out.

use model::Date;

use super::{
    draw::Draw,
    plant::{Facts, Half, Kind, days},
};

/// A document of the planted corpus.
#[derive(Clone)]
pub(super) struct Document {
    pub(super) parts: Vec<Part>,
    pub(super) published: Date,
    pub(super) publisher: &'static str,
    pub(super) how: &'static str,
}

/// A stretch of its text, with the incident and the kind that it tells of.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) text: String,
    pub(super) tells: Option<(usize, usize)>,
    pub(super) after: &'static str,
}

const PUBLISHERS: &[&str] = &[
    "Bay Tribune",
    "Capital Observer",
    "City Ledger",
    "Coastal Times",
    "Continental Post",
    "Daily Beacon",
    "Eastern Mail",
    "Evening Chronicle",
    "Frontier Gazette",
    "Global Courier",
    "Harbour News",
    "Herald of the South",
    "Island Monitor",
    "Lakeside Star",
    "Meridian Daily",
    "Metro Dispatch",
    "Morning Record",
    "Northern Echo Daily",
    "People's Journal",
    "Plains Register",
    "Regional Review",
    "River Sentinel",
    "Standard World",
    "Summit Press",
    "Union Telegraph",
    "Valley Independent",
    "Western Argus",
    "World Bulletin",
];
const AGENCIES: &[&str] = &["Reuters", "AP", "AFP"];
const FILLERS: &[&str] = &[
    "Shops in the centre stayed open.",
    "The weather in the region was clear.",
    "Local radio played music through the evening.",
    "The town lies on an old trade route.",
    "Schools in the province are on holiday this week.",
    "The region has few paved roads.",
    "Analysts had been watching the area for months.",
    "The harvest there begins in a few weeks.",
];
const REACTIONS: &[&str] = &[
    "The United Nations called for restraint.",
    "The European Union said it was following the events closely.",
    "A spokesman for the African Union urged both sides to talk.",
    "The Red Cross asked for safe access.",
    "Human rights groups demanded an inquiry.",
];

/// The `n` documents of one incident.
pub(super) fn documents(
    facts: &Facts,
    all: &[Facts],
    kinds: &[Kind],
    n: usize,
    half: Half,
    draw: &mut Draw,
) -> Vec<Document> {
    let kind = &kinds[facts.kind];
    let mut out: Vec<Document> = Vec::new();
    let mut facts = facts.clone();
    for i in 0..n {
        let choice = draw.below(100);
        let publisher = draw.one(PUBLISHERS);
        let first_day = facts.day.saturating_add(days(usize::from(draw.chance(40))));
        let mut document = match choice {
            _ if i == 0 => tell(&facts, kind, all, kinds, half, first_day, draw),
            0..35 => copy(&out[draw.below(out.len())], draw),
            35..55 if kind.lines.contains_key("u") => {
                facts.dead += draw.between(1, 5);
                facts.size += facts.size * draw.between(1, 4) / 10 + 1;
                let day = facts.day.saturating_add(days(draw.between(0, 2)));
                update(&facts, kind, half, day, draw)
            }
            55..62 if kind.lines.contains_key("d") => {
                special(&facts, kind, "d", first_day, half, draw)
            }
            55..65 if kind.lines.contains_key("p") => {
                let day = facts.day.saturating_sub(days(draw.between(1, 3)));
                special(&facts, kind, "p", day, half, draw)
            }
            _ => {
                let mut other = facts.clone();
                if draw.chance(15) {
                    other.dead = (other.dead + draw.below(4)).saturating_sub(1).max(1);
                }
                let day = facts.day.saturating_add(days(draw.between(0, 3) / 2));
                tell(&other, kind, all, kinds, half, day, draw)
            }
        };
        document.publisher = publisher;
        out.push(document);
    }
    out
}

/// An agency's words again: another headline now and then, the end cut, a word changed.
fn copy(of: &Document, draw: &mut Draw) -> Document {
    let mut out = Document { how: "copy", ..of.clone() };
    if out.parts.len() > 4 && draw.chance(50) {
        out.parts.truncate(out.parts.len() - 1);
    }
    if draw.chance(30) {
        for part in &mut out.parts {
            part.text =
                part.text.replace(" people", " persons").replace("officials", "authorities");
        }
    }
    if draw.chance(25) {
        out.published = out.published.saturating_add(days(1));
        // A weekday stays true for six days.
    }
    out
}

fn tell(
    facts: &Facts,
    kind: &Kind,
    all: &[Facts],
    kinds: &[Kind],
    half: Half,
    published: Date,
    draw: &mut Draw,
) -> Document {
    let own = Some((facts.id, facts.kind));
    let mut parts = vec![part(facts, kind, "h", half, published, own, draw)];
    let mut lede = part(facts, kind, "l", half, published, own, draw);
    if draw.chance(50) {
        let (month, day) = (published.strftime("%B"), published.day());
        let agency = draw.one(AGENCIES);
        lede.text =
            format!("{}, {month} {day} ({agency}) - {}", facts.city.to_uppercase(), lede.text);
    }
    parts.push(lede);
    let mut used = Vec::new();
    for _ in 0..draw.between(1, 3) {
        let p = part(facts, kind, "b", half, published, own, draw);
        if !p.text.is_empty() && !used.contains(&p.text) {
            used.push(p.text.clone());
            parts.push(p);
        }
    }
    if facts.again && draw.chance(60) {
        parts.push(plain("It was the second incident of this kind there in two days."));
    }
    if draw.chance(40) {
        parts.push(plain(draw.one(REACTIONS)));
    }
    parts.push(plain(draw.one(FILLERS)));
    // What happened before between the same two, with its day.
    let earlier: Vec<&Facts> = all
        .iter()
        .filter(|f| {
            let same = f.actor.name == facts.actor.name && f.recipient.name == facts.recipient.name;
            same && f.id != facts.id && f.day < facts.day && kinds[f.kind].lines.contains_key("l")
        })
        .collect();
    if !earlier.is_empty() && draw.chance(30) {
        let f = earlier[draw.below(earlier.len())];
        let told = Some((f.id, f.kind));
        parts.push(part(f, &kinds[f.kind], "l", half, published, told, draw));
    }
    Document { parts: spaced(parts), published, publisher: "", how: "telling" }
}

fn update(facts: &Facts, kind: &Kind, half: Half, published: Date, draw: &mut Draw) -> Document {
    let own = Some((facts.id, facts.kind));
    let parts = vec![
        part(facts, kind, "h", half, published, own, draw),
        part(facts, kind, "u", Half::Both, published, own, draw),
        part(facts, kind, "l", half, published, own, draw),
        plain(draw.one(FILLERS)),
    ];
    Document { parts: spaced(parts), published, publisher: "", how: "update" }
}

/// A denial or an announcement.
fn special(
    facts: &Facts,
    kind: &Kind,
    letter: &str,
    published: Date,
    half: Half,
    draw: &mut Draw,
) -> Document {
    let own = Some((facts.id, facts.kind));
    let mut parts = vec![part(facts, kind, letter, Half::Both, published, own, draw)];
    if letter == "d" {
        parts.push(part(facts, kind, "l", half, published, own, draw));
    }
    parts.push(plain(draw.one(FILLERS)));
    let how = if letter == "d" { "denial" } else { "announcement" };
    Document { parts: spaced(parts), published, publisher: "", how }
}

fn plain(text: &str) -> Part {
    Part { text: text.to_owned(), tells: None, after: "" }
}

/// The first part is a headline; sentences stand one or two to a paragraph.
fn spaced(mut parts: Vec<Part>) -> Vec<Part> {
    parts.retain(|p| !p.text.is_empty());
    for (i, part) in parts.iter_mut().enumerate() {
        part.after = if i > 1 && i % 2 == 0 { " " } else { "\n\n" };
    }
    parts
}

fn part(
    facts: &Facts,
    kind: &Kind,
    letter: &str,
    half: Half,
    published: Date,
    tells: Option<(usize, usize)>,
    draw: &mut Draw,
) -> Part {
    let lines: Vec<&str> = kind.lines.get(letter).map_or(Vec::new(), |lines| {
        let keep = |i: &usize| match half {
            Half::A => i.is_multiple_of(2),
            Half::B => i % 2 == 1,
            Half::Both => true,
        };
        (0..lines.len()).filter(keep).map(|i| lines[i]).collect()
    });
    let mut text = draw.one(&lines).to_owned();
    let (a, r) = (&facts.actor, &facts.recipient);
    let day = when(facts.day, published, draw);
    let size = if facts.size < 13 { number(facts.size) } else { grouped(facts.size) };
    let headline = letter == "h";
    let slots: [(&str, &str); 14] = [
        ("{A}", a.name),
        ("{Aa}", a.adjective),
        ("{Ac}", a.capital),
        ("{R}", r.name),
        ("{Ra}", r.adjective),
        ("{Rc}", r.capital),
        ("{C}", facts.city),
        ("{D}", &day),
        ("{S}", &size),
        ("{T}", facts.target),
        ("{W}", facts.means),
        ("{Q}", facts.detail),
        ("{N}", &if headline { facts.dead.to_string() } else { number(facts.dead) }),
        ("{M}", &number(facts.hurt)),
    ];
    for (slot, value) in slots {
        text = text.replace(slot, value);
    }
    let mut letters = text.chars();
    text = letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect());
    Part { text, tells, after: "" }
}

/// "on Tuesday", "yesterday", "on March 3".
fn when(day: Date, published: Date, draw: &mut Draw) -> String {
    let ago = published.since(day).map_or(0, |s| s.get_days());
    match ago {
        0 if draw.chance(15) => "today".to_owned(),
        1 if draw.chance(15) => "yesterday".to_owned(),
        -6..=6 => format!("on {}", day.strftime("%A")),
        _ => format!("on {} {}", day.strftime("%B"), day.day()),
    }
}

fn number(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    WORDS.get(n).map_or_else(|| grouped(n), |w| (*w).to_owned())
}

fn grouped(n: usize) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) }
}
