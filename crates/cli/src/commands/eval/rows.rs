//! Measures of one ability each, with our own answers.

use engine::{Engine, Reading};
use measure::{Error, figures::Figures};
use model::{Analysis, DocumentKind, MentionKind, RawDocument, Span};

use super::What;

pub(super) fn figures(
    what: What,
    gold: &str,
    n_show: usize,
    engine: &Engine,
) -> Result<Figures, Error> {
    let knowledge = engine.knowledge();
    let read = |text: &str, day: Option<model::Date>| -> Reading {
        engine.read(&RawDocument {
            kind: DocumentKind::Record,
            bytes: text.as_bytes().to_vec(),
            published: day,
            ..RawDocument::default()
        })
    };
    match what {
        What::Penta => measure::sentences::penta(gold, n_show, |text| {
            let r = read(text, None);
            coder::digest::main_act(&r.document, &r.analysis, knowledge).penta.to_string()
        }),
        What::Spans => measure::sentences::spans(gold, n_show, |text| {
            let r = read(text, None);
            let act = coder::digest::main_act(&r.document, &r.analysis, knowledge);
            (act.actors, act.recipients)
        }),
        What::Actors => measure::actors::score(gold, n_show, |asked| {
            // What the story is about stands behind the phrase, as more of the story.
            let text = match asked.context {
                "" => asked.text.to_owned(),
                context => format!("{}\n\n{context}.", asked.text),
            };
            let r = read(&text, day_of(asked.day));
            let found = coder::digest::who_is(&r.document, &r.analysis, knowledge);
            found.map_or_else(Default::default, |p| {
                let code = p.entity.code;
                let sector = code.sectors.first().map_or("", |s| s.as_str());
                (code.country.unwrap_or_default(), sector.to_owned())
            })
        }),
        What::Chains => measure::chains::conll(gold, n_show, |text| {
            let r = read(text, None);
            let day = r.document.today.or(r.document.published);
            let chains = analysis::chains::loose(&r.document.text, &r.analysis, knowledge, day);
            chains.into_iter().map(|c| c.phrases).collect()
        }),
        What::Pronouns => measure::chains::gap(gold, n_show, |text, pronoun, a, b| {
            let r = read(text, None);
            let taken = taken_up(&r.analysis, pronoun);
            (taken.iter().any(|s| s.overlaps(a)), taken.iter().any(|s| s.overlaps(b)))
        }),
        What::Petrarch => measure::petrarch::score(gold, n_show, decode, |text, day| {
            let day = format!("{}-{}-{}", &day[..4.min(day.len())], part(day, 4), part(day, 6));
            petrarch(&read(text, day.parse().ok()))
        }),
        What::Locations => measure::locations::score(gold, n_show, |text, act| {
            let r = read(text, None);
            coder::locate::candidates(&r.document, &r.analysis, knowledge, act)
                .into_iter()
                .filter(|c| c.score > 0.0)
                .map(|c| c.span)
                .collect()
        }),
        What::Places => {
            let towns: Vec<knowledge::KnownPlace<'_>> =
                knowledge.places.all().filter(|p| !p.is_division()).collect();
            let country_at = |lat: f64, lon: f64| {
                let far = |p: &knowledge::KnownPlace<'_>| {
                    measure::places::distance_km(lat, lon, p.lat, p.lon)
                };
                let near = towns.iter().min_by(|a, b| far(a).total_cmp(&far(b)));
                near.map_or_else(String::new, |p| p.country.to_owned())
            };
            let country_named = |name: &str| {
                let words: Vec<&str> = name.split(' ').collect();
                let (n, hits) = knowledge.entities.longest_at(&words)?;
                (n == words.len()).then_some(())?;
                Some(knowledge.entities.get(hits.first()?.entity).country.clone())
            };
            measure::places::score(gold, n_show, country_named, country_at, |text, url, spans| {
                let mut r = read(text, None);
                r.document.url = url.map(str::to_owned);
                let moved = |s: &model::Span| moved(*s, text, &r.document.text);
                let spans: Vec<model::Span> = spans.iter().map(moved).collect();
                coder::geo::resolve(&r.document, &r.analysis, knowledge, &spans)
                    .into_iter()
                    .map(|spot| spot.map_or_else(Default::default, |s| (s.country, s.coordinates)))
                    .collect()
            })
        }
        What::Quotes => measure::quotes::score(gold, n_show, |text| quotes(&read(text, None))),
        What::Times => {
            measure::times::score(gold, n_show, |text, day| read(text, day).analysis.times)
        }
        What::Status => {
            // A file is copy or talk as a whole: one sentence alone does not tell.
            let texts = measure::status::targets(gold)?;
            let sentences = texts.iter().map(|t| t.0.as_str());
            let register = coder::status::Register::of(sentences, knowledge);
            measure::status::score(gold, n_show, |text, spans| {
                let r = read(text, None);
                coder::status::factuality(&r.document, &r.analysis, knowledge, spans, register)
                    .into_iter()
                    .map(|f| f64::from(f.value))
                    .collect()
            })
        }
        _ => measure::silence::score(gold, n_show, |text| {
            let r = read(text, None);
            r.events
                .iter()
                .filter(|e| e.status.is_asserted())
                .map(|e| {
                    let words = e.evidence.trigger.of(&r.document.text);
                    let sentence = e.evidence.sentence_span.of(&r.document.text);
                    format!("{} [{words}] {sentence}", e.class.event_type)
                })
                .collect()
        }),
    }
}

/// Names in the chain of the pronoun at a span.
fn taken_up(analysis: &Analysis, pronoun: Span) -> Vec<Span> {
    let mention =
        analysis.mentions.iter().find(|m| m.kind == MentionKind::Pronoun && m.span == pronoun);
    let chain = mention.map(|m| &analysis.chains[m.chain as usize]);
    chain
        .into_iter()
        .flat_map(|c| c.mentions.iter().map(|&i| &analysis.mentions[i as usize]))
        .filter(|m| m.kind != MentionKind::Pronoun)
        .map(|m| m.span)
        .collect()
}

fn quotes(r: &Reading) -> Vec<measure::quotes::Said> {
    let name = |t: model::TokenIdx| {
        let mention = r.analysis.mentions.iter().find(|m| m.first <= t && t < m.end);
        let chain = mention.map(|m| &r.analysis.chains[m.chain as usize]);
        let longest = chain.and_then(|c| {
            c.mentions
                .iter()
                .map(|&i| &r.analysis.mentions[i as usize])
                .filter(|m| m.kind == MentionKind::Name)
                .map(|m| m.span.of(&r.document.text))
                .max_by_key(|n| n.len())
        });
        longest.unwrap_or("").to_owned()
    };
    analysis::quotes::with_attitudes(&r.document.text, &r.analysis)
        .iter()
        .map(|q| measure::quotes::Said {
            span: q.span,
            speaker: q.speaker.map(|t| (r.analysis.token(t).span, name(t))),
        })
        .collect()
}

/// "2022-01-10", "10 May 2015", "October 1, 2021"; `None` for "today".
fn day_of(text: &str) -> Option<model::Date> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let month = words.iter().find_map(|w| MONTHS.iter().position(|m| w.starts_with(m)))?;
    let numbers: Vec<i16> = words.iter().filter_map(|w| w.parse().ok()).collect();
    let year = numbers.iter().copied().find(|n| *n > 31)?;
    let day = numbers.iter().copied().find(|n| *n <= 31).unwrap_or(1);
    format!("{year:04}-{:02}-{day:02}", month + 1).parse().ok()
}

/// Two digits of a day written as `19950101`.
fn part(day: &str, at: usize) -> &str {
    day.get(at..at + 2).unwrap_or("01")
}

/// A PETRARCH actor code as country and sectors.
fn decode(code: &str) -> measure::petrarch::Side {
    side(&knowledge::phoenix::actor_code(code))
}

fn side(code: &model::ActorCode) -> measure::petrarch::Side {
    measure::petrarch::Side {
        country: code.country.clone().unwrap_or_default(),
        sectors: code.sectors.iter().map(|s| s.as_str().to_owned()).collect(),
    }
}

/// Our events as PETRARCH would have them: one for each pair of sides, both ways where all act.
fn petrarch(r: &Reading) -> Vec<measure::petrarch::Coded> {
    let mut out = Vec::new();
    for e in &r.events {
        let of = |list: &[model::Participant]| -> Vec<measure::petrarch::Side> {
            list.iter().map(|p| side(&p.entity.code)).collect()
        };
        let (actors, recipients) = (of(&e.actors), of(&e.recipients));
        let nobody = vec![measure::petrarch::Side::default()];
        let mut push = |source: &measure::petrarch::Side, target: &measure::petrarch::Side| {
            out.push(measure::petrarch::Coded {
                source: source.clone(),
                target: target.clone(),
                root: e.class.cameo.get(..2).unwrap_or("").to_owned(),
                asserted: e.status.is_asserted(),
            });
        };
        if recipients.is_empty() && actors.len() > 1 {
            for (i, a) in actors.iter().enumerate() {
                for (j, b) in actors.iter().enumerate() {
                    if i != j {
                        push(a, b);
                    }
                }
            }
            continue;
        }
        for a in if actors.is_empty() { &nobody } else { &actors } {
            for b in if recipients.is_empty() { &nobody } else { &recipients } {
                push(a, b);
            }
        }
    }
    out
}

/// A stretch of a text in the document made of it, where blanks or furniture may have gone: the
/// same words the same time they occur.
fn moved(span: model::Span, from: &str, to: &str) -> model::Span {
    if from == to {
        return span;
    }
    let words = span.of(from);
    let n = from[..span.start as usize].matches(words).count();
    let found = to.match_indices(words).nth(n).or_else(|| to.match_indices(words).last());
    let start = found.map_or(to.len(), |(at, _)| at) as u32;
    model::Span { start, end: (start + words.len() as u32).min(to.len() as u32) }
}
